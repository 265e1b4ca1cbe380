"""What a report says, in one file a language; numbers as the language writes them, no more digits than bars support."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from math import floor, isfinite, log10
from types import MappingProxyType
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

LANGUAGES: Mapping[str, Locale] = MappingProxyType({"fr": Locale("fr"), "en": Locale("en", "GB")})
NOTHING = "–"
SMALLEST = 0.00005  # what four digits after the point do not show
THIN = "\N{NARROW NO-BREAK SPACE}"
# From which a number is read more easily in thousands of millions, millions, thousands: name of the unit, its size.
SCALES = (("milliards", 1e9), ("millions", 1e6), ("unites", 1.0))


@cache
def _texts(language: str) -> Mapping[str, str]:
    path = files("openfisca_lyon.reports") / "texts" / f"{language}.yaml"
    return MappingProxyType(_flat("", yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)))


def _flat(prefix: str, content: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in content.items():
        key = f"{prefix}{name}"
        found |= (
            _flat(f"{key}.", value) if isinstance(value, Mapping) else {key: " ".join(str(value).split())}
        )
    return found


class Words:
    """The words of a language.

    >>> Words("fr").measure(4412345.0, 830000.0, "euros").replace(THIN, " ").replace(chr(0xA0), " ")
    '4,4 ± 0,8 M€'
    >>> Words("fr").measure(0.1234, 0.011, "share").replace(chr(0xA0), " ")
    '12,3 ± 1,1 %'
    """

    def __init__(self, language: str) -> None:
        self.language, self.locale = language, LANGUAGES[language]

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text, its places filled; ``count`` chooses the plural.

        Raises:
            KeyError: the language has no such text.
        """
        known = _texts(self.language)
        if "count" in values:
            plural = f"{key}.{self.locale.plural_form(abs(values['count']))}"
            key = plural if plural in known else f"{key}.other"
            values["count"] = self.number(values["count"])
        return known[key].format_map(values)

    def named(self, family: str, name: str, label: str | None = None) -> str:
        """Return what something is called in this language; as comparisons call it, in French, otherwise."""
        return self(f"{family}.{name}") if self.has(f"{family}.{name}") else label or name

    def has(self, key: str) -> bool:
        """Tell whether there is such a text."""
        return key in _texts(self.language)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with that many digits after the point, none when negative."""
        if not isfinite(value):
            return NOTHING
        pattern = "#,##0" + (f".{'0' * digits}" if digits > 0 else "")
        text = str(format_decimal(round(value, digits) + 0.0, format=pattern, locale=self.locale))
        return text.replace("-", "\N{MINUS SIGN}")

    def measure(self, value: float, error: float, unit: str, reach: float = 0.0) -> str:
        """Write a figure, its error bar and its unit, in the digits that the bar supports.

        Args:
            value: the figure.
            error: half of its 95 % interval; 0 where the draw changes nothing.
            unit: ``euros``, ``share`` (of one), ``points`` (of one), ``count`` or ``plain``.
            reach: the greatest figure that stands with it: both are then in millions, or neither.
        """
        if not isfinite(value):
            return NOTHING
        if unit in {"share", "points"}:
            value, error = 100 * value, 100 * error
        large = max(abs(value), reach)
        name, size = self._scale(large, error) if unit in {"euros", "count"} else ("unites", 1.0)
        value, error = value / size, error / size
        if max(abs(value), error) < SMALLEST:
            value, error = 0.0, 0.0
        digits = _digits(value, error, unit)
        text = self.number(value, digits)
        if error > 0 and isfinite(error):
            text += f"\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{self.number(error, digits)}"
        return self._united(text, unit, name)

    def figure(self, value: float, error: float, unit: str, reach: float = 0.0) -> str:
        """Write a figure without its bar, in the digits that the bar supports: for a sentence."""
        if not isfinite(value):
            return NOTHING
        if unit in {"share", "points"}:
            value, error = 100 * value, 100 * error
        large = max(abs(value), reach)
        name, size = self._scale(large, error) if unit in {"euros", "count"} else ("unites", 1.0)
        return self._united(self.number(value / size, _digits(value / size, error / size, unit)), unit, name)

    def relative(self, value: float) -> str:
        """Write how far a figure is from another, in whole points, with its sign.

        >>> Words("fr").relative(0.0712).replace(chr(0xA0), " "), Words("fr").relative(-0.3).replace(chr(0xA0), " ")
        ('+7 %', '−30 %')
        """
        if not isfinite(value):
            return NOTHING
        text = self._united(self.number(100 * value), "share", "unites")
        return f"+{text}" if value >= 0.005 else text

    def month(self, month: str) -> str:
        """Write a month given as ``2026-11``."""
        return str(format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=self.locale))

    def day(self, day: str) -> str:
        """Write a day given as ``2026-11-22``."""
        return str(format_date(date.fromisoformat(day), "long", locale=self.locale))

    @staticmethod
    def _scale(value: float, error: float) -> tuple[str, float]:
        # What is rounded to a million is written in millions.
        reach = 1.05 * max(abs(value), error if isfinite(error) else 0.0)
        return next((one for one in SCALES if reach >= one[1]), SCALES[-1])

    def _united(self, text: str, unit: str, scale: str) -> str:
        if unit == "plain":
            return text
        return self(f"unite.{unit}.{scale}", text=text).replace(" ", "\N{NO-BREAK SPACE}")


def _digits(value: float, error: float, unit: str) -> int:
    """Return how many digits after the point a bar supports: its first one, two when it begins with 1.

    >>> _digits(4.412, 0.83, "euros"), _digits(123.0, 17.0, "count"), _digits(51234.0, 830.0, "count")
    (1, 0, -2)
    """
    if not isfinite(error) or error <= 0:
        exact = 0 if unit == "count" or abs(value) >= 100 else 1 if unit in {"share", "points"} else 2
        return 0 if float(round(value, exact)).is_integer() else exact
    place = floor(log10(error))
    return min(-place + (1 if error / 10**place < 2 else 0), 4)
