"""How fast a population is compared, against plain OpenFisca on the same households in the same run.

``python benchmarks/comparison.py`` prints a table and writes ``benchmarks/results/comparison.json``. Plain
OpenFisca is timed on a part of the households, and its time carried to all of them: it grows with their number.
``--population FILE`` takes a whole population instead of the extract.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

RESULTS = Path(__file__).parent / "results" / "comparison.json"
MONTH = "2026-11"
REFORM = "rsj_500_euros"
PLAIN = 400  # households that plain OpenFisca computes
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what some work gives, and the seconds it took."""
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


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
    plain = timed(lambda: calculate(part, asked_names(), MONTH, engine="plain"))[1] * carried
    plain_reform = timed(lambda: calculate(part, asked_names(), MONTH, reform, engine="plain"))[1] * carried
    baseline = Baseline(population, Here())
    first = timed(lambda: baseline.before(MONTH, full))[1]
    baseline.after(MONTH, full, reform)  # what it changes is found once
    after = timed(lambda: baseline.after(MONTH, full, reform))[1]
    whole = timed(lambda: compare(baseline, reform, MONTH, assumptions=[FULL]))[1]
    rows: list[dict[str, Any]] = [
        {
            "mesure": "règles en vigueur, première fois, plan compris",
            "secondes": first,
            "fois_plus_vite": plain / first,
        },
        {"mesure": "réforme, ce qu'elle change", "secondes": after, "fois_plus_vite": plain_reform / after},
        {
            "mesure": "comparaison entière, marges comprises",
            "secondes": whole,
            "fois_plus_vite": (plain + plain_reform) / whole,
        },
    ]
    print(f"{len(population)} ménages, {len(asked_names())} variables, {platform.machine()}")
    for row in rows:
        print(
            f"{row['mesure']:50} {row['secondes']:8.2f} s  {row['fois_plus_vite']:8.1f} fois OpenFisca seul"
        )
    RESULTS.parent.mkdir(exist_ok=True)
    content = {"menages": len(population), "variables": len(asked_names()), "mesures": rows}
    RESULTS.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
