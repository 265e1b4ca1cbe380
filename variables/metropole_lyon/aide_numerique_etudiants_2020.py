"""Aide à l'équipement numérique des étudiants en grande précarité, Métropole de Lyon, 23 avril 2020."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

AVUF = "https://www.avuf.fr/metropole-de-lyon/"
FIN = "https://met.grandlyon.com/precarite-etudiante-des-mesures-concretes"


@question("Étudiez-vous dans un établissement membre de l'Université de Lyon ?", age=(16, 35))
class etudiant_universite_de_lyon(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Étudie dans un établissement de l'Université de Lyon"


@question("Vous manque-t-il un ordinateur pour étudier ?", age=(10, 35))
class manque_ordinateur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "N'a pas d'ordinateur pour étudier"


@question("Vous manque-t-il une connexion à internet pour étudier ?", age=(10, 35))
class manque_connexion_internet(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "N'a pas de connexion à internet pour étudier"


class aide_numerique_etudiants_2020_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2021-12-31"
    label = "Étudie dans un établissement de l'Université de Lyon"
    reference = AVUF

    def formula_2020_05(individu, period):
        return individu("etudiant_universite_de_lyon", period)


class aide_numerique_etudiants_2020_condition_besoin(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2021-12-31"
    label = "Manque d'un ordinateur ou d'une connexion"
    reference = AVUF

    def formula_2020_05(individu, period):
        return individu("manque_ordinateur", period) + individu("manque_connexion_internet", period)


class aide_numerique_etudiants_2020_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2021-12-31"
    label = "Remplit les conditions vérifiables de l'aide numérique"
    reference = AVUF

    def formula_2020_05(individu, period):
        return individu("aide_numerique_etudiants_2020_condition_etudes", period) * individu(
            "aide_numerique_etudiants_2020_condition_besoin", period
        )


class aide_numerique_etudiants_2020_precarite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2021-12-31"
    label = "La grande précarité est appréciée par l'établissement"
    reference = AVUF
    documentation = "Aucun critère chiffré n'a été publié."

    def formula_2020_05(individu, period):
        return individu("aide_numerique_etudiants_2020_eligibilite", period)


class aide_numerique_etudiants_2020(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    end = "2021-12-31"
    label = "Aide numérique, au plus"
    reference = AVUF

    def formula_2020_05(individu, period, parameters):
        aide = parameters(period).metropole_lyon.aide_numerique_etudiants_2020
        besoin = (
            individu("manque_ordinateur", period) * aide.ordinateur
            + individu("manque_connexion_internet", period) * aide.connexion
        )
        return individu("aide_numerique_etudiants_2020_eligibilite", period) * besoin


class aide_numerique_etudiants_2020_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    end = "2021-12-31"
    label = "Statut de l'aide numérique aux étudiants"

    def formula_2020_05(individu, period):
        return statut(
            eligibilite=individu("aide_numerique_etudiants_2020_eligibilite", period),
            a_etudier=individu("aide_numerique_etudiants_2020_precarite", period),
            sinon=Statut.eligible_probable,
        )
