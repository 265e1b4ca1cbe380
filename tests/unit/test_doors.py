"""The command and the API: two doors on the same rooms."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from typer.testing import CliRunner

from openfisca_lyon.api import create_app
from openfisca_lyon.cli.commands import app as command
from openfisca_lyon.cli.scaffold import lay_out
from openfisca_lyon.engine import plain

EXAMPLES = Path(__file__).parents[2] / "examples"
CANARY = "Zébulon4217"
run = CliRunner().invoke


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False}).test_client()


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    content = yaml.safe_load((EXAMPLES / "tcl.yaml").read_text(encoding="utf-8"))
    return json.loads(json.dumps(content, default=str))


def test_the_api_answers_as_the_command_to_the_byte(client: FlaskClient, example: dict[str, Any]) -> None:
    response = client.post("/api/v1/simulations", json=example)
    result = run(command, ["simulate", str(EXAMPLES / "tcl.yaml"), "--json"])
    assert (response.status_code, result.exit_code) == (200, 0)
    assert response.get_data(as_text=True) == result.stdout
    assert response.headers["Cache-Control"] == "no-store"


def test_a_comparison_says_who_gains(client: FlaskClient) -> None:
    content = yaml.safe_load((EXAMPLES / "rsj.yaml").read_text(encoding="utf-8"))
    content = json.loads(json.dumps(content, default=str))
    content["personnes"][0]["sous_contrat_engagement_jeune"] = False
    response = client.post("/api/v1/comparisons", json={"reforme": "rsj_500_euros", "situations": [content]})
    assert response.status_code == 200
    changes = {one["droit"]: one for one in response.get_json()["foyers"][0]["changements"]}
    assert (changes["rsj"]["montant_avant"], changes["rsj"]["montant_apres"]) == (315, 375)


@pytest.mark.parametrize(
    ("address", "body", "status", "pointer"),
    [
        ("/api/v1/simulations", {"personnes": [{"age": 300}]}, 422, "/personnes/0/age"),
        ("/api/v1/simulations", [], 422, ""),
        ("/api/v1/simulations?date=2026-13", {"personnes": [{}]}, 400, None),
        ("/api/v1/comparisons", {"reforme": "rsj_500_euros"}, 422, "/situations"),
        ("/api/v1/comparisons", {"reforme": "inconnue", "situations": [{}]}, 422, "/reforme"),
        ("/api/v1/comparisons", {"reforme": {"nom": "x"}, "situations": [{}]}, 422, "/reforme/parametres"),
        ("/api/v1/comparisons", {"reforme": "rsj_500_euros", "situations": [{}]}, 422, "/situations/0/personnes"),
    ],
)  # fmt: skip
def test_a_wrong_request_names_its_field(
    client: FlaskClient, address: str, body: Any, status: int, pointer: str | None
) -> None:
    response = client.post(address, json=body)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert {"type", "title", "status", "detail"} <= problem.keys()
    if pointer is not None:
        assert pointer in [one["pointer"] for one in problem["errors"]]


@pytest.mark.parametrize(
    ("body", "mimetype", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"a": 1, "a": 2}', "application/json", 400),
        (b"personnes: []", "application/yaml", 415),
        (b"x" * (1024 * 1024 + 1), "application/json", 413),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_a_4xx(
    client: FlaskClient, body: bytes, mimetype: str, status: int
) -> None:
    response = client.post("/api/v1/simulations", data=body, content_type=mimetype)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_nothing_typed_comes_back_nor_reaches_a_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        person = {"nom": CANARY, "age": CANARY, "titre_sejour": CANARY, CANARY: CANARY}
        body = {"personnes": [person], "logement": {"commune": CANARY}, "reforme": CANARY}
        for address in ("/api/v1/simulations", "/api/v1/comparisons"):
            assert CANARY not in client.post(address, json=body).get_data(as_text=True)
    assert CANARY not in caplog.text


def test_a_fault_of_ours_says_nothing_of_the_person(
    client: FlaskClient,
    example: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("openfisca_lyon.api.people.evaluate", broken)
    response = client.post("/api/v1/simulations", json=example)
    assert response.status_code == 500
    assert CANARY not in response.get_data(as_text=True) + caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize(
    "address", ["/api/v1/catalogue", "/api/v1/catalogue/rsj", "/api/v1/reforms", "/api/v1/schema", "/healthz"]
)
def test_what_depends_on_no_one_can_be_read(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert response.get_json()


def test_an_unknown_address_and_a_wrong_method_keep_the_one_shape(client: FlaskClient) -> None:
    assert client.get("/api/v1/nulle-part").mimetype == "application/problem+json"
    refused = client.get("/api/v1/simulations")
    assert (refused.status_code, refused.mimetype) == (405, "application/problem+json")
    assert "POST" in refused.headers["Allow"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["simulate", "absent.yaml"], 2, "n'existe pas"),
        (["simulate", str(EXAMPLES / "rsj.yaml"), "--date", "2026-13"], 2, "AAAA-MM"),
        (["catalogue", "rjs"], 1, "« rsj »"),
        (["compare", "rsj_500_euro", str(EXAMPLES / "rsj.yaml")], 2, "« rsj_500_euros »"),
        (["compare", "rsj_500_euros", "tcl_gratuit_mineurs"], 2, "rsj_500_euros,tcl_gratuit_mineurs"),
        (["new-right", "nulle_part/x"], 2, "autorité/nom"),
        (["--engine", "plan", "reforms"], 2, "plain, fast, auto"),
    ],
)
def test_the_command_says_what_to_mend_and_exits_so(arguments: list[str], code: int, said: str) -> None:
    result = run(command, arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(("way", "alone"), [("plain", True), ("fast", False)])
def test_the_command_computes_the_way_it_is_told(
    way: str, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENFISCA_LYON_ENGINE", "auto")
    asked: list[int] = []
    calculate = plain.calculate

    def seen(system: Any, households: Any, *what: Any) -> Any:
        asked.append(households.count)
        return calculate(system, households, *what)

    monkeypatch.setattr(plain, "calculate", seen)
    result = run(command, ["--engine", way, "simulate", str(EXAMPLES / "rsj.yaml"), "--droit", "rsj"])
    assert result.exit_code == 0, result.output
    assert "315 € par mois" in result.output
    assert bool(asked) == alone


@pytest.mark.parametrize(
    ("text", "said"),
    [("personnes: [", "ligne"), ("a: 1\na: 2\n", "deux fois"), ("personnes: 3", "/personnes")],
)
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "foyer.yaml"
    file.write_text(text)
    result = run(command, ["simulate", str(file)])
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_command_calls_rights_by_their_names_and_says_what_an_amount_becomes() -> None:
    said = run(command, ["simulate", str(EXAMPLES / "tcl.yaml")]).stdout
    assert "Si vous obtenez : Complémentaire santé solidaire (C2S)" in said
    assert "« Mon soutien psy » (Karim) : 20 € à payer → 0 € à payer" in said
    assert re.search(
        r"montant de base de votre foyer avant déduction des ressources : [\d ,\u202f]+€ par mois\n", said
    )


def test_the_catalogue_can_be_read_in_json() -> None:
    entries = json.loads(run(command, ["catalogue", "--json"]).stdout)
    assert "rsj" in [entry["id"] for entry in entries]


def test_stale_lists_what_to_check_again() -> None:
    listed = json.loads(run(command, ["stale", "--json"]).stdout)
    assert "metropole_lyon.rsj.duree_maximale" in [one["path"] for one in listed]


def test_a_new_right_is_laid_out_ready_to_run(tmp_path: Path) -> None:
    (tmp_path / "variables").mkdir()
    files = lay_out("metropole_lyon/ma_prime", tmp_path)
    assert [str(path.relative_to(tmp_path)) for path in files] == [
        "parameters/metropole_lyon/ma_prime.yaml",
        "variables/metropole_lyon/ma_prime.py",
        "openfisca_lyon/catalogue/metropole_lyon/ma_prime.yaml",
        "tests/law/metropole_lyon/ma_prime.yaml",
    ]
    compile(files[1].read_text(), "ma_prime.py", "exec")
    assert all(yaml.safe_load(path.read_text()) for path in files if path.suffix == ".yaml")
