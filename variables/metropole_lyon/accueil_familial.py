"""Accueil familial d'une personne âgée ou handicapée : articles L. 441-1 et L. 442-1 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F15240"


class accueil_familial_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est une personne âgée, ou un adulte avec un handicap reconnu"
    reference = FICHE

    def formula(individu, period):
        return individu("personne_agee_ou_handicapee", period)


class accueil_familial_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = FICHE

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class accueil_familial_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander un accueil familial"
    reference = FICHE

    def formula(individu, period):
        return individu("accueil_familial_condition_public", period) * individu(
            "accueil_familial_condition_residence", period
        )


class accueil_familial_remuneration(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Rémunération journalière de l'accueillant, congés compris"
    reference = FICHE

    def formula_2015(individu, period, parameters):
        loi = parameters(period)
        smic = loi.marche_travail.salaire_minimum.smic.smic_b_horaire
        accueil = loi.metropole_lyon.accueil_familial
        montant = accueil.remuneration * smic * (1 + accueil.conges)
        return individu("accueil_familial_eligibilite", period) * montant


class accueil_familial_sujetions_minimum(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Indemnité journalière la plus faible pour une présence renforcée"
    reference = FICHE

    def formula_2015(individu, period, parameters):
        loi = parameters(period)
        smic = loi.marche_travail.salaire_minimum.smic.smic_b_horaire
        part = loi.metropole_lyon.accueil_familial.sujetions_minimum
        return individu("accueil_familial_eligibilite", period) * part * smic


class accueil_familial_sujetions_maximum(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Indemnité journalière la plus forte pour une présence renforcée"
    reference = FICHE

    def formula_2015(individu, period, parameters):
        loi = parameters(period)
        smic = loi.marche_travail.salaire_minimum.smic.smic_b_horaire
        part = loi.metropole_lyon.accueil_familial.sujetions_maximum
        return individu("accueil_familial_eligibilite", period) * part * smic


class accueil_familial_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'accueil familial"

    def formula(individu, period):
        # Il faut trouver un accueillant agréé qui ait une place.
        return where(
            individu("accueil_familial_eligibilite", period),
            Statut.eligible_probable,
            Statut.non_eligible,
        )
