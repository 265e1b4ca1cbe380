"""The resident's simulator: a few questions at a time, an answer at any moment, nothing kept here."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.pages import fields
from openfisca_lyon.api.pages.answers import PAGE, Answers
from openfisca_lyon.api.pages.fields import Field, FieldError
from openfisca_lyon.api.pages.handover import give_code
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.results import Results, amount, differs, results, why_different
from openfisca_lyon.api.pages.steps import STEPS, Step, usual_school
from openfisca_lyon.api.pages.themes import Theme, theme_of
from openfisca_lyon.api.pages.ticks import Errors
from openfisca_lyon.api.pages.visits import is_expired_form, visit
from openfisca_lyon.api.protection import law_of
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.rights.report import Question
from openfisca_lyon.situations import Situation, SituationError
from openfisca_lyon.situations.territory import communes

simulator = Blueprint("simulator", __name__, url_prefix="/simulateur")
simulator.add_app_template_filter(amount, "said_amount")


@simulator.app_template_filter()
def anchor(name: str) -> str:
    """Return the name of a field as an identifier."""
    return name.strip("/").replace("/", "-")


FIRST_STEPS = ("lieu", "vous", "foyer", "proches", "logement", "revenus", "concerne")
"""Those that lead to a first answer; the others make it more sure."""
AT_A_TIME, MOST_AT_ONCE = 4, 40
ELSEWHERE = ("commune", "revenus", "date_naissance", "age")
"""Answers that have a step of their own."""


@simulator.before_request
def _same_visit() -> ResponseReturnValue | None:
    """Take only forms of this visit; what was typed in a page that is too old is not lost."""
    if request.method != "POST" or not is_expired_form():
        return None
    step = (
        STEPS.get((request.view_args or {}).get("name", "lieu")) if request.endpoint in STEP_PAGES else None
    )
    if step is None or not step.applies(Answers.of_visit()):
        abort(403)
    return _page(step, Answers.of_visit(), MultiDict(request.form), {}, expired=True, status=403)


STEP_PAGES = ("simulator.start", "simulator.step", "simulator.begin", "simulator.take")


# The steps.


@simulator.get("")
def start() -> Response:
    """Ask the first question."""
    return _page(STEPS["lieu"], Answers.of_visit(), MultiDict(), {})


@simulator.post("")
def begin() -> ResponseReturnValue:
    """Take the first answer."""
    return _taken(STEPS["lieu"])


@simulator.get("/<any(vous, foyer, proches, logement, revenus, concerne, deja):name>")
def step(name: str) -> ResponseReturnValue:
    """Ask the questions of a step."""
    answers = Answers.of_visit()
    if not answers.is_begun:
        return redirect(url_for("simulator.start"), 303)
    if not STEPS[name].applies(answers):
        return redirect(_after(name, answers), 303)
    return _page(STEPS[name], answers, MultiDict(), {})


@simulator.post("/<any(vous, foyer, proches, logement, revenus, concerne, deja):name>")
def take(name: str) -> ResponseReturnValue:
    """Take the answers of a step."""
    return _taken(STEPS[name])


def _taken(step: Step) -> ResponseReturnValue:
    answers, form = Answers.of_visit(), MultiDict(request.form)
    if not step.applies(answers):
        return redirect(_after(step.id, answers), 303)
    if "passer" not in form:
        errors = step.take(answers, form)
        said: tuple[str, ...] = ()
        if not errors:
            try:
                answers.situation()
            except SituationError as error:
                errors, said = _faults(step, error), tuple(fault.message for fault in error.faults)
        if errors:
            return _page(step, Answers.of_visit(), form, errors, said=said, status=422)
    answers.see(step.id)
    answers.keep()
    if form.get("retour"):
        return redirect(url_for("simulator.result"), 303)
    return redirect(_after(step.id, answers), 303)


def _faults(step: Step, error: SituationError) -> Errors:
    """Return which fields of a step the faults of a situation are about."""
    names = {"date_naissance": "age", "age": "age", "nom": "nom"}
    found: Errors = {}
    for fault in error.faults:
        parts = fault.pointer.split("/")
        if len(parts) > 3 and parts[1] == "personnes":
            name = names.get(parts[3], parts[4] if len(parts) > 4 and parts[3] == "revenus" else parts[3])
            found[name if step.id == "vous" else f"{name}-{parts[2]}"] = "refuse"
        else:
            found[parts[-1]] = "refuse"
    return found


def _after(name: str, answers: Answers) -> str:
    """Return the address of what follows a step."""
    order = [*FIRST_STEPS, "resultat"] if name in FIRST_STEPS else ["deja", "resultat"]
    for following in order[order.index(name) + 1 :]:
        if following == "resultat":
            break
        if STEPS[following].applies(answers):
            return url_for("simulator.step", name=following)
    return url_for("simulator.result")


def _page(
    step: Step,
    answers: Answers,
    form: MultiDict[str, str],
    errors: Errors,
    *,
    said: tuple[str, ...] = (),
    expired: bool = False,
    status: int = 200,
) -> Response:
    shown = [name for name in FIRST_STEPS if STEPS[name].applies(answers)]
    if visit().expired and answers.is_begun is False and step.id == "lieu" and not errors:
        expired = True
    return html(
        f"simulator/{step.id}.html",
        status,
        step=step.id,
        number=shown.index(step.id) + 1 if step.id in shown else 0,
        count=len(shown),
        before=_before(step.id, answers),
        back=bool(request.args.get("retour") or form.get("retour")),
        answers=answers,
        errors=errors,
        said=said,
        expired=expired,
        **step.show(answers, form),
    )


def _before(name: str, answers: Answers) -> str:
    """Return the address of the step before; nothing before the first."""
    shown = [one for one in FIRST_STEPS if STEPS[one].applies(answers)]
    if name not in shown:
        return url_for("simulator.result")
    rank = shown.index(name)
    return {0: "", 1: url_for("simulator.start")}.get(rank) or (
        url_for("simulator.step", name=shown[rank - 1]) if rank else ""
    )


# What the rules answer.


def _evaluated(answers: Answers) -> tuple[Situation, Report]:
    situation = answers.situation()
    law_of(situation.month)
    return situation, compute(lambda: evaluate([situation]))[0]


def results_of(answers: Answers) -> Results:
    """Compute the answers of a visit, arranged for people."""
    _, report = _evaluated(answers)
    incomes = [person.get("revenus") or {} for person in answers.people]
    return results(report, incomes, answers.decisions)


@simulator.get("/resultat")
def result() -> ResponseReturnValue:
    """Show what the household may claim, and what to do."""
    answers = Answers.of_visit()
    if "lieu" not in answers.seen and "vous" not in answers.seen:
        return redirect(url_for("simulator.start"), 303)
    found = results_of(answers)
    asked, theme = _next(found.report.questions, answers)
    return html(
        "simulator/result.html",
        results=found,
        entries=catalogue(),
        answers=answers,
        outside=_outside(answers),
        asked=asked,
        theme=theme,
        steps=[name for name in (*FIRST_STEPS, "deja") if STEPS[name].applies(answers)],
        names=dict(enumerate(answers.named())),
    )


@simulator.get("/droits/<right>")
def right(right: str) -> ResponseReturnValue:
    """Show one right: why, with the source of each figure, what to do, and what would change it."""
    if right not in catalogue():
        abort(404)
    answers = Answers.of_visit()
    if not answers.is_begun:
        return html(
            "simulator/right.html",
            entry=catalogue()[right],
            cards=(),
            effects=(),
            report=None,
            answers=answers,
        )
    return _right(right, answers)


def _right(right: str, answers: Answers, errors: Errors | None = None, status: int = 200) -> Response:
    found = results_of(answers)
    cards = found.cards(right)
    effects = [effect for effect in found.report.ensemble.effets if effect.si_recu == right]
    opened = [effect for effect in effects if effect.statut_avec != effect.statut_sans or effect.montant_avec]
    return html(
        "simulator/right.html",
        status,
        entry=catalogue()[right],
        cards=cards,
        report=found.report,
        effects=opened,
        differs=differs,
        explains={card.right.beneficiaire: why_different(card, found.report) for card in cards},
        catalogue=catalogue(),
        answers=answers,
        errors=errors or {},
    )


@simulator.post("/droits/<right>")
def decide(right: str) -> ResponseReturnValue:
    """Note what the administration decided, to compare it with the answer here."""
    if right not in catalogue():
        abort(404)
    answers, sent, typed = (
        Answers.of_visit(),
        request.form.get("decision", ""),
        request.form.get("montant", ""),
    )
    if "effacer" in request.form:
        answers.decisions.pop(right, None)
    elif sent == "refus":
        answers.decisions[right] = {"reponse": "refus"}
    elif sent == "accord":
        try:
            answers.decisions[right] = {
                "reponse": "accord",
                "montant": fields.amount(typed) if typed.strip() else None,
            }
        except FieldError as error:
            return _right(right, answers, {"montant": str(error)}, 422)
    else:
        return _right(right, answers, {"decision": "choix"}, 422)
    answers.keep()
    return redirect(url_for("simulator.right", right=right, _anchor="decision"), 303)


# What still changes an answer.


def _next(
    questions: tuple[Question, ...], answers: Answers, wanted: str = ""
) -> tuple[list[tuple[Question, Field]], Theme | None]:
    """Return the next questions: of one theme, a few, the most useful first.

    Args:
        questions: those of the report, the most useful first.
        answers: what was said.
        wanted: the right about which they are asked; its unknown answers are asked again.
    """
    waiting = [
        question
        for question in questions
        if (wanted in question.droits if wanted else question.champ not in answers.unknown)
        and question.champ.rpartition("/")[2] not in ELSEWHERE
    ]
    if not waiting:
        return [], None
    theme = theme_of(waiting[0].variable)
    together = waiting if wanted else [one for one in waiting if theme_of(one.variable) == theme][:AT_A_TIME]
    return [(question, _field(question, answers)) for question in together], theme


def _field(question: Question, answers: Answers) -> Field:
    value = answers.get(question.champ)
    if value is None and question.variable == "scolarite":
        value = usual_school(answers.people[int(question.champ.split("/")[2])])
    person = question.personne if question.champ.startswith("/personnes/") and len(answers.people) > 1 else ""
    return fields.field_of(question, value, person)


@simulator.get("/precisions")
def details() -> ResponseReturnValue:
    """Ask what still changes an answer."""
    answers = Answers.of_visit()
    if not answers.is_begun:
        return redirect(url_for("simulator.start"), 303)
    wanted = request.args.get("droit", "")
    return _details(answers, wanted if wanted in catalogue() else "")


def _details(
    answers: Answers, wanted: str, errors: Errors | None = None, form: Any = None, status: int = 200
) -> ResponseReturnValue:
    _, report = _evaluated(answers)
    asked, theme = _next(report.questions, answers, wanted)
    if errors and form is not None:
        sent = [question for question in report.questions if question.champ in form]
        asked = [(question, _field(question, answers)) for question in sent] or asked
    if not asked or theme is None:
        return redirect(url_for("simulator.result"), 303)
    return html(
        "simulator/details.html",
        status,
        asked=asked,
        theme=theme,
        wanted=wanted,
        entries=catalogue(),
        errors=errors or {},
        typed=form or {},
        left=len([one for one in report.questions if one.champ not in answers.unknown]) - len(asked),
        answers=answers,
    )


@simulator.post("/precisions")
def take_details() -> ResponseReturnValue:
    """Take answers to questions of the rules; those left empty are not known."""
    answers = Answers.of_visit()
    errors: Errors = {}
    asked = request.form.getlist("question")[:MOST_AT_ONCE]
    for pointer in asked:
        try:
            name = fields.variable_of(pointer)
            answers.get(pointer)
            value = None if "passer" in request.form else fields.answer(name, request.form.get(pointer, ""))
            answers.not_known(pointer) if value is None else answers.known(pointer, value)
        except (KeyError, IndexError, TypeError):
            abort(400)
        except FieldError as error:
            errors[pointer] = str(error)
    wanted = request.form.get("droit", "")
    wanted = wanted if wanted in catalogue() else ""
    if not errors:
        try:
            answers.situation()
        except SituationError as error:
            errors = {fault.pointer: "refuse" for fault in error.faults}
    if errors:
        return _details(Answers.of_visit(), wanted, errors, request.form, 422)
    answers.keep()
    if wanted or "resultat" in request.form:
        target = url_for("simulator.right", right=wanted) if wanted else url_for("simulator.result")
        return redirect(target, 303)
    return redirect(url_for("simulator.details"), 303)


# The rest.


@simulator.get("/ailleurs")
def elsewhere() -> Response:
    """Say where to go when one does not live here."""
    return html("simulator/elsewhere.html")


@simulator.post("/effacer")
def forget() -> ResponseReturnValue:
    """Forget everything that was said."""
    visit().forget(PAGE)
    return redirect(url_for("simulator.start"), 303)


@simulator.post("/montrer")
def show_to_agent() -> ResponseReturnValue:
    """Let an agent open this simulation, with a code."""
    answers = Answers.of_visit()
    if not answers.is_begun:
        return redirect(url_for("simulator.start"), 303)
    return give_code(answers.said())


def _outside(answers: Answers) -> bool:
    """Tell whether the household said that it lives out of the Métropole."""
    code = answers.get("/logement/commune")
    return bool(code) and code not in {name for one in communes() for name in (one["code"], one["commune"])}
