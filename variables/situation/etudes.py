"""Élèves et étudiants : dispositifs et aides propres aux études."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


class DispositifScolaireAdapte(Enum):
    __order__ = "aucun segpa ulis itep ime"
    aucun = "Aucun"
    segpa = "SEGPA, section d'enseignement adapté du collège"
    ulis = "ULIS, classe pour l'inclusion dans une école ordinaire"
    itep = "ITEP ou DITEP, institut thérapeutique, éducatif et pédagogique"
    ime = "IME, institut médico-éducatif"


@question("L'élève est-il dans une classe ou un établissement adapté ?", age=(3, 21))
class dispositif_scolaire_adapte(Variable):
    value_type = Enum
    possible_values = DispositifScolaireAdapte
    default_value = DispositifScolaireAdapte.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Classe ou établissement adapté de l'élève"


@question(
    "Recevez-vous l'aide annuelle d'urgence du Crous ?",
    aide="Aussi appelée allocation annuelle (ASAA). L'aide ponctuelle ne compte pas.",
    age=(16, 35),
)
class aide_crous_annuelle_percue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit l'aide annuelle d'urgence du Crous"
