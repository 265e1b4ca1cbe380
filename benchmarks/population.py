"""How long a whole population takes, and reforms of it: ``python benchmarks/population.py``.

The households of the extract that ships with the package, repeated until there are as many as in the Métropole,
are computed block by block on all cores: first every variable of the catalogue, of which only totals are kept;
then what comparisons read, kept as a baseline, and reforms of it. Memory is that of all processes
together, what they share counted once. Prints a table and writes ``benchmarks/results/population.json``.
"""

import argparse
import json
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results" / "population.json"
MONTH = "2026-10"
HOUSEHOLDS = 668_000
REFORMS = ("rsj_500_euros", "rsj_etudiants", "tcl_gratuit_mineurs")
NATIONAL = {"prestations_sociales.prestations_familiales.bmaf.bmaf": {"2026-01-01": 500}}


class Repeated:
    """Some households, block after block, as many times as it takes."""

    def __init__(self, households: Any, count: int) -> None:
        self._households = households
        self.count = -(-count // households.count) * households.count

    def __len__(self) -> int:
        return int(self.count // self._households.count)

    def __getitem__(self, number: int) -> Any:
        return self._households


class Memory:
    """The most memory that this process and those it forked have held together, in megabytes."""

    def __init__(self) -> None:
        self.peak = 0

    def __call__(self, done: int, count: int) -> None:
        self.peak = max(self.peak, sum(map(megabytes, (os.getpid(), *children()))))


def children() -> list[int]:
    """Return the processes that this one forked."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has ended
        if parent == os.getpid():
            found.append(int(path.parent.name))
    return found


def megabytes(process: int) -> int:
    """Return the memory of a process, what it shares with others counted for its share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) // 1024


def totals(households: Any, values: dict[str, Any]) -> dict[str, float]:
    """Return what is kept of a block: the sum of each number, and how many of each truth."""
    return {
        name: float(np.nansum(array, dtype=np.float64))
        for name, array in values.items()
        if array.dtype.kind in "bif"
    }


def timed(work: Callable[[Memory], Any]) -> tuple[dict[str, float], Any]:
    """Return how long it takes, on the clock and on processors, how much memory, and what it returns."""
    memory = Memory()
    memory(0, 0)
    start, worked = time.perf_counter(), sum(os.times()[:4])
    found = work(memory)
    seconds, worked = time.perf_counter() - start, sum(os.times()[:4]) - worked
    memory(0, 0)
    return {"seconds": round(seconds, 2), "processor": round(worked, 2), "megabytes": memory.peak}, found


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--workers", type=int, help="processes; one for each core otherwise")
    options = parser.parse_args()
    warnings.simplefilter("ignore")

    from openfisca_lyon.comparisons.outcomes import asked_names, questioned
    from openfisca_lyon.engine import Baseline, each_block, verify
    from openfisca_lyon.engine.fallback import reasons
    from openfisca_lyon.populations import extract
    from openfisca_lyon.system import load, reform_named
    from openfisca_lyon.system.reforms import from_content

    system, people = load(), extract()
    once = questioned(people, MONTH)
    blocks = Repeated(once.repeated(max(1, round(8_000 / len(people)))), options.households)
    read = [name for name in verify.NATIONAL if name in system.variables]
    everything = tuple(dict.fromkeys((*read, *asked_names(), *verify.local_variables())))
    rows: list[dict[str, Any]] = []

    def tell(what: str, variables: int, row: dict[str, float], **more: Any) -> None:
        left = sum(reasons.read().values())
        reasons.clear()
        rows.append({"what": what, "variables": variables, "left_to_plain": left, **row, **more})
        print(
            f"{what:<46} {variables:>9} {row['seconds']:>8.1f}s {row['processor']:>8.1f}s {row['megabytes']:>6} MB {left:>6}",
            flush=True,
        )

    print(f"{blocks.count} households, {once.persons * (blocks.count // once.count)} people, {MONTH}")
    print(f"{'':<46} {'variables':>9} {'time':>9} {'processor':>9} {'memory':>9} {'plain':>6}")
    for what in ("the first block, plan made or read from disk", "the whole catalogue"):
        first = "first" in what
        some = Repeated(blocks[0], 1) if first else blocks
        row, _ = timed(
            lambda memory, some=some: sum(
                1
                for _ in each_block(
                    some,
                    everything,
                    MONTH,
                    None,
                    totals,
                    engine="fast",
                    workers=options.workers,
                    progress=memory,
                )
            )
        )
        tell(what, len(everything), row)
    row, baseline = timed(
        lambda memory: Baseline(blocks, asked_names(), MONTH, workers=options.workers, progress=memory)
    )
    tell("what comparisons read, kept as a baseline", len(baseline.variables), row)
    reforms = {name: reform_named(name) for name in REFORMS}
    reforms["a national figure (bmaf)"] = from_content({"nom": "Base mensuelle", "parametres": NATIONAL})
    for name, reform in reforms.items():
        for again in ("", ", again"):
            row, changed = timed(
                lambda memory, reform=reform: baseline.under(reform, workers=options.workers, progress=memory)
            )
            tell(f"reform: {name}{again}", len(changed), row)
    RESULTS.parent.mkdir(exist_ok=True)
    about = {"households": blocks.count, "cores": os.cpu_count(), "rows": rows}
    RESULTS.write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
