"""A light extract of the population, shipped with the package: a reform can be tried without building anything."""

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.draws import Draws
from openfisca_lyon.populations.margins import FOLDER
from openfisca_lyon.populations.population import Metadata, Population, read_parquet, sealed
from openfisca_lyon.populations.weighing import made_whole, weighed

NAME = "extrait.parquet"
HOUSEHOLDS = 2_000


@cache
def extract() -> Population:
    """Return the extract: some 2 000 households, which stand for all those of the Métropole."""
    with as_file(files(FOLDER) / NAME) as path:
        return read_parquet(Path(path))


def taken_from(population: Population, households: int = HOUSEHOLDS) -> Population:
    """Draw an extract: households taken at regular steps of weight, in order of place, kind and tenure.

    A household is drawn as often as it weighs; those drawn are weighed again to meet the margins of the whole.
    """
    homes, weights = population.menages, population.poids
    keys = [
        homes[name].cat.codes.to_numpy() for name in ("statut_occupation_logement", "type_menage", "commune")
    ]
    order = np.lexsort((_means(population), *keys))
    reached = np.cumsum(weights[order])
    seed = population.metadata.seed or 0
    steps = (np.arange(households) + Draws(seed, "extract").uniform(1)) * (reached[-1] / households)
    picked = order[np.searchsorted(reached, steps, side="right")]
    rows, times = np.unique(picked, return_counts=True)
    part = population.select(rows)
    # Few records stand far from the margins: they are weighed again, communes left aside.
    found = weighed(part, times * (reached[-1] / households), by_commune=False)
    menages = part.menages.assign(poids=made_whole(part, found.weights, seed))
    about = population.metadata
    metadata = Metadata(
        source=f"Extrait de {households} ménages de : {about.source}",
        seed=about.seed,
        margins=about.margins,
        versions=about.versions,
        amounts=about.amounts,
        notes=about.notes,
    )
    return sealed(Population(menages, part.individus, metadata))


def _means(population: Population) -> NDArray[np.float64]:
    """Return what each household earns by person."""
    people = population.individus
    names = ["salaire_de_base", "chomage_brut", "retraite_brute", "rpns_auto_entrepreneur_CA_bnc"]
    homes = people["menage"].to_numpy()
    total = np.bincount(homes, weights=people[names].to_numpy().sum(axis=1), minlength=len(population))
    return np.asarray(total / np.bincount(homes, minlength=len(population)))
