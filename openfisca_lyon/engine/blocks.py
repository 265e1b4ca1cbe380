"""Large runs: households made block by block, computed by several processes, in bounded memory.

A population is never whole in memory: it is a sequence of blocks, each made when it is asked for and
forgotten when its answers are handed over. Households do not influence one another, so a block gives what the
whole would give. The plan is made once, before the processes are forked, and they share it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine import calculation
from openfisca_lyon.engine.calculation import Progress, Way, calculate
from openfisca_lyon.engine.households import GROUPS, PERSON, Groups, Households, Partial
from openfisca_lyon.engine.processes import run

if TYPE_CHECKING:
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

Array = NDArray[Any]
Values = dict[str, Array]
T = TypeVar("T")

SIZE = 8_000  # households of a block: where time by household is least


class Blocks(Protocol):
    """Households made block by block. All blocks are given the same variables at the same periods."""

    @property
    def count(self) -> int:
        """Number of households, over all blocks."""

    def __len__(self) -> int:
        """Return the number of blocks."""

    def __getitem__(self, number: int) -> Households:
        """Make one block; the same each time it is asked for."""


class Cut:
    """Households already in memory, as blocks.

    Args:
        households: the households. No group may be shared by two of them.
        size: how many of them a block holds, at most.
    """

    def __init__(self, households: Households, size: int = SIZE) -> None:
        self._households = households
        self._size = size
        home = {PERSON: np.asarray(households.household)}
        for name in GROUPS:
            group = households.groups[name]
            home[name] = np.zeros(group.count, dtype=np.int64)
            home[name][group.of_person] = home[PERSON]
        self._order = {name: np.argsort(homes, kind="stable") for name, homes in home.items()}
        edges = np.arange(len(self) + 1) * size
        self._starts = {
            name: np.searchsorted(homes[self._order[name]], edges) for name, homes in home.items()
        }

    @property
    def count(self) -> int:
        """Number of households."""
        return self._households.count

    def __len__(self) -> int:
        return -(-self.count // self._size)

    def members(self, entity: str) -> Array:
        """Return the position that each member had before the cut, block after block."""
        return self._order[entity]

    def __getitem__(self, number: int) -> Households:
        if not 0 <= number < len(self):
            raise IndexError(number)
        whole = self._households
        kept = {
            name: order[self._starts[name][number] : self._starts[name][number + 1]]
            for name, order in self._order.items()
        }
        people = kept[PERSON]
        groups = {}
        for name in GROUPS:
            group = whole.groups[name]
            place = np.empty(group.count, dtype=np.int64)
            place[kept[name]] = np.arange(len(kept[name]))
            groups[name] = Groups(len(kept[name]), place[group.of_person[people]], group.role[people])
        entity = {key: entity_of(key[0]) for key in whole.columns}
        # What is given the same at several months stays one array: it is then computed once.
        cut: dict[tuple[int, str], Array] = {}
        columns = {}
        for key, values in whole.columns.items():
            same = id(values), entity[key]
            if same not in cut:
                cut[same] = values[kept[entity[key]]]
            columns[key] = cut[same]
        parts: dict[tuple[int, str], Partial] = {}
        partial = {}
        for key, part in whole.partial.items():
            owner = entity_of(key[0])
            if (id(part), owner) not in parts:
                parts[id(part), owner] = Partial(part.values[kept[owner]], part.given[kept[owner]])
            partial[key] = parts[id(part), owner]
        return Households(
            len(people), groups, columns, whole.household[people] - number * self._size, partial
        )


def entity_of(name: str) -> str:
    """Return whose a variable is."""
    return calculation.fast_way().facts[name].entity


def calculate_blocks(
    blocks: Blocks,
    variables: Iterable[str],
    period: str,
    reform: "TaxBenefitSystem | None" = None,
    *,
    engine: Way | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Values:
    """Compute variables for a population, and put the blocks end to end.

    The answers themselves must fit in memory; :func:`each_block` hands them over one block at a time.

    Args:
        blocks: the population.
        variables: see :func:`~openfisca_lyon.engine.calculate`.
        period: see :func:`~openfisca_lyon.engine.calculate`.
        reform: see :func:`~openfisca_lyon.engine.calculate`.
        engine: see :func:`~openfisca_lyon.engine.calculate`.
        workers: how many processes; one for each core if None. With 1, no other process is started.
        progress: called at least twice a second, and after each block, with how many households are done
            and how many there are; by returning False it stops the computation.

    Returns:
        For each variable, one value per member of its entity, block after block.

    Raises:
        openfisca_core.errors.VariableNotFoundError: a variable does not exist.
        InterruptedError: ``progress`` stopped the computation.
        WorkerDied: a process stopped, twice on the same block.
    """
    names = tuple(variables)
    parts: dict[str, list[Array]] = {name: [] for name in names}
    found = each_block(
        blocks, names, period, reform, _values, engine=engine, workers=workers, progress=progress
    )
    for values in found:
        for name in names:
            parts[name].append(values[name])
    return {name: np.concatenate(parts.pop(name)) if len(blocks) else np.empty(0) for name in names}


def each_block(
    blocks: Blocks,
    variables: Iterable[str],
    period: str,
    reform: "TaxBenefitSystem | None",
    then: Callable[[Households, Values], T],
    *,
    engine: Way | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[T]:
    """Compute variables block by block, and yield what ``then`` makes of each, in the order of blocks.

    ``then`` is run by the process that computed the block: what it returns is all that travels, so totals and
    tables of a population cost no memory. The other arguments, and what is raised, are those of
    :func:`calculate_blocks`. Leaving the iteration stops the processes.
    """
    names = tuple(variables)

    def work(number: int) -> tuple[int, T]:
        households = blocks[number]
        values = calculate(households, names, period, reform, engine=engine)
        return households.count, then(households, values)

    if len(blocks) and calculation.way(engine) != "plain":
        calculation.warm(blocks[0], names, period, reform)
    return run(work, len(blocks), blocks.count, workers=workers, progress=progress)


def _values(_: Households, values: Values) -> Values:
    return values
