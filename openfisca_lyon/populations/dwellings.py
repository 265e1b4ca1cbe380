"""Where households live: tenure, rooms, rent, time spent there, cars.

Shares are published (tenure by commune, kind of dwelling, time in the dwelling, cars, rents by square metre);
who holds which place in them follows age, family and standard of living, by weights that are assumptions: no
joint table was found for this territory.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.composition import COUPLE, HEAD, LONE, NO_FAMILY, PARENTS, Composition
from openfisca_lyon.populations.draws import Draws
from openfisca_lyon.populations.margins import communes, margins
from openfisca_lyon.populations.weighing import quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

OWNER, HLM, UNFURNISHED, FURNISHED, FREE = range(5)
CENTRE = ("69123", "69266")  # Lyon and Villeurbanne, for which rents are published apart

FURNISHED_SHARE = 0.24  # of tenants outside HLM; the census margin does not part them
HLM_RENT = 6.4  # euros per m² without charges: social rents of the Métropole were not found
HLM_SPREAD, RENT_SPREAD = 0.12, 0.17
CHARGES = {HLM: 2.0, UNFURNISHED: 1.3, FURNISHED: 1.5}  # euros per m²
SURFACE = (32, 50, 68, 84, 102, 125)  # m² of dwellings of 1 to 6 rooms
ROOMS_RENT = (1.24, 1.04, 0.93, 0.87, 0.84, 0.82)  # rent per m² by rooms, over the median
COMMON_MOVE = 0.6  # of those who moved within ten years, those who already lived in the Métropole
MEAN_STAY = 12 * 9  # months spent in the Métropole before that move, on average
SENIORITY = ((0, 24), (24, 60), (60, 120), (120, 480))  # months, for each class of ``moving_in``


@dataclass(frozen=True)
class Dwellings:
    """For each household: house or not, rooms, m², rent and charges in euros a month, months spent there, months
    spent in the Métropole, cars."""

    house: Bools
    rooms: Ints
    surface: Ints
    rent: Floats
    charges: Floats
    seniority: Ints
    residence: Ints
    cars: Ints


def placed(score: Floats, weights: Floats, shares: Any) -> Ints:
    """Return the class of each household when the highest scores take the first class, up to its share.

    >>> placed(np.array([0.1, 0.9, 0.5, 0.3]), np.ones(4), [0.25, 0.75]).tolist()
    [1, 0, 1, 1]
    """
    order = np.argsort(-score, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    edges = np.cumsum(shares) / np.sum(shares) * weights.sum()
    found = np.empty(len(score), dtype=np.int64)
    found[order] = np.minimum(np.searchsorted(edges, reached, side="right"), len(edges) - 1)
    return found


def house(
    seed: int, people: Composition, tenure: Ints, standing: Floats, student: Bools, weights: Floats
) -> Dwellings:
    """Draw dwellings.

    Args:
        seed: of the draws.
        people: the households.
        tenure: of each household.
        standing: for each household, its place by standard of living, as a standard normal.
        student: for each household, whether its head studies.
        weights: how many households each stands for.
    """
    draws = Draws(seed, "dwellings")
    count = len(people.kind)
    age = people.age[people.place == HEAD]
    size = np.bincount(people.home, minlength=count)
    central = np.isin(communes().index.to_numpy()[people.commune], CENTRE)
    owner = tenure == OWNER
    kinds = margins()["dwelling_type"].categories
    score = 2.0 * owner - 2.6 * central + 0.5 * (size >= 3) - 2.2 * (tenure == HLM) + 0.3 * standing
    score += 0.8 * draws.normal(count)
    is_house = placed(score, weights, [kinds["house"], kinds["flat"] + kinds["other"]]) == 0
    wish = 1.0 + 0.62 * size + 0.9 * owner + 0.9 * is_house + 0.2 * standing - 0.9 * (tenure == FURNISHED)
    wish += 0.35 * (tenure == HLM) + 0.45 * draws.normal(count)
    rooms = np.clip(np.rint(wish), 1, 6).astype(np.int64)
    surface = np.rint(np.array(SURFACE)[rooms - 1] * np.exp(0.1 * draws.normal(count))).astype(np.int64)
    rent, charges = _rents(draws, tenure, rooms, surface, central, standing, weights)
    moved = margins()["moving_in"].categories
    score = 1.6 * owner + 0.055 * (np.minimum(age, 85) - 45) - 1.5 * (tenure == FURNISHED) - 1.0 * student
    score += 0.8 * (tenure == HLM) + 0.9 * draws.normal(count)
    rank = placed(-score, weights, list(moved.values()))
    low, high = np.array(SENIORITY)[rank].T
    seniority = np.floor(low + (high - low) * draws.uniform(count) ** 1.2).astype(np.int64)
    seniority = np.minimum(seniority, 12 * np.maximum(age - 17, 1))
    before = np.floor(-np.log1p(-draws.uniform(count)) * MEAN_STAY).astype(np.int64)
    stayed = (draws.uniform(count) < COMMON_MOVE) | (rank == 3)
    residence = np.minimum(seniority + np.where(stayed, before, 0), 12 * age + 11)
    owned = margins()["cars"].categories
    adults = np.bincount(people.home, weights=people.age >= 18, minlength=count)
    score = 0.9 * adults + 0.9 * is_house - 1.1 * central + 0.3 * standing - 1.6 * student - 0.9 * (age > 80)
    score += 0.7 * draws.normal(count)
    cars = 2 - placed(score, weights, [owned["two_plus"], owned["one"], owned["none"]])
    return Dwellings(is_house, rooms, surface, rent, charges, seniority, residence, cars)


def tenures(seed: int, people: Composition, standing: Floats, student: Bools) -> Ints:
    """Draw tenures, each commune to its published shares; arguments as for :func:`house`."""
    draws = Draws(seed, "tenures")
    table = communes()
    count = len(people.kind)
    age = people.age[people.place == HEAD]
    size = np.bincount(people.home, minlength=count)
    kind, weights = people.kind, people.initial
    older = np.clip((age - 25) / 12, 0, 3)
    owner = 0.8 * standing + 0.75 * older + 0.8 * (kind == COUPLE) + 0.9 * (kind == PARENTS)
    owner += -0.5 * (kind == LONE) - 0.8 * (kind == NO_FAMILY) - 2.5 * student + 0.8 * draws.normal(count)
    social = -0.55 * standing + 0.6 * (kind == LONE) + 0.25 * np.minimum(size, 6) + 0.25 * older
    social += -1.5 * student - 0.4 * (kind == NO_FAMILY) + 0.7 * draws.normal(count)
    furnished = 2.0 * student - 0.9 * older + 0.6 * (kind <= NO_FAMILY) + 0.8 * draws.normal(count)
    free = draws.uniform(count) + 0.1 * (age < 25) + 0.1 * (age > 75)
    tenure = np.full(count, UNFURNISHED)
    names = ["rp_proprietaires_22", "rp_locataires_22", "rp_locataires_hlm_22", "rp_loges_gratuit_22"]
    published = table[names].to_numpy(float)
    for rank, (owners, tenants, hlm, lodged) in enumerate(published):
        here = np.flatnonzero(people.commune == rank)
        taken = placed(owner[here], weights[here], [owners, tenants + lodged])
        tenure[here[taken == 0]] = OWNER
        rest = here[taken == 1]
        taken = placed(free[rest], weights[rest], [lodged, tenants])
        tenure[rest[taken == 0]] = FREE
        rest = rest[taken == 1]
        taken = placed(social[rest], weights[rest], [hlm, tenants - hlm])
        tenure[rest[taken == 0]] = HLM
        rest = rest[taken == 1]
        taken = placed(furnished[rest], weights[rest], [FURNISHED_SHARE, 1 - FURNISHED_SHARE])
        tenure[rest[taken == 0]] = FURNISHED
    return tenure


def _rents(
    draws: Draws, tenure: Ints, rooms: Ints, surface: Ints, central: Bools, standing: Floats, weights: Floats
) -> tuple[Floats, Floats]:
    """Draw rents; the median rent per m² of private dwellings is set to the published ones."""
    published = margins()["rent_m2"].categories
    noise = draws.normal(len(tenure))
    per_m2 = np.array(ROOMS_RENT)[rooms - 1] * np.exp(RENT_SPREAD * noise + 0.03 * standing)
    per_m2 *= np.where(tenure == FURNISHED, 1.13, 1.0)
    private = (tenure == UNFURNISHED) | (tenure == FURNISHED)
    for place, figure in ((central, published["2023_lyon_villeurbanne"]), (~central, _outside(published))):
        chosen = private & place
        per_m2[place] *= figure / quantile(per_m2[chosen], weights[chosen])
    social = HLM_RENT * np.exp(HLM_SPREAD * noise)
    rent = np.where(private, per_m2, np.where(tenure == HLM, social, 0.0)) * surface
    charges = np.zeros(len(tenure))
    for each, figure in CHARGES.items():
        charges = np.where(tenure == each, figure * surface, charges)
    return np.round(rent, 0), np.round(charges, 0)


def _outside(published: dict[str, Any]) -> float:
    """Return the median rent outside Lyon and Villeurbanne that makes the published median of the whole.

    Two medians do not add up: the gap of the whole is doubled, the two parts being of about the same size
    in the observatory.
    """
    whole, centre = published["2023_observatory"], published["2023_lyon_villeurbanne"]
    return float(2 * whole - centre)
