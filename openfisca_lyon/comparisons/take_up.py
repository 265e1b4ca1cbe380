"""Take-up: who receives what they are entitled to, as an assumption that is always said.

The same households are supposed to claim under the rules in force and under a reform: each has a number drawn
once between 0 and 1 (``alea_recours``), and claims a right when it is under the rate. One number serves all
rights: those who claim little claim little everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

FULL, DOCUMENTED = "plein", "documente"
OTHER = "autre"
TENURE = "statut_occupation_logement"
LABELS = {
    FULL: "Tous ceux qui ont droit reçoivent",
    DOCUMENTED: "Recours publié, là où il l'est",
}


@dataclass(frozen=True)
class Known:
    """A published rate.

    Attributes:
        right: of which right.
        received: the ``_percu`` inputs that follow it.
        rates: by tenure, and ``autre`` for the rest; empty when it is deduced from published spending.
        from_spending: whether it is deduced so.
        mixed: whether each household counts for the rate, and is not drawn (see ``simulation.py``).
        year, field, source, href, text: where it comes from, and what it says.
    """

    right: str
    received: tuple[str, ...]
    rates: Mapping[str, float]
    from_spending: bool
    mixed: bool
    year: int
    field: str
    source: str
    href: str
    text: str


@dataclass(frozen=True)
class TakeUp:
    """An assumption of take-up.

    Attributes:
        name: ``plein``, ``documente``, or how it was written on the command line.
        rates: for each right, its rate by tenure; a right that is not there is received by all.
        from_spending: rights whose rate is deduced from their published spending.
    """

    name: str
    rates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    from_spending: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The assumption in French."""
        return LABELS.get(self.name, f"Recours supposé : {self.name}")

    def claims(self, right: str, homes: pd.DataFrame) -> NDArray[np.bool_] | None:
        """Tell for each household whether it claims a right; None when all do.

        Args:
            right: its id.
            homes: the households, with their tenure and ``alea_recours``.
        """
        rates = self.rates.get(right)
        if rates is None:
            return None
        draws = homes["alea_recours"].to_numpy()
        rest = rates.get(OTHER, 1.0)
        tenures = homes[TENURE].astype("category").cat
        found = np.array([rates.get(str(name), rest) for name in tenures.categories])
        return np.asarray(draws < found[tenures.codes.to_numpy()])


@cache
def known() -> Mapping[str, Known]:
    """Return the published rates, by right."""
    table: dict[str, Any] = yaml.load(
        (files("openfisca_lyon.comparisons") / "take_up.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )["droits"]
    return MappingProxyType(
        {
            right: Known(
                right=right,
                received=tuple(one["percu"]),
                rates=one.get("taux", {}),
                from_spending=one.get("depense_publiee", False),
                mixed=one.get("melange", False),
                year=one["annee"],
                field=one["champ"],
                source=one["source"],
                href=one["href"],
                text=" ".join(one["texte"].split()),
            )
            for right, one in table.items()
        }
    )


def take_up(text: str) -> TakeUp:
    """Read an assumption: ``plein``, ``documente``, or rates by right, ``rsa=0.7,rsj=0.5``.

    Raises:
        ValueError: it is none of these; the message is in French.
    """
    if text == FULL:
        return TakeUp(FULL)
    if text == DOCUMENTED:
        return TakeUp(
            DOCUMENTED,
            {right: one.rates for right, one in known().items() if not one.from_spending},
            frozenset(right for right, one in known().items() if one.from_spending),
        )
    rates: dict[str, Mapping[str, float]] = {}
    for part in text.split(","):
        right, _, said = part.partition("=")
        try:
            rate = float(said)
        except ValueError:
            rate = -1.0
        if right.strip() not in known() or not 0 <= rate <= 1:
            raise ValueError(
                f"Le recours s'écrit {FULL}, {DOCUMENTED}, ou des parts entre 0 et 1 : « rsa=0.7,rsj=0.5 ». "
                f"Droits possibles : {', '.join(known())}."
            )
        rates[right.strip()] = {OTHER: rate}
    return TakeUp(text, rates)
