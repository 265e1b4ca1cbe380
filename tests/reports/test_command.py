"""The command writes the report beside its figures."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.comparisons import Impact
from openfisca_lyon.comparisons.marginal import NON_CUMULS, Margins
from openfisca_lyon.reports.building import document


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


def test_thresholds_over_the_population_join_the_comparison_and_its_report(
    impact_of: Callable[..., Impact], monkeypatch: pytest.MonkeyPatch
) -> None:
    impact = impact_of(rsj_500_euros={"name": "RSJ à 500 €", "cost": 4e6})
    rows = [
        {
            "reforme": rules, "droit": right, "nom": "RSJ" if right else "", "menages": 900.0, "menages_erreur": 90.0,
            "part": 0.01, "part_erreur": 0.001, "perte": loss, "perte_erreur": 5.0, "finit": 800.0, "finit_erreur": 80.0,
            "salaire_bas": 330.0, "salaire_haut": 400.0,
        }
        for rules, loss in (("", 190.0), ("rsj_500_euros", 250.0))
        for right in ("", "rsj")
    ]  # fmt: skip
    bands = [
        {"reforme": rules, "de": 0.0, "a": float("inf"), "nom": "", "part": 1.0, "part_erreur": 0.0}
        for rules in ("", "rsj_500_euros")
    ]
    rise = Margins(
        impact.provenance, pd.DataFrame(bands), pd.DataFrame(rows), pd.DataFrame(columns=NON_CUMULS)
    )
    asked: list[str] = []

    def margins(_people: object, month: str, *_args: object, **_more: object) -> Margins:
        asked.append(month)
        return rise

    monkeypatch.setattr("openfisca_lyon.comparisons.compare", lambda *args, **more: impact)
    monkeypatch.setattr("openfisca_lyon.comparisons.marginal.margins", margins)
    result = CliRunner().invoke(
        app, ["compare", "rsj_500_euros", "--years", "2025,2026", "--date", "2026-11", "--seuils", "--json"]
    )
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert asked == ["2026-11"]
    assert {row["reforme"] for row in said["seuils"]} == {"", "rsj_500_euros"}
    assert said["totaux"]
    parts = {section.name: section for section in document(impact, rise=rise).sections}
    changed = parts["seuils"].tables[0]
    assert changed.caption == "RSJ à 500 € : ce qui change"
    assert [cell.replace("\xa0", " ") for cell in changed.rows[-1]] == [
        "RSJ", "900 ± 90", "900 ± 90", "190 ± 5 €", "250 ± 5 €",
    ]  # fmt: skip
