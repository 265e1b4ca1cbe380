"""Finds a commune by the name people write."""

import csv
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = "openfisca_lyon.data.communes"
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
def communes() -> tuple[dict[str, str], ...]:
    """Return the communes of the Métropole, then the other names under which people know them.

    >>> len([one for one in communes() if one["nature"] == "commune"])
    58
    """
    today, others = _rows("communes_metropole"), _rows("communes_metropole_alias")
    return (
        *(
            {"code": row["code_insee"], "nom": row["nom"], "commune": row["code_insee"], "nature": "commune"}
            for row in today
        ),
        *(
            {
                "code": row["code_insee"],
                "nom": row["nom"],
                "commune": row["code_commune_actuelle"],
                "nature": row["nature"],
            }
            for row in others
        ),
    )


def _rows(table: str) -> list[dict[str, str]]:
    with (files(FOLDER) / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def code_by_name() -> dict[str, str]:
    """Return the code of each commune of the Métropole and of SYTRAL's territory by its plain name."""
    return {plain(row["nom"]): row["code_insee"] for table in TABLES for row in _rows(table)}


@cache
def name_by_code() -> dict[str, str]:
    """Return the name of each commune of the Métropole and of SYTRAL's territory by its code.

    >>> name_by_code()["69256"]
    'Vaulx-en-Velin'
    """
    folder = files("openfisca_lyon.data.communes")
    found: dict[str, str] = {}
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8") as file:
            found |= {row["code_insee"]: row["nom"] for row in csv.DictReader(file)}
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
