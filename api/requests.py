"""Reads what a request holds: its body, its month, its situations."""

import json
from collections.abc import Mapping
from typing import Any

from flask import current_app, request

from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.protection import law_of
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.situations import Fault, Situation, SituationError, read
from openfisca_lyon.situations.words import is_month

SETTINGS = "openfisca_lyon.settings"


def settings() -> Settings:
    """Return the settings of the application under way."""
    found: Settings = current_app.extensions[SETTINGS]
    return found


def body() -> Any:
    """Read the JSON body; a field given twice is a mistake, for the last one would win unseen."""
    if not request.is_json:
        raise Problem(415, "Envoyez du JSON, avec l'en-tête Content-Type: application/json.")
    try:
        return json.loads(request.get_data(), object_pairs_hook=_once, parse_constant=float)
    except _RepeatedFieldError:
        raise Problem(400, "Le même champ est donné deux fois.") from None
    except json.JSONDecodeError as error:
        raise Problem(400, _not_json(error)) from None
    except (ValueError, RecursionError):
        raise Problem(400, "Ce texte n'est pas du JSON en UTF-8, ou il est trop profond.") from None


def _not_json(error: json.JSONDecodeError) -> str:
    """Say where a text stops being JSON, and what most often is wrong; nothing of it is repeated."""
    if not error.doc.strip():
        return "La demande est vide : envoyez du JSON. GET /api/v1/docs en donne un exemple."
    return (
        f"Ce texte n'est plus du JSON à la ligne {error.lineno}, caractère {error.colno}. Noms et textes "
        'vont entre guillemets droits ("), sans virgule après le dernier élément.'
    )


class _RepeatedFieldError(Exception):
    """A JSON object has the same key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedFieldError
    return found


def month() -> str | None:
    """Return the month asked in the address."""
    asked = request.args.get("date")
    if asked is not None and not is_month(asked):
        raise Problem(400, "« date » s'écrit AAAA-MM, entre 2019-01 et 2030-12.")
    return asked


def situation() -> Situation:
    """Read the body as one situation."""
    found = read(body(), month())
    law_of(found.month)
    return found


def situations(content: Mapping[str, Any], asked: str | None, *beside: str) -> list[Situation]:
    """Read a list of situations; the faults of all are said together.

    Args:
        content: the body.
        asked: the month asked in the address.
        beside: the other fields of the body.
    """
    listed, most = content.get("situations"), settings().max_situations
    if not isinstance(listed, list) or not 1 <= len(listed) <= most:
        message = f"Donnez une liste de 1 à {most} situations, dans « situations »."
        raise Problem(422, "Les situations manquent.", [Fault("/situations", message)])
    fields = ("situations", *beside)
    found, faults = [], []
    if content.keys() - set(fields):
        said = ", ".join(f"« {name} »" for name in fields)
        faults.append(Fault("", f"Un champ inconnu s'y trouve. À côté des situations : {said}."))
    for rank, one in enumerate(listed):
        try:
            found.append(read(one, asked))
        except SituationError as error:
            faults += [Fault(f"/situations/{rank}{fault.pointer}", fault.message) for fault in error.faults]
    if faults:
        raise SituationError(faults)
    law_of(max(one.month for one in found))
    return found
