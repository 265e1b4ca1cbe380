"""The figures of the law, as the desk shows them: in force, with their history and their sources, and searched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from openfisca_core.parameters import Parameter

from openfisca_lyon.api.pages import texts
from openfisca_lyon.catalogue import Authority, Entry, catalogue
from openfisca_lyon.rights.doubts import leaves, metadata_of
from openfisca_lyon.rights.explanation import reference as source_of
from openfisca_lyon.situations.territory import plain
from openfisca_lyon.system import ReformError, load

BRANCHES = (*Authority, "communs")
MOST_FOUND = 30
SHARE, EUROS = "/1", "currency-EUR"


@dataclass(frozen=True)
class Dated:
    """A value of a figure: since when, until when, and its source."""

    since: str
    until: str
    value: Any
    source: str
    href: str


@dataclass(frozen=True)
class Figure:
    """A figure that a reform may change.

    Attributes:
        path: its path among the parameters.
        description: what it is, in French.
        unit: as its metadata say it.
        checked: the day until which it was checked, if anything newer was looked for.
        history: its values, the newest first.
    """

    path: str
    description: str
    unit: str
    checked: str
    history: tuple[Dated, ...]

    @property
    def is_boolean(self) -> bool:
        """Whether it is yes or no."""
        return all(isinstance(one.value, bool) for one in self.history)

    @property
    def right(self) -> Entry | None:
        """The right it belongs to, when one bears the name."""
        return catalogue().get(self.path.split(".")[1])

    def at(self, month: str) -> Dated | None:
        """Return what is in force on the first of a month."""
        return next(
            (one for one in self.history if one.since <= f"{month}-01" and one.value is not None), None
        )

    def write(self, value: Any, language: str | None = None) -> str:
        """Write a value with its unit, in a language, otherwise in that of the request."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return texts.text("atelier.oui" if value else "atelier.non", language)
        if self.unit == EUROS:
            return texts.money(value, language)
        if self.unit == SHARE:
            return f"{texts.number(round(100 * value, 6), language)}\N{NO-BREAK SPACE}%"
        unit = f"atelier.unites.{self.unit}"
        if texts.has_text(f"{unit}.other"):
            return texts.text(unit, language, count=value)
        return texts.number(value, language)

    @property
    def suffix(self) -> str:
        """What stands beside the field where a value is typed."""
        return {EUROS: "€", SHARE: "%"}.get(self.unit, "")

    def typed(self, value: Any) -> str:
        """Return a value as someone would type it."""
        return (
            "" if value is None else str(texts.number(round(100 * value, 6) if self.unit == SHARE else value))
        )


def figure(path: str) -> Figure:
    """Return a figure.

    Raises:
        ReformError: there is none, or it is not one that a reform may change alone.
    """
    if path not in _figures():
        raise ReformError("Ce chiffre n'existe pas, ou ne se change pas seul.")
    return _figures()[path]


def name_of(path: str) -> str:
    """Return the short name of what a figure belongs to: a right, or the words of its path."""
    entry = catalogue().get(path.split(".")[1])
    return entry.nom if entry else path.split(".")[1].replace("_", " ")


def short_name_of(path: str) -> str:
    """Return the initials of what a figure belongs to where people use them, its name otherwise.

    >>> short_name_of("metropole_lyon.rsj.montant_sans_ressource")
    'RSJ'
    """
    name = name_of(path)
    initials = re.search(r"\(([A-Z0-9]{2,8})\)$", name)
    return initials[1] if initials else name


def found(words: str) -> list[Figure]:
    """Return the figures that all the words describe, those of the named right first, at most ``MOST_FOUND``.

    >>> [one.path for one in found("RSJ montant")][:2]
    ['metropole_lyon.rsj.montant_avec_ressources', 'metropole_lyon.rsj.montant_sans_ressource']
    """
    asked = plain(words[:100]).split()
    if not asked:
        return []
    scored = []
    for path, known in _searched().items():
        title, rest = known
        if all(word in f"{title} {rest}" for word in asked):
            scored.append((-sum(word in title.split() for word in asked), path))
    return [_figures()[path] for _, path in sorted(scored)[:MOST_FOUND]]


@cache
def _searched() -> dict[str, tuple[str, str]]:
    return {
        path: (
            plain(f"{name_of(path)} {path.split('.')[1].replace('_', ' ')}"),
            plain(f"{one.description} {path.replace('_', ' ').replace('.', ' ')}"),
        )
        for path, one in _figures().items()
    }


@cache
def _figures() -> dict[str, Figure]:
    system = load()
    branches = [system.parameters.children[name] for name in BRANCHES if name in system.parameters.children]
    return {
        leaf.name: _figure(leaf, metadata_of(system, leaf.name))
        for branch in branches
        for leaf in leaves(branch)
        if isinstance(leaf, Parameter) and "[" not in leaf.name and _plain_values(leaf)
    }


def _plain_values(leaf: Parameter) -> bool:
    """Tell whether a figure is a number, or yes or no: what a form can change."""
    values = [one.value for one in leaf.values_list if one.value is not None]
    return bool(values) and all(isinstance(value, int | float) for value in values)


def _figure(leaf: Parameter, metadata: Any) -> Figure:
    return Figure(
        path=leaf.name,
        description=str(leaf.description or leaf.name),
        unit=str(metadata.get("unit", "")),
        checked=str(metadata.get("verifie_jusqu_au", "")),
        history=tuple(_dated(leaf, metadata)),
    )


def _dated(leaf: Parameter, metadata: Any) -> Iterator[Dated]:
    until = ""
    for one in leaf.values_list:
        source = source_of({**metadata, **(one.metadata or {})}.get("reference"), one.instant_str)
        yield Dated(
            one.instant_str, until, one.value, str(source.get("title", "")), str(source.get("href", ""))
        )
        until = (date.fromisoformat(one.instant_str) - timedelta(days=1)).isoformat()
