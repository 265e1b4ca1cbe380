"""Plafond de ressources du logement social : celui de l'annexe I de l'arrêté, le PLUS.

OpenFisca-France 176.1.8 (model/prestations/logement_social.py) lit le plafond PLAI, celui des ménages les
plus pauvres, et le laisse à sa valeur de 2022.
"""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille


class logement_social_plafond_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Plafond annuel de ressources du logement social ordinaire (PLUS)"
    reference = "https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000053307202/2026-01-01"

    def formula_2017(famille, period):
        return famille("logement_social_plafond_plus", period)
