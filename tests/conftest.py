"""Collects the law tests in YAML as pytest items named after their case, over one system loaded once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from openfisca_core.tools.test_runner import YamlItem
from openfisca_france import FranceTaxBenefitSystem

from openfisca_lyon.system import CountryTaxBenefitSystem, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
LAW = HERE / "law"
UPSTREAM = HERE / "upstream"
CHROMIUM = "/usr/bin/chromium"


@cache
def france() -> FranceTaxBenefitSystem:
    """OpenFisca-France alone, without our mends."""
    return FranceTaxBenefitSystem()


class LawFile(pytest.File):
    """A file of OpenFisca test cases.

    ``tests/law`` is checked against our rules. ``tests/upstream`` is checked against OpenFisca-France alone:
    it holds the wrong answers that ``variables/national`` and ``parameters/national`` mend, and fails the
    day OpenFisca-France is right, when the mend must go.
    """

    def collect(self) -> Iterator[YamlItem]:
        system = load() if LAW in self.path.parents else france()
        for case in yaml.load(self.path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            yield YamlItem.from_parent(
                self, name=case["name"], test=case, baseline_tax_benefit_system=system, options={}
            )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> LawFile | None:
    """Step aside where ``openfisca test``, which brings its own collector, is running."""
    plugins = parent.config.pluginmanager.get_plugins()
    if any(type(plugin).__name__ == "OpenFiscaPlugin" for plugin in plugins):
        return None
    if file_path.suffix == ".yaml" and {LAW, UPSTREAM} & set(file_path.parents):
        return LawFile.from_parent(parent, path=file_path)
    return None


@pytest.fixture(scope="session")
def system() -> CountryTaxBenefitSystem:
    """The rules in force."""
    return load()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One browser for all tests of a process: two that run at once refuse each other."""
    # ``openfisca test`` reads this file too, where there is no browser.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
