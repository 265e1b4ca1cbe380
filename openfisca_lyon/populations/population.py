"""A weighted population: who lives with whom, what they earn, and what each household stands for.

Two tables. ``menages`` has one row per household, ``individus`` one per person, sorted by household. Both use
the words of the rules, so that a column is found in the law under its own name where it has one.

A population is a still picture: people have the age, the rent and the incomes of the picture at whatever month
is asked, uprated to that month (:mod:`~openfisca_lyon.populations.uprating`), and had them through the months
that the law looks back on.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from openfisca_lyon.engine import Groups, Households, Partial
from openfisca_lyon.populations.grouping import renumbered
from openfisca_lyon.situations.situation import periods_of
from openfisca_lyon.system import load

Array = NDArray[Any]

TYPES = (
    "personne_seule",
    "sans_famille",
    "couple_sans_enfant",
    "couple_avec_enfants",
    "famille_monoparentale",
)
"""Households by composition, as the census counts them; ``sans_famille``: several people, no family."""

TENURES = ("proprietaire", "locataire_hlm", "locataire_vide", "locataire_meuble", "loge_gratuitement")

MENAGES = {
    "poids": "int64",
    "commune": "category",
    "type_menage": "category",
    "statut_occupation_logement": "category",
    "coloc": "bool",
    "maison": "bool",
    "pieces": "int16",
    "surface": "int16",
    "loyer": "float64",
    "charges_locatives": "float64",
    "anciennete_logement": "int16",
    "voitures": "int16",
    "alea_recours": "float64",
}
"""Columns of ``menages``. ``poids``: households it stands for. ``commune``: Insee code. ``surface``: m².
``loyer``, ``charges_locatives``: euros a month of the year of the amounts. ``anciennete_logement``: whole
months in the dwelling. ``alea_recours``: a number drawn between 0 and 1, so that whoever supposes a rate of
take-up supposes the same households at each run."""

INDIVIDUS = {
    "menage": "int64",
    "famille": "int64",
    "foyer_fiscal": "int64",
    "role_menage": "int64",
    "role_famille": "int64",
    "role_foyer_fiscal": "int64",
    "age_mois": "int16",
    "femme": "bool",
    "activite": "category",
    "scolarite": "category",
    "groupe_socioprofessionnel": "category",
    "temps_partiel": "bool",
    "salaire_de_base": "float64",
    "chomage_brut": "float64",
    "retraite_brute": "float64",
    "rpns_auto_entrepreneur_CA_bnc": "float64",
    "taux_incapacite": "float64",
    "pch_percu": "bool",
    "residence_mois": "int16",
    "soutien_financier_parents_ou_tiers": "category",
}
"""Columns of ``individus``. ``menage``, ``famille``, ``foyer_fiscal``: numbers from 0 in the order of rows, with
the position of the role in OpenFisca's ``flattened_roles``. Incomes: euros a month of the year of the amounts.
``residence_mois``: whole months since arriving in the Métropole."""

GIVEN = {
    "activite": "activite",
    "scolarite": "scolarite",
    "salaire_de_base": "salaire_de_base",
    "chomage_brut": "chomage_brut",
    "retraite_brute": "retraite_brute",
    "rpns_auto_entrepreneur_CA_bnc": "rpns_auto_entrepreneur_CA_bnc",
    "taux_incapacite": "taux_incapacite",
    "pch_percu": "pch_percu",
    "soutien_financier_parents_ou_tiers": "soutien_financier_parents_ou_tiers",
    "statut_occupation_logement": "statut_occupation_logement",
    "coloc": "coloc",
    "maison_individuelle": "maison",
    "loyer": "loyer",
    "charges_locatives": "charges_locatives",
    "depcom": "commune",
}
"""For each input of the law given as it is, the column it comes from."""

INDEX = {
    "salaire_de_base": "salaires",
    "rpns_auto_entrepreneur_CA_bnc": "salaires",
    "chomage_brut": "prestations",
    "retraite_brute": "prestations",
    "loyer": "loyers",
    "charges_locatives": "loyers",
}
"""For each amount, the index that takes it from its own year to the month asked."""

STUDENT = "etudiant"
SHARED = ("loyer", "charges_locatives")
"""Amounts of a dwelling that the law reads as the part of each family."""

GREAT_INCAPACITY = 0.8
KEY = b"openfisca-lyon-population"
GROUPS = ("famille", "foyer_fiscal", "menage")


class PopulationError(ValueError):
    """A file that is not a population; the message, in French, says why."""


@dataclass(frozen=True)
class Metadata:
    """Where a population comes from, so that it can be made again.

    Attributes:
        source: how it was made, in French.
        seed: seed of its generator, if it was drawn.
        margins: digest of the margins it was fitted to.
        versions: of the packages that made it.
        amounts: for each index of :mod:`~openfisca_lyon.populations.uprating`, the year of its amounts.
        fingerprint: of its content; the same population has the same on any machine.
        notes: what a reader must know, in French.
    """

    source: str
    seed: int | None = None
    margins: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Population:
    """Households and people, each household standing for ``poids`` like it.

    Attributes:
        menages: see :data:`MENAGES`.
        individus: see :data:`INDIVIDUS`.
        metadata: where it comes from.
    """

    menages: pd.DataFrame
    individus: pd.DataFrame
    metadata: Metadata

    @property
    def poids(self) -> NDArray[np.int64]:
        """How many households each household stands for."""
        return self.menages["poids"].to_numpy()

    @property
    def poids_individus(self) -> NDArray[np.int64]:
        """How many people each person stands for."""
        return np.asarray(self.poids[self.individus["menage"].to_numpy()])

    @property
    def fiscal(self) -> NDArray[np.bool_]:
        """Which households standards of living and poverty are published for: those whose head is not a student."""
        heads = self.individus[self.individus["role_menage"] == 0]
        return np.asarray((heads["activite"].astype(str) != STUDENT).to_numpy())

    def __len__(self) -> int:
        """Number of household records."""
        return len(self.menages)

    def households(self, month: str) -> Households:
        """Return these households as the engine takes them.

        Columns are cheap: one array stands for all the months the law looks back on.

        Args:
            month: the month asked, ``"2026-10"``; people have then the age of the picture.
        """
        from openfisca_lyon.populations.uprating import factors

        people, homes = self.individus, self.menages
        hosted, sharers = self._lodging()
        variables = load().variables
        rates = factors(month, self.metadata.amounts)
        first = np.datetime64(month, "M")
        # Born in the middle of a month: whole months of age hold on the first of the month asked.
        born = (first - people["age_mois"].to_numpy().astype("timedelta64[M]") - 1).astype(
            "datetime64[D]"
        ) + 14
        arrived = (first - people["residence_mois"].to_numpy().astype("timedelta64[M]")).astype(
            "datetime64[D]"
        )
        columns: dict[tuple[str, str], Array] = {
            ("date_naissance", "ETERNITY"): born,
            ("date_arrivee_metropole", "ETERNITY"): arrived,
            ("femme", "ETERNITY"): people["femme"].to_numpy(),
        }
        # Between half and 80 % of incapacity, only those who can hardly work receive the AAH.
        rate = people["taux_incapacite"].to_numpy()
        restricted = (rate > 0) & (rate < GREAT_INCAPACITY)
        for period in periods_of("month", month):
            columns["aah_restriction_substantielle_durable_acces_emploi", period] = restricted
        for name, column in GIVEN.items():
            variable = variables[name]
            table = homes if variable.entity.key == "menage" else people
            values = _given(variable, table[column])
            if name in SHARED:
                values = values / sharers
            if name in INDEX:
                values = np.round(values * rates[INDEX[name]], 2)
            for period in periods_of(variable.definition_period, month):
                columns[name, period] = values
            if name == "rpns_auto_entrepreneur_CA_bnc":
                # Months count for the RSA and the prime d'activité, years for the tax and the housing benefits.
                yearly = np.rint(12 * values).astype(np.int32)
                for period in periods_of("year", month):
                    columns["mbnc_impo", period] = yearly
        groups = {
            name: Groups(
                int(people[name].max()) + 1 if len(people) else 0,
                people[name].to_numpy(),
                people[f"role_{name}"].to_numpy(),
            )
            for name in GROUPS
        }
        # The aid goes to who pays the rent: OpenFisca-France would give it to each family under the same roof.
        none = Partial(np.zeros(len(hosted), dtype=np.float32), hosted)
        partial = {("aide_logement", period): none for period in periods_of("month", month)}
        return Households(len(people), groups, columns, people["menage"].to_numpy(), partial)

    def _lodging(self) -> tuple[Array, Array]:
        """Tell which families are hosted, and between how many families each household shares its rent.

        Those who share a flat pay each their part. In other households one family pays, that of the reference
        person; grown children, parents and friends are hosted.
        """
        people = self.individus
        first = people[~people["famille"].duplicated()]
        home = first["menage"].to_numpy()
        flat = self.menages["coloc"].to_numpy()
        hosted = (first["role_menage"].to_numpy() != 0) & ~flat[home]
        return hosted, np.where(flat, np.bincount(home, minlength=len(self)), 1)

    def select(self, rows: slice | Array) -> "Population":
        """Return some of these households: a slice, positions in increasing order, or a mask."""
        kept = np.arange(len(self))[rows]
        new = np.full(len(self), -1, dtype=np.int64)
        new[kept] = np.arange(len(kept))
        homes = new[self.individus["menage"].to_numpy()]
        people = self.individus[homes >= 0].reset_index(drop=True)
        people["menage"] = homes[homes >= 0]
        for name in ("famille", "foyer_fiscal"):
            people[name] = np.unique(people[name].to_numpy(), return_inverse=True)[1].astype(np.int64)
        part = replace(self.metadata, fingerprint="")
        return Population(self.menages.iloc[kept].reset_index(drop=True), people, part)

    def blocks(self, size: int) -> Iterator["Population"]:
        """Yield these households by blocks of ``size``, in order."""
        for start in range(0, len(self), size):
            yield self.select(slice(start, start + size))

    def block(self, number: int, count: int) -> "Population":
        """Return the part of rank ``number`` when these households are cut in ``count`` equal parts."""
        edges = np.linspace(0, len(self), count + 1).astype(int)
        return self.select(slice(int(edges[number]), int(edges[number + 1])))

    def complete(self) -> "Population":
        """Return one record per household: each is repeated as many times as it stands for."""
        weights = self.poids
        rows = np.repeat(np.arange(len(self)), weights)
        homes = self.menages.iloc[rows].reset_index(drop=True)
        homes["poids"] = np.int64(1)
        counts = np.bincount(self.individus["menage"].to_numpy(), minlength=len(self))
        firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        sizes = counts[rows]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        who = np.repeat(firsts[rows], sizes) + within
        people = self.individus.iloc[who].reset_index(drop=True)
        people["menage"] = np.repeat(np.arange(len(rows)), sizes)
        for name in ("famille", "foyer_fiscal"):
            people[name] = renumbered(people["menage"].to_numpy(), people[name].to_numpy())
        return sealed(Population(homes, people, self.metadata))

    def folded(self) -> "Population":
        """Return the same population, households that repeat the one before them being one, of their total weight.

        What :meth:`complete` unfolds is so computed once; any measure is the same.
        """
        people, count = self.individus, len(self)
        home = people["menage"].to_numpy()
        size = np.bincount(home, minlength=count)
        first = np.cumsum(size) - size
        same = np.zeros(count, dtype=np.bool_)
        same[1:] = size[1:] == size[:-1]
        for name in self.menages.columns.drop("poids"):
            same[1:] &= _equal(self.menages[name], np.arange(1, count), np.arange(count - 1))
        rows = np.flatnonzero(same[home])
        for name in people.columns.drop("menage"):
            column = people[name]
            if name in GROUPS:
                column = column - column.to_numpy()[first[home]]
            same[home[rows[~_equal(column, rows, rows - size[home[rows]])]]] = False
        if not same.any():
            return self
        part = self.select(~same)
        weights = np.bincount(np.cumsum(~same) - 1, weights=self.poids).astype(np.int64)
        return Population(part.menages.assign(poids=weights), part.individus, self.metadata)

    def write(self, path: Path) -> None:
        """Write these households in one Parquet file, one row per person, with the metadata.

        Columns of the household are repeated for its people, under ``menage_…``.
        """
        homes = self.menages.iloc[self.individus["menage"].to_numpy()].reset_index(drop=True)
        table = pa.Table.from_pandas(
            pd.concat([self.individus, homes.add_prefix("menage_")], axis=1), preserve_index=False
        )
        text = json.dumps(asdict(self.metadata), ensure_ascii=False).encode()
        pq.write_table(table.replace_schema_metadata({KEY: text}), path, compression="zstd")


def read_parquet(path: Path) -> Population:
    """Read a population that :meth:`Population.write` wrote.

    Raises:
        PopulationError: it is another file, or it was changed since.
    """
    try:
        table = pq.read_table(path)
    except FileNotFoundError:
        raise PopulationError(f"Le fichier {path} n'existe pas.") from None
    except (OSError, pa.ArrowInvalid):
        raise PopulationError(f"Le fichier {path} n'est pas un fichier Parquet lisible.") from None
    text = (table.schema.metadata or {}).get(KEY)
    wanted = [*INDIVIDUS, *(f"menage_{name}" for name in MENAGES)]
    if text is None or not set(wanted) <= set(table.column_names):
        raise PopulationError(f"Le fichier {path} n'est pas une population écrite par openfisca-lyon.")
    content = json.loads(text)
    metadata = Metadata(**{**content, "notes": tuple(content["notes"])})
    everything = table.to_pandas()
    people = everything[list(INDIVIDUS)].astype(INDIVIDUS)
    first = ~people["menage"].duplicated().to_numpy()
    homes = everything.loc[first, [f"menage_{name}" for name in MENAGES]].reset_index(drop=True)
    homes.columns = pd.Index(MENAGES)
    population = Population(homes.astype(MENAGES), people, metadata)
    if metadata.fingerprint and fingerprint(population) != metadata.fingerprint:
        raise PopulationError(f"Le contenu du fichier {path} ne correspond plus à son empreinte.")
    return population


def sealed(population: Population) -> Population:
    """Return a population with the fingerprint of its content."""
    return replace(population, metadata=replace(population.metadata, fingerprint=fingerprint(population)))


def fingerprint(population: Population) -> str:
    """Return a digest of the content, the same on every machine: whole numbers, and texts, in order."""
    digest = hashlib.sha256()
    for table, columns in ((population.menages, MENAGES), (population.individus, INDIVIDUS)):
        for name, kind in columns.items():
            digest.update(name.encode())
            if kind == "category":
                texts, codes = np.unique(_plain(table[name]), return_inverse=True)
                digest.update("\0".join(texts.tolist()).encode())
                values = codes
            elif kind == "float64":
                values = np.rint(table[name].to_numpy() * 1e6)
            else:
                values = table[name].to_numpy()
            digest.update(values.astype("<i8").tobytes())
    return digest.hexdigest()[:32]


def _equal(column: "pd.Series[Any]", rows: Array, others: Array) -> NDArray[np.bool_]:
    """Tell where a column has the same value at some rows as at others."""
    values = column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column
    held = values.to_numpy()
    return np.asarray(held[rows] == held[others])


def _given(variable: Any, column: "pd.Series[Any]") -> Array:
    """Return a column as the engine takes it: members of an Enum by their rank, sixty times less than their names."""
    members = getattr(variable, "possible_values", None)
    if members is None:
        return _plain(column)
    ranks = {one.name: rank for rank, one in enumerate(members)}
    known = np.array([ranks[str(name)] for name in column.cat.categories], dtype=np.int16)
    return np.asarray(known[column.cat.codes.to_numpy()])


def _plain(column: "pd.Series[Any]") -> Array:
    """Return a column as the engine takes it: texts of fixed width in place of categories."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = np.array(column.cat.categories.astype(str), dtype=np.str_)
        return np.asarray(texts[column.cat.codes.to_numpy()])
    return column.to_numpy()
