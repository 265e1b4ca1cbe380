"""Computes a run: test households first, then the population, then the reports. In a process of its own."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.api.keeper import Tell
from openfisca_lyon.api.runs import CASES, DOCUMENT, REQUEST
from openfisca_lyon.comparisons import Here, Impact, compare, compare_households
from openfisca_lyon.comparisons.take_up import FULL
from openfisca_lyon.comparisons.writing import dumped
from openfisca_lyon.comparisons.writing import write as write_tables
from openfisca_lyon.populations import extract, read_parquet
from openfisca_lyon.reports.building import document
from openfisca_lyon.reports.rendering import html, pdf
from openfisca_lyon.reports.thresholds import Stairs, stairs
from openfisca_lyon.reports.wording import LANGUAGES
from openfisca_lyon.rights import evaluate
from openfisca_lyon.situations.typical import typical
from openfisca_lyon.system import reforms
from openfisca_lyon.system.reforms import from_content

NONE = "aucune"
# Parts of the time that the steps take, on the extract.
HOUSEHOLDS, COMPUTED, WRITING = 0.15, 0.7, 0.85
STEPS = ("menages", "population", "seuils", "rapport")


def work(place: Path, tell: Tell, file: Path | None) -> None:
    """Compute what a run asks, and leave its files in its folder.

    Args:
        place: the folder of the run.
        tell: told how far it is.
        file: the population of the server, if it has one.
    """
    asked = json.loads((place / REQUEST).read_text(encoding="utf-8"))
    systems = applied(asked["reformes"])
    start = 0.0
    if asked["cas_types"]:
        tell(0.0, STEPS[0])
        cases = of_households(systems, asked["date"])
        (place / CASES).write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
        start = HOUSEHOLDS
    if asked["population"] == NONE:
        return
    tell(start, STEPS[1])
    population = read_parquet(file) if asked["population"] == "serveur" and file else extract()
    supposed = asked["recours"]
    followed = Followed(tell, start, COMPUTED, computations(len(systems), supposed))
    here = Here(progress=followed)
    impact = compare(population, systems, asked["date"], assumptions=supposed, compute=here)
    tell(COMPUTED, STEPS[2])
    found = stairs(systems, asked["date"]) if asked["cas_types"] else ()
    tell(WRITING, STEPS[3])
    write(impact, place, tell, found)


def applied(listed: Sequence[Any]) -> dict[str, TaxBenefitSystem]:
    """Return the rules under each reform asked, by its id; one that was written has its rank for an id."""
    return {
        (one if isinstance(one, str) else f"reforme_{rank}"): (
            reforms()[one] if isinstance(one, str) else from_content(one)
        )
        for rank, one in enumerate(listed, 1)
    }


def of_households(systems: Mapping[str, TaxBenefitSystem], month: str) -> dict[str, Any]:
    """Return what each reform changes for each test household."""
    situations = [one.situation(month) for one in typical()]
    before = evaluate(situations)
    return {
        name: [one.model_dump(mode="json") for one in compare_households(situations, system, before).foyers]
        for name, system in systems.items()
    }


def computations(reforms: int, supposed: Sequence[str]) -> int:
    """Return how many times the population will be computed, so that progress is true from the first second.

    All claiming, once; then each assumption but that one with and without the right that is mixed (see
    ``comparisons/simulation.py``); under each reform too.

    >>> computations(1, ["plein"]), computations(1, ["documente", "plein"])
    (2, 6)
    """
    others = sum(name != FULL for name in supposed)
    return 1 + reforms * (FULL in supposed) + 2 * others * (1 + reforms)


@dataclass
class Followed:
    """Tells how far all the computations are, from how far each is.

    Attributes:
        tell: told how far.
        start, end: parts of the run between which it stands.
        count: how many computations there will be.
    """

    tell: Tell
    start: float
    end: float
    count: int
    finished: int = 0

    def __call__(self, done: int, count: int) -> bool:
        """Tell how far: so many households of the computation under way are done."""
        share = min((self.finished + done / max(count, 1)) / self.count, 1.0)
        self.finished += done >= count
        self.tell(self.start + (self.end - self.start) * share, STEPS[1])
        return True


def write(impact: Impact, place: Path, tell: Tell, found: Sequence[Stairs] = ()) -> None:
    """Leave the figures, then the charts and the report in each language."""
    (place / "result.json").write_text(dumped(impact), encoding="utf-8")
    with TemporaryDirectory() as folder:
        written = write_tables(impact, Path(folder))
        for kind in ("csv", "parquet"):
            with zipfile.ZipFile(place / f"tables-{kind}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for path in written:
                    if path.suffix == f".{kind}":
                        archive.write(path, path.name)
    for rank, language in enumerate(LANGUAGES):
        report = document(impact, language, found=found)
        for chart in report.charts():
            (place / f"{chart.name}.{language}.svg").write_text(chart.svg, encoding="utf-8")
        page = asdict(report)
        for section in page["sections"]:
            for chart in section["charts"]:
                del chart["svg"]
        (place / DOCUMENT.format(language=language)).write_text(
            json.dumps(page, ensure_ascii=False, default=sorted), encoding="utf-8"
        )
        (place / f"report.{language}.html").write_text(html(report), encoding="utf-8")
        tell(WRITING + (1 - WRITING) * (rank + 0.5) / len(LANGUAGES), STEPS[3])
        (place / f"report.{language}.pdf").write_bytes(pdf(report))
        tell(WRITING + (1 - WRITING) * (rank + 1) / len(LANGUAGES), STEPS[3])
