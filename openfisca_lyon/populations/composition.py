"""Who lives with whom: households by commune and kind, then the sex and age of their people.

From published counts: households, families and families by number of children of each commune, the pyramid by
sex and age of the Métropole, the kinds of households, the mean sizes of arrondissement 691. From shapes that
are common knowledge in the census, and an assumption here: at which ages people live in which kind of
household, the ages of mothers at a birth, the gap of age within couples. Weights then meet the margins.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.draws import Draws, fitted
from openfisca_lyon.populations.margins import communes, margins, outside_of
from openfisca_lyon.populations.population import TYPES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AGES = np.arange(105)
BANDS = ((0, 14), (15, 29), (30, 44), (45, 59), (60, 74), (75, 89), (90, 120))
ALONE, NO_FAMILY, COUPLE, PARENTS, LONE = range(5)
HEAD, PARTNER, CHILD, OTHER = range(4)
LEAST = 60  # records in the smallest commune, so that its households differ
CHILDREN = 6  # kinds of families with children: 1, 2, 3, 4, 5 under 25, or none under 25
ONLY_ADULT = 5

# Where people live at each age, men and women together: points between which shares are straight.
KNOTS = (0, 15, 18, 20, 22, 25, 28, 32, 37, 45, 52, 57, 62, 68, 75, 82, 88, 104)
WAYS = {
    "enfant": (97, 96, 80, 52, 36, 17, 10, 5.5, 5, 5, 4.5, 3, 2, 0.8, 0.2, 0, 0, 0),
    "seul": (0, 0.3, 10, 26, 34, 34, 29, 23, 17, 16, 20, 25, 29, 33, 38, 47, 60, 72),
    "sans_famille": (0.3, 0.8, 5, 10, 12, 9, 6, 3, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 2, 2, 3, 4),
    "couple": (0, 0, 2, 7, 12, 28, 32, 20, 9, 8, 17, 34, 48, 55, 53, 44, 28, 12),
    "parents": (0, 0, 0.3, 1, 2, 7, 18, 42, 57, 56, 44, 26, 12, 5, 2, 1, 0.5, 0.1),
    "monoparent": (0, 0, 0.2, 1, 1.2, 2, 3, 5, 8, 12, 11, 7, 3, 2, 2, 3, 4, 5),
}
WOMEN_LATER = 0.62  # share of women among people alone aged 65 or more, over those of men
LONE_MOTHERS = 0.82
ADULT_ONLY = {PARENTS: 0.068, LONE: 0.2}  # of families with children, those whose children are all 25 or more
LONE_BY_CHILDREN = (0.5, 0.33, 0.125, 0.045)  # lone parents by children under 25
FIVE_OF_FOUR_PLUS = 0.3
FIRST_BIRTH = (29.5, 5.0)  # mean and spread of the age of mothers at their first birth
GAP = (2.3, 4.0)  # years a man is older than the woman he lives with
TURNS = 25  # of the search for the ages of children
EXTRA = 0.03  # households of families that also hold someone else


@dataclass(frozen=True)
class Composition:
    """Households and their people, before anything else is known of them.

    Attributes:
        commune: for each household, its rank among the communes in order of code.
        kind: for each household, its rank in ``TYPES``.
        initial: for each household, how many it stands for.
        home: for each person, the rank of their household; people of a household follow one another.
        place: for each person, ``HEAD``, ``PARTNER``, ``CHILD`` or ``OTHER``.
        woman: for each person.
        age: for each person, in whole years.
    """

    commune: Ints
    kind: Ints
    initial: Floats
    home: Ints
    place: Ints
    woman: NDArray[np.bool_]
    age: Ints


@cache
def pyramid() -> Floats:
    """Return the people in households by sex (men, women) and age, fitted to the published bands."""
    found = margins()
    table = np.ones((2, len(AGES)))
    table *= np.where(AGES < 75, 1.0, 0.93 ** (AGES - 74.0))
    table[1] *= np.where(AGES < 60, 1.0, 1.0 + (AGES - 60) * 0.02)
    by_sex = {False: "men", True: "women"}
    rules = [
        (slice(None), low, high, figure - outside_of((low, high)))
        for (low, high), figure in zip(BANDS, found["pop_age7"].categories.values(), strict=True)
    ]
    for margin, ranges in (
        ("pop_sex_age3", {"0-19": (0, 19), "20-64": (20, 64), "65+": (65, 120)}),
        ("pop_sex_age_15_64", {"15-24": (15, 24), "25-54": (25, 54), "55-64": (55, 64)}),
    ):
        for woman, word in by_sex.items():
            for name, (low, high) in ranges.items():
                figure = found[margin].categories[f"{word}_{name}"] - outside_of((low, high), woman)
                rules.append((slice(int(woman), int(woman) + 1), low, high, figure))
    for _ in range(400):
        for sexes, low, high, figure in rules:
            part = table[sexes, low : high + 1]
            part *= figure / part.sum()
    return table


@cache
def ways_of_living() -> Floats:
    """Return people in households by sex, age, and way of living: the rows of ``WAYS``, then someone else's."""
    people = pyramid().ravel()
    shares = np.array([np.interp(AGES, KNOTS, np.array(points) / 100) for points in WAYS.values()]).T
    rest = np.maximum(1 - shares.sum(axis=1), 0.005)
    seed = np.tile(np.column_stack([shares, rest]), (2, 1)) * people[:, None]
    men, women = np.arange(len(AGES)), len(AGES) + np.arange(len(AGES))
    old = np.clip((AGES - 62) / 20.0, 0, 1)
    seed[women, 1] *= 1 + 0.6 * old
    seed[men, 1] *= 1 - 0.45 * old
    for way in (3, 4):
        seed[women, way] *= np.where(AGES < 30, 1.25, 1 - 0.35 * old)
        seed[men, way] *= np.where(AGES < 30, 0.75, 1 + 0.4 * old)
    seed[women, 5] *= 1.6
    seed[men, 5] *= 0.4
    seed[men, 0] *= np.where((AGES >= 18) & (AGES < 35), 1.15, 1.0)
    kinds = margins()["household_type"].categories
    alone = margins()["household_type_arr691"].categories
    men_alone = alone["one_person_men"] / alone["one_person"]
    # Columns by sex, so that each way keeps its own share of women.
    both = {
        1: kinds["one_person"],
        3: 2 * kinds["couple_no_child"],
        4: 2 * kinds["couple_with_children"],
        5: kinds["lone_parent"],
    }
    share_of_men = {1: men_alone, 3: 0.5, 4: 0.5, 5: 1 - LONE_MOTHERS}
    sizes = margins()["household_persons_arr691"].categories
    shapes = margins()["household_type_arr691"].categories
    no_family = kinds["several_persons_no_family"] * (
        sizes["several_persons_no_family"] / shapes["several_persons_no_family"]
    )
    # Children and others take what is left, in the proportions of the seed.
    totals = seed.sum(axis=0)
    left = people.sum() - sum(both.values()) - no_family
    both |= {
        2: no_family,
        0: left * totals[0] / (totals[0] + totals[6]),
        6: left * totals[6] / (totals[0] + totals[6]),
    }
    wide = np.zeros((len(seed), 14))
    wide[men, :7], wide[women, 7:] = seed[men], seed[women]
    columns = np.zeros(14)
    for way, total in both.items():
        part = share_of_men.get(way)
        if part is None:
            part = seed[men, way].sum() / totals[way]
        columns[way], columns[7 + way] = total * part, total * (1 - part)
    table = fitted(wide, people, columns)
    return np.stack([table[men, :7], table[women, 7:]])


@cache
def kinds_by_commune() -> Floats:
    """Return households by commune and kind: their families, then those without one."""
    table = communes()
    kinds = margins()["household_type"].categories
    families = margins()["families"].categories
    children = margins()["families_children"].categories
    homes = table["menages_22"].to_numpy(float)
    lone = (
        table["familles_monoparentales_22"].to_numpy(float) * kinds["lone_parent"] / families["lone_parent"]
    )
    couples = (table["familles_22"] - table["familles_monoparentales_22"]).to_numpy(float)
    couples *= (kinds["couple_no_child"] + kinds["couple_with_children"]) / couples.sum()
    childless = table["familles_0_enfant_moins_25_22"].to_numpy(float)
    childless *= kinds["couple_no_child"] / children["0"]
    childless = np.minimum(childless * kinds["couple_no_child"] / childless.sum(), 0.9 * couples)
    no_family = np.maximum(homes - lone - couples, 0.05 * homes)
    share = kinds["several_persons_no_family"] / (kinds["one_person"] + kinds["several_persons_no_family"])
    found = np.column_stack(
        [no_family * (1 - share), no_family * share, childless, couples - childless, lone]
    )
    return np.asarray(found * (homes / found.sum(axis=1))[:, None])


def compose(seed: int, records: int) -> Composition:
    """Draw households.

    Args:
        seed: of the draws.
        records: how many households, about.
    """
    wanted = kinds_by_commune()
    size = records / wanted.sum()
    counts = np.maximum(np.rint(wanted * size), np.where(wanted > 0, 1, 0))
    few = counts.sum(axis=1) < LEAST
    counts[few] = np.maximum(np.rint(wanted[few] * (LEAST / wanted[few].sum(axis=1))[:, None]), 1)
    counts = counts.astype(np.int64)
    commune = np.repeat(np.arange(len(wanted)), counts.sum(axis=1))
    kind = np.repeat(np.tile(np.arange(len(TYPES)), len(wanted)), counts.ravel())
    initial = np.repeat((wanted / counts).ravel(), counts.ravel())
    heads = _heads(Draws(seed, "heads"), commune, kind)
    family = _children(Draws(seed, "children"), commune, kind)
    return _gathered(Draws(seed, "people"), commune, kind, initial, heads, family)


def _heads(draws: Draws, commune: Ints, kind: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Draw sex and age of the head of households without children, as old as their commune is."""
    table = communes()
    bands = ["0_14", "15_29", "30_44", "45_59", "60_74", "75_89", "90_plus"]
    people = table[[f"pop_{band}_22" for band in bands]].to_numpy(float)
    tilt = people / people.sum(axis=1)[:, None] / (people.sum(axis=0) / people.sum())
    band = np.searchsorted([high for _, high in BANDS], AGES)
    ways = ways_of_living()
    woman = np.zeros(len(kind), dtype=np.bool_)
    age = np.zeros(len(kind), dtype=np.int64)
    for each, way in ((ALONE, 1), (NO_FAMILY, 2), (COUPLE, 3), (PARENTS, 4), (LONE, 5)):
        cells = ways[:, :, way] * 1.0
        if each in (COUPLE, PARENTS):
            cells[0] = 0  # the woman is drawn, the man follows
        cells[:, :16] = 0
        for rank in range(len(tilt)):
            chosen = np.flatnonzero((kind == each) & (commune == rank))
            found = draws.spread((cells * tilt[rank, band]).ravel(), len(chosen))
            woman[chosen], age[chosen] = found >= len(AGES), found % len(AGES)
    return woman, age


def _children(draws: Draws, commune: Ints, kind: Ints) -> tuple[Ints, Ints]:
    """Draw for each family with children how many there are, and the age of the youngest."""
    table = communes()
    names = ["1_enfant", "2_enfants", "3_enfants"]
    by_number = table[[f"familles_{name}_moins_25_22" for name in names]].to_numpy(float)
    many = table["familles_4_enfants_plus_moins_25_22"].to_numpy(float)
    by_number = np.column_stack([by_number, many])
    totals = by_number.sum(axis=0)
    kinds = margins()["household_type"].categories
    lone = np.array(LONE_BY_CHILDREN) * kinds["lone_parent"] * (1 - ADULT_ONLY[LONE])
    share_lone = lone / totals
    number = np.zeros(len(kind), dtype=np.int64)
    for each in (PARENTS, LONE):
        part = by_number * (share_lone if each == LONE else 1 - share_lone)
        for rank in range(len(by_number)):
            chosen = np.flatnonzero((kind == each) & (commune == rank))
            row = part[rank] / max(part[rank].sum(), 1e-9) * (1 - ADULT_ONLY[each])
            shares = [
                *row[:3],
                row[3] * (1 - FIVE_OF_FOUR_PLUS),
                row[3] * FIVE_OF_FOUR_PLUS,
                ADULT_ONLY[each],
            ]
            number[chosen] = draws.spread(shares, len(chosen)) + 1
    return number, np.zeros(len(kind), dtype=np.int64)


def _gathered(
    draws: Draws,
    commune: Ints,
    kind: Ints,
    initial: Floats,
    heads: tuple[NDArray[np.bool_], Ints],
    family: tuple[Ints, Ints],
) -> Composition:
    """Put people in their households: head, partner, children, others."""
    woman, age = heads
    number = family[0]
    homes = np.arange(len(kind))
    parts: list[tuple[Ints, Ints, NDArray[np.bool_], Ints]] = []
    with_children = number > 0
    adult_only = number == CHILDREN
    under = np.where(adult_only, 0, number)
    # Children under 25: the youngest by how many stay with their parents at each age, then the others.
    stay = ways_of_living()[:, :25, 0].sum(axis=0) / pyramid()[:, :25].sum(axis=0)
    spacing = np.clip(np.rint(3.0 + 1.6 * draws.normal(len(kind) * 4)), 1, 8).astype(np.int64).reshape(-1, 4)
    older = np.cumsum(spacing, axis=1)
    span = np.where(under > 1, np.take_along_axis(older, np.clip(under - 2, 0, 3)[:, None], 1)[:, 0], 0)
    older = np.where((span > 22)[:, None], np.arange(1, 5) * 3, older)
    span = np.where(span > 22, np.maximum(under - 1, 0) * 3, span)
    youngest = draws.choose(_youngest(under, older, span, stay, initial))
    eldest_age = youngest + span
    first_birth = np.clip(np.rint(FIRST_BIRTH[0] + FIRST_BIRTH[1] * draws.normal(len(kind))), 17, 44)
    mother = eldest_age + first_birth.astype(np.int64)
    # Nobody gives birth after 46: the mother of a late youngest child had the eldest earlier.
    mother = np.clip(np.minimum(mother, youngest + 46), 18, 90)
    adult_child = 25 + np.floor(-np.log1p(-draws.uniform(len(kind))) * 6).astype(np.int64)
    adult_child = np.minimum(adult_child, 55)
    adult_parent = np.clip(adult_child + first_birth.astype(np.int64), 46, 98)
    mother = np.where(adult_only, adult_parent, mother)
    woman = np.where(kind == LONE, draws.uniform(len(kind)) < LONE_MOTHERS, woman)
    age = np.where(with_children, np.where(woman, mother, np.minimum(mother + 3, 98)), age)
    pairs = (kind == COUPLE) | (kind == PARENTS)
    gap = np.rint(GAP[0] + GAP[1] * draws.normal(len(kind))).astype(np.int64)
    man = np.clip(age + gap, 18, 104)
    age = np.where(pairs, np.maximum(age, 18), age)
    parts.append((homes, np.full(len(kind), HEAD), woman, age))
    chosen = np.flatnonzero(pairs)
    parts.append((chosen, np.full(len(chosen), PARTNER), np.zeros(len(chosen), np.bool_), man[chosen]))
    for rank in range(5):
        chosen = np.flatnonzero(under > rank)
        born = youngest[chosen] + (older[chosen, rank - 1] if rank else 0)
        parts.append((chosen, np.full(len(chosen), CHILD), draws.uniform(len(chosen)) < 0.488, born))
    chosen = np.flatnonzero(adult_only)
    parts.append((chosen, np.full(len(chosen), CHILD), draws.uniform(len(chosen)) < 0.4, adult_child[chosen]))
    # Others: those who share a dwelling, about the age of the head; a parent or a friend of a family.
    sharing = kind == NO_FAMILY
    more = np.where(sharing, 1 + draws.choose([0.8, 0.14, 0.06], len(kind)), 0)
    housed = ~sharing & (kind != ALONE) & (draws.uniform(len(kind)) < EXTRA)
    elder = draws.uniform(len(kind)) < 0.5
    for rank in range(3):
        chosen = np.flatnonzero(more > rank)
        near = age[chosen] + np.rint(5 * draws.normal(len(chosen))).astype(np.int64)
        parts.append(
            (chosen, np.full(len(chosen), OTHER), draws.uniform(len(chosen)) < 0.5, np.clip(near, 18, 98))
        )
    chosen = np.flatnonzero(housed)
    others = np.where(elder[chosen], np.clip(age[chosen] + 27, 60, 98), np.clip(age[chosen] - 3, 18, 98))
    parts.append((chosen, np.full(len(chosen), OTHER), draws.uniform(len(chosen)) < 0.6, others))
    home = np.concatenate([part[0] for part in parts])
    order = np.argsort(home, kind="stable")
    return Composition(
        commune=commune,
        kind=kind,
        initial=initial,
        home=home[order],
        place=np.concatenate([part[1] for part in parts])[order],
        woman=np.concatenate([part[2] for part in parts])[order],
        age=np.concatenate([part[3] for part in parts])[order],
    )


def _youngest(under: Ints, older: Ints, span: Ints, stay: Floats, initial: Floats) -> Floats:
    """Return for each household the shares of each age of its youngest child.

    Children must leave as many of each age as the pyramid has with their parents: shares are set right, age after
    age, until they do.

    Args:
        under: children under 25.
        older: years from the youngest to each of the others.
        span: years from the youngest to the eldest.
        stay: at each age, the share of those who live with their parents.
        initial: weights.
    """
    ages = np.arange(25)
    eldest = ages[None, :] + span[:, None]
    shares = np.where(eldest < 25, stay[np.minimum(eldest, 24)], 0.0) + 1e-12
    families = np.flatnonzero(under > 0)
    part, offsets = shares[families], np.column_stack([0 * under, older])[families]
    there = np.arange(5)[None, :] < under[families, None]
    weight = initial[families]
    wanted = ways_of_living()[:, :25, 0].sum(axis=0)
    for _ in range(TURNS):
        drawn = part / part.sum(axis=1)[:, None] * weight[:, None]
        counted = np.zeros(25)
        for rank in range(5):
            at = np.minimum(ages[None, :] + offsets[:, [rank]], 24)
            counted += np.bincount(at.ravel(), weights=(drawn * there[:, [rank]]).ravel(), minlength=25)
        short = wanted / wanted.sum() / (counted / counted.sum())
        factor = np.zeros_like(part)
        for rank in range(5):
            factor += there[:, [rank]] * short[np.minimum(ages[None, :] + offsets[:, [rank]], 24)]
        change = (drawn * factor / there.sum(axis=1)[:, None]).sum(axis=0) / drawn.sum(axis=0)
        part = part * change
    shares[families] = part
    return np.asarray(np.round(shares / shares.sum(axis=1)[:, None], 12))
