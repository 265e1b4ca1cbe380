"""A population and its checks in a terminal."""

import math
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from openfisca_lyon.populations import Population
from openfisca_lyon.populations.checking import AT_MOST, CHECK, DRAWN, FIT, INCOME, Line
from openfisca_lyon.populations.funnel import Funnel
from openfisca_lyon.populations.margins import label

TITLES = {
    FIT: "Calage : les marges que les poids doivent respecter",
    DRAWN: "Tirage : les parts publiées, seule source de ces données",
    INCOME: "Revenus : les chiffres sur lesquels les revenus sont réglés",
    CHECK: "Contrôle : les chiffres sur lesquels rien n'est réglé",
}
MARKS = {True: "✓", False: "[red]✗[/]", None: " "}
UNITS = {
    "individu": "Tous les habitants",
    "famille": "Toutes les familles",
    "foyer_fiscal": "Tous les foyers fiscaux",
    "menage": "Tous les ménages",
}
SMALL = 100.0  # below it, a figure is a rate or a price, shown with a decimal


def show_check(
    console: Console, population: Population, lines: Sequence[Line], *, everything: bool = False
) -> None:
    """Print each part as a table, with the sign and size of each gap.

    Args:
        everything: each commune too; otherwise those that are missed, and how many are met.
    """
    about = population.metadata
    console.print(f"[bold]{escape(about.source)}[/], empreinte {about.fingerprint}")
    for note in about.notes:
        console.print(f"  [dim]{escape(note)}[/]")
    for part, title in TITLES.items():
        chosen = [line for line in lines if line.part == part]
        if chosen:
            _part(console, title, chosen, everything)


def show_funnel(console: Console, found: Funnel) -> None:
    """Print who is left after each condition of a right, then what they are."""
    table = Table("Condition", title=escape(found.right))
    table.add_column("La remplissent", justify="right", no_wrap=True)
    table.add_column("Restent", justify="right", no_wrap=True)
    table.add_row(UNITS[found.unit], "", _number(found.counted))
    for step in found.steps:
        known = "" if step.alone < found.counted else " [dim](n'écarte personne ici)[/]"
        table.add_row(escape(step.text) + known, _number(step.alone), _number(step.left))
    console.print(table)
    for title, split in {"Réponse": found.statuses, **found.splits}.items():
        if split:
            told = ", ".join(f"{name} : {_number(count, SMALL)}" for name, count in split.items())
            console.print(f"[bold]{escape(title)}[/] — {escape(told)}.")


def _part(console: Console, title: str, lines: Sequence[Line], everything: bool) -> None:
    notes: dict[str, int] = {}
    table = Table("Chiffre", "", title=title)
    for heading in ("Cible", "Obtenu", "Écart", "%"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("")
    quiet, above = 0, ""
    for line in lines:
        if line.margin == "commune" and line.held and not everything:
            quiet += 1
            continue
        mark = f"[{notes.setdefault(line.note, len(notes) + 1)}]" if line.note else ""
        margin, category = label(line.margin, line.category)
        named = "" if margin == above else escape(margin)
        above = margin
        table.add_row(named, escape(category), *_cells(line), MARKS[line.held] + escape(f" {mark}"))
    console.print(table)
    for note, number in notes.items():
        console.print(escape(f"  [{number}] {note}"))
    judged = [line for line in lines if line.held is not None]
    met = sum(bool(line.held) for line in judged)
    more = f" ({quiet} tenus par commune ne sont pas montrés : --tout)" if quiet else ""
    console.print(f"  {met} chiffres tenus sur {len(judged)}{more}.\n")


def _cells(line: Line) -> tuple[str, ...]:
    most = "≤ " if line.nature == AT_MOST else ""
    if math.isnan(line.got):
        return most + _number(line.target), _number(line.got), "", ""
    relative = f"{100 * line.gap / line.target:+.1f}" if line.target else ""
    return (
        most + _number(line.target),
        _number(line.got),
        ("+" if line.gap > 0 else "−") + _number(abs(line.gap), line.target),
        relative.replace(".", ",").replace("-", "−"),
    )


def _number(value: float, like: float | None = None) -> str:
    """Write a number as people read it, with a decimal where the one it is ``like`` is small.

    >>> _number(668374.0), _number(13.04), _number(3.2, 668374.0)
    ('668 374', '13,0', '3')
    """
    if math.isnan(value):
        return "inconnu"
    small = abs(value if like is None else like) < SMALL
    text = f"{value:,.1f}" if small else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",")
