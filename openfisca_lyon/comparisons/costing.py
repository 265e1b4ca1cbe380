"""How each right is costed: household by household, from its published spending, or not at all, and why.

``costing.yaml`` says it for the rights that have an amount; the reasons for the others follow
from their nature. Comparisons and the documentation read the same table.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from openfisca_lyon.catalogue import Entry, catalogue

Method = Literal["population", "effectif", "non"]
Counted = Literal["revenu", "economie", "rien"]

METHODS = {
    "population": "Calculé sur chaque ménage de la population",
    "effectif": "Dépense publiée, qui suit la variation calculée sur la population",
    "non": "Non chiffré",
}
YEARLY = {"mois": 12, "an": 1}
ONCE = "Il est versé une fois, ou à l'usage : la population ne dit pas combien le demandent dans l'année."
SERVICE = "Il n'a pas de montant."
CEILING = "Seul un maximum est connu, pas ce qui est versé."


class Strict(BaseModel):
    """A part of the table: immutable, and an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Published(Strict):
    """A spending found in a public source.

    Attributes:
        annee: the year it is of.
        montant: euros a year.
        marge, categorie: where it stands among the margins, with its source.
    """

    annee: int
    montant: float
    marge: str
    categorie: str

    @property
    def precision(self) -> float:
        """Half a unit of the last digit that was published, in euros."""
        digits = f"{self.montant:.0f}"
        return 10.0 ** (len(digits) - len(digits.rstrip("0"))) / 2


class Row(Strict):
    """How a right is costed; ``costing.yaml`` says what each key means."""

    methode: Method
    pourquoi: str
    compte: Counted = "rien"
    variable: str | None = None
    reduction: tuple[str, ...] = ()
    abonnes: float = 1.0
    a_etudier: Literal["compte", "ecarte"] = "compte"
    nom: str | None = None
    avec: str | None = None
    qui: str | None = None
    moteur: str | None = None
    parmi: Literal["tous", "locataires"] = "tous"
    publie: Published | None = None
    borne: Literal["", "haut"] = ""


class Costed(Strict):
    """A right, and how it is costed.

    Attributes:
        droit: its id.
        entry: its entry in the catalogue.
        row: how it is costed.
    """

    droit: str
    entry: Entry
    row: Row

    @property
    def nom(self) -> str:
        """What is costed: the right, or all that its published spending covers."""
        return self.row.nom or self.entry.nom

    @property
    def amounts(self) -> tuple[str, ...]:
        """Variables whose sum, over a year, is the cost; none where only people are counted."""
        if self.row.reduction:
            return self.row.reduction
        if self.row.variable is not None:
            return (self.row.variable,) if self.row.variable else ()
        return (self.entry.montant.variable,) if self.entry.montant else ()

    @property
    def times(self) -> int:
        """How many times a year the amount is paid."""
        return YEARLY.get(self.entry.montant.par, 1) if self.entry.montant else 1

    @property
    def computed(self) -> bool:
        """Whether amounts are computed on the population."""
        return self.row.methode == "population" or self.row.compte == "revenu"


@cache
def costing() -> Mapping[str, Costed]:
    """Return every right of the catalogue by its id, with how it is costed.

    Raises:
        ValueError: the table names a right that is not in the catalogue.
    """
    table = yaml.load(
        (files("openfisca_lyon.comparisons") / "costing.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )["droits"]
    entries = catalogue()
    if strangers := table.keys() - entries.keys():
        raise ValueError(f"costing.yaml: {', '.join(sorted(strangers))} not in the catalogue")
    return MappingProxyType(
        {
            right: Costed(
                droit=right,
                entry=entry,
                row=Row.model_validate(table[right]) if right in table else _default(entry),
            )
            for right, entry in entries.items()
        }
    )


def _default(entry: Entry) -> Row:
    """Say why a right that the table leaves out has no cost."""
    if entry.montant is None:
        return Row(methode="non", pourquoi=SERVICE)
    return Row(methode="non", pourquoi=CEILING if entry.montant.nature == "plafond" else ONCE)


def markdown() -> str:
    """Return the table as a page of documentation."""
    lines = [
        "# Ce qui se chiffre sur la population, et ce qui ne se chiffre pas\n",
        "Page faite par `make docs` d'après `openfisca_lyon/comparisons/costing.yaml`.\n",
    ]
    for method, title in METHODS.items():
        chosen = [one for one in costing().values() if one.row.methode == method]
        lines += [f"## {title}\n", "| droit | payé par | pourquoi |", "|---|---|---|"]
        lines += [
            f"| {one.entry.nom} (`{one.droit}`) | {one.entry.financeur} | {_why(one)} |" for one in chosen
        ]
        lines.append("")
    return "\n".join(lines)


def _why(one: Costed) -> str:
    text = " ".join(one.row.pourquoi.split())
    if one.row.publie:
        millions = f"{one.row.publie.montant / 1e6:.1f}".replace(".", ",")
        text += f" Dépense publiée : {millions} M€ en {one.row.publie.annee}."
    return text


def described(one: Costed) -> dict[str, Any]:
    """Return how a right is costed as a row of a table."""
    return {
        "droit": one.droit,
        "nom": one.entry.nom,
        "financeur": one.entry.financeur,
        "methode": one.row.methode,
        "pourquoi": " ".join(one.row.pourquoi.split()),
        "depense_publiee": one.row.publie.montant if one.row.publie else None,
        "annee_publiee": one.row.publie.annee if one.row.publie else None,
    }
