"""A household in a person's words, checked, then turned into what the rules read."""

from openfisca_lyon.situations.faults import Fault, SituationError
from openfisca_lyon.situations.reading import read
from openfisca_lyon.situations.situation import Situation
from openfisca_lyon.situations.words import situation_model

__all__ = ["Fault", "Situation", "SituationError", "read", "situation_model"]
