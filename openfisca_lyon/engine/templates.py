"""Formulas traced one by one, each as a template: operations with holes for the values it asks for.

A template does not depend on what is given, save for the few formulas that ask which periods of a variable
are known: what they were answered is part of the template, and another answer makes another template.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as to_period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine.graph import Graph, Node, Untraceable, is_group
from openfisca_lyon.engine.opaque import trace_opaque
from openfisca_lyon.engine.tracer import Trace, TracedSimulation

ETERNITY = to_period(DateUnit.ETERNITY)
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
        reads: names of the parameters, or branches of parameters, that it read; None when not known.
    """

    calls: tuple[tuple[str, str, Period], ...] = ()
    nodes: tuple[Node, ...] = ()
    root: int = 0
    guards: tuple[tuple[int, str], ...] = ()
    probes: tuple[tuple[str, tuple[Period, ...]], ...] = ()
    failure: str = ""
    reads: tuple[str, ...] | None = None

    def instantiate(self, graph: Graph, values: list[int]) -> tuple[int, dict[int, str]]:
        """Write the operations in a graph, with these nodes for the values asked for.

        Returns:
            The node of the result, and the guards.
        """
        numbers: list[int] = []
        for node in self.nodes:
            if node.leaf:
                number = values[node.leaf[1]]
            elif not node.source:
                number = graph.copy(node)
            else:
                args = tuple([numbers[arg] for arg in node.args])
                known = graph.known.get((node.source, args))
                if known is not None:
                    number = known
                elif is_group(node.source):
                    assert node.entity is not None
                    number = graph.group(node.source, args, node.dtype, node.entity)
                else:
                    number = graph.make(node.source, args, node.dtype)
            numbers.append(number)
        guards = {}
        for bad, reason in self.guards:
            graph.guard(numbers[bad], reason)
            if numbers[bad] in graph.guards:
                guards[numbers[bad]] = graph.guards[numbers[bad]]
        return numbers[self.root], guards


class Site:
    """A variable at a period.

    Attributes:
        name: of the variable.
        period: the period.
        variable: OpenFisca's variable.
        kept: where its value is kept: itself, or the one site of a variable that has one value for all time.
        has_formula: whether it has a formula then.
    """

    __slots__ = ("_formula", "kept", "name", "period", "variable")

    def __init__(self, name: str, period: Period, variable: Any, kept: "Site | None") -> None:
        self.name = name
        self.period = period
        self.variable = variable
        self.kept = kept or self
        self._formula: bool | None = None

    @property
    def has_formula(self) -> bool:
        if self._formula is None:
            self._formula = self.variable.get_formula(self.period) is not None
        return self._formula


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


class NotTraced(Exception):  # noqa: N818
    """More formulas would have to be traced than was allowed."""


class Templates:
    """The templates of one system, traced when first asked for.

    Args:
        system: the rules.
        baseline: templates of the rules that ``system`` reforms. Those that the reform cannot change are
            taken over: same formula, same types of what it asks for, and no parameter read that differs.

    Attributes:
        count: how many formulas have a template.
    """

    def __init__(self, system: TaxBenefitSystem, baseline: "Templates | None" = None) -> None:
        self.system = system
        self.count = 0
        self._known: dict[tuple[str, Period], list[Template]] = {}
        self._sites: dict[tuple[str, Period], Site] = {}
        self._calls: dict[int, tuple[tuple[bool, Site], ...]] = {}
        self._simulation = TracedSimulation(system)
        self._allowed: int | None = None
        self._lock = threading.RLock()
        self._baseline = baseline
        self._changed: frozenset[str] = frozenset()
        if baseline is not None:
            self._changed = changed_parameters(baseline.system.parameters, system.parameters)

    def allow(self, traces: int | None) -> None:
        """Say how many formulas may be traced from now on; no limit if None."""
        self._allowed = traces

    def kept(self) -> Any:
        """Return what can be kept on disk."""
        return self._known

    def take(self, kept: Any) -> None:
        """Take what was kept on disk."""
        if kept:
            self._known = kept
            self.count = sum(map(len, kept.values()))

    def site(self, name: str, period: Period) -> Site:
        """Return a variable at a period.

        Raises:
            openfisca_core.errors.VariableNotFoundError: it does not exist.
        """
        known = self._sites.get((name, period))
        if known is None:
            variable = self.system.get_variable(name, check_existence=True)
            eternal = variable.definition_period == DateUnit.ETERNITY and period != ETERNITY
            kept = self.site(name, ETERNITY) if eternal else None
            known = self._sites[name, period] = Site(name, period, variable, kept)
        return known

    def calls(self, template: Template) -> tuple[tuple[bool, Site], ...]:
        """Return what a template asks for, and whether it has it calculated or only looks at it."""
        known = self._calls.get(id(template))
        if known is None:
            known = tuple((kind == "calculate", self.site(name, at)) for kind, name, at in template.calls)
            self._calls[id(template)] = known
        return known

    def of(self, variable: Any, period: Period, known: Known) -> Template:
        """Return the template of a formula.

        Args:
            variable: an OpenFisca variable that has a formula at that period.
            period: the period.
            known: tells the periods at which a variable is given or already computed.
        """
        with self._lock:
            return self._of(variable, period, known)

    def _of(self, variable: Any, period: Period, known: Known) -> Template:
        versions = self._known.setdefault((variable.name, period), [])
        for template in versions:
            if all(known(name) == answer for name, answer in template.probes):
                return template
        template = self._taken_over(variable, period, known) or self._trace(variable, period, known)
        versions.append(template)
        self.count += 1
        return template

    def _taken_over(self, variable: Any, period: Period, known: Known) -> Template | None:
        """Return the baseline's template of a formula that the reform cannot change."""
        if self._baseline is None:
            return None
        before = self._baseline.system.variables.get(variable.name)
        if before is not variable and (
            before is None
            or before.get_formula(period) is not variable.get_formula(period)
            or not same_type(before, variable)
        ):
            return None
        self._baseline.allow(self._allowed)
        template = self._baseline.of(before, period, known)
        self._allowed = self._baseline._allowed
        if template.reads is None or any(touches(path, self._changed) for path in template.reads):
            return None
        for _, name, _ in template.calls:
            one, other = self._baseline.system.variables.get(name), self.system.variables.get(name)
            if one is not other and (one is None or other is None or not same_type(one, other)):
                return None
        return template

    def _trace(self, variable: Any, period: Period, known: Known) -> Template:
        if self._allowed is not None:
            if self._allowed <= 0:
                raise NotTraced(f"{variable.name} is not traced yet")
            self._allowed -= 1
        try:
            trace, root = self._simulation.run(variable, period, known)
        except Untraceable as reason:
            trace = self._simulation.trace_of_formula
            mark = "reform" if self._baseline is not None else ""
            opaque = trace_opaque(self.system, variable, period, mark) if trace.text_only else None
            if opaque is not None:
                calls, nodes, root, reads = opaque
                return Template(calls, nodes, root, reads=reads)
            # What else it would have read is not known: a reform must try again.
            return Template(probes=tuple(trace.probes.items()), failure=f"{variable.name}: {reason}")
        nodes, root, guards = pruned(trace, root)
        probes = tuple(trace.probes.items())
        return Template(tuple(trace.calls), nodes, root, guards, probes, reads=tuple(sorted(trace.reads)))


def same_type(one: Any, other: Any) -> bool:
    """Whether two variables look the same to those that ask for them."""
    return (
        one.dtype == other.dtype
        and one.entity.key == other.entity.key
        and one.definition_period == other.definition_period
        and getattr(one, "possible_values", None) is getattr(other, "possible_values", None)
        and one.default_value == other.default_value
        and one.is_neutralized == other.is_neutralized
    )


def changed_parameters(before: Any, after: Any) -> frozenset[str]:
    """Return the names of the parameters and branches that differ between two trees."""
    if before is after:
        return frozenset()
    children, others = getattr(before, "children", None), getattr(after, "children", None)
    if children is None or others is None or type(before) is not type(after):
        same = type(before) is type(after) and contents(before) == contents(after)
        return frozenset() if same else frozenset({after.name})
    found: set[str] = set()
    for key in {*children, *others}:
        if key not in children or key not in others:
            # A branch that comes or goes changes whoever goes through all of them.
            found.add(f"{after.name}.{key}" if after.name else key)
        else:
            found |= changed_parameters(children[key], others[key])
    return frozenset(found)


def figures_changed(before: TaxBenefitSystem, after: TaxBenefitSystem) -> list[tuple[str, Any]] | None:
    """Return the parameters that differ between two systems, and what they hold in the second.

    None when formulas differ too: what they do cannot be told from what they are.
    """
    if before.variables.keys() != after.variables.keys() or any(
        after.variables[name] is not variable for name, variable in before.variables.items()
    ):
        return None
    changed = []
    for path in sorted(changed_parameters(before.parameters, after.parameters)):
        node = after.parameters
        for step in path.split("."):
            node = None if node is None else getattr(node, "children", {}).get(step)
        changed.append((path, None if node is None else contents(node)))
    return changed


def contents(parameter: Any) -> Any:
    """Return what a parameter, a scale or a bracket holds, to compare."""
    if hasattr(parameter, "brackets"):
        kinds = parameter.metadata.get("type"), parameter.metadata.get("threshold_unit")
        return (*kinds, *(contents(bracket) for bracket in parameter.brackets))
    if hasattr(parameter, "children"):
        return {key: contents(child) for key, child in parameter.children.items()}
    return [(value.instant_str, value.value) for value in parameter.values_list]


def touches(path: str, changed: frozenset[str]) -> bool:
    """Whether a parameter read, or a branch gone through, is among those that differ."""
    return any(
        path == each or each.startswith(f"{path}.") or path.startswith(f"{each}.") or path == ""
        for each in changed
    )
