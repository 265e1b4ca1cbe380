"""What is left of a rise in wage, in a report: rates, thresholds where resources fall, rights that exclude others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openfisca_lyon.comparisons.marginal import RISE, Margins
from openfisca_lyon.comparisons.writing import rows as rows_of
from openfisca_lyon.reports import charts, sections
from openfisca_lyon.reports.document import Chart, Document, Section, Table
from openfisca_lyon.reports.figures import Row
from openfisca_lyon.reports.redoing import again, facts, population_of
from openfisca_lyon.reports.wording import NOTHING, Words

MOST_BARS = 12
TODAY = ""


def document(
    found: Margins, language: str = "fr", names: Mapping[str, str] | None = None, file: str = ""
) -> Document:
    """Make the report of a rise over a population.

    Args:
        found: what is left of it.
        language: of the report, ``fr`` or ``en``.
        names: where each reform is, by its id, when it is a file.
        file: of the population, when it is not the extract that ships.
    """
    words, known = Words(language), found.provenance
    parts = parts_of(found, words)
    notes = Section(
        "limites",
        words("parties.limites"),
        (words("limites.texte"),),
        points=(
            words("hausses.limite"),
            words.named("couvertures", "tirage", found.couverture),
            *known.notes,
        ),
    )
    redo = again(words, known.command or _command(found), _python(found, names or {}, file))
    return Document(
        language=language,
        title=_falls_said(found, words).removesuffix("."),
        about=words(
            "hausses.sur",
            month=words.month(known.months[0]),
            households=words.number(known.households),
            rise=words.measure(RISE, 0, "euros"),
        ),
        summary=(
            parts[0].charts[0].finding,
            *(_reform_said(found, one, words) for one in known.reforms if _moved(found, one, words).rows),
            *_excluded_said(found, words),
        ),
        notice=f"{words('rapport.avis')} {words.named('couvertures', 'tirage', found.couverture)}",
        sections=(*parts, notes, redo),
        facts=facts(known, words),
        fingerprint=known.fingerprint,
    )


def parts_of(found: Margins, words: Words) -> tuple[Section, ...]:
    """Return the parts of a report that say what is left of a rise."""
    said = words("hausses.texte", rise=words.measure(RISE, 0, "euros"))
    known = found.provenance.reforms
    moved = {one: table for one in known if (table := _moved(found, one, words)).rows}
    still = ", ".join(name for one, (name, _) in known.items() if one not in moved)
    limits = [words("hausses.limite"), *([words("hausses.pareil", names=still)] if still else [])]
    return (
        Section("hausses", words("parties.hausses"), (said,), (_rates(found, words),)),
        Section(
            "seuils",
            words("parties.seuils"),
            tuple(limits),
            tuple(_falls(found, words)),
            (*moved.values(), *_excluded(found, words)),
        ),
    )


def _rows(table: Any, rules: str | None = None) -> list[Row]:
    return [Row(row) for row in rows_of(table) if rules is None or row["reforme"] == rules]


def _names(found: Margins, words: Words) -> dict[str, str]:
    """Return what rules are called: those in force, then each reform."""
    return {TODAY: words("colonnes.avant")} | {
        key: name for key, (name, _) in found.provenance.reforms.items()
    }


def _rates(found: Margins, words: Words) -> Chart:
    today = _rows(found.taux, TODAY)
    drawn = [
        charts.Bar(
            _band(row, words), row["part"], row["part_erreur"], row.figure("part").written(words, "share")
        )
        for row in today
    ]
    most = max(today, key=lambda row: float(row["part"]))
    finding = words(
        "hausses.trouve", band=_band(most, words).lower(), share=most.figure("part").said(words, "share")
    )
    columns = {rules: _rows(found.taux, rules) for rules in _names(found, words)}
    shares = {rules: [row["part"] for row in rows] for rules, rows in columns.items()}
    names = {
        rules: name
        for rules, name in _names(found, words).items()
        if rules == TODAY or shares[rules] != shares[TODAY]
    }
    table = Table(
        words("parties.hausses"),
        (words("hausses.bande"), *names.values(), words("hausses.prend")),
        tuple(
            (
                _band(row, words),
                *(columns[rules][rank].figure("part").written(words, "share") for rules in names),
                row["nom"] or NOTHING,
            )
            for rank, row in enumerate(today)
        ),
        frozenset({1 + len(names)}),
    )
    svg = charts.bars(drawn, words("hausses.axe"), sections.shares(words))
    return Chart("hausses", finding, words("hausses.image"), svg, table, wide=len(names) > 1)


def _band(row: Row, words: Words) -> str:
    low, high = (words.measure(one, 0, "share") if one is not None else "" for one in (row["de"], row["a"]))
    if not high:
        return words("hausses.plus", low=low)
    return words("hausses.entre", low=low, high=high) if row["de"] else words("hausses.moins", high=high)


def _falls(found: Margins, words: Words) -> Iterator[Chart]:
    everyone, *every = _rows(found.seuils, TODAY)
    rows = [row for row in every if row.figure("menages").is_sure]
    if not rows:
        return
    drawn = [
        charts.Bar(
            row["nom"], row["menages"], row["menages_erreur"], row.figure("menages").written(words, "count")
        )
        for row in rows[:MOST_BARS]
    ]
    head = ("droit", "menages_seuil", "part_seuil", "perte", "finit", "salaires")
    table = Table(
        words("hausses.table"),
        tuple(words(f"colonnes.{one}") for one in head),
        tuple(_cells(row, words) for row in (*rows, everyone)),
    )
    svg = charts.bars(drawn, words("hausses.axe_seuils"), sections.axis(words))
    note = words("hausses.peu") if len(rows) < len(every) else ""
    finding = _falls_said(found, words)
    yield Chart("seuils", finding, words("hausses.image_seuils"), svg, table, note, wide=True)


def _moved(found: Margins, rules: str, words: Words) -> Table:
    """Return the causes that a reform changes, beside what they are today."""
    before, after = ({row["droit"]: row for row in _rows(found.seuils, one)} for one in (TODAY, rules))
    rows = []
    for right in dict.fromkeys((*after, *before)):
        both = [one.get(right) for one in (before, after)]
        cells = [
            (one.figure("menages").written(words, "count"), one.figure("perte").written(words, "euros"))
            if one and one["menages"]
            else (words.number(0), NOTHING)
            for one in both
        ]
        if cells[0] != cells[1]:
            name = next(one["nom"] for one in both if one) or words("hausses.toutes")
            rows.append((name, cells[0][0], cells[1][0], cells[0][1], cells[1][1]))
    head = ("droit", "menages_avant", "menages_apres", "perte_avant", "perte_apres")
    name = found.provenance.reforms[rules][0]
    return Table(
        words("hausses.change", name=name), tuple(words(f"colonnes.{one}") for one in head), tuple(rows)
    )


def _cells(row: Row, words: Words) -> tuple[str, ...]:
    low, high = row["salaire_bas"], row["salaire_haut"]
    wages = NOTHING
    if low is not None and high is not None:
        ends = (words.measure(round(one, -1), 0, "euros") for one in (low, high))
        wages = words("hausses.salaires", **dict(zip(("low", "high"), ends, strict=True)))
    return (
        row["nom"] or words("hausses.toutes" if not row["droit"] else "hausses.autre"),
        row.figure("menages").written(words, "count"),
        row.figure("part").written(words, "share"),
        row.figure("perte").written(words, "euros") if row["perte"] is not None else NOTHING,
        row.figure("finit").written(words, "count") if row["droit"] else NOTHING,
        wages,
    )


def _falls_said(found: Margins, words: Words) -> str:
    """Say how many would have less if they earned a little more, and why most often."""
    everyone, *rows = _rows(found.seuils, TODAY)
    total = everyone.figure("menages")
    if not rows or not total.is_sure:
        return words("hausses.seuils_aucun")
    return words(
        "hausses.seuils_trouve",
        households=total.said(words, "count"),
        share=everyone.figure("part").said(words, "share"),
        right=rows[0]["nom"],
    )


def _reform_said(found: Margins, rules: str, words: Words) -> str:
    """Say how many would have less under a reform, and how much less, instead of today."""
    before, after = (_rows(found.seuils, one)[0] for one in (TODAY, rules))
    return words(
        "hausses.avec",
        name=found.provenance.reforms[rules][0],
        after=after.figure("menages").written(words, "count"),
        before=before.figure("menages").written(words, "count"),
        loss=after.figure("perte").written(words, "euros") if after["menages"] else NOTHING,
        loss_before=before.figure("perte").written(words, "euros") if before["menages"] else NOTHING,
    )


def _excluded_said(found: Margins, words: Words) -> Iterator[str]:
    """Say of which right most are kept by another that they receive."""
    rows = [row for row in _rows(found.non_cumuls) if row.figure("nombre").is_sure]
    if rows:
        most = max(rows, key=lambda row: float(row["nombre"]))
        yield words(
            "hausses.non_cumul",
            number=most.figure("nombre").written(words, "count"),
            unit=words.named("unites", most["unite"]),
            right=most["nom"],
            other=most["nom_exclu_par"],
        )


def _excluded(found: Margins, words: Words) -> Iterator[Table]:
    rows = [row for row in _rows(found.non_cumuls) if row.figure("nombre").is_sure]
    if rows:
        yield Table(
            words("hausses.non_cumuls"),
            tuple(words(f"colonnes.{one}") for one in ("droit", "exclu_par", "nombre", "montant_exclu")),
            tuple(
                (
                    row["nom"],
                    row["nom_exclu_par"],
                    f"{row.figure('nombre').written(words, 'count')} {words.named('unites', row['unite'])}",
                    row.figure("montant").written(words, "euros"),
                )
                for row in rows
            ),
            frozenset({1}),
        )


def _command(found: Margins) -> str:
    known = found.provenance
    asked = f" --reforme {','.join(known.reforms)}" if known.reforms else ""
    return f"openfisca-lyon cliffs --date {known.months[0]}{asked} --out rapport"


def _python(found: Margins, names: Mapping[str, str], file: str) -> str:
    known = found.provenance
    listed = ", ".join(f'"{one}": reform_from("{names.get(one, one)}")' for one in known.reforms)
    lines: Sequence[str] = (
        "from openfisca_lyon.comparisons.marginal import margins",
        f"from openfisca_lyon.populations import {'read_parquet' if file else 'extract'}",
        "from openfisca_lyon.system import reform_from",
        "",
        f'found = margins({population_of(file)}, "{known.months[0]}", {{{listed}}})',
        "found.seuils",
    )
    return "\n".join(lines)
