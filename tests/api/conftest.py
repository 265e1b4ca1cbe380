"""One application for the tests of the API: the rules are loaded once."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from openfisca_lyon.api import create_app
from openfisca_lyon.api.settings import Settings

ORIGIN = "https://portail.example.org"


@pytest.fixture(scope="session")
def application() -> Flask:
    settings = Settings(cors=(ORIGIN,), stream_above=1)
    return create_app({"PROPAGATE_EXCEPTIONS": False}, settings)


@pytest.fixture(scope="session")
def client(application: Flask) -> Iterator[FlaskClient]:
    with application.test_client() as client:
        yield client
