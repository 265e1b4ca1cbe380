"""A plan narrowed to what is given, as a list of numpy calls. Numpy only.

Columns that are not given take their default, and fold; a column given the same at several months is one, and
so is all that follows from it alike. The nodes that are left become calls, in order, on numbered places that
are taken again as soon as a value is no longer needed: memory follows the size of a block, not the length of
the law. Nothing is computed otherwise than by the plan: a folded value is the one that numpy gives, and two
equal operations on the same values are one.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import itemgetter, methodcaller
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine.graph import Graph, Opaque, function_of, is_group, is_opaque
from openfisca_lyon.engine.intake import OF_ALL, Pattern
from openfisca_lyon.engine.plan import Plan, needed

Array = NDArray[Any]

CALL = re.compile(r"np\.(\w+)\(\{\}(?:, \{\})*\)")
CAST = re.compile(r"\{\}\.astype\('([^']+)'\)")
ONE, MORE, BOUND = (
    -1,
    -2,
    -3,
)  # how many arguments a call takes, when it is not two; of what its function knows
MOST_NODES = 400_000


@dataclass(frozen=True)
class Program:
    """Calls to run, one after the other.

    Attributes:
        inputs: the columns read: variable, period, place, entity.
        given: the columns that the plan reads, for their values to be checked.
        constants: constants and tables, by place.
        sources: the operations, each once.
        calls: operation, place of the result, place of an argument, place of the other; or :data:`ONE`, or
            places of the arguments and :data:`MORE`.
        places: how many places there are.
        outputs: variables asked, their places, their entities, and whether they are constants.
        guards: places of booleans, why whoever they are true of is left to plain OpenFisca, and whose they are.
        left: see :class:`~openfisca_lyon.engine.plan.Plan`.
    """

    inputs: tuple[tuple[str, str, int, str], ...]
    given: tuple[tuple[str, str, str], ...]
    constants: tuple[tuple[int, Any], ...]
    sources: tuple[str, ...]
    calls: tuple[tuple[int, int, Any, int], ...]
    places: int
    outputs: tuple[tuple[str, int, str, bool], ...]
    guards: tuple[tuple[int, str, str], ...]
    left: dict[str, str] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def _bound(self) -> list[tuple[int, Callable[..., Any]]]:
        """Places of the functions that know the households, and what makes them."""
        return [
            (self.places + rank, knowing(source))
            for rank, source in enumerate(self.sources)
            if is_bound(source)
        ]

    @cached_property
    def _ready(self) -> list[tuple[Any, int, Any, int]]:
        functions = [None if is_bound(source) else function(source) for source in self.sources]
        ready: list[tuple[Any, int, Any, int]] = []
        for source, place, first, second in self.calls:
            made = functions[source]
            if made is None:
                args = (first, second) if second >= 0 else (first,) if second == ONE else first
                ready.append((self.places + source, place, args, BOUND))
            else:
                ready.append((made, place, itemgetter(*first) if second == MORE else first, second))
        return ready

    def run(
        self, columns: Iterable[Array], sizes: Mapping[str, int], groups: Mapping[str, Any], opaque: Opaque
    ) -> tuple[dict[str, Array], list[Array]]:
        """Run the calls on a block.

        Args:
            columns: those of ``inputs``, in order.
            sizes: how many members each entity has.
            groups: people and groups, by kind.
            opaque: runs a formula as it is.

        Returns:
            The values of the variables asked, and the guards.
        """
        values: list[Any] = [None] * (self.places + len(self.sources))
        for place, constant in self.constants:
            values[place] = constant
        for (_, _, place, _), column in zip(self.inputs, columns, strict=True):
            values[place] = column
        for place, make in self._bound:
            values[place] = make(groups["famille"], groups["foyer_fiscal"], groups["menage"], sizes, opaque)
        with np.errstate(all="ignore"):
            for made, place, first, second in self._ready:
                if second >= 0:
                    values[place] = made(values[first], values[second])
                elif second == ONE:
                    values[place] = made(values[first])
                elif second == MORE:
                    values[place] = made(*first(values))
                else:
                    values[place] = values[made](*[values[arg] for arg in first])
        found = {
            name: np.full(sizes[entity], values[place][0], values[place].dtype) if same else values[place]
            for name, place, entity, same in self.outputs
        }
        return found, [values[place] for place, _, _ in self.guards]


@cache
def function(source: str) -> Callable[..., Any]:
    """Return the function that an operation is, called without detour."""
    call = CALL.fullmatch(source)
    if call:
        return getattr(np, call[1])  # type: ignore[no-any-return]
    cast = CAST.fullmatch(source)
    if cast:
        return methodcaller("astype", np.dtype(cast[1]))
    return function_of(source)


@cache
def knowing(source: str) -> Callable[..., Callable[..., Any]]:
    """Return what makes the function of an operation, once households are known."""
    names = ", ".join(f"a{i}" for i in range(source.count("{}")))
    text = source.format(*names.split(", "))
    # The source is made by the tracer out of a closed list of operations, never out of data.
    return eval(f"lambda famille, foyer_fiscal, menage, n, opaque: lambda {names}: {text}", {"np": np})  # type: ignore[no-any-return]


def is_bound(source: str) -> bool:
    """Whether the function of an operation knows the households."""
    return is_group(source) or is_opaque(source) or source.startswith("np.broadcast_to(")


class Narrowing:
    """Narrows a plan; what one question made known serves the next.

    Args:
        plan: what to narrow.
        opaque: runs a formula as it is, to fold it.
    """

    def __init__(self, plan: Plan, opaque: Opaque) -> None:
        self._plan = plan
        self._opaque = opaque
        self._work = [
            (rank, node.source, node.args, node.dtype, node.entity)
            for rank, node in enumerate(plan.nodes)
            if node.source
        ]
        self._begin()

    def _begin(self) -> None:
        self._graph = Graph(self._opaque)
        self._constants = [
            self._graph.constant(node.value, node.entity) if node.constant else 0 for node in self._plan.nodes
        ]

    def program(self, pattern: Pattern) -> Program:
        """Return the program of a question.

        Raises:
            Untraceable: a guard is true of everyone, or a formula cannot be run as it is.
        """
        if len(self._graph.nodes) > MOST_NODES:
            self._begin()
        plan, graph = self._plan, self._graph
        numbers = self._constants.copy()
        same = dict(pattern)
        for key, rank in plan.columns.items():
            node = plan.nodes[rank]
            if key in same:
                assert node.dtype is not None
                assert node.entity is not None
                alias = same[key]
                if alias == OF_ALL:
                    numbers[rank] = graph.constant(np.ones(1, np.bool_), node.entity)
                else:
                    numbers[rank] = graph.leaf(("input", *alias), node.dtype, node.entity)
            else:
                numbers[rank] = graph.constant(plan.defaults[key[0]], node.entity)
        known = graph.known
        for rank, source, args, dtype, entity in self._work:
            own = tuple([numbers[arg] for arg in args])
            found = known.get((source, own))
            if found is None:
                if is_group(source):
                    assert entity is not None
                    found = graph.group(source, own, dtype, entity)
                else:
                    found = graph.make(source, own, dtype)
            numbers[rank] = found
        graph.guards = {}
        for rank, reason in plan.guards:
            graph.guard(numbers[rank], reason)
        given = {
            (*alias, plan.nodes[plan.columns[key]].entity)
            for key, alias in same.items()
            if key in plan.columns and alias != OF_ALL
        }
        outputs = [(name, numbers[rank]) for name, rank in plan.outputs]
        return _written(graph, outputs, tuple(sorted(given)), plan.left)


def _written(
    graph: Graph, outputs: list[tuple[str, int]], given: tuple[Any, ...], left: dict[str, str]
) -> Program:
    """Write the nodes that outputs and guards need as calls."""
    nodes, guards = graph.nodes, sorted(graph.guards)
    wanted = {number for _, number in outputs} | set(guards)
    order = needed(graph, sorted(wanted))
    last: dict[int, int] = {}
    for number in order:
        for arg in nodes[number].args:
            last[arg] = number
    place: dict[int, int] = {}
    wide: dict[tuple[int, str], int] = {}  # constants that people and groups are asked of, one value for each
    sources: dict[str, int] = {}
    inputs: list[tuple[str, str, int, str]] = []
    constants: list[tuple[int, Any]] = []
    calls: list[tuple[int, int, Any, int]] = []
    free: list[int] = []
    places = 0
    for number in order:
        node = nodes[number]
        args = [place[arg] for arg in node.args]
        if is_group(node.source):
            for position, arg in enumerate(node.args):
                entity = nodes[arg].entity
                if nodes[arg].constant and entity is not None:
                    if (arg, entity) not in wide:
                        wide[arg, entity] = places
                        source = f"np.broadcast_to({{}}, n[{entity!r}])"
                        calls.append((sources.setdefault(source, len(sources)), places, args[position], ONE))
                        places += 1
                    args[position] = wide[arg, entity]
        for arg in set(node.args):
            if last[arg] == number and arg not in wanted and not nodes[arg].constant:
                free.append(place[arg])
        if free and node.source:  # constants and inputs are put in their places before the first call
            own = free.pop()
        else:
            own = places
            places += 1
        place[number] = own
        if node.constant:
            constants.append((own, node.value))
        elif node.leaf:
            inputs.append((node.leaf[1], node.leaf[2], own, node.entity or ""))
        else:
            source_rank = sources.setdefault(node.source, len(sources))
            if len(args) == 2:
                calls.append((source_rank, own, args[0], args[1]))
            elif len(args) == 1:
                calls.append((source_rank, own, args[0], ONE))
            else:
                calls.append((source_rank, own, tuple(args), MORE))
    return Program(
        inputs=tuple(inputs),
        given=given,
        constants=tuple(constants),
        sources=tuple(sources),
        calls=tuple(calls),
        places=places,
        outputs=tuple(
            (name, place[number], nodes[number].entity or "", nodes[number].constant)
            for name, number in outputs
        ),
        guards=tuple((place[number], graph.guards[number], nodes[number].entity or "") for number in guards),
        left=left,
    )
