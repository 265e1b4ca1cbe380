"""How a file of the Métropole is read: which of its columns holds which fact, and what its codes mean.

The file has one row per person. The mapping is a YAML document::

    fichier: {separateur: ";", decimale: ","}
    montants: {annee: 2024, par: mois}
    personnes:
      menage: NUM_MENAGE
      lien: {colonne: LIEN, codes: {"1": reference, "2": conjoint, "3": enfant, "4": autre}}
      age: AGE
      salaire: {colonne: SALAIRE, nature: net}
    menages:
      commune: CODE_INSEE

A fact that the file does not hold is left out of the mapping, and takes the value said here; the population
carries the list of these in its notes.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from openfisca_lyon.populations.activity import GROUPS
from openfisca_lyon.populations.population import TENURES
from openfisca_lyon.situations.faults import Fault, SituationError, faults_of

LINKS = ("reference", "conjoint", "enfant", "autre")
STATUSES = ("actif", "chomeur", "etudiant", "retraite", "inactif")
SCHOOLS = ("inconnue", "maternelle", "primaire", "college", "lycee", "enseignement_superieur")
SUPPORTS = ("aucun", "insuffisant", "suffisant")
YES_NO = ("oui", "non")

TEXT, WHOLE, NUMBER, CODE, BOOLEAN, COMMUNE = "texte", "entier", "nombre", "code", "oui_non", "commune"
MOST_A_MONTH = 1_000_000.0


@dataclass(frozen=True)
class Fact:
    """A fact that a file may hold.

    Attributes:
        kind: how it is written.
        default: its value where the file does not hold it; nothing when the file must.
        low, high: least and greatest value of a number.
        codes: our own words for it.
        money: whether it is an amount, by month or by year as the mapping says.
        net: whether it may be given net.
    """

    kind: str
    default: Any = None
    low: float = 0.0
    high: float = 0.0
    codes: tuple[str, ...] = ()
    money: bool = False
    net: bool = False


def _amount(net: bool = False) -> Fact:
    return Fact(NUMBER, 0.0, 0.0, MOST_A_MONTH, money=True, net=net)


PERSONS: dict[str, Fact] = {
    "menage": Fact(TEXT),
    "lien": Fact(CODE, codes=LINKS),
    "age": Fact(WHOLE, low=0, high=120),
    "activite": Fact(CODE, codes=STATUSES),
    "femme": Fact(BOOLEAN, False, codes=YES_NO),
    "scolarite": Fact(CODE, "inconnue", codes=SCHOOLS),
    "groupe_socioprofessionnel": Fact(CODE, "autres_inactifs", codes=GROUPS),
    "temps_partiel": Fact(BOOLEAN, False, codes=YES_NO),
    "salaire": _amount(net=True),
    "chomage": _amount(net=True),
    "retraite": _amount(net=True),
    "chiffre_affaires": _amount(),
    "taux_incapacite": Fact(NUMBER, 0.0, 0.0, 1.0),
    "pch_percu": Fact(BOOLEAN, False, codes=YES_NO),
    "residence_mois": Fact(WHOLE, 0, 0, 1500),
    "soutien_parents": Fact(CODE, "suffisant", codes=SUPPORTS),
}
HOMES: dict[str, Fact] = {
    "commune": Fact(COMMUNE),
    "statut_occupation_logement": Fact(CODE, codes=TENURES),
    "poids": Fact(WHOLE, 1, 1, 1_000_000),
    "loyer": _amount(),
    "charges_locatives": _amount(),
    "coloc": Fact(BOOLEAN, False, codes=YES_NO),
    "maison": Fact(BOOLEAN, False, codes=YES_NO),
    "pieces": Fact(WHOLE, 0, 0, 100),
    "surface": Fact(WHOLE, 0, 0, 2_000),
    "anciennete_logement": Fact(WHOLE, 0, 0, 1_500),
    "voitures": Fact(WHOLE, 0, 0, 50),
    "imposition_commune": Fact(BOOLEAN, True, codes=YES_NO),
}
NETS = {"salaire": "salaire_net", "chomage": "chomage_net", "retraite": "retraite_nette"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _word(value: Any) -> Any:
    """Write codes as text, and what YAML takes for yes and no as our words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value) if isinstance(value, int) else value


Word = Annotated[str, BeforeValidator(_word)]


class Column(_Strict):
    """Where a fact is, and how it is written.

    Attributes:
        colonne: the column of the file.
        codes: for each code of the file, our word.
        nature: of an income, gross or net of contributions (before income tax).
    """

    colonne: Annotated[str, Field(min_length=1)]
    codes: dict[Word, Word] = {}
    nature: Literal["brut", "net"] = "brut"


def _column(value: Any) -> Any:
    return {"colonne": value} if isinstance(value, str) else value


At = Annotated[Column, BeforeValidator(_column)]


class FileFormat(_Strict):
    """How a CSV is written; of no use for Parquet."""

    separateur: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    decimale: Literal[",", "."] = ","
    encodage: Literal["utf-8", "latin-1"] = "utf-8"


class Amounts(_Strict):
    """Of which year amounts are, and whether they are by month or by year."""

    annee: Annotated[int, Field(ge=2019, le=2030)]
    par: Literal["mois", "an"] = "mois"


class Mapping(_Strict):
    """The whole mapping."""

    fichier: FileFormat = FileFormat()
    montants: Amounts
    personnes: dict[str, At]
    menages: dict[str, At]


class MappingError(SituationError):
    """A mapping cannot be used; ``faults`` says everything that is wrong with it."""


def read_mapping(content: Any) -> Mapping:
    """Read a mapping.

    Raises:
        MappingError: all that is wrong, each with its field.
    """
    try:
        mapping = Mapping.model_validate(content)
    except ValidationError as error:
        raise MappingError(faults_of(error, Mapping)) from None
    faults = []
    for section, facts in (("personnes", PERSONS), ("menages", HOMES)):
        given: dict[str, Column] = getattr(mapping, section)
        for name in given.keys() - facts.keys():
            known = ", ".join(facts)
            faults.append(Fault(f"/{section}/{name}", f"Donnée inconnue. Les données sont : {known}."))
        for name in facts.keys() - given.keys():
            if facts[name].default is None:
                faults.append(Fault(f"/{section}/{name}", "Dites quelle colonne contient cette donnée."))
        for name in facts.keys() & given.keys():
            faults += _wrong(f"/{section}/{name}", facts[name], given[name])
    if faults:
        raise MappingError(faults)
    return mapping


def _wrong(pointer: str, fact: Fact, column: Column) -> list[Fault]:
    faults = []
    for code, word in column.codes.items():
        if word not in fact.codes:
            words = ", ".join(fact.codes) or "aucun code n'y a de sens"
            faults.append(Fault(f"{pointer}/codes/{code}", f"Choisissez un de ces mots : {words}."))
    if column.nature == "net" and not fact.net:
        faults.append(Fault(f"{pointer}/nature", "Ce montant ne peut être donné que brut."))
    return faults
