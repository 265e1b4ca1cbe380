"""Aides financières de l'aide sociale à l'enfance (ASE), article L222-2 du code de l'action sociale et des familles."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

CASF = "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006074069/articles/LEGIARTI000006796794"


class ase_aide_financiere_condition_residence(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = CASF

    def formula(famille, period):
        return famille.demandeur.menage("reside_metropole_lyon", period)


class ase_aide_financiere_condition_public(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant à charge, attend un enfant, ou est un jeune adulte"
    reference = CASF

    def formula(famille, period, parameters):
        limite = parameters(period).metropole_lyon.ase_aide_financiere.age_limite
        age = famille.members("age", period)
        jeune = famille.any((age >= 0) * (age < limite))
        return jeune + famille.any(famille.members("enceinte", period))


class ase_aide_financiere_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions : Aide financière de l'aide sociale à l'enfance"
    reference = CASF

    def formula(famille, period):
        return famille("ase_aide_financiere_condition_residence", period) * famille(
            "ase_aide_financiere_condition_public", period
        )


class ase_aide_financiere_besoin_a_evaluer(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un travailleur social évalue les ressources et les difficultés"
    reference = CASF

    def formula(famille, period):
        return famille("ase_aide_financiere_eligibilite", period)


class ase_aide_financiere_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut : Aide financière de l'aide sociale à l'enfance"

    def formula(famille, period):
        return statut(
            eligibilite=famille("ase_aide_financiere_eligibilite", period),
            a_etudier=famille("ase_aide_financiere_besoin_a_evaluer", period),
            sinon=Statut.eligible_probable,
        )
