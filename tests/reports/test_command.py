"""The command writes the report beside its figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.comparisons import Impact


def test_out_writes_the_report_and_its_figures(
    impact_of: Callable[..., Impact], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impact = impact_of(rsj_500_euros={"name": "RSJ à 500 €", "cost": 4e6})
    monkeypatch.setattr("openfisca_lyon.comparisons.compare", lambda *args, **more: impact)
    monkeypatch.setattr("openfisca_lyon.reports.thresholds.stairs", lambda reforms, month: ())
    out = tmp_path / "rapport"
    result = CliRunner().invoke(app, ["compare", "rsj_500_euros", "--json", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "RSJ à 500 €" in page
    assert (out / "comparaison.json").is_file()
    assert (out / "budget.csv").is_file()
    assert (out / "budget.parquet").is_file()
