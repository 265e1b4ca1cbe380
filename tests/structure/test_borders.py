"""Every border of a right written here is shown by the law tests: its conditions, its first and last month.

A condition that no case shows refused could be always true, and nobody would see it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openfisca_lyon.catalogue import Entry, catalogue

LAW = Path(__file__).parents[1] / "law"
OPEN = {"eligible", "eligible_probable"}
JUDGED = "a_etudier"
CLOSED = "hors_periode"
KNOWN_FROM = date(2019, 1, 31)  # dates of rights that already existed in January 2019 are not asked for

NEVER_REFUSED = {
    "centre_sante_sexuelle_condition_ouvert": "open to everyone, at any age and address",
    "contraception_urgence_condition_ouvert": "open to everyone, at any age",
    "maison_hospitalite_ouverte": "open to everyone, without condition",
    "protection_enfance_condition_ouvert": "open to everyone, at any age",
}

# Their rule always leaves something to judge: with every condition met they are a_etudier, never more.
ALWAYS_JUDGED = {
    "aide_numerique_etudiants_2020_statut": "the precariousness is judged by a social worker",
    "aide_zfe_statut": "the scale is not known",
    "ase_aide_financiere_statut": "the need is judged",
    "champagne_revenu_etudiant_statut": "how resources count is not published",
    "cotation_logement_social_statut": "a part of the grid is not known",
    "demi_pension_college_prive_statut": "whether it is still paid is not known",
    "faj_statut": "the difficulty is judged",
    "fonds_social_collegien_statut": "the need is judged by the school",
    "fsl_jeunes_loyer_statut": "the public of this part is not certain",
    "ier_statut": "the criteria are not published",
    "isolement_personnes_agees_statut": "what exists depends on the district",
    "lyon_bourse_jeunes_2030_statut": "the project is judged",
    "plan_3a_statut": "its conditions are not encoded",
    "pmi_visite_domicile_statut": "the need is judged",
}


def flatten(output: Mapping[Any, Any], month: str) -> Iterator[tuple[str, str, Any]]:
    """Yield variable, month and value for each value that a case expects, however it is laid out."""
    for key, value in output.items():
        for expected in value if isinstance(value, list) else [value]:
            if not isinstance(expected, dict):
                yield str(key), month, expected
            elif all(str(inner)[:4].isdigit() for inner in expected):
                for when, dated in expected.items():
                    yield from flatten({key: dated}, str(when)[:7])
            else:  # an entity or one of its members
                yield from flatten(expected, month)


@cache
def shown() -> Mapping[str, set[tuple[str, Any]]]:
    """Return, by variable, each month and value that the law tests expect."""
    found = defaultdict(set)
    for path in sorted(LAW.rglob("*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            for name, month, value in flatten(case["output"], str(case["period"])[:7]):
                found[name].add((month, value))
    return found


def values(variable: str) -> set[Any]:
    return {value for _, value in shown().get(variable, ())}


def statuses(entry: Entry) -> list[str]:
    return [name for name in (entry.variable_statut, *(part.statut for part in entry.elements)) if name]


def written_here() -> list[Entry]:
    return [entry for entry in catalogue().values() if statuses(entry)]


def conditions(entry: Entry) -> set[str]:
    listed = [entry.conditions, *(part.conditions for part in entry.elements)]
    return {condition.variable for group in listed for condition in group}


def months(variable: str, *, closed: bool) -> set[str]:
    """Return the months when the cases show a status out of its period, or within it."""
    return {month for month, value in shown().get(variable, ()) if (value == CLOSED) is closed}


def moved(day: date, months: int) -> str:
    count = day.year * 12 + day.month - 1 + months
    return f"{count // 12}-{count % 12 + 1:02d}"


def openings(day: date) -> list[tuple[str, str]]:
    """Return the months that may stand on each side of a start: one that is mid-month may wait a month."""
    return [(moved(day, late - 1), moved(day, late)) for late in ([0] if day.day == 1 else [0, 1])]


def listing(faults: list[str]) -> str:
    return f"{len(faults)} borders without a law test:\n" + "\n".join(sorted(faults))


def test_every_case_was_read() -> None:
    assert len(written_here()) > 100
    assert values("rsj_condition_age") == {True, False}
    assert ("2021-05", CLOSED) in shown()["rsj_statut"]


def test_each_condition_is_shown_refused() -> None:
    named = {(entry.id, name) for entry in written_here() for name in conditions(entry)}
    faults = [
        f"{right}: {name} is never false"
        for right, name in named
        if name not in NEVER_REFUSED and False not in values(name)
    ]
    assert not faults, listing(faults)


def test_each_right_is_shown_open() -> None:
    faults = []
    for entry in written_here():
        for status in statuses(entry):
            best = {JUDGED} if status in ALWAYS_JUDGED else OPEN
            if not values(status) & best:
                faults.append(f"{entry.id}: {status} is never {' nor '.join(sorted(best))}")
    assert not faults, listing(faults)


def test_each_right_that_can_be_refused_is_shown_refused() -> None:
    faults = [
        f"{entry.id}: {status} is never non_eligible"
        for entry in written_here()
        if conditions(entry) - NEVER_REFUSED.keys()
        for status in statuses(entry)
        if "non_eligible" not in values(status)
    ]
    assert not faults, listing(faults)


def test_each_first_and_last_month_is_shown_from_both_sides() -> None:
    faults = []
    for entry in written_here():
        start, end = entry.periode.debut, entry.periode.fin
        for status in statuses(entry):
            closed, within = months(status, closed=True), months(status, closed=False)
            if start and start > KNOWN_FROM:
                sides = openings(start)
                if not any(before in closed and first in within for before, first in sides):
                    faults.append(f"{entry.id}: {status} starts on {start}, show {' and '.join(sides[0])}")
            if end and not (moved(end, 0) in within and moved(end, 1) in closed):
                faults.append(f"{entry.id}: {status} ends on {end}, show {moved(end, 0)} and {moved(end, 1)}")
    assert not faults, listing(faults)


def test_exceptions_are_still_needed() -> None:
    """An exception for what no longer exists, or is now shown, would hide the next fault."""
    every_condition = {name for entry in written_here() for name in conditions(entry)}
    every_status = {name for entry in written_here() for name in statuses(entry)}
    assert NEVER_REFUSED.keys() <= every_condition
    assert {name for name in NEVER_REFUSED if False in values(name)} == set()
    assert ALWAYS_JUDGED.keys() <= every_status
    assert {name for name in ALWAYS_JUDGED if values(name) & OPEN} == set()
