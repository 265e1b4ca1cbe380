"""The Python client, against a server on loopback."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from waitress.server import create_server

from openfisca_lyon.api.openapi import SITUATION
from openfisca_lyon.client import ApiError, Client


@pytest.fixture(scope="module")
def remote(application: Flask) -> Iterator[Client]:
    server = create_server(application, host="127.0.0.1", port=0, threads=2, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Client(f"http://127.0.0.1:{server.effective_port}", timeout=120)
    server.task_dispatcher.shutdown()
    server.close()
    thread.join(5)


def test_the_client_asks_and_reads(remote: Client) -> None:
    report = remote.simulate(SITUATION)
    assert report["date"] == "2026-10"
    assert list(remote.simulate_many([SITUATION, SITUATION])) == [report, report]
    assert remote.questions(SITUATION)[0]["texte"]
    assert remote.explain(SITUATION, "rsj")[0]["id"] == "rsj"
    assert remote.parameter("metropole_lyon.rsj.seuil_ressources_activite")["valeurs"]


def test_a_refusal_names_the_fields_to_mend(remote: Client) -> None:
    with pytest.raises(ApiError) as refused:
        remote.simulate({"personnes": [{"age": 300}]})
    assert refused.value.status == 422
    assert "/personnes/0/age" in refused.value.faults


def test_an_address_that_is_not_of_the_web_is_refused() -> None:
    with pytest.raises(ValueError, match="https"):
        Client("file:///tmp")
