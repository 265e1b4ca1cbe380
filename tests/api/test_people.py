"""What depends on a person."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from openfisca_lyon.api.openapi import SITUATION
from openfisca_lyon.rights import Report


@pytest.fixture
def example() -> dict[str, Any]:
    return SITUATION


@pytest.fixture
def several(client: FlaskClient, example: dict[str, Any]) -> TestResponse:
    return client.post("/api/v1/simulations", json={"situations": [example, example]})


@pytest.fixture
def computed(client: FlaskClient, example: dict[str, Any]) -> dict[str, Any]:
    return client.post("/api/v1/simulations", json=example).get_json()


def test_many_situations_are_answered_one_a_line(several: TestResponse) -> None:
    assert several.status_code == 200
    assert several.mimetype == "application/x-ndjson"
    reports = [json.loads(line) for line in several.get_data(as_text=True).splitlines()]
    assert [report["date"] for report in reports] == ["2026-10", "2026-10"]
    assert several.headers["Cache-Control"] == "no-store"
    assert several.headers["Law-Date"] == "2026-10"


def test_the_questions_are_those_of_the_whole_answer(
    client: FlaskClient, example: dict[str, Any], computed: dict[str, Any]
) -> None:
    response = client.post("/api/v1/questions?droit=pch", json=example)
    expected = [one for one in computed["questions"] if "pch" in one["droits"]]
    assert expected
    assert response.get_json()["questions"] == expected


def test_an_explanation_gives_each_line_its_value_figure_date_and_source(
    client: FlaskClient, example: dict[str, Any], computed: dict[str, Any]
) -> None:
    response = client.post("/api/v1/explanations/rsj", json=example)
    assert response.status_code == 200
    assert len(response.data) <= 50 * 1024
    conditions = response.get_json()["explications"][0]["conditions"]
    wage = next(one for one in conditions if one["variable"] == "rsj_condition_ressources")
    assert wage["valeur"]
    assert wage["seuils"][0]["parametre"] == "metropole_lyon.rsj.seuil_ressources_activite"
    assert wage["seuils"][0]["depuis"]
    assert wage["seuils"][0]["href"].startswith("https://")


def test_an_explanation_stays_short_and_says_where_it_goes_on(
    client: FlaskClient, example: dict[str, Any], computed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(one for one in computed["droits"] if one["id"] == "rsj")
    many = Report.model_validate_json(json.dumps({**computed, "droits": [first] * 20}))
    monkeypatch.setattr("openfisca_lyon.api.people.evaluate", lambda _: [many])
    seen, after = 0, 0
    while after is not None:
        response = client.post(f"/api/v1/explanations/rsj?rang={after}", json=example)
        assert len(response.data) <= 50 * 1024
        seen += len(response.get_json()["explications"])
        after = response.get_json()["suite"]
    assert seen == 20


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("explanations/rjs", 404, "« rsj »"),
        ("explanations/rsj?rang=-1", 400, "rang"),
        ("questions?droit=rjs", 400, "« rsj »"),
    ],
)
def test_a_wrong_right_says_which_was_meant(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    response = client.post(f"/api/v1/{address}", json={"personnes": [{"age": 300}]})
    assert response.status_code == status
    assert said in response.get_json()["detail"]
