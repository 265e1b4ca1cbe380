"""Maison des adolescents du Rhône."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://bullesdegones.com/index.php/focus/article-bonnes-idees-ados-parents-des-espaces-de-dialogue-19-07-2022/Lyon"


class maison_adolescents_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la Maison des adolescents"
    reference = PRESSE

    def formula(individu, period, parameters):
        maison = parameters(period).etat.maison_adolescents
        age = individu("age", period)
        return (age >= maison.age_minimum) * (age <= maison.age_maximum)


class maison_adolescents_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Maison des adolescents"
    reference = PRESSE

    def formula(individu, period):
        return individu("maison_adolescents_condition_age", period)


class maison_adolescents_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Maison des adolescents"

    def formula(individu, period):
        eligibilite = individu("maison_adolescents_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
