"""Computes a run: test households first, then the population, then the reports.

What does not depend on the reforms, and takes the longest, is kept in memory for the next runs: the rules in force over
one population at one month. The rest is computed apart, in a copy of the process (see ``keeper.py``).
"""

import gc
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.api.keeper import Apart, Tell, WrongRequest
from openfisca_lyon.api.runs import CASES, DOCUMENT, REQUEST
from openfisca_lyon.comparisons import Here, Impact, compare, compare_households
from openfisca_lyon.comparisons.simulation import Baseline
from openfisca_lyon.comparisons.take_up import FULL
from openfisca_lyon.comparisons.writing import dumped
from openfisca_lyon.comparisons.writing import write as write_tables
from openfisca_lyon.engine import processes
from openfisca_lyon.populations import Population, PopulationError, extract, read_parquet
from openfisca_lyon.reports.building import document
from openfisca_lyon.reports.rendering import html, pdf
from openfisca_lyon.reports.thresholds import Stairs, stairs
from openfisca_lyon.reports.wording import LANGUAGES
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.situations.typical import typical
from openfisca_lyon.system import reforms
from openfisca_lyon.system.reforms import from_content

NONE, SERVED = "aucune", "serveur"
UNREADABLE = "La population de ce serveur ne peut plus être lue : demandez l'extrait, et prévenez qui tient ce serveur."
# What each step takes, roughly: only their proportions count, so that progress is even.
HOUSEHOLDS, LAW, REFORM, STAIRS, REPORT = 1.0, 8.0, 2.0, 1.0, 8.0


@dataclass
class Known:
    """The rules in force at a month, kept from a run to the next ones.

    Attributes:
        month: which month.
        population: which population; empty when none was read yet.
        baseline: the rules in force over it.
        supposed: the assumptions of take-up computed.
        households: what the test households receive; nobody when they were not computed.
    """

    month: str = ""
    population: tuple[Any, ...] = ()
    baseline: Baseline | None = None
    supposed: set[str] = field(default_factory=set)
    households: list[Report] = field(default_factory=list)


class Desk:
    """Computes runs, one after the other.

    Args:
        file: the population of the server, if it has one.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.known = Known()
        self._followed: Callable[[int, int], bool] = lambda done, count: True

    def __call__(self, place: Path, tell: Tell, apart: Apart) -> None:
        """Compute what a run asks, and leave its files in its folder.

        Args:
            place: the folder of the run.
            tell: told how far it is.
            apart: runs what is not to be kept.

        Raises:
            WrongRequest: the population cannot be read.
        """
        asked = json.loads((place / REQUEST).read_text(encoding="utf-8"))
        month, chosen, supposed = asked["date"], self._chosen(asked["population"]), asked["recours"]
        if self.known.month != month:
            self._forget(Known(month))
        steps = self._steps(asked, chosen, tell)
        if asked["cas_types"]:
            steps.at("menages")
            if not self.known.households:
                self.known.households = evaluate([one.situation(month) for one in typical()])
            apart(lambda: self._households(asked, place, steps))
        if not chosen:
            return
        steps.at("loi")
        self._followed = steps.counted("loi", self._missing(chosen, supposed))
        baseline = self._baseline(chosen)
        compare(baseline, {}, month, assumptions=supposed)
        self.known.supposed |= {FULL, *supposed}
        apart(lambda: self._population(asked, place, steps))

    def _chosen(self, population: str) -> tuple[Any, ...]:
        """Tell populations apart: a file that was replaced is another one."""
        if population == NONE:
            return ()
        if population != SERVED or self.file is None:
            return (population,)
        try:
            found = self.file.stat()
        except OSError:
            raise WrongRequest(UNREADABLE) from None
        return (population, found.st_ino, found.st_mtime_ns, found.st_size)

    def _forget(self, known: Known) -> None:
        self.known = known
        gc.collect()  # before what takes its place, not beside it

    def _baseline(self, chosen: tuple[Any, ...]) -> Baseline:
        """Return the rules in force over a population, in place of those over another one."""
        if self.known.population != chosen or self.known.baseline is None:
            self._forget(Known(self.known.month, households=self.known.households))
            here = Here(progress=lambda done, count: self._followed(done, count))
            self.known.baseline = Baseline(self._read(chosen), here)
            self.known.population = chosen
        return self.known.baseline

    def _read(self, chosen: tuple[Any, ...]) -> Population:
        if chosen[0] != SERVED or self.file is None:
            return extract()
        try:
            return read_parquet(self.file)
        except PopulationError:
            raise WrongRequest(UNREADABLE) from None

    def _missing(self, chosen: tuple[Any, ...], supposed: Sequence[str]) -> int:
        """Return how many times the population is to be computed under the rules in force.

        All claiming, once; then each assumption but that one with and without the right that is mixed (see
        ``comparisons/simulation.py``).
        """
        done = self.known.supposed if self.known.population == chosen else set()
        return sum(1 if name == FULL else 2 for name in {FULL, *supposed} - done)

    def _steps(self, asked: Mapping[str, Any], chosen: tuple[Any, ...], tell: Tell) -> "Steps":
        count = len(asked["reformes"])
        cases = bool(asked["cas_types"])
        weights = {"menages": HOUSEHOLDS * (count + (not self.known.households)) * cases}
        if chosen:
            weights |= {
                "loi": LAW * self._missing(chosen, asked["recours"]),
                "population": REFORM * under(count, asked["recours"]),
                "seuils": STAIRS * (count + 1) * cases,
                "rapport": REPORT,
            }
        return Steps(tell, weights)

    def _households(self, asked: Mapping[str, Any], place: Path, steps: "Steps") -> None:
        """Compute what each reform changes for each test household, one reform a core."""
        situations = [one.situation(asked["date"]) for one in typical()]
        systems = applied(asked["reformes"])
        names = tuple(systems)

        def work(rank: int) -> tuple[int, list[Any]]:
            found = compare_households(situations, systems[names[rank]], self.known.households)
            return 1, [one.model_dump(mode="json") for one in found.foyers]

        followed = steps.counted("menages", 1)
        found = processes.run(work, len(names), len(names), progress=followed)
        cases = dict(zip(names, found, strict=True))
        (place / CASES).write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")

    def _population(self, asked: Mapping[str, Any], place: Path, steps: "Steps") -> None:
        """Compute what the reforms change for the population, and write it."""
        steps.at("population")
        systems, supposed = applied(asked["reformes"]), asked["recours"]
        assert self.known.baseline is not None
        self._followed = steps.counted("population", under(len(systems), supposed))
        impact = compare(self.known.baseline, systems, asked["date"], assumptions=supposed)
        steps.at("seuils")
        found = stairs(systems, asked["date"]) if asked["cas_types"] else ()
        steps.at("rapport")
        write(impact, place, steps.counted("rapport", 1), found)


@dataclass(frozen=True)
class Steps:
    """Tells how far a run is from how far each of its steps is.

    Attributes:
        tell: told how far.
        weights: what each step takes, in their order.
    """

    tell: Tell
    weights: Mapping[str, float]

    def at(self, step: str, part: float = 0.0) -> None:
        """Tell that a step has begun, or how far it is.

        >>> Steps(lambda share, step: print(share, step), {"loi": 3, "population": 1}).at("population", 0.5)
        0.875 population
        """
        names = list(self.weights)
        before = sum(self.weights[name] for name in names[: names.index(step)])
        whole = sum(self.weights.values()) or 1.0
        self.tell(min((before + self.weights[step] * part) / whole, 1.0), step)

    def counted(self, step: str, count: int) -> Callable[[int, int], bool]:
        """Return what is told how far each of so many computations is, one after the other."""
        finished = 0

        def followed(done: int, total: int) -> bool:
            nonlocal finished
            part = (finished + done / max(total, 1)) / max(count, 1)
            finished += done >= total
            self.at(step, min(part, 1.0))
            return True

        return followed


def applied(listed: Sequence[Any]) -> dict[str, TaxBenefitSystem]:
    """Return the rules under each reform asked, by its id; one that was written has its rank for an id."""
    return {
        (one if isinstance(one, str) else f"reforme_{rank}"): (
            reforms()[one] if isinstance(one, str) else from_content(one)
        )
        for rank, one in enumerate(listed, 1)
    }


def under(reforms: int, supposed: Sequence[str]) -> int:
    """Return how many times the population is to be computed under reforms.

    >>> under(1, ["plein"]), under(1, ["documente", "plein"])
    (1, 3)
    """
    return reforms * sum(1 if name == FULL else 2 for name in supposed)


def write(
    impact: Impact, place: Path, progress: Callable[[int, int], bool], found: Sequence[Stairs] = ()
) -> None:
    """Leave the figures, then the charts and the report in each language, one language a core."""
    (place / "result.json").write_text(dumped(impact), encoding="utf-8")
    with TemporaryDirectory() as folder:
        written = write_tables(impact, Path(folder))
        for kind in ("csv", "parquet"):
            with zipfile.ZipFile(place / f"tables-{kind}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for path in written:
                    if path.suffix == f".{kind}":
                        archive.write(path, path.name)

    languages = tuple(LANGUAGES)

    def work(rank: int) -> tuple[int, None]:
        write_report(impact, place, languages[rank], found)
        return 1, None

    for _ in processes.run(work, len(languages), len(languages), progress=progress):
        pass


def write_report(impact: Impact, place: Path, language: str, found: Sequence[Stairs]) -> None:
    """Leave the report in a language: its charts, what the desk shows of it, its page and its PDF."""
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
    (place / f"report.{language}.pdf").write_bytes(pdf(report))
