"""The definitions of ``docs/definitions.md``: each worked example, and what must hold of any array."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openfisca_lyon.comparisons import measures
from openfisca_lyon.comparisons.bars import half_width, replicates, supported
from openfisca_lyon.comparisons.laws import added
from openfisca_lyon.comparisons.survey import Survey

amounts = st.lists(st.integers(0, 5_000), min_size=2, max_size=40)


def test_ten_equal_households_are_each_in_their_own_tenth() -> None:
    assert measures.deciles(np.arange(10, 110, 10), np.ones(10)).tolist() == list(range(1, 11))


def test_equal_standards_of_living_are_never_parted() -> None:
    tenths = measures.deciles([8_000, 12_000, 12_000, 12_000, 30_000], [1, 1, 1, 1, 1])
    assert tenths.tolist() == [1, 3, 3, 3, 9]


def test_a_household_of_zero_weight_moves_no_limit_and_takes_the_tenth_of_its_level() -> None:
    levels, weights = [10, 20, 30, 40, 25], [1, 1, 1, 1, 0]
    assert measures.limits(levels, weights).tolist() == measures.limits(levels[:4], weights[:4]).tolist()
    assert measures.deciles(levels, weights)[4] == measures.deciles(levels, weights)[2]


def test_who_has_exactly_the_line_is_not_poor() -> None:
    assert measures.poverty([12_000, 11_999], [1, 1], 12_000).persons == 1


def test_without_anyone_poor_the_intensity_is_nil_and_without_anyone_the_rate_is_unknown() -> None:
    assert measures.poverty([20_000], [3], 12_000).intensity == 0
    assert np.isnan(measures.poverty([20_000], [0], 12_000).rate)


def test_a_euro_a_month_is_neither_gained_nor_lost() -> None:
    found = measures.moves([12.0, 12.01, -12.0, -12.01], [1, 2, 4, 8])
    assert (found.winners, found.losers, found.unchanged) == (2, 8, 5)


def test_inequality_is_never_under_nothing() -> None:
    assert measures.gini([1, 1, 1], [2, 1, 2]) == 0


@settings(deadline=None, max_examples=60)
@given(amounts, st.integers(0, 1000))
def test_measures_do_not_depend_on_order_and_a_household_of_weight_two_is_two_households(
    values: list[int], seed: int
) -> None:
    levels = np.array(values, dtype=float)
    weights = np.random.default_rng(seed).integers(1, 4, len(levels))
    full = np.repeat(levels, weights)
    for measure in (measures.median, measures.gini, measures.mean):
        assert measure(levels, weights) == pytest.approx(measure(full, np.ones(len(full))), abs=1e-9)
        assert measure(levels[::-1], weights[::-1]) == pytest.approx(measure(levels, weights), abs=1e-9)
    found = measures.poverty(levels, weights, 2_500)
    assert found.rate == pytest.approx((full < 2_500).mean())
    assert 0 <= measures.gini(levels, weights) < 1


@settings(deadline=None, max_examples=60)
@given(amounts)
def test_tenths_follow_levels_and_no_tenth_but_by_ties_holds_more_than_its_share(values: list[int]) -> None:
    levels = np.array(values, dtype=float)
    tenths = measures.deciles(levels, np.ones(len(levels)))
    order = np.argsort(levels)
    assert (np.diff(tenths[order]) >= 0).all()
    for tenth in range(1, 11):
        below = (tenths < tenth).mean()
        assert below >= (tenth - 1) / 10 - 1e-9 or not (tenths == tenth).any() or tenth == 1


def test_the_bar_of_a_mean_is_that_of_statistics() -> None:
    generator = np.random.default_rng(3)
    values = generator.normal(100, 20, 4_000)
    weights = np.ones(len(values))
    survey = Survey(weights, np.arange(len(values)), replicates(["69123"] * len(values), 5, 300))
    found = survey.ratio(values, weights)
    assert found.value[0] == pytest.approx(values.mean())
    assert found.error[0] == pytest.approx(1.96 * 20 / np.sqrt(4_000), rel=0.15)


def test_going_once_through_sorted_levels_gives_each_measure() -> None:
    generator = np.random.default_rng(8)
    levels, weights = np.sort(generator.gamma(2, 10_000, 400)), generator.integers(0, 5, 400)
    found = measures.spread(levels, weights, 12_000)
    ends = measures.quantiles(levels, weights, (0.1, 0.9))
    expected = [
        measures.median(levels, weights),
        measures.gini(levels, weights),
        ends[1] / ends[0],
        measures.poverty(levels, weights, 12_000).intensity,
    ]
    assert found == pytest.approx(expected)


def test_groups_add_up_to_the_whole_in_every_replicate() -> None:
    generator = np.random.default_rng(4)
    values, groups = generator.random(500), generator.integers(0, 7, 500)
    drawn = replicates(generator.choice(["a", "b", "c"], 500), 1, 40)
    whole = drawn.totals(values)[0]
    assert drawn.totals(values, groups, 7).sum(axis=0) == pytest.approx(whole, rel=1e-5)


def test_the_bar_of_a_total_is_that_of_the_sum_and_not_the_sum_of_the_bars() -> None:
    generator = np.random.default_rng(2)
    paid = generator.random(400) * 1_000
    survey = Survey(np.ones(400), np.arange(400), replicates(["a"] * 400, 3, 100))
    one, other = survey.totals(paid), survey.totals(1_000 - paid)
    alone = float(one.figures().error[0])
    against, alike = added([one, other]).figures(), added([one, one]).figures()
    assert alone > 1_000
    assert against.value[0] == pytest.approx(400_000)
    assert against.error[0] < alone / 100  # what one has more, the other has less: nothing varies
    assert alike.error[0] == pytest.approx(2 * alone)


def test_copies_of_a_record_say_nothing_more_than_the_record() -> None:
    values = np.random.default_rng(6).random(200)
    drawn = replicates(["a"] * 200, 1, 100)
    weighted = Survey(np.full(200, 5.0), np.arange(200), drawn).total(values)
    copied = Survey(np.ones(1000), np.repeat(np.arange(200), 5), drawn).total(np.repeat(values, 5))
    assert copied.value == pytest.approx(weighted.value)
    assert copied.error == pytest.approx(weighted.error, rel=1e-4)


def test_a_figure_keeps_the_digits_that_its_bar_supports() -> None:
    assert supported(831_234.0, 214_000.0) == (800_000.0, 200_000.0)
    assert supported(1_234_567.0, 120_000.0) == (1_230_000.0, 120_000.0)
    assert supported(0.16914, 0.0034) == (0.169, 0.003)


def test_the_same_seed_gives_the_same_bars() -> None:
    communes = ["a"] * 50 + ["b"] * 3 + ["c"]
    assert (replicates(communes, 9, 20).times == replicates(communes, 9, 20).times).all()
    assert (replicates(communes, 9, 20).times[-1] == 1).all()  # alone in its commune
    assert half_width([1.0, 1.0, 1.0]) == 0
