"""What households receive under some rules: who holds each right, for how much a year, and what they live on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.comparisons.costing import Costed, costing
from openfisca_lyon.comparisons.take_up import TakeUp, known
from openfisca_lyon.engine import Households
from openfisca_lyon.engine.households import PERSON
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.statut import Statut

Array = NDArray[Any]
Floats = NDArray[np.float64]
Values = Mapping[str, Array]

MONTHS = 12
SUPPORT = "soutien_financier_parents_ou_tiers"
YOUNG = (16, 30)  # who is asked about the help of their parents
CHILD = 2  # role of a child in a household
EARNED = ("salaire_net", "chomage_net", "retraite_nette", "rpns_auto_entrepreneur_benefice")
"""What people live on beside the rights, in euros a month: after contributions, before income tax."""
TAX = "impot_revenu_restant_a_payer"  # euros a year, of a tax household; negative when it is to be paid
UNITS = "unites_consommation"
TENANTS = ("locataire_hlm", "locataire_vide", "locataire_meuble", "locataire_foyer")
SURE = (list(Statut).index(Statut.eligible), list(Statut).index(Statut.eligible_probable))
TO_STUDY = list(Statut).index(Statut.a_etudier)


@dataclass(frozen=True)
class Held:
    """A right, as it is held by the members of its entity.

    Attributes:
        entity: whose right it is.
        holders: for each member, whether it receives the right.
        amounts: for each member, euros a year; for a tariff, what it does not pay.
        counted: whether it is money lived on, a price not paid, or neither (see ``costing.yaml``).
    """

    entity: str
    holders: NDArray[np.bool_]
    amounts: Floats
    counted: str


def watched() -> tuple[Costed, ...]:
    """Return the rights whose holders are counted on the population."""
    return tuple(
        one for one in costing().values() if one.row.methode == "population" or (one.row.moteur or "") != ""
    )


def received_names() -> tuple[str, ...]:
    """Return the ``_percu`` inputs that take-up decides, those that others follow first."""
    return tuple(name for one in known().values() for name in one.received)


def asked_names() -> tuple[str, ...]:
    """Return the variables to compute, in the order in which reports ask them.

    What OpenFisca finds of a variable that reads itself in the past depends on what was asked before: the housing
    aid forgets the RSA of the month before once the RSA has been asked.
    """
    names = [*EARNED, TAX, UNITS, *received_names()]
    for one in watched():
        names += one.amounts if one.row.methode == "population" or one.row.compte != "rien" else ()
        if one.row.moteur:
            names.append(one.row.moteur)
        if status := one.entry.variable_statut:
            names.append(status)
        names += [
            other.variable_statut
            for other in (entry.entry for entry in costing().values())
            if one.droit in other.prioritaire_sur and other.variable_statut
        ]
    return tuple(sorted(set(names)))


def questioned(population: Population, month: str) -> Households:
    """Return households as the engine takes them, with what is supposed of all because nothing is published.

    No statistic says what help the young receive from their parents. All those who do not live with them, students
    too, are supposed to receive too little: the RSJ is then a highest figure, for its reforms as well.
    """
    households = population.households(month)
    people = population.individus
    years = people["age_mois"].to_numpy() // MONTHS
    young = (years >= YOUNG[0]) & (years <= YOUNG[1]) & (people["role_menage"].to_numpy() != CHILD)
    months = [key for key in households.columns if key[0] == SUPPORT]
    # One array for all months: it is read, kept and cut in blocks once.
    supposed = np.where(young, _index(SUPPORT, "insuffisant"), households.columns[months[0]])
    return households.with_columns(dict.fromkeys(months, supposed))


def _index(name: str, member: str) -> int:
    """Return the rank of a member of an Enum, as populations give it."""
    return [one.name for one in load().variables[name].possible_values].index(member)


def homes_of(population: Population) -> dict[str, NDArray[np.int64]]:
    """Return for each entity the household of each of its members."""
    people = population.individus
    homes = people["menage"].to_numpy()
    found = {PERSON: homes, "menage": np.arange(len(population))}
    for name in ("famille", "foyer_fiscal"):
        numbers = people[name].to_numpy()
        found[name] = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.int64)
        found[name][numbers] = homes
    return found


def read_of(one: Costed, values: Values) -> list[str]:
    """Return the variables that decide who holds a right, and for how much."""
    named = [*one.amounts, one.row.moteur, one.entry.variable_statut]
    named += [
        prior.entry.variable_statut
        for prior in costing().values()
        if one.droit in prior.entry.prioritaire_sur
    ]
    return [name for name in named if name and name in values]


def received(one: Costed, values: Values) -> Held:
    """Return a right as the rules give it to all who ask, without those to whom another right replaces it."""
    variables = load().variables
    follows = one.row.methode == "effectif" and one.row.compte == "rien"  # only its driver is counted
    status = None if follows else one.entry.variable_statut
    named = status or (one.row.moteur if follows else "") or (one.amounts[0] if one.amounts else "")
    entity = str(variables[named].entity.key)
    amounts = sum(
        (np.asarray(values[name], dtype=np.float64) for name in one.amounts if name in values),
        np.zeros(len(values[named])),
    )
    if follows:
        holders = np.asarray(values[named] > 0)
    elif status:
        kept = SURE if one.row.a_etudier == "ecarte" else (*SURE, TO_STUDY)
        holders = np.isin(values[status], kept)
    else:
        holders = amounts > 0
    for prior in costing().values():
        other = prior.entry.variable_statut
        replaces = one.droit in prior.entry.prioritaire_sur and other in values
        if other and replaces and variables[other].entity.key == entity:
            holders = holders & ~np.isin(values[other], SURE)
    return Held(entity, holders, np.where(holders, amounts * one.times, 0.0), one.row.compte)


@dataclass(frozen=True)
class Outcome:
    """What a population receives under some rules, with an assumption of take-up.

    Attributes:
        population: who.
        values: variables computed for all, by name (see :func:`asked_names`).
        take_up: who claims.
        claims: for rights of which each household counts for the rate, whether each household claims; then the
            population is there as many times as there are ``shares``.
        shares: what each time counts for; they add up to one.
        rates: the rate of these rights.
        before: what is received under the rules in force, if these are other rules; the arrays of variables that
            they leave alone are its own.
        memo: totals already found, for an outcome with which several reforms are compared.
    """

    population: Population
    values: Values
    take_up: TakeUp
    claims: Mapping[str, NDArray[np.bool_]]
    shares: tuple[float, ...]
    rates: Mapping[str, float]
    before: "Outcome | None" = field(default=None, repr=False, compare=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def homes(self) -> dict[str, NDArray[np.int64]]:
        """For each entity, the household of each of its members."""
        return homes_of(self.population)

    @cached_property
    def rights(self) -> dict[str, Held]:
        """Each right that is watched, as it is held; a right that another replaces is not held."""
        return {one.droit: self._held(one) for one in watched()}

    def _held(self, one: Costed) -> Held:
        before = self.before
        if before is not None and all(
            self.values[name] is before.values[name] for name in read_of(one, self.values)
        ):
            return before.rights[one.droit]
        held = received(one, self.values)
        holders, homes = held.holders, self.homes[held.entity]
        if one.row.parmi == "locataires":
            tenures = self.population.menages["statut_occupation_logement"].astype(str)
            holders = holders & tenures.isin(TENANTS).to_numpy()[homes]
        claims = self.claims.get(one.droit)
        if claims is None:
            claims = self.take_up.claims(one.droit, self.population.menages)
        if claims is not None:
            holders = holders & claims[homes]
        return replace(held, holders=holders, amounts=np.where(holders, held.amounts, 0.0))

    def by_home(self, entity: str, values: Array) -> Floats:
        """Return the total by household of what the members of an entity have."""
        held = np.asarray(values, dtype=np.float64)
        return np.bincount(self.homes[entity], held, minlength=len(self.population)).astype(np.float64)

    def amounts_by_home(self, right: str) -> Floats:
        """Return what a right brings each household, in euros a year."""
        held = self.rights[right]
        return self.by_home(held.entity, held.amounts)

    @cached_property
    def units(self) -> Floats:
        """Consumption units of each household."""
        return np.asarray(self.values[UNITS], dtype=np.float64)

    @cached_property
    def income(self) -> Floats:
        """What each household lives on, in euros a year: earned, plus the rights it receives, less income tax."""
        earned = sum(self.by_home(PERSON, self.values[name]) for name in EARNED) * MONTHS
        tax = self.by_home("foyer_fiscal", self.values[TAX])
        return np.asarray(earned + tax + self._counted("revenu"))

    @cached_property
    def saved(self) -> Floats:
        """What each household does not pay, in euros a year."""
        return self._counted("economie")

    @cached_property
    def levels(self) -> Floats:
        """The standard of living of each household, in euros a year."""
        return self.income / self.units

    def _counted(self, kind: str) -> Floats:
        rights = [right for right, held in self.rights.items() if held.counted == kind]
        return sum((self.amounts_by_home(right) for right in rights), np.zeros(len(self.population)))
