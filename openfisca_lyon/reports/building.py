"""Makes a report of a comparison: the finding first, then its parts, then what redoes it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openfisca_lyon.comparisons import Impact
from openfisca_lyon.comparisons.marginal import Margins
from openfisca_lyon.reports import findings, rises, sections, thresholds
from openfisca_lyon.reports.document import Document, Section
from openfisca_lyon.reports.figures import Slice
from openfisca_lyon.reports.redoing import again, command_of, facts, python_of
from openfisca_lyon.reports.thresholds import Stairs
from openfisca_lyon.reports.wording import Words


def document(
    impact: Impact,
    language: str = "fr",
    python: str = "",
    found: Sequence[Stairs] = (),
    rise: Margins | None = None,
) -> Document:
    """Make the report of a comparison.

    Args:
        impact: the comparison, of one reform or of several.
        language: of the report, ``fr`` or ``en``; rights keep their French names.
        python: the lines of Python that redo it; written from the comparison when not given.
        found: test households at each wage (see :mod:`~openfisca_lyon.reports.thresholds`), if they were computed.
        rise: what is left of a rise in wage over the population, if it was computed.
    """
    words, known = Words(language), impact.provenance
    several = Slice.each(impact)
    if len(several) == 1:
        parts: list[Section] = [*_parts(several[0], words)]
        title, summary = findings.headline(several[0], words), findings.summary(several[0], words)
    else:
        parts = [findings.side_by_side(several, words)]
        parts += [part for rank, one in enumerate(several, 1) for part in _numbered(one, rank, words)]
        title, summary = (
            findings.range_said(several, words),
            tuple(
                words("parties.numero", rank=rank, title=f"{one.name}. {findings.cost_said(one, words)}")
                for rank, one in enumerate(several, 1)
            ),
        )
    if rise is not None:
        parts += rises.parts_of(rise, words)
    if found:
        parts.append(thresholds.section(found, words))
    seen = several[0]
    if seen.rows("references"):
        parts.append(sections.references(seen, words))
    parts += [
        sections.take_up(seen, words),
        sections.unknown(seen, words),
        sections.never_costed(seen, words),
        again(words, known.command or command_of(known), python or python_of(known)),
    ]
    return Document(
        language=language,
        title=title,
        about=_about(several, words),
        summary=summary,
        notice=f"{words('rapport.avis')} {words.named('couvertures', 'tirage', impact.couverture)}",
        sections=tuple(parts),
        facts=facts(known, words),
        fingerprint=known.fingerprint,
    )


def _parts(seen: Slice, words: Words) -> Iterator[Section]:
    yield sections.cost(seen, words)
    yield sections.beneficiaries(seen, words)
    if seen.moved:
        yield sections.winners(seen, words)
        yield sections.places(seen, words)
    if seen.followed and seen.rows("pauvrete"):
        yield sections.poverty(seen, words)


def _numbered(seen: Slice, rank: int, words: Words) -> Iterator[Section]:
    """Yield the parts of a reform among several, told apart by its rank."""
    for part in _parts(seen, words):
        drawn = tuple(replace(one, name=f"{one.name}-{rank}") for one in part.charts)
        yield Section(
            f"{part.name}-{rank}",
            words("parties.numero_de", rank=rank, name=seen.name, title=part.title),
            part.paragraphs,
            drawn,
            part.tables,
        )


def _about(several: Sequence[Slice], words: Words) -> str:
    known = several[0].impact.provenance
    named = [words("rapport.sur", name=one.name, description=one.description).rstrip() for one in several]
    named = named if len(several) == 1 else []
    base = words(
        "rapport.base",
        month=words.month(several[0].month),
        households=words.number(known.households),
        persons=words.number(known.persons),
        take_up=words.named("recours_dit", several[0].take_up, known.take_up[several[0].take_up]),
    )
    return " ".join((*named, base))
