"""What a reform changes, against the rules in force."""

from openfisca_lyon.comparisons.households import Comparison, compare

__all__ = ["Comparison", "compare"]
