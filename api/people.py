"""What depends on a person: never kept, neither here nor on the way."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.contract import Explanation, Questions, comparison_body, simulation_body
from openfisca_lyon.api.openapi import NDJSON, SITUATION, operation
from openfisca_lyon.api.problems import Problem, near
from openfisca_lyon.api.protection import law_of
from openfisca_lyon.api.requests import body, month, settings, situation, situations
from openfisca_lyon.api.sent_reforms import reform_at
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons import Comparison, compare_households
from openfisca_lyon.rights import Report, RightReport, evaluate
from openfisca_lyon.situations import read, situation_model

people = Blueprint("people", __name__)
# What a page shows at once, and a telephone loads: an explanation is read, not archived.
MAX_EXPLANATION = 50 * 1024


@people.post("/simulations")
@operation(
    "Les droits d'un foyer, ou de plusieurs calculés ensemble",
    Report | list[Report],
    body=simulation_body,
    query=("date",),
    example=SITUATION,
    lines=True,
)
def simulations() -> ResponseReturnValue:
    """Answer one situation, or several computed together."""
    content, asked = body(), month()
    if isinstance(content, dict) and "situations" in content:
        several = situations(content, asked)
        reports = compute(lambda: evaluate(several))
        if len(several) > settings().stream_above or request.accept_mimetypes.best == NDJSON:
            return Response(_lines(reports), mimetype=NDJSON)
        return written("[" + ",\n".join(report.model_dump_json(indent=2) for report in reports) + "]")
    one = read(content, asked)
    law_of(one.month)
    return written(compute(lambda: evaluate([one]))[0].model_dump_json(indent=2))


@people.post("/comparisons")
@operation(
    "Ce qu'une réforme change pour des foyers",
    Comparison,
    body=comparison_body,
    query=("date",),
    example={"reforme": "rsj_500_euros", "situations": [SITUATION]},
)
def comparisons() -> ResponseReturnValue:
    """Compare a reform with the rules in force, for some households."""
    content, asked = body(), month()
    if not isinstance(content, dict):
        raise Problem(422, "Envoyez un objet avec « reforme » et « situations ».")
    applied = reform_at(content.get("reforme"), "/reforme")
    several = situations(content, asked, "reforme")
    return written(compute(lambda: compare_households(several, applied)).model_dump_json(indent=2))


@people.post("/questions")
@operation(
    "Les questions qui comptent encore",
    Questions,
    body=situation_model,
    query=("date", "droit"),
    example=SITUATION,
)
def questions() -> ResponseReturnValue:
    """Say which answers would still change a right, the most useful first."""
    wanted = request.args.getlist("droit")
    _known(wanted)
    one = situation()
    report = compute(lambda: evaluate([one]))[0]
    asked = tuple(question for question in report.questions if not wanted or {*wanted} & {*question.droits})
    answer = Questions(date=report.date, versions=report.versions, questions=asked)
    return written(answer.model_dump_json(indent=2))


@people.post("/explanations/<right>")
@operation(
    "Pourquoi cette réponse, pour un droit",
    Explanation,
    body=situation_model,
    query=("date", "rang"),
    example=SITUATION,
)
def explanations(right: str) -> ResponseReturnValue:
    """Say why, for one right: each condition with its value, its figure, its date and its source."""
    _known([right], status=404)
    first = request.args.get("rang", "0")
    if not first.isdecimal() or len(first) > 3:
        raise Problem(400, "« rang » est un nombre entier : celui que donne « suite ».")
    one = situation()
    report = compute(lambda: evaluate([one]))[0]
    found = [line for line in report.droits if line.id == right]
    kept: list[RightReport] = []
    size = 0
    for line in found[int(first) :]:
        size += len(line.model_dump_json(indent=2).encode())
        if kept and size > MAX_EXPLANATION - 2048:
            break
        kept.append(line)
    after = int(first) + len(kept)
    answer = Explanation(
        date=report.date,
        versions=report.versions,
        droit=right,
        explications=tuple(kept),
        suite=after if after < len(found) else None,
    )
    return written(answer.model_dump_json())


def _known(rights: Sequence[str], status: int = 400) -> None:
    """Check that rights are at the catalogue."""
    for right in rights:
        if right not in catalogue():
            message = "Ce droit n'est pas au catalogue. GET /api/v1/catalogue en donne la liste."
            raise Problem(status, f"{message}{near(right, catalogue())}")


def _lines(reports: list[Report]) -> Iterator[str]:
    """Give reports one by one, each on its line; what is sent is let go."""
    reports.reverse()
    while reports:
        yield f"{reports.pop().model_dump_json()}\n"


def written(text: str) -> Response:
    """Return JSON as the command prints it, to the byte."""
    return Response(f"{text}\n", mimetype="application/json")
