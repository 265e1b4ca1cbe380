"""How sure the law is, for a right at a month: read off the parameters and the catalogue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.catalogue import Entry
from openfisca_lyon.rights.report import Doubt

DEGREES = ("elevee", "moyenne", "faible")
SAID = {"elevee": "Règle bien établie", "moyenne": "Règle à confirmer", "faible": "Règle peu sûre"}


@dataclass(frozen=True)
class Staleness:
    """A figure to check again.

    Attributes:
        path: the parameter.
        checked: last date at which it was seen in force, if known.
        revalued: date of a known change whose figure is not known, if any.
    """

    path: str
    checked: str | None
    revalued: str | None


def leaves(node: Any) -> Iterator[Parameter]:
    """Yield the parameters below a node, or the node itself."""
    if isinstance(node, ParameterNode):
        for child in node.children.values():
            yield from leaves(child)
    elif isinstance(node, ParameterScale):
        for bracket in node.brackets:
            yield from leaves(bracket)
    elif isinstance(node, Parameter):
        yield node


def at(system: TaxBenefitSystem, path: str) -> Any:
    """Return the node or parameter at a path.

    Raises:
        KeyError: no parameter is at that path.
    """
    node: Any = system.parameters
    for step in path.split("."):
        node = node.children[step]
    return node


def metadata_of(system: TaxBenefitSystem, path: str) -> dict[str, Any]:
    """Return the metadata at a path, completed by those of the nodes above it."""
    found: dict[str, Any] = {}
    node: Any = system.parameters
    for step in path.split("."):
        node = node.children.get(step) if hasattr(node, "children") else None
        if node is None:
            break
        found |= node.metadata
    return found


def revalued(metadata: dict[str, Any], last_value: str, month: str) -> str | None:
    """Return the date of a known change that a figure of ``month`` does not hold."""
    changed = str(metadata.get("revalorise_le", ""))
    return changed if changed and last_value < changed <= f"{month}-01" else None


def doubt_of(system: TaxBenefitSystem, entry: Entry, paths: Iterable[str], month: str) -> tuple[Doubt, bool]:
    """Return what is not sure of a right, and whether one of its figures is known to be out of date.

    A figure that the law never lowers (``ne_baisse_pas``) still opens what it opened: it is only said to have risen.
    """
    first = f"{month}-01"
    degree = entry.confiance
    details = list(entry.a_confirmer)
    outdated = raised = False
    for path in sorted(paths):
        try:
            node = at(system, path)
        except (KeyError, AttributeError):
            continue
        for leaf in leaves(node):
            metadata = metadata_of(system, leaf.name) if "[" not in leaf.name else metadata_of(system, path)
            degree = max(degree, metadata.get("confiance", "elevee"), key=DEGREES.index)
            for remark in metadata.get("a_confirmer", []):
                if str(remark.get("du", "")) <= first <= str(remark.get("au", "9999")):
                    details.append(remark["texte"])
            last = next(
                (value.instant_str for value in leaf.values_list if value.instant_str <= first), first
            )
            changed = revalued(metadata, last, month)
            if changed:
                raised |= bool(metadata.get("ne_baisse_pas"))
                outdated |= not metadata.get("ne_baisse_pas")
                what = leaf.description or leaf.name
                details.append(f"« {what} » a changé le {changed} ; le nouveau montant n'est pas connu.")
    checked = entry.verifie_le.isoformat()
    line = SAID[degree]
    if outdated:
        line += ". Un montant a changé depuis et n'est pas connu : celui-ci est une indication"
    elif raised:
        line += ". Un montant a été relevé depuis et n'est pas connu : l'ancien est un minimum"
    elif checked < first:
        line += f". Vérifiée jusqu'au {entry.verifie_le:%d/%m/%Y}"
    doubt = Doubt(
        confiance=degree, verifie_le=checked, ligne=f"{line}.", details=tuple(dict.fromkeys(details))
    )
    return doubt, outdated


def stale(system: TaxBenefitSystem, branches: Iterable[str], on: date) -> list[Staleness]:
    """List the figures to check again on a day: known to have changed, then by age of the last check."""
    found = []
    for branch in branches:
        for leaf in leaves(system.parameters.children[branch]):
            metadata = metadata_of(system, leaf.name)
            last = next((value.instant_str for value in leaf.values_list), "")
            changed = revalued(metadata, last, f"{on:%Y-%m}")
            checked = str(metadata.get("verifie_jusqu_au", "")) or None
            if changed or (checked and checked < on.isoformat()):
                found.append(Staleness(leaf.name, checked, changed))
    return sorted(found, key=lambda one: (one.revalued is None, one.checked or "", one.path))
