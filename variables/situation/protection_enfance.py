"""Protection de l'enfance : l'enfant confié aujourd'hui à l'aide sociale à l'enfance."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


class AccueilASE(Enum):
    __order__ = "non famille_accueil etablissement tiers_digne_de_confiance"
    non = "N'est pas confié à l'aide sociale à l'enfance"
    famille_accueil = "Confié, il vit dans une famille d'accueil"
    etablissement = "Confié, il vit dans un foyer ou un établissement"
    tiers_digne_de_confiance = "Confié par le juge à un proche ou à un tiers digne de confiance"


@question("Êtes-vous confié à l'aide sociale à l'enfance ou à un proche par un juge ?", age=(0, 20))
class enfant_confie_ase(Variable):
    value_type = Enum
    possible_values = AccueilASE
    default_value = AccueilASE.non
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant confié à l'aide sociale à l'enfance, et où il vit"
