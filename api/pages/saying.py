"""What an agent says of a report: each right in a few sentences, the papers to bring, two situations compared."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openfisca_lyon.api.pages.results import A_LITTLE, narrowing
from openfisca_lyon.api.pages.sheet_fields import field_of
from openfisca_lyon.api.pages.texts import money, number, text
from openfisca_lyon.catalogue import Entry, catalogue
from openfisca_lyon.rights import Report, RightReport
from openfisca_lyon.rights.asking import worth
from openfisca_lyon.rights.report import OPEN, Money

GROUPS = {
    "ouverts": ("eligible", "eligible_probable"),
    "a_etudier": ("a_etudier",),
    "manque": ("information_manquante",),
    "fermes": ("non_eligible", "hors_periode"),
}
"""The parts of an answer, in the order they are read."""


SERVICES = ("service", "regle")


def grouped(report: Report) -> dict[str, list[RightReport]]:
    """Return the rights of a report by part; what is already received, and services open to all, are said apart."""
    parts = ("ouverts", "a_etudier", "manque", "recus", "services", "fermes")
    found: dict[str, list[RightReport]] = {part: [] for part in parts}
    for right in report.droits:
        part = next(name for name, statuses in GROUPS.items() if right.statut in statuses)
        if right.statut in OPEN and right.deja_percu:
            part = "recus"
        elif part == "ouverts" and right.nature in SERVICES:
            part = "services"
        elif part == "ouverts" and right.nature == "charge":
            part = "a_etudier"
        found[part].append(right)
    for part in ("ouverts", "a_etudier"):
        found[part].sort(key=lambda right: (not amount(right.montant), -worth(right)))
    found["manque"].sort(key=lambda right: -worth(right) / max(len(right.manque), 1))
    return found


def entry_of(right: RightReport) -> Entry:
    """Return the entry of a right in the catalogue."""
    return catalogue()[right.id]


def anchor(right: RightReport) -> str:
    """Return a name for a right on a page: the same from one answer to the next, without anyone's name in it."""
    who = hashlib.blake2s(f"{right.entite} {right.beneficiaire}".encode(), digest_size=3).hexdigest()
    return f"{right.id}-{right.element or 'droit'}-{who}"


def amount(figure: Money | None) -> str:
    """Write a figure as it is said: « 420 € par mois », « de 10 € à 25 € par mois à payer »."""
    if figure is None or (not figure.maximum and figure.nature != "prix"):
        return ""

    def said(value: float) -> str:
        return money(value) if figure.unite == "EUR" else f"{number(value)} {figure.unite}"

    low, high = said(figure.minimum), said(figure.maximum)
    if not figure.maximum_sur:
        if not figure.minimum or not figure.minimum_sur or figure.nature == "plafond":
            return text("guichet.montant.selon")
        value = text("guichet.montant.a_partir", montant=low)
    elif low == high or figure.nature == "plafond":
        value = high
    elif not figure.minimum_sur or figure.minimum < A_LITTLE:
        value = text("guichet.montant.jusqu_a", montant=high)
    else:
        value = text("guichet.montant.entre", bas=low, haut=high)
    per = text(f"guichet.montant.par.{figure.par}")
    return re.sub(" +", " ", text(f"guichet.montant.{figure.nature}", montant=value, par=per)).strip()


def narrowed_by(right: RightReport) -> list[tuple[str, str]]:
    """Return the questions that would narrow the range of a right: the field of each, and its text."""
    return [(field_of(one.champ), one.texte) for one in narrowing(right)]


def speech(right: RightReport, *, counted: bool = True) -> list[str]:
    """Say a right in a few short sentences, fit to be read aloud.

    Args:
        right: the right.
        counted: whether its amount is said.
    """
    figure = amount(right.montant) if counted else ""
    way = "charge" if right.nature == "charge" else "dire"
    said = [text(f"guichet.{way}.{right.statut}", droit=right.nom)]
    if right.statut == "non_eligible":
        failed = [one for one in right.conditions if one.remplie is False]
        said += [text("guichet.dire.il_faut", condition=one.texte) for one in failed[:2]]
        said += [text("guichet.dire.ici", valeur=one.valeur) for one in failed[:1] if one.valeur]
    if right.statut == "information_manquante":
        said += [text("guichet.dire.question", question=one.texte) for one in right.manque[:2]]
    if right.statut in OPEN:
        if figure:
            said.append(text("guichet.dire.combien", montant=figure))
        said += right.a_etudier[:2]
        if right.si_vous_obtenez:
            names = ", ".join(catalogue()[one].nom for one in right.si_vous_obtenez)
            said.append(text("guichet.dire.si", droits=names))
        if right.decide_par:
            said.append(text("guichet.dire.decide", qui=right.decide_par))
        steps = entry_of(right).demarche
        said += [one for one in (steps.comment, steps.avant) if one]
    return said


@dataclass(frozen=True)
class Paper:
    """A paper to bring, and the rights it is for."""

    key: str
    text: str
    rights: tuple[str, ...]


def papers(reports: Iterable[Report]) -> list[Paper]:
    """List the papers that open rights ask for, those that serve most rights first."""
    wanted: dict[str, dict[str, None]] = {}
    for report in reports:
        for right in report.droits:
            if right.statut in OPEN and not right.deja_percu:
                for one in entry_of(right).pieces:
                    wanted.setdefault(one, {})[entry_of(right).nom] = None
    made = [
        Paper(hashlib.blake2s(one.encode(), digest_size=4).hexdigest(), one, tuple(names))
        for one, names in wanted.items()
    ]
    return sorted(made, key=lambda one: (-len(one.rights), one.text))


@dataclass(frozen=True)
class Line:
    """A right in two situations."""

    name: str
    who: str
    sides: tuple[RightReport | None, RightReport | None]
    differs: bool


def side_by_side(one: Report, other: Report) -> list[Line]:
    """Put two reports side by side: what differs first, and nothing that is closed on both sides."""
    keys: dict[tuple[str, str | None, str], list[RightReport | None]] = {}
    for side, report in enumerate((one, other)):
        for right in report.droits:
            keys.setdefault((right.id, right.element, right.beneficiaire), [None, None])[side] = right
    lines = []
    for sides in keys.values():
        known = [right for right in sides if right is not None]
        if all(right.statut in GROUPS["fermes"] for right in known):
            continue
        statuses = {right.statut if right else "" for right in sides}
        amounts = {amount(right.montant) if right else "" for right in sides}
        differs = len(statuses) > 1 or len(amounts) > 1
        if not differs and known[0].nature in SERVICES:
            continue
        lines.append(Line(known[0].nom, known[0].beneficiaire, (sides[0], sides[1]), differs))
    return sorted(lines, key=lambda line: not line.differs)


def total(report: Report) -> str:
    """Write what the rights of a report come to each month."""
    whole = report.ensemble
    if not whole.total_mensuel_maximum:
        return ""
    figure = Money(
        libelle="",
        nature="gain",
        minimum=whole.total_mensuel_minimum,
        maximum=whole.total_mensuel_maximum,
        unite="EUR",
        par="mois",
    )
    return amount(figure)


def variables(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield what the rights read: a variable of OpenFisca, whom it is about, its value as it is said."""
    seen = set()
    for right in report.droits:
        entry = entry_of(right)
        if right.statut == "hors_periode":
            continue
        told: list[tuple[str, str]] = []
        if entry.variable_statut and not right.element:
            told.append((entry.variable_statut, right.statut))
        if entry.montant and right.montant and not right.element:
            told.append((entry.montant.variable, amount(right.montant)))
        for one in right.conditions:
            holds = "?" if one.remplie is None else str(one.remplie).lower()
            told.append((one.variable, f"{holds} ({one.valeur})" if one.valeur else holds))
        for variable, value in told:
            line = (variable, right.beneficiaire, value)
            if line not in seen:
                seen.add(line)
                yield line
