"""No household influences another: whoever shares the batch, the answer is the same."""

import numpy as np
import pytest

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.engine import Groups, Households, calculate, stack
from openfisca_lyon.system import CountryTaxBenefitSystem

MONTH = "2025-03"
YEARS = ("2023", "2024", "2025")
MONTHS = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)][:27]
COMMUNES = ("69123", "69266", "69383", "69029", "69290", "38185", "69264")
NATIONAL = (
    "revenu_disponible",
    "niveau_de_vie",
    "revenus_non_salarie_nets",
    "rfr",
    "impots_directs",
    "rsa",
    "ppa",
    "aide_logement",
    "visale_eligibilite",
    "visale_montant_max",
    "cheque_energie",
)


def households(count: int, seed: int) -> Households:
    """Return random households: one family, one tax household and one home each."""
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 6, count)
    persons = int(sizes.sum())
    home = np.repeat(np.arange(count), sizes)
    rank = np.arange(persons) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    couple = random.random(count)[home] < 0.6
    parent = (rank == 0) | ((rank == 1) & couple)
    # Positions in ``flattened_roles``: two heads first, then those who depend on them.
    role = np.where(parent, rank, 2)
    groups = {name: Groups(count, home, role) for name in ("famille", "foyer_fiscal", "menage")}
    born = np.where(parent, random.integers(1945, 2006, persons), random.integers(2006, 2025, persons))

    def some(probability: float, highest: int) -> np.ndarray:
        amount = random.integers(1, highest, persons).astype(float)
        return np.where(parent & (random.random(persons) < probability), amount, 0.0)

    pay, unemployment, pension = some(0.6, 5000), some(0.2, 1500), some(0.2, 2000)
    shop, craft, practice = some(0.4, 90_000), some(0.3, 40_000), some(0.3, 40_000)
    columns: dict[tuple[str, str], np.ndarray] = {
        ("date_naissance", "ETERNITY"): np.array([f"{year}-03-15" for year in born], dtype="datetime64[D]")
    }
    for month in MONTHS:
        columns["salaire_de_base", month] = pay
        columns["chomage_brut", month] = unemployment
        columns["retraite_brute", month] = pension
    for year in YEARS:
        columns["ebic_impv", year] = shop
        columns["ebic_imps", year] = craft
        columns["ebnc_impo", year] = practice
    lodging = random.choice(["locataire_vide", "locataire_hlm", "proprietaire", "loge_gratuitement"], count)
    commune = random.choice(COMMUNES, count)
    rent = random.integers(250, 1200, count).astype(float)
    for month in ("2025-01", "2025-02", MONTH):
        columns["statut_occupation_logement", month] = lodging
        columns["depcom", month] = commune
        columns["loyer", month] = rent
    return Households(persons, groups, columns, home)


@pytest.fixture(scope="module")
def variables(system: CountryTaxBenefitSystem) -> list[str]:
    """What people read: every status and amount of the catalogue, and what national law makes of them."""
    rights = catalogue().values()
    read = [right.variable_statut for right in rights] + [right.eligibilite for right in rights]
    read += [right.montant.variable for right in rights if right.montant]
    return sorted({*NATIONAL, *(name for name in read if name)})


def test_adding_households_to_a_batch_moves_nobody(
    variables: list[str], system: CountryTaxBenefitSystem
) -> None:
    before, ours, after = (households(count, seed) for seed, count in enumerate((4, 8, 4)))

    alone = calculate(ours, variables, MONTH)
    together = calculate(stack([before, ours, after]), variables, MONTH)

    moved = []
    for name in variables:
        first = before.persons if system.variables[name].entity.is_person else before.count
        if not np.array_equal(alone[name], together[name][first : first + len(alone[name])]):
            moved.append(name)
    assert moved == []
