"""How people think of questions: by theme, a few at a time. ``themes.yaml`` says which input is of which theme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml
from openfisca_core.indexed_enums import Enum

from openfisca_lyon.system import load

NEVER = "9999-12-31"


@dataclass(frozen=True)
class Theme:
    """Questions that go together.

    Attributes:
        id: its name, and that of its texts.
        inputs: the inputs asked.
        gate: whether people are asked first if it concerns them at all; « no » then answers all its questions.
        common: whether it concerns the whole household, not one person.
        negative: what « no » is, where it is not false, zero or the first of the choices.
        ages: people whom it may concern.
    """

    id: str
    inputs: tuple[str, ...]
    gate: bool = False
    common: bool = False
    negative: Mapping[str, Any] = field(default_factory=dict)
    ages: tuple[int, int] = (0, 130)


def _read() -> Mapping[str, Theme]:
    file = files("openfisca_lyon.api.pages") / "themes.yaml"
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    themes = {}
    for name, said in content.items():
        said["inputs"] = tuple(said["inputs"])
        if "ages" in said:
            said["ages"] = tuple(said["ages"])
        themes[name] = Theme(id=name, **said)
    return MappingProxyType(themes)


THEMES = _read()


@cache
def theme_of(name: str) -> Theme:
    """Return the theme of an input."""
    return next(theme for theme in THEMES.values() if name in theme.inputs)


@cache
def no_of(name: str) -> Any:
    """Return what « no », « none », « zero » or « never » is for an input: its default in the law, if it says that."""
    variable = load().variables[name]
    default = variable.default_value
    if variable.value_type is Enum:
        return default.name
    if isinstance(default, date):
        return NEVER if default.isoformat() == NEVER else None
    return default
