"""The policy desk: choose or write reforms, try them on test households, then on the population."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from openfisca_lyon.api.contract import MOST_REFORMS
from openfisca_lyon.api.pages.desk_figures import SHARE, Figure, figure, found, name_of
from openfisca_lyon.api.pages.desk_reforms import (
    POPULATIONS,
    TAKE_UPS,
    Asked,
    Change,
    Draft,
)
from openfisca_lyon.api.pages.rendering import html
from openfisca_lyon.api.pages.staff import staff_required
from openfisca_lyon.api.pages.visits import checked
from openfisca_lyon.api.requests import settings
from openfisca_lyon.system import ReformError, reforms

desk = Blueprint("desk", __name__, url_prefix="/atelier")
desk.before_request(checked)
desk.before_request(staff_required)


def asked() -> Asked:
    """Return what the address, or the form, asks."""
    return Asked.read(request.values, request.values.getlist("reforme"))


@desk.get("")
def home() -> ResponseReturnValue:
    """Show the reforms chosen, and the ways to choose more."""
    wanted = asked()
    words = request.args.get("q", "")
    return html(
        "desk/home.html",
        asked=wanted,
        full=len(wanted.drafts) >= MOST_REFORMS,
        ready=[Draft(name) for name in reforms() if Draft(name) not in wanted.drafts],
        words=words,
        found=found(words),
        missing=request.args.get("manque"),
        name_of=name_of,
        most=MOST_REFORMS,
        populations=POPULATIONS,
        take_ups=TAKE_UPS,
        served=bool(settings().population),
        # A permanent link says which version it comes from.
        origin=request.args.get("version", "")[:40],
    )


@desk.get("/chiffres/<path>")
def change(path: str) -> ResponseReturnValue:
    """Show a figure as the law has it, and change it."""
    try:
        known = figure(path)
    except ReformError:
        abort(404)
    wanted = asked()
    into = request.args.get("dans", "")
    typed = {name: request.args.get(name, "").strip()[:20] for name in ("valeur", "depuis")}
    faults: dict[str, str] = {}
    if "valeur" in request.args:
        made, faults = _changed(known, typed)
        if made:
            try:
                return redirect(f"{url_for('desk.home')}?{_joined(wanted, made, into).query()}#reformes", 303)
            except ReformError:
                faults["valeur"] = "atelier.chiffre.erreurs.rien"
    return html(
        "desk/figure.html",
        status=422 if faults else 200,
        asked=wanted,
        figure=known,
        name=name_of(path),
        typed=typed,
        since=typed["depuis"] or f"{wanted.month}-01",
        faults=faults,
        into=into,
        mine=[(place, one) for place, one in enumerate(wanted.drafts) if not one.ready],
    )


def _changed(known: Figure, typed: Mapping[str, str]) -> tuple[Change | None, dict[str, str]]:
    """Read a change; what is wrong is said field by field."""
    faults = {}
    value: float | bool = 0.0
    if known.is_boolean and typed["valeur"] in {"true", "false"}:
        value = typed["valeur"] == "true"
    else:
        try:
            value = _number(typed["valeur"]) / (100 if known.unit == SHARE else 1)
        except ValueError:
            faults["valeur"] = "atelier.chiffre.erreurs.valeur"
    try:
        day = date.fromisoformat(typed["depuis"])
        if not 2019 <= day.year <= 2030:
            faults["depuis"] = "atelier.chiffre.erreurs.depuis"
    except ValueError:
        faults["depuis"] = "atelier.chiffre.erreurs.depuis"
    return (None if faults else Change(known.path, typed["depuis"], value)), faults


def _number(text: str) -> float:
    """Read a number as people write it: ``1 200,50 €``.

    >>> _number("1 200,50 €")
    1200.5
    """
    plain = "".join(text.replace("€", "").replace("%", "").split()).replace(",", ".")
    value = float(plain)
    if not abs(value) < 1e9:  # not a number is not less either
        raise ValueError("too large")
    return value


def _joined(wanted: Asked, made: Change, into: str) -> Asked:
    """Return what is asked with a change more, in a reform of its own or in one that is there.

    Raises:
        ReformError: the change changes nothing.
    """
    if into.isdecimal() and int(into) < len(wanted.drafts) and not wanted.drafts[int(into)].ready:
        place = int(into)
        before = wanted.drafts[place]
        kept = tuple(one for one in before.changes if (one.path, one.day) != (made.path, made.day))
        draft = Draft(changes=(*kept, made))
        draft.applied()
        return replace(wanted, drafts=(*wanted.drafts[:place], draft, *wanted.drafts[place + 1 :]))
    draft = Draft(changes=(made,))
    draft.applied()
    return wanted.with_draft(draft)
