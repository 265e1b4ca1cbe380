"""What depends on no one: the catalogue, the figures, the reforms, the form. Caches may keep it."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.contract import CommuneLine, DatedValue, ParameterLine, ParameterPage, ReformLine
from openfisca_lyon.api.openapi import operation
from openfisca_lyon.api.problems import Problem, near
from openfisca_lyon.api.protection import cacheable, law_of
from openfisca_lyon.api.requests import month
from openfisca_lyon.catalogue import Authority, Entry, catalogue
from openfisca_lyon.rights.doubts import leaves, metadata_of
from openfisca_lyon.rights.explanation import reference as source_of
from openfisca_lyon.situations import situation_model
from openfisca_lyon.situations.territory import communes
from openfisca_lyon.system import load, reforms
from openfisca_lyon.today import this_month

reference = Blueprint("reference", __name__)
reference.before_request(cacheable)


@reference.get("/catalogue")
@operation("Tous les droits", list[Entry])
def rights() -> ResponseReturnValue:
    """List the rights."""
    return [entry.model_dump(mode="json") for entry in catalogue().values()]


@reference.get("/catalogue/<right>")
@operation("Ce qu'il faut savoir d'un droit", Entry)
def right(right: str) -> ResponseReturnValue:
    """Return all that is known of a right."""
    if right not in catalogue():
        hint = near(right, catalogue())
        raise Problem(404, f"Ce droit n'est pas au catalogue. GET /api/v1/catalogue en donne la liste.{hint}")
    return catalogue()[right].model_dump(mode="json")


@reference.get("/reforms")
@operation("Les réformes prêtes à l'emploi", list[ReformLine])
def shipped() -> ResponseReturnValue:
    """List the reforms that the package ships."""
    return [
        ReformLine(id=name, nom=reform.name, description=reform.description).model_dump()
        for name, reform in reforms().items()
    ]


@reference.get("/schema")
@operation("La forme d'une situation (JSON Schema)", dict[str, Any])
def schema() -> ResponseReturnValue:
    """Return the JSON Schema of a situation."""
    return situation_model().model_json_schema()


@reference.get("/communes")
@operation("Les communes de la Métropole", list[CommuneLine])
def places() -> ResponseReturnValue:
    """List the communes of the Métropole, with the other names people give them."""
    return [CommuneLine(**one).model_dump(mode="json") for one in communes()]


@reference.get("/parameters")
@operation("Les chiffres de la loi", list[ParameterLine], query=("date",))
def figures() -> ResponseReturnValue:
    """List the figures of the law written here, with their value at a month."""
    system, asked = load(), month() or this_month()
    law_of(asked)
    found = []
    for branch in sorted({*Authority, "communs"} & system.parameters.children.keys()):
        for leaf in leaves(system.parameters.children[branch]):
            metadata = metadata_of(system, leaf.name) if "[" not in leaf.name else leaf.metadata
            line = ParameterLine(
                id=leaf.name,
                description=leaf.description or "",
                unite=str(metadata.get("unit", "")),
                valeur=leaf(f"{asked}-01"),
            )
            found.append(line.model_dump(mode="json"))
    return found


@reference.get("/parameters/<path>")
@operation("Un chiffre, son histoire et ses sources", ParameterPage)
def figure(path: str) -> ResponseReturnValue:
    """Return the history and the sources of a figure, OpenFisca-France's included."""
    node = _node(path)
    metadata = metadata_of(load(), path) if "[" not in path else node.metadata
    history = getattr(node, "values_list", [])
    return ParameterPage(
        id=path,
        description=node.description or "",
        unite=str(metadata.get("unit", "")),
        confiance=str(metadata.get("confiance", "")),
        verifie_jusqu_au=str(metadata.get("verifie_jusqu_au", "")),
        valeurs=tuple(_dated(one, metadata) for one in history),
        sous=tuple(_below(node)),
    ).model_dump(mode="json")


def _node(path: str) -> Any:
    """Return the node at a path, bracket of a scale included (``bareme[0].rate``)."""
    node: Any = load().parameters
    for step in path.replace("[", ".[").split("."):
        if step.startswith("["):
            rank = step[1:-1]
            brackets = getattr(node, "brackets", [])
            known = {f"[{number}]": one for number, one in enumerate(brackets)} if rank.isdigit() else {}
        else:
            known = getattr(node, "children", {})
        if step not in known:
            message = "Ce paramètre n'existe pas. GET /api/v1/parameters en donne la liste."
            raise Problem(404, f"{message}{near(step, known)}")
        node = known[step]
    return node


def _below(node: Any) -> list[str]:
    if hasattr(node, "brackets"):
        return [f"[{rank}].{name}" for rank, one in enumerate(node.brackets) for name in one.children]
    return sorted(getattr(node, "children", {}))


def _dated(one: Any, metadata: Any) -> DatedValue:
    source = source_of({**metadata, **(one.metadata or {})}.get("reference"), one.instant_str)
    return DatedValue(
        depuis=one.instant_str,
        valeur=one.value,
        reference=str(source.get("title", "")),
        href=str(source.get("href", "")),
    )
