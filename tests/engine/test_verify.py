"""The proofs that the two ways agree have teeth, and what is asked of the engine is on the fast way."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons.outcomes import asked_names
from openfisca_lyon.engine import calculate, cases, coverage
from openfisca_lyon.engine.runtime import Answer
from openfisca_lyon.engine.verify import (
    MONTHLY,
    OVERRIDDEN,
    YEARLY,
    alone,
    differences,
    fuzzed,
    local_inputs,
    random_households,
    reordered,
)
from openfisca_lyon.system import load

MONTH = "2026-01"
RIGHTS = ("rsa", "aide_logement", "rsj_statut", "tcl_solidaire_gratuit_statut", "revenu_disponible")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """OpenFisca divides by zero on purpose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def entity_of(name: str) -> str:
    return str(load().variables[name].entity.key)


def variables_in(node: Any) -> Iterator[str]:
    """Yield the names of variables written anywhere in an entry of the catalogue."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("variable", "variable_statut", "eligibilite", "percu", "valeur") and value:
                yield value
            yield from variables_in(value)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from variables_in(each)


def test_what_the_catalogue_and_comparisons_read_is_on_the_fast_way() -> None:
    rights = [name for entry in catalogue().values() for name in variables_in(entry.model_dump())]
    assert len(rights) > 500
    national = ("revenu_disponible", "niveau_de_vie", "quotient_familial_cnaf")
    names = tuple(dict.fromkeys((*national, *asked_names(), *rights)))
    given = (*MONTHLY, *YEARLY, *local_inputs())
    drawn = random_households(np.random.default_rng(0), 3, MONTH, load(), given, months=14)
    found = coverage(drawn, names, MONTH)
    assert found.keys() == set(names)
    assert {name: reason for name, reason in found.items() if reason} == {}


def test_signatures_drawn_at_random_are_equal() -> None:
    rng = np.random.default_rng(1)
    given = (*MONTHLY, *YEARLY, *list(OVERRIDDEN)[1::2], *local_inputs()[::5])
    drawn = reordered(rng, fuzzed(rng, random_households(rng, 24, MONTH, load(), given, months=4)), entity_of)
    assert drawn.partial
    assert differences(drawn, RIGHTS, MONTH) == []
    assert alone(drawn, RIGHTS, MONTH, entity_of, 7) == []


def test_incomes_are_numbers_whatever_the_household() -> None:
    rng = np.random.default_rng(5)
    drawn = random_households(rng, 60, MONTH, load(), (*MONTHLY, *YEARLY), months=14)
    found = calculate(drawn, ("revenu_disponible", "niveau_de_vie", "impot_revenu_restant_a_payer"), MONTH)
    assert {name: int(np.isnan(values).sum()) for name, values in found.items()} == dict.fromkeys(found, 0)


CASE: dict[str, Any] = {
    "name": "Deux enfants ouvrent les allocations familiales",
    "period": MONTH,
    "absolute_error_margin": 0.01,
    "input": {
        "individus": {
            "mere": {"date_naissance": "1985-01-01", "salaire_de_base": {"2024": 18000}},
            "aine": {"date_naissance": "2016-01-01"},
            "cadet": {"date_naissance": "2018-01-01"},
        },
        "familles": {"f": {"parents": ["mere"], "enfants": ["aine", "cadet"]}},
        "foyers_fiscaux": {"x": {"declarants": ["mere"], "personnes_a_charge": ["aine", "cadet"]}},
        "menages": {"m": {"personne_de_reference": ["mere"], "enfants": ["aine", "cadet"]}},
    },
    "output": {"af_nbenf": 2, "individus": {"mere": {"age": 41}}},
}


def test_a_case_of_openfisca_is_run_by_both_ways() -> None:
    item = cases.EngineItem.of(load(), CASE, Path("case.yaml"))
    assert item.verdict() == cases.PASSED
    assert (item.values, item.differences, dict(item.left)) == (2, [], {})
    wrong = cases.EngineItem.of(load(), CASE | {"output": {"af_nbenf": 3}}, Path("case.yaml"))
    assert wrong.verdict().startswith("AssertionError")
    assert wrong.differences == []


def test_a_value_of_the_fast_way_that_differs_fails_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    run = cases.fast_way().run

    def off_by_one(*asked: Any) -> Answer:
        answer = run(*asked)
        return replace(answer, values=answer.values | {"af_nbenf": answer.values["af_nbenf"] + 1})

    monkeypatch.setattr(cases.fast_way(), "run", off_by_one)
    item = cases.EngineItem.of(load(), CASE, Path("case.yaml"))
    assert item.verdict().startswith("AssertionError")
    assert len(item.differences) == 1


def test_a_value_that_what_was_asked_before_changes_is_left_to_plain_openfisca() -> None:
    """At the end of a year, France subtracts what it finds already computed of the months before."""
    months = {f"2017-{month:02}": 0 for month in range(1, 13)} | {"2017-11": 2_300}
    given = {
        "salaire_de_base": months,
        "allegement_general_mode_recouvrement": "anticipe",
        "effectif_entreprise": 1,
        "code_postal_entreprise": "75001",
        "categorie_salarie": "prive_non_cadre",
        "contrat_de_travail_debut": "2017-11-01",
    }
    asked = {"allegement_general": months | {"2017-11": 32.04}}
    case = {"period": 2017, "absolute_error_margin": 0.1, "input": given, "output": asked}
    item = cases.EngineItem.of(load(), case, Path("case.yaml"))
    assert item.verdict() == cases.PASSED
    assert item.differences == []
    assert (item.values, dict(item.left)) == (11, {"a value that depends on what was asked before": 1})
