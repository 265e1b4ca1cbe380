"""The groups of which winners and losers are counted, and how far each can be trusted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.comparisons.measures import TENTHS, deciles
from openfisca_lyon.comparisons.outcomes import Outcome
from openfisca_lyon.populations import Population
from openfisca_lyon.situations.territory import name_by_code

Floats = NDArray[np.float64]

AGES = ((0, 17), (18, 24), (25, 39), (40, 59), (60, 74), (75, 130))
TENURES = {
    "proprietaire": "Propriétaires",
    "locataire_hlm": "Locataires HLM",
    "locataire_vide": "Locataires du privé, vide",
    "locataire_meuble": "Locataires en meublé",
    "loge_gratuitement": "Logés gratuitement",
}
TYPES = {
    "personne_seule": "Personnes seules",
    "sans_famille": "Plusieurs personnes sans famille",
    "couple_sans_enfant": "Couples sans enfant",
    "couple_avec_enfants": "Couples avec enfants",
    "famille_monoparentale": "Familles monoparentales",
}
DIMENSIONS = {
    "decile": "Dixième de niveau de vie",
    "type_menage": "Type de ménage",
    "age": "Âge des personnes",
    "statut_occupation": "Statut d'occupation",
    "commune": "Commune",
}
CAUTIONS = {
    "decile": "Les revenus sont reconstitués d'après des statistiques par commune, pas observés.",
    "type_menage": "La composition des ménages est en partie déduite : la Métropole seule n'est pas publiée.",
    "age": "Les âges sont publiés par grandes tranches.",
    "statut_occupation": "Le statut d'occupation est publié ; son lien avec le revenu ne l'est pas.",
    "commune": "Le niveau de vie de chaque commune est publié ; le reste est supposé semblable à revenu égal.",
}
# Households drawn under which a bar is itself poorly known, then nearly meaningless.
FEW, TOO_FEW = 100, 30


@dataclass(frozen=True)
class Dimension:
    """A way to part the population in groups.

    Attributes:
        name: a key of :data:`DIMENSIONS`.
        keys, labels: of the groups, in order.
        of_home: for each household, its group; empty when people of a household are in several.
        people: for each household, how many people of each group it has, of shape (households, groups); used
            when they are in several.
    """

    name: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    of_home: NDArray[np.int64] | None
    people: Floats | None = None


def dimensions(outcome: Outcome) -> tuple[Dimension, ...]:
    """Part a population; tenths are those of the standard of living that an outcome gives."""
    population = outcome.population
    persons = sizes(population) * population.poids
    tenths = deciles(outcome.levels, persons) - 1
    return (
        Dimension(
            "decile",
            tuple(str(rank) for rank in range(1, TENTHS + 1)),
            tuple(_tenth(rank) for rank in range(1, TENTHS + 1)),
            tenths,
        ),
        _column(population, "type_menage", "type_menage", TYPES),
        _ages(population),
        _column(population, "statut_occupation_logement", "statut_occupation", TENURES),
        _communes(population),
    )


def sizes(population: Population) -> Floats:
    """Return how many people each household has."""
    return np.bincount(population.individus["menage"], minlength=len(population)).astype(np.float64)


def quality(records: int) -> str:
    """Say how far a group can be trusted, from how many households of the population are in it; nothing if well.

    >>> quality(12)
    'trop peu de ménages tirés : ne pas lire ce groupe seul'
    """
    if records < TOO_FEW:
        return "trop peu de ménages tirés : ne pas lire ce groupe seul"
    return "peu de ménages tirés : un ordre de grandeur" if records < FEW else ""


def _tenth(rank: int) -> str:
    if rank == 1:
        return "1er dixième (les plus modestes)"
    return f"{rank}e dixième" + (" (les plus aisés)" if rank == TENTHS else "")


def _column(population: Population, column: str, name: str, labels: dict[str, str]) -> Dimension:
    values = population.menages[column].astype(str).to_numpy()
    present, codes = np.unique(values, return_inverse=True)
    known = {str(key) for key in present}
    keys = [key for key in labels if key in known] + sorted(known - labels.keys())
    rank = np.array([keys.index(str(key)) for key in present], dtype=np.int64)
    return Dimension(
        name,
        tuple(keys),
        tuple(labels.get(key, key) for key in keys),
        rank[codes],
    )


def _ages(population: Population) -> Dimension:
    years = population.individus["age_mois"].to_numpy() // 12
    homes = population.individus["menage"].to_numpy()
    people = np.stack(
        [
            np.bincount(homes[(years >= low) & (years <= high)], minlength=len(population))
            for low, high in AGES
        ],
        axis=1,
    ).astype(np.float64)
    labels = [f"{low} à {high} ans" for low, high in AGES[:-1]] + [f"{AGES[-1][0]} ans et plus"]
    return Dimension("age", tuple(f"{low}-{high}" for low, high in AGES), tuple(labels), None, people)


def _communes(population: Population) -> Dimension:
    names = dict(sorted(name_by_code().items(), key=lambda one: one[1]))
    return _column(population, "commune", "commune", names)
