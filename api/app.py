"""The Flask application: reads JSON, asks the rooms, answers JSON."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from openfisca_lyon.api import problems
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons import compare
from openfisca_lyon.rights import evaluate
from openfisca_lyon.situations import Fault, Situation, SituationError, read, situation_model
from openfisca_lyon.situations.words import is_month
from openfisca_lyon.system import load, reforms
from openfisca_lyon.system.reforms import from_content
from openfisca_lyon.today import this_month

# Ten times our largest household; a list of the most situations allowed fits.
MAX_BODY = 1024 * 1024
MOST_SITUATIONS = 100
PREFIX = "/api/v1"


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the application, with the rules loaded: the first request waits for nothing.

    Args:
        config: Flask settings; ``MAX_CONTENT_LENGTH`` bounds a request.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config.update(config or {})
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    problems.register(app)
    _routes(app)
    load()
    return app


def _routes(app: Flask) -> None:
    @app.post(f"{PREFIX}/simulations")
    def simulations() -> ResponseReturnValue:
        content, month = _body(), _month()
        if isinstance(content, dict) and "situations" in content:
            reports = evaluate(_situations(content, month))
            return _json("[" + ",\n".join(report.model_dump_json(indent=2) for report in reports) + "]")
        return _json(evaluate([read(content, month)])[0].model_dump_json(indent=2))

    @app.post(f"{PREFIX}/comparisons")
    def comparisons() -> ResponseReturnValue:
        content, month = _body(), _month()
        if not isinstance(content, dict):
            raise Problem(422, "Envoyez un objet avec « reforme » et « situations ».")
        reform = content.get("reforme")
        if isinstance(reform, str):
            if reform not in reforms():
                raise Problem(
                    422, "Réforme inconnue.", [Fault("/reforme", "GET /api/v1/reforms en donne la liste.")]
                )
            applied = reforms()[reform]
        else:
            applied = from_content(reform)
        return _json(compare(_situations(content, month), applied).model_dump_json(indent=2))

    @app.get(f"{PREFIX}/catalogue")
    def rights() -> ResponseReturnValue:
        return [entry.model_dump(mode="json") for entry in catalogue().values()]

    @app.get(f"{PREFIX}/catalogue/<right>")
    def right(right: str) -> ResponseReturnValue:
        if right not in catalogue():
            raise Problem(404, "Ce droit n'est pas au catalogue. GET /api/v1/catalogue en donne la liste.")
        return catalogue()[right].model_dump(mode="json")

    @app.get(f"{PREFIX}/reforms")
    def shipped() -> ResponseReturnValue:
        return [
            {"id": name, "nom": reform.name, "description": reform.description}
            for name, reform in reforms().items()
        ]

    @app.get(f"{PREFIX}/schema")
    def schema() -> ResponseReturnValue:
        return situation_model().model_json_schema()

    @app.get("/healthz")
    def health() -> ResponseReturnValue:
        return {"status": "ok", "date": this_month()}


def _json(text: str) -> Response:
    """Return JSON as the command prints it, to the byte."""
    return Response(f"{text}\n", mimetype="application/json", headers={"Cache-Control": "no-store"})


def _body() -> Any:
    """Read the JSON body; a field given twice is a mistake, for the last one would win unseen."""
    if not request.is_json:
        raise Problem(415, "Envoyez du JSON, avec l'en-tête Content-Type: application/json.")
    try:
        return json.loads(request.get_data(), object_pairs_hook=_once, parse_constant=float)
    except _RepeatedFieldError:
        raise Problem(400, "Le même champ est donné deux fois.") from None
    except (ValueError, RecursionError):
        raise Problem(400, "Ce texte n'est pas du JSON.") from None


class _RepeatedFieldError(Exception):
    """A JSON object has the same key twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedFieldError
    return found


def _month() -> str | None:
    """Return the month asked in the address."""
    month = request.args.get("date")
    if month is not None and not is_month(month):
        raise Problem(400, "« date » s'écrit AAAA-MM, entre 2019-01 et 2030-12.")
    return month


def _situations(content: Mapping[str, Any], month: str | None) -> list[Situation]:
    """Read a list of situations; the faults of all are said together."""
    listed = content.get("situations")
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_SITUATIONS:
        message = f"Donnez une liste de 1 à {MOST_SITUATIONS} situations."
        raise Problem(422, "Les situations manquent.", [Fault("/situations", message)])
    situations, faults = [], []
    for rank, one in enumerate(listed):
        try:
            situations.append(read(one, month))
        except SituationError as error:
            faults += [Fault(f"/situations/{rank}{fault.pointer}", fault.message) for fault in error.faults]
    if faults:
        raise SituationError(faults)
    return situations
