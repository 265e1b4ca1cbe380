"""Cliffs: each wage as if it were said alone, the losses and the right that causes them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml

from openfisca_lyon.comparisons.cliffs import Cliffs, _falls, _keep_best, cliffs
from openfisca_lyon.engine import calculate
from openfisca_lyon.situations import read
from openfisca_lyon.system import load

EXAMPLE = Path(__file__).parents[2] / "examples" / "rsj.yaml"


@pytest.fixture(scope="module", autouse=True)
def plain() -> Iterator[None]:
    """Plain OpenFisca: quicker for one question than making its plan."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENFISCA_LYON_ENGINE", "plain")
        yield


@pytest.fixture(scope="module")
def young() -> Cliffs:
    return cliffs(read(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))), most=450, step=5)


def test_the_rsj_stops_at_its_threshold_and_takes_the_free_transport_with_it(young: Cliffs) -> None:
    threshold = load().parameters.metropole_lyon.rsj.seuil_ressources_activite("2026-10-01")
    closed = young.closings.set_index("droit")["salaire_net"]
    assert closed["rsj"] == threshold - 5
    assert closed["tcl_solidaire_gratuit"] == closed["rsj"]
    fall = young.falls[young.falls["a"] == threshold].iloc[0]
    assert fall["droit"] == "rsj"
    assert np.isnan(fall["rattrape_a"])  # not made up for within the sweep


def test_resources_and_rates_agree(young: Cliffs) -> None:
    points = young.points
    kept = np.diff(points["ressources"]) / np.diff(points["salaire_net"])
    assert (1 - points["taux_marginal"].to_numpy()[:-1]) == pytest.approx(kept, abs=1e-3)
    lost = points["taux_marginal"].to_numpy()[:-1] > 1 + 1 / 5
    assert points["salaire_net"].to_numpy()[:-1][lost].tolist() == young.falls["de"].tolist()


def test_a_wage_of_the_sweep_is_the_wage_said_alone(young: Cliffs) -> None:
    content = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    content["personnes"][0]["revenus"] = {"salaire_net": 300}
    alone = read(content)
    found = calculate(alone.households, ["salaire_net", "contrat_engagement_jeune"], alone.month)
    point = young.points.set_index("salaire_net").loc[300]
    assert found["salaire_net"][0] == pytest.approx(300, abs=0.01)
    assert found["contrat_engagement_jeune"][0] == pytest.approx(point["contrat_engagement_jeune"], abs=0.01)


def test_a_right_is_left_out_where_those_it_excludes_bring_more() -> None:
    amounts = {
        "contrat_engagement_jeune": np.array([500.0, 300.0, 300.0]),
        "rsj": np.array([400.0, 0.0, 400.0]),
        "ppa": np.array([0.0, 0.0, 100.0]),
        "aide_logement": np.array([200.0, 200.0, 200.0]),
    }
    _keep_best(amounts)
    assert amounts["contrat_engagement_jeune"].tolist() == [500, 300, 0]
    assert amounts["rsj"].tolist() == [0, 0, 400]
    assert amounts["ppa"].tolist() == [0, 0, 100]
    assert amounts["aide_logement"].tolist() == [200, 200, 200]


def test_a_loss_names_the_right_that_falls_most_and_where_it_is_made_up_for() -> None:
    nets = np.array([0.0, 100, 200, 300])
    rsa, rsj = np.array([300.0, 220, 220, 220]), np.array([400.0, 400, 0, 0])
    tax = np.zeros(4)
    found = _falls(nets, nets + rsa + rsj, {"rsa": rsa, "rsj": rsj}, tax)
    assert found["de"].tolist() == [100]
    assert found["perte"].tolist() == [300]
    assert found["droit"].tolist() == ["rsj"]
    assert np.isnan(found["rattrape_a"].iloc[0])


@pytest.mark.parametrize(("person", "step"), [(7, 1.0), (0, 0.001)])
def test_what_cannot_be_swept_is_said_in_french(person: int, step: float) -> None:
    situation = read(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    with pytest.raises(ValueError, match=r"foyer|salaires"):
        cliffs(situation, person, step=step)
