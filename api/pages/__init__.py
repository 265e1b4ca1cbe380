"""The pages: what people open in a browser. They hold no rule; each page is a blueprint."""

from flask import Flask, Response, request

from openfisca_lyon.api.pages import (
    about,
    counter,
    desk_runs,
    handover,
    keeping,
    rendering,
    simulator_answers,
    site,
    staff,
    texts,
    visits,
)
from openfisca_lyon.api.settings import Settings

BLUEPRINTS = (
    site.site,
    simulator_answers.simulator,
    keeping.keeping,
    counter.counter,
    about.about,
    desk_runs.desk,
    staff.staff,
    handover.handover,
)
NOT_PAGES = ("/api/", "/healthz", "/readyz", "/metrics")


def register(app: Flask, settings: Settings) -> None:
    """Add the pages to an application."""
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True}
    visits.register(app, settings)
    texts.register(app)
    staff.register(app, settings)
    handover.register(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def failure(status: int) -> Response | None:
    """Return a failure as a page, unless a program is asking."""
    ours = request.blueprint in {blueprint.name for blueprint in BLUEPRINTS}
    reads = "text/html" in request.accept_mimetypes.values() and not request.path.startswith(NOT_PAGES)
    return rendering.failure(status) if ours or reads else None
