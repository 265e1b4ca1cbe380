"""What a newcomer types wrong: the answer says how to repair it. Each was tried by hand first."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from openfisca_lyon.situations import read

SIMULATIONS = "/api/v1/simulations"
BRON = {"commune": "Bron"}


def person(**said: Any) -> dict[str, Any]:
    return {"personnes": [{"age": 22, **said}]}


@pytest.mark.parametrize(
    ("address", "text", "said"),
    [
        (SIMULATIONS, "", "est vide"),
        (SIMULATIONS, '{"personnes": [{"age": 22},]}', "à la ligne 1"),
        (SIMULATIONS, "{'personnes': [{'age': 22}]}", "guillemets droits"),
        (SIMULATIONS, '{"personnes": [{"age": 22, "age": 23}]}', "deux fois"),
        (SIMULATIONS, "[]", "entre accolades"),
        (SIMULATIONS, '{"personne": {"age": 22}}', "« personnes »"),
        (SIMULATIONS, '{"personnes": {"age": 22}}', "entre crochets"),
        (SIMULATIONS, json.dumps(person(age="22 ans")), "sans unité"),
        (SIMULATIONS, json.dumps(person(date_naissance="12/03/2004")), "l'année d'abord"),
        (SIMULATIONS, json.dumps(person(salaire_net=900)), "dans « revenus »"),
        (SIMULATIONS, json.dumps(person(revenus={"salaire_net": "900,50"})), "un point pour les centimes"),
        (SIMULATIONS, json.dumps(person(activite="chomage")), "chomeur"),
        (SIMULATIONS, json.dumps({**person(), **BRON}), "dans « logement »"),
        (SIMULATIONS, json.dumps({**person(), "date": "octobre 2026"}), "AAAA-MM"),
        (SIMULATIONS, json.dumps({**person(), "logement": {"commune": "Vilurbane"}}), "/api/v1/communes"),
        (SIMULATIONS, json.dumps({**person(), "logement": {"commune": "69500"}}), "code postal"),
        (SIMULATIONS, json.dumps({"situations": [person()], "mois": 3}), "À côté des situations"),
        (f"{SIMULATIONS}?mois=2026-10", json.dumps(person()), "« date »"),
        (f"{SIMULATIONS}?date=2026-13", json.dumps(person()), "AAAA-MM"),
        (f"{SIMULATIONS}?date=2026-10&date=2026-11", json.dumps(person()), "deux fois"),
        ("/api/v1/simulation", json.dumps(person()), f"« {SIMULATIONS} »"),
        ("/api/v2/simulations", json.dumps(person()), "v1"),
        ("/api/v1/catalogue", json.dumps(person()), "par GET"),
        ("/api/v1/explanations/rjs", json.dumps(person()), "« rsj »"),
        ("/api/v1/comparisons", json.dumps({"reforme": "rsj_500", "situations": [person()]}), "« rsj_500_euros »"),
        ("/api/v1/comparisons", json.dumps({"reforme": "rsj_500_euros", "situation": person()}), "« situations »"),
        ("/api/v1/comparisons", json.dumps({"reforme": {"parametres": {}}, "situations": [person()]}), "« nom »"),
        ("/calculate", json.dumps(person()), "individus"),
        ("/calculate", json.dumps({"individus": {"a": {"age": {"2026": None}}}}), "AAAA-MM"),
        ("/calculate", json.dumps({"individus": {"a": {"salaire_de_bas": {}}}}), "« salaire_de_base »"),
    ],
)  # fmt: skip
def test_a_mistake_says_how_to_repair_it(client: FlaskClient, address: str, text: str, said: str) -> None:
    response = client.post(address, data=text, content_type="application/json")
    assert 400 <= response.status_code < 500
    assert response.mimetype == "application/problem+json"
    assert said in json.dumps(response.get_json(), ensure_ascii=False)
    assert "Vilurbane" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (SIMULATIONS, "par POST"),
        ("/api/v1/catalogue/rjs", "« rsj »"),
        ("/api/v1/parameters/metropole_lyon.rjs", "« rsj »"),
        ("/api/v1/reforms?nom=rsj", "aucun"),
    ],
)
def test_an_address_that_is_wrong_says_which_was_meant(client: FlaskClient, address: str, said: str) -> None:
    assert said in client.get(address).get_json()["detail"]


def test_a_code_that_is_also_a_postcode_says_which_commune_was_read() -> None:
    irigny = read({**person(), "logement": {"commune": "69100"}})
    assert any("Irigny" in note and "Villeurbanne" in note for note in irigny.notes)
    assert not any("postal" in note for note in read({**person(), "logement": {"commune": "Irigny"}}).notes)
