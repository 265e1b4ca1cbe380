"""Santé : la couverture, et ce que la personne veut garder pour elle."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question


@question(
    "Êtes-vous sans aucune assurance maladie ?",
    aide="Répondez non si vous avez une carte Vitale, l'aide médicale de l'État ou une attestation de droits.",
)
class sans_couverture_maladie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "N'a aucune couverture maladie"


@question(
    "Avez-vous une mutuelle ou une complémentaire santé ?",
    aide="Presque toutes sont « responsables » : elles remboursent la part que l'assurance maladie ne paie pas.",
)
class complementaire_sante_responsable(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Couvert par une complémentaire santé responsable"


@question("Voulez-vous que vos parents ne le sachent pas ?", age=(10, 17))
class souhaite_le_secret(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mineur qui souhaite garder le secret"


@question(
    "Êtes-vous soigné pour une affection de longue durée (ALD) prise en charge à cent pour cent ?",
)
class affection_longue_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "En affection de longue durée prise en charge à cent pour cent"
