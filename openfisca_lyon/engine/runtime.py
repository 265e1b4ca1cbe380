"""Runs a program on households: checks who may take it, cuts them in blocks, gathers the answers. Numpy only.

A household is left to plain OpenFisca, with a reason, when what the plan supposes is not true of it: a group
without anyone in its first role or with two people in a role for one, a number that is not finite or is
beyond measure, an unknown Enum index, or a guard of the law that trips.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine.facts import VALUE
from openfisca_lyon.engine.graph import GROUP_BOUND, INPUT_BOUND
from openfisca_lyon.engine.households import GROUPS, PERSON, Groups, Households
from openfisca_lyon.engine.kernels import Group
from openfisca_lyon.engine.program import Program

Array = NDArray[Any]

BLOCK = 10_000  # households: where time by household is least
# Roles that one person at most has in a group, by position; the first must be there.
UNIQUE_ROLES = {"famille": (0, 1), "foyer_fiscal": (0, 1), "menage": (0, 1)}
ROLE_COUNT = {"famille": 3, "foyer_fiscal": 3, "menage": 4}


class Unsuitable(Exception):  # noqa: N818
    """These households cannot be cut in blocks: all are left to plain OpenFisca."""


@dataclass
class Answer:
    """What a plan found.

    Attributes:
        values: for each variable, one value per member of its entity; meaningless where left.
        entities: for each variable, its entity.
        left: for each household, whether it is left to plain OpenFisca.
        reasons: why, with how many households.
        unknown: variables left to plain OpenFisca for everyone, and why.
    """

    values: dict[str, Array]
    entities: dict[str, str]
    left: NDArray[np.bool_]
    reasons: dict[str, int]
    unknown: dict[str, str] = field(default_factory=dict)


class Layout:
    """Which household each group belongs to, and whether people are as plans suppose."""

    def __init__(self, households: Households) -> None:
        self.count = households.count
        self.household: dict[str, Array] = {PERSON: np.asarray(households.household)}
        self.left = np.zeros(self.count, dtype=np.bool_)
        self.reasons: dict[str, int] = {}
        self.width: dict[str, int] = {}
        person = self.household[PERSON]
        if len(person) != households.persons or (len(person) and person.min() < 0):
            raise Unsuitable("people without household")
        for name in GROUPS:
            self._check(name, households.groups[name], person)

    def _check(self, name: str, group: Groups, person: Array) -> None:
        of_person, role = np.asarray(group.of_person), np.asarray(group.role)
        if len(of_person) != len(person) or len(role) != len(person):
            raise Unsuitable(f"people without {name}")
        if len(of_person) and (of_person.min() < 0 or of_person.max() >= group.count):
            raise Unsuitable(f"people in a {name} that does not exist")
        if len(role) and (role.min() < 0 or role.max() >= ROLE_COUNT[name]):
            raise Unsuitable(f"people with a role that {name} does not have")
        sizes = np.bincount(of_person, minlength=group.count)
        if (sizes == 0).any() or sizes.max(initial=0) > GROUP_BOUND:
            raise Unsuitable(f"a {name} without anyone, or with thousands of people")
        self.width[name] = int(sizes.max(initial=0))
        home = np.zeros(group.count, dtype=np.int64)
        home[of_person] = person
        if (home[of_person] != person).any():
            raise Unsuitable(f"a {name} over two households")
        self.household[name] = home
        for position in UNIQUE_ROLES[name]:
            having = np.bincount(of_person[role == position], minlength=group.count)
            bad = having != 1 if position == 0 else having > 1
            self.leave(name, bad, f"{name}: a role that one person must have is empty, or has two")

    def leave(self, entity: str, bad: Array, reason: str) -> None:
        """Leave to plain OpenFisca the households of these members."""
        if bad.any():
            homes = np.unique(self.household[entity][bad])
            self.left[homes] = True
            self.reasons[reason] = self.reasons.get(reason, 0) + len(homes)


def run(
    program: Program,
    households: Households,
    columns: Mapping[tuple[str, str], Array],
    opaque: Callable[..., Any],
    members: Mapping[str, int],
    progress: Callable[[int, int], bool | None] | None = None,
) -> Answer:
    """Run a program.

    Args:
        program: what to compute.
        households: who they are.
        columns: what is given, already of the type that the law gives to each variable.
        opaque: runs a formula as it is on distinct texts.
        members: for each variable that is an Enum, how many members it has.
        progress: called after each block with how many households are done, and how many there are. It
            stops everything by returning False.

    Raises:
        Unsuitable: these households cannot be cut in blocks.
        InterruptedError: ``progress`` stopped it.
    """
    layout = Layout(households)
    _check(program, columns, members, layout)
    given = [columns[variable, period] for variable, period, _, _ in program.inputs]
    values: dict[str, Array] = {}
    done = 0
    for block in _blocks(households, layout):
        found, guards = _run_block(program, distinct(opaque), households, layout, given, block)
        for name, _, entity, _ in program.outputs:
            if block.whole:
                values[name] = found[name]
            else:
                if name not in values:
                    values[name] = np.empty(len(layout.household[entity]), dtype=found[name].dtype)
                values[name][block.members[entity]] = found[name]
        for (_, reason, entity), bad in zip(program.guards, guards, strict=True):
            if bad.any():
                everyone = np.zeros(len(layout.household[entity]), dtype=np.bool_)
                everyone[block.members[entity]] = bad
                layout.leave(entity, everyone, reason)
        done += block.count
        if progress is not None and progress(done, layout.count) is False:
            raise InterruptedError(f"stopped after {done} households of {layout.count}")
    entities = {name: entity for name, _, entity, _ in program.outputs}
    return Answer(values, entities, layout.left, layout.reasons, dict(program.left))


def _check(
    program: Program,
    columns: Mapping[tuple[str, str], Array],
    members: Mapping[str, int],
    layout: "Layout",
) -> None:
    """Leave aside the households whose values are not what plans suppose."""
    for variable, period, entity in program.given:
        column = columns[variable, period]
        if column.dtype.kind == "f":
            # Written so that a value that is not a number fails too.
            bad, reason = ~(np.abs(column) <= INPUT_BOUND), f"{variable}: not finite, or beyond measure"
        elif column.dtype.kind in "mM":
            bad, reason = np.isnat(column), f"{variable}: not a date"
        elif (size := members.get(variable.removesuffix(VALUE))) is not None:
            bad, reason = (column < 0) | (column >= size), f"{variable}: no such member"
        else:
            continue
        layout.leave(entity, bad, reason)


def distinct(opaque: Callable[..., Any]) -> Callable[..., Any]:
    """Run a formula as it is, once for each distinct text; a column read by many formulas is sorted once."""
    sorted_out: dict[int, tuple[Array, Array, Array]] = {}

    def run_once(key: Any, dtype: str, *columns: Array) -> Array:
        if len(columns) == 1:
            column = columns[0]
            known = sorted_out.get(id(column))
            if known is None:
                # The column is kept too: its number is its own as long as it is there.
                known = sorted_out[id(column)] = (column, *np.unique(column, return_inverse=True))
            _, values, inverse = known
            return np.asarray(opaque(key, dtype, values)).take(inverse)
        rows = np.empty(len(columns[0]), dtype=[(f"c{i}", column.dtype) for i, column in enumerate(columns)])
        for i, column in enumerate(columns):
            rows[f"c{i}"] = column
        values, inverse = np.unique(rows, return_inverse=True)
        return np.asarray(opaque(key, dtype, *(values[f"c{i}"] for i in range(len(columns)))))[inverse]

    return run_once


@dataclass
class Block:
    """Some whole households: for each entity, which members, and how many."""

    count: int
    members: dict[str, Any]
    sizes: dict[str, int]
    whole: bool


def _blocks(households: Households, layout: Layout) -> Iterator[Block]:
    if layout.count <= BLOCK:
        sizes = {name: group.count for name, group in households.groups.items()}
        everyone = {name: slice(None) for name in (PERSON, *GROUPS)}
        yield Block(layout.count, everyone, {PERSON: households.persons, **sizes}, True)
        return
    bounds = np.arange(0, layout.count + BLOCK, BLOCK)
    orders: dict[str, Array | None] = {}
    starts = {}
    for name, home in layout.household.items():
        # Members that follow one another, household after household, are read where they are.
        orders[name] = None if (home[:-1] <= home[1:]).all() else np.argsort(home, kind="stable")
        starts[name] = np.searchsorted(home, bounds, sorter=orders[name]).tolist()
    for number in range(-(-layout.count // BLOCK)):
        members: dict[str, Any] = {}
        sizes = {}
        for name, order in orders.items():
            begin, end = starts[name][number : number + 2]
            members[name] = slice(begin, end) if order is None else order[begin:end]
            sizes[name] = end - begin
        yield Block(min(BLOCK, layout.count - number * BLOCK), members, sizes, False)


def _run_block(
    program: Program,
    opaque: Callable[..., Any],
    households: Households,
    layout: Layout,
    given: list[Array],
    block: Block,
) -> tuple[dict[str, Array], list[Array]]:
    groups = {}
    for name in GROUPS:
        group = households.groups[name]
        count, of_person, role = group.count, np.asarray(group.of_person), np.asarray(group.role)
        if not block.whole:
            people, kept = block.members[PERSON], block.members[name]
            new = np.empty(count, dtype=np.int64)
            count = block.sizes[name]
            new[kept] = np.arange(count)
            of_person, role = new[of_person[people]], role[people]
        groups[name] = Group(count, of_person, role, layout.width[name])
    columns = given
    if not block.whole:
        columns = [
            column[block.members[entity]]
            for column, (_, _, _, entity) in zip(given, program.inputs, strict=True)
        ]
    return program.run(columns, block.sizes, groups, opaque)
