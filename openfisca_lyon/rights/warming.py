"""Makes in advance the plans by which a month is answered fast, and keeps them on disk."""

from openfisca_lyon.engine import warm as make_plan
from openfisca_lyon.rights.law import variables_at
from openfisca_lyon.rights.trials import in_part
from openfisca_lyon.situations import read
from openfisca_lyon.system import load

# A tax notice cuts formulas off at the years that it gives: none, the last ones, or those guessed from pensions.
SITUATIONS: tuple[dict[str, object], ...] = (
    {"personnes": [{"age": 30}]},
    {"personnes": [{"age": 30}], "impots": {"revenu_fiscal_de_reference": 10_000}},
    {"personnes": [{"age": 70, "revenus": {"retraite_nette": 1_000}}]},
)


def warm(month: str) -> list[str]:
    """Make the plans of a month.

    Returns:
        Why some questions would be left to plain OpenFisca; nothing when none is.
    """
    system = load()
    variables = variables_at(system, month)
    households = [in_part(read(content, month).households, system) for content in SITUATIONS]
    return [reason for each in households if (reason := make_plan(each, variables, month))]
