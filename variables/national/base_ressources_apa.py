"""Ressources de l'APA (articles L. 232-4, R. 232-5 et R. 132-1 du CASF).

OpenFisca-France 176.1.8 (``model/prestations/autonomie.py``, ``base_ressources_apa``) part du revenu fiscal
de référence au lieu du revenu déclaré, et en retranche l'aide au logement et les valeurs locatives : une
personne qui possède un logement vide y paraît plus pauvre. La loi ajoute une part des biens non productifs
et ignore les aides au logement ; elle compte les deux membres du couple, même sur deux avis d'imposition.
"""

from openfisca_core.model_api import MONTH, YEAR, Variable, set_input_divide_by_period, where
from openfisca_france.entities import Famille, FoyerFiscal, Individu

CASF = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"


class revenu_declare(Variable):
    value_type = float
    entity = FoyerFiscal
    definition_period = YEAR
    label = "Revenu déclaré : revenu fiscal de référence, abattements rajoutés"
    reference = CASF
    documentation = (
        "Les abattements de 10 % et ceux des personnes âgées ou invalides sont rajoutés au revenu fiscal de "
        "référence. Donné seul, celui-ci est retenu tel quel."
    )

    def formula(foyer_fiscal, period):
        salaires = foyer_fiscal.members("revenu_assimile_salaire", period)
        salaires_nets = foyer_fiscal.members("revenu_assimile_salaire_apres_abattements", period)
        pensions = foyer_fiscal.members("revenu_assimile_pension", period)
        pensions_nettes = foyer_fiscal.members("revenu_assimile_pension_apres_abattements", period)
        abattements = foyer_fiscal.sum(salaires - salaires_nets + pensions - pensions_nettes)
        return foyer_fiscal("rfr", period) + abattements + foyer_fiscal("abat_spe", period)


class ressources_apa_individu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ressources mensuelles apportées par la personne, retenues pour l'APA"
    reference = CASF

    def formula(individu, period):
        # Un couple marié est sur un seul avis, des concubins sur deux : chaque avis compte une fois.
        declare = individu.foyer_fiscal("revenu_declare", period.n_2) / 12
        porteur = individu.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        return declare * porteur + individu("revenu_biens_non_productifs", period)


class ressources_apa_couple(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Ressources mensuelles de la personne seule ou du couple, retenues pour l'APA"
    reference = CASF

    def formula(famille, period):
        return famille.sum(famille.members("ressources_apa_individu", period), role=Famille.PARENT)


class base_ressources_apa(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    label = "Ressources mensuelles de la personne et de son conjoint, retenues pour l'APA"
    reference = CASF

    def formula_2002(individu, period):
        return where(
            individu.has_role(Famille.PARENT),
            individu.famille("ressources_apa_couple", period),
            individu("ressources_apa_individu", period),
        )
