"""Secours et aides facultatives des centres communaux d'action sociale (CCAS)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://www.service-public.fr/particuliers/vosdroits/F1230"


class secours_ccas_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SOURCE

    def formula_2015(menage, period):
        return menage("reside_metropole_lyon", period)


class secours_ccas_condition_difficulte(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "A du mal à payer ses dépenses"
    reference = SOURCE

    def formula_2015(menage, period):
        return menage("difficulte_financiere", period)


class secours_ccas_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut des secours du CCAS"

    def formula_2015(menage, period):
        return statut(
            eligibilite=menage("secours_ccas_condition_residence", period)
            * menage("secours_ccas_condition_difficulte", period),
            sinon=Statut.eligible_probable,  # chaque commune a ses règles, un travailleur social évalue
        )
