"""The rules: OpenFisca-France, then our mends of it, then the rights of the Métropole de Lyon."""

from openfisca_lyon.system.loading import CountryTaxBenefitSystem, load

__all__ = ["CountryTaxBenefitSystem", "load"]
