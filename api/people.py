"""What depends on a person: never kept, neither here nor on the way."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.protection import law_of
from openfisca_lyon.api.requests import body, month, situations
from openfisca_lyon.comparisons import compare
from openfisca_lyon.rights import evaluate
from openfisca_lyon.situations import Fault, read
from openfisca_lyon.system import reforms
from openfisca_lyon.system.reforms import from_content

people = Blueprint("people", __name__)


@people.post("/simulations")
def simulations() -> ResponseReturnValue:
    """Answer one situation, or several computed together."""
    content, asked = body(), month()
    if isinstance(content, dict) and "situations" in content:
        several = situations(content, asked)
        reports = compute(lambda: evaluate(several))
        return written("[" + ",\n".join(report.model_dump_json(indent=2) for report in reports) + "]")
    one = read(content, asked)
    law_of(one.month)
    return written(compute(lambda: evaluate([one]))[0].model_dump_json(indent=2))


@people.post("/comparisons")
def comparisons() -> ResponseReturnValue:
    """Compare a reform with the rules in force, for some households."""
    content, asked = body(), month()
    if not isinstance(content, dict):
        raise Problem(422, "Envoyez un objet avec « reforme » et « situations ».")
    reform = content.get("reforme")
    if isinstance(reform, str):
        if reform not in reforms():
            fault = Fault("/reforme", "GET /api/v1/reforms en donne la liste.")
            raise Problem(422, "Réforme inconnue.", [fault])
        applied = reforms()[reform]
    else:
        applied = from_content(reform)
    several = situations(content, asked)
    return written(compute(lambda: compare(several, applied)).model_dump_json(indent=2))


def written(text: str) -> Response:
    """Return JSON as the command prints it, to the byte."""
    return Response(f"{text}\n", mimetype="application/json")
