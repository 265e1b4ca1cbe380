"""A visit: what a person has said so far, kept in their own browser, sealed, for two hours.

Nothing is stored on the server. The cookie is encrypted and dated with a key that the operator gives, or that is
drawn at start. Forms carry the token of the visit: another site cannot send them in someone's name.
"""

import base64
import hashlib
import hmac
import json
import secrets
import zlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, Response, abort, current_app, g, request
from markupsafe import Markup

from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.settings import Settings

KEY = "openfisca_lyon.visits"
COOKIE = "visite"
FIELD = "jeton"
SECONDS = 2 * 3600
# Browsers keep cookies up to 4 096 bytes, name and attributes included, and many at once.
PIECE, MOST_PIECES = 3800, 5
MOST_BYTES = 256 * 1024  # once unpacked: ten times the largest household


class Visit:
    """What is kept of a visit, by the name of the page that keeps it.

    Attributes:
        expired: the browser sent a visit that is too old, or sealed with another key.
    """

    def __init__(self, kept: dict[str, Any] | None = None, *, expired: bool = False) -> None:
        self.kept = kept or {}
        self.expired = expired
        self.changed = False

    def get(self, page: str) -> Any:
        """Return what a page kept, or nothing."""
        return self.kept.get(page)

    def keep(self, page: str, value: Any) -> None:
        """Keep what JSON can hold, for a page."""
        self.kept[page] = value
        self.changed = True

    def forget(self, page: str | None = None) -> None:
        """Forget what a page kept, or everything."""
        if page is None:
            self.kept.clear()
        else:
            self.kept.pop(page, None)
        self.changed = True

    @property
    def token(self) -> str:
        """The secret that forms of this visit carry."""
        if FIELD not in self.kept:
            self.keep(FIELD, secrets.token_urlsafe(16))
        token: str = self.kept[FIELD]
        return token


def fernet_of(secret: str) -> Fernet:
    """Return the seal made from a setting, whatever its length."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))


def visit() -> Visit:
    """Return the visit of the request under way."""
    if "visit" not in g:
        g.visit = _opened()
    found: Visit = g.visit
    return found


def _opened() -> Visit:
    pieces = [request.cookies.get(_name(rank), "") for rank in range(MOST_PIECES)]
    sealed = "".join(pieces)
    if not sealed:
        return Visit()
    seal: Fernet = current_app.extensions[KEY]
    try:
        packed = seal.decrypt(sealed.encode(), ttl=SECONDS)
        content = zlib.decompressobj().decompress(packed, MOST_BYTES)
        return Visit(json.loads(content))
    except (InvalidToken, ValueError, zlib.error):
        return Visit(expired=True)


def _name(rank: int) -> str:
    return f"{COOKIE}{rank or ''}"


def is_expired_form() -> bool:
    """Tell whether the form sent does not belong to the visit under way."""
    sent = request.form.get(FIELD, "")
    return not hmac.compare_digest(sent.encode(), str(visit().get(FIELD) or "").encode()) or not sent


def checked() -> None:
    """Refuse a form that does not belong to the visit under way: for ``before_request`` of each page."""
    if request.method == "POST" and is_expired_form():
        abort(403)


def token_field() -> Markup:
    """Return the hidden field that each form needs."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, visit().token)


def register(app: Flask, settings: Settings) -> None:
    """Let the pages of an application keep visits."""
    app.extensions[KEY] = fernet_of(settings.visit_key.get_secret_value() or secrets.token_hex(32))
    app.jinja_env.globals["token_field"] = token_field

    @app.after_request
    def save(response: Response) -> Response:
        opened: Visit | None = g.get("visit")
        if opened is None or not (opened.changed or opened.expired or opened.kept):
            return response
        packed = zlib.compress(json.dumps(opened.kept, separators=(",", ":")).encode(), 9)
        sealed = app.extensions[KEY].encrypt(packed).decode() if opened.kept else ""
        if len(sealed) > PIECE * MOST_PIECES:
            raise Problem(413, "Cette situation est trop longue.")
        for rank in range(MOST_PIECES):
            piece = sealed[rank * PIECE : (rank + 1) * PIECE]
            if piece:
                response.set_cookie(
                    _name(rank),
                    piece,
                    max_age=SECONDS,
                    httponly=True,
                    samesite="Lax",
                    secure=request.is_secure,
                )
            elif _name(rank) in request.cookies:
                response.delete_cookie(_name(rank), httponly=True, samesite="Lax", secure=request.is_secure)
        return response
