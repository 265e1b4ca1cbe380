"""Contrat d'engagement jeune (CEJ), code du travail, art. L5131-6, D5131-19 et R5131-24.

Le montant est celui d'OpenFisca-France ; l'éligibilité est celle de ``variables/national``.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import FoyerFiscal, Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE_DU_TRAVAIL = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000045207447"
SERVICE_PUBLIC = "https://www.service-public.fr/particuliers/vosdroits/F32700"


class contrat_engagement_jeune_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge du contrat d'engagement jeune"
    reference = CODE_DU_TRAVAIL

    def formula_2022_03_01(individu, period, parameters):
        ages = parameters(period).prestations_sociales.education.contrat_engagement_jeune.critere_age
        age = individu("age", period)
        avec_handicap = individu("handicap", period) * (age <= ages.maximum_handicap)
        return (age >= ages.minimum) * ((age <= ages.maximum) + avec_handicap)


class contrat_engagement_jeune_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est ni élève ni étudiant"
    reference = CODE_DU_TRAVAIL

    def formula_2022_03_01(individu, period):
        return individu("sorti_systeme_educatif", period)


class contrat_engagement_jeune_condition_imposition(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le foyer fiscal n'est pas imposé au-delà de la première tranche"
    reference = CODE_DU_TRAVAIL

    def formula_2022_03_01(individu, period):
        return individu.foyer_fiscal("ir_tranche", period.n_2) <= 1


class contrat_engagement_jeune_condition_volontariat(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas en service civique"
    reference = (
        "https://french-business-law.com/french-legislation-art/article-r5131-24-of-the-french-labour-code"
    )

    def formula_2022_03_01(individu, period):
        return individu("indemnites_volontariat", period) == 0


class contrat_engagement_jeune_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Ses ressources laissent une allocation"
    reference = CODE_DU_TRAVAIL

    def formula_2022_03_01(individu, period):
        versee = individu("contrat_engagement_jeune", period) > 0
        return versee + ~individu("contrat_engagement_jeune_eligibilite", period)


class contrat_engagement_jeune_impot_des_parents(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est sur la déclaration de parents dont l'impôt n'est pas décrit"
    reference = CODE_DU_TRAVAIL
    documentation = "Le montant dépend alors de leur impôt, que le foyer fiscal décrit ne donne pas."

    def formula_2022_03_01(individu, period):
        decrits = individu.has_role(FoyerFiscal.PERSONNE_A_CHARGE)
        return ~decrits * ~individu("declare_ses_impots_seul", period)


class contrat_engagement_jeune_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'allocation du contrat d'engagement jeune"
    reference = SERVICE_PUBLIC

    def formula_2022_03_01(individu, period):
        return statut(
            eligibilite=individu("contrat_engagement_jeune_eligibilite", period)
            * individu("contrat_engagement_jeune_condition_ressources", period),
            a_etudier=individu("contrat_engagement_jeune_impot_des_parents", period),
            sinon=Statut.eligible_probable,  # un conseiller signe le contrat
        )
