"""Ce que dit l'avis d'impôt sur le revenu."""

from openfisca_core.model_api import YEAR, Variable, set_input_dispatch_by_period
from openfisca_france.entities import FoyerFiscal

from openfisca_lyon.variables.communs.questions import question


@question(
    "Êtes-vous non imposable sur le revenu ?",
    aide="Regardez votre dernier avis d'impôt : le montant de l'impôt est nul.",
)
class non_imposable(Variable):
    value_type = bool
    entity = FoyerFiscal
    definition_period = YEAR
    set_input = set_input_dispatch_by_period
    label = "L'avis d'impôt sur les revenus de l'année ne demande rien à payer"
    documentation = (
        "L'année est celle des revenus, comme pour le revenu fiscal de référence (rfr) : "
        "les règles qui demandent le dernier avis reçu lisent period.n_2."
    )

    def formula(foyer_fiscal, period):
        # OpenFisca-France compte l'impôt dû en négatif, un remboursement en positif.
        return foyer_fiscal("impot_revenu_restant_a_payer", period) >= 0
