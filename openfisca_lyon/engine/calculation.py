"""The one face of the engine: households in columns, variables out in arrays."""

from collections.abc import Iterable
from typing import Any

from numpy.typing import NDArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine import plain
from openfisca_lyon.engine.households import Households
from openfisca_lyon.system import load


def calculate(
    households: Households,
    variables: Iterable[str],
    period: str,
    reform: TaxBenefitSystem | None = None,
) -> dict[str, NDArray[Any]]:
    """Compute variables for households.

    Args:
        households: who they are and what is given.
        variables: names of variables of the law.
        period: a month, ``"2026-10"``. A variable defined by year is computed for the year it is in.
        reform: the rules to apply instead of those in force.

    Returns:
        For each variable, one value per member of its entity, in the order of ``households``. Enum members
        are given by index.

    Raises:
        openfisca_core.errors.VariableNotFoundError: a variable does not exist.
    """
    return plain.calculate(reform or load(), households, variables, period)
