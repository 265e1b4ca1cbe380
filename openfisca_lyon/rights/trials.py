"""Answers that a person has not given, tried side by side.

A trial is one row: the household again, with some unanswered inputs set to possible answers. All the rows of
a situation are computed in one vectorised run. Inputs that a condition reads are tried jointly, all
combinations, up to ``MOST_TOGETHER``; beyond, two at a time, and beyond ``MOST_PAIRS`` one at a time: the
report then says that the search was partial.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine import Households, Partial, calculate, stack
from openfisca_lyon.engine.households import GROUPS, PERSON
from openfisca_lyon.rights.doubts import at
from openfisca_lyon.situations import Situation
from openfisca_lyon.situations.situation import members_of, periods_of
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

MOST_TOGETHER = 64
MOST_PAIRS = 250
CENT = 0.01

Row = tuple[tuple[str, Any], ...]
"""Answers tried together: inputs and values, sorted by input."""


def row(answers: Mapping[str, Any]) -> Row:
    """Return the row of some answers."""
    return tuple(sorted(answers.items()))


def domain(system: TaxBenefitSystem, name: str, month: str) -> tuple[Any, ...]:
    """Return the answers to try for an input: both booleans, every Enum member, around each threshold."""
    variable, question = system.variables[name], QUESTIONS[name]
    if variable.value_type is bool:
        return (False, True)
    if variable.value_type is Enum:
        return tuple(member.name for member in variable.possible_values)
    if variable.value_type is date:
        first = np.datetime64(month, "M")
        return tuple((first - months).astype("datetime64[D]") for months in question.domaine or (0, 12, 240))
    if variable.value_type is str:
        return question.domaine or ("",)
    step: float = 1 if variable.value_type is int else CENT
    values = set(question.domaine)
    for path in question.seuils:
        threshold = at(system, path)(f"{month}-01")
        if isinstance(threshold, int | float):
            values |= {threshold - step, threshold, threshold + step}
    values = {round(value, 2) for value in values if value >= 0} | {0}
    return tuple(sorted(values if len(values) > 1 else {0, 1, 2, 5} if step == 1 else {0, 100, 1000}))


def combined(domains: Mapping[str, tuple[Any, ...]]) -> tuple[list[Row], bool]:
    """Return the rows that try some inputs together, and whether some combinations were left out."""
    names = sorted(domains)
    if prod(len(domains[name]) for name in names) <= MOST_TOGETHER:
        values = product(*(domains[name] for name in names))
        return [row(dict(zip(names, each, strict=True))) for each in values], False
    singles = [row({name: value}) for name in names for value in domains[name]]
    pairs = [
        row({one: first, other: second})
        for one, other in combinations(names, 2)
        for first in domains[one]
        for second in domains[other]
    ]
    return ([*singles, *pairs] if len(pairs) <= MOST_PAIRS else singles), True


def varied(
    situation: Situation,
    system: TaxBenefitSystem,
    rows: Sequence[Row],
    masks: Mapping[str, NDArray[np.bool_]],
    computed: Mapping[str, NDArray[Any]],
) -> Households:
    """Return the household once per row, each with the answers of its row.

    Args:
        situation: the household.
        system: the rules.
        rows: answers to try.
        masks: for each input tried, the members who have not answered.
        computed: values of the inputs that have a formula, for the rows that do not try them.
    """
    base = situation.households
    columns: dict[tuple[str, str], NDArray[Any]] = {}
    trials: dict[str, dict[int, Any]] = {}
    for rank, answers in enumerate(rows):
        for name, value in answers:
            trials.setdefault(name, {})[rank] = value
    for name, tried in sorted(trials.items()):
        variable = system.variables[name]
        members = members_of(base, variable.entity.key)
        shared: NDArray[Any] | None = None
        for period in periods_of(variable.definition_period, situation.month):
            said = (name, period) in base.columns
            if shared is not None and not said:
                columns[name, period] = shared  # what was not said is the same at each period
                continue
            start = _start(base, variable, period, members, computed.get(name))
            column = np.tile(start, len(rows)).reshape(len(rows), members)
            if column.dtype.kind == "U":
                widest = max([column.dtype.itemsize // 4, *(len(str(value)) for value in tried.values())])
                column = column.astype(f"<U{widest}")
            for rank, value in tried.items():
                column[rank, masks[name]] = value
            columns[name, period] = column.ravel()
            shared = shared if said else columns[name, period]
    return base.repeated(len(rows)).with_columns(columns)


def _start(
    base: Households, variable: Any, period: str, members: int, computed: NDArray[Any] | None
) -> NDArray[Any]:
    """Return the values of an input before any trial: given, computed, or the default."""
    given = base.columns.get((variable.name, period))
    if given is not None:
        return given
    if variable.value_type is Enum:
        values = list(variable.possible_values)
        if computed is not None:
            return np.array([values[int(index)].name for index in computed])
        return np.full(members, variable.default_value.name)
    if computed is not None:
        return computed
    if variable.value_type is date:
        return np.full(members, np.datetime64(variable.default_value), dtype="datetime64[D]")
    if variable.value_type is str:
        return np.full(members, variable.default_value or "")
    return np.full(members, variable.default_value, dtype=variable.dtype)


def run(
    several: Sequence[Households | None],
    variables: Iterable[str],
    month: str,
    system: TaxBenefitSystem,
) -> list[dict[str, NDArray[Any]]]:
    """Compute variables for several households or rows of households, as few simulations as can be.

    What people are asked and may not have answered is given in the same way whatever they answered, so that
    every household of a month is computed alike, and together.
    """
    wanted = tuple(variables)
    results: list[dict[str, NDArray[Any]]] = [{} for _ in several]
    together: dict[frozenset[tuple[str, str]], list[tuple[int, Households]]] = {}
    for rank, one in enumerate(several):
        if one is not None:
            alike = in_part(one, system)
            firm = frozenset(key for key in alike.columns if system.variables[key[0]].formulas)
            together.setdefault(firm, []).append((rank, alike))
    for ranked in together.values():
        parts = padded([each for _, each in ranked], system)
        values = calculate(stack(parts), wanted, month, None if system is load() else system)
        starts = dict.fromkeys((PERSON, *GROUPS), 0)
        for (rank, _), part in zip(ranked, parts, strict=True):
            ends = {entity: start + members_of(part, entity) for entity, start in starts.items()}
            shares = {entity: slice(starts[entity], ends[entity]) for entity in starts}
            for name in wanted:
                results[rank][name] = values[name][shares[system.variables[name].entity.key]]
            starts = ends
    return results


def in_part(households: Households, system: TaxBenefitSystem) -> Households:
    """Return the same households, what they answered that the law may compute given in part: to all of them.

    The law then computes it all the same, to no effect, and goes through the same formulas as for those who
    did not answer.
    """
    columns, partial = {}, dict(households.partial)
    everyone: dict[int, NDArray[np.bool_]] = {}
    for (name, period), values in households.columns.items():
        variable = system.variables.get(name)
        if name not in QUESTIONS or variable is None or not variable.formulas:
            columns[name, period] = values
            continue
        given = everyone.setdefault(len(values), np.ones(len(values), dtype=np.bool_))
        partial[name, period] = Partial(values, given)
    return replace(households, columns=columns, partial=partial)


def padded(several: Sequence[Households], system: TaxBenefitSystem) -> list[Households]:
    """Return households given the same columns: where one has none, its default, of which OpenFisca computes the same."""
    if len(several) == 1:
        return list(several)
    columns = {key for each in several for key in each.columns}
    partial = {key for each in several for key in each.partial}
    found = []
    for each in several:
        more = {
            key: _start(each, system.variables[key[0]], key[1], _members(each, system, key[0]), None)
            for key in columns - each.columns.keys()
        }
        parts = dict(each.partial)
        for key in partial - parts.keys():
            members = _members(each, system, key[0])
            default = _start(each, system.variables[key[0]], key[1], members, None)
            parts[key] = Partial(default, np.zeros(members, dtype=np.bool_))
        found.append(replace(each, columns={**each.columns, **more}, partial=parts))
    return [_named(each, system) for each in found]


def _members(households: Households, system: TaxBenefitSystem, name: str) -> int:
    return members_of(households, system.variables[name].entity.key)


def _named(households: Households, system: TaxBenefitSystem) -> Households:
    """Return Enum members by name: some are given by index, and both cannot be put in one array."""

    def named(name: str, values: NDArray[Any]) -> NDArray[Any]:
        variable = system.variables.get(name)
        if variable is None or variable.value_type is not Enum or values.dtype.kind not in "iu":
            return values
        return np.array([member.name for member in variable.possible_values]).take(values)

    return replace(
        households,
        columns={key: named(key[0], values) for key, values in households.columns.items()},
        partial={
            key: part._replace(values=named(key[0], part.values)) for key, part in households.partial.items()
        },
    )
