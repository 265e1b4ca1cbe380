"""A population built from the margins meets them, and is the same whoever builds it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from openfisca_lyon.cli.commands import app
from openfisca_lyon.engine import Cut
from openfisca_lyon.populations import Population, checking, extract, margins, read_parquet
from openfisca_lyon.populations.calibration import design_effect
from openfisca_lyon.populations.checking import EQUAL, FIT, Line, structure
from openfisca_lyon.populations.composition import pyramid, ways_of_living
from openfisca_lyon.populations.fits import fits
from openfisca_lyon.populations.generator import build
from openfisca_lyon.populations.takeup import claims_rsa
from openfisca_lyon.variables.communs.statut import Statut

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


def test_the_same_seed_makes_the_same_population_on_another_machine(
    small: Population, tmp_path: Path
) -> None:
    """The command, in a process that may use neither the same instructions nor as many cores."""
    path = tmp_path / "p.parquet"
    older = {
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3",
        "OPENBLAS_CORETYPE": "Nehalem",
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", "openfisca_lyon", "population", "build"]
    done = subprocess.run(
        [*command, "--menages", str(RECORDS), "--out", str(path)],
        env={**os.environ, **older},
        capture_output=True,
        text=True,
        check=True,
    )
    again = read_parquet(path)
    assert again.metadata == small.metadata
    assert small.metadata.fingerprint in done.stdout
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


def test_the_extract_was_built_from_the_figures_that_ship() -> None:
    """Otherwise run « make population »."""
    assert extract().metadata.margins == margins.digest()


def test_caseloads_are_counted_after_take_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every family has an RSA of 600 €, every person a RSJ, half of them a free pass and all a cheap one."""
    light = extract()
    families = int(light.individus["famille"].max()) + 1

    def answers(blocks: Cut, names: Sequence[str], month: str, **_: object) -> dict[str, Any]:
        assert blocks.count == len(light)
        found = {name: np.ones(len(light.individus)) for name in names}
        found |= {name: np.full(families, 600.0) for name in ("rsa", "ppa", "aide_logement", "aspa")}
        yes, no = list(Statut).index(Statut.eligible), list(Statut).index(Statut.a_etudier)
        half = np.arange(len(light.individus)) % 2 == 0
        found["tcl_gratuite_enfants_statut"] = np.full(len(half), no)
        found["tcl_solidaire_gratuit_statut"] = np.where(half, yes, no)
        found["tcl_solidaire_reduit_statut"] = np.full(len(half), yes)
        return found

    monkeypatch.setattr(checking, "calculate_blocks", answers)
    lines = {(line.margin, line.category): line for line in checking.rights(light, "2026-10")}
    counted = light.poids[light.individus.drop_duplicates("famille")["menage"].to_numpy()]
    rsa = lines["caseload_rsa_metropole", "end_2020"]
    # A third leave it: fewer in social housing, more among owners.
    assert 0.5 < rsa.got / counted.sum() < 0.75
    assert lines["budget", "rsa_2025_bp_implied"].got == pytest.approx(rsa.got * 600 * 12 / 1e6)
    assert lines["caf69_ppa", "2023"].got == counted.sum()
    assert lines["caf69_ppa", "2023"].held is False  # more than in the whole Rhône
    assert lines["rsj", "supported_in_2025"].got == light.poids_individus.sum()
    passes = [lines["tcl", f"solidaire_{name}_potential_2020"].got for name in ("gratuit", "reduit")]
    assert sum(passes) == light.poids_individus.sum()
    assert passes[0] == light.poids_individus[::2].sum()


def test_the_standard_of_living_leaves_unclaimed_rsa_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody would live on 14 000 € with the RSA; those who leave it live on less, and are poor."""
    light = extract()
    families = int(light.individus["famille"].max()) + 1

    def answers(blocks: Cut, names: Sequence[str], month: str, **_: object) -> dict[str, Any]:
        one = np.ones(len(light))
        return {
            "revenu_disponible": 14_000 * one,
            "unites_consommation": one,
            "rsa": np.full(families, 100.0),
        }

    monkeypatch.setattr(checking, "calculate_blocks", answers)
    lines = {(line.margin, line.category): line for line in checking.incomes(light)}
    people = np.bincount(light.individus["menage"]) * light.poids
    claimed = np.bincount(
        light.individus.drop_duplicates("famille")["menage"], weights=~claims_rsa(light), minlength=len(light)
    )
    student = light.individus["activite"][light.individus["role_menage"] == 0].to_numpy() == "etudiant"
    assert lines["poverty_rate", "poor_persons"].got == people[(claimed > 0) & ~student].sum()
    assert lines["niveau_de_vie_deciles", "D9"].got == 14_000
    assert lines["commune", "Bron : niveau de vie médian"].target == 21_950
