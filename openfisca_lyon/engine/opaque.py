"""Formulas that read only texts, and are run as they are on each distinct text.

A commune's code is looked up value by value in Python; that cannot be recorded. Such a formula is a
function of its texts alone: it is run by OpenFisca on the distinct ones, a handful in a population, and
each person or household takes the answer of theirs. That it is such a function is checked when it is first
met: samples answered together must get the answers that each gets alone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.periods import Period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine.graph import UNKNOWN, Node
from openfisca_lyon.engine.tracer import dtype_of, noting, patched

SAMPLES = [
    b"00000",
    b"69123",
    b"69381",
    b"69389",
    b"69266",
    b"75056",
    b"75112",
    b"97105",
    b"97411",
    b"13055",
    b"",
]


class Stray(Exception):  # noqa: N818
    """The formula asks for something that it did not ask for when it was first run."""


class Closed(Simulation):  # type: ignore[misc]
    """A simulation that answers only what it was given."""

    def calculate(self, variable_name: str, period: Any) -> NDArray[Any]:
        """Return what was given."""
        known = self.given.get((variable_name, period))
        if known is None:
            if not self.discover:
                raise Stray(f"{variable_name} at {period}")
            variable = self.tax_benefit_system.get_variable(variable_name, check_existence=True)
            known = self.given[(variable_name, period)] = variable.default_array(self.persons.count)
        return known  # type: ignore[no-any-return]


def cast(texts: NDArray[Any], variable: Any) -> NDArray[Any]:
    """Return texts as OpenFisca holds those of a variable."""
    if not np.dtype(variable.dtype).hasobject:
        return texts.astype(variable.dtype)
    return (texts.astype(str) if texts.dtype.kind == "S" else texts).astype(object)


def run(
    system: TaxBenefitSystem,
    variable: Any,
    period: Period,
    given: dict[tuple[str, Period], NDArray[Any]],
    count: int,
    *,
    discover: bool = False,
) -> NDArray[Any]:
    """Run a formula as it is on given values."""
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    simulation.__class__ = Closed
    simulation.given = given
    simulation.discover = discover
    array = simulation._run_formula(variable, simulation.populations[variable.entity.key], period)
    array = simulation._cast_formula_result(array, variable)
    return np.asarray(array).view(np.ndarray)


def trace_opaque(
    system: TaxBenefitSystem, variable: Any, period: Period, mark: str = ""
) -> tuple[Any, ...] | None:
    """Return the parts of a template that runs the formula as it is, or None when it may not be.

    Args:
        system: the rules.
        variable: whose formula it is.
        period: when.
        mark: tells it from the formula of the same variable under other rules.

    Returns:
        What it asks for, its nodes, which is the result, and the parameters that it read.
    """
    reads: set[str] = set()
    try:
        with patched(), noting(reads):
            asked = _texts_of(system, variable, period)
    except Exception:  # whatever it is, only plain OpenFisca may run it
        return None
    if not asked:
        return None
    leaves = [
        Node("", (), dtype_of(system.get_variable(name)), variable.entity.key, UNKNOWN, None, ("call", rank))
        for rank, (name, _) in enumerate(asked)
    ]
    holes = ", ".join(["{}"] * len(asked))
    keys = tuple((name, str(key_period)) for name, key_period in asked)
    dtype = dtype_of(variable)
    source = f"opaque({(variable.name, str(period), keys, mark)!r}, {dtype.str!r}, {holes})"
    result = Node(source, tuple(range(len(asked))), dtype, variable.entity.key, UNKNOWN)
    calls = tuple(("calculate", name, key_period) for name, key_period in asked)
    return calls, (*leaves, result), len(leaves), tuple(sorted(reads))


def _texts_of(system: TaxBenefitSystem, variable: Any, period: Period) -> list[tuple[str, Period]]:
    """Return the texts of which a formula is a function, nothing when it is not one."""
    given: dict[tuple[str, Period], NDArray[Any]] = {}
    run(system, variable, period, given, 1, discover=True)
    asked = list(given)
    for name, _ in asked:
        text = system.get_variable(name)
        if dtype_of(text).kind not in "SU" or text.entity.key != variable.entity.key:
            return []
    generator = np.random.default_rng(0)
    columns = {
        key: generator.permutation(np.resize(np.array(SAMPLES), 44)).astype(system.get_variable(key[0]).dtype)
        for key in asked
    }
    together = run(system, variable, period, dict(columns), 44)
    for i in range(44):
        alone = run(system, variable, period, {key: column[i : i + 1] for key, column in columns.items()}, 1)
        if alone[0] != together[i]:
            return []
    return asked
