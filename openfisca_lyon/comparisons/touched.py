"""What a reform touches: the variables it rewrites, the figures it changes, and the rights it reaches by them.

A right is reached directly when its own rules read what changed, and by another right when it only reads that
the other is received.
"""

from typing import Any, Literal

from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons.costing import Costed
from openfisca_lyon.comparisons.take_up import known
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies
from openfisca_lyon.variables.situation import percus

Reach = Literal["aucun", "direct", "induit"]


class Touched:
    """What a reform touches at a month: not what it changes only later.

    Args:
        reform: the reform.
        month: the month asked.
    """

    def __init__(self, reform: TaxBenefitSystem, month: str) -> None:
        base = load()
        self.variables = frozenset(
            name
            for name, variable in reform.variables.items()
            if base.variables.get(name) is not variable
            and _formulas(variable, month) != _formulas(base.variables.get(name), month)
        )
        self.figures = frozenset(_changed(base.parameters, reform.parameters, "", month))
        self._dependencies = Dependencies(reform, month)

    def directly(self, one: Costed) -> bool:
        """Tell whether the rules of a right read what the reform touches, otherwise than by another right.

        A figure that belongs to another right (the amount of the RSJ, read by the means test of the FSL) is its own.
        """
        names = [*one.amounts, *([one.entry.variable_statut] if one.entry.variable_statut else [])]
        names += [one.row.moteur] if one.row.moteur else []
        stop = received_inputs()
        if self._dependencies.closure(names, stop) & self.variables:
            return True
        read = self._dependencies.parameters(names, stop)
        return any(
            path == figure or figure.startswith(f"{path}.")
            for figure in self.figures
            if _owner(figure) in (None, one.droit)
            for path in read
        )


def _owner(figure: str) -> str | None:
    """Return the right that a figure belongs to, when its path says one."""
    return next((step for step in figure.split(".") if step in catalogue()), None)


def received_inputs() -> frozenset[str]:
    """Return the inputs by which a right reads that another is received."""
    ours = {name for name in vars(percus) if name in load().variables}
    return frozenset(ours | {name for one in known().values() for name in one.received})


def _formulas(variable: Variable | None, month: str) -> list[Any] | None:
    """Return what a variable is computed with until a month; None when there is no such variable."""
    if variable is None:
        return None
    known = [(start, formula) for start, formula in variable.formulas.items() if start[:7] <= month]
    return [variable.end, variable.default_value, *known]


def _changed(before: ParameterNode, after: ParameterNode, path: str, month: str) -> list[str]:
    """Return the paths of the figures that differ until a month."""
    found: list[str] = []
    for name, child in after.children.items():
        here = f"{path}.{name}" if path else name
        other = before.children.get(name)
        if child is other:
            continue
        if isinstance(child, ParameterNode) and isinstance(other, ParameterNode):
            found += _changed(other, child, here, month)
        elif _values(child, month) != _values(other, month):
            found.append(here)
    return found


def _values(one: Any, month: str) -> Any:
    if isinstance(one, Parameter):
        return [(each.instant_str, each.value) for each in one.values_list if each.instant_str[:7] <= month]
    if isinstance(one, ParameterScale):
        return [
            {key: _values(part, month) for key, part in bracket.children.items()} for bracket in one.brackets
        ]
    return id(one)
