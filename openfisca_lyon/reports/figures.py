"""The figures of one reform, under one assumption of take-up, at one month: rows of the tables of a comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

from openfisca_lyon.comparisons.provenance import Found
from openfisca_lyon.reports.wording import Words

FULL = "plein"
PREFERRED = ("documente", FULL)
FELT = 0.5  # euros: a total of amounts kept on four bytes leaves dust
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

    def written(self, words: Words, unit: str, reach: float = 0.0) -> str:
        """Return it with its bar; ``reach`` is the greatest figure that stands with it."""
        return words.measure(self.value, self.error, unit, reach)

    def said(self, words: Words, unit: str, reach: float = 0.0) -> str:
        """Return it without its bar, in the digits that the bar supports; ``reach`` as in ``written``."""
        return words.figure(self.value, self.error, unit, reach)


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


def reach_of(figures: Iterable[float]) -> float:
    """Return the greatest of figures, whatever their signs; 0 when none is known."""
    return max((abs(one) for one in figures if isfinite(one)), default=0.0)


@dataclass(frozen=True)
class Slice:
    """A comparison seen from one reform, one month and one assumption of take-up."""

    impact: Found
    reform: str
    month: str
    take_up: str

    @classmethod
    def each(cls, impact: Found) -> list["Slice"]:
        """Return what a report shows of each reform: the last month, one assumption of take-up for all.

        It is the documented take-up where it shows what each costs. Of a right that few claim, a sample may hold too
        few households: the report then shows what all could claim, and says so.
        """
        known = impact.provenance.take_up
        month = impact.provenance.months[-1]
        found: list[Slice] = []
        for take_up in (name for name in dict.fromkeys((*PREFERRED, *known)) if name in known):
            found = [cls(impact, reform, month, take_up) for reform in impact.provenance.reforms]
            if all(one.is_measured for one in found):
                break
        return found

    @property
    def is_measured(self) -> bool:
        """Whether bars tell what it costs from nothing, or nothing is to be measured."""
        change = self.cost[2]
        return change.is_sure or not abs(change.value) > FELT

    @property
    def is_ceiling(self) -> bool:
        """Whether all are supposed to claim: what it costs is then a ceiling."""
        return self.take_up == FULL

    def under(self, *, month: str | None = None, take_up: str | None = None) -> "Slice":
        """Return the same reform at another month, or under another assumption."""
        return Slice(self.impact, self.reform, month or self.month, take_up or self.take_up)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table."""
        found = self.impact.tables().get(table)
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
    def followed(self) -> bool:
        """Whether the population shows who wins and who loses."""
        return isfinite(float(self.moves["gagnants"]))

    @property
    def moved(self) -> bool:
        """Whether some win or lose."""
        return self.followed and bool(self.moves["gagnants"] or self.moves["perdants"])

    @property
    def is_costed(self) -> bool:
        """Whether something says what it costs."""
        return isfinite(self.cost[2].value)

    @property
    def total(self) -> Row:
        """What the rights that change cost in all, and how that was found."""
        return self.rows("totaux")[0]

    @property
    def cost(self) -> tuple[Measured, Measured, Measured]:
        """What the rights that change cost: before, after, and the change."""
        total = self.total
        return total.figure("avant"), total.figure("apres"), total.figure("ecart")

    @property
    def changed(self) -> list[Row]:
        """The rights whose cost changes, the most changed first."""
        found = [row for row in self.rows("budget") if abs(row["ecart"]) > FELT]
        return sorted(found, key=lambda row: -abs(float(row["ecart"])))

    def cost_written(self, words: Words, reach: float = 0.0) -> str:
        """Write what it costs; never nothing for what is not known. ``reach``: the greatest that stands with it."""
        if not self.is_costed:
            return words("methodes.non")
        text = self.cost[2].written(words, "euros", reach)
        return words("montant.au_plus", cost=text) if self.total["borne"] else text

    def moves_written(self, side: str, words: Words) -> str:
        """Write how many win, or lose; never none when nobody knows.

        Args:
            side: ``gagnants`` or ``perdants``.
        """
        return (
            self.moves.figure(side).written(words, "count") if self.followed else words("comparer.pas_connu")
        )

    @property
    def poverty(self) -> Row | None:
        """The poverty rate, if it is there."""
        return next((row for row in self.rows("pauvrete") if row["mesure"] == "taux"), None)

    def poverty_written(self, words: Words) -> str:
        """Write what the poverty rate changes by."""
        if not self.followed:
            return words("comparer.pas_connu")
        return self.poverty.figure("ecart").written(words, "points") if self.poverty else ""
