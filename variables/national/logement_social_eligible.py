"""Éligibilité au logement social, toutes catégories de logements.

OpenFisca-France 176.1.8 (model/prestations/logement_social.py) compare au seul plafond PLAI, ne lit que
l'avis d'impôt du demandeur, croit une année en cours encore vide, et refuse une baisse de revenus de 10 %
exactement.
"""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille


class logement_social_eligible(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Logement social - Éligibilité"
    reference = "https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000053307202/2026-01-01"
    documentation = "Le séjour n'est pas regardé ici : voir logement_social_eligibilite."

    def formula_2017(famille, period):
        return famille("logement_social_condition_majorite", period) * famille(
            "logement_social_condition_ressources", period
        )
