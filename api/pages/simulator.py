"""The resident's simulator: its steps, a few questions at a time; nothing is kept here.

What the rules answer, and what they still ask, is in ``simulator_answers.py``.
"""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from openfisca_lyon.api.pages.answers import PAGE, Answers
from openfisca_lyon.api.pages.handover import give_code
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.results import amount
from openfisca_lyon.api.pages.steps import STEPS, Step
from openfisca_lyon.api.pages.ticks import Errors
from openfisca_lyon.api.pages.visits import is_expired_form, visit
from openfisca_lyon.situations import SituationError

simulator = Blueprint("simulator", __name__, url_prefix="/simulateur")
simulator.add_app_template_filter(amount, "said_amount")


@simulator.app_template_filter()
def anchor(name: str) -> str:
    """Return the name of a field as an identifier."""
    return name.strip("/").replace("/", "-")


FIRST_STEPS = ("lieu", "vous", "foyer", "proches", "logement", "revenus", "concerne")
"""Those that lead to a first answer; the others make it more sure."""


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
