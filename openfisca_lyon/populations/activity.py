"""What people do: at work, jobless, in studies, retired, or none of these; their trade; their disability.

Statuses are drawn from the joint table of the census (sex, age, status), spread over single years of age by
shapes that are assumptions, tilted by what each commune counts. Disability has no joint table at all: persons
who receive the AAH or the PCH are drawn to their number, among those of the ages and activities concerned.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.composition import AGES, CHILD, HEAD, LONE, PARENTS, Composition, pyramid
from openfisca_lyon.populations.draws import Draws, ranked
from openfisca_lyon.populations.margins import communes, margins, outside_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WORKING, JOBLESS, STUDENT, RETIRED, INACTIVE, MINOR = range(6)
STATUSES = {
    "occupe": WORKING,
    "chomeur": JOBLESS,
    "etudiant": STUDENT,
    "retraite": RETIRED,
    "autre": INACTIVE,
}
WORDS = {"employed": "occupe", "unemployed": "chomeur"}
RANGES = {"15-24": (15, 24), "25-54": (25, 54), "55-64": (55, 64)}
SCHOOL = 15  # below it, everybody is a child at school or at home

GROUPS = (
    "agriculteurs",
    "artisans_commercants",
    "cadres",
    "professions_intermediaires",
    "employes",
    "ouvriers",
    "retraites",
    "autres_inactifs",
)
TRADES = (
    "farmers",
    "self_employed_trades",
    "managers_professionals",
    "intermediate",
    "clerical_service",
    "manual",
)
MANAGERS, CLERICAL, MANUAL = 2, 4, 5
SELF_EMPLOYED = np.array([1.0, 0.95, 0.15, 0.085, 0.018, 0.012])  # shares of each trade
SELF_EMPLOYED_AFTER = 0.35  # share among those who still work at 65

# Shares of each status by age: points between which they are straight.
KNOTS = (15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 30, 35, 45, 54, 57, 60, 62, 64, 67, 70, 75, 105)
SHAPES = {
    WORKING: (1, 3, 6, 12, 20, 27, 34, 43, 54, 62, 71, 77, 79, 81, 82, 80, 76, 60, 38, 20, 8, 4, 1, 0),
    JOBLESS: (1, 1, 2, 5, 7, 8, 9, 10, 11, 11, 11, 10, 9.5, 9, 8, 7, 7, 6, 4, 2, 0.2, 0, 0, 0),
    STUDENT: (97, 95, 90, 80, 70, 62, 54, 43, 31, 22, 12, 5, 2, 0.8, 0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    RETIRED: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.6, 2, 18, 45, 68, 85, 90, 94, 94),
    INACTIVE: (1, 1, 2, 3, 3, 3, 3, 4, 4, 5, 6, 8, 9, 9, 9, 12, 14, 15, 13, 10, 6.8, 6, 5, 6),
}
# Odds of being jobless or inactive, against those of everybody of that age: people alone, alone with children,
# in a couple; then how alike people of one household are (correlation).
IDLE_ALONE, IDLE_LONE, IDLE_COUPLE = 1.5, 2.4, 0.75
ALIKE = 0.65
# An active parent of a couple with children studies less than others of that age: odds by place.
STUDENT_ODDS_COUPLE, STUDENT_ODDS_PARENT = 0.35, 0.05
WORKING_STUDENTS = 0.42  # of people at work aged 15 to 22, those who study too (apprentices among them)
APPRENTICE_AGES = (16, 25)

AAH = 28_000  # between the 25 000 and the 31 000 of the margins: the Métropole alone is not published
AAH_AGES = (20, 61)
AAH_BY_STATUS = np.array([0.12, 0.10, 0.0, 0.0, 0.78])  # most people who receive it are out of work
AAH_GREAT = 0.55  # of them, those whose incapacity is 80 % or more
PCH_AGES = (20, 64)


@dataclass(frozen=True)
class Activity:
    """What each person does.

    Attributes:
        status: ``WORKING`` to ``MINOR``.
        trade: rank in ``GROUPS``; of the jobless, their last one.
        studies: whether they study, whatever their status.
        self_employed, part_time: of those at work.
        incapacity: rate, 0 where none is recognised.
        pch: whether they receive the PCH.
    """

    status: Ints
    trade: Ints
    studies: Bools
    self_employed: Bools
    part_time: Bools
    incapacity: Floats
    pch: Bools


@cache
def statuses() -> Floats:
    """Return the people in households by sex, age and status, fitted to the census."""
    people = pyramid()
    shape = np.array([np.interp(AGES, KNOTS, SHAPES[status]) for status in range(5)]).T
    table = people[:, :, None] * shape / shape.sum(axis=1)[:, None]
    table[:, :SCHOOL] = 0
    found = margins()
    rules: list[tuple[slice, int, int, Any, float]] = []
    for woman, word in ((False, "men"), (True, "women")):
        sex = slice(int(woman), int(woman) + 1)
        for name, (low, high) in RANGES.items():
            for english, french in WORDS.items():
                figure = found["activity_sex_age"].categories[f"{word}_{name}_{english}"]
                target = figure - outside_of((low, high), woman, french)
                rules.append((sex, low, high, STATUSES[french], target))
    for english, french in (
        ("student_inactive", "etudiant"),
        ("retired", "retraite"),
        ("other_inactive", "autre"),
    ):
        figure = found["activity_15_64"].categories[english] - outside_of((15, 64), None, french)
        rules.append((slice(None), 15, 64, STATUSES[french], figure))
    jobs = found["employment_status"].categories
    late = jobs["employees"] + jobs["self_employed"] - found["activity_15_64"].categories["employed"]
    rules.append((slice(None), 65, 104, WORKING, late))
    for _ in range(300):
        for sex, low, high, status, figure in rules:
            part = table[sex, low : high + 1, status]
            part *= figure / part.sum()
        adults = table[:, SCHOOL:]
        adults *= (people[:, SCHOOL:] / adults.sum(axis=2))[:, :, None]
    return np.asarray(table)


def occupy(seed: int, people: Composition) -> Activity:
    """Draw what people do."""
    draws = Draws(seed, "activity")
    count = len(people.home)
    kind, commune = people.kind[people.home], people.commune[people.home]
    adult = people.age >= SCHOOL
    woman = people.woman.astype(np.int64)
    shares = statuses()[woman, np.minimum(people.age, AGES[-1])] + 1e-12
    shares = shares / shares.sum(axis=1)[:, None]
    shares *= _tilt()[commune]
    paired = ((people.place == HEAD) | (people.place == HEAD + 1)) & (kind >= 2)
    shares[:, STUDENT] *= np.where(paired, STUDENT_ODDS_COUPLE, 1.0)
    shares[:, STUDENT] *= np.where(paired & (kind >= PARENTS), STUDENT_ODDS_PARENT, 1.0)
    shares[:, STUDENT] *= np.where((people.place == CHILD) & (people.age < 25), 1.15, 1.0)
    idle = np.select([kind <= 1, kind == LONE, paired], [IDLE_ALONE, IDLE_LONE, IDLE_COUPLE], 1.0)
    shares[:, [JOBLESS, INACTIVE]] *= np.where(people.place != CHILD, idle, 1.0)[:, None]
    # Statuses are in order of distance from work, so that like numbers make like statuses.
    common = draws.normal(len(people.kind))[people.home]
    latent = ALIKE * common + np.sqrt(1 - ALIKE**2) * draws.normal(count)
    status = np.where(adult, draws.choose(shares, at=ranked(latent)), MINOR)
    trade = _trades(draws, people, status, commune)
    working = status == WORKING
    own = np.where(people.age >= 65, SELF_EMPLOYED_AFTER, SELF_EMPLOYED[np.minimum(trade, 5)])
    self_employed = working & (draws.uniform(count) < own)
    rates = margins()["part_time"].categories
    band = np.searchsorted([24, 54], people.age)
    table = np.array([[rates[f"{sex}_{name}"] for name in RANGES] for sex in ("men", "women")]) / 100
    part_time = working & (draws.uniform(count) < table[woman, np.minimum(band, 2)])
    young = working & (people.age >= APPRENTICE_AGES[0]) & (people.age <= 22)
    studies = (
        (status == STUDENT)
        | (young & (draws.uniform(count) < WORKING_STUDENTS))
        | ((people.age >= 3) & ~adult)
    )
    incapacity, pch = _disabled(draws, people, status)
    return Activity(status, trade, studies, self_employed, part_time, incapacity, pch)


def _tilt() -> Floats:
    """Return by commune how much likelier each status is there than in the whole Métropole."""
    table = communes()
    names = ["actifs_occupes", "chomeurs", "etudiants", "retraites", "autres_inactifs"]
    counts = table[[f"{name}_15_64_22" for name in names]].to_numpy(float)
    shares = counts / counts.sum(axis=1)[:, None]
    ratio = shares / (counts.sum(axis=0) / counts.sum())
    ratio[:, RETIRED] = np.sqrt(ratio[:, RETIRED])
    return np.asarray(np.clip(ratio, 0.3, 3.0))


def _trades(draws: Draws, people: Composition, status: Ints, commune: Ints) -> Ints:
    """Draw trades by sex, older and richer places having more managers."""
    by_sex = margins()["csp_sex"].categories
    counts = np.array([[by_sex[f"{sex}_{name}"] for name in TRADES] for sex in ("men", "women")], dtype=float)
    shares = (counts / counts.sum(axis=1)[:, None])[people.woman.astype(np.int64)]
    medians = communes()["mediane_niveau_vie_2021"].to_numpy(float)
    richer = np.log(medians / np.median(medians[people.commune]))[commune]
    young = np.clip((30 - people.age) / 10, 0, 1.2)
    shares[:, MANAGERS] *= np.exp(1.6 * richer - 0.9 * young)
    shares[:, CLERICAL] *= np.exp(-0.6 * richer + 0.4 * young)
    shares[:, MANUAL] *= np.exp(-1.4 * richer + 0.3 * young)
    shares[:, 1] *= np.exp(0.3 * richer - 0.8 * young)
    # People without work were more often clerks or manual workers.
    jobless = status == JOBLESS
    shares[:, MANAGERS] *= np.where(jobless, 0.6, 1.0)
    shares[:, CLERICAL] *= np.where(jobless, 1.3, 1.0)
    shares[:, MANUAL] *= np.where(jobless, 1.5, 1.0)
    trade = draws.choose(shares)
    return np.asarray(np.where(status <= JOBLESS, trade, np.where(status == RETIRED, 6, 7)))


def _disabled(draws: Draws, people: Composition, status: Ints) -> tuple[Floats, Bools]:
    """Draw who has a recognised incapacity, and who receives the PCH."""
    weights = people.initial[people.home]
    able = (people.age >= AAH_AGES[0]) & (people.age <= AAH_AGES[1]) & (status < 5)
    older = 0.4 + np.clip((people.age - 20) / 30, 0, 1)
    wanted = np.where(able, AAH_BY_STATUS[np.minimum(status, 4)] * older, 0.0)
    rate = np.zeros(len(status))
    for each in range(5):
        chosen = status == each
        total = (weights * wanted)[chosen].sum()
        if total > 0:
            rate[chosen] = wanted[chosen] * AAH * AAH_BY_STATUS[each] / total
    disabled = draws.uniform(len(status)) < rate
    great = draws.uniform(len(status)) < AAH_GREAT
    incapacity = np.where(disabled, np.where(great, 0.8, 0.6), 0.0)
    target = margins()["pch_actp"].categories["metropole_PCH_forecast_2021"]
    concerned = disabled & great & (people.age >= PCH_AGES[0]) & (people.age <= PCH_AGES[1])
    share = target / max((weights * concerned).sum(), 1.0)
    return incapacity, concerned & (draws.uniform(len(status)) < share)
