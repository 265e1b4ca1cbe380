"""What a report is made of: sentences, charts with their tables. HTML, PDF and pages show the same document."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it.

    Attributes:
        caption: what it shows.
        head: names of the columns.
        rows: written cells.
        words: columns that hold words, by rank, beside the first; the others hold figures.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A chart, titled by what it shows, with its table beside it.

    Attributes:
        name: of its file, without extension.
        finding: the sentence that its figures say.
        alternative: what someone who does not see it must know.
        svg: the drawing.
        table: the same figures.
        note: what to mind.
        wide: whether its table is too wide to stand beside it.
    """

    name: str
    finding: str
    alternative: str
    svg: str
    table: Table
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a report."""

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()
    code: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """A report.

    Attributes:
        language: its language.
        title: its main finding.
        about: what it is about, under the title.
        summary: three sentences.
        notice: what it is not.
        sections: its parts.
        facts: what redoes it, by name.
        fingerprint: of the population.
    """

    language: str
    title: str
    about: str
    summary: tuple[str, ...]
    notice: str
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, str], ...] = ()
    fingerprint: str = ""

    def charts(self) -> Iterator[Chart]:
        """Yield all charts."""
        for section in self.sections:
            yield from section.charts
