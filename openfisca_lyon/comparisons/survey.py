"""Totals, shares and measures of a weighted population, each with its error bar."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.comparisons.bars import REPLICATES, Replicates, half_width, replicates
from openfisca_lyon.populations import Population

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """Figures, each with half its 95 % interval: one a group, or a single one."""

    value: Floats
    error: Floats


@dataclass(frozen=True)
class Totals:
    """Weighted totals by group, and the same in each replicate (last axis)."""

    value: Floats
    again: Floats

    def figures(self) -> Figures:
        """Return them with their bars."""
        return Figures(self.value, half_width(self.again))

    def over(self, other: "Totals") -> Figures:
        """Return their ratios to other totals; not a number where these are nil."""
        with np.errstate(divide="ignore", invalid="ignore"):
            value, again = self.value / other.value, self.again / other.again
        again = np.where(np.isfinite(again), again, 0.0)
        return Figures(np.where(other.value == 0, np.nan, value), half_width(again))


@dataclass(frozen=True)
class Survey:
    """Household weights, and the same drawn again.

    Attributes:
        weights: how many households each stands for.
        record: for each household, the number of the record it is a copy of. A population written out in full
            repeats each record as many times as it weighs: copies say nothing more, and are drawn together.
        drawn: how many times each record is drawn in each replicate.
    """

    weights: Floats
    record: NDArray[np.int64]
    drawn: Replicates

    def total(self, values: Array, groups: NDArray[np.int64] | None = None, size: int = 1) -> Figures:
        """Return weighted totals of what each household counts for, by group (all in one when there are none)."""
        return self.totals(values, groups, size).figures()

    def ratio(self, above: Array, below: Array) -> Figures:
        """Return a total over another; not a number where the other is nil."""
        return self.totals(above).over(self.totals(below))

    def totals(self, values: Array, groups: NDArray[np.int64] | None = None, size: int = 1) -> Totals:
        """Return weighted totals with their replicates."""
        held = np.asarray(values, dtype=np.float64) * self.weights
        everyone = np.zeros(len(held), dtype=np.int64)
        value = np.asarray(
            np.bincount(everyone if groups is None else groups, held, minlength=size), dtype=np.float64
        )
        return Totals(value, self.drawn.totals(held, groups, size, self.record))

    def measure(self, of: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        """Return what measures of household weights give, then what they give in each replicate (last axis)."""
        times = self.drawn.times
        again = [of(self.weights * times[:, one][self.record]) for one in range(self.drawn.count)]
        return of(self.weights), np.array(again).T

    def part(self, kept: Array) -> "Survey":
        """Return some of the households."""
        return Survey(self.weights[kept], self.record[kept], self.drawn)


def survey(population: Population, count: int = REPLICATES) -> Survey:
    """Draw the households of a population again, by commune; the same draws for the same population."""
    homes = population.menages
    alea = homes["alea_recours"].to_numpy()
    new = np.ones(len(alea), dtype=bool)
    new[1:] = alea[1:] != alea[:-1]
    record = np.cumsum(new) - 1
    communes = homes["commune"].astype(str).to_numpy()[new]
    return Survey(
        np.asarray(population.poids, dtype=np.float64),
        record,
        replicates(communes, population.metadata.seed or 0, count),
    )
