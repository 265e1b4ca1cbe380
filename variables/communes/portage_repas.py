"""Portage de repas : un service des communes."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

SOURCE = "http://www.grandlyon.com/services/allocation-personnalisee-d-autonomie.html"


class portage_repas_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est une personne âgée, ou un adulte avec un handicap reconnu"
    reference = SOURCE

    def formula(individu, period):
        return individu("personne_agee_ou_handicapee", period)


class portage_repas_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = SOURCE

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class portage_repas_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit chez soi"
    reference = SOURCE

    def formula(individu, period):
        lieu = individu("lieu_de_vie", period)
        return (lieu == LieuDeVie.domicile) + (lieu == LieuDeVie.residence_autonomie)


class portage_repas_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander ce service"
    reference = SOURCE

    def formula(individu, period):
        return (
            individu("portage_repas_condition_public", period)
            * individu("portage_repas_condition_residence", period)
            * individu("portage_repas_condition_lieu", period)
        )


class portage_repas_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : portage de repas"

    def formula(individu, period):
        # Un service ouvert : seul le prix change d'une commune à l'autre.
        return where(individu("portage_repas_eligibilite", period), Statut.eligible, Statut.non_eligible)
