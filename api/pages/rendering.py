"""Makes an HTML answer: its template, its language, and a policy under which only our own files are used."""

from typing import Any

from flask import Response, render_template

from openfisca_lyon.api.pages.texts import CHOICE, current_language, has_text

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def html(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page."""
    response = Response(render_template(f"pages/{template}", **values), status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Language"] = current_language()
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def failure(status: int) -> Response:
    """Return the page that says what went wrong and what to do; nothing that was sent is repeated."""
    kind = str(status) if has_text(f"site.erreur.{status}.titre") else ("400" if status < 500 else "500")
    return html("error.html", status, kind=kind, in_language=lambda code: f"?{CHOICE}={code}")
