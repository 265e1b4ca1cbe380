"""``openfisca-lyon sweep`` and ``cliffs``: a figure of the law that varies, a wage that rises."""

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
    dumped,
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
    found = replace(found, provenance=replace(found.provenance, command=command_line()))
    if as_json:
        print_json(written_out(found))
    else:
        show_curve(terminal(), found)
    if out is not None:
        report = swept.document(found, file="" if population == EXTRACT else population)
        written(found, report, out, "courbe.json", quiet=as_json)


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
    reform: Annotated[
        str | None,
        Option("--reforme", help="Réformes à comparer, séparées par « , ». Sur une population seulement."),
    ] = None,
    scheduler: Where = None,
    out: Out = None,
) -> None:
    """Montrer où gagner plus laisse moins, et le droit qui en est la cause."""
    month = checked_month(date)
    if file is None:
        _over_population(population, month or this_month(), reform, scheduler, out, as_json=as_json)
        return
    if reform is not None or out is not None:
        fail("--reforme et --out regardent une population, pas un foyer : ôtez la situation.")
    from openfisca_lyon.cli.showing_impact import show_cliffs
    from openfisca_lyon.comparisons.cliffs import cliffs as of_household
    from openfisca_lyon.comparisons.writing import rows
    from openfisca_lyon.situations import read

    try:
        found = of_household(read(document(file), month), person - 1, most=most, step=step)
    except ValueError as error:
        fail(str(error))
    if as_json:
        tables = {"points": found.points, "chutes": found.falls, "fins": found.closings}
        print_json(dumped({name: rows(table) for name, table in tables.items()}))
    else:
        show_cliffs(terminal(), found)


def _over_population(
    population: str, month: str, reform: str | None, scheduler: str | None, out: Path | None, *, as_json: bool
) -> None:
    """Show what is left of a rise in wage over a population."""
    from openfisca_lyon.cli.showing_impact import show_margins
    from openfisca_lyon.comparisons.marginal import computations, margins
    from openfisca_lyon.comparisons.writing import dumped as written_out
    from openfisca_lyon.reports import rises

    applied = reforms_of(reform) if reform else {}
    people = population_named(population)
    with computing(scheduler, computations(len(people), len(applied))) as compute:
        found = margins(people, month, applied, compute=compute)
    found = replace(found, provenance=replace(found.provenance, command=command_line()))
    if as_json:
        print_json(written_out(found))
    else:
        show_margins(terminal(), found)
    if out is not None:
        names = files_of(reform) if reform else {}
        report = rises.document(found, names=names, file="" if population == EXTRACT else population)
        written(found, report, out, "seuils.json", quiet=as_json)
