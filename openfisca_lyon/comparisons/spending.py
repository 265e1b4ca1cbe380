"""What a reform costs, right by right, by payer and in all; each figure says how it was found.

A right that the population cannot pay out (nobody knows who has a debt) is costed from its published spending, which
follows what the population shows of those it may help. Both kinds add up, and the total says which it holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import hypot

import numpy as np

from openfisca_lyon.comparisons.costing import Costed, costing
from openfisca_lyon.comparisons.laws import NONE, Laws, Row, added, three
from openfisca_lyon.comparisons.outcomes import watched
from openfisca_lyon.comparisons.survey import Totals

COMPUTED, PUBLISHED, BOTH, UNKNOWN = "population", "publie", "population_et_publie", "non"
"""How a cost was found: household by household, from published spending, both, or not at all."""
HIGHEST = "haut"
SLIGHT = 0.01  # of the greatest change, under which a right does not say how the total was found
FELT = 0.5  # euros: a total of amounts kept on four bytes leaves dust


@dataclass(frozen=True)
class Cost:
    """What a right costs a year, before and after.

    Attributes:
        one: the right.
        before, after: its totals.
        found: ``population`` or ``publie``.
        vague: how far a published spending lets before, after and their difference be, in euros.
    """

    one: Costed
    before: Totals
    after: Totals
    found: str
    vague: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def size(self) -> float:
        """How much it changes, in euros, whichever way."""
        return float(np.abs(self.after.value - self.before.value).max())

    @property
    def moves(self) -> bool:
        """Whether it changes."""
        return self.size > FELT


@dataclass(frozen=True)
class Spending:
    """What a reform costs.

    Attributes:
        laws: the population under both sets of rules.
    """

    laws: Laws

    @cached_property
    def costs(self) -> dict[str, Cost]:
        """What each right that can be costed costs, by its id."""
        found = {}
        for one in watched():
            if is_paid(one):
                before, after = self.laws.totals(one.droit, "amounts")
                found[one.droit] = Cost(one, before, after, COMPUTED)
            elif one.row.publie and one.row.moteur:
                found[one.droit] = self._published(one)
        return found

    def rights(self) -> Iterator[Row]:
        """Yield what each right costs, before and after."""
        for right, cost in self.costs.items():
            yield {
                "droit": right,
                "nom": cost.one.nom,
                "financeur": cost.one.entry.financeur,
                "methode": cost.one.row.methode,
                "calcul": cost.found,
                "borne": self._bound(cost),
                "effet": self.laws.effect(right),
                **three(cost.before, cost.after, cost.vague),
            }

    def payers(self) -> Iterator[Row]:
        """Yield what each payer pays, before and after, for the rights that are costed."""
        found: dict[str, list[Cost]] = {}
        for cost in self.costs.values():
            found.setdefault(cost.one.entry.financeur, []).append(cost)
        for payer, costs in sorted(found.items()):
            yield {"financeur": payer, **_together(costs)}

    def total(self) -> Row:
        """Return what the rights that change cost in all, and how that was found.

        The bar is that of the sum, found in each replicate: bars of several rights do not add up. A right that
        changes by next to nothing beside the others is left out: all that it costs today would hide what changes.
        """
        changed = [cost for cost in self.costs.values() if cost.moves]
        most = max((cost.size for cost in changed), default=0.0)
        counted = [cost for cost in changed if cost.size >= SLIGHT * most]
        ways = {cost.found for cost in counted}
        row: Row = {
            "calcul": BOTH if len(ways) > 1 else ways.pop() if ways else COMPUTED,
            "borne": HIGHEST if any(self._bound(cost) for cost in counted) else "",
            "droits": ", ".join(cost.one.droit for cost in counted),
            **_together(counted),
        }
        if not changed and self.unknown:
            row["calcul"] = UNKNOWN
            row |= {name: float("nan") for name in ("avant", "apres", "ecart")}
        return row

    @cached_property
    def unknown(self) -> tuple[Costed, ...]:
        """The rights that the reform reaches and whose cost nothing says."""
        seen = self.laws.before.rights
        return tuple(
            one
            for right, one in costing().items()
            if right not in self.costs
            and one.row.avec not in self.costs
            and (self.laws.touched.directly(one) or (right in seen and self.laws.effect(right) != NONE))
        )

    def not_costed(self) -> Iterator[Row]:
        """Yield the rights that the reform reaches and whose cost nothing says, with the reason."""
        for one in self.unknown:
            yield {
                "droit": one.droit,
                "nom": one.nom,
                "financeur": one.entry.financeur,
                "pourquoi": " ".join(one.row.pourquoi.split()),
            }

    @property
    def not_followed(self) -> tuple[Costed, ...]:
        """The rights that the reform changes for people whom the population does not show."""
        moved = (cost.one for cost in self.costs.values() if cost.moves and cost.found == PUBLISHED)
        return (*moved, *self.unknown)

    def published(self) -> Iterator[Row]:
        """Yield, for rights that have a published spending, that spending and how it would follow.

        It follows what the population shows of its driver; where nothing drives it, nothing is said.
        """
        for right, one in costing().items():
            spent = one.row.publie
            if spent is None:
                continue
            change: Row = {"ecart": float("nan"), "ecart_erreur": float("nan")}
            if one.row.moteur:
                known = self.costs.get(right)
                cost = known if known and known.found == PUBLISHED else self._published(one)
                change = {
                    name: figure
                    for name, figure in three(cost.before, cost.after, cost.vague).items()
                    if name.startswith("ecart")
                }
            yield {
                "droit": right,
                "nom": one.nom,
                "financeur": one.entry.financeur,
                "annee_publiee": spent.annee,
                "publie": spent.montant,
                "hypothese": " ".join(one.row.pourquoi.split()),
                **change,
            }

    def _published(self, one: Costed) -> Cost:
        """Return a published spending, and what it becomes as the population shows of its driver."""
        spent = one.row.publie
        assert spent is not None
        money, people = (self.laws.totals(one.droit, what) for what in ("amounts", "holders"))
        before, after = money if money[0].value.any() else people
        with np.errstate(divide="ignore", invalid="ignore"):
            change = np.nan_to_num(after.value / before.value - 1, posinf=0.0)
            again = np.nan_to_num(after.again / before.again - 1, posinf=0.0)
        # A published figure is known to half a unit of its last digit: no change of it is known better.
        known, moved = spent.precision, float(np.abs(change[0]))
        return Cost(
            one,
            Totals(np.full_like(change, spent.montant), np.full_like(again, spent.montant)),
            Totals(spent.montant * (1 + change), spent.montant * (1 + again)),
            PUBLISHED,
            (known, known * float(1 + change[0]), known * moved),
        )

    def _bound(self, cost: Cost) -> str:
        """Tell whether a change is at most what is said: those who enter are not all those who would receive."""
        people = self.laws.totals(cost.one.droit, "holders")
        more = float(people[1].value[0]) > float(people[0].value[0])
        return cost.one.row.borne if cost.moves and more else ""


def is_paid(one: Costed) -> bool:
    """Tell whether what a right costs is computed on the population."""
    return bool(one.amounts) and not (one.row.methode == "effectif" and one.row.compte == "rien")


def _together(costs: list[Cost]) -> Row:
    """Return what several rights cost in all."""
    if not costs:
        return {f"{name}{end}": 0.0 for name in ("avant", "apres", "ecart") for end in ("", "_erreur")}
    vague = tuple(hypot(*(cost.vague[rank] for cost in costs)) for rank in range(3))
    before, after = (added([getattr(cost, when) for cost in costs]) for when in ("before", "after"))
    return three(before, after, (vague[0], vague[1], vague[2]))
