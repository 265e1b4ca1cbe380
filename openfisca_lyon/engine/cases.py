"""OpenFisca's own YAML tests, run by both ways of the engine.

A case is built by OpenFisca's test runner. Each value that it checks is computed by plain OpenFisca and by the
fast way, from what was given and nothing else; the verdict is that of the fast way's value.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as to_period
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.tools.test_runner import YamlItem, build_test

from openfisca_lyon.engine.builder import Builder
from openfisca_lyon.engine.facts import Declined
from openfisca_lyon.engine.fast import Fast
from openfisca_lyon.engine.households import Households
from openfisca_lyon.engine.plain import calculate, households_of
from openfisca_lyon.engine.store import Store
from openfisca_lyon.system import load

Array = NDArray[Any]
Values = dict[tuple[str, Any], Array]
PASSED = "passed"


class EngineItem(YamlItem):  # type: ignore[misc]
    """A case of OpenFisca's test runner, whose values are computed both ways.

    Attributes:
        values: how many values the fast way gave.
        left: why others were left to plain OpenFisca, with how many.
        differences: what differs from plain OpenFisca, in words.
    """

    simulation: Any

    @classmethod
    def of(cls, system: TaxBenefitSystem, case: Mapping[str, Any], file: Path) -> "EngineItem":
        """Return the item of a case, without pytest."""
        item: EngineItem = cls.__new__(cls)
        item.baseline_tax_benefit_system, item.options, item.simulation = system, {}, None
        item.path = file
        item.test = build_test(dict(case))
        item.values, item.left, item.differences = 0, Counter[str](), []
        return item

    def verdict(self) -> str:
        """Run the case; return « passed », or why not."""
        try:
            self.runtest()
        except Exception as error:  # a failure of any kind is a verdict
            return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
        return PASSED

    def check_output(self) -> None:
        """Check what the case expects against plain OpenFisca's values, then against the fast way's."""
        plain = self.simulation
        households = households_of(plain)
        expected: Values = {}
        failed: Exception | None = None
        try:
            self._check(
                plain, lambda name, period: expected.setdefault((name, period), plain.calculate(name, period))
            )
        except Exception as error:  # a failure of any kind is a verdict
            failed = error
        found = self._fast(households, expected)
        for (name, period), values in list(found.items()):
            other = np.asarray(expected[name, period].view(np.ndarray))
            if same(values, other):
                continue
            if same(values, calculate_alone(households, name, to_period(period))):
                # A variable that reads itself at other periods is not the same once they have been asked.
                del found[name, period]
                self.left["a value that depends on what was asked before"] += 1
            else:
                self.differences.append(f"{name} at {period}: {values.tolist()} is not {other.tolist()}")
        self.values = len(found)
        if failed is not None and len(found) < len(expected):
            raise failed
        self._check(
            plain, lambda name, period: self._typed(name, found.get((name, period)), expected[name, period])
        )

    def _check(self, plain: Simulation, calculate: Callable[[str, Any], Array]) -> None:
        self.simulation = _Answers(plain, calculate)
        try:
            super().check_output()
        finally:
            self.simulation = plain

    @staticmethod
    def _typed(name: str, values: Array | None, expected: Array) -> Array:
        if values is None:
            return expected
        return EnumArray(values, expected.possible_values) if isinstance(expected, EnumArray) else values

    def _fast(self, households: Households, asked: Iterable[tuple[str, Any]]) -> Values:
        """Compute what was asked; leave out what is for plain OpenFisca, and count why."""
        by_month: dict[str, dict[str, Any]] = {}
        for name, period in asked:
            at = to_period(period)
            unit = load().get_variable(name).definition_period
            if self.test.reforms or self.test.extensions or self.test.parameters:
                self.left["a case with rules of its own"] += 1
            elif at.size != 1 or unit not in (DateUnit.ETERNITY, at.unit):
                self.left["a value asked at an unusual period"] += 1
            else:
                by_month.setdefault(str(at.start)[:7], {})[name] = period
        found: Values = {}
        for month, names in by_month.items():
            try:
                answer = fast_way().run(households, tuple(names), month)
            except Declined as reason:
                self.left[str(reason)] += len(names)
                continue
            if answer.left.any():
                self.left["; ".join(answer.reasons)] += len(names)
                continue
            self.left.update(answer.unknown.values())
            found |= {(name, names[name]): values for name, values in answer.values.items()}
        return found


def same(one: Array, other: Array) -> bool:
    """Whether two columns are of one type and equal, bit for bit where they are numbers."""
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def calculate_alone(households: Households, name: str, period: Period) -> Array:
    """Return a value as plain OpenFisca computes it when nothing was asked before."""
    return calculate(load(), households, (name,), str(period.start)[:7])[name]


class _Answers:
    """A simulation of which only the values are computed another way."""

    def __init__(self, plain: Simulation, calculate: Callable[[str, Any], Array]) -> None:
        self._plain = plain
        self.calculate = calculate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plain, name)


@cache
def fast_way() -> Fast:
    """Return a fast way that keeps nothing on disk: each case has a signature of its own."""
    builder = Builder(load())
    builder.templates.take(Store().read("templates"))
    return Fast(lambda: builder)
