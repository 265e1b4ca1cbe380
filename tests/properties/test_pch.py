"""More need, a higher cost or more hours never bring less PCH, and what was already paid never brings more."""

import numpy as np
import pytest

from openfisca_lyon.engine import Groups, Households, calculate

MONTHS = ("2020-04", "2021-12", "2022-01", "2024-05", "2026-07")
STEPS = 60

# What grows, the largest value tried, and the element that must not shrink.
GROWING = [
    ("pch_heures_emploi_direct", 24.0, "pch_aide_humaine"),
    ("pch_heures_emploi_direct_soins", 24.0, "pch_aide_humaine"),
    ("pch_heures_mandataire", 24.0, "pch_aide_humaine"),
    ("pch_heures_mandataire_soins", 24.0, "pch_aide_humaine"),
    ("pch_heures_prestataire", 24.0, "pch_aide_humaine"),
    ("pch_heures_aidant_familial", 24.0, "pch_aide_humaine"),
    ("pch_heures_aidant_familial_cessation", 24.0, "pch_aide_humaine"),
    ("cout_aides_techniques_liste", 30_000.0, "pch_aides_techniques"),
    ("cout_aides_techniques_hors_liste", 30_000.0, "pch_aides_techniques"),
    ("cout_travaux_logement_handicap", 40_000.0, "pch_logement"),
    ("cout_demenagement_handicap", 8_000.0, "pch_demenagement"),
    ("cout_amenagement_vehicule", 30_000.0, "pch_vehicule"),
    ("pch_transport_autre_moyen", 60_000.0, "pch_surcouts_transport"),
    ("charges_specifiques_handicap", 500.0, "pch_charges_specifiques"),
    ("charges_exceptionnelles_handicap", 20_000.0, "pch_charges_exceptionnelles"),
    ("frais_aide_animaliere", 20_000.0, "pch_aide_animaliere"),
]
SHRINKING = [
    ("mtp_montant", 3_000.0, "pch_aide_humaine"),
    ("pch_ressources_retenues", 60_000.0, "pch_aide_humaine"),
    ("pch_aides_techniques_deja_versees", 20_000.0, "pch_aides_techniques"),
    ("pch_logement_deja_verse", 20_000.0, "pch_logement"),
    ("pch_transport_deja_verse", 20_000.0, "pch_vehicule"),
    ("pch_charges_exceptionnelles_deja_versees", 20_000.0, "pch_charges_exceptionnelles"),
    ("jours_consecutifs_en_etablissement", 100.0, "pch_aide_humaine"),
]


def amounts(varying: str, highest: float, element: str, month: str) -> np.ndarray:
    """Return an element for people alike, but for one thing that grows from one to the next."""
    alone = np.arange(STEPS)
    groups = {
        name: Groups(STEPS, alone, np.zeros(STEPS, int)) for name in ("famille", "foyer_fiscal", "menage")
    }
    values: dict[str, object] = {
        "age": 45,
        "depcom": "69123",
        "titre_sejour": "francais",
        "nb_actes_difficulte_absolue": 1,
        "difficultes_durables": True,
        "logement_impossible_a_adapter": True,
        "chien_assistance_labellise": True,
        "pch_ressources_retenues": 10_000.0,
        "pch_heures_prestataire": 1.0,
        "pch_heures_aidant_familial": 1.0,
        "cout_aides_techniques_liste": 3_000.0,
        "cout_travaux_logement_handicap": 9_000.0,
        "cout_amenagement_vehicule": 2_000.0,
        "charges_exceptionnelles_handicap": 5_000.0,
        "jours_consecutifs_en_etablissement": 0,
    }
    columns = {(name, month): np.full(STEPS, value) for name, value in values.items()}
    whole = varying == "jours_consecutifs_en_etablissement"
    columns[varying, month] = np.linspace(0, highest, STEPS).astype(int if whole else float)
    return calculate(Households(STEPS, groups, columns, alone), [element], month)[element]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(("varying", "highest", "element"), GROWING)
def test_more_never_brings_less(varying: str, highest: float, element: str, month: str) -> None:
    found = amounts(varying, highest, element, month)
    assert (np.diff(found) >= 0).all()
    assert found[-1] > 0


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(("varying", "highest", "element"), SHRINKING)
def test_what_reduces_never_brings_more(varying: str, highest: float, element: str, month: str) -> None:
    found = amounts(varying, highest, element, month)
    assert (np.diff(found) <= 0).all()
    assert (found >= 0).all()
    assert found[-1] < found[0]
