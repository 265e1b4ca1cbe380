"""The runs of the desk: asked, followed, shown as the report shows them, kept and shared."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.pages import texts
from openfisca_lyon.api.pages.desk import asked
from openfisca_lyon.api.pages.desk import desk as desk
from openfisca_lyon.api.pages.desk_reforms import Asked
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.population import RESULTS, begin, download, runs
from openfisca_lyon.api.problems import Problem
from openfisca_lyon.api.protection import VERSIONS, versions
from openfisca_lyon.api.requests import settings
from openfisca_lyon.api.runs import CASES, DOCUMENT, Stage, UnknownRun
from openfisca_lyon.reports.wording import LANGUAGES
from openfisca_lyon.situations.typical import typical

FRENCH = "fr"
SVG = "image/svg+xml"


@desk.post("/calculs")
def compute() -> ResponseReturnValue:
    """Ask for a run, and go and follow it."""
    wanted = asked()
    if not wanted.drafts:
        return redirect(f"{url_for('desk.home')}?{wanted.query()}&manque=1", 303)
    try:
        number = begin(wanted.request())
    except Problem as problem:
        return _busy(problem, wanted)
    return redirect(f"{url_for('desk.follow', run=number)}?{wanted.query()}", 303)


def _busy(problem: Problem, wanted: Asked) -> Response:
    """Say why nothing could start; what was chosen is still there."""
    response = html(
        "desk/run.html", problem.status, run="", asked=wanted, progress=None, refused=problem.detail
    )
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


@desk.get("/calculs/<run>")
def follow(run: str) -> ResponseReturnValue:
    """Show how far a run is, then what it found."""
    wanted = asked()
    try:
        progress = runs().progress(run)
    except UnknownRun:
        return html("desk/run.html", 404, run="", asked=wanted, progress=None, refused="")
    cases = _json(run, CASES)
    values: dict[str, Any] = {
        "run": run,
        "asked": wanted,
        "progress": progress,
        "refused": "",
        "cases": _cases(cases, wanted) if cases else [],
        "minutes": round(settings().run_minutes_kept),
        "share": round(100 * progress.share),
    }
    if progress.stage is not Stage.done:
        return html("desk/run.html", **values)
    report = _json(run, DOCUMENT.format(language=_language()))
    return html(
        "desk/result.html",
        report=report,
        report_language=_language(),
        files=[name for name in RESULTS if report],
        link=_link(wanted, report),
        python=_python(wanted),
        **values,
    )


@desk.get("/calculs/<run>/<name>.svg")
def chart(run: str, name: str) -> ResponseReturnValue:
    """Return a chart."""
    try:
        content = runs().file(run, f"{name}.svg").read_bytes()
    except (UnknownRun, FileNotFoundError):
        abort(404)
    response = Response(content, mimetype=SVG)
    response.headers["Cache-Control"] = "private"
    return response


@desk.get("/calculs/<run>/fichiers/<name>")
def result(run: str, name: str) -> ResponseReturnValue:
    """Return a file to keep."""
    if name not in RESULTS:
        abort(404)
    return download(run, name, _language())


@desk.post("/calculs/<run>/arreter")
def stop(run: str) -> ResponseReturnValue:
    """Stop a run, or erase its result."""
    wanted = asked()
    try:
        runs().cancel(run)
        runs().progress(run)
    except UnknownRun:
        return redirect(f"{url_for('desk.home')}?{wanted.query()}", 303)
    return redirect(f"{url_for('desk.follow', run=run)}?{wanted.query()}", 303)


def _language() -> str:
    """Return the language of the reports for the request under way."""
    language = texts.current_language()
    return language if language in LANGUAGES else FRENCH


def _json(run: str, name: str) -> Any:
    try:
        return json.loads(runs().file(run, name).read_text(encoding="utf-8"))
    except (UnknownRun, FileNotFoundError):
        return None


def _cases(found: dict[str, Any], wanted: Asked) -> list[dict[str, Any]]:
    """Return the test households as rows: their name, then what each reform makes of their month."""
    rows = []
    for rank, one in enumerate(typical()):
        changes = [listed[rank] for listed in found.values()]
        rows.append(
            {
                "name": one.name(_language()),
                "before": changes[0]["total_mensuel_avant"],
                "after": [change["total_mensuel_apres"] for change in changes],
                "changes": [
                    {"rank": place, "listed": change["changements"]}
                    for place, change in enumerate(changes, 1)
                    if change["changements"]
                ],
                "ranks": [place for place, change in enumerate(changes, 1) if change["changements"]],
                "moved": any(change["changements"] for change in changes),
            }
        )
    return rows


def _link(wanted: Asked, report: Any) -> str:
    """Return the address that finds this run again, whoever opens it and whenever."""
    said = {"version": versions()[next(iter(VERSIONS))]}
    if report:
        said["empreinte"] = report["fingerprint"]
    return f"{url_for('desk.home', _external=True)}?{wanted.query()}&{urlencode(said)}"


def _python(wanted: Asked) -> str:
    """Return the lines of Python that compute the same."""
    named = []
    lines = []
    for rank, draft in enumerate(wanted.drafts, 1):
        if draft.ready:
            named.append(f'    "{draft.ready}": reform_named("{draft.ready}"),')
        else:
            content = json.dumps(draft.content(), ensure_ascii=False, indent=4)
            content = content.replace(": true", ": True").replace(": false", ": False")
            lines.append(f"reforme_{rank} = from_content({content})")
            named.append(f'    "reforme_{rank}": reforme_{rank},')
    population = 'read_parquet(Path("population.parquet"))' if wanted.population == "serveur" else "extract()"
    reader = "extract" if wanted.population != "serveur" else "read_parquet"
    imports = [
        *(["from pathlib import Path", ""] if reader == "read_parquet" else []),
        "from openfisca_lyon.comparisons import compare",
        f"from openfisca_lyon.populations import {reader}",
        "from openfisca_lyon.system import reform_named" if any(one.ready for one in wanted.drafts) else "",
        "from openfisca_lyon.system.reforms import from_content" if lines else "",
        "",
    ]
    last = f"impact = compare({population}, reforms, {wanted.month!r}, assumptions={wanted.assumptions!r})"
    parts = [
        *(one for rank, one in enumerate(imports) if one or rank in (1, len(imports) - 1)),
        *lines,
        "reforms = {",
        *named,
        "}",
        last,
        "impact.budget",
    ]
    return "\n".join(parts)
