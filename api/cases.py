"""Checks a case written for OpenFisca before OpenFisca sees it: every fault at once, at its field.

A member is named by its rank, for people give names as identifiers; what was typed is never repeated, save the
name of a variable, of an entity or of a period that exists.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit, Period
from openfisca_core.periods import period as to_period

from openfisca_lyon.api.problems import Problem
from openfisca_lyon.situations import Fault
from openfisca_lyon.system import load

# Beyond these the law is not written, and a slip of the finger would be computed for minutes.
FIRST_YEAR, LAST_YEAR, MOST_PERIODS = 1990, 2035, 120
MOST_MEMBERS, MOST_TEXT, MOST = 500, 100, 1e12
ERAS = {DateUnit.MONTH: "un mois, AAAA-MM", DateUnit.YEAR: "une année, AAAA", DateUnit.ETERNITY: "ETERNITY"}


@dataclass(frozen=True)
class Asked:
    """A value to compute: the variable of a member at a period."""

    plural: str
    member: str
    variable: str
    period: str


def checked(content: Any) -> list[Asked]:
    """Return what a case asks for.

    Raises:
        Problem: what is wrong, field by field.
    """
    faults: list[Fault] = []
    asked: list[Asked] = []
    for found in _content(content):
        (faults if isinstance(found, Fault) else asked).append(found)  # type: ignore[arg-type]
    if faults:
        raise Problem(422, "Ce cas ne peut pas être lu.", sorted(set(faults))[:100])
    return asked


def _content(content: Any) -> Iterator[Fault | Asked]:
    if not isinstance(content, dict):
        yield Fault("", "Envoyez un objet : pour chaque entité, ses membres.")
        return
    entities = {entity.plural: entity for entity in load().entities}
    for name in content.keys() - entities.keys():
        if name == "axes":
            yield Fault("/axes", "« axes » n'est pas servi ici : envoyez un cas par point.")
        else:
            near = get_close_matches(name, list(entities), n=1)
            hint = (
                f"Vouliez-vous dire « {near[0]} » ?" if near else f"Les entités sont : {', '.join(entities)}."
            )
            yield Fault("", f"Une entité inconnue s'y trouve. {hint}")
    people = content.get(load().person_entity.plural)
    if not isinstance(people, dict) or not people:
        yield Fault(f"/{load().person_entity.plural}", "Il faut au moins une personne.")
        people = {}
    for plural in entities.keys() & content.keys():
        yield from _members(entities[plural], content[plural], people)


def _members(entity: Any, members: Any, people: Mapping[str, Any]) -> Iterator[Fault | Asked]:
    where = f"/{entity.plural}"
    if not isinstance(members, dict) or not 0 < len(members) <= MOST_MEMBERS:
        yield Fault(where, f"Écrivez un objet de 1 à {MOST_MEMBERS} membres : {{identifiant: valeurs}}.")
        return
    placed: set[str] = set()
    roles = {} if entity.is_person else {role.plural or role.key: role for role in entity.roles}
    for rank, (member, values) in enumerate(members.items()):
        here = f"{where}/{rank}"
        if not member or "/" in member or len(member) > MOST_TEXT:
            yield Fault(here, f"Un identifiant a de 1 à {MOST_TEXT} caractères, sans barre oblique.")
        if not isinstance(values, dict):
            yield Fault(here, "Écrivez un objet : {variable: {période: valeur}}.")
            continue
        for name, value in values.items():
            if name in roles:
                yield from _role(roles[name], f"{here}/{name}", value, people, placed)
            else:
                yield from _variable(entity, member, name, value, here, list(roles))


def _role(
    role: Any, where: str, listed: Any, people: Mapping[str, Any], placed: set[str]
) -> Iterator[Fault | Asked]:
    listed = listed if isinstance(listed, list) else [listed]
    if not all(isinstance(one, str | int) for one in listed):
        yield Fault(where, "Écrivez une liste d'identifiants de personnes.")
        return
    most = len(role.subroles) if role.subroles else role.max
    if most and len(listed) > most:
        yield Fault(where, f"Il y en a trop : {most} au plus.")
    for rank, one in enumerate(str(one) for one in listed):
        if one not in people:
            yield Fault(f"{where}/{rank}", "Cette personne n'est pas parmi les individus.")
        elif one in placed:
            yield Fault(f"{where}/{rank}", "Cette personne est déjà dans un groupe de cette entité.")
        placed.add(one)


def _variable(
    entity: Any, member: str, name: str, values: Any, where: str, roles: list[str]
) -> Iterator[Fault | Asked]:
    variable = load().variables.get(name)
    if variable is None:
        near = get_close_matches(name, [*load().variables, *roles], n=1, cutoff=0.8)
        hint = f" Vouliez-vous dire « {near[0]} » ?" if near else " GET /variables en donne la liste."
        yield Fault(where, f"Une variable inconnue s'y trouve.{hint}")
        return
    here = f"{where}/{name}"
    if variable.entity.key != entity.key:
        yield Fault(here, f"Cette variable se donne à l'entité « {variable.entity.plural} ».")
        return
    if not isinstance(values, dict):
        yield Fault(here, "Écrivez la valeur à une période : {période: valeur}.")
        return
    for text, value in values.items():
        period = _period(text)
        if period is None or not _suits(variable, period, value is None):
            wanted = ERAS.get(variable.definition_period, str(variable.definition_period))
            yield Fault(here, f"Une période n'y convient pas : cette variable se dit pour {wanted}.")
        elif value is None:
            yield Asked(entity.plural, member, name, text)
        elif message := _wrong(variable, value):
            yield Fault(f"{here}/{period}", message)


def _period(text: str) -> Period | None:
    try:
        found = to_period(text)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    if found.unit == DateUnit.ETERNITY:
        return found
    return found if FIRST_YEAR <= found.start.year <= LAST_YEAR and found.size <= MOST_PERIODS else None


def _suits(variable: Any, period: Period, asked: bool) -> bool:
    """Tell whether a variable can be given, or asked, at a period."""
    defined = variable.definition_period
    if defined == DateUnit.ETERNITY or period.unit == DateUnit.ETERNITY:
        return bool(defined == period.unit)
    if period.unit == defined and period.size == 1:
        return True
    # An amount may be given for a year and be spread over its months; a value is asked for one period.
    return not asked and variable.set_input is not None and period.unit in {DateUnit.MONTH, DateUnit.YEAR}


def _wrong(variable: Any, value: Any) -> str:
    """Say why a value cannot be that of a variable; nothing when it can."""
    kind = variable.value_type
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind is bool:
        return "" if isinstance(value, bool) else "Répondez par true ou false."
    if kind is Enum:
        names = [one.name for one in variable.possible_values]
        if isinstance(value, str) and value in names:
            return ""
        return f"Choisissez une de ces réponses : {', '.join(names[:40])}."
    if kind in (int, float):
        if not number or not math.isfinite(value):
            return "Écrivez un nombre : ni un texte, ni l'infini, ni une valeur qui n'est pas un nombre."
        if abs(value) > (2**31 - 1 if kind is int else MOST):
            return "Ce nombre est trop grand."
        return "Écrivez un nombre entier." if kind is int and value != int(value) else ""
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        return f"Écrivez un texte de {MOST_TEXT} caractères au plus."
    if kind is date:
        return _wrong_date(value)
    return ""


def _wrong_date(text: str) -> str:
    try:
        return "" if len(text) == len("AAAA-MM-JJ") and date.fromisoformat(text) else "Écrivez AAAA-MM-JJ."
    except ValueError:
        return "Cette date n'existe pas, ou n'est pas écrite AAAA-MM-JJ."
