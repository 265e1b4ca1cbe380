"""Ce que la personne voit ou entend mal."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


class DeficienceVisuelle(Enum):
    __order__ = "aucune malvoyant cecite"
    aucune = "Aucune, ou bien corrigée par des lunettes"
    malvoyant = "Personne malvoyante"
    cecite = "Personne aveugle"


@question("Êtes-vous malvoyant ou aveugle ?", aide="Même avec vos lunettes ou vos lentilles.")
class deficience_visuelle(Variable):
    value_type = Enum
    possible_values = DeficienceVisuelle
    default_value = DeficienceVisuelle.aucune
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Déficience visuelle, après correction"
