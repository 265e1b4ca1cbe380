"""Sites d'hospitalité et tiny houses : des logements de transition pour des personnes sans abri."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

SITES = (
    "https://www.le-tout-lyon.fr/"
    "tiny-houses-des-ilots-refuges-pour-les-femmes-isolees-et-leurs-enfants-dans-la-metropole-de-lyon-13995.html"
)


class tiny_houses_condition_territoire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Vit dans la Métropole de Lyon"
    reference = SITES

    def formula_2020_11(famille, period):
        return famille.demandeur.menage("reside_metropole_lyon", period)


class tiny_houses_condition_sans_abri(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "N'a pas de domicile stable"
    reference = SITES

    def formula_2020_11(famille, period):
        return famille.demandeur.menage("sans_abri", period)


class tiny_houses_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables d'une place sur un site d'hospitalité"
    reference = SITES

    def formula_2020_11(famille, period):
        return famille("tiny_houses_condition_territoire", period) * famille(
            "tiny_houses_condition_sans_abri", period
        )


class tiny_houses_autre_public(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Ni femme enceinte isolée ni mère isolée d'un enfant de moins de trois ans, le public de presque tous les sites"
    reference = SITES

    def formula_2020_11(famille, period):
        situation = famille.members("mise_a_l_abri_condition_situation", period)
        isolement = famille.members("mise_a_l_abri_condition_isolement", period)
        return ~famille.any(situation * isolement)


class tiny_houses_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut d'une place sur un site d'hospitalité"

    def formula_2020_11(famille, period):
        return statut(
            eligibilite=famille("tiny_houses_eligibilite", period),
            a_etudier=famille("tiny_houses_autre_public", period),
            sinon=Statut.eligible_probable,  # des professionnels orientent vers chaque site
        )
