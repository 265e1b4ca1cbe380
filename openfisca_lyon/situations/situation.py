"""A household ready to be computed, with what was said of it and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openfisca_lyon.engine import Households

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

    def knows(self, variable: str, member: int) -> bool:
        """Tell whether an input was answered for a member of its entity."""
        return self.complete or (variable, member) in self.answered


def members_of(households: Households, entity: str) -> int:
    """Return how many members an entity has."""
    return households.persons if entity == "individu" else households.groups[entity].count


def column_period(definition_period: Any, month: str) -> str:
    """Return the period at which an input of that kind is given for a month."""
    return {"eternity": "ETERNITY", "year": month[:4]}.get(str(definition_period), month)
