"""En Covoit' Rendez-vous, covoiturage de proximité, depuis avril 2024 sous ce nom."""

from functools import cache

import numpy as np
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import (
    MONTH,
    Variable,
    max_,
    round_,
    set_input_dispatch_by_period,
    where,
)
from openfisca_france.entities import Individu, Menage

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut
from openfisca_lyon.variables.communs.territoire import lignes

AIDES_JEUNES = "https://github.com/betagouv/aides-jeunes"
EXTENSION = (
    "https://www.lyoncapitale.fr/actualite/"
    "le-service-de-covoiturage-du-sytral-s-etend-et-concerne-desormais-plus-de-100-communes"
)


@question(
    "Combien de kilomètres fait votre trajet en covoiturage ?",
    seuils=(
        "metropole_lyon.covoiturage.distance_minimum",
        "metropole_lyon.covoiturage.distance_maximum",
        "metropole_lyon.covoiturage.distance_comprise",
    ),
    age=(18, 130),
)
class covoiturage_distance_km(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Longueur du trajet en covoiturage, en kilomètres"
    unit = "km"


@question("Êtes-vous abonné aux transports en commun ?", age=(18, 130))
class abonne_transports(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Abonné aux transports en commun"


class reside_territoire_covoiturage(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est dans le territoire d'En Covoit' Rendez-vous"
    reference = EXTENSION

    def formula_2024_04(menage, period):
        voisines = np.isin(menage("commune", period), communes_du_covoiturage(str(period.start)))
        return menage("reside_metropole_lyon", period) + voisines


@cache
def communes_du_covoiturage(jour: str) -> np.ndarray:
    """Return the codes of the communes of the service on a day (``AAAA-MM-JJ``)."""
    epci = {ligne["epci"] for ligne in lignes("covoiturage") if ligne["debut"] <= jour}
    communes = {ligne["code_insee"] for ligne in lignes("communes_sytral") if ligne["epci"] in epci}
    return np.array(sorted(communes), dtype="S5")


@question(
    "Votre trajet part-il de la Métropole de Lyon ou d'une communauté de communes partenaire, ou y arrive-t-il ?",
    age=(18, 130),
)
class covoiturage_dans_le_territoire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le trajet part du territoire du service, ou y arrive"

    def formula_2024_04(individu, period):
        # Sans réponse, le trajet part du domicile.
        return individu.menage("reside_territoire_covoiturage", period)


class covoiturage_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est majeur"
    reference = AIDES_JEUNES

    def formula_2024_04(individu, period, parameters):
        return individu("age", period) >= parameters(period).metropole_lyon.covoiturage.age_minimum


class covoiturage_condition_territoire(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Part du territoire du service, ou y arrive"
    reference = EXTENSION

    def formula_2024_04(individu, period):
        return individu("covoiturage_dans_le_territoire", period)


class covoiturage_condition_distance(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Fait un trajet ni trop court ni trop long"
    reference = AIDES_JEUNES

    def formula_2024_04(individu, period, parameters):
        covoiturage = parameters(period).metropole_lyon.covoiturage
        distance = individu("covoiturage_distance_km", period)
        return (distance >= covoiturage.distance_minimum) * (distance <= covoiturage.distance_maximum)


class covoiturage_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut covoiturer avec En Covoit' Rendez-vous"
    reference = AIDES_JEUNES

    def formula_2024_04(individu, period):
        return (
            individu("covoiturage_condition_age", period)
            * individu("covoiturage_condition_territoire", period)
            * individu("covoiturage_condition_distance", period)
        )


class covoiturage(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix d'un trajet pour le passager"
    reference = AIDES_JEUNES

    def formula_2024_04(individu, period, parameters):
        tarif = parameters(period).metropole_lyon.covoiturage
        au_dela = max_(0, individu("covoiturage_distance_km", period) - tarif.distance_comprise)
        prix = round_(tarif.prix_de_base + tarif.prix_par_km * au_dela, 2)
        prix = where(individu("abonne_transports", period), 0, prix)
        return individu("covoiturage_eligibilite", period) * prix


class covoiturage_conducteur_minimum(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Somme la plus faible versée au conducteur, par trajet et par passager"
    reference = AIDES_JEUNES

    def formula_2024_04(individu, period, parameters):
        minimum = parameters(period).metropole_lyon.covoiturage.conducteur_minimum
        return individu("covoiturage_eligibilite", period) * minimum


class covoiturage_conducteur_maximum(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Somme la plus forte versée au conducteur, par trajet et par passager"
    reference = AIDES_JEUNES

    def formula_2024_04(individu, period, parameters):
        maximum = parameters(period).metropole_lyon.covoiturage.conducteur_maximum
        return individu("covoiturage_eligibilite", period) * maximum


class covoiturage_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du covoiturage En Covoit' Rendez-vous"

    def formula_2024_04(individu, period):
        eligibilite = individu("covoiturage_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
