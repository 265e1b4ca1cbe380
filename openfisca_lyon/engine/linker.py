"""Joins the templates of formulas into the graph of what is asked, as a simulation would have gone.

What a formula gets for a value depends in OpenFisca on what is given, on what is already computed, and on
what is being computed: a variable met again at another period while it is being computed answers its
default, and what was computed on the way is forgotten afterwards. The linker goes through ``calculate`` in
the same order with the same rules, on nodes instead of arrays, so it meets the same cases. It runs no
formula that has a template. A variable that may be given of some members only is computed all the same, as
the plain way does, and what is given is put in its place wherever it is read.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as to_period

from openfisca_lyon.engine.facts import GIVEN, VALUE
from openfisca_lyon.engine.graph import Graph, Untraceable
from openfisca_lyon.engine.templates import Template, Templates
from openfisca_lyon.engine.tracer import dtype_of

ETERNITY = to_period(DateUnit.ETERNITY)


class Linker:
    """One link.

    Args:
        templates: of the system.
        given: what is given at exactly which periods.
        padded: names of variables whose values, where they have no formula, are read from columns even at
            periods at which they are not given.
        partial: names of variables that may be given of some members only.
        graph: where to write.
        written: which templates were written there, on which values, and the nodes of their results.

    Attributes:
        inputs: the columns read, with their nodes.
        probes: what was given of the variables whose known periods some formula asks for.
    """

    def __init__(
        self,
        templates: Templates,
        given: Iterable[tuple[str, Period]],
        padded: frozenset[str],
        partial: frozenset[str],
        graph: Graph,
        written: dict[Any, int] | None = None,
    ) -> None:
        self.graph = graph
        self.inputs: dict[tuple[str, str], int] = {}
        self.probes: dict[str, tuple[Period, ...]] = {}
        self._templates = templates
        self._system = templates.system
        self._padded = padded
        self._partial = partial
        self._variables: dict[str, Any] = {}
        self._given: dict[str, dict[Period, bool]] = {}
        self._cache: dict[str, dict[Period, int]] = {}
        self._stack: list[tuple[str, Period]] = []
        self._invalid: set[tuple[str, Period]] = set()
        self._memo: dict[tuple[int, tuple[int, ...]], int] = {} if written is None else written
        for name, period in given:
            self._given.setdefault(name, {})[period] = True

    def target(self, name: str, period: Period) -> int:
        """Return the node of a variable asked by the user."""
        return self._calculate(name, period)

    def _variable(self, name: str) -> Any:
        variable = self._variables.get(name)
        if variable is None:
            variable = self._system.get_variable(name, check_existence=True)
            self._variables[name] = variable
        return variable

    def _known(self, name: str) -> tuple[Period, ...]:
        given = tuple(self._given.get(name, ()))
        self.probes[name] = given
        return (*given, *(period for period in self._cache.get(name, ()) if period not in given))

    def _default(self, variable: Any) -> int:
        array = np.asarray(variable.default_array(1)).view(np.ndarray).astype(dtype_of(variable))
        return self.graph.constant(array, variable.entity.key)

    def _input(self, variable: Any, period: Period) -> int:
        return self._column(variable.name, period, dtype_of(variable), variable.entity.key)

    def _column(self, name: str, period: Period, dtype: np.dtype[Any], entity: str) -> int:
        at = "ETERNITY" if period == ETERNITY else str(period)
        number = self.graph.leaf(("input", name, at), dtype, entity)
        self.inputs[(name, at)] = number
        return number

    def _calculate(self, name: str, period: Period) -> int:
        stack = self._stack
        stack.append((name, period))
        try:
            number = self._find(name, period)
            return self._replaced(name, period, number) if name in self._partial else number
        finally:
            stack.pop()
            if not stack and self._invalid:
                for invalid, at in self._invalid:
                    variable = self._variable(invalid)
                    known = self._cache.get(invalid, {})
                    # A variable is held at periods of one unit: those that ``at`` contains are itself.
                    if variable.definition_period == DateUnit.ETERNITY:
                        known.clear()
                    else:
                        known.pop(at, None)
                self._invalid = set()

    def _replaced(self, name: str, period: Period, number: int) -> int:
        """Put what is given of some members in the place of what is computed."""
        variable = self._variable(name)
        given = self._column(name + GIVEN, period, np.dtype(np.bool_), variable.entity.key)
        values = self._column(name + VALUE, period, dtype_of(variable), variable.entity.key)
        return self.graph.make("np.where({}, {}, {})", (given, values, number), dtype_of(variable))

    def _find(self, name: str, period: Period) -> int:
        variable = self._variable(name)
        if variable.is_neutralized:
            return self._default(variable)
        key = ETERNITY if variable.definition_period == DateUnit.ETERNITY else period
        cache = self._cache.setdefault(name, {})
        known = cache.get(key)
        if known is not None:
            return known
        if key in self._given.get(name, ()):
            number = cache[key] = self._input(variable, key)
            return number
        formula = variable.get_formula(period)
        if formula is None:
            # Without formula, a value that is not given is the default, and is then remembered.
            number = self._input(variable, key) if name in self._padded else self._default(variable)
            cache[key] = number
            return number
        if self._in_spiral(name, period):
            return self._default(variable)
        template = self._templates.of(variable, period, self._known)
        if template.failure:
            raise Untraceable(template.failure)
        values = [
            self._calculate(asked, at) if kind == "calculate" else self._peek(asked, at)
            for kind, asked, at in template.calls
        ]
        number = cache[key] = self._instantiate(template, values)
        return number

    def _peek(self, name: str, period: Period) -> int:
        known = self._cache.get(name, {}).get(period)
        if known is None:
            if period not in self._given.get(name, ()):
                raise Untraceable(f"{name} is no longer known at {period}")
            known = self._input(self._variable(name), period)
        return known

    def _instantiate(self, template: Template, values: list[int]) -> int:
        key = (id(template), tuple(values))
        known = self._memo.get(key)
        if known is None:
            known = self._memo[key] = template.instantiate(self.graph, values)
        return known

    def _in_spiral(self, name: str, period: Period) -> bool:
        """Tell whether a variable is being computed at another period, and mark what depends on that."""
        others = [at for each, at in self._stack[:-1] if each == name]
        if period in others:
            raise Untraceable(f"{name} at {period} depends on itself")
        if not others:
            return False
        met = 0
        for each, at in reversed(self._stack):
            self._invalid.add((each, at))
            if each == name:
                met += 1
                if met > 1:
                    break
        return True
