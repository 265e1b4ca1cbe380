"""Composteur individuel gratuit, distribué par la Métropole de Lyon depuis avril 2021."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

MET = "https://met.grandlyon.com/vous-avez-un-jardin-demandez-votre-composteur/"


class composteur_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = MET

    def formula_2021_05(menage, period):
        return menage("reside_metropole_lyon", period)


class composteur_condition_jardin(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "A un jardin"
    reference = MET

    def formula_2021_05(menage, period):
        return menage("logement_avec_jardin", period)


class composteur_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Peut demander un composteur"
    reference = MET

    def formula_2021_05(menage, period):
        return menage("composteur_condition_residence", period) * menage(
            "composteur_condition_jardin", period
        )


class composteur_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut du composteur gratuit"

    def formula_2021_05(menage, period):
        return statut(
            eligibilite=menage("composteur_eligibilite", period),
            sinon=Statut.eligible_probable,  # liste d'attente
        )
