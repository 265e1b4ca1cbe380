"""Finds a commune by the name people write."""

import csv
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

TABLES = ("communes_sytral", "communes_metropole_alias", "communes_metropole")


def commune_code(value: Any) -> Any:
    """Return the Insee code of a commune given by name; anything else is returned as it is.

    >>> commune_code("Villeurbanne")
    '69266'
    >>> commune_code("saint-fons")
    '69199'
    >>> commune_code("69123")
    '69123'
    """
    if isinstance(value, int):
        value = f"{value:05d}"
    if not isinstance(value, str):
        return value
    if len(value) == 5 and value[0].isdigit() and value[-1].isdigit():
        return value.upper()
    code = code_by_name().get(plain(value))
    if code is None:
        raise ValueError("commune")
    return code


@cache
def code_by_name() -> dict[str, str]:
    """Return the code of each commune of the Métropole and of SYTRAL's territory by its plain name."""
    folder = files("openfisca_lyon.data.communes")
    found: dict[str, str] = {}
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8") as file:
            found |= {plain(row["nom"]): row["code_insee"] for row in csv.DictReader(file)}
    return found


def plain(name: str) -> str:
    """Return a name without accents, capitals, hyphens or apostrophes.

    >>> plain("L'Arbresle"), plain("Saint-Genis-Laval")
    ('l arbresle', 'saint genis laval')
    """
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("’", "'")).encode(
        "ascii", "ignore"
    )
    return " ".join(letters.decode().lower().replace("-", " ").replace("'", " ").split())
