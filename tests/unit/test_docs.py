"""Documentation that is made from the rules says what the rules say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from openfisca_lyon.catalogue import Axis, catalogue
from openfisca_lyon.catalogue.inventory import inventory
from openfisca_lyon.catalogue.table import markdown as rights
from openfisca_lyon.comparisons.costing import markdown as costs
from openfisca_lyon.rights.inputs import markdown as questions
from openfisca_lyon.rights.inputs import readers
from openfisca_lyon.variables.communs.questions import QUESTIONS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "page"),
    [("droits.md", rights), ("questions.md", lambda: questions("2026-11")), ("chiffrage.md", costs)],
)
def test_a_page_made_from_the_rules_is_up_to_date(name: str, page: Callable[[], str]) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), "run « make docs »"


def test_every_input_is_read_by_a_right() -> None:
    """A question that no rule reads, at any date, would be asked for nothing."""
    months = [
        "2019-06",
        "2020-04",
        "2020-06",
        "2020-12",
        "2021-12",
        "2023-06",
        "2024-06",
        "2025-06",
        "2026-02",
        "2026-11",
    ]
    read = [readers(month) for month in months]
    assert [name for name in QUESTIONS if not any(one[name] for one in read)] == []


def test_every_system_named_publicly_has_its_rights_or_a_reason() -> None:
    systems = inventory()
    assert {one.axe for one in systems if one.cite_par == "projet"} == set(Axis)
    unknown = {right for one in systems for right in one.droits} - catalogue().keys()
    assert unknown == set()
