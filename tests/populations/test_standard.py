"""The table of what is left to a household is what the engine computes; incomes set by it meet the targets."""

import numpy as np
import pytest

from openfisca_lyon.populations.incomes import Places, factors
from openfisca_lyon.populations.margins import communes
from openfisca_lyon.populations.standard import GRID, HOMES, KINDS, OUTCOMES, SOURCES, Units, computed, table


def test_the_table_is_what_the_engine_computes() -> None:
    grid = GRID[[0, 10, 20]]
    found = computed(("seul_1",), grid)
    kept = table()[:, [KINDS.index("seul_1")]][..., [0, 10, 20]]
    assert found.shape == (len(OUTCOMES), 1, len(SOURCES), len(HOMES), 3)
    assert np.abs(found - kept).max() < 0.06  # kept to ten cents


def units(earned: list[float], kind: str = "seul_0") -> Units:
    """One person per household, on a wage, without rent."""
    count = len(earned)
    wages = np.zeros((count, len(SOURCES)))
    wages[:, 0] = earned
    return Units(
        home=np.arange(count),
        kind=np.full(count, KINDS.index(kind)),
        second=np.zeros(count),
        tenure=np.zeros(count, dtype=np.int64),
        disabled=np.zeros(count, dtype=bool),
        old=np.zeros(count, dtype=bool),
        earned=wages,
    )


def test_between_two_incomes_of_the_table_what_is_left_is_between() -> None:
    low, middle, high = units([2800, 3000, 3200]).left(np.ones(3))
    assert middle == pytest.approx((low + high) / 2)
    couple = Units(**{**vars(units([4000], "couple_1_0")), "second": np.array([0.5])})
    two = units([4000], "couple_2_0")
    assert couple.left(np.ones(1)) == pytest.approx(two.left(np.ones(1)))


def test_incomes_are_set_to_the_published_standards_and_keep_their_order() -> None:
    earned = np.linspace(1_200, 9_000, 400)
    rank = communes().index.get_loc("69034")
    people = units(earned.tolist())
    places = Places(
        commune=np.full(400, rank),
        fiscal=np.ones(400, dtype=bool),
        people=np.ones(400),
        consumption=np.ones(400),
        untaken=np.zeros(400, dtype=bool),
    )
    scale = factors(people, places)
    standards = 12 * people.left(scale)
    row = communes().loc["69034"]
    assert np.median(standards) == pytest.approx(row["mediane_niveau_vie_2021"], rel=0.01)
    assert np.quantile(standards, 0.9) == pytest.approx(row["decile_9_2021"], rel=0.01)
    assert (np.diff(earned * scale) > -1e-6).all()


def test_those_outside_the_published_field_are_left_as_they_are() -> None:
    places = Places(
        commune=np.zeros(3, dtype=np.int64),
        fiscal=np.array([True, False, True]),
        people=np.ones(3),
        consumption=np.ones(3),
        untaken=np.zeros(3, dtype=bool),
    )
    scale = factors(units([2_000, 2_000, 0]), places)
    assert scale[1] == 1
    assert scale[2] == 1  # nothing to multiply
    assert scale[0] != 1
