"""What a reform changes, as rows of tables: each figure with its bar, in columns ``x`` and ``x_erreur``.

Money is in euros a year, the bar half a 95 % interval. ``docs/definitions.md`` defines each measure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.comparisons.bars import half_width
from openfisca_lyon.comparisons.groups import Dimension, quality, sizes
from openfisca_lyon.comparisons.laws import Floats, Laws, Row, pair, three
from openfisca_lyon.comparisons.measures import FELT_BY_YEAR, quantiles, spread
from openfisca_lyon.comparisons.outcomes import Outcome, watched
from openfisca_lyon.comparisons.spending import Spending, is_paid
from openfisca_lyon.comparisons.survey import Figures, Totals

UNITS = {
    "individu": "personnes",
    "famille": "familles",
    "foyer_fiscal": "foyers fiscaux",
    "menage": "ménages",
}


SPREAD = {
    "mediane": ("Niveau de vie médian", "euros par an"),
    "gini": ("Indice de Gini", "indice"),
    "rapport": ("Rapport entre le neuvième et le premier décile", "rapport"),
    "intensite": ("Intensité de la pauvreté", "part"),
}
"""What :func:`~openfisca_lyon.comparisons.measures.spread` returns, in its order."""
MOVES = (
    "gagnants", "perdants", "gain_moyen", "perte_moyenne", "changement_moyen", "changement_median",
    "part_gagnants", "part_perdants", "ecart_moyen",
)  # fmt: skip
AFTER = ("apres", "ecart")
NO_FIGURE = Figures(np.array([np.nan]), np.array([np.nan]))


@dataclass(frozen=True)
class Pair(Laws):
    """A population under the rules in force and under a reform, as the rows of each table.

    Attributes:
        line: the poverty line, in euros a year by consumption unit.
        dimensions: the groups in which winners and losers are counted.
    """

    line: float
    dimensions: tuple[Dimension, ...] = ()

    def tables(self) -> dict[str, Iterable[Row]]:
        """Return the rows of each table of an ``Impact``."""
        return {
            "totaux": [self.spending.total()],
            "budget": self.spending.rights(),
            "financeurs": self.spending.payers(),
            "publies": self.spending.published(),
            "non_chiffres": self.spending.not_costed(),
            "beneficiaires": self.beneficiaries(),
            "menages": [self.moves()],
            "groupes": self.groups(),
            "pauvrete": self.poverty(),
        }

    @cached_property
    def spending(self) -> Spending:
        """What the reform costs."""
        return Spending(self)

    @cached_property
    def followed(self) -> bool:
        """Whether households that gain or lose can be told: not when all that changes is of people nobody knows."""
        return bool(self.changes.any()) or not self.spending.not_followed

    def beneficiaries(self) -> Iterator[Row]:
        """Yield how many receive each right, who enters and who leaves, and the mean they receive."""
        for one in watched():
            held = self.before.rights[one.droit], self.after.rights[one.droit]
            people, money = self.totals(one.droit, "holders"), self.totals(one.droit, "amounts")
            entered = self.by_home(held[0].entity, held[1].holders & ~held[0].holders)
            left = self.by_home(held[0].entity, held[0].holders & ~held[1].holders)
            row: Row = {
                "droit": one.droit,
                "nom": one.row.qui or one.nom,
                "unite": UNITS[held[0].entity],
                **three(*people),
                **pair("entrees", self.survey.total(entered)),
                **pair("sorties", self.survey.total(left)),
            }
            for name, number, amount in zip(("avant", "apres"), people, money, strict=True):
                row |= pair(f"montant_moyen_{name}", amount.over(number) if is_paid(one) else NO_FIGURE)
            row["effet"] = self.effect(one.droit)
            yield row

    @cached_property
    def changes(self) -> Floats:
        """What each household gains or loses, in euros a year, prices it no longer pays included."""
        gained = self.after.income - self.before.income + self.after.saved - self.before.saved
        # A total of float32 amounts leaves dust far under a cent.
        return np.asarray(np.round(gained, 2))

    def moves(self) -> Row:
        """Return who gains and who loses, all households together."""
        up, down = self.changes > FELT_BY_YEAR, self.changes < -FELT_BY_YEAR
        one = np.ones(len(self.changes))
        moved = np.flatnonzero(up | down)
        gained, some = self.changes[moved], self.survey.part(moved)
        middle, again = np.zeros(1), np.zeros((1, 2))
        if len(moved):
            middle, again = some.measure(lambda weights: quantiles(gained, weights, 0.5))
        row: Row = {
            **pair("menages", self.survey.total(one)),
            "non_suivis": ", ".join(one.droit for one in self.spending.not_followed),
            **pair("gagnants", self.survey.total(up)),
            **pair("perdants", self.survey.total(down)),
            **pair("gain_moyen", self.survey.ratio(self.changes * up, up)),
            **pair("perte_moyenne", self.survey.ratio(-self.changes * down, down)),
            **pair("changement_moyen", self.survey.ratio(self.changes, one)),
            "changement_median": float(middle[0]),
            "changement_median_erreur": float(half_width(np.nan_to_num(again[0]))),
        }
        return row if self.followed else _blank(row, MOVES)

    def groups(self) -> Iterator[Row]:
        """Yield who gains and who loses, group by group."""
        for dimension in self.dimensions:
            yield from self._group(dimension)

    def _group(self, dimension: Dimension) -> Iterator[Row]:
        up, down = self.changes > FELT_BY_YEAR, self.changes < -FELT_BY_YEAR
        size = len(dimension.keys)
        counted = {
            "effectif": np.ones(len(up)),
            "gagnants": up.astype(np.float64),
            "perdants": down.astype(np.float64),
            "ecart": self.changes,
        }
        found: dict[str, Figures] = {}
        if dimension.of_home is not None:
            groups = dimension.of_home
            records = np.bincount(groups[self._new], minlength=size)
            totals = {
                name: self.survey.totals(one, groups, size)
                for name, one in counted.items()
                if name != "effectif"
            }
            key = f"effectif:{dimension.name}"
            if key not in self.before.memo:
                self.before.memo[key] = self.survey.totals(counted["effectif"], groups, size)
            totals["effectif"] = self.before.memo[key]
        else:
            people = dimension.people
            assert people is not None
            records = (people[self._new] > 0).sum(axis=0)
            totals = {
                name: _stacked([self.survey.totals(one * people[:, rank]) for rank in range(size)])
                for name, one in counted.items()
            }
        for name in ("effectif", "gagnants", "perdants"):
            found[name] = totals[name].figures()
        found["part_gagnants"] = totals["gagnants"].over(totals["effectif"])
        found["part_perdants"] = totals["perdants"].over(totals["effectif"])
        found["ecart_moyen"] = totals["ecart"].over(totals["effectif"])
        for rank, (key, label) in enumerate(zip(dimension.keys, dimension.labels, strict=True)):
            row: Row = {
                "dimension": dimension.name,
                "rang": rank,
                "groupe": key,
                "libelle": label,
                "unite": "personnes" if dimension.people is not None else "ménages",
                "tirages": int(records[rank]),
                "qualite": quality(int(records[rank])),
            }
            for name, figures in found.items():
                row[name] = float(figures.value[rank])
                row[f"{name}_erreur"] = float(figures.error[rank])
            yield row if self.followed else _blank(row, MOVES)

    def poverty(self) -> Iterator[Row]:
        """Yield poverty under the national line, and inequality, of persons."""
        for row in self._poverty():
            yield row if self.followed else _blank(row, AFTER)

    def _poverty(self) -> Iterator[Row]:
        persons = sizes(self.before.population)
        poor = [persons * (one.levels < self.line) for one in (self.before, self.after)]
        yield {
            "mesure": "taux",
            "libelle": "Taux de pauvreté, ménages d'étudiants compris",
            "unite": "part",
            **self._shares(poor, persons),
        }
        # Students alone are poor in any count of money: the figures that are published leave them out.
        field = self.before.population.fiscal
        yield {
            "mesure": "taux_insee",
            "libelle": "Taux de pauvreté, sans les ménages d'étudiants (champ de l'Insee)",
            "unite": "part",
            **self._shares([one * field for one in poor], persons * field),
        }
        yield {
            "mesure": "personnes",
            "libelle": "Personnes pauvres",
            "unite": "personnes",
            **self._both("", poor[0], poor[1]),
        }
        missing = [np.maximum(self.line - one.levels, 0) * one.units for one in (self.before, self.after)]
        yield {
            "mesure": "manque",
            "libelle": "Ce qui manque pour que personne ne soit pauvre",
            "unite": "euros par an",
            **self._both("", missing[0], missing[1]),
        }
        if "spread" not in self.before.memo:
            self.before.memo["spread"] = self._spread(self.before, persons)
        found = [self.before.memo["spread"]]
        same = np.array_equal(self.before.levels, self.after.levels)
        found.append(found[0] if same else self._spread(self.after, persons))
        for rank, (name, (label, unit)) in enumerate(SPREAD.items()):
            (before, drawn_before), (after, drawn_after) = ((one[0][rank], one[1][rank]) for one in found)
            yield {
                "mesure": name,
                "libelle": label,
                "unite": unit,
                "avant": float(before),
                "avant_erreur": float(half_width(drawn_before)),
                "apres": float(after),
                "apres_erreur": float(half_width(drawn_after)),
                "ecart": float(after - before),
                "ecart_erreur": float(half_width(drawn_after - drawn_before)),
            }

    def _shares(self, above: list[Floats], below: Floats) -> Row:
        """Return two shares of the same whole, and their difference."""
        found = {"avant": above[0], "apres": above[1], "ecart": above[1] - above[0]}
        row: Row = {}
        for name, values in found.items():
            row |= pair(name, self.survey.ratio(values, below))
        return row

    def _spread(self, outcome: Outcome, persons: Floats) -> tuple[Floats, Floats]:
        order = np.argsort(outcome.levels, kind="stable")
        levels, people = outcome.levels[order], persons[order]
        return self.survey.part(order).measure(lambda weights: spread(levels, weights * people, self.line))

    @cached_property
    def _new(self) -> NDArray[np.int64]:
        """The first household of each record."""
        return np.unique(self.survey.record, return_index=True)[1]

    def _both(self, prefix: str, before: Floats, after: Floats) -> Row:
        first = self.survey.total(before)
        same = np.array_equal(before, after)
        return {
            **pair(f"{prefix}avant", first),
            **pair(f"{prefix}apres", first if same else self.survey.total(after)),
            **pair(f"{prefix}ecart", self.survey.total(after - before)),
        }


def _blank(row: Row, names: Iterable[str]) -> Row:
    """Return a row without the figures that nothing says."""
    return {
        name: float("nan") if name.removesuffix("_erreur") in names else cell for name, cell in row.items()
    }


def _stacked(several: list[Totals]) -> Totals:
    return Totals(
        np.concatenate([one.value for one in several]), np.concatenate([one.again for one in several])
    )
