"""A resident shows their simulation to an agent: a code on their screen, typed at the counter."""

import logging
import os
import shutil
import tempfile
import time
import weakref
from datetime import datetime
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from openfisca_lyon.api.handovers import (
    Handovers,
    KeyChangedError,
    TooManyAttemptsError,
    TooMuchError,
    UnknownCodeError,
    grouped,
)
from openfisca_lyon.api.handovers.migrating import migrate
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.staff import agent
from openfisca_lyon.api.pages.texts import current_language, languages
from openfisca_lyon.api.pages.visits import checked, visit
from openfisca_lyon.api.rates import Rates
from openfisca_lyon.api.settings import Settings

KEY = "openfisca_lyon.handovers"
PAGE = "montrer"
GIVEN = 6  # codes a minute, for an address
PARIS = ZoneInfo("Europe/Paris")
log = logging.getLogger("openfisca_lyon.api.handovers")

handover = Blueprint("handover", __name__, url_prefix="/montrer")
handover.before_request(checked)


class Counterfoil:
    """The codes of an application: where they wait, and what is told when they cannot."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        keys = [key.strip() for key in settings.handover_keys.get_secret_value().split(",") if key.strip()]
        keys = keys or [settings.visit_key.get_secret_value() or token_hex(32)]
        self.seconds = 60 * settings.handover_minutes
        self.codes = Handovers(
            settings.database.get_secret_value() or _passing_database(app),
            [key.encode() for key in keys],
            seconds=self.seconds,
        )
        self.rates = Rates(GIVEN)
        self.is_ready = False
        self.prepare()

    def prepare(self) -> bool:
        """Make or update the tables, unless that is done; tell whether codes can be given."""
        if not self.is_ready:
            try:
                migrate(self.codes.url)
                self.is_ready = True
            except SQLAlchemyError as error:
                # The simulator answers without it; the next code tries again.
                log.error("no database for codes: %s", type(error).__name__)
        return self.is_ready


def _passing_database(app: Flask) -> str:
    """Return the address of a database that goes with the application, seen by its user alone."""
    folder = tempfile.mkdtemp(prefix="openfisca-lyon-")
    weakref.finalize(app, _removed, folder, os.getpid())
    return f"sqlite:///{folder}/codes.db"


def _removed(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # not a worker, that shares it
        shutil.rmtree(folder, ignore_errors=True)


def _counterfoil() -> Counterfoil:
    found: Counterfoil = current_app.extensions[KEY]
    return found


def give_code(content: dict[str, Any]) -> ResponseReturnValue:
    """Keep a resident's situation under a code and send them to the page that shows it.

    Args:
        content: the situation, in the words of ``situations``.
    """
    here = _counterfoil()
    if here.rates.wait(f"{request.remote_addr}"):
        return _page("trop", 429)
    erase()
    try:
        if not here.prepare():
            return _page("panne", 503)
        code = here.codes.give(content)
    except TooMuchError:
        return _page("plein", 503)
    except SQLAlchemyError as error:
        log.error("code not given: %s", type(error).__name__)
        return _page("panne", 503)
    visit().keep(PAGE, {"code": code, "until": time.time() + here.seconds})
    return redirect(url_for("handover.show"), 303)


def taken(code: str) -> tuple[Any, str]:
    """Return the situation that waits under a code, and erase it; or nothing, and why."""
    here, who = _counterfoil(), agent()
    client = f"agent {who.name}" if who and who.name else f"address {request.remote_addr}"
    try:
        return (here.codes.take(code, client), "") if here.prepare() else (None, "panne")
    except KeyChangedError:
        return None, "cle"
    except UnknownCodeError:
        return None, "inconnu"
    except TooManyAttemptsError:
        return None, "essais"
    except SQLAlchemyError as error:
        log.error("code not read: %s", type(error).__name__)
        return None, "panne"


def erase() -> None:
    """Erase the situation that this visit left under a code."""
    kept = visit().get(PAGE)
    if kept is None:
        return
    visit().forget(PAGE)
    try:
        _counterfoil().codes.cancel(kept["code"])
    except SQLAlchemyError as error:
        log.error("code not erased: %s", type(error).__name__)


@handover.get("")
def show() -> ResponseReturnValue:
    """Show the code, as long as it may serve."""
    return _page()


@handover.post("/effacer")
def withdraw() -> ResponseReturnValue:
    """Erase what waits under the code."""
    erase()
    return redirect(url_for("handover.show"), 303)


def _page(fault: str = "", status: int = 200) -> Response:
    kept = visit().get(PAGE) or {"code": "", "until": 0.0}
    alive = kept["until"] > time.time()
    until = datetime.fromtimestamp(kept["until"], PARIS)
    return html(
        "handover.html",
        status,
        fault=fault,
        code=grouped(kept["code"]) if alive else "",
        until=format_time(until, "short", locale=languages()[current_language()]),
    )


def register(app: Flask, settings: Settings) -> None:
    """Let the residents of an application show their simulation to its agents."""
    app.extensions[KEY] = Counterfoil(app, settings)
