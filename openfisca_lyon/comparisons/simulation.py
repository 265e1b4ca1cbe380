"""Computes a population under some rules, with an assumption of take-up: here, or wherever a ``Compute`` runs.

Take-up is settled right by right, those that others follow first: the ``_percu`` of a right is computed, kept
for those who claim, then given to the rights that read it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.comparisons.costing import costing
from openfisca_lyon.comparisons.outcomes import Outcome, asked_names, homes_of, questioned
from openfisca_lyon.comparisons.take_up import FULL, TakeUp, known, take_up
from openfisca_lyon.engine import Cut, calculate_blocks
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies

Values = Mapping[str, NDArray[Any]]
Given = Mapping[tuple[str, str], NDArray[Any]]
Progress = Callable[[int, int], bool | None]
Compute = Callable[[Population, Sequence[str], str, "TaxBenefitSystem | None", Given], Values]
"""Computes variables for a population at a month under some rules, with more values given."""


@dataclass(frozen=True)
class Here:
    """Computes on this machine, on all its cores.

    Attributes:
        workers: how many processes; one for each core if None.
        progress: told how many households are done and how many there are; stops by returning False.
    """

    workers: int | None = None
    progress: Progress | None = None

    def __call__(
        self,
        population: Population,
        names: Sequence[str],
        month: str,
        reform: TaxBenefitSystem | None,
        given: Given,
    ) -> Values:
        households = questioned(population, month).with_columns(given)
        return calculate_blocks(
            Cut(households), names, month, reform, workers=self.workers, progress=self.progress
        )


def outcome(
    population: Population,
    month: str,
    reform: TaxBenefitSystem | None,
    assumed: TakeUp,
    compute: Compute,
    deduced: Mapping[str, float],
) -> Outcome:
    """Compute what a population receives.

    Args:
        population: who.
        month: the month asked, ``"2026-10"``.
        reform: the rules; those in force if None.
        assumed: who claims.
        compute: where it is computed.
        deduced: the rates of take-up that follow from published spending; see :func:`deduced_rates`.
    """
    given: dict[tuple[str, str], NDArray[Any]] = {}
    homes = homes_of(population)
    variables = load().variables
    for wave in waves(assumed, month, reform):
        names = [name for right in wave for name in known()[right].received]
        found = compute(population, names, month, reform, given)
        for right in wave:
            claims = assumed.claims(right, population.menages, deduced)
            for name in known()[right].received:
                entity = variables[name].entity.key
                given[name, month] = (
                    found[name] if claims is None else np.asarray(found[name] & claims[homes[entity]])
                )
    return Outcome(population, compute(population, asked_names(), month, reform, given), assumed, deduced)


def waves(assumed: TakeUp, month: str, reform: TaxBenefitSystem | None) -> list[list[str]]:
    """Return the rights whose take-up is supposed, in groups: each reads only those of the groups before it."""
    rights = [
        right
        for right in known()
        if known()[right].received and right in {*assumed.rates, *assumed.from_spending}
    ]
    if not rights:
        return []
    dependencies = Dependencies(reform or load(), month)
    stop = frozenset(name for right in rights for name in known()[right].received)
    reads = {
        right: {
            other
            for other in rights
            if other != right
            and dependencies.leaves(known()[right].received, stop) & set(known()[other].received)
        }
        for right in rights
    }
    found: list[list[str]] = []
    while rights:
        done = {right for wave in found for right in wave}
        ready = [right for right in rights if reads[right] <= done] or rights[
            :1
        ]  # a loop: the first opens it
        found.append(ready)
        rights = [right for right in rights if right not in ready]
    return found


def deduced_rates(full: Outcome) -> dict[str, float]:
    """Return, for rights whose take-up no source gives, the rate that makes their cost the published spending.

    Args:
        full: what is received under the rules in force if all claim.
    """
    rates = {}
    for right, one in known().items():
        published = costing()[right].row.publie
        if one.from_spending and published:
            total = float(full.amounts_by_home(right) @ full.population.poids)
            rates[right] = min(1.0, published.montant / total) if total else 1.0
    return rates


def full_outcome(
    population: Population, month: str, reform: TaxBenefitSystem | None, compute: Compute
) -> Outcome:
    """Compute what a population receives if all claim."""
    return outcome(population, month, reform, take_up(FULL), compute, {})
