"""What a computation over a population was made with: all it takes to do it again, and what it supposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Protocol

import pandas as pd

from openfisca_lyon.comparisons.laws import Row
from openfisca_lyon.comparisons.line import poverty_line
from openfisca_lyon.comparisons.outcomes import Outcome
from openfisca_lyon.comparisons.simulation import Baseline
from openfisca_lyon.comparisons.take_up import OTHER, TakeUp, known

PACKAGES = ("openfisca-lyon", "openfisca-france", "openfisca-core", "numpy")


@dataclass(frozen=True)
class Provenance:
    """All it takes to compute a comparison again.

    Attributes:
        reforms: name and description of each reform, by id.
        months: months computed; each stands for its year.
        take_up: each assumption of take-up, and what it says in French.
        seed: of the population, and of the draws of the bars.
        fingerprint: of the population.
        source: how the population was made, in French.
        records, households, persons: drawn, and stood for.
        replicates: draws of the bars.
        lines: the poverty line at each month, in French.
        versions: of the packages.
        command: the command that does it again, when there is one.
        notes: what a reader must know, in French.
    """

    reforms: Mapping[str, tuple[str, str]]
    months: tuple[str, ...]
    take_up: Mapping[str, str]
    seed: int | None
    fingerprint: str
    source: str
    records: int
    households: int
    persons: int
    replicates: int
    lines: Mapping[str, str]
    versions: Mapping[str, str]
    command: str = ""
    notes: tuple[str, ...] = ()


class Found(Protocol):
    """What is found over a population: tables, what they were made with, and what their bars cover."""

    @property
    def provenance(self) -> Provenance:
        """What was computed, on what, with what."""

    @property
    def couverture(self) -> str:
        """What error bars cover, and what they do not, in French."""

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""


@dataclass(frozen=True)
class Together:
    """Several things found over the same population, as one: the tables of all, made with what made the first."""

    parts: tuple[Found, ...]

    @property
    def provenance(self) -> Provenance:
        """What was computed first."""
        return self.parts[0].provenance

    @property
    def couverture(self) -> str:
        """What error bars cover, and what they do not, in French."""
        return self.parts[0].couverture

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: table for part in self.parts for name, table in part.tables().items()}


def provenance_of(
    baseline: Baseline,
    reforms: Mapping[str, tuple[str, str]],
    months: Sequence[str],
    assumptions: Sequence[TakeUp],
) -> Provenance:
    """Say what a computation is made with.

    Args:
        baseline: the rules in force over the population.
        reforms: name and description of each reform, by id.
        months: months computed.
        assumptions: of take-up.
    """
    people = baseline.population
    return Provenance(
        reforms=reforms,
        months=tuple(months),
        take_up={one.name: one.label for one in assumptions},
        seed=people.metadata.seed,
        fingerprint=people.metadata.fingerprint,
        source=people.metadata.source,
        records=len(people),
        households=int(people.poids.sum()),
        persons=int(people.poids_individus.sum()),
        replicates=baseline.replicates,
        lines={month: poverty_line(people, month).text for month in months},
        versions={name: version(name) for name in PACKAGES},
        notes=people.metadata.notes,
    )


def rates(outcome: Outcome) -> list[Row]:
    """Return the rate of each right whose take-up is known, with its source."""
    found = []
    for right, one in known().items():
        said = outcome.take_up.rates.get(right)
        rate = outcome.rates.get(right, said.get(OTHER, 1.0) if said else 1.0)
        found.append(
            {
                "droit": right,
                "taux": rate,
                "detail": ", ".join(
                    f"{key} {value:.0%}" for key, value in (said or {}).items() if key != OTHER
                ),
                "annee": one.year,
                "champ": one.field,
                "source": one.source,
                "href": one.href,
                "texte": one.text,
            }
        )
    return found
