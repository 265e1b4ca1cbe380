"""Accompagnement des habitants de squats et de bidonvilles, confié à l'ALPIL."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

ALPIL = "https://www.habiter.org"


class squats_bidonvilles_condition_territoire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Vit dans la Métropole de Lyon"
    reference = ALPIL

    def formula_2019_01(menage, period):
        return menage("reside_metropole_lyon", period)


class squats_bidonvilles_condition_habitat(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Sans domicile stable, vit dans un squat ou un bidonville"
    reference = ALPIL

    def formula_2019_01(menage, period):
        return menage("sans_abri", period) * menage("vit_squat_ou_bidonville", period)


class squats_bidonvilles_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut de l'accompagnement en squat ou en bidonville"

    def formula_2019_01(menage, period):
        return statut(
            eligibilite=menage("squats_bidonvilles_condition_territoire", period)
            * menage("squats_bidonvilles_condition_habitat", period),
            sinon=Statut.eligible,  # un accueil et une orientation, pas une place
        )
