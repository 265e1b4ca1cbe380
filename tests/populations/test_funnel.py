"""Who is left after each condition of a right adds up, and is told in French."""

import json

import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.populations import extract
from openfisca_lyon.populations.funnel import funnel

MONTH = "2026-11"


@pytest.mark.parametrize("right", ["rsj", "tcl_solidaire_reduit"])
def test_each_condition_leaves_no_more_than_the_one_before(right: str) -> None:
    found = funnel(extract(), right, MONTH)
    left = [found.counted, *(step.left for step in found.steps)]
    assert left == sorted(left, reverse=True)
    assert all(step.left <= step.alone <= found.counted for step in found.steps)
    assert sum(found.statuses.values()) == left[-1] > 0
    assert found.splits
    assert all(sum(split.values()) == left[-1] for split in found.splits.values())


def test_a_national_right_is_counted_in_families_down_to_its_amount() -> None:
    found = funnel(extract().select(slice(0, 300)), "aide_logement", MONTH)
    assert found.unit == "famille"
    assert found.statuses == {}
    assert 0 < found.steps[-1].left < found.counted


def test_the_command_prints_the_conditions_in_french_and_gives_them_in_json() -> None:
    told = CliRunner().invoke(app, ["population", "funnel", "rsj", "--date", MONTH], catch_exceptions=False)
    assert told.exit_code == 0
    assert "Ne plus être élève ni étudiant." in told.output
    asked = ["population", "funnel", "rsj", "--date", MONTH, "--json"]
    given = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert json.loads(given.output)["unit"] == "individu"
    wrong = CliRunner().invoke(app, ["population", "funnel", "inconnu"], catch_exceptions=False)
    assert wrong.exit_code != 0
    assert "Aucun droit ne s'appelle" in wrong.output
