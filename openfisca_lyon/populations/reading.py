"""Reads the Métropole's own file as a population, row by row; nothing leaves the machine.

Every fault is reported with its row and column, never with what is written there. A household with a fault is
left out whole, since rights computed on a part of it would be wrong; all the others are kept as they are.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from openfisca_lyon.populations.draws import Draws
from openfisca_lyon.populations.grouping import families, tax_returns
from openfisca_lyon.populations.mapping import (
    BOOLEAN,
    CODE,
    COMMUNE,
    HOMES,
    LINKS,
    NETS,
    NUMBER,
    PERSONS,
    TEXT,
    WHOLE,
    Column,
    Fact,
    Mapping,
)
from openfisca_lyon.populations.margins import communes
from openfisca_lyon.populations.population import (
    INDIVIDUS,
    MENAGES,
    TYPES,
    Metadata,
    Population,
    PopulationError,
    sealed,
)
from openfisca_lyon.situations.incomes import csg_rates, gross_of
from openfisca_lyon.situations.reading import TAXABLE_SHARE
from openfisca_lyon.situations.territory import communes as known_communes

Array = NDArray[Any]
Texts = NDArray[np.str_]

REFERENCE, PARTNER, CHILD, OTHER = range(4)
ADULT = 15  # as the census counts them
SEED = 2026  # of ``alea_recours`` alone, which no file holds
INDEXES = ("salaires", "prestations", "loyers")
INCOMES = {
    "salaire": "salaire_de_base",
    "chomage": "chomage_brut",
    "retraite": "retraite_brute",
    "chiffre_affaires": "rpns_auto_entrepreneur_CA_bnc",
}


@dataclass(frozen=True, order=True)
class RowFault:
    """One fault: its line in the file (a CSV has its header on line 1), its column, what is wrong in French."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        population: the households without fault; nothing when there are none.
        faults: every fault, in order of rows.
        rows: how many rows the file has.
        kept: how many rows are in the population.
    """

    population: Population | None
    faults: tuple[RowFault, ...]
    rows: int
    kept: int


def read(path: Path, mapping: Mapping) -> Reading:
    """Read a file.

    Args:
        path: a CSV, or a Parquet when its name ends so.
        mapping: where each fact is.

    Raises:
        PopulationError: the file cannot be read at all, or lacks a column.
    """
    table, lines, broken = _table(path, mapping)
    reader = _Reader(table, lines, broken, mapping, path.suffix != ".parquet")
    facts = reader.facts()
    kept = ~reader.bad_homes[reader.home]
    faults = tuple(sorted(set(reader.faults)))
    if not kept.any():
        return Reading(None, faults, len(table), 0)
    rows = {name: values[kept] for name, values in facts.items()}
    return Reading(_population(rows, reader.home[kept], mapping), faults, len(table), int(kept.sum()))


def _table(path: Path, mapping: Mapping) -> tuple[pd.DataFrame, Array, Array]:
    """Return the columns of the mapping as texts, the line of each row, and rows that are not whole."""
    wanted = sorted({one.colonne for one in (*mapping.personnes.values(), *mapping.menages.values())})
    try:
        found = _parquet(path) if path.suffix == ".parquet" else _csv(path, mapping)
    except FileNotFoundError:
        raise PopulationError(f"Le fichier {path} n'existe pas.") from None
    except UnicodeDecodeError:
        raise PopulationError(
            f"Le fichier {path} n'est pas écrit en {mapping.fichier.encodage}. S'il l'est en latin-1, écrivez dans "
            "la correspondance : fichier: {encodage: latin-1}."
        ) from None
    except (OSError, pa.ArrowInvalid, csv.Error):
        raise PopulationError(f"Le fichier {path} n'est pas un tableau lisible.") from None
    table, lines, broken = found
    if not len(table.columns):
        raise PopulationError(f"Le fichier {path} est vide.")
    if len(table.columns) == 1 and len(wanted) > 1:
        raise PopulationError(
            f"Le fichier {path} n'a qu'une colonne : ce n'est pas un tableau, ou son séparateur n'est pas "
            f"« {mapping.fichier.separateur} ». La correspondance peut en dire un autre."
        )
    if missing := [name for name in wanted if name not in table.columns]:
        raise PopulationError(f"Colonnes absentes du fichier : {', '.join(missing)}.")
    if table.empty:
        raise PopulationError(f"Le fichier {path} ne contient aucune ligne.")
    if repeated := [name for name in wanted if (table.columns == name).sum() > 1]:
        raise PopulationError(f"Colonnes en double dans le fichier : {', '.join(repeated)}.")
    return table[wanted], lines, broken


def _parquet(path: Path) -> tuple[pd.DataFrame, Array, Array]:
    found = pq.read_table(path)
    table = pd.DataFrame({name: _texts(found.column(name)) for name in found.column_names}, dtype=str)
    return table, np.arange(1, len(table) + 1), np.zeros(len(table), dtype=np.bool_)


def _csv(path: Path, mapping: Mapping) -> tuple[pd.DataFrame, Array, Array]:
    """Read a CSV; a row that has not as many fields as the header is cut or filled, and reported."""
    rows, lines, broken = [], [], []
    # Spreadsheets begin a file in UTF-8 with a mark that is not part of its first column.
    encoding = {"utf-8": "utf-8-sig"}.get(mapping.fichier.encodage, mapping.fichier.encodage)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=mapping.fichier.separateur, strict=True)
        header = [name.strip() for name in next(reader, [])]
        for row in reader:
            if row:
                lines.append(reader.line_num)
                broken.append(len(row) != len(header))
                rows.append((row + [""] * len(header))[: len(header)])
    return (
        pd.DataFrame(rows, columns=pd.Index(header), dtype=str),
        np.array(lines),
        np.array(broken, dtype=np.bool_),
    )


def _texts(column: "pa.ChunkedArray") -> list[str]:
    """Write a column of Parquet as texts: 3.0 in a column of numbers is 3."""
    number = pa.types.is_floating(column.type)
    found = ["" if value is None else str(value) for value in column.to_pylist()]
    return [text.removesuffix(".0") if number else text for text in found]


class _Reader:
    """Reads the facts of each row, and gathers faults."""

    def __init__(
        self, table: pd.DataFrame, lines: Array, broken: Array, mapping: Mapping, text: bool
    ) -> None:
        self.table, self.lines, self.mapping = table, lines, mapping
        self.decimal = mapping.fichier.decimale if text else "."
        self.silent = np.zeros(len(table), dtype=np.bool_)
        self.faults: list[RowFault] = []
        names = self._text(mapping.personnes["menage"])
        self.known, self.home = np.unique(names, return_inverse=True)
        self.bad_homes = np.zeros(len(self.known), dtype=np.bool_)
        column = mapping.personnes["menage"].colonne
        self._wrong(broken, "", "Cette ligne n'a pas autant de colonnes que l'en-tête.")
        self._wrong((names == "") & ~broken, column, "Le numéro du ménage manque.")
        # Nothing else can be said of these: their values may be those of other columns, or of other people.
        self.silent = broken | (names == "")

    def facts(self) -> dict[str, Array]:
        """Return every fact, one value per row; those of a household are the same on all its rows."""
        found: dict[str, Array] = {}
        for given, facts in ((self.mapping.personnes, PERSONS), (self.mapping.menages, HOMES)):
            for name, fact in facts.items():
                column = given.get(name)
                if column is None:
                    found[name] = np.full(len(self.table), fact.default)
                elif fact.kind != TEXT:
                    found[name] = self._fact(fact, column)
        for name, column in self.mapping.menages.items():
            self._same(found[name], column.colonne)
        self._links(found["lien"])
        adult = np.isin(found["lien"], LINKS[:2])
        message = f"Une personne de référence ou un conjoint a au moins {ADULT} ans."
        young = adult & (found["age"] < ADULT) & ~self.bad_homes[self.home]  # an age that was not read is 0
        self._wrong(young, self.mapping.personnes["age"].colonne, message)
        return found

    def _text(self, column: Column) -> Texts:
        return np.char.strip(self.table[column.colonne].to_numpy(dtype=np.str_))

    def _fact(self, fact: Fact, column: Column) -> Array:
        texts = self._text(column)
        empty = texts == ""
        self._wrong(empty, column.colonne, "La valeur manque.")
        if fact.kind in (WHOLE, NUMBER):
            return self._number(fact, column, texts, empty)
        if fact.kind == COMMUNE:
            return self._commune(column, texts, empty)
        codes = dict(column.codes) or {word: word for word in fact.codes}
        distinct, back = np.unique(texts, return_inverse=True)
        words = np.array([codes.get(text, "") for text in distinct.tolist()])[back]
        self._wrong(~empty & (words == ""), column.colonne, "Ce code n'est pas dans la correspondance.")
        if fact.kind == BOOLEAN:
            return np.asarray(words == "oui")
        assert fact.kind == CODE
        return words

    def _number(self, fact: Fact, column: Column, texts: Texts, empty: NDArray[np.bool_]) -> Array:
        unread = np.zeros(len(texts), dtype=np.bool_)
        if self.decimal == ",":
            unread = (
                np.char.find(texts, ".") >= 0
            )  # 1.500 would be a thousand for some, and one and a half for others
            texts = np.char.replace(texts, ",", ".")
        values = pd.to_numeric(pd.Series(texts), errors="coerce").to_numpy(dtype=np.float64)
        unread |= ~empty & ~np.isfinite(values)
        message = f"Écrivez un nombre, sans espace ni unité, avec « {self.decimal} » avant les décimales."
        self._wrong(unread, column.colonne, message)
        values = np.where(unread, np.nan, values)
        values = np.where(np.isfinite(values), values, fact.low)
        if fact.kind == WHOLE:
            self._wrong(values != np.floor(values), column.colonne, "Écrivez un nombre entier.")
        yearly = fact.money and self.mapping.montants.par == "an"
        high = fact.high * (12 if yearly else 1)
        outside = (values < fact.low) | (values > high)
        low, most = (f"{one:,.0f}".replace(",", " ") for one in (fact.low, high))
        self._wrong(outside, column.colonne, f"Écrivez un nombre entre {low} et {most}.")
        return np.asarray(values / 12 if yearly else values)

    def _commune(self, column: Column, texts: Texts, empty: NDArray[np.bool_]) -> Array:
        """Read codes; arrondissements and merged communes are read as the commune of today."""
        today = {one["code"]: one["commune"] for one in known_communes()}
        codes = {code: code for code in communes().index}
        codes |= {old: new for old, new in today.items() if new in codes}
        distinct, back = np.unique(texts, return_inverse=True)
        found = np.array([codes.get(text, "") for text in distinct.tolist()])[back]
        message = "Ce n'est pas le code Insee d'une commune de la Métropole de Lyon."
        self._wrong(~empty & (found == ""), column.colonne, message)
        return np.asarray(found)

    def _same(self, values: Array, column: str) -> None:
        """Check that a fact of the household is the same on all its rows."""
        _, firsts = np.unique(self.home, return_index=True)
        differs = values != values[firsts][self.home]
        self._wrong(differs, column, "Cette valeur diffère de celle d'une autre ligne du même ménage.")

    def _links(self, links: Array) -> None:
        """Check that each household has one reference person, and one partner at most."""
        column = self.mapping.personnes["lien"].colonne
        _, firsts = np.unique(self.home, return_index=True)
        heads = np.bincount(self.home[links == "reference"], minlength=len(self.known))
        alone = np.zeros(len(links), dtype=np.bool_)
        alone[firsts[heads == 0]] = True
        self._wrong(alone, column, "Aucune personne de ce ménage n'est la personne de référence.")
        for word, message in (
            ("reference", "Ce ménage a déjà une personne de référence."),
            ("conjoint", "Ce ménage a déjà un conjoint."),
        ):
            rows = np.flatnonzero(links == word)
            _, first = np.unique(self.home[rows], return_index=True)
            again = np.ones(len(rows), dtype=np.bool_)
            again[first] = False
            repeated = np.zeros(len(links), dtype=np.bool_)
            repeated[rows[again]] = True
            self._wrong(repeated, column, message)

    def _wrong(self, rows: Array, column: str, message: str) -> None:
        found = np.flatnonzero(rows & ~self.silent)
        self.bad_homes[self.home[found]] = True
        self.faults += [RowFault(int(self.lines[row]), column, message) for row in found]


def _population(facts: dict[str, Array], home: Array, mapping: Mapping) -> Population:
    """Put facts in tables."""
    home = np.unique(home, return_inverse=True)[1]
    place = np.array([LINKS.index(word) for word in facts["lien"].tolist()])
    order = np.lexsort((place, home))
    facts = {name: values[order] for name, values in facts.items() if name != "menage"}
    home, place = home[order], place[order]
    count = int(home[-1]) + 1
    _, firsts = np.unique(home, return_index=True)
    age = facts["age"].astype(np.int64)
    family, family_role = families(home, place, age)
    student = facts["activite"] == "etudiant"
    joint = facts["imposition_commune"][firsts].astype(bool)
    tax, tax_role = tax_returns(home, place, age, student, joint)
    amounts = {name: np.asarray(facts[name], dtype=np.float64) for name in INCOMES}
    gross = _gross(amounts, tax, tax_role, mapping)
    menages = pd.DataFrame(
        {
            "commune": _named(facts["commune"][firsts], list(communes().index)),
            "type_menage": _named(np.array(TYPES)[_kinds(home, place, count)], TYPES),
            "alea_recours": np.round(Draws(SEED, "alea_recours").uniform(count), 6),
            **{name: facts[name][firsts] for name in MENAGES.keys() & HOMES.keys() - {"commune"}},
        }
    )
    tenures = HOMES["statut_occupation_logement"].codes
    menages["statut_occupation_logement"] = _named(facts["statut_occupation_logement"][firsts], tenures)
    individus = pd.DataFrame(
        {
            "menage": home,
            "famille": family,
            "foyer_fiscal": tax,
            "role_menage": place,
            "role_famille": family_role,
            "role_foyer_fiscal": tax_role,
            "age_mois": age * 12 + 6,  # the middle of the year of age
            "femme": facts["femme"],
            "activite": _named(facts["activite"], PERSONS["activite"].codes),
            "scolarite": _named(facts["scolarite"], PERSONS["scolarite"].codes),
            "groupe_socioprofessionnel": _named(
                facts["groupe_socioprofessionnel"], PERSONS["groupe_socioprofessionnel"].codes
            ),
            "temps_partiel": facts["temps_partiel"],
            **{INCOMES[name]: values for name, values in gross.items()},
            "taux_incapacite": facts["taux_incapacite"],
            "pch_percu": facts["pch_percu"],
            "residence_mois": facts["residence_mois"],
            "soutien_financier_parents_ou_tiers": _named(
                facts["soutien_parents"], PERSONS["soutien_parents"].codes
            ),
        }
    )
    absent = [
        f"{name} ({_said(fact.default)})"
        for given, known in ((mapping.personnes, PERSONS), (mapping.menages, HOMES))
        for name, fact in known.items()
        if name not in given
    ]
    notes = [f"Absent du fichier, pris comme : {', '.join(absent)}."] if absent else []
    metadata = Metadata(
        source="Fichier lu avec sa correspondance",
        versions={"openfisca-lyon": version("openfisca-lyon")},
        amounts=dict.fromkeys(INDEXES, mapping.montants.annee),
        notes=tuple(notes),
    )
    homes, people = menages[list(MENAGES)].astype(MENAGES), individus[list(INDIVIDUS)].astype(INDIVIDUS)
    return sealed(Population(homes, people, metadata))


def _gross(amounts: dict[str, Array], tax: Array, role: Array, mapping: Mapping) -> dict[str, Array]:
    """Turn net incomes into gross ones; the rate of CSG follows an income estimated from those of the file."""
    month = f"{mapping.montants.annee}-12"
    notice = np.bincount(tax, weights=12 * TAXABLE_SHARE * sum(amounts.values()))[tax]
    adults, young = np.bincount(tax[role < 2]), np.bincount(tax[role == 2], minlength=int(tax.max()) + 1)
    parts = (
        adults + 0.5 * np.minimum(young, 2) + np.maximum(young - 2, 0) + 0.5 * ((adults == 1) & (young > 0))
    )[tax]
    found: dict[str, Array] = {}
    for name, values in amounts.items():
        column = mapping.personnes.get(name)
        if column is None or column.nature == "brut":
            found[name] = np.round(values, 2)
            continue
        kind = NETS[name]
        regimes = None if name == "salaire" else csg_rates(kind, notice[:, None], parts[:, None], [month])
        worked = amounts["salaire"][:, None] if name == "chomage" else 0.0
        found[name] = gross_of(kind, values[:, None], [month], regimes=regimes, activity=worked)[:, 0]
    return found


def _kinds(home: Array, place: Array, count: int) -> Array:
    """Return the kind of each household, from who lives in it."""
    size = np.bincount(home, minlength=count)
    couple = np.bincount(home[place == PARTNER], minlength=count) > 0
    child = np.bincount(home[place == CHILD], minlength=count) > 0
    return np.select([size == 1, couple & child, couple, child], [0, 3, 2, 4], 1)


def _named(words: Array, names: Sequence[str]) -> Any:
    """Return words as categories."""
    return pd.Categorical(words, categories=list(names))


def _said(value: Any) -> str:
    return (
        ("oui" if value else "non")
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else f"{value}"
    )
