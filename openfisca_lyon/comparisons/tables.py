"""What a reform changes, as rows of tables: each figure with its bar, in columns ``x`` and ``x_erreur``.

Money is in euros a year, the bar half a 95 % interval. ``docs/definitions.md`` defines each measure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.comparisons.bars import half_width
from openfisca_lyon.comparisons.costing import Costed, costing
from openfisca_lyon.comparisons.groups import Dimension, quality, sizes
from openfisca_lyon.comparisons.measures import FELT_BY_YEAR, quantiles, spread
from openfisca_lyon.comparisons.outcomes import Held, Outcome, watched
from openfisca_lyon.comparisons.survey import Figures, Survey, Totals
from openfisca_lyon.comparisons.touched import Touched

Row = dict[str, Any]
Floats = NDArray[np.float64]

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


@dataclass(frozen=True)
class Pair:
    """What a population receives under the rules in force, and under a reform.

    Attributes:
        before, after: the two.
        survey: its weights, and their replicates.
        line: the poverty line, in euros a year by consumption unit.
        touched: what the reform touches.
        dimensions: the groups in which winners and losers are counted.
    """

    before: Outcome
    after: Outcome
    survey: Survey
    line: float
    touched: Touched
    dimensions: tuple[Dimension, ...] = ()

    def tables(self) -> dict[str, Iterable[Row]]:
        """Return the rows of each table of an ``Impact``."""
        return {
            "budget": self.spending(),
            "financeurs": self.payers(),
            "publies": self.published(),
            "beneficiaires": self.beneficiaries(),
            "menages": [self.moves()],
            "groupes": self.groups(),
            "pauvrete": self.poverty(),
        }

    def spending(self) -> Iterator[Row]:
        """Yield what each right costs, before and after."""
        for one in watched():
            if is_paid(one):
                yield {
                    "droit": one.droit,
                    "nom": one.entry.nom,
                    "financeur": one.entry.financeur,
                    "methode": one.row.methode,
                    "effet": self.effect(one.droit),
                    **_three(self._totals(one.droit, "amounts")),
                }

    def payers(self) -> Iterator[Row]:
        """Yield what each payer pays, before and after, for the rights that are costed."""
        found: dict[str, list[tuple[Totals, Totals]]] = {}
        for one in watched():
            if is_paid(one):
                found.setdefault(one.entry.financeur, []).append(self._totals(one.droit, "amounts"))
        for payer, rights in sorted(found.items()):
            before, after = (_sum([right[when] for right in rights]) for when in (0, 1))
            yield {"financeur": payer, **_three((before, after))}

    def published(self) -> Iterator[Row]:
        """Yield, for rights costed from their published spending, that spending and how it would follow.

        It follows what the population shows of its driver; where nothing drives it, nothing is said.
        """
        for one in costing().values():
            spent = one.row.publie
            if spent is None:
                continue
            row: Row = {
                "droit": one.droit,
                "nom": one.entry.nom,
                "financeur": one.entry.financeur,
                "annee_publiee": spent.annee,
                "publie": spent.montant,
                "hypothese": " ".join(one.row.pourquoi.split()),
            }
            if one.row.moteur:
                driven = [self._driver(one.droit, outcome) for outcome in (self.before, self.after)]
                change = self.survey.ratio(driven[1] - driven[0], driven[0])
                # A published figure is known to half a unit of its last digit: no change of it is known better.
                found = change.value * spent.montant
                known = np.abs(change.value) * spent.precision
                row |= _pair("ecart", Figures(found, np.hypot(change.error * spent.montant, known)))
            else:
                row |= {"ecart": float("nan"), "ecart_erreur": float("nan")}
            yield row

    def beneficiaries(self) -> Iterator[Row]:
        """Yield how many receive each right, who enters and who leaves, and the mean they receive."""
        for one in watched():
            held = self.before.rights[one.droit], self.after.rights[one.droit]
            people, money = self._totals(one.droit, "holders"), self._totals(one.droit, "amounts")
            entered = self._by_home(held[0], held[1].holders & ~held[0].holders)
            left = self._by_home(held[0], held[0].holders & ~held[1].holders)
            row: Row = {
                "droit": one.droit,
                "nom": one.entry.nom,
                "unite": UNITS[held[0].entity],
                **_three(people),
                **_pair("entrees", self.survey.total(entered)),
                **_pair("sorties", self.survey.total(left)),
            }
            for name, number, amount in zip(("avant", "apres"), people, money, strict=True):
                row |= _pair(f"montant_moyen_{name}", amount.over(number))
            row["effet"] = self.effect(one.droit)
            yield row

    def _totals(self, right: str, what: str) -> tuple[Totals, Totals]:
        """Return the totals of a right before and after: those before are found once for all reforms."""
        held = self.before.rights[right], self.after.rights[right]
        key = f"{what}:{right}"
        if key not in self.before.memo:
            self.before.memo[key] = self.survey.totals(self._by_home(held[0], getattr(held[0], what)))
        before: Totals = self.before.memo[key]
        if np.array_equal(getattr(held[0], what), getattr(held[1], what)):
            return before, before
        return before, self.survey.totals(self._by_home(held[1], getattr(held[1], what)))

    def effect(self, right: str) -> str:
        """Tell how the reform reaches a right: ``direct``, ``induit`` by another right, or ``aucun``."""
        before, after = self.before.rights[right], self.after.rights[right]
        if np.array_equal(before.holders, after.holders) and np.array_equal(before.amounts, after.amounts):
            return "aucun"
        return "direct" if self.touched.directly(costing()[right]) else "induit"

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
        return {
            **_pair("menages", self.survey.total(one)),
            **_pair("gagnants", self.survey.total(up)),
            **_pair("perdants", self.survey.total(down)),
            **_pair("gain_moyen", self.survey.ratio(self.changes * up, up)),
            **_pair("perte_moyenne", self.survey.ratio(-self.changes * down, down)),
            **_pair("changement_moyen", self.survey.ratio(self.changes, one)),
            "changement_median": float(middle[0]),
            "changement_median_erreur": float(half_width(np.nan_to_num(again[0]))),
        }

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
            yield row

    def poverty(self) -> Iterator[Row]:
        """Yield poverty under the national line, and inequality, of persons."""
        persons = sizes(self.before.population)
        poor = [persons * (one.levels < self.line) for one in (self.before, self.after)]
        yield {
            "mesure": "taux",
            "libelle": "Taux de pauvreté",
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
            row |= _pair(name, self.survey.ratio(values, below))
        return row

    def _spread(self, outcome: Outcome, persons: Floats) -> tuple[Floats, Floats]:
        order = np.argsort(outcome.levels, kind="stable")
        levels, people = outcome.levels[order], persons[order]
        return self.survey.part(order).measure(lambda weights: spread(levels, weights * people, self.line))

    @cached_property
    def _new(self) -> NDArray[np.int64]:
        """The first household of each record."""
        return np.unique(self.survey.record, return_index=True)[1]

    def _driver(self, right: str, outcome: Outcome) -> Floats:
        held = outcome.rights[right]
        return self._by_home(held, held.amounts if held.amounts.any() else held.holders)

    def _by_home(self, held: Held, values: NDArray[Any]) -> Floats:
        return self.before.by_home(held.entity, values)

    def _both(self, prefix: str, before: Floats, after: Floats) -> Row:
        first = self.survey.total(before)
        same = np.array_equal(before, after)
        return {
            **_pair(f"{prefix}avant", first),
            **_pair(f"{prefix}apres", first if same else self.survey.total(after)),
            **_pair(f"{prefix}ecart", self.survey.total(after - before)),
        }


def is_paid(one: Costed) -> bool:
    """Tell whether what a right costs is computed on the population."""
    return bool(one.amounts) and not (one.row.methode == "effectif" and one.row.compte == "rien")


def _three(both: tuple[Totals, Totals]) -> Row:
    """Return totals before and after, and their difference."""
    before, after = both
    change = Totals(after.value - before.value, after.again - before.again)
    return {
        **_pair("avant", before.figures()),
        **_pair("apres", after.figures()),
        **_pair("ecart", change.figures()),
    }


def _sum(several: list[Totals]) -> Totals:
    return Totals(
        np.sum([one.value for one in several], axis=0), np.sum([one.again for one in several], axis=0)
    )


def _pair(name: str, figures: Figures) -> Row:
    return {name: float(figures.value[0]), f"{name}_erreur": float(figures.error[0])}


def _stacked(several: list[Totals]) -> Totals:
    return Totals(
        np.concatenate([one.value for one in several]), np.concatenate([one.again for one in several])
    )
