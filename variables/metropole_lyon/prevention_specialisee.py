"""Prévention spécialisée (éducateurs de rue), Métropole de Lyon, stratégie adoptée le 30 septembre 2024."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://www.lyoncapitale.fr/actualite/la-metropole-de-lyon-renouvelle-sa-politique-de-prevention-specialisee"


class prevention_specialisee_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge où les éducateurs interviennent"
    reference = PRESSE

    def formula(individu, period, parameters):
        return individu("age", period) >= parameters(period).metropole_lyon.prevention_specialisee.age_minimum


class prevention_specialisee_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = PRESSE

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class prevention_specialisee_condition_quartier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite un quartier prioritaire"
    reference = PRESSE

    def formula(individu, period):
        return individu.menage("quartier_prioritaire", period)


class prevention_specialisee_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Fait partie des publics de la prévention spécialisée"
    reference = PRESSE

    def formula(individu, period):
        return (
            individu("prevention_specialisee_condition_age", period)
            * individu("prevention_specialisee_condition_residence", period)
            * individu("prevention_specialisee_condition_quartier", period)
        )


class prevention_specialisee_majeur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est majeur"
    reference = PRESSE
    documentation = "L'âge maximal n'est pas publié."

    def formula(individu, period):
        return individu("majeur", period)


class prevention_specialisee_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la prévention spécialisée"

    def formula(individu, period):
        return statut(
            eligibilite=individu("prevention_specialisee_eligibilite", period),
            a_etudier=individu("prevention_specialisee_majeur", period),
            sinon=Statut.eligible,  # libre adhésion : aucune décision n'est prise
        )
