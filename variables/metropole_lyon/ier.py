"""Itinéraire emploi renforcé (IER) de la Métropole de Lyon. Ses critères d'entrée ne sont pas publiés."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite

from openfisca_lyon.variables.communs.statut import Statut, statut

PROGRAMME = "https://grandlyon.com/metropole/insertion-et-emploi.html"


class ier_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = PROGRAMME

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class ier_condition_recherche(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Cherche un emploi, ou reçoit le RSA"
    reference = PROGRAMME

    def formula(individu, period):
        chomeur = individu("activite", period) == TypesActivite.chomeur
        rsa = individu.has_role(Famille.PARENT) * individu.famille("rsa_percu", period)
        return chomeur + rsa


class ier_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander un itinéraire emploi renforcé"
    reference = PROGRAMME

    def formula(individu, period):
        return individu("ier_condition_residence", period) * individu("ier_condition_recherche", period)


class ier_criteres_non_publies(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les critères d'entrée ne sont pas publiés"
    reference = PROGRAMME

    def formula(individu, period):
        return individu("ier_eligibilite", period)


class ier_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'itinéraire emploi renforcé"

    def formula(individu, period):
        return statut(
            eligibilite=individu("ier_eligibilite", period),
            a_etudier=individu("ier_criteres_non_publies", period),
            sinon=Statut.eligible_probable,
        )
