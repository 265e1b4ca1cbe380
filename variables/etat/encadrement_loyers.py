"""Encadrement des loyers à Lyon et Villeurbanne (article 140 de la loi n° 2018-1021, arrêtés du préfet).

Seul le barème des baux signés de novembre 2025 à octobre 2026 est connu. Les autres baux sont à étudier.
"""

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import (
    MONTH,
    Variable,
    max_,
    min_,
    round_,
    select,
    set_input_dispatch_by_period,
    where,
)
from openfisca_france.entities import Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import mois_entiers

TABLES = "openfisca_lyon.data.encadrement_loyers"
FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F36218"
FIN = "https://afoc.net/encadrement-des-loyers-dhabitation-une-situation-clarifiee"
PREFECTURE = (
    "https://www.rhone.gouv.fr/index.php/Actualites/"
    "L-encadrement-des-loyers-a-Lyon-et-Villeurbanne-entrera-en-vigueur-a-compter-du-1er-novembre-2021"
)


class ZoneLoyers(Enum):
    __order__ = "hors_zone zone_1 zone_2 zone_3 zone_4 zone_5"
    hors_zone = "Aucune zone : l'adresse n'est ni à Lyon ni à Villeurbanne"
    zone_1 = "Zone 1"
    zone_2 = "Zone 2"
    zone_3 = "Zone 3"
    zone_4 = "Zone 4"
    zone_5 = "Zone 5"


@question(
    "Dans quelle zone d'encadrement des loyers se trouve votre adresse ?",
    aide="Le simulateur de la Métropole donne la zone, de 1 à 5, quand on tape son adresse.",
)
class zone_encadrement_loyers(Variable):
    value_type = Enum
    possible_values = ZoneLoyers
    default_value = ZoneLoyers.hors_zone
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Zone d'encadrement des loyers de l'adresse"


class PeriodeBail(Enum):
    __order__ = "avant bareme_inconnu arrete_annule bareme_connu fin_experimentation"
    avant = "Avant le premier arrêté, ou aucun bail"
    bareme_inconnu = "Loyers encadrés, par un barème qui n'est pas encodé"
    arrete_annule = "Loyers encadrés par un arrêté que le tribunal a annulé"
    bareme_connu = "Loyers encadrés, par le barème encodé"
    fin_experimentation = "Après la fin de l'expérimentation"


class encadrement_loyers_periode_bail(Variable):
    value_type = Enum
    possible_values = PeriodeBail
    default_value = PeriodeBail.avant
    entity = Menage
    definition_period = MONTH
    label = "Arrêté sous lequel le bail a été signé"
    reference = PREFECTURE

    def formula_2021_11(menage, period):
        signature = menage("date_signature_bail", period).astype("datetime64[D]")
        debuts, etats = periodes()
        rang = np.searchsorted(debuts, signature, side="right")
        # Un bail à venir, ou absent, n'est sous aucun arrêté.
        signe = signature < np.datetime64(period.start.offset(1, "month"))
        etat = np.take(etats, rang * signe)
        return select(
            [
                etat == "bareme_inconnu",
                etat == "arrete_annule",
                etat == "bareme_connu",
                etat == "fin_experimentation",
            ],
            [
                PeriodeBail.bareme_inconnu,
                PeriodeBail.arrete_annule,
                PeriodeBail.bareme_connu,
                PeriodeBail.fin_experimentation,
            ],
            default=PeriodeBail.avant,
        )


class encadrement_loyers_reference_majore(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Loyer de référence majoré, par mètre carré ; nul s'il n'est pas connu"
    unit = "€/m²"
    reference = "https://data.grandlyon.com"

    def formula_2021_11(menage, period):
        zone = menage("zone_encadrement_loyers", period)
        rang_zone = select(
            [
                zone == ZoneLoyers.zone_1,
                zone == ZoneLoyers.zone_2,
                zone == ZoneLoyers.zone_3,
                zone == ZoneLoyers.zone_4,
                zone == ZoneLoyers.zone_5,
            ],
            [1, 2, 3, 4, 5],
            default=0,
        )
        loyers, fins_epoques = bareme()
        pieces = min_(menage("nombre_pieces", period), loyers.shape[1] - 1)
        annee = menage("annee_construction_logement", period)
        epoque = np.searchsorted(fins_epoques, annee, side="left")
        occupation = menage("statut_occupation_logement", period)
        meuble = (occupation == TypesStatutOccupationLogement.locataire_meuble) * 1

        connu = menage("encadrement_loyers_periode_bail", period) == PeriodeBail.bareme_connu
        annee_dite = annee <= period.start.year  # l'année non dite est dans un avenir lointain
        _, pieces_connues, epoques, meubles = loyers.shape
        place = ((rang_zone * pieces_connues + max_(pieces, 0)) * epoques + epoque) * meubles + meuble
        return connu * annee_dite * np.take(loyers, place)


class encadrement_loyers_loyer_maximum(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Loyer de base le plus élevé permis, hors charges ; nul s'il n'est pas connu"
    reference = FICHE

    def formula_2021_11(menage, period):
        par_metre_carre = menage("encadrement_loyers_reference_majore", period)
        return round_(par_metre_carre * menage("surface_habitable", period), 2)


class encadrement_loyers_condition_commune(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est à Lyon ou à Villeurbanne"
    reference = PREFECTURE

    def formula_2021_11(menage, period, parameters):
        communes = parameters(period).etat.encadrement_loyers.communes
        return np.isin(menage("commune", period), np.array(communes, dtype="S5"))


class encadrement_loyers_condition_location(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est loué vide ou meublé, hors HLM et foyer"
    reference = FICHE

    def formula_2021_11(menage, period):
        occupation = menage("statut_occupation_logement", period)
        return (occupation == TypesStatutOccupationLogement.locataire_vide) + (
            occupation == TypesStatutOccupationLogement.locataire_meuble
        )


class encadrement_loyers_condition_bail(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le bail est ordinaire : ni Anah, ni loi de 1948, ni tourisme, ni sous-location"
    reference = FICHE

    def formula_2021_11(menage, period):
        return menage("bail_ordinaire", period)


class encadrement_loyers_condition_date(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le bail a été signé ou renouvelé depuis le premier arrêté"
    reference = PREFECTURE

    def formula_2021_11(menage, period):
        return menage("encadrement_loyers_periode_bail", period) != PeriodeBail.avant


class encadrement_loyers_condition_delai(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le délai pour demander une baisse de loyer n'est pas passé"
    reference = FICHE

    def formula_2021_11(menage, period, parameters):
        delai = parameters(period).etat.encadrement_loyers.delai_action
        signature = menage("date_signature_bail", period).astype("datetime64[D]")
        return mois_entiers(signature, period) < delai


class encadrement_loyers_condition_depassement(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le loyer dépasse le maximum, ou le maximum n'est pas connu"
    reference = FICHE

    def formula_2021_11(menage, period):
        maximum = menage("encadrement_loyers_loyer_maximum", period)
        base = round_(menage("loyer", period) - menage("complement_loyer", period), 2)
        return where(maximum > 0, base > maximum, base > 0)


class encadrement_loyers_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Peut demander une baisse de loyer"
    reference = FICHE

    def formula_2021_11(menage, period):
        return (
            menage("encadrement_loyers_condition_commune", period)
            * menage("encadrement_loyers_condition_location", period)
            * menage("encadrement_loyers_condition_bail", period)
            * menage("encadrement_loyers_condition_date", period)
            * menage("encadrement_loyers_condition_delai", period)
            * menage("encadrement_loyers_condition_depassement", period)
        )


class encadrement_loyers(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Part du loyer mensuel qui dépasse le maximum"
    reference = FICHE

    def formula_2021_11(menage, period):
        maximum = menage("encadrement_loyers_loyer_maximum", period)
        base = menage("loyer", period) - menage("complement_loyer", period)
        depassement = round_(max_(0, base - maximum), 2)
        return menage("encadrement_loyers_eligibilite", period) * (maximum > 0) * depassement


class encadrement_loyers_bareme_inconnu(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le bail a été signé sous un barème qui n'est pas encodé"
    reference = FICHE

    def formula_2021_11(menage, period):
        return menage("encadrement_loyers_periode_bail", period) == PeriodeBail.bareme_inconnu


class encadrement_loyers_logement_a_preciser(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = (
        "Le maximum dépend de la zone, des pièces, de la surface et de l'année, qui ne sont pas toutes dites"
    )
    reference = FICHE

    def formula_2021_11(menage, period):
        connu = menage("encadrement_loyers_periode_bail", period) == PeriodeBail.bareme_connu
        return connu * (menage("encadrement_loyers_loyer_maximum", period) <= 0)


class encadrement_loyers_arrete_annule(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le bail a été signé sous l'arrêté annulé en octobre 2025, l'appel n'étant pas jugé"
    reference = FIN

    def formula_2021_11(menage, period):
        return menage("encadrement_loyers_periode_bail", period) == PeriodeBail.arrete_annule


class encadrement_loyers_fin_experimentation(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "L'expérimentation a pris fin en novembre 2026, sa suite n'est pas connue"
    reference = FIN

    def formula_2026_12(menage, period):
        return menage("encadrement_loyers_condition_date", period)

    def formula_2021_11(menage, period):
        return menage("encadrement_loyers_periode_bail", period) == PeriodeBail.fin_experimentation


class encadrement_loyers_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut de la baisse de loyer au titre de l'encadrement"

    def formula_2021_11(menage, period):
        return statut(
            eligibilite=menage("encadrement_loyers_eligibilite", period),
            a_etudier=menage("encadrement_loyers_bareme_inconnu", period)
            + menage("encadrement_loyers_logement_a_preciser", period)
            + menage("encadrement_loyers_arrete_annule", period)
            + menage("encadrement_loyers_fin_experimentation", period),
            sinon=Statut.eligible_probable,  # la commission de conciliation, puis le juge
        )


@cache
def periodes() -> tuple[np.ndarray, np.ndarray]:
    """Return the first day of each period of signature, and its state, after that of no period at all."""
    lignes = lire("periodes")
    debuts = np.array([ligne["debut"] for ligne in lignes], dtype="datetime64[D]")
    return debuts, np.array(["avant", *(ligne["etat"] for ligne in lignes)])


@cache
def bareme() -> tuple[np.ndarray, np.ndarray]:
    """Return the raised reference rents by zone, rooms, epoch and furnishing, and the last year of each epoch.

    Zone 0 and zero rooms are what was not said: their rent is nought.
    """
    lignes = lire("loyers_2025_2026")
    epoques = sorted({ligne["epoque"] for ligne in lignes}, key=lambda epoque: fin_epoque(epoque))
    zones = max(int(ligne["zone"]) for ligne in lignes)
    pieces = max(int(ligne["nombre_pieces"]) for ligne in lignes)
    loyers = np.zeros((zones + 1, pieces + 1, len(epoques), 2))
    for ligne in lignes:
        place = (int(ligne["zone"]), int(ligne["nombre_pieces"]), epoques.index(ligne["epoque"]))
        loyers[*place, int(ligne["meuble"] == "oui")] = float(ligne["loyer_majore"])
    return loyers, np.array([fin_epoque(epoque) for epoque in epoques[:-1]])


def fin_epoque(epoque: str) -> float:
    """Return the last year of an epoch.

    >>> fin_epoque("<1946"), fin_epoque("1946-1970"), fin_epoque(">2005")
    (1945.0, 1970.0, inf)
    """
    if epoque.startswith("<"):
        return float(epoque[1:]) - 1
    return float("inf") if epoque.startswith(">") else float(epoque[-4:])


@cache
def lire(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a shipped table."""
    with (files(TABLES) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
