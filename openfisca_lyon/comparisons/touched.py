"""What a reform touches: the variables it rewrites, the figures it changes, and the rights it reaches by them.

A right is reached directly when its own rules read what changed, and by another right when it only reads that
the other is received.
"""

from typing import Any, Literal

from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.comparisons.costing import Costed
from openfisca_lyon.comparisons.take_up import known
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies
from openfisca_lyon.variables.situation import percus

Reach = Literal["aucun", "direct", "induit"]


class Touched:
    """What a reform touches at a month.

    Args:
        reform: the reform.
        month: the month asked.
    """

    def __init__(self, reform: TaxBenefitSystem, month: str) -> None:
        base = load()
        self.variables = frozenset(
            name for name, variable in reform.variables.items() if base.variables.get(name) is not variable
        )
        self.figures = frozenset(_changed(base.parameters, reform.parameters, ""))
        self._dependencies = Dependencies(reform, month)

    def directly(self, one: Costed) -> bool:
        """Tell whether the rules of a right read what the reform touches, otherwise than by another right."""
        names = [*one.amounts, *([one.entry.variable_statut] if one.entry.variable_statut else [])]
        names += [one.row.moteur] if one.row.moteur else []
        stop = received_inputs()
        if self._dependencies.closure(names, stop) & self.variables:
            return True
        read = self._dependencies.parameters(names, stop)
        return any(
            path == figure or figure.startswith(f"{path}.") for path in read for figure in self.figures
        )


def received_inputs() -> frozenset[str]:
    """Return the inputs by which a right reads that another is received."""
    ours = {name for name in vars(percus) if name in load().variables}
    return frozenset(ours | {name for one in known().values() for name in one.received})


def _changed(before: ParameterNode, after: ParameterNode, path: str) -> list[str]:
    """Return the paths of the figures that differ."""
    found: list[str] = []
    for name, child in after.children.items():
        here = f"{path}.{name}" if path else name
        other = before.children.get(name)
        if child is other:
            continue
        if isinstance(child, ParameterNode) and isinstance(other, ParameterNode):
            found += _changed(other, child, here)
        elif _values(child) != _values(other):
            found.append(here)
    return found


def _values(one: Any) -> Any:
    if isinstance(one, Parameter):
        return [(value.instant_str, value.value) for value in one.values_list]
    if isinstance(one, ParameterScale):
        return [{key: _values(part) for key, part in bracket.children.items()} for bracket in one.brackets]
    return id(one)
