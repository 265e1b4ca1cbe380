"""Conseillers numériques et lieux d'aide, réseau Rés'In de la Métropole de Lyon."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://met.grandlyon.com"


class inclusion_numerique_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SOURCE

    def formula_2022(menage, period):
        return menage("reside_metropole_lyon", period)


class inclusion_numerique_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut de l'aide au numérique"

    def formula_2022(menage, period):
        return statut(
            eligibilite=menage("inclusion_numerique_condition_residence", period),
            sinon=Statut.eligible,
        )
