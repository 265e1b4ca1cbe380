"""What people earn: wages, unemployment benefit, pensions, turnover of the self-employed.

Amounts are gross euros a month of 2021, the year of the published standards of living. First, each person
draws an income by trade, sex, age and hours, from published means. Then households of a commune are put in
order of standard of living, and their incomes are scaled so that the standard of living at each place in that
order is the published one (a two-sided lognormal through the first decile, the median and the ninth).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.activity import JOBLESS, RETIRED, WORKING, Activity
from openfisca_lyon.populations.composition import Composition
from openfisca_lyon.populations.draws import Draws
from openfisca_lyon.populations.margins import margins

Floats = NDArray[np.float64]

NET_SHARE = 0.78  # net over gross, of wages: to read published net means
WAGE_SPREAD = (0.35, 0.5, 0.42, 0.28, 0.24, 0.24)
WAGE_BY_AGE = ((16, 22, 30, 40, 50, 60, 70), (0.68, 0.78, 0.92, 1.04, 1.1, 1.12, 1.1))
WOMEN_LESS = 0.93  # at the same trade, for a full time
HOURS = (0.35, 0.85)  # shares of a full time worked by those on part time
APPRENTICE_PAY = 0.45
SELF_EMPLOYED_MEAN, SELF_EMPLOYED_SPREAD = 2500.0, 0.85
TAXED_SHARE = 0.66  # of turnover, what the tax counts as income (liberal activities)
BENEFIT_SHARE = 0.52  # of the jobless, those who receive unemployment benefit
REPLACED = 0.57  # of the gross wage
PENSIONS = ((1950.0, 0.5), (1420.0, 0.55))  # gross means and spreads, men and women, survivors' pensions in


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
    apprentice = activity.studies & (activity.status == WORKING)
    worked = np.where(apprentice, np.minimum(worked, APPRENTICE_PAY), worked)
    working = activity.status == WORKING
    own = SELF_EMPLOYED_MEAN * np.exp(
        SELF_EMPLOYED_SPREAD * draws.normal(count) - SELF_EMPLOYED_SPREAD**2 / 2
    )
    paid = (activity.status == JOBLESS) & (draws.uniform(count) < BENEFIT_SHARE) & (people.age >= 20)
    men, women = PENSIONS
    mean = np.where(people.woman, women[0], men[0])
    width = np.where(people.woman, women[1], men[1])
    pension = mean * np.exp(width * draws.normal(count) - width**2 / 2)
    return Incomes(
        wage=np.round(np.where(working & ~activity.self_employed, wage * worked, 0.0), 2),
        benefit=np.round(np.where(paid, REPLACED * wage * hours**0.5, 0.0), 2),
        pension=np.round(np.where(activity.status == RETIRED, pension, 0.0), 2),
        turnover=np.round(np.where(working & activity.self_employed, own * worked / TAXED_SHARE, 0.0), 2),
    )
