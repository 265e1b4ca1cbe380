"""Carte Culture Junior de la Ville de Lyon, gratuite depuis novembre 2018."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

VILLE = "https://www.lyon.fr"


class lyon_carte_culture_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est mineur"
    reference = VILLE

    def formula_2018_11(individu, period, parameters):
        dernier = parameters(period).communes.lyon_carte_culture.age_junior_maximum
        return individu("age", period) <= dernier


class lyon_carte_culture_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la carte Culture Junior"

    def formula_2018_11(individu, period):
        return statut(
            eligibilite=individu("lyon_carte_culture_condition_age", period),
            sinon=Statut.eligible_probable,  # règle de 2018 : la Ville confirme
        )
