"""Bourse au permis de la Ville de Vénissieux, conseil municipal du 10 octobre 2022."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.communs.territoire import code_insee

EXPRESSIONS = "https://expressions-venissieux.fr/2022-10-19-conduite-accompagnee-par-la-ville-pour-30-jeunes"


class venissieux_bourse_permis_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite Vénissieux"
    reference = EXPRESSIONS

    def formula_2022_11(individu, period):
        return individu.menage("commune", period) == code_insee("Vénissieux")


class venissieux_bourse_permis_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide"
    reference = EXPRESSIONS

    def formula_2022_11(individu, period, parameters):
        ages = parameters(period).communes.venissieux_bourse_permis
        age = individu("age", period)
        return (age >= ages.age_minimum) * (age <= ages.age_maximum)


class venissieux_bourse_permis_condition_code(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A obtenu le code de la route"
    reference = EXPRESSIONS

    def formula_2022_11(individu, period):
        return individu("code_route_obtenu", period)


class venissieux_bourse_permis_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la bourse au permis de Vénissieux"
    reference = EXPRESSIONS

    def formula_2022_11(individu, period):
        return (
            individu("venissieux_bourse_permis_condition_residence", period)
            * individu("venissieux_bourse_permis_condition_age", period)
            * individu("venissieux_bourse_permis_condition_code", period)
        )


class venissieux_bourse_permis(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Bourse au permis de Vénissieux, une fois"
    reference = EXPRESSIONS

    def formula_2022_11(individu, period, parameters):
        return (
            individu("venissieux_bourse_permis_eligibilite", period)
            * parameters(period).communes.venissieux_bourse_permis.montant
        )


class venissieux_bourse_permis_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la bourse au permis de Vénissieux"

    def formula_2022_11(individu, period):
        return statut(
            eligibilite=individu("venissieux_bourse_permis_eligibilite", period),
            sinon=Statut.eligible_probable,  # une commission choisit trente jeunes
        )
