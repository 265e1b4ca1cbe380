"""Pass'Sport : l'aide au club de sport, attachée à celui qui ouvre le droit.

OpenFisca-France 176.1.8 (``prestations/jeunes/pass_sport.py``) l'accorde à tous les enfants d'une famille qui
reçoit une AEEH, même à ceux qui n'ont aucun handicap, et aux collégiens et lycéens boursiers, alors que le
texte vise les étudiants. Le montant et les âges de la saison 2025-2026 lui manquent.
"""

from openfisca_core.model_api import Variable
from openfisca_france.model.prestations.education import TypesScolarite


class pass_sport(Variable):
    def formula_2022_06_30(individu, period, parameters):
        pass_sport = parameters(period).prestations_sociales.education.pass_sport
        ages = pass_sport.critere_age
        age = individu("age", period)
        scolarite = individu("scolarite", period)
        ars = (
            (individu.famille("ars", period.this_year) > 0)
            * (age >= ages.age_minimum_profil_ars)
            * (age <= ages.age_maximum_profil_ars)
        )
        aeeh = (
            individu("aeeh_percue", period)
            * (age >= ages.age_minimum_profil_aeeh)
            * (age <= ages.age_maximum_profil_aeeh)
        )
        aah = (
            individu("aah_percu", period)
            * (age >= ages.age_minimum_profil_aah)
            * (age <= ages.age_maximum_profil_aah)
        )
        etudiant = (
            individu("boursier", period)
            * (scolarite != TypesScolarite.college)
            * (scolarite != TypesScolarite.lycee)
            * (age <= ages.age_maximum_profil_boursier)
        )
        return pass_sport.montant * (ars + aeeh + aah + etudiant)
