"""Reads the reforms that a request holds: the name of a ready one, or figures; what is wrong is said field by field."""

from collections.abc import Iterator
from typing import Any

from openfisca_core.parameters import Parameter
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from pydantic import ValidationError

from openfisca_lyon.api.problems import Problem, near
from openfisca_lyon.situations import Fault
from openfisca_lyon.system import ReformError, load, reforms
from openfisca_lyon.system.reforms import ReformFile, from_values

LARGEST = 1e9  # in euros, in months or in anything: beyond, it is a slip
MOST_FAULTS = 20
LISTED = "Donnez un nom de la liste (GET /api/v1/reforms), ou les chiffres que la réforme change."
FORMULAS = "Une réforme qui change des formules se calcule depuis un fichier, sur votre machine : « openfisca-lyon compare »."
REPAIR = {
    "nom": "« nom » a de 1 à 120 caractères.",
    "description": "« description » a 2 000 caractères au plus.",
    "parametres": "« parametres » a de 1 à 200 chiffres : au chemin de chacun, ses valeurs par jour (AAAA-MM-JJ).",
    "jour": "Un jour s'écrit AAAA-MM-JJ, et il existe.",
    "valeur": "Donnez un nombre, ou true et false ; pas de texte.",
    "booleen": "Ce chiffre se change par true ou false.",
    "nombre": "Ce chiffre se change par un nombre, entre -1 milliard et 1 milliard.",
}


def reform_at(content: Any, pointer: str) -> TaxBenefitSystem:
    """Return the rules under a reform that was sent.

    Args:
        content: the reform.
        pointer: where it stands in the request.

    Raises:
        Problem: it is not a reform, or it cannot be applied.
    """
    if isinstance(content, str):
        if content in reforms():
            return reforms()[content]
        guessed = near(content, reforms()) if len(content) <= 100 else ""
        raise Problem(422, "Réforme inconnue.", [Fault(pointer, f"{LISTED}{guessed} {FORMULAS}")])
    try:
        file = ReformFile.model_validate(content)
    except ValidationError as error:
        places = [one["loc"] for one in error.errors(include_input=False)]
        faults = dict.fromkeys(_fault(place, pointer) for place in places[: 10 * MOST_FAULTS])
        raise Problem(422, "Cette réforme n'est pas bien écrite.", list(faults)[:MOST_FAULTS]) from None
    if wrong := list(_wrong_values(file, pointer)):
        raise Problem(422, "Cette réforme n'est pas bien écrite.", wrong[:MOST_FAULTS])
    try:
        return from_values(file)
    except ReformError as error:
        detail = "Cette réforme ne peut pas être appliquée."
        raise Problem(422, detail, [Fault(pointer, str(error))]) from None


def _fault(place: tuple[int | str, ...], pointer: str) -> Fault:
    """Say what is wrong at a place of a reform; a name that is not of the law is not repeated."""
    if not place or place[0] not in ReformFile.model_fields:
        return Fault(pointer, f"{LISTED} {FORMULAS}")
    name, *inside = map(str, place)
    if not inside:
        return Fault(f"{pointer}/{name}", REPAIR[name])
    known = inside[0] if _parameter(inside[0]) else ""
    where = f"{pointer}/{name}/{known}" if known else f"{pointer}/{name}"
    if len(inside) == 1:
        return Fault(where, REPAIR[name])
    return Fault(where, REPAIR["jour" if inside[-1] == "[key]" else "valeur"])


def _wrong_values(file: ReformFile, pointer: str) -> Iterator[Fault]:
    for path, values in file.parametres.items():
        if found := _parameter(path):
            logical = all(isinstance(one.value, bool) for one in found.values_list)
            for day, value in values.items():
                if isinstance(value, bool) != logical or abs(value) > LARGEST:
                    repair = REPAIR["booleen" if logical else "nombre"]
                    yield Fault(f"{pointer}/parametres/{path}/{day}", repair)


def _parameter(path: str) -> Parameter | None:
    """Return a figure of the law."""
    node: Any = load().parameters
    for step in path[:300].split("."):
        node = getattr(node, "children", {}).get(step)
    return node if isinstance(node, Parameter) else None
