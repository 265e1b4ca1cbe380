"""Computes variables of the law for many households at once."""

from openfisca_lyon.engine.calculation import calculate, coverage, warm
from openfisca_lyon.engine.households import Groups, Households, stack

__all__ = ["Groups", "Households", "calculate", "coverage", "stack", "warm"]
