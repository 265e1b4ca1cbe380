"""What people earn: wages, unemployment benefit, pensions, turnover of the self-employed.

Amounts are gross euros a month of 2021, the year of the published standards of living. First, each person
draws an income by trade, sex, age and hours, from published means. Then households of a commune are put in
order of standard of living, and their incomes are scaled so that the standard of living at each place in that
order is the published one (a two-sided lognormal through the first decile, the median and the ninth).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.activity import INACTIVE, JOBLESS, RETIRED, WORKING, Activity
from openfisca_lyon.populations.composition import CHILD, COUPLE, PARENTS, Composition
from openfisca_lyon.populations.draws import Draws, normal_quantile
from openfisca_lyon.populations.margins import communes, margins
from openfisca_lyon.populations.standard import TAXED_SHARE, Units

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BOUNDS = (0.15, 8.0)  # of the factors by which incomes are multiplied
HALVINGS = 20
ROUNDS = 4
ABOVE_FLOOR = 1.01
DECILE = 1.2815515655446004  # ninth decile of the standard normal law
SMALL = 5_000
CENTRE = "69123"
LYON_TOO_RICH = (
    0.977  # the published figures of Lyon are means of arrondissements: see the note of the margin
)

NET_SHARE = 0.78  # net over gross, of wages: to read published net means
WAGE_SPREAD = (0.35, 0.5, 0.42, 0.28, 0.24, 0.24)
WAGE_BY_AGE = ((16, 22, 30, 40, 50, 60, 70), (0.68, 0.78, 0.92, 1.04, 1.1, 1.12, 1.1))
WOMEN_LESS = 0.93  # at the same trade, for a full time
HOURS = (0.35, 0.85)  # shares of a full time worked by those on part time
APPRENTICE_PAY = 0.45
SELF_EMPLOYED_MEAN, SELF_EMPLOYED_SPREAD = 2500.0, 0.85
BENEFIT_SHARE = 0.48  # of the jobless, those who receive unemployment benefit
REPLACED = 0.57  # of the gross wage
# Gross means and spreads of pensions, those of survivors included: men and women in couples, then alone.
PENSIONS = (((2000.0, 0.42), (1250.0, 0.55)), ((1750.0, 0.38), (1600.0, 0.36)))
SURVIVOR_AGE = 65
UNSTABLE, UNSTABLE_PAY = 0.12, (0.15, 0.8)  # share of the employed with a part-year job, and what it pays


@dataclass(frozen=True)
class Incomes:
    """Gross euros a month, for each person."""

    wage: Floats
    benefit: Floats
    pension: Floats
    turnover: Floats

    def total(self) -> Floats:
        """Return what each person earns in all, gross."""
        return self.wage + self.benefit + self.pension + self.turnover * TAXED_SHARE

    def scaled(self, factors: Floats) -> "Incomes":
        """Return the same incomes multiplied, to the cent."""
        return Incomes(
            *(np.round(each * factors, 2) for each in (self.wage, self.benefit, self.pension, self.turnover))
        )


def earn(seed: int, people: Composition, activity: Activity) -> Incomes:
    """Draw what each person earns, before any scaling."""
    draws = Draws(seed, "incomes")
    count = len(people.home)
    means = margins()["wages_ara"].categories
    by_trade = np.array(
        [
            means["mean_manual"],
            means["mean_intermediate"],
            means["mean_managers"],
            means["mean_intermediate"],
            means["mean_clerical"],
            means["mean_manual"],
        ]
    )
    trade = np.minimum(activity.trade, 5)
    spread = np.array(WAGE_SPREAD)[trade]
    noise = draws.normal(count)
    wage = by_trade[trade] / NET_SHARE * np.exp(spread * noise - spread**2 / 2)
    wage *= np.interp(people.age, *WAGE_BY_AGE) * np.where(people.woman, WOMEN_LESS, 1.0)
    hours = HOURS[0] + (HOURS[1] - HOURS[0]) * draws.uniform(count)
    worked = np.where(activity.part_time, hours, 1.0)
    unstable = (draws.uniform(count) < UNSTABLE) & (activity.trade >= 3)
    least, most = UNSTABLE_PAY
    worked = np.where(unstable, worked * (least + (most - least) * draws.uniform(count)), worked)
    apprentice = activity.studies & (activity.status == WORKING)
    worked = np.where(apprentice, np.minimum(worked, APPRENTICE_PAY), worked)
    working = activity.status == WORKING
    own = SELF_EMPLOYED_MEAN * np.exp(
        SELF_EMPLOYED_SPREAD * draws.normal(count) - SELF_EMPLOYED_SPREAD**2 / 2
    )
    paid = (activity.status == JOBLESS) & (draws.uniform(count) < BENEFIT_SHARE) & (people.age >= 20)
    alone = ~np.isin(people.kind[people.home], (COUPLE, PARENTS)) | (people.place >= CHILD)
    # Someone alone at that age who never worked lives on the pension of a late partner.
    survivor = (activity.status == INACTIVE) & (people.age >= SURVIVOR_AGE) & alone
    mean, width = np.array(PENSIONS)[alone.astype(np.int64), people.woman.astype(np.int64)].T
    pension = mean * np.exp(width * draws.normal(count) - width**2 / 2)
    return Incomes(
        wage=np.round(np.where(working & ~activity.self_employed, wage * worked, 0.0), 2),
        benefit=np.round(np.where(paid, REPLACED * wage * hours**0.5, 0.0), 2),
        pension=np.round(np.where((activity.status == RETIRED) | survivor, pension, 0.0), 2),
        turnover=np.round(np.where(working & activity.self_employed, own * worked / TAXED_SHARE, 0.0), 2),
    )


@dataclass(frozen=True)
class Places:
    """What sets the standard of living of each household.

    Attributes:
        commune: rank of its commune.
        fiscal: whether it belongs to the field of the published standards of living.
        people: how many people it stands for.
        consumption: its consumption units.
        untaken: whether it would leave the RSA unclaimed.
    """

    commune: Ints
    fiscal: Bools
    people: Floats
    consumption: Floats
    untaken: Bools


def factors(units: Units, places: Places) -> Floats:
    """Return by what to multiply the incomes of each household, to meet the published standards of living.

    Households keep their order within their commune. Those who earn nothing, and those out of the field of the
    published figures (students alone, above all), are left as they are.
    """
    count = len(places.commune)
    earning = np.bincount(units.home, weights=units.earned.sum(axis=1), minlength=count) > 0
    moved = places.fiscal & earning
    # Benefits leave nobody below a floor: who cannot be as poor as the target earns as much as the floor allows,
    # and gives their place to the next one.
    floor = ABOVE_FLOOR * _standards(units, places, np.full(count, BOUNDS[0]))
    found = np.ones(count)
    for _ in range(ROUNDS):
        target = np.maximum(_targets(places, _standards(units, places, found)), floor)
        least, most = np.full(count, np.log(BOUNDS[0])), np.full(count, np.log(BOUNDS[1]))
        for _ in range(HALVINGS):
            middle = (least + most) / 2
            above = _standards(units, places, np.where(moved, np.exp(middle), 1.0)) > target
            most, least = np.where(above, middle, most), np.where(above, least, middle)
        found = np.where(moved, np.exp(least), 1.0)
    return np.asarray(np.round(found, 6))


def _targets(places: Places, standard: Floats) -> Floats:
    """Return the published standard of living at the place of each household in its commune."""
    target = np.zeros(len(standard))
    for rank, (middle, low, high) in enumerate(_curves()):
        chosen = np.flatnonzero((places.commune == rank) & places.fiscal)
        order = chosen[np.argsort(standard[chosen], kind="stable")]
        people = places.people[order]
        share = normal_quantile((np.cumsum(people) - people / 2) / people.sum())
        target[order] = middle * np.exp(np.where(share < 0, low, high) * share)
    return target


def _standards(units: Units, places: Places, factors: Floats) -> Floats:
    """Return the standard of living of each household, euros a year."""
    each = factors[units.home]
    left = units.left(each) - np.where(places.untaken[units.home], units.left(each, "rsa"), 0.0)
    total = np.bincount(units.home, weights=left, minlength=len(places.commune))
    return np.asarray(12 * total / places.consumption)


def _curves() -> list[tuple[float, float, float]]:
    """Return for each commune the median and the spreads below and above it.

    Five small communes publish nothing beyond the median, or not even that: they take the spreads, or the
    figures, of the communes of fewer than 5 000 inhabitants.
    """
    table = communes()
    names = ["decile_1_2021", "mediane_niveau_vie_2021", "decile_9_2021"]
    small = table.loc[table["pop_mun_2022"] < SMALL, names].median()
    lyon = table.index == CENTRE
    found = []
    for known, adjusted in zip(table[names].to_numpy(float), lyon, strict=True):
        low, middle, high = np.where(np.isnan(known), small.to_numpy(), known)
        if np.isnan(known[0]):
            low, high = middle * small.iloc[0] / small.iloc[1], middle * small.iloc[2] / small.iloc[1]
        ratio = LYON_TOO_RICH if adjusted else 1.0
        found.append((ratio * middle, np.log(middle / low) / DECILE, np.log(high / middle) / DECILE))
    return found
