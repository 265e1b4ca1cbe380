"""Lays our dated figures over OpenFisca-France's own, at France's own path.

``parameters/national/<France's path>.yaml`` holds an ordinary parameter. Each of its values must bring
something: where France has come to hold a value at the same date, loading stops, so that a correction
never outlives the fault it mends. Two marks in ``metadata`` widen this:

``remplace: {date: value}``
    France's value at that date is known to be wrong: ours stands while France's is still that one.
``nouveau: true``
    The path does not exist in France and is added to a node that does.
"""

from pathlib import Path
from typing import Any

from openfisca_core.parameters import (
    Parameter,
    ParameterAtInstant,
    ParameterNode,
    ParameterScale,
    load_parameter_file,
)


class OverlayError(ValueError):
    """A figure of ``parameters/national`` no longer fits OpenFisca-France."""


def overlay(france: ParameterNode, directory: Path) -> None:
    """Lay each file of ``directory`` over the node of ``france`` at the same path.

    Raises:
        OverlayError: the path is unknown, or France now has a value at one of our dates.
    """
    for file in sorted(directory.rglob("*.yaml")):
        path = file.relative_to(directory).with_suffix("").parts
        name = ".".join(path)
        _lay(_descend(france, path[:-1], name), path[-1], load_parameter_file(str(file), name))


def _descend(node: ParameterNode, path: tuple[str, ...], name: str) -> ParameterNode:
    for step in path:
        if step not in getattr(node, "children", {}):
            raise OverlayError(f"parameters/national/{name}: no node « {step} » in OpenFisca-France.")
        node = node.children[step]
    return node


def _lay(parent: ParameterNode, key: str, ours: Any) -> None:
    if key not in parent.children:
        if not ours.metadata.get("nouveau"):
            raise OverlayError(f"parameters/national: {ours.name} does not exist in OpenFisca-France.")
        parent.add_child(key, ours)
        return
    theirs = parent.children[key]
    if isinstance(ours, ParameterNode):
        for child_key, child in ours.children.items():
            _lay(theirs, child_key, child)
    elif isinstance(ours, ParameterScale):
        if len(ours.brackets) != len(theirs.brackets):
            raise OverlayError(f"parameters/national: {ours.name} has other brackets in OpenFisca-France.")
        for our_bracket, their_bracket in zip(ours.brackets, theirs.brackets, strict=True):
            for child_key, child in our_bracket.children.items():
                _merge(child, their_bracket.children[child_key], ours.metadata)
    else:
        _merge(ours, theirs, ours.metadata)


def _merge(ours: Parameter, theirs: Parameter, metadata: dict[str, Any]) -> None:
    """Put our dated values among theirs; a value they already have must be one known to be wrong."""
    wrong = {str(date): value for date, value in metadata.get("remplace", {}).items()}
    values: dict[str, ParameterAtInstant] = {value.instant_str: value for value in theirs.values_list}
    for value in ours.values_list:
        date = value.instant_str
        if date in values and (date not in wrong or values[date].value != wrong[date]):
            raise OverlayError(
                f"parameters/national: OpenFisca-France has {ours.name} = {values[date].value} at {date}. "
                "Remove our figure, or say in « remplace » which wrong one it stands for."
            )
        values[date] = value
    theirs.values_list = [values[date] for date in sorted(values, reverse=True)]
    references = {**(theirs.metadata.get("reference") or {}), **(ours.metadata.get("reference") or {})}
    theirs.metadata.update(ours.metadata, reference=references)
