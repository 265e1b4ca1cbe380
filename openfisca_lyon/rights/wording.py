"""Figures, dates and answers as a person reads them."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from openfisca_lyon.situations.territory import name_by_code

EUROS = (None, "currency", "currency-EUR")
FIRST_CALENDAR_YEAR = 1800  # below, a number of years
UNITS = {"age": "ans", "residence_continue_annees": "ans"}  # variables of OpenFisca-France that say no unit


def euros(amount: float) -> str:
    """Write an amount as French people do: no cents when there are none.

    >>> euros(420), euros(1520.834), euros(10_500)
    ('420 €', '1 520,83 €', '10 500 €')
    """
    text = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
    return f"{text.removesuffix(',00')} €"


def number(value: float) -> str:
    """Write a number without needless decimals.

    >>> number(24.0), number(0.5), number(12345)
    ('24', '0,5', '12 345')
    """
    text = f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.replace(",", " ").replace(".", ",")


def percent(share: float) -> str:
    """Write a share of one as people say it.

    >>> percent(0.8), percent(0.625)
    ('80 %', '62,5 %')
    """
    return f"{number(round(share * 100, 4))} %"


def figure(value: Any, unit: str | None) -> str:
    """Write a parameter's value with its unit.

    >>> figure(2000, "year"), figure(10, "year"), figure(0.5, "/1")
    ('2000', '10', '50 %')
    """
    if isinstance(value, bool | np.bool_):
        return "oui" if value else "non"
    if not isinstance(value, int | float):
        return str(value)
    if unit in ("currency-EUR", "currency"):  # OpenFisca-France écrit le second
        return euros(value)
    if unit == "/1":
        return percent(value)
    if unit == "year" and value >= FIRST_CALENDAR_YEAR:
        return str(int(value))
    return number(value)


def filled(text: str, figures: Mapping[str, str]) -> str:
    """Put figures in the places of a text.

    >>> filled("Avoir {age_minimum} ans.", {"age_minimum": "18"})
    'Avoir 18 ans.'
    """
    return re.sub(r"\{(\w+)\}", lambda place: figures.get(place[1], place[0]), text.strip())


def answer(variable: Any, value: Any) -> str:
    """Write the value of a variable of the law, with its unit."""
    if hasattr(variable, "possible_values") and variable.possible_values is not None:
        return str(list(variable.possible_values)[int(value)].value)
    if variable.value_type is bool:
        return "oui" if value else "non"
    if variable.unit == "/1":
        return percent(float(value))
    if variable.value_type is int and variable.name.startswith("annee_"):
        return str(int(value))
    if variable.value_type is float and UNITS.get(variable.name, variable.unit) in EUROS:
        return euros(float(value))
    if variable.value_type in (int, float):
        unit = UNITS.get(variable.name, variable.unit)
        return f"{number(value.item())} {unit}" if unit else number(value.item())
    if isinstance(value, bytes):
        return name_by_code().get(value.decode(), value.decode())
    if isinstance(value, np.datetime64):
        return f"{value.astype(object):%d/%m/%Y}"
    return str(value)
