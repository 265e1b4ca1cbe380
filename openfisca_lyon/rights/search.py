"""Tries the answers that are missing, to know what stands whatever they are.

A condition that fails under every answer closes the right. Otherwise the answers under which all conditions
hold make its corner; one answer of the corner is then changed at a time, to see what moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.rights.law import Law
from openfisca_lyon.rights.report import OPEN, Status
from openfisca_lyon.rights.rules import Rule
from openfisca_lyon.rights.trials import Row, combined, row, varied
from openfisca_lyon.situations import Situation
from openfisca_lyon.situations.situation import members_of
from openfisca_lyon.variables.communs.questions import QUESTIONS
from openfisca_lyon.variables.communs.statut import Statut

STATUTS: tuple[Status, ...] = tuple(member.name for member in Statut)
BASE: Row = ()


@dataclass
class Standing:
    """Where a rule stands for one member.

    Attributes:
        dead: a condition fails whatever the missing answers.
        partial: combinations were left out.
        corner: answers under which all its conditions hold.
        flips: rows that change one answer of the corner.
        unless: rows where a right counted as received is not.
    """

    dead: bool = False
    partial: bool = False
    holds: dict[str, bool | None] = field(default_factory=dict)
    corner: Row = BASE
    flips: list[tuple[str, Row]] = field(default_factory=list)
    unless: list[tuple[str, Row]] = field(default_factory=list)
    status: Status = "non_eligible"
    missing: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()


class Case:
    """One situation on its way to a report.

    Attributes:
        base: the household as it was said, once computed.
        tried: the trials of conditions, that :meth:`first` asked for.
        final: the corners and what changes them, that :meth:`second` asked for.
        unsaid: for each input, of which members it was not said.
        open: the inputs that are not known.
        standings: where each rule stands for each member, in the end.
    """

    def __init__(self, situation: Situation, law: Law) -> None:
        self.situation, self.law = situation, law
        self.base: dict[str, NDArray[Any]] = {}
        self.tried: dict[str, NDArray[Any]] = {}
        self.final: dict[str, NDArray[Any]] = {}
        self.first_rows: list[Row] = []
        self.second_rows: dict[Row, int] = {}
        self.unsaid = {name: self._unsaid(name) for name in law.inputs}
        self.open = self._open()
        self.standings: dict[tuple[str, int], Standing] = {}

    def entity_of(self, name: str) -> str:
        """Return the entity of a variable."""
        return str(self.law.system.variables[name].entity.key)

    def count_of(self, entity: str) -> int:
        """Return how many members an entity has."""
        return members_of(self.situation.households, entity)

    def people_of(self, entity: str, member: int) -> list[int]:
        """Return the people a member of an entity stands for."""
        if entity == "individu":
            return [member]
        return [
            int(one) for one in np.flatnonzero(self.situation.households.groups[entity].of_person == member)
        ]

    def has_the_age(self, entity: str, member: int, bounds: tuple[int, int]) -> bool:
        """Tell whether someone may have the age of a question or of a right."""
        ages = [self.situation.ages[one] for one in self.people_of(entity, member)]
        return any(age is None or bounds[0] <= age <= bounds[1] for age in ages)

    def _unsaid(self, name: str) -> NDArray[np.bool_]:
        """Tell for which members an input was not said, though it makes sense for them."""
        entity = self.entity_of(name)
        unsaid = []
        for member in range(self.count_of(entity)):
            concerned = self.has_the_age(entity, member, QUESTIONS[name].age)
            unsaid.append(concerned and not self.situation.said(name, member))
        return np.array(unsaid, dtype=bool)

    def _open(self) -> frozenset[str]:
        """Return the inputs that are not known: not said, nor computed from what was said."""
        if self.situation.complete:
            return frozenset()
        known: dict[str, bool] = {}

        def unknown(name: str) -> bool:
            if name not in known:
                known[name] = False  # a right that reads itself through another does not make itself unknown
                known[name] = bool(self.unsaid[name].any()) and (
                    not self.law.system.variables[name].formulas
                    or not QUESTIONS[name].deduite
                    or any(unknown(leaf) for leaf in self.law.reads.leaves([name], self.law.inputs))
                )
            return known[name]

        return frozenset(name for name in self.law.inputs if unknown(name))

    # The runs.

    def _vary(self, rows: Sequence[Row]) -> Any:
        if not rows:
            return None
        computed = {name: self.base[name] for name in self.law.inputs if name in self.base}
        return varied(self.situation, self.law.system, rows, self.unsaid, computed)

    def first(self) -> Any:
        """Return the trials of each condition that an unanswered input may change."""
        rows: dict[Row, None] = {}
        self.blocks: dict[frozenset[str], tuple[list[Row], bool]] = {}
        for rule in self.law.rules:
            if self._closed(rule):
                continue
            for test in rule.tests:
                names = self.law.of_test[test] & self.open
                if names and names not in self.blocks:
                    self.blocks[names] = combined({name: self.law.domains[name] for name in names})
                    rows |= dict.fromkeys(self.blocks[names][0])
        self.first_rows = list(rows)
        self.rank_of = {each: rank for rank, each in enumerate(self.first_rows)}
        return self._vary(self.first_rows)

    def _closed(self, rule: Rule) -> bool:
        """Tell whether what was said is enough to close a rule for everyone."""
        if not rule.computed(self.law.month):
            return True
        for test in rule.tests:
            if not self.law.of_test[test] & self.open and not (self.base[test] > 0).any():
                return True
        return bool(rule.statut and not self.base[rule.statut].any())  # hors_periode for everyone

    def narrow(self) -> None:
        """Find, rule by rule, what fails for sure, and the answers under which all the rest holds."""
        for rule in self.law.rules:
            for member in range(self.count_of(rule.entity)):
                self.standings[rule.id, member] = self._narrowed(rule, member)

    def _narrowed(self, rule: Rule, member: int) -> Standing:
        standing = Standing()
        corner: dict[str, Any] = {}
        if rule.outside(self.law.month) or (rule.statut and self.base[rule.statut][member] == 0):
            standing.dead, standing.status = True, "hors_periode"
        if not rule.computed(self.law.month):
            return standing
        for test in rule.tests:
            names = self.law.of_test[test] & self.open
            if not names or names not in self.blocks:
                standing.holds[test] = bool(self.base[test][member] > 0)
                standing.dead |= not standing.holds[test] and not names
                continue
            rows, partial = self.blocks[names]
            allowed = [each for each in rows if self._possible(each)]
            values = self.tried[test].reshape(len(self.first_rows), -1)[:, member] > 0
            good = [each for each in allowed if values[self.rank_of[each]]]
            standing.partial |= partial
            if not good:
                # Not found is proof only where every combination was tried.
                standing.holds[test] = None if partial else False
                standing.dead |= not partial
                continue
            standing.holds[test] = None if len(good) < len(allowed) else True
            agreeing = [
                each for each in good if all(corner.get(name, value) == value for name, value in each)
            ]
            corner |= dict((agreeing or good)[0])
        settled = bool(rule.statut) and not self.law.of_rule[rule.id] & self.open
        if settled and standing.status != "hors_periode":
            standing.dead = False  # nothing is missing: the rule's own status says it all
        if not standing.dead:
            standing.corner = row(corner)
            self._plan(rule, member, standing, corner)
        return standing

    def _possible(self, answers: Row) -> bool:
        """Tell whether no answer claims a right that is closed for everyone concerned."""
        for name, value in answers:
            source = self.law.received.get(name)
            if source is None or value is not True:
                continue
            standings = [
                self.standings.get((source.id, member)) for member in np.flatnonzero(self.unsaid[name])
            ]
            if standings and all(standing is not None and standing.dead for standing in standings):
                return False
        return True

    def _plan(self, rule: Rule, member: int, standing: Standing, corner: Mapping[str, Any]) -> None:
        """Choose the rows of the third run that settle a rule."""
        leaves = self.law.of_rule[rule.id]
        for name in sorted(leaves & self.open):
            for value in self.law.domains[name]:
                changed = row({**corner, name: value})
                if corner.get(name) != value and self._possible(changed):
                    standing.flips.append((name, changed))
        for name in sorted(leaves & self.law.received.keys() - self.open):
            if (self.unsaid[name] & (self.base[name] > 0)).any():
                standing.unless.append((name, row({**corner, name: False})))
        wanted = [
            standing.corner,
            *(each for _, each in standing.flips),
            *(each for _, each in standing.unless),
        ]
        for each in wanted:
            self.second_rows.setdefault(each, len(self.second_rows))

    def second(self) -> Any:
        """Return the corners, their changes, and each right received or not."""
        for name in self.law.received:
            if self.unsaid[name].any():
                for value in (False, True):
                    self.second_rows.setdefault(row({name: value}), len(self.second_rows))
        return self._vary(list(self.second_rows))

    # The answers.

    def at(self, variable: str, answers: Row, member: int) -> Any:
        """Return a variable for a member under some answers."""
        values = self.final[variable].reshape(len(self.second_rows), -1)
        return values[self.second_rows[answers], member]

    def status(self, rule: Rule, answers: Row, member: int) -> Status:
        """Return the status of a rule for a member under some answers."""
        if rule.statut:
            return STATUTS[int(self.at(rule.statut, answers, member))]
        if not all(self.at(test, answers, member) > 0 for test in rule.tests):
            return "non_eligible"
        return "eligible_probable" if rule.entry.decide_par else "eligible"

    def settle(self) -> None:
        """Give each rule its status, once those it reads have theirs."""
        for rule in self.law.rules:
            for member in range(self.count_of(rule.entity)):
                self._settle(rule, member)

    def _settle(self, rule: Rule, member: int) -> None:
        standing = self.standings[rule.id, member]
        if standing.dead:
            return
        status = self.status(rule, standing.corner, member)
        moved = {name for name, each in standing.flips if self.status(rule, each, member) != status}
        open_somewhere = status in OPEN or any(
            self.status(rule, each, member) in OPEN for _, each in standing.flips
        )
        if moved or (status not in OPEN and self._undecided(standing)):
            undecided = {
                name
                for test, holds in standing.holds.items()
                if holds is None
                for name in self.law.of_test[test] & self.open
            }
            standing.status = "information_manquante" if open_somewhere or undecided else status
            standing.missing = tuple(sorted(moved or undecided))
            return
        standing.status = status
        if status in OPEN:
            self._depend(rule, member, standing)
            if self.law.doubt(rule)[1] and standing.status != "a_etudier":
                standing.status = "a_etudier"

    @staticmethod
    def _undecided(standing: Standing) -> bool:
        return any(holds is None for holds in standing.holds.values())

    def _depend(self, rule: Rule, member: int, standing: Standing) -> None:
        """A right that another opens is never surer than it."""
        for name, each in standing.unless:
            if OPEN.index(standing.status) <= self._rank(self.status(rule, each, member)):
                continue
            source = self.law.received[name]
            standings = [
                self.standings[source.id, other].status
                for other in np.flatnonzero(self.unsaid[name] & (self.base[name] > 0))
                if (source.id, other) in self.standings
            ]
            surest = max((status for status in standings if status in OPEN), key=OPEN.index, default=None)
            if surest is None:
                continue
            standing.depends += (source.entry.id,)
            standing.status = min(standing.status, surest, key=OPEN.index)

    @staticmethod
    def _rank(status: Status) -> int:
        return OPEN.index(status) if status in OPEN else -1
