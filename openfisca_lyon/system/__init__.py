"""The rules: OpenFisca-France, then our mends of it, then the rights of the Métropole de Lyon."""

from openfisca_lyon.system.loading import CountryTaxBenefitSystem, load
from openfisca_lyon.system.reforms import (
    LocalReform,
    ReformError,
    ReformFile,
    reform_from,
    reform_named,
    reforms,
)

__all__ = [
    "CountryTaxBenefitSystem",
    "LocalReform",
    "ReformError",
    "ReformFile",
    "load",
    "reform_from",
    "reform_named",
    "reforms",
]
