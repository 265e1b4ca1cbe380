"""What an operator relies on: counters, logs, and a server that stops and recovers without losing a request."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from openfisca_lyon.api.logs import JsonLines

CANARY = "Zebulon4217"
SERVED = """
import os, sys, time
from flask import Flask
from openfisca_lyon.api import problems
from openfisca_lyon.api.protection import protect
from openfisca_lyon.api.server import serve
from openfisca_lyon.api.settings import Settings

settings = Settings(workers=int(sys.argv[2]), grace_seconds=5, max_body=1024)
application, late = Flask("served"), []
protect(application, settings)
problems.register(application)

@application.route("/<kind>")
@application.route("/")
def answer(kind=""):
    time.sleep(kind == "slow")
    late.extend([1] * (kind == "endless"))
    return f"{os.getpid()} "

serve(
    application, settings, host="127.0.0.1", port=int(sys.argv[1]),
    stuck=lambda: bool(late), refusal=lambda status: problems.refusal(application, status),
)
"""


def test_counters_name_routes_and_nothing_that_was_typed(client: FlaskClient) -> None:
    client.get("/healthz")
    client.get(f"/api/v1/catalogue/{CANARY}?date={CANARY}")
    client.get(f"/{CANARY}")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'requests_total{route="GET /healthz",status="2xx"}' in text
    assert 'requests_total{route="GET /api/v1/catalogue/<right>",status="4xx"}' in text
    assert 'route="other"' in text
    assert 'request_seconds_bucket{route="GET /healthz",le="+Inf"}' in text
    assert CANARY not in text


def test_a_request_is_logged_by_its_route_and_its_number(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        response = client.post(f"/api/v1/simulations?date={CANARY}", json={CANARY: CANARY})
    line = JsonLines().format(next(one for one in caplog.records if hasattr(one, "route")))
    said = json.loads(line)
    assert (said["route"], said["status"]) == ("POST /api/v1/simulations", 400)
    assert said["request"] == response.headers["Request-Id"]
    assert said.keys() <= {"time", "level", "logger", "message", "request", "route", "status", "milliseconds", "bytes"}  # fmt: skip
    assert CANARY not in line


def test_the_message_of_a_library_is_not_written() -> None:
    record = logging.LogRecord("waitress", logging.ERROR, "", 0, CANARY, None, (ValueError, ValueError(CANARY), None))  # fmt: skip
    line = JsonLines().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert CANARY not in line


@contextmanager
def served(workers: int) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[str], str]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVED, str(port), str(workers)])

    def get(path: str) -> str:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.read().decode()

    try:
        for _ in range(300):
            try:
                get("/")
                break
            except OSError:
                time.sleep(0.1)
        yield server, get
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.parametrize("workers", [1, 2])
def test_stopping_the_server_finishes_what_was_begun(workers: int) -> None:
    with served(workers) as (server, get):
        answers: list[str] = []
        several = [threading.Thread(target=lambda: answers.append(get("/slow"))) for _ in range(4)]
        for one in several:
            one.start()
        time.sleep(0.4)
        server.send_signal(signal.SIGTERM)
        for one in several:
            one.join(20)
        assert len(answers) == 4
        assert server.wait(20) == 0


def test_a_worker_that_dies_is_replaced_and_takes_no_other_with_it() -> None:
    with served(2) as (_, get):
        victim = int(get("/").split()[0])
        os.kill(victim, signal.SIGKILL)
        time.sleep(0.3)
        answers = [get("/") for _ in range(20)]
        assert str(victim) not in {one.split()[0] for one in answers}


def test_a_worker_whose_computation_does_not_end_finishes_the_rest_and_leaves_its_place() -> None:
    with served(1) as (_, get):
        first = get("/").split()[0]
        answers: list[str] = []
        slow = threading.Thread(target=lambda: answers.append(get("/slow")))
        slow.start()
        time.sleep(0.3)
        get("/endless")
        slow.join(20)
        assert answers[0].split() == [first]
        assert get("/").split()[0] != first


# What waitress refuses before the application sees it.
UNREADABLE = {
    413: b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + b"Zebulon4217" * 272_727,
    501: b"GET /Zebulon4217 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Zebulon4217\r\n\r\n",
    400: b"Zebulon4217\r\n\r\n",
    431: b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000 + b"\r\n\r\n",
}


def test_what_cannot_be_read_as_a_request_has_the_shape_of_other_failures() -> None:
    with served(1) as (server, _):
        for status, sent in UNREADABLE.items():
            with socket.create_connection(("127.0.0.1", port_of(server)), 20) as connection:
                connection.sendall(sent)
                answer = b"".join(iter(lambda link=connection: link.recv(65536), b"")).decode()
            head, _, body = answer.partition("\r\n\r\n")
            assert head.split()[1] == str(status)
            assert "application/problem+json" in head
            assert "openfisca-lyon-version" in head.lower()
            assert json.loads(body)["status"] == status
            assert CANARY not in answer


def port_of(server: subprocess.Popen[bytes]) -> int:
    """Return the port given to a server."""
    return int(server.args[3])  # type: ignore[index]
