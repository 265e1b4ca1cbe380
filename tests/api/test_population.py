"""Reforms over the population: asked, followed, read, cancelled, by anyone who has the number and by no one else."""

import io
import json
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from waitress.server import create_server

from openfisca_lyon.api import create_app, population
from openfisca_lyon.api.keeper import WrongRequest
from openfisca_lyon.api.openapi import document, routes
from openfisca_lyon.api.population_work import Desk
from openfisca_lyon.api.runs import Runs
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.client import ApiError, Client

PLACE = "/api/v1/population/comparisons"
KEEPER = (sys.executable, str(Path(__file__).parents[1] / "small_keeper.py"))
CANARY = "Zebulon4217"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = create_app({"PROPAGATE_EXCEPTIONS": False}, Settings(runs=3, threads=2))
    before = made.extensions[population.KEY]
    made.extensions[population.KEY] = Runs(before.limits, tmp_path_factory.mktemp("runs"), keeper=KEEPER)
    yield made
    made.extensions[population.KEY].close()


@pytest.fixture(scope="module")
def asking(served: Flask) -> Iterator[FlaskClient]:
    with served.test_client() as client:
        yield client


def validated(served: Flask, name: str, body: Any) -> None:
    contract = document(served)
    route = next(one for one in routes(served) if one.name == name)
    answer = contract["paths"][route.path][route.method]["responses"][str(route.about.status)]
    schema = answer["content"]["application/json"]["schema"]
    jsonschema.validate(
        body, {**schema, "components": contract["components"]}, jsonschema.Draft202012Validator
    )


def ended(asking: FlaskClient, number: str) -> dict[str, Any]:
    deadline = time.monotonic() + 300
    while (found := asking.get(f"{PLACE}/{number}").get_json())["etat"] in {"en_attente", "en_cours"}:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return found


@pytest.fixture(scope="module")
def done(served: Flask, asking: FlaskClient) -> str:
    """The number of a run that is done: the example of the contract."""
    contract = document(served)
    body = contract["paths"][PLACE]["post"]["requestBody"]["content"]["application/json"]["example"]
    started = asking.post(PLACE, json=body)
    assert started.status_code == 202
    validated(served, "population_comparisons", started.get_json())
    number = started.get_json()["id"]
    assert started.headers["Location"] == f"{PLACE}/{number}"
    assert ended(asking, number)["etat"] == "termine"
    return number


def test_a_run_is_asked_followed_and_read_as_the_contract_says(
    served: Flask, asking: FlaskClient, done: str
) -> None:
    state = asking.get(f"{PLACE}/{done}").get_json()
    validated(served, "population_run", state)
    assert state["part"] == 1
    for place in state["resultats"]:
        assert asking.get(place).status_code == 200
    assert len(state["resultats"]) == len(population.RESULTS)


def test_its_figures_carry_what_redoes_them(asking: FlaskClient, done: str) -> None:
    found = asking.get(f"{PLACE}/{done}/result.json").get_json()
    made = found["provenance"]
    assert made["reforms"].keys() == {"rsj_500_euros"}
    assert made["fingerprint"]
    assert made["versions"]["openfisca-lyon"]
    assert {row["droit"] for row in found["budget"]} > {"rsj", "rsa"}
    assert all(row["ecart"] == 0 for row in found["budget"] if row["droit"] == "rsa")


def test_its_report_and_its_tables_can_be_kept(asking: FlaskClient, done: str) -> None:
    page = asking.get(f"{PLACE}/{done}/report.html")
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "RSJ à 500" in page.get_data(as_text=True)
    assert len(PdfReader(io.BytesIO(asking.get(f"{PLACE}/{done}/report.pdf").data)).pages) > 3
    for kind in ("csv", "parquet"):
        archive = zipfile.ZipFile(io.BytesIO(asking.get(f"{PLACE}/{done}/tables-{kind}.zip").data))
        assert f"budget.{kind}" in archive.namelist()
        assert archive.testzip() is None


def test_the_python_client_waits_for_a_run_and_erases_one_it_leaves(served: Flask, done: str) -> None:
    server = create_server(served, host="127.0.0.1", port=0, threads=2, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        client = Client(f"http://127.0.0.1:{server.effective_port}", timeout=120)
        told: list[float] = []
        found = client.compare_population(
            "rsj_500_euros", progress=lambda share, step: told.append(share), every=0.1, date="2026-11"
        )
        assert found["provenance"]["months"] == ["2026-11"]
        assert told == sorted(told)

        def enough(share: float, step: str) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            client.compare_population("rsj_500_euros", progress=enough, date="2026-12")
        with pytest.raises(ApiError) as refused:
            client.compare_population("rsj_501_euros")
        assert "/reformes/0" in refused.value.faults
        deadline = time.monotonic() + 60
        while not all(stage.final for stage in served.extensions[population.KEY]._stages()):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(5)


def test_events_end_with_the_end(asking: FlaskClient, done: str) -> None:
    response = asking.get(f"{PLACE}/{done}/events")
    assert response.mimetype == "text/event-stream"
    events = [part for part in response.get_data(as_text=True).split("\n\n") if "event:" in part]
    assert events[-1].startswith("event: fin")
    assert json.loads(events[-1].partition("data: ")[2])["etat"] == "termine"


def test_events_do_not_hold_all_the_threads(served: Flask, asking: FlaskClient, done: str) -> None:
    taken = served.extensions[population.FOLLOWERS]
    assert taken.acquire(blocking=False)  # of two threads, one may follow
    try:
        refused = asking.get(f"{PLACE}/{done}/events")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"]
    finally:
        taken.release()
    assert asking.get(f"{PLACE}/{done}/events").status_code == 200


def test_a_run_is_cancelled_and_too_many_wait(served: Flask, asking: FlaskClient) -> None:
    slow = {"reformes": ["rsj_500_euros"], "date": "2026-12"}
    numbers = [asking.post(PLACE, json=slow).get_json()["id"] for _ in range(3)]
    refused = asking.post(PLACE, json=slow)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert asking.get(f"{PLACE}/{numbers[-1]}/result.json").status_code == 409
    for number in reversed(numbers):
        validated(served, "population_cancel", asking.delete(f"{PLACE}/{number}").get_json())
        assert ended(asking, number)["etat"] == "annule"
        asking.delete(f"{PLACE}/{number}")
        assert asking.get(f"{PLACE}/{number}").status_code == 404


FIGURE = "metropole_lyon.rsj.montant_sans_ressource"


def written(values: dict[str, Any]) -> dict[str, Any]:
    """Return a reform that gives other values to a figure."""
    return {"nom": "x", "parametres": {FIGURE: values}}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "/reformes"),
        ({"reformes": []}, "/reformes"),
        ({"reformes": ["rsj_500_euros"] * 5}, "/reformes"),
        ({"reformes": ["rsj_501_euros"]}, "/reformes/0"),
        ({"reformes": ["rsj_500_euros", 3]}, "/reformes/1"),
        ({"reformes": ["reforms/rsj_etudiants.py"]}, "/reformes/0"),
        ({"reformes": ["class x(Reform): " * 20_000]}, "/reformes/0"),
        ({"reformes": [{"nom": CANARY, "parametres": {"metropole_lyon.rsj.montant": {"2026-01-01": 1}}}]}, "/reformes/0"),
        ({"reformes": [written({CANARY: 1})]}, f"/reformes/0/parametres/{FIGURE}"),
        ({"reformes": [written({"2026-13-41": 1})]}, f"/reformes/0/parametres/{FIGURE}"),
        ({"reformes": [written({"2026-11-01": CANARY})]}, f"/reformes/0/parametres/{FIGURE}"),
        ({"reformes": [written({"2026-11-01": True})]}, f"/reformes/0/parametres/{FIGURE}/2026-11-01"),
        ({"reformes": [written({"2026-11-01": 1e300})]}, f"/reformes/0/parametres/{FIGURE}/2026-11-01"),
        ({"reformes": [written({"2026-11-01": 420})]}, "/reformes/0"),
        ({"reformes": [{"nom": "x", "parametres": {CANARY + str(rank): {"2026-11-01": 1} for rank in range(9_000)}}]}, "/reformes/0/parametres"),
        ({"reformes": [{"nom": "x", "parametres": {}}]}, "/reformes/0/parametres"),
        ({"reformes": [{"nom": "x" * 200, "parametres": {}}]}, "/reformes/0/nom"),
        ({"reformes": [written({"2026-11-01": 1}) | {"formules": CANARY}]}, "/reformes/0"),
        ({"reformes": ["rsj_500_euros"], "date": "2026-13"}, "/date"),
        ({"reformes": ["rsj_500_euros"], "population": "serveur"}, "/population"),
        ({"reformes": ["rsj_500_euros"], "population": "/etc/passwd"}, "/population"),
        ({"reformes": ["rsj_500_euros"], "recours": [CANARY]}, "/recours"),
        ({"reformes": ["rsj_500_euros"], CANARY: 1}, ""),
        ([CANARY], ""),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_said_before_anyone_waits(
    asking: FlaskClient, body: Any, field: str
) -> None:
    refused = asking.post(PLACE, json=body)
    assert refused.status_code == 422, refused.get_json()
    assert refused.get_json()["errors"][0]["pointer"] == field
    assert CANARY not in refused.get_data(as_text=True)
    assert len(refused.data) < 10_000


def test_a_population_that_is_no_longer_there_is_said_at_once_or_by_the_run(tmp_path: Path) -> None:
    file = tmp_path / "population.parquet"
    app = create_app(settings=Settings(population=str(file)))
    asked = {"reformes": ["rsj_500_euros"], "population": "serveur", "date": "2026-11"}
    refused = app.test_client().post(PLACE, json=asked)
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["pointer"] == "/population"
    (tmp_path / "request.json").write_text(json.dumps(asked | {"recours": ["plein"], "cas_types": False}))
    for content in (None, b"not a population"):
        if content:
            file.write_bytes(content)
        with pytest.raises(WrongRequest, match="extrait"):
            Desk(file)(tmp_path, lambda share, step: None, lambda task: task())


@pytest.mark.parametrize("number", ["a" * 22, "..", "a", "é"])
def test_a_number_that_is_not_one_is_unknown(asking: FlaskClient, number: str) -> None:
    for address in (f"{PLACE}/{number}", f"{PLACE}/{number}/events", f"{PLACE}/{number}/result.json"):
        assert asking.get(address).status_code == 404
    assert asking.delete(f"{PLACE}/{number}").status_code == 404


def test_only_results_are_read(asking: FlaskClient, done: str) -> None:
    for name in ("request.json", "state.json", "document.fr.json", "cout.fr.svg"):
        assert asking.get(f"{PLACE}/{done}/{name}").status_code == 404
