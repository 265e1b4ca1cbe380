"""Builds a synthetic population of the Métropole from published margins alone: nobody in it exists."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from openfisca_lyon.populations import margins as published
from openfisca_lyon.populations.activity import GROUPS, STUDENT, Activity, occupy
from openfisca_lyon.populations.calibration import design_effect
from openfisca_lyon.populations.composition import (
    CHILD,
    HEAD,
    NO_FAMILY,
    Composition,
    compose,
)
from openfisca_lyon.populations.draws import Draws, normal_quantile
from openfisca_lyon.populations.dwellings import Dwellings, house, tenures
from openfisca_lyon.populations.grouping import families, tax_returns
from openfisca_lyon.populations.incomes import Incomes, Places, earn, factors
from openfisca_lyon.populations.population import (
    INDIVIDUS,
    MENAGES,
    TENURES,
    TYPES,
    Metadata,
    Population,
    sealed,
)
from openfisca_lyon.populations.standard import TAXED_SHARE, YOUNG, Units
from openfisca_lyon.populations.takeup import unclaimed
from openfisca_lyon.populations.weighing import made_whole, weighed
from openfisca_lyon.situations.reading import ADULT_CHILD

Array = NDArray[Any]

SEED = 2026
RECORDS = 80_000
PACKAGES = ("openfisca-lyon", "openfisca-france", "numpy")
AMOUNTS = {"salaires": 2021, "prestations": 2021, "loyers": 2023}
OLD = 65
JOINT_TAX = 0.82  # of couples, those married or in a civil union: one tax return
SUPPORT_AGES = (16, 30)

Progress = Callable[[str, float], None]
SCHOOLS = ("inconnue", "maternelle", "primaire", "college", "lycee", "enseignement_superieur")
SCHOOL_AGES = (3, 6, 11, 15, 18)  # the age from which each school is the usual one
STATUSES = ("actif", "chomeur", "etudiant", "retraite", "inactif")
SUPPORTS = ("aucun", "insuffisant", "suffisant")


def build(*, seed: int = SEED, records: int = RECORDS, progress: Progress | None = None) -> Population:
    """Build a population.

    Args:
        seed: of the draws; with the margins, it decides everything.
        records: how many households are drawn, about.
        progress: called with what is being done, and the share that is done.
    """
    say = progress or (lambda _what, _share: None)
    say("Ménages et personnes", 0.0)
    people = compose(seed, records)
    activity = occupy(seed, people)
    incomes = earn(seed, people, activity)
    student = activity.status[people.place == HEAD] == STUDENT
    standing = _standing(people, incomes)
    tenure = tenures(seed, people, standing, student)
    population = _tables(seed, people, activity, tenure)
    say("Poids", 0.1)
    found = weighed(population, people.initial)
    weights = made_whole(population, found.weights, seed)
    say("Revenus", 0.75)
    units, places = _units(population, people, activity, incomes, weights, student)
    incomes = incomes.scaled(factors(units, places)[people.home])
    say("Logements", 0.95)
    dwellings = house(seed, people, tenure, standing, student, weights.astype(np.float64))
    ratios = found.weights / people.initial * (people.initial.sum() / found.weights.sum())
    notes = (
        f"Poids calés en {found.steps} pas ; effet de plan {design_effect(weights[weights > 0]):.3f} ; rapport "
        f"des poids calés aux poids initiaux de {ratios.min():.2f} à {ratios.max():.2f}.",
    )
    whole = _completed(population, weights, incomes, dwellings, replace(population.metadata, notes=notes))
    built = sealed(whole.select(weights > 0))
    say("Fini", 1.0)
    return built


def _completed(
    population: Population, weights: Array, incomes: Incomes, dwellings: Dwellings, metadata: Metadata
) -> Population:
    """Put in tables what was found after the weights."""
    menages = population.menages.assign(
        poids=weights,
        maison=dwellings.house,
        pieces=dwellings.rooms,
        surface=dwellings.surface,
        loyer=dwellings.rent,
        charges_locatives=dwellings.charges,
        anciennete_logement=dwellings.seniority,
        voitures=dwellings.cars,
    )
    people = population.individus
    residence = dwellings.residence[people["menage"].to_numpy()]
    individus = people.assign(
        salaire_de_base=incomes.wage,
        chomage_brut=incomes.benefit,
        retraite_brute=incomes.pension,
        rpns_auto_entrepreneur_CA_bnc=incomes.turnover,
        residence_mois=np.minimum(residence, people["age_mois"].to_numpy()),
    )
    return Population(menages.astype(MENAGES), individus.astype(INDIVIDUS), metadata)


def _units(
    population: Population,
    people: Composition,
    activity: Activity,
    incomes: Incomes,
    weights: Array,
    student: Array,
) -> tuple[Units, Places]:
    """Return those who live on the same money, and what sets the standard of living of their households."""
    table = population.individus
    family, role = table["famille"].to_numpy(), table["role_famille"].to_numpy()
    count = int(family[-1]) + 1
    heads = np.flatnonzero(role == 0)
    home = people.home[heads]
    children = np.minimum(np.bincount(family[role == 2], minlength=count), 4)
    couple = np.bincount(family[role == 1], minlength=count) > 0
    kind = np.where(couple, 5 + children, children)
    kind = np.where((kind == 0) & (people.age[heads] < ADULT_CHILD), YOUNG, kind)
    sources = (incomes.wage, incomes.benefit, incomes.pension, TAXED_SHARE * incomes.turnover)
    earned = np.column_stack([np.bincount(family, weights=each, minlength=count) * 1.0 for each in sources])
    own = incomes.total()
    second = np.zeros(count)
    pairs = family[role == 1]
    first, other = own[heads[pairs]], own[role == 1]
    second[pairs] = np.minimum(first, other) / np.maximum(first + other, 1e-9)
    tenures = population.menages["statut_occupation_logement"].cat.codes.to_numpy().astype(np.int64)
    place = np.where(tenures == 1, 1, np.where((tenures == 2) | (tenures == 3), 2, 0))
    # Those who share a flat pay their part each; in a family's home, others are hosted.
    tenure = np.where((people.place[heads] == HEAD) | (people.kind[home] == NO_FAMILY), place[home], 0)
    disabled = np.bincount(family, weights=activity.incapacity > 0, minlength=count) > 0
    places = Places(
        commune=people.commune,
        fiscal=~student & (weights > 0),
        people=weights * np.bincount(people.home, minlength=len(people.kind)),
        consumption=consumption_units(people),
        untaken=unclaimed(tenures, population.menages["alea_recours"].to_numpy()),
    )
    old = people.age[heads] >= OLD
    return Units(home, kind, second, tenure, disabled, old, earned), places


def _standing(people: Composition, incomes: Incomes) -> Array:
    """Return the place of each household by income per consumption unit, as a standard normal."""
    units = consumption_units(people)
    gross = np.bincount(people.home, weights=incomes.total(), minlength=len(people.kind)) / units
    order = np.argsort(gross, kind="stable")
    reached = np.cumsum(people.initial[order]) - people.initial[order] / 2
    place = np.empty(len(order))
    place[order] = reached / people.initial.sum()
    return normal_quantile(place)


def consumption_units(people: Composition) -> Array:
    """Return the consumption units of each household: 1, then 0.5 from the age of 14, 0.3 below."""
    heads = people.place == HEAD
    each = np.where(heads, 1.0, np.where(people.age >= 14, 0.5, 0.3))
    return np.asarray(np.bincount(people.home, weights=each, minlength=len(people.kind)))


def _tables(
    seed: int,
    people: Composition,
    activity: Activity,
    tenure: Array,
) -> Population:
    """Put in tables all but incomes and weights, which come after."""
    draws = Draws(seed, "tables")
    count, persons = len(people.kind), len(people.home)
    months = np.floor(draws.uniform(persons) * 12).astype(np.int64)
    joint = draws.uniform(count) < JOINT_TAX
    school = np.searchsorted(SCHOOL_AGES, people.age, side="right")
    support = np.full(persons, 2)
    at_parents = people.place == CHILD
    young = (people.age >= SUPPORT_AGES[0]) & (people.age <= SUPPORT_AGES[1])
    support[young & ~at_parents & ~activity.studies] = 1
    codes = np.array(published.communes().index)
    menages = pd.DataFrame(
        {
            "poids": np.ones(count),
            "commune": _named(people.commune, list(codes)),
            "type_menage": _named(people.kind, list(TYPES)),
            "statut_occupation_logement": _named(tenure, list(TENURES)),
            "coloc": (people.kind == NO_FAMILY) & np.isin(tenure, (1, 2, 3)),
            "maison": np.zeros(count),
            "pieces": np.zeros(count),
            "surface": np.zeros(count),
            "loyer": np.zeros(count),
            "charges_locatives": np.zeros(count),
            "anciennete_logement": np.zeros(count),
            "voitures": np.zeros(count),
            "alea_recours": np.round(draws.uniform(count), 6),
        }
    )
    family, family_role = families(people.home, people.place, people.age)
    tax, tax_role = tax_returns(people.home, people.place, people.age, activity.status == STUDENT, joint)
    individus = pd.DataFrame(
        {
            "menage": people.home,
            "famille": family,
            "foyer_fiscal": tax,
            "role_menage": people.place,
            "role_famille": family_role,
            "role_foyer_fiscal": tax_role,
            "age_mois": people.age * 12 + months,
            "femme": people.woman,
            "activite": _named(
                np.where(activity.status == 5, np.where(people.age >= 3, 2, 4), activity.status),
                list(STATUSES),
            ),
            "scolarite": _named(np.where(activity.studies, school, 0), list(SCHOOLS)),
            "groupe_socioprofessionnel": _named(activity.trade, list(GROUPS)),
            "temps_partiel": activity.part_time,
            "salaire_de_base": np.zeros(persons),
            "chomage_brut": np.zeros(persons),
            "retraite_brute": np.zeros(persons),
            # Set later; here it tells who is self-employed.
            "rpns_auto_entrepreneur_CA_bnc": activity.self_employed * 1.0,
            "taux_incapacite": activity.incapacity,
            "pch_percu": activity.pch,
            "residence_mois": np.zeros(persons),
            "soutien_financier_parents_ou_tiers": _named(support, list(SUPPORTS)),
        }
    )
    metadata = Metadata(
        source="Population synthétique tirée des marges publiées",
        seed=seed,
        margins=published.digest(),
        versions={name: version(name) for name in PACKAGES},
        amounts=AMOUNTS,
    )
    return Population(menages.astype(MENAGES), individus.astype(INDIVIDUS), metadata)


def _named(codes: Array, names: Sequence[str]) -> Any:
    """Return positions among names as categories."""
    return pd.Categorical.from_codes(codes.astype(np.int64), pd.Index(list(names)))
