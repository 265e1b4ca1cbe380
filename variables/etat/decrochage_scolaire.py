"""Retour en formation des jeunes sortis de l'école sans diplôme : Éducation nationale et missions locales."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

MISSIONS_LOCALES = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006072050/"


class decrochage_scolaire_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge d'être accueilli par la mission locale"
    reference = MISSIONS_LOCALES

    def formula(individu, period, parameters):
        ages = parameters(period).etat.decrochage_scolaire
        age = individu("age", period)
        return (age >= ages.age_minimum) * (age <= ages.age_maximum)


class decrochage_scolaire_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est plus ni élève ni étudiant"
    reference = MISSIONS_LOCALES

    def formula(individu, period):
        return individu("sorti_systeme_educatif", period)


class decrochage_scolaire_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut être accueilli pour revenir en formation"
    reference = MISSIONS_LOCALES

    def formula(individu, period):
        return individu("decrochage_scolaire_condition_age", period) * individu(
            "decrochage_scolaire_condition_etudes", period
        )


class decrochage_scolaire_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'accueil des jeunes sortis de l'école"

    def formula(individu, period):
        return statut(
            eligibilite=individu("decrochage_scolaire_eligibilite", period),
            sinon=Statut.eligible,  # l'accueil est ouvert
        )
