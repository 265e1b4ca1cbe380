"""The margins a population must meet, and what each household counts in them.

The same lines serve to weigh a population that is being built and to check any population afterwards. Figures
are those published, less the people who live outside households.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.populations.margins import Margin, communes, margins, outside_of
from openfisca_lyon.populations.population import TENURES, TYPES, Population

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BANDS = ((0, 14), (15, 29), (30, 44), (45, 59), (60, 74), (75, 89), (90, 120))
THIRDS = {"0-19": (0, 19), "20-64": (20, 64), "65+": (65, 120)}
WORKING_AGES = {"15-24": (15, 24), "25-54": (25, 54), "55-64": (55, 64)}
SEXES = {"men": False, "women": True}
STATUSES = {
    "employed": ("actif", "occupe"),
    "unemployed": ("chomeur", "chomeur"),
    "student_inactive": ("etudiant", "etudiant"),
    "retired": ("retraite", "retraite"),
    "other_inactive": ("inactif", "autre"),
}
GROUPS = {
    "farmers": "agriculteurs",
    "self_employed_trades": "artisans_commercants",
    "managers_professionals": "cadres",
    "intermediate": "professions_intermediaires",
    "clerical_service": "employes",
    "manual": "ouvriers",
    "retired": "retraites",
    "other_inactive": "autres_inactifs",
}
CSP_ACTIVE = tuple(GROUPS)[:6]
FLOOR = 500.0  # units below which a gap is never too great, for the whole Métropole
COMMUNE_FLOOR = 100.0
LARGE = 10_000  # inhabitants from which a commune is held to 2 %, instead of 5 %


@dataclass(frozen=True)
class Fit:
    """One category of one margin.

    Attributes:
        margin: identifier of the margin.
        category: its category, with the commune's name where it is about one.
        target: what must be counted.
        tolerance: greatest gap, in units.
        counts: what each household counts; nothing but zeros and ones, but for people.
        per: of a rate, what it is a share of; nothing for counts.
    """

    margin: str
    category: str
    target: float
    tolerance: float
    counts: Floats
    per: Floats | None = None

    def reached(self, weights: NDArray[Any]) -> float:
        """Return what these weights count; of a rate of nobody, not a number."""
        count = float(weights @ self.counts)
        if self.per is None:
            return count
        among = float(weights @ self.per)
        return 100 * count / among if among else float("nan")


def fits(population: Population) -> list[Fit]:
    """Return every category that a population must meet, the most trusted first."""
    return list(_Counter(population).lines())


class _Counter:
    """Counts people and households of one population."""

    def __init__(self, population: Population) -> None:
        self.menages = population.menages
        people = population.individus
        self.home = people["menage"].to_numpy()
        self.age = people["age_mois"].to_numpy() // 12
        self.woman = people["femme"].to_numpy()
        self.status = people["activite"].astype(str).to_numpy()
        self.group = people["groupe_socioprofessionnel"].astype(str).to_numpy()
        self.own = people["rpns_auto_entrepreneur_CA_bnc"].to_numpy() > 0
        self.part_time = people["temps_partiel"].to_numpy()
        self.child = people["role_menage"].to_numpy() == 2
        self.kind = population.menages["type_menage"].astype(str).to_numpy()
        self.tenure = population.menages["statut_occupation_logement"].astype(str).to_numpy()
        self.commune = population.menages["commune"].astype(str).to_numpy()

    def people(self, chosen: Bools) -> Floats:
        """Count by household the people chosen."""
        return np.bincount(self.home[chosen], minlength=len(self.menages)).astype(np.float64)

    def aged(self, ages: tuple[int, int]) -> Bools:
        return np.asarray((self.age >= ages[0]) & (self.age <= ages[1]))

    def lines(self) -> Iterator[Fit]:
        yield from self._sizes()
        yield from self._ages()
        yield from self._homes()
        yield from self._activity()
        yield from self._jobs()
        yield from self._communes()

    def _sizes(self) -> Iterator[Fit]:
        everyone = np.ones(len(self.home), dtype=np.bool_)
        homes = margins()["households_total"]
        yield _fit(homes, "total", homes.categories["total"], np.ones(len(self.menages)))
        people = margins()["pop_households"]
        yield _fit(people, "in_households", people.categories["in_households"], self.people(everyone))

    def _ages(self) -> Iterator[Fit]:
        margin = margins()["pop_age7"]
        for name, ages in zip(margin.categories, BANDS, strict=True):
            target = margin.categories[name] - outside_of(ages)
            yield _fit(margin, name, target, self.people(self.aged(ages)))
        margin = margins()["pop_sex"]
        for word, woman in SEXES.items():
            target = margin.categories[word] - outside_of((0, 120), woman)
            yield _fit(margin, word, target, self.people(self.woman == woman))
        for name, ranges in (("pop_sex_age3", THIRDS), ("pop_sex_age_15_64", WORKING_AGES)):
            margin = margins()[name]
            for word, woman in SEXES.items():
                for band, ages in ranges.items():
                    target = margin.categories[f"{word}_{band}"] - outside_of(ages, woman)
                    chosen = self.aged(ages) & (self.woman == woman)
                    yield _fit(margin, f"{word}_{band}", target, self.people(chosen))

    def _homes(self) -> Iterator[Fit]:
        margin = margins()["tenure"]
        names = {
            "owner": TENURES[:1],
            "tenant_hlm_unfurnished": TENURES[1:2],
            "tenant_other": TENURES[2:4],
            "rent_free": TENURES[4:],
        }
        for category, tenures in names.items():
            yield _fit(
                margin,
                category,
                margin.categories[category],
                np.isin(self.tenure, tenures).astype(np.float64),
            )
        margin = margins()["families"]
        couples = np.isin(self.kind, TYPES[2:4])
        lone = self.kind == TYPES[4]
        yield _fit(margin, "all", margin.categories["all"], (couples | lone) * 1.0)
        yield _fit(margin, "lone_parent", margin.categories["lone_parent"], lone * 1.0)
        margin = margins()["families_children"]
        young = self.people(self.child & (self.age < 25))
        for number, category in enumerate(margin.categories):
            chosen = (young == number) if number < 4 else (young >= 4)
            target = margin.categories[category]
            yield _fit(margin, category, target, chosen * (couples | lone) * 1.0)
        margin = margins()["household_type"]
        for category, kind in zip(margin.categories, TYPES, strict=True):
            yield _fit(margin, category, margin.categories[category], (self.kind == kind) * 1.0)

    def _activity(self) -> Iterator[Fit]:
        margin = margins()["activity_15_64"]
        for category, (status, outside) in STATUSES.items():
            target = margin.categories[category] - outside_of((15, 64), None, outside)
            chosen = self.aged((15, 64)) & (self.status == status)
            yield _fit(margin, category, target, self.people(chosen))
        margin = margins()["activity_sex_age"]
        for word, woman in SEXES.items():
            for band, ages in WORKING_AGES.items():
                for category in ("employed", "unemployed"):
                    status, outside = STATUSES[category]
                    name = f"{word}_{band}_{category}"
                    target = margin.categories[name] - outside_of(ages, woman, outside)
                    chosen = self.aged(ages) & (self.woman == woman) & (self.status == status)
                    yield _fit(margin, name, target, self.people(chosen))
        margin = margins()["csp_15plus"]
        active = sum(margin.categories[name] for name in CSP_ACTIVE)
        away = sum(outside_of((15, 120), None, name) for name in ("occupe", "chomeur"))
        idle = sum(outside_of((15, 120), None, name) for name in ("etudiant", "autre"))
        for category, group in GROUPS.items():
            target = margin.categories[category]
            if category in CSP_ACTIVE:
                target *= 1 - away / active
            else:
                target -= outside_of((15, 120), None, "retraite") if category == "retired" else idle
            yield _fit(margin, category, target, self.people((self.group == group) & (self.age >= 15)))

    def _jobs(self) -> Iterator[Fit]:
        working = (self.status == "actif") & (self.age >= 15)
        margin = margins()["employment_status"]
        share = 1 - outside_of((15, 120), None, "occupe") / sum(margin.categories.values())
        for category, chosen in (("employees", working & ~self.own), ("self_employed", working & self.own)):
            yield _fit(margin, category, margin.categories[category] * share, self.people(chosen))
        margin = margins()["part_time"]
        for word, woman in SEXES.items():
            for band, ages in WORKING_AGES.items():
                chosen = working & ~self.own & self.aged(ages) & (self.woman == woman)
                name = f"{word}_{band}"
                target = margin.categories[name]
                part = self.people(chosen & self.part_time)
                yield Fit(margin.id, name, target, target * margin.tolerance, part, self.people(chosen))

    def _communes(self) -> Iterator[Fit]:
        table = communes()
        homes = {
            "ménages": ("menages_22", np.ones(len(self.menages), dtype=np.bool_)),
            "propriétaires": ("rp_proprietaires_22", self.tenure == TENURES[0]),
            "locataires HLM": ("rp_locataires_hlm_22", self.tenure == TENURES[1]),
            "logés gratuitement": ("rp_loges_gratuit_22", self.tenure == TENURES[4]),
        }
        jobless = self.people(self.aged((15, 64)) & (self.status == "chomeur"))
        people = self.people(np.ones(len(self.home), dtype=np.bool_))
        unemployed = margins()["activity_15_64"].categories["unemployed"]
        share = 1 - outside_of((15, 64), None, "chomeur") / unemployed
        for code, row in table.iterrows():
            here = self.commune == code
            large = row["pop_mun_2022"] >= LARGE
            name = str(row["nom"])
            for what, (column, chosen) in homes.items():
                yield _commune(f"{name} : {what}", row[column], large, here & chosen)
            yield _commune(f"{name} : personnes", row["personnes_menages_22"], large, here * people)
            target = row["chomeurs_15_64_22"] * share
            yield _commune(f"{name} : chômeurs", target, large, here * jobless)


def _fit(margin: Margin, category: str, target: float, counts: Floats) -> Fit:
    return Fit(margin.id, category, float(target), max(margin.tolerance * target, _floor(margin)), counts)


def _floor(margin: Margin) -> float:
    """Return the gap that is never too great: sizes and rates are held to their tolerance alone."""
    return 0.0 if margin.id in ("households_total", "pop_households") else FLOOR


def _commune(category: str, target: float, large: bool, counts: NDArray[Any]) -> Fit:
    tolerance = max((0.02 if large else 0.05) * target, COMMUNE_FLOOR)
    return Fit("commune", category, float(target), float(tolerance), counts.astype(np.float64))
