"""One application for the tests of the API; a household already computed is not computed again."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from openfisca_lyon.api import create_app, population
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.situations import Situation

ORIGIN = "https://portail.example.org"


@pytest.fixture(scope="session")
def application() -> Iterator[Flask]:
    settings = Settings(cors=(ORIGIN,), stream_above=1, request_seconds=3000)
    made = create_app({"PROPAGATE_EXCEPTIONS": False}, settings)
    # Runs are asked and never computed here: test_population.py and tests/pages/test_desk.py do it.
    made.extensions[population.KEY]._keep = lambda: None
    yield made
    made.extensions[population.KEY].close()


@pytest.fixture(scope="session")
def client(application: Flask) -> Iterator[FlaskClient]:
    with application.test_client() as client:
        yield client


@pytest.fixture(scope="session", autouse=True)
def _computed_once() -> Iterator[None]:
    """Remember reports: these tests are about the doors, and an evaluation takes seconds."""
    known: dict[Any, Report] = {}

    def key(situation: Situation) -> Any:
        columns = sorted((name, values.tobytes()) for name, values in situation.households.columns.items())
        return situation.month, situation.complete, str(columns), str(situation.labels)

    def remembered(situations: Sequence[Situation], reform: Any = None) -> list[Report]:
        if reform is not None:
            return evaluate(situations, reform)
        new = {key(one): one for one in situations if key(one) not in known}
        if new:
            known.update(zip(new, evaluate(list(new.values())), strict=True))
        return [known[key(one)] for one in situations]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openfisca_lyon.api.people.evaluate", remembered)
        patch.setattr("openfisca_lyon.comparisons.households.evaluate", remembered)
        yield
