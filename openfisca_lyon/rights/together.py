"""The rights of a household together: what can be received at the same time, and what it comes to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.rights.report import Effect, Left, RightReport, Whole
from openfisca_lyon.situations import Situation

COUNTED = ("eligible", "eligible_probable")
MOST_TOGETHER = 14
ADULTS = (0, 1)  # the first two roles of a family and of a tax return


def whole(situation: Situation, rights: Sequence[RightReport], effects: Iterable[Effect]) -> Whole:
    """Return the best set of rights that can be received together, by its monthly total.

    Rights are weighed one person at a time where they exclude each other: two people of a household may each
    receive one of two rights that one person cannot hold together.
    """
    open_rights = [right for right in rights if right.statut in COUNTED and right.element is None]
    kept: list[RightReport] = []
    left: list[Left] = []
    for group in _clashing(situation, open_rights):
        best = _best(situation, group)
        kept.extend(best)
        for right in group:
            if right not in best:
                instead = next(one for one in best if _clash(situation, one, right))
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


def _clash(situation: Situation, one: RightReport, other: RightReport) -> bool:
    """Tell whether two rights cannot be received together by the same people."""
    if not (_concerns(situation, one, other) or _concerns(situation, other, one)):
        return False
    entries = catalogue()
    first, second = entries[one.id], entries[other.id]
    return other.id in (*first.incompatible_avec, *first.prioritaire_sur) or one.id in (
        *second.incompatible_avec,
        *second.prioritaire_sur,
    )


def _concerns(situation: Situation, one: RightReport, other: RightReport) -> bool:
    """Tell whether a right is held by those who hold another.

    A person holds the right of a family or of a tax return as one of its adults: what a child receives does
    not close what its parents receive for themselves.
    """
    if one.entite == other.entite:
        return one.beneficiaire == other.beneficiaire
    if one.entite != "individu":
        return other.entite != "individu"
    person = situation.labels["individu"].index(one.beneficiaire)
    group = situation.households.groups[other.entite]
    mine = situation.labels[other.entite][group.of_person[person]]
    return mine == other.beneficiaire and (other.entite == "menage" or group.role[person] in ADULTS)


def _clashing(situation: Situation, rights: Sequence[RightReport]) -> list[list[RightReport]]:
    """Group rights so that those of different groups never exclude each other."""
    groups: list[list[RightReport]] = []
    for right in rights:
        touching = [group for group in groups if any(_clash(situation, right, one) for one in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [right])
    return groups


def _best(situation: Situation, group: list[RightReport]) -> list[RightReport]:
    """Return the compatible rights of a group that come to the most; a right that has priority stays."""
    entries = catalogue()
    replaced = {
        other.id
        for right in group
        for other in group
        if other.id in entries[right.id].prioritaire_sur and _clash(situation, right, other)
    }
    choices = [right for right in group if right.id not in replaced]
    if len(choices) > MOST_TOGETHER:  # too many sets to try: from the highest down
        return _completed(situation, [], sorted(group, key=monthly, reverse=True))
    best: tuple[float, int, list[RightReport]] = (-1.0, 0, [])
    for size in range(len(choices), 0, -1):
        for chosen in combinations(choices, size):
            if any(_clash(situation, one, other) for one, other in combinations(chosen, 2)):
                continue
            total = sum(monthly(right) for right in chosen)
            if (total, size) > best[:2]:
                best = (total, size, list(chosen))
    return _completed(situation, best[2], group)


def _completed(
    situation: Situation, kept: Sequence[RightReport], others: Iterable[RightReport]
) -> list[RightReport]:
    """Return the rights kept, with each other one that nothing kept excludes."""
    completed = list(kept)
    for right in others:
        if right not in completed and not any(_clash(situation, right, one) for one in completed):
            completed.append(right)
    return completed
