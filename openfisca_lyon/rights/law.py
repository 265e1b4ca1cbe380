"""The rules at a month, with what each reads."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.rights.doubts import doubt_of
from openfisca_lyon.rights.report import Doubt
from openfisca_lyon.rights.rules import Rule, rules_of
from openfisca_lyon.rights.trials import domain, run
from openfisca_lyon.system.dependencies import Dependencies
from openfisca_lyon.variables.communs.questions import QUESTIONS


class Law:
    """The rules at a month, with what each reads."""

    def __init__(self, system: TaxBenefitSystem, month: str) -> None:
        self.system, self.month = system, month
        self.reads = Dependencies(system, f"{month}-01")
        self.inputs = frozenset(QUESTIONS)
        self._leaves: dict[tuple[str, ...], frozenset[str]] = {}
        self.rules = rules_of(system, self.reads, self.inputs)
        self.received = {
            rule.entry.percu: rule for rule in self.rules if rule.entry.percu and rule.part is None
        }
        formulas = {name for name in self.inputs if system.variables[name].formulas}
        wanted = {
            name
            for rule in self.rules
            if rule.computed(month)
            for name in (*rule.tests, *rule.outcomes, *rule.shown)
        }
        self.variables = tuple(sorted(wanted | formulas | self.received.keys()))
        self.of_test = {test: self.leaves([test]) for rule in self.rules for test in rule.tests}
        self.of_rule = {rule.id: self.leaves([*rule.tests, *rule.outcomes]) for rule in self.rules}
        self.domains = {name: domain(system, name, month) for name in self.inputs}
        self.doubts: dict[str, tuple[Doubt, bool]] = {}

    def leaves(self, names: Sequence[str]) -> frozenset[str]:
        """Return the inputs that variables read; a variable that is an input is its own."""
        asked = tuple(names)
        known = self._leaves.get(asked)
        if known is None:
            own = self.inputs.intersection(asked)
            known = own | self.reads.leaves([name for name in asked if name not in own], self.inputs)
            self._leaves[asked] = known
        return known

    def doubt(self, rule: Rule) -> tuple[Doubt, bool]:
        """Return what is not sure of a rule, and whether that leaves it to be studied."""
        if rule.id not in self.doubts:
            read = self.reads.parameters([*rule.tests, *rule.outcomes], self.inputs)
            named = {path for condition in rule.conditions for path in condition.seuils}
            others = {one.entry.id for one in self.rules} - {rule.entry.id}
            # What is not sure of another right is said there.
            own = {path for path in read | named if path.split(".")[1] not in others}
            self.doubts[rule.id] = doubt_of(self.system, rule.entry, own, self.month)
        return self.doubts[rule.id]

    def run(self, several: Sequence[Any]) -> list[dict[str, NDArray[Any]]]:
        """Compute all that reports are made of, for each of several households."""
        return run(several, self.variables, self.month, self.system)


@lru_cache(maxsize=64)
def law_at(system: TaxBenefitSystem, month: str) -> Law:
    """Return the rules at a month, read once."""
    return Law(system, month)


def variables_at(system: TaxBenefitSystem, month: str) -> tuple[str, ...]:
    """Return the variables that reports of a month are made of."""
    return law_at(system, month).variables
