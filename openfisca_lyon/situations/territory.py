"""Finds a commune by the name people write."""

import csv
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = "openfisca_lyon.data.communes"
LYON = "69123"
LAST_OF_RHONE = "69299"  # Insee codes end there, but for the arrondissements of Lyon: beyond are postcodes
TABLES = ("communes_sytral", "communes_metropole_alias", "communes_metropole")


def commune_code(value: Any) -> Any:
    """Return the Insee code of a commune given by name; anything else is returned as it is.

    >>> commune_code("Villeurbanne")
    '69266'
    >>> commune_code("saint-fons")
    '69199'
    >>> commune_code("69123")
    '69123'

    Raises:
        ValueError: no commune has that name, or that code: 69500 is a postcode.
    """
    if isinstance(value, int):
        value = f"{value:05d}"
    if not isinstance(value, str):
        return value
    if len(value) == 5 and value[0].isdigit() and value[-1].isdigit():
        if value[:2] == "69" and value not in name_by_code() and value > LAST_OF_RHONE:
            raise ValueError("commune")
        return value.upper()
    code = code_by_name().get(plain(value))
    if code is None:
        raise ValueError("commune")
    return code


def homonyms(code: Any) -> list[str]:
    """Return the names of the communes whose postcode is written as this Insee code.

    >>> homonyms("69100"), homonyms("69266")
    (['Villeurbanne'], [])
    """
    served = codes_by_postcode().get(str(code), ()) if str(code) <= LAST_OF_RHONE else ()
    return [name_by_code()[one] for one in served if one != str(code)]


@cache
def communes() -> tuple[dict[str, Any], ...]:
    """Return the communes of the Métropole, then the other names under which people know them.

    >>> len([one for one in communes() if one["nature"] == "commune"])
    58
    """
    return (
        *(_line(row, row["code_insee"], "commune") for row in _rows("communes_metropole")),
        *(
            _line(row, row["code_commune_actuelle"], row["nature"])
            for row in _rows("communes_metropole_alias")
        ),
    )


def _line(row: dict[str, str], commune: str, nature: str) -> dict[str, Any]:
    return {
        "code": row["code_insee"],
        "nom": row["nom"],
        "commune": commune,
        "nature": nature,
        "codes_postaux": tuple(row["codes_postaux"].split()),
    }


@cache
def codes_by_postcode() -> dict[str, tuple[str, ...]]:
    """Return the codes of the communes and arrondissements that each postcode serves, around Lyon.

    >>> codes_by_postcode()["69003"], codes_by_postcode()["69310"]
    (('69383',), ('69149',))
    """
    found: dict[str, set[str]] = {}
    for table in TABLES:
        for row in _rows(table):
            if row["code_insee"] == LYON:
                continue  # each of its postcodes is that of an arrondissement
            for postcode in row["codes_postaux"].split():
                found.setdefault(postcode, set()).add(row["code_insee"])
    return {postcode: tuple(sorted(codes)) for postcode, codes in sorted(found.items())}


@cache
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
    return {row["code_insee"]: row["nom"] for table in TABLES for row in _rows(table)}


def plain(name: str) -> str:
    """Return a name without accents, capitals, hyphens or apostrophes.

    >>> plain("L'Arbresle"), plain("Saint-Genis-Laval")
    ('l arbresle', 'saint genis laval')
    """
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("’", "'")).encode(
        "ascii", "ignore"
    )
    return " ".join(letters.decode().lower().replace("-", " ").replace("'", " ").split())
