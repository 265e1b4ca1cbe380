"""Contraception prise en charge à 100 % avant 26 ans, depuis le 1er janvier 2022."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://aide-sociale.fr/preservatif-gratuit"


class contraception_gratuite_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la gratuité"
    reference = SOURCE

    def formula_2022_01(individu, period, parameters):
        limite = parameters(period).etat.contraception_gratuite.age_limite
        return individu("age", period) < limite


class contraception_gratuite_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Contraception gratuite avant 26 ans"
    reference = SOURCE

    def formula_2022_01(individu, period):
        return individu("contraception_gratuite_condition_age", period)


class contraception_gratuite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Contraception gratuite avant 26 ans"

    def formula_2022_01(individu, period):
        eligibilite = individu("contraception_gratuite_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
