"""Random numbers that are the same on every machine and with every numpy.

Only the bits of PCG64 are promised by numpy never to change; numbers are made of them here.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Draws:
    """A source of numbers for one stage of a generator: stages do not shift one another.

    >>> one, same = Draws(2026, "ages"), Draws(2026, "ages")
    >>> bool(one.uniform(3)[2] == same.uniform(3)[2])
    True
    """

    def __init__(self, seed: int, stage: str) -> None:
        words = [seed, *stage.encode()]
        self._bits = np.random.PCG64(np.random.SeedSequence(words))

    def uniform(self, count: int) -> Floats:
        """Return numbers between 0 (included) and 1 (excluded)."""
        return np.asarray((self._bits.random_raw(count) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)

    def normal(self, count: int) -> Floats:
        """Return numbers of the standard normal law (Box and Muller), rounded so that all machines agree."""
        radius = np.sqrt(-2 * np.log1p(-self.uniform(count)))
        return np.asarray(np.round(radius * np.cos(2 * np.pi * self.uniform(count)), 9))

    def choose(self, shares: Any, count: int | None = None, at: Floats | None = None) -> Ints:
        """Return positions drawn by shares: one row of shares per draw, or one for all ``count``.

        ``at`` gives the uniform numbers to draw by, one per row, when they are not to be new ones.
        """
        rows = np.asarray(shares, dtype=np.float64)
        if rows.ndim == 1:
            edges = np.cumsum(rows) / rows.sum()
            found = np.searchsorted(edges, self.uniform(count or 0), side="right")
            return np.asarray(np.minimum(found, len(rows) - 1))
        edges = np.cumsum(rows, axis=1)
        drawn = (self.uniform(len(rows)) if at is None else at) * edges[:, -1]
        return np.asarray(np.minimum((edges <= drawn[:, None]).sum(axis=1), rows.shape[1] - 1))

    def spread(self, shares: Any, count: int) -> Ints:
        """Return ``count`` positions in numbers as near as can be to shares, in random order."""
        edges = np.cumsum(np.asarray(shares, dtype=np.float64))
        points = (np.arange(count) + self.uniform(1)) / max(count, 1)
        ordered = np.minimum(np.searchsorted(edges / edges[-1], points, side="right"), len(edges) - 1)
        return np.asarray(ordered[np.argsort(self.uniform(count), kind="stable")])


def fitted(seed: Floats, rows: Floats, columns: Floats, turns: int = 300) -> Floats:
    """Return the table that keeps the seed's associations and has these totals (iterative proportions).

    The totals of columns are first scaled to those of rows.
    """
    table = seed * 1.0
    columns = columns * rows.sum() / columns.sum()
    for _ in range(turns):
        table *= (rows / np.maximum(table.sum(axis=1), 1e-300))[:, None]
        table *= columns / np.maximum(table.sum(axis=0), 1e-300)
    return table


def normal_quantile(shares: Floats) -> Floats:
    """Return the quantiles of the standard normal law, within 0.0005 (Abramowitz and Stegun 26.2.23)."""
    tail = np.clip(np.minimum(shares, 1 - shares), 1e-12, 0.5)
    step = np.sqrt(-2 * np.log(tail))
    top = 2.515517 + step * (0.802853 + step * 0.010328)
    bottom = 1 + step * (1.432788 + step * (0.189269 + step * 0.001308))
    return np.asarray(np.round(np.where(shares < 0.5, -1.0, 1.0) * (step - top / bottom), 9))


def ranked(values: Floats) -> Floats:
    """Return the rank of each value as a number between 0 and 1: uniform, and in the same order.

    >>> ranked(np.array([5.0, -1.0])).tolist()
    [0.75, 0.25]
    """
    found = np.empty(len(values))
    found[np.argsort(values, kind="stable")] = (np.arange(len(values)) + 0.5) / len(values)
    return found
