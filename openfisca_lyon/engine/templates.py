"""Formulas traced one by one, each as a template: operations with holes for the values it asks for.

A template does not depend on what is given, save for the few formulas that ask which periods of a variable
are known: what they were answered is part of the template, and another answer makes another template.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from openfisca_core.periods import Period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine.graph import Graph, Node, Untraceable
from openfisca_lyon.engine.opaque import trace_opaque
from openfisca_lyon.engine.tracer import Trace, TracedSimulation

Known = Callable[[str], tuple[Period, ...]]


@dataclass(frozen=True)
class Template:
    """One formula at one period.

    Attributes:
        calls: what it asks for, in order: ``("calculate" or "peek", variable, period)``.
        nodes: its operations, arguments before what uses them, numbered from 0.
        root: which node is the result.
        guards: nodes of booleans, and why whoever they are true of is left to plain OpenFisca.
        probes: variables of which it asked the known periods, and what it was answered.
        failure: why it cannot be traced, in which case it is empty.
    """

    calls: tuple[tuple[str, str, Period], ...] = ()
    nodes: tuple[Node, ...] = ()
    root: int = 0
    guards: tuple[tuple[int, str], ...] = ()
    probes: tuple[tuple[str, tuple[Period, ...]], ...] = ()
    failure: str = ""

    def instantiate(self, graph: Graph, values: list[int]) -> int:
        """Write the operations in a graph, with these nodes for the values asked for."""
        numbers: list[int] = []
        for node in self.nodes:
            if node.leaf:
                number = values[node.leaf[1]]
            elif not node.source:
                number = graph.constant(node.value, node.entity)
            else:
                args = tuple([numbers[arg] for arg in node.args])
                if is_group(node.source):
                    assert node.entity is not None
                    number = graph.group(node.source, args, node.dtype, node.entity)
                else:
                    number = graph.make(node.source, args, node.dtype)
            numbers.append(number)
        for bad, reason in self.guards:
            graph.guard(numbers[bad], reason)
        return numbers[self.root]


def is_group(source: str) -> bool:
    """Whether an operation is between people and groups."""
    return source.startswith(("famille.", "foyer_fiscal.", "menage."))


def pruned(trace: Trace, root: int) -> tuple[tuple[Node, ...], int, tuple[tuple[int, str], ...]]:
    """Keep the nodes that the result and the guards need, renumbered."""
    graph = trace.graph
    needed = {root, *graph.guards}
    for number in range(len(graph.nodes) - 1, -1, -1):
        if number in needed:
            needed.update(graph.nodes[number].args)
    kept = sorted(needed)
    renumbered = {number: rank for rank, number in enumerate(kept)}
    nodes = tuple(
        graph.nodes[number]._replace(args=tuple(renumbered[arg] for arg in graph.nodes[number].args))
        for number in kept
    )
    guards = tuple((renumbered[bad], reason) for bad, reason in graph.guards.items())
    return nodes, renumbered[root], guards


@dataclass
class Templates:
    """The templates of one system, traced when first asked for."""

    system: TaxBenefitSystem
    known: dict[tuple[str, Period], list[Template]] = field(default_factory=dict)
    traced: int = 0

    def __post_init__(self) -> None:
        self._simulation = TracedSimulation(self.system)

    def of(self, variable: Any, period: Period, known: Known) -> Template:
        """Return the template of a formula.

        Args:
            variable: an OpenFisca variable that has a formula at that period.
            period: the period.
            known: tells the periods at which a variable is given or already computed.
        """
        versions = self.known.setdefault((variable.name, period), [])
        for template in versions:
            if all(known(name) == answer for name, answer in template.probes):
                return template
        template = self._trace(variable, period, known)
        versions.append(template)
        self.traced += 1
        return template

    def _trace(self, variable: Any, period: Period, known: Known) -> Template:
        try:
            trace, root = self._simulation.run(variable, period, known)
        except Untraceable as reason:
            trace = self._simulation.trace_of_formula
            opaque = trace_opaque(self.system, variable, period) if trace.text_only else None
            if opaque is not None:
                return Template(*opaque)
            return Template(probes=tuple(trace.probes.items()), failure=f"{variable.name}: {reason}")
        nodes, root, guards = pruned(trace, root)
        return Template(tuple(trace.calls), nodes, root, guards, tuple(trace.probes.items()))


def leaf_of(rank: int, dtype: Any, entity: str) -> Node:
    """Return the placeholder of the value asked for at a rank."""
    return Node("", (), np.dtype(dtype), entity, float("inf"), None, ("call", rank))
