"""The one face of the engine: households in columns, variables out in arrays.

Two ways lead to the same values. *Plain* is OpenFisca's own simulation. *Fast* replays what formulas do
as numpy operations (:mod:`~openfisca_lyon.engine.fast`), and leaves to plain, with a reason, whatever it is
not sure to compute alike: the whole question, or only the households concerned.
"""

import os
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import NDArray

from openfisca_lyon.engine.fallback import reasons
from openfisca_lyon.engine.households import Households

if TYPE_CHECKING:
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    from openfisca_lyon.engine.fast import Fast

Way = Literal["plain", "fast"]
Progress = Callable[[int, int], bool | None]
VARIABLE = "OPENFISCA_LYON_ENGINE"
DEFAULT: Way = "plain"

_fast: dict[int, "tuple[TaxBenefitSystem, Fast]"] = {}
_lock = threading.Lock()
KEPT = 4  # systems of rules whose plans stay in memory


def calculate(
    households: Households,
    variables: Iterable[str],
    period: str,
    reform: "TaxBenefitSystem | None" = None,
    *,
    engine: Way | None = None,
    progress: Progress | None = None,
) -> dict[str, NDArray[Any]]:
    """Compute variables for households.

    Args:
        households: who they are and what is given.
        variables: names of variables of the law.
        period: a month, ``"2026-10"``. A variable defined by year is computed for the year it is in.
        reform: the rules to apply instead of those in force. Once used, they must no longer change.
        engine: ``"plain"`` or ``"fast"``; otherwise what ``OPENFISCA_LYON_ENGINE`` says.
        progress: called from time to time with how many households are done, and how many there are; by
            returning False it stops the computation. The plain way calls it once, at the end.

    Returns:
        For each variable, one value per member of its entity, in the order of ``households``. Enum members
        are given by index.

    Raises:
        openfisca_core.errors.VariableNotFoundError: a variable does not exist.
        InterruptedError: ``progress`` stopped the computation.
    """
    names = tuple(variables)
    if way(engine) == "fast" and households.persons:
        return _calculate_fast(households, names, period, reform, progress)
    return _calculate_plain(households, names, period, reform)


def way(engine: Way | None) -> Way:
    """Tell which way is asked.

    Raises:
        ValueError: neither ``"plain"`` nor ``"fast"``.
    """
    asked = engine or os.environ.get(VARIABLE) or DEFAULT
    if asked == "plain":
        return "plain"
    if asked == "fast":
        return "fast"
    raise ValueError(f"{VARIABLE}: « {asked} » is neither « plain » nor « fast »")


def _calculate_plain(
    households: Households, names: tuple[str, ...], period: str, reform: "TaxBenefitSystem | None"
) -> dict[str, NDArray[Any]]:
    from openfisca_lyon.engine import plain
    from openfisca_lyon.system import load

    return plain.calculate(reform or load(), households, names, period)


def _calculate_fast(
    households: Households,
    names: tuple[str, ...],
    period: str,
    reform: "TaxBenefitSystem | None",
    progress: Progress | None,
) -> dict[str, NDArray[Any]]:
    from openfisca_lyon.engine.facts import Declined

    try:
        fast = fast_way(reform)
        answer = fast.run(households, names, period, progress)
    except Declined as reason:
        reasons.add(str(reason), households.count)
        return _calculate_plain(households, names, period, reform)
    for reason_text, count in answer.reasons.items():
        reasons.add(reason_text, count)
    if answer.left.all():
        return _calculate_plain(households, names, period, reform)
    if answer.left.any():
        part, members = households.selected(answer.left, lambda name: fast.facts[name].entity)
        found = _calculate_plain(part, names, period, reform)
        for name, entity in answer.entities.items():
            answer.values[name] = answer.values[name].copy()
            answer.values[name][members[entity]] = found[name]
    return answer.values


def fast_way(reform: "TaxBenefitSystem | None" = None) -> "Fast":
    """Return the fast way through some rules, made at the first call."""
    from openfisca_lyon.engine.fast import Fast
    from openfisca_lyon.system import load

    system = reform or load()
    with _lock:
        known = _fast.get(id(system))
        if known is None:
            known = (system, Fast(system))
            while len(_fast) >= KEPT:
                del _fast[next(iter(_fast))]
            _fast[id(system)] = known
        return known[1]
