"""Contraception délivrée gratuitement par les centres de santé sexuelle, article L2311-4 du code de la santé publique."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE = (
    "https://french-business-law.com/french-legislation-art/article-l2311-4-of-the-french-public-health-code"
)


class contraception_centre_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est un mineur qui veut le secret, ou n'a pas d'assurance maladie"
    reference = CODE

    def formula(individu, period, parameters):
        majorite = parameters(period).metropole_lyon.contraception_centre.age_majorite
        mineur = individu("age", period) < majorite
        return mineur * individu("souhaite_le_secret", period) + individu("sans_couverture_maladie", period)


class contraception_centre_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Contraception gratuite et secrète"
    reference = CODE

    def formula(individu, period):
        return individu("contraception_centre_condition_public", period)


class contraception_centre_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Contraception gratuite et secrète"

    def formula(individu, period):
        eligibilite = individu("contraception_centre_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
