"""The rights of a household together: what can be received at the same time, and what it comes to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.rights.report import Effect, Left, RightReport, Whole

COUNTED = ("eligible", "eligible_probable")
MOST_TOGETHER = 14


def whole(rights: Sequence[RightReport], effects: Iterable[Effect]) -> Whole:
    """Return the best set of rights that can be received together, by its monthly total.

    Rights are weighed one person at a time where they exclude each other: two people of a household may each
    receive one of two rights that one person cannot hold together.
    """
    open_rights = [right for right in rights if right.statut in COUNTED and right.element is None]
    kept: list[RightReport] = []
    left: list[Left] = []
    for group in _clashing(open_rights):
        best = _best(group)
        kept.extend(best)
        for right in group:
            if right not in best:
                instead = next(one for one in best if _clash(one, right))
                left.append(Left(droit=right.id, beneficiaire=right.beneficiaire, au_profit_de=instead.id))
    paid: dict[str, float] = defaultdict(float)
    for right in kept:
        if monthly(right):
            paid[right.financeur] += monthly(right)
    return Whole(
        retenus=tuple(right.id for right in kept),
        ecartes=tuple(left),
        total_mensuel_minimum=round(sum(monthly(right) for right in kept), 2),
        total_mensuel_maximum=round(sum(monthly(right, highest=True) for right in kept), 2),
        par_financeur={payer: round(amount, 2) for payer, amount in sorted(paid.items())},
        effets=tuple(effects),
    )


def monthly(right: RightReport, *, highest: bool = False) -> float:
    """Return what a right brings each month; prices, ceilings and single payments bring nothing monthly."""
    money = right.montant
    if money is None or money.nature != "gain" or money.par != "mois" or money.unite != "EUR":
        return 0.0
    return money.maximum if highest else money.minimum


def _clash(one: RightReport, other: RightReport) -> bool:
    """Tell whether two rights cannot be received together by the same people."""
    if one.entite == other.entite and one.beneficiaire != other.beneficiaire:
        return False
    entries = catalogue()
    first, second = entries[one.id], entries[other.id]
    return other.id in (*first.incompatible_avec, *first.prioritaire_sur) or one.id in (
        *second.incompatible_avec,
        *second.prioritaire_sur,
    )


def _clashing(rights: Sequence[RightReport]) -> list[list[RightReport]]:
    """Group rights so that those of different groups never exclude each other."""
    groups: list[list[RightReport]] = []
    for right in rights:
        touching = [group for group in groups if any(_clash(right, one) for one in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [right])
    return groups


def _best(group: list[RightReport]) -> list[RightReport]:
    """Return the compatible rights of a group that come to the most; a right that has priority stays."""
    entries = catalogue()
    replaced = {
        other.id
        for right in group
        for other in group
        if other.id in entries[right.id].prioritaire_sur and _clash(right, other)
    }
    choices = [right for right in group if right.id not in replaced][:MOST_TOGETHER]
    best: tuple[float, int, list[RightReport]] = (-1.0, 0, [])
    for size in range(len(choices), 0, -1):
        for chosen in combinations(choices, size):
            if any(_clash(one, other) for one, other in combinations(chosen, 2)):
                continue
            total = sum(monthly(right) for right in chosen)
            if (total, size) > best[:2]:
                best = (total, size, list(chosen))
    return best[2]
