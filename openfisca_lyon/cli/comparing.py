"""``openfisca-lyon compare``: reforms against the rules in force, for some households or for a population."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from openfisca_lyon.cli.commands import (
    AsJson,
    AtMonth,
    app,
    checked_month,
    document,
    fail,
    plainly,
    print_json,
    terminal,
)
from openfisca_lyon.cli.computing import (
    EXTRACT,
    Claimed,
    Out,
    Where,
    Who,
    command_line,
    computing,
    files_of,
    population_named,
    reforms_of,
    written,
)
from openfisca_lyon.today import this_month

FIRST_YEAR, LAST_YEAR = 2019, 2030


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
    thresholds: Annotated[
        bool,
        Option("--seuils", help="Chercher aussi, sur la population, qui aurait moins en gagnant plus."),
    ] = False,
) -> None:
    """Comparer une réforme aux règles en vigueur, pour des foyers ou pour toute une population."""
    month = checked_month(date)
    if files:
        _households(reform, files, month, as_json=as_json)
        return
    months = months_of(years, month or this_month())
    applied = reforms_of(reform)
    from openfisca_lyon.cli.showing_impact import show_impact, show_margins
    from openfisca_lyon.comparisons import compare as compare_population
    from openfisca_lyon.comparisons import marginal
    from openfisca_lyon.comparisons.provenance import Together
    from openfisca_lyon.comparisons.simulation import computations
    from openfisca_lyon.comparisons.take_up import DOCUMENTED, FULL, take_up
    from openfisca_lyon.comparisons.writing import dumped as written_out
    from openfisca_lyon.reports import building
    from openfisca_lyon.reports.redoing import python_of
    from openfisca_lyon.reports.thresholds import stairs

    supposed = claimed or [FULL, DOCUMENTED]
    try:
        assumed = [take_up(text) for text in supposed]
    except ValueError as error:
        fail(str(error))
    people = population_named(population)
    count = computations(assumed, len(applied), len(months))
    count += marginal.computations(len(people), len(applied)) if thresholds else 0
    with computing(scheduler, count) as compute:
        impact = compare_population(people, applied, months, assumptions=supposed, compute=compute)
        rise = marginal.margins(people, months[-1], applied, compute=compute) if thresholds else None
    impact = replace(impact, provenance=replace(impact.provenance, command=command_line()))
    found = Together((impact, rise) if rise else (impact,))
    if as_json:
        print_json(written_out(found))
    else:
        show_impact(terminal(), impact)
        if rise:
            show_margins(terminal(), rise)
    if out is not None:
        file = "" if population == EXTRACT else population
        python = python_of(impact.provenance, files_of(reform), file)
        climbed = stairs(applied, months[-1])
        report = building.document(impact, python=python, found=climbed, rise=rise)
        written(found, report, out, "comparaison.json", quiet=as_json)


def _households(reform: str, files: Sequence[Path], month: str | None, *, as_json: bool) -> None:
    """Compare a reform for households described one by one."""
    from openfisca_lyon.system import reform_from, reforms

    if any(str(file) in reforms() and not file.exists() for file in files):
        fail(f"Pour comparer plusieurs réformes, séparez leurs noms par une virgule : {reform},{files[0]}")
    contents = [document(file) for file in files]
    from openfisca_lyon.cli.showing import show_comparison
    from openfisca_lyon.comparisons import compare_households
    from openfisca_lyon.situations import read

    comparison = compare_households([read(content, month) for content in contents], reform_from(reform))
    if as_json:
        print_json(comparison.model_dump_json(indent=2))
    else:
        show_comparison(terminal(), comparison)


def months_of(years: str | None, month: str) -> Sequence[str]:
    """Return the months to compute: the same month of each year asked."""
    if years is None:
        return (month,)
    asked = [part.strip() for part in years.split(",")]
    if not all(part.isdigit() and FIRST_YEAR <= int(part) <= LAST_YEAR for part in asked):
        fail(f"Les années s'écrivent « 2024,2025 », entre {FIRST_YEAR} et {LAST_YEAR}.")
    return [f"{year}-{month[5:]}" for year in sorted(set(asked))]
