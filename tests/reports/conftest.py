"""A comparison made of round figures, so that what a report says can be read off it."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from openfisca_lyon.comparisons import Impact, Provenance
from openfisca_lyon.situations.territory import communes

MONTH = "2026-11"
TAKE_UP = {"plein": "Tous ceux qui ont droit reçoivent", "documente": "Recours publié, là où il l'est"}


def pair(name: str, value: float, error: float = 0.0) -> dict[str, float]:
    return {name: value, f"{name}_erreur": error}


def change(before: float, after: float, error: float) -> dict[str, float]:
    return {
        **pair("avant", before, error),
        **pair("apres", after, error),
        **pair("ecart", after - before, error),
    }


def groups(winners: float, losers: float, error: float) -> list[dict[str, object]]:
    rows = []
    shown = {
        "decile": [(str(rank), f"{rank}e dixième", 500) for rank in range(1, 11)],
        "type_menage": [
            ("personne_seule", "Personnes seules", 500),
            ("couple_avec_enfants", "Couples avec enfants", 90),
        ],
        "age": [("0-17", "0 à 17 ans", 500), ("18-24", "18 à 24 ans", 20)],
        "statut_occupation": [
            ("proprietaire", "Propriétaires", 500),
            ("locataire_hlm", "Locataires HLM", 500),
        ],
        "commune": [(one["code"], one["nom"], 500) for one in communes() if one["nature"] == "commune"],
    }
    for dimension, listed in shown.items():
        for rank, (key, label, drawn) in enumerate(listed):
            # The first group wins five times as often as the others.
            share = winners * (5 if rank == 0 else 1)
            rows.append(
                {
                    "dimension": dimension, "rang": rank, "groupe": key, "libelle": label,
                    "unite": "personnes" if dimension == "age" else "ménages", "tirages": drawn, "qualite": "",
                    **pair("effectif", 1000.0), **pair("part_gagnants", share, error),
                    **pair("part_perdants", losers, error if losers else 0.0), **pair("ecart_moyen", 100 * share, error),
                }
            )  # fmt: skip
    return rows


@pytest.fixture
def impact_of() -> Callable[..., Impact]:
    """Make a comparison: ``impact_of(a={"cost": 4_000_000})``, one reform by name."""

    def make(months: tuple[str, ...] = (MONTH,), **reforms: dict[str, Any]) -> Impact:
        tables: dict[str, list[dict[str, object]]] = {}
        for name, one in reforms.items():
            cost, error = one.get("cost", 0.0), one.get("error", 500_000.0)
            winners, losers = one.get("winners", 0.02), one.get("losers", 0.0)
            for month in months:
                for take_up in TAKE_UP:
                    key = {"mois": month, "recours": take_up, "reforme": name}
                    told = error if take_up == "plein" or not one.get("hidden") else 10 * abs(cost)
                    right = {"droit": "rsj", "nom": "Revenu de solidarité jeunes (RSJ)"}
                    still = {"droit": "rsa", "nom": "Revenu de solidarité active (RSA)"}
                    found = str(one.get("found", "population"))
                    how = {"methode": "population", "calcul": found, "borne": one.get("bound", "")}
                    known = change(10_000_000.0, 10_000_000.0 + cost, told)
                    followed = found == "population"
                    if found == "non":
                        known = dict.fromkeys(known, float("nan"))
                    rows = {
                        "totaux": [{"calcul": found, "borne": one.get("bound", ""), "droits": "rsj" if cost else "", **known}],
                        "non_chiffres": [{"droit": "dalo", "nom": "Droit au logement opposable", "financeur": "État", "pourquoi": "Il n'a pas de montant."}] if one.get("left") else [],
                        "budget": [] if found == "non" else [
                            {**right, "financeur": "Métropole de Lyon", **how, **known},
                            {**still, "financeur": "État", "methode": "population", "calcul": "population", "borne": "", **change(2e8, 2e8, 0.0)},
                        ],
                        "financeurs": [{"financeur": "Métropole de Lyon", **change(3e8, 3e8 + cost, told)}],
                        "publies": [{**right, "financeur": "Métropole de Lyon", "annee_publiee": 2025, "publie": 4_400_000.0, "hypothese": "Supposé.", **pair("ecart", one.get("published", 0.2 * cost), 0.01 * error)}],
                        "beneficiaires": [
                            {**right, "unite": "personnes", "effet": "direct" if cost else "aucun", **change(2000.0, 2500.0, 100.0), **pair("entrees", 500.0, 100.0), **pair("sorties", 0.0), **pair("montant_moyen_avant", 5000.0, 100.0), **pair("montant_moyen_apres", 6000.0, 100.0)},
                            {**still, "unite": "familles", "effet": "aucun", **change(50_000.0, 50_000.0, 0.0), **pair("entrees", 0.0), **pair("sorties", 0.0), **pair("montant_moyen_avant", 5000.0), **pair("montant_moyen_apres", 5000.0)},
                        ],
                        "menages": [{**pair("menages", 640_000.0), "non_suivis": "" if followed else "dalo" if found == "non" else "rsj", **pair("gagnants", 640_000 * winners if followed else float("nan"), 1000.0 if winners else 0.0), **pair("perdants", 640_000 * losers if followed else float("nan")), **pair("gain_moyen", 960.0, 20.0), **pair("perte_moyenne", 120.0 if losers else float("nan")), **pair("changement_moyen", 2.0, 1.0), **pair("changement_median", 960.0)}],
                        "groupes": groups(winners, losers, 0.004),
                        "pauvrete": [
                            {"mesure": "taux", "libelle": "Taux de pauvreté", "unite": "part", **pair("avant", 0.172, 0.011), **pair("apres", 0.17, 0.011), **pair("ecart", -0.002, 0.0004)},
                            {"mesure": "gini", "libelle": "Indice de Gini", "unite": "indice", **change(0.27, 0.27, 0.00001)},
                        ],
                    }  # fmt: skip
                    for table, listed in rows.items():
                        tables.setdefault(table, []).extend({**key, **row} for row in listed)
        source = {
            "taux": 0.66,
            "detail": "",
            "annee": 2018,
            "champ": "France",
            "source": "Drees",
            "href": "",
            "texte": "Un tiers ne demande pas.",
        }
        tables["recours"] = [
            {"mois": month, "recours": name, "droit": "rsa", **source} for month in months for name in TAKE_UP
        ]
        left = {"financeur": "État", "methode": "non", "depense_publiee": None, "annee_publiee": None}
        return Impact(
            provenance=Provenance(
                reforms={name: (one.get("name", name), "Elle change un montant.") for name, one in reforms.items()},
                months=months, take_up=TAKE_UP, seed=2026, fingerprint="0123456789abcdef", source="Population d'essai",
                records=2000, households=640_000, persons=1_330_000, replicates=200,
                lines=dict.fromkeys(months, "60 % du niveau de vie médian"), versions={"openfisca-lyon": "0.1.0"},
                notes=("Une note de la population.",),
            ),
            **{name: pd.DataFrame(rows) for name, rows in tables.items()},
            references=pd.DataFrame(),
            chiffrage=pd.DataFrame([{"droit": "dalo", "nom": "Droit au logement opposable", "pourquoi": "Il n'a pas de montant.", **left}]),
        )  # fmt: skip

    return make
