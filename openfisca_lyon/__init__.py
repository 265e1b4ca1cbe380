"""Droits et aides dans la Métropole de Lyon : règles, explications et réformes, sur OpenFisca.

Importing this package is light. ``CountryTaxBenefitSystem``, the name by which OpenFisca's own tools
recognise a country package, is resolved on first use because loading OpenFisca-France takes seconds.
"""

from importlib import import_module
from typing import Any

__all__ = ["CountryTaxBenefitSystem"]


def __getattr__(name: str) -> Any:
    if name == "CountryTaxBenefitSystem":
        return import_module("openfisca_lyon.system").CountryTaxBenefitSystem
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
