"""What depends on no one."""

import pytest
from flask.testing import FlaskClient


def test_communes_are_the_58_of_the_metropole_then_other_names(client: FlaskClient) -> None:
    listed = client.get("/api/v1/communes").get_json()
    today = [one for one in listed if one["nature"] == "commune"]
    assert len(today) == 58
    assert {
        "code": "69383",
        "nom": "Lyon 3e Arrondissement",
        "commune": "69123",
        "nature": "arrondissement municipal",
        "codes_postaux": ["69003"],
    } in listed


def test_figures_are_listed_with_their_value_at_a_month(client: FlaskClient) -> None:
    response = client.get("/api/v1/parameters?date=2026-10")
    figures = {one["id"]: one for one in response.get_json()}
    assert figures["metropole_lyon.rsj.seuil_ressources_activite"]["valeur"] == 400
    assert response.headers["Law-Date"] == "2026-10"
    assert response.headers["ETag"]


def test_a_figure_has_its_history_and_its_sources(client: FlaskClient) -> None:
    page = client.get("/api/v1/parameters/metropole_lyon.rsj.seuil_ressources_activite").get_json()
    assert page["valeurs"]
    assert all(one["depuis"] and one["href"].startswith("https://") for one in page["valeurs"])


def test_every_figure_listed_has_its_page(client: FlaskClient) -> None:
    for one in client.get("/api/v1/parameters").get_json():
        response = client.get(f"/api/v1/parameters/{one['id']}")
        assert response.status_code == 200, one["id"]
        assert response.get_json()["valeurs"], one["id"]


def test_figures_of_france_and_their_branches_can_be_read(client: FlaskClient) -> None:
    branch = client.get("/api/v1/parameters/prestations_sociales").get_json()
    assert "solidarite_insertion" in branch["sous"]
    assert branch["valeurs"] == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("parameters/metropole_lyon.rjs", 404, "« rsj »"),
        ("parameters/metropole_lyon[9]", 404, "n'existe pas"),
        ("parameters?date=demain", 400, "AAAA-MM"),
        ("catalogue/x", 404, "catalogue"),
    ],
)
def test_a_wrong_address_says_how_to_mend_it(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    assert said in response.get_json()["detail"]


def test_the_service_says_that_it_is_ready(client: FlaskClient) -> None:
    assert client.get("/readyz").get_json()["status"] == "ready"
    assert client.get("/readyz").headers["Cache-Control"] == "no-store"
