"""Who may open the pages of agents: an OpenID Connect provider says so, or a local account, or everyone.

The session is a sealed cookie: nothing is kept on the server. It ends after an hour without use, and each evening.
"""

import base64
import hashlib
import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec

from cryptography.fernet import Fernet, InvalidToken
from flask import Blueprint, Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.pages.oidc import Provider, ProviderError, RefusedError
from openfisca_lyon.api.pages.rendering import failure, html
from openfisca_lyon.api.pages.visits import checked, visit
from openfisca_lyon.api.passwords import hashed, matches
from openfisca_lyon.api.rates import Rates
from openfisca_lyon.api.settings import Settings

KEY = "openfisca_lyon.staff"
COOKIE = "agent"
LONGEST = 10 * 3600  # a day at the counter
LOGINS = 6  # a minute, for an address and for an account
MOST_TOKEN = 2600  # a cookie holds 4 096 bytes
HOME = "/guichet"
Arguments = ParamSpec("Arguments")
log = logging.getLogger("openfisca_lyon.api.staff")

staff = Blueprint("staff", __name__, url_prefix="/agent")
staff.before_request(checked)


@dataclass(frozen=True)
class Agent:
    """Who is at the counter.

    Attributes:
        name: how they are called; empty where the pages are open to everyone.
        since: when they came in, in seconds.
        token: what ends their session at the provider.
    """

    name: str = ""
    since: float = 0.0
    token: str = ""


class Access:
    """How agents are let in, as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self.provider = Provider(settings) if settings.oidc_url else None
        self.provider_name = settings.oidc_name
        self.accounts = dict(account.split(":", 1) for account in settings.staff_accounts)
        self.idle = 60 * settings.staff_minutes
        secret = settings.visit_key.get_secret_value() or secrets.token_hex(32)
        # Derived apart: what seals a visit opens no session.
        digest = hashlib.sha256(f"agent {secret}".encode()).digest()
        self.seal = Fernet(base64.urlsafe_b64encode(digest))
        self.rates = Rates(LOGINS)
        self.nobody = hashed(secrets.token_hex(8)) if self.accounts else ""

    @property
    def is_open(self) -> bool:
        """Tell whether anyone may come in."""
        return not (self.provider or self.accounts)

    def knows(self, name: str, password: str) -> bool:
        """Tell whether an account has this password; as long for an account that does not exist."""
        known = self.accounts.get(name)
        return matches(password, known or self.nobody) and known is not None


def access() -> Access:
    """Return how agents are let in to the application under way."""
    found: Access = current_app.extensions[KEY]
    return found


def agent() -> Agent | None:
    """Return who is at the counter, if anyone."""
    if "agent" not in g:
        g.agent = Agent() if access().is_open else _opened(request.cookies.get(COOKIE, ""))
    found: Agent | None = g.agent
    return found


def _opened(sealed: str) -> Agent | None:
    try:
        found = Agent(*json.loads(access().seal.decrypt(sealed.encode(), ttl=access().idle)))
    except (InvalidToken, ValueError, TypeError):
        return None
    return found if time.time() - found.since < LONGEST else None


def staff_required() -> ResponseReturnValue | None:
    """Send those who are not agents to the login page: for ``before_request`` of a blueprint.

    A part of a page, asked by a script (header ``X-Part``), gets 401.
    """
    if agent() is not None:
        return None
    if request.headers.get("X-Part"):
        return failure(401)
    back = request.path if request.method == "GET" else "/" + request.path.split("/")[1]
    return redirect(url_for("staff.login", retour=back), 303)


def staff_only(
    view: Callable[Arguments, ResponseReturnValue],
) -> Callable[Arguments, ResponseReturnValue]:
    """Keep a view for agents."""

    @wraps(view)
    def kept(*args: Arguments.args, **kwargs: Arguments.kwargs) -> ResponseReturnValue:
        return staff_required() or view(*args, **kwargs)

    return kept


@staff.get("/connexion")
def login() -> ResponseReturnValue:
    """Show how to come in."""
    return _login_page()


def _login_page(fault: str = "", status: int = 200) -> ResponseReturnValue:
    if agent() is not None:
        return redirect(_back(), 303)
    return html(
        "login.html",
        status,
        fault=fault,
        back=_back(),
        provider=access().provider is not None,
        provider_name=access().provider_name,
        local=bool(access().accounts),
    )


@staff.post("/connexion")
def enter() -> ResponseReturnValue:
    """Let in who has a local account."""
    name, password = request.form.get("compte", "").strip(), request.form.get("mot_de_passe", "")
    if _hurried(f"account {name}"):
        return _login_page("trop", 429)
    if not (len(name) <= 60 and len(password) <= 1000 and access().knows(name, password)):
        return _login_page("refus", 422)
    return _let_in(Agent(name, time.time()), _back())


@staff.get("/fournisseur")
def leave_for_provider() -> ResponseReturnValue:
    """Send someone to the provider."""
    provider = access().provider
    if provider is None:
        return failure(404)
    if _hurried():
        return _login_page("trop", 429)
    try:
        where, kept = provider.start(url_for("staff.come_back", _external=True))
    except ProviderError:
        log.error("the provider of identities does not answer")
        return _login_page("panne", 503)
    visit().keep("connexion", kept | {"retour": _back()})
    return redirect(where, 303)


@staff.get("/retour")
def come_back() -> ResponseReturnValue:
    """Let in who comes back from the provider."""
    provider, kept = access().provider, visit().get("connexion")
    if provider is None:
        return failure(404)
    visit().forget("connexion")  # an answer serves once
    try:
        name, token = provider.finish(url_for("staff.come_back", _external=True), kept, request.args)
    except RefusedError:
        return _login_page("inconnu", 403)
    except ProviderError:
        log.error("the provider of identities does not answer as it should")
        return _login_page("panne", 503)
    return _let_in(Agent(name, time.time(), token if len(token) <= MOST_TOKEN else ""), kept["retour"])


@staff.post("/deconnexion")
def leave() -> ResponseReturnValue:
    """End the session, and the visit of the resident with it."""
    who, provider = agent(), access().provider
    visit().forget()
    if provider and who:
        visit().keep("sortie", provider.end(who.token, url_for("staff.login", _external=True)))
    g.agent = None
    return redirect(url_for("staff.left"), 303)


@staff.get("/sortie")
def left() -> ResponseReturnValue:
    """Say that the session is over; offer to end it at the provider too."""
    where = visit().get("sortie")
    visit().forget("sortie")
    return html("logged_out.html", where=where, provider_name=access().provider_name)


def _hurried(*names: str) -> bool:
    """Tell whether an address, or one of some names, tries too often."""
    return max(access().rates.wait(name) for name in (f"address {request.remote_addr}", *names)) > 0


def _let_in(who: Agent, back: str) -> ResponseReturnValue:
    g.agent = who
    return redirect(back, 303)


def _back() -> str:
    """Return the page that someone wanted; never another site."""
    wanted = request.values.get("retour", "")
    return wanted if re.fullmatch(r"(/[a-z0-9_-]+)+", wanted) and len(wanted) < 200 else HOME


def register(app: Flask, settings: Settings) -> None:
    """Let the pages of an application ask who is an agent."""
    app.extensions[KEY] = Access(settings)
    if app.extensions[KEY].is_open:
        log.warning("the pages of agents are open to everyone: no account is set")
    app.jinja_env.globals["agent"] = agent

    @app.after_request
    def save(response: Response) -> Response:
        if "agent" not in g or access().is_open:
            return response
        who: Agent | None = g.agent
        options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": request.is_secure}
        if who is not None:
            sealed = access().seal.encrypt(json.dumps([who.name, who.since, who.token]).encode()).decode()
            response.set_cookie(COOKIE, sealed, max_age=access().idle, **options)
        elif COOKIE in request.cookies:
            response.delete_cookie(COOKIE, **options)
        return response
