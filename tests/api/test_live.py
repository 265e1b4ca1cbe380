"""Servers as they are started for real: the recorded requests of OpenFisca's clients, and a crowd."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]
RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))
KINDS = ("openfisca serve", "openfisca-lyon serve")


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of both servers, started together."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        from load import answering, started

        folder = tmp_path_factory.mktemp("logs")
        servers = {kind: stack.enter_context(started(kind, 1, folder / f"{kind}.log")) for kind in KINDS}
        for host, _ in servers.values():
            answering(host)
        yield {kind: host for kind, (host, _) in servers.items()}


def sent(host: str, case: Any) -> tuple[int, Any]:
    """Return the status and the content of an answer."""
    request = Request(f"{host}/calculate", json.dumps(case).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=300) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, None


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_a_recorded_request_gets_the_values_of_openfisca_serve(hosts: dict[str, str], file: Path) -> None:
    case = json.loads(file.read_text(encoding="utf-8"))
    (their_status, theirs), (our_status, ours) = (sent(hosts[kind], case) for kind in KINDS)
    if file.stem.startswith("erreur"):
        assert their_status >= 400
        assert our_status == 422
    else:
        assert (their_status, our_status) == (200, 200)
        assert ours == theirs


def test_a_crowd_loses_nothing_but_what_was_in_the_hands_of_the_worker_killed() -> None:
    run = [sys.executable, "benchmarks/endurance.py", "--requests", "240", "--whole-each", "1000"]
    found = json.loads(subprocess.run(run, cwd=ROOT, env=os.environ, capture_output=True, check=True).stdout)
    assert sum(found["statuses"].values()) == 240
    assert found["wrong"] == []
    assert found["lost_otherwise"] == 0
    assert found["lost_with_the_worker_killed"] <= 8
    assert found["last_answer"] == 200
