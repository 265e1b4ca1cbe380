"""A reform against today, for households that were described one by one."""

from collections.abc import Sequence

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.rights import Report, RightReport, evaluate
from openfisca_lyon.rights.report import Frozen, Status
from openfisca_lyon.situations import Situation


class Change(Frozen):
    """A right that the reform changes for someone; amounts are by month, or as the right is paid."""

    droit: str
    element: str | None
    nom: str
    beneficiaire: str
    statut_avant: Status
    statut_apres: Status
    montant_avant: float
    montant_apres: float


class HouseholdChange(Frozen):
    """What a reform changes for one household."""

    foyer: str
    total_mensuel_avant: float
    total_mensuel_apres: float
    changements: tuple[Change, ...]


class Comparison(Frozen):
    """A reform against the rules in force.

    Attributes:
        reforme: its name.
        description: what it does.
        foyers: what changes for each household, in the order they were given.
        gagnants: households whose monthly total rises.
        perdants: households whose monthly total falls.
        cout_mensuel: rise of the monthly totals, all households together.
    """

    reforme: str
    description: str
    foyers: tuple[HouseholdChange, ...]
    gagnants: int
    perdants: int
    cout_mensuel: float


def compare_households(
    situations: Sequence[Situation], reform: TaxBenefitSystem, before: Sequence[Report] | None = None
) -> Comparison:
    """Evaluate households under the rules in force and under a reform.

    Args:
        situations: the households.
        reform: the rules under it.
        before: their reports under the rules in force, where they are known already.
    """
    before, after = before or evaluate(situations), evaluate(situations, reform)
    households = tuple(
        _household(one, other, rank) for rank, (one, other) in enumerate(zip(before, after, strict=True))
    )
    rises = [one.total_mensuel_apres - one.total_mensuel_avant for one in households]
    return Comparison(
        reforme=str(reform.name),
        description=str(getattr(reform, "description", "")),
        foyers=households,
        gagnants=sum(rise > 0 for rise in rises),
        perdants=sum(rise < 0 for rise in rises),
        cout_mensuel=round(sum(rises), 2),
    )


def _household(before: Report, after: Report, rank: int) -> HouseholdChange:
    past = {_key(right): right for right in before.droits}
    changes = tuple(
        change for right in after.droits if (change := _change(past[_key(right)], right)) is not None
    )
    return HouseholdChange(
        foyer=f"foyer {rank + 1}",
        total_mensuel_avant=before.ensemble.total_mensuel_minimum,
        total_mensuel_apres=after.ensemble.total_mensuel_minimum,
        changements=changes,
    )


def _key(right: RightReport) -> tuple[str, str | None, str]:
    return right.id, right.element, right.beneficiaire


def _change(before: RightReport, after: RightReport) -> Change | None:
    """Return what changed, or nothing."""
    amounts = [right.montant.minimum if right.montant else 0.0 for right in (before, after)]
    if before.statut == after.statut and amounts[0] == amounts[1]:
        return None
    return Change(
        droit=after.id,
        element=after.element,
        nom=after.nom,
        beneficiaire=after.beneficiaire,
        statut_avant=before.statut,
        statut_apres=after.statut,
        montant_avant=amounts[0],
        montant_apres=amounts[1],
    )
