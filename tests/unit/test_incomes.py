"""Net amounts that people know, turned into the gross amounts that the rules read."""

from time import perf_counter
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from openfisca_lyon.engine import Groups, Households
from openfisca_lyon.engine.plain import calculate, read, simulate
from openfisca_lyon.situations.incomes import AS_GIVEN, GROSS, HALF_CENT, csg_rates, gross, gross_of
from openfisca_lyon.system import load

MONTHS = ("2019-01", "2022-07", "2024-11", "2026-10")
AMOUNTS = np.round(np.geomspace(1, 20_000, 200), 2)
TWENTY_FIVE = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][9:34]


def alone(columns: dict[tuple[str, str], NDArray[Any]]) -> Households:
    """Return people of 40 and more who live alone in Lyon, given these columns."""
    count = len(next(iter(columns.values())))
    each = Groups(count, np.arange(count), np.zeros(count, dtype=np.int64))
    births = np.datetime64("1950-01-01") + np.arange(count) * 40
    given: dict[tuple[str, str], NDArray[Any]] = {
        ("date_naissance", "ETERNITY"): births,
        **{("depcom", month): np.full(count, "69383") for month in MONTHS},
    }
    groups = dict.fromkeys(("famille", "foyer_fiscal", "menage"), each)
    return Households(count, groups, {**given, **columns}, np.arange(count))


def test_the_wage_asked_is_the_net_wage_of_the_whole_simulation() -> None:
    wages = gross_of("salaire_net", np.repeat(AMOUNTS[:, None], 4, axis=1), MONTHS)
    household = alone({("salaire_de_base", month): wages[:, at] for at, month in enumerate(MONTHS)})
    simulation = simulate(load(), household)
    for month in MONTHS:
        assert np.abs(read(simulation, "salaire_net", month) - AMOUNTS).max() <= HALF_CENT


@pytest.mark.parametrize("month", ["2017-01", "2018-12", "2021-06", "2026-12", "2031-05"])
@pytest.mark.parametrize("regime", ["prive_cadre", "apprenti"])
def test_the_wage_of_an_executive_or_an_apprentice_is_the_one_asked(regime: str, month: str) -> None:
    wages = gross_of("salaire_net", AMOUNTS[:, None], [month], regimes=regime)[:, 0]
    category = "prive_cadre" if regime == "prive_cadre" else "prive_non_cadre"
    columns: dict[tuple[str, str], NDArray[Any]] = {
        ("salaire_de_base", month): wages,
        ("categorie_salarie", month): np.full(len(AMOUNTS), category),
        ("apprenti", month): np.full(len(AMOUNTS), regime == "apprenti"),
    }
    found = calculate(load(), alone(columns), ["salaire_net"], month)["salaire_net"]
    assert np.abs(found - AMOUNTS).max() <= HALF_CENT


@pytest.mark.parametrize("kind", ["chomage_net", "retraite_nette"])
@pytest.mark.parametrize("month", MONTHS)
def test_a_pension_or_benefit_is_the_one_asked_whatever_the_income_of_two_years_before(
    kind: str, month: str
) -> None:
    rfr = np.resize([0.0, 9_000, 13_500, 18_000, 24_000, 90_000], len(AMOUNTS))
    rates = csg_rates(kind, rfr[:, None], 1, [month])
    amounts = gross_of(kind, AMOUNTS[:, None], [month], regimes=rates)[:, 0]
    household = alone({(GROSS[kind], month): amounts, ("rfr", str(int(month[:4]) - 2)): rfr})
    found = calculate(load(), household, [kind], month)[kind]
    assert np.abs(found - AMOUNTS).max() <= HALF_CENT


def test_a_benefit_beside_a_wage_is_the_one_asked() -> None:
    month = "2026-10"
    wages = np.resize([0.0, 150, 900, 1_700, 3_000], len(AMOUNTS))
    amounts = gross_of(
        "chomage_net", AMOUNTS[:, None], [month], regimes="taux_plein", activity=wages[:, None]
    )[:, 0]
    columns = {
        ("chomage_brut", month): amounts,
        ("salaire_de_base", month): gross_of("salaire_net", wages[:, None], [month])[:, 0],
        ("rfr", "2024"): np.full(len(AMOUNTS), 90_000.0),
    }
    found = calculate(load(), alone(columns), ["chomage_net", "salaire_net"], month)
    assert np.abs(found["salaire_net"] - wages).max() <= HALF_CENT
    assert np.abs(found["chomage_net"] - AMOUNTS).max() <= HALF_CENT


@pytest.mark.parametrize("kind", ["chomage_net", "retraite_nette"])
@pytest.mark.parametrize("month", ["2017-03", *MONTHS])
def test_the_rate_of_csg_is_the_one_that_france_applies(kind: str, month: str) -> None:
    rfr = np.arange(0, 80_000, 131, dtype=np.float64)
    parts = np.resize([1, 1.5, 2, 2.5, 4], len(rfr))
    year = str(int(month[:4]) - 2)
    household = alone(
        {
            (GROSS[kind], month): np.full(len(rfr), 5_000.0),
            ("rfr", year): rfr,
            ("nbptr", year): parts,
        }
    )
    net = calculate(load(), household, [kind], month)[kind]
    rates = csg_rates(kind, rfr[:, None], parts[:, None], [month])[:, 0]
    nets_of_rates = [set(np.round(net[rates == rate], 2).tolist()) for rate in np.unique(rates)]
    assert [len(nets) for nets in nets_of_rates] == [1] * len(np.unique(net))


def test_2500_euros_net_are_some_3158_gross_not_2500() -> None:
    assert gross("salaire_net", {"2026-10": 2_500}) == {"2026-10": pytest.approx(3_158.16, abs=0.02)}


def test_zero_stays_zero() -> None:
    for kind in GROSS:
        assert gross(kind, {"2026-10": 0.0, "2019-01": 0.0}) == {"2026-10": 0.0, "2019-01": 0.0}


def test_a_wage_grows_with_its_net_and_is_the_smaller_one_around_the_ceiling() -> None:
    nets = np.arange(3_100, 3_250, 0.25)
    wages = gross_of("salaire_net", nets[:, None], ["2026-10"])[:, 0]
    assert np.all(np.diff(wages) > 0)
    assert wages[nets == 3_167.0].item() < 4_005  # 3 167 net is also that of 4 006 or so


def test_an_amount_is_answered_alike_alone_and_among_others() -> None:
    among = gross_of("salaire_net", np.stack([AMOUNTS] * 25, axis=1), TWENTY_FIVE)
    assert among.shape == (len(AMOUNTS), 25)
    for person, month in ((0, 0), (77, 12), (199, 24)):
        asked = {TWENTY_FIVE[month]: AMOUNTS[person].item()}
        assert gross("salaire_net", asked) == {TWENTY_FIVE[month]: among[person, month].item()}


def test_each_person_and_month_has_its_own_regime() -> None:
    nets = np.full((2, 2), 1_800.0)
    regimes = [["exonere", "taux_plein"], ["taux_reduit", "taux_intermediaire"]]
    found = gross_of("retraite_nette", nets, ["2026-10", "2026-11"], regimes=regimes)
    # CSG and CRDS of 0, then 4,3, 7,4 (CASA included), and 9,1 %.
    expected = 1_800 / (1 - np.array([[0, 0.091], [0.043, 0.074]]))
    assert np.abs(found - expected).max() < 0.02
    by_month = {"2026-10": "exonere", "2026-11": "taux_plein"}
    alone_ = gross("retraite_nette", {"2026-10": 1_800, "2026-11": 1_800}, regime=by_month)
    assert list(alone_.values()) == found[0].tolist()


def test_twenty_five_months_of_a_person_take_well_under_three_tenths_of_a_second() -> None:
    gross_of("salaire_net", np.full(25, 1_500.0), TWENTY_FIVE)
    start = perf_counter()
    gross_of("salaire_net", np.linspace(1_234.56, 4_321.98, 25), TWENTY_FIVE)
    assert perf_counter() - start < 0.3


def test_what_is_given_as_it_is_exists_and_is_computed_from_nothing() -> None:
    variables = load().variables
    assert all(not variables[name].formulas for name in AS_GIVEN)
    assert all(name in variables for pair in GROSS.items() for name in pair)


@pytest.mark.parametrize(
    ("kind", "nets", "regimes", "message"),
    [
        ("salaire_brut", [1.0], None, "no net amount"),
        ("salaire_net", [-1.0], None, "negative"),
        ("salaire_net", [np.nan], None, "not a number"),
        ("salaire_net", [1e9], None, "greater"),
        ("salaire_net", [1.0, 2.0], None, "last axis"),
        ("salaire_net", [1.0], "public_titulaire_etat", "regimes of salaire_net"),
        ("retraite_nette", [1.0], "taux_intermediaire", "has no taux_intermediaire in 2018-01"),
    ],
)
def test_a_wrong_request_says_what_is_wrong(
    kind: str, nets: list[float], regimes: str | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        gross_of(kind, nets, ["2018-01"], regimes=regimes)


def test_wages_have_no_rate_of_csg() -> None:
    with pytest.raises(ValueError, match="salaire_net"):
        csg_rates("salaire_net", 0, 1, ["2026-10"])
