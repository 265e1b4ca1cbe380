"""The counter: one screen where an agent writes a situation down and reads the rights that come of it.

Nothing is kept about a resident beyond the visit: what is on the screen is in the agent's own browser, sealed, and
« Terminer la visite » erases it.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.pages import saying
from openfisca_lyon.api.pages.handover import taken
from openfisca_lyon.api.pages.printing import pdf
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.sheet_fields import (
    COUPLES,
    HOUSEHOLD,
    OPEN_THEMES,
    field_of,
    first_fields,
    themes,
)
from openfisca_lyon.api.pages.sheets import (
    BEFORE,
    DETAIL,
    MOST_PEOPLE,
    Sheet,
    content_of,
    pointed,
    sheet_from,
    sheet_of,
)
from openfisca_lyon.api.pages.staff import agent, staff_required
from openfisca_lyon.api.pages.texts import month, text
from openfisca_lyon.api.pages.visits import checked, visit
from openfisca_lyon.api.protection import law_of
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.situations import Fault, SituationError, read, situation_model
from openfisca_lyon.situations.territory import communes
from openfisca_lyon.situations.words import is_month
from openfisca_lyon.today import this_month

PAGE = "guichet"
SIDES = ("a", "b")
MOST_PAPERS = 200
QUESTIONS_SHOWN = 8
SHORTCUTS = {
    "S": "situation", "M": "mois", "N": "ajouter", "K": "calculer", "R": "droits", "C": "comparer", "P": "papiers",
    "X": "expert", "I": "document", "O": "code", "Q": "finir",
}  # fmt: skip
"""The access keys of the page, and what each leads to."""

counter = Blueprint("counter", __name__, url_prefix="/guichet")


@dataclass
class Desk:
    """What lies on the counter during a visit.

    Attributes:
        who: the agent; another one who comes in finds nothing.
        sheets: one situation, or two side by side.
        side: the one being written.
        papers: papers the resident has brought, by key.
        expert: whether variables and the request are shown.
    """

    who: str = ""
    sheets: dict[str, Sheet] = field(default_factory=lambda: {"a": Sheet(month=this_month())})
    side: str = "a"
    papers: tuple[str, ...] = ()
    expert: bool = False

    @property
    def sheet(self) -> Sheet:
        """The situation being written."""
        return self.sheets[self.side]

    def keep(self) -> None:
        """Keep it in the visit."""
        sheets = {side: sheet.kept() for side, sheet in self.sheets.items()}
        visit().keep(PAGE, [self.who, sheets, self.side, list(self.papers), self.expert])


def desk() -> Desk:
    """Return what lies on the counter."""
    who = agent()
    name = who.name if who else ""
    kept = visit().get(PAGE)
    if kept is None or (who and kept[0] != name):
        return Desk(who=name)
    sheets = {side: Sheet.opened(sheet) for side, sheet in kept[1].items()}
    return Desk(kept[0], sheets, kept[2], tuple(kept[3]), kept[4])


@counter.before_request
def _agents_only() -> ResponseReturnValue | None:
    checked()
    if agent() is None and request.method == "POST" and request.endpoint == "counter.write":
        _written().keep()  # the session ended meanwhile: what was typed is still there once signed in
    return staff_required()


def _written() -> Desk:
    """Return the counter with the form that was sent."""
    here = desk()
    here.sheets[here.side] = sheet_of(request.form, here.sheet.month)
    here.papers = tuple(key for key in request.form.getlist("papiers") if len(key) == 8)[:MOST_PAPERS]
    here.expert = request.form.get("expert") == "oui"
    return here


@counter.get("")
def show() -> ResponseReturnValue:
    """Show the counter."""
    return _page(desk())


@counter.post("")
def write() -> ResponseReturnValue:
    """Write down what was typed, and do what was asked; then show the counter."""
    here = _written()
    action, _, argument = request.form.get("faire", "").partition(":")
    rank = int(argument) if argument.isdecimal() and len(argument) <= 2 else -1
    place = "droits"
    match action:
        case "ajouter":
            here.sheet.add()
            place = f"personne-{here.sheet.people}"
        case "retirer":
            here.sheet.remove(rank)
            place = "situation"
        case "ailleurs" if 0 <= rank < here.sheet.people:
            here.sheet.elsewhere = tuple(sorted({*here.sheet.elsewhere} ^ {rank}))
            place = f"personne-{rank + 1}"
        case "mois":
            here.sheet.month = _moved(here.sheet.month, -1 if argument == "avant" else 1)
        case "comparer" if "b" not in here.sheets:
            here.sheets["b"] = replace(here.sheet, typed=dict(here.sheet.typed))
            here.side, place = "b", "situation"
        case "voir" if argument in here.sheets:
            here.side, place = argument, "situation"
        case "garder" if "b" in here.sheets:
            here.sheets, here.side = {"a": here.sheet}, "a"
        case "expert":
            here.expert, place = not here.expert, "expert"
        case "finir":
            visit().forget(PAGE)
            return redirect(url_for("counter.show", _anchor="situation"), 303)
    here.keep()
    return redirect(url_for("counter.show", _anchor=place), 303)


def _moved(month: str, by: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + by, 12)
    moved = f"{year:04d}-{number + 1:02d}"
    return moved if is_month(moved) else month


@counter.post("/droits")
def rights() -> Response:
    """Return the rights alone: the page asks for them while someone types."""
    here = _written()
    here.keep()
    return html("_counter_rights.html", **_answered(here))


@counter.post("/ouvrir")
def open_code() -> ResponseReturnValue:
    """Open what a resident left under a code."""
    content, fault = taken(request.form.get("code", ""))
    if fault or not isinstance(content, dict):
        return _page(desk(), code_fault=fault or "inconnu", status=422)
    here = Desk(who=agent().name)  # type: ignore[union-attr]
    here.sheets["a"] = sheet_from(content, this_month())
    here.keep()
    return redirect(url_for("counter.show", _anchor="droits"), 303)


@counter.get("/document")
def document() -> ResponseReturnValue:
    """Show a letter or a summary to hand over."""
    return html("counter_document.html", **_document())


@counter.get("/document.pdf")
def document_pdf() -> ResponseReturnValue:
    """Return the letter or the summary as a PDF that screen readers read."""
    values = _document()
    if values["report"] is None:
        return redirect(url_for("counter.document", forme=values["form"]), 303)
    title = text("guichet.papier.titre", mois=month(values["report"].date))
    return pdf("_counter_paper.html", "droits.pdf", title=title, **values)


def _document() -> dict[str, Any]:
    here = desk()
    values = _answered(here)
    brought = set(here.papers)
    form = "courrier" if request.args.get("forme") == "courrier" else "resume"
    return values | {"form": form, "missing": [one for one in values["papers"] if one.key not in brought]}


def _page(here: Desk, code_fault: str = "", status: int = 200) -> Response:
    values = _answered(here)
    asked = {name for name, _ in values["questions"][:QUESTIONS_SHOWN]}
    return html(
        "counter.html",
        status,
        code_fault=code_fault,
        shortcuts=SHORTCUTS,
        couples=[(couple, text(f"guichet.couples.{couple}")) for couple in COUPLES],
        first=first_fields(),
        most_people=MOST_PEOPLE,
        before=BEFORE,
        detail=DETAIL,
        themes=themes,
        communes=sorted({one["nom"] for one in communes()}),
        household=HOUSEHOLD,
        is_open=lambda theme, several: (
            (theme in OPEN_THEMES and several[0][0].startswith("personnes"))
            or any(
                f"{address}/{one.name}" in here.sheet.typed or f"{address}/{one.name}" in asked
                for address, one in several
            )
        ),
        **values,
    )


def _answered(here: Desk) -> dict[str, Any]:
    """Return what the templates show of a visit: the rights of each situation, or what is wrong in it."""
    situations, contents, wrong = {}, {}, {}
    for side, sheet in here.sheets.items():
        contents[side], faults = content_of(sheet)
        if sheet.is_blank:
            continue
        try:
            situations[side] = read(contents[side])
        except SituationError as error:
            faults += error.faults
        if faults:
            wrong[side] = faults
            situations.pop(side, None)
    reports: dict[str, Report] = {}
    if here.side in situations:
        law_of(situations[here.side].month)
        sides = list(situations)
        found = compute(lambda: evaluate([situations[side] for side in sides]))
        reports = dict(zip(sides, found, strict=True))
    report = reports.get(here.side)
    return {
        "desk": here,
        "sheet": here.sheet,
        "faults": _named(here.sheet, wrong.get(here.side, [])),
        "other_wrong": any(side != here.side for side in wrong),
        "report": report,
        "groups": saying.grouped(report) if report else {},
        "questions": _questions(report) if report else [],
        "shown": QUESTIONS_SHOWN,
        "papers": saying.papers(reports.values()),
        "reports": reports,
        "lines": saying.side_by_side(reports["a"], reports["b"]) if len(reports) == len(SIDES) else [],
        "say": saying,
        "request_json": json.dumps(_asked(contents[here.side]), ensure_ascii=False, indent=2),
        "request_address": url_for("people.simulations", _external=True),
    }


def _asked(content: dict[str, Any]) -> Any:
    """Return a situation as a program would send it: figures as figures, communes by code."""
    try:
        return situation_model().model_validate(content).model_dump(mode="json", exclude_unset=True)
    except ValidationError:
        return content


def _named(sheet: Sheet, faults: list[Fault]) -> dict[str, str]:
    names = [f"{address}/{one.name}" for _, several in themes(*sheet.sections()) for address, one in several]
    return pointed(faults, [*names, "conjugalite", "changement", "date"])


def _questions(report: Report) -> list[tuple[str, Any]]:
    """Return the questions that still matter, each with the field where it is answered."""
    return [(field_of(question.champ), question) for question in report.questions]
