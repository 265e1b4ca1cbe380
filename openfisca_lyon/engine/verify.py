"""Compares the fast way with plain OpenFisca on random households: ``python -m openfisca_lyon.engine.verify``.

With ``--coverage 2026-10`` it prints instead which variables are left to plain OpenFisca, and why.

Households are drawn to be awkward rather than likely: one to nine people of any age, adult children with a
family and a tax return of their own, couples taxed apart, every status, and variables given that formulas
would otherwise compute.
"""

import argparse
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.indexed_enums import Enum
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine import Baseline, Cut, calculate, coverage
from openfisca_lyon.engine.fallback import reasons
from openfisca_lyon.engine.households import Groups, Households, Partial
from openfisca_lyon.system import load, reforms
from openfisca_lyon.system.loading import rule_modules, variables_of

Array = NDArray[Any]
Draw = Callable[[np.random.Generator, int], Array]

NATIONAL = (
    "rsa", "ppa", "aah", "mva", "aide_logement", "cmu_c", "acs", "css_participation_forfaitaire",
    "aspa", "asi", "af", "cf", "asf", "ars", "paje", "aeeh", "rfr", "nbptr", "impot_revenu_restant_a_payer",
    "revenu_disponible", "niveau_de_vie",
)  # fmt: skip
PERIODS = ("2019-06", "2021-02", "2023-01", "2024-07", "2025-03", "2026-01", "2026-10")
COMMUNES = ["69123", "69381", "69389", "69266", "69034", "69264", "75056", "97411", "13055", "01004"]


def _some(share: float, low: float, high: float) -> Draw:
    """Return a number for some, zero for the others."""
    return lambda rng, n: np.round(rng.uniform(low, high, n), 2) * (rng.random(n) < share)


# What may be given: the unit it is given by, and how it is drawn.
MONTHLY: dict[str, Draw] = {
    "salaire_de_base": _some(0.5, 200, 6000),
    "chomage_brut": _some(0.1, 100, 3000),
    "retraite_brute": _some(0.15, 100, 3000),
    "pensions_invalidite": _some(0.05, 100, 1500),
    "indemnites_journalieres_maladie": _some(0.05, 10, 900),
    "pensions_alimentaires_percues": _some(0.05, 10, 500),
    "activite": lambda rng, n: rng.integers(0, 5, n),
    "taux_incapacite": lambda rng, n: rng.choice([0, 0.4, 0.6, 0.85], n, p=[0.8, 0.05, 0.05, 0.1]),
    "enceinte": lambda rng, n: rng.random(n) < 0.03,
    "loyer": _some(0.8, 100, 1500),
    "charges_locatives": _some(0.3, 10, 200),
    "coloc": lambda rng, n: rng.random(n) < 0.1,
    "statut_occupation_logement": lambda rng, n: rng.integers(0, 9, n),
    "depcom": lambda rng, n: rng.choice(COMMUNES, n),
    "nationalite": lambda rng, n: rng.choice(["FR", "IT", "MA", "US"], n),
    "statut_marital": lambda rng, n: rng.integers(1, 7, n),
    "garde_alternee": lambda rng, n: rng.random(n) < 0.05,
    "scolarite": lambda rng, n: rng.integers(0, 6, n),
}
YEARLY: dict[str, Draw] = {
    "f4ba": _some(0.05, 100, 20000),
    "f2dc": _some(0.05, 100, 20000),
    "caseP": lambda rng, n: rng.random(n) < 0.05,
    "nbF": lambda rng, n: rng.integers(0, 4, n),
}
# Variables that have a formula, given all the same.
OVERRIDDEN: dict[str, Draw] = {
    "salaire_net": _some(0.5, 200, 4000),
    "aah": _some(0.1, 100, 1000),
    "aide_logement": _some(0.3, 30, 400),
    "rsa": _some(0.3, 30, 900),
    "af": _some(0.3, 30, 400),
    "ppa": _some(0.3, 30, 400),
    "en_couple": lambda rng, n: rng.random(n) < 0.4,
}
OVERRIDDEN_YEARLY: dict[str, Draw] = {
    "rfr": _some(0.8, 100, 60000),
    "nbptr": lambda rng, n: rng.choice([1, 1.5, 2, 2.5, 3], n),
}


def months_before(period: str, count: int) -> list[str]:
    """Return a month and those before it, the oldest first."""
    last = np.datetime64(period, "M")
    return [str(last - back) for back in range(count - 1, -1, -1)]


def random_structure(rng: np.random.Generator, count: int) -> Households:
    """Draw households: who lives with whom, nothing given."""
    household: list[int] = []
    of: dict[str, list[int]] = {"famille": [], "foyer_fiscal": [], "menage": []}
    role: dict[str, list[int]] = {"famille": [], "foyer_fiscal": [], "menage": []}
    families = taxes = 0
    for number in range(count):
        size = int(rng.integers(1, 10)) if rng.random() < 0.3 else int(rng.integers(1, 5))
        couple = size > 1 and rng.random() < 0.5
        apart = couple and rng.random() < 0.4
        first_family, first_tax = families, taxes
        families, taxes = families + 1, taxes + 1
        for rank in range(size):
            household.append(number)
            of["menage"].append(number)
            partner = rank == 1 and couple
            alone = rank > (1 if couple else 0) and rng.random() < 0.15
            role["menage"].append(0 if rank == 0 else 1 if partner else int(rng.choice([2, 3])))
            if alone:
                of["famille"].append(families)
                of["foyer_fiscal"].append(taxes)
                role["famille"].append(0)
                role["foyer_fiscal"].append(0)
                families, taxes = families + 1, taxes + 1
                continue
            of["famille"].append(first_family)
            role["famille"].append(0 if rank == 0 else 1 if partner else 2)
            if partner and apart:
                of["foyer_fiscal"].append(taxes)
                role["foyer_fiscal"].append(0)
                taxes += 1
            else:
                of["foyer_fiscal"].append(first_tax)
                role["foyer_fiscal"].append(0 if rank == 0 else 1 if partner else 2)
    counts = {"famille": families, "foyer_fiscal": taxes, "menage": count}
    groups = {name: Groups(counts[name], np.array(of[name]), np.array(role[name])) for name in of}
    return Households(len(household), groups, {}, np.array(household))


def random_households(
    rng: np.random.Generator,
    count: int,
    period: str,
    system: TaxBenefitSystem,
    given: Iterable[str] = (*MONTHLY, *YEARLY),
    months: int = 15,
    steady: float = 0.7,
) -> Households:
    """Draw households and what is given of them.

    Args:
        rng: a generator.
        count: how many.
        period: the month they are computed for.
        system: the rules, which tell whose each variable is.
        given: the variables given, beside the date of birth.
        months: for how many months.
        steady: how likely a value is to be the same as in other months.
    """
    people = random_structure(rng, count)
    sizes = {"individu": people.persons} | {name: group.count for name, group in people.groups.items()}
    adult = people.groups["famille"].role < 2
    ages = np.where(adult, rng.integers(16, 101, people.persons), rng.integers(0, 26, people.persons))
    born = np.datetime64(period, "D") - (ages * 365.25).astype(int) - rng.integers(0, 365, people.persons)
    columns: dict[tuple[str, str], Array] = {("date_naissance", "ETERNITY"): born}
    draws = MONTHLY | YEARLY | OVERRIDDEN | OVERRIDDEN_YEARLY
    for name in given:
        variable = system.variables.get(name)
        if variable is None:
            continue
        size = sizes[variable.entity.key]
        draw = draws.get(name) or draw_of(variable)
        if str(variable.definition_period.value) == "year":
            year = int(period[:4])
            periods = [str(each) for each in range(year - 2, year + 1)]
        elif str(variable.definition_period.value) == "eternity":
            periods = ["ETERNITY"]
        else:
            periods = months_before(period, months)
        usual = draw(rng, size)
        for at in periods:
            columns[(name, at)] = usual if rng.random() < steady else draw(rng, size)
    return people.with_columns(columns)


def draw_of(variable: Any) -> Draw:
    """Return a way to draw values of any variable."""
    if variable.value_type == Enum:
        return lambda rng, n: rng.integers(0, len(variable.possible_values), n)
    if variable.value_type is bool:
        return lambda rng, n: rng.random(n) < 0.4
    if variable.value_type is int:
        return lambda rng, n: rng.integers(0, 30, n)
    if variable.value_type is float:
        return _some(0.5, 0, 2000)
    if variable.value_type is str:
        return lambda rng, n: rng.choice(COMMUNES, n)
    return lambda rng, n: np.datetime64("2010-01-01") + rng.integers(0, 7000, n)


def differences(
    households: Households, variables: Sequence[str], period: str, reform: TaxBenefitSystem | None = None
) -> list[str]:
    """Compute both ways; return what differs, in words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fast = calculate(households, variables, period, reform, engine="fast")
        plain = calculate(households, variables, period, reform, engine="plain")
    return unequal(fast, plain, period)


def unequal(values: Mapping[str, Array], others: Mapping[str, Array], period: str) -> list[str]:
    """Return which values differ, to the last bit, in words."""
    found = []
    for name, other in others.items():
        one = values[name]
        if one.dtype != other.dtype or one.shape != other.shape:
            found.append(f"{name} at {period}: {one.dtype}{one.shape} is not {other.dtype}{other.shape}")
        elif not np.array_equal(one, other, equal_nan=one.dtype.kind == "f") or (
            one.dtype.kind == "f" and np.any(np.signbit(one) != np.signbit(other), where=~np.isnan(one))
        ):
            count = int(np.sum(one != other))
            found.append(f"{name} at {period}: {count} of {len(one)} differ")
    return found


def fuzzed(rng: np.random.Generator, households: Households) -> Households:
    """Take away some of what is given; say that some of the rest is given of some members only."""
    kept = {key: values for key, values in households.columns.items() if key[0] == "date_naissance"}
    partial = {}
    for key, values in households.columns.items():
        draw = rng.random()
        if draw < 0.02 and key not in kept:
            partial[key] = Partial(values, rng.random(len(values)) < 0.5)
        elif draw < 0.9:
            kept[key] = values
    return replace(households, columns=kept, partial=partial)


def reordered(
    rng: np.random.Generator, households: Households, entity_of: Callable[[str], str]
) -> Households:
    """Put people in another order, groups staying where they are."""
    order = rng.permutation(households.persons)
    groups = {
        name: Groups(group.count, group.of_person[order], group.role[order])
        for name, group in households.groups.items()
    }

    def moved(key: tuple[str, str], values: Array) -> Array:
        return values[order] if entity_of(key[0]) == "individu" else values

    return replace(
        households,
        groups=groups,
        household=households.household[order],
        columns={key: moved(key, values) for key, values in households.columns.items()},
        partial={
            key: Partial(moved(key, part.values), moved(key, part.given))
            for key, part in households.partial.items()
        },
    )


def alone(
    households: Households,
    variables: Sequence[str],
    period: str,
    entity_of: Callable[[str], str],
    number: int,
) -> list[str]:
    """Compare what a household gets with others, and without them."""
    together = calculate(households, variables, period, engine="fast")
    one, members = households.selected(np.arange(households.count) == number, entity_of)
    found = calculate(one, variables, period, engine="fast")
    expected = {name: values[members[entity_of(name)]] for name, values in together.items()}
    return [f"household {number} alone: {each}" for each in unequal(found, expected, period)]


def incremental(
    households: Households,
    variables: Sequence[str],
    period: str,
    entity_of: Callable[[str], str],
    reform: TaxBenefitSystem,
    size: int,
) -> list[str]:
    """Compare a reform computed from a baseline, in blocks, with a whole run; and the baseline itself."""
    blocks = Cut(households, size)
    baseline = Baseline(blocks, variables, period, workers=1)
    order = {name: blocks.members(entity_of(name)) for name in variables}

    def in_blocks(values: Mapping[str, Array]) -> dict[str, Array]:
        return {name: array[order[name]] for name, array in values.items()}

    before = in_blocks(calculate(households, variables, period, engine="fast"))
    after = in_blocks(calculate(households, variables, period, reform, engine="fast"))
    changed = baseline.values() | baseline.under(reform, workers=1)
    return [
        *(f"blocks of {size}: {each}" for each in unequal(baseline.values(), before, period)),
        *(f"reform {reform.name}: {each}" for each in unequal(changed, after, period)),
    ]


def local_variables() -> list[str]:
    """Return the names of the variables of this package that have a formula."""
    return [
        variable.__name__
        for module in rule_modules()
        for variable in variables_of(module)
        if any(name.startswith("formula") for name in vars(variable))
    ]


def local_inputs() -> list[str]:
    """Return the names of the variables of this package that have none."""
    return [
        variable.__name__
        for module in rule_modules()
        for variable in variables_of(module)
        if not any(name.startswith("formula") for name in vars(variable))
    ]


def print_coverage(system: TaxBenefitSystem, period: str) -> None:
    """Print the variables that are left to plain OpenFisca, and why."""
    names = [*(name for name in NATIONAL if name in system.variables), *local_variables()]
    given = (*MONTHLY, *YEARLY, *local_inputs())
    drawn = random_households(np.random.default_rng(0), 3, period, system, given)
    left = {name: reason for name, reason in coverage(drawn, names, period).items() if reason}
    print(f"{period}: {len(names) - len(left)} variables of {len(names)} on the fast way")
    for name, reason in left.items():
        print(f"  {name}: {reason}")


def one_round(rng: np.random.Generator, system: TaxBenefitSystem, count: int) -> tuple[str, list[str]]:
    """Draw households and a question; return what was asked, and what differs.

    Both ways are compared, then one household with itself alone, blocks with one call, and a reform computed from
    a baseline with a whole run.
    """
    period = (
        str(rng.choice(PERIODS))
        if rng.random() < 0.7
        else str(np.datetime64("2019-01") + rng.integers(0, 96))
    )
    given = [name for name in (*MONTHLY, *YEARLY, *local_inputs()) if rng.random() < 0.7]
    given += [name for name in (*OVERRIDDEN, *OVERRIDDEN_YEARLY) if rng.random() < 0.15]
    targets = [*(name for name in NATIONAL if name in system.variables), *local_variables()]
    chosen = [str(name) for name in rng.choice(targets, size=min(20, len(targets)), replace=False)]

    def entity_of(name: str) -> str:
        return str(system.variables[name].entity.key)

    drawn = random_households(rng, count, period, system, given)
    if rng.random() < 0.5:
        drawn = fuzzed(rng, drawn)
    if rng.random() < 0.5:
        drawn = reordered(rng, drawn, entity_of)
    found = differences(drawn, chosen, period)
    found += alone(drawn, chosen, period, entity_of, int(rng.integers(count)))
    name = str(rng.choice(sorted(reforms())))
    found += incremental(drawn, chosen, period, entity_of, reforms()[name], int(rng.integers(2, count)))
    return f"{period} · {len(drawn.columns)} columns · {len(chosen)} variables · {name}", found


def main() -> None:
    """Compare for a while, print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--households", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--coverage", metavar="MONTH", help="print what is left to plain OpenFisca, and why")
    options = parser.parse_args()
    system = load()
    if options.coverage:
        print_coverage(system, options.coverage)
        return
    start = time.monotonic()
    rounds = wrong = 0
    while time.monotonic() - start < options.seconds:
        rng = np.random.default_rng((options.seed, rounds))
        what, found = one_round(rng, system, options.households)
        rounds += 1
        wrong += len(found)
        print(f"round {rounds} · {what} · {len(found)} differences", flush=True)
        for line in found:
            print("   ", line)
    print(f"{rounds} rounds, {wrong} differences")
    for reason, count in reasons.read().items():
        print(f"  left to plain OpenFisca: {count} households: {reason}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
