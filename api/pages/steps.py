"""The first steps of the simulator, in the order people think: where, who, with whom, what home, what incomes.

Each step shows what was said, and writes what is sent. A mistake is said beside its field, by the key of a text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from openfisca_lyon.api.pages import fields, ticks
from openfisca_lyon.api.pages.answers import MOST_PEOPLE, Answers, Words, age_of
from openfisca_lyon.api.pages.fields import UNSURE, FieldError
from openfisca_lyon.api.pages.ticks import Errors, Form
from openfisca_lyon.situations.reading import CHILD_WITHOUT_INCOME
from openfisca_lyon.situations.territory import name_by_code
from openfisca_lyon.situations.words import INCOMES
from openfisca_lyon.today import this_month
from openfisca_lyon.variables.communs.questions import QUESTIONS

RENTING = ("locataire_vide", "locataire_meuble", "locataire_hlm", "locataire_foyer")
HOMES = (*RENTING, "loge_gratuitement", "proprietaire", "primo_accedant", "sans_domicile")
ACTIVITIES = ("actif", "chomeur", "etudiant", "retraite", "inactif")
COUPLES = ("marie", "pacse", "concubin")
COUNTS = {
    "enfants": ("enfant", 10),
    "parents": ("parent", 2),
    "fratrie": ("frere_soeur", 6),
    "autres": ("autre", 4),
}
USUAL = (
    "salaire_net",
    "chomage_net",
    "retraite_nette",
    "pensions_invalidite",
    "indemnites_journalieres_maladie",
    "pensions_alimentaires_percues",
)
CHANGING = ("salaire_net", "chomage_net", "retraite_nette")
RELATIVE = "/famille/proprietaire_proche_famille"
NAME = 40
FIRST_SCHOOL = 3
SCHOOLS = (("maternelle", 5), ("primaire", 10), ("college", 14), ("lycee", 17))
"""The age up to which most children go to each school."""


@dataclass(frozen=True)
class Step:
    """One page of questions.

    Attributes:
        id: its address, and the name of its texts and of its template.
        show: returns what the template needs.
        take: writes what was sent, and returns what is wrong, by field.
        applies: whether the step makes sense for what was said.
    """

    id: str
    show: Callable[[Answers, Form], dict[str, Any]]
    take: Callable[[Answers, Form], Errors]
    applies: Callable[[Answers], bool] = lambda answers: True


def usual_school(person: Mapping[str, Any]) -> str | None:
    """Return the school where most children of an age are: a suggestion in a field, never an answer."""
    age = age_of(person)
    return next((school for school, last in SCHOOLS if age is not None and FIRST_SCHOOL <= age <= last), None)


def _age_text(person: Mapping[str, Any]) -> str:
    born = person.get("date_naissance")
    if born:
        year, month, day = str(born).split("-")
        return f"{day}/{month}/{year}"
    return "" if person.get("age") is None else str(person["age"])


def _take_age(person: Words, typed: str) -> None:
    """Write an age or a birth date."""
    said = fields.age_or_birth(typed) if typed.strip() else {}
    for name in ("age", "date_naissance"):
        person.pop(name, None)
    person.update(said)


# Where.


def _show_place(answers: Answers, form: Form) -> dict[str, Any]:
    code = answers.get("/logement/commune")
    typed = form.get("commune", name_by_code().get(str(code), "") if code else "")
    choices = form.getlist("_choix")
    return {
        "typed": typed,
        "suggestions": fields.suggestions(),
        "choices": [(one, name_by_code()[one]) for one in choices],
    }


def _take_place(answers: Answers, form: Form) -> Errors:
    typed = form.get("commune_choisie") or form.get("commune", "")
    found = [typed] if form.get("commune_choisie") in name_by_code() else fields.places(typed)
    if len(found) == 1:
        answers.known("/logement/commune", found[0])
        return {}
    if not typed.strip():
        return {"commune": "vide"}
    form.setlist("_choix", found or fields.near(typed))
    return {"commune": "plusieurs" if found else "commune"}


# Who.


def _show_me(answers: Answers, form: Form) -> dict[str, Any]:
    me = answers.people[0]
    return {
        "age": form.get("age", _age_text(me)),
        "activity": form.get(
            "activite", me.get("activite") or (UNSURE if "/personnes/0/activite" in answers.unknown else "")
        ),
        "activities": ACTIVITIES,
        "youngest_active": QUESTIONS["activite"].age[0],
    }


def _take_me(answers: Answers, form: Form) -> Errors:
    errors: Errors = {}
    try:
        _take_age(answers.people[0], form.get("age", ""))
    except FieldError as error:
        errors["age"] = str(error)
    if not form.get("age", "").strip():
        errors["age"] = "vide"
    _take_activity(answers, 0, form.get("activite", ""))
    return errors


def _take_activity(answers: Answers, rank: int, sent: str) -> None:
    pointer = f"/personnes/{rank}/activite"
    if sent in ACTIVITIES:
        answers.known(pointer, sent)
    elif sent == UNSURE:
        answers.not_known(pointer)
    else:
        answers.put(pointer, None)


# With whom.


def _show_household(answers: Answers, form: Form) -> dict[str, Any]:
    links = [person.get("lien") for person in answers.people]
    told = answers.words.get("conjugalite") or ("non" if "foyer" in answers.seen else "")
    return {
        "couple": form.get("couple", told),
        "couples": COUPLES,
        "counts": {
            name: form.get(name, str(links.count(link) or "") if "foyer" in answers.seen else "")
            for name, (link, _) in COUNTS.items()
        },
        "most": {name: most for name, (_, most) in COUNTS.items()},
    }


def _take_household(answers: Answers, form: Form) -> Errors:
    errors: Errors = {}
    couple = form.get("couple", "")
    links = ["conjoint"] if couple in COUPLES else []
    for name, (link, most) in COUNTS.items():
        typed = form.get(name, "").strip()
        try:
            count = fields.whole_number(typed) if typed else 0
        except FieldError as error:
            errors[name] = str(error)
            continue
        if count > most:
            errors[name] = "trop"
        links += [link] * min(count, most)
    if len(links) >= MOST_PEOPLE:
        errors["autres"] = "trop"
    if errors:
        return errors
    if couple in COUPLES:
        answers.words["conjugalite"] = couple
    else:
        answers.words.pop("conjugalite", None)
    answers.recompose(links)
    return {}


# The others.


def _show_others(answers: Answers, form: Form) -> dict[str, Any]:
    shown = []
    names = answers.named()
    for rank, person in enumerate(answers.people):
        if rank == 0:
            continue
        pointer = f"/personnes/{rank}/activite"
        shown.append(
            {
                "rank": rank,
                "link": person["lien"],
                "called": names[rank],
                "name": form.get(f"nom-{rank}", person.get("nom", "")),
                "age": form.get(f"age-{rank}", _age_text(person)),
                "activity": form.get(
                    f"activite-{rank}",
                    person.get("activite") or (UNSURE if pointer in answers.unknown else ""),
                ),
                "shared": bool(form.get(f"garde-{rank}")) if form else person.get("garde_alternee") is True,
            }
        )
    return {"others": shown, "activities": ACTIVITIES, "youngest_active": QUESTIONS["activite"].age[0]}


def _take_others(answers: Answers, form: Form) -> Errors:
    errors: Errors = {}
    for rank, person in enumerate(answers.people):
        if rank == 0:
            continue
        name = " ".join(form.get(f"nom-{rank}", "").split())
        person.pop("nom", None)
        if len(name) > NAME:
            errors[f"nom-{rank}"] = "long"
        elif name:
            person["nom"] = name
        try:
            _take_age(person, form.get(f"age-{rank}", ""))
        except FieldError as error:
            errors[f"age-{rank}"] = str(error)
        _take_activity(answers, rank, form.get(f"activite-{rank}", ""))
        if person["lien"] == "enfant":
            answers.put(f"/personnes/{rank}/garde_alternee", bool(form.get(f"garde-{rank}")))
    names = answers.named()
    for rank, name in enumerate(names):
        if name in names[:rank]:
            errors[f"nom-{rank}"] = "pareil"
    return errors


# What home.


def _show_home(answers: Answers, form: Form) -> dict[str, Any]:
    home = answers.words.get("logement", {})
    status = home.get("statut_occupation_logement")
    unsure = UNSURE if "/logement/statut_occupation_logement" in answers.unknown else ""
    return {
        "current": form.get("statut", status or unsure),
        "homes": HOMES,
        "renting": RENTING,
        "rent": form.get("loyer", fields.written("money", home.get("loyer"))),
        "charges": form.get("charges", fields.written("money", home.get("charges_locatives"))),
        "shared": bool(form.get("coloc")) if form else home.get("coloc") is True,
        "relative": bool(form.get("proche")) if form else answers.get(RELATIVE) is True,
    }


def _take_home(answers: Answers, form: Form) -> Errors:
    errors: Errors = {}
    status = form.get("statut", "")
    pointer = "/logement/statut_occupation_logement"
    if status == UNSURE or status not in HOMES:
        answers.not_known(pointer)
    else:
        answers.known(pointer, status)
    pays = status in RENTING or status == "primo_accedant"
    for name, target in (("loyer", "loyer"), ("charges", "charges_locatives")):
        typed = form.get(name, "").strip()
        if not pays and status in HOMES:
            answers.put(f"/logement/{target}", None)
            continue
        try:
            answers.put(f"/logement/{target}", fields.amount(typed) if typed else None)
        except FieldError as error:
            errors[name] = str(error)
    rents = status in RENTING
    answers.put("/logement/coloc", bool(form.get("coloc")) if rents else None)
    answers.put(RELATIVE, bool(form.get("proche")) if rents else None)
    return errors


# What incomes.


def earners(answers: Answers) -> list[int]:
    """Return the ranks of the people who may have incomes."""
    return [
        rank
        for rank, person in enumerate(answers.people)
        if (age := age_of(person)) is None or age >= CHILD_WITHOUT_INCOME
    ]


def _shown_income(given: Any) -> tuple[str, str, str]:
    """Return an income as now, before, and the month it changed."""
    if isinstance(given, Mapping):
        (_, before), (month, now) = sorted(given.items())[0], sorted(given.items())[-1]
        return fields.written("money", now), fields.written("money", before), f"{month[5:]}/{month[:4]}"
    return fields.written("money", given), "", ""


def _show_incomes(answers: Answers, form: Form) -> dict[str, Any]:
    people = []
    names = answers.named()
    for rank in earners(answers):
        incomes = answers.people[rank].get("revenus")
        lines = {}
        for name in INCOMES:
            now, before, month = _shown_income((incomes or {}).get(name))
            lines[name] = {
                "now": form.get(f"{name}-{rank}", now),
                "before": form.get(f"{name}-avant-{rank}", before),
                "month": form.get(f"{name}-mois-{rank}", month),
            }
        none = form.get(f"aucun-{rank}") if form else ("oui" if incomes == {} else "")
        people.append(
            {
                "rank": rank,
                "called": names[rank],
                "lines": lines,
                "none": none,
                "age": age_of(answers.people[rank]),
            }
        )
    rest = [name for name in INCOMES if name not in USUAL]
    return {"earners": people, "usual": USUAL, "rest": rest, "changing": CHANGING}


def _take_incomes(answers: Answers, form: Form) -> Errors:
    errors: Errors = {}
    for rank in earners(answers):
        incomes: Words = {}
        for name in INCOMES:
            typed = form.get(f"{name}-{rank}", "").strip()
            if not typed:
                continue
            try:
                now = fields.amount(typed)
            except FieldError as error:
                errors[f"{name}-{rank}"] = str(error)
                continue
            before, month = (
                form.get(f"{name}-avant-{rank}", "").strip(),
                form.get(f"{name}-mois-{rank}", "").strip(),
            )
            incomes[name] = now
            if before or month:
                try:
                    incomes[name] = _changed(now, before, month)
                except FieldError as error:
                    errors[f"{name}-mois-{rank}"] = str(error)
        pointer = f"/personnes/{rank}/revenus"
        if incomes or form.get(f"aucun-{rank}"):
            answers.known(pointer, incomes)
        else:
            answers.not_known(pointer)
        if incomes and form.get(f"aucun-{rank}"):
            errors[f"aucun-{rank}"] = "aucun"
    return errors


def _changed(now: float, before: str, month: str) -> Words:
    """Return an income that has changed: the amount before, then the one since a month."""
    if not before or not month:
        raise FieldError("changement")
    since = f"{fields.day(month):%Y-%m}"
    year, number = int(since[:4]), int(since[5:])
    earlier = f"{year - (number == 1):04d}-{(number - 2) % 12 + 1:02d}"
    if not earlier >= "2019-01" or since > this_month():
        raise FieldError("mois")
    return {earlier: fields.amount(before), since: now}


STEPS = {
    step.id: step
    for step in (
        Step("lieu", _show_place, _take_place),
        Step("vous", _show_me, _take_me),
        Step("foyer", _show_household, _take_household),
        Step("proches", _show_others, _take_others, lambda answers: len(answers.people) > 1),
        Step("logement", _show_home, _take_home),
        Step("revenus", _show_incomes, _take_incomes, lambda answers: bool(earners(answers))),
        Step("concerne", ticks.show_concerns, ticks.take_concerns),
        Step("deja", ticks.show_received, ticks.take_received),
    )
}
