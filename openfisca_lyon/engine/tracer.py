"""Runs one formula on arrays that only record what is asked of them.

A :class:`Traced` stands for an array. It is not an ``ndarray``: whatever it does not know how to record
raises :class:`~openfisca_lyon.engine.graph.Untraceable`, so nothing is computed by accident on a stand-in.
Formulas get OpenFisca's own populations with the methods that touch arrays replaced; values of other
variables are placeholders, listed in the order in which they were asked for.

A few functions take arrays without offering a method to replace: parameters indexed by an array, tax scales,
and ``numpy.take``. :func:`patched` replaces them for as long as a trace lasts, under a
lock; given ordinary arrays the replacements call the originals, so other threads see no difference.
"""

import linecache
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar

import numpy as np
from openfisca_core import projectors
from openfisca_core.entities import Role
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNodeAtInstant, VectorialParameterNodeAtInstant
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as to_period
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.taxscales import (
    LinearAverageRateTaxScale,
    MarginalAmountTaxScale,
    MarginalRateTaxScale,
    SingleAmountTaxScale,
)
from openfisca_core.taxscales.rate_tax_scale_like import RateTaxScaleLike

from openfisca_lyon.engine.facts import TEXT
from openfisca_lyon.engine.graph import Graph, Untraceable

INDEX = np.dtype(np.int16)
STAND_IN = 7919  # for the length of an array, where it serves only to make another
LENGTH_USE = re.compile(r"\b(zeros|ones)\(len\(\w+\)\)")


_Method = TypeVar("_Method", bound=Callable[..., Any])
projectable: Callable[[_Method], _Method] = projectors.projectable


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
            result = choose(self.trace, where, Traced(self.trace, result.cast(target.dtype)), target)
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
        return _clip(self.trace, self, low, high)

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


def choose(trace: Trace, condition: Any, one: Any, other: Any) -> Traced:
    """Record ``np.where``."""
    graph = trace.graph
    if not isinstance(condition, Traced):
        condition = Traced(trace, constant(trace, condition))
    values = (one, other)
    if any(isinstance(value, Selection) for value in (condition, *values)):
        trace.fail("chooses in a part of an array")
    if any(is_text(value) for value in values):
        return _choose_text(trace, condition, values)
    members = [value for value in values if isinstance(value, Enum) or is_objects(value)]
    if members:
        if len(members) != 2:
            trace.fail("chooses between an Enum and something else")
        enum = enum_of(members[0])
        if enum_of(members[1]) != enum:
            trace.fail("chooses between two Enums")
        numbers = [indices(trace, value) for value in values]
        return Traced(
            trace, graph.make("np.where({}, {}, {})", (condition.node, *numbers)), enum, objects=True
        )
    # On indices of Enums ``np.where`` gives bare integers, which ``encode`` takes as indices again.
    numbers = [value.node if isinstance(value, Traced) else constant(trace, value) for value in values]
    if any(isinstance(value, Traced) and value.enum is not None for value in values) and any(
        graph.nodes[number].dtype != INDEX for number in numbers
    ):
        trace.fail("chooses between an Enum and a number")
    return Traced(trace, graph.make("np.where({}, {}, {})", (condition.node, *numbers)))


def is_text(value: Any) -> bool:
    """Whether a value is a text, or an array of texts that a formula chose."""
    return isinstance(value, str) or (isinstance(value, Traced) and isinstance(value.enum, Labels))


def _choose_text(trace: Trace, condition: Traced, values: Sequence[Any]) -> Traced:
    graph = trace.graph
    if not all(map(is_text, values)):
        trace.fail("chooses between a text and something else")
    several = [Labels([value]) if isinstance(value, str) else value.enum for value in values]
    labels = Labels(dict.fromkeys(text for each in several for text in each))
    numbers = []
    for value, own in zip(values, several, strict=True):
        table = np.array([labels.index(text) for text in own], dtype=np.int16)
        if isinstance(value, str):
            numbers.append(graph.constant(table[0]))
        else:
            padded = graph.constant(table if len(table) > 1 else np.repeat(table, 2))
            numbers.append(graph.make("({}).take({})", (padded, value.node)))
    return Traced(trace, graph.make("np.where({}, {}, {})", (condition.node, *numbers)), labels)


def is_objects(value: Any) -> bool:
    """Whether a value is an array of Enum members."""
    return isinstance(value, Traced) and value.objects


def enum_of(value: Any) -> Any:
    """Return the Enum to which a member, or an array of members, belongs."""
    return value.enum if isinstance(value, Traced) else type(value)


def indices(trace: Trace, value: Any) -> int:
    """Return the node of the index of an Enum member."""
    return value.node if isinstance(value, Traced) else trace.graph.constant(np.int16(value.index))


def _where(trace: Trace, *args: Any) -> Traced:
    if len(args) != 3:
        trace.fail("numpy.where with one argument")
    return choose(trace, *args)


def _select(trace: Trace, conditions: Sequence[Any], choices: Sequence[Any], default: Any = 0) -> Traced:
    graph = trace.graph
    conditions, choices = list(conditions), list(choices)
    if len(conditions) != len(choices) or not conditions:
        trace.fail("numpy.select with lists of different lengths")
    for condition in conditions:
        if not isinstance(condition, bool | np.bool_) and not (
            isinstance(condition, Traced) and condition.dtype == np.bool_
        ):
            trace.fail("numpy.select on conditions that are not booleans")
    conditions = [
        condition if isinstance(condition, Traced) else Traced(trace, constant(trace, condition))
        for condition in conditions
    ]
    if any(isinstance(choice, Enum) or is_objects(choice) for choice in choices):
        if not isinstance(default, Enum) and not is_objects(default):
            # Nobody may be left without a branch: OpenFisca would fail to encode the 0 of numpy.
            any_branch = conditions[0]
            for condition in conditions[1:]:
                any_branch = any_branch | condition
            graph.guard((~any_branch).node, "an Enum without branch")
            default = choices[-1]
        result = default
        for condition, choice in zip(reversed(conditions), reversed(choices), strict=True):
            result = choose(trace, condition, choice, result)
        return result  # type: ignore[no-any-return]
    if any(map(is_text, choices)):
        if default == 0 and not isinstance(default, Traced):
            trace.fail("numpy.select on texts without default")
        result = default
        for condition, choice in zip(reversed(conditions), reversed(choices), strict=True):
            result = choose(trace, condition, choice, result)
        return result  # type: ignore[no-any-return]
    if any(isinstance(value, Traced) and value.enum is not None for value in (*choices, default)):
        trace.fail("numpy.select on Enum indices")
    # Types as numpy.select has them: Python scalars give way, all choices together.
    numbers = [
        value.node if isinstance(value, Traced) else constant(trace, value) for value in (*choices, default)
    ]
    types = [
        graph.nodes[number].value if graph.nodes[number].dtype is None else graph.nodes[number].dtype
        for number in numbers
    ]
    if any(isinstance(kind, str | bytes) for kind in types):
        trace.fail("numpy.select on texts")
    dtype = np.result_type(*types)
    casts = [
        graph.constant(np.full(1, graph.nodes[number].value).astype(dtype))
        if graph.nodes[number].entity is None
        else graph.cast(number, dtype)
        for number in numbers
    ]
    chosen = casts[-1]
    for condition, cast in zip(reversed(conditions), reversed(casts[:-1]), strict=True):
        chosen = graph.make("np.where({}, {}, {})", (condition.node, cast, chosen))
    return Traced(trace, chosen)


def _apply(trace: Trace, source: str, *values: Any) -> Traced:
    numbers = []
    for value in values:
        if isinstance(value, Traced) and (value.objects or value.enum is not None):
            trace.fail("arithmetic on an Enum")
        numbers.append(value.node if isinstance(value, Traced) else constant(trace, value))
    return Traced(trace, trace.graph.make(source, tuple(numbers)))


def _round(trace: Trace, values: Any, decimals: int = 0) -> Traced:
    return _apply(trace, f"({{}}).round({int(decimals)})", values)


def _clip(trace: Trace, values: Any, a_min: Any = None, a_max: Any = None) -> Traced:
    if a_min is None or a_max is None:
        name, bound = ("minimum", a_max) if a_min is None else ("maximum", a_min)
        return _apply(trace, f"np.{name}({{}}, {{}})", values, bound)
    return _apply(trace, "np.clip({}, {}, {})", values, a_min, a_max)


def _like(fill: Any) -> Callable[..., Traced]:
    def full(trace: Trace, values: Traced, dtype: Any = None, **options: Any) -> Traced:
        if options:
            trace.fail("an array like another, with options")
        return uniform(trace, values.entity, np.full(1, fill, dtype or values.dtype))

    return full


def _full_like(trace: Trace, values: Traced, fill: Any, dtype: Any = None) -> Traced:
    if isinstance(fill, Traced):
        trace.fail("numpy.full_like with an array")
    return uniform(trace, values.entity, np.full(1, fill, dtype or values.dtype))


def _isin(trace: Trace, values: Any, among: Any, invert: bool = False) -> Traced:
    if not isinstance(values, Traced) or values.enum is not None or isinstance(among, Traced):
        trace.fail("numpy.isin on an Enum or among values not yet known")
    table = np.asarray(list(among))
    if values.dtype.kind == "S" and table.dtype.kind != "S":
        trace.fail("numpy.isin of bytes among texts")
    number = trace.graph.constant(table)
    return Traced(
        trace, trace.graph.make(f"np.isin({{}}, {{}}, invert={bool(invert)})", (values.node, number))
    )


def _busday(
    trace: Trace, begins: Any, ends: Any, weekmask: Any = "1111100", holidays: Any = (), **options: Any
) -> Traced:
    if options or not isinstance(weekmask, str) or len(holidays):
        trace.fail("numpy.busday_count with options")
    return _apply(trace, f"np.busday_count({{}}, {{}}, weekmask={weekmask!r})", begins, ends)


def _searchsorted(trace: Trace, table: Any, values: Any, side: Any = "left", sorter: Any = None) -> Traced:
    if isinstance(table, Traced) or sorter is not None or side not in ("left", "right"):
        trace.fail("numpy.searchsorted in a table not yet known")
    if not isinstance(values, Traced) or values.enum is not None:
        trace.fail("numpy.searchsorted of an Enum")
    known = np.asarray(table)
    if known.dtype.kind != values.dtype.kind and known.dtype.kind not in "bif":
        trace.fail("numpy.searchsorted of one type in a table of another")
    source = f"np.searchsorted({{}}, {{}}, side={side!r})"
    return Traced(trace, trace.graph.make(source, (trace.graph.constant(known), values.node)))


def _take(trace: Trace, table: Any, indices: Any, axis: Any = None, **options: Any) -> Traced:
    if options or axis is not None or isinstance(table, Traced) or not isinstance(indices, Traced):
        trace.fail("numpy.take in a table not yet known, or with options")
    if indices.enum is not None or indices.dtype.kind not in "biu":
        trace.fail("numpy.take by something else than numbers")
    known = np.asarray(table).ravel()
    index = indices.cast(np.int64)
    graph = trace.graph
    # numpy counts from the end below zero, and raises beyond.
    beyond = graph.make(
        "np.logical_or({}, {})",
        (
            graph.make("np.less({}, {})", (index, graph.constant(-len(known)))),
            graph.make("np.greater_equal({}, {})", (index, graph.constant(len(known)))),
        ),
    )
    graph.guard(beyond, "an index out of a table")
    return Traced(trace, graph.make("({}).take({}, mode='wrap')", (graph.constant(known), index)))


def _any(trace: Trace, values: Any, **options: Any) -> bool:
    if options or not isinstance(values, Traced):
        trace.fail("numpy.any with options")
    return values.any()


FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.where: _where,
    np.select: _select,
    np.round: _round,
    np.around: _round,
    np.clip: _clip,
    np.zeros_like: _like(0),
    np.ones_like: _like(1),
    np.full_like: _full_like,
    np.isin: _isin,
    np.searchsorted: _searchsorted,
    np.busday_count: _busday,
    np.any: _any,
    np.copy: lambda trace, values: values.copy(),
}


def uniform(trace: Trace, entity: str, value: Any, enum: Any = None) -> Traced:
    """Return the same value for all members of an entity."""
    return Traced(trace, trace.graph.constant(np.asarray(value).reshape(1), entity), enum)


def dtype_of(variable: Any) -> np.dtype[Any]:
    """Return the type that plans give to a variable."""
    dtype = np.dtype(variable.dtype)
    return TEXT if dtype.hasobject else dtype


def default_of(trace: Trace, variable: Any) -> Traced:
    """Return the default value of a variable."""
    array = np.asarray(variable.default_array(1)).astype(dtype_of(variable))
    enum = variable.possible_values if variable.value_type == Enum else None
    return uniform(trace, variable.entity.key, array.view(np.ndarray), enum)


# Populations


class Probe:
    """A holder of which a formula may ask what is known."""

    def __init__(self, trace: Trace, variable: Any) -> None:
        self._trace = trace
        self._variable = variable

    def get_known_periods(self) -> list[Period]:
        """Return the periods at which the variable is given or already computed."""
        return list(self._trace.probe(self._variable.name))

    def get_array(self, period: Period) -> Traced:
        """Return what is known, without computing anything."""
        if period not in self._trace.probe(self._variable.name):
            self._trace.fail(f"reads {self._variable.name} at a period at which it is not known")
        return self._trace.call("peek", self._variable, period)

    def default_array(self) -> Traced:
        """Return the default value."""
        return default_of(self._trace, self._variable)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._trace.fail(f"reads .{name} of a holder")


class _Tracing:
    """What the populations of a traced simulation have in common."""

    simulation: Any
    entity: Any

    @property
    def trace(self) -> Trace:
        return self.simulation.trace_of_formula  # type: ignore[no-any-return]

    @property
    def count(self) -> int:
        self.trace.fail("asks how many there are")

    @count.setter
    def count(self, value: int) -> None:
        pass

    @property
    def ids(self) -> Any:
        self.trace.fail("asks for identifiers")

    @ids.setter
    def ids(self, value: Any) -> None:
        pass

    def filled_array(self, value: Any, dtype: Any = None) -> Traced:
        if isinstance(value, Enum):
            self.trace.fail("fills an array with an Enum member")
        return uniform(self.trace, self.entity.key, np.full(1, value, dtype))

    def empty_array(self) -> Traced:
        return uniform(self.trace, self.entity.key, np.zeros(1, np.float32))

    def get_holder(self, name: str) -> Probe:
        self.entity.check_variable_defined_for_entity(name)
        return Probe(self.trace, self.entity.get_variable(name))

    def check_array_compatible_with_entity(self, array: Any) -> None:
        if not isinstance(array, Traced) or isinstance(array, Selection):
            self.trace.fail("gives OpenFisca something else than an array")
        if array.entity != self.entity.key:
            self.trace.fail(f"takes values of {array.entity} for values of {self.entity.key}")


class TracedPopulation(_Tracing, Population):  # type: ignore[misc]
    """People, of whom formulas ask."""

    @projectable
    def has_role(self, role: Role) -> Traced:
        """Tell who has a role."""
        self.entity.check_role_validity(role)
        positions = ", ".join(map(str, role_positions(self.trace, role)))
        source = f"{role.entity.key}.has_role({positions})"
        return Traced(self.trace, self.trace.graph.group(source, (), np.bool_, self.entity.key))

    @projectable
    def get_rank(self, entity: Any, criteria: Any, condition: Any = True) -> Traced:
        """Rank people in their group."""
        group = entity.reference_entity if isinstance(entity, projectors.Projector) else entity
        self.check_array_compatible_with_entity(criteria)
        numbers = (
            criteria.node,
            condition.node if isinstance(condition, Traced) else constant(self.trace, condition),
        )
        source = f"{group.entity.key}.rank({{}}, {{}})"
        return Traced(self.trace, self.trace.graph.group(source, numbers, np.int64, self.entity.key))


def role_positions(trace: Trace, role: Role) -> list[int]:
    """Return the positions of a role, or of its sub-roles, among the flattened roles of its entity."""
    flat = list(role.entity.flattened_roles)
    return [flat.index(each) for each in (role.subroles or [role])]


class TracedGroup(_Tracing, GroupPopulation):  # type: ignore[misc]
    """Groups of people, of whom formulas ask."""

    def _of(self, array: Any) -> Traced:
        self.members.check_array_compatible_with_entity(array)
        return array  # type: ignore[no-any-return]

    def _roles(self, role: Any) -> str:
        self.entity.check_role_validity(role)
        if role.entity.key != self.entity.key:
            self.trace.fail(f"asks {self.entity.key} for a role of {role.entity.key}")
        return "".join(f", {position}" for position in role_positions(self.trace, role))

    def _group(self, source: str, numbers: tuple[int, ...], dtype: Any, enum: Any = None) -> Traced:
        graph = self.trace.graph
        return Traced(
            self.trace, graph.group(f"{self.entity.key}.{source}", numbers, dtype, self.entity.key), enum
        )

    @projectable
    def sum(self, array: Any, role: Any = None) -> Traced:
        """Add up the values of members."""
        array = self._of(array)
        if array.dtype.kind not in "bif" or array.objects:
            self.trace.fail("adds up something else than numbers")
        if role is not None and role.entity.key != self.entity.key:
            # OpenFisca lets a role of another entity choose who counts; adding 0 for the others is the same.
            array = choose(self.trace, self.members.has_role(role), array, 0)
            role = None
        roles = "" if role is None else self._roles(role)
        return self._group(f"sum({{}}{roles})", (array.node,), np.float64)

    @projectable
    def reduce(self, array: Any, reducer: Any, neutral_element: Any, role: Any = None) -> Traced:
        """Reduce the values of members."""
        name = getattr(reducer, "__name__", "")
        if name not in ("maximum", "minimum", "logical_and", "logical_or", "add"):
            self.trace.fail(f"reduces by {name}")
        array = self._of(array)
        if array.enum is not None:
            self.trace.fail("reduces an Enum")
        trace = self.trace
        condition = True if role is None else self.members.has_role(role)
        filtered = choose(trace, condition, array, neutral_element)
        neutral = trace.graph.constant(neutral_element)
        sample = getattr(np, name)(np.full(1, neutral_element), np.ones(1, filtered.dtype))
        return self._group(f"reduce({{}}, {name!r}, {{}})", (filtered.node, neutral), sample.dtype)

    @projectable
    def nb_persons(self, role: Any = None) -> Traced:
        """Count members."""
        if role:
            return self.sum(self.members.has_role(role))
        return self._group("size()", (), np.int64)

    @projectable
    def value_from_person(self, array: Any, role: Any, default: Any = 0) -> Traced:
        """Return the value of the member who has a role that only one has."""
        array = self._of(array)
        if role.max != 1 or array.objects:
            self.trace.fail("takes the value of a role that several may have")
        roles = self._roles(role)
        return self._value(f"value_of({{}}, {{}}{roles})", array, default)

    @projectable
    def value_nth_person(self, n: int, array: Any, default: Any = 0) -> Traced:
        """Return the value of the member at a position."""
        return self._value(f"value_nth({{}}, {int(n)}, {{}})", self._of(array), default)

    def _value(self, source: str, array: Traced, default: Any) -> Traced:
        filled = self.trace.graph.constant(np.full(1, default, dtype=array.dtype))
        return self._group(source, (array.node, filled), array.dtype, array.enum)

    def project(self, array: Any, role: Any = None) -> Traced:
        """Give each member the value of the group."""
        self.check_array_compatible_with_entity(array)
        trace = self.trace
        source = f"{self.entity.key}.project({{}})"
        number = trace.graph.group(source, (array.node,), array.dtype, self.members.entity.key)
        result = Traced(trace, number, array.enum, objects=array.objects)
        if role is None:
            return result
        return choose(trace, self.members.has_role(role), result, 0)

    def _refuse(self, *value: Any) -> NoReturn:
        self.trace.fail("reads who is in which group")

    members_entity_id = property(_refuse, lambda self, value: None)
    members_role = property(_refuse, lambda self, value: None)
    members_position = property(_refuse, lambda self, value: None)
    ordered_members_map = property(_refuse)


class TracedSimulation(Simulation):  # type: ignore[misc]
    """A simulation in which a formula is alone: what it asks for is a placeholder."""

    def __init__(self, system: TaxBenefitSystem) -> None:
        people = TracedPopulation(system.person_entity)
        populations: dict[str, Any] = {system.person_entity.key: people}
        for entity in system.group_entities:
            populations[entity.key] = TracedGroup(entity, people)
        self.trace_of_formula = Trace(lambda name: ())
        super().__init__(system, populations)

    def calculate(self, variable_name: str, period: Any) -> Traced:
        """Return the placeholder of a variable."""
        if not isinstance(period, Period):
            period = to_period(period)
        variable = self.tax_benefit_system.get_variable(variable_name, check_existence=True)
        self._check_period_consistency(period, variable)
        return self.trace_of_formula.call("calculate", variable, period)

    def _run_formula(self, variable: Any, population: Any, period: Period) -> Any:
        """Run a formula; building the tree of parameters is not reading it."""
        formula = variable.get_formula(period)

        def parameters_at(instant: Any) -> Any:
            with noting(None):
                return self.tax_benefit_system.get_parameters_at_instant(instant)

        if formula.__code__.co_argcount == 2:
            return formula(population, period)
        return formula(population, period, parameters_at)

    def get_holder(self, variable_name: str) -> Probe:
        """Return what a formula may ask of a holder."""
        return self.get_variable_population(variable_name).get_holder(variable_name)  # type: ignore[no-any-return]

    def get_array(self, variable_name: str, period: Any) -> Any:
        """Refuse: the answer depends on what was computed before."""
        self.trace_of_formula.fail("reads what happens to be computed")

    def run(
        self, variable: Any, period: Period, known: Callable[[str], tuple[Period, ...]]
    ) -> tuple[Trace, int]:
        """Trace a formula.

        Raises:
            Untraceable: it does something that cannot be recorded.
        """
        trace = self.trace_of_formula = Trace(known)
        with patched():
            try:
                with noting(trace.reads):
                    value = self._run_formula(variable, self.populations[variable.entity.key], period)
                number = result_of(trace, variable, value)
            except Untraceable as reason:
                trace.failure = trace.failure or str(reason)
                raise
            except Exception as error:
                trace.fail(f"{type(error).__name__}: {error}")
        if trace.failure:
            raise Untraceable(trace.failure)
        return trace, number


def result_of(trace: Trace, variable: Any, value: Any) -> int:
    """Cast what a formula returns as OpenFisca does."""
    graph = trace.graph
    if value is None:
        return default_of(trace, variable).node
    dtype = dtype_of(variable)
    if isinstance(value, Selection):
        trace.fail("returns a part of an array")
    if isinstance(value, Traced) and isinstance(value.enum, Labels):
        if variable.value_type == Enum:
            members = variable.possible_values._member_names_
            if not all(text in members for text in value.enum):
                trace.fail("returns a text that is no member of the Enum")
            table = np.array([members.index(text) for text in value.enum], dtype=np.int16)
        elif dtype.kind in "SU":
            table = np.array(list(value.enum)).astype(dtype)
        else:
            trace.fail("returns texts")
        padded = table if len(table) > 1 else np.repeat(table, 2)
        return graph.make("({}).take({})", (graph.constant(padded), value.node))
    if variable.value_type == Enum:
        if not isinstance(value, Traced):
            trace.fail("returns something else than an array of Enum members")
        if value.entity != variable.entity.key:
            trace.fail(f"returns values of {value.entity}")
        if value.enum is not None:
            if value.enum != variable.possible_values and (
                value.objects or len(value.enum) > len(variable.possible_values)
            ):
                trace.fail("returns members of another Enum")
            return value.node
        if value.dtype.kind not in "iu":
            trace.fail(f"returns {value.dtype} for an Enum")
        size = len(variable.possible_values)
        graph.guard(
            graph.make("np.greater_equal({}, {})", (value.node, graph.constant(size))), "no such member"
        )
        return graph.cast(value.node, INDEX)
    if dtype == TEXT and not (isinstance(value, Traced) and value.dtype.kind == "U"):
        trace.fail("returns something else than texts, for a text without max_length")
    if not isinstance(value, Traced):
        if isinstance(value, np.ndarray) and value.ndim:
            trace.fail("returns an array of its own")
        value = uniform(trace, variable.entity.key, np.full(1, value))
    if value.enum is not None:
        if value.objects:
            trace.fail("returns Enum members")
        return graph.cast(value.node, dtype)
    node = graph.nodes[value.node]
    if node.entity != variable.entity.key:
        trace.fail(f"returns values of {node.entity}")
    return graph.cast(value.node, dtype)


# Places of OpenFisca that take arrays


class TracedParameters:
    """Parameters that depend on an Enum: one branch for each member, of which some may lack."""

    def __init__(self, key: Traced, branches: Sequence[Any]) -> None:
        self._key = key
        self._branches = branches

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return look_up(self._key, [branch and branch._children.get(name) for branch in self._branches])

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return getattr(self, key)
        trace = self._key.trace
        if (
            not isinstance(key, Traced)
            or isinstance(key, Selection)
            or key.enum is None
            or key.entity != self._key.entity
        ):
            trace.fail("indexes parameters twice by something else than an Enum")
        width = len(key.enum)
        graph = trace.graph
        row = graph.make("np.multiply({}, {})", (self._key.node, graph.constant(np.int64(width))))
        index = graph.make("np.add({}, {})", (row, key.node))
        leaves = [
            branch and branch._children.get(name) for branch in self._branches for name in names_of(key)
        ]
        return look_up(Traced(trace, index), leaves)


def look_up(key: Traced, branches: Sequence[Any]) -> Any:
    """Return the parameter, or the branch of parameters, of each member."""
    trace = key.trace
    present = [branch for branch in branches if branch is not None]
    if not present:
        trace.fail("no such parameter")
    if len(present) < len(branches):
        lacks = trace.graph.constant(np.array([branch is None for branch in branches]))
        bad = trace.graph.make("({}).take({})", (lacks, key.node))
        trace.graph.guard(bad, "an Enum member without parameter")
    if all(isinstance(branch, ParameterNodeAtInstant) for branch in present):
        return TracedParameters(key, branches)
    if not all(isinstance(branch, bool | int | float) for branch in present):
        trace.fail("indexes by an array parameters that are not numbers")
    table = np.array([present[0] if branch is None else branch for branch in branches])
    return Traced(trace, trace.graph.make("({}).take({})", (trace.graph.constant(table), key.node)))


_node_getitem = ParameterNodeAtInstant.__getitem__


def _getitem(self: Any, key: Any) -> Any:
    if not isinstance(key, Traced):
        return _node_getitem(self, key)
    if isinstance(key, Selection):
        key.trace.fail("indexes parameters by a part of an array")
    if key.enum is None:
        if key.dtype.kind in "iu":
            return _by_number(self, key)
        key.trace.fail("indexes parameters by something else than an Enum")
    VectorialParameterNodeAtInstant.check_node_vectorisable(self)
    return look_up(key, [self._children.get(name) for name in names_of(key)])


def names_of(key: Traced) -> tuple[str, ...]:
    """Return the names of the members that an index stands for."""
    return key.enum if isinstance(key.enum, Labels) else tuple(key.enum._member_names_)


_reading = threading.local()


def _getattribute(self: Any, name: str) -> Any:
    """Note which parameters a formula reads."""
    reads = getattr(_reading, "names", None)
    if reads is None:
        return object.__getattribute__(self, name)
    if name == "_children":
        reads.add(object.__getattribute__(self, "_name"))
    elif not name.startswith("_"):
        children = object.__getattribute__(self, "_children")
        if not isinstance(children.get(name), ParameterNodeAtInstant):
            own = object.__getattribute__(self, "_name")
            reads.add(f"{own}.{name}" if own else name)
    return object.__getattribute__(self, name)


@contextmanager
def noting(reads: set[str] | None) -> Iterator[None]:
    """Note in ``reads`` the parameters that this thread reads, inside :func:`patched`."""
    before = getattr(_reading, "names", None)
    _reading.names = reads
    try:
        yield
    finally:
        _reading.names = before


def _by_number(self: Any, key: Traced) -> Any:
    """Look up parameters whose names are integers."""
    trace = key.trace
    graph = trace.graph
    VectorialParameterNodeAtInstant.check_node_vectorisable(self)
    if not all(name.isdigit() for name in self._children):
        trace.fail("indexes by numbers parameters whose names are not numbers")
    size = max(map(int, self._children)) + 1
    beyond = graph.make(
        "np.logical_or({}, {})",
        (
            graph.make("np.less({}, {})", (key.node, graph.constant(0))),
            graph.make("np.greater_equal({}, {})", (key.node, graph.constant(size))),
        ),
    )
    graph.guard(beyond, "a number without parameter")
    inside = graph.make("np.clip({}, {}, {})", (key.node, graph.constant(0), graph.constant(size - 1)))
    return look_up(Traced(trace, inside), [self._children.get(str(number)) for number in range(size)])


def _scale(name: str, original: Any, values: str) -> Any:
    """Record the use of a tax scale on an array."""

    def method(self: Any, tax_base: Any, *args: Any, **options: Any) -> Any:
        traced = next((arg for arg in (tax_base, *args, *options.values()) if isinstance(arg, Traced)), None)
        if traced is None:
            return original(self, tax_base, *args, **options)
        trace = traced.trace
        names = {
            "marginal_rate": ("factor", "decimals"),
            "bracket": ("factor", "decimals"),
            "single_amount": ("right",),
        }
        given = dict(zip(names.get(name, ()), args, strict=False))
        for key, value in options.items():
            given[{"round_base_decimals": "decimals", "round_decimals": "decimals"}.get(key, key)] = value
        if not isinstance(tax_base, Traced) or isinstance(tax_base, Selection) or tax_base.enum is not None:
            trace.fail("applies a tax scale to something else than an array of numbers")
        if set(given) - set(names.get(name, ())):
            trace.fail(f"a tax scale with {', '.join(given)}")
        graph = trace.graph
        limits = [*self.thresholds, np.inf] if name == "marginal_rate" else self.thresholds
        numbers = [tax_base.node, graph.constant(np.array(limits))]
        if values:
            numbers.append(graph.constant(np.array(getattr(self, values))))
        text = ""
        if "right" in given:
            text += f", {bool(given['right'])}"
        if "factor" in given:
            text += ", {}"
            factor = given["factor"]
            numbers.append(factor.node if isinstance(factor, Traced) else constant(trace, factor))
        if given.get("decimals") is not None:
            text += f", decimals={int(given['decimals'])}"
        holes = ", ".join(["{}"] * (3 if values else 2))
        return Traced(trace, graph.make(f"kernels.{name}({holes}{text})", tuple(numbers)))

    return method


def _linear_average(original: Any) -> Any:
    recorded = _scale("average_rate", original, "rates")

    def calc(self: Any, tax_base: Any, right: bool = False) -> Any:
        if isinstance(tax_base, Traced) and len(self.rates) == 1:
            return tax_base * self.rates[0]
        return recorded(self, tax_base)

    return calc


def _taken(attribute: str, original: Any) -> Any:
    """Record ``rates[bracket]`` or ``thresholds[bracket]``."""

    def method(self: Any, tax_base: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(tax_base, Traced):
            return original(self, tax_base, *args, **options)
        graph = tax_base.trace.graph
        table = graph.constant(np.array(getattr(self, attribute)))
        index = self.bracket_indices(tax_base, *args, **options)
        # A base under the first threshold has index -1, which numpy takes from the end, as OpenFisca does.
        return Traced(tax_base.trace, graph.make("({}).take({}, mode='wrap')", (table, index.node)))

    return method


def _numpy_take(original: Any) -> Any:
    """Record ``numpy.take``, which asks only its table, never its indices, who should answer."""

    def take(table: Any, indices: Any, *args: Any, **options: Any) -> Any:
        if isinstance(indices, Traced) and not isinstance(indices, Selection):
            return _take(indices.trace, table, indices, *args, **options)
        return original(table, indices, *args, **options)

    return take


PATCHES: list[tuple[Any, str, Callable[[Any], Any]]] = [
    (ParameterNodeAtInstant, "__getitem__", lambda original: _getitem),
    (MarginalRateTaxScale, "calc", lambda original: _scale("marginal_rate", original, "rates")),
    (RateTaxScaleLike, "bracket_indices", lambda original: _scale("bracket", original, "")),
    (MarginalRateTaxScale, "marginal_rates", lambda original: _taken("rates", original)),
    (MarginalRateTaxScale, "rate_from_tax_base", lambda original: _taken("rates", original)),
    (RateTaxScaleLike, "threshold_from_tax_base", lambda original: _taken("thresholds", original)),
    (LinearAverageRateTaxScale, "calc", _linear_average),
    (MarginalAmountTaxScale, "calc", lambda original: _scale("marginal_amount", original, "amounts")),
    (np, "take", _numpy_take),
    (SingleAmountTaxScale, "calc", lambda original: _scale("single_amount", original, "amounts")),
]
_lock = threading.RLock()


@contextmanager
def patched() -> Iterator[None]:
    """Let tax scales and parameters take traced arrays, for as long as a trace lasts."""
    with _lock:
        originals = [(owner, name, owner.__dict__[name]) for owner, name, _ in PATCHES]
        for (owner, name, original), (_, _, replacement) in zip(originals, PATCHES, strict=True):
            setattr(owner, name, replacement(original))
        ParameterNodeAtInstant.__getattribute__ = _getattribute
        try:
            yield
        finally:
            del ParameterNodeAtInstant.__getattribute__
            for owner, name, original in originals:
                setattr(owner, name, original)


def is_eternal(variable: Any) -> bool:
    """Whether a variable has one value for all time."""
    return bool(variable.definition_period == DateUnit.ETERNITY)
