"""Clients of OpenFisca's web API work unchanged, and what broke it is told field by field."""

import copy
import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openfisca_web_api import handlers
from openfisca_web_api.app import build_data

from openfisca_lyon.api import compatible
from openfisca_lyon.system import load

CANARY = "Zébulon4217"
CASE: dict[str, Any] = {
    "individus": {
        "Inès": {
            "date_naissance": {"ETERNITY": "2004-03-12"},
            "age": {"2026-10": None},
            "majeur": {"2026-10": None},
            "salaire_imposable": {"2026": 12000, "2026-10": None},
            "categorie_salarie": {"2026-10": None},
        },
        "2": {},
    },
    "familles": {"f": {"parents": ["Inès"], "enfants": ["2"]}},
    "menages": {"m": {"personne_de_reference": "Inès", "enfants": ["2"], "depcom": {"2026-10": "69266"}}},
    "foyers_fiscaux": {"ff": {"declarants": ["Inès"], "personnes_a_charge": ["2"]}},
}


def test_values_are_those_of_openfisca(client: FlaskClient) -> None:
    response = client.post("/calculate", json=CASE)
    assert response.status_code == 200
    assert response.get_json() == handlers.calculate(load(), copy.deepcopy(CASE))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Law-Date"] == "2026-10"


def test_a_trace_is_that_of_openfisca(client: FlaskClient) -> None:
    answer = client.post("/trace", json=CASE).get_json()
    expected = handlers.trace(load(), copy.deepcopy(CASE))
    assert answer["requestedCalculations"] == expected["requestedCalculations"]
    assert answer["trace"].keys() == expected["trace"].keys()
    assert answer["entitiesDescription"] == expected["entitiesDescription"]


def wrong(path: str, value: Any) -> dict[str, Any]:
    case = copy.deepcopy(CASE)
    *steps, last = path.split(">")
    node = case
    for step in steps:
        node = node.setdefault(step, {})
    node[last] = value
    return case


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        ("individus>Inès>salaire_imposable>2026-10", float("nan"), "/individus/0/salaire_imposable/2026-10"),
        ("individus>Inès>salaire_imposable>2026-10", float("inf"), "/individus/0/salaire_imposable/2026-10"),
        ("individus>Inès>salaire_imposable>2026-10", CANARY, "/individus/0/salaire_imposable/2026-10"),
        ("individus>Inès>salaire_imposable>2026-10", True, "/individus/0/salaire_imposable/2026-10"),
        ("individus>Inès>salaire_imposable>2026-13", 3, "/individus/0/salaire_imposable"),
        ("individus>Inès>age>2026", None, "/individus/0/age"),
        ("individus>Inès>age>" + CANARY, None, "/individus/0/age"),
        ("individus>Inès>salaire_imposable>month:2026-01:9999999", 3, "/individus/0/salaire_imposable"),
        ("individus>Inès>agge>2026-10", None, "/individus/0"),
        ("individus>Inès>depcom>2026-10", None, "/individus/0/depcom"),
        ("individus>Inès>date_naissance>ETERNITY", "2004-02-30", "/individus/0/date_naissance/ETERNITY"),
        ("individus>Inès>categorie_salarie>2026-10", CANARY, "/individus/0/categorie_salarie/2026-10"),
        ("individus>Inès", 3, "/individus/0"),
        (f"individus>{CANARY}/x", {}, "/individus/2"),
        ("individus", [], "/individus"),
        ("familles>f>parents", [CANARY], "/familles/0/parents/0"),
        ("familles>f>enfants", ["Inès"], "/familles/0/enfants/0"),
        ("familles>f>parents", 3.5, "/familles/0/parents"),
        (CANARY, {}, ""),
        ("axes", [], "/axes"),
    ],
)
def test_what_openfisca_breaks_on_is_told_at_its_field(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str, value: Any, pointer: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        for address in ("/calculate", "/trace"):
            response = client.post(address, json=wrong(path, value))
            assert response.status_code == 422
            assert pointer in [one["pointer"] for one in response.get_json()["errors"]]
            assert CANARY not in response.get_data(as_text=True) + caplog.text
            assert "Inès" not in response.get_data(as_text=True)


@pytest.mark.parametrize("body", [[], 3, "x", {}])
def test_a_body_that_is_not_a_case_is_a_4xx(client: FlaskClient, body: Any) -> None:
    assert client.post("/calculate", json=body).status_code == 422


def test_what_describes_the_rules_has_the_shape_of_openfisca(
    application: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The example of the specification is computed by OpenFisca: not here.
    monkeypatch.setattr(load(), "open_api_config", {})
    compatible._built.cache_clear()
    expected = build_data(load())
    monkeypatch.setattr(compatible, "_built", lambda: expected)
    assert client.get("/entities").get_json() == expected["entities"]
    assert client.get("/variables").get_json().keys() == expected["variables"].keys()
    assert client.get("/variable/rsj").get_json()["id"] == "rsj"
    listed = client.get("/parameters").get_json()
    assert "metropole_lyon.rsj.seuil_ressources_activite" in listed
    address = listed["metropole_lyon.rsj.seuil_ressources_activite"]["href"]
    assert client.get(address).get_json()["values"]
    assert client.get("/parameter/metropole_lyon.rsj.seuil_ressources_activite").status_code == 200
    assert client.get("/spec").get_json()["servers"] == [{"url": "http://localhost"}]
    assert client.get("/variables").headers["Cache-Control"].startswith("public")
    assert client.get("/variable/absente").status_code == 404
    assert application.json.dumps(compatible._text_keys(expected["parameters"]))
    assert application.json.dumps(compatible._text_keys(expected["variables"]))
