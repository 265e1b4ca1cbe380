"""What a plan must know of variables to take columns: types, periods, Enum members. Numpy only.

Columns are made here what OpenFisca's ``set_input`` would make of them. Whatever would be refused, or is
unusual, is declined: plain OpenFisca then takes it, or raises its own error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine.households import Households

Array = NDArray[Any]
Key = tuple[str, str]
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
YEAR = re.compile(r"\d{4}")
ETERNITY = "ETERNITY"
SMALL = 16_384  # bytes up to which columns are compared to find those that are the same
VALUE, GIVEN = " value", " given"  # columns in which plans read what is given in part
TEXT = np.dtype("<U32")  # how plans hold texts without max_length, which OpenFisca holds as Python objects


class Declined(Exception):  # noqa: N818
    """Left to plain OpenFisca as a whole; the message says why."""


@dataclass(frozen=True)
class Fact:
    """What is known of a variable.

    Attributes:
        entity: whose it is.
        unit: ``"month"``, ``"year"``, ``"eternity"`` or another that plans do not take.
        dtype: type of its values, in plans.
        loose: whether it is a text without max_length.
        default: its default value, as an array of length one.
        names: names of the members, of an Enum.
        spread: how a year is made into months: ``"dispatch"``, ``"divide"`` or not at all.
        starts: dates from which it has a formula.
        end: the last day it exists.
        ours: whether it is a variable of this package.
        asked: whether people are asked for it.
        usable: false when it is neutralised, or has a way of its own to take inputs.
    """

    entity: str
    unit: str
    dtype: str
    default: Array
    names: tuple[str, ...]
    spread: str
    starts: tuple[str, ...]
    end: str
    usable: bool
    loose: bool = False
    ours: bool = False
    asked: bool = False

    def has_formula(self, period: str) -> bool:
        """Whether the variable has a formula at a period."""
        start = first_day(period)
        if self.end and start > self.end:
            return False
        return any(each <= start for each in self.starts)


@lru_cache(maxsize=10_000)
def unit_of(period: str) -> str:
    """Return whether a period is a month or a year, or nothing when it is neither."""
    return "month" if MONTH.fullmatch(period) else "year" if YEAR.fullmatch(period) else ""


def first_day(period: str) -> str:
    """Return the first day of a period, as text."""
    if period == ETERNITY:
        return "0001-01-01"
    return f"{period}-01" if unit_of(period) == "month" else f"{period}-01-01"


def prepare(facts: Mapping[str, Fact], households: Households) -> dict[Key, Array]:
    """Return what is given, by variable and period of definition, in the types of the law.

    Raises:
        Declined: OpenFisca would refuse it, or plans do not know what it would make of it.
    """
    sizes = {name: group.count for name, group in households.groups.items()}
    sizes["individu"] = households.persons
    result: dict[Key, Array] = {}
    made = _Made()
    for (name, period), values in households.columns.items():
        fact = facts.get(name)
        if fact is None:
            raise Declined("a variable that does not exist is given")
        if not fact.usable:
            raise Declined(f"{name} takes its inputs in a way of its own")
        values = np.asarray(values)
        if values.shape != (sizes[fact.entity],):
            raise Declined(f"{name}: one value for each {fact.entity} was expected")
        if fact.unit == "eternity":
            # Any period is good for what has one value for all time.
            result[(name, ETERNITY)] = typed(fact, name, values)
            continue
        unit = unit_of(period)
        if not unit:
            raise Declined(f"{name} is given at an unusual period")
        if fact.end and first_day(period) > fact.end:
            continue
        if unit == fact.unit:
            key = (name, period)
            if key in result:
                if fact.spread != "dispatch":
                    raise Declined(f"{name} is given by year and by month")
                # A value already there stands, as OpenFisca has it.
                continue
            result[key] = made.of(fact, name, values)
        elif unit == "year" and fact.unit == "month" and fact.spread:
            _spread(result, fact, name, period, values)
        else:
            raise Declined(f"{name} cannot be given by {unit}")
    return result


class _Made:
    """Columns in the types of the law: the same values given at several months are one array."""

    def __init__(self) -> None:
        self._by_array: dict[tuple[str, int], tuple[Array, Array]] = {}
        self._by_content: dict[tuple[str, bytes], Array] = {}

    def of(self, fact: Fact, name: str, values: Array) -> Array:
        known = self._by_array.get((name, id(values)))
        if known is None:
            array = typed(fact, name, np.asarray(values))
            if array.nbytes <= SMALL:
                array = self._by_content.setdefault((name, array.tobytes()), array)
            known = self._by_array[name, id(values)] = (values, array)
        return known[1]


def prepare_partial(facts: Mapping[str, Fact], households: Households) -> dict[Key, Array]:
    """Return what is given in part, as two columns each, named after the variable: values, and of whom.

    Raises:
        Declined: it is given at periods of another unit, or is a column too.
    """
    result: dict[Key, Array] = {}
    made = _Made()
    for (name, period), (values, given) in households.partial.items():
        fact = facts.get(name)
        if (
            fact is None
            or not fact.usable
            or unit_of(period) != fact.unit
            or (name, period) in households.columns
        ):
            raise Declined(f"{name} is given in part in an unusual way")
        result[name + VALUE, period] = made.of(fact, name, values)
        result[name + GIVEN, period] = given
    return result


def _spread(result: dict[Key, Array], fact: Fact, name: str, year: str, values: Array) -> None:
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    if fact.spread == "dispatch":
        array = typed(fact, name, values)
        for month in months:
            array = result.setdefault((name, month), array)
        return
    missing = [month for month in months if (name, month) not in result]
    if not missing or values.dtype.kind not in "if":
        raise Declined(f"{name} is given by year and by month")
    remaining = values.copy()
    for month in months:
        if month not in missing:
            try:
                remaining -= result[(name, month)]
            except TypeError as error:
                raise Declined(f"{name} is given by year and by month") from error
    share = remaining / len(missing)
    for month in missing:
        result[(name, month)] = typed(fact, name, share)


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
