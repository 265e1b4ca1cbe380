"""A graph kept for one kind of question, whatever is answered. Numpy only.

A plan holds all that the law may read. For a question it is narrowed to a
:class:`~openfisca_lyon.engine.program.Program`, which reads what is given and nothing else.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine.graph import Graph, Node, is_opaque

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Plan:
    """What is needed to compute some variables, and nothing else.

    Attributes:
        nodes: the operations, arguments before what uses them.
        outputs: the variables asked, and their nodes.
        guards: nodes of booleans, and why whoever they are true of is left to plain OpenFisca.
        defaults: what stands in a column that is not given, as an array of length one.
        probes: what was given of the variables whose known periods a formula asks for.
        left: variables asked that only plain OpenFisca can compute, and why.
    """

    nodes: tuple[Node, ...]
    outputs: tuple[tuple[str, int], ...]
    guards: tuple[tuple[int, str], ...]
    defaults: dict[str, Array]
    probes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> dict[tuple[str, str], int]:
        """The columns read, by variable and period, and their nodes."""
        return {node.leaf[1:]: number for number, node in enumerate(self.nodes) if node.leaf}

    @cached_property
    def entities(self) -> dict[str, str]:
        """The variables asked, and whose they are."""
        return {name: self.nodes[number].entity or "" for name, number in self.outputs}

    @cached_property
    def opaques(self) -> frozenset[str]:
        """Source of the formulas that are run as they are."""
        return frozenset(node.source for node in self.nodes if is_opaque(node.source))

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}


def write(
    graph: Graph,
    targets: Sequence[tuple[str, int]],
    guards: Mapping[int, str],
    default: Callable[[str], Array],
    probes: Mapping[str, tuple[str, ...]],
) -> Plan:
    """Take out of a graph what some targets and guards need.

    Args:
        graph: the operations.
        targets: the variables asked, and their nodes.
        guards: nodes of booleans, and why whoever they are true of is left to plain OpenFisca.
        default: tells what stands in a column that is not given.
        probes: see :class:`Plan`.
    """
    order = needed(graph, [*(number for _, number in targets), *guards])
    rank = dict(zip(order, range(len(order)), strict=True))
    nodes = [graph.nodes[number] for number in order]
    names = {node.leaf[1] for node in nodes if node.leaf}
    return Plan(
        nodes=tuple(
            [Node(source, tuple([rank[arg] for arg in args]), *others) for source, args, *others in nodes]
        ),
        outputs=tuple((name, rank[number]) for name, number in targets),
        guards=tuple((rank[number], reason) for number, reason in guards.items()),
        defaults={name: default(name) for name in sorted(names)},
        probes=dict(probes),
    )


def needed(graph: Graph, wanted: Sequence[int]) -> list[int]:
    """Return the nodes that some need, in order."""
    nodes = graph.nodes
    live = bytearray(len(nodes))
    for number in wanted:
        live[number] = 1
    for number in range(max(wanted, default=-1), -1, -1):
        if live[number]:
            for arg in nodes[number].args:
                live[arg] = 1
    return [number for number, kept in enumerate(live) if kept]


def version() -> str:
    """Tell what a saved plan depends on beside the law."""
    return f"{sys.implementation.cache_tag}-numpy{np.__version__}"
