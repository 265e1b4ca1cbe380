"""How fast the fast way is, against plain OpenFisca in the same run: ``python benchmarks/engine.py``.

Every ratio compares two timings of this run, on the same rules, the same households and the same machine.
Prints a table and writes ``benchmarks/results/engine.json``. ``--plain 100`` says up to how many households
plain OpenFisca is timed (10 000 take minutes and gigabytes); ``--set national`` leaves local rights out.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results" / "engine.json"
MONTH = "2026-10"
SIZES = (1, 100, 1_000, 10_000)


def best(work: Callable[[], Any], times: int) -> float:
    """Return the least time, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def peak() -> int:
    """Return the most memory this process has held, in megabytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def drawn(count: int, what: str) -> Any:
    """Draw households, and the names of what is computed for them."""
    from openfisca_lyon.engine import verify
    from openfisca_lyon.system import load

    system = load()
    given = (*verify.MONTHLY, *verify.YEARLY) + (() if what == "national" else tuple(verify.local_inputs()))
    names = [name for name in verify.NATIONAL if name in system.variables]
    if what != "national":
        names += [name for name in verify.local_variables() if name not in names]
    households = verify.random_households(np.random.default_rng(1), count, MONTH, system, given, months=13)
    return households, names


def one_size(count: int, way: str, what: str) -> dict[str, float]:
    """Time one way on some households, in this process."""
    from openfisca_lyon.engine import calculate

    warnings.simplefilter("ignore")
    households, names = drawn(count, what)
    start = time.perf_counter()
    calculate(households, names, MONTH, engine=way)  # type: ignore[arg-type]
    first = time.perf_counter() - start
    before = peak()
    times = 1 if count >= 10_000 else 3
    again = best(lambda: calculate(households, names, MONTH, engine=way), times)  # type: ignore[arg-type]
    return {"first": first, "warm": again, "megabytes": max(before, peak()), "variables": len(names)}


def apart(*arguments: str) -> dict[str, float]:
    """Run one measure in a process of its own, so that memory is its own."""
    command = [sys.executable, __file__, "--one", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def cold() -> dict[str, float]:
    """Time the first answer of a process that finds its plan on disk and does not load OpenFisca."""
    import pickle
    import tempfile

    households, names = drawn(1, "local")
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        pickle.dump((households, names), file)
        file.flush()
        return apart("cold", file.name)


def cold_answer(path: str) -> dict[str, float]:
    """Answer once, from nothing."""
    start = time.perf_counter()
    import pickle

    from openfisca_lyon.engine import calculate

    with open(path, "rb") as file:
        households, names = pickle.load(file)
    calculate(households, names, MONTH, engine="fast")
    loaded = "openfisca_france" in sys.modules
    return {"seconds": time.perf_counter() - start, "megabytes": peak(), "openfisca_loaded": loaded}


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--plain", type=int, default=1_000, help="up to how many households plain is timed")
    parser.add_argument("--largest", type=int, default=10_000, help="up to how many households fast is timed")
    parser.add_argument("--set", choices=("national", "local"), default="local")
    options = parser.parse_args()
    if options.one:
        kind, *rest = options.one
        found = cold_answer(rest[0]) if kind == "cold" else one_size(int(kind), rest[0], rest[1])
        print(json.dumps(found))
        return
    rows = []
    print(
        f"{'households':>11} {'fast':>9} {'plain':>9} {'ratio':>7} {'fast MB':>8} {'plain MB':>9} {'first':>7}"
    )
    for count in (size for size in SIZES if size <= options.largest):
        fast = apart(str(count), "fast", options.set)
        plain = apart(str(count), "plain", options.set) if count <= options.plain else None
        row = {"households": count, "fast": fast, "plain": plain}
        row["ratio"] = plain["warm"] / fast["warm"] if plain else None
        rows.append(row)
        print(
            f"{count:>11} {fast['warm']:>8.3f}s"
            + (f" {plain['warm']:>8.2f}s {row['ratio']:>7.0f}" if plain else f" {'—':>9} {'—':>7}")
            + f" {fast['megabytes']:>8}"
            + (f" {plain['megabytes']:>9}" if plain else f" {'—':>9}")
            + f" {fast['first']:>6.1f}s",
            flush=True,
        )
    first = cold() if options.set == "local" else None
    if first:
        print(f"cold process, saved plan: {first['seconds']:.2f} s, {first['megabytes']} MB")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps(
            {
                "set": options.set,
                "variables": rows[0]["fast"]["variables"],
                "python": platform.python_version(),
                "numpy": np.__version__,
                "cores": os.cpu_count(),
                "rows": rows,
                "cold": first,
            },
            indent=2,
        )
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
