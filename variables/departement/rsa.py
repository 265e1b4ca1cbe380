"""Revenu de solidarité active (RSA), CASF, art. L262-2 et suivants. Le montant est celui d'OpenFisca-France."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille


class rsa_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un des parents est français, européen ou réfugié, ou a depuis assez longtemps un titre de séjour"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000033979143"
    documentation = (
        "Art. L262-4, 2° : cinq ans de titre autorisant à travailler, sauf pour les réfugiés, les titulaires d'une "
        "carte de résident et les parents isolés qui ont la majoration, à qui un séjour régulier suffit. La prime "
        "d'activité demande autant (code de la sécurité sociale, art. L842-2)."
    )

    def formula(famille, period):
        national = famille.any(famille.members("rsa_condition_nationalite", period), role=Famille.PARENT)
        majore = famille("rsa_majore_eligibilite", period) * famille("famille_sejour_regulier", period)
        return national + majore


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
