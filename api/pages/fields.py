"""The fields of forms: what people type, read as people write it, and each input of the law as a field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from openfisca_core.indexed_enums import Enum

from openfisca_lyon.rights.report import Question
from openfisca_lyon.situations.territory import (
    code_by_name,
    codes_by_postcode,
    communes,
    name_by_code,
    plain,
)
from openfisca_lyon.situations.words import INSEE_CODE
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

UNSURE = "?"
"""What the choice « je ne sais pas » sends."""
YES, NO = "oui", "non"
OLDEST = 120
NOT_SAID = ("inconnue", "inconnu", "non_renseigne", "non_renseignee")
"""Choices of the law that mean that nothing was said."""
INPUTS = {"commune": "depcom", "revenu_fiscal_de_reference": "rfr"}
POINTER = re.compile(r"/(?:personnes/\d{1,2}(?:/logement)?|logement|famille|impots)/(\w{1,80})")


class FieldError(ValueError):
    """A field cannot be read; the message is the key of a text, never what was typed."""


def amount(typed: str) -> float:
    """Read an amount as people write it.

    >>> amount("1 234,50 €"), amount("900"), amount("1,200.5")
    (1234.5, 900.0, 1200.5)
    """
    bare = re.sub(r"[\s€\u00a0\u202f']|euros?", "", typed, flags=re.I)
    if "," in bare and "." in bare:
        thousands = "," if bare.rindex(".") > bare.rindex(",") else "."
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", bare):
        raise FieldError("nombre")
    return float(bare)


def whole_number(typed: str) -> int:
    """Read a whole number.

    >>> whole_number(" 2 ")
    2
    """
    if not re.fullmatch(r"\s*\d{1,6}\s*", typed):
        raise FieldError("entier")
    return int(typed)


def day(typed: str) -> date:
    """Read a day as people write it, or as browsers send it; a month alone is its first day.

    >>> day("12/03/2004"), day("2004-03-12"), day("3/2004")
    (datetime.date(2004, 3, 12), datetime.date(2004, 3, 12), datetime.date(2004, 3, 1))
    """
    bare = typed.strip()
    forms = (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)),
        (r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", (2, 1, 0)),
        (r"(\d{1,2})[/. -](\d{4})", (1, 0, None)),
        (r"(\d{4})-(\d{1,2})", (0, 1, None)),
    )
    for pattern, order in forms:
        found = re.fullmatch(pattern, bare, flags=re.ASCII)
        if found:
            parts = [1 if place is None else int(found[place + 1]) for place in order]
            try:
                return date(parts[0], parts[1], parts[2])
            except ValueError:
                break
    raise FieldError("date")


def age_or_birth(typed: str) -> dict[str, Any]:
    """Read an age, or a birth date, as what a situation holds.

    >>> age_or_birth("22 ans"), age_or_birth("12/03/2004")
    ({'age': 22}, {'date_naissance': '2004-03-12'})
    """
    found = re.fullmatch(r"\s*(\d{1,3})\s*(ans?|years?)?\s*", typed, flags=re.ASCII | re.I)
    if found:
        if int(found[1]) > OLDEST:
            raise FieldError("age")
        return {"age": int(found[1])}
    try:
        return {"date_naissance": day(typed).isoformat()}
    except FieldError:
        raise FieldError("age") from None


def places(typed: str) -> list[str]:
    """Return the codes of the communes that a text may name: a name, a postcode, or both.

    >>> places("Bron"), places("69003"), places("lyon 3e"), places("Villeurbanne (69100)")
    (['69029'], ['69383'], ['69383'], ['69266'])
    >>> len(places("69250")) > 1, places("Nulle part")
    (True, [])
    """
    bare = re.sub(r"\(\d{5}\)", "", typed).strip()
    arrondissement = re.fullmatch(
        r"lyon\s*(\d)\s*(?:er|e|eme|ème)?(?:\s+arr.*)?", bare, flags=re.I | re.ASCII
    )
    if arrondissement:
        code = f"6938{arrondissement[1]}"
        return [code] if code in name_by_code() else []
    if re.fullmatch(r"\d{5}", bare, flags=re.ASCII):
        return list(codes_by_postcode().get(bare, ()))
    named = code_by_name().get(plain(bare))
    return [named] if named else []


def near(typed: str) -> list[str]:
    """Return the codes of the communes whose names are close to what was typed."""
    close = get_close_matches(plain(typed)[:60], list(code_by_name()), n=4, cutoff=0.7)
    return [code_by_name()[name] for name in close]


def suggestions() -> list[str]:
    """Return the communes of the Métropole as they are offered while one types."""
    listed = [
        f"{one['nom']} ({postcode})"
        for one in communes()
        if one["nature"] in {"commune", "arrondissement municipal"} and one["code"] != "69123"
        for postcode in one["codes_postaux"]
    ]
    return sorted(listed, key=plain)


@dataclass(frozen=True)
class Field:
    """An input of the law as a field of a form.

    Attributes:
        pointer: where the answer is written, and the name of the field.
        kind: ``yes_no``, ``choice``, ``money``, ``number``, ``percent``, ``day``, ``place`` or ``text``.
        label: the question.
        help: one sentence that helps to answer.
        person: of whom it is asked; empty where it is plain.
        choices: for a choice, values and labels.
        unit: after a number.
        value: the answer so far, as it is written in the field.
    """

    pointer: str
    kind: str
    label: str
    help: str
    person: str
    choices: tuple[tuple[str, str], ...]
    unit: str
    value: str


def variable_of(pointer: str) -> str:
    """Return the input that a pointer is about.

    Raises:
        KeyError: it is about none.
    """
    found = POINTER.fullmatch(pointer)
    name = INPUTS.get(found[1], found[1]) if found else ""
    if name not in QUESTIONS:
        raise KeyError(pointer)
    return name


def field_of(question: Question, value: Any = None, person: str = "") -> Field:
    """Return the field that asks a question."""
    variable = load().variables[question.variable]
    kind = kind_of(question.variable)
    choices: tuple[tuple[str, str], ...] = ()
    if kind == "choice":
        choices = tuple(
            (one.name, str(one.value)) for one in variable.possible_values if one.name not in NOT_SAID
        )
    return Field(
        pointer=question.champ,
        kind=kind,
        label=question.texte,
        help=question.aide,
        person=person,
        choices=choices,
        unit="" if kind != "number" else str(variable.unit or ""),
        value=written(kind, value),
    )


def kind_of(name: str) -> str:
    """Return the kind of field of an input."""
    variable = load().variables[name]
    if variable.value_type is Enum:
        return "choice"
    if variable.value_type is str:
        return "place" if variable.max_length == INSEE_CODE else "text"
    kinds: Mapping[type, str] = {bool: "yes_no", int: "whole", date: "day"}
    if variable.value_type in kinds:
        return kinds[variable.value_type]
    if variable.unit == "/1":
        return "percent"
    return "number" if variable.unit not in (None, "currency", "currency-EUR") or _is_count(name) else "money"


def _is_count(name: str) -> bool:
    """Tell a number that is no amount of money from its question."""
    return (
        re.search(r"ombien d'(heures|années)|ombien de (minutes|kilom)|moyenne", QUESTIONS[name].texte)
        is not None
    )


def written(kind: str, value: Any) -> str:
    """Return an answer as its field shows it."""
    if value is None:
        return ""
    if kind == "yes_no":
        return YES if value else NO
    if kind == "percent" and isinstance(value, int | float) and value <= 1:
        return f"{100 * value:g}".replace(".", ",")
    if kind == "place":
        return name_by_code().get(str(value), str(value))
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)


def answer(name: str, typed: str) -> Any:
    """Read the answer to an input; ``None`` where nothing was said, or « je ne sais pas ».

    Raises:
        FieldError: it cannot be read.
    """
    typed = typed.strip()
    if typed in ("", UNSURE):
        return None
    match kind_of(name):
        case "yes_no":
            if typed not in (YES, NO):
                raise FieldError("choix")
            return typed == YES
        case "choice":
            if typed not in {one.name for one in load().variables[name].possible_values}:
                raise FieldError("choix")
            return typed
        case "whole":
            return whole_number(typed)
        case "day":
            return day(typed).isoformat()
        case "percent":
            return amount(typed.replace("%", "")) / 100
        case "place":
            found = places(typed)
            if len(found) != 1:
                raise FieldError("commune")
            return found[0]
        case "text":
            return typed[:40]
        case _:
            return amount(typed)


def first(values: Sequence[str]) -> str:
    """Return the first value sent for a field, or nothing."""
    return values[0] if values else ""
