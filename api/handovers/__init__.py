"""Passes a resident's simulation to an agent by a short code that lives a few minutes."""

from openfisca_lyon.api.handovers.sealing import DIGITS, grouped
from openfisca_lyon.api.handovers.store import (
    HandoverError,
    Handovers,
    KeyChangedError,
    TooManyAttemptsError,
    TooMuchError,
    UnknownCodeError,
)

__all__ = [
    "DIGITS",
    "HandoverError",
    "Handovers",
    "KeyChangedError",
    "TooManyAttemptsError",
    "TooMuchError",
    "UnknownCodeError",
    "grouped",
]
