"""Téléassistance : un service des communes, des caisses de retraite et d'entreprises agréées."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

SOURCE = "http://www.grandlyon.com/services/allocation-personnalisee-d-autonomie.html"


class teleassistance_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est une personne âgée, ou un adulte avec un handicap reconnu"
    reference = SOURCE

    def formula(individu, period):
        return individu("personne_agee_ou_handicapee", period)


class teleassistance_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SOURCE

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class teleassistance_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit chez soi"
    reference = SOURCE

    def formula(individu, period):
        lieu = individu("lieu_de_vie", period)
        return (lieu == LieuDeVie.domicile) + (lieu == LieuDeVie.residence_autonomie)


class teleassistance_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander ce service"
    reference = SOURCE

    def formula(individu, period):
        return (
            individu("teleassistance_condition_public", period)
            * individu("teleassistance_condition_residence", period)
            * individu("teleassistance_condition_lieu", period)
        )


class teleassistance_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : téléassistance"

    def formula(individu, period):
        # Un service ouvert : seul le prix change d'un prestataire à l'autre.
        return where(individu("teleassistance_eligibilite", period), Statut.eligible, Statut.non_eligible)
