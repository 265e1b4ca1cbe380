"""Reforms as the address of a page carries them: the name of a ready one, or the figures that change.

    rsj_500_euros
    metropole_lyon.rsj.montant_sans_ressource@2026-11-01=520;metropole_lyon.rsj.montant_avec_ressources@2026-11-01=390

An address that says everything can be kept and shared, and nothing of anyone stands in it: a reform written here
is named after its figures.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.api.contract import MOST_REFORMS
from openfisca_lyon.api.pages.desk_figures import Figure, figure, short_name_of
from openfisca_lyon.situations.words import is_month
from openfisca_lyon.system import ReformError, reforms
from openfisca_lyon.system.reforms import from_content
from openfisca_lyon.today import this_month

MOST_CHANGES = 12
CHANGE = re.compile(r"([\w.]{1,200})@(\d{4}-\d{2}-\d{2})=(-?\d{1,9}(?:\.\d{1,6})?|true|false)")
POPULATIONS = ("extrait", "serveur", "aucune")
TAKE_UPS = ("documente", "plein")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Change:
    """A figure that a reform changes, from a day on."""

    path: str
    day: str
    value: float | bool

    def spelled(self) -> str:
        """Return it as an address carries it."""
        value = (
            str(self.value).lower()
            if isinstance(self.value, bool)
            else f"{self.value:.6f}".rstrip("0").rstrip(".")
        )
        return f"{self.path}@{self.day}={value}"

    @property
    def figure(self) -> Figure:
        """The figure, as the law has it."""
        return figure(self.path)


@dataclass(frozen=True)
class Draft:
    """A reform that the desk compares: a ready one, or changes of figures.

    Attributes:
        ready: id of a ready reform; empty when figures are changed.
        changes: the figures changed.
    """

    ready: str = ""
    changes: tuple[Change, ...] = ()

    def spelled(self) -> str:
        """Return it as an address carries it."""
        return self.ready or ";".join(change.spelled() for change in self.changes)

    @property
    def name(self) -> str:
        """What it is called, in the language of the request."""
        return self.named()

    def named(self, language: str | None = None) -> str:
        """Return what it is called in a language."""
        if self.ready:
            return str(reforms()[self.ready].name)
        said = " ; ".join(
            f"{short_name_of(one.path)}, {one.figure.description.lower()} : {one.figure.write(one.value, language)}"
            for one in self.changes
        )
        return said if len(said) <= LONGEST_NAME else f"{said[: LONGEST_NAME - 1]}…"

    @property
    def description(self) -> str:
        """What it does."""
        return str(reforms()[self.ready].description) if self.ready else ""

    def content(self) -> str | dict[str, Any]:
        """Return it as the body of a request: a name, or figures."""
        if self.ready:
            return self.ready
        figures: dict[str, dict[str, float | bool]] = {}
        for change in self.changes:
            figures.setdefault(change.path, {})[change.day] = change.value
        return {"nom": self.named("fr"), "parametres": figures}

    def applied(self) -> TaxBenefitSystem:
        """Return the rules under it.

        Raises:
            ReformError: it cannot be applied.
        """
        return reforms()[self.ready] if self.ready else from_content(self.content())


def draft(text: str) -> Draft:
    """Read a reform from an address.

    Raises:
        ReformError: it is not one, or it cannot be applied.

    >>> draft("metropole_lyon.rsj.montant_sans_ressource@2026-11-01=520").spelled()
    'metropole_lyon.rsj.montant_sans_ressource@2026-11-01=520'
    """
    if text in reforms():
        return Draft(text)
    matches = [CHANGE.fullmatch(part) for part in text.split(";")]
    if not 0 < len(matches) <= MOST_CHANGES or not all(matches):
        raise ReformError("Cette réforme ne se lit pas.")
    found = Draft(changes=tuple(_change(*match.groups()) for match in matches if match))
    found.applied()
    return found


def _change(path: str, day: str, value: str) -> Change:
    figure(path)
    return Change(path, day, value == "true" if value in {"true", "false"} else float(value))


@dataclass(frozen=True)
class Asked:
    """What the desk is asked, as its address says it.

    Attributes:
        drafts: the reforms, side by side.
        month: month of the law.
        population: on whom: the extract, the server's file, or test households only.
        take_up: who claims what they are entitled to.
        wrong: whether the address names a reform that cannot be read.
    """

    drafts: tuple[Draft, ...] = ()
    month: str = ""
    population: str = POPULATIONS[0]
    take_up: str = TAKE_UPS[0]
    wrong: bool = False

    @classmethod
    def read(cls, given: "Mapping[str, Any]", listed: Sequence[str]) -> "Asked":
        """Read it from the fields of an address or of a form; what cannot be read is left out, and said."""
        drafts: dict[str, Draft] = {}
        wrong = len(listed) > MOST_REFORMS
        for text in listed[:MOST_REFORMS]:
            try:
                drafts[text] = draft(text)
            except ReformError:
                wrong = True
        month, population, take_up = (str(given.get(name, "")) for name in ("date", "population", "recours"))
        return cls(
            tuple(drafts.values()),
            month if is_month(month) else this_month(),
            population if population in POPULATIONS else POPULATIONS[0],
            take_up if take_up in TAKE_UPS else TAKE_UPS[0],
            wrong,
        )

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields that say it."""
        return [
            *(("reforme", one.spelled()) for one in self.drafts),
            ("date", self.month),
            ("population", self.population),
            ("recours", self.take_up),
        ]

    def query(self) -> str:
        """Return it as an address carries it."""
        return urlencode(self.fields())

    def without(self, place: int) -> "Asked":
        """Return it without the reform at a place."""
        return replace(self, drafts=self.drafts[:place] + self.drafts[place + 1 :])

    def with_draft(self, one: Draft) -> "Asked":
        """Return it with one more reform; the same reform twice is once."""
        return replace(self, drafts=tuple(dict.fromkeys((*self.drafts, one))))

    @property
    def assumptions(self) -> list[str]:
        """The assumptions of take-up to compute: the one chosen, and that all claim, which bounds it."""
        return list(dict.fromkeys((self.take_up, TAKE_UPS[-1])))

    def request(self) -> dict[str, Any]:
        """Return it as the request of a run."""
        return {
            "reformes": [one.content() for one in self.drafts],
            "date": self.month,
            "population": self.population,
            "recours": self.assumptions,
            "cas_types": True,
        }
