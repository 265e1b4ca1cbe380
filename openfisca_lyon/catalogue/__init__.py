"""What a person needs to know of each right."""

from openfisca_lyon.catalogue.entries import (
    Authority,
    Axis,
    Condition,
    Entry,
    Part,
    Reason,
    catalogue,
)

__all__ = ["Authority", "Axis", "Condition", "Entry", "Part", "Reason", "catalogue"]
