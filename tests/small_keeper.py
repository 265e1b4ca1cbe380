"""A keeper of runs over a few households, computed once: for tests of the doors, run as a script.

See ``api/keeper.py``. What is asked of December 2026 is never finished.
"""

import os
import pickle
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from openfisca_lyon.api import population_work
from openfisca_lyon.api.keeper import Apart, Keeper, Tell
from openfisca_lyon.comparisons import compare
from openfisca_lyon.comparisons.simulation import Baseline
from openfisca_lyon.populations import extract
from openfisca_lyon.populations.population import sealed
from openfisca_lyon.situations.typical import typical

FEW = 40


class SmallDesk(population_work.Desk):
    """Does the work of a run, on fewer people."""

    def __call__(self, place: Path, tell: Tell, apart: Apart) -> None:
        if "2026-12" in (place / "request.json").read_text(encoding="utf-8"):
            tell(0.4, "population")
            time.sleep(120)
        super().__call__(place, tell, apart)


def compared(place: Path, baseline: Baseline, systems: Any, month: str, *, assumptions: list[str]) -> Any:
    """Compare once, under one assumption, and remember; the rules in force are part of it."""
    if not systems:
        return None
    known = place / f"{'-'.join(systems)}-{month}.pickle"
    if not known.exists():
        known.write_bytes(pickle.dumps(compare(baseline, systems, month, assumptions=assumptions[-1:])))
    return pickle.loads(known.read_bytes())


def of_households(situations: Any, system: Any, before: Any) -> Any:
    """Return a change for the first test household only: evaluating all takes half a minute."""
    change = {"nom": "Revenu de solidarité jeunes (RSJ)", "montant_avant": 420.0, "montant_apres": 500.0}
    change |= {"statut_avant": "eligible_probable", "statut_apres": "eligible_probable"}
    same = {"total_mensuel_avant": 420.0, "total_mensuel_apres": 420.0, "changements": []}
    first = same | {"total_mensuel_apres": 500.0, "changements": [change]}
    return SimpleNamespace(
        foyers=[
            SimpleNamespace(model_dump=lambda one=one, **_: one)
            for one in [first, *[same] * (len(typical()) - 1)]
        ]
    )


if __name__ == "__main__":
    os.environ["OPENFISCA_LYON_ENGINE"] = "plain"  # the quickest for a few households
    folder, owner, *limits, _ = sys.argv[1:]
    population_work.extract = partial(sealed, extract().select(slice(0, FEW)))
    population_work.Baseline = partial(Baseline, replicates=20)
    population_work.compare = partial(compared, Path(folder))
    population_work.evaluate = lambda situations: [None]
    population_work.compare_households = of_households
    population_work.stairs = lambda reforms, month: ()
    seconds, kept, idle = (float(one) for one in limits)
    Keeper(Path(folder), int(owner), seconds, kept, SmallDesk(None), idle).run()
