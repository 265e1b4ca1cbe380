"""What surrounds every answer: security headers, versions, caching, and who may call from a browser."""

from functools import cache
from importlib.metadata import version

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from openfisca_lyon.api.settings import Settings
from openfisca_lyon.today import this_month

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
VERSIONS = {"OpenFisca-Lyon-Version": "openfisca-lyon", "OpenFisca-France-Version": "openfisca-france"}
LAW_DATE = "Law-Date"
YEAR = 365 * 24 * 3600


def law_of(month: str) -> None:
    """Say at which month the law was read for the answer under way."""
    g.law_date = month


def cacheable() -> None:
    """Let the answer under way be kept: it depends on no one."""
    g.cacheable = True


def protect(app: Flask, settings: Settings) -> None:
    """Surround every answer of an application, errors included."""
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

    @app.after_request
    def surround(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        for name, value in versions().items():
            response.headers[name] = value
        response.headers[LAW_DATE] = g.get("law_date") or this_month()
        _share(response, settings)
        return _kept(response, settings)


def _share(response: Response, settings: Settings) -> None:
    """Open the answer to the pages of the origins that the operator listed."""
    if settings.cors_compatible and request.blueprint == "compatible":
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        return
    if not settings.cors:
        return
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in settings.cors:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = ", ".join(["ETag", LAW_DATE, *VERSIONS])
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "600"


def _kept(response: Response, settings: Settings) -> Response:
    """Let caches keep what depends on no one, and nothing else."""
    if not g.get("cacheable") or response.status_code != 200 or request.method not in {"GET", "HEAD"}:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = f"public, max-age={settings.cache_seconds}"
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def versions() -> dict[str, str]:
    """Return the versions of the rules, by header."""
    return {header: version(package) for header, package in VERSIONS.items()}
