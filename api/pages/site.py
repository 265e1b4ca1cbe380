"""What all pages share: the home page with its three doors, and the files that pages load."""

from functools import cache
from importlib.resources import files

from flask import Blueprint, Response, abort

from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.visits import checked
from openfisca_lyon.api.protection import cacheable

site = Blueprint("site", __name__)
site.before_request(checked)

DOORS = {"simulateur": "/simulateur", "guichet": "/guichet", "atelier": "/atelier"}
"""The three doors of the home page, by the name of their texts."""
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@site.app_context_processor
def _doors() -> dict[str, dict[str, str]]:
    return {"doors": DOORS}


@site.get("/")
def home() -> Response:
    """Open the three doors."""
    return html("home.html")


@site.get("/static/<name>")
def static(name: str) -> Response:
    """Return a file that pages load: the same for everyone, kept by browsers."""
    if name not in _files():
        abort(404)
    cacheable()
    content, kind = _files()[name]
    return Response(content, mimetype=kind)


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    folder = files("openfisca_lyon.api") / "static"
    return {
        file.name: (file.read_bytes(), TYPES[file.name.rpartition(".")[2]])
        for file in folder.iterdir()
        if file.name.rpartition(".")[2] in TYPES
    }
