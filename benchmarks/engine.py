"""How fast the fast way is, against plain OpenFisca in the same run: ``python benchmarks/engine.py``.

Every ratio compares two timings of this run, on the same rules, the same households and the same machine, by the
clock and by the processor's time, which says more on a machine that does something else. Prints a table and writes
``benchmarks/results/engine.json``. ``--plain 100`` says up to how many households plain OpenFisca is timed
(10 000 take minutes and gigabytes).

Three kinds of households:

``said``
    one person as they describe themselves (``examples/rsj.yaml``), the whole catalogue;
``steady``
    drawn at random, every input given, the same for all months, as an agent's form or a population gives them;
``awkward``
    drawn at random, every input given, most of them changing from month to month: the worst there can be.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results" / "engine.json"
EXAMPLE = Path(__file__).parents[1] / "examples" / "rsj.yaml"
MONTH = "2026-10"
SIZES = (1, 100, 1_000, 10_000)
NEW = ("rfr", "2022")  # what, given too, makes a question of a new kind


def timed(work: Callable[[], Any], times: int) -> dict[str, float]:
    """Return the least time, in seconds, by the clock and of the processor."""
    clock, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return {"clock": min(clock), "processor": min(processor)}


def peak() -> int:
    """Return the most memory this process has held, in megabytes.

    Linux counts in ``ru_maxrss`` what the process that started this one held.
    """
    import resource

    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def asked(kind: str, count: int) -> Any:
    """Return households, and the names of what is computed for them."""
    import yaml

    from openfisca_lyon.engine import verify
    from openfisca_lyon.rights.law import variables_at
    from openfisca_lyon.rights.trials import in_part
    from openfisca_lyon.situations import read
    from openfisca_lyon.system import load

    system = load()
    names = variables_at(system, MONTH)
    if kind == "said":
        content = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
        return in_part(read(content, MONTH).households.repeated(count), system), names
    given = (*verify.MONTHLY, *verify.YEARLY, *verify.local_inputs())
    steady = 1.0 if kind == "steady" else 0.7
    rng = np.random.default_rng(1)
    drawn = verify.random_households(rng, count, MONTH, system, given, months=34, steady=steady)
    return drawn, names


def both(kind: str, count: int, ways: str) -> dict[str, Any]:
    """Time the ways on some households, in this process: plain first, for memory is what it is the most of."""
    from openfisca_lyon.engine import calculate
    from openfisca_lyon.engine.fallback import reasons

    warnings.simplefilter("ignore")
    households, names = asked(kind, count)
    found: dict[str, Any] = {"variables": len(names), "before": peak()}
    several = ways.split("+")
    if "fast" in several:
        calculate(households, names, MONTH, engine="fast")
    # In turn, for a machine changes its pace from one minute to the next.
    for way in several * (3 if len(several) > 1 else 1):
        took = timed(
            lambda way=way: calculate(households, names, MONTH, engine=way),  # type: ignore[misc]
            1 if way == "plain" else 3 if count >= 10_000 else 5,
        )
        found[way] = {name: min(took[name], found.get(way, took)[name]) for name in took}
        found[way]["megabytes"] = peak()
    found["left"] = reasons.read()
    return found


def new_questions() -> dict[str, Any]:
    """Time what a question takes that is asked for the first time."""
    from dataclasses import replace

    from openfisca_lyon.engine import calculate

    warnings.simplefilter("ignore")
    households, names = asked("said", 1)
    calculate(households, names, MONTH, engine="fast")
    found = {}
    month = ("charges_locatives", MONTH)
    more = households.with_columns({month: np.full(1, 100.0)})
    found["answers"] = timed(lambda: calculate(more, names, MONTH, engine="fast"), 1)
    other = replace(households, columns={**households.columns, NEW: np.full(1, 9_000.0)})
    # The first of them also traces the formulas that only it reaches, once for all.
    calculate(other, names, MONTH, engine="fast")
    again = other.with_columns({("rfr", "2021"): np.full(1, 9_000.0)})
    found["kind"] = timed(lambda: calculate(again, names, MONTH, engine="fast"), 1)
    return found


def apart(*arguments: str) -> dict[str, Any]:
    """Run one measure in a process of its own, so that memory is its own."""
    command = [sys.executable, __file__, "--one", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def cold() -> dict[str, Any]:
    """Time the first answer of a process that finds its program on disk and does not load OpenFisca."""
    import pickle
    import tempfile

    from openfisca_lyon.engine import warm

    households, names = asked("said", 1)
    warm(households, names, MONTH)
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        pickle.dump((households, names), file)
        file.flush()
        apart("cold", file.name, repr(time.time()))  # bytecode and files are read once before
        return apart("cold", file.name, repr(time.time()))


def cold_answer(path: str, start: float) -> dict[str, Any]:
    """Answer once, from nothing; the start of the interpreter and the import of numpy are counted."""
    import pickle

    from openfisca_lyon.engine import calculate

    with open(path, "rb") as file:
        households, names = pickle.load(file)
    calculate(households, names, MONTH, engine="fast")
    return {
        "clock": time.time() - start,
        "processor": time.process_time(),
        "megabytes": peak(),
        "openfisca_loaded": "openfisca_france" in sys.modules,
    }


def rows(plain: int, largest: int) -> Iterator[dict[str, Any]]:
    """Measure each kind and size."""
    for kind in ("said", "steady", "awkward"):
        for count in (size for size in SIZES if size <= (100 if kind == "awkward" else largest)):
            row: dict[str, Any] = {"kind": kind, "households": count}
            if count >= 1_000:
                row |= apart(kind, str(count), "fast")
                if count <= plain:
                    row["plain"] = apart(kind, str(count), "plain")["plain"]
            else:
                row |= apart(kind, str(count), "fast+plain" if count <= plain else "fast")
            for measure in ("clock", "processor"):
                if "plain" in row:
                    row[f"ratio_{measure}"] = row["plain"][measure] / row["fast"][measure]
            yield row


def show(row: dict[str, Any]) -> None:
    """Print a row of the table."""
    fast, plain = row["fast"], row.get("plain")
    print(
        f"{row['kind']:>8} {row['households']:>7} {fast['clock']:>9.4f} {fast['processor']:>9.4f}"
        + (f" {plain['clock']:>8.2f} {plain['processor']:>8.2f}" if plain else f" {'—':>8} {'—':>8}")
        + (f" {row['ratio_clock']:>6.0f} {row['ratio_processor']:>6.0f}" if plain else f" {'—':>6} {'—':>6}")
        + f" {fast['megabytes']:>8}"
        + (f" {plain['megabytes']:>8}" if plain and row["households"] >= 1_000 else f" {'—':>8}"),
        flush=True,
    )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--plain", type=int, default=1_000, help="up to how many households plain is timed")
    parser.add_argument("--largest", type=int, default=10_000, help="up to how many households fast is timed")
    options = parser.parse_args()
    if options.one:
        kind, *rest = options.one
        if kind == "cold":
            found = cold_answer(rest[0], float(rest[1]))
        elif kind == "new":
            found = new_questions()
        else:
            found = both(kind, int(rest[0]), rest[1])
        print(json.dumps(found))
        return
    load = os.getloadavg()
    print(f"load of the machine at the start: {load[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'kind':>8} {'count':>7} {'fast s':>9} {'cpu s':>9} {'plain s':>8} {'cpu s':>8}", end="")
    print(f" {'ratio':>6} {'of cpu':>6} {'fast MB':>8} {'plain MB':>8}")
    table = []
    for row in rows(options.plain, options.largest):
        table.append(row)
        show(row)
    first, new = cold(), apart("new")
    print(f"cold process: {first['clock']:.2f} s ({first['processor']:.2f} cpu), {first['megabytes']} MB")
    for what, took in new.items():
        print(f"new {what}: {took['clock']:.2f} s ({took['processor']:.2f} cpu), once")
    RESULTS.parent.mkdir(exist_ok=True)
    content = {
        "month": MONTH,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "cores": os.cpu_count(),
        "load": load,
        "rows": table,
        "cold": first,
        "new": new,
    }
    RESULTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
