"""How columns that are given are taken, as OpenFisca's ``set_input`` would take them. Numpy only.

What only depends on which variables are given, and when, is worked out once (:class:`Intake`): a household
described by an agent may give the same three hundred variables for thirty-four months. Whatever OpenFisca would
refuse, or is unusual, is declined: plain OpenFisca then takes it, or raises its own error.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine.facts import ETERNITY, GIVEN, VALUE, Declined, Fact, Key, first_day, unit_of
from openfisca_lyon.engine.households import PERSON, Households

Array = NDArray[Any]
Pattern = tuple[tuple[Key, Key], ...]
"""For each column given, the first column that holds the same values."""
Code = tuple[int | tuple[int, ...], ...]
"""A pattern, shorter: for each variable, at each of its periods, the rank of the first that holds the same."""

SMALL = 16_384  # bytes up to which columns are compared to find those that are the same
OF_ALL = ("", "all")  # stands for a column of booleans that are all true
ALL, NOBODY = -1, -2  # ranks of what is given of everyone, and of nobody


class Taken(NamedTuple):
    """Columns as the law holds them.

    Attributes:
        intake: how they were taken.
        columns: those that differ, each under the first variable and period that hold it.
        code: which of them stands at each period.
    """

    intake: "Intake"
    columns: dict[Key, Array]
    code: Code

    @property
    def pattern(self) -> Pattern:
        """For each column given, the first that holds the same values."""
        return self.intake.pattern(self.code)


@dataclass(frozen=True)
class _Row:
    """One variable: the periods at which it is given, and which arrays hold its values there."""

    name: str
    fact: Fact
    keys: tuple[Key, ...]
    read: Callable[[Sequence[Array]], Sequence[Array]]

    def typed(self, values: Array, sizes: Mapping[str, int]) -> Array:
        return typed(self.fact, self.name, sized(self.fact, self.name, values, sizes))


@dataclass(frozen=True)
class _Share:
    """What a year leaves to each month that is not given, of an amount that is divided."""

    name: str
    fact: Fact
    year: int
    known: tuple[int, ...]

    def of(self, arrays: Sequence[Array], sizes: Mapping[str, int]) -> Array:
        remaining = sized(self.fact, self.name, arrays[self.year], sizes).copy()
        if remaining.dtype.kind not in "if":
            raise Declined(f"{self.name} is given by year and by month")
        for month in self.known:
            try:
                remaining -= typed(self.fact, self.name, sized(self.fact, self.name, arrays[month], sizes))
            except TypeError as error:
                raise Declined(f"{self.name} is given by year and by month") from error
        return np.asarray(remaining / (12 - len(self.known)))


class Intake:
    """How one list of variables and periods is taken.

    Args:
        facts: what is known of variables.
        keys: what is given, in this order.
        partial: what is given of some members only.

    Attributes:
        given: what is given, by variable and period of definition, but for what is given in part.
        keys: the columns that plans may read of it, two for what is given in part.

    Raises:
        Declined: OpenFisca would refuse it, or plans do not know what it would make of it.
    """

    def __init__(self, facts: Mapping[str, Fact], keys: Sequence[Key], partial: Sequence[Key]) -> None:
        self._shares: list[_Share] = []
        self._count = len(keys)
        found: dict[str, dict[Key, int]] = {}
        for rank, (name, period) in enumerate(keys):
            fact = facts.get(name)
            if fact is None:
                raise Declined("a variable that does not exist is given")
            if not fact.usable:
                raise Declined(f"{name} takes its inputs in a way of its own")
            self._place(found.setdefault(name, {}), rank, fact, name, period)
        self._rows = [
            _Row(name, facts[name], tuple(places), reader(places.values()))
            for name, places in found.items()
            if places
        ]
        used = {rank for places in found.values() for rank in places.values()}
        # What stands nowhere is still checked: OpenFisca would refuse its values all the same.
        self._idle = [(name, facts[name], rank) for rank, (name, _) in enumerate(keys) if rank not in used]
        self.given: tuple[Key, ...] = tuple(key for row in self._rows for key in row.keys)
        self._partial = self._in_part(facts, keys, partial)
        columns = (pair for row in self._partial for key in row.keys for pair in in_two(*key))
        self.keys: tuple[Key, ...] = (*self.given, *columns)

    def _place(self, places: dict[Key, int], rank: int, fact: Fact, name: str, period: str) -> None:
        """Say at which periods a column stands."""
        if fact.unit == "eternity":
            # Any period is good for what has one value for all time; the last one stands.
            places[name, ETERNITY] = rank
            return
        unit = unit_of(period)
        if not unit:
            raise Declined(f"{name} is given at an unusual period")
        if fact.end and first_day(period) > fact.end:
            return
        if unit == fact.unit:
            if (name, period) not in places:
                places[name, period] = rank
            elif fact.spread != "dispatch":
                raise Declined(f"{name} is given by year and by month")
            # A value already there stands, as OpenFisca has it.
        elif unit == "year" and fact.unit == "month" and fact.spread:
            self._spread(places, rank, fact, name, [(name, f"{period}-{month:02}") for month in range(1, 13)])
        else:
            raise Declined(f"{name} cannot be given by {unit}")

    def _spread(self, places: dict[Key, int], rank: int, fact: Fact, name: str, months: list[Key]) -> None:
        if fact.spread == "dispatch":
            for month in months:
                # From a month already given on, OpenFisca goes on with the values of that month.
                rank = places.setdefault(month, rank)
            return
        known = tuple(places[month] for month in months if month in places)
        if len(known) == len(months):
            raise Declined(f"{name} is given by year and by month")
        share = self._count + len(self._shares)
        self._shares.append(_Share(name, fact, rank, known))
        for month in months:
            places.setdefault(month, share)

    @staticmethod
    def _in_part(facts: Mapping[str, Fact], keys: Sequence[Key], partial: Sequence[Key]) -> list[_Row]:
        found: dict[str, dict[Key, int]] = {}
        whole = set(keys) if partial else set()
        for rank, (name, period) in enumerate(partial):
            fact = facts.get(name)
            if fact is None or not fact.usable or unit_of(period) != fact.unit or (name, period) in whole:
                raise Declined(f"{name} is given in part in an unusual way")
            found.setdefault(name, {})[name, period] = rank
        return [
            _Row(name, facts[name], tuple(places), reader(places.values())) for name, places in found.items()
        ]

    def take(self, households: Households) -> Taken:
        """Take the columns of households that are given these variables at these periods, in this order.

        Raises:
            Declined: OpenFisca would refuse some values.
        """
        sizes = {name: group.count for name, group in households.groups.items()}
        sizes[PERSON] = households.persons
        arrays = list(households.columns.values())
        for share in self._shares:
            arrays.append(share.of(arrays, sizes))
        for name, fact, rank in self._idle:
            typed(fact, name, sized(fact, name, arrays[rank], sizes))
        columns: dict[Key, Array] = {}
        code: list[int | tuple[int, ...]] = [
            self._taken(row, row.read(arrays), row.keys, sizes, columns) for row in self._rows
        ]
        if self._partial:
            values = [part.values for part in households.partial.values()]
            given = [part.given for part in households.partial.values()]
            for row in self._partial:
                of_values, of_given = zip(*(in_two(*key) for key in row.keys), strict=True)
                code.append(self._taken(row, row.read(values), of_values, sizes, columns))
                code.append(self._told(row.read(given), of_given, columns))
        return Taken(self, columns, tuple(code))

    @staticmethod
    def _taken(
        row: _Row,
        read: Sequence[Array],
        keys: Sequence[Key],
        sizes: Mapping[str, int],
        columns: dict[Key, Array],
    ) -> int | tuple[int, ...]:
        """Keep the arrays of a variable that differ, and tell which stands at each period."""
        if len(set(map(id, read))) == 1:
            columns[keys[0]] = row.typed(read[0], sizes)
            return 0
        by_array: dict[int, int] = {}
        by_content: dict[bytes, int] = {}
        ranks = []
        for rank, values in enumerate(read):
            known = by_array.get(id(values))
            if known is None:
                array = row.typed(values, sizes)
                small = array.nbytes <= SMALL
                known = by_array[id(values)] = by_content.setdefault(array.tobytes(), rank) if small else rank
                if known == rank:
                    columns[keys[rank]] = array
            ranks.append(known)
        return tuple(ranks) if any(ranks) else 0

    @staticmethod
    def _told(read: Sequence[Array], keys: Sequence[Key], columns: dict[Key, Array]) -> int | tuple[int, ...]:
        """Keep who a variable is given of, unless it is everyone, or nobody."""
        by_array: dict[int, int] = {}
        ranks = []
        for rank, given in enumerate(read):
            known = by_array.get(id(given))
            if known is None:
                known = by_array[id(given)] = ALL if given.all() else rank if given.any() else NOBODY
                if known == rank:
                    columns[keys[rank]] = given
            ranks.append(known)
        return ranks[0] if len(by_array) == 1 else tuple(ranks)

    def pattern(self, code: Code) -> Pattern:
        """Return the pattern that a code is; what is given of nobody is as if it were not."""
        rows = [row.keys for row in self._rows]
        for row in self._partial:
            rows.extend(zip(*(in_two(*key) for key in row.keys), strict=True))
        found: list[tuple[Key, Key]] = []
        for keys, ranks in zip(rows, code, strict=True):
            each = [ranks] * len(keys) if isinstance(ranks, int) else ranks
            for key, rank in zip(keys, each, strict=True):
                if rank != NOBODY:
                    found.append((key, OF_ALL if rank == ALL else keys[rank]))
        return tuple(found)


def in_two(name: str, period: str) -> tuple[Key, Key]:
    """Return the columns in which plans read what is given in part: values, and of whom."""
    return (name + VALUE, period), (name + GIVEN, period)


def reader(ranks: Iterable[int]) -> Callable[[Sequence[Array]], Sequence[Array]]:
    """Return what takes the arrays of these ranks, always several."""
    several = tuple(ranks)
    if len(several) > 1:
        return itemgetter(*several)
    return itemgetter(slice(several[0], several[0] + 1))


def sized(fact: Fact, name: str, values: Array, sizes: Mapping[str, int]) -> Array:
    """Return values, one for each member.

    Raises:
        Declined: there are more or less of them.
    """
    values = np.asarray(values)
    if values.shape != (sizes[fact.entity],):
        raise Declined(f"{name}: one value for each {fact.entity} was expected")
    return values


def typed(fact: Fact, name: str, values: Array) -> Array:
    """Return values in the type of a variable.

    Raises:
        Declined: OpenFisca would refuse them.
    """
    dtype = np.dtype(fact.dtype)
    try:
        if fact.loose:
            texts = values.astype(str)
            if texts.dtype.itemsize > dtype.itemsize or values.dtype.kind not in "OU":
                raise Declined(f"{name}: a text too long for plans")
            return texts.astype(dtype)
        if fact.names:
            if np.issubdtype(values.dtype, np.integer):
                return values.astype(np.int16)
            texts, inverse = np.unique(values.astype(str), return_inverse=True)
            index = {text: number for number, text in enumerate(fact.names)}
            return np.array([index[text] for text in texts.tolist()], dtype=np.int16)[inverse]
        return values if values.dtype == dtype else values.astype(dtype)
    except (KeyError, TypeError, ValueError) as error:
        raise Declined(f"{name}: values that OpenFisca refuses") from error
