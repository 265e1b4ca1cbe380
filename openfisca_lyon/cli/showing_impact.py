"""A comparison over a population, in a terminal: what it costs, who it touches, and how far to trust it."""

from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from openfisca_lyon.comparisons import Impact
from openfisca_lyon.comparisons.bars import supported
from openfisca_lyon.comparisons.cliffs import Cliffs
from openfisca_lyon.comparisons.groups import CAUTIONS, DIMENSIONS
from openfisca_lyon.comparisons.take_up import FULL
from openfisca_lyon.rights.wording import euros, number, percent

MILLION = 1e6
SHOWN = ("decile", "type_menage", "age", "statut_occupation")  # communes are in the files


def show_impact(console: Console, impact: Impact) -> None:
    """Print the tables of a comparison, those that change something first."""
    about = impact.provenance
    for reform, (name, description) in about.reforms.items():
        console.print(f"\n[bold]{escape(name)}[/]\n  {escape(' '.join(description.split()))}")
        for month in about.months:
            for assumed, label in about.take_up.items():
                rows = {
                    table: chosen[
                        (chosen["mois"] == month)
                        & (chosen["recours"] == assumed)
                        & (chosen["reforme"] == reform)
                    ]
                    for table, chosen in impact.tables().items()
                    if "reforme" in chosen.columns
                }
                console.print(f"\n[bold]{month[:4]}. {escape(label)}[/]")
                _spending(console, rows["budget"])
                _published(console, rows["publies"])
                _people(console, rows["beneficiaires"])
                _moves(console, rows["menages"].iloc[0])
                if rows["menages"]["gagnants"].iloc[0] or rows["menages"]["perdants"].iloc[0]:
                    _groups(console, rows["groupes"])
                _poverty(console, rows["pauvrete"])
    _references(console, impact.references)
    console.print(f"\n{escape(impact.couverture)}")
    for line in dict.fromkeys(about.lines.values()):
        console.print(escape(line))
    for note in about.notes:
        console.print(f"  [italic]{escape(note)}[/]")
    console.print(
        f"[dim]{escape(about.source)} : {about.records} ménages tirés pour {about.households}, graine {about.seed}, "
        f"empreinte {about.fingerprint}.[/]"
    )


def money(value: float, error: float) -> str:
    """Write euros a year with their bar, in millions, no more digits than it supports.

    >>> money(838_095.0, 222_755.0), money(250_000.0, 0.0)
    ('0,8 ± 0,2 M€', '0,25 M€')
    """
    figure, bar = supported(value, error)
    said = number(round(figure / MILLION, 6))
    return f"{said} M€" if not bar else f"{said} ± {number(round(bar / MILLION, 6))} M€"


def count(value: float, error: float) -> str:
    """Write a number of people with its bar.

    >>> count(17_287.0, 4_610.0)
    '17 000 ± 5 000'
    """
    figure, bar = supported(value, error)
    said = number(round(figure))
    return f"{said} ± {number(round(bar))}" if round(bar) else said


def share(value: float, error: float) -> str:
    """Write a share with its bar.

    >>> share(0.16912, 0.00149)
    '16,91 % ± 0,15 %'
    """
    figure, bar = supported(value, error)
    return percent(figure) if not bar else f"{percent(figure)} ± {percent(bar)}"


def _pair(write: Any, row: Any, name: str) -> str:
    return str(write(float(row[name]), float(row[f"{name}_erreur"])))


def _spending(console: Console, rows: pd.DataFrame) -> None:
    changed = rows[rows["effet"] != "aucun"]
    if changed.empty:
        console.print("  Aucun droit chiffré sur la population ne change.")
        return
    table = Table("Droit", "Payé par", "Effet", "Aujourd'hui, par an", "Avec la réforme", "Écart")
    for _, row in changed.iterrows():
        table.add_row(
            escape(row["nom"]),
            escape(row["financeur"]),
            row["effet"],
            *(_pair(money, row, name) for name in ("avant", "apres", "ecart")),
        )
    console.print(table)


def _published(console: Console, rows: pd.DataFrame) -> None:
    for _, row in rows[rows["ecart"].fillna(0) != 0].iterrows():
        console.print(
            f"  {escape(row['nom'])}, d'après la dépense publiée ({number(row['publie'] / MILLION)} M€ en "
            f"{row['annee_publiee']}) : {_pair(money, row, 'ecart')}. {escape(row['hypothese'])}"
        )


def _people(console: Console, rows: pd.DataFrame) -> None:
    for _, row in rows[rows["effet"] != "aucun"].iterrows():
        console.print(
            f"  {escape(row['nom'])} : {_pair(count, row, 'avant')} {row['unite']} aujourd'hui, "
            f"{_pair(count, row, 'apres')} avec la réforme "
            f"(entrent : {_pair(count, row, 'entrees')}, sortent : {_pair(count, row, 'sorties')})."
        )


def _moves(console: Console, row: Any) -> None:
    console.print(
        f"  Ménages gagnants : {_pair(count, row, 'gagnants')}. Perdants : {_pair(count, row, 'perdants')}."
    )
    if row["gagnants"]:
        console.print(f"  Gain moyen d'un gagnant : {_pair(count, row, 'gain_moyen')} € par an.")
    if row["perdants"]:
        console.print(f"  Perte moyenne d'un perdant : {_pair(count, row, 'perte_moyenne')} € par an.")


def _groups(console: Console, rows: pd.DataFrame) -> None:
    for dimension in SHOWN:
        table = Table(DIMENSIONS[dimension], "Gagnants", "Perdants", "Écart moyen, € par an", "À lire")
        for _, row in rows[rows["dimension"] == dimension].iterrows():
            table.add_row(
                escape(row["libelle"]),
                _pair(share, row, "part_gagnants"),
                _pair(share, row, "part_perdants"),
                _pair(count, row, "ecart_moyen"),
                row["qualite"],
            )
        console.print(table)
        console.print(f"  [dim]{CAUTIONS[dimension]}[/]")


def _poverty(console: Console, rows: pd.DataFrame) -> None:
    said = {"part": share, "personnes": count, "euros par an": money}
    for _, row in rows[rows["mesure"].isin(["taux", "taux_insee", "personnes", "manque"])].iterrows():
        write = said[row["unite"]]
        console.print(
            f"  {row['libelle']} : {_pair(write, row, 'avant')} aujourd'hui, "
            f"écart avec la réforme {_pair(write, row, 'ecart')}."
        )


def _references(console: Console, rows: pd.DataFrame) -> None:
    table = Table("Aujourd'hui", "Recours", "Population", "Publié", "Année", "Écart")
    for _, row in rows.iterrows():
        write = money if row["quoi"] == "depense" else count
        table.add_row(
            escape(row["nom"]),
            "plein" if row["recours"] == FULL else row["recours"],
            _pair(write, row, "simule"),
            write(float(row["publie"]), 0.0),
            str(row["annee"]),
            percent(round(float(row["ecart_relatif"]), 2)),
        )
    console.print("\n[bold]La population à côté des chiffres publiés[/]")
    console.print(table)
    for name, field, reason in dict.fromkeys(
        zip(rows["nom"], rows["champ"], rows["explication"], strict=True)
    ):
        console.print(f"  {escape(name)}. {escape(field)}. {escape(reason)}")


def show_curve(console: Console, found: pd.DataFrame) -> None:
    """Print what each value of a figure costs."""
    for assumed, points in found.groupby("recours", sort=False):
        table = Table("Valeur", "Coût par an", "Ménages gagnants", "Ménages perdants")
        for _, row in points.iterrows():
            said = number(float(row["valeur"]))
            table.add_row(
                f"{said} (en vigueur)" if row["en_vigueur"] else said,
                _pair(money, row, "cout"),
                _pair(count, row, "gagnants"),
                _pair(count, row, "perdants"),
            )
        console.print(f"\n[bold]Recours {escape(str(assumed))}[/]")
        console.print(table)


def show_cliffs(console: Console, found: Cliffs) -> None:
    """Print where the resources of a household fall, and which rights close."""
    if found.falls.empty:
        wages = found.points["salaire_net"]
        console.print(
            f"De {euros(wages.iloc[0])} à {euros(wages.iloc[-1])} nets, essayés de {euros(wages.iloc[1] - wages.iloc[0])} "
            "en autant, aucun salaire ne laisse moins que le précédent. Un pas plus petit en verrait peut-être."
        )
    for _, row in found.falls.iterrows():
        again = "ne se rattrape pas ensuite"
        if not pd.isna(row["rattrape_a"]):
            again = f"se rattrape à {euros(row['rattrape_a'])}"
        console.print(
            f"De {euros(row['de'])} à {euros(row['a'])} nets : {euros(row['perte'])} de moins par mois. "
            f"Cause : {escape(row['nom'])}. Cette perte {again}."
        )
    for _, row in found.closings.iterrows():
        console.print(f"  {escape(row['nom'])} s'arrête au-dessus de {euros(row['salaire_net'])} nets.")


def show_rates(console: Console, found: pd.DataFrame) -> None:
    """Print how many earners lose how much of a rise."""
    table = Table("Part d'une hausse qui est perdue", "Ménages", "Part", "Droit qui prend le plus")
    for _, row in found.iterrows():
        above = "plus de 100 % : gagner plus laisse moins"
        band = above if row["de"] >= 1 else f"de {percent(row['de'])} à {percent(row['a'])}"
        table.add_row(
            band, _pair(count, row, "menages"), _pair(share, row, "part"), escape(row["nom"] or "impôt")
        )
    console.print(table)
