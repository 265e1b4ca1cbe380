"""Weighted populations: built from published margins, read from a file, checked, split.

``margins``
    holds the published figures; ``hors_menages.csv`` takes off those who live outside households.
``composition``, ``activity``, ``incomes``, ``dwellings``
    draw households one fact after the other; ``draws`` is where their randomness comes from.
``calibration``
    weighs them so that they meet the margins.
``generator``
    goes through these, and makes the tables.
``population``
    is what all the rest of the package knows of them.
"""

from openfisca_lyon.populations.extract import extract
from openfisca_lyon.populations.population import Metadata, Population, PopulationError, read_parquet

__all__ = ["Metadata", "Population", "PopulationError", "extract", "read_parquet"]
