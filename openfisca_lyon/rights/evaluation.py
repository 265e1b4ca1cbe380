"""From situations to reports.

Three vectorised runs answer everything:

1. the household as it was said;
2. for each condition, the unanswered inputs it reads, tried jointly: a condition that fails whatever the
   answer closes the right, and the others give the answers under which all of them hold;
3. for each right still open, the household under those answers (its corner), then each unanswered input
   changed one at a time: what moves the status is missing, what moves only the amount makes a range.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.rights.asking import in_order
from openfisca_lyon.rights.doubts import doubt_of
from openfisca_lyon.rights.explanation import condition_report, figures_of
from openfisca_lyon.rights.report import (
    OPEN,
    SAID,
    Doubt,
    Effect,
    Money,
    Question,
    Report,
    RightReport,
    Status,
)
from openfisca_lyon.rights.rules import Rule, rules_of
from openfisca_lyon.rights.together import whole
from openfisca_lyon.rights.trials import Row, combined, domain, row, run, varied
from openfisca_lyon.rights.wording import filled
from openfisca_lyon.situations import Situation
from openfisca_lyon.situations.situation import members_of
from openfisca_lyon.situations.words import INCOME_VARIABLES
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies
from openfisca_lyon.variables.communs.questions import QUESTIONS
from openfisca_lyon.variables.communs.statut import Statut

STATUTS: tuple[Status, ...] = tuple(member.name for member in Statut)
FIELDS = {"depcom": "commune", "rfr": "revenu_fiscal_de_reference"} | dict.fromkeys(
    INCOME_VARIABLES, "revenus"
)
PACKAGES = {"openfisca_lyon": "openfisca-lyon", "openfisca_france": "openfisca-france"}
BASE: Row = ()
ADULT = 18


def evaluate(situations: Sequence[Situation], reform: TaxBenefitSystem | None = None) -> list[Report]:
    """Answer each situation, right by right, then as a whole.

    Args:
        situations: households at a month; those of one month are computed together.
        reform: the rules to apply instead of those in force.
    """
    system = reform or load()
    reports: dict[int, Report] = {}
    for month in sorted({situation.month for situation in situations}):
        law = _law(system, month)
        ranks = [rank for rank, situation in enumerate(situations) if situation.month == month]
        cases = [_Case(situations[rank], law) for rank in ranks]
        for case, values in zip(cases, law.run([case.situation.households for case in cases]), strict=True):
            case.base = values
        for case, values in zip(cases, law.run([case.first() for case in cases]), strict=True):
            case.tried = values
            case.narrow()
        for case, values in zip(cases, law.run([case.second() for case in cases]), strict=True):
            case.final = values
        reports |= {rank: case.report() for rank, case in zip(ranks, cases, strict=True)}
    return [reports[rank] for rank in range(len(situations))]


def variables_at(system: TaxBenefitSystem, month: str) -> tuple[str, ...]:
    """Return the variables that reports of a month are made of."""
    return _law(system, month).variables


@lru_cache(maxsize=64)
def _law(system: TaxBenefitSystem, month: str) -> "_Law":
    return _Law(system, month)


class _Law:
    """The rules at a month, with what each reads."""

    def __init__(self, system: TaxBenefitSystem, month: str) -> None:
        self.system, self.month = system, month
        self.reads = Dependencies(system, f"{month}-01")
        self.inputs = frozenset(QUESTIONS)
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
        own = self.inputs.intersection(names)
        return own | self.reads.leaves([name for name in names if name not in own], self.inputs)

    def doubt(self, rule: Rule) -> tuple[Doubt, bool]:
        if rule.id not in self.doubts:
            read = self.reads.parameters([*rule.tests, *rule.outcomes], self.inputs)
            named = {path for condition in rule.conditions for path in condition.seuils}
            others = {one.entry.id for one in self.rules} - {rule.entry.id}
            # What is not sure of another right is said there.
            own = {path for path in read | named if path.split(".")[1] not in others}
            self.doubts[rule.id] = doubt_of(self.system, rule.entry, own, self.month)
        return self.doubts[rule.id]

    def run(self, several: Sequence[Any]) -> list[dict[str, NDArray[Any]]]:
        return run(several, self.variables, self.month, self.system)


@dataclass
class _Standing:
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


class _Case:
    """One situation on its way to a report."""

    def __init__(self, situation: Situation, law: _Law) -> None:
        self.situation, self.law = situation, law
        self.base: dict[str, NDArray[Any]] = {}
        self.tried: dict[str, NDArray[Any]] = {}
        self.final: dict[str, NDArray[Any]] = {}
        self.first_rows: list[Row] = []
        self.second_rows: dict[Row, int] = {}
        self.unsaid = {name: self._unsaid(name) for name in law.inputs}
        self.open = self._open()
        self.standings: dict[tuple[str, int], _Standing] = {}

    def _entity(self, name: str) -> str:
        return str(self.law.system.variables[name].entity.key)

    def _members(self, entity: str) -> int:
        return members_of(self.situation.households, entity)

    def _people(self, entity: str, member: int) -> list[int]:
        """Return the people a member of an entity stands for."""
        if entity == "individu":
            return [member]
        return [
            int(one) for one in np.flatnonzero(self.situation.households.groups[entity].of_person == member)
        ]

    def _has_the_age(self, entity: str, member: int, bounds: tuple[int, int]) -> bool:
        """Tell whether someone may have the age of a question or of a right."""
        ages = [self.situation.ages[one] for one in self._people(entity, member)]
        return any(age is None or bounds[0] <= age <= bounds[1] for age in ages)

    def _unsaid(self, name: str) -> NDArray[np.bool_]:
        """Tell for which members an input was not said, though it makes sense for them."""
        entity = self._entity(name)
        unsaid = []
        for member in range(self._members(entity)):
            concerned = self._has_the_age(entity, member, QUESTIONS[name].age)
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
            for member in range(self._members(rule.entity)):
                self.standings[rule.id, member] = self._narrowed(rule, member)

    def _narrowed(self, rule: Rule, member: int) -> _Standing:
        standing = _Standing()
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

    def _plan(self, rule: Rule, member: int, standing: _Standing, corner: Mapping[str, Any]) -> None:
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

    def _at(self, variable: str, answers: Row, member: int) -> Any:
        """Return a variable for a member under some answers."""
        values = self.final[variable].reshape(len(self.second_rows), -1)
        return values[self.second_rows[answers], member]

    def _status(self, rule: Rule, answers: Row, member: int) -> Status:
        if rule.statut:
            return STATUTS[int(self._at(rule.statut, answers, member))]
        if not all(self._at(test, answers, member) > 0 for test in rule.tests):
            return "non_eligible"
        return "eligible_probable" if rule.entry.decide_par else "eligible"

    def _settle(self, rule: Rule, member: int) -> None:
        """Give a rule its status, once those it reads have theirs."""
        standing = self.standings[rule.id, member]
        if standing.dead:
            return
        status = self._status(rule, standing.corner, member)
        moved = {name for name, each in standing.flips if self._status(rule, each, member) != status}
        open_somewhere = status in OPEN or any(
            self._status(rule, each, member) in OPEN for _, each in standing.flips
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
    def _undecided(standing: _Standing) -> bool:
        return any(holds is None for holds in standing.holds.values())

    def _depend(self, rule: Rule, member: int, standing: _Standing) -> None:
        """A right that another opens is never surer than it."""
        for name, each in standing.unless:
            if OPEN.index(standing.status) <= self._rank(self._status(rule, each, member)):
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

    def report(self) -> Report:
        """Put the answers together."""
        for rule in self.law.rules:
            for member in range(self._members(rule.entity)):
                self._settle(rule, member)
        rights = [
            self._right(rule, member)
            for rule in self.law.rules
            for member in range(self._members(rule.entity))
            if self._has_the_age(rule.entity, member, rule.entry.ages)
        ]
        rights.sort(key=_order)
        effects = self._effects()
        return Report(
            date=self.situation.month,
            versions={name: version(package) for name, package in PACKAGES.items()},
            droits=tuple(rights),
            ensemble=whole(self.situation, rights, effects),
            questions=in_order(rights),
            notes=self.situation.notes,
        )

    def _right(self, rule: Rule, member: int) -> RightReport:
        entry, standing = rule.entry, self.standings[rule.id, member]
        doubt, _ = self.law.doubt(rule)
        # An element shows the conditions of its whole right where they close it.
        closing = [one for one in rule.inherited if standing.holds.get(one.variable) is False]
        conditions = (*closing, *rule.conditions)
        figures = figures_of(self.law.system, conditions, self.law.month)
        received = bool(
            entry.percu
            and not rule.part
            and not self.unsaid[entry.percu][member]
            and self.base[entry.percu][member] > 0
            and (entry.percu, member) in self.situation.answered
        )
        return RightReport(
            id=entry.id,
            element=rule.part.id if rule.part else None,
            nom=rule.part.nom if rule.part else entry.nom,
            autorite=entry.autorite.value,
            axe=entry.axe.value,
            nature=entry.nature,
            financeur=entry.financeur,
            entite=rule.entity,
            beneficiaire=self.situation.labels[rule.entity][member],
            statut=standing.status,
            statut_texte=SAID[standing.status],
            deja_percu=received,
            montant=self._money(rule, rule.amount, member, standing),
            autres_montants=tuple(
                money for amount in rule.others if (money := self._money(rule, amount, member, standing))
            ),
            conditions=tuple(
                condition_report(
                    self.law.system,
                    condition,
                    standing.holds.get(condition.variable),
                    self._shown(condition.valeur, rule.entity, member),
                    figures,
                    self.law.month,
                )
                for condition in conditions
            ),
            a_etudier=tuple(
                filled(reason.texte, figures)
                for reason in rule.reasons
                if not standing.dead and self._at(reason.variable, standing.corner, member)
            ),
            jugement=entry.jugement,
            decide_par=entry.decide_par,
            manque=tuple(question for name in standing.missing for question in self._ask(name, rule, member)),
            si_vous_obtenez=standing.depends,
            exploration_partielle=standing.partial,
            doute=doubt,
        )

    def _shown(self, name: str | None, owner: str, member: int) -> Any:
        """Return the value to show beside a condition, unless it depends on a missing answer.

        For a right of several people, a value of one person is shown where there is a single adult.
        """
        if name is None or self.law.leaves([name]) & self.open or self._silent(name):
            return None
        values = self.base[name]
        entity = self._entity(name)
        people = self._people(owner, member)
        if entity == "individu":
            ages = self.situation.ages
            adults = [one for one in people if (age := ages[one]) is None or age >= ADULT]
            concerned = people if len(people) == 1 else adults
        else:
            concerned = list({int(self.situation.households.groups[entity].of_person[one]) for one in people})
        return values[concerned[0]] if len(concerned) == 1 else None

    def _silent(self, name: str) -> bool:
        """Tell whether a value comes from nothing that was said: a default is no answer to show."""
        answered = {said for said, _ in self.situation.answered}
        leaves = self.law.leaves([name])
        return bool(leaves) and not leaves & answered

    def _money(self, rule: Rule, amount: Any, member: int, standing: _Standing) -> Money | None:
        """Return a figure of a right that is open or may be, as a range while an answer is missing."""
        if amount is None or standing.dead or standing.status == "non_eligible":
            return None
        rows = [standing.corner, *(each for _, each in standing.flips)]
        values = [
            float(self._at(amount.variable, each, member))
            for each in rows
            if self._status(rule, each, member) in OPEN
        ]
        if not values or (amount.nature != "prix" and not max(values)):
            return None  # nothing to receive yet is not « 0 € »
        return Money(
            libelle=amount.libelle,
            nature=amount.nature,
            minimum=round(min(values), 2),
            maximum=round(max(values), 2),
            unite=amount.unite,
            par=amount.par,
        )

    def _ask(self, name: str, rule: Rule, member: int) -> list[Question]:
        """Return a missing answer as the question to ask, of each person concerned."""
        entity = self._entity(name)
        concerned = [int(one) for one in np.flatnonzero(self.unsaid[name])]
        if entity == rule.entity and member in concerned:
            concerned = [member]
        question = QUESTIONS[name]
        return [
            Question(
                champ=f"{self.situation.pointers[entity][one]}/{FIELDS.get(name, name)}",
                variable=name,
                personne=self.situation.labels[entity][one],
                texte=question.texte,
                aide=question.aide,
            )
            for one in concerned
        ]

    def _effects(self) -> list[Effect]:
        """Compare each right with and without each other one received."""
        effects = []
        for name, source in self.law.received.items():
            if not self.unsaid[name].any() or not any(
                self.standings[source.id, member].status in OPEN
                for member in np.flatnonzero(self.unsaid[name])
                if (source.id, member) in self.standings
            ):
                continue
            without, received = row({name: False}), row({name: True})
            for rule in self.law.rules:
                if rule.entry.id == source.entry.id or name not in self.law.of_rule[rule.id] or rule.part:
                    continue
                if not rule.computed(self.law.month):
                    continue
                for member in range(self._members(rule.entity)):
                    before, after = (self._status(rule, each, member) for each in (without, received))
                    amounts = [
                        round(float(self._at(rule.amount.variable, each, member)), 2) if rule.amount else None
                        for each in (without, received)
                    ]
                    if before != after or amounts[0] != amounts[1]:
                        effects.append(
                            Effect(
                                si_recu=source.entry.id,
                                droit=rule.entry.id,
                                beneficiaire=self.situation.labels[rule.entity][member],
                                statut_sans=before,
                                statut_avec=after,
                                montant_sans=amounts[0],
                                montant_avec=amounts[1],
                            )
                        )
        return effects


def _order(right: RightReport) -> tuple[int, float, str, str]:
    """Sort rights by certainty, then by amount."""
    ranks = (
        "eligible",
        "eligible_probable",
        "a_etudier",
        "information_manquante",
        "non_eligible",
        "hors_periode",
    )
    amount = right.montant.maximum if right.montant and right.montant.nature == "gain" else 0.0
    return ranks.index(right.statut), -amount, right.id + (right.element or ""), right.beneficiaire
