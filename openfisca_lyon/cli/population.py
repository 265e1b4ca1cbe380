"""``openfisca-lyon population``: build, check and read a population."""

import csv
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from typer import Argument, Exit, Option

from openfisca_lyon.cli.commands import (
    NOT_FOUND,
    AsJson,
    AtMonth,
    app,
    checked_month,
    document,
    dumped,
    fail,
    print_json,
    terminal,
)
from openfisca_lyon.cli.following import following

population = typer.Typer(help="Construire, vérifier ou lire une population.", no_args_is_help=True)
SHOWN = 40  # faults printed; all are written in a file
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

    if not out.parent.is_dir():
        fail(f"Le dossier {out.parent} n'existe pas.")
    with following() as bar:
        built = build(seed=SEED if seed is None else seed, records=records or RECORDS, progress=bar.share)
        if extract:
            built = taken_from(built)
        if complete:
            bar.share("Une ligne par ménage", 0.9)
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


@population.command()
def check(
    file: Annotated[Path | None, Argument(help="Population ; sans elle, l'extrait fourni.")] = None,
    date: AtMonth = None,
    quick: Annotated[
        bool, Option("--structure", help="Ne vérifier que ce qui ne demande aucun calcul.")
    ] = False,
    everything: Annotated[bool, Option("--tout", help="Montrer aussi chaque commune.")] = False,
    as_json: AsJson = False,
) -> None:
    """Comparer une population aux chiffres publiés : marges de calage, puis chiffres jamais montrés."""
    month = checked_month(date)
    from openfisca_lyon.cli.showing_population import show_check
    from openfisca_lyon.populations import PopulationError, extract, read_parquet
    from openfisca_lyon.populations.checking import check, structure
    from openfisca_lyon.today import this_month

    try:
        checked = extract() if file is None else read_parquet(file)
    except PopulationError as error:
        fail(str(error))
    with following() as bar:
        lines = structure(checked) if quick else check(checked, month or this_month(), bar.share)
    if as_json:
        found = [asdict(line) | {"gap": line.gap, "held": line.held} for line in lines]
        known = [{name: None if value != value else value for name, value in line.items()} for line in found]
        print_json(dumped({"metadata": asdict(checked.metadata), "lines": known}))
    else:
        show_check(terminal(), checked, lines, everything=everything)


@population.command()
def funnel(
    right: Annotated[str, Argument(help="Nom d'un droit, « rsj ».")],
    file: Annotated[Path | None, Argument(help="Population ; sans elle, l'extrait fourni.")] = None,
    date: AtMonth = None,
    as_json: AsJson = False,
) -> None:
    """Compter qui reste après chaque condition d'un droit, si tous le demandent."""
    month = checked_month(date)
    from openfisca_lyon.cli.showing_population import show_funnel
    from openfisca_lyon.populations import PopulationError, extract, read_parquet
    from openfisca_lyon.populations.funnel import funnel
    from openfisca_lyon.today import this_month

    try:
        people = extract() if file is None else read_parquet(file)
        with following() as bar:
            found = funnel(people, right, month or this_month(), lambda share: bar.share("Conditions", share))
    except (PopulationError, ValueError) as error:
        fail(str(error))
    if as_json:
        print_json(dumped(asdict(found)))
    else:
        show_funnel(terminal(), found)


@population.command()
def read(
    file: Annotated[Path, Argument(help="Fichier CSV ou Parquet, une ligne par personne.")],
    mapping: Annotated[
        Path, Option("--correspondance", "--mapping", help="Vos colonnes et vos codes, en YAML.")
    ],
    out: Annotated[Path, Option("--out", help="Fichier Parquet à écrire.")] = Path("population.parquet"),
) -> None:
    """Lire un fichier de la Métropole. Rien ne quitte la machine.

    Sortie 0 : tout est lu ; 1 : des lignes sont écartées, et dites ; 2 : le fichier est illisible.
    """
    content = document(mapping)
    from openfisca_lyon.populations import PopulationError
    from openfisca_lyon.populations.mapping import MappingError, read_mapping
    from openfisca_lyon.populations.reading import read

    try:
        found = read(file, read_mapping(content))
    except MappingError as error:
        lines = "\n".join(f"  {line}" for line in str(error).split("\n"))
        fail(f"Cette correspondance ne peut pas être lue :\n{lines}")
    except PopulationError as error:
        fail(str(error))
    try:
        if found.population is not None:
            found.population.write(out)
        report = out.with_suffix(".fautes.csv")
        if found.faults:
            with report.open("w", encoding="utf-8", newline="") as written:
                writer = csv.writer(written)
                writer.writerow(["ligne", "colonne", "faute"])
                writer.writerows((fault.row, fault.column, fault.message) for fault in found.faults)
    except OSError:
        fail(f"Le fichier {out} ne peut pas être écrit.")
    console = terminal()
    for fault in found.faults[:SHOWN]:
        where = f", colonne {escape(fault.column)}" if fault.column else ""
        console.print(f"Ligne {fault.row}{where} : {fault.message}")
    if len(found.faults) > SHOWN:
        console.print(f"… et {len(found.faults) - SHOWN} autres fautes.")
    if found.faults:
        console.print(f"Toutes les fautes ({len(found.faults)}) sont dans {report}.")
        console.print("Un ménage qui a une faute est écarté en entier : ses droits seraient faux.")
    console.print(f"{found.kept} lignes gardées sur {found.rows}.")
    if found.population is not None:
        for note in found.population.metadata.notes:
            console.print(escape(note))
        console.print(f"{out} : {len(found.population)} ménages.")
    if found.faults:
        raise Exit(NOT_FOUND)
