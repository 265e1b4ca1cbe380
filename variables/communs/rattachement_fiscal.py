"""Le rattachement d'un jeune à la déclaration d'impôt de parents qui ne sont pas décrits."""

from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Famille, FoyerFiscal, Individu


class peut_dependre_des_impots_de_ses_parents(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est assez jeune pour être sur la déclaration de ses parents, et n'a pas dit déclarer seul"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000051200378"
    documentation = (
        "Un jeune décrit seul est le déclarant de son foyer fiscal, même quand il est en vérité sur la "
        "déclaration de parents que personne n'a décrits. En couple ou parent, il est compté comme déclarant seul."
    )

    def formula(individu, period, parameters):
        limites = parameters(period).communs.rattachement_fiscal
        etudiant = individu("etudiant", period)
        limite = where(etudiant, limites.age_limite_etudiant, limites.age_limite)
        jeune = individu("age", period.this_year.first_month) < limite
        enfants = individu.famille.nb_persons(role=Famille.ENFANT) > 0
        sans_famille = (individu.famille("nb_parents", period) == 1) * ~enfants
        declarant = individu.has_role(FoyerFiscal.DECLARANT)
        return declarant * jeune * sans_famille * ~individu("declare_ses_impots_seul", period)
