"""Households as columns: arrays of values, and the groups that people form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

PERSON = "individu"
GROUPS = ("famille", "foyer_fiscal", "menage")


@dataclass(frozen=True)
class Groups:
    """How people are grouped in one kind of entity.

    Attributes:
        count: number of groups.
        of_person: for each person, the number of their group, from 0 to ``count - 1``.
        role: for each person, the position of their role in the entity's ``flattened_roles``. Names would
            be misread by OpenFisca for roles that have sub-roles (``parent``, ``declarant``).
    """

    count: int
    of_person: NDArray[np.int64]
    role: NDArray[np.int64]


class Partial(NamedTuple):
    """What is given of some members only; the others have what the law computes.

    Attributes:
        values: one value per member; those of the others do not count.
        given: for each member, whether its value is given.
    """

    values: NDArray[Any]
    given: NDArray[np.bool_]


@dataclass(frozen=True)
class Households:
    """Many households side by side, none influencing another.

    Attributes:
        persons: number of people.
        groups: for each of ``famille``, ``foyer_fiscal`` and ``menage``, how people are grouped.
        columns: what is given, by variable and period (``("salaire_de_base", "2026-10")``): one value per
            member of the variable's entity. Enum members are given by name, or by index when the array is
            of integers; dates as ``datetime64[D]``.
        household: for each person, the number of their household.
        partial: what is given of some members only. OpenFisca takes a column as given for everyone; here the
            variable is computed, then its value is replaced, wherever it is read, for those of whom it is
            given. What is in ``columns`` is not in ``partial``.
    """

    persons: int
    groups: Mapping[str, Groups]
    columns: Mapping[tuple[str, str], NDArray[Any]]
    household: NDArray[np.int64]
    partial: Mapping[tuple[str, str], Partial] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Number of households."""
        return int(self.household.max()) + 1 if self.persons else 0

    def repeated(self, times: int) -> "Households":
        """Return ``times`` copies of these households, one after the other."""
        starts = np.repeat(np.arange(times), self.persons)
        # An array given at several months stays one array.
        copied = {id(values): np.tile(values, times) for values in self.columns.values()}
        parts = {
            id(part): Partial(*(np.tile(each, times) for each in part)) for part in self.partial.values()
        }
        return Households(
            persons=self.persons * times,
            groups={
                name: Groups(
                    group.count * times,
                    np.tile(group.of_person, times) + starts * group.count,
                    np.tile(group.role, times),
                )
                for name, group in self.groups.items()
            },
            columns={key: copied[id(values)] for key, values in self.columns.items()},
            household=np.tile(self.household, times) + starts * self.count,
            partial={key: parts[id(part)] for key, part in self.partial.items()},
        )

    def selected(
        self, kept: NDArray[np.bool_], entity_of: Callable[[str], str]
    ) -> "tuple[Households, dict[str, NDArray[np.int64]]]":
        """Return some of these households, and the positions their members had, by entity.

        Args:
            kept: for each household, whether it is wanted. No group may be shared by two households.
            entity_of: tells the entity of a variable.
        """
        people = np.flatnonzero(kept[self.household])
        members = {PERSON: people}
        groups = {}
        for name, group in self.groups.items():
            members[name], of_person = np.unique(group.of_person[people], return_inverse=True)
            groups[name] = Groups(len(members[name]), of_person.astype(np.int64), group.role[people])
        columns = {key: values[members[entity_of(key[0])]] for key, values in self.columns.items()}
        partial = {}
        for key, part in self.partial.items():
            chosen = members[entity_of(key[0])]
            partial[key] = Partial(part.values[chosen], part.given[chosen])
        _, household = np.unique(self.household[people], return_inverse=True)
        return Households(len(people), groups, columns, household.astype(np.int64), partial), members

    def with_columns(self, columns: Mapping[tuple[str, str], NDArray[Any]]) -> "Households":
        """Return the same people with more, or other, values given."""
        return replace(self, columns={**self.columns, **columns})


def stack(several: Sequence[Households]) -> Households:
    """Put households side by side in one.

    Raises:
        ValueError: they are not given the same variables at the same periods. OpenFisca takes a variable as
            given for everyone or for no one.
    """
    first = several[0]
    if len(several) == 1:
        return first
    for other in several[1:]:
        if other.columns.keys() != first.columns.keys() or other.partial.keys() != first.partial.keys():
            raise ValueError("households given different variables cannot be computed together")
    groups = {}
    for name in GROUPS:
        parts = [each.groups[name] for each in several]
        starts = np.cumsum([0] + [part.count for part in parts])
        groups[name] = Groups(
            count=int(starts[-1]),
            of_person=np.concatenate(
                [part.of_person + start for part, start in zip(parts, starts, strict=False)]
            ),
            role=np.concatenate([part.role for part in parts]),
        )
    starts = np.cumsum([0] + [each.count for each in several])
    return Households(
        persons=sum(each.persons for each in several),
        groups=groups,
        columns={key: np.concatenate([each.columns[key] for each in several]) for key in first.columns},
        household=np.concatenate(
            [each.household + start for each, start in zip(several, starts, strict=False)]
        ),
        partial={
            key: Partial(
                np.concatenate([each.partial[key].values for each in several]),
                np.concatenate([each.partial[key].given for each in several]),
            )
            for key in first.partial
        },
    )
