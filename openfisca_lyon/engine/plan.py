"""A graph made into numpy source, and that source run on households in blocks. Numpy only.

The source is one function of straight lines; registers are reused as soon as a value is no longer needed,
so memory follows the size of a block and not the length of the law. Each block holds whole households,
and households do not influence one another, so cutting them in blocks changes nothing.
"""

import marshal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine import kernels
from openfisca_lyon.engine.graph import Graph, Node, is_opaque

Array = NDArray[Any]
BLOCK = 8_000  # households: where time by household is least


@dataclass
class Plan:
    """What is needed to compute some variables, and nothing else.

    Attributes:
        inputs: the columns read: variable, period, type, entity, default value.
        outputs: for each variable asked, its entity.
        reasons: for each guard, why whoever it is true of is left to plain OpenFisca, and its entity.
        constants: constants and tables, by the name they have in the source.
        code: the compiled source.
        size: number of operations.
        probes: what was given of the variables whose known periods a formula asks for.
        opaques: source of the formulas that are run as they are.
        left: variables asked that only plain OpenFisca can compute, and why.
    """

    inputs: tuple[tuple[str, str, str, str, Any], ...]
    outputs: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    constants: dict[str, Any]
    code: bytes
    size: int
    probes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    opaques: tuple[str, ...] = ()
    left: dict[str, str] = field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        self._function: Callable[..., Any] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key not in ("_function", "source")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _function=None, source="")

    def function(self, opaque: Callable[..., Any]) -> Callable[..., Any]:
        """Return the compiled function."""
        if self._function is None:
            scope = {"np": np, "kernels": kernels, "opaque": distinct(opaque), **self.constants}
            exec(marshal.loads(self.code), scope)
            self._function = scope["plan"]
        return self._function


def distinct(opaque: Callable[..., Any]) -> Callable[..., Any]:
    """Run a formula as it is, once for each distinct text."""

    def run(key: Any, dtype: str, *columns: Array) -> Array:
        if len(columns) == 1:
            values, inverse = np.unique(columns[0], return_inverse=True)
            return np.asarray(opaque(key, dtype, values))[inverse]
        rows = np.empty(len(columns[0]), dtype=[(f"c{i}", column.dtype) for i, column in enumerate(columns)])
        for i, column in enumerate(columns):
            rows[f"c{i}"] = column
        values, inverse = np.unique(rows, return_inverse=True)
        return np.asarray(opaque(key, dtype, *(values[f"c{i}"] for i in range(len(columns)))))[inverse]

    return run


def write(
    graph: Graph,
    targets: Sequence[tuple[str, int]],
    defaults: Callable[[str], Any],
    probes: Mapping[str, tuple[str, ...]],
) -> Plan:
    """Write the source of a graph.

    Args:
        graph: the operations.
        targets: the variables asked, and their nodes.
        defaults: default value of an input, as an array of length one.
        probes: see :class:`Plan`.
    """
    nodes = graph.nodes
    guards = sorted(graph.guards)
    wanted = {number for _, number in targets} | set(guards)
    live = set(wanted)
    for number in range(max(wanted, default=-1), -1, -1):
        if number in live:
            live.update(nodes[number].args)
    order = sorted(live)
    last: dict[int, int] = {}
    for number in order:
        for arg in nodes[number].args:
            last[arg] = number
    constants: dict[str, Any] = {}
    names: dict[int, str] = {}
    free: list[str] = []
    inputs: list[tuple[str, str, str, str, Any]] = []
    lines: list[str] = []
    registers = 0
    for number in order:
        node = nodes[number]
        if node.constant:
            names[number] = f"k{len(constants)}"
            constants[names[number]] = node.value
            continue
        if node.leaf:
            _, variable, period = node.leaf
            assert node.dtype is not None
            assert node.entity is not None
            line = f"c[{len(inputs)}]"
            inputs.append((variable, period, node.dtype.str, node.entity, defaults(variable)))
        else:
            line = node.source.format(*(_argument(nodes[arg], names[arg], node.source) for arg in node.args))
        for arg in set(node.args):
            if last[arg] == number and arg not in wanted and not nodes[arg].constant:
                free.append(names[arg])
        if free:
            name = free.pop()
        else:
            name = f"r{registers}"
            registers += 1
        names[number] = name
        lines.append(f"    {name} = {line}")
    results = ", ".join(_result(nodes[number], names[number]) for _, number in targets)
    tests = ", ".join(names[number] for number in guards)
    source = (
        "def plan(c, n, famille, foyer_fiscal, menage):\n"
        + "\n".join(lines)
        + f"\n    return ({results}{',' if targets else ''}), ({tests}{',' if guards else ''})\n"
    )
    return Plan(
        inputs=tuple(inputs),
        outputs=tuple((name, nodes[number].entity or "") for name, number in targets),
        reasons=tuple((graph.guards[number], nodes[number].entity or "") for number in guards),
        constants=constants,
        code=marshal.dumps(compile(source, "<plan>", "exec", optimize=0, dont_inherit=True)),
        size=len(lines),
        probes=dict(probes),
        opaques=tuple(nodes[number].source for number in order if is_opaque(nodes[number].source)),
        source=source,
    )


def _argument(node: Node, name: str, source: str) -> str:
    if node.constant and node.entity is not None and source.startswith(("famille.", "foyer_", "menage.")):
        return f"np.broadcast_to({name}, n[{node.entity!r}])"
    return name


def _result(node: Node, name: str) -> str:
    return f"np.full(n[{node.entity!r}], {name}[0], {name}.dtype)" if node.constant else name


def with_source(plan: Plan, source: str) -> Plan:
    """Return the same plan with other source: for tests that change an operation on purpose."""
    code = marshal.dumps(compile(source, "<plan>", "exec", optimize=0, dont_inherit=True))
    return replace(plan, code=code, source=source)


def version() -> str:
    """Tell what a saved plan's code depends on beside the law."""
    return f"{sys.implementation.cache_tag}-numpy{np.__version__}"
