"""Où habite le ménage : une commune normalisée, et les trois territoires que lisent les règles."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage
from openfisca_france.model.caracteristiques_socio_demographiques.logement import TypesCodeInseeRegion

TABLES = "openfisca_lyon.data.communes"
SOURCE = "https://www.npmjs.com/package/@etalab/decoupage-administratif"
RHONE = b"69"


class commune(Variable):
    value_type = str
    max_length = 5
    entity = Menage
    definition_period = MONTH
    label = "Code Insee de la commune, arrondissements et communes fusionnées ramenés à la commune en vigueur"
    reference = SOURCE

    def formula(menage, period):
        saisie = menage("depcom", period).astype("S5")
        actuelles = actuelle_par_ancienne(str(period.start))
        codes, position = np.unique(saisie, return_inverse=True)
        return np.array([actuelles.get(code, code) for code in codes.tolist()], dtype="S5")[position]


class reside_metropole_lyon(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est situé dans la Métropole de Lyon"
    reference = SOURCE

    def formula(menage, period):
        return np.isin(menage("commune", period), communes_de_la_metropole())


class reside_territoire_sytral(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est situé dans une commune membre de SYTRAL Mobilités"
    reference = SOURCE

    def formula(menage, period):
        return np.isin(menage("commune", period), communes_de_sytral())


class reside_rhone(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est situé dans le département du Rhône, Métropole de Lyon comprise"
    reference = SOURCE

    def formula(menage, period):
        return menage("commune", period).astype("S2") == RHONE


class reside_auvergne_rhone_alpes(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est situé en région Auvergne-Rhône-Alpes"
    reference = SOURCE

    def formula(menage, period):
        return menage("region", period) == TypesCodeInseeRegion.auvergne_rhone_alpes


@cache
def lignes(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped table of communes."""
    with (files(TABLES) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def actuelle_par_ancienne(jour: str) -> dict[bytes, bytes]:
    """Return today's code of each code that has been replaced by ``jour`` (``AAAA-MM-JJ``)."""
    return {
        ligne["code_insee"].encode(): ligne["code_commune_actuelle"].encode()
        for ligne in lignes("communes_metropole_alias")
        if ligne["fin"] < jour
    }


@cache
def communes_de_la_metropole() -> np.ndarray:
    """Return the codes of the communes, with those that have since merged into one of them."""
    actuelles = {ligne["code_insee"] for ligne in lignes("communes_metropole")}
    anciennes = {ligne["code_insee"] for ligne in lignes("communes_metropole_alias")}
    return np.array(sorted(actuelles | anciennes), dtype="S5")


@cache
def communes_de_sytral() -> np.ndarray:
    """Return the codes of the member communes, with those that have since merged into one of them."""
    membres = {
        ligne["code_insee"] for ligne in lignes("communes_sytral") if ligne["epci_membre_sytral"] == "oui"
    }
    anciennes = {
        ligne["code_insee"]
        for ligne in lignes("communes_metropole_alias")
        if ligne["code_commune_actuelle"] in membres
    }
    return np.array(sorted(membres | anciennes), dtype="S5")


@cache
def code_insee(nom: str) -> bytes:
    """Return the code of a commune of the Métropole de Lyon.

    >>> code_insee("Villeurbanne")
    b'69266'
    """
    return next(ligne["code_insee"].encode() for ligne in lignes("communes_metropole") if ligne["nom"] == nom)
