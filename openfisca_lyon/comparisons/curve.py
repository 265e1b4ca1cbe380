"""A cost curve: one figure of the law moved over a range, all else equal."""

from collections.abc import Sequence

import pandas as pd

from openfisca_lyon.comparisons.line import poverty_line
from openfisca_lyon.comparisons.simulation import Baseline
from openfisca_lyon.comparisons.tables import Pair
from openfisca_lyon.comparisons.take_up import DOCUMENTED, FULL, take_up
from openfisca_lyon.comparisons.touched import Touched
from openfisca_lyon.populations import Population
from openfisca_lyon.system import load
from openfisca_lyon.system.reforms import from_content

MOST = 50  # values of a curve: each is a reform


def curve(
    population: Population | Baseline,
    parameter: str,
    values: Sequence[float],
    month: str,
    *,
    assumptions: Sequence[str] = (FULL, DOCUMENTED),
) -> pd.DataFrame:
    """Return what each value of a figure costs and changes, against the rules in force.

    Args:
        population: who.
        parameter: path of the figure, ``metropole_lyon.rsj.montant_sans_ressource``.
        values: what it may be, from January of the year asked.
        month: the month asked.
        assumptions: of take-up; see :func:`~openfisca_lyon.comparisons.compare`.

    Returns:
        By assumption and value: ``recours, valeur, en_vigueur``, then ``ecart`` (euros a year, the rights that change),
        how it was found (``calcul``, ``borne``), ``gagnants`` and ``perdants``, each with its bar.

    Raises:
        ReformError: the figure does not exist.
        ValueError: too many values; the message is in French.
    """
    if not 1 <= len(values) <= MOST:
        raise ValueError(f"Une courbe a de 1 à {MOST} points.")
    baseline = population if isinstance(population, Baseline) else Baseline(population)
    start = f"{month[:4]}-01-01"
    now = load().get_parameters_at_instant(f"{month}-01")
    for step in parameter.split("."):
        now = getattr(now, step, None)
    line = poverty_line(baseline.population, month).yearly
    rows = []
    for assumed in (take_up(text) for text in assumptions):
        before = baseline.before(month, assumed)
        weights = baseline.survey(before)
        for value in values:
            same = now is not None and float(value) == float(now)
            reform = (
                load()
                if same
                else from_content(
                    {"nom": f"{parameter} = {value:g}", "parametres": {parameter: {start: float(value)}}}
                )
            )
            after = before if same else baseline.after(month, assumed, reform)
            pair = Pair(before, after, weights, Touched(reform, month), line)
            cost, moved = pair.spending.total(), pair.moves()
            rows.append(
                {
                    "recours": assumed.name,
                    "parametre": parameter,
                    "valeur": float(value),
                    "en_vigueur": same,
                    "ecart": cost["ecart"],
                    "ecart_erreur": cost["ecart_erreur"],
                    "calcul": cost["calcul"],
                    "borne": cost["borne"],
                    **{
                        name: moved[name]
                        for name in ("gagnants", "gagnants_erreur", "perdants", "perdants_erreur")
                    },
                }
            )
    return pd.DataFrame(rows)
