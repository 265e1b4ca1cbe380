"""Pass'Sport : la condition, lue par l'explication du droit."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu


class pass_sport_condition_profil(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge et l'un des quatre profils du Pass'Sport"
    reference = "https://pass.sports.gouv.fr"

    def formula_2022_06_30(individu, period):
        return individu("pass_sport", period) > 0
