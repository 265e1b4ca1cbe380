"""The API under load, against ``openfisca serve`` in the same run: ``python benchmarks/load.py``.

Both serve the same rules on loopback with as many processes, and get the same cases on ``/calculate``, one in
four of them wrong. Bounded in count (``--requests``) and in time (``--seconds``). Prints a table and writes
``benchmarks/results/load.json``: latency, cases per second, memory, and how each answered what was wrong.
"""

import argparse
import copy
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

RESULTS = Path(__file__).parent / "results" / "load.json"
MONTH = "2026-10"
ASKED = {"individus": ("age", "rsj_eligibilite"), "familles": ("af", "rsa")}
WRONG = (
    ("salaire_de_base", {MONTH: "NaN"}),
    ("salaire_de_base", {"2026-13": 100}),
    ("salaire_inconnu", {MONTH: 100}),
    ("age", {"2026": None}),
)


def case(rank: int) -> dict[str, Any]:
    """Return a household, another for each rank; one in four is wrong."""
    adult: dict[str, Any] = {"date_naissance": {"ETERNITY": f"{1965 + rank % 40}-03-12"}}
    adult["salaire_de_base"] = {MONTH: 100 * (rank % 30)}
    found: dict[str, Any] = {
        "individus": {"a": adult, "b": {"date_naissance": {"ETERNITY": "2020-05-01"}}},
        "familles": {"f": {"parents": ["a"], "enfants": ["b"]}},
        "foyers_fiscaux": {"x": {"declarants": ["a"], "personnes_a_charge": ["b"]}},
        "menages": {"m": {"personne_de_reference": ["a"], "enfants": ["b"], "depcom": {MONTH: "69266"}}},
    }
    for plural, names in ASKED.items():
        member = next(iter(found[plural].values()))
        member |= {name: {MONTH: None} for name in names}
    if rank % 4 == 3:
        name, value = WRONG[rank // 4 % len(WRONG)]
        adult[name] = copy.deepcopy(value)
    return found


@contextmanager
def served(kind: str, workers: int, log: Path) -> Iterator[tuple[str, int]]:
    """Start a server, wait until it answers, and stop it; give its address and its process."""
    with started(kind, workers, log) as (host, pid):
        answering(host)
        yield host, pid


def answering(host: str) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        if ask(f"{host}/entities", None)[0] == 200:
            return
        time.sleep(0.2)


@contextmanager
def started(kind: str, workers: int, log: Path) -> Iterator[tuple[str, int]]:
    """Start a server and stop it; give its address and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {
        "OPENFISCA_LYON_WORKERS": str(workers),
        "OPENFISCA_LYON_WARM": "0",
        "OPENFISCA_LYON_REQUEST_SECONDS": "300",  # as long as the other is given
    }
    if kind == "openfisca serve":
        command = ["-c", "from openfisca_core.scripts.openfisca_command import main; main()", "serve"]
        command += ["--country-package", "openfisca_lyon", "--port", str(port)]
        command += ["--workers", str(workers), "--timeout", "300"]
    else:
        command = ["-m", "openfisca_lyon", "serve", "--port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen([sys.executable, *command], stdout=output, stderr=output, env=environment)
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def ask(address: str, content: Any) -> tuple[int, float]:
    """Return the status and the seconds of a call; 0 is a connection refused or lost."""
    body = None if content is None else json.dumps(content).replace('"NaN"', "NaN").encode()
    start = time.perf_counter()
    try:
        with urlopen(Request(address, body, {"Content-Type": "application/json"}), timeout=300) as answer:
            answer.read()
            status = answer.status
    except HTTPError as error:
        error.read()
        status = error.code
    except (URLError, OSError):
        status = 0
    return status, time.perf_counter() - start


def memory(pid: int) -> int:
    """Return the memory of a process and its children, in megabytes; what they share is counted once."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for one in (str(pid), *children):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total // 1024


def drive(host: str, pid: int, requests: int, clients: int, seconds: float) -> dict[str, Any]:
    """Send the cases from several clients at once."""
    ask(f"{host}/calculate", case(0))  # what is computed once is computed before
    before, ranks, lock = memory(pid), iter(range(requests)), threading.Lock()
    end = time.monotonic() + seconds
    found: list[tuple[int, int, float]] = []

    def client() -> None:
        while time.monotonic() < end:
            with lock:
                rank = next(ranks, None)
            if rank is None:
                return
            status, taken = ask(f"{host}/calculate", case(rank))
            with lock:
                found.append((rank, status, taken))

    start = time.perf_counter()
    several = [threading.Thread(target=client) for _ in range(clients)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    elapsed = time.perf_counter() - start
    good = sorted(taken for rank, _, taken in found if rank % 4 != 3)
    return {
        "sent": len(found),
        "lost": sum(status == 0 for _, status, _ in found),
        "good": dict(Counter(status for rank, status, _ in found if rank % 4 != 3)),
        "wrong": dict(Counter(status for rank, status, _ in found if rank % 4 == 3)),
        "seconds": {
            f"p{share}": round(good[min(len(good) * share // 100, len(good) - 1)], 3)
            for share in (50, 95, 99)
        },
        "cases_per_second": round(len(found) / elapsed, 2),
        "megabytes": {"before": before, "after": memory(pid)},
    }


def main() -> None:
    """Measure both, and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--requests", type=int, default=80)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args()
    RESULTS.parent.mkdir(exist_ok=True)
    measured = {}
    for kind in ("openfisca serve", "openfisca-lyon serve"):
        log = RESULTS.parent / f"{kind.replace(' ', '_')}.log"
        with served(kind, asked.workers, log) as (host, pid):
            measured[kind] = drive(host, pid, asked.requests, asked.clients, asked.seconds)
        print(f"{kind}: {json.dumps(measured[kind])}", flush=True)
        log.unlink()
    report = {"asked": vars(asked), "measured": measured}
    RESULTS.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
