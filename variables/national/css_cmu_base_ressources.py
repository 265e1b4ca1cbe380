"""Ressources de la complémentaire santé solidaire : douze mois avant l'avant-dernier, enfants du foyer.

OpenFisca-France 176.1.8 décale d'un mois les douze mois de référence (M-12 à M-1 au lieu de M-13 à M-2) et
compte les ressources d'un enfant de 25 ans (``model/prestations/minima_sociaux/cs/ressources.py``).
"""

from openfisca_core.model_api import ADD, Variable, not_
from openfisca_core.periods import Period
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement
from openfisca_france.model.prestations.minima_sociaux.cs.ressources import (
    abattement_chomage,
    neutralisation_stage_formation_pro,
    revenus_tns,
)

PERIODE = "https://econostrum.info/complementaire-sante-solidaire-plafond"
RESSOURCES_INDIVIDU = (
    "allocation_securisation_professionnelle",
    "ass",
    "bourse_recherche",
    "caah",
    "chomage_net",
    "css_base_ressources_aah_individu",
    "css_base_ressources_asi_individu",
    "dedommagement_victime_amiante",
    "gains_exceptionnels",
    "indemnites_chomage_partiel",
    "indemnites_journalieres",
    "indemnites_stage",
    "indemnites_compensatrices_conges_payes",
    "pensions_alimentaires_percues",
    "pensions_invalidite",
    "prestation_compensatoire",
    "prime_forfaitaire_mensuelle_reprise_activite",
    "retraite_combattant",
    "retraite_nette",
    "revenus_stage_formation_pro",
    "rsa_base_ressources_patrimoine_individu",
    "salaire_net",
    "rente_accident_travail",
)
RESSOURCES_FAMILLE = ("af", "asf", "css_base_ressources_aspa_asv", "cf", "paje_clca", "paje_prepare")


class css_cmu_base_ressources_individu(Variable):
    reference = PERIODE

    def formula(individu, period, parameters):
        cmu = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu
        annee = douze_mois(period)
        ressources = sum(individu(ressource, annee, options=[ADD]) for ressource in RESSOURCES_INDIVIDU)
        bourse = not_(individu("boursier", period)) * individu("bourse_enseignement_sup", period)
        versees = abs(individu("pensions_alimentaires_versees_individu", annee, options=[ADD]))
        return (
            ressources
            + bourse
            + revenus_tns(individu, annee, period.last_year)
            - versees
            - abattement_chomage(individu, period, annee, cmu)
            - neutralisation_stage_formation_pro(individu, annee, period.last_month)
        )


class css_cmu_base_ressources(Variable):
    reference = PERIODE

    def formula(famille, period):
        annee = douze_mois(period)
        communes = sum(famille(ressource, annee, options=[ADD]) for ressource in RESSOURCES_FAMILLE)

        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        sans_loyer = (occupation == TypesStatutOccupationLogement.proprietaire) + (
            occupation == TypesStatutOccupationLogement.loge_gratuitement
        )
        forfait_logement = sans_loyer * famille("css_cmu_forfait_logement_base", period) + famille(
            "css_cmu_forfait_logement_al", period
        )

        individuelles = famille.members("css_cmu_base_ressources_individu", period)
        du_foyer = famille.members.has_role(Famille.PARENT) + famille.members("c2s_enfant_du_foyer", period)
        return forfait_logement + communes + famille.sum(individuelles * du_foyer)


def douze_mois(period):
    """Return the year that ends two months before ``period``."""
    return Period(("year", period.start, 1)).offset(-13, "month")
