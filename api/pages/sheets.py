"""A household as it is being written down on the whole form (``sheet_fields.py``).

A page keeps what was typed, field by field, as text under the address where it would be written
(``personnes/0/activite``): a mistake is shown again as it was typed, beside what is wrong with it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openfisca_lyon.api.pages.sheet_fields import COUPLES, NO_INCOME, NOTICE, Field, fields
from openfisca_lyon.situations import Fault
from openfisca_lyon.situations.territory import name_by_code
from openfisca_lyon.situations.words import is_month

MOST_PEOPLE, MOST_TEXT = 20, 300
BEFORE, DETAIL = ":avant", ":mois"
FIRST_MONTH = "2019-01"


@dataclass
class Sheet:
    """A household as it is being written down.

    Attributes:
        people: how many people it has.
        typed: what was typed, by field.
        month: the month asked.
        change: the month since which the incomes changed, if any.
        complete: whether all the rest is « non ».
        elsewhere: ranks of people who live in a dwelling of their own.
    """

    people: int = 1
    typed: dict[str, str] = field(default_factory=dict)
    month: str = ""
    change: str = ""
    complete: bool = False
    elsewhere: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was said."""
        return not set(self.typed) - {"personnes/0/lien"}

    def kept(self) -> list[Any]:
        """Return what JSON can hold of it."""
        return [self.people, self.typed, self.month, self.change, self.complete, list(self.elsewhere)]

    @classmethod
    def opened(cls, kept: list[Any]) -> "Sheet":
        """Return a sheet from what was kept of it."""
        people, typed, month, change, complete, elsewhere = kept
        return cls(people, typed, month, change, complete, tuple(elsewhere))

    def age(self, rank: int) -> int | None:
        """Return the age of someone, as far as what was typed says it."""
        born, said = (self.typed.get(f"personnes/{rank}/{name}", "") for name in ("date_naissance", "age"))
        if said.isdecimal() and len(said) <= 3:
            return int(said)
        try:
            day = date.fromisoformat(_day(born))
        except ValueError:
            return None
        year, month = int(self.month[:4]), int(self.month[5:7])
        return year - day.year - ((month, 1) < (day.month, day.day))

    def add(self) -> None:
        """Add someone."""
        self.people = min(self.people + 1, MOST_PEOPLE)

    def remove(self, rank: int) -> None:
        """Take someone out; those after them move up."""
        if not 0 < rank < self.people:
            return
        moved: dict[str, str] = {}
        for name, value in self.typed.items():
            section, _, rest = name.partition("/")
            if section == "personnes":
                number, _, own = rest.partition("/")
                if int(number) == rank:
                    continue
                name = f"personnes/{int(number) - (int(number) > rank)}/{own}"
            moved[name] = value
        self.elsewhere = tuple(one - (one > rank) for one in self.elsewhere if one != rank)
        self.typed, self.people = moved, self.people - 1

    def sections(self) -> Iterator[tuple[str, str]]:
        """Yield the address and the kind of each part of the form."""
        for rank in range(self.people):
            yield f"personnes/{rank}", "personnes"
            if rank in self.elsewhere:
                yield f"personnes/{rank}/logement", "logement"
        yield from (("logement", "logement"), ("famille", "famille"), ("impots", "impots"))


def sheet_of(form: Mapping[str, str], month: str) -> Sheet:
    """Read a form as it was sent; what it should not hold is left aside."""
    counted = form.get("personnes", "1")
    people = int(counted) if counted.isdecimal() and len(counted) <= 2 else 1
    people = min(max(people, 1), MOST_PEOPLE)
    sheet = Sheet(
        people=people,
        month=asked if is_month(asked := form.get("date", "").strip()[:7]) else month,
        change=form.get("changement", "").strip()[:7],
        complete=form.get("tout_est_dit") == "oui",
        elsewhere=tuple(rank for rank in range(people) if form.get(f"personnes/{rank}/ailleurs") == "oui"),
    )
    for address, section in sheet.sections():
        for one in fields()[section]:
            names = [
                one.name,
                *((one.name + BEFORE, one.name + DETAIL) if one.monthly or one.name == NOTICE else ()),
            ]
            for name in names:
                typed = form.get(f"{address}/{name}", "").strip()[:MOST_TEXT]
                if typed:
                    sheet.typed[f"{address}/{name}"] = typed
    if form.get("conjugalite") in COUPLES:
        sheet.typed["conjugalite"] = form["conjugalite"]
    return sheet


def content_of(sheet: Sheet) -> tuple[dict[str, Any], list[Fault]]:
    """Return a sheet in the words of ``situations``, with what is wrong in what only a sheet has."""
    faults: list[Fault] = []
    if sheet.change and not is_month(sheet.change):
        faults.append(Fault("/changement", "Écrivez un mois entre 2019-01 et 2030-12 : AAAA-MM."))
    content: dict[str, Any] = {"date": sheet.month, "personnes": []}
    for address, section in sheet.sections():
        part: dict[str, Any] = {}
        incomes: dict[str, Any] = {}
        for one in fields()[section]:
            name = f"{address}/{one.name}"
            value = (
                _monthly(sheet, name, faults)
                if one.monthly or one.name == NOTICE
                else _value(one, sheet.typed.get(name))
            )
            if value is None:
                continue
            if one.monthly:
                incomes[one.name.removeprefix("revenus/")] = value
            else:
                part[one.name] = value
        if incomes:
            part["revenus"] = incomes
        if address == f"personnes/{len(content['personnes'])}":
            content["personnes"].append(part)
        elif address.endswith("/logement"):
            content["personnes"][-1]["logement"] = part
        elif part:
            content[section] = part
    if "conjugalite" in sheet.typed:
        content["conjugalite"] = sheet.typed["conjugalite"]
    if sheet.complete:
        content["tout_est_dit"] = True
    return content, faults


def _value(one: Field, typed: str | None) -> Any:
    if typed is None:
        return None
    if one.kind in ("money", "number", "whole"):
        return _figure(typed)
    return _day(typed) if one.kind == "day" else typed


def _figure(typed: str) -> str:
    """Write a number as machines do: people write « 1 200,50 € »."""
    return re.sub(r"[\s\u202f€]", "", typed).replace(",", ".") or typed


def _day(typed: str) -> str:
    """Write a day as machines do: people write « 14/03/2005 »."""
    found = re.fullmatch(r"(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})", typed)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else typed


def _monthly(sheet: Sheet, name: str, faults: list[Fault]) -> Any:
    """Return an amount that may have changed since a month."""
    now, before, detail = (sheet.typed.get(name + end) for end in ("", BEFORE, DETAIL))
    if detail and not now:
        try:
            return {str(month): amount for month, amount in json.loads(detail).items()}
        except (ValueError, AttributeError):
            return None
    if before is None or sheet.change == FIRST_MONTH:
        return None if now is None else _figure(now)
    if not is_month(sheet.change):
        faults.append(Fault("/changement", "Dites depuis quel mois les revenus ont changé."))
        return None
    if now is None:
        faults.append(Fault(f"/{name}", "Écrivez le montant depuis le changement : 0 s'il n'y en a plus."))
        return None
    first = max(FIRST_MONTH, f"{int(sheet.change[:4]) - 3}-01")
    return {first: _figure(before), sheet.change: _figure(now)}


def sheet_from(content: Mapping[str, Any], month: str) -> Sheet:
    """Write down a situation that is in the words of ``situations``; what a form cannot hold is left aside."""
    people = content.get("personnes")
    people = [one if isinstance(one, Mapping) else {} for one in people] if isinstance(people, list) else [{}]
    people = people[:MOST_PEOPLE] or [{}]
    asked = str(content.get("date") or "")[:7]
    sheet = Sheet(
        people=len(people),
        month=asked if is_month(asked) else month,
        complete=content.get("tout_est_dit") is True,
        elsewhere=tuple(rank for rank, one in enumerate(people) if isinstance(one.get("logement"), Mapping)),
    )
    if content.get("conjugalite") in COUPLES:
        sheet.typed["conjugalite"] = content["conjugalite"]
    for address, section in sheet.sections():
        part: Any = {**content, "personnes": people}
        for step in address.split("/"):
            part = part[int(step)] if isinstance(part, list) else part.get(step)
        for one in fields()[section]:
            said: Any = part
            for step in one.name.split("/"):
                said = said.get(step) if isinstance(said, Mapping) else None
            _write(sheet, f"{address}/{one.name}", one, said)
        if (
            section == "personnes"
            and isinstance(part.get("revenus"), Mapping)
            and not any(part["revenus"].values())
        ):
            sheet.typed[f"{address}/{NO_INCOME}"] = "0"
    return sheet


def _write(sheet: Sheet, name: str, one: Field, said: Any) -> None:
    if isinstance(said, Mapping):
        known = sorted(said)
        if one.monthly and len(known) == 2 and sheet.change in ("", known[1]):
            sheet.change = known[1]
            sheet.typed[name + BEFORE], sheet.typed[name] = (_shown(one, said[month]) for month in known)
        else:
            sheet.typed[name + DETAIL] = json.dumps(said)[:MOST_TEXT]
    elif said is not None:
        sheet.typed[name] = _shown(one, said)[:MOST_TEXT]


def _shown(one: Field, said: Any) -> str:
    """Write a value as people do."""
    if isinstance(said, bool):
        return "oui" if said else "non"
    if one.kind == "place":
        return name_by_code().get(str(said), str(said))
    if isinstance(said, int | float):
        if one.kind == "percent":
            return f"{said * 100:g} %".replace(".", ",")
        return f"{said:.2f}".removesuffix(".00").replace(".", ",")
    return str(said)


def pointed(faults: Iterable[Fault], names: Iterable[str]) -> dict[str, str]:
    """Return what is wrong by the name of a field: of several things wrong with one, the first.

    A fault inside a field is that of the field; one that no field has is under its own address.
    """
    known = sorted(names, key=len, reverse=True)
    found: dict[str, str] = {}
    for one in faults:
        address = one.pointer.removeprefix("/")
        name = next((name for name in known if address == name or address.startswith(f"{name}/")), address)
        found.setdefault(name, one.message)
    return found
