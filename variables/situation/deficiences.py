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


@question("Vous déplacez-vous en fauteuil roulant, même pour un temps ?")
class fauteuil_roulant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A besoin d'un fauteuil roulant pour se déplacer"


@question(
    "Avez-vous un autre handicap qui vous empêche de prendre seul les transports en commun ?",
    aide="Par exemple un handicap psychique, mental ou une fatigue extrême.",
)
class transports_en_commun_impossibles(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ne peut pas prendre seul les transports en commun à cause d'un handicap"
