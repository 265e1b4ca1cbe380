"""The simulator's answers: what the household may claim, one right at a time, and the questions that still matter."""

from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.pages import fields
from openfisca_lyon.api.pages.answers import Answers
from openfisca_lyon.api.pages.fields import Field, FieldError
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.results import Results, differs, narrowing, results, why_different
from openfisca_lyon.api.pages.simulator import FIRST_STEPS, anchor
from openfisca_lyon.api.pages.simulator import simulator as simulator
from openfisca_lyon.api.pages.steps import STEPS, usual_school
from openfisca_lyon.api.pages.themes import Theme, theme_of
from openfisca_lyon.api.pages.ticks import Errors
from openfisca_lyon.api.protection import law_of
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.rights.report import Question, RightReport
from openfisca_lyon.situations import Situation, SituationError
from openfisca_lyon.situations.territory import communes

AT_A_TIME, MOST_AT_ONCE = 4, 40
ELSEWHERE = {"commune": "lieu", "revenus": "revenus", "date_naissance": "vous", "age": "vous"}
"""Answers that have a step of their own."""


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


def _next(
    questions: tuple[Question, ...], answers: Answers, wanted: str = ""
) -> tuple[list[tuple[Question, Field]], Theme | None]:
    """Return the next questions: of one theme, a few, the most useful first.

    Args:
        questions: those that matter, the most useful first.
        answers: what was said.
        wanted: the right about which they are asked; its unknown answers are asked again.
    """
    waiting = [
        question
        for question in questions
        if (wanted or question.champ not in answers.unknown)
        and question.champ.rpartition("/")[2] not in ELSEWHERE
    ]
    if not waiting:
        return [], None
    ticked = (
        answers.concerned or {}
    )  # what people say concerns them is asked before what they did not think of
    waiting.sort(key=lambda question: theme_of(question.variable).id not in ticked)
    theme = theme_of(waiting[0].variable)
    together = waiting if wanted else [one for one in waiting if theme_of(one.variable) == theme][:AT_A_TIME]
    return [(question, _field(question, answers)) for question in together], theme


def _about(report: Report, right: str) -> tuple[Question, ...]:
    """Return the questions about a right: those that change its status, then those that change its amount."""
    waited = [one for one in report.questions if right in one.droits]
    moving = [
        one.model_copy(update={"droits": (right,)})
        for each in report.droits
        if each.id == right
        for one in each.montant_selon
    ]
    found: dict[str, Question] = {}
    for one in (*waited, *moving):
        found.setdefault(one.champ, one)
    return tuple(found.values())


@simulator.app_template_global()
def narrowed_by(right: RightReport) -> list[tuple[str, str]]:
    """Return the questions that would narrow the range of a right: the text of each, and where it is asked."""
    return [(one.texte, _place(one, right.id)) for one in narrowing(right)]


def _place(question: Question, right: str) -> str:
    """Return the address where a question is asked."""
    name = question.champ.rpartition("/")[2]
    if name not in ELSEWHERE:
        return url_for("simulator.details", droit=right, _anchor=anchor(question.champ))
    step = (
        "proches" if ELSEWHERE[name] == "vous" and "/personnes/0/" not in question.champ else ELSEWHERE[name]
    )
    if step == "lieu":
        return url_for("simulator.start", retour=1)
    return url_for("simulator.step", name=step, retour=1)


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
    questions = _about(report, wanted) if wanted else report.questions
    asked, theme = _next(questions, answers, wanted)
    if errors and form is not None:
        sent = [question for question in questions if question.champ in form]
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


def _outside(answers: Answers) -> bool:
    """Tell whether the household said that it lives out of the Métropole."""
    code = answers.get("/logement/commune")
    return bool(code) and code not in {name for one in communes() for name in (one["code"], one["commune"])}
