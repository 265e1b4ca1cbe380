"""Comités locaux pour le logement autonome des jeunes (CLLAJ) de la Métropole de Lyon."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CLLAJ = "http://www.lyonpoleimmo.com/2011/09/28/12612/"


class cllaj_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge d'être accueilli par un CLLAJ"
    reference = CLLAJ

    def formula(individu, period, parameters):
        ages = parameters(period).metropole_lyon.cllaj
        age = individu("age", period)
        return (age >= ages.age_minimum) * (age <= ages.age_maximum)


class cllaj_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = CLLAJ
    documentation = "Qui vient s'y installer peut aussi être reçu ; la règle n'est pas publiée."

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class cllaj_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut être accueilli par un CLLAJ"
    reference = CLLAJ

    def formula(individu, period):
        return individu("cllaj_condition_age", period) * individu("cllaj_condition_residence", period)


class cllaj_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'accueil par un CLLAJ"

    def formula(individu, period):
        return statut(
            eligibilite=individu("cllaj_eligibilite", period),
            sinon=Statut.eligible,  # l'accueil est ouvert ; un logement n'est pas promis
        )
