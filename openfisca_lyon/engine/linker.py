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
from openfisca_core.periods import Period

from openfisca_lyon.engine.facts import GIVEN, VALUE
from openfisca_lyon.engine.graph import Graph, Untraceable
from openfisca_lyon.engine.templates import ETERNITY, Site, Template, Templates
from openfisca_lyon.engine.tracer import dtype_of


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
        guards: the guards of what was written, new or met again in the graph, and their reasons.
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
        self.guards: dict[int, str] = {}
        self._templates = templates
        self._padded = padded
        self._partial = partial
        self._given: dict[str, dict[Period, Site]] = {}
        self._cache: dict[str, dict[Period, int]] = {}
        self._nodes: dict[Site, int] = {}  # what the cache holds, found quicker
        self._defaults: dict[str, int] = {}
        self._stack: list[Site] = []
        self._invalid: set[Site] = set()
        self._memo: dict[tuple[int, tuple[int, ...]], int] = {} if written is None else written
        for name, period in given:
            self._given.setdefault(name, {})[period] = templates.site(name, period)

    def target(self, name: str, period: Period) -> int:
        """Return the node of a variable asked by the user."""
        return self._calculate(self._templates.site(name, period))

    def _known(self, name: str) -> tuple[Period, ...]:
        given = tuple(self._given.get(name, ()))
        self.probes[name] = given
        return (*given, *(period for period in self._cache.get(name, ()) if period not in given))

    def _default(self, variable: Any) -> int:
        known = self._defaults.get(variable.name)
        if known is None:
            array = np.asarray(variable.default_array(1)).view(np.ndarray).astype(dtype_of(variable))
            known = self._defaults[variable.name] = self.graph.constant(array, variable.entity.key)
        return known

    def _input(self, site: Site) -> int:
        return self._column(site.name, site.period, dtype_of(site.variable), site.variable.entity.key)

    def _column(self, name: str, period: Period, dtype: np.dtype[Any], entity: str) -> int:
        at = "ETERNITY" if period == ETERNITY else str(period)
        number = self.graph.leaf(("input", name, at), dtype, entity)
        self.inputs[(name, at)] = number
        return number

    def _calculate(self, site: Site) -> int:
        number = self._nodes.get(site.kept)
        if number is None:
            # What is found at once leaves the stack as it was: only what is computed is put on it.
            stack = self._stack
            stack.append(site)
            try:
                number = self._find(site)
            finally:
                stack.pop()
                if not stack and self._invalid:
                    self._purge()
        return self._replaced(site, number) if site.name in self._partial else number

    def _purge(self) -> None:
        """Forget what was computed on the way of a spiral."""
        for site in self._invalid:
            # A variable is held at periods of one unit: those that this one contains are itself.
            self._nodes.pop(site.kept, None)
            self._cache.get(site.name, {}).pop(site.kept.period, None)
        self._invalid = set()

    def _keep(self, site: Site, number: int) -> int:
        self._nodes[site.kept] = number
        self._cache.setdefault(site.name, {})[site.kept.period] = number
        return number

    def _replaced(self, site: Site, number: int) -> int:
        """Put what is given of some members in the place of what is computed."""
        variable = site.variable
        given = self._column(site.name + GIVEN, site.period, np.dtype(np.bool_), variable.entity.key)
        values = self._column(site.name + VALUE, site.period, dtype_of(variable), variable.entity.key)
        return self.graph.make("np.where({}, {}, {})", (given, values, number), dtype_of(variable))

    def _find(self, site: Site) -> int:
        variable, period = site.variable, site.period
        if variable.is_neutralized:
            return self._default(variable)
        if site.kept.period in self._given.get(site.name, ()):
            return self._keep(site, self._input(site.kept))
        if not site.has_formula:
            # Without formula, a value that is not given is the default, and is then remembered.
            padded = site.name in self._padded
            return self._keep(site, self._input(site.kept) if padded else self._default(variable))
        if self._in_spiral(site):
            return self._default(variable)
        template = self._templates.of(variable, period, self._known)
        if template.failure:
            raise Untraceable(template.failure)
        values = [
            self._calculate(asked) if calculated else self._peek(asked)
            for calculated, asked in self._templates.calls(template)
        ]
        return self._keep(site, self._instantiate(template, values))

    def _peek(self, site: Site) -> int:
        known = self._cache.get(site.name, {}).get(site.period)
        if known is None:
            if site.period not in self._given.get(site.name, ()):
                raise Untraceable(f"{site.name} is no longer known at {site.period}")
            known = self._input(site)
        return known

    def _instantiate(self, template: Template, values: list[int]) -> int:
        key = (id(template), tuple(values))
        known = self._memo.get(key)
        if known is None:
            known, guards = template.instantiate(self.graph, values)
            self._memo[key] = known
            if template.guards:
                self.graph.guarded[key] = guards
        if template.guards:
            self.guards |= self.graph.guarded[key]
        return known

    def _in_spiral(self, site: Site) -> bool:
        """Tell whether a variable is being computed at another period, and mark what depends on that."""
        name = site.name
        others = [each for each in self._stack[:-1] if each.name == name]
        if not others:
            return False
        if any(each.period == site.period for each in others):
            raise Untraceable(f"{name} at {site.period} depends on itself")
        met = 0
        for each in reversed(self._stack):
            self._invalid.add(each)
            if each.name == name:
                met += 1
                if met > 1:
                    break
        return True
