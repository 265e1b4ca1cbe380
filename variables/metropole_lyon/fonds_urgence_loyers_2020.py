"""Fonds d'urgence pour les impayés de loyers, crise sanitaire de 2020 (Métropole de Lyon, juin 2020). Clos."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, round_
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://www.lyoncapitale.fr/actualite/metropole-de-lyon-13-million-pour-les-loyers-impayes/"


class fonds_urgence_loyers_2020_condition_residence(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "Habite la Métropole de Lyon"
    reference = PRESSE

    def formula_2020_06(famille, period):
        return famille.demandeur.menage("reside_metropole_lyon", period)


class fonds_urgence_loyers_2020_condition_impaye(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "A un loyer impayé"
    reference = PRESSE

    def formula_2020_06(famille, period):
        return famille.demandeur.menage("dette_loyer", period) > 0


class fonds_urgence_loyers_2020_condition_logement(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "Loue un logement social sous le plafond PLUS, ou un logement privé"
    reference = PRESSE

    def formula_2020_06(famille, period):
        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        social = occupation == TypesStatutOccupationLogement.locataire_hlm
        prive = (occupation == TypesStatutOccupationLogement.locataire_vide) + (
            occupation == TypesStatutOccupationLogement.locataire_meuble
        )
        return social * famille("logement_social_plus_condition_ressources", period) + prive


class fonds_urgence_loyers_2020_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "Remplit les conditions vérifiables du fonds d'urgence"
    reference = PRESSE

    def formula_2020_06(famille, period):
        return (
            famille("fonds_urgence_loyers_2020_condition_residence", period)
            * famille("fonds_urgence_loyers_2020_condition_impaye", period)
            * famille("fonds_urgence_loyers_2020_condition_logement", period)
        )


class fonds_urgence_loyers_2020_plafond_prive(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "Loue un logement privé : les plafonds de l'Anah de 2020 ne sont pas encodés"
    reference = PRESSE

    def formula_2020_06(famille, period):
        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return occupation != TypesStatutOccupationLogement.locataire_hlm


class fonds_urgence_loyers_2020(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "Aide du fonds d'urgence, au plus"
    reference = PRESSE
    documentation = "La Métropole payait de la moitié à la totalité de la dette, selon les revenus."

    def formula_2020_06(famille, period, parameters):
        fonds = parameters(period).metropole_lyon.fonds_urgence_loyers_2020
        loyer = famille.demandeur.menage("loyer", period)
        charges = famille.demandeur.menage("charges_locatives", period)
        dette = famille.demandeur.menage("dette_loyer", period)
        couverte = min_(dette, fonds.mois_de_loyer * (loyer + charges))
        aide = round_(min_(couverte, fonds.plafond), 2)
        return famille("fonds_urgence_loyers_2020_eligibilite", period) * aide


class fonds_urgence_loyers_2020_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    end = "2020-12-31"
    label = "Statut du fonds d'urgence pour les impayés de loyers"

    def formula_2020_06(famille, period):
        return statut(
            eligibilite=famille("fonds_urgence_loyers_2020_eligibilite", period),
            a_etudier=famille("fonds_urgence_loyers_2020_plafond_prive", period),
            sinon=Statut.eligible_probable,
        )
