"""``openfisca-lyon compare``: reforms against the rules in force, for some households or for a population."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from typer import Argument, Option

from openfisca_lyon.cli.commands import (
    AsJson,
    AtMonth,
    app,
    checked_month,
    document,
    dumped,
    fail,
    plainly,
    print_json,
    terminal,
)
from openfisca_lyon.cli.following import following
from openfisca_lyon.today import this_month

if TYPE_CHECKING:
    from openfisca_lyon.comparisons.provenance import Found
    from openfisca_lyon.comparisons.simulation import Compute
    from openfisca_lyon.populations import Population
    from openfisca_lyon.reports.document import Document

EXTRACT = "extrait"
FIRST_YEAR, LAST_YEAR = 2019, 2030
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


@app.command()
@plainly
def compare(
    reform: Annotated[
        str, Argument(help="Nom d'une réforme, ou fichier YAML ou Python ; plusieurs, séparées par « , ».")
    ],
    files: Annotated[
        list[Path] | None,
        Argument(help="Situations. Sans elles, la réforme est comparée sur une population."),
    ] = None,
    date: AtMonth = None,
    as_json: AsJson = False,
    population: Who = EXTRACT,
    out: Out = None,
    years: Annotated[
        str | None, Option("--years", help="Plusieurs années : « 2024,2025 ».", metavar="ANNÉES")
    ] = None,
    claimed: Claimed = None,
    scheduler: Where = None,
) -> None:
    """Comparer une réforme aux règles en vigueur, pour des foyers ou pour toute une population."""
    month = checked_month(date)
    if files:
        contents = [document(file) for file in files]
        from openfisca_lyon.cli.showing import show_comparison
        from openfisca_lyon.comparisons import compare_households
        from openfisca_lyon.situations import read
        from openfisca_lyon.system import reform_from

        comparison = compare_households([read(content, month) for content in contents], reform_from(reform))
        if as_json:
            print_json(comparison.model_dump_json(indent=2))
        else:
            show_comparison(terminal(), comparison)
        return
    months = _months(years, month or this_month())
    applied = _reforms(reform)
    from openfisca_lyon.cli.showing_impact import show_impact
    from openfisca_lyon.comparisons import compare as compare_population
    from openfisca_lyon.comparisons.simulation import computations
    from openfisca_lyon.comparisons.take_up import DOCUMENTED, FULL, take_up
    from openfisca_lyon.comparisons.writing import dumped as written_out
    from openfisca_lyon.reports import building
    from openfisca_lyon.reports.thresholds import stairs

    supposed = claimed or [FULL, DOCUMENTED]
    try:
        assumed = [take_up(text) for text in supposed]
    except ValueError as error:
        fail(str(error))
    people = population_named(population)
    with computing(scheduler, computations(assumed, len(applied), len(months))) as compute:
        impact = compare_population(people, applied, months, assumptions=supposed, compute=compute)
    impact = replace(impact, provenance=replace(impact.provenance, command=_command()))
    file = "" if population == EXTRACT else population
    if as_json:
        print_json(written_out(impact))
    else:
        show_impact(terminal(), impact)
    if out is not None:
        python = building.python_of(impact.provenance, _files(reform), file)
        report = building.document(impact, python=python, found=stairs(applied, months[0]))
        _written(impact, report, out, "comparaison.json", quiet=as_json)


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


def _written(found: "Found", report: "Document", out: Path, name: str, *, quiet: bool) -> None:
    """Write figures and their report in a folder."""
    from openfisca_lyon.comparisons.writing import write
    from openfisca_lyon.reports.rendering import write as write_report

    try:
        written = [*write(found, out, name), *write_report(report, out)]
    except OSError:
        fail(f"Le dossier {out} ne peut pas être écrit.")
    if not quiet:
        print(f"{len(written)} fichiers écrits dans {out}.")


def _reforms(names: str) -> dict[str, TaxBenefitSystem]:
    from openfisca_lyon.system import reform_from

    return {one: reform_from(file) for one, file in _files(names).items()}


def _files(names: str) -> dict[str, str]:
    """Return how each reform was named, by its id."""
    return {Path(name).stem: name for name in (part.strip() for part in names.split(","))}


def _months(years: str | None, month: str) -> Sequence[str]:
    """Return the months to compute: the same month of each year asked."""
    if years is None:
        return (month,)
    asked = [part.strip() for part in years.split(",")]
    if not all(part.isdigit() and FIRST_YEAR <= int(part) <= LAST_YEAR for part in asked):
        fail(f"Les années s'écrivent « 2024,2025 », entre {FIRST_YEAR} et {LAST_YEAR}.")
    return [f"{year}-{month[5:]}" for year in sorted(set(asked))]


def _command() -> str:
    return shlex.join(["openfisca-lyon", *sys.argv[1:]])


@app.command()
@plainly
def sweep(
    parameter: Annotated[str, Argument(help="Chemin d'un chiffre, « metropole_lyon.rsj.duree_residence ».")],
    first: Annotated[float, Argument(help="Première valeur.", metavar="DE")],
    last: Annotated[float, Argument(help="Dernière valeur.", metavar="À")],
    step: Annotated[float, Option("--pas", help="Écart entre deux valeurs.")] = 10,
    date: AtMonth = None,
    as_json: AsJson = False,
    population: Who = EXTRACT,
    claimed: Claimed = None,
    scheduler: Where = None,
    out: Out = None,
) -> None:
    """Donner le coût d'un chiffre de la loi selon sa valeur."""
    from openfisca_lyon.cli.showing_impact import show_curve
    from openfisca_lyon.comparisons import Baseline
    from openfisca_lyon.comparisons.curve import MOST, curve
    from openfisca_lyon.comparisons.simulation import computations
    from openfisca_lyon.comparisons.take_up import DOCUMENTED, FULL, take_up
    from openfisca_lyon.comparisons.writing import dumped as written_out
    from openfisca_lyon.reports import swept

    if step <= 0 or last < first or (last - first) / step >= MOST:
        fail(f"Il faut un pas positif, de la plus petite à la plus grande valeur, et {MOST} points au plus.")
    month = checked_month(date) or this_month()
    values = [round(first + rank * step, 6) for rank in range(int((last - first) / step + 1e-9) + 1)]
    supposed = claimed or [FULL, DOCUMENTED]
    people = population_named(population)
    try:
        count = computations([take_up(text) for text in supposed], len(values))
        with computing(scheduler, count) as compute:
            found = curve(Baseline(people, compute), parameter, values, month, assumptions=supposed)
    except ValueError as error:
        fail(str(error))
    found = replace(found, provenance=replace(found.provenance, command=_command()))
    if as_json:
        print_json(written_out(found))
    else:
        show_curve(terminal(), found)
    if out is not None:
        report = swept.document(found, file="" if population == EXTRACT else population)
        _written(found, report, out, "courbe.json", quiet=as_json)


@app.command()
@plainly
def cliffs(
    file: Annotated[
        Path | None, Argument(help="Situation. Sans elle, toute une population est regardée.")
    ] = None,
    person: Annotated[int, Option("--personne", help="Rang de qui gagne le salaire.", min=1)] = 1,
    most: Annotated[float, Option("--jusqu-a", help="Plus haut salaire net.", min=1)] = 3_000,
    step: Annotated[float, Option("--pas", help="Euros entre deux salaires.", min=0.01)] = 5,
    date: AtMonth = None,
    as_json: AsJson = False,
    population: Who = EXTRACT,
) -> None:
    """Montrer où gagner plus laisse moins, et le droit qui en est la cause."""
    from openfisca_lyon.cli.showing_impact import show_cliffs, show_rates
    from openfisca_lyon.comparisons import Baseline
    from openfisca_lyon.comparisons.cliffs import cliffs as of_household
    from openfisca_lyon.comparisons.cliffs import marginal_rates
    from openfisca_lyon.comparisons.writing import rows
    from openfisca_lyon.situations import read

    month = checked_month(date)
    if file is None:
        people = population_named(population)
        with computing(None) as compute:
            rates = marginal_rates(Baseline(people, compute), month or this_month())
        if as_json:
            print_json(dumped(rows(rates)))
        else:
            show_rates(terminal(), rates)
        return
    try:
        found = of_household(read(document(file), month), person - 1, most=most, step=step)
    except ValueError as error:
        fail(str(error))
    if as_json:
        tables = {"points": found.points, "chutes": found.falls, "fins": found.closings}
        print_json(dumped({name: rows(table) for name, table in tables.items()}))
    else:
        show_cliffs(terminal(), found)
