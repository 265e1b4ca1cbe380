"""The figures of one reform, under one assumption of take-up, at one month: rows of the tables of a comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from openfisca_lyon.comparisons import Impact
from openfisca_lyon.reports.wording import Words

FULL = "plein"
PREFERRED = ("documente", FULL)
UNITS = {"euros par an": "euros", "part": "share", "personnes": "count", "menages": "count"}


@dataclass(frozen=True)
class Measured:
    """A figure, with half of its 95 % interval."""

    value: float
    error: float

    @property
    def is_sure(self) -> bool:
        """Whether the bar tells it from zero."""
        return abs(self.value) > max(self.error, 0.0)

    def written(self, words: Words, unit: str) -> str:
        """Return it with its bar."""
        return words.measure(self.value, self.error, unit)

    def rough(self, words: Words, unit: str) -> str:
        """Return it in two digits where its bar would leave more: what it is made from is no surer."""
        if self.error > abs(self.value) / 50:
            return self.written(words, unit)
        return words.figure(self.value, abs(self.value) / 12, unit)

    def said(self, words: Words, unit: str) -> str:
        """Return it without its bar, in the digits that the bar supports."""
        return words.figure(self.value, self.error, unit)


@dataclass(frozen=True)
class Row:
    """A row of a table of a comparison."""

    cells: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]

    def figure(self, name: str) -> Measured:
        """Return a figure and its bar."""
        return Measured(float(self.cells[name]), float(self.cells.get(f"{name}_erreur", 0.0)))

    def flipped(self, name: str) -> Measured:
        """Return a figure, its sign changed."""
        found = self.figure(name)
        return Measured(-found.value, found.error)


@dataclass(frozen=True)
class Slice:
    """A comparison seen from one reform, one month and one assumption of take-up."""

    impact: Impact
    reform: str
    month: str
    take_up: str

    @classmethod
    def of(cls, impact: Impact, reform: str) -> "Slice":
        """Return what a report shows first: the first month, and the documented take-up where it shows something.

        Of a right that few claim, a sample holds too few households: the report then shows what all could claim,
        and says so.
        """
        known = impact.provenance.take_up
        month = impact.provenance.months[0]
        several = [
            cls(impact, reform, month, name) for name in dict.fromkeys((*PREFERRED, *known)) if name in known
        ]
        return next((one for one in several if one.cost[2].is_sure), several[-1])

    @property
    def is_ceiling(self) -> bool:
        """Whether all are supposed to claim: what it costs is then a ceiling."""
        return self.take_up == FULL

    def under(self, *, month: str | None = None, take_up: str | None = None) -> "Slice":
        """Return the same reform at another month, or under another assumption."""
        return Slice(self.impact, self.reform, month or self.month, take_up or self.take_up)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table."""
        found: pd.DataFrame | None = getattr(self.impact, table, None)
        if found is None or found.empty:
            return []
        for column, value in (("mois", self.month), ("recours", self.take_up), ("reforme", self.reform)):
            if column in found.columns:
                found = found[found[column] == value]
        return [Row({str(key): value for key, value in one.items()}) for one in found.to_dict("records")]

    def groups(self, dimension: str) -> list[Row]:
        """Return the groups of a dimension, in order."""
        found = [row for row in self.rows("groupes") if row["dimension"] == dimension]
        return sorted(found, key=lambda row: int(row["rang"]))

    @property
    def dimensions(self) -> Iterator[str]:
        """Yield the names of the dimensions, in order."""
        yield from dict.fromkeys(row["dimension"] for row in self.rows("groupes"))

    @property
    def name(self) -> str:
        """What the reform is called."""
        return self.impact.provenance.reforms[self.reform][0]

    @property
    def description(self) -> str:
        """What the reform does."""
        return self.impact.provenance.reforms[self.reform][1]

    @property
    def moves(self) -> Row:
        """Who wins and who loses."""
        return self.rows("menages")[0]

    @property
    def cost(self) -> tuple[Measured, Measured, Measured]:
        """What the rights that change cost: before, after, and the change.

        The bars of several rights do not add up: those of their sum are at most their sum, which is kept.
        """
        rows = self.changed
        return _sum(rows, "avant"), _sum(rows, "apres"), _sum(rows, "ecart")

    @property
    def changed(self) -> list[Row]:
        """The rights whose cost changes, the most changed first."""
        found = [row for row in self.rows("budget") if abs(row["ecart"]) > FELT]
        return sorted(found, key=lambda row: -abs(float(row["ecart"])))


FELT = 0.5  # euros: a total of amounts kept on four bytes leaves dust


def _sum(rows: list[Row], name: str) -> Measured:
    return Measured(sum(row.figure(name).value for row in rows), sum(row.figure(name).error for row in rows))
