"""Totals, shares and measures of a weighted population, each with its error bar."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
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
        value, again = self._totals(values, groups, size)
        return Figures(value, half_width(again))

    def ratio(
        self, above: Array, below: Array, groups: NDArray[np.int64] | None = None, size: int = 1
    ) -> Figures:
        """Return a total over another, by group; not a number where the other is nil."""
        over, over_again = self._totals(above, groups, size)
        under, under_again = self._totals(below, groups, size)
        with np.errstate(divide="ignore", invalid="ignore"):
            value, again = over / under, over_again / under_again
        again = np.where(np.isfinite(again), again, 0.0)
        return Figures(np.where(under == 0, np.nan, value), half_width(again))

    def measure(self, of: Callable[[Floats], float]) -> tuple[float, Floats]:
        """Return what a measure of household weights gives, then what it gives in each replicate."""
        again = [of(self.weights * self.drawn.times[self.record, one]) for one in range(self.drawn.count)]
        return of(self.weights), np.array(again)

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        return np.unique(self.record, return_index=True)[1]

    def _totals(self, values: Array, groups: NDArray[np.int64] | None, size: int) -> tuple[Floats, Floats]:
        held = np.asarray(values, dtype=np.float64) * self.weights
        everyone = np.zeros(len(held), dtype=np.int64)
        value = np.asarray(
            np.bincount(everyone if groups is None else groups, held, minlength=size), dtype=np.float64
        )
        by_record = np.bincount(self.record, held, minlength=len(self._first))
        return value, self.drawn.totals(by_record, None if groups is None else groups[self._first], size)


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
