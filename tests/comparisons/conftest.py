"""A small population drawn at random: awkward on purpose, and like nobody."""

import numpy as np
import pandas as pd
import pytest

from openfisca_lyon.populations import Metadata, Population
from openfisca_lyon.populations.population import INDIVIDUS, MENAGES, TENURES

COMMUNES = ("69123", "69266", "69259", "69029")


def drawn(households: int, seed: int = 1) -> Population:
    """Draw households of one to five people, each one family and one tax household."""
    generator = np.random.default_rng(seed)
    couple = generator.random(households) < 0.4
    children = np.where(generator.random(households) < 0.5, 0, generator.integers(0, 4, households))
    sizes = 1 + couple + children
    homes = np.repeat(np.arange(households), sizes)
    rank = np.arange(len(homes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    adult = rank < np.repeat(1 + couple, sizes)
    partner = adult & (rank == 1)
    age = np.where(adult, generator.integers(18, 90, len(homes)), generator.integers(0, 18, len(homes)))
    works = adult & (age < 65) & (generator.random(len(homes)) < 0.5)
    retired = adult & (age >= 65)
    jobless = adult & ~works & ~retired & (generator.random(len(homes)) < 0.4)
    activity = np.select([works, retired, jobless], ["actif", "retraite", "chomeur"], "inactif")
    studies = adult & (age < 26) & ~works & ~jobless & (generator.random(len(homes)) < 0.5)
    activity[studies | (~adult & (age > 2))] = "etudiant"
    school = np.select(
        [studies, ~adult & (age > 15), ~adult & (age > 10), ~adult & (age > 5), ~adult & (age > 2)],
        ["enseignement_superieur", "lycee", "college", "primaire", "maternelle"],
        "inconnue",
    )
    people = pd.DataFrame(
        {
            "menage": homes,
            "famille": homes,
            "foyer_fiscal": homes,
            "role_menage": np.select([adult & ~partner, partner], [0, 1], 2),
            "role_famille": np.select([adult & ~partner, partner], [0, 1], 2),
            "role_foyer_fiscal": np.select([adult & ~partner, partner], [0, 1], 2),
            "age_mois": age * 12 + 6,
            "femme": generator.random(len(homes)) < 0.5,
            "activite": activity,
            "scolarite": school,
            "groupe_socioprofessionnel": "employe",
            "temps_partiel": False,
            "salaire_de_base": np.where(works, generator.integers(100, 5000, len(homes)), 0).astype(float),
            "chomage_brut": np.where(jobless, generator.integers(0, 1800, len(homes)), 0).astype(float),
            "retraite_brute": np.where(retired, generator.integers(0, 3000, len(homes)), 0).astype(float),
            "rpns_auto_entrepreneur_CA_bnc": 0.0,
            "taux_incapacite": np.where(adult & (generator.random(len(homes)) < 0.03), 0.8, 0.0),
            "pch_percu": False,
            "residence_mois": 120,
            "soutien_financier_parents_ou_tiers": "insuffisant",
        }
    )
    tenures = generator.choice(TENURES, households)
    houses = pd.DataFrame(
        {
            "poids": generator.integers(1, 20, households),
            "commune": generator.choice(COMMUNES, households),
            "type_menage": np.select(
                [couple & (children > 0), couple, children > 0],
                ["couple_avec_enfants", "couple_sans_enfant", "famille_monoparentale"],
                "personne_seule",
            ),
            "statut_occupation_logement": tenures,
            "coloc": False,
            "maison": False,
            "pieces": 3,
            "surface": 60,
            "loyer": np.where(
                np.char.startswith(tenures, "locataire"), generator.integers(300, 900, households), 0
            ),
            "charges_locatives": 50.0,
            "anciennete_logement": 60,
            "voitures": 1,
            "alea_recours": generator.random(households),
        }
    )
    return Population(
        houses.astype(MENAGES)[list(MENAGES)],
        people.astype(INDIVIDUS)[list(INDIVIDUS)],
        Metadata(
            source="tirage d'essai",
            seed=seed,
            amounts={"salaires": 2025, "prestations": 2025, "loyers": 2025},
        ),
    )


@pytest.fixture(scope="session")
def population() -> Population:
    """Some three hundred households."""
    return drawn(300)
