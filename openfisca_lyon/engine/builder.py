"""Makes plans: the part of the fast way that needs OpenFisca."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.holders import set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as to_period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine import opaque
from openfisca_lyon.engine.facts import ETERNITY, GIVEN, VALUE, Fact, Key
from openfisca_lyon.engine.graph import Graph, Untraceable
from openfisca_lyon.engine.linker import Linker
from openfisca_lyon.engine.plan import Plan, write
from openfisca_lyon.engine.templates import Templates, contents
from openfisca_lyon.engine.tracer import dtype_of
from openfisca_lyon.variables.communs.questions import QUESTIONS

Array = NDArray[Any]


MOST_NODES = 600_000


class Builder:
    """Makes plans for one system of rules.

    Args:
        system: the rules. They must no longer change.
        baseline: the templates of the rules that ``system`` reforms, to take over those it leaves alone.
    """

    def __init__(self, system: TaxBenefitSystem, baseline: Templates | None = None) -> None:
        self.system = system
        self.templates = Templates(system, baseline)
        # What a plan wrote serves the next one: only what differs is written again.
        self._graph: Graph | None = None
        self._written: dict[Any, int] = {}

    def facts(self) -> dict[str, Fact]:
        """Return what plans must know of variables."""
        return {name: fact_of(variable) for name, variable in self.system.variables.items()}

    def identity(self) -> str:
        """Return a fingerprint of the rules as they are in memory."""
        digest = hashlib.sha256(repr(contents(self.system.parameters)).encode())
        for name, variable in sorted(self.system.variables.items()):
            digest.update(
                f"{name} {variable.dtype} {variable.default_value} {variable.is_neutralized}".encode()
            )
            for start, formula in variable.formulas.items():
                digest.update(
                    start.encode() + formula.__code__.co_code + repr(formula.__code__.co_names).encode()
                )
        return digest.hexdigest()

    def link(
        self,
        variables: Sequence[str],
        period: str,
        given: Sequence[Key],
        padded: frozenset[str],
        partial: frozenset[str] = frozenset(),
        traces: int | None = None,
    ) -> Plan:
        """Link a plan.

        Args:
            variables: what to compute, in this order.
            period: for which month.
            given: what is given, in this order.
            padded: names of variables read from columns wherever they have no formula.
            partial: names of variables that may be given of some members only.
            traces: how many formulas may be traced for it; no limit if None.

        Raises:
            Untraceable: some formula can be computed only by plain OpenFisca.
            NotTraced: more formulas than that are still to be traced.
        """
        self.templates.allow(traces)
        if self._graph is None or len(self._graph.nodes) > MOST_NODES:
            self._graph, self._written = Graph(self.opaque), {}
        linker = self.linker(given, padded, partial, self._graph, self._written)
        targets = [(name, linker.target(name, self.asked(name, period))) for name in variables]
        probes = {name: tuple(map(text_of, periods)) for name, periods in linker.probes.items()}
        return write(linker.graph, targets, linker.guards, self.default, probes)

    def default(self, column: str) -> Array:
        """Return what stands in a column that is not given."""
        if column.endswith(GIVEN):
            return np.zeros(1, np.bool_)
        return fact_of(self.system.variables[column.removesuffix(VALUE)]).default

    def linker(
        self,
        given: Sequence[Key],
        padded: frozenset[str],
        partial: frozenset[str],
        graph: Graph | None = None,
        written: dict[Any, int] | None = None,
    ) -> Linker:
        """Return what links in a graph; ``written`` is what others wrote there, and is added to."""
        keys = [(name, period_of(at)) for name, at in given]
        return Linker(self.templates, keys, padded, partial, graph or Graph(self.opaque), written)

    def coverage(
        self,
        variables: Sequence[str],
        period: str,
        given: Sequence[Key],
        padded: frozenset[str],
        partial: frozenset[str] = frozenset(),
        traces: int | None = None,
    ) -> dict[str, str]:
        """Tell for each variable why it is left to plain OpenFisca; nothing when it is not."""
        self.templates.allow(traces)
        linker = self.linker(given, padded, partial)
        found = {}
        for name in variables:
            try:
                linker.target(name, self.asked(name, period))
                found[name] = ""
            except Untraceable as reason:
                found[name] = str(reason)
        return found

    def asked(self, name: str, period: str) -> Period:
        """Return the period of definition of a variable that contains a month."""
        variable = self.system.get_variable(name, check_existence=True)
        if variable.definition_period == DateUnit.ETERNITY:
            return to_period(DateUnit.ETERNITY)
        month = to_period(period)
        return month.this_year if variable.definition_period == DateUnit.YEAR else month

    def opaque(self, key: Any, dtype: str, *values: Array) -> Array:
        """Run a formula as it is, on distinct texts."""
        name, period, asked, _ = key
        given = {
            (each, period_of(at)): opaque.cast(array, self.system.get_variable(each))
            for (each, at), array in zip(asked, values, strict=True)
        }
        variable = self.system.get_variable(name)
        found = opaque.run(self.system, variable, period_of(period), given, len(values[0]))
        if found.dtype.hasobject:
            found = found.astype(str)
            if found.dtype.itemsize > np.dtype(dtype).itemsize:
                raise Untraceable(f"{name}: a text too long for plans")
        return found.astype(dtype)


def period_of(text: str) -> Period:
    """Return a period from how plans write it."""
    return to_period(DateUnit.ETERNITY if text.lower() == "eternity" else text)


def text_of(period: Period) -> str:
    """Return how plans write a period."""
    return ETERNITY if period.unit == DateUnit.ETERNITY else str(period)


def fact_of(variable: Any) -> Fact:
    """Return what a plan must know of a variable."""
    spread = {set_input_dispatch_by_period: "dispatch", set_input_divide_by_period: "divide"}.get(
        variable.set_input, ""
    )
    names = tuple(variable.possible_values._member_names_) if variable.value_type == Enum else ()
    return Fact(
        entity=variable.entity.key,
        unit=str(variable.definition_period.value),
        dtype=dtype_of(variable).str,
        default=np.asarray(variable.default_array(1)).view(np.ndarray).astype(dtype_of(variable)),
        names=names,
        spread=spread,
        starts=tuple(variable.formulas),
        end=str(variable.end) if variable.end else "",
        ours=type(variable).__module__.startswith("openfisca_lyon."),
        asked=variable.name in QUESTIONS,
        loose=np.dtype(variable.dtype).hasobject,
        usable=not variable.is_neutralized and (not variable.set_input or bool(spread)),
    )
