"""Columns are taken as OpenFisca takes them, or not at all."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from openfisca_lyon.engine import Households, plain
from openfisca_lyon.engine.builder import period_of
from openfisca_lyon.engine.calculation import fast_way
from openfisca_lyon.engine.facts import Declined
from openfisca_lyon.engine.verify import random_households
from openfisca_lyon.system import load

# An amount that a year divides between its months, one that a year repeats, one for all time, one by year.
SPREAD = {
    "salaire_de_base": ("2025", "2025-03", "2025-04", "2026"),
    "age": ("2025", "2025-03", "2025-11", "2026-01"),
    "date_naissance": ("2025-01", "ETERNITY"),
    "rfr": ("2025", "2024"),
}


def orders() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, periods in SPREAD.items():
        for size in range(1, len(periods) + 1):
            for order in itertools.permutations(periods, size):
                yield name, order


def people(name: str, order: tuple[str, ...]) -> Households:
    """Return three people given a variable at these periods, other values each time."""
    some = random_households(np.random.default_rng(3), 3, "2026-01", load(), (), months=2)
    size = some.persons if load().get_variable(name).entity.is_person else some.groups["foyer_fiscal"].count
    if name == "date_naissance":
        values = [np.arange(size).astype("datetime64[D]") + at for at in range(len(order))]
    else:
        values = [np.arange(size) * 1_200.0 + 7 * at for at in range(len(order))]
    columns = {(name, period): each for period, each in zip(order, values, strict=True)}
    return Households(some.persons, some.groups, columns, some.household)


@pytest.mark.parametrize(("name", "order"), list(orders()))
def test_a_column_stands_where_openfisca_puts_it(name: str, order: tuple[str, ...]) -> None:
    households = people(name, order)
    try:
        taken = fast_way().take(households)
    except Declined:
        assert name == "salaire_de_base"
        assert any(
            at.startswith(year) for year in ("2025", "2026") if year in order for at in order if at != year
        )
        return
    holder = plain.simulate(load(), households).get_holder(name)
    known = {period for period in holder.get_known_periods() if holder.get_array(period) is not None}
    assert {period_of(at) for _, at in taken.intake.given} == known
    for key, first in taken.pattern:
        np.testing.assert_array_equal(taken.columns[first], holder.get_array(period_of(key[1])))


def test_values_that_stand_nowhere_are_refused_all_the_same() -> None:
    households = people("date_naissance", ("2025-01", "ETERNITY"))
    wrong = {("date_naissance", "2025-01"): np.array(["hier"] * households.persons)}
    with pytest.raises(Declined):
        fast_way().take(households.with_columns(wrong))


def test_what_is_given_alike_at_several_months_is_one_column() -> None:
    some = people("salaire_de_base", ("2025-03",))
    same, other = np.full(some.persons, 900.0), np.arange(some.persons, dtype=float)
    months = {("salaire_de_base", f"2025-{month:02}"): same.copy() for month in (1, 2, 3)}
    taken = fast_way().take(some.with_columns(months | {("salaire_de_base", "2025-04"): other}))
    firsts = {at: first for (_, at), (_, first) in taken.pattern}
    assert firsts == {"2025-01": "2025-03", "2025-02": "2025-03", "2025-03": "2025-03", "2025-04": "2025-04"}
    assert len(taken.columns) == 2
