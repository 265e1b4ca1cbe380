"""The Flask application: reads JSON or forms, asks the rooms, answers JSON or pages."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue

from openfisca_lyon.api import computing, pages, population, problems
from openfisca_lyon.api.compatible import compatible
from openfisca_lyon.api.contract import Health
from openfisca_lyon.api.logs import record
from openfisca_lyon.api.metrics import measure
from openfisca_lyon.api.openapi import SITUATION, contract, known_query
from openfisca_lyon.api.people import people
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.protection import protect
from openfisca_lyon.api.rates import limit
from openfisca_lyon.api.reference import reference
from openfisca_lyon.api.requests import SETTINGS
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.rights import evaluate
from openfisca_lyon.situations import read
from openfisca_lyon.system import load
from openfisca_lyon.today import this_month

PREFIX = "/api/v1"
STOPPING = "openfisca_lyon.stopping"
"""Set among the extensions of an application that is asked to stop: no more requests should come."""


def create_app(config: Mapping[str, Any] | None = None, settings: Settings | None = None) -> Flask:
    """Build the application, with the rules loaded: the first request waits for nothing.

    Args:
        config: Flask settings.
        settings: ours; otherwise read from the environment.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body
    app.config.update(config or {})
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[SETTINGS] = settings
    app.extensions[computing.KEY] = computing.Computing(settings)
    protect(app, settings)
    record(app)
    limit(app, settings.rate)
    problems.register(app, pages.failure)
    app.before_request(known_query)
    population.register(app, settings)
    for blueprint in (people, reference, population.population, contract):
        app.register_blueprint(blueprint, url_prefix=PREFIX)
    app.register_blueprint(compatible)
    pages.register(app, settings)
    _routes(app)
    measure(app, shown=settings.metrics)
    load()
    return app


def _routes(app: Flask) -> None:
    @app.get("/healthz")
    def health() -> ResponseReturnValue:
        return Health(status="ok", date=this_month()).model_dump()

    @app.get("/readyz")
    def ready() -> ResponseReturnValue:
        if app.extensions.get(STOPPING):
            raise Problem(503, "Le service s'arrête.", retry_after=5)
        return Health(status="ready", date=this_month()).model_dump()


def compute_one() -> None:
    """Compute a household, so that what rules prepare once is shared by all workers."""
    evaluate([read({name: value for name, value in SITUATION.items() if name != "date"})])
