"""A population beside the published figures: those it was fitted to, then those it was never shown.

Four parts. *Calage*: structure, which weights were fitted to. *Tirage*: shares that a draw was made by, for want of
any other source; they prove nothing beyond the draw. *Revenus*: the standard of living of 2021 and the rents,
which incomes were set by; the engine computes the standard of living. *Contrôle*: caseloads, costs and shares
that nothing was set by, computed for the month asked, after take-up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine import Cut, calculate_blocks
from openfisca_lyon.populations.fits import fits
from openfisca_lyon.populations.funnel import sure
from openfisca_lyon.populations.margins import communes, margins
from openfisca_lyon.populations.population import TENURES, Population
from openfisca_lyon.populations.standard import YEAR
from openfisca_lyon.populations.takeup import claims_rsa
from openfisca_lyon.populations.weighing import quantile

Array = NDArray[Any]
Progress = Callable[[str, float], None]

FIT, DRAWN, INCOME, CHECK = "calage", "tirage", "revenus", "contrôle"
EQUAL, AT_MOST, SEEN = "égal", "au plus", "repère"
CENTRAL = ("69123", "69266")
EXTREME = 0.06  # tolerance of the first and ninth deciles
COMMUNE_MEDIAN = 0.03
PASSES = ("tcl_gratuite_enfants_statut", "tcl_solidaire_gratuit_statut", "tcl_solidaire_reduit_statut")
"""Each takes the place of those after it."""
SIMULATED = ("rsa", "ppa", "aide_logement", "aah", "aspa", "rsj", *PASSES)


@dataclass(frozen=True)
class Line:
    """One figure.

    Attributes:
        part: ``FIT``, ``DRAWN``, ``INCOME`` or ``CHECK``.
        margin: identifier of the margin.
        category: what is counted.
        target: the published figure.
        got: what the population gives; not a number where it has nobody to count.
        tolerance: greatest gap, in units of the figure; nothing where none is set.
        nature: ``EQUAL``; ``AT_MOST`` where the figure is of a larger territory; ``SEEN`` where it is of another
            year or concept, and only shows the order of magnitude.
        note: in French.
    """

    part: str
    margin: str
    category: str
    target: float
    got: float
    tolerance: float | None
    nature: str = EQUAL
    note: str = ""

    @property
    def gap(self) -> float:
        """What the population counts too much, or too little."""
        return self.got - self.target

    @property
    def held(self) -> bool | None:
        """Whether the figure is met; nothing where no tolerance is set, or where there is nothing to count."""
        if np.isnan(self.got):
            return None
        if self.nature == AT_MOST:
            return self.got <= self.target * (1 + (self.tolerance or 0.0) / max(self.target, 1e-9))
        return None if self.tolerance is None else abs(self.gap) <= self.tolerance


def check(population: Population, month: str, progress: Progress | None = None) -> list[Line]:
    """Compare a population with all the published figures it can be compared with.

    Args:
        population: built here, or the Métropole's own.
        month: for which caseloads are computed.
        progress: called with what is being done, and the share that is done.
    """
    say = progress or (lambda _what, _share: None)
    say("Structure", 0.0)
    lines = structure(population)
    say(f"Niveau de vie de {YEAR}", 0.05)
    lines += incomes(population, lambda share: say(f"Niveau de vie de {YEAR}", 0.05 + 0.45 * share))
    say(f"Droits en {month}", 0.5)
    lines += rights(population, month, lambda share: say(f"Droits en {month}", 0.5 + 0.5 * share))
    say("Fini", 1.0)
    return lines


def structure(population: Population) -> list[Line]:
    """Compare what needs no simulation."""
    weights = population.poids
    found = [
        Line(FIT, fit.margin, fit.category, fit.target, fit.reached(weights), fit.tolerance)
        for fit in fits(population)
    ]
    return found + list(_drawn(population)) + list(_rents(population)) + [_pupils(population)]


def _rents(population: Population) -> Iterator[Line]:
    homes, weights = population.menages, population.poids
    tenure = homes["statut_occupation_logement"].astype(str)
    private = tenure.isin(TENURES[2:4]).to_numpy()
    central = homes["commune"].astype(str).isin(CENTRAL).to_numpy()
    surface = homes["surface"].to_numpy()
    private = private & (surface > 0)
    per_m2 = homes["loyer"].to_numpy() / np.maximum(surface, 1)
    margin = margins()["rent_m2"]
    for category, where in (("2023_lyon_villeurbanne", central), ("2023_observatory", np.ones_like(central))):
        target = margin.categories[category]
        got = quantile(per_m2[private & where], weights[private & where])
        yield Line(INCOME, margin.id, category, target, got, margin.tolerance * target)


def _drawn(population: Population) -> Iterator[Line]:
    """Compare the shares by which dwellings and cars were drawn."""
    homes, weights = population.menages, population.poids
    months = homes["anciennete_logement"].to_numpy()
    counts = {
        "moving_in": np.searchsorted([24, 60, 120], months, side="right"),
        "dwelling_type": np.where(homes["maison"], 0, 1),
        "cars": np.minimum(homes["voitures"].to_numpy(), 2),
    }
    for name, classes in counts.items():
        margin = margins()[name]
        figures = list(margin.categories.items())
        if name == "dwelling_type":
            figures = [("house", margin.categories["house"])]
        for rank, (category, target) in enumerate(figures):
            got = float(weights[classes == rank].sum())
            yield Line(DRAWN, name, category, target, got, max(margin.tolerance * target, 500.0))


def _pupils(population: Population) -> Line:
    margin = margins()["college"]
    pupils = (population.individus["scolarite"].astype(str) == "college").to_numpy()
    got = float(population.poids_individus[pupils].sum())
    target = margin.categories["2021_all_about"]
    note = "Publié au lieu du collège, arrondi ; ici, au domicile."
    return Line(CHECK, margin.id, "2021_all_about", target, got, margin.tolerance * target, EQUAL, note)


def incomes(population: Population, progress: Callable[[float], None] | None = None) -> list[Line]:
    """Compare the standard of living of 2021, computed by the engine, the RSA left unclaimed by some."""
    found = _computed(population, ("revenu_disponible", "unites_consommation", "rsa"), f"{YEAR}-12", progress)
    people, homes = population.individus, population.menages
    unclaimed = _by_home(population, np.where(claims_rsa(population), 0.0, found["rsa"]))
    standard = (found["revenu_disponible"] - 12 * unclaimed) / found["unites_consommation"]
    age = people.loc[people["role_menage"] == 0, "age_mois"].to_numpy() // 12
    fiscal = population.fiscal
    weights = population.poids * np.bincount(people["menage"].to_numpy(), minlength=len(population))
    lines = list(_poverty(population, standard, weights, fiscal, age))
    margin = margins()["niveau_de_vie_deciles"]
    for rank, (category, target) in enumerate(margin.categories.items(), 1):
        got = quantile(standard[fiscal], weights[fiscal], rank / 10)
        share = EXTREME if category in ("D1", "D9") else margin.tolerance
        lines.append(Line(INCOME, margin.id, category, target, got, share * target))
    names = homes["commune"].astype(str).to_numpy()
    for code, row in communes().iterrows():
        here = fiscal & (names == code)
        target = row["mediane_niveau_vie_2021"]
        if np.isfinite(target) and here.any():
            got = quantile(standard[here], weights[here])
            note = "Chiffre publié trop haut (moyenne d'arrondissements)." if code == CENTRAL[0] else ""
            lines.append(
                Line(INCOME, "commune", f"{row['nom']} : niveau de vie médian", target, got,
                     COMMUNE_MEDIAN * target, EQUAL, note)
            )  # fmt: skip
    return lines


def _poverty(
    population: Population, standard: Array, weights: Array, fiscal: Array, age: Array
) -> Iterator[Line]:
    margin = margins()["poverty_rate"]
    target = margin.categories["poor_persons"]
    poor = fiscal & (standard < 12 * margin.categories["threshold_eur_month_single"])
    got = float(weights[poor].sum())
    note = "Champ : ménages dont la personne de référence n'est pas étudiante."
    yield Line(INCOME, margin.id, "poor_persons", target, got, margin.tolerance * target, EQUAL, note)
    covered = "Publié pour une partie des communes, un peu trop haut."
    tenure = population.menages["statut_occupation_logement"].astype(str).to_numpy()
    owner = tenure == TENURES[0]
    groups = [("owners", owner), ("tenants", np.isin(tenure, TENURES[1:4]))]
    bands = ((0, 29), (30, 39), (40, 49), (50, 59), (60, 74), (75, 120))
    ages = margins()["poverty_by_age_ref"]
    for category, chosen in groups:
        figure = margins()["poverty_by_tenure"].categories[category]
        yield Line(
            CHECK,
            "poverty_by_tenure",
            category,
            figure,
            _share(poor, fiscal & chosen, weights),
            None,
            SEEN,
            covered,
        )
    for category, (low, high) in zip(ages.categories, bands, strict=True):
        chosen = fiscal & (age >= low) & (age <= high)
        yield Line(
            CHECK,
            ages.id,
            category,
            ages.categories[category],
            _share(poor, chosen, weights),
            None,
            SEEN,
            covered,
        )


def rights(population: Population, month: str, progress: Callable[[float], None] | None = None) -> list[Line]:
    """Compare caseloads and costs computed for a month, after the take-up that is documented."""
    found = _computed(population, SIMULATED, month, progress)
    families = population.poids[_home_of_families(population)]
    persons = population.poids_individus
    claimed = (found["rsa"] > 0) & claims_rsa(population)
    rsa = float(families[claimed].sum())
    cost = float((families * found["rsa"])[claimed].sum()) * 12 / 1e6
    full = {name: float(families[found[name] > 0].sum()) for name in ("ppa", "aide_logement", "aspa")}
    full |= {name: float(persons[found[name] > 0].sum()) for name in ("aah", "rsj")}
    child, free, cheap = (sure(found[name]) for name in PASSES)
    full |= {
        "free": float(persons[free & ~child].sum()),
        "cheap": float(persons[cheap & ~free & ~child].sum()),
    }
    solidarity = _by_home(population, claimed | (found["ppa"] > 0)) > 0
    solidarity |= (
        np.bincount(population.individus["menage"], weights=found["aah"] > 0, minlength=len(population)) > 0
    )
    year = f"Simulé pour {month}."
    all_claim = f"{year} Recours supposé entier : aucun taux documenté."
    rhone = "Compte de tout le Rhône, Métropole comprise : un majorant."
    carded = (
        "Projection de titulaires faite en 2020 ; ici, tous ceux qui ont droit sans que rien soit à étudier, sans "
        "les enfants que leur âge dispense de titre, et sans la gratuité pour le réduit."
    )
    rows: list[tuple[str, str, float, str, str]] = [
        (
            "caseload_rsa_metropole",
            "end_2020",
            rsa,
            EQUAL,
            f"{year} Après non-recours documenté ; 2020 est un pic.",
        ),
        ("caf69_rsa", "2023", rsa, AT_MOST, rhone),
        ("caf69_ppa", "2023", full["ppa"], AT_MOST, f"{rhone} {all_claim}"),
        ("caf69_housing", "2022", full["aide_logement"], AT_MOST, f"{rhone} {all_claim}"),
        ("caf69_any_solidarity", "2023", float(population.poids[solidarity].sum()), AT_MOST, rhone),
        ("caf69_aah", "2021_more_than", full["aah"], AT_MOST, f"{rhone} Statut semé, droit simulé."),
        (
            "rsj",
            "supported_in_2025",
            full["rsj"],
            EQUAL,
            f"{all_claim} Soutien des parents supposé : voir « population funnel rsj ».",
        ),
        ("tcl", "solidaire_gratuit_potential_2020", full["free"], SEEN, carded),
        ("tcl", "solidaire_reduit_potential_2020", full["cheap"], SEEN, carded),
        ("budget", "rsa_2025_bp_implied", cost, EQUAL, f"M€ par an. {year} Après non-recours documenté."),
    ]
    lines = []
    for name, category, got, nature, note in rows:
        margin = margins()[name]
        target = float(margin.categories[category])
        tolerance = margin.tolerance * target if margin.tolerance and nature != SEEN else None
        lines.append(Line(CHECK, name, category, target, got, tolerance, nature, note))
    return lines


def _computed(
    population: Population, names: tuple[str, ...], month: str, progress: Callable[[float], None] | None
) -> dict[str, Array]:
    def told(done: int, count: int) -> None:
        if progress is not None:
            progress(done / count)

    return calculate_blocks(Cut(population.households(month)), names, month, progress=told)


def _home_of_families(population: Population) -> NDArray[np.int64]:
    """Return the household of each family."""
    people = population.individus
    return people.loc[~people["famille"].duplicated(), "menage"].to_numpy()


def _by_home(population: Population, values: Array) -> Array:
    """Sum by household what families have."""
    return np.bincount(_home_of_families(population), weights=values, minlength=len(population))


def _share(counted: Array, among: Array, weights: Array) -> float:
    """Return the share of some among others, in percent."""
    total = float(weights[among].sum())
    return 100 * float(weights[counted & among].sum()) / total if total else float("nan")
