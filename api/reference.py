"""What depends on no one: the catalogue, the reforms, the form. Caches may keep it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.protection import cacheable
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.situations import situation_model
from openfisca_lyon.system import reforms

reference = Blueprint("reference", __name__)
reference.before_request(cacheable)


@reference.get("/catalogue")
def rights() -> ResponseReturnValue:
    """List the rights."""
    return [entry.model_dump(mode="json") for entry in catalogue().values()]


@reference.get("/catalogue/<right>")
def right(right: str) -> ResponseReturnValue:
    """Return all that is known of a right."""
    if right not in catalogue():
        raise Problem(404, "Ce droit n'est pas au catalogue. GET /api/v1/catalogue en donne la liste.")
    return catalogue()[right].model_dump(mode="json")


@reference.get("/reforms")
def shipped() -> ResponseReturnValue:
    """List the reforms that the package ships."""
    return [
        {"id": name, "nom": reform.name, "description": reform.description}
        for name, reform in reforms().items()
    ]


@reference.get("/schema")
def schema() -> ResponseReturnValue:
    """Return the JSON Schema of a situation."""
    return situation_model().model_json_schema()
