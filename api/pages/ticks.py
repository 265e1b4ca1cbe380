"""The two pages of boxes to tick: what concerns people, and what they receive already."""

from typing import Any

from werkzeug.datastructures import MultiDict

from openfisca_lyon.api.pages.answers import SECTIONS, Answers, age_of
from openfisca_lyon.api.pages.themes import THEMES, Theme
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

Form = MultiDict[str, str]
Errors = dict[str, str]


# What is received already.


def received_inputs(answers: Answers) -> list[tuple[str, list[int]]]:
    """Return the rights that may be received already, each with the people of whom it is asked."""
    variables = load().variables
    ages = [age_of(person) for person in answers.people]
    found = []
    for name in THEMES["deja"].inputs:
        youngest, oldest = QUESTIONS[name].age
        fits = [rank for rank, age in enumerate(ages) if age is None or youngest <= age <= oldest]
        if fits:
            found.append((name, fits if variables[name].entity.key == "individu" else [0]))
    return found


def _pointer(name: str, rank: int) -> str:
    entity = load().variables[name].entity.key
    if entity == "individu":
        return f"/personnes/{rank}/{name}"
    return f"/{SECTIONS[entity]}/{name}"


def show_received(answers: Answers, form: Form) -> dict[str, Any]:
    """Show what may be received already."""
    names = answers.named()
    granted = {entry.percu: entry.nom for entry in catalogue().values() if entry.percu}
    asked = []
    for name, ranks in received_inputs(answers):
        people = [
            {
                "field": _pointer(name, rank),
                "called": names[rank]
                if len(answers.people) > 1 and load().variables[name].entity.key == "individu"
                else "",
                "ticked": bool(form.get(_pointer(name, rank)))
                if form
                else answers.get(_pointer(name, rank)) is True,
            }
            for rank in ranks
        ]
        asked.append(
            {"name": name, "label": granted.get(name) or load().variables[name].label, "people": people}
        )
    return {"asked": asked}


def take_received(answers: Answers, form: Form) -> Errors:
    """Write what is received, and what is not."""
    variables = load().variables
    for name, ranks in received_inputs(answers):
        for rank in ranks:
            pointer = _pointer(name, rank)
            if form.get(pointer):
                answers.known(pointer, True)
            elif variables[name].formulas:
                # Not received yet: what it would open is shown « si vous l'obtenez », as long as it is open.
                answers.not_known(pointer)
            else:
                answers.known(pointer, False)
    return {}


# What concerns people.


def gates(answers: Answers) -> list[tuple[Theme, list[int]]]:
    """Return the themes that may concern someone, with whom."""
    ages = [age_of(person) for person in answers.people]
    found = []
    for theme in THEMES.values():
        ranks = [
            rank for rank, age in enumerate(ages) if age is None or theme.ages[0] <= age <= theme.ages[1]
        ]
        if theme.gate and ranks:
            found.append((theme, [0] if theme.common else ranks))
    return found


def show_concerns(answers: Answers, form: Form) -> dict[str, Any]:
    """Show the themes, each with the people whom it may concern."""
    names = answers.named()
    kept = answers.concerned or {}
    asked = []
    for theme, ranks in gates(answers):
        people = [
            {
                "field": f"{theme.id}-{rank}",
                "called": "" if theme.common or len(answers.people) == 1 else names[rank],
                "ticked": bool(form.get(f"{theme.id}-{rank}")) if form else rank in kept.get(theme.id, []),
            }
            for rank in ranks
        ]
        asked.append({"id": theme.id, "people": people})
    return {"asked": asked}


def take_concerns(answers: Answers, form: Form) -> Errors:
    """Write whom each theme concerns; what is not ticked is a « no »."""
    answers.concerned = {
        theme.id: ticked
        for theme, ranks in gates(answers)
        if (ticked := [rank for rank in ranks if form.get(f"{theme.id}-{rank}")])
    }
    return {}
