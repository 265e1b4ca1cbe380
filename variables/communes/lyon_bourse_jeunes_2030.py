"""Bourse Jeunes Lyon 2030, Ville de Lyon."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.communs.territoire import code_insee

AIDES_JEUNES = "https://github.com/betagouv/aides-jeunes"


@question("Portez-vous un projet écologique ou social ?", age=(15, 30))
class projet_ecologique_ou_social(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Porte un projet écologique ou social"


@question("Portez-vous ce projet à plusieurs ?", age=(15, 30))
class projet_collectif(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Porte ce projet à plusieurs"


class lyon_bourse_jeunes_2030_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite Lyon"
    reference = AIDES_JEUNES

    def formula_2025(individu, period):
        return individu.menage("commune", period) == code_insee("Lyon")


class lyon_bourse_jeunes_2030_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide"
    reference = AIDES_JEUNES

    def formula_2025(individu, period, parameters):
        ages = parameters(period).communes.lyon_bourse_jeunes_2030
        age = individu("age", period)
        return (age >= ages.age_minimum) * (age <= ages.age_maximum)


class lyon_bourse_jeunes_2030_condition_projet(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Porte un projet écologique ou social"
    reference = AIDES_JEUNES

    def formula_2025(individu, period):
        return individu("projet_ecologique_ou_social", period)


class lyon_bourse_jeunes_2030_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut déposer un projet à la Bourse Jeunes Lyon 2030"
    reference = AIDES_JEUNES

    def formula_2025(individu, period):
        return (
            individu("lyon_bourse_jeunes_2030_condition_residence", period)
            * individu("lyon_bourse_jeunes_2030_condition_age", period)
            * individu("lyon_bourse_jeunes_2030_condition_projet", period)
        )


class lyon_bourse_jeunes_2030(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Bourse Jeunes Lyon 2030, au plus"
    reference = AIDES_JEUNES

    def formula_2025(individu, period, parameters):
        bourse = parameters(period).communes.lyon_bourse_jeunes_2030
        montant = where(
            individu("projet_collectif", period), bourse.montant_collectif, bourse.montant_individuel
        )
        return individu("lyon_bourse_jeunes_2030_eligibilite", period) * montant


class lyon_bourse_jeunes_2030_projet_a_apprecier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le projet est choisi ou non par la Ville"
    reference = AIDES_JEUNES

    def formula_2025(individu, period):
        return individu("lyon_bourse_jeunes_2030_eligibilite", period)


class lyon_bourse_jeunes_2030_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la Bourse Jeunes Lyon 2030"

    def formula_2025(individu, period):
        return statut(
            eligibilite=individu("lyon_bourse_jeunes_2030_eligibilite", period),
            a_etudier=individu("lyon_bourse_jeunes_2030_projet_a_apprecier", period),
            sinon=Statut.eligible_probable,
        )
