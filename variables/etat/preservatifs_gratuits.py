"""Préservatifs gratuits en pharmacie avant 26 ans, depuis le 1er janvier 2023."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://aide-sociale.fr/preservatif-gratuit"


class preservatifs_gratuits_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la gratuité"
    reference = SOURCE

    def formula_2023_01(individu, period, parameters):
        limite = parameters(period).etat.preservatifs_gratuits.age_limite
        return individu("age", period) < limite


class preservatifs_gratuits_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Préservatifs gratuits en pharmacie"
    reference = SOURCE

    def formula_2023_01(individu, period):
        return individu("preservatifs_gratuits_condition_age", period)


class preservatifs_gratuits_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Préservatifs gratuits en pharmacie"

    def formula_2023_01(individu, period):
        eligibilite = individu("preservatifs_gratuits_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
