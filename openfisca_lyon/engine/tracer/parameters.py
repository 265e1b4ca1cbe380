"""Parameters indexed by an array, tax scales and ``numpy.take``: they take arrays without offering a method to replace.

:func:`patched` replaces them for as long as a trace lasts, under a lock; given ordinary arrays the
replacements call the originals, so other threads see no difference.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from openfisca_core.parameters import ParameterNodeAtInstant, VectorialParameterNodeAtInstant
from openfisca_core.taxscales import (
    LinearAverageRateTaxScale,
    MarginalAmountTaxScale,
    MarginalRateTaxScale,
    SingleAmountTaxScale,
)
from openfisca_core.taxscales.rate_tax_scale_like import RateTaxScaleLike

from openfisca_lyon.engine.tracer.functions import take_from
from openfisca_lyon.engine.tracer.stand_in import Labels, Selection, Traced, constant


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
            return take_from(indices.trace, table, indices, *args, **options)
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
