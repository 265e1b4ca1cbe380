"""Suivi de grossesse par la protection maternelle et infantile (PMI), article L2112-2 du code de la santé publique."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE = (
    "https://french-business-law.com/rench-legislation-art/article-l2112-2-of-the-french-public-health-code"
)


class pmi_suivi_grossesse_condition_grossesse(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Attend un enfant"
    reference = CODE

    def formula(individu, period):
        return individu("enceinte", period)


class pmi_suivi_grossesse_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Suivi de grossesse à la PMI"
    reference = CODE

    def formula(individu, period):
        return individu("pmi_suivi_grossesse_condition_grossesse", period)


class pmi_suivi_grossesse_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Suivi de grossesse à la PMI"

    def formula(individu, period):
        eligibilite = individu("pmi_suivi_grossesse_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
