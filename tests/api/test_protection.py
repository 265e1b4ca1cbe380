"""What surrounds every answer."""

import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from openfisca_lyon.api.computing import Computing
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.settings import Settings, SettingsError, variable_of

OPERATOR = Path(__file__).parents[2] / "docs/operator.md"
REFERENCE = ["catalogue", "catalogue/rsj", "reforms", "schema", "parameters", "communes"]
ORIGIN = "https://portail.example.org"


@pytest.mark.parametrize("address", REFERENCE)
def test_what_depends_on_no_one_is_kept_until_it_changes(client: FlaskClient, address: str) -> None:
    first = client.get(f"/api/v1/{address}")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(f"/api/v1/{address}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("method", "address"),
    [("POST", "simulations"), ("POST", "comparisons"), ("GET", "catalogue/x"), ("GET", "nulle-part")],
)
def test_what_may_depend_on_a_person_is_kept_nowhere(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(f"/api/v1/{address}", method=method, json={})
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("address", ["/api/v1/reforms", "/api/v1/nulle-part", "/healthz"])
def test_every_answer_carries_versions_and_protections_and_no_cookie(
    client: FlaskClient, address: str
) -> None:
    headers = client.get(address).headers
    assert {"OpenFisca-Lyon-Version", "OpenFisca-France-Version", "Law-Date"} <= set(headers.keys())
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_a_version_that_does_not_exist_says_what_is_available(client: FlaskClient) -> None:
    response = client.post("/api/v2/simulations", json={})
    assert response.status_code == 404
    assert "v1" in response.get_json()["detail"]


def test_only_listed_origins_may_call_from_a_browser(client: FlaskClient) -> None:
    allowed = client.options("/api/v1/simulations", headers={"Origin": ORIGIN})
    assert allowed.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
    refused = client.options("/api/v1/simulations", headers={"Origin": "https://ailleurs.example.org"})
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    assert "Origin" in refused.headers["Vary"]


def test_a_computation_that_takes_too_long_is_a_503_and_does_not_hold_the_next() -> None:
    computing = Computing(Settings(request_seconds=0.05, computations=2))
    with pytest.raises(Problem) as late:
        computing(lambda: time.sleep(0.3))
    assert (late.value.status, late.value.retry_after) == (503, 1)
    assert computing(lambda: 3) == 3


def test_a_wrong_setting_is_named_and_its_value_is_not() -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({"OPENFISCA_LYON_MAX_BODY": "canari", "OPENFISCA_LYON_CORS": "*"})
    assert "OPENFISCA_LYON_MAX_BODY" in str(error.value)
    assert "OPENFISCA_LYON_CORS" in str(error.value)
    assert "canari" not in str(error.value)


def test_settings_are_read_from_the_environment() -> None:
    given = {"OPENFISCA_LYON_CORS": f"{ORIGIN}, https://autre.example.org", "OPENFISCA_LYON_PROXIES": "1"}
    settings = Settings.from_environment(given)
    assert (settings.cors, settings.proxies) == ((ORIGIN, "https://autre.example.org"), 1)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_operator_s_table_lists_every_setting_and_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    default = ", ".join(field.default) if isinstance(field.default, tuple) else field.default
    line = f"| `{variable_of(name)}` | {str(default) or 'aucune'} | {field.description} |"
    assert line in OPERATOR.read_text(encoding="utf-8")
