"""The catalogue: one YAML file a right, read and checked.

A file says nothing that the rules already say. Its id is its file name, its authority the folder it is in;
figures stand in texts as ``{name}`` and are read from the parameters at the date that is asked.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Authority(StrEnum):
    """Who grants a right: the folder of its files."""

    METROPOLE_LYON = "metropole_lyon"
    SYTRAL = "sytral"
    DEPARTEMENT = "departement"
    ETAT = "etat"
    CAF = "caf"
    REGION = "region"
    COMMUNES = "communes"


class Axis(StrEnum):
    """The axes of the Projet métropolitain des solidarités 2023-2027."""

    LOGEMENT = "logement"
    PREVENTION = "prevention"
    INCLUSION = "inclusion"
    JEUNESSE = "jeunesse"


class Strict(BaseModel):
    """A part of an entry: immutable, and an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(Strict):
    """A public source."""

    titre: Text
    href: Annotated[str, StringConstraints(pattern=r"^https?://")]


class Condition(Strict):
    """One condition of a right, in the order it is explained.

    Attributes:
        variable: the boolean variable; its label says what holds when it is true.
        texte: the condition as it is read to a person; ``{age_minimum}`` is the value of the parameter of
            ``seuils`` that ends so.
        valeur: variable whose value for the person is shown beside the condition.
        seuils: parameters that the condition compares with.
    """

    variable: str
    texte: Text
    valeur: str | None = None
    seuils: tuple[str, ...] = ()


class Reason(Strict):
    """Something that someone must judge: a boolean variable that makes the right ``a_etudier``."""

    variable: str
    texte: Text


class Amount(Strict):
    """What a right brings.

    Attributes:
        variable: the variable computed.
        nature: ``gain`` is money received, ``prix`` a price paid, ``reduction`` a price not paid,
            ``plafond`` the most that can be granted, ``repere`` a figure to know, which is neither received
            nor paid. Only a gain is added to a total.
        unite: ``EUR``, ``%``…
        par: ``mois``, ``an``, ``fois`` (once), ``heure``, ``jour``.
        libelle: what the figure is, where it is not plain.
    """

    variable: str
    nature: Literal["gain", "prix", "reduction", "plafond", "repere"] = "gain"
    unite: str = "EUR"
    par: Literal["mois", "an", "fois", "heure", "jour"] = "mois"
    libelle: str = ""


class Part(Strict):
    """An element of a right that has several, each with its own status and amount (the PCH)."""

    id: str
    nom: Text
    statut: str
    montant: Amount | None = None
    conditions: tuple[Condition, ...] = ()
    a_etudier: tuple[Reason, ...] = ()


class Contact(Strict):
    """Where to go."""

    nom: Text
    adresse: str = ""
    telephone: str = ""
    href: str = ""


class Steps(Strict):
    """How to claim a right.

    Attributes:
        comment: what to do, in short sentences.
        ou: places or services.
        delai: how long an answer takes.
        avant: a deadline that bites.
        recours: how to appeal.
    """

    comment: Text
    ou: tuple[Contact, ...] = ()
    delai: str = ""
    avant: str = ""
    recours: str = ""


class Period(Strict):
    """When a right exists; open ends are left out."""

    debut: date | None = None
    fin: date | None = None


class File(Strict):
    """What a catalogue file holds.

    Attributes:
        nom: the right's name, as people say it.
        resume: what it is and for whom, in plain French, two sentences at most.
        axe: axis of the Projet métropolitain des solidarités.
        nature: what kind of thing is received; a ``charge`` is asked of people, or of those near them.
        financeur: whose budget pays.
        variable_statut: the ``<right>_statut`` variable; absent for a national right read from
            OpenFisca-France, whose status follows from its amount (or from ``eligibilite``).
        eligibilite: boolean variable that says who has a national right without amount.
        decide_par: who still decides; absent where the right is automatic once asked for.
        percu: the ``<right>_percu`` input.
        montant: what the right brings.
        autres_montants: further figures to show.
        conditions: in the order of the explanation.
        a_etudier: what someone must judge.
        elements: the elements of a right that has several.
        jugement: conditions that no one can encode and that someone will look at.
        limites: known gaps of the encoding.
        pieces: papers to bring.
        demarche: how to claim.
        incompatible_avec: rights that cannot be received in the same month.
        prioritaire_sur: rights that this one replaces when both are open.
        periode: when the right exists.
        ages: people to whom it is worth showing, as (youngest, oldest) in years; good sense where the text
            has no age, never a condition.
        confiance: how sure the rule is.
        verifie_le: last date at which the rule was seen in force.
        a_confirmer: what a reader must know is uncertain.
        references: public sources.
    """

    nom: Text
    resume: Text
    axe: Axis
    nature: Literal["allocation", "aide", "tarif", "gratuite", "service", "carte", "pret", "regle", "charge"]
    financeur: Text
    variable_statut: str | None = None
    eligibilite: str | None = None
    decide_par: str = ""
    percu: str | None = None
    montant: Amount | None = None
    autres_montants: tuple[Amount, ...] = ()
    conditions: tuple[Condition, ...] = ()
    a_etudier: tuple[Reason, ...] = ()
    elements: tuple[Part, ...] = ()
    jugement: tuple[Text, ...] = ()
    limites: tuple[Text, ...] = ()
    pieces: tuple[Text, ...] = ()
    demarche: Steps
    incompatible_avec: tuple[str, ...] = ()
    prioritaire_sur: tuple[str, ...] = ()
    periode: Period = Period()
    ages: tuple[int, int] = (0, 130)
    confiance: Literal["elevee", "moyenne", "faible"]
    verifie_le: date
    a_confirmer: tuple[Text, ...] = ()
    references: Annotated[tuple[Reference, ...], Field(min_length=1)]


class Entry(File):
    """A right of the catalogue: its file, with the id and the authority that its address gives."""

    id: str
    autorite: Authority


class CatalogueError(ValueError):
    """A catalogue file cannot be read."""


@cache
def catalogue() -> Mapping[str, Entry]:
    """Return every right by its id, in alphabetical order.

    Raises:
        CatalogueError: a file is not a valid entry, or two have the same name.
    """
    entries: dict[str, Entry] = {}
    for authority in Authority:
        folder = files(__package__) / authority.value
        for file in sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else ():
            if not file.name.endswith(".yaml"):
                continue
            entry = _read(file, authority)
            if entry.id in entries:
                raise CatalogueError(f"Two entries of the catalogue are named {entry.id}.")
            entries[entry.id] = entry
    return MappingProxyType(dict(sorted(entries.items())))


def _read(file: Traversable, authority: Authority) -> Entry:
    content: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    try:
        return Entry(id=file.name.removesuffix(".yaml"), autorite=authority, **content)
    except (TypeError, ValueError) as error:
        raise CatalogueError(f"catalogue/{authority}/{file.name}: {error}") from error
