"""The rules in force and a reform in one graph, in which equal nodes are one.

A variable that has the same node under both has the same values, whatever the households. For the others, the
nodes that the reform brought are told from those that were there before by their numbers.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine.facts import ETERNITY, Declined, Fact, Key
from openfisca_lyon.engine.fast import Fast
from openfisca_lyon.engine.graph import Graph, Node
from openfisca_lyon.engine.plan import Plan, write

Array = NDArray[Any]
Nodes = dict[str, int]
NATIONAL = ".national."


@dataclass(frozen=True)
class Change:
    """What a reform changes.

    Attributes:
        nodes: for each variable that it can change, its node.
        guards: nodes of guards that were not there before, and their reasons.
        border: what was there before and is read by what was not; inputs included.
    """

    nodes: Nodes
    guards: Mapping[int, str]
    border: frozenset[int]


class Joint:
    """The graph of some variables under the rules in force, to which reforms are added one at a time.

    Args:
        fast: the rules in force.
        variables: what is computed.
        period: for which month.
        given: what is given.
        partial: what is given of some members only.

    Attributes:
        nodes: the node of each variable.

    Raises:
        Untraceable: some formula can be computed only by plain OpenFisca.
    """

    def __init__(
        self,
        fast: Fast,
        variables: Sequence[str],
        period: str,
        given: Sequence[Key],
        partial: Iterable[Key] = (),
    ) -> None:
        self._fast = fast
        self._period = period
        self._given = tuple(given)
        _, padded, partly = fast.signature(given, partial)
        self._padded, self._partial = frozenset(padded), frozenset(partly)
        self._opaque: Callable[..., Any] = fast.builder.opaque
        self._graph = Graph(lambda *called: self._opaque(*called))
        self._written: dict[Any, int] = {}
        self._lock = threading.RLock()
        self.nodes = self._link(fast, variables)
        fast.save()

    def _link(self, fast: Fast, variables: Iterable[str]) -> Nodes:
        builder = fast.builder
        builder.templates.allow(None)
        linker = builder.linker(self._given, self._padded, self._partial, self._graph, self._written)
        return {name: linker.target(name, builder.asked(name, self._period)) for name in variables}

    @contextmanager
    def under(self, fast: Fast, also: Iterable[str] = ()) -> Iterator[Change]:
        """Link a reform, and forget it afterwards.

        Args:
            fast: the reform.
            also: variables to compute beside those of the rules in force.

        Raises:
            Declined: the reform changes what a variable that is given looks like.
            Untraceable: some formula of the reform can be computed only by plain OpenFisca.
        """
        facts, others = self._fast.facts, fast.facts
        given = self._partial.union(name for name, _ in self._given)
        if any(name not in others or looks(facts[name]) != looks(others[name]) for name in given):
            raise Declined("the reform changes what a given variable looks like")
        with self._lock:
            mark, written = self._graph.mark(), len(self._written)
            self._opaque = fast.builder.opaque
            try:
                linked = self._link(fast, dict.fromkeys((*self.nodes, *also)))
                nodes = {name: node for name, node in linked.items() if self.nodes.get(name) != node}
                guards = dict(list(self._graph.guards.items())[mark[-1] :])
                yield Change(nodes, guards, self._border({*nodes.values(), *guards}, mark[0]))
            finally:
                self._opaque = self._fast.builder.opaque
                self._graph.rewind(mark)
                while len(self._written) > written:
                    self._written.popitem()

    def _border(self, roots: set[int], size: int) -> frozenset[int]:
        """Return the nodes under ``size``, constants apart, to which those above lead."""
        graph = self._graph.nodes
        found, seen, waiting = set(), set(roots), list(roots)
        while waiting:
            number = waiting.pop()
            if number < size:
                if not graph[number].constant:
                    found.add(number)
                continue
            new = set(graph[number].args) - seen
            seen |= new
            waiting.extend(new)
        return frozenset(found)

    def local_border(self) -> frozenset[int]:
        """Return what our own rules read that they did not compute; inputs included."""
        names = {
            id(template): name
            for (name, _), versions in self._fast.builder.templates.kept().items()
            for template in versions
        }
        variables = self._fast.builder.system.variables
        ours = {
            name
            for name, fact in self._fast.facts.items()
            if fact.ours and NATIONAL not in type(variables[name]).__module__
        }
        read: set[int] = set()
        computed: set[int] = set()
        for (template, values), result in self._written.items():
            if names[template] in ours:
                read.update(values)
                computed.add(result)
        graph = self._graph.nodes
        live = self._live(self.nodes.values())
        return frozenset(number for number in (read - computed) & live if not graph[number].constant)

    def _live(self, roots: Iterable[int]) -> set[int]:
        live = set(roots)
        for number in range(max(live, default=-1), -1, -1):
            if number in live:
                live.update(self._graph.nodes[number].args)
        return live

    def keeps(self, number: int) -> bool:
        """Whether the values of a node can be kept: what is given, and numbers and dates, constants apart."""
        node = self._graph.nodes[number]
        # A text that was computed may be longer or shorter than its node says.
        return bool(node.leaf) or (
            not node.constant and node.dtype is not None and node.dtype.kind in "bifmM"
        )

    def size(self, numbers: Iterable[int], members: Mapping[str, float]) -> float:
        """Return how many bytes some nodes take, for so many members of each entity."""
        total = 0.0
        for number in numbers:
            node = self._graph.nodes[number]
            if node.dtype is not None and node.entity is not None:
                total += node.dtype.itemsize * members[node.entity]
        return total

    def plan(self, nodes: Nodes, guards: Mapping[int, str] | None, kept: Collection[int] = ()) -> Plan:
        """Write a plan.

        Args:
            nodes: what to compute.
            guards: the guards to look at; all those of the graph if None.
            kept: nodes whose values are known: they are read, from columns that :func:`column` names.
        """
        view = Graph()
        view.nodes = list(self._graph.nodes)
        view.guards = dict(self._graph.guards if guards is None else guards)
        for number in kept:
            node = view.nodes[number]
            view.nodes[number] = Node(
                "", (), node.dtype, node.entity, node.bound, None, ("input", *column(number))
            )
        types = {column(number)[0]: self._graph.nodes[number].dtype for number in kept}

        def default(name: str) -> Array:
            return np.zeros(1, types[name]) if name in types else self._fast.builder.default(name)

        return write(view, list(nodes.items()), view.guards, default, {})


def column(number: int) -> Key:
    """Return the name under which the values of a node are read, as if they were given."""
    return f"#{number}", ETERNITY


def looks(fact: Fact) -> tuple[Any, ...]:
    """Return what makes of a column what a plan takes."""
    return (
        fact.entity,
        fact.unit,
        fact.dtype,
        fact.default.tobytes(),
        fact.names,
        fact.spread,
        fact.end,
        fact.usable,
        fact.loose,
    )
