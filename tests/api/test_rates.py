"""The bound on computations by address: it says when to come back, and lets through when it is out of order."""

import pytest
from flask import Flask

from openfisca_lyon.api import problems
from openfisca_lyon.api.rates import MOST_ADDRESSES, Rates, limit


@pytest.fixture
def limited() -> Flask:
    app = Flask(__name__)
    problems.register(app)
    limit(app, 2)
    app.add_url_rule("/", view_func=lambda: "", methods=["GET", "POST"])
    return app


def test_one_too_many_is_told_when_to_come_back(limited: Flask) -> None:
    client = limited.test_client()
    assert [client.post("/").status_code for _ in range(3)] == [200, 200, 429]
    refused = client.post("/")
    assert 0 < int(refused.headers["Retry-After"]) <= 30
    assert refused.mimetype == "application/problem+json"
    assert client.post("/", environ_base={"REMOTE_ADDR": "192.0.2.2"}).status_code == 200
    assert client.get("/").status_code == 200


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    assert [rates.wait("a") for _ in range(3)] == [0, 0, 30]
    now[0] = 30.0
    assert rates.wait("a") == 0


def test_memory_is_bounded_and_holds_no_address() -> None:
    rates = Rates(1)
    for rank in range(MOST_ADDRESSES + 50):
        rates.wait(f"192.0.2.{rank}")
    assert len(rates.buckets) == MOST_ADDRESSES
    assert not [name for name in rates.buckets if b"192" in name]


def test_a_limit_out_of_order_lets_through(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(Rates, "wait", broken)
    client = limited.test_client()
    assert [client.post("/").status_code for _ in range(5)] == [200] * 5
