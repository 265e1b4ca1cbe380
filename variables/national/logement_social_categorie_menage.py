"""Catégorie de ménage du logement social.

OpenFisca-France 176.1.8 (model/prestations/logement_social.py) classe en catégorie 6 trois personnes dont
aucune n'est à charge, compte pour une seule personne un parent et son grand enfant, et ignore le handicap.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.logement_social import CategorieMenageLogementSocial


class logement_social_categorie_menage(Variable):
    value_type = Enum
    possible_values = CategorieMenageLogementSocial
    default_value = CategorieMenageLogementSocial.categorie_1
    entity = Famille
    definition_period = MONTH
    label = "Catégorie de ménage pour déterminer le plafond de ressources"
    reference = "https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000053307202/2026-01-01"

    def formula(famille, period):
        rang = famille("logement_social_rang_menage", period)
        return select(
            [rang <= 1, rang == 2, rang == 3, rang == 4, rang == 5],
            [
                CategorieMenageLogementSocial.categorie_1,
                CategorieMenageLogementSocial.categorie_2,
                CategorieMenageLogementSocial.categorie_3,
                CategorieMenageLogementSocial.categorie_4,
                CategorieMenageLogementSocial.categorie_5,
            ],
            default=CategorieMenageLogementSocial.categorie_6,
        )
