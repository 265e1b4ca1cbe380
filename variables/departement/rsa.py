"""Revenu de solidarité active (RSA), CASF, art. L262-2 et suivants. Le montant est celui d'OpenFisca-France."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille


class rsa_condition_situation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A l'âge, l'enfant ou l'activité passée qui ouvre le RSA, et le séjour qu'il faut"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000033979143"
    documentation = (
        "Un parent isolé peut avoir droit au montant majoré (art. L262-9) sans remplir ces conditions."
    )

    def formula(famille, period):
        return famille("rsa_eligibilite", period) + famille("rsa_majore_eligibilite", period)


class rsa_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources du foyer laissent un RSA à verser"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000033979143"

    def formula(famille, period):
        return (famille("rsa", period) > 0) + ~famille("rsa_condition_situation", period)
