"""What the pages say: one YAML file a page and a language, texts by key, figures in ``{places}``.

``fr`` is whole. Another language has a folder named after its code, and in it the pages it offers, each whole; a
text not found there is read in French. Nothing else is needed to add a language: its own name and the direction
it is written in come from Babel. A text that counts has one form for each plural of the language:

    personnes:
      one: "{count} personne"
      other: "{count} personnes"
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask, Response, g, has_request_context, request

FRENCH = "fr"
FOLDER = files("openfisca_lyon.api") / "texts"
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
CHOICE = "langue"
YEAR = 365 * 24 * 3600
REGIONS = {"en": "en_GB"}  # euros and dates as Europeans write them


@cache
def languages() -> Mapping[str, Locale]:
    """Return the languages of the pages by code, French first.

    >>> languages()["fr"].get_display_name(), languages()["fr"].text_direction
    ('français', 'ltr')
    """
    codes = sorted(
        (one.name for one in FOLDER.iterdir() if one.is_dir()), key=lambda code: (code != FRENCH, code)
    )
    return MappingProxyType({code: Locale.parse(REGIONS.get(code, code)) for code in codes})


def own_name(code: str) -> str:
    """Return the name of a language in that language.

    >>> own_name("en")
    'English'
    """
    name = languages()[code].get_language_name(code) or code
    return name[0].upper() + name[1:]


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return the texts of a language by key, ``page.part.name``."""
    found: dict[str, str] = {}
    for file in sorted((FOLDER / language).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            found |= _flat(file.name.removesuffix(".yaml"), content)
    return MappingProxyType(found)


def _flat(prefix: str, content: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in content.items():
        key = f"{prefix}.{name}"
        found |= _flat(key, value) if isinstance(value, Mapping) else {key: str(value).strip()}
    return found


def text(key: str, language: str | None = None, **values: Any) -> str:
    """Return a text with its places filled; numbers and dates are written as the language does.

    Args:
        key: page, then names, with dots.
        language: the one of the request under way when not given.
        values: what fills the places; ``count`` chooses the plural.

    Raises:
        KeyError: French has no such text.

    >>> text("site.nom", "fr")
    'Mes droits à Lyon'
    """
    language = language or current_language()
    for code in (language, FRENCH):
        known = texts(code)
        named = f"{key}.{languages()[code].plural_form(values['count'])}" if "count" in values else key
        found = known.get(named) or known.get(f"{key}.other") or known.get(key)
        if found is not None:
            return found.format_map({name: _written(value, code) for name, value in values.items()})
    raise KeyError(key)


def has_text(key: str) -> bool:
    """Tell whether a text exists, at least in French."""
    return key in texts(FRENCH)


def _written(value: Any, language: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, language)
    return day(value, language) if isinstance(value, date) else str(value)


def number(value: float, language: str | None = None) -> str:
    """Write a number.

    >>> number(1520.5, "fr").replace(chr(0x202F), " ")
    '1 520,5'
    """
    return str(format_decimal(value, locale=languages()[language or current_language()]))


def percent(value: float, language: str | None = None) -> str:
    """Write a share of one.

    >>> percent(0.625, "en")
    '62.5%'
    """
    locale = languages()[language or current_language()]
    pattern = locale.percent_formats[None].pattern.replace("0%", "0.#%").replace("0\u00a0%", "0.#\u00a0%")
    return str(format_percent(value, format=pattern, locale=locale))


def money(value: float, language: str | None = None) -> str:
    """Write euros: no cents when there are none.

    >>> money(420, "en"), money(1520.5, "en")
    ('€420', '€1,520.50')
    """
    locale = languages()[language or current_language()]
    pattern = locale.currency_formats["standard"].pattern
    if float(value).is_integer():
        pattern = pattern.replace(".00", "")
    return str(format_currency(value, "EUR", format=pattern, locale=locale, currency_digits=False))


def day(value: date | str, language: str | None = None) -> str:
    """Write a day.

    >>> day("2026-11-22", "fr"), day("2026-12-01", "fr")
    ('22 novembre 2026', '1er décembre 2026')
    """
    value = date.fromisoformat(value) if isinstance(value, str) else value
    language = language or current_language()
    said = str(format_date(value, "long", locale=languages()[language]))
    return said.replace("1 ", "1er ", 1) if language == FRENCH and value.day == 1 else said


def month(value: str, language: str | None = None) -> str:
    """Write a month given as ``2026-11``.

    >>> month("2026-11", "fr")
    'novembre 2026'
    """
    first = date.fromisoformat(f"{value}-01")
    return str(format_date(first, "LLLL y", locale=languages()[language or current_language()]))


def current_language() -> str:
    """Return the language of the request under way: asked in the address, chosen before, or the browser's."""
    if not has_request_context():
        return FRENCH
    if "language" not in g:
        asked = request.args.get(CHOICE, "")
        kept = request.cookies.get(CHOICE, "")
        best = request.accept_languages.best_match(list(languages()), FRENCH)
        g.language = next((code for code in (asked, kept, best) if code in languages()), FRENCH)
    language: str = g.language
    return language


def _in_language(code: str) -> str:
    """Return the address of the page under way in another language: what it carries stays."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != CHOICE]
    return f"?{urlencode([*kept, (CHOICE, code)])}"


def register(app: Flask) -> None:
    """Give the templates of an application the texts, and remember the language that a person chose."""

    @app.context_processor
    def speak() -> dict[str, Any]:
        locale = languages()[current_language()]
        return {
            "t": text,
            "has_text": has_text,
            "language": current_language(),
            "direction": locale.text_direction,
            "in_language": _in_language,
            "languages": [(code, own_name(code)) for code in languages()],
        }

    app.jinja_env.filters.update(money=money, number=number, percent=percent, day=day, month=month)

    @app.after_request
    def remember(response: Response) -> Response:
        chosen = request.args.get(CHOICE, "")
        if response.mimetype == "text/html" and chosen in languages():
            response.set_cookie(
                CHOICE, chosen, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
            )
        return response
