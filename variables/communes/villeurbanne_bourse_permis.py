"""Bourse au permis de la Ville de Villeurbanne."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.communs.territoire import code_insee

AIDES_JEUNES = "https://github.com/betagouv/aides-jeunes"


class villeurbanne_bourse_permis_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite Villeurbanne"
    reference = AIDES_JEUNES

    def formula_2025_03(individu, period):
        return individu.menage("commune", period) == code_insee("Villeurbanne")


class villeurbanne_bourse_permis_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide"
    reference = AIDES_JEUNES

    def formula_2025_03(individu, period, parameters):
        ages = parameters(period).communes.villeurbanne_bourse_permis
        age = individu("age", period)
        return (age >= ages.age_minimum) * (age <= ages.age_maximum)


class villeurbanne_bourse_permis_condition_code(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A obtenu le code de la route"
    reference = AIDES_JEUNES

    def formula_2025_03(individu, period):
        return individu("code_route_obtenu", period)


class villeurbanne_bourse_permis_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la bourse au permis de Villeurbanne"
    reference = AIDES_JEUNES

    def formula_2025_03(individu, period):
        return (
            individu("villeurbanne_bourse_permis_condition_residence", period)
            * individu("villeurbanne_bourse_permis_condition_age", period)
            * individu("villeurbanne_bourse_permis_condition_code", period)
        )


class villeurbanne_bourse_permis(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Bourse au permis de Villeurbanne, une fois"
    reference = AIDES_JEUNES

    def formula_2025_03(individu, period, parameters):
        return (
            individu("villeurbanne_bourse_permis_eligibilite", period)
            * parameters(period).communes.villeurbanne_bourse_permis.montant
        )


class villeurbanne_bourse_permis_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la bourse au permis de Villeurbanne"

    def formula_2025_03(individu, period):
        return statut(
            eligibilite=individu("villeurbanne_bourse_permis_eligibilite", period),
            sinon=Statut.eligible_probable,  # la Ville décide
        )
