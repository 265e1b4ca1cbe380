"""A household ready to be computed, with what was said of it and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openfisca_lyon.engine import Households

YEARS_BACK = 2  # the law looks back on the second calendar year before the month asked

Key = tuple[str, int]
"""A variable, and the number of the member of its entity that it is about."""


@dataclass(frozen=True)
class Situation:
    """One household at a month.

    Attributes:
        month: the month asked, ``"2026-10"``.
        households: the household, in columns.
        labels: for each entity, how each of its members is called.
        answered: what the person said, inputs by member.
        complete: what is not said is « non », « zéro » or « aucun ».
        pointers: where an unanswered input would be said, as a JSON pointer.
        ages: age of each person at the month, ``None`` where the birth date is not known.
        notes: what was assumed, in French.
    """

    month: str
    households: Households
    labels: Mapping[str, tuple[str, ...]]
    answered: frozenset[Key]
    complete: bool
    pointers: Mapping[str, tuple[str, ...]]
    ages: tuple[int | None, ...]
    notes: tuple[str, ...] = ()

    def said(self, variable: str, member: int) -> bool:
        """Tell whether an input was answered for a member of its entity."""
        return (variable, member) in self.answered


def members_of(households: Households, entity: str) -> int:
    """Return how many members an entity has."""
    return households.persons if entity == "individu" else households.groups[entity].count


def periods_of(definition_period: Any, month: str) -> tuple[str, ...]:
    """Return the periods at which an answer given for a month holds: all those the law can look back on.

    >>> periods_of("year", "2026-10")
    ('2024', '2025', '2026')
    """
    year = int(month[:4])
    years = range(year - YEARS_BACK, year + 1)
    match str(definition_period):
        case "eternity":
            return ("ETERNITY",)
        case "year":
            return tuple(str(one) for one in years)
        case _:
            return tuple(f"{one}-{number:02d}" for one in years for number in range(1, 13))
