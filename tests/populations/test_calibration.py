"""Weights meet margins, stay within their bounds, and are those of another implementation."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from pycarus import calibrate as icarus

from openfisca_lyon.populations.calibration import CalibrationError, calibrate, design_effect, integerise

Floats = NDArray[np.float64]
NAMES = ["one", "persons", "owner", "jobless"]
BOUNDS = (0.4, 2.5)


@pytest.fixture(scope="module")
def survey() -> tuple[Floats, Floats, Floats]:
    """Counts of households and of people, weights, and margins a few percent away from them."""
    draws = np.random.default_rng(1)
    counts = np.column_stack(
        [
            np.ones(400),
            draws.integers(1, 6, 400),
            draws.random(400) < 0.4,
            draws.binomial(2, 0.15, 400),
        ]
    ).astype(np.float64)
    weights = draws.uniform(5, 15, 400)
    return counts, weights, counts.T @ weights * np.array([1.02, 0.97, 1.08, 0.9])


def test_weights_are_those_of_icarus(survey: tuple[Floats, Floats, Floats]) -> None:
    counts, initial, targets = survey
    ours = calibrate(counts, targets, initial, bounds=BOUNDS)
    table = pd.DataFrame(counts, columns=NAMES).assign(w=initial)
    theirs, _ = icarus(
        table,
        dict(zip(NAMES, targets.tolist(), strict=True)),
        method="logit",
        initial_weights_column="w",
        bounds=BOUNDS,
        tolerance=1e-10,
        verbose=False,
    )
    assert np.abs(ours.weights / theirs - 1).max() < 1e-9


def test_margins_are_met_and_bounds_kept(survey: tuple[Floats, Floats, Floats]) -> None:
    counts, initial, targets = survey
    found = calibrate(counts, targets, initial, bounds=(0.8, 1.3))
    assert np.abs(counts.T @ found.weights / targets - 1).max() < 1e-9
    ratio = found.weights / initial
    assert ratio.min() >= 0.8
    assert ratio.max() <= 1.3


def test_margins_out_of_reach_are_refused(survey: tuple[Floats, Floats, Floats]) -> None:
    counts, initial, targets = survey
    with pytest.raises(CalibrationError):
        calibrate(counts, targets * np.array([1, 3, 1, 1]), initial, bounds=BOUNDS)


def test_margins_that_contradict_each_other_share_the_gap(survey: tuple[Floats, Floats, Floats]) -> None:
    counts, initial, targets = survey
    twice = np.column_stack([counts, counts[:, 1]])
    apart = np.append(targets, targets[1] * 1.01)
    found = calibrate(twice, apart, initial, bounds=BOUNDS, slack=1e-6)
    assert found.gaps[1] == pytest.approx(0.005, abs=0.001)
    assert found.gaps[4] == pytest.approx(-0.005, abs=0.001)
    trusted = calibrate(twice, apart, initial, bounds=BOUNDS, slack=np.array([1e-6] * 4 + [9e-6]))
    assert trusted.gaps[1] < found.gaps[1] / 2


def test_whole_weights_keep_the_total_and_each_its_own(survey: tuple[Floats, Floats, Floats]) -> None:
    weights = np.random.default_rng(2).uniform(0, 20, 3_001)
    whole = integerise(weights, np.argsort(weights, kind="stable"), 0.3)
    assert np.abs(whole - weights).max() < 1
    assert abs(whole.sum() - weights.sum()) <= 1
    order = np.arange(3_001)
    part = integerise(weights, order, 0.3)
    assert abs(part[:700].sum() - weights[:700].sum()) <= 1  # what follows one another keeps its total
    assert integerise(np.array([2.0, 3.0]), np.arange(2), 0.9).tolist() == [2, 3]


def test_unequal_weights_cost_precision() -> None:
    assert design_effect(np.array([1, 1, 1, 1])) == 1
    assert design_effect(np.array([1, 3])) == pytest.approx(1.25)
