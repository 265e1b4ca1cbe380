"""Ce que la guerre ou le travail ont laissé."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


@question("Êtes-vous mutilé de guerre ou mutilé du travail ?", age=(60, 130))
class mutile_guerre_ou_travail(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mutilé de guerre ou du travail"


@question("Avez-vous la carte d'ancien combattant ?", age=(60, 130))
class ancien_combattant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ancien combattant"


@question("Êtes-vous veuve ou veuf d'un ancien combattant ?", age=(60, 130))
class veuf_ancien_combattant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Veuve ou veuf d'un ancien combattant"
