"""Test households: invented people on whom a rule is tried before it is tried on everyone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from openfisca_lyon.situations.reading import read
from openfisca_lyon.situations.situation import Situation

FRENCH = "fr"


@dataclass(frozen=True)
class Typical:
    """A test household.

    Attributes:
        id: its name for the machine.
        names: what it is called, by language.
        words: its situation, as a person would say it.
    """

    id: str
    names: Mapping[str, str]
    words: Mapping[str, Any]

    def name(self, language: str) -> str:
        """Return what it is called in a language, French where it has none."""
        return self.names.get(language, self.names[FRENCH])

    def situation(self, month: str) -> Situation:
        """Return its situation at a month; nothing more is to be asked."""
        return read({**self.words, "tout_est_dit": True}, month)


@cache
def typical() -> tuple[Typical, ...]:
    """Return the test households that the package ships.

    >>> typical()[0].name("fr")
    '21 ans, sans ressource, à Vaulx-en-Velin'
    """
    text = (files("openfisca_lyon.data.cas_types") / "cas_types.yaml").read_text(encoding="utf-8")
    listed = yaml.load(text, Loader=yaml.CSafeLoader)
    return tuple(Typical(name, one["nom"], one["situation"]) for name, one in listed.items())
