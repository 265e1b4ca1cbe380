"""What is left of a rise over a population: each household in one band, each fall with its cause, part by part."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import UNREADABLE, app
from openfisca_lyon.comparisons import marginal
from openfisca_lyon.comparisons.bars import replicates
from openfisca_lyon.comparisons.marginal import Margins, Step, bands, causes, margins, raised, thresholds
from openfisca_lyon.comparisons.outcomes import homes_of
from openfisca_lyon.comparisons.survey import Survey
from openfisca_lyon.populations import Population
from openfisca_lyon.reports import rises
from openfisca_lyon.reports.rendering import html
from openfisca_lyon.reports.wording import LANGUAGES
from openfisca_lyon.system import load, reform_named
from openfisca_lyon.variables.communs.statut import Statut

MONTH, CEILING = "2026-11", 1_500.0
ELIGIBLE, CLOSED = list(Statut).index(Statut.eligible), list(Statut).index(Statut.non_eligible)
Values = dict[str, NDArray[Any]]


class Stepped:
    """The net wage is the gross one; who earns less than a ceiling has an RSJ of 400 euros, 500 under any reform."""

    def __init__(
        self, population: Population, names: Sequence[str], _month: str, given: Mapping[tuple[str, str], Any]
    ) -> None:
        self.population, self.names, self.said = population, names, given

    def values(self) -> Values:
        return self._paid(400.0)

    def under(self, _reform: object) -> Values:
        return self._paid(500.0)

    def _paid(self, amount: float) -> Values:
        homes = homes_of(self.population)
        values: Values = {}
        for name in self.names:
            variable = load().variables[name]
            count = len(homes[variable.entity.key])
            kind = bool if variable.value_type is bool else float
            values[name] = np.full(count, CLOSED) if name.endswith("_statut") else np.zeros(count, dtype=kind)
        wage = self.population.individus["salaire_de_base"].to_numpy()
        under = (wage > 0) & (wage < CEILING)
        if ("rsa_percu", MONTH) in self.said:
            under |= wage == 0  # who is kept from it by another right
        values["salaire_net"] = wage.astype(float)
        values["rsj_statut"] = np.where(under, ELIGIBLE, CLOSED)
        values["rsj"] = np.where(under, amount, 0.0)
        values["unites_consommation"] = np.ones(len(self.population))
        return values


@pytest.fixture(scope="module")
def found(population: Population) -> Margins:
    return margins(population, MONTH, {"plus": reform_named("rsj_500_euros")}, compute=Stepped, replicates=20)


def step(lost: list[float], changes: dict[str, list[float]], ended: dict[str, list[bool]]) -> Step:
    known = np.array(lost)
    columns = [changes.get(one, [0.0] * len(lost)) for one in causes()]
    over = [ended.get(one, [False] * len(lost)) for one in causes()]
    return Step(
        np.isfinite(known),
        known,
        np.nan_to_num(100 * (1 - known)),
        np.full(len(lost), 1_000.0),
        np.array(columns, dtype=np.float32).T,
        np.array(over).T,
    )


def test_each_earner_is_in_one_band_of_what_a_rise_leaves() -> None:
    held = step([0.1, 0.5, 0.95, 1.7, np.nan, -0.2], {"rsa": [0.0, 0, 0, -170, 0, 0]}, {})
    survey = Survey(np.arange(1.0, 7.0), np.arange(6), replicates(["a"] * 6, 1, 10))
    rows = list(bands(held, survey))
    assert sum(row["menages"] for row in rows) == 1 + 2 + 3 + 4 + 6
    assert sum(row["part"] for row in rows) == pytest.approx(1)
    assert rows[-1]["nom"].startswith("Revenu de solidarité active")
    assert rows[0]["menages"] == 1 + 6


def test_each_fall_has_one_cause_and_all_causes_add_up() -> None:
    held = step(
        [0.5, 1.5, 1.2, 3.0],
        {"rsa": [-50.0, -20, -120, 0], "rsj": [0.0, -130, 0, -300]},
        {"rsj": [False, True, False, True]},
    )
    survey = Survey(np.array([1.0, 2, 4, 8]), np.arange(4), replicates(["a"] * 4, 1, 10))
    everyone, *rows = thresholds(held, survey)
    assert everyone["menages"] == 14
    assert [(row["droit"], row["menages"], row["finit"]) for row in rows] == [("rsj", 10, 10), ("rsa", 4, 0)]
    assert rows[0]["perte"] == pytest.approx((2 * 50 + 8 * 200) / 10)
    assert everyone["menages"] == sum(row["menages"] for row in rows)


def test_only_the_greatest_wage_of_a_household_rises(population: Population) -> None:
    more, has = raised(population)
    before, after = (one.individus["salaire_de_base"].to_numpy() for one in (population, more))
    homes = population.individus["menage"].to_numpy()
    assert set(after - before) == {0.0, marginal.RISE}
    assert np.bincount(homes, after > before, minlength=len(population)).max() == 1
    assert has.tolist() == (np.bincount(homes, before, minlength=len(population)) > 0).tolist()
    for home in np.flatnonzero(has)[:20]:
        ours = homes == home
        assert before[ours][after[ours] > before[ours]] == before[ours].max()


def test_who_stands_just_under_the_ceiling_would_lose_the_right(
    found: Margins, population: Population
) -> None:
    people = population.individus
    wages = people["salaire_de_base"].to_numpy()
    best = people.assign(wage=wages).groupby("menage")["wage"].transform("max").to_numpy()
    near = (wages == best) & (wages >= CEILING - marginal.RISE) & (wages < CEILING)
    homes = np.unique(people["menage"].to_numpy()[near])
    rows = found.seuils.set_index(["reforme", "droit"])
    assert rows.loc[("", "rsj"), "menages"] == population.poids[homes].sum()
    # Where the other of a couple still has it, the household keeps the right.
    assert 0 < rows.loc[("", "rsj"), "finit"] < rows.loc[("", "rsj"), "menages"]
    assert rows.loc[("", "rsj"), "perte"] == pytest.approx(400 - marginal.RISE)
    assert rows.loc[("plus", "rsj"), "perte"] == pytest.approx(500 - marginal.RISE)
    assert rows.loc[("", "rsj"), "salaire_bas"] >= CEILING - marginal.RISE


def test_a_right_that_another_closes_is_counted(found: Margins, population: Population) -> None:
    closed = found.non_cumuls.set_index("exclu_par")
    idle = population.individus["salaire_de_base"].to_numpy() == 0
    assert closed.loc["rsa", "nombre"] == population.poids_individus[idle].sum()
    assert closed.loc["rsa", "montant"] == 400
    assert closed.loc["aah", "nombre"] == 0


def test_part_by_part_is_the_whole(
    found: Margins, population: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marginal, "PART", 70)
    again = margins(
        population, MONTH, {"plus": reform_named("rsj_500_euros")}, compute=Stepped, replicates=20
    )
    for name, table in found.tables().items():
        assert table.equals(again.tables()[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_names_the_right_and_what_the_reform_changes(found: Margins, language: str) -> None:
    report = rises.document(found, language)
    assert "Revenu de solidarité jeunes" in report.title
    change = next(table for section in report.sections for table in section.tables if len(table.head) == 5)
    assert [row[0] for row in change.rows if "RSJ" in row[0]]
    assert report.sections[1].charts[0].table.rows[0][0].startswith("Revenu de solidarité jeunes")
    assert "<h1>" in html(report)
    command, python = (lines for _, lines in report.sections[-1].code)
    assert command == "openfisca-lyon cliffs --date 2026-11 --reforme plus --out rapport"
    compile(python, "redo", "exec")


def test_options_of_a_population_are_refused_for_a_household(tmp_path: Path) -> None:
    home = Path(__file__).parents[2] / "examples" / "rsj.yaml"
    result = CliRunner().invoke(app, ["cliffs", str(home), "--out", str(tmp_path)])
    assert result.exit_code == UNREADABLE
    assert "ôtez la situation" in result.output
