"""The contract says what the API does, and its examples work."""

import json
import re
import shlex
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from openfisca_lyon.api.openapi import document, routes, snippets

HOST = "http://127.0.0.1:5000"
HIDDEN = {"/api/v1/docs", "/api/v1/docs.css"}


@pytest.fixture(scope="module")
def contract(client: FlaskClient) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").get_json()


def test_every_route_is_in_the_contract(application: Flask, contract: dict[str, Any]) -> None:
    known = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in application.url_map.iter_rules()
        if rule.rule.startswith("/api/")
    }
    assert known - HIDDEN == contract["paths"].keys()


def test_every_example_is_played_and_its_answer_has_the_shape_of_the_contract(
    application: Flask, client: FlaskClient, contract: dict[str, Any]
) -> None:
    for route in routes(application):
        if "run" in route.places:
            continue  # the number of a run is drawn: test_population.py plays what is asked of one
        described = contract["paths"][route.path][route.method]
        body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
        response = client.open(route.address, method=route.method.upper(), json=body.get("example"))
        assert response.status_code == route.about.status, route.address
        schema = described["responses"][str(route.about.status)]["content"]["application/json"]["schema"]
        checked = {**schema, "components": contract["components"]}
        jsonschema.validate(response.get_json(), checked, jsonschema.Draft202012Validator)
        if body:
            asked = {**body["schema"], "components": contract["components"]}
            jsonschema.validate(body["example"], asked, jsonschema.Draft202012Validator)


def test_a_failure_has_the_shape_of_the_contract(client: FlaskClient, contract: dict[str, Any]) -> None:
    content = contract["components"]["responses"]["Problem"]["content"]["application/problem+json"]
    schema = {**content["schema"], "components": contract["components"]}
    for body in ({}, {"personnes": [{"age": 300}]}):
        failure = client.post("/api/v1/simulations", json=body).get_json()
        jsonschema.validate(failure, schema, jsonschema.Draft202012Validator)


def test_curl_fetch_and_python_make_the_same_call(application: Flask) -> None:
    for route in routes(application):
        calls = snippets(route, HOST)
        curl = shlex.split(calls["curl"])
        assert f"{HOST}{route.address}" in curl
        assert f'"{HOST}{route.address}"' in calls["fetch"]
        python = compile(calls["Python"], "snippet", "eval")
        assert route.address in python.co_consts
        if route.method == "post":
            assert json.loads(curl[-1]) == route.about.example
            assert curl[-1] in calls["fetch"]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_needs_no_other_host_and_no_script(client: FlaskClient, application: Flask) -> None:
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    page = _Page()
    page.feed(response.get_data(as_text=True))
    links = {value for _, found in page.tags for name, value in found.items() if name in {"href", "src"}}
    assert {tag for tag, _ in page.tags} & {"script", "style", "iframe", "img"} == set()
    assert all("style" not in found and "onclick" not in found for _, found in page.tags)
    anchors = {f"#{route.name}" for route in routes(application)}
    assert links == anchors | {"docs.css", "openapi.json"}
    assert {found["id"] for _, found in page.tags if "id" in found} >= {one[1:] for one in anchors}
    assert client.get("/api/v1/docs.css").mimetype == "text/css"
    policy = response.headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_contract_is_made_once(application: Flask) -> None:
    assert document(application) is document(application)
