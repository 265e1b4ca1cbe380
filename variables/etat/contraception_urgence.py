"""Contraception d'urgence gratuite pour toutes, depuis le 1er janvier 2023."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://aide-sociale.fr/preservatif-gratuit"


class contraception_urgence_condition_ouvert(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est une personne, quel que soit son âge"
    reference = SOURCE

    def formula_2023_01(individu, period):
        return individu("age", period) >= 0


class contraception_urgence_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Contraception d'urgence gratuite"
    reference = SOURCE

    def formula_2023_01(individu, period):
        return individu("contraception_urgence_condition_ouvert", period)


class contraception_urgence_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Contraception d'urgence gratuite"

    def formula_2023_01(individu, period):
        eligibilite = individu("contraception_urgence_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
