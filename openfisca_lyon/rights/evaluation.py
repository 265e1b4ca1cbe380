"""From situations to reports.

Three vectorised runs answer everything:

1. the household as it was said;
2. for each condition, the unanswered inputs it reads, tried jointly: a condition that fails whatever the
   answer closes the right, and the others give the answers under which all of them hold;
3. for each right still open, the household under those answers (its corner), then each unanswered input
   changed one at a time: what moves the status is missing, what moves only the amount makes a range.
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.rights.asking import in_order
from openfisca_lyon.rights.explanation import condition_report, figures_of
from openfisca_lyon.rights.law import law_at
from openfisca_lyon.rights.report import OPEN, Effect, Money, Question, Report, RightReport, said
from openfisca_lyon.rights.rules import Rule
from openfisca_lyon.rights.search import Case, Standing
from openfisca_lyon.rights.together import whole
from openfisca_lyon.rights.trials import row
from openfisca_lyon.rights.wording import filled
from openfisca_lyon.situations import Situation
from openfisca_lyon.situations.words import INCOME_VARIABLES
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

FIELDS = {"depcom": "commune", "rfr": "revenu_fiscal_de_reference"} | dict.fromkeys(
    INCOME_VARIABLES, "revenus"
)
PACKAGES = {"openfisca_lyon": "openfisca-lyon", "openfisca_france": "openfisca-france"}
ADULT = 18
CENT = 0.01


def evaluate(situations: Sequence[Situation], reform: TaxBenefitSystem | None = None) -> list[Report]:
    """Answer each situation, right by right, then as a whole.

    Args:
        situations: households at a month; those of one month are computed together.
        reform: the rules to apply instead of those in force.
    """
    system = reform or load()
    reports: dict[int, Report] = {}
    for month in sorted({situation.month for situation in situations}):
        law = law_at(system, month)
        ranks = [rank for rank, situation in enumerate(situations) if situation.month == month]
        cases = [Case(situations[rank], law) for rank in ranks]
        for case, values in zip(cases, law.run([case.situation.households for case in cases]), strict=True):
            case.base = values
        for case, values in zip(cases, law.run([case.first() for case in cases]), strict=True):
            case.tried = values
            case.narrow()
        for case, values in zip(cases, law.run([case.second() for case in cases]), strict=True):
            case.final = values
            case.settle()
        reports |= {rank: _Writer(case).report() for rank, case in zip(ranks, cases, strict=True)}
    return [reports[rank] for rank in range(len(situations))]


class _Writer:
    """Writes the report of a case of which all runs are done."""

    def __init__(self, case: Case) -> None:
        self._case, self._law, self._situation = case, case.law, case.situation

    def report(self) -> Report:
        """Put the answers together."""
        rights = [
            self._right(rule, member)
            for rule in self._law.rules
            for member in range(self._case.count_of(rule.entity))
            if self._case.has_the_age(rule.entity, member, rule.entry.ages)
        ]
        rights.sort(key=_order)
        effects = self._effects()
        return Report(
            date=self._situation.month,
            versions={name: version(package) for name, package in PACKAGES.items()},
            droits=tuple(rights),
            ensemble=whole(self._situation, rights, effects),
            questions=in_order(rights),
            notes=self._situation.notes,
        )

    def _right(self, rule: Rule, member: int) -> RightReport:
        entry, standing = rule.entry, self._case.standings[rule.id, member]
        doubt, _ = self._law.doubt(rule)
        # An element shows the conditions of its whole right where they close it.
        closing = [one for one in rule.inherited if standing.holds.get(one.variable) is False]
        conditions = (*closing, *rule.conditions)
        figures = figures_of(self._law.system, conditions, self._law.month)
        received = bool(
            entry.percu
            and not rule.part
            and not self._case.unsaid[entry.percu][member]
            and self._case.base[entry.percu][member] > 0
            and (entry.percu, member) in self._situation.answered
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
            beneficiaire=self._situation.labels[rule.entity][member],
            statut=standing.status,
            statut_texte=said(entry.nature, standing.status),
            deja_percu=received,
            montant=self._money(rule, rule.amount, member, standing),
            autres_montants=tuple(
                money for amount in rule.others if (money := self._money(rule, amount, member, standing))
            ),
            conditions=tuple(
                condition_report(
                    self._law.system,
                    condition,
                    standing.holds.get(condition.variable),
                    self._shown(condition.valeur, rule.entity, member),
                    figures,
                    self._law.month,
                )
                for condition in conditions
            ),
            a_etudier=tuple(
                filled(reason.texte, figures)
                for reason in rule.reasons
                if not standing.dead and self._case.at(reason.variable, standing.corner, member)
            ),
            jugement=entry.jugement,
            decide_par=entry.decide_par,
            manque=tuple(question for name in standing.missing for question in self._ask(name, rule, member)),
            montant_selon=tuple(
                question
                for name in self._moving(rule, member, standing)
                for question in self._ask(name, rule, member)
            ),
            si_vous_obtenez=standing.depends,
            exploration_partielle=standing.partial,
            doute=doubt,
        )

    def _shown(self, name: str | None, owner: str, member: int) -> Any:
        """Return the value to show beside a condition, unless it depends on a missing answer.

        For a right of several people, a value of one person is shown where there is a single adult.
        """
        if name is None or self._law.leaves([name]) & self._case.open or self._silent(name):
            return None
        values = self._case.base[name]
        entity = self._case.entity_of(name)
        people = self._case.people_of(owner, member)
        if entity == "individu":
            ages = self._situation.ages
            adults = [one for one in people if (age := ages[one]) is None or age >= ADULT]
            concerned = people if len(people) == 1 else adults
        else:
            concerned = list(
                {int(self._situation.households.groups[entity].of_person[one]) for one in people}
            )
        return values[concerned[0]] if len(concerned) == 1 else None

    def _silent(self, name: str) -> bool:
        """Tell whether a value comes from nothing that was said: a default is no answer to show."""
        answered = {said for said, _ in self._situation.answered}
        leaves = self._law.leaves([name])
        return bool(leaves) and not leaves & answered

    def _money(self, rule: Rule, amount: Any, member: int, standing: Standing) -> Money | None:
        """Return a figure of a right that is open or may be, as a range while an answer is missing."""
        if amount is None or standing.dead or standing.status == "non_eligible":
            return None
        rows = [standing.corner, *(each for _, each in standing.flips)]
        values = [
            float(self._case.at(amount.variable, each, member))
            for each in rows
            if self._case.status(rule, each, member) in OPEN
        ]
        if not values or (amount.nature != "prix" and not max(values)):
            return None  # nothing to receive yet is not « 0 € »
        lower, higher = self._beyond(rule, amount.variable, member, standing)
        return Money(
            libelle=amount.libelle,
            nature=amount.nature,
            minimum=round(min(values), 2),
            maximum=round(max(values), 2),
            unite=amount.unite,
            par=amount.par,
            minimum_sur=not lower,
            maximum_sur=not higher,
        )

    def _beyond(self, rule: Rule, amount: str, member: int, standing: Standing) -> tuple[bool, bool]:
        """Tell whether a figure would go lower, or higher, with a number beyond the largest that was tried."""
        lower = higher = False
        for name in {name for name, _ in standing.flips}:
            largest = self._law.domains[name][-1]
            if isinstance(largest, bool) or not isinstance(largest, int | float):
                continue
            rows = [each for flipped, each in standing.flips if flipped == name]
            if name in dict(standing.corner):
                rows.append(standing.corner)
            found = {
                dict(each)[name]: float(self._case.at(amount, each, member))
                for each in rows
                if self._case.status(rule, each, member) in OPEN
            }
            if len(found) > 1 and largest in found:
                before, last = (found[value] for value in sorted(found)[-2:])
                lower |= last < before
                higher |= last > before
        return lower, higher

    def _moving(self, rule: Rule, member: int, standing: Standing) -> list[str]:
        """Return the inputs, not answered, that move the amount of a right; the one that moves it most first."""
        if rule.amount is None or self._money(rule, rule.amount, member, standing) is None:
            return []
        found: dict[str, set[float]] = {}
        for name, each in standing.flips:
            if self._case.status(rule, each, member) in OPEN:
                found.setdefault(name, set()).add(float(self._case.at(rule.amount.variable, each, member)))
        if self._case.status(rule, standing.corner, member) in OPEN:
            usual = float(self._case.at(rule.amount.variable, standing.corner, member))
            found = {name: {*values, usual} for name, values in found.items()}
        reach = {name: max(values) - min(values) for name, values in found.items()}
        return sorted((name for name in reach if reach[name] >= CENT), key=lambda name: (-reach[name], name))

    def _ask(self, name: str, rule: Rule, member: int) -> list[Question]:
        """Return a missing answer as the question to ask, of each person concerned."""
        entity = self._case.entity_of(name)
        concerned = [int(one) for one in np.flatnonzero(self._case.unsaid[name])]
        if entity == rule.entity and member in concerned:
            concerned = [member]
        question = QUESTIONS[name]
        return [
            Question(
                champ=f"{self._situation.pointers[entity][one]}/{FIELDS.get(name, name)}",
                variable=name,
                personne=self._situation.labels[entity][one],
                texte=question.texte,
                aide=question.aide,
            )
            for one in concerned
        ]

    def _effects(self) -> list[Effect]:
        """Compare each right with and without each other one received."""
        effects = []
        for name, source in self._law.received.items():
            if not self._case.unsaid[name].any() or not any(
                self._case.standings[source.id, member].status in OPEN
                for member in np.flatnonzero(self._case.unsaid[name])
                if (source.id, member) in self._case.standings
            ):
                continue
            without, received = row({name: False}), row({name: True})
            for rule in self._law.rules:
                if rule.entry.id == source.entry.id or name not in self._law.of_rule[rule.id] or rule.part:
                    continue
                if not rule.computed(self._law.month):
                    continue
                for member in range(self._case.count_of(rule.entity)):
                    before, after = (self._case.status(rule, each, member) for each in (without, received))
                    amounts = [
                        round(float(self._case.at(rule.amount.variable, each, member)), 2)
                        if rule.amount
                        else None
                        for each in (without, received)
                    ]
                    if before != after or amounts[0] != amounts[1]:
                        effects.append(
                            Effect(
                                si_recu=source.entry.id,
                                droit=rule.entry.id,
                                beneficiaire=self._situation.labels[rule.entity][member],
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
