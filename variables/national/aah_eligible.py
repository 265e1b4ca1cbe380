"""Handicap et âge de l'AAH (article L. 821-1 et suivants du code de la sécurité sociale).

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/aah.py``, ``aah_eligible``) verse l'AAH de 50 à 79 %
d'incapacité jusqu'à 64 ans révolus depuis septembre 2023. L'âge de la retraite pour inaptitude, qui prend son
relais, est resté à 62 ans : à 62 ans, cette AAH s'arrête.
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu


class aah_eligible(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A le handicap et l'âge de l'AAH"
    reference = (
        "https://lemediasocial.fr/"
        "reforme-des-retraites-l-impact-sur-les-beneficiaires-de-l-aah-explique-par-la-cnav_kbezzW"
    )

    def formula_2017(individu, period, parameters):
        loi = parameters(period).prestations_sociales
        aah = loi.prestations_etat_de_sante.invalidite.aah
        relais = loi.solidarite_insertion.minimum_vieillesse.aspa.age_min_inapte
        age = individu("age", period)
        taux = individu("taux_incapacite", period)
        restriction = individu("aah_restriction_substantielle_durable_acces_emploi", period)
        lourd = taux >= aah.taux_capacite.taux_incapacite
        moyen = (taux >= aah.taux_capacite.taux_incapacite_rsdae) * restriction * (age < relais)
        a_charge = individu("prestations_familiales_enfant_a_charge", period)
        adulte = (age >= aah.age_minimal) + (age >= aah.age_fin_educ) * ~a_charge
        return (lourd + moyen) * adulte
