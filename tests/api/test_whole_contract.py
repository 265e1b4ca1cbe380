"""Schemathesis over the whole contract: no 5xx, no answer outside the schema, what is wrong is refused.

What is generated is the same at each run. What is right is computed for real, at one month so that the engine makes
its plan once; what is wrong is refused before anything is computed, so there is more of it.
"""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from openfisca_lyon.api.openapi import routes
from openfisca_lyon.api.problems import Problem

MONTH = "2026-10"
COMPUTED, READ, REFUSED = 1, 15, 40
OPERATIONS = [
    "openapi", "rights", "right", "places", "figures", "figure", "shipped", "schema",
    "simulations", "questions", "explanations", "comparisons", "population_comparisons", "population_run",
    "population_events", "population_result", "population_cancel",
]  # fmt: skip


@pytest.fixture(scope="module")
def operations(application: Flask) -> dict[str, Any]:
    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return {route.name: contract[route.path][route.method.upper()] for route in routes(application)}


def test_every_operation_is_tried(operations: dict[str, Any]) -> None:
    assert sorted(operations) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_the_contract_allows_is_answered_as_it_says(operations: dict[str, Any], name: str) -> None:
    operation = operations[name]
    assert played(operation, GenerationMode.POSITIVE, COMPUTED if operation.body else READ) > 0


@pytest.mark.parametrize(
    "name", ["figures", "simulations", "questions", "explanations", "comparisons", "population_comparisons"]
)
def test_what_the_contract_forbids_is_refused_in_its_one_shape(
    operations: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # We read more than the schema says (« 80 % », « oui »): what is read is not computed here.
    monkeypatch.setattr("openfisca_lyon.api.people.compute", _read)
    assert played(operations[name], GenerationMode.NEGATIVE, REFUSED) >= REFUSED


def _read(_: Any) -> None:
    raise Problem(422, "Lu.")


def played(operation: Any, mode: GenerationMode, count: int) -> int:
    """Make calls of an operation and check each by the contract; return how many were made."""
    made = 0

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def play(case: Any) -> None:
        nonlocal made
        made += 1
        if mode is GenerationMode.POSITIVE:
            _of_one_person(case)
        case.call_and_validate()

    play()
    return made


def _of_one_person(case: Any) -> None:
    """Keep what a schema can say: how people are linked and their dates agree is said by no schema."""
    if case.query and case.operation.body:
        case.query.pop("date", None)
    body = case.body if isinstance(case.body, dict) else {}
    if "reforme" in body:  # others have rules of their own, whose plan would have to be made
        body["reforme"] = "rsj_500_euros"
    if "reformes" in body:
        body["reformes"] = ["rsj_500_euros"]
    if "situations" in body:
        del body["situations"][1:]
    for one in body.get("situations", [body] if "personnes" in body else []):
        one["personnes"] = [{**one["personnes"][0], "lien": None, "date_naissance": None, "age": 22}]
        one |= {"date": MONTH, "conjugalite": None, "tout_est_dit": True}
