"""Habitat inclusif et aide à la vie partagée (AVP)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

SOURCE = "https://lesecologistesgrandlyon.com/2022/06/28/42-projets-dhabitat-inclusif-pour-personnes-agees-ou-handicapees"


class habitat_inclusif_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est une personne âgée, ou un adulte avec un handicap reconnu"
    reference = SOURCE

    def formula(individu, period):
        return individu("personne_agee_ou_handicapee", period)


class habitat_inclusif_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SOURCE

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class habitat_inclusif_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander ce service"
    reference = SOURCE

    def formula(individu, period):
        return individu("habitat_inclusif_condition_public", period) * individu(
            "habitat_inclusif_condition_residence", period
        )


class habitat_inclusif_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : habitat inclusif"

    def formula(individu, period):
        # Il faut qu'une place se libère et que le porteur du projet accepte.
        return where(
            individu("habitat_inclusif_eligibilite", period), Statut.eligible_probable, Statut.non_eligible
        )
