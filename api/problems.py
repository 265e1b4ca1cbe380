"""Every failure has one shape: ``application/problem+json`` (RFC 9457), in French, repeating nothing sent.

To someone who reads pages, it is a page.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from flask import Flask, Response, current_app, json, request
from werkzeug.exceptions import HTTPException

from openfisca_lyon.situations import Fault, SituationError
from openfisca_lyon.system import ReformError

TITLES = {
    400: "Demande mal écrite",
    404: "Adresse inconnue",
    405: "Méthode refusée",
    406: "Format refusé",
    409: "Trop tôt",
    413: "Demande trop longue",
    415: "Envoyez du JSON",
    422: "Valeur à corriger",
    429: "Trop de demandes",
    500: "Erreur de notre côté",
    503: "Service occupé",
}
log = logging.getLogger("openfisca_lyon.api")


class Problem(Exception):  # noqa: N818 -- the name RFC 9457 gives it
    """A failure that the caller can mend.

    Attributes:
        status: HTTP status: 4xx, or 503 where waiting mends it.
        faults: what is wrong, field by field.
        retry_after: seconds to wait before asking again.
    """

    def __init__(
        self, status: int, detail: str, faults: Sequence[Fault] = (), *, retry_after: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.faults = status, detail, tuple(faults)
        self.retry_after = retry_after


def problem(status: int, detail: str, faults: Sequence[Fault] = ()) -> Response:
    """Return a failure as a response."""
    body: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(status, "Erreur"), "status": status}
    body["detail"] = detail
    if faults:
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.message} for fault in faults]
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def near(typed: str, known: Iterable[str]) -> str:
    """Return the question whether one of ours was meant; nothing when none is close.

    >>> near("rjs", ["pch", "rsj"])
    ' Vouliez-vous dire « rsj » ?'
    """
    found = get_close_matches(typed, list(known), n=1)
    return f" Vouliez-vous dire « {found[0]} » ?" if found else ""


def _nowhere() -> str:
    """Say which address was meant; what was typed is not repeated."""
    path = request.path
    if re.match(r"/api/v\d+(/|$)", path) and not path.startswith("/api/v1"):
        return "Cette version n'existe pas. Versions disponibles : v1."
    fixed = {rule.rule for rule in current_app.url_map.iter_rules() if not rule.arguments}
    return f"Rien à cette adresse. GET /api/v1/docs les décrit toutes.{near(path, sorted(fixed))}"


def refusal(app: Flask, status: int) -> tuple[list[tuple[str, str]], bytes]:
    """Return the answer to what the server could not read as a request, with all that surrounds our answers."""
    with app.test_request_context("/-"):
        response = app.process_response(problem(status, TITLES.get(status, "Demande mal écrite") + "."))
        return list(response.headers), response.get_data()


def register(app: Flask, page: Callable[[int], Response | None] = lambda status: None) -> None:
    """Give every failure of an application the one shape.

    Args:
        app: the application.
        page: returns a failure as a page, where the request comes from someone who reads pages.
    """

    def answer(status: int, detail: str, faults: Sequence[Fault] = ()) -> Response:
        return page(status) or problem(status, detail, faults)

    @app.errorhandler(Problem)
    def known(error: Problem) -> Response:
        response = answer(error.status, error.detail, error.faults)
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.errorhandler(SituationError)
    def situation(error: SituationError) -> Response:
        return answer(422, "Cette situation ne peut pas être lue.", error.faults)

    @app.errorhandler(ReformError)
    def reform(error: ReformError) -> Response:
        return problem(422, "Cette réforme ne peut pas être appliquée.", [Fault("/reforme", str(error))])

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        detail = TITLES.get(status, "Erreur") + "."
        if status == 404:
            detail = _nowhere()
        allowed = [value for name, value in error.get_headers() if name.lower() == "allow"]
        if allowed:
            methods = sorted(set(allowed[0].split(", ")) - {"HEAD", "OPTIONS"})
            detail = f"Cette adresse se demande par {' ou '.join(methods)}."
        response = answer(status, detail)
        for value in allowed:
            response.headers["Allow"] = value
        return response

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        # The class and the place are enough to find a fault; the message may hold what a person typed.
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        log.error("unexpected %s at %s", type(error).__name__, place)
        return answer(500, "Une erreur inattendue s'est produite. Rien de votre demande n'a été gardé.")
