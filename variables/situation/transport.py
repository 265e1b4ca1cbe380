"""Comment la personne se déplace."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


@question("Avez-vous une carte SNCF famille nombreuse ?", age=(26, 64))
class carte_famille_nombreuse(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Détient une carte famille nombreuse"


class TclZones(Enum):
    __order__ = "zones_1_2 toutes_zones deux_zones_hors_1 toutes_zones_sauf_1"
    zones_1_2 = "Zones 1 et 2, toute la Métropole"
    toutes_zones = "Toutes les zones"
    deux_zones_hors_1 = "Deux zones, sans la zone 1"
    toutes_zones_sauf_1 = "Toutes les zones, sauf la zone 1"


@question(
    "Dans quelles zones du réseau TCL voyagez-vous ?",
    aide="Les zones 1 et 2 couvrent toute la Métropole de Lyon.",
    age=(11, 130),
)
class tcl_zones(Variable):
    value_type = Enum
    possible_values = TclZones
    default_value = TclZones.zones_1_2
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Zones de l'abonnement TCL, depuis septembre 2025"
