"""Isolement des personnes âgées : schéma métropolitain 2023-2027, sans prestation individuelle connue."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

SCHEMA = (
    "https://lesecologistesgrandlyon.com/2023/06/28/schema-directeur-en-faveur-des-personnes-agees-"
    "et-des-personnes-en-situation-de-handicap-2023-2027/"
)


class isolement_personnes_agees_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge des services aux personnes âgées"
    reference = SCHEMA

    def formula_2023_07(individu, period, parameters):
        return individu("age", period) >= parameters(period).communs.services_autonomie.age_minimum


class isolement_personnes_agees_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SCHEMA

    def formula_2023_07(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class isolement_personnes_agees_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut être orienté vers une action contre l'isolement"
    reference = SCHEMA

    def formula_2023_07(individu, period):
        return individu("isolement_personnes_agees_condition_age", period) * individu(
            "isolement_personnes_agees_condition_residence", period
        )


class isolement_personnes_agees_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut des actions contre l'isolement"

    def formula_2023_07(individu, period):
        # Les actions dépendent du quartier : quelqu'un oriente.
        return where(
            individu("isolement_personnes_agees_eligibilite", period),
            Statut.a_etudier,
            Statut.non_eligible,
        )
