"""The pages of agents: open, behind a local account, or behind an OpenID Connect provider run by the tests."""

import base64
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.fernet import Fernet
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from typer.testing import CliRunner
from waitress.server import create_server
from werkzeug.wrappers import Request, Response

from openfisca_lyon.api import create_app, passwords
from openfisca_lyon.api.pages import staff
from openfisca_lyon.api.passwords import hashed, matches
from openfisca_lyon.api.settings import Settings, SettingsError
from openfisca_lyon.cli.commands import app as command

# The provider of the tests still uses modules that its library is leaving.
pytestmark = [
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]

PASSWORD = "un mot de passe assez long"
SECRET = "secret du service"


def started(**settings: Any) -> Flask:
    app = create_app({"PROPAGATE_EXCEPTIONS": False}, Settings(visit_key="only for tests", **settings))
    kept = Blueprint("kept", __name__)

    @kept.get("/guichet-essai")
    @staff.staff_only
    def page() -> str:
        staff.visit().token  # noqa: B018 -- as a page with a form does
        return f"Bonjour {staff.agent().name}"

    app.register_blueprint(kept)
    return app


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "LOG_COST", 14)
        yield


@pytest.fixture
def local() -> FlaskClient:
    return started(staff_accounts=f"accueil:{hashed(PASSWORD)}").test_client()


def token(client: FlaskClient, address: str = "/agent/connexion") -> str:
    return re.search(r'name="jeton" value="([^"]+)"', client.get(address).text)[1]


def entered(client: FlaskClient, name: str, password: str, back: str = "/guichet-essai") -> Any:
    content = {"jeton": token(client), "compte": name, "mot_de_passe": password, "retour": back}
    return client.post("/agent/connexion", data=content)


def test_without_settings_the_pages_are_open_and_it_is_said(caplog: pytest.LogCaptureFixture) -> None:
    client = started().test_client()
    assert "open to everyone" in caplog.text
    assert client.get("/guichet-essai").text == "Bonjour "
    assert client.get("/agent/connexion").status_code == 303
    assert staff.COOKIE not in {cookie.key for cookie in client._cookies.values()}


def test_a_local_account_opens_the_page_that_was_wanted(local: FlaskClient) -> None:
    refused = local.get("/guichet-essai")
    assert refused.status_code == 303
    assert refused.location == "/agent/connexion?retour=/guichet-essai"
    assert "/guichet-essai" in local.get(refused.location).text
    answer = entered(local, "accueil", PASSWORD)
    assert answer.status_code == 303
    assert answer.location == "/guichet-essai"
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("agent="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "accueil" not in cookie
    assert local.get(answer.location).text == "Bonjour accueil"


@pytest.mark.parametrize(("name", "password"), [("accueil", "faux"), ("personne", PASSWORD), ("", ""), ("é" * 99, "x" * 5000)])  # fmt: skip
def test_a_wrong_account_opens_nothing_and_is_not_repeated(
    local: FlaskClient, name: str, password: str
) -> None:
    answer = entered(local, name, password)
    assert answer.status_code == 422
    assert "n'est pas le bon" in answer.text.replace("&#39;", "'")
    assert password not in answer.text or not password
    assert local.get("/guichet-essai").status_code == 303


def test_guessing_passwords_is_slowed(local: FlaskClient) -> None:
    answers = [entered(local, "accueil", f"essai {rank}").status_code for rank in range(staff.LOGINS + 1)]
    assert answers == [422] * staff.LOGINS + [429]
    assert entered(local, "accueil", PASSWORD).status_code == 429


def test_a_form_from_elsewhere_is_refused(local: FlaskClient) -> None:
    answer = local.post("/agent/connexion", data={"compte": "accueil", "mot_de_passe": PASSWORD})
    assert answer.status_code == 403
    assert local.get("/guichet-essai").status_code == 303


@pytest.mark.parametrize("back", ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs", "/a?b=//c", "javascript:alert(1)", ""])  # fmt: skip
def test_one_comes_back_to_this_site_only(local: FlaskClient, back: str) -> None:
    assert entered(local, "accueil", PASSWORD, back).location == staff.HOME


def test_leaving_ends_the_session(local: FlaskClient) -> None:
    entered(local, "accueil", PASSWORD)
    answer = local.post("/agent/deconnexion", data={"jeton": visit_token(local)})
    assert answer.location == "/agent/sortie"
    assert "Vous êtes déconnecté" in local.get(answer.location).text
    assert local.get("/guichet-essai").status_code == 303


def visit_token(client: FlaskClient) -> str:
    """Read the token of a visit as the server does: pages of agents all carry it."""
    with client.application.test_request_context(
        headers={"Cookie": f"visite={client.get_cookie('visite').value}"}
    ):
        return staff.visit().token


def test_a_session_ends_without_use_and_at_the_end_of_the_day(
    local: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(local, "accueil", PASSWORD)
    now = time.time()
    for later, status in ((3500, 200), (7000, 200), (7000 + 3601, 303)):
        monkeypatch.setattr(time, "time", lambda: now + later)  # noqa: B023
        assert local.get("/guichet-essai").status_code == status
    monkeypatch.undo()
    entered(local, "accueil", PASSWORD)
    for hour in (0.9, 1.8, 2.7, 3.6, 4.5, 5.4, 6.3, 7.2, 8.1, 9.0, 9.9):
        monkeypatch.setattr(time, "time", lambda: now + hour * 3600)  # noqa: B023
        assert local.get("/guichet-essai").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 10.1 * 3600)
    assert local.get("/guichet-essai").status_code == 303


def test_a_part_of_a_page_says_that_the_session_is_over(local: FlaskClient) -> None:
    answer = local.get("/guichet-essai", headers={"X-Part": "1"})
    assert answer.status_code == 401
    assert "session" in answer.text


@pytest.mark.parametrize("seal", ["visit", "other", "none"])
def test_a_forged_session_opens_nothing(local: FlaskClient, seal: str) -> None:
    keys = {
        "visit": local.application.extensions["openfisca_lyon.visits"],
        "other": Fernet(base64.urlsafe_b64encode(b"o" * 32)),
    }
    content = json.dumps(["accueil", time.time(), ""]).encode()
    local.set_cookie("agent", keys[seal].encrypt(content).decode() if seal in keys else content.decode())
    assert local.get("/guichet-essai").status_code == 303


def test_the_command_writes_an_account_that_opens() -> None:
    done = CliRunner().invoke(command, ["staff-account", "accueil"], input=f"{PASSWORD}\n{PASSWORD}\n")
    line = done.stdout.strip().splitlines()[-1]
    assert Settings(staff_accounts=line).staff_accounts == (line,)
    assert matches(PASSWORD, line.split(":")[1])
    assert not matches("autre", line.split(":")[1])
    assert PASSWORD not in line
    for name, password in (("a:b", PASSWORD), ("accueil", "court")):
        assert CliRunner().invoke(command, ["staff-account", name], input=f"{password}\n{password}\n").exit_code == 2  # fmt: skip


OIDC = {"URL": "https://id.example.org", "CLIENT_ID": "guichet", "CLIENT_SECRET": SECRET}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"STAFF_ACCOUNTS": "accueil:motdepasse"}, "STAFF_ACCOUNTS"),
        ({f"OIDC_{name}": value for name, value in OIDC.items()}, "OIDC_CLAIMS"),  # open to whoever it knows
        ({"OIDC_URL": "http://id.example.org"}, "OIDC_URL"),
        ({"OIDC_CLAIMS": "siret"}, "OIDC_CLAIMS"),
    ],
)
def test_settings_that_would_let_anyone_in_stop_the_start(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=f"OPENFISCA_LYON_{named}") as refused:
        Settings.from_environment({f"OPENFISCA_LYON_{name}": value for name, value in given.items()})
    assert SECRET not in str(refused.value)


# A provider.


class Provider:
    """A provider on a free port, whose answers a test may alter."""

    def __init__(self) -> None:
        from oidc_provider_mock import User, app  # asks for the filter above

        users = [
            User(sub="a1", claims={"email": "ana@grandlyon.com", "email_verified": True, "siret": "200"}),
            User(sub="b2", claims={"email": "bob@ailleurs.example", "email_verified": True, "siret": "300"}),
            User(sub="c3", claims={"email": "carl@grandlyon.com", "email_verified": False, "siret": "300"}),
        ]
        self.inner = app(require_nonce=True, user_claims=users)
        self.inner.debug = False
        self.alter: Callable[[str, bytes], bytes | Response] = lambda path, body: body
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.server = create_server(self._answer, host="127.0.0.1", port=0, threads=2)
        self.url = f"http://127.0.0.1:{self.server.effective_port}"
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def _answer(self, environ: Any, start: Any) -> Any:
        content = environ["wsgi.input"].read()
        request = Request(environ | {"wsgi.input": BytesIO(content)})
        environ["wsgi.input"] = BytesIO(content)
        response = Response.from_app(self.inner, environ)
        self.seen.append((request.path, request.form.to_dict() | request.args.to_dict()))
        altered = self.alter(request.path, response.get_data())
        if not isinstance(altered, Response):
            response.set_data(altered)
            altered = response
        return altered(environ, start)

    def settings(self, **more: Any) -> dict[str, Any]:
        return {
            "oidc_url": self.url,
            "oidc_client_id": "guichet",
            "oidc_client_secret": SECRET,
            "oidc_domains": "grandlyon.com",
        } | more


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.server.close()
    provider.thread.join(5)


@pytest.fixture
def provider(running: Provider) -> Iterator[Provider]:
    running.seen.clear()
    yield running
    running.alter = lambda path, body: body


def through(client: FlaskClient, sub: str, **changed: str) -> Any:
    """Go to the provider as a browser would, log in there, and come back."""
    away = client.get("/agent/fournisseur?retour=/guichet-essai")
    assert away.status_code == 303, away.text
    with requests.Session() as browser:
        answer = browser.post(away.location, data={"sub": sub}, allow_redirects=False, timeout=20)
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/agent/retour"
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | changed
    return client.get(back.path, query_string=query)


def test_an_agent_comes_in_by_the_provider(provider: Provider) -> None:
    client = started(**provider.settings()).test_client()
    assert "ProConnect" in client.get("/agent/connexion").text
    answer = through(client, "a1")
    assert answer.location == "/guichet-essai"
    assert client.get(answer.location).text == "Bonjour ana@grandlyon.com"
    asked = next(given for path, given in provider.seen if path == "/oauth2/authorize")
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 32
    given = next(given for path, given in provider.seen if path == "/oauth2/token")
    assert len(given["code_verifier"]) >= 43

    left = client.post("/agent/deconnexion", data={"jeton": visit_token(client)})
    page = client.get(left.location).text
    assert f"{provider.url}/oauth2/end_session?id_token_hint=" in page
    assert client.get("/guichet-essai").status_code == 303


def test_who_is_not_an_agent_stays_out(provider: Provider) -> None:
    for sub in ("b2", "c3"):  # another domain; an address that no one verified
        client = started(**provider.settings()).test_client()
        answer = through(client, sub)
        assert answer.status_code == 403
        assert "ailleurs" not in answer.text
        assert client.get("/guichet-essai").status_code == 303


@pytest.mark.parametrize(
    ("settings", "inside"),
    [
        ({"oidc_domains": "*"}, {"a1", "b2", "c3"}),
        ({"oidc_domains": "", "oidc_claims": "siret=200"}, {"a1"}),
        ({"oidc_domains": "", "oidc_claims": "siret=200,siret=300"}, {"a1", "b2", "c3"}),
        ({"oidc_claims": "siret=300"}, set()),
        ({"oidc_domains": "", "oidc_claims": "role=agent"}, set()),
    ],
)
def test_settings_say_who_comes_in(provider: Provider, settings: dict[str, str], inside: set[str]) -> None:
    app = started(**provider.settings(**settings))
    found = {sub for sub in ("a1", "b2", "c3") if through(app.test_client(), sub).status_code == 303}
    assert found == inside


def test_an_answer_serves_once_and_for_the_visit_that_asked(provider: Provider) -> None:
    app = started(**provider.settings())
    mine, other = app.test_client(), app.test_client()
    mine.get("/agent/fournisseur")
    assert through(mine, "a1", state="un autre").status_code == 403
    query = {"code": "volé", "state": "volé"}
    assert other.get("/agent/retour", query_string=query).status_code == 403
    assert through(other, "a1").status_code == 303
    assert other.get("/agent/retour", query_string=query).status_code in {303, 403}


def test_who_gives_up_stays_out(provider: Provider) -> None:
    client = started(**provider.settings()).test_client()
    away = client.get("/agent/fournisseur")
    state = parse_qs(urlsplit(away.location).query)["state"][0]
    answer = client.get("/agent/retour", query_string={"error": "access_denied", "state": state})
    assert answer.status_code == 403
    assert client.get("/guichet-essai").status_code == 303


def test_what_another_key_signed_is_refused(provider: Provider) -> None:
    key = RSAKey.generate_key(2048)
    provider.alter = lambda path, body: body if path == "/jwks" else signed(key, path, body, {})
    assert through(started(**provider.settings()).test_client(), "a1").status_code == 403


def signed(key: RSAKey, path: str, body: bytes, claims: dict[str, Any]) -> bytes:
    """Answer as the provider would if this key were its own, and its tokens said something else."""
    if path == "/jwks":
        return json.dumps({"keys": [key.as_dict(private=False)]}).encode()
    if path != "/oauth2/token":
        return body
    content = json.loads(body)
    payload = content["id_token"].split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))) | claims
    return json.dumps(content | {"id_token": jwt.encode({"alg": "RS256"}, said, key)}).encode()


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({}, 303),
        ({"aud": "autre"}, 403),
        ({"iss": "https://autre.example"}, 403),
        ({"nonce": "autre"}, 403),
        ({"exp": 1}, 403),
        ({"azp": "autre"}, 403),
    ],
)
def test_a_token_for_someone_else_is_refused(provider: Provider, claims: dict[str, Any], status: int) -> None:
    key = RSAKey.generate_key(2048)
    provider.alter = lambda path, body: signed(key, path, body, claims)
    assert through(started(**provider.settings()).test_client(), "a1").status_code == status


@pytest.mark.parametrize(("claims", "status"), [({}, 303), ({"aud": "autre"}, 403), ({"sub": "b2"}, 403)])
def test_userinfo_may_be_signed_as_proconnect_does(
    provider: Provider, claims: dict[str, Any], status: int
) -> None:
    key = RSAKey.generate_key(2048)

    def sign(path: str, body: bytes) -> bytes | Response:
        if path != "/userinfo":
            return signed(key, path, body, {})
        said = json.loads(body) | {"iss": provider.url, "aud": "guichet"} | claims
        return Response(jwt.encode({"alg": "RS256"}, said, key), mimetype="application/jwt")

    provider.alter = sign
    assert through(started(**provider.settings()).test_client(), "a1").status_code == status


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/oauth2/token", "/userinfo"])
@pytest.mark.parametrize(
    "answer", [Response("panne", 500), Response("pas du JSON", 200), Response("{}", 200)]
)
def test_a_provider_out_of_order_is_said(provider: Provider, path: str, answer: Response) -> None:
    provider.alter = lambda asked, body: answer if asked == path else body
    client = started(**provider.settings()).test_client()
    unknown = "well-known" in path  # no page of the provider to go to
    found = client.get("/agent/fournisseur") if unknown else through(client, "a1")
    assert found.status_code in {403, 503}
    assert client.get("/guichet-essai").status_code == 303


def test_the_login_page_hinders_no_one(hindrances: Any, browser: Any) -> None:
    app = started(staff_accounts=f"accueil:{hashed(PASSWORD)}")
    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fr")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.effective_port}/guichet-essai")
    assert page.get_by_role("heading", level=1).inner_text() == "Espace des agents"
    assert hindrances(page) == []
    page.get_by_label("Identifiant").fill("accueil")
    page.get_by_label("Mot de passe").fill("faux")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert hindrances(page) == []
    page.get_by_label("Identifiant").fill("accueil")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("Bonjour accueil").wait_for()
    context.close()
    server.close()
    thread.join(5)
