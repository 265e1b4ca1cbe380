"""The published margins a population is fitted to, and those it is compared with.

The census counts everybody; the engine computes households. People living elsewhere (care homes, halls of
residence, hostels, prisons) are taken off each margin of persons, by the cells of ``hors_menages.csv``: their
total is published, their ages and activity are an assumption of this package.
"""

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
import yaml

FOLDER = "openfisca_lyon.data.population"
FILES = ("margins.yaml", "communes_margins.csv", "hors_menages.csv", "revenu_disponible_2021.csv")


@dataclass(frozen=True)
class Margin:
    """One published table.

    Attributes:
        id: its identifier.
        name: what it counts.
        role: ``fit``, ``seed``, ``shape``, ``check`` or ``context``.
        tolerance: relative gap accepted.
        categories: published figure of each category.
        year: of the figures.
        geography: what they are about.
        sources: title and address of each source.
        note: what a reader must know.
    """

    id: str
    name: str
    role: str
    tolerance: float
    categories: dict[str, Any]
    year: str
    geography: str
    sources: tuple[tuple[str, str], ...]
    note: str


@cache
def margins() -> dict[str, Margin]:
    """Return the margins by identifier."""
    content = yaml.load((files(FOLDER) / "margins.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    sources = content["sources"]
    return {
        one["id"]: Margin(
            id=one["id"],
            name=one["name"],
            role=one["role"],
            tolerance=float(one.get("tolerance_pct", 0)) / 100,
            categories={str(name): figure for name, figure in one["categories"].items()},
            year=str(one["year"]),
            geography=one["geography"],
            sources=tuple((sources[key]["title"], sources[key]["url"]) for key in one["source"]),
            note=one.get("note", ""),
        )
        for one in content["margins"]
    }


@cache
def communes() -> pd.DataFrame:
    """Return the figures of each commune, by Insee code."""
    with (files(FOLDER) / "communes_margins.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype={"code_insee": str}).set_index("code_insee")
    # « withheld » : publié, mais gardé pour vérifier ; ici, inconnu.
    table["taux_pauvrete_2021"] = pd.to_numeric(table["taux_pauvrete_2021"], errors="coerce")
    return table.sort_index()


@dataclass(frozen=True)
class Outside:
    """People who do not live in a household, in one cell: sex, ages (both included), activity."""

    femme: bool
    youngest: int
    oldest: int
    activity: str
    count: int


@cache
def outside() -> tuple[Outside, ...]:
    """Return the people who do not live in households."""
    with (files(FOLDER) / "hors_menages.csv").open(encoding="utf-8") as file:
        return tuple(
            Outside(
                row["sexe"] == "femme",
                int(row["age_min"]),
                int(row["age_max"]),
                row["activite"],
                int(row["personnes"]),
            )
            for row in csv.DictReader(file)
        )


def outside_of(ages: tuple[int, int], femme: bool | None = None, activity: str | None = None) -> int:
    """Count those who do not live in households, of some ages; cells never straddle the ages asked."""
    return sum(
        one.count
        for one in outside()
        if ages[0] <= one.youngest
        and one.oldest <= ages[1]
        and (femme is None or one.femme == femme)
        and (activity is None or one.activity == activity)
    )


@cache
def digest() -> str:
    """Return a digest of all the figures that a population is built from."""
    content = hashlib.sha256()
    for name in FILES:
        content.update((files(FOLDER) / name).read_text(encoding="utf-8").encode())
    return content.hexdigest()[:16]


def label(margin: str, category: str) -> tuple[str, str]:
    """Return how a margin and one of its categories are called in French.

    >>> label("activity_sex_age", "men_25-54_employed")
    ('Activité par sexe et âge', 'hommes 25-54 en emploi')
    """
    words = _words()
    names = words["categories"]
    if category in names:
        return words["marges"].get(margin, margin), names[category]
    parts = (names.get(part, part) for part in category.split("_"))
    return words["marges"].get(margin, margin), " ".join(parts)


@cache
def _words() -> dict[str, dict[str, str]]:
    content = yaml.load((files(FOLDER) / "libelles.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {part: {str(key): str(word) for key, word in words.items()} for part, words in content.items()}
