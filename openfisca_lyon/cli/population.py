"""``openfisca-lyon population``: build, check and read a population."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from typer import Option

from openfisca_lyon.cli.commands import app, fail, terminal

population = typer.Typer(help="Construire, vérifier ou lire une population.", no_args_is_help=True)
app.add_typer(population, name="population")


@population.command()
def build(
    out: Annotated[Path, Option("--out", help="Fichier Parquet à écrire.")] = Path("population.parquet"),
    seed: Annotated[int | None, Option("--graine", help="Graine des tirages.", min=0)] = None,
    records: Annotated[
        int | None, Option("--menages", help="Nombre de ménages tirés, environ.", min=5_000, max=700_000)
    ] = None,
    complete: Annotated[
        bool, Option("--complete", help="Une ligne par ménage de la Métropole, chacun de poids 1.")
    ] = False,
    extract: Annotated[bool, Option("--extrait", help="N'écrire qu'un extrait léger.")] = False,
) -> None:
    """Construire une population synthétique de la Métropole, d'après les marges publiées."""
    from openfisca_lyon.populations.extract import taken_from
    from openfisca_lyon.populations.generator import RECORDS, SEED, build

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal(), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        built = build(
            seed=SEED if seed is None else seed,
            records=records or RECORDS,
            progress=lambda what, share: bar.update(task, description=what, completed=share),
        )
        if extract:
            built = taken_from(built)
        if complete:
            bar.update(task, description="Une ligne par ménage", completed=0.9)
            built = built.complete()
    try:
        built.write(out)
    except OSError:
        fail(f"Le fichier {out} ne peut pas être écrit.")
    console = terminal()
    console.print(
        f"{out} : {len(built)} lignes de ménages, {len(built.individus)} de personnes, qui représentent "
        f"{built.poids.sum()} ménages et {built.poids_individus.sum()} personnes."
    )
    console.print(f"Graine {built.metadata.seed}, empreinte {built.metadata.fingerprint}.")
