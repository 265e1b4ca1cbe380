"""A population built from the margins meets them, and is the same whoever builds it."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.populations import Population, margins, read_parquet
from openfisca_lyon.populations.calibration import design_effect
from openfisca_lyon.populations.checking import EQUAL, FIT, Line, structure
from openfisca_lyon.populations.composition import pyramid, ways_of_living
from openfisca_lyon.populations.fits import fits
from openfisca_lyon.populations.generator import build

RECORDS = 5_000


@pytest.fixture(scope="module")
def small() -> Population:
    return build(records=RECORDS)


@pytest.fixture(scope="module")
def lines(small: Population) -> list[Line]:
    return structure(small)


def test_margins_of_the_metropole_are_met(lines: list[Line]) -> None:
    missed = [line for line in lines if line.part == FIT and line.margin != "commune" and not line.held]
    assert not missed


def test_most_margins_of_communes_are_met_even_by_few_households(lines: list[Line]) -> None:
    held = [line.held for line in lines if line.margin == "commune"]
    assert len(held) == 58 * 6
    assert np.mean(held) > 0.97


def test_weights_stay_near_one_another(small: Population) -> None:
    assert small.poids.min() >= 1
    assert design_effect(small.poids) < 2


def test_rents_are_those_of_the_observatory(lines: list[Line]) -> None:
    rents = [line for line in lines if line.margin == "rent_m2"]
    assert len(rents) == 2
    assert all(line.held for line in rents)


def test_the_same_seed_makes_the_same_population(small: Population, tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    done = CliRunner().invoke(
        app, ["population", "build", "--menages", str(RECORDS), "--out", str(path)], catch_exceptions=False
    )
    assert done.exit_code == 0
    again = read_parquet(path)
    assert again.metadata == small.metadata
    assert small.metadata.fingerprint in done.output
    assert again.menages.equals(small.menages)


def test_nothing_depends_on_the_order_of_memory(small: Population) -> None:
    assert small.individus["menage"].is_monotonic_increasing
    assert (small.individus.groupby("menage")["role_menage"].first() == 0).all()
    heads = small.individus[small.individus["role_famille"] == 0]
    assert heads["famille"].tolist() == list(range(len(heads)))
    taxed = small.individus[small.individus["role_foyer_fiscal"] == 0]
    assert sorted(taxed["foyer_fiscal"]) == list(range(len(taxed)))


def test_people_live_as_people_do(small: Population) -> None:
    people, weights = small.individus, small.poids_individus
    years = people["age_mois"] // 12
    children = people[people["role_famille"] == 2]
    head_age = years[people["role_famille"] == 0].to_numpy()[children["famille"].to_numpy()]
    assert (head_age - children["age_mois"] // 12 >= 14).all()
    retired = (people["activite"] == "retraite").to_numpy()
    assert years[retired].min() >= 45
    assert (people.loc[~people["activite"].isin(["actif"]), "salaire_de_base"] == 0).all()
    assert (people.loc[retired, "retraite_brute"] > 0).all()
    disabled = weights[(people["taux_incapacite"] > 0).to_numpy()].sum()
    assert 22_000 < disabled < 34_000


def test_people_outside_households_are_taken_off() -> None:
    published = margins.margins()["pop_households"].categories
    assert margins.outside_of((0, 120)) == published["outside_households"]
    assert pyramid().sum() == pytest.approx(published["in_households"], rel=1e-4)
    assert ways_of_living().sum() == pytest.approx(pyramid().sum())


def test_targets_are_what_was_published_less_those_outside(small: Population) -> None:
    targets = {(fit.margin, fit.category): fit.target for fit in fits(small)}
    ages = margins.margins()["pop_age7"].categories
    assert targets["pop_age7", "15-29"] == ages["15-29"] - margins.outside_of((15, 29))
    assert targets["commune", "Bron : ménages"] == 18_399
    assert targets["households_total", "total"] == 668_374


def test_a_gap_is_told_with_its_sign() -> None:
    line = Line(FIT, "tenure", "owner", 1_000, 1_030, 10, EQUAL)
    assert line.gap == 30
    assert line.held is False
    assert Line(FIT, "rsj", "x", 1_000, 1_005, 10).held is True
    assert Line(FIT, "rsj", "x", 1_000, 1_005, None).held is None


def test_the_check_of_the_extract_is_printed_and_given_in_json() -> None:
    told = CliRunner().invoke(app, ["population", "check", "--structure"], catch_exceptions=False)
    assert told.exit_code == 0
    assert "Calage" in told.output
    assert "households_total" not in told.output  # people read French
    given = CliRunner().invoke(app, ["population", "check", "--structure", "--json"], catch_exceptions=False)
    content = json.loads(given.output)
    fitted = [line for line in content["lines"] if line["part"] == FIT and line["margin"] != "commune"]
    assert np.mean([line["held"] for line in fitted]) > 0.95
    assert content["metadata"]["seed"] == 2026
