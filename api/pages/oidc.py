"""Asks an OpenID Connect provider, ProConnect for one, who an agent is.

Authorization code with PKCE. Identity is read from the signed token and from ``userinfo``, which some providers
sign too. What is not signed by the provider, for us and for this very visit, is refused.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from openfisca_lyon.api.settings import Settings

WELL_KNOWN = "/.well-known/openid-configuration"
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
SECONDS = 10.0
FRESH = 3600.0  # how long what the provider publishes is kept
LATE = 600.0  # how long someone may stay on the provider's page
LEEWAY = 60


class ProviderError(Exception):
    """The provider does not answer, or not as it should."""


class RefusedError(Exception):
    """The person gave up, is not one of the agents, or this answer was not for this visit."""


class Provider:
    """A provider, as the settings describe it."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_url.removesuffix(WELL_KNOWN).rstrip("/")
        self.client, self.secret = settings.oidc_client_id, settings.oidc_client_secret.get_secret_value()
        self.scopes = settings.oidc_scopes
        self.domains = {domain.lower().lstrip("@") for domain in settings.oidc_domains}
        self.claims: dict[str, set[str]] = {}
        for pair in settings.oidc_claims:
            name, _, value = pair.partition("=")
            self.claims.setdefault(name, set()).add(value)
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Any]] = {}

    def start(self, callback: str) -> tuple[str, dict[str, Any]]:
        """Return where to send someone, and what to remember until they come back.

        Raises:
            ProviderError: the provider does not answer.
        """
        kept = {"state": _random(), "nonce": _random(), "verifier": _random(), "at": time.time()}
        with self._session(callback) as session:
            url, _ = session.create_authorization_url(
                self._published()["authorization_endpoint"],
                state=kept["state"],
                nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )
        return str(url), kept

    def finish(self, callback: str, kept: Any, answer: Mapping[str, str]) -> tuple[str, str]:
        """Return the name of the agent who comes back, and the token that will end their session.

        Raises:
            RefusedError: this is not one of the agents.
            ProviderError: the provider does not answer as it should.
        """
        if not isinstance(kept, Mapping) or kept["at"] < time.time() - LATE:
            raise RefusedError
        if not hmac.compare_digest(answer.get("state", "").encode(), str(kept["state"]).encode()):
            raise RefusedError
        if "iss" in answer and answer["iss"] != self._published()["issuer"]:
            raise RefusedError
        if "code" not in answer:
            raise RefusedError
        try:
            with self._session(callback) as session:
                token = session.fetch_token(
                    self._published()["token_endpoint"],
                    grant_type="authorization_code",
                    code=answer["code"],
                    code_verifier=kept["verifier"],
                )
                claims = self._signed(token["id_token"], nonce=kept["nonce"])
                claims |= self._userinfo(session, claims["sub"])
        except JoseError:
            raise RefusedError from None
        except (AuthlibBaseError, RequestException, KeyError, ValueError, TypeError):
            raise ProviderError from None
        if not self._is_one_of_us(claims):
            raise RefusedError
        name = claims.get("email") or claims.get("preferred_username") or claims["sub"]
        return str(name)[:120], str(token["id_token"])

    def end(self, token: str, back: str) -> str | None:
        """Return where to end the session at the provider too, where it offers that."""
        try:
            where = self._published().get("end_session_endpoint")
        except ProviderError:
            return None
        if not where:
            return None
        asked = {"client_id": self.client, "post_logout_redirect_uri": back, "state": _random()}
        return f"{where}?{urlencode(({'id_token_hint': token} if token else {}) | asked)}"

    def _session(self, callback: str) -> Any:
        offered = self._published().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        by_header = "client_secret_basic" in offered
        return OAuth2Session(
            self.client,
            self.secret,
            token_endpoint_auth_method="client_secret_basic" if by_header else "client_secret_post",
            scope=self.scopes,
            redirect_uri=callback,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )

    def _published(self) -> dict[str, Any]:
        found: dict[str, Any] = self._read(self.issuer + WELL_KNOWN)
        # Another issuer could sign for this one otherwise.
        if not isinstance(found, dict) or str(found.get("issuer", "")).rstrip("/") != self.issuer:
            raise ProviderError
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if any(not str(found.get(name, "")).startswith("http") for name in needed):
            raise ProviderError
        return found

    def _read(self, url: str, *, again: bool = False) -> Any:
        """Read what the provider publishes, kept for an hour."""
        with self._lock:
            at, found = self._kept.get(url, (0.0, None))
            if again or found is None or at < time.monotonic() - FRESH:
                try:
                    with OAuth2Session(default_timeout=SECONDS) as session:
                        answer = session.get(url, withhold_token=True, allow_redirects=False)
                    answer.raise_for_status()
                    found = answer.json()
                except (RequestException, ValueError):
                    raise ProviderError from None
                self._kept[url] = (time.monotonic(), found)
            return found

    def _signed(self, token: str, **expected: str) -> dict[str, Any]:
        """Return what a token of the provider says, once its signature and its claims are checked."""
        where = self._published()["jwks_uri"]
        try:
            decoded = jwt.decode(token, KeySet.import_key_set(self._read(where)), algorithms=SIGNED_BY)
        except (JoseError, ValueError):  # keys change: read them again, once
            keys = KeySet.import_key_set(self._read(where, again=True))
            decoded = jwt.decode(token, keys, algorithms=SIGNED_BY)
        claims: dict[str, Any] = decoded.claims
        asked: dict[str, Any] = {
            "iss": {"essential": True, "value": self._published()["issuer"]},
            "aud": {"essential": True, "value": self.client},
            "sub": {"essential": True},
        }
        for name, value in expected.items():
            asked |= {name: {"essential": True, "value": value}, "exp": {"essential": True}}
        jwt.JWTClaimsRegistry(leeway=LEEWAY, **asked).validate(claims)
        if claims.get("azp", self.client) != self.client:
            raise RefusedError
        return claims

    def _userinfo(self, session: Any, subject: str) -> dict[str, Any]:
        where = self._published().get("userinfo_endpoint")
        if not where:
            return {}
        answer = session.get(where, allow_redirects=False)
        answer.raise_for_status()
        if "application/jwt" in answer.headers.get("Content-Type", ""):
            found = self._signed(answer.text.strip())
        else:
            found = answer.json()
        if found["sub"] != subject:
            raise RefusedError
        return {name: value for name, value in found.items() if name not in {"iss", "aud", "exp", "iat"}}

    def _is_one_of_us(self, claims: Mapping[str, Any]) -> bool:
        """Tell whether the settings let someone in: by the domain of their address and by their claims."""
        for name, wanted in self.claims.items():
            value = claims.get(name)
            held = {str(one) for one in value} if isinstance(value, list) else {str(value)}
            if value is None or not held & wanted:
                return False
        if "*" in self.domains or (self.claims and not self.domains):
            return True
        address = str(claims.get("email", ""))
        return (
            claims.get("email_verified") is not False and address.lower().rpartition("@")[2] in self.domains
        )


def _random() -> str:
    return secrets.token_urlsafe(36)
