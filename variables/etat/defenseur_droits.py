"""Saisine du Défenseur des droits, loi organique n° 2011-333 du 29 mars 2011."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://www.defenseurdesdroits.fr"


@question(
    "Avez-vous été traité moins bien qu'un autre, ou mal traité par un service public ?",
    aide="Par exemple à cause de votre origine, de votre santé, de votre âge ou de votre sexe.",
    age=(16, 130),
)
class victime_discrimination(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pense avoir été discriminé, ou lésé par un service public"


class defenseur_droits_condition_victime(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Pense avoir été discriminé ou mal traité par un service public"
    reference = SOURCE

    def formula_2011_04(individu, period):
        return individu("victime_discrimination", period)


class defenseur_droits_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la saisine du Défenseur des droits"

    def formula_2011_04(individu, period):
        return statut(
            eligibilite=individu("defenseur_droits_condition_victime", period),
            sinon=Statut.eligible,
        )
