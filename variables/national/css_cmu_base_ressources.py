"""Ressources de la complémentaire santé solidaire : douze mois avant l'avant-dernier, enfants du foyer.

OpenFisca-France 176.1.8 (``model/prestations/minima_sociaux/cs/ressources.py``) en est resté aux douze mois qui
précèdent la demande : depuis janvier 2022 (décret n° 2021-1642), ils vont du treizième au deuxième mois avant
elle, et depuis janvier 2023 les pensions alimentaires versées sont celles de l'année civile précédente. Il
compte aussi les ressources d'un enfant de 25 ans.
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

PERIODE = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000044488241"
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

    def formula_2023(individu, period, parameters):
        annee = treizieme_au_deuxieme_mois(period)
        return _ressources(individu, period, parameters, annee, pensions_versees=period.last_year)

    def formula_2022(individu, period, parameters):
        annee = treizieme_au_deuxieme_mois(period)
        return _ressources(individu, period, parameters, annee, pensions_versees=annee)


class css_cmu_base_ressources(Variable):
    reference = PERIODE

    def formula_2022(famille, period):
        return _ressources_du_foyer(famille, period, treizieme_au_deuxieme_mois(period))

    def formula(famille, period):
        return _ressources_du_foyer(famille, period, Period(("year", period.start, 1)).offset(-1))


def treizieme_au_deuxieme_mois(period):
    """Return the year that ends two months before ``period``."""
    return Period(("year", period.start, 1)).offset(-13, "month")


def _ressources(individu, period, parameters, annee, pensions_versees):
    cmu = parameters(period).prestations_sociales.solidarite_insertion.minima_sociaux.cs.cmu
    ressources = sum(individu(ressource, annee, options=[ADD]) for ressource in RESSOURCES_INDIVIDU)
    bourse = not_(individu("boursier", period)) * individu("bourse_enseignement_sup", period)
    versees = abs(individu("pensions_alimentaires_versees_individu", pensions_versees, options=[ADD]))
    return (
        ressources
        + bourse
        + revenus_tns(individu, annee, period.last_year)
        - versees
        - abattement_chomage(individu, period, annee, cmu)
        - neutralisation_stage_formation_pro(individu, annee, period.last_month)
    )


def _ressources_du_foyer(famille, period, annee):
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
