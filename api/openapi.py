"""The contract of the API, read off its routes and models: OpenAPI 3.1, and a page that shows it.

``docs/decisions/openapi.md`` says why no library does it.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Literal, TypeVar

from flask import Blueprint, Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import TypeAdapter

from openfisca_lyon.api.contract import ProblemBody
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.protection import LAW_DATE, VERSIONS, cacheable
from openfisca_lyon.catalogue import catalogue

KEY = "openfisca_lyon.openapi"
JSON, NDJSON, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
METHODS: tuple[Literal["post", "delete", "get"], ...] = ("post", "delete", "get")
REFERENCES = "#/components/schemas/{model}"
ROUTE = re.compile(r"<(?:\w+:)?(\w+)>")
View = TypeVar("View", bound=Callable[..., Any])

# A person of 22 in Villeurbanne: the example of the README.
SITUATION: dict[str, Any] = {
    "date": "2026-10",
    "logement": {"commune": "Villeurbanne"},
    "personnes": [{"date_naissance": "2004-03-12", "revenus": {"salaire_net": 180}}],
}
RIGHTS = sorted(catalogue())
PARAMETERS: dict[str, dict[str, Any]] = {
    "date": {
        "description": "Mois demandé, AAAA-MM, entre 2019-01 et 2030-12",
        "schema": {"type": "string", "pattern": r"^20(19|2\d|30)-(0[1-9]|1[0-2])$"},
        "example": "2026-10",
    },
    "droit": {
        "description": "Ne garder que les questions de ces droits ; peut se répéter",
        "schema": {"type": "array", "items": {"type": "string", "enum": RIGHTS}},
        "example": ["rsj"],
    },
    "rang": {
        "description": "Rang de la première explication : celui que donne « suite »",
        "schema": {"type": "integer", "minimum": 0, "maximum": 999},
        "example": 0,
    },
    "right": {
        "description": "Identifiant d'un droit du catalogue",
        "schema": {"type": "string", "enum": RIGHTS},
        "example": "rsj",
    },
    "run": {
        "description": "Numéro d'un calcul, donné par la demande",
        "schema": {"type": "string", "pattern": r"^[A-Za-z0-9_-]{22}$"},
        "example": "Nm5pQ2hXcnRhYk1ZcEE0Zg",
    },
    "result": {
        "description": "Nom d'un résultat",
        "schema": {
            "enum": ["result.json", "tables-csv.zip", "tables-parquet.zip", "report.html", "report.pdf"]
        },
        "example": "result.json",
    },
    "path": {
        "description": "Chemin d'un paramètre",
        "schema": {"type": "string"},
        "example": "metropole_lyon.rsj.seuil_ressources_activite",
    },
}


@dataclass(frozen=True)
class Operation:
    """What the contract says of a route, beside its address.

    Attributes:
        title: what it does, in French.
        answer: the type of the answer.
        body: gives the type of the body; models of situations exist only once the rules are loaded.
        query: names of what the address may carry, among ``PARAMETERS``.
        example: a body that a test plays.
        lines: the answer may be NDJSON, one element a line.
        status: of the answer.
        kind: type of the answer, when it is not JSON.
    """

    title: str
    answer: Any
    body: Callable[[], Any] | None = None
    query: tuple[str, ...] = ()
    example: Any = None
    lines: bool = False
    status: int = 200
    kind: str = JSON


def operation(title: str, answer: Any, **more: Any) -> Callable[[View], View]:
    """Say what a view does, for the contract."""

    def mark(view: View) -> View:
        view.operation = Operation(title, answer, **more)  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(frozen=True)
class Route:
    """An operation at its address."""

    path: str
    method: Literal["get", "post", "delete"]
    name: str
    about: Operation

    @property
    def places(self) -> tuple[str, ...]:
        """Names of what stands in the path."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))

    @property
    def address(self) -> str:
        """An address to try."""
        return self.path.format(**{name: PARAMETERS[name]["example"] for name in self.places})


def known_query() -> None:
    """Refuse what the address carries and the contract does not name: a month misspelt would be another month.

    Raises:
        Problem: a name is unknown, or given twice where one value is read.
    """
    about = getattr(current_app.view_functions.get(request.endpoint or ""), "operation", None)
    if about is None:
        return
    several = {name for name in about.query if PARAMETERS[name]["schema"]["type"] == "array"}
    if request.args.keys() - set(about.query):
        listed = ", ".join(f"« {name} »" for name in about.query)
        accepted = f"Elle accepte : {listed}." if listed else "Elle n'en accepte aucun."
        raise Problem(400, f"Cette adresse porte un paramètre inconnu après « ? ». {accepted}")
    if any(len(values) > 1 for name, values in request.args.lists() if name not in several):
        raise Problem(400, "Cette adresse porte deux fois le même paramètre.")


def routes(app: Flask) -> Iterator[Route]:
    """Yield the operations of an application, in the order of their addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        about = getattr(app.view_functions[rule.endpoint], "operation", None)
        if about is not None:
            method = next(one for one in METHODS if one.upper() in (rule.methods or ()))
            name = rule.endpoint.rsplit(".", 1)[-1]
            yield Route(ROUTE.sub(r"{\1}", rule.rule), method, name, about)


def document(app: Flask) -> dict[str, Any]:
    """Return the contract of an application, made once."""
    if KEY not in app.extensions:
        app.extensions[KEY] = _document(list(routes(app)))
    found: dict[str, Any] = app.extensions[KEY]
    return found


def _document(listed: list[Route]) -> dict[str, Any]:
    wanted: list[tuple[str, Any, TypeAdapter[Any]]] = [("problem", "serialization", TypeAdapter(ProblemBody))]
    for route in listed:
        wanted.append((f"{route.name} answer", "serialization", TypeAdapter(route.about.answer)))
        if route.about.body:
            wanted.append((f"{route.name} body", "validation", TypeAdapter(route.about.body())))
    by_key, shared = TypeAdapter.json_schemas(wanted, ref_template=REFERENCES)
    schemas = {key: schema for (key, _), schema in by_key.items()}
    paths: dict[str, dict[str, Any]] = {}
    for route in listed:
        paths.setdefault(route.path, {})[route.method] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Droits et aides dans la Métropole de Lyon",
            "version": version("openfisca-lyon"),
            "description": "Une simulation, jamais une décision. Rien de ce qui est envoyé n'est gardé.",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": shared.get("$defs", {}),
            "responses": {
                "Problem": {
                    "description": "Demande à corriger, ou service occupé : le champ est nommé, jamais sa valeur",
                    "content": {PROBLEM: {"schema": schemas["problem"]}},
                }
            },
            "headers": {
                name: {"schema": {"type": "string"}, "description": "Version ou mois des règles lues"}
                for name in (*VERSIONS, LAW_DATE)
            },
        },
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    about, answer = route.about, schemas[f"{route.name} answer"]
    content: dict[str, Any] = {about.kind: {"schema": answer if about.kind == JSON else {"type": "string"}}}
    if about.lines:
        content[NDJSON] = {"schema": {"type": "string", "description": "Une réponse par ligne"}}
    found: dict[str, Any] = {
        "operationId": route.name,
        "summary": about.title,
        "parameters": [
            {"name": name, "in": "path", "required": True, **PARAMETERS[name]} for name in route.places
        ]
        + [{"name": name, "in": "query", "required": False, **PARAMETERS[name]} for name in about.query],
        "responses": {
            str(about.status): {
                "description": "La réponse",
                "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in (*VERSIONS, LAW_DATE)},
                "content": content,
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if about.body:
        body = {"schema": schemas[f"{route.name} body"], "example": about.example}
        found["requestBody"] = {"required": True, "content": {JSON: body}}
    return found


def snippets(route: Route, host: str) -> dict[str, str]:
    """Return the same call by curl, by fetch and by our Python client."""
    address, about = f"{host}{route.address}", route.about
    if route.method == "delete":
        return {
            "curl": f"curl -s -X DELETE '{address}'",
            "fetch": f'const answer = await (await fetch("{address}", {{method: "DELETE"}})).json()',
            "Python": f'Client("{host}").delete("{route.address}")',
        }
    if route.method == "get":
        return {
            "curl": f"curl -s '{address}'",
            "fetch": f'const answer = await (await fetch("{address}")).json()',
            "Python": f'Client("{host}").get("{route.address}")',
        }
    body = json.dumps(about.example, ensure_ascii=False)
    return {
        "curl": f"curl -s '{address}' -H 'Content-Type: application/json' -d '{body}'",
        "fetch": f'const answer = await (await fetch("{address}", {{\n  method: "POST",\n'
        f'  headers: {{"Content-Type": "application/json"}},\n  body: JSON.stringify({body}),\n}})).json()',
        "Python": f'Client("{host}").post("{route.address}", {about.example!r})',
    }


contract = Blueprint("contract", __name__)
contract.before_request(cacheable)


@contract.get("/openapi.json")
@operation("Ce contrat, en OpenAPI 3.1", dict[str, Any])
def openapi() -> ResponseReturnValue:
    """Return the contract."""
    return document(current_app)


@contract.get("/docs")
def page() -> ResponseReturnValue:
    """Show the contract: a page of text, without script and without any other host."""
    host = "http://127.0.0.1:5000"
    listed = [(route, snippets(route, host)) for route in routes(current_app)]
    described = document(current_app)
    text = render_template("contract.html", routes=listed, document=described, parameters=PARAMETERS)
    response = Response(text, mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return response


@contract.get("/docs.css")
def style() -> ResponseReturnValue:
    """Return the style of the page."""
    text = (files("openfisca_lyon.api") / "static/contract.css").read_text(encoding="utf-8")
    return Response(text, mimetype="text/css")
