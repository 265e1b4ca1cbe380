"""What stands for an array while a formula is recorded.

A :class:`Traced` is not an ``ndarray``: whatever it does not know how to record raises
:class:`~openfisca_lyon.engine.graph.Untraceable`, so nothing is computed by accident on a stand-in.
"""

import linecache
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import numpy as np
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import Period

from openfisca_lyon.engine.facts import TEXT
from openfisca_lyon.engine.graph import Graph, Untraceable

STAND_IN = 7919  # for the length of an array, where it serves only to make another
LENGTH_USE = re.compile(r"\b(zeros|ones)\(len\(\w+\)\)")
FUNCTIONS: dict[Any, Callable[..., Any]] = {}
"""What records each numpy function; :mod:`~openfisca_lyon.engine.tracer.functions` fills it."""


class Trace:
    """What one formula did.

    Attributes:
        graph: the operations.
        calls: what it asked for, in order: ``("calculate" or "peek", variable, period)``.
        probes: for each variable whose known periods it asked for, the answer it was given.
        reads: names of the parameters it read, and of the branches it went through.
        failure: why it cannot be traced. It is kept here too because a formula may swallow the exception.
    """

    def __init__(self, known: Callable[[str], tuple[Period, ...]]) -> None:
        self.graph = Graph()
        self.calls: list[tuple[str, str, Period]] = []
        self.probes: dict[str, tuple[Period, ...]] = {}
        self.failure = ""
        self.text_only = True
        self.reads: set[str] = set()
        self._known = known

    def fail(self, reason: str) -> NoReturn:
        """Give up."""
        self.failure = self.failure or reason
        raise Untraceable(reason)

    def call(self, kind: str, variable: Any, period: Period) -> "Traced":
        """Return the placeholder of another variable's value."""
        self.calls.append((kind, variable.name, period))
        enum = variable.possible_values if variable.value_type == Enum else None
        dtype = dtype_of(variable)
        if dtype.kind not in "SU":
            self.text_only = False
        node = self.graph.leaf(("call", len(self.calls) - 1), dtype, variable.entity.key)
        return Traced(self, node, enum, given=True)

    def probe(self, name: str) -> tuple[Period, ...]:
        """Return the periods at which a variable is known."""
        if self.calls and name not in self.probes:
            self.fail(f"asks what is known of {name} after a calculation")
        self.probes[name] = self._known(name)
        return self.probes[name]


class Traced:
    """Stands for an array of one value per member of an entity.

    Attributes:
        trace: the formula being traced.
        node: number of its node.
        enum: the Enum whose members it holds, if it does.
        objects: whether it stands for an array of the members themselves, not of their indices.
        given: whether it is the value of another variable, which must not be modified in place.
    """

    __slots__ = ("enum", "given", "node", "objects", "trace")

    __hash__ = None  # type: ignore[assignment]
    __array_priority__ = 1000

    def __init__(
        self, trace: Trace, node: int, enum: Any = None, *, objects: bool = False, given: bool = False
    ) -> None:
        self.trace = trace
        self.node = node
        self.enum = enum
        self.objects = objects
        self.given = given

    @property
    def entity(self) -> str:
        """Whose values these are."""
        return self.trace.graph.nodes[self.node].entity or ""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the values."""
        dtype = self.trace.graph.nodes[self.node].dtype
        assert dtype is not None
        return dtype

    def number(self, value: Any) -> int:
        """Return the node of a value that meets this one."""
        trace = self.trace
        if isinstance(value, Selection):
            trace.fail("mixes a selection and a whole array")
        if isinstance(value, Traced):
            if value.objects or value.enum is not None:
                trace.fail("arithmetic on an Enum")
            return value.node
        if isinstance(value, Enum | EnumArray):
            trace.fail("arithmetic on an Enum")
        return constant(trace, value)

    def apply(self, source: str, *values: Any) -> "Traced":
        """Record an elementwise operation."""
        return Traced(self.trace, self.trace.graph.make(source, tuple(map(self.number, values))))

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> "Traced":
        if method != "__call__" or ufunc.nout != 1:
            self.trace.fail(f"numpy.{ufunc.__name__}.{method}")
        out = options.pop("out", None)
        where = options.pop("where", None)
        if options:
            self.trace.fail(f"numpy.{ufunc.__name__} with {', '.join(options)}")
        if ufunc in (np.equal, np.not_equal) and any(
            isinstance(value, Enum) or (isinstance(value, Traced) and value.enum is not None)
            for value in inputs
        ):
            one, other = inputs
            equal: Traced = one == other if isinstance(one, Traced) else other == one
            result = equal if ufunc is np.equal else ~equal
        else:
            holes = ", ".join(["{}"] * len(inputs))
            result = self.apply(f"np.{ufunc.__name__}({holes})", *inputs)
        if out is None:
            if where is not None:
                self.trace.fail(f"numpy.{ufunc.__name__} with where and no out")
            return result
        target = out[0]
        if isinstance(target, np.ndarray) and target.shape == (STAND_IN,) and (target == target[0]).all():
            owner = Traced(self.trace, result.node).entity
            filled = uniform(self.trace, owner, target[:1].copy())
            target[:] = np.arange(STAND_IN)  # no longer uniform: whoever reads it again by that name fails
            target = filled
        if not isinstance(target, Traced):
            self.trace.fail("writes to an array")
        if where is not None:
            kept = Traced(self.trace, result.cast(target.dtype))
            result = FUNCTIONS[np.where](self.trace, where, kept, target)
        target.become(result)
        return target

    @property
    def possible_values(self) -> Any:
        """The Enum of which it holds indices."""
        if self.enum is None or self.objects:
            self.trace.fail("asks the Enum of something else")
        return self.enum

    def cast(self, dtype: Any) -> int:
        """Return the node of the same values as another type."""
        return self.trace.graph.cast(self.node, dtype)

    def become(self, result: "Traced") -> None:
        """Take other values, in place."""
        if self.given:
            self.trace.fail("modifies another variable's value in place")
        if self.enum is not None or result.enum is not None:
            self.trace.fail("modifies an Enum in place")
        if not np.can_cast(result.dtype, self.dtype, "same_kind"):
            self.trace.fail(f"casts {result.dtype} to {self.dtype} in place")
        self.node = result.cast(self.dtype)

    def __array_function__(
        self, function: Any, types: Any, args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        handler = FUNCTIONS.get(function)
        if handler is None or Selection in types:
            self.trace.fail(f"numpy.{function.__name__}")
        return handler(self.trace, *args, **options)

    def __array__(self, *args: Any, **options: Any) -> NoReturn:
        self.trace.fail("makes a numpy array out of values not yet known")

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self.trace.fail(f"reads .{name} of an array")

    def __bool__(self) -> bool:
        self.trace.fail("takes the truth of an array")

    def __iter__(self) -> Iterator[Any]:
        self.trace.fail("goes through an array value by value")

    def __len__(self) -> int:
        # ``np.zeros(len(x))`` is the one thing a length may serve to: an array that is uniform whatever it is.
        frame = sys._getframe(1)
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        if line.count("len(") == 1 and LENGTH_USE.search(line) and not isinstance(self, Selection):
            return STAND_IN
        self.trace.fail("takes the length of an array")

    def __float__(self) -> float:
        self.trace.fail("takes a number out of an array")

    def __int__(self) -> int:
        self.trace.fail("takes a number out of an array")

    def __index__(self) -> int:
        self.trace.fail("takes an index out of an array")

    def __eq__(self, other: object) -> Any:
        return self._equal(other)

    def __ne__(self, other: object) -> Any:
        if self.enum is None and not (isinstance(other, Traced) and other.enum is not None):
            return self.apply("np.not_equal({}, {})", self, other)
        return ~self._equal(other)

    def _equal(self, other: Any) -> "Traced":
        graph = self.trace.graph
        if isinstance(other, Traced) and (other.enum is not None or self.enum is not None):
            if (
                self.enum is None
                or other.enum is None
                or self.enum != other.enum
                or self.objects != other.objects
            ):
                self.trace.fail("compares an Enum with something else")
            return Traced(self.trace, graph.make("np.equal({}, {})", (self.node, other.node)))
        if self.enum is None:
            if isinstance(other, Enum) or other is None:
                self.trace.fail("compares numbers with an Enum or None")
            return self.apply("np.equal({}, {})", self, other)
        index: Any = None
        if isinstance(self.enum, Labels):
            if isinstance(other, str):
                index = self.enum.index(other) if other in self.enum else -1
        elif self.objects:
            # Members are compared as Python compares objects.
            if isinstance(other, Enum) and type(other) is self.enum:
                index = other.index
        elif isinstance(other, Enum):
            # Enums are compared by name, as OpenFisca does: it loads some of them twice.
            if type(other) == self.enum:  # noqa: E721
                index = other.index
        elif isinstance(other, int | np.integer):
            index = int(other)
        if index is None:
            self.trace.fail("compares an Enum with something else")
        return Traced(self.trace, graph.make("np.equal({}, {})", (self.node, graph.constant(index))))

    def __pow__(self, other: Any) -> "Traced":
        # ``a ** 2`` has shortcuts that ``np.power`` has not.
        return self.apply("np.power({}, {})" if isinstance(other, Traced) else "({}) ** ({})", self, other)

    def __rpow__(self, other: Any) -> "Traced":
        return self.apply("np.power({}, {})", other, self)

    def __neg__(self) -> "Traced":
        return self.apply("np.negative({})", self)

    def __pos__(self) -> "Traced":
        return self.apply("np.positive({})", self)

    def __abs__(self) -> "Traced":
        return self.apply("np.absolute({})", self)

    def __invert__(self) -> "Traced":
        return self.apply("np.invert({})", self)

    def __getitem__(self, key: Any) -> Any:
        if (
            isinstance(key, Traced)
            and key.dtype == np.bool_
            and key.entity == self.entity
            and self.enum is None
            and not isinstance(key, Selection)
            and not isinstance(self, Selection)
        ):
            return Selection(self.trace, self.node, key.node)
        self.trace.fail("takes a part of an array")

    def __setitem__(self, key: Any, value: Any) -> None:
        trace = self.trace
        if not isinstance(key, Traced) or isinstance(key, Selection) or key.dtype != np.bool_:
            trace.fail("writes to a part of an array")
        if isinstance(value, Selection):
            if value.key != key.node:
                trace.fail("writes one selection into another")
            value = Traced(trace, value.node)
        elif isinstance(value, Traced):
            trace.fail("writes a whole array into a part of one")
        values = self.number(value)
        graph = trace.graph
        if graph.nodes[values].entity is None:
            cast = graph.constant(np.full(1, graph.nodes[values].value).astype(self.dtype))
        else:
            cast = graph.cast(values, self.dtype)
        chosen = graph.make("np.where({}, {}, {})", (key.node, cast, self.node))
        self.become(Traced(trace, chosen))

    # Methods of arrays

    def astype(self, dtype: Any, **options: Any) -> "Traced":
        """Record a change of type; Enum indices stay what they are only when asked as integers."""
        if options or self.objects or self.enum is not None:
            self.trace.fail("astype of an Enum, or with options")
        if dtype is str or np.dtype(dtype).kind in "OU":
            self.trace.fail("turns values into text")
        if isinstance(dtype, str) and dtype in ("datetime64", "timedelta64", "M8", "m8"):
            return self if self.dtype.kind in "mM" else self.trace.fail("astype without unit")
        return Traced(self.trace, self.cast(dtype))

    def copy(self) -> "Traced":
        """Return the same values in another array."""
        return Traced(self.trace, self.node, self.enum, objects=self.objects)

    def round(self, decimals: int = 0) -> "Traced":
        """Record a rounding."""
        return self.apply(f"({{}}).round({int(decimals)})", self)

    def clip(self, low: Any = None, high: Any = None) -> "Traced":
        """Record a clipping."""
        return FUNCTIONS[np.clip](self.trace, self, low, high)  # type: ignore[no-any-return]

    def any(self) -> bool:
        """Suppose that it is true of nobody; a guard sees to the others."""
        graph = self.trace.graph
        graph.guard(
            graph.make("np.not_equal({}, {})", (self.node, graph.constant(0))), "a formula asks .any()"
        )
        return False


def _binary(name: str) -> tuple[Any, Any, Any]:
    source = f"np.{name}({{}}, {{}})"

    def forward(self: Traced, other: Any) -> Traced:
        return self.apply(source, self, other)

    def backward(self: Traced, other: Any) -> Traced:
        return self.apply(source, other, self)

    def in_place(self: Traced, other: Any) -> Traced:
        self.become(self.apply(source, self, other))
        return self

    return forward, backward, in_place


for _method, _ufunc in {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
}.items():
    for _prefix, _made in zip(("", "r", "i"), _binary(_ufunc), strict=True):
        setattr(Traced, f"__{_prefix}{_method}__", _made)
for _method, _ufunc in {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal"}.items():
    setattr(Traced, f"__{_method}__", _binary(_ufunc)[0])


class Labels(tuple[str, ...]):
    """Texts among which formulas choose, held like the members of an Enum: by index."""

    __slots__ = ()


class Selection(Traced):
    """``values[key]``: computed for everyone, and good only to be written at the same ``key``."""

    __slots__ = ("key",)
    __hash__ = None

    def __init__(self, trace: Trace, node: int, key: int) -> None:
        super().__init__(trace, node)
        self.key = key

    def number(self, value: Any) -> int:
        """Return the node of a value that meets this one: of the same selection, or a constant."""
        if isinstance(value, Selection):
            if value.key != self.key or value.trace is not self.trace:
                self.trace.fail("mixes two selections")
            return value.node
        if isinstance(value, Traced):
            self.trace.fail("mixes a selection and a whole array")
        return super().number(value)

    def apply(self, source: str, *values: Any) -> Traced:
        """Record an elementwise operation."""
        numbers = tuple(map(self.number, values))
        return Selection(self.trace, self.trace.graph.make(source, numbers), self.key)

    def astype(self, dtype: Any, **options: Any) -> Traced:
        """Record a change of type."""
        return Selection(self.trace, super().astype(dtype, **options).node, self.key)

    def any(self) -> bool:
        """Refuse."""
        self.trace.fail("asks .any() of a part of an array")


def constant(trace: Trace, value: Any) -> int:
    """Return the node of a value known when tracing."""
    graph = trace.graph
    if isinstance(value, np.ndarray) and value.shape == (STAND_IN,) and (value == value[0]).all():
        value = value[:1]
    if isinstance(value, np.ndarray) and value.ndim > 0 and value.shape != (1,):
        trace.fail("meets an array of another length")
    if not isinstance(value, bool | int | float | str | bytes | np.generic | np.ndarray):
        try:
            value = np.asarray(value)
        except Untraceable:
            raise
        except Exception:
            trace.fail(f"meets a {type(value).__name__}")
        if value.ndim or value.dtype.hasobject:
            # A date: numpy would make it an object first, then compare.
            value = np.asarray(value, "datetime64[D]") if _is_date(value) else trace.fail("meets an object")
    if isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-":
        trace.fail("meets a date written as text")
    return graph.constant(value)


def _is_date(value: Any) -> bool:
    import datetime

    return bool(value.ndim == 0 and isinstance(value.item(), datetime.date))


def uniform(trace: Trace, entity: str, value: Any, enum: Any = None) -> Traced:
    """Return the same value for all members of an entity."""
    return Traced(trace, trace.graph.constant(np.asarray(value).reshape(1), entity), enum)


def dtype_of(variable: Any) -> np.dtype[Any]:
    """Return the type that plans give to a variable."""
    dtype = np.dtype(variable.dtype)
    return TEXT if dtype.hasobject else dtype
