"""The examples of docstrings are true."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import openfisca_lyon

# Importing these runs the command, or a migration.
RUN_ELSEWHERE = ("openfisca_lyon.__main__", "openfisca_lyon.api.handovers.migrations")
MODULES = [
    info.name
    for info in pkgutil.walk_packages(openfisca_lyon.__path__, "openfisca_lyon.")
    if not info.name.startswith(RUN_ELSEWHERE)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [one for name in MODULES for one in finder.find(import_module(name)) if one.examples]
    assert len(found) > 10
