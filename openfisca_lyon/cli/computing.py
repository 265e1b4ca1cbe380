"""What the commands that compute a population share: who, where, how far, and the files they write."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from typer import Option

from openfisca_lyon.cli.commands import fail
from openfisca_lyon.cli.following import following

if TYPE_CHECKING:
    from openfisca_lyon.comparisons.provenance import Found
    from openfisca_lyon.comparisons.simulation import Compute
    from openfisca_lyon.populations import Population
    from openfisca_lyon.reports.document import Document

EXTRACT = "extrait"
Who = Annotated[
    str, Option("--population", help=f"Fichier d'une population, ou « {EXTRACT} ».", metavar="FICHIER")
]
Where = Annotated[
    str | None, Option("--scheduler", help="Adresse d'un ordonnanceur Dask.", metavar="ADRESSE")
]
Out = Annotated[
    Path | None,
    Option("--out", help="Dossier où écrire le rapport (HTML, PDF) et les chiffres (JSON, CSV, Parquet)."),
]
Claimed = Annotated[
    list[str] | None,
    Option(
        "--take-up",
        help="Recours : plein, documente, ou des parts « rsa=0.7 ». Plusieurs fois pour comparer.",
        metavar="RECOURS",
    ),
]


def population_named(name: str) -> "Population":
    """Return a population by its file, or the extract that the package ships."""
    from openfisca_lyon.populations import PopulationError, extract, read_parquet

    try:
        return extract() if name == EXTRACT else read_parquet(Path(name))
    except PopulationError as error:
        fail(str(error))


@contextmanager
def computing(scheduler: str | None, count: int = 0) -> "Iterator[Compute]":
    """Give where to compute, with a progress bar.

    Args:
        scheduler: address of a Dask scheduler; this machine if None.
        count: how many times the population will be computed.
    """
    with following(count) as bar:
        if scheduler is None:
            from openfisca_lyon.comparisons import Here

            yield Here(progress=bar.households)
            return
        from openfisca_lyon.comparisons.cluster import ClusterError, on_cluster

        try:
            with on_cluster(scheduler, bar.households) as compute:
                yield compute
        except ClusterError as error:
            bar.bar.stop()
            fail(str(error))


def written(found: "Found", report: "Document", out: Path, name: str, *, quiet: bool) -> None:
    """Write figures and their report in a folder."""
    from openfisca_lyon.comparisons.writing import write
    from openfisca_lyon.reports.rendering import write as write_report

    try:
        written = [*write(found, out, name), *write_report(report, out)]
    except OSError:
        fail(f"Le dossier {out} ne peut pas être écrit.")
    if not quiet:
        print(f"{len(written)} fichiers écrits dans {out}.")


def reforms_of(names: str) -> dict[str, TaxBenefitSystem]:
    """Return reforms by their id, from how they were named."""
    from openfisca_lyon.system import reform_from

    return {one: reform_from(file) for one, file in files_of(names).items()}


def files_of(names: str) -> dict[str, str]:
    """Return how each reform was named, by its id."""
    return {Path(name).stem: name for name in (part.strip() for part in names.split(","))}


def command_line() -> str:
    """Return what was typed, so that a report says how to do it again."""
    return shlex.join(["openfisca-lyon", *sys.argv[1:]])
