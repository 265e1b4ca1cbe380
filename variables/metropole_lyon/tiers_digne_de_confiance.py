"""Indemnité d'entretien du tiers digne de confiance désigné par le juge, délibération n° 2015-0838 de la Métropole de Lyon."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.protection_enfance import AccueilASE

PRESSE = "https://www.lyonmag.com/article/148051/aide-sociale-a-l-enfance-la-metropole-de-lyon-lance-un-service-pour-soutenir-les-tiers-dignes-de-confiance"


class tiers_digne_de_confiance_condition_decision(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Enfant confié par le juge à un proche ou à un tiers"
    reference = PRESSE

    def formula_2015_12(individu, period):
        return individu("enfant_confie_ase", period) == AccueilASE.tiers_digne_de_confiance


class tiers_digne_de_confiance_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Indemnité du tiers digne de confiance"
    reference = PRESSE

    def formula_2015_12(individu, period):
        return individu("tiers_digne_de_confiance_condition_decision", period)


class tiers_digne_de_confiance_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Indemnité du tiers digne de confiance"

    def formula_2015_12(individu, period):
        eligibilite = individu("tiers_digne_de_confiance_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
