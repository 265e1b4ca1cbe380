"""Cliffs: where earning more leaves less, and the right that causes it.

A household is computed at thousands of net wages at once, all else equal: the wage asked has been the same for two
years, as the law looks back that far. ``marginal`` does it over a population.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons.costing import YEARLY, Costed, Row, costing
from openfisca_lyon.comparisons.outcomes import EARNED, MONTHS, TAX, Held, received, watched
from openfisca_lyon.engine import Households, calculate
from openfisca_lyon.situations import Situation
from openfisca_lyon.situations.incomes import gross_of
from openfisca_lyon.situations.situation import periods_of

Floats = NDArray[np.float64]

GROSS, NET = "salaire_de_base", "salaire_net"
FELT = 1.0  # euros a month under which resources do not fall: a rounding of the law
MOST_POINTS = 20_000


@dataclass(frozen=True)
class Cliffs:
    """What is left of each net wage.

    Attributes:
        points: by net wage, in euros a month: ``salaire_net``, ``ressources`` (all that the household lives on),
            ``taux_marginal`` (what is lost of one more euro; above 1, resources fall), then each right.
        falls: ``de``, ``a`` (net wages), ``perte`` (euros a month), ``droit`` and ``nom`` of the right that falls
            most, ``rattrape_a`` (the net wage at which the loss is made up for).
        closings: rights that close as the wage rises: ``droit``, ``nom``, ``salaire_net`` (the last that has it).
    """

    points: pd.DataFrame
    falls: pd.DataFrame
    closings: pd.DataFrame


def cliffs(
    situation: Situation,
    person: int = 0,
    *,
    most: float = 3_000.0,
    step: float = 1.0,
    reform: TaxBenefitSystem | None = None,
) -> Cliffs:
    """Compute a household at each net wage of one of its people.

    Args:
        situation: the household, with all that does not change.
        person: rank of who earns the wage.
        most: greatest net wage, in euros a month.
        step: euros between two wages.
        reform: the rules; those in force if None.

    Raises:
        ValueError: there is no such person, or too many wages; the message is in French.
    """
    nets = np.round(np.arange(0.0, most + step / 2, step), 2)
    if not 0 <= person < situation.households.persons:
        raise ValueError(f"Ce foyer n'a pas de personne de rang {person}.")
    if not 2 <= len(nets) <= MOST_POINTS:
        raise ValueError(f"Il faut de 2 à {MOST_POINTS} salaires : changez le pas ou le plus haut salaire.")
    households = _earning(situation.households, person, nets, situation.month)
    rights = _rights()
    names = [*EARNED, TAX]
    for one in rights:
        names += [*one.amounts, *([one.entry.variable_statut] if one.entry.variable_statut else [])]
        names += [one.row.moteur] if one.row.moteur and one.row.compte == "rien" else []
    values = calculate(households, dict.fromkeys(names), situation.month, reform)
    held = {one.droit: received(one, values) for one in rights}
    amounts = {
        right: _by_copy(each.amounts / MONTHS, len(nets))
        for right, each in held.items()
        if each.counted != "rien" and each.amounts.any()
    }
    _keep_best(amounts)
    earned = sum(_by_copy(values[name], len(nets)) for name in EARNED)
    tax = _by_copy(values[TAX] / MONTHS, len(nets))
    total = np.round(earned + tax + sum(amounts.values(), np.zeros(len(nets))), 2)
    return Cliffs(_points(nets, total, amounts), _falls(nets, total, amounts, tax), _closings(nets, held))


def _rights() -> tuple[Costed, ...]:
    """Return the rights that count in resources, and those that may close."""
    found = {one.droit: one for one in watched()}
    for right, entry in catalogue().items():
        money = entry.montant
        if right in found or money is None or money.nature != "gain" or money.par not in YEARLY:
            continue
        row = Row(methode="population", pourquoi=costing()[right].row.pourquoi, compte="revenu")
        found[right] = Costed(droit=right, entry=entry, row=row)
    return tuple(found.values())


def _keep_best(amounts: dict[str, Floats]) -> None:
    """Leave out, at each wage, the rights that cannot be received with others that bring more."""
    entries = catalogue()
    against = {
        right: [
            other
            for other in amounts
            if other in entries[right].incompatible_avec or right in entries[other].incompatible_avec
        ]
        for right in amounts
    }
    for right in sorted(amounts, key=lambda one: -len(against[one])):
        rivals = sum((amounts[other] for other in against[right]), np.zeros_like(amounts[right]))
        better = amounts[right] > rivals
        for other in against[right]:
            amounts[other] = np.where(better, 0.0, amounts[other])
        amounts[right] = np.where(better | (rivals == 0), amounts[right], 0.0)


def _earning(households: Households, person: int, nets: Floats, month: str) -> Households:
    """Repeat a household at each net wage of a person."""
    count, size = len(nets), households.persons
    repeated = households.repeated(count)
    months = periods_of("month", month)
    columns = dict(repeated.columns)
    place = np.arange(count) * size + person
    wages = gross_of(NET, np.repeat(nets[:, None], len(months), axis=1), months)
    for rank, each in enumerate(months):
        old = columns.get((GROSS, each))
        gross = np.zeros(count * size) if old is None else np.array(old, dtype=np.float64)
        gross[place] = wages[:, rank]
        columns[GROSS, each] = gross
        if (NET, each) in columns:
            net = np.array(columns[NET, each], dtype=np.float64)
            net[place] = nets
            columns[NET, each] = net
    return repeated.with_columns(columns)


def _by_copy(values: NDArray[np.generic], count: int) -> Floats:
    """Return the total of each copy of the household."""
    return np.asarray(np.asarray(values, dtype=np.float64).reshape(count, -1).sum(axis=1), dtype=np.float64)


def _points(nets: Floats, total: Floats, amounts: dict[str, Floats]) -> pd.DataFrame:
    rate = np.append(1 - np.diff(total) / np.diff(nets), np.nan)
    shown = {right: np.round(each, 2) for right, each in amounts.items()}
    return pd.DataFrame(
        {"salaire_net": nets, "ressources": total, "taux_marginal": np.round(rate, 4), **shown}
    )


def _falls(nets: Floats, total: Floats, amounts: dict[str, Floats], tax: Floats) -> pd.DataFrame:
    rows = []
    step = np.diff(total)
    for rank in np.flatnonzero(step < -FELT):
        drops = {right: float(each[rank + 1] - each[rank]) for right, each in amounts.items()}
        drops["impot"] = float(tax[rank + 1] - tax[rank])
        right = min(drops, key=lambda one: drops[one])
        again = np.flatnonzero((total >= total[rank]) & (np.arange(len(nets)) > rank))
        rows.append(
            {
                "de": nets[rank],
                "a": nets[rank + 1],
                "perte": round(float(-step[rank]), 2),
                "droit": right,
                "nom": catalogue()[right].nom if right in catalogue() else "Impôt sur le revenu",
                "rattrape_a": nets[again[0]] if len(again) else float("nan"),
            }
        )
    return pd.DataFrame(rows, columns=["de", "a", "perte", "droit", "nom", "rattrape_a"])


def _closings(nets: Floats, held: dict[str, Held]) -> pd.DataFrame:
    rows = []
    for right, each in held.items():
        open_ = np.asarray(each.holders.reshape(len(nets), -1).any(axis=1))
        for rank in np.flatnonzero(open_[:-1] & ~open_[1:]):
            rows.append({"droit": right, "nom": catalogue()[right].nom, "salaire_net": nets[rank]})
    return pd.DataFrame(rows, columns=["droit", "nom", "salaire_net"]).sort_values(
        "salaire_net", ignore_index=True
    )
