"""The routes of OpenFisca's web API, under the same paths and shapes, for clients that already speak it.

``/trace`` and what describes the rules come from OpenFisca; ``/calculate`` goes through our engine. What
OpenFisca lets in or breaks on is told field by field (:mod:`~openfisca_lyon.api.cases`).
"""

import copy
import math
import threading
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from openfisca_core.errors import ParameterNotFoundError, PeriodMismatchError, SituationParsingError
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import period as to_period
from openfisca_web_api import handlers
from openfisca_web_api.loader import build_data

from openfisca_lyon.api.cases import Asked, checked
from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.problems import Problem, near
from openfisca_lyon.api.protection import cacheable, law_of
from openfisca_lyon.api.requests import body
from openfisca_lyon.engine import calculate as engine
from openfisca_lyon.situations import SituationError
from openfisca_lyon.situations.cases import read_case
from openfisca_lyon.system import load
from openfisca_lyon.today import this_month

compatible = Blueprint("compatible", __name__)
Result = TypeVar("Result")
_building = threading.Lock()


@compatible.post("/calculate")
def calculate() -> ResponseReturnValue:
    """Return the case with the values asked for, those given as null."""
    content = body()
    asked = checked(content)
    _month_of(asked)
    return compute(lambda: _understood(lambda: _calculated(content, asked)))


@compatible.post("/trace")
def trace() -> ResponseReturnValue:
    """Return every step of the computation, by plain OpenFisca."""
    content = body()
    _month_of(checked(content))
    found: dict[str, Any] = compute(
        lambda: _understood(lambda: handlers.trace(load(), copy.deepcopy(content)))
    )
    return found


def _month_of(asked: list[Asked]) -> str:
    """Return the last month asked, and say that the law is that of then."""
    months = [f"{to_period(one.period).start}"[:7] for one in asked if one.period != "ETERNITY"]
    month = max(months, default=this_month())
    law_of(month)
    return month


def _calculated(content: dict[str, Any], asked: list[Asked]) -> dict[str, Any]:
    system, filled = load(), copy.deepcopy(content)
    by_month: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        eternal = one.period == "ETERNITY"
        by_month[this_month() if eternal else str(to_period(one.period).start)[:7]].append(one)
    situation = read_case(content, max(by_month, default=this_month()))
    ranks = {
        entity: {label: rank for rank, label in enumerate(labels)}
        for entity, labels in situation.labels.items()
    }
    for month, several in by_month.items():
        names = tuple(sorted({one.variable for one in several}))
        values = engine(situation.households, names, month)
        for one in several:
            variable = system.variables[one.variable]
            value = values[one.variable][ranks[variable.entity.key][one.member]]
            filled[one.plural][one.member][one.variable][one.period] = _said(variable, value)
    return filled


def _said(variable: Any, value: Any) -> Any:
    """Return a value as OpenFisca's web API writes it."""
    if variable.value_type is Enum:
        return list(variable.possible_values)[int(value)].name
    if variable.value_type is float:
        # A float32 as it is read, without the decimals that a wider float would add.
        number = float(str(value))
        return number if math.isfinite(number) else None
    if variable.value_type is str:
        return str(value)
    return value.item() if hasattr(value, "item") else value


def _understood(work: Callable[[], Result]) -> Result:
    """Tell the failures of OpenFisca that a client can mend, without OpenFisca's words: they repeat values."""
    try:
        return work()
    except ParameterNotFoundError:
        raise Problem(422, "Un chiffre de la loi manque à une des périodes demandées.") from None
    except (PeriodMismatchError, SituationParsingError, SituationError):
        raise Problem(
            422,
            "OpenFisca refuse ce cas : vérifiez les périodes, et que chacun n'est que dans un groupe par entité.",
        ) from None


@cache
def _built() -> dict[str, Any]:
    built: dict[str, Any] = build_data(load())
    return built


def _data(name: str) -> Any:
    """Return what OpenFisca says of the rules, made at the first request."""
    cacheable()
    with _building:
        return _built()[name]


@compatible.get("/entities")
def entities() -> ResponseReturnValue:
    """Describe the entities."""
    found: dict[str, Any] = _data("entities")
    return found


@compatible.get("/variables")
def variables() -> ResponseReturnValue:
    """List the variables."""
    return _overview("variable", _data("variables"))


@compatible.get("/variable/<name>")
def variable(name: str) -> ResponseReturnValue:
    """Describe a variable."""
    return _one("variables", name)


@compatible.get("/parameters")
def parameters() -> ResponseReturnValue:
    """List the parameters."""
    listed = _data("parameters")
    return _overview("parameter", {name: one for name, one in listed.items() if "subparams" not in one}, "id")


@compatible.get("/parameter/<path:name>")
def parameter(name: str) -> ResponseReturnValue:
    """Describe a parameter."""
    return _one("parameters", name.replace(".", "/"))


@compatible.get("/spec")
def spec() -> ResponseReturnValue:
    """Describe these routes, as OpenFisca does."""
    return {**_data("openAPI_spec"), "servers": [{"url": request.host_url.rstrip("/")}]}


def _overview(kind: str, listed: dict[str, Any], key: str | None = None) -> ResponseReturnValue:
    return {
        (one[key] if key else name): {
            "description": one["description"],
            "href": f"{request.host_url}{kind}/{name}",
        }
        for name, one in listed.items()
    }


def _one(kind: str, name: str) -> ResponseReturnValue:
    listed = _data(kind)
    if name not in listed:
        raise Problem(404, f"Ce nom n'existe pas. GET /{kind} en donne la liste.{near(name, listed)}")
    found: dict[str, Any] = _text_keys(listed[name])
    return found


def _text_keys(node: Any) -> Any:
    """Return the same with texts for keys: metadata in YAML may have dates there."""
    if isinstance(node, dict):
        return {str(key): _text_keys(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_text_keys(one) for one in node]
    return node
