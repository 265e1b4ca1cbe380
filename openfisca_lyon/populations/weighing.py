"""Weighs a population so that it meets the margins, then makes the weights whole."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.calibration import Calibrated, calibrate, integerise
from openfisca_lyon.populations.draws import Draws
from openfisca_lyon.populations.fits import Fit, fits
from openfisca_lyon.populations.population import Population

Floats = NDArray[np.float64]

LOOSE = 0.03
"""How far margins that contradict each other may give way, by their tolerance: the tightest give way least.
At this value none uses more than the most part of its tolerance, and weights stay close to one another."""


def weighed(population: Population, initial: Floats, *, by_commune: bool = True) -> Calibrated:
    """Find weights that meet the margins.

    Args:
        population: its own weights do not matter.
        initial: weights to stay close to.
        by_commune: whether the margins of communes must be met too; too few records cannot.

    Raises:
        CalibrationError: no weights within the bounds do.
    """
    lines = [line for line in fits(population) if by_commune or line.margin != "commune"]
    counts, targets, slack = system(lines)
    return calibrate(counts, targets, initial * (targets[0] / initial.sum()), slack=slack)


def system(lines: list[Fit]) -> tuple[Floats, Floats, Floats]:
    """Return what records count, the targets and the slack of each margin, as counts all above zero.

    A rate becomes a count: so many on part time, less the rate of all employees, plus all those at work of that
    sex and age, of whom the number is known.
    """
    by_name = {(line.margin, line.category): line for line in lines}
    columns, targets, tolerances = [], [], []
    for line in lines:
        if line.per is None:
            columns.append(line.counts)
            targets.append(line.target)
            tolerances.append(line.tolerance / line.target)
            continue
        known = by_name["activity_sex_age", f"{line.category}_employed"]
        rate = line.target / 100
        columns.append(line.counts - rate * line.per + known.counts)
        targets.append(known.target)
        tolerances.append(rate * line.tolerance / line.target)
    aims = np.array(targets)
    return np.column_stack(columns), aims, LOOSE * np.array(tolerances) / aims


def made_whole(population: Population, weights: Floats, seed: int) -> NDArray[np.int64]:
    """Return whole weights: the rest of each is drawn along places, kinds and tenures."""
    homes = population.menages
    names = ("statut_occupation_logement", "type_menage", "commune")
    order = np.lexsort([homes[name].cat.codes.to_numpy() for name in names])
    return integerise(weights, order, float(Draws(seed, "weights").uniform(1)[0]))


def quantile(values: NDArray[Any], weights: NDArray[Any], share: float = 0.5) -> float:
    """Return the value below which a share of the weights stands; of nothing, not a number.

    >>> quantile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]))
    2.0
    """
    if not weights.sum():
        return float("nan")
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][min(int(np.searchsorted(reached, share)), len(values) - 1)])
