"""Computes a population under the rules in force and under reforms, with an assumption of take-up.

Two ways make a right received by some only. National rights (``rsa_percu``, ``c2s_…_percu``) are computed once,
kept for those who claim, and given to all that reads them. A right whose rate no source gives is computed twice, as if
all claimed it and as if none did: each household counts in both, for the rate and for the rest. No draw then
blurs a right that few receive.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon import engine
from openfisca_lyon.comparisons.bars import REPLICATES
from openfisca_lyon.comparisons.costing import costing
from openfisca_lyon.comparisons.outcomes import Outcome, asked_names, homes_of, questioned
from openfisca_lyon.comparisons.survey import Survey, survey
from openfisca_lyon.comparisons.take_up import FULL, TakeUp, known, take_up
from openfisca_lyon.engine import Cut, Households
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load

Values = Mapping[str, NDArray[Any]]
Given = Mapping[tuple[str, str], NDArray[Any]]
Progress = Callable[[int, int], bool | None]


class Computed(Protocol):
    """A population computed under the rules in force, from which reforms are computed."""

    def values(self) -> Values:
        """Return the values of each variable under the rules in force."""

    def under(self, reform: TaxBenefitSystem) -> Values:
        """Return the values of each variable under a reform."""


Compute = Callable[[Population, Sequence[str], str, Given], Computed]
"""Computes variables for a population at a month, with more values given."""


@dataclass(frozen=True)
class Here:
    """Computes on this machine, on all its cores.

    Attributes:
        workers: how many processes; one for each core if None.
        progress: told how many households are done and how many there are; stops by returning False.
    """

    workers: int | None = None
    progress: Progress | None = None
    # What was last made of a population: each assumption of take-up shares it.
    _asked: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, population: Population, names: Sequence[str], month: str, given: Given) -> Computed:
        if self._asked.get("of") != (id(population), month):
            self._asked.update(
                of=(id(population), month), who=population, households=questioned(population, month)
            )
        households: Households = self._asked["households"]
        return _Blocks(Cut(households.with_columns(given)), tuple(names), month, self)


@dataclass
class _Blocks:
    """Households of this machine: computed once, then only what each reform changes."""

    blocks: Cut
    names: tuple[str, ...]
    month: str
    here: Here

    @cached_property
    def _known(self) -> engine.Baseline:
        return engine.Baseline(
            self.blocks, self.names, self.month, workers=self.here.workers, progress=self.here.progress
        )

    @cached_property
    def _values(self) -> Values:
        return self._known.values()

    def values(self) -> Values:
        return self._values

    def under(self, reform: TaxBenefitSystem) -> Values:
        changed = self._known.under(reform, workers=self.here.workers, progress=self.here.progress)
        return {**self._values, **changed}


@dataclass
class Baseline:
    """The rules in force over a population, computed once for all the reforms compared with them.

    Attributes:
        population: who.
        compute: where it is computed.
        replicates: how many draws make the bars.
    """

    population: Population
    compute: Compute = field(default_factory=Here)
    replicates: int = REPLICATES
    _computed: dict[tuple[str, str, bool], Computed] = field(default_factory=dict, repr=False)
    _before: dict[tuple[str, str], Outcome] = field(default_factory=dict, repr=False)
    _survey: Survey | None = field(default=None, repr=False)
    _repeated: Population | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Compute once the households that a population written out in full repeats."""
        self.population = self.population.folded()

    def before(self, month: str, assumed: TakeUp) -> Outcome:
        """Return what is received under the rules in force."""
        key = (month, assumed.name)
        if key not in self._before:
            self._before[key] = self._outcome(month, assumed, None)
        return self._before[key]

    def after(self, month: str, assumed: TakeUp, reform: TaxBenefitSystem) -> Outcome:
        """Return what is received under a reform."""
        return self._outcome(month, assumed, reform)

    def survey(self, outcome: Outcome) -> Survey:
        """Return the weights of the households of an outcome, and their replicates."""
        known = self.survey_of_all()
        times = len(outcome.shares)
        weights = np.concatenate([known.weights * share for share in outcome.shares])
        return Survey(weights, np.tile(known.record, times), known.drawn)

    def survey_of_all(self) -> Survey:
        """Return the weights of the households, and their replicates."""
        if self._survey is None:
            self._survey = survey(self.population, self.replicates)
        return self._survey

    def rates(self, month: str, assumed: TakeUp) -> Mapping[str, float]:
        """Return the rates of take-up that are not drawn: said, or deduced from published spending."""
        found = {right: assumed.rates[right]["autre"] for right in assumed.rates if known()[right].mixed}
        if assumed.from_spending:
            found |= deduced_rates(self.before(month, take_up(FULL)))
        return found

    def _outcome(self, month: str, assumed: TakeUp, reform: TaxBenefitSystem | None) -> Outcome:
        before = None if reform is None else self.before(month, assumed)
        rates = self.rates(month, assumed)
        if len(rates) > 1:
            raise ValueError("one right at most may be received by a share of each household")
        branches = [(rate, True) for rate in rates.values()] + [(1 - rate, False) for rate in rates.values()]
        found, now, shares = [], [], []
        for share, claimed in branches or [(1.0, True)]:
            if share > 0:
                computed = self._branch(month, assumed, claimed, tuple(rates))
                now.append(computed.values())
                found.append(computed.values() if reform is None else computed.under(reform))
                shares.append(share)
        population = self.population
        if len(found) > 1:
            self._repeated = population = self._repeated or repeated(self.population, len(found))
        claims = dict.fromkeys(
            rates, np.repeat([claimed for share, claimed in branches if share > 0], len(self.population))
        )
        values = {}
        for name in found[0]:
            parts = [each[name] for each in found]
            if before and all(part is known[name] for part, known in zip(parts, now, strict=True)):
                values[name] = before.values[name]  # left alone by the reform: kept once
            else:
                values[name] = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return Outcome(population, values, assumed, claims, tuple(shares), rates, before)

    def _branch(self, month: str, assumed: TakeUp, claimed: bool, mixed: tuple[str, ...]) -> Computed:
        key = (month, assumed.name, claimed)
        if key not in self._computed:
            given = self._received(month, assumed)
            if not claimed:
                variables = load().variables
                homes = homes_of(self.population)
                for right in mixed:
                    for name in known()[right].received:
                        given[name, month] = np.zeros(len(homes[variables[name].entity.key]), dtype=np.bool_)
            self._computed[key] = self.compute(self.population, asked_names(), month, given)
        return self._computed[key]

    def _received(self, month: str, assumed: TakeUp) -> dict[tuple[str, str], NDArray[Any]]:
        """Return what is received of the rights that some only claim, by those who claim them."""
        variables, homes = load().variables, homes_of(self.population)
        found = self._branch(month, take_up(FULL), True, ()).values() if assumed.rates else {}
        given = {}
        for right in assumed.rates:
            claims = assumed.claims(right, self.population.menages)
            if claims is not None and not known()[right].mixed:
                for name in known()[right].received:
                    given[name, month] = found[name] & claims[homes[variables[name].entity.key]]
        return given


def computations(assumptions: Sequence[TakeUp], reforms: int, months: int = 1) -> int:
    """Return how many times a population will be computed, so that progress is true from the start.

    >>> computations([take_up("plein")], 1), computations([take_up("plein"), take_up("documente")], 4)
    (2, 15)
    """
    claimed = any(one.name == FULL or one.rates or one.from_spending for one in assumptions)
    count = int(claimed)
    for one in assumptions:
        mixed = bool(one.from_spending) or any(known()[right].mixed for right in one.rates)
        branches = 2 if mixed else 1
        count += branches * (reforms + (one.name != FULL))
    return count * months


def repeated(population: Population, times: int) -> Population:
    """Return a population several times over; weights are left as they are."""
    people = []
    for copy in range(times):
        one = population.individus.copy()
        for name in ("menage", "famille", "foyer_fiscal"):
            one[name] += copy * (int(population.individus[name].max()) + 1)
        people.append(one)
    menages = pd.concat([population.menages] * times, ignore_index=True)
    return replace(population, menages=menages, individus=pd.concat(people, ignore_index=True))


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
