"""The one face of the engine: households in columns, variables out in arrays.

Two ways lead to the same values. *Plain* is OpenFisca's own simulation. *Fast* replays what formulas do
as numpy operations (:mod:`~openfisca_lyon.engine.fast`), and leaves to plain, with a reason, whatever it is
not sure to compute alike: the whole question, or only the households concerned.

A question of a new kind needs a plan, and the first plan of a month needs some ten thousand formulas to be
traced, which takes longer than plain OpenFisca takes for one household. ``auto``, which is what everyone gets,
takes the fast way when the plan is there or quickly made, or when there are at least :data:`MANY` households,
and plain otherwise; :func:`warm` makes plans in advance, :func:`make_when_wanted` as they are missed.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Literal

from numpy.typing import NDArray

from openfisca_lyon.engine.facts import Declined
from openfisca_lyon.engine.fallback import reasons
from openfisca_lyon.engine.fast import Fast, NotReady
from openfisca_lyon.engine.households import Households
from openfisca_lyon.engine.runtime import Answer
from openfisca_lyon.engine.store import Store

if TYPE_CHECKING:
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    from openfisca_lyon.engine.builder import Builder

Way = Literal["plain", "fast", "auto"]
Progress = Callable[[int, int], bool | None]
VARIABLE = "OPENFISCA_LYON_ENGINE"
WAYS: tuple[Way, ...] = ("plain", "fast", "auto")
DEFAULT: Way = "auto"
MANY = 5_000  # households from which tracing all formulas is quicker than plain OpenFisca

_in_force: Fast | None = None
_fast: dict[int, "tuple[TaxBenefitSystem, Fast]"] = {}
_lock = threading.RLock()
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
        engine: ``"plain"``, ``"fast"`` or ``"auto"``; otherwise what ``OPENFISCA_LYON_ENGINE`` says.
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
    asked = way(engine)
    if asked == "plain" or not households.persons:
        found = _calculate_plain(households, names, period, reform)
    else:
        patient = asked == "fast" or households.count >= MANY
        found = _calculate_fast(households, names, period, reform, progress, patient)
    # ``-0.0`` is 0.0 here, both ways: nobody receives minus nothing, and folding ``x + 0`` may lose the sign.
    return {name: values + 0 if values.dtype.kind == "f" else values for name, values in found.items()}


def warm(
    households: Households, variables: Iterable[str], period: str, reform: "TaxBenefitSystem | None" = None
) -> str:
    """Make the plan of a question in advance, and keep it on disk.

    Args:
        households: like those that will be computed: given the same variables at the same periods.
        variables: see :func:`calculate`.
        period: see :func:`calculate`.
        reform: see :func:`calculate`.

    Returns:
        Why the question is left to plain OpenFisca, or nothing.
    """
    fast = fast_way(reform)
    try:
        fast.program(households, tuple(variables), period, keep=True)
        return ""
    except Declined as reason:
        return str(reason)
    finally:
        fast.save()


def make_when_wanted(make: Callable[[str], None]) -> None:
    """Have the plans of a month made when one is missed and nobody waits for it.

    Args:
        make: starts to make the plans of a month, and returns at once; another process may make them. Asked
            again for the same month, it decides itself whether to start again.
    """
    fast_way().wanting = make


def coverage(
    households: Households, variables: Iterable[str], period: str, reform: "TaxBenefitSystem | None" = None
) -> dict[str, str]:
    """Tell for each variable why it is left to plain OpenFisca; nothing when it is on the fast way."""
    fast = fast_way(reform)
    given = fast.take(households).intake.given
    _, padded, partial = fast.signature(given, households.partial)
    return fast.builder.coverage(tuple(variables), period, given, frozenset(padded), frozenset(partial))


def way(engine: Way | None) -> Way:
    """Tell which way is asked.

    Raises:
        ValueError: not a way.
    """
    asked = engine or os.environ.get(VARIABLE) or DEFAULT
    for known in WAYS:
        if asked == known:
            return known
    raise ValueError(f"{VARIABLE}: « {asked} » n'est pas l'un de {', '.join(WAYS)}")


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
    patient: bool,
) -> dict[str, NDArray[Any]]:
    try:
        fast = fast_way(reform)
        answer = fast.run(households, names, period, progress, patient=patient)
    except (Declined, NotReady) as reason:
        reasons.add(str(reason), households.count)
        return _calculate_plain(households, names, period, reform)
    return complete(fast, answer, households, names, period, reform)


def complete(
    fast: Fast,
    answer: Answer,
    households: Households,
    names: tuple[str, ...],
    period: str,
    reform: "TaxBenefitSystem | None",
) -> dict[str, NDArray[Any]]:
    """Compute by plain OpenFisca the households that a plan left to it, and count them."""
    for reason, count in answer.reasons.items():
        reasons.add(reason, count)
    if answer.left.all():
        return _calculate_plain(households, names, period, reform)
    for reason_text in answer.unknown.values():
        reasons.add(reason_text, households.count)
    if answer.left.any():
        part, members = households.selected(answer.left, lambda name: fast.facts[name].entity)
        traced = tuple(name for name in names if name not in answer.unknown)
        found = _calculate_plain(part, traced, period, reform)
        for name in traced:
            answer.values[name] = answer.values[name].copy()
            answer.values[name][members[answer.entities[name]]] = found[name]
    if answer.unknown:
        # A call of their own: what else is asked is not computed twice.
        answer.values |= _calculate_plain(households, tuple(answer.unknown), period, reform)
    return {name: answer.values[name] for name in names}


def fast_way(reform: "TaxBenefitSystem | None" = None) -> Fast:
    """Return the fast way through some rules, made at the first call."""
    global _in_force
    with _lock:
        if reform is None or _is_in_force(reform):
            if _in_force is None:
                _in_force = Fast(_build, Store())
            return _in_force
        known = _fast.get(id(reform))
        if known is None:
            known = (reform, Fast(lambda: _build(reform), _store_of(reform)))
            while len(_fast) >= KEPT:
                del _fast[next(iter(_fast))]
            _fast[id(reform)] = known
        return known[1]


@contextmanager
def still() -> Iterator[None]:
    """Hold everything as it is, so that a process forked meanwhile finds no lock that nobody will release."""
    with ExitStack() as held:
        reformed = [fast for _, fast in _fast.values()]
        # In the order in which the others take them: a reform asks for the rules in force.
        for fast in (*reformed, *([_in_force] if _in_force else [])):
            held.enter_context(fast.lock)
        held.enter_context(_lock)
        held.enter_context(reasons.lock)
        yield


def _store_of(reform: "TaxBenefitSystem") -> Store | None:
    """Return where the plans of a reform are kept: only one that changes nothing but figures can be told again."""
    from openfisca_lyon.engine.templates import figures_changed
    from openfisca_lyon.system import load

    changed = figures_changed(load(), reform)
    return None if changed is None else Store(hashlib.sha256(repr(changed).encode()).hexdigest()[:24])


def _is_in_force(system: "TaxBenefitSystem") -> bool:
    from openfisca_lyon.system import load

    return system is load()


def _build(reform: "TaxBenefitSystem | None" = None) -> "Builder":
    from openfisca_lyon.engine.builder import Builder
    from openfisca_lyon.system import load

    system = reform or load()
    # A reform of a reform is measured against the rules in force all the same.
    reformed = getattr(system, "baseline", None) is not None
    return Builder(system, fast_way().builder.templates if reformed else None)
