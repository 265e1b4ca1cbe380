"""Chèque énergie, article R124-1 du code de l'énergie : la condition que l'explication du droit ajoute."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import FoyerFiscal, Menage


class cheque_energie_condition_declarant(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Une personne du logement déclare ses revenus en son nom"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000032497834"
    documentation = (
        "Une colocation de personnes à la charge fiscale de leurs parents n'est pas éligible. OpenFisca-France "
        "le vérifie pour des foyers décrits en entier."
    )

    def formula_2017(menage, period):
        depend = menage.members("peut_dependre_des_impots_de_ses_parents", period)
        return menage.any(~depend, role=FoyerFiscal.DECLARANT)
