"""Optibus, transport à la demande des personnes handicapées : règlement du 1er février 2014, article 3."""

from functools import cache

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu, Menage

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.communs.territoire import lignes
from openfisca_lyon.variables.situation.deficiences import DeficienceVisuelle

REGLEMENT = (
    "https://www.cdthed.fr/joomla16/news/"
    "176-transports-pmr-%C3%A0-lyon-optibus-le-cdthed-%C3%A9crit-%C3%A0-la-pr%C3%A9sidente-du-sytral.html"
)
PERIMETRE = "https://kampuspedia.com/fr/Optibus"
EST_LYONNAIS = "CC de l'Est Lyonnais (CCEL)"


class reside_perimetre_optibus(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est dans le périmètre d'Optibus"
    reference = PERIMETRE

    def formula_2014_02(menage, period):
        desservie = np.isin(menage("commune", period), communes_d_optibus(str(period.start)))
        return menage("reside_metropole_lyon", period) + desservie


@cache
def communes_d_optibus(jour: str) -> np.ndarray:
    """Return the codes of the communes served outside the Métropole on a day (``AAAA-MM-JJ``)."""
    est_lyonnais = {
        ligne["code_insee"] for ligne in lignes("communes_sytral") if ligne["epci"] == EST_LYONNAIS
    }
    limitrophes = {ligne["code_insee"] for ligne in lignes("optibus") if ligne["debut"] <= jour}
    return np.array(sorted(est_lyonnais | limitrophes), dtype="S5")


class optibus_handicap_cite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Se déplace en fauteuil roulant, ou voit mal ou pas du tout"
    reference = REGLEMENT

    def formula_2014_02(individu, period):
        visuel = individu("deficience_visuelle", period) != DeficienceVisuelle.aucune
        return individu("fauteuil_roulant", period) + visuel


class optibus_condition_handicap(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un handicap qui empêche de prendre les transports en commun"
    reference = REGLEMENT

    def formula_2014_02(individu, period):
        return individu("optibus_handicap_cite", period) + individu(
            "transports_en_commun_impossibles", period
        )


class optibus_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite dans le périmètre d'Optibus"
    reference = PERIMETRE

    def formula_2014_02(individu, period):
        return individu.menage("reside_perimetre_optibus", period)


class optibus_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables d'Optibus"
    reference = REGLEMENT

    def formula_2014_02(individu, period):
        return individu("optibus_condition_handicap", period) * individu(
            "optibus_condition_residence", period
        )


class optibus_autre_handicap(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A un handicap que le règlement connu ne cite pas"
    reference = REGLEMENT

    def formula_2014_02(individu, period):
        return ~individu("optibus_handicap_cite", period)


class optibus_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut d'Optibus"

    def formula_2014_02(individu, period):
        return statut(
            eligibilite=individu("optibus_eligibilite", period),
            a_etudier=individu("optibus_autre_handicap", period),
            sinon=Statut.eligible_probable,  # une commission d'accès décide
        )
