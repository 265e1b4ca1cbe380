"""The rules to evaluate: each right of the catalogue, and each element of a right that has several."""

from dataclasses import dataclass
from functools import cached_property

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.catalogue import Condition, Entry, Part, Reason, catalogue
from openfisca_lyon.catalogue.entries import Amount
from openfisca_lyon.system.dependencies import Dependencies


@dataclass(frozen=True)
class Rule:
    """A right, or an element of one, as variables to compute.

    Attributes:
        entry: the right.
        part: the element, if the right has several.
        entity: whose right it is.
    """

    entry: Entry
    part: Part | None
    entity: str

    @property
    def id(self) -> str:
        return f"{self.entry.id}/{self.part.id}" if self.part else self.entry.id

    @property
    def statut(self) -> str | None:
        return self.part.statut if self.part else self.entry.variable_statut

    @property
    def amount(self) -> Amount | None:
        return self.part.montant if self.part else self.entry.montant

    @property
    def others(self) -> tuple[Amount, ...]:
        return () if self.part else self.entry.autres_montants

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return self.part.conditions if self.part else self.entry.conditions

    @property
    def inherited(self) -> tuple[Condition, ...]:
        """The conditions that an element shares with the other elements of its right."""
        return self.entry.conditions if self.part else ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.part.a_etudier if self.part else self.entry.a_etudier

    def outside(self, month: str) -> bool:
        """Tell whether the catalogue says that the right does not exist at a month.

        The figures of a national right are read on the first of the month: it begins with the first month
        that they cover whole. A rule of ours may begin within a month, when it is tied to an act.
        """
        first, period = f"{month}-01", self.entry.periode
        if period.fin is not None and period.fin.isoformat() < first:
            return True
        if period.debut is None:
            return False
        return period.debut.isoformat() > first if self.statut is None else f"{period.debut:%Y-%m}" > month

    def computed(self, month: str) -> bool:
        """Tell whether the variables of the right can be computed at a month.

        A rule of ours says itself that it is out of its period; a national one may have no figures there.
        """
        return self.statut is not None or not self.outside(month)

    @cached_property
    def tests(self) -> tuple[str, ...]:
        """Variables that must all hold (be true, or above zero) for the right to be open.

        An element has its own conditions after those of the right.
        """
        named = [condition.variable for condition in (*self.inherited, *self.conditions)]
        if not self.statut:  # a national right: its conditions explain it, its amount decides
            opening = self.entry.eligibilite or (self.amount.variable if self.amount else None)
            named += [opening] if opening else []
        return tuple(dict.fromkeys(named))

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Variables that make the answer."""
        amounts = [amount.variable for amount in (self.amount, *self.others) if amount]
        reasons = [reason.variable for reason in self.reasons]
        return tuple(dict.fromkeys([*([self.statut] if self.statut else self.tests), *amounts, *reasons]))

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Variables whose value is shown beside a condition."""
        return tuple(condition.valeur for condition in self.conditions if condition.valeur)


def rules_of(
    system: TaxBenefitSystem, dependencies: Dependencies, inputs: frozenset[str]
) -> tuple[Rule, ...]:
    """Return the rules of the catalogue, those that others read first."""
    rules = []
    for entry in catalogue().values():
        for part in (None, *entry.elements):
            rule = Rule(entry, part, "")
            named = rule.statut or rule.tests[0]
            rules.append(Rule(entry, part, system.variables[named].entity.key))
    by_received = {rule.entry.percu: rule for rule in rules if rule.entry.percu and rule.part is None}
    ordered: dict[str, Rule] = {}
    visiting: set[str] = set()

    def visit(rule: Rule) -> None:
        if rule.id in ordered or rule.id in visiting:
            return  # two rights that exclude each other read each other: either may come first
        visiting.add(rule.id)
        for received in sorted(dependencies.leaves([*rule.tests, *rule.outcomes], inputs)):
            if received in by_received:
                visit(by_received[received])
        ordered[rule.id] = rule

    for rule in rules:
        visit(rule)
    return tuple(ordered.values())
