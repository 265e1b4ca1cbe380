"""Ce que le foyer n'arrive pas à payer."""

from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.questions import question


@question(
    "Avez-vous du mal à payer vos dépenses de tous les jours ?",
    aide="Nourriture, loyer, factures, frais des enfants.",
)
class difficulte_financiere(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le ménage a du mal à payer ses dépenses de base"
