"""Métropole aidante : écoute et orientation des proches aidants, depuis 2020."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut

SOURCE = "https://www.lyoncapitale.fr/actualite/165-000-aidants-recenses-dans-la-metropole-de-lyon"


@question("Aidez-vous régulièrement un proche âgé, malade ou handicapé ?")
class proche_aidant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide régulièrement un proche âgé, malade ou handicapé"


class metropole_aidante_condition_aidant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Aide régulièrement un proche"
    reference = SOURCE

    def formula_2020(individu, period):
        return individu("proche_aidant", period)


class metropole_aidante_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SOURCE

    def formula_2020(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class metropole_aidante_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut s'adresser à Métropole aidante"
    reference = SOURCE

    def formula_2020(individu, period):
        return individu("metropole_aidante_condition_aidant", period) * individu(
            "metropole_aidante_condition_residence", period
        )


class metropole_aidante_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de Métropole aidante"

    def formula_2020(individu, period):
        return where(individu("metropole_aidante_eligibilite", period), Statut.eligible, Statut.non_eligible)
