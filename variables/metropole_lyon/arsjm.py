"""Accompagnement et revenu de solidarité jeunes majeurs (ARSJM), Métropole de Lyon, 1er janvier 2025.

Un accompagnement et trois aides : une allocation, une aide au loyer, une aide à l'équipement.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.parcours import SoutienFamilial

PMS = "https://pms.projets.erasme.org/project/accompagnement-et-revenu-de-solidarite-jeunes-majeurs"
ANNONCE = "https://met.grandlyon.com/la-metropole-de-lyon-accentue-son-soutien-aux-jeunes-majeurs-isoles"
CASF = "https://www.infomie.net/article6977.html"


@question("Recevez-vous le revenu de solidarité jeunes majeurs (ARSJM) ?", age=(18, 21))
class arsjm_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perçoit l'ARSJM"

    def formula_2025(individu, period):
        return individu("arsjm_eligibilite", period)


@question(
    "Combien de mois d'aide au loyer l'ARSJM vous a-t-il déjà donnés ?",
    seuils=("metropole_lyon.arsjm.quittancement_duree_maximale",),
    age=(18, 21),
)
class arsjm_mois_quittancement_percus(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois d'aide au loyer de l'ARSJM déjà reçus"


@question(
    "Combien l'ARSJM vous a-t-il déjà donné cette année pour vous équiper ?",
    seuils=("metropole_lyon.arsjm.equipement_maximum",),
    age=(18, 21),
)
class arsjm_equipement_recu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aide à l'équipement de l'ARSJM déjà reçue dans l'année"


class arsjm_base_ressources(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Revenus d'activité du jeune, le mois de la demande"
    reference = PMS
    documentation = "Lus comme pour le RSJ, dont l'ARSJM reprend les montants et le seuil."

    def formula_2025(individu, period):
        ressources = (
            individu("salaire_net", period)
            + individu("remuneration_apprenti", period)
            + individu("indemnites_stage", period)
            + individu("revenus_stage_formation_pro", period)
            + individu("indemnites_volontariat", period)
            + individu("rpns_auto_entrepreneur_benefice", period)
        )
        return round_(ressources, 2)


class arsjm_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'ARSJM"
    reference = PMS

    def formula_2025(individu, period, parameters):
        arsjm = parameters(period).metropole_lyon.arsjm
        age = individu("age", period)
        return (age >= arsjm.age_minimum) * (age <= arsjm.age_maximum)


class arsjm_condition_ase(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A été confié à l'aide sociale à l'enfance avant sa majorité"
    reference = PMS

    def formula_2025(individu, period):
        return individu("confie_ase_avant_majorite", period)


class arsjm_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = PMS

    def formula_2025(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class arsjm_condition_soutien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'est pas suffisamment soutenu par sa famille ou un proche"
    reference = CASF

    def formula_2025(individu, period):
        soutien = individu("soutien_financier_parents_ou_tiers", period)
        return soutien != SoutienFamilial.suffisant


class arsjm_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'ARSJM"
    reference = PMS

    def formula_2025(individu, period):
        return (
            individu("arsjm_condition_age", period)
            * individu("arsjm_condition_ase", period)
            * individu("arsjm_condition_residence", period)
            * individu("arsjm_condition_soutien", period)
        )


class arsjm_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève ou étudiant"
    reference = PMS
    documentation = "Rien n'est publié sur les étudiants."

    def formula_2025(individu, period):
        return ~individu("sorti_systeme_educatif", period)


class arsjm_contrat_engagement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en contrat d'engagement jeune"
    reference = PMS
    documentation = "Rien n'est publié sur le cumul avec l'allocation du contrat d'engagement jeune."

    def formula_2025(individu, period):
        return individu("sous_contrat_engagement_jeune", period)


class arsjm_a_etudier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Une règle de l'ARSJM n'est pas publiée pour ce cas"

    def formula_2025(individu, period):
        return individu("arsjm_etudes", period) + individu("arsjm_contrat_engagement", period)


class arsjm_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'ARSJM"

    def formula_2025(individu, period):
        return statut(
            eligibilite=individu("arsjm_eligibilite", period),
            a_etudier=individu("arsjm_a_etudier", period),
            sinon=Statut.eligible_probable,  # décidé dans le projet d'accès à l'autonomie
        )


class arsjm_allocation_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Gagne moins que le seuil par son activité"
    reference = ANNONCE

    def formula_2025(individu, period, parameters):
        seuil = parameters(period).metropole_lyon.arsjm.seuil_ressources_activite
        return individu("arsjm_base_ressources", period) < seuil  # « moins de » : borne exclue


class arsjm_allocation(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Allocation mensuelle de l'ARSJM"
    reference = ANNONCE

    def formula_2025(individu, period, parameters):
        arsjm = parameters(period).metropole_lyon.arsjm
        travaille = individu("arsjm_base_ressources", period) > 0
        montant = where(travaille, arsjm.montant_avec_ressources, arsjm.montant_sans_ressource)
        ouverte = individu("arsjm_allocation_condition_ressources", period)
        return individu("arsjm_eligibilite", period) * ouverte * montant


class arsjm_allocation_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'allocation de l'ARSJM"

    def formula_2025(individu, period):
        return statut(
            eligibilite=individu("arsjm_eligibilite", period)
            * individu("arsjm_allocation_condition_ressources", period),
            a_etudier=individu("arsjm_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class arsjm_quittancement_condition_loyer(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Paie un loyer"
    reference = PMS

    def formula_2025(individu, period):
        return individu.menage("loyer", period) > 0


class arsjm_quittancement_condition_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas épuisé la durée de l'aide au loyer"
    reference = PMS

    def formula_2025(individu, period, parameters):
        duree = parameters(period).metropole_lyon.arsjm.quittancement_duree_maximale
        return individu("arsjm_mois_quittancement_percus", period) < duree


class arsjm_quittancement_revenus_dans_la_plage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A des revenus dans la plage citée pour l'aide au loyer"
    reference = PMS

    def formula_2025(individu, period, parameters):
        arsjm = parameters(period).metropole_lyon.arsjm
        revenus = individu("arsjm_base_ressources", period)
        return (revenus >= arsjm.quittancement_revenus_minimum) * (
            revenus <= arsjm.quittancement_revenus_maximum
        )


class arsjm_quittancement_revenus_hors_plage(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A des revenus hors de la plage citée pour l'aide au loyer"
    reference = PMS
    documentation = "La source cite cette plage « notamment » : hors d'elle, l'aide n'est ni sûre ni exclue."

    def formula_2025(individu, period):
        return ~individu("arsjm_quittancement_revenus_dans_la_plage", period)


class arsjm_quittancement_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide au loyer de l'ARSJM"
    reference = PMS

    def formula_2025(individu, period):
        return (
            individu("arsjm_eligibilite", period)
            * individu("arsjm_quittancement_condition_loyer", period)
            * individu("arsjm_quittancement_condition_duree", period)
        )


class arsjm_quittancement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide mensuelle au loyer de l'ARSJM"
    reference = PMS

    def formula_2025(individu, period, parameters):
        montant = parameters(period).metropole_lyon.arsjm.quittancement_montant
        dans_la_plage = individu("arsjm_quittancement_revenus_dans_la_plage", period)
        return individu("arsjm_quittancement_eligibilite", period) * dans_la_plage * montant


class arsjm_quittancement_total(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide au loyer de l'ARSJM qui reste à recevoir, au plus"
    reference = PMS

    def formula_2025(individu, period, parameters):
        duree = parameters(period).metropole_lyon.arsjm.quittancement_duree_maximale
        restants = max_(0, duree - individu("arsjm_mois_quittancement_percus", period))
        return individu("arsjm_quittancement", period) * restants


class arsjm_quittancement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide au loyer de l'ARSJM"

    def formula_2025(individu, period):
        return statut(
            eligibilite=individu("arsjm_quittancement_eligibilite", period),
            a_etudier=individu("arsjm_a_etudier", period)
            + individu("arsjm_quittancement_revenus_hors_plage", period),
            sinon=Statut.eligible_probable,
        )


class arsjm_equipement_condition_reste(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas déjà reçu toute l'aide à l'équipement de l'année"
    reference = PMS

    def formula_2025(individu, period, parameters):
        maximum = parameters(period).metropole_lyon.arsjm.equipement_maximum
        return individu("arsjm_equipement_recu", period) < maximum


class arsjm_equipement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Aide à l'équipement de l'ARSJM, au plus, pour le reste de l'année"
    reference = PMS

    def formula_2025(individu, period, parameters):
        maximum = parameters(period).metropole_lyon.arsjm.equipement_maximum
        reste = max_(0, maximum - individu("arsjm_equipement_recu", period))
        return individu("arsjm_eligibilite", period) * reste


class arsjm_equipement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide à l'équipement de l'ARSJM"

    def formula_2025(individu, period):
        return statut(
            eligibilite=individu("arsjm_eligibilite", period)
            * individu("arsjm_equipement_condition_reste", period),
            a_etudier=individu("arsjm_a_etudier", period),
            sinon=Statut.eligible_probable,
        )


class arsjm(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "ARSJM, total mensuel de l'allocation et de l'aide au loyer"
    reference = PMS

    def formula_2025(individu, period):
        return individu("arsjm_allocation", period) + individu("arsjm_quittancement", period)
