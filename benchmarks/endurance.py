"""The server in a long run: ten thousand requests, good and bad, on loopback: ``python benchmarks/endurance.py``.

Halfway a worker is killed. Each answer is compared with what is expected; the memory of the server is read along the
way. Prints one JSON object; exit code 1 when an answer is wrong, or lost though it was not in the hands of the worker
that was killed.
"""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from load import memory, served

MONTH = "2026-10"
PERSON = {"personnes": [{"age": 22}], "logement": {"commune": "Bron"}, "date": MONTH}
CASE = {
    "individus": {
        "a": {"date_naissance": {"ETERNITY": "2004-03-12"}, "age": {MONTH: None}, "majeur": {MONTH: None}}
    }
}
KNOWN = [
    "/api/v1/catalogue/rsj", "/api/v1/catalogue", "/api/v1/communes", "/api/v1/reforms", "/healthz", "/metrics",
    "/api/v1/parameters/metropole_lyon.rsj.seuil_ressources_activite", "/api/v1/openapi.json", "/api/v1/docs", "/",
]  # fmt: skip
WRONG: list[tuple[str, str, int]] = [
    ("/api/v1/simulations", "", 400),
    ("/api/v1/simulations", '{"personnes": [{"age": 22},]}', 400),
    ("/api/v1/simulations", '{"personnes": [{"age": 300}]}', 422),
    ("/api/v1/simulations", '{"personnes": [{"revenus": {"salaire_net": NaN}}]}', 422),
    ("/api/v1/simulations?mois=2026-10", json.dumps(PERSON), 400),
    ("/api/v1/explanations/rjs", json.dumps(PERSON), 404),
    ("/api/v1/comparisons", json.dumps({"reforme": "aucune", "situations": [PERSON]}), 422),
    ("/calculate", json.dumps({"individus": {"a": {"age": {"2026": None}}}}), 422),
    ("/nulle-part", "{}", 404),
    ("/api/v1/simulations", json.dumps({"x": "x" * (1024 * 1024)}), 413),
    ("/api/v1/simulations", json.dumps({"x": "x" * (3 * 1024 * 1024)}), 413),
]


@dataclass(frozen=True)
class Asked:
    """A request and the status of its answer."""

    path: str
    body: str | None
    status: int


def asked(rank: int, whole_each: int) -> Asked:
    """Return a request, another for each rank: three in ten are wrong, one in ``whole_each`` is a whole simulation."""
    if rank % whole_each == whole_each - 1:
        person = {"age": 18 + rank // whole_each % 60, "revenus": {"salaire_net": 50.0 * (rank % 40)}}
        return Asked(
            "/api/v1/simulations", json.dumps({**PERSON, "personnes": [person], "tout_est_dit": True}), 200
        )
    if rank % 10 < 3:
        return Asked(*WRONG[rank // 10 % len(WRONG)])
    if rank % 10 < 5:
        return Asked("/calculate", json.dumps(CASE), 200)
    return Asked(KNOWN[rank // 10 % len(KNOWN)], None, 200)


def ask(host: str, one: Asked) -> int:
    """Return the status of an answer read whole; 0 when the connection was lost."""
    body = None if one.body is None else one.body.encode()
    try:
        with urlopen(
            Request(f"{host}{one.path}", body, {"Content-Type": "application/json"}), timeout=300
        ) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        error.read()
        return error.code
    except (URLError, HTTPException, OSError):
        return 0


def drive(host: str, pid: int, requests: int, clients: int, whole_each: int) -> dict[str, Any]:
    """Send the requests, kill a worker halfway, and tell what came back."""
    ranks, lock = iter(range(requests)), threading.Lock()
    megabytes: list[int] = []
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    lost: list[tuple[float, float]] = []
    killed: list[float] = []

    def client() -> None:
        while True:
            with lock:
                rank = next(ranks, None)
            if rank is None:
                return
            if rank == requests // 2:
                victim = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
                killed.append(time.monotonic())
                os.kill(victim, signal.SIGKILL)
            if rank % (requests // 10) == requests // 20:
                megabytes.append(memory(pid))
            one, start = asked(rank, whole_each), time.monotonic()
            status = ask(host, one)
            with lock:
                statuses[status] += 1
                if status == 0:
                    lost.append((start, time.monotonic()))
                elif status != one.status:
                    wrong.append(f"{one.path}: {status} instead of {one.status}")

    several = [threading.Thread(target=client) for _ in range(clients)]
    start = time.perf_counter()
    for thread in several:
        thread.start()
    for thread in several:
        thread.join()
    taken = time.perf_counter() - start
    held = [1 for begun, ended in lost if begun <= killed[0] + 0.05 and ended >= killed[0]]
    return {
        "sent": requests,
        "statuses": dict(sorted(statuses.items())),
        "wrong": wrong[:20],
        "lost_with_the_worker_killed": len(held),
        "lost_otherwise": len(lost) - len(held),
        "requests_per_second": round(requests / taken, 1),
        "megabytes": megabytes,
    }


def main() -> int:
    """Drive a server of ours."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--whole-each", type=int, default=250, help="one request in that many is a whole simulation"
    )
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        with served("openfisca-lyon serve", given.workers, log) as (host, pid):
            found = drive(host, pid, given.requests, given.clients, given.whole_each)
            found["last_answer"] = ask(host, Asked("/healthz", None, 200))
    print(json.dumps(found))
    return int(bool(found["wrong"] or found["lost_otherwise"]))


if __name__ == "__main__":
    sys.exit(main())
