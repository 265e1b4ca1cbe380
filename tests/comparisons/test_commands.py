"""What is given wrongly to the commands is said in French, before anything is computed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import UNREADABLE, app
from openfisca_lyon.cli.following import following


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compare", "rsj_500_euros", "--take-up", "beaucoup"], "Le recours s'écrit"),
        (["compare", "rsj_500_euros", "--years", "demain"], "Les années s'écrivent"),
        (["compare", "rsj_500_euros", "--population", "nulle_part.parquet"], "n'existe pas"),
        (["compare", "rsj_500_eurosss"], "n'existe pas"),
        (["sweep", "metropole_lyon.rsj.duree_residence", "6", "1"], "Il faut un pas positif"),
        (["sweep", "metropole_lyon.rsj.duree_residence", "1", "6", "--pas", "0.01"], "points au plus"),
        (["cliffs", "nulle_part.yaml"], "n'existe pas"),
        (["compare", "rsj_500_euros", "--scheduler", "tcp://127.0.0.1:9"], "Aucun ordonnanceur Dask"),
    ],
)
def test_what_cannot_be_compared_is_said_in_french(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("openfisca_lyon.comparisons.cluster.WAIT", 0.2)
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == UNREADABLE
    assert message in found.output
    assert "Traceback" not in found.output


def test_the_bar_says_which_computation_is_under_way() -> None:
    with following(3) as bar:
        seen = []
        for done in (40, 100, 40, 100, 100):
            bar.households(done, 100)
            seen.append((bar.rank, bar.bar.tasks[0].description, bar.bar.tasks[0].fields["said"]))
    assert [rank for rank, _, _ in seen] == [1, 1, 2, 2, 3]
    assert seen[2][1:] == ("Calcul 2 sur 3", "40 ménages sur 100")
