"""The parts of a report on one reform: each computes its sentences from its figures."""

from collections.abc import Iterable, Sequence

from openfisca_lyon.comparisons.groups import FEW, TOO_FEW
from openfisca_lyon.comparisons.spending import SLIGHT
from openfisca_lyon.reports import charts
from openfisca_lyon.reports.charts import Bar, Sides
from openfisca_lyon.reports.document import Chart, Section, Table
from openfisca_lyon.reports.figures import FELT, UNITS, Measured, Row, Slice, reach_of
from openfisca_lyon.reports.wording import NOTHING, Words

COMMUNE = "commune"
MILLION, THOUSAND = 1e6, 1e3
REFERENCES = {"beneficiaires": "count", "depense": "euros"}
MOST_BARS = 12
MOST_NAMED = 40


def cost(seen: Slice, words: Words) -> Section:
    """What it costs, by right and by payer, under each assumption and at each month."""
    changed = seen.changed
    tables = [_payers(seen, words)]
    known = seen.impact.provenance
    if len(known.take_up) > 1:
        rows = (
            (words.named("recours_dit", name, label), seen.under(take_up=name))
            for name, label in known.take_up.items()
        )
        tables.append(_totals(words("cout.recours"), words("colonnes.recours"), rows, words))
    if len(known.months) > 1:
        years = ((words.month(month), seen.under(month=month)) for month in known.months)
        tables.append(_totals(words("cout.mois"), words("colonnes.mois"), years, words))
    if changed:
        tables.append(_supposed(seen, words))
    left = seen.rows("non_chiffres")
    if left:
        tables.append(_not_costed(left, words))
    nothing = "cout.rien" if seen.is_costed else "cout.inconnu"
    return Section(
        "cout",
        words("parties.cout"),
        paragraphs=() if changed else (words(nothing),),
        charts=(_cost_chart(changed, words),) if changed else (),
        tables=tuple(tables),
    )


def _cost_chart(changed: Sequence[Row], words: Words) -> Chart:
    most = abs(changed[0]["ecart"])
    shown = [row for row in changed if abs(row["ecart"]) >= SLIGHT * most][:MOST_BARS]
    reach = max(abs(row.figure("ecart").value) for row in shown)
    name, size = (
        ("M€", MILLION) if reach >= MILLION else ("k€", THOUSAND) if reach >= THOUSAND else ("€", 1.0)
    )
    bars = [
        Bar(
            row["nom"],
            row["ecart"] / size,
            row["ecart_erreur"] / size,
            _at_most(row, words, reach),
        )
        for row in shown
    ]
    total = sum(abs(row["ecart"]) for row in changed)
    first = changed[0]
    if len(shown) == 1:
        finding = words("cout.trouve_un" if len(changed) == 1 else "cout.trouve_presque", right=first["nom"])
    elif abs(first["ecart"]) > 0.5 * total and all(row["ecart"] * first["ecart"] > 0 for row in changed):
        share = words.figure(abs(first["ecart"]) / total, 0.01, "share")
        finding = words("cout.trouve", right=first["nom"], share=share)
    else:
        finding = words("cout.trouve_plus", right=first["nom"], number=len(shown))
    table = Table(
        words("cout.table"),
        _head(words, "droit", "payeur", "methode", "avant", "apres", "ecart"),
        tuple(
            (
                row["nom"],
                row["financeur"],
                words(f"methodes.{row['calcul']}"),
                *_three(row, words, "euros", reach)[:2],
                _at_most(row, words, reach),
            )
            for row in changed
        ),
        frozenset({1, 2}),
    )
    svg = charts.bars(bars, words("cout.axe", unit=name), axis(words))
    return Chart("cout", finding, words("cout.image"), svg, table, wide=True)


def _at_most(row: Row, words: Words, reach: float) -> str:
    text = row.figure("ecart").written(words, "euros", reach)
    return words("montant.au_plus", cost=text) if row["borne"] else text


def _payers(seen: Slice, words: Words) -> Table:
    rows = [row for row in seen.rows("financeurs") if abs(row["ecart"]) > FELT] or seen.rows("financeurs")
    reach = reach_of(row["ecart"] for row in rows)
    return Table(
        words("cout.payeurs"),
        _head(words, "payeur", "avant", "apres", "ecart"),
        tuple((row["financeur"], *_three(row, words, "euros", reach)) for row in rows),
    )


def _totals(caption: str, first: str, rows: Iterable[tuple[str, Slice]], words: Words) -> Table:
    held = list(rows)
    reach = reach_of(one.cost[2].value for _, one in held)
    return Table(
        caption,
        (first, *_head(words, "ecart", "gagnants", "perdants")),
        tuple(
            (
                label,
                one.cost_written(words, reach),
                one.moves_written("gagnants", words),
                one.moves_written("perdants", words),
            )
            for label, one in held
        ),
    )


def _supposed(seen: Slice, words: Words) -> Table:
    """What the cost of each right that changes supposes, and the spending that is published of it."""
    why = {row["droit"]: row for row in seen.rows("chiffrage")}
    rows = [(row["nom"], why[row["droit"]]) for row in seen.changed if row["droit"] in why]
    return Table(
        words("cout.suppose"),
        _head(words, "droit", "publie", "hypothese"),
        tuple(
            (
                name,
                words(
                    "cout.publie_en",
                    spent=words.measure(row["depense_publiee"], 0, "euros"),
                    year=int(row["annee_publiee"]),
                )
                if row["depense_publiee"] and row["depense_publiee"] == row["depense_publiee"]
                else NOTHING,
                row["pourquoi"],
            )
            for name, row in rows
        ),
        frozenset({1, 2}),
    )


def _not_costed(rows: Sequence[Row], words: Words) -> Table:
    return Table(
        words("cout.non_chiffres"),
        _head(words, "droit", "payeur", "pourquoi"),
        tuple((row["nom"], row["financeur"], row["pourquoi"]) for row in rows),
        frozenset({1, 2}),
    )


def beneficiaries(seen: Slice, words: Words) -> Section:
    """Who receives each right that changes, who enters and who leaves; what the reform does to other rights."""
    rows = [row for row in seen.rows("beneficiaires") if row["effet"] != "aucun"]
    rows.sort(key=lambda row: (row["effet"] != "direct", -abs(float(row["ecart"]))))
    if not rows:
        return Section("beneficiaires", words("parties.beneficiaires"), (words("beneficiaires.rien"),))
    side = any(row["effet"] == "induit" for row in rows)
    table = Table(
        words("beneficiaires.table"),
        _head(words, "droit", "effet", "avant", "apres", "entrees", "sorties", "moyen", "moyen_apres"),
        tuple(
            (
                f"{row['nom']} ({words.named('unites', row['unite'])})",
                words(f"beneficiaires.{row['effet']}") if words.has(f"beneficiaires.{row['effet']}") else "",
                *(
                    row.figure(name).written(words, "count")
                    for name in ("avant", "apres", "entrees", "sorties")
                ),
                *(row.figure(f"montant_moyen_{name}").written(words, "euros") for name in ("avant", "apres")),
            )
            for row in rows
        ),
        frozenset({1}),
    )
    said = words("beneficiaires.induits" if side else "beneficiaires.aucun")
    return Section("beneficiaires", words("parties.beneficiaires"), (said,), tables=(table,))


def winners(seen: Slice, words: Words) -> Section:
    """Who wins and who loses, by standard of living, kind of household, age and tenure."""
    drawn = (_sides(seen, words, name) for name in seen.dimensions if name != COMMUNE)
    return Section("gagnants", words("parties.gagnants"), charts=tuple(drawn))


def places(seen: Slice, words: Words) -> Section:
    """Where, commune by commune."""
    rows = seen.groups(COMMUNE)
    shown = [
        row for row in rows if row.figure("part_gagnants").is_sure or row.figure("part_perdants").is_sure
    ]
    shown.sort(key=lambda row: -float(row["part_gagnants"]))
    left = words("groupe.autres", count=len(rows) - len(shown)) if len(shown) < len(rows) else ""
    drawn = {
        row["groupe"]: Bar(row["libelle"], row["part_gagnants"], row["part_gagnants_erreur"], "")
        for row in rows
    }
    svg = charts.places(drawn, words("groupe.carte_legende"), words("groupe.carte_flou"), shares(words))
    chart = Chart(
        COMMUNE,
        _finding(seen, rows, words),
        words("groupe.carte_image"),
        svg,
        _group_table(shown, words, COMMUNE),
        " ".join((words("groupe.prudence.commune"), left)) if left else words("groupe.prudence.commune"),
    )
    return Section("communes", words("parties.communes"), charts=(chart,))


def _sides(seen: Slice, words: Words, dimension: str) -> Chart:
    rows = seen.groups(dimension)
    drawn = [
        Sides(
            _label(row, words),
            _bar(row.figure("part_perdants"), words),
            _bar(row.figure("part_gagnants"), words),
        )
        for row in rows
    ]
    svg = charts.sides(
        drawn,
        words("groupe.axe", unit=words.named("unites", rows[0]["unite"])),
        (words("groupe.perdent_court"), words("groupe.gagnent_court")),
        shares(words),
    )
    title = words(f"groupe.dimensions.{dimension}")
    caution = f"groupe.prudence.{dimension}"
    return Chart(
        dimension,
        f"{title}. {_finding(seen, rows, words)}",
        words("groupe.image"),
        svg,
        _group_table(rows, words, dimension),
        words(caution) if words.has(caution) else "",
    )


def _finding(seen: Slice, rows: Sequence[Row], words: Words) -> str:
    """Say which group wins, or loses, more often than all together, if bars tell it."""
    moves = seen.moves
    for side, said in (("gagnants", "trouve"), ("perdants", "perdent")):
        everyone = moves[side] / moves["menages"] if moves["menages"] else 0.0
        known = [row for row in rows if row.figure(f"part_{side}").value > 0]
        # The group of which the most can be said: the one whose bar stays the highest.
        sure = [row for row in known if row[f"part_{side}"] - row[f"part_{side}_erreur"] > everyone]
        if sure:
            first = max(sure, key=lambda row: float(row[f"part_{side}"] - row[f"part_{side}_erreur"]))
            return words(
                f"groupe.{said}",
                label=_label(first, words),
                share=first.figure(f"part_{side}").said(words, "share"),
                all=_overall(moves, side).said(words, "share"),
            )
    if not any(row["part_gagnants"] or row["part_perdants"] for row in rows):
        return words("groupe.rien")
    return words("groupe.plat", all=_overall(moves, "gagnants").said(words, "share"))


def _overall(moves: Row, side: str) -> Measured:
    count = max(float(moves["menages"]), 1.0)
    return Measured(moves[side] / count, moves[f"{side}_erreur"] / count)


def _group_table(rows: Sequence[Row], words: Words, dimension: str) -> Table:
    """Return the figures of groups; nobody loses in a column that is not there."""
    sides = [side for side in ("part_gagnants", "part_perdants") if side == "part_gagnants" or _lose(rows)]
    return Table(
        words(f"groupe.dimensions.{dimension}"),
        _head(words, "groupe", *sides, "ecart_moyen", "qualite"),
        tuple(
            (
                _label(row, words),
                *(row.figure(side).written(words, "share") for side in sides),
                row.figure("ecart_moyen").written(words, "euros"),
                _quality(row, words),
            )
            for row in rows
        ),
        frozenset({2 + len(sides)}),
    )


def _lose(rows: Sequence[Row]) -> bool:
    return any(row["part_perdants"] > 0 for row in rows)


def poverty(seen: Slice, words: Words) -> Section:
    """Poverty and inequality, before and after."""
    rows = seen.rows("pauvrete")
    line = seen.impact.provenance.lines[seen.month]
    table = Table(
        words("pauvrete.table"),
        _head(words, "mesure", "avant", "apres", "ecart"),
        tuple(
            (
                words.named("pauvretes", row["mesure"], row["libelle"]),
                *(
                    row.figure(name).written(words, UNITS.get(row["unite"], "plain"))
                    for name in ("avant", "apres")
                ),
                row.figure("ecart").written(
                    words, "points" if row["unite"] == "part" else UNITS.get(row["unite"], "plain")
                ),
            )
            for row in rows
        ),
    )
    return Section(
        "pauvrete", words("parties.pauvrete"), (poverty_sentence(seen, words), line), tables=(table,)
    )


def poverty_sentence(seen: Slice, words: Words) -> str:
    """Say what the reform does to the poverty rate."""
    rate = seen.poverty
    if rate is None or not seen.followed:
        return ""
    if not rate.figure("ecart").is_sure:
        return words("resume.pauvrete_flou", before=rate.figure("avant").written(words, "share"))
    said = {name: rate.figure(name).said(words, "share") for name in ("avant", "apres")}
    change = rate.figure("ecart").written(words, "points")
    if said["avant"] == said["apres"]:
        return words("resume.pauvrete_peu", before=said["avant"], change=change)
    return words("resume.pauvrete", before=said["avant"], after=said["apres"], change=change)


def references(seen: Slice, words: Words) -> Section:
    """Today's rules on the population beside published figures: each miss, and what explains it."""
    rows = seen.rows("references")
    named = {row["droit"]: row["nom"] for row in rows}
    table = Table(
        words("references.table"),
        _head(words, "droit", "quoi", "population", "chiffre_publie", "ecart_relatif", "champ"),
        tuple(
            (
                row["nom"],
                words(f"references.{row['quoi']}"),
                row.figure("simule").written(words, REFERENCES[row["quoi"]]),
                words.measure(row["publie"], 0, REFERENCES[row["quoi"]]),
                words.relative(row["ecart_relatif"]),
                words("references.champ", field=row["champ"], year=row["annee"]),
            )
            for row in rows
        ),
        frozenset({1, 5}),
    )
    why = dict.fromkeys((row["droit"], row["explication"]) for row in rows)
    points = tuple(words("references.pourquoi", right=named[right], text=text) for right, text in why)
    label = words.named("recours_dit", seen.take_up, seen.impact.provenance.take_up[seen.take_up])
    return Section(
        "references",
        words("parties.references"),
        (words("references.texte", take_up=label),),
        tables=(table,),
        points=points,
    )


def take_up(seen: Slice, words: Words) -> Section:
    """Who claims: the assumption, and where it comes from."""
    table = Table(
        words("recours.table"),
        _head(words, "droit", "taux", "source", "dit"),
        tuple(
            (
                _right_name(seen, row["droit"]),
                words.measure(row["taux"], 0, "share"),
                f"{row['source']} ({row['annee']})",
                row["texte"],
            )
            for row in seen.rows("recours")
        ),
        frozenset({2, 3}),
    )
    label = words.named("recours_dit", seen.take_up, seen.impact.provenance.take_up[seen.take_up])
    tables = (table,) if table.rows else ()
    return Section(
        "recours", words("parties.recours"), (words("recours.texte", take_up=label),), tables=tables
    )


def unknown(seen: Slice, words: Words) -> Section:
    """What the figures do not say: what bars do not cover, and notes of the population."""
    points = (words.named("couvertures", "tirage", seen.impact.couverture), *seen.impact.provenance.notes)
    return Section("limites", words("parties.limites"), (words("limites.texte"),), points=points)


def never_costed(seen: Slice, words: Words) -> Section:
    """The rights of the catalogue that nothing allows to cost, by reason."""
    reasons: dict[str, list[str]] = {}
    for row in seen.rows("chiffrage"):
        if row["methode"] == "non":
            reasons.setdefault(str(row["pourquoi"]), []).append(str(row["nom"]))
    table = Table(
        words("limites.non"),
        _head(words, "pourquoi", "droit"),
        tuple((why, listed(names, words)) for why, names in reasons.items()),
        frozenset({1}),
    )
    return Section("non-chiffres", words("parties.non_chiffres"), tables=(table,) if table.rows else ())


def listed(names: Sequence[str], words: Words) -> str:
    """Write names one after the other; how many there are, when they are many."""
    return ", ".join(names) if len(names) <= MOST_NAMED else words("limites.services", number=len(names))


def _right_name(seen: Slice, right: str) -> str:
    return next((row["nom"] for row in seen.rows("chiffrage") if row["droit"] == right), right)


def _label(row: Row, words: Words) -> str:
    return words.named(f"groupes.{row['dimension']}", row["groupe"], row["libelle"])


def _bar(one: Measured, words: Words) -> Bar:
    value = one.value if one.value == one.value else 0.0
    return Bar(
        "",
        value,
        one.error if one.value == one.value else 0.0,
        one.said(words, "share") if one.value == one.value else NOTHING,
    )


def _three(row: Row, words: Words, unit: str, reach: float) -> tuple[str, str, str]:
    names = ("avant", "apres", "ecart")
    before, after, change = (row.figure(name).written(words, unit, reach) for name in names)
    return before, after, change


def _head(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words(f"colonnes.{name}") for name in names)


def _quality(row: Row, words: Words) -> str:
    """Say how far a group can be trusted, in two words: tables are narrow."""
    drawn = int(row["tirages"])
    return words("qualite.trop_peu" if drawn < TOO_FEW else "qualite.peu" if drawn < FEW else "qualite.assez")


def shares(words: Words) -> charts.Written:
    """Return how to write a share on an axis."""
    return lambda value: words("unite.share.unites", text=axis(words)(round(100 * value, 6)))


def axis(words: Words) -> charts.Written:
    """Return how to write a number on an axis."""
    return lambda value: words.number(
        value, 0 if float(value).is_integer() else 1 if round(value, 1) == value else 2
    )


__all__ = [
    "beneficiaries",
    "cost",
    "never_costed",
    "places",
    "poverty",
    "references",
    "take_up",
    "unknown",
    "winners",
]
