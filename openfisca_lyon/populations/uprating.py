"""Takes the amounts of a population from their own year to the month asked, by figures of the law.

========== ============================================== =================================================
index      followed figure                                why
========== ============================================== =================================================
salaires   plafond de la sécurité sociale                 it follows the average wage per head
prestations base mensuelle des allocations familiales     it follows prices, as pensions and benefits do
loyers     plafond de loyer des aides au logement, zone 2 it follows the reference index of rents
========== ============================================== =================================================
"""

from collections.abc import Mapping
from functools import cache, reduce

from openfisca_lyon.system import load

FIGURES = {
    "salaires": "prelevements_sociaux.pss.plafond_securite_sociale_mensuel",
    "prestations": "prestations_sociales.prestations_familiales.bmaf.bmaf",
    "loyers": (
        "prestations_sociales.aides_logement.allocations_logement.locatif.formule."
        "l_plafonds_loyers.par_zone.zone_2.personnes_seules"
    ),
}


def factors(month: str, amounts: Mapping[str, int]) -> dict[str, float]:
    """Return by what to multiply amounts.

    Args:
        month: the month asked, ``"2026-10"``.
        amounts: for each index, the year of the amounts; one that is not named is left as it is.
    """
    return {
        name: _level(name, month) / _mean(name, amounts[name]) if name in amounts else 1.0 for name in FIGURES
    }


@cache
def _level(name: str, month: str) -> float:
    at = load().get_parameters_at_instant(f"{month}-01")
    return float(reduce(getattr, FIGURES[name].split("."), at))


def _mean(name: str, year: int) -> float:
    return sum(_level(name, f"{year}-{month:02d}") for month in range(1, 13)) / 12
