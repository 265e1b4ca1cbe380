"""How fast a population is compared, against plain OpenFisca on the same households in the same run.

``python benchmarks/comparison.py`` prints a table and writes ``benchmarks/results/comparison.json``. Plain
OpenFisca is timed on a part of the households, and its time carried to all of them: it grows with their number.
``--population FILE`` takes a whole population instead of the extract.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

RESULTS = Path(__file__).parent / "results" / "comparison.json"
MONTH = "2026-11"
REFORM = "rsj_500_euros"
PLAIN = 400  # households that plain OpenFisca computes
T = TypeVar("T")


class Time(NamedTuple):
    """Seconds on the clock, and those of all processors: these do not depend on what else the machine does."""

    clock: float
    processor: float

    def carried(self, times: float) -> "Time":
        """Return the time of as many times the work."""
        return Time(self.clock * times, self.processor * times)

    def plus(self, other: "Time") -> "Time":
        """Return the time of both."""
        return Time(self.clock + other.clock, self.processor + other.processor)


def timed(work: Callable[[], T]) -> tuple[T, Time]:
    """Return what some work gives, and the time it took."""
    start, worked = time.perf_counter(), sum(os.times()[:4])
    found = work()
    return found, Time(time.perf_counter() - start, sum(os.times()[:4]) - worked)


def main() -> None:
    """Time the first computation, a reform, and its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--population", type=Path)
    asked = parser.parse_args()
    from openfisca_lyon.comparisons import Baseline, Here, compare
    from openfisca_lyon.comparisons.outcomes import asked_names, questioned
    from openfisca_lyon.comparisons.take_up import FULL, take_up
    from openfisca_lyon.engine import calculate
    from openfisca_lyon.populations import extract, read_parquet
    from openfisca_lyon.system import reform_named

    population = read_parquet(asked.population) if asked.population else extract()
    reform, full = reform_named(REFORM), take_up(FULL)
    part = questioned(population.select(slice(0, PLAIN)), MONTH)
    carried = len(population) / min(PLAIN, len(population))
    calculate(part, asked_names(), MONTH, engine="plain")  # figures of each month are read once
    plain = timed(lambda: calculate(part, asked_names(), MONTH, engine="plain"))[1].carried(carried)
    again = timed(lambda: calculate(part, asked_names(), MONTH, reform, engine="plain"))[1].carried(carried)
    baseline = Baseline(population, Here())
    first = timed(lambda: baseline.before(MONTH, full))[1]
    baseline.after(MONTH, full, reform)  # what it changes is found once
    after = timed(lambda: baseline.after(MONTH, full, reform))[1]
    compare(baseline, reform, MONTH, assumptions=[FULL])  # what the rules read is found once
    whole = timed(lambda: compare(baseline, reform, MONTH, assumptions=[FULL]))[1]
    measures = {
        "règles en vigueur, première fois": (first, plain),
        "réforme, ce qu'elle change": (after, again),
        "comparaison entière, marges comprises": (whole, plain.plus(again)),
    }
    rows: list[dict[str, Any]] = [
        {
            "mesure": name,
            "secondes": round(ours.clock, 2),
            "processeur": round(ours.processor, 2),
            "fois_plus_vite": round(theirs.clock / ours.clock, 1),
            "fois_moins_de_processeur": round(theirs.processor / ours.processor, 1),
        }
        for name, (ours, theirs) in measures.items()
    ]
    print(f"{len(population)} ménages, {len(asked_names())} variables, {platform.machine()}")
    for row in rows:
        print(
            f"{row['mesure']:40} {row['secondes']:8.2f} s {row['processeur']:8.2f} s de processeur ; OpenFisca seul : "
            f"{row['fois_plus_vite']:8.1f} fois plus, {row['fois_moins_de_processeur']:8.1f} fois plus de processeur"
        )
    RESULTS.parent.mkdir(exist_ok=True)
    content = {"menages": len(population), "variables": len(asked_names()), "mesures": rows}
    RESULTS.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
