"""The answer to a person: each right with its status, amount and reasons, then the whole."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal[
    "hors_periode",
    "non_eligible",
    "information_manquante",
    "a_etudier",
    "eligible_probable",
    "eligible",
]
SAID: dict[str, str] = {
    "hors_periode": "N'existe pas à cette date",
    "non_eligible": "Vous n'y avez pas droit",
    "information_manquante": "Il manque une réponse",
    "a_etudier": "À étudier avec un professionnel",
    "eligible_probable": "Vous y avez sans doute droit",
    "eligible": "Vous y avez droit",
}
SAID_OF_CHARGE = SAID | {
    "non_eligible": "Cette règle ne vous concerne pas",
    "eligible_probable": "Cette règle vous concerne sans doute",
    "eligible": "Cette règle vous concerne",
}
OPEN = ("a_etudier", "eligible_probable", "eligible")
"""Statuses of a right worth claiming, from the least to the most sure."""


def said(nature: str, status: Status) -> str:
    """Return the status of a right in words; what is asked of people is not something that they « have »."""
    return (SAID_OF_CHARGE if nature == "charge" else SAID)[status]


class Frozen(BaseModel):
    """A part of a report."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Threshold(Frozen):
    """A figure of the law that a condition compares with, and where it comes from."""

    parametre: str
    valeur: float | int | bool | str
    texte: str
    depuis: str
    reference: str
    href: str


class ConditionReport(Frozen):
    """A condition, for this person. ``remplie`` is null while an answer is missing."""

    variable: str
    texte: str
    remplie: bool | None
    valeur: str | None
    seuils: tuple[Threshold, ...]
    reference: str


class Money(Frozen):
    """A figure, exact when ``minimum`` equals ``maximum``; a range while an answer is missing.

    ``minimum_sur`` and ``maximum_sur`` tell whether the range ends there whatever is still to be said: a number not
    given, such as the cost of works, may lead beyond the numbers that were tried.
    """

    libelle: str
    nature: str
    minimum: float
    maximum: float
    unite: str
    par: str
    minimum_sur: bool = True
    maximum_sur: bool = True


class Question(Frozen):
    """An unanswered input that changes an answer; ``champ`` is where to write it."""

    champ: str
    variable: str
    personne: str
    texte: str
    aide: str
    droits: tuple[str, ...] = ()


class Doubt(Frozen):
    """How sure the law is: one line, details behind it."""

    confiance: str
    verifie_le: str
    ligne: str
    details: tuple[str, ...]


class RightReport(Frozen):
    """A right, for one person, family, tax household or dwelling.

    ``manque`` holds the unanswered questions that change the status, ``montant_selon`` those that change the amount,
    the one that moves it most first.
    """

    id: str
    element: str | None
    nom: str
    autorite: str
    axe: str
    nature: str
    financeur: str
    entite: str
    beneficiaire: str
    statut: Status
    statut_texte: str
    deja_percu: bool
    montant: Money | None
    autres_montants: tuple[Money, ...]
    conditions: tuple[ConditionReport, ...]
    a_etudier: tuple[str, ...]
    jugement: tuple[str, ...]
    decide_par: str
    manque: tuple[Question, ...]
    montant_selon: tuple[Question, ...] = ()
    si_vous_obtenez: tuple[str, ...]
    exploration_partielle: bool
    doute: Doubt


class Effect(Frozen):
    """What receiving one right changes for another."""

    si_recu: str
    droit: str
    beneficiaire: str
    statut_sans: Status
    statut_avec: Status
    montant_sans: float | None
    montant_avec: float | None


class Left(Frozen):
    """A right left out of the monthly total, and the one kept instead."""

    droit: str
    beneficiaire: str
    au_profit_de: str


class Whole(Frozen):
    """The rights together.

    Attributes:
        retenus: rights counted in the total.
        ecartes: rights that cannot be received with those.
        total_mensuel_minimum: euros a month, rights ``eligible`` or ``eligible_probable``.
        total_mensuel_maximum: the same, with the highest of each range.
        par_financeur: the minimum, by payer.
        effets: what receiving one right changes for the others.
    """

    retenus: tuple[str, ...]
    ecartes: tuple[Left, ...]
    total_mensuel_minimum: float
    total_mensuel_maximum: float
    par_financeur: dict[str, float]
    effets: tuple[Effect, ...]


class Report(Frozen):
    """The whole answer for one situation."""

    date: str
    versions: dict[str, str]
    droits: tuple[RightReport, ...]
    ensemble: Whole
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
