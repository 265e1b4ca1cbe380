"""The fast way: links a plan for what is asked, or finds it, and runs it.

A plan is good for one list of variables, one period and one signature. The signature is which variables
that have a formula are given, and when, since a given value cuts the formula off; and which of the others
are given at all. Those are read from columns at every month at which the law reads them, the default
standing where they are not given: OpenFisca computes the same of both.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.holders import set_input_dispatch_by_period, set_input_divide_by_period
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.periods import period as to_period
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine import opaque, runtime
from openfisca_lyon.engine.facts import ETERNITY, Declined, Fact, Key, prepare
from openfisca_lyon.engine.graph import Graph, Untraceable
from openfisca_lyon.engine.households import Households
from openfisca_lyon.engine.linker import Linker
from openfisca_lyon.engine.plan import Plan, write
from openfisca_lyon.engine.templates import Templates

Array = NDArray[Any]
Signature = tuple[frozenset[Key], frozenset[str]]


class Fast:
    """The fast way through one system of rules.

    Args:
        system: the rules. They must no longer change.
    """

    def __init__(self, system: TaxBenefitSystem) -> None:
        self.system = system
        self.facts = {name: fact_of(variable) for name, variable in system.variables.items()}
        self.members = {name: len(fact.names) for name, fact in self.facts.items() if fact.names}
        self.templates = Templates(system)
        self._plans: dict[Any, list[Plan | str]] = {}
        self._lock = threading.RLock()

    def signature(self, columns: Iterable[Key]) -> Signature:
        """Return what, of what is given, a plan depends on."""
        exact, read = set(), set()
        for name, period in columns:
            if self.facts[name].has_formula(period):
                exact.add((name, period))
            else:
                read.add(name)
        return frozenset(exact), frozenset(read)

    def plan(self, variables: tuple[str, ...], period: str, columns: Iterable[Key]) -> Plan:
        """Return the plan of these variables, linked now if need be.

        Raises:
            Declined: some formula can be computed only by plain OpenFisca.
        """
        columns = list(columns)
        key = (variables, period, self.signature(columns))
        with self._lock:
            for known in self._plans.get(key, ()):
                if isinstance(known, str):
                    raise Declined(known)
                if answers(known, columns):
                    return known
            try:
                made = self.link(variables, period, columns)
            except Untraceable as reason:
                self._plans.setdefault(key, []).append(str(reason))
                raise Declined(str(reason)) from reason
            self._plans.setdefault(key, []).append(made)
            return made

    def link(self, variables: tuple[str, ...], period: str, columns: list[Key]) -> Plan:
        """Link a plan.

        Raises:
            Untraceable: some formula can be computed only by plain OpenFisca.
        """
        _, read = self.signature(columns)
        given = [(name, to_period(DateUnit.ETERNITY if at == ETERNITY else at)) for name, at in columns]
        linker = Linker(self.templates, given, read, Graph(self.opaque))
        targets = [(name, linker.target(name, self.asked(name, period))) for name in variables]
        probes = {
            name: tuple(ETERNITY if at.unit == DateUnit.ETERNITY else str(at) for at in periods)
            for name, periods in linker.probes.items()
        }
        return write(linker.graph, targets, lambda name: self.facts[name].default, probes)

    def asked(self, name: str, period: str) -> Any:
        """Return the period of definition of a variable that contains ``period``."""
        fact = self.facts.get(name)
        if fact is None:
            raise Declined("a variable that does not exist is asked")
        if fact.unit == "eternity":
            return to_period(DateUnit.ETERNITY)
        month = to_period(period)
        return month.this_year if fact.unit == "year" else month

    def opaque(self, key: Any, dtype: str, *values: Array) -> Array:
        """Run a formula as it is, on distinct texts."""
        name, period, asked = key
        given = {(each, to_period(at)): array for (each, at), array in zip(asked, values, strict=True)}
        variable = self.system.get_variable(name)
        return opaque.run(self.system, variable, to_period(period), given, len(values[0])).astype(dtype)

    def run(
        self,
        households: Households,
        variables: tuple[str, ...],
        period: str,
        progress: Callable[[int, int], bool | None] | None = None,
    ) -> runtime.Answer:
        """Compute variables for households.

        Raises:
            Declined: all of it is for plain OpenFisca.
        """
        columns = prepare(self.facts, households)
        try:
            made = self.plan(variables, period, columns)
            return runtime.run(made, households, columns, self.opaque, self.members, progress)
        except (runtime.Unsuitable, Untraceable) as reason:
            raise Declined(str(reason)) from reason


def answers(made: Plan, columns: list[Key]) -> bool:
    """Whether a plan supposes known what is given."""
    for name, periods in made.probes.items():
        if tuple(at for each, at in columns if each == name) != periods:
            return False
    return True


def fact_of(variable: Any) -> Fact:
    """Return what a plan must know of a variable."""
    spread = {set_input_dispatch_by_period: "dispatch", set_input_divide_by_period: "divide"}.get(
        variable.set_input, ""
    )
    names = tuple(variable.possible_values._member_names_) if variable.value_type == Enum else ()
    return Fact(
        entity=variable.entity.key,
        unit=str(variable.definition_period.value),
        dtype=np.dtype(variable.dtype).str,
        default=np.asarray(variable.default_array(1)).view(np.ndarray),
        names=names,
        spread=spread,
        starts=tuple(variable.formulas),
        end=str(variable.end) if variable.end else "",
        usable=not variable.is_neutralized and (not variable.set_input or bool(spread)),
    )
