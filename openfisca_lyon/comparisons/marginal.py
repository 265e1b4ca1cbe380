"""What is left of a rise in wage, over a population: rates, thresholds where resources fall, rights that exclude others.

Each main earner is given a little more, and every right is supposed to be claimed. The population is taken part by
part, so memory does not grow with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons.bars import COVERED, REPLICATES
from openfisca_lyon.comparisons.laws import Floats, Row, pair
from openfisca_lyon.comparisons.measures import quantiles
from openfisca_lyon.comparisons.outcomes import MONTHS, TAX, Outcome, asked_names, received, watched
from openfisca_lyon.comparisons.provenance import Provenance, provenance_of
from openfisca_lyon.comparisons.simulation import Baseline, Compute, Here
from openfisca_lyon.comparisons.survey import Survey
from openfisca_lyon.comparisons.tables import UNITS
from openfisca_lyon.comparisons.take_up import FULL, take_up
from openfisca_lyon.engine.households import PERSON
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies

GROSS, NET = "salaire_de_base", "salaire_net"
RISE = 100.0  # gross euros a month given to the main earner of each household
FELT = 1.0  # euros a month under which resources do not fall: a rounding of the law
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
PART = 16_000  # households computed at once: two blocks, one for each of two cores
INCOME_TAX = "impot"
MIDDLE = (0.1, 0.9)  # of those who stand in a threshold: from which wage to which


@dataclass(frozen=True)
class Margins:
    """What is left of a rise in wage over a population.

    Attributes:
        provenance: what was computed, on what, with what.
        taux: by rules (``reforme``, empty for those in force) and band of the net rise that is lost: ``de, a``,
            ``menages`` and ``part`` of the earners, ``droit`` and ``nom`` of the right that takes most.
        seuils: by rules and cause, those who would have less if they earned more: ``droit, nom``, ``menages``,
            ``part`` of the earners, ``perte`` (euros a month, mean), ``finit`` (households where the right ends),
            ``salaire_bas`` and ``salaire_haut`` (net wage of most). The first row, ``droit`` empty, is all causes.
        non_cumuls: rights that would be open, were another not received: ``droit, nom, exclu_par, nom_exclu_par``,
            ``unite``, ``nombre``, ``montant`` (euros a month, mean).
    """

    provenance: Provenance
    taux: pd.DataFrame
    seuils: pd.DataFrame
    non_cumuls: pd.DataFrame

    @property
    def couverture(self) -> str:
        """What error bars cover, and what they do not, in French."""
        return COVERED

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in ("taux", "seuils", "non_cumuls")}


@dataclass(frozen=True)
class Step:
    """What a rise changes for some households.

    Attributes:
        asked: whether each has an earner whose net wage rises.
        lost: share of the net rise that is lost; not a number for the others.
        kept: what resources change by, in euros a month, prices that are no longer paid included.
        wage: net wages of the household before, in euros a month.
        changes: by right and for income tax, what it changes by, in euros a month; (households, causes).
        ended: by right, whether the household has it no more; (households, causes).
    """

    asked: NDArray[np.bool_]
    lost: Floats
    kept: Floats
    wage: Floats
    changes: NDArray[np.float32]
    ended: NDArray[np.bool_]


def margins(
    population: Population,
    month: str,
    reforms: Mapping[str, TaxBenefitSystem] | None = None,
    *,
    compute: Compute | None = None,
    replicates: int = REPLICATES,
) -> Margins:
    """Compute what is left of a rise in wage, under the rules in force and under reforms.

    Args:
        population: who.
        month: month of the law.
        reforms: by id.
        compute: where; on all the cores of this machine if None.
        replicates: how many draws make the bars.
    """
    rules: dict[str, TaxBenefitSystem | None] = {"": None, **(reforms or {})}
    whole = Baseline(population, compute or Here(), replicates)
    steps: dict[str, list[Step]] = {name: [] for name in rules}
    excluded: dict[tuple[str, str], list[tuple[Floats, Floats]]] = {}
    for part in population.blocks(PART):
        now = Baseline(part, whole.compute)
        for name, step in _steps(now, month, rules):
            steps[name].append(step)
        for key, found in _excluded(now, month):
            excluded.setdefault(key, []).append(found)
    survey = whole.survey_of_all()
    rates, falls = [], []
    for name in rules:
        step = _joined(steps.pop(name))
        rates += [{"reforme": name, **row} for row in bands(step, survey)]
        falls += [{"reforme": name, **row} for row in thresholds(step, survey)]
    return Margins(
        provenance=provenance_of(
            whole,
            {
                name: (str(one.name), str(getattr(one, "description", "")))
                for name, one in (reforms or {}).items()
            },
            (month,),
            [take_up(FULL)],
        ),
        taux=pd.DataFrame(rates),
        seuils=pd.DataFrame(falls),
        non_cumuls=pd.DataFrame(list(_non_cumuls(excluded, survey)), columns=NON_CUMULS),
    )


def computations(households: int, reforms: int) -> int:
    """Return how many times a part of a population is computed.

    >>> computations(80_000, 1)
    30
    """
    return -(-households // PART) * (2 * (1 + reforms) + len({other for _, other in _exclusions()}))


def causes() -> tuple[str, ...]:
    """Return what may take a rise: the rights that count in what a household lives on or pays, and income tax."""
    return (*(one.droit for one in watched() if one.row.compte != "rien"), INCOME_TAX)


def _steps(
    now: Baseline, month: str, rules: Mapping[str, TaxBenefitSystem | None]
) -> Iterator[tuple[str, Step]]:
    more, earners = raised(now.population)
    assumed = take_up(FULL)
    then = Baseline(more, now.compute)
    for name, reform in rules.items():
        if reform is None:
            yield name, step_of(now.before(month, assumed), then.before(month, assumed), earners)
        else:
            after = now.after(month, assumed, reform), then.after(month, assumed, reform)
            yield name, step_of(*after, earners)


def raised(population: Population) -> tuple[Population, NDArray[np.bool_]]:
    """Return a population whose main earners earn a little more, and which households have one."""
    people = population.individus
    wages, homes = people[GROSS].to_numpy(), people["menage"].to_numpy()
    order = np.lexsort((-wages, homes))
    first = order[np.unique(homes[order], return_index=True)[1]]
    earning = first[wages[first] > 0]
    more = wages.copy()
    more[earning] += RISE
    has = np.zeros(len(population), dtype=np.bool_)
    has[homes[earning]] = True
    return replace(population, individus=people.assign(**{GROSS: more})), has


def step_of(before: Outcome, after: Outcome, earners: NDArray[np.bool_]) -> Step:
    """Return what a rise changes for each household.

    Args:
        before, after: what they receive without it and with it.
        earners: which households have someone whose wage rises.
    """
    wage = before.by_home(PERSON, before.values[NET])
    rise = after.by_home(PERSON, after.values[NET]) - wage
    kept = (after.income - before.income + after.saved - before.saved) / MONTHS
    asked = earners & (rise > FELT)
    with np.errstate(divide="ignore", invalid="ignore"):
        lost = np.where(asked, 1 - kept / rise, np.nan)
    names = causes()[:-1]
    changes = [after.amounts_by_home(right) - before.amounts_by_home(right) for right in names]
    changes.append(
        after.by_home("foyer_fiscal", after.values[TAX]) - before.by_home("foyer_fiscal", before.values[TAX])
    )
    ended = [_holds(before, right) & ~_holds(after, right) for right in names]
    ended.append(np.zeros(len(asked), dtype=np.bool_))
    return Step(
        asked,
        lost,
        kept,
        wage,
        (np.stack(changes, axis=1) / MONTHS).astype(np.float32),
        np.stack(ended, axis=1),
    )


def _holds(outcome: Outcome, right: str) -> NDArray[np.bool_]:
    held = outcome.rights[right]
    return np.asarray(outcome.by_home(held.entity, held.holders) > 0)


def _joined(steps: Sequence[Step]) -> Step:
    return Step(
        *(
            np.concatenate([getattr(step, name) for step in steps])
            for name in ("asked", "lost", "kept", "wage", "changes", "ended")
        )
    )


def bands(step: Step, survey: Survey) -> Iterator[Row]:
    """Yield how many earners lose how much of a rise, and the right that takes most of it."""
    for low, high in pairwise((-np.inf, *BANDS[1:], np.inf)):
        inside = step.asked & (step.lost > low) & (step.lost <= high)
        taken = step.changes[inside].T @ survey.weights[inside]
        worst = int(np.argmin(taken)) if inside.any() else 0
        right = causes()[worst] if inside.any() and taken[worst] < 0 else ""
        yield {
            "de": max(low, 0.0),
            "a": high,
            **pair("menages", survey.total(inside)),
            **pair("part", survey.ratio(inside, step.asked)),
            "droit": right,
            "nom": name_of(right),
        }


def thresholds(step: Step, survey: Survey) -> Iterator[Row]:
    """Yield how many would have less if they earned more, all together, then by the right that takes most of it."""
    falls = step.asked & (step.kept < -FELT)
    cause = np.where(step.changes.min(axis=1) < -FELT / 2, np.argmin(step.changes, axis=1), len(causes()))
    yield _threshold(step, survey, falls, "", np.zeros(len(falls), dtype=np.bool_))
    rows = [
        _threshold(step, survey, falls & (cause == rank), right, step.ended[:, rank])
        for rank, right in enumerate(causes())
        if (falls & (cause == rank)).any()
    ]
    yield from sorted(rows, key=lambda row: -float(row["menages"]))


def _threshold(
    step: Step, survey: Survey, inside: NDArray[np.bool_], right: str, ended: NDArray[np.bool_]
) -> Row:
    ends = [float("nan")] * 2
    if inside.any():
        ends = [float(one) for one in quantiles(step.wage[inside], survey.weights[inside], MIDDLE)]
    return {
        "droit": right,
        "nom": name_of(right),
        **pair("menages", survey.total(inside)),
        **pair("part", survey.ratio(inside, step.asked)),
        **pair("perte", survey.ratio(-step.kept * inside, inside)),
        **pair("finit", survey.total(inside & ended)),
        "salaire_bas": ends[0],
        "salaire_haut": ends[1],
    }


def name_of(right: str) -> str:
    """Return what a cause is called, in French."""
    if right == INCOME_TAX:
        return "Impôt sur le revenu"
    return catalogue()[right].nom if right in catalogue() else ""


NON_CUMULS = [
    "droit", "nom", "exclu_par", "nom_exclu_par", "unite", "nombre", "nombre_erreur", "montant", "montant_erreur",
]  # fmt: skip


def _exclusions() -> tuple[tuple[str, str], ...]:
    """Return the rights that close because another is received: the right, and the other."""
    entries, variables = catalogue(), load().variables
    rules = Dependencies(load(), "2026-01")
    found = []
    for one in watched():
        names = [*one.amounts, *([one.entry.variable_statut] if one.entry.variable_statut else [])]
        for other in (each.droit for each in watched()):
            told = f"{other}_percu"
            against = other in one.entry.incompatible_avec or one.droit in entries[other].incompatible_avec
            if against and told in variables and rules.leaves(names, frozenset({told})):
                found.append((one.droit, other))
    return tuple(found)


def _excluded(base: Baseline, month: str) -> Iterator[tuple[tuple[str, str], tuple[Floats, Floats]]]:
    """Yield, by household, how many hold a right only if they do not receive another, and its amount a month."""
    now = base.before(month, take_up(FULL))
    known = {one.droit: one for one in watched()}
    for other in dict.fromkeys(other for _, other in _exclusions()):
        told = f"{other}_percu"
        none = np.zeros(len(now.homes[load().variables[told].entity.key]), dtype=np.bool_)
        without = base.compute(base.population, asked_names(), month, {(told, month): none}).values()
        for right in (one for one, by in _exclusions() if by == other):
            held = received(known[right], without)
            freed = held.holders & ~now.rights[right].holders
            people = now.by_home(held.entity, freed)
            yield (right, other), (people, now.by_home(held.entity, held.amounts * freed) / MONTHS)


def _non_cumuls(
    excluded: Mapping[tuple[str, str], list[tuple[Floats, Floats]]], survey: Survey
) -> Iterator[Row]:
    for (right, other), parts in excluded.items():
        people, money = (np.concatenate([part[rank] for part in parts]) for rank in (0, 1))
        entity = next(one for one in watched() if one.droit == right).entry.variable_statut
        unit = UNITS[load().variables[entity].entity.key] if entity else ""
        yield {
            "droit": right,
            "nom": name_of(right),
            "exclu_par": other,
            "nom_exclu_par": name_of(other),
            "unite": unit,
            **pair("nombre", survey.total(people)),
            **pair("montant", survey.ratio(money, people)),
        }
