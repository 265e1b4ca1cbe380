"""An approximate standard of living, quick enough to set incomes by: what the law of 2021 leaves to a household.

The engine computed once, for households of each kind, what is left of each gross income after contributions,
tax and benefits; ``revenu_disponible_2021.csv`` keeps it. A household is read off that table by its kind, its
tenure and the nature of its incomes, each adult outside the couple being a household of their own. The check of
a population computes the true ``niveau_de_vie`` of each household, and says how far this was off.

``python -m openfisca_lyon.populations.standard`` makes the table again.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.margins import FOLDER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YEAR = 2021
TABLE = "revenu_disponible_2021.csv"
SMALL_AMOUNTS = (0, 150, 300, 450, 600, 750, 900, 1050, 1200, 1350, 1500, 1650, 1800, 2000, 2250, 2500, 2800)
LARGE_AMOUNTS = (3200, 3700, 4300, 5000, 6000, 7500, 9500, 12500, 17000, 25000, 45000, 90000)
GRID = np.array((*SMALL_AMOUNTS, *LARGE_AMOUNTS), dtype=np.float64)
"""Gross euros a month, all earners together."""

# Kinds of households: one adult, or a couple with one or two earners, and children; then two special ones.
KINDS = (
    *(f"seul_{children}" for children in range(5)),
    *(f"couple_{earners}_{children}" for earners in (1, 2) for children in range(5)),
    "jeune",
    "handicap",
)
SOURCES = ("salaire", "chomage", "retraite", "independant")
HOMES = ("sans_loyer", "locataire_hlm", "locataire_prive")
RSA = "rsa"
OUTCOMES = ("revenu_disponible", RSA)
YOUNG, DISABLED = KINDS.index("jeune"), KINDS.index("handicap")
COMMUNE = "69123"
RENT = {"locataire_hlm": (250.0, 75.0), "locataire_prive": (400.0, 130.0)}  # a month: first, each more person
TAXED_SHARE = 0.66  # of the turnover of the self-employed, what counts as income


@dataclass(frozen=True)
class Units:
    """Those who live on the same money: a couple or one adult, with children; several in one household.

    Attributes:
        home: the household of each.
        kind: rank in ``KINDS``; couples are given with one earner.
        second: share of the second earner in what a couple earns, from 0 to one half.
        tenure: rank in ``HOMES``.
        disabled: whether someone receives the AAH.
        old: whether the head has the age of the ASPA.
        earned: gross euros a month, by unit and rank in ``SOURCES``.
    """

    home: Ints
    kind: Ints
    second: Floats
    tenure: Ints
    disabled: NDArray[np.bool_]
    old: NDArray[np.bool_]
    earned: Floats

    def left(self, factors: Floats, outcome: str = "revenu_disponible") -> Floats:
        """Return what is left to each unit, in euros a month, once what it earns is multiplied."""
        values = table()
        found = self._read(values[OUTCOMES.index(outcome)], factors)
        if not self.disabled.any():
            return found
        # The AAH takes the place of the RSA; it is paid whole up to a small income, then goes down.
        spent = 0.0 if outcome == RSA else found
        rsa = self._read(values[OUTCOMES.index(RSA)], factors)
        single = values[0, DISABLED, 0, 0, 0]
        share = np.clip(1.5 - self.earned.sum(axis=1) * factors / 1800, 0, 1)
        return np.where(self.disabled, spent + (outcome != RSA) * np.maximum(single * share - rsa, 0), found)

    def _read(self, values: Floats, factors: Floats) -> Floats:
        """Read one outcome off the table, mixing what the nature of each income leaves."""
        total = self.earned.sum(axis=1)
        shares = np.where(total[:, None] > 0, self.earned / np.maximum(total, 1e-9)[:, None], 0.0)
        idle = total <= 0
        shares[idle & ~self.old, SOURCES.index("salaire")] = 1.0
        shares[idle & self.old, SOURCES.index("retraite")] = 1.0
        asked = np.minimum(total * factors, GRID[-1])
        place = np.clip(np.searchsorted(GRID, asked, side="right") - 1, 0, len(GRID) - 2)
        along = (asked - GRID[place]) / (GRID[place + 1] - GRID[place])
        pair = (self.kind >= 5) & (self.kind < 10)
        both = np.where(pair, np.clip(2 * self.second, 0, 1), 0.0)
        found = np.zeros(len(self.kind))
        for source in range(len(SOURCES)):
            one = _between(values, self.kind, source, self.tenure, place, along)
            two = _between(
                values, np.where(pair, self.kind + 5, self.kind), source, self.tenure, place, along
            )
            found += shares[:, source] * ((1 - both) * one + both * two)
        return found


def _between(values: Floats, kind: Ints, source: int, tenure: Ints, place: Ints, along: Floats) -> Floats:
    low, high = values[kind, source, tenure, place], values[kind, source, tenure, place + 1]
    return np.asarray(low + along * (high - low))


@cache
def table() -> Floats:
    """Return the table: outcome, kind, source, home, then gross income along ``GRID``; euros a month."""
    found = np.zeros((len(OUTCOMES), len(KINDS), len(SOURCES), len(HOMES), len(GRID)))
    with (files(FOLDER) / TABLE).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = (
                OUTCOMES.index(row["resultat"]),
                KINDS.index(row["menage"]),
                SOURCES.index(row["revenu"]),
                HOMES.index(row["logement"]),
            )
            found[place] = [float(row[f"{gross:.0f}"]) for gross in GRID]
    return found


def computed(kinds: Sequence[str] = KINDS, grid: Floats = GRID) -> Floats:
    """Compute the table with the engine; as :func:`table`, for these kinds and incomes."""
    from openfisca_lyon.engine import Groups, Households, calculate
    from openfisca_lyon.situations.situation import periods_of
    from openfisca_lyon.system import load

    cases = [
        (kind, source, home, gross)
        for kind in kinds
        for source in SOURCES
        for home in HOMES
        for gross in grid
    ]
    month = f"{YEAR}-12"
    people: dict[str, list[Any]] = {
        name: [] for name in ("home", "role", "age", "rate", "activity", *SOURCES)
    }
    rents = []
    for number, (kind, source, home, gross) in enumerate(cases):
        word, *numbers = kind.split("_")
        children = int(numbers[-1]) if numbers else 0
        earners = int(numbers[0]) if word == "couple" else 1
        adults = 2 if word == "couple" else 1
        age = 72 if source == "retraite" else 22 if word == "jeune" else 40
        for rank in range(adults + children):
            grown = rank < adults
            people["home"].append(number)
            people["role"].append(rank if grown else 2)
            people["age"].append(age if grown else 4 + 3 * (rank - adults))
            people["rate"].append(0.8 if word == "handicap" else 0.0)
            people["activity"].append(
                {"chomage": "chomeur", "retraite": "retraite"}.get(source, "actif") if grown else "etudiant"
            )
            for each in SOURCES:
                share = gross / earners if grown and rank < earners and each == source else 0.0
                people[each].append(share / TAXED_SHARE if each == "independant" else share)
        first, more = RENT.get(home, (0.0, 0.0))
        rents.append(first + more * (adults + children - 1) if first else 0.0)
    columns: dict[tuple[str, str], NDArray[Any]] = {
        ("date_naissance", "ETERNITY"): np.datetime64(f"{YEAR}-12-01")
        - np.array([int((age + 0.5) * 365.25) for age in people["age"]])
    }
    tenures = {"sans_loyer": "proprietaire", "locataire_prive": "locataire_vide"}
    given = {
        "salaire_de_base": np.array(people["salaire"]),
        "chomage_brut": np.array(people["chomage"]),
        "retraite_brute": np.array(people["retraite"]),
        "rpns_auto_entrepreneur_CA_bnc": np.array(people["independant"]),
        "activite": np.array(people["activity"]),
        "taux_incapacite": np.array(people["rate"]),
        "loyer": np.array(rents),
        "statut_occupation_logement": np.array([tenures.get(case[2], case[2]) for case in cases]),
        "depcom": np.full(len(cases), COMMUNE),
    }
    variables = load().variables
    for name, values in given.items():
        for period in periods_of(variables[name].definition_period, month):
            columns[name, period] = values
    for period in periods_of("year", month):
        columns["mbnc_impo", period] = np.rint(12 * given["rpns_auto_entrepreneur_CA_bnc"]).astype(np.int32)
    number_of, role = np.array(people["home"]), np.array(people["role"])
    groups = {name: Groups(len(cases), number_of, role) for name in ("famille", "foyer_fiscal", "menage")}
    found = calculate(Households(len(number_of), groups, columns, number_of), OUTCOMES, month)
    shape = (len(kinds), len(SOURCES), len(HOMES), len(grid))
    yearly = found["revenu_disponible"].reshape(shape) / 12
    return np.stack([yearly, found["rsa"].reshape(shape)]).astype(np.float64)


def main() -> None:
    """Make the table again, where the package is."""
    values = computed()
    with open(str(files(FOLDER) / TABLE), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["resultat", "menage", "revenu", "logement", *(f"{gross:.0f}" for gross in GRID)])
        for outcome, kind, source, home in np.ndindex(values.shape[:4]):
            name = [OUTCOMES[outcome], KINDS[kind], SOURCES[source], HOMES[home]]
            writer.writerow([*name, *(f"{value:.1f}" for value in values[outcome, kind, source, home])])


if __name__ == "__main__":
    main()
