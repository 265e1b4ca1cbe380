"""A reform, or several, against the rules in force, over a population: the whole comparison and its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.comparisons.bars import COVERED, REPLICATES
from openfisca_lyon.comparisons.costing import costing, described
from openfisca_lyon.comparisons.groups import dimensions
from openfisca_lyon.comparisons.laws import Row
from openfisca_lyon.comparisons.line import poverty_line
from openfisca_lyon.comparisons.provenance import Provenance, provenance_of, rates
from openfisca_lyon.comparisons.references import references
from openfisca_lyon.comparisons.simulation import Baseline, Compute, Here
from openfisca_lyon.comparisons.tables import Pair
from openfisca_lyon.comparisons.take_up import DOCUMENTED, FULL, take_up
from openfisca_lyon.comparisons.touched import Touched
from openfisca_lyon.populations import Population
from openfisca_lyon.today import this_month

TABLES = (
    "totaux", "budget", "financeurs", "publies", "non_chiffres", "beneficiaires", "menages", "groupes", "pauvrete",
    "references", "recours",
)  # fmt: skip
# Of a table that is often empty: whoever reads it still finds its columns.
COLUMNS = {"non_chiffres": ["mois", "recours", "reforme", "droit", "nom", "financeur", "pourquoi"]}


@dataclass(frozen=True)
class Impact:
    """What reforms change over a population.

    Each table has columns ``mois``, ``recours`` and ``reforme`` first (those after ``hypotheses`` have not), and
    for each figure ``x`` its bar ``x_erreur``: half a 95 % interval. Money is in euros a year.

    Attributes:
        provenance: what was computed, on what, with what.
        totaux: what the rights that change cost in all: ``calcul`` (how it was found: ``population``, ``publie``,
            ``population_et_publie``, or ``non`` when nothing says it), ``borne`` (``haut``: at most),
            ``droits`` that change, ``avant, apres, ecart``.
        budget: by right: ``droit, nom, financeur, methode, calcul, borne, effet``, ``avant, apres, ecart``.
        financeurs: by payer: ``financeur``, ``avant, apres, ecart``.
        publies: rights costed from published spending: ``droit, nom, financeur, annee_publiee, publie, ecart,
            hypothese``.
        non_chiffres: rights that the reform reaches and whose cost nothing says: ``droit, nom, financeur,
            pourquoi``.
        beneficiaires: by right: ``droit, nom, unite``, ``avant, apres, ecart, entrees, sorties,
            montant_moyen_avant, montant_moyen_apres``, ``effet`` (``aucun``, ``direct``, ``induit``).
        menages: ``menages, gagnants, perdants, gain_moyen, perte_moyenne, changement_moyen,
            changement_median``; ``non_suivis``: rights that change for people whom the population does not show.
            Where only these change, nobody knows who gains: figures are not numbers.
        groupes: by group: ``dimension, rang, groupe, libelle, unite, tirages, qualite``, ``effectif, gagnants,
            perdants, part_gagnants, part_perdants, ecart_moyen``.
        pauvrete: ``mesure, libelle, unite``, ``avant, apres, ecart``.
        references: the rules in force beside published figures (see ``references.py``).
        recours: the rate of take-up of each right under each assumption, with its source.
        chiffrage: how each right is costed, or why it is not.
    """

    provenance: Provenance
    totaux: pd.DataFrame
    budget: pd.DataFrame
    financeurs: pd.DataFrame
    publies: pd.DataFrame
    non_chiffres: pd.DataFrame
    beneficiaires: pd.DataFrame
    menages: pd.DataFrame
    groupes: pd.DataFrame
    pauvrete: pd.DataFrame
    references: pd.DataFrame
    recours: pd.DataFrame
    chiffrage: pd.DataFrame

    @property
    def couverture(self) -> str:
        """What error bars cover, and what they do not, in French."""
        return COVERED

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {
            one.name: table
            for one in fields(self)
            if isinstance(table := getattr(self, one.name), pd.DataFrame)
        }


def compare(
    population: Population | Baseline,
    reforms: TaxBenefitSystem | Mapping[str, TaxBenefitSystem],
    months: str | Sequence[str] | None = None,
    *,
    assumptions: Sequence[str] = (FULL, DOCUMENTED),
    compute: Compute | None = None,
    replicates: int = REPLICATES,
) -> Impact:
    """Compare reforms with the rules in force over a population.

    Args:
        population: who; or a :class:`Baseline`, so that the rules in force are not computed again.
        reforms: a reform, or several by id.
        months: the month asked, ``"2026-10"``, or several, each standing for its year; this month if None.
        assumptions: of take-up: ``plein``, ``documente`` or rates by right (see :func:`take_up`).
        compute: where to compute; on all the cores of this machine if None.
        replicates: how many draws make the bars, when the population is not a :class:`Baseline`.

    Raises:
        ValueError: an assumption of take-up is not one; the message is in French.
        InterruptedError: the progress of ``compute`` stopped it.
    """
    if isinstance(population, Baseline):
        baseline = population
    else:
        baseline = Baseline(population, compute or Here(), replicates)
    people = baseline.population
    several = reforms if isinstance(reforms, Mapping) else {str(reforms.name): reforms}
    asked = (months,) if isinstance(months, str) else tuple(months or (this_month(),))
    supposed = [take_up(text) for text in assumptions]
    rows: dict[str, list[Row]] = {}
    for month in asked:
        line = poverty_line(people, month)
        for assumed in supposed:
            before = baseline.before(month, assumed)
            weights = baseline.survey(before)
            groups = dimensions(before)
            _add(rows, "references", references(before, weights), mois=month, recours=assumed.name)
            _add(rows, "recours", rates(before), mois=month, recours=assumed.name)
            for name, reform in several.items():
                after = baseline.after(month, assumed, reform)
                pair = Pair(before, after, weights, Touched(reform, month), line.yearly, groups)
                key = {"mois": month, "recours": assumed.name, "reforme": name}
                for table, found in pair.tables().items():
                    _add(rows, table, found, **key)
    tables = {name: pd.DataFrame(rows.get(name, []), columns=COLUMNS.get(name)) for name in TABLES}
    tables["chiffrage"] = pd.DataFrame([described(one) for one in costing().values()])
    return Impact(
        provenance=provenance_of(
            baseline,
            {name: (str(one.name), str(getattr(one, "description", ""))) for name, one in several.items()},
            asked,
            supposed,
        ),
        **tables,
    )


def _add(rows: dict[str, list[Row]], table: str, found: Any, **key: str) -> None:
    rows.setdefault(table, []).extend({**key, **row} for row in found)
