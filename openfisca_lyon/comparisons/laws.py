"""A population under two sets of rules: what each right brings under both, and how the change reaches it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.comparisons.costing import costing
from openfisca_lyon.comparisons.outcomes import Outcome
from openfisca_lyon.comparisons.survey import Figures, Survey, Totals
from openfisca_lyon.comparisons.touched import Touched

Row = dict[str, Any]
Floats = NDArray[np.float64]
NONE, DIRECT, BY_ANOTHER = "aucun", "direct", "induit"


@dataclass(frozen=True)
class Laws:
    """What a population receives under the rules in force, and under a reform.

    Attributes:
        before, after: the two.
        survey: its weights, and their replicates.
        touched: what the reform touches.
    """

    before: Outcome
    after: Outcome
    survey: Survey
    touched: Touched

    def totals(self, right: str, what: str) -> tuple[Totals, Totals]:
        """Return the totals of a right before and after: those before are found once for all reforms.

        Args:
            right: its id.
            what: ``amounts`` or ``holders``.
        """
        held = self.before.rights[right], self.after.rights[right]
        key = f"{what}:{right}"
        if key not in self.before.memo:
            self.before.memo[key] = self.survey.totals(self.by_home(held[0].entity, getattr(held[0], what)))
        before: Totals = self.before.memo[key]
        if held[0] is held[1] or np.array_equal(getattr(held[0], what), getattr(held[1], what)):
            return before, before
        return before, self.survey.totals(self.by_home(held[1].entity, getattr(held[1], what)))

    def effect(self, right: str) -> str:
        """Tell how the reform reaches a right: ``direct``, ``induit`` by another right, or ``aucun``."""
        before, after = self.before.rights[right], self.after.rights[right]
        if before is after:
            return NONE
        if np.array_equal(before.holders, after.holders) and np.array_equal(before.amounts, after.amounts):
            return NONE
        return DIRECT if self.touched.directly(costing()[right]) else BY_ANOTHER

    def by_home(self, entity: str, values: NDArray[Any]) -> Floats:
        """Return the total by household of what the members of an entity have."""
        return self.before.by_home(entity, values)


def pair(name: str, figures: Figures) -> Row:
    """Return a figure and its bar as two cells of a row."""
    return {name: float(figures.value[0]), f"{name}_erreur": float(figures.error[0])}


def three(before: Totals, after: Totals, vague: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Row:
    """Return totals before and after, and their difference.

    Args:
        before, after: the totals.
        vague: how far each of the three may be, in euros, for another reason than the draw.
    """
    change = Totals(after.value - before.value, after.again - before.again)
    row: Row = {}
    for name, one, more in zip(("avant", "apres", "ecart"), (before, after, change), vague, strict=True):
        found = one.figures()
        row |= pair(name, Figures(found.value, np.hypot(found.error, more)))
    return row


def added(several: list[Totals]) -> Totals:
    """Return the sum of totals, replicate by replicate: what varies together, or against, is then known."""
    return Totals(
        np.sum([one.value for one in several], axis=0), np.sum([one.again for one in several], axis=0)
    )
