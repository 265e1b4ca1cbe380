"""What is wrong in a situation, said in French, field by field, without repeating what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

MESSAGES: dict[str, str] = {
    "missing": "Ce champ est obligatoire.",
    "bool_parsing": "Répondez par oui ou par non (true ou false).",
    "bool_type": "Répondez par oui ou par non (true ou false).",
    "int_parsing": "Écrivez un nombre entier, en chiffres et sans unité.",
    "int_type": "Écrivez un nombre entier, en chiffres et sans unité.",
    "int_from_float": "Écrivez un nombre entier, sans virgule.",
    "int_parsing_size": "Ce nombre est trop grand.",
    "float_parsing": "Écrivez un nombre, avec un point pour les centimes.",
    "float_type": "Écrivez un nombre, avec un point pour les centimes.",
    "finite_number": "Écrivez un nombre : ni l'infini, ni une valeur qui n'est pas un nombre.",
    "greater_than_equal": "Ce nombre ne peut pas être inférieur à {ge}.",
    "less_than_equal": "Ce nombre ne peut pas dépasser {le}.",
    "literal_error": "Choisissez une de ces réponses : {expected}.",
    "date_type": "Écrivez une date : AAAA-MM-JJ.",
    "date_parsing": "Cette date n'existe pas, ou n'est pas écrite AAAA-MM-JJ (l'année d'abord).",
    "date_from_datetime_parsing": "Cette date n'existe pas, ou n'est pas écrite AAAA-MM-JJ (l'année d'abord).",
    "date_from_datetime_inexact": "Écrivez une date sans heure : AAAA-MM-JJ.",
    "string_type": "Écrivez un texte.",
    "string_too_short": "Ce texte est vide.",
    "string_too_long": "Ce texte dépasse {max_length} caractères.",
    "string_pattern_mismatch": "Écrivez un mois en chiffres, AAAA-MM, entre 2019-01 et 2030-12.",
    "list_type": "Écrivez une liste, entre crochets.",
    "too_short": "Il en faut au moins {min_length}.",
    "too_long": "Il y en a trop : {max_length} au plus.",
    "dict_type": "Écrivez un nombre, ou une liste de mois et de montants.",
    "model_type": "Écrivez des champs et leurs valeurs, entre accolades.",
    "model_attributes_type": "Écrivez des champs et leurs valeurs, entre accolades.",
}
FALLBACK = "Cette valeur ne convient pas."
UNKNOWN_COMMUNE = (
    "Commune inconnue. Écrivez son nom exact (GET /api/v1/communes les donne) ou son code Insee ; "
    "un code postal n'en est pas un."
)


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake.

    Attributes:
        pointer: where, as a JSON pointer (``/personnes/0/age``).
        message: what is wrong and what to write instead.
    """

    pointer: str
    message: str


class SituationError(ValueError):
    """A situation cannot be read; ``faults`` says everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(f"{fault.pointer} : {fault.message}" for fault in self.faults))


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Translate the mistakes that pydantic found."""
    found: dict[str, Fault] = {}
    for detail in error.errors(include_input=False, include_url=False):
        location = [step for step in detail["loc"] if not _is_variant(step)]
        if detail["type"] == "extra_forbidden":
            fault = _unknown_field(location, _fields(model, location[:-1]), _sections(model))
        else:
            fault = Fault(_pointer(location), _message(detail["type"], detail.get("ctx", {}), location))
        # Where a field takes a number or months, each reading fails: the first one says enough.
        found.setdefault(fault.pointer if "inconnu" not in fault.message else str(fault), fault)
    return list(found.values())


def _is_variant(step: str | int) -> bool:
    """Tell the names that pydantic gives to the readings of a union from those of fields."""
    return isinstance(step, str) and (
        "[" in step or step in {"constrained-float", "constrained-int", "float", "int"}
    )


def _message(kind: str, context: Mapping[str, Any], location: list[str | int]) -> str:
    if kind == "value_error" and location and location[-1] == "commune":
        return UNKNOWN_COMMUNE
    plain = {name: _number(value) for name, value in context.items()}
    if "expected" in plain:
        plain["expected"] = plain["expected"].replace("'", "").replace(" or ", ", ")
    try:
        return MESSAGES.get(kind, FALLBACK).format(**plain)
    except KeyError:
        return FALLBACK


def _number(value: Any) -> str:
    return f"{value:,.0f}".replace(",", " ") if isinstance(value, int | float) else str(value)


def _unknown_field(
    location: list[str | int], known: Iterable[str], sections: Mapping[str, tuple[str, ...]]
) -> Fault:
    """Name the field that was meant; what was typed is repeated only when it is one of ours, or close to one."""
    name = str(location[-1])
    if name in sections:
        places = ", ou dans ".join(f"« {place} »" for place in sections[name])
        return Fault(_pointer(location), f"Champ inconnu ici : il se donne dans {places}.")
    near = get_close_matches(name, list(known), n=1, cutoff=0.7)
    if near:
        return Fault(_pointer(location), f"Champ inconnu. Vouliez-vous dire « {near[0]} » ?")
    return Fault(
        _pointer(location[:-1]),
        "Un champ inconnu s'y trouve. La commande « schema », ou GET /api/v1/schema, donne la liste des champs.",
    )


def _sections(model: type[BaseModel]) -> Mapping[str, tuple[str, ...]]:
    """Return the parts of the form where each field is."""
    schema = model.model_json_schema()
    found: dict[str, tuple[str, ...]] = {}

    def walk(node: Any, part: str, depth: int = 0) -> None:
        node = _resolved(schema, node)
        if node.get("type") == "array":
            node = _resolved(schema, node["items"])
        for name, inner in node.get("properties", {}).items():
            if part:
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), part)))
            if depth < 3:
                walk(inner, name, depth + 1)

    walk(schema, "")
    return found


def _fields(model: type[BaseModel], location: list[str | int]) -> list[str]:
    """Return the names of the fields of the part of the form at ``location``."""
    schema = model.model_json_schema()
    node: Any = schema
    for step in location:
        node = _resolved(schema, node)
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
    return list(_resolved(schema, node).get("properties", {}))


def _resolved(schema: Any, node: Any) -> Any:
    """Follow references and the readings of optional parts down to an object or a list."""
    for _ in range(8):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next(
                (one for one in node["anyOf"] if "$ref" in one or one.get("type") in {"array", "object"}), {}
            )
        else:
            break
    return node


def _pointer(location: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in location)
