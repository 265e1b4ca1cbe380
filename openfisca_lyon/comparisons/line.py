"""The national poverty line, carried to the month asked as the incomes of the population are."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from openfisca_lyon.populations import Population
from openfisca_lyon.populations.uprating import factors
from openfisca_lyon.rights.wording import euros

INDEX = "salaires"
MONTHS = 12


@dataclass(frozen=True)
class Line:
    """A poverty line.

    Attributes:
        yearly: euros a year for one consumption unit, at the month asked.
        year, published: the year it was published for, and its euros a month then.
        source, href: where it was read.
    """

    yearly: float
    year: int
    published: float
    source: str
    href: str

    @property
    def text(self) -> str:
        """What the line is, in French."""
        return (
            f"Seuil national de pauvreté : 60 % du niveau de vie médian de France métropolitaine en {self.year}, "
            f"{euros(self.published)} par mois pour une personne seule, porté au mois demandé comme les salaires "
            f"de la population ({euros(round(self.yearly / MONTHS))}). Une réforme locale ne le change pas."
        )


def poverty_line(population: Population, month: str) -> Line:
    """Return the line of the year of the population's incomes, or the nearest published one before it."""
    amounts = population.metadata.amounts
    known = _published()
    wanted = amounts.get(INDEX, int(month[:4]))
    year = max([one for one in known if one <= wanted], default=min(known))
    factor = factors(month, {INDEX: year})[INDEX]
    one = known[year]
    return Line(one["montant"] * MONTHS * factor, year, one["montant"], one["source"], one["href"])


@cache
def _published() -> dict[int, dict[str, Any]]:
    text = (files("openfisca_lyon.comparisons") / "poverty_line.yaml").read_text(encoding="utf-8")
    found: dict[int, dict[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)["lignes"]
    return found
