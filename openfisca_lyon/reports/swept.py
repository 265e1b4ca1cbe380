"""Makes a report of a cost curve: what each value of a figure of the law would cost, and who would win."""

from collections.abc import Sequence
from itertools import pairwise

from openfisca_lyon.comparisons.curve import Curve
from openfisca_lyon.comparisons.spending import BOTH, PUBLISHED, UNKNOWN
from openfisca_lyon.reports import charts, sections
from openfisca_lyon.reports.document import Chart, Document, Section, Table
from openfisca_lyon.reports.figures import FELT, PREFERRED, Measured, Row, Slice, reach_of
from openfisca_lyon.reports.redoing import again, facts, population_of
from openfisca_lyon.reports.wording import Words

EUROS, SHARE = ("currency", "currency-EUR"), "/1"
ALIKE = 1.3  # dearest step over the cheapest, under which one figure says what a step costs


def document(curve: Curve, language: str = "fr", file: str = "") -> Document:
    """Make the report of a curve.

    Args:
        curve: the curve.
        language: of the report, ``fr`` or ``en``.
        file: of the population, when it is not the extract that ships.
    """
    words, known = Words(language), curve.provenance
    seen = _shown(curve)
    points = seen.rows("courbe")
    parts = [_section(curve, words, seen)]
    if seen.rows("references"):
        parts.append(sections.references(seen, words))
    parts += [sections.take_up(seen, words), sections.unknown(seen, words)]
    parts.append(again(words, known.command or _command(curve), _python(curve, file)))
    return Document(
        language=language,
        title=_title(curve, points, words, curve.label),
        about=words(
            "courbe.sur",
            parameter=curve.parameter,
            month=words.month(seen.month),
            households=words.number(known.households),
            take_up=words.named("recours_dit", seen.take_up, known.take_up[seen.take_up]),
        ),
        summary=_summary(curve, points, words),
        notice=f"{words('rapport.avis')} {words.named('couvertures', 'tirage', curve.couverture)}",
        sections=tuple(parts),
        facts=facts(known, words),
        fingerprint=known.fingerprint,
    )


def _shown(curve: Curve) -> Slice:
    """Return the assumption that the report shows first: the documented one, where it shows what changes."""
    known = curve.provenance.take_up
    month = curve.provenance.months[0]
    several = [Slice(curve, "", month, name) for name in dict.fromkeys((*PREFERRED, *known)) if name in known]
    return next((one for one in several if _end(one.rows("courbe")).figure("ecart").is_sure), several[-1])


def _end(points: Sequence[Row]) -> Row:
    """Return the last value that is not the one in force: what the titles say."""
    return next((row for row in reversed(points) if not row["en_vigueur"]), points[-1])


def value_said(curve: Curve, value: float, words: Words) -> str:
    """Write a value of the figure with its unit."""
    if curve.unit in EUROS:
        return words("unite.euros.unites", text=_plain(value, words))
    if curve.unit == SHARE:
        return words("unite.share.unites", text=_plain(100 * value, words))
    key = f"chiffre.{curve.unit}"
    return words(key, text=_plain(value, words)) if words.has(key) else _plain(value, words)


def _plain(value: float, words: Words) -> str:
    value = round(value, 4)
    return words.number(value, next(digits for digits in range(5) if round(value, digits) == value))


def _title(curve: Curve, points: Sequence[Row], words: Words, label: str) -> str:
    """Say what the last value would cost."""
    row = _end(points)
    change = row.figure("ecart")
    said = {"label": label, "value": value_said(curve, row["valeur"], words)}
    if row["calcul"] == UNKNOWN:
        return words("courbe.titre_inconnu", **said)
    if not change.is_sure:
        return words("courbe.titre_flou", **said)
    side = "plus" if change.value > 0 else "moins"
    most = "_au_plus" if row["borne"] or row["recours"] == "plein" else ""
    cost = words(
        f"montant.{side}_par_an{most}", cost=Measured(abs(change.value), change.error).said(words, "euros")
    )
    return words("courbe.titre", **said, cost=cost)


def _summary(curve: Curve, points: Sequence[Row], words: Words) -> tuple[str, ...]:
    now = words("courbe.aucune")
    if curve.now is not None:
        now = words("courbe.aujourdhui", value=value_said(curve, curve.now, words))
    published = words("courbe.publie") if _end(points)["calcul"] in (PUBLISHED, BOTH) else ""
    return (now, published, _step_said(curve, points, words), _people_said(curve, points, words))


def _step_said(curve: Curve, points: Sequence[Row], words: Words) -> str:
    """Say what a step costs, or the cheapest and the dearest when they differ."""
    known = [row for row in points if row["ecart"] == row["ecart"]]
    steps = [after["ecart"] - before["ecart"] for before, after in pairwise(known)]
    if not steps or not _end(points).figure("ecart").is_sure or max(map(abs, steps)) <= FELT:
        return ""
    error = abs(known[-1].figure("ecart").error - known[0].figure("ecart").error) / len(steps)
    low, high = min(steps), max(steps)
    step = value_said(curve, known[1]["valeur"] - known[0]["valeur"], words)
    if low > 0 and high / low < ALIKE:
        mean = Measured((low + high) / 2, max(error, (high - low) / 2))
        return words("courbe.pas", step=step, cost=mean.said(words, "euros"))
    vague, reach = max(error, abs(high - low) / 20), reach_of((low, high))
    least, most = (Measured(one, vague).said(words, "euros", reach) for one in (low, high))
    return words("courbe.pas_inegal", step=step, low=least, high=most)


def _people_said(curve: Curve, points: Sequence[Row], words: Words) -> str:
    row = _end(points)
    if row["gagnants"] != row["gagnants"]:
        return words("courbe.non_suivi")
    sides = "".join(f"_{side}" for side in ("gagnants", "perdants") if row[side])
    return words(
        f"courbe.a{sides or '_personne'}",
        value=value_said(curve, row["valeur"], words),
        winners=row.figure("gagnants").written(words, "count"),
        losers=row.figure("perdants").written(words, "count"),
    )


def _section(curve: Curve, words: Words, seen: Slice) -> Section:
    known = curve.provenance.take_up
    order = [seen.take_up, *(name for name in known if name != seen.take_up)]
    drawn = tuple(
        _chart(curve, name, rank, words)
        for rank, name in enumerate(order, 1)
        if any(row["ecart"] == row["ecart"] for row in seen.under(take_up=name).rows("courbe"))
    )
    return Section("courbe", words("parties.courbe"), charts=drawn)


def _chart(curve: Curve, take_up: str, rank: int, words: Words) -> Chart:
    rows = Slice(curve, "", curve.provenance.months[0], take_up).rows("courbe")
    known = [row for row in rows if row["ecart"] == row["ecart"]]
    reach = max(abs(row["ecart"]) + row["ecart_erreur"] for row in known)
    size, unit = (1e6, "M€") if reach >= 1e6 else (1e3, "k€")
    line = charts.Line(
        "",
        [row["valeur"] * (100 if curve.unit == SHARE else 1) for row in known],
        [row["ecart"] / size for row in known],
        [row["ecart_erreur"] / size for row in known],
    )
    number = sections.axis(words)
    svg = charts.lines(
        [line],
        (words("courbe.valeur", label=curve.label.rsplit(", ", 1)[-1]), words("cout.axe", unit=unit)),
        (number, number),
        dots=True,
    )
    label = words.named("recours_dit", take_up, curve.provenance.take_up[take_up])
    table = Table(
        words("courbe.table", take_up=label),
        tuple(words(f"colonnes.{name}") for name in ("valeur", "ecart", "gagnants", "perdants")),
        tuple(_cells(curve, row, words, reach) for row in rows),
    )
    finding = _title(curve, rows, words, label)
    note = words("comparer.borne") if any(row["borne"] for row in rows) else ""
    return Chart(f"courbe-{rank}", finding, words("courbe.image"), svg, table, note)


def _cells(curve: Curve, row: Row, words: Words, reach: float) -> tuple[str, ...]:
    value = value_said(curve, row["valeur"], words)
    cost = words("methodes.non")
    if row["ecart"] == row["ecart"]:
        cost = row.figure("ecart").written(words, "euros", reach)
        cost = words("montant.au_plus", cost=cost) if row["borne"] else cost
    return (
        words("courbe.en_vigueur", value=value) if row["en_vigueur"] else value,
        cost,
        *(
            row.figure(side).written(words, "count")
            if row[side] == row[side]
            else words("comparer.pas_connu")
            for side in ("gagnants", "perdants")
        ),
    )


def _command(curve: Curve) -> str:
    known = curve.provenance
    first, step, last = _range(curve)
    claimed = " ".join(f"--take-up {name}" for name in known.take_up)
    return (
        f"openfisca-lyon sweep {curve.parameter} {first:g} {last:g} --pas {step:g} --date {known.months[0]} "
        f"{claimed} --out rapport"
    )


def _python(curve: Curve, file: str) -> str:
    known = curve.provenance
    values = sorted({float(value) for value in curve.courbe["valeur"]})
    return (
        "from openfisca_lyon.comparisons.curve import curve\n"
        f"from openfisca_lyon.populations import {'read_parquet' if file else 'extract'}\n\n"
        f'found = curve({population_of(file)}, "{curve.parameter}", {values!r}, "{known.months[0]}", '
        f"assumptions={list(known.take_up)!r})\n"
        "found.courbe"
    )


def _range(curve: Curve) -> tuple[float, float, float]:
    """Return the first value, the step and the last value."""
    values = sorted({float(value) for value in curve.courbe["valeur"]})
    return values[0], values[1] - values[0] if len(values) > 1 else 1.0, values[-1]
