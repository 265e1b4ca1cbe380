"""The few operations that are more than one numpy call. Numpy only: a saved plan runs without OpenFisca.

Each repeats what OpenFisca does, call for call and in the same order, so that the last bit is the same:
``bincount`` adds in the order of people, tax scales go through the same ``dot``.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

EPSILON = np.finfo(np.float64).eps
ONE_BY_ONE = 8  # numbers that numpy adds in blocks; less are added one after the other
REDUCERS: dict[str, Callable[[Array, Array], Array]] = {
    "maximum": np.maximum,
    "minimum": np.minimum,
    "logical_and": np.logical_and,
    "logical_or": np.logical_or,
    "add": np.add,
}


class Group:
    """Sums and projections between people and the groups of one kind.

    Args:
        count: number of groups.
        of_person: for each person, the number of their group.
        role: for each person, the position of their role.
        width: size of the biggest group, over all blocks: ranks are taken in rows of that width.
    """

    def __init__(self, count: int, of_person: Array, role: Array, width: int) -> None:
        self.count = count
        self.of_person = of_person
        self.roles = role
        self.width = width
        order = np.argsort(of_person, kind="stable")
        sizes = np.bincount(of_person, minlength=count)
        starts = np.cumsum(sizes) - sizes
        self.position = np.empty(len(of_person), dtype=np.int32)
        self.position[order] = np.arange(len(of_person)) - np.repeat(starts, sizes)
        self._order = order
        self._sizes = sizes
        self._starts = starts
        self._has: dict[tuple[int, ...], Array] = {}
        self._people: dict[tuple[int, ...], tuple[Array, Array]] = {}
        self._nth: dict[int, tuple[Array, Array]] = {}

    def has_role(self, *roles: int) -> Array:
        """Tell for each person whether their role is one of ``roles``."""
        known = self._has.get(roles)
        if known is None:
            known = self._has[roles] = np.isin(self.roles, roles)
        return known

    def people(self, *roles: int) -> tuple[Array, Array]:
        """Return the people who have one of these roles, and their groups."""
        known = self._people.get(roles)
        if known is None:
            people = np.flatnonzero(self.has_role(*roles))
            known = self._people[roles] = (people, self.of_person[people])
        return known

    def sum(self, values: Array, *roles: int) -> Array:
        """Add the values of the people of each group, or of those who have one of these roles."""
        if not roles:
            return np.bincount(self.of_person, weights=values, minlength=self.count)
        people, groups = self.people(*roles)
        return np.bincount(groups, weights=values.take(people), minlength=self.count)

    def size(self) -> Array:
        """Count the people of each group."""
        return np.bincount(self.of_person, minlength=self.count)

    def value_of(self, values: Array, default: Any, *roles: int) -> Array:
        """Return the value of the one person of each group who has the role."""
        people, groups = self.people(*roles)
        result = np.full(self.count, default, dtype=values.dtype)
        result[groups] = values.take(people)
        return result

    def value_nth(self, values: Array, n: int, default: Any) -> Array:
        """Return the value of the person at position ``n`` of each group."""
        known = self._nth.get(n)
        if known is None:
            groups = np.flatnonzero(self._sizes > n)
            known = self._nth[n] = (groups, self._order[self._starts[groups] + n])
        groups, people = known
        result = np.full(self.count, default, dtype=values.dtype)
        result[groups] = values.take(people)
        return result

    def reduce(self, values: Array, reducer: str, neutral: Any) -> Array:
        """Reduce the values of the people of each group, position after position."""
        result = np.full(self.count, neutral)
        for n in range(self.width):
            result = REDUCERS[reducer](result, self.value_nth(values, n, neutral))
        return result

    def rank(self, criteria: Array, condition: Array) -> Array:
        """Rank each person in their group; -1 where ``condition`` is false."""
        filtered = np.where(condition, criteria, np.inf)
        rows = np.asarray([self.value_nth(filtered, n, np.inf) for n in range(self.width)]).transpose()
        ranks = np.argsort(np.argsort(rows))
        return np.where(condition, ranks[self.of_person, self.position], -1)

    def project(self, values: Array) -> Array:
        """Give each person the value of their group."""
        return values.take(self.of_person)


def _thresholds(base: Array, thresholds: Array, factor: Any, decimals: int | None) -> Array:
    result = np.outer(np.ones(len(base)) * factor + EPSILON, thresholds)
    return result if decimals is None else np.round(result, decimals)


def marginal_rate(
    base: Array, limits: Array, rates: Array, factor: Any = None, decimals: int | None = None
) -> Array:
    """Apply a scale of marginal rates; ``limits`` are its thresholds, then infinity.

    OpenFisca has a row for each person; a row for each bracket is quicker, for numpy then goes along people. The
    values are the same; ``dot`` and ``sum`` are given them in an order in which they add alike. ``sum`` adds
    less than eight numbers one after the other, and more of them otherwise.
    """
    brackets = limits[:, None]
    if isinstance(factor, np.ndarray) and factor.shape != (1,):
        rows = brackets * (np.ones(len(base)) * factor + EPSILON)
    else:
        rows = brackets * (np.ones(1) * (1.0 if factor is None else factor) + EPSILON)
    if decimals is not None:
        rows = rows.round(decimals)
    parts = np.maximum(np.minimum(base, rows[1:]) - rows[:-1], 0)
    if decimals is None:
        return np.asarray(np.dot(rates, np.ascontiguousarray(parts.T).T))
    dues = (rates[:, None] * parts.round(decimals)).round(decimals)
    if len(dues) < ONE_BY_ONE:
        return np.asarray(dues.sum(axis=0))
    return np.asarray(np.ascontiguousarray(dues.T).sum(axis=1))


def bracket(base: Array, thresholds: Array, factor: Any = 1.0, decimals: int | None = None) -> Array:
    """Return the number of the bracket of a scale in which each value falls."""
    bases = np.tile(base, (len(thresholds), 1)).T
    limits = _thresholds(base, thresholds, factor, decimals)
    return np.asarray((bases - limits >= 0).sum(axis=1) - 1)


def average_rate(base: Array, thresholds: Array, rates: Array) -> Array:
    """Apply a scale of linear average rates."""
    bases = np.tile(base, (len(thresholds) - 1, 1)).T
    limits = np.tile(thresholds, (len(base), 1))
    within = (bases >= limits[:, :-1]) * (bases < limits[:, 1:])
    slope = (rates[1:] - rates[:-1]) / (thresholds[1:] - thresholds[:-1])
    slopes = np.dot(within, slope.T)
    starts = np.dot(within, rates[:-1])
    lows = np.dot(within, thresholds[:-1])
    return np.asarray(base * (starts + (base - lows) * slopes))


def marginal_amount(base: Array, thresholds: Array, amounts: Array) -> Array:
    """Add the amounts of the brackets up to the one in which each value falls."""
    bases = np.tile(base, (len(thresholds), 1)).T
    limits = np.tile(np.hstack((thresholds, np.inf)), (len(base), 1))
    parts = np.maximum(np.minimum(bases, limits[:, 1:]) - limits[:, :-1], 0)
    return np.asarray(np.dot(amounts, parts.T > 0))


def single_amount(base: Array, thresholds: Array, amounts: Array, right: bool = False) -> Array:
    """Return the amount of the bracket in which each value falls."""
    limits = np.array([-np.inf, *thresholds.tolist(), np.inf])
    indices = np.digitize(base, limits, right=right)
    return np.asarray(np.array([0, *amounts.tolist(), 0])[indices - 1])
