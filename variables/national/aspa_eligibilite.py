"""Âge de l'ASPA (articles L. 815-1 et R. 815-1 du code de la sécurité sociale).

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/asi_aspa.py``, ``aspa_eligibilite``) lit l'âge
anticipé sur l'âge légal de retraite, 64 ans depuis septembre 2023 : rien à 62 et 63 ans pour une personne
inapte au travail, dont l'âge est resté à 62 ans. Elle exclut aussi l'incapacité de 50 % exactement, alors que
le texte dit « au moins ».
"""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu


class aspa_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A l'âge et la nationalité ou le titre de séjour de l'ASPA"
    reference = "https://politiques-sociales.caissedesdepots.fr/DJF/node/1326"

    def formula_2017(individu, period, parameters):
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        age = individu("age", period)
        incapacite = individu("taux_incapacite", period) >= aspa.taux_incapacite_aspa_anticipe
        anticipe = (age >= aspa.age_min_inapte) * (incapacite + individu("inapte_travail", period))
        return ((age >= aspa.age_min) + anticipe) * individu("asi_aspa_condition_nationalite", period)
