"""Consultations de la PMI pour les enfants, article L2112-2 du code de la santé publique."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE = (
    "https://french-business-law.com/rench-legislation-art/article-l2112-2-of-the-french-public-health-code"
)


class pmi_consultation_enfant_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A moins de six ans"
    reference = CODE

    def formula(individu, period, parameters):
        limite = parameters(period).departement.pmi_consultation_enfant.age_limite
        age = individu("age", period)
        return (age >= 0) * (age < limite)


class pmi_consultation_enfant_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Consultations de la PMI pour les enfants"
    reference = CODE

    def formula(individu, period):
        return individu("pmi_consultation_enfant_condition_age", period)


class pmi_consultation_enfant_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Consultations de la PMI pour les enfants"

    def formula(individu, period):
        eligibilite = individu("pmi_consultation_enfant_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
