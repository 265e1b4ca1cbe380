"""The numpy functions that formulas call on stand-ins, each recorded as numpy computes it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import Enum

from openfisca_lyon.engine.tracer.stand_in import (
    FUNCTIONS,
    Labels,
    Selection,
    Trace,
    Traced,
    constant,
    uniform,
)

INDEX = np.dtype(np.int16)


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


def take_from(trace: Trace, table: Any, indices: Any, axis: Any = None, **options: Any) -> Traced:
    """Record ``numpy.take``."""
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


FUNCTIONS |= {
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
