"""Measures on weighted arrays: shares, deciles, poverty, inequality, winners. ``docs/definitions.md`` defines each.

Levels are annual standards of living in euros; weights are those of persons unless said otherwise. Weights are
zero or more; a record of zero weight changes no measure. With no weight at all, a measure is not a number.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

TENTHS = 10
# A change below one euro a month is not felt, and may be a rounding of the law.
FELT_BY_YEAR = 12.0


@dataclass(frozen=True)
class Poverty:
    """Poverty under a line.

    Attributes:
        rate: share of persons whose level is under the line.
        persons: their number.
        intensity: gap between the line and their median level, as a share of the line (Insee's measure).
    """

    rate: float
    persons: float
    intensity: float


@dataclass(frozen=True)
class Moves:
    """Who wins and who loses: weights on each side, and what they win or lose in all, in euros a year."""

    winners: float
    losers: float
    unchanged: float
    gained: float
    lost: float


def mean(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the weighted mean.

    >>> mean([100, 200], [3, 1])
    125.0
    """
    held, weight = _arrays(values, weights)
    total = weight.sum()
    return float(held @ weight / total) if total else float("nan")


def quantiles(values: ArrayLike, weights: ArrayLike, shares: ArrayLike) -> Floats:
    """Return, for each share, the smallest value that at least this share of the weight does not exceed.

    >>> quantiles([10, 20, 30, 40], [1, 1, 1, 1], [0.5, 0.75, 1.0]).tolist()
    [20.0, 30.0, 40.0]
    """
    held, weight = _arrays(values, weights)
    asked = np.atleast_1d(np.asarray(shares, dtype=np.float64))
    present = weight > 0
    held, weight = held[present], weight[present]
    if not len(held):
        return np.full(len(asked), np.nan)
    order = np.argsort(held, kind="stable")
    reached = np.cumsum(weight[order])
    # 0.1 + 0.2 is a little over 0.3: a share reached but for the rounding of floats is reached.
    wanted = asked * reached[-1] * (1 - 1e-12)
    return np.asarray(held[order][np.minimum(np.searchsorted(reached, wanted), len(held) - 1)])


def median(values: ArrayLike, weights: ArrayLike) -> float:
    """Return the weighted median: see :func:`quantiles`."""
    return float(quantiles(values, weights, 0.5)[0])


def limits(levels: ArrayLike, weights: ArrayLike) -> Floats:
    """Return the nine levels that part persons in ten tenths."""
    return quantiles(levels, weights, np.arange(1, TENTHS) / TENTHS)


def deciles(levels: ArrayLike, weights: ArrayLike) -> NDArray[np.int64]:
    """Return for each record its tenth, from 1 (lowest levels) to 10.

    Equal levels are always in the same tenth, the lowest that holds them, so that tenths may be uneven. A
    record of zero weight takes the tenth of its level.

    >>> deciles([5, 5, 5, 9, 12], [1, 1, 1, 1, 0]).tolist()
    [1, 1, 1, 8, 10]
    """
    held = np.asarray(levels, dtype=np.float64)
    return np.searchsorted(limits(held, weights), held, side="left").astype(np.int64) + 1


def poverty(levels: ArrayLike, weights: ArrayLike, line: float) -> Poverty:
    """Measure poverty under a line; a level equal to the line is not poor.

    >>> poverty([600, 900, 1000, 2000], [1, 1, 1, 1], 1000)
    Poverty(rate=0.5, persons=2.0, intensity=0.4)
    """
    held, weight = _arrays(levels, weights)
    poor = held < line
    total, persons = float(weight.sum()), float(weight[poor].sum())
    return Poverty(
        rate=persons / total if total else float("nan"),
        persons=persons,
        intensity=1 - median(held[poor], weight[poor]) / line if persons else 0.0,
    )


def shortfall(levels: ArrayLike, units: ArrayLike, weights: ArrayLike, line: float) -> float:
    """Return the euros a year that would bring every household to the line.

    Args:
        levels: standard of living of each household.
        units: its consumption units.
        weights: how many households it stands for.
        line: the line.

    >>> shortfall([600, 2000], [1.5, 1.0], [2, 1], 1000)
    1200.0
    """
    missing = np.maximum(line - np.asarray(levels, dtype=np.float64), 0) * np.asarray(units, dtype=np.float64)
    return float(missing @ np.asarray(weights, dtype=np.float64))


def gini(levels: ArrayLike, weights: ArrayLike) -> float:
    """Return the Gini index: 0 when all have the same level, near 1 when one has all. A level below 0 counts as 0.

    >>> gini([0, 0, 0, 100], [1, 1, 1, 1])
    0.75
    """
    held, weight = _arrays(levels, weights)
    held = np.maximum(held, 0)
    order = np.argsort(held, kind="stable")
    weight, owned = weight[order], (held * weight)[order]
    total, wealth = weight.sum(), owned.sum()
    if not total or not wealth:
        return float("nan") if not total else 0.0
    share = np.concatenate([[0.0], np.cumsum(owned)]) / wealth
    # Where all have the same, rounding may lead just under 0.
    return max(0.0, float(1 - (weight / total) @ (share[1:] + share[:-1])))


def moves(changes: ArrayLike, weights: ArrayLike, felt: float = FELT_BY_YEAR) -> Moves:
    """Tell who wins and who loses: a change of ``felt`` euros a year or less, up or down, is no change.

    >>> moves([120, -60, 12, 0], [2, 1, 5, 4])
    Moves(winners=2.0, losers=1.0, unchanged=9.0, gained=240.0, lost=60.0)
    """
    change, weight = _arrays(changes, weights)
    up, down = change > felt, change < -felt
    winners, losers = float(weight[up].sum()), float(weight[down].sum())
    return Moves(
        winners=winners,
        losers=losers,
        unchanged=float(weight.sum()) - winners - losers,
        gained=float(change[up] @ weight[up]),
        lost=float(-change[down] @ weight[down]),
    )


def _arrays(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)


def spread(levels: ArrayLike, weights: ArrayLike, line: float) -> Floats:
    """Return four measures of levels already sorted, going through them once.

    Returns:
        :func:`median`, :func:`gini`, the ninth tenth's limit over the first's, and the intensity of
        :func:`poverty`.
    """
    held, weight = _arrays(levels, weights)
    reached = np.cumsum(weight)
    total = reached[-1]

    def at(amount: float) -> float:
        return float(held[min(int(np.searchsorted(reached, amount * (1 - 1e-12))), len(held) - 1)])

    owned = np.maximum(held, 0) * weight
    wealth = owned.sum()
    # Twice the area under the curve of Lorenz: what each owns, by the share of those above it.
    # Not « @ »: the threads of BLAS wait for one another on a busy machine, a hundred times longer than they add.
    above = 2 * np.einsum("i,i->", owned, total - reached) + np.einsum("i,i->", owned, weight)
    first = at(0.1 * total)
    poor = float(reached[rank - 1]) if (rank := int(np.searchsorted(held, line))) else 0.0
    return np.array(
        [
            at(0.5 * total),
            1 - above / (total * wealth) if wealth else 0.0,
            at(0.9 * total) / first if first > 0 else np.nan,
            1 - at(0.5 * poor) / line if poor else 0.0,
        ]
    )
