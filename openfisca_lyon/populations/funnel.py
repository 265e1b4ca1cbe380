"""Who is left after each condition of a right: where a caseload too high, or too low, comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.catalogue import Entry, catalogue
from openfisca_lyon.engine import Cut, calculate_blocks
from openfisca_lyon.populations.population import Population
from openfisca_lyon.rights.explanation import figures_of
from openfisca_lyon.rights.wording import filled
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.statut import Statut

Array = NDArray[Any]

SURE = (Statut.eligible, Statut.eligible_probable)
OPEN = (*SURE, Statut.a_etudier)
DUE = "Le calcul donne un montant à verser."


@dataclass(frozen=True)
class Step:
    """A condition, in the order in which the right is explained.

    Attributes:
        text: the condition, in French.
        alone: how many meet it, whatever else they meet.
        left: how many meet it and those before it.
    """

    text: str
    alone: float
    left: float


@dataclass(frozen=True)
class Funnel:
    """The conditions of a right, one after the other, over a population in which all claim.

    Attributes:
        right: its name.
        unit: what is counted: ``individu``, ``famille``, ``foyer_fiscal`` or ``menage``.
        counted: how many there are in all.
        steps: its conditions, then the rights that come before it.
        statuses: those left at the end, by status: what is sure, what someone must judge.
        splits: those left at the end, by each fact of several answers that a condition looks at.
    """

    right: str
    unit: str
    counted: float
    steps: tuple[Step, ...]
    statuses: Mapping[str, float]
    splits: Mapping[str, Mapping[str, float]]


def funnel(
    population: Population, right: str, month: str, progress: Callable[[float], None] | None = None
) -> Funnel:
    """Count who is left after each condition of a right.

    Args:
        population: who.
        right: its id in the catalogue.
        month: the month asked.
        progress: told the share that is done.

    Raises:
        ValueError: there is no such right, or the catalogue has no conditions for it; the message is in French.
    """
    entry = catalogue().get(right)
    if entry is None:
        raise ValueError(f"Aucun droit ne s'appelle « {right} » : « openfisca-lyon rights » les donne tous.")
    decides = entry.variable_statut or (entry.montant.variable if entry.montant else None)
    if not entry.conditions or decides is None:
        raise ValueError(f"Les conditions de « {right} » ne sont pas écrites une à une.")
    system = load()
    prior = [
        (other.nom, other.variable_statut)
        for other in catalogue().values()
        if right in other.prioritaire_sur and other.variable_statut
    ]
    enums = [
        one.valeur
        for one in entry.conditions
        if one.valeur and getattr(system.variables[one.valeur], "possible_values", None) is not None
    ]
    names = [one.variable for one in entry.conditions]
    wanted = tuple(dict.fromkeys([*names, *enums, decides, *(name for _, name in prior)]))
    values = calculate_blocks(
        Cut(population.households(month)),
        wanted,
        month,
        progress=(lambda done, count: progress(done / count)) if progress else None,
    )
    unit = system.variables[decides].entity.key
    held = {
        name: _carried(population, values[name], system.variables[name].entity.key, unit) for name in wanted
    }
    return _counted(population, entry, unit, prior, tuple(dict.fromkeys(enums)), held, month)


def sure(status: Array) -> NDArray[np.bool_]:
    """Tell who has a right without anyone's judgement being waited for."""
    return np.isin(status, [list(Statut).index(one) for one in SURE])


def _counted(
    population: Population,
    entry: Entry,
    unit: str,
    prior: list[tuple[str, str]],
    enums: tuple[str, ...],
    held: Mapping[str, Array],
    month: str,
) -> Funnel:
    """Put together what was computed of each member."""
    system = load()
    weights = population.poids[_homes(population, unit)]
    figures = figures_of(system, entry.conditions, month)
    members = list(Statut)
    meets = [(filled(one.texte, figures), held[one.variable] > 0) for one in entry.conditions]
    meets += [(f"Ne pas avoir droit à : {name}.", ~sure(held[status])) for name, status in prior]
    status = held.get(entry.variable_statut or "")
    if status is None and entry.montant:  # a national right has no status of ours: its amount decides
        meets.append((DUE, held[entry.montant.variable] > 0))
    steps, left = [], np.ones(len(weights), dtype=np.bool_)
    for text, met in meets:
        left = left & met
        steps.append(Step(text, float(weights[met].sum()), float(weights[left].sum())))
    return Funnel(
        right=entry.nom,
        unit=unit,
        counted=float(weights.sum()),
        steps=tuple(steps),
        statuses={}
        if status is None
        else {
            one.value: float(weights[left & (status == rank)].sum())
            for rank, one in enumerate(members)
            if one in OPEN and (left & (status == rank)).any()
        },
        splits={
            system.variables[name].label: {
                str(one.value): float(weights[left & (held[name] == rank)].sum())
                for rank, one in enumerate(system.variables[name].possible_values)
                if (left & (held[name] == rank)).any()
            }
            for name in enums
        },
    )


def _homes(population: Population, unit: str) -> Array:
    """Return the household of each member of an entity."""
    people = population.individus
    if unit == "menage":
        return np.arange(len(population))
    homes = people["menage"].to_numpy()
    return homes if unit == "individu" else homes[~people[unit].duplicated().to_numpy()]


def _carried(population: Population, values: Array, entity: str, unit: str) -> Array:
    """Give what is known of one entity to the members of another: a person has what their group has."""
    if entity == unit:
        return values
    people = population.individus
    of_person = values if entity == "individu" else values[people[entity].to_numpy()]
    if unit == "individu":
        return of_person
    # A group takes what its first member has; a condition holds when it does of one of them.
    groups = people[unit].to_numpy()
    if of_person.dtype == np.bool_:
        return np.bincount(groups, weights=of_person) > 0
    first = ~people[unit].duplicated().to_numpy()
    return of_person[first]
