"""Builds a synthetic population of the Métropole from published margins alone: nobody in it exists."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from openfisca_lyon.populations import margins as published
from openfisca_lyon.populations.activity import GROUPS, STUDENT, Activity, occupy
from openfisca_lyon.populations.composition import (
    CHILD,
    HEAD,
    NO_FAMILY,
    OTHER,
    PARTNER,
    Composition,
    compose,
)
from openfisca_lyon.populations.draws import Draws
from openfisca_lyon.populations.dwellings import Dwellings, house
from openfisca_lyon.populations.incomes import Incomes, earn
from openfisca_lyon.populations.population import (
    INDIVIDUS,
    MENAGES,
    TENURES,
    TYPES,
    Metadata,
    Population,
    renumbered,
    sealed,
)
from openfisca_lyon.situations.reading import ADULT_CHILD, ATTACHED_STUDENT_UNTIL, ATTACHED_UNTIL

Array = NDArray[Any]

SEED = 2026
RECORDS = 80_000
PACKAGES = ("openfisca-lyon", "openfisca-france", "numpy")
AMOUNTS = {"salaires": 2021, "prestations": 2021, "loyers": 2023}
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
    say("Activité", 0.2)
    activity = occupy(seed, people)
    incomes = earn(seed, people, activity)
    standing = _standing(people, incomes)
    student = activity.status[people.place == HEAD] == STUDENT
    say("Logements", 0.4)
    dwellings = house(seed, people, standing, student)
    say("Poids", 0.6)
    weights = np.maximum(np.rint(people.initial), 1).astype(np.int64)
    say("Tables", 0.9)
    population = _tables(seed, people, activity, incomes, dwellings, weights)
    say("Fini", 1.0)
    return population


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


def normal_quantile(shares: Array) -> Array:
    """Return the quantiles of the standard normal law, within 0.0005 (Abramowitz and Stegun 26.2.23)."""
    tail = np.clip(np.minimum(shares, 1 - shares), 1e-12, 0.5)
    step = np.sqrt(-2 * np.log(tail))
    top = 2.515517 + step * (0.802853 + step * 0.010328)
    bottom = 1 + step * (1.432788 + step * (0.189269 + step * 0.001308))
    return np.asarray(np.round(np.where(shares < 0.5, -1.0, 1.0) * (step - top / bottom), 9))


def _tables(
    seed: int,
    people: Composition,
    activity: Activity,
    incomes: Incomes,
    dwellings: Dwellings,
    weights: Array,
) -> Population:
    """Put everything in tables, households of no weight left out."""
    draws = Draws(seed, "tables")
    count, persons = len(people.kind), len(people.home)
    months = np.floor(draws.uniform(persons) * 12).astype(np.int64)
    alone_student = activity.status == STUDENT
    joint = draws.uniform(count) < JOINT_TAX
    school = np.searchsorted(SCHOOL_AGES, people.age, side="right")
    support = np.full(persons, 2)
    at_parents = people.place == CHILD
    young = (people.age >= SUPPORT_AGES[0]) & (people.age <= SUPPORT_AGES[1])
    support[young & ~at_parents & ~activity.studies] = 1
    codes = np.array(published.communes().index)
    menages = pd.DataFrame(
        {
            "poids": weights,
            "commune": _named(people.commune, list(codes)),
            "type_menage": _named(people.kind, list(TYPES)),
            "statut_occupation_logement": _named(dwellings.tenure, list(TENURES)),
            "coloc": (people.kind == NO_FAMILY) & np.isin(dwellings.tenure, (1, 2, 3)),
            "maison": dwellings.house,
            "pieces": dwellings.rooms,
            "surface": dwellings.surface,
            "loyer": dwellings.rent,
            "charges_locatives": dwellings.charges,
            "anciennete_logement": dwellings.seniority,
            "voitures": dwellings.cars,
            "alea_recours": np.round(draws.uniform(count), 6),
        }
    )
    family, family_role = _groups(people, people.age < ADULT_CHILD, np.ones(count, bool))
    attached = (people.age < ATTACHED_UNTIL) | (alone_student & (people.age < ATTACHED_STUDENT_UNTIL))
    tax, tax_role = _groups(people, attached, joint)
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
            "salaire_de_base": incomes.wage,
            "chomage_brut": incomes.benefit,
            "retraite_brute": incomes.pension,
            "rpns_auto_entrepreneur_CA_bnc": incomes.turnover,
            "taux_incapacite": activity.incapacity,
            "pch_percu": activity.pch,
            "residence_mois": np.minimum(dwellings.residence[people.home], people.age * 12 + months),
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
    whole = Population(menages.astype(MENAGES), individus.astype(INDIVIDUS), metadata)
    return sealed(whole.select(weights > 0))


def _groups(people: Composition, young: Array, joint: Array) -> tuple[Array, Array]:
    """Return the group of each person and their role in it: head, partner of a joint group, child, or alone.

    Args:
        people: the households.
        young: for each person, whether a child of the household is still in its parents' group.
        joint: for each household, whether the couple forms one group.
    """
    number = np.zeros(len(people.home), dtype=np.int64)  # 0: the group of the head
    role = np.zeros(len(people.home), dtype=np.int64)
    partner = people.place == PARTNER
    child = (people.place == CHILD) & young
    role[partner & joint[people.home]] = 1
    role[child] = 2
    apart = (partner & ~joint[people.home]) | ((people.place == CHILD) & ~young) | (people.place == OTHER)
    number[apart] = np.arange(1, int(apart.sum()) + 1)
    return renumbered(people.home, number), role


def _named(codes: Array, names: Sequence[str]) -> Any:
    """Return positions among names as categories."""
    return pd.Categorical.from_codes(codes.astype(np.int64), pd.Index(list(names)))
