"""Reports and comparisons in a terminal."""

from collections.abc import Collection, Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from openfisca_lyon.catalogue import Entry, catalogue
from openfisca_lyon.catalogue.entries import Amount
from openfisca_lyon.comparisons import Comparison
from openfisca_lyon.rights import Report, RightReport
from openfisca_lyon.rights.explanation import figures_of
from openfisca_lyon.rights.report import SAID, Effect, Money, said
from openfisca_lyon.rights.wording import euros, filled, number
from openfisca_lyon.system import load

COLOURS = {
    "eligible": "green",
    "eligible_probable": "green",
    "a_etudier": "yellow",
    "information_manquante": "yellow",
    "non_eligible": "red",
    "hors_periode": "bright_black",
}
CLOSED = ("non_eligible", "hors_periode")
MARKS = {True: "✓", False: "✗", None: "?"}
A_LITTLE = 1  # euro, under which a least amount says nothing
PER = {"mois": " par mois", "an": " par an", "fois": "", "heure": " par heure", "jour": " par jour"}


def show_report(
    console: Console, report: Report, *, everything: bool = False, only: Collection[str] | None = None
) -> None:
    """Print the rights, those open first, each with its reasons, then the whole.

    Args:
        everything: closed rights too.
        only: ids of the rights to print, closed or not, and nothing else.
    """
    console.print(f"\n[bold]Droits en {report.date}[/] — une simulation, pas une décision")
    for note in report.notes:
        console.print(f"  [italic]{escape(note)}[/]")
    if only:
        for right in report.droits:
            if right.id in only and (right.element is None or right.statut not in CLOSED):
                _right(console, right)
        return
    shown = [right for right in report.droits if everything or right.statut not in CLOSED]
    for right in shown:
        _right(console, right)
    together = report.ensemble
    if together.total_mensuel_maximum:
        total = _range(euros(together.total_mensuel_minimum), euros(together.total_mensuel_maximum))
        console.print(f"\n[bold]Total par mois, droits probables compris : {total}[/]")
        payers = ", ".join(f"{payer} {euros(amount)}" for payer, amount in together.par_financeur.items())
        if payers:
            console.print(f"  Qui paie : {escape(payers)}")
    for left in together.ecartes:
        console.print(
            f"  Ne se cumulent pas : {_name(left.droit)}, {_name(left.au_profit_de)} ; le second est gardé."
        )
    for effect in together.effets:
        console.print(f"  {_effect(effect)}")
    if report.questions:
        console.print("\n[bold]Questions qui changeraient une réponse[/]")
        for question in report.questions[:12]:
            who = f" ({question.personne})" if question.champ.startswith("/personnes") else ""
            console.print(f"  {escape(question.texte + who)}  [dim]{question.champ}[/]")
        if len(report.questions) > 12:
            console.print(f"  … et {len(report.questions) - 12} autres, avec --json.")
    closed = len(report.droits) - len(shown)
    if closed:
        console.print(f"\n[dim]{closed} réponses sont « non » : --tout les montre.[/]")


def _right(console: Console, right: RightReport) -> None:
    colour = COLOURS[right.statut]
    console.print(
        f"\n[bold {colour}]{escape(right.nom)}[/] — {escape(right.beneficiaire)} [dim]({right.id})[/]"
    )
    line = f"  [{colour}]{right.statut_texte}[/]"
    if right.montant and right.montant.maximum:
        line += f" : [bold]{_money(right.montant)}[/]"
    console.print(line)
    for money in right.autres_montants:
        if money.maximum:
            label = f"{escape(money.libelle)} : " if money.libelle else ""
            console.print(f"  {label}{_money(money)}")
    for condition in right.conditions:
        value = f" — {condition.valeur}" if condition.valeur else ""
        console.print(f"    {MARKS[condition.remplie]} {escape(condition.texte + value)}")
        for threshold in condition.seuils:
            console.print(
                f"      [dim]{threshold.texte} depuis le {threshold.depuis} : {escape(threshold.href)}[/]"
            )
    for reason in right.a_etudier:
        console.print(f"    À voir : {escape(reason)}")
    if right.si_vous_obtenez:
        console.print(f"    Si vous obtenez : {', '.join(map(_name, right.si_vous_obtenez))}")
    if right.decide_par and right.statut not in CLOSED:
        console.print(f"    Décide : {escape(right.decide_par)}")
    console.print(f"    [dim]{escape(right.doute.ligne)}[/]")


def _name(right: str) -> str:
    return escape(catalogue()[right].nom)


def _effect(effect: Effect) -> str:
    """Say what receiving a right changes for another: its answer, or only its amount."""
    entry = catalogue()[effect.droit]
    before, after = (said(entry.nature, status) for status in (effect.statut_sans, effect.statut_avec))
    amount = entry.montant
    if before == after and amount:
        before, after = (
            "rien" if not value and amount.nature != "prix" else _figure(amount, value, value)
            for value in (effect.montant_sans or 0.0, effect.montant_avec or 0.0)
        )
    received, changed = _name(effect.si_recu), _name(effect.droit)
    return (
        f"Recevoir « {received} » change « {changed} » ({escape(effect.beneficiaire)}) : {before} → {after}"
    )


def _range(low: str, high: str) -> str:
    return low if low == high else f"de {low} à {high}"


def _money(money: Money) -> str:
    if money.maximum_sur:
        ceiling = money.nature == "plafond"
        upto = "jusqu'à " if not money.minimum_sur and not ceiling else ""
        least = money.minimum if money.minimum_sur and not ceiling else money.maximum
        return f"{upto}{_figure(money, least, money.maximum)}"
    if money.minimum_sur and money.minimum >= A_LITTLE and money.nature != "plafond":
        return f"à partir de {_figure(money, money.minimum, money.minimum)}"
    return "montant selon vos réponses"


def _figure(money: Money | Amount, least: float, largest: float) -> str:
    low, high = (
        euros(value) if money.unite == "EUR" else f"{number(value)} {escape(money.unite)}"
        for value in (least, largest)
    )
    most = "jusqu'à " if money.nature == "plafond" else ""
    sense = {"prix": " à payer", "reduction": " d'économie"}.get(money.nature, "")
    return f"{most}{_range(low, high)}{PER[money.par]}{sense}"


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Print what a reform changes, household by household."""
    console.print(f"\n[bold]{escape(comparison.reforme)}[/]\n  {escape(comparison.description)}")
    table = Table("Foyer", "Droit", "Personne", "Aujourd'hui", "Avec la réforme")
    for household in comparison.foyers:
        for change in household.changements:
            table.add_row(
                household.foyer,
                escape(change.nom),
                escape(change.beneficiaire),
                f"{SAID[change.statut_avant]}, {euros(change.montant_avant)}",
                f"{SAID[change.statut_apres]}, {euros(change.montant_apres)}",
            )
        if not household.changements:
            table.add_row(household.foyer, "rien ne change", "", "", "")
    console.print(table)
    console.print(
        f"Foyers gagnants : {comparison.gagnants}. Foyers perdants : {comparison.perdants}. "
        f"Coût par mois : {euros(comparison.cout_mensuel)}."
    )


def show_catalogue(console: Console, entries: Iterable[Entry], month: str) -> None:
    """Print a line a right."""
    table = Table("Droit", "Nom", "Autorité", "Axe", f"En {month}", "Vérifié le")
    for entry in entries:
        first = f"{month}-01"
        period = entry.periode
        ended = period.fin is not None and period.fin.isoformat() < first
        coming = period.debut is not None and period.debut.isoformat() > first
        state = f"fini le {period.fin}" if ended else f"à partir du {period.debut}" if coming else "en cours"
        table.add_row(entry.id, escape(entry.nom), entry.autorite, entry.axe, state, str(entry.verifie_le))
    console.print(table)


def show_entry(console: Console, entry: Entry, month: str) -> None:
    """Print all that is known of a right, with the figures of a month."""
    elements = [one for part in entry.elements for one in part.conditions]
    figures = figures_of(load(), [*entry.conditions, *elements], month)
    console.print(f"\n[bold]{escape(entry.nom)}[/] [dim]({entry.id})[/]\n{escape(entry.resume)}\n")
    console.print(
        f"Payé par : {escape(entry.financeur)}. Axe : {entry.axe}. Vérifié le {entry.verifie_le:%d/%m/%Y}."
    )
    sections = {
        "Conditions": [filled(condition.texte, figures) for condition in entry.conditions],
        **{
            part.nom: [filled(condition.texte, figures) for condition in part.conditions]
            or ["Les conditions sont celles du droit."]
            for part in entry.elements
        },
        "Ce que quelqu'un apprécie": [
            *(filled(reason.texte, figures) for reason in entry.a_etudier),
            *entry.jugement,
        ],
        "Papiers": entry.pieces,
        "À confirmer": entry.a_confirmer,
        "Limites du simulateur": entry.limites,
    }
    for title, lines in sections.items():
        if lines:
            console.print(f"\n[bold]{title}[/]")
            for line in lines:
                console.print(f"  - {escape(line)}")
    console.print(f"\n[bold]Démarche[/]\n  {escape(entry.demarche.comment)}")
    for place in entry.demarche.ou:
        console.print(
            "  "
            + escape(
                " — ".join(part for part in (place.nom, place.adresse, place.telephone, place.href) if part)
            )
        )
    for label, text in (
        ("Délai", entry.demarche.delai),
        ("Avant", entry.demarche.avant),
        ("Recours", entry.demarche.recours),
    ):
        if text:
            console.print(f"  {label} : {escape(text)}")
    console.print("\n[bold]Sources[/]")
    for reference in entry.references:
        console.print(f"  {escape(reference.titre)}\n    {reference.href}")
