"""A keeper of runs over a few households, computed once: for tests of the doors, run as a script.

``python small_keeper.py FOLDER OWNER SECONDS KEPT``. What is asked of December 2026 is never finished.
"""

import pickle
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from openfisca_lyon.api import population_work
from openfisca_lyon.api.keeper import Keeper, Tell
from openfisca_lyon.comparisons import Impact, compare
from openfisca_lyon.populations import Population, extract
from openfisca_lyon.populations.population import sealed
from openfisca_lyon.situations.typical import typical

FEW = 40


def work(place: Path, tell: Tell) -> None:
    """Do the work of a run, on fewer people."""
    if "2026-12" in (place / "request.json").read_text(encoding="utf-8"):
        tell(0.4, "population")
        time.sleep(120)
    population_work.work(place, tell, None)


def compared(place: Path, population: Population, systems: Any, month: str, **more: Any) -> Impact:
    """Compare once, under one assumption, and remember."""
    more["assumptions"] = more["assumptions"][-1:]
    known = place / f"{'-'.join(systems)}-{month}.pickle"
    if not known.exists():
        known.write_bytes(pickle.dumps(compare(population, systems, month, replicates=20, **more)))
    found: Impact = pickle.loads(known.read_bytes())
    return found


def of_households(systems: Any, month: str) -> dict[str, Any]:
    """Return a change for the first test household only: evaluating all takes half a minute."""
    change = {"nom": "Revenu de solidarité jeunes (RSJ)", "montant_avant": 420.0, "montant_apres": 500.0}
    change |= {"statut_avant": "eligible_probable", "statut_apres": "eligible_probable"}
    same = {"total_mensuel_avant": 420.0, "total_mensuel_apres": 420.0, "changements": []}
    first = same | {"total_mensuel_apres": 500.0, "changements": [change]}
    return {name: [first, *[same] * (len(typical()) - 1)] for name in systems}


if __name__ == "__main__":
    folder, owner, seconds, kept = sys.argv[1:]
    population_work.extract = partial(sealed, extract().select(slice(0, FEW)))
    population_work.compare = partial(compared, Path(folder))
    population_work.of_households = of_households
    population_work.stairs = lambda reforms, month: ()
    Keeper(Path(folder), int(owner), float(seconds), float(kept), work).run()
