"""Complémentaire santé solidaire (C2S), articles L861-1 et suivants du code de la sécurité sociale."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, not_
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

LOI = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000037950247"
AMELI = (
    "https://www.ameli.fr/assure/droits-demarches/difficultes-acces-droits-soins/"
    "complementaire-sante/complementaire-sante-beneficiaires"
)


class c2s_condition_sejour(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un parent au moins réside en France régulièrement"
    reference = AMELI
    documentation = (
        "Il faut aussi être couvert par l'assurance maladie, en général après trois mois de résidence."
    )

    def formula_2019_11(famille, period):
        regulier = famille.members("sejour_regulier", period)
        return famille.any(regulier, role=Famille.PARENT) + famille("asile_demandeur", period)


class c2s_condition_autonomie(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A 25 ans, ou un enfant, ou ne dépend pas de ses parents"
    reference = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000018052382"

    def formula_2019_11(famille, period):
        depend = famille.members("peut_dependre_des_impots_de_ses_parents", period)
        return famille("css_cmu_acs_eligibilite", period) * ~famille.any(depend, role=Famille.PARENT)


class c2s_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Reçoit le RSA, ou n'a pas de ressources au-dessus du plafond de la C2S avec participation"
    reference = LOI

    def formula_2019_11(famille, period):
        sous_plafond = famille("css_cmu_base_ressources", period) <= famille("acs_plafond", period)
        return sous_plafond + famille("cmu_c", period) + famille("c2s_plafond_a_confirmer", period)


class c2s_plafond_a_confirmer(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources dépassent de peu un plafond relevé depuis, dont le montant n'a pas été trouvé"
    reference = LOI

    def formula_2026_04(famille, period, parameters):
        relevement = 1 + parameters(period).etat.c2s.marge_plafond_inconnu
        ressources = famille("css_cmu_base_ressources", period)
        gratuit, payant = famille("cmu_c_plafond", period), famille("acs_plafond", period)
        de_peu = (ressources > gratuit) * (ressources <= gratuit * relevement)
        de_peu += (ressources > payant) * (ressources <= payant * relevement)
        return de_peu * not_(famille("cmu_c", period))


class c2s_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions de la C2S"
    reference = LOI

    def formula_2019_11(famille, period):
        return (
            famille("c2s_condition_sejour", period)
            * famille("c2s_condition_autonomie", period)
            * famille("c2s_condition_ressources", period)
        )


class c2s_gratuite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "La C2S est accordée sans participation"
    reference = LOI

    def formula_2019_11(famille, period):
        return famille("c2s_eligibilite", period) * famille("cmu_c", period)


class c2s(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Participation mensuelle de la famille à la C2S, 0 si elle est gratuite"
    reference = "https://juriblio.fr/arretes/arrete-du-29-decembre-2023/182955383/article-1"

    def formula_2019_11(famille, period):
        payante = famille("c2s_eligibilite", period) * not_(famille("c2s_gratuite", period))
        return payante * famille("css_participation_forfaitaire_montant", period)


class c2s_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut de la C2S"

    def formula_2019_11(famille, period):
        eligibilite = famille("c2s_eligibilite", period)
        return statut(
            eligibilite, a_etudier=famille("c2s_plafond_a_confirmer", period), sinon=Statut.eligible
        )
