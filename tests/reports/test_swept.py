"""The report of a cost curve says what each value costs, with its bar, and how to redo it."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.comparisons import Impact
from openfisca_lyon.comparisons.curve import Curve
from openfisca_lyon.reports import swept
from openfisca_lyon.reports.rendering import html
from openfisca_lyon.reports.wording import LANGUAGES

MONTH, FIGURE = "2026-11", "metropole_lyon.rsj.montant_sans_ressource"
Make = Callable[..., Impact]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def curve_of(
    impact: Impact, costs: dict[float, float], now: float = 420.0, found: str = "population"
) -> Curve:
    """Make a curve of round figures: nobody has a bar under the rules in force."""
    rows = []
    for recours, times in (("plein", 10.0), ("documente", 1.0)):
        for value, cost in costs.items():
            winners = {420.0: 0.0}.get(value, 800.0 * times)
            rows.append(
                {
                    "mois": MONTH, "recours": recours, "parametre": FIGURE, "valeur": value, "en_vigueur": value == now,
                    "ecart": times * cost if found != "non" else float("nan"), "ecart_erreur": 0.1 * times * abs(cost),
                    "calcul": found, "borne": "", "gagnants": winners if found == "population" else float("nan"),
                    "gagnants_erreur": 0.1 * winners, "perdants": 0.0, "perdants_erreur": 0.0,
                }
            )  # fmt: skip
    return Curve(
        impact.provenance, FIGURE, "RSJ, montant mensuel", "currency-EUR", now, pd.DataFrame(rows),
        pd.DataFrame(), impact.recours, impact.chiffrage,
    )  # fmt: skip


def test_the_title_is_the_cost_of_the_furthest_value_and_the_summary_what_a_step_costs(
    impact_of: Make,
) -> None:
    curve = curve_of(impact_of(a={}), {380.0: -4e5, 420.0: 0.0, 460.0: 4e5, 500.0: 8e5})
    report = swept.document(curve)
    assert plain(report.title) == "RSJ, montant mensuel : à 500 €, 800 000 € de plus par an"
    now, published, step, people = map(plain, report.summary)
    assert not published
    assert now == "Aujourd'hui, ce chiffre est de 420 €."
    assert step == "Chaque pas de 40 € coûte environ 400 000 € de plus par an."
    assert people == "À 500 €, 800 ± 80 ménages y gagnent ; aucun n'y perd."
    first, second = report.sections[0].charts
    assert plain(second.finding).startswith(
        "Tous ceux qui ont droit reçoivent : à 500 €, jusqu'à 8,0 M€ de plus"
    )
    cells = {plain(row[0]): plain(row[1]) for row in first.table.rows}
    assert cells["420 € (aujourd'hui)"] == "0 €"
    assert cells["500 €"] == "800 000 ± 80 000 €"
    assert "<svg" in first.svg
    command, python = (lines for _, lines in report.sections[-1].code)
    assert command.startswith(f"openfisca-lyon sweep {FIGURE} 380 500 --pas 40 --date {MONTH}")
    compile(python, "redo", "exec")


def test_steps_that_differ_are_said_and_what_is_not_known_is_not_drawn(impact_of: Make) -> None:
    impact = impact_of(a={})
    bent = swept.document(curve_of(impact, {420.0: 0.0, 460.0: 1e6, 500.0: 4e6}))
    assert "de 1,0 M€ à 3,0 M€ par an, selon d'où l'on part" in plain(bent.summary[2])
    debts = swept.document(curve_of(impact, {420.0: 0.0, 460.0: 1e6}, found="publie"))
    assert "dépense publiée" in debts.summary[1]
    assert [row[2] for row in debts.sections[0].charts[0].table.rows] == ["pas connu", "pas connu"]
    unknown = swept.document(curve_of(impact, {420.0: 0.0, 460.0: 1e6}, found="non"))
    assert "rien ne permet de dire" in unknown.title
    assert unknown.summary[3].startswith("Qui y gagne n'est pas connu")
    assert not unknown.sections[0].charts


@pytest.mark.parametrize("language", LANGUAGES)
def test_out_writes_the_curve_and_its_report(
    impact_of: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    curve = curve_of(impact_of(a={}), {420.0: 0.0, 500.0: 8e5})
    assert "500" in html(swept.document(curve, language))
    monkeypatch.setattr("openfisca_lyon.comparisons.curve.curve", lambda *args, **more: curve)
    out = tmp_path / "courbe"
    result = CliRunner().invoke(
        app, ["sweep", FIGURE, "420", "500", "--pas", "80", "--json", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    names = {path.name for path in out.iterdir()}
    assert {"courbe.json", "courbe.csv", "courbe.parquet", "report.html", "report.pdf"} <= names
    assert "openfisca-lyon" in (out / "report.html").read_text(encoding="utf-8")
