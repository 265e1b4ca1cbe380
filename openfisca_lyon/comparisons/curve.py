"""A cost curve: one figure of the law moved over a range, all else equal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openfisca_core.parameters import Parameter
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons.bars import COVERED
from openfisca_lyon.comparisons.costing import costing, described
from openfisca_lyon.comparisons.laws import Row
from openfisca_lyon.comparisons.line import poverty_line
from openfisca_lyon.comparisons.provenance import Provenance, provenance_of, rates
from openfisca_lyon.comparisons.references import references
from openfisca_lyon.comparisons.simulation import Baseline
from openfisca_lyon.comparisons.tables import Pair
from openfisca_lyon.comparisons.take_up import DOCUMENTED, FULL, TakeUp, take_up
from openfisca_lyon.comparisons.touched import Touched
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load
from openfisca_lyon.system.reforms import from_content

MOST = 50  # values of a curve: each is a reform


@dataclass(frozen=True)
class Curve:
    """What each value of a figure of the law costs and changes, against the rules in force.

    Attributes:
        provenance: what was computed, on what, with what.
        parameter: path of the figure.
        label: what the figure is, in French.
        unit: as its metadata say it.
        now: its value under the rules in force; None when it has none.
        courbe: by assumption and value: ``mois, recours, parametre, valeur, en_vigueur``, then ``ecart`` (euros a
            year, all the rights that change), ``calcul`` and ``borne`` (how it was found: see ``Impact.totaux``),
            ``gagnants`` and ``perdants``, each figure with its bar.
        references, recours, chiffrage: as those of an ``Impact``.
    """

    provenance: Provenance
    parameter: str
    label: str
    unit: str
    now: float | None
    courbe: pd.DataFrame
    references: pd.DataFrame
    recours: pd.DataFrame
    chiffrage: pd.DataFrame

    @property
    def couverture(self) -> str:
        """What error bars cover, and what they do not, in French."""
        return COVERED

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {name: getattr(self, name) for name in ("courbe", "references", "recours", "chiffrage")}


def curve(
    population: Population | Baseline,
    parameter: str,
    values: Sequence[float],
    month: str,
    *,
    assumptions: Sequence[str] = (FULL, DOCUMENTED),
) -> Curve:
    """Compute what each value of a figure costs and changes.

    Args:
        population: who.
        parameter: path of the figure, ``metropole_lyon.rsj.montant_sans_ressource``.
        values: what it may be, from January of the year asked.
        month: the month asked.
        assumptions: of take-up; see :func:`~openfisca_lyon.comparisons.compare`.

    Raises:
        ReformError: the figure does not exist.
        ValueError: too many values; the message is in French.
    """
    if not 1 <= len(values) <= MOST:
        raise ValueError(f"Une courbe a de 1 à {MOST} points.")
    reforms = {value: _reform(parameter, value, month) for value in values}
    baseline = population if isinstance(population, Baseline) else Baseline(population)
    supposed = [take_up(text) for text in assumptions]
    points: list[Row] = []
    beside: list[Row] = []
    claimed: list[Row] = []
    for assumed in supposed:
        key = {"mois": month, "recours": assumed.name}
        points += (
            {**key, "parametre": parameter, **row} for row in _points(baseline, reforms, month, assumed)
        )
        before = baseline.before(month, assumed)
        beside += ({**key, **row} for row in references(before, baseline.survey(before)))
        claimed += ({**key, **row} for row in rates(before))
    known = _known(parameter)
    return Curve(
        provenance=provenance_of(baseline, {}, (month,), supposed),
        parameter=parameter,
        label=_label(parameter, known),
        unit=str(known.metadata.get("unit", "")) if known else "",
        now=_now(parameter, month),
        courbe=pd.DataFrame(points),
        references=pd.DataFrame(beside),
        recours=pd.DataFrame(claimed),
        chiffrage=pd.DataFrame([described(one) for one in costing().values()]),
    )


def _points(
    baseline: Baseline, reforms: dict[float, TaxBenefitSystem | None], month: str, assumed: TakeUp
) -> Iterator[Row]:
    line = poverty_line(baseline.population, month).yearly
    before = baseline.before(month, assumed)
    for value, reform in reforms.items():
        after = before if reform is None else baseline.after(month, assumed, reform)
        pair = Pair(before, after, baseline.survey(before), Touched(reform or load(), month), line)
        cost, moved = pair.spending.total(), pair.moves()
        yield {
            "valeur": float(value),
            "en_vigueur": reform is None,
            **{name: cost[name] for name in ("calcul", "borne", "ecart", "ecart_erreur")},
            **{name: moved[name] for name in ("gagnants", "gagnants_erreur", "perdants", "perdants_erreur")},
        }


def _reform(parameter: str, value: float, month: str) -> TaxBenefitSystem | None:
    """Return the rules where the figure has a value; None where it has it already."""
    if _now(parameter, month) == value:
        return None
    said = {parameter: {f"{month[:4]}-01-01": float(value)}}
    return from_content({"nom": f"{parameter} = {value:g}", "parametres": said})


def _label(parameter: str, known: Parameter | None) -> str:
    """Say what a figure is, and of which right."""
    text = " ".join(str((known and known.description) or parameter).split())
    entry = next((catalogue()[step] for step in parameter.split(".") if step in catalogue()), None)
    return f"{entry.nom}, {text[:1].lower()}{text[1:]}" if entry else text


def _now(parameter: str, month: str) -> float | None:
    known = _known(parameter)
    value = known(f"{month}-01") if known else None
    return float(value) if isinstance(value, int | float) else None


def _known(parameter: str) -> Parameter | None:
    found: Any = load().parameters
    for step in parameter.split("."):
        found = getattr(found, step, None)
    return found if isinstance(found, Parameter) else None
