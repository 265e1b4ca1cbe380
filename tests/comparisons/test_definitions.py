"""Each worked example of ``docs/definitions.md``, in its order."""

from pathlib import Path

import numpy as np
import pytest

from openfisca_lyon.comparisons import measures
from openfisca_lyon.comparisons.bars import replicates, supported
from openfisca_lyon.comparisons.costing import costing
from openfisca_lyon.comparisons.groups import quality
from openfisca_lyon.comparisons.marginal import Step, causes, thresholds
from openfisca_lyon.comparisons.survey import Survey

PAGE = Path(__file__).parents[2] / "docs" / "definitions.md"


def test_a_couple_with_a_child_of_eight_has_the_standard_of_living_of_the_page() -> None:
    assert pytest.approx(18_000) == 32_400 / (1 + 0.5 + 0.3)


def test_the_median_of_the_page_is_the_lower_of_the_two_in_the_middle() -> None:
    assert measures.median([10, 20, 30, 40], [1, 1, 1, 1]) == 20


def test_the_tenths_of_the_page() -> None:
    assert measures.deciles([8_000, 12_000, 12_000, 12_000, 30_000], np.ones(5)).tolist() == [1, 3, 3, 3, 9]


def test_the_winners_and_losers_of_the_page() -> None:
    found = measures.moves([120, -60, 12, 0], np.ones(4))
    assert (found.winners, found.losers, found.unchanged) == (1, 1, 2)


def test_the_revenue_foregone_of_the_page() -> None:
    assert 1_000 * 26 * 12 == 312_000
    assert pytest.approx(109_200) == 312_000 * 0.35


def test_the_rise_of_the_page() -> None:
    changes = np.zeros((2, len(causes())), dtype=np.float32)
    changes[0, causes().index("ppa")] = -39
    changes[1, causes().index("rsj")], changes[1, causes().index("rsa")] = -130, -20
    kept = 78 + changes.sum(axis=1)
    step = Step(
        np.ones(2, dtype=bool), 1 - kept / 78, kept, np.zeros(2), changes, np.zeros(changes.shape, dtype=bool)
    )
    assert step.lost[0] == 0.5
    survey = Survey(np.ones(2), np.arange(2), replicates(["a", "a"], 1, 2))
    everyone, cause = thresholds(step, survey)
    assert (everyone["menages"], cause["droit"], cause["perte"]) == (1, "rsj", 72)


def test_the_spending_of_the_page_that_follows_the_population() -> None:
    published = costing()["rsj"].row.publie
    assert published is not None
    assert round(published.montant * 0.19 / 1e6, 2) == 0.84


def test_the_poverty_of_the_page() -> None:
    found = measures.poverty([600, 900, 1_000, 2_000], np.ones(4), 1_000)
    assert (found.rate, found.intensity) == (0.5, pytest.approx(0.4))
    assert measures.poverty([900, 1_000, 2_000], np.ones(3), 1_000).rate == pytest.approx(1 / 3)  # no student
    assert measures.shortfall([600, 2_000], [1.5, 1], [2, 1], 1_000) == 1_200


def test_the_inequality_of_the_page() -> None:
    assert measures.gini([0, 0, 0, 100], np.ones(4)) == 0.75


def test_the_digits_and_the_quality_of_the_page() -> None:
    assert supported(831_234, 214_000) == (800_000, 200_000)
    assert quality(29) != quality(30) == quality(99) != quality(100)
    text = PAGE.read_text(encoding="utf-8")
    for figure in ("831 234 ± 214 000", "−60, 12 et 0", "8 000, trois fois 12 000, 30 000", "0, 0, 0 et 100"):
        assert figure in text
