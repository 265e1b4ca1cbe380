"""What a resident takes away: a paper to print, a PDF, a file of their answers to open again; nothing stays here."""

import json
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from openfisca_lyon.api.pages.answers import ME, PAGE, Answers
from openfisca_lyon.api.pages.printing import pdf as printed
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.simulator_answers import results_of
from openfisca_lyon.api.pages.steps import STEPS
from openfisca_lyon.api.pages.texts import current_language, text
from openfisca_lyon.api.pages.themes import THEMES
from openfisca_lyon.api.pages.visits import checked, visit
from openfisca_lyon.api.protection import versions
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.situations import SituationError, situation_model

keeping = Blueprint("keeping", __name__, url_prefix="/simulateur")
keeping.before_request(checked)

FORMAT = "openfisca-lyon/reponses"
MOST_BYTES = 128 * 1024  # ten times the answers of a large household
MOST_EUROS = 1_000_000


def _step(name: str) -> str:
    if name not in STEPS:
        raise ValueError("step")
    return name


def _theme(name: str) -> str:
    if name not in THEMES:
        raise ValueError("theme")
    return name


def _right(name: str) -> str:
    if name not in catalogue():
        raise ValueError("right")
    return name


class Strict(BaseModel):
    """A part of a file: an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Decision(Strict):
    """What the administration answered about a right."""

    reponse: Literal["accord", "refus"]
    montant: Annotated[float, Field(ge=0, le=MOST_EUROS, allow_inf_nan=False)] | None = None


Pointer = Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9_]{1,80}){2,4}$")]


class Saved(Strict):
    """The answers of a visit, in a file: what comes back may have been written by anyone."""

    format: Literal["openfisca-lyon/reponses"]
    version: Literal[1]
    situation: dict[str, Any]
    inconnus: Annotated[list[Pointer], Field(max_length=1000)]
    vues: Annotated[list[Annotated[str, AfterValidator(_step)]], Field(min_length=1, max_length=50)]
    concernes: dict[Annotated[str, AfterValidator(_theme)], list[Annotated[int, Field(ge=0, le=19)]]] | None
    decisions: dict[Annotated[str, AfterValidator(_right)], Decision]


class UnreadableError(ValueError):
    """A file does not hold answers that were saved here; the argument names the text that says why."""


def opened(content: bytes) -> Answers:
    """Return the answers that a file holds.

    Raises:
        UnreadableError: they cannot be trusted to be answers; nothing of the file is repeated.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError("trop_long")
    try:
        saved = Saved.model_validate(json.loads(content, parse_constant=_refused))
    except (ValueError, RecursionError, ValidationError):
        raise UnreadableError("autre") from None
    try:
        people = situation_model().model_validate(saved.situation).model_dump()["personnes"]
    except ValidationError:
        raise UnreadableError("reponses") from None
    ranks = {rank for several in (saved.concernes or {}).values() for rank in several}
    if (
        people[0]["lien"] != ME["lien"]
        or "date" in saved.situation
        or any(rank >= len(people) for rank in ranks)
    ):
        raise UnreadableError("autre")
    answers = Answers(saved.model_dump(exclude={"format", "version"}, exclude_unset=True))
    try:
        answers.situation()
    except SituationError:
        raise UnreadableError("reponses") from None
    return answers


def _refused(_: str) -> float:
    raise ValueError("not a number")


@keeping.get("/garder")
def show() -> ResponseReturnValue:
    """Say what can be taken away, and open a file kept from another day."""
    return _page()


def _page(fault: str = "", status: int = 200) -> Response:
    link = url_for("simulator.start", _external=True)
    return html("keeping/keep.html", status, answers=Answers.of_visit(), fault=fault, link=link)


@keeping.get("/mes-reponses.json")
def save() -> ResponseReturnValue:
    """Give the answers of this visit as a file."""
    answers = Answers.of_visit()
    if not answers.is_begun:
        return redirect(url_for("keeping.show"), 303)
    kept = {"format": FORMAT, "version": 1, **visit().get(PAGE)}
    response = Response(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="mes-reponses.json"'
    return response


@keeping.post("/reprendre")
def reopen() -> ResponseReturnValue:
    """Take answers back from a file."""
    sent = request.files.get("fichier")
    if sent is None or not sent.filename:
        return _page("vide", 422)
    try:
        answers = opened(sent.stream.read(MOST_BYTES + 1))
    except UnreadableError as error:
        return _page(str(error), 422)
    answers.keep()
    return redirect(url_for("simulator.result"), 303)


@keeping.get("/mes-droits")
def paper() -> ResponseReturnValue:
    """Show the paper to print."""
    answers = Answers.of_visit()
    if not answers.is_begun:
        return redirect(url_for("keeping.show"), 303)
    return html("keeping/print.html", **_content(answers))


@keeping.get("/mes-droits.pdf")
def pdf() -> ResponseReturnValue:
    """Give the paper as a PDF, in the language of the visit."""
    answers = Answers.of_visit()
    if not answers.is_begun:
        return redirect(url_for("keeping.show"), 303)
    content = _content(answers)
    return printed(
        "keeping/_paper.html", "mes-droits.pdf", style="keeping.css", written=current_language(), **content
    )


def _content(answers: Answers) -> dict[str, Any]:
    found = results_of(answers)
    groups = [("demander", found.claim), ("etudier", found.study)]
    return {
        "results": found,
        "groups": [(name, cards) for name, cards in groups if cards],
        "missing": found.missing,
        "title": text("garder.papier.titre"),
        "names": answers.named(),
        "entries": catalogue(),
        "version": versions()["OpenFisca-Lyon-Version"],
    }
