"""Reforms of a population already computed: bit for bit what a whole run under the reform gives."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from openfisca_core.model_api import MONTH as MONTHLY_VARIABLE
from openfisca_core.model_api import Variable
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_france.entities import Individu

from openfisca_lyon.engine import Baseline, Cut, Households, Partial, calculate
from openfisca_lyon.engine.fallback import reasons
from openfisca_lyon.engine.verify import (
    MONTHLY,
    YEARLY,
    local_inputs,
    local_variables,
    random_households,
)
from openfisca_lyon.system import LocalReform, load, reform_named
from openfisca_lyon.system.reforms import from_content

MONTH = "2026-10"
NATIONAL = ("rsa", "ppa", "af", "aide_logement", "revenu_disponible", "niveau_de_vie")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """OpenFisca divides by zero on purpose."""
    reasons.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def figures(**values: float) -> TaxBenefitSystem:
    """Return a reform of some figures, from their paths with ``__`` for dots."""
    changed = {path.replace("__", "."): {"2026-01-01": value} for path, value in values.items()}
    return from_content({"nom": "Essai", "parametres": changed})


class rsj_et_metropole(Variable):
    """Reads a right and a text."""

    value_type = bool
    entity = Individu
    definition_period = MONTHLY_VARIABLE
    label = "Reçoit le RSJ et habite la métropole"

    def formula_2026_01(individu, period):  # noqa: N805
        return (individu("rsj", period) > 0) * individu.menage("reside_metropole_lyon", period)


class new_right(LocalReform):
    name = "Un droit de plus"

    def apply(self) -> None:
        self.add_variable(rsj_et_metropole)


@cache
def reform(name: str) -> TaxBenefitSystem:
    match name:
        case "fsl":
            return figures(communs__fsl__quotient_plafond=2000)
        case "bmaf":
            return figures(prestations_sociales__prestations_familiales__bmaf__bmaf=500)
        case _:
            return reform_named(name)


REFORMS = ("rsj_500_euros", "tcl_gratuit_mineurs", "rsj_etudiants", "fsl", "bmaf")


@pytest.fixture(scope="module")
def population() -> Households:
    rng = np.random.default_rng(20)
    given = (*MONTHLY, *YEARLY, *local_inputs())
    drawn = random_households(rng, 60, MONTH, load(), given, months=3)
    # Few are drawn who may receive the RSJ: some are said to.
    some = drawn.with_columns({("rsj_eligibilite", MONTH): rng.random(drawn.persons) < 0.2})
    families = drawn.groups["famille"].count
    part = Partial(np.full(families, 100.0, np.float32), rng.random(families) < 0.3)
    return replace(some, partial={("af", MONTH): part})


class Asked(Cut):
    """Blocks that tell which of them were made."""

    def __init__(self, households: Households) -> None:
        super().__init__(households, 25)
        self.made: list[int] = []

    def __getitem__(self, number: int) -> Households:
        self.made.append(number)
        return super().__getitem__(number)


def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


@pytest.fixture(scope="module")
def names() -> tuple[str, ...]:
    touched = [name for name in local_variables() if name.startswith(("rsj", "tcl", "fsl", "reside"))]
    return (*NATIONAL, *touched, *local_variables()[::12])


@pytest.fixture(scope="module")
def baseline(population: Households, names: tuple[str, ...]) -> Baseline:
    return Baseline(Asked(population), names, MONTH, workers=1)


def test_the_baseline_is_what_one_call_gives(
    baseline: Baseline, population: Households, names: tuple[str, ...]
) -> None:
    found, whole = baseline.values(), calculate(population, names, MONTH, engine="fast")
    assert [name for name in names if not same(found[name], whole[name])] == []


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_gives_what_a_whole_run_gives(
    name: str, baseline: Baseline, population: Households, names: tuple[str, ...]
) -> None:
    changed = baseline.under(reform(name), workers=1)
    whole = calculate(population, names, MONTH, reform(name), engine="fast")
    before = baseline.values()
    assert set(changed) == set(baseline.affected(reform(name)))
    after = before | changed
    assert [each for each in names if not same(after[each], whole[each])] == []
    assert any(not same(before[each], after[each]) for each in names)  # or nothing was shown
    assert len(changed) < len(names) / 2


def test_a_reform_of_a_local_right_makes_no_block_again(
    population: Households, names: tuple[str, ...]
) -> None:
    blocks = Asked(population)
    baseline = Baseline(blocks, names, MONTH, workers=1)
    blocks.made.clear()
    assert baseline.under(reform("rsj_500_euros"), workers=1)
    assert baseline.under(reform("tcl_gratuit_mineurs"), workers=1)  # which reads where people live
    assert blocks.made == []


def test_a_household_left_to_plain_is_computed_again_under_the_reform(population: Households) -> None:
    columns = {key: values.copy() for key, values in population.columns.items()}
    columns["salaire_de_base", MONTH][0] = np.nan
    odd = population.with_columns(columns)
    blocks = Asked(odd)
    law = reform("bmaf")
    baseline = Baseline(blocks, ("af", "rsa"), MONTH, keep_for=[law], local=False, workers=1)
    blocks.made.clear()
    changed = baseline.under(law, workers=1)
    assert blocks.made == [0]
    assert same(changed["af"], calculate(odd, ("af",), MONTH, law, engine="fast")["af"])


def test_a_variable_that_the_reform_creates_can_be_asked(baseline: Baseline, population: Households) -> None:
    law = new_right(load())
    changed = baseline.under(law, ["rsj_et_metropole"], workers=1)
    whole = calculate(population, ("rsj_et_metropole",), MONTH, law, engine="fast")
    assert set(changed) == {"rsj_et_metropole"}
    assert same(changed["rsj_et_metropole"], whole["rsj_et_metropole"])


class lyon_alone(Variable):
    """Takes the place of a formula that looks texts up, and is run as it is."""

    def formula(menage, period):  # noqa: N805
        return np.where(menage("depcom", period) == b"69381", b"69123", b"01004").astype("S5")


class other_communes(LocalReform):
    name = "Lyon seule dans la métropole"

    def apply(self) -> None:
        lyon_alone.__name__ = "commune"
        self.update_variable(lyon_alone)


def test_a_formula_run_as_it_is_can_be_reformed(
    baseline: Baseline, population: Households, names: tuple[str, ...]
) -> None:
    law = other_communes(load())
    changed = baseline.under(law, workers=2)
    assert "reside_metropole_lyon" in changed
    whole = calculate(population, tuple(changed), MONTH, law, engine="fast")
    assert [name for name in changed if not same(changed[name], whole[name])] == []


def test_reforms_leave_nothing_behind(baseline: Baseline) -> None:
    first = baseline.under(reform("fsl"), workers=1)
    baseline.affected(reform("bmaf"))
    again = baseline.under(reform("fsl"), workers=1)
    assert set(first) == set(again)
    assert all(same(first[name], again[name]) for name in first)


def test_processes_give_the_same(baseline: Baseline) -> None:
    alone, forked = (baseline.under(reform("tcl_gratuit_mineurs"), workers=count) for count in (1, 2))
    assert alone
    assert set(alone) == set(forked)
    assert all(same(alone[name], forked[name]) for name in alone)


def test_blocks_that_give_other_things_are_refused(population: Households) -> None:
    class Uneven(Asked):
        def __getitem__(self, number: int) -> Households:
            block = super().__getitem__(number)
            return (
                block
                if number == 0
                else block.with_columns({("af", "2025-01"): np.zeros(block.groups["famille"].count)})
            )

    with pytest.raises(ValueError, match="mêmes variables"):
        Baseline(Uneven(population), ("af",), MONTH, workers=1)
