"""What a plan must know of variables: types, periods, Enum members. Numpy only."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Key = tuple[str, str]
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
YEAR = re.compile(r"\d{4}")
ETERNITY = "ETERNITY"
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
