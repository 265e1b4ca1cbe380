"""A graph of numpy expressions, each written once.

A node is a piece of numpy source with holes (``"np.add({}, {})"``) and the nodes that fill them. The same
source is run to fold constants, to learn the type of a result, and in the final plan: there is one
description of an operation, so these three cannot differ.

Why folding is exact. A constant is an array of length one, or a Python scalar, on which numpy applies the
same rules of type promotion as on a long array, and the same arithmetic. ``0 * x`` is folded only when
``x`` is known to be finite: each node carries a bound of its absolute value, infinite when unknown, and
a plan refuses inputs that are not finite or exceed :data:`INPUT_BOUND`. Only the sign of a zero may be lost,
and the face of the engine gives none, whichever way was taken.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from openfisca_lyon.engine import kernels

INPUT_BOUND = 1e12
GROUP_BOUND = 1e4  # more people than any group of a plan may have
UNKNOWN = math.inf
FLOAT32_BOUND = 1e37


class Untraceable(Exception):  # noqa: N818 - not a fault: the way to plain OpenFisca
    """Something that only plain OpenFisca can compute; the message says what."""


class Node(NamedTuple):
    """One value of the graph.

    Attributes:
        source: numpy source with one hole for each argument; empty for constants, inputs and calls.
        args: numbers of the argument nodes.
        dtype: numpy type; None for a Python scalar, whose type gives way to that of arrays.
        entity: whose values these are; None for scalars and tables.
        bound: no finite value exceeds it in absolute value, infinite when it may not be finite.
        value: of a constant: a Python scalar, an array of length one, or a table.
        leaf: of an input ``("input", variable, period)``; of a placeholder ``("call", rank)``.
    """

    source: str
    args: tuple[int, ...]
    dtype: np.dtype[Any] | None
    entity: str | None
    bound: float
    value: Any = None
    leaf: tuple[Any, ...] = ()

    @property
    def constant(self) -> bool:
        """Whether the value is known, the same for everyone."""
        return not self.source and not self.leaf


Opaque = Callable[..., Any]

_functions: dict[str, Callable[..., Any]] = {}
_types: dict[tuple[Any, ...], np.dtype[Any]] = {}


def function_of(source: str) -> Callable[..., Any]:
    """Return the function that a piece of source is."""
    known = _functions.get(source)
    if known is None:
        holes = source.count("{}")
        names = [f"a{i}" for i in range(holes)]
        text = f"lambda {', '.join(names)}: {source.format(*names)}"
        # The source is made by the tracer out of a closed list of operations, never out of data.
        known = _functions[source] = eval(text, {"np": np, "kernels": kernels})
    return known


def is_group(source: str) -> bool:
    """Whether an operation is between people and groups."""
    return source.startswith(("famille.", "foyer_fiscal.", "menage."))


def is_opaque(source: str) -> bool:
    """Whether an operation is a formula that is run as it is."""
    return source.startswith("opaque(")


def evaluate(source: str, values: Sequence[Any]) -> Any:
    """Run a piece of source on values."""
    with np.errstate(all="ignore"):
        try:
            return function_of(source)(*values)
        except Exception as error:
            raise Untraceable(f"{source}: {type(error).__name__}: {error}") from error


def _is(value: Any, number: int) -> bool:
    """Whether a constant is this number."""
    if isinstance(value, np.ndarray):
        return value.size == 1 and value.dtype.kind in "bif" and bool(value[0] == number)
    return isinstance(value, bool | int | float) and value == number


def _magnitude(value: Any) -> float:
    try:
        array = np.abs(np.asarray(value, dtype=np.float64))
        return float(array.max()) if np.isfinite(array).all() else UNKNOWN
    except (TypeError, ValueError):
        return UNKNOWN


class Graph:
    """Nodes by number; equal nodes are one.

    Args:
        opaque: runs a formula that is not recorded but run as it is, to fold it.

    Attributes:
        nodes: the nodes; arguments come before what uses them.
        guards: for a node of booleans, why whoever it is true of must be left to plain OpenFisca.
        guarded: for a template written on some values, its guards.
        known: the node of each operation already met, by source and arguments.
    """

    def __init__(self, opaque: Opaque | None = None) -> None:
        self.nodes: list[Node] = []
        self._opaque = opaque
        self._copies: dict[int, int] = {}
        self.guards: dict[int, str] = {}
        self.guarded: dict[Any, dict[int, str]] = {}
        self.known: dict[Any, int] = {}

    def _add(self, key: Any, node: Node) -> int:
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = len(self.nodes)
            self.nodes.append(node)
        return known

    def constant(self, value: Any, entity: str | None = None) -> int:
        """Return the node of a scalar, a table, or of the same value for all of ``entity``."""
        if isinstance(value, np.generic):
            value = np.array([value])
        if isinstance(value, np.ndarray):
            if value.ndim == 0:
                value = value.reshape(1)
            if value.dtype.hasobject:
                raise Untraceable("an array of Python objects")
            key: Any = ("array", value.dtype.str, value.shape, value.tobytes(), entity)
            return self._add(key, Node("", (), value.dtype, entity, _magnitude(value), value))
        if value is not None and not isinstance(value, bool | int | float | str | bytes | tuple):
            raise Untraceable(f"a constant of type {type(value).__name__}")
        key = ("scalar", type(value).__name__, repr(value))
        return self._add(key, Node("", (), None, None, _magnitude(value), value))

    def copy(self, node: Node) -> int:
        """Return the node of a constant of another graph, which lives as long as this one."""
        known = self._copies.get(id(node))
        if known is None:
            known = self._copies[id(node)] = self.constant(node.value, node.entity)
        return known

    def leaf(self, leaf: tuple[Any, ...], dtype: np.dtype[Any], entity: str) -> int:
        """Return the node of an input or of a placeholder."""
        bound = INPUT_BOUND if leaf[0] == "input" and dtype.kind == "f" else _type_bound(dtype)
        return self._add(("leaf", leaf), Node("", (), dtype, entity, bound, None, leaf))

    def group(self, source: str, args: tuple[int, ...], dtype: Any, entity: str) -> int:
        """Return the node of an operation between people and groups."""
        known = self.known.get((source, args))
        if known is not None:
            return known
        dtype = np.dtype(dtype)
        bound = _type_bound(dtype)
        folded = self._fold_group(source, args, entity)
        if folded is not None:
            self.known[(source, args)] = folded
            return folded
        if args:
            largest = max(self.nodes[arg].bound for arg in args)
            bound = min(bound, largest * GROUP_BOUND if ".sum(" in source else largest)
        return self._add((source, args), Node(source, args, dtype, entity, bound))

    def _fold_group(self, source: str, args: tuple[int, ...], entity: str) -> int | None:
        """Fold what a constant makes certain whatever the groups; no group of a plan is without first role."""
        if not args or not self.nodes[args[0]].constant:
            return None
        value = self.nodes[args[0]].value
        method = source.partition(".")[2].partition("(")[0]
        if method == "sum":
            return None if np.any(value) else self.constant(np.zeros(1), entity)
        if method == "project":
            return self.constant(value, entity)
        if method in ("value_of", "value_nth"):
            same = bool(np.all(value == self.nodes[args[1]].value))
            if same or source.endswith(("value_of({}, {}, 0)", "value_nth({}, 0, {})")):
                return self.constant(value, entity)
        if method == "reduce" and "'add'" not in source:
            reducer = kernels.REDUCERS[source.split("'")[1]]
            return self.constant(reducer(np.full(1, self.nodes[args[1]].value), value), entity)
        return None

    def make(self, source: str, args: tuple[int, ...], dtype: np.dtype[Any] | None = None) -> int:
        """Return the node of an elementwise operation, folded when that is exact.

        Args:
            source: numpy source with one hole for each argument.
            args: the arguments.
            dtype: type of the result when it is known already.

        Raises:
            Untraceable: numpy refuses the operation.
        """
        known = self.known.get((source, args))
        if known is not None:
            return known
        nodes = [self.nodes[arg] for arg in args]
        entity: str | None = None
        constant = True
        for node in nodes:
            if node.source or node.leaf:
                constant = False
            if node.entity is not None:
                if entity is None:
                    entity = node.entity
                elif entity != node.entity:
                    raise Untraceable(f"mixes values of {entity} and of {node.entity}")
        if constant:
            values = [node.value for node in nodes]
            value = self._run_opaque(source, values) if is_opaque(source) else evaluate(source, values)
            result = self.constant(np.asarray(value), entity)
            self.known[(source, args)] = result
            return result
        if dtype is None:
            dtype = self._type(source, nodes)
        simpler = self._simplify(source, args, nodes, dtype, entity)
        if simpler is not None:
            self.known[(source, args)] = simpler
            return simpler
        bound = _bound(source, nodes, dtype)
        return self._add((source, args), Node(source, args, dtype, entity, bound))

    def _run_opaque(self, source: str, values: Sequence[Any]) -> Any:
        if self._opaque is None:
            raise Untraceable("no way to run a formula as it is")
        names = [f"a{i}" for i in range(len(values))]
        scope = {"opaque": self._opaque, **dict(zip(names, values, strict=True))}
        return eval(source.format(*names), scope)

    def cast(self, arg: int, dtype: Any) -> int:
        """Return the same values as another type."""
        dtype = np.dtype(dtype)
        if self.nodes[arg].dtype == dtype:
            return arg
        return self.make(f"{{}}.astype({dtype.str!r})", (arg,), dtype)

    def mark(self) -> tuple[int, ...]:
        """Return where the graph stands, for :meth:`rewind`."""
        return len(self.nodes), len(self.known), len(self._copies), len(self.guards)

    def rewind(self, mark: tuple[int, ...]) -> None:
        """Forget what was written since a mark."""
        size, *others = mark
        del self.nodes[size:]
        tables: tuple[dict[Any, Any], ...] = (self.known, self._copies, self.guards)
        for known, length in zip(tables, others, strict=True):
            while len(known) > length:
                known.popitem()

    def guard(self, bad: int, reason: str) -> None:
        """Leave to plain OpenFisca whoever ``bad`` is true of.

        Raises:
            Untraceable: it is true of everyone.
        """
        node = self.nodes[bad]
        if node.constant:
            if np.any(node.value):
                raise Untraceable(reason)
            return
        self.guards.setdefault(bad, reason)

    def _type(self, source: str, nodes: Sequence[Node]) -> np.dtype[Any]:
        key = (
            source,
            *((node.dtype, repr(node.value) if node.dtype is None else node.constant) for node in nodes),
        )
        known = _types.get(key)
        if known is None:
            samples = [
                node.value
                if node.constant
                else np.zeros(1, node.dtype)
                if (node.dtype is not None and node.dtype.kind in "mMSU") or ".take(" in source
                else np.ones(1, node.dtype)
                for node in nodes
            ]
            result = evaluate(source, samples)
            if not isinstance(result, np.ndarray) or result.shape != (1,):
                raise Untraceable(f"{source} is not elementwise")
            known = _types[key] = result.dtype
        return known

    def _full(self, value: Any, dtype: np.dtype[Any], entity: str | None) -> int:
        return self.constant(np.full(1, value, dtype), entity)

    def _simplify(
        self,
        source: str,
        args: tuple[int, ...],
        nodes: Sequence[Node],
        dtype: np.dtype[Any],
        entity: str | None,
    ) -> int | None:
        if source == "np.where({}, {}, {})":
            if nodes[0].constant:
                chosen = args[1] if np.all(nodes[0].value) else args[2]
                if self.nodes[chosen].entity is not None and not self.nodes[chosen].constant:
                    return self.cast(chosen, dtype)
                if self.nodes[chosen].constant:
                    value = self.nodes[chosen].value
                    return self.constant(np.asarray(value, dtype).reshape(1), entity)
                return None
            if args[1] == args[2] and nodes[1].entity is not None:
                return self.cast(args[1], dtype)
            return None
        if len(args) != 2 or dtype.kind not in "bif":
            return None
        for (one, other), (arg, _) in (
            ((nodes[0], nodes[1]), args),
            ((nodes[1], nodes[0]), args[::-1]),
        ):
            if not other.constant or one.dtype is None or one.dtype.kind not in "bif":
                continue
            zero = _is(other.value, 0)
            if source == "np.multiply({}, {})":
                if zero and one.bound < UNKNOWN:
                    return self._full(0, dtype, entity)
                if _is(other.value, 1):
                    return self.cast(arg, dtype)
            elif source in ("np.add({}, {})", "np.bitwise_or({}, {})", "np.logical_or({}, {})"):
                if zero and (dtype.kind != "b" or one.dtype.kind == "b"):
                    return self.cast(arg, dtype)
                if dtype.kind == "b" and not zero:
                    return self._full(True, dtype, entity)
            elif source in ("np.bitwise_and({}, {})", "np.logical_and({}, {})"):
                if zero:
                    return self._full(0, dtype, entity)
                if dtype.kind == "b" and one.dtype.kind == "b" and _is(other.value, 1):
                    return self.cast(arg, dtype)
            elif source == "np.subtract({}, {})" and zero and arg == args[0]:
                return self.cast(arg, dtype)
        if args[0] == args[1] and source in ("np.maximum({}, {})", "np.minimum({}, {})"):
            return self.cast(args[0], dtype)
        return None


def _type_bound(dtype: np.dtype[Any]) -> float:
    if dtype.kind == "b":
        return 1.0
    if dtype.kind in "iu":
        return float(np.iinfo(dtype).max) + 1
    return UNKNOWN


def _bound(source: str, nodes: Sequence[Node], dtype: np.dtype[Any]) -> float:
    """Bound the absolute value of a result."""
    limit = _type_bound(dtype)
    if dtype.kind != "f":
        return limit
    bounds = [node.bound for node in nodes]
    result = UNKNOWN
    if source in ("np.add({}, {})", "np.subtract({}, {})"):
        result = bounds[0] + bounds[1]
    elif source == "np.multiply({}, {})":
        result = bounds[0] * bounds[1] if 0 not in bounds else UNKNOWN
    elif source in ("np.maximum({}, {})", "np.minimum({}, {})"):
        result = max(bounds)
    elif source == "np.where({}, {}, {})":
        result = max(bounds[1:])
    elif ".astype(" in source or source in ("np.negative({})", "np.absolute({})"):
        result = bounds[0] if nodes[0].dtype is not None and nodes[0].dtype.kind in "bif" else UNKNOWN
    elif source in ("np.floor({})", "np.ceil({})") or (".round(" in source and "kernels" not in source):
        result = bounds[0] + 1
    elif source in ("np.divide({}, {})", "np.true_divide({}, {})"):
        if nodes[1].constant and np.size(nodes[1].value) == 1 and not _is(nodes[1].value, 0):
            result = bounds[0] / max(float(np.abs(np.asarray(nodes[1].value, np.float64)).min()), 1e-300)
    elif source == "({}).take({})":
        result = bounds[0]
    elif source.startswith("kernels.marginal_rate(") and len(nodes) == 3:
        result = bounds[0] * bounds[2] * GROUP_BOUND
    elif source.startswith("kernels.single_amount("):
        result = bounds[2]
    ceiling = FLOAT32_BOUND if dtype.itemsize <= 4 else 1e300
    return result if result < ceiling else UNKNOWN
