"""Le quartier où l'on habite."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.questions import question


@question(
    "Habitez-vous un quartier prioritaire de la politique de la ville ?",
    aide="Le site sig.ville.gouv.fr le dit à partir de votre adresse.",
)
class quartier_prioritaire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le logement est dans un quartier prioritaire de la politique de la ville"
