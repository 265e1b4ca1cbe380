"""Reforms over the population: asked here, computed elsewhere (``runs.py``), followed, read, cancelled."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from openfisca_lyon.api.contract import MOST_REFORMS, PopulationRequest, RunState
from openfisca_lyon.api.openapi import operation
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.requests import body, settings
from openfisca_lyon.api.runs import Limits, Progress, Runs, TooManyRuns, UnknownRun
from openfisca_lyon.api.sent_reforms import reform_at
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.situations import Fault
from openfisca_lyon.situations.words import is_month
from openfisca_lyon.today import this_month

KEY = "openfisca_lyon.runs"
FOLLOWERS = "openfisca_lyon.followers"
STREAM = "text/event-stream"
FRENCH = "fr"
RESULTS = {
    "result.json": "application/json",
    "tables-csv.zip": "application/zip",
    "tables-parquet.zip": "application/zip",
    "report.html": "text/html",
    "report.pdf": "application/pdf",
}
"""What a run leaves to read, and its type."""
# A stream holds a thread of the server: it is short, and browsers open the next one by themselves.
STREAM_SECONDS, TICK = 25.0, 0.4
NOT_READ = "Cette demande ne peut pas être lue."
EXAMPLE = {"reformes": ["rsj_500_euros"], "date": "2026-11"}

population = Blueprint("population", __name__)


def register(app: Flask, given: Settings) -> None:
    """Give an application its runs."""
    limits = Limits(given.runs, given.run_seconds, 60 * given.run_minutes_kept, 60 * given.law_minutes_kept)
    app.extensions[KEY] = Runs(
        limits, Path(given.runs_folder) if given.runs_folder else None, given.population
    )
    app.extensions[FOLLOWERS] = threading.BoundedSemaphore(max(1, given.threads // 2))


def runs() -> Runs:
    """Return the runs of the application under way."""
    found: Runs = current_app.extensions[KEY]
    return found


def begin(content: object) -> str:
    """Ask for a run; return its number.

    Raises:
        Problem: what is asked cannot be computed, or too many runs are under way.
    """
    asked = checked(content)
    try:
        return runs().start(asked.model_dump(mode="json"))
    except TooManyRuns:
        raise Problem(429, "Trop de calculs sont en cours : essayez plus tard.", retry_after=30) from None


def checked(content: object) -> PopulationRequest:
    """Read what is asked, and apply each reform once: what cannot be computed is said before anyone waits."""
    try:
        asked = PopulationRequest.model_validate(content)
    except ValidationError as error:
        fields = sorted(
            {str(one["loc"][0]) if one["loc"] else "" for one in error.errors(include_input=False)}
        )
        raise Problem(422, NOT_READ, [fault for name in fields for fault in _faults(name, content)]) from None
    if not is_month(asked.date or this_month()):
        raise Problem(422, NOT_READ, [Fault("/date", _repair("date"))])
    if asked.population == "serveur" and not Path(settings().population).is_file():
        gone = "Sa population ne peut plus être lue" if settings().population else "Ce serveur n'en a pas"
        fault = Fault("/population", f"{gone} : demandez « extrait », livré avec le logiciel.")
        raise Problem(422, "Cette population n'est pas disponible.", [fault])
    for rank, reform in enumerate(asked.reformes):
        reform_at(reform if isinstance(reform, str) else reform.model_dump(), f"/reformes/{rank}")
    return asked.model_copy(update={"date": asked.date or this_month()})


def _faults(name: str, content: Any) -> list[Fault]:
    """Say what is wrong with a field; with reforms, with each of them."""
    sent = content.get("reformes") if isinstance(content, dict) else None
    found: list[Fault] = []
    if name == "reformes" and isinstance(sent, list) and len(sent) <= MOST_REFORMS:
        for rank, one in enumerate(sent):
            try:
                reform_at(one, f"/reformes/{rank}")
            except Problem as problem:
                found += problem.faults
    return found or [Fault(f"/{name}" if name in PopulationRequest.model_fields else "", _repair(name))]


def _repair(name: str) -> str:
    field = PopulationRequest.model_fields.get(name)
    return f"{field.description}." if field and field.description else "Champ inconnu : retirez-le."


def state(number: str, progress: Progress) -> RunState:
    """Return how far a run is, as the API says it."""
    place = f"/api/v1/population/comparisons/{number}"
    done = progress.stage.value == "termine"
    return RunState(
        id=number,
        etat=progress.stage.value,
        part=round(progress.share, 3),
        etape=progress.step,
        erreur=progress.error,
        suivi=f"{place}/events",
        resultats=tuple(f"{place}/{name}" for name in RESULTS if _left(number, name)) if done else (),
    )


def file_of(name: str, language: str = FRENCH) -> str:
    """Return the file that holds a result; a report is written in each language."""
    stem, _, kind = name.partition(".")
    return f"{stem}.{language}.{kind}" if stem == "report" else name


def _left(number: str, name: str) -> bool:
    try:
        runs().file(number, file_of(name))
    except UnknownRun:
        return False
    return True


def _known(number: str) -> Progress:
    try:
        return runs().progress(number)
    except UnknownRun:
        raise Problem(404, "Ce calcul n'existe pas, ou son résultat a été effacé.") from None


@population.post("/population/comparisons")
@operation(
    "Demander ce que des réformes changent pour la population",
    RunState,
    body=lambda: PopulationRequest,
    example=EXAMPLE,
    status=202,
)
def population_comparisons() -> ResponseReturnValue:
    """Start a run; its address is in ``Location``."""
    number = begin(body())
    answer = state(number, _known(number)).model_dump(mode="json")
    return answer, 202, {"Location": f"/api/v1/population/comparisons/{number}"}


@population.get("/population/comparisons/<run>")
@operation("Où en est un calcul", RunState)
def population_run(run: str) -> ResponseReturnValue:
    """Say how far a run is."""
    return state(run, _known(run)).model_dump(mode="json")


@population.get("/population/comparisons/<run>/events")
@operation("Suivre un calcul (événements envoyés par le serveur)", RunState, kind=STREAM)
def population_events(run: str) -> ResponseReturnValue:
    """Send how far a run is each time it moves; the last event says that it has ended."""
    _known(run)
    free: threading.BoundedSemaphore = current_app.extensions[FOLLOWERS]
    if not free.acquire(blocking=False):
        raise Problem(
            429, "Trop de suivis sont ouverts : demandez plutôt où en est le calcul.", retry_after=5
        )
    response = Response(_stream(run, runs(), free), mimetype=STREAM)
    response.headers["X-Accel-Buffering"] = "no"  # a proxy would keep events until the end
    return response


def _stream(number: str, of: Runs, free: threading.BoundedSemaphore) -> Iterator[str]:
    """Yield an event each time a run moves."""
    application = current_app._get_current_object()  # type: ignore[attr-defined]

    def written() -> Iterator[str]:
        deadline, said = time.monotonic() + STREAM_SECONDS, None
        try:
            yield "retry: 1000\n\n"
            while time.monotonic() < deadline:
                try:
                    progress = of.progress(number)
                except UnknownRun:
                    return
                if progress != said:
                    said = progress
                    with application.app_context():
                        content = state(number, progress).model_dump_json()
                    yield f"event: {'fin' if progress.stage.final else 'avancement'}\ndata: {content}\n\n"
                if progress.stage.final:
                    return
                time.sleep(TICK)
        finally:
            free.release()

    return written()


@population.get("/population/comparisons/<run>/<result>")
@operation("Lire un résultat", dict, kind="application/octet-stream")
def population_result(run: str, result: str) -> ResponseReturnValue:
    """Return a file that a run left."""
    progress = _known(run)
    if result not in RESULTS:
        raise Problem(404, f"Résultats possibles : {', '.join(RESULTS)}.")
    if not progress.stage.final:
        raise Problem(409, "Ce calcul n'est pas fini.", retry_after=2)
    return download(run, result)


def download(number: str, name: str, language: str = FRENCH) -> Response:
    """Return a file that a run left, to keep."""
    try:
        content = runs().file(number, file_of(name, language)).read_bytes()
    except (UnknownRun, FileNotFoundError):
        raise Problem(404, "Ce calcul n'a pas laissé ce résultat.") from None
    response = Response(content, mimetype=RESULTS[name])
    if name != "result.json":
        response.headers["Content-Disposition"] = f'attachment; filename="comparaison-{name}"'
    return response


@population.delete("/population/comparisons/<run>")
@operation("Arrêter un calcul, ou effacer son résultat", RunState)
def population_cancel(run: str) -> ResponseReturnValue:
    """Stop a run, or erase what it left; the answer is its last state."""
    before = _known(run)
    try:
        runs().cancel(run)
        after = runs().progress(run)
    except UnknownRun:
        after = before
    return state(run, after).model_dump(mode="json")
