"""Contraception d'urgence gratuite pour toutes, depuis le 1er janvier 2023."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://aide-sociale.fr/preservatif-gratuit"


class contraception_urgence_condition_ouvert(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Une personne de la famille, quel que soit son âge"
    reference = SOURCE

    def formula_2023_01(famille, period):
        return famille.nb_persons() > 0


class contraception_urgence_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions : Contraception d'urgence gratuite"
    reference = SOURCE

    def formula_2023_01(famille, period):
        return famille("contraception_urgence_condition_ouvert", period)


class contraception_urgence_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut : Contraception d'urgence gratuite"

    def formula_2023_01(famille, period):
        eligibilite = famille("contraception_urgence_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
