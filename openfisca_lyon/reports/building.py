"""Makes a report of a comparison: the finding first, then its parts, then what redoes it."""

from collections.abc import Iterator, Sequence

from openfisca_lyon.comparisons import Impact
from openfisca_lyon.reports import charts, sections, thresholds
from openfisca_lyon.reports.document import Chart, Document, Section, Table
from openfisca_lyon.reports.figures import Measured, Row, Slice
from openfisca_lyon.reports.thresholds import Stairs
from openfisca_lyon.reports.wording import Words


def document(
    impact: Impact, language: str = "fr", python: str = "", found: Sequence[Stairs] = ()
) -> Document:
    """Make the report of a comparison.

    Args:
        impact: the comparison, of one reform or of several.
        language: of the report, ``fr`` or ``en``; rights keep their French names.
        python: the lines of Python that redo it; written from the comparison when not given.
        found: test households at each wage (see :mod:`~openfisca_lyon.reports.thresholds`), if they were computed.
    """
    words = Words(language)
    several = [Slice.of(impact, reform) for reform in impact.provenance.reforms]
    if len(several) == 1:
        parts: list[Section] = [*_parts(several[0], words)]
        title, summary = headline(several[0], words), _summary(several[0], words)
    else:
        parts = [_side_by_side(several, words)]
        parts += [part for rank, one in enumerate(several, 1) for part in _numbered(one, rank, words)]
        title, summary = (
            _range(several, words),
            tuple(
                words("parties.numero", rank=rank, title=f"{one.name}. {_cost_said(one, words)}")
                for rank, one in enumerate(several, 1)
            ),
        )
    if found:
        parts.append(thresholds.section(found, words))
    seen = several[0]
    parts += [sections.take_up(seen, words), sections.unknown(seen, words), _again(impact, words, python)]
    return Document(
        language=language,
        title=title,
        about=_about(several, words),
        summary=summary,
        notice=f"{words('rapport.avis')} {words.named('couvertures', 'tirage', impact.couverture)}",
        sections=tuple(parts),
        facts=_facts(impact, words),
        fingerprint=impact.provenance.fingerprint,
    )


def headline(seen: Slice, words: Words) -> str:
    """Return the finding of a reform in one sentence."""
    change, moves = seen.cost[2], seen.moves
    if not moves["gagnants"] and not moves["perdants"] and abs(change.value) < 1:
        published = _from_published(seen, words)
        return (
            words("titre.publie", name=seen.name, **published)
            if published
            else words("titre.rien", name=seen.name)
        )
    if not change.is_sure:
        return words("titre.flou", name=seen.name)
    said = {
        "name": seen.name,
        "cost": Measured(abs(change.value), change.error).said(words, "euros"),
        "winners": moves.figure("gagnants").said(words, "count"),
        "losers": moves.figure("perdants").said(words, "count"),
    }
    kind = "coute" if change.value > 0 else "economise"
    return words(f"titre.{kind}_plafond" if seen.is_ceiling else f"titre.{kind}", **said)


def _summary(seen: Slice, words: Words) -> tuple[str, ...]:
    """Return three sentences: what it costs, who wins, what poverty becomes."""
    return (_cost_said(seen, words), _moves_said(seen, words), sections.poverty_sentence(seen, words))


def _cost_said(seen: Slice, words: Words) -> str:
    before, after, change = seen.cost
    published = _from_published(seen, words)
    if abs(change.value) < 1:
        return words("resume.publie_seul", **published) if published else words("resume.cout_rien")
    if not change.is_sure:
        return words("resume.cout_flou", change=change.written(words, "euros"))
    said = words(
        "resume.cout_plafond" if seen.is_ceiling else "resume.cout",
        before=before.said(words, "euros"),
        after=after.said(words, "euros"),
        change=change.written(words, "euros"),
    )
    if seen.is_ceiling and published:
        said += " " + words("resume.publie", **published)
    return said


def _from_published(seen: Slice, words: Words) -> dict[str, str]:
    """Return what the right that moves most would cost by its published spending; nothing if none does."""
    published = [row for row in seen.rows("publies") if row.figure("ecart").is_sure]
    if not published:
        return {}
    first = max(published, key=lambda row: abs(float(row["ecart"])))
    return {
        "right": first["nom"],
        "spent": words.measure(first["publie"], 0, "euros"),
        "year": str(int(first["annee_publiee"])),
        "change": first.figure("ecart").rough(words, "euros"),
    }


def _moves_said(seen: Slice, words: Words) -> str:
    moves = seen.moves
    said = {
        "winners": moves.figure("gagnants").written(words, "count"),
        "losers": moves.figure("perdants").written(words, "count"),
        "gain": moves.figure("gain_moyen").said(words, "euros"),
        "loss": moves.figure("perte_moyenne").said(words, "euros"),
    }
    if moves["gagnants"] and moves["perdants"]:
        return words("resume.gagnants_perdants", **said)
    if moves["gagnants"]:
        return words("resume.gagnants", **said)
    return words("resume.perdants", **said) if moves["perdants"] else words("resume.personne")


def _parts(seen: Slice, words: Words) -> Iterator[Section]:
    yield sections.cost(seen, words)
    yield sections.beneficiaries(seen, words)
    if seen.moves["gagnants"] or seen.moves["perdants"]:
        yield sections.winners(seen, words)
        yield sections.places(seen, words)
    if seen.rows("pauvrete"):
        yield sections.poverty(seen, words)


def _numbered(seen: Slice, rank: int, words: Words) -> Iterator[Section]:
    """Yield the parts of a reform among several, told apart by its rank."""
    for part in _parts(seen, words):
        drawn = tuple(
            Chart(f"{one.name}-{rank}", one.finding, one.alternative, one.svg, one.table, one.note)
            for one in part.charts
        )
        yield Section(
            f"{part.name}-{rank}",
            words("parties.numero", rank=rank, title=part.title),
            part.paragraphs,
            drawn,
            part.tables,
        )


def _side_by_side(several: Sequence[Slice], words: Words) -> Section:
    rows = []
    for rank, one in enumerate(several, 1):
        rate = next((row for row in one.rows("pauvrete") if row["mesure"] == "taux"), None)
        rows.append(
            (
                words("parties.numero", rank=rank, title=one.name),
                one.cost[2].written(words, "euros"),
                one.moves.figure("gagnants").written(words, "count"),
                one.moves.figure("perdants").written(words, "count"),
                rate.figure("ecart").written(words, "points") if rate else "",
            )
        )
    head = ("reforme", "cout", "gagnants", "perdants", "pauvrete")
    table = Table(words("parties.comparer"), tuple(words(f"colonnes.{name}") for name in head), tuple(rows))
    reach = max(abs(one.cost[2].value) for one in several)
    size, unit = (1e6, "M€") if reach >= 1e6 else (1e3, "k€")
    drawn = [
        charts.Bar(one.name, change.value / size, change.error / size, change.written(words, "euros"))
        for one in several
        for change in (one.cost[2],)
    ]
    svg = charts.bars(drawn, words("cout.axe", unit=unit), sections._axis(words))
    chart = Chart("comparer", _range(several, words), words("cout.image"), svg, table)
    return Section("comparer", words("parties.comparer"), charts=(chart,))


def _range(several: Sequence[Slice], words: Words) -> str:
    costs = sorted((one.cost[2] for one in several), key=lambda one: one.value)
    low, high = costs[0].said(words, "euros"), costs[-1].said(words, "euros")
    return words("titre.plusieurs", low=low, high=high, number=len(several))


def _about(several: Sequence[Slice], words: Words) -> str:
    known = several[0].impact.provenance
    named = [words("rapport.sur", name=one.name, description=one.description).rstrip() for one in several]
    base = words(
        "rapport.base",
        month=words.month(several[0].month),
        households=words.number(known.households),
        persons=words.number(known.persons),
        take_up=words.named("recours_dit", several[0].take_up, known.take_up[several[0].take_up]),
    )
    return " ".join((*named, base))


def _again(impact: Impact, words: Words, python: str) -> Section:
    """Say how to redo it."""
    known = impact.provenance
    code = [(words("refaire.commande"), known.command or _command(impact))]
    code.append((words("refaire.python"), python or _python(impact)))
    return Section("refaire", words("parties.refaire"), (words("refaire.texte"),), code=tuple(code))


def _command(impact: Impact) -> str:
    known = impact.provenance
    claimed = " ".join(f"--take-up {name}" for name in known.take_up)
    years = ",".join(month[:4] for month in known.months)
    when = f"--date {known.months[0]}" + (f" --years {years}" if len(known.months) > 1 else "")
    return f"openfisca-lyon compare {','.join(known.reforms)} {when} {claimed} --out rapport"


def _python(impact: Impact) -> str:
    known = impact.provenance
    named = ", ".join(f'"{one}": reform_named("{one}")' for one in known.reforms)
    return (
        "from openfisca_lyon.comparisons import compare\n"
        "from openfisca_lyon.populations import extract\n"
        "from openfisca_lyon.system import reform_named\n\n"
        f"impact = compare(extract(), {{{named}}}, {list(known.months)!r}, assumptions={list(known.take_up)!r})\n"
        "impact.budget"
    )


def _facts(impact: Impact, words: Words) -> tuple[tuple[str, str], ...]:
    known = impact.provenance
    said: dict[str, str] = {
        "population": known.source,
        "menages": f"{words.number(known.records)}, {words.number(known.households)}",
        "graine": "" if known.seed is None else str(known.seed),
        "empreinte": known.fingerprint,
        "mois": ", ".join(words.month(month) for month in known.months),
        "recours": ", ".join(
            words.named("recours_dit", name, label) for name, label in known.take_up.items()
        ),
        "repliques": words.number(known.replicates),
        "versions": ", ".join(f"{name} {number}" for name, number in known.versions.items()),
    }
    return tuple((words(f"refaire.{name}"), text) for name, text in said.items() if text)


__all__ = ["Row", "document", "headline"]
