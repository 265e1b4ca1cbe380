"""The reasons of an answer, read off the rule itself: never written twice."""

from collections.abc import Iterable, Mapping
from typing import Any

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.catalogue import Condition
from openfisca_lyon.rights.doubts import at, metadata_of
from openfisca_lyon.rights.report import ConditionReport, Threshold
from openfisca_lyon.rights.wording import answer, figure, filled


def thresholds(system: TaxBenefitSystem, condition: Condition, month: str) -> tuple[Threshold, ...]:
    """Return the figures a condition compares with at a month, each with its date and reference."""
    found = []
    for path in condition.seuils:
        parameter = at(system, path)
        value = parameter(f"{month}-01") if hasattr(parameter, "values_list") else None
        if value is None or not isinstance(value, int | float | bool | str):
            continue
        since = next(one.instant_str for one in parameter.values_list if one.instant_str <= f"{month}-01")
        metadata = metadata_of(system, path)
        source = reference(metadata.get("reference"), since)
        found.append(
            Threshold(
                parametre=path,
                valeur=value,
                texte=figure(value, metadata.get("unit")),
                depuis=since,
                reference=source.get("title", ""),
                href=source.get("href", ""),
            )
        )
    return tuple(found)


def reference(references: Any, since: str) -> Mapping[str, str]:
    """Return the reference of a dated value; OpenFisca-France also writes lists and bare addresses."""
    if isinstance(references, Mapping):
        dated = {str(day): source for day, source in references.items()}
        references = dated.get(since, dated if "href" in dated or "title" in dated else None)
    if isinstance(references, list):
        references = references[0] if references else None
    if isinstance(references, str):
        return {"href": references}
    return references if isinstance(references, Mapping) else {}


def figures_of(system: TaxBenefitSystem, conditions: Iterable[Condition], month: str) -> dict[str, str]:
    """Return the figures that stand in the texts of conditions, by the last step of their path.

    Outside the life of a figure, its nearest value is shown: the text of a right that has ended, or has not
    begun, still reads.
    """
    figures = {}
    for path in {path for condition in conditions for path in condition.seuils}:
        parameter = at(system, path)
        known = [one for one in getattr(parameter, "values_list", ()) if one.value is not None]
        if known:
            held = next((one for one in known if one.instant_str <= f"{month}-01"), known[-1])
            figures[path.rsplit(".", 1)[-1]] = figure(held.value, metadata_of(system, path).get("unit"))
    return figures


def condition_report(
    system: TaxBenefitSystem,
    condition: Condition,
    holds: bool | None,
    value: Any,
    figures: Mapping[str, str],
    month: str,
) -> ConditionReport:
    """Return a condition as this person meets it."""
    variable = system.variables[condition.variable]
    text = variable.reference[0] if variable.reference else ""
    shown = None
    if value is not None and condition.valeur:
        shown = answer(system.variables[condition.valeur], value)
    return ConditionReport(
        variable=condition.variable,
        texte=filled(condition.texte, figures),
        remplie=holds,
        valeur=shown,
        seuils=thresholds(system, condition, month),
        reference=text,
    )
