"""A comparison over a population, in a terminal: what it costs, who it touches, and how far to trust it."""

from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from openfisca_lyon.comparisons import Impact
from openfisca_lyon.comparisons.bars import supported
from openfisca_lyon.comparisons.cliffs import Cliffs
from openfisca_lyon.comparisons.curve import Curve
from openfisca_lyon.comparisons.groups import CAUTIONS, DIMENSIONS
from openfisca_lyon.comparisons.marginal import Margins
from openfisca_lyon.comparisons.spending import BOTH, COMPUTED, PUBLISHED, UNKNOWN
from openfisca_lyon.comparisons.take_up import FULL
from openfisca_lyon.rights.wording import euros, number, percent

MILLION = 1e6
HOW = {
    COMPUTED: "ménage par ménage",
    PUBLISHED: "dépense publiée",
    BOTH: "en partie dépense publiée",
    UNKNOWN: "non chiffré",
}
SHOWN = ("decile", "type_menage", "age", "statut_occupation")  # communes are in the files


def show_impact(console: Console, impact: Impact) -> None:
    """Print the tables of a comparison, those that change something first."""
    about = impact.provenance
    if len(about.reforms) > 1:
        _side_by_side(console, impact)
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
                _spending(console, rows["budget"], rows["totaux"].iloc[0])
                _published(console, rows["publies"])
                if "non_chiffres" in rows:
                    _not_costed(console, rows["non_chiffres"])
                _people(console, rows["beneficiaires"])
                moves = rows["menages"].iloc[0]
                if pd.isna(moves["gagnants"]):
                    console.print(
                        "  Qui y gagne n'est pas connu : la population ne dit pas qui reçoit ce droit."
                    )
                    continue
                _moves(console, moves)
                if moves["gagnants"] or moves["perdants"]:
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


def _side_by_side(console: Console, impact: Impact) -> None:
    """Print what each reform costs, how that is known, and who wins, under each assumption."""
    several = len(impact.provenance.months) > 1
    head = (
        "Réforme",
        *(("Loi de",) if several else ()),
        "Recours",
        "Coût par an",
        "Comment",
        "Gagnants",
        "Perdants",
    )
    table = Table(*head)
    key = ["mois", "recours", "reforme"]
    both = impact.totaux.merge(impact.menages, on=key)
    for _, row in both.sort_values(["mois", "recours"], kind="stable", ascending=[True, False]).iterrows():
        unknown = pd.isna(row["gagnants"])
        table.add_row(
            escape(impact.provenance.reforms[row["reforme"]][0]),
            *((row["mois"][:4],) if several else ()),
            escape(row["recours"]),
            _cost(row),
            HOW[row["calcul"]],
            *("pas connu" if unknown else _pair(count, row, side) for side in ("gagnants", "perdants")),
        )
    console.print("\n[bold]Les réformes côte à côte[/]")
    console.print(table)


def _cost(row: Any) -> str:
    """Write what a reform costs, or a right: never nothing for what is not known."""
    if row["calcul"] == UNKNOWN:
        return HOW[UNKNOWN]
    most = "au plus " if row["borne"] else ""
    return most + _pair(money, row, "ecart")


def _spending(console: Console, rows: pd.DataFrame, total: Any) -> None:
    changed = rows[rows["effet"] != "aucun"]
    if changed.empty:
        unknown = total["calcul"] == UNKNOWN
        console.print(
            "  Rien ne permet de dire ce que cela coûterait."
            if unknown
            else "  Aucun droit chiffré ne change."
        )
        return
    table = Table("Droit", "Payé par", "Effet", "Comment", "Aujourd'hui, par an", "Avec la réforme", "Écart")
    for _, row in changed.iterrows():
        table.add_row(
            escape(row["nom"]),
            escape(row["financeur"]),
            row["effet"],
            HOW[row["calcul"]],
            *(_pair(money, row, name) for name in ("avant", "apres")),
            _cost(row),
        )
    if len(changed) > 1:
        ends = (_pair(money, total, name) for name in ("avant", "apres"))
        table.add_row("En tout", "", "", "", *ends, _cost(total), style="bold")
    console.print(table)


def _not_costed(console: Console, rows: pd.DataFrame) -> None:
    for _, row in rows.iterrows():
        console.print(
            f"  {escape(row['nom'])} : la réforme peut le changer, rien ne permet de le chiffrer. "
            f"{escape(row['pourquoi'])}"
        )


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


def show_curve(console: Console, found: Curve) -> None:
    """Print what each value of a figure costs."""
    console.print(f"\n[bold]{escape(found.label)}[/] ({escape(found.parameter)})")
    for assumed, points in found.courbe.groupby("recours", sort=False):
        table = Table("Valeur", "Coût par an", "Ménages gagnants", "Ménages perdants")
        for _, row in points.iterrows():
            said = number(float(row["valeur"]))
            table.add_row(
                f"{said} (en vigueur)" if row["en_vigueur"] else said,
                _cost(row),
                *(
                    "pas connu" if pd.isna(row["gagnants"]) else _pair(count, row, side)
                    for side in ("gagnants", "perdants")
                ),
            )
        console.print(f"\n[bold]{escape(found.provenance.take_up[str(assumed)])}[/]")
        console.print(table)
    console.print(f"\n{escape(found.couverture)}")


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


def show_margins(console: Console, found: Margins) -> None:
    """Print how many earners lose how much of a rise, who would have less, and because of which right."""
    names = {"": "Aujourd'hui"} | {key: name for key, (name, _) in found.provenance.reforms.items()}
    for rules, name in names.items():
        console.print(f"\n[bold]{escape(name)}[/]")
        table = Table("Part d'une hausse qui est perdue", "Ménages", "Part", "Ce qui prend le plus")
        for _, row in found.taux[found.taux["reforme"] == rules].iterrows():
            above = "plus de 100 % : il reste moins qu'avant"
            band = above if row["de"] >= 1 else f"de {percent(row['de'])} à {percent(row['a'])}"
            table.add_row(band, _pair(count, row, "menages"), _pair(share, row, "part"), escape(row["nom"]))
        console.print(table)
        falls = Table(
            "Auraient moins en gagnant plus",
            "Ménages",
            "Perte, € par mois",
            "Dont le droit finit",
            "Salaire net",
        )
        rows = found.seuils[found.seuils["reforme"] == rules]
        for _, row in rows[(rows["menages"] > rows["menages_erreur"]) | (rows["droit"] == "")].iterrows():
            wages = (row["salaire_bas"], row["salaire_haut"])
            falls.add_row(
                escape(row["nom"] or "Toutes causes"),
                _pair(count, row, "menages"),
                "" if pd.isna(row["perte"]) else _pair(count, row, "perte"),
                _pair(count, row, "finit") if row["droit"] else "",
                ""
                if pd.isna(wages[0])
                else f"de {number(round(wages[0], -1))} à {number(round(wages[1], -1))} €",
            )
        console.print(falls)
    told = found.non_cumuls["nombre"] > found.non_cumuls["nombre_erreur"]
    for _, row in found.non_cumuls[told].iterrows():
        console.print(
            f"  {escape(row['nom'])} : {_pair(count, row, 'nombre')} {row['unite']} l'auraient, "
            f"{_pair(count, row, 'montant')} € par mois, sans « {escape(row['nom_exclu_par'])} »."
        )
    console.print(
        "\nTous les droits sont supposés demandés. Seuls comptent ceux dont le montant est calculé, et les prix."
    )
    console.print(escape(found.couverture))
