"""The rules in force beside published caseloads and spending: each miss with its sign, its size and its reasons."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.comparisons.outcomes import Outcome
from openfisca_lyon.comparisons.survey import Survey
from openfisca_lyon.populations.margins import margins


class Reference(BaseModel):
    """A published figure; ``references.yaml`` says what each key means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    droit: str
    quoi: str
    marge: str
    categorie: str
    annee: int
    champ: str
    explique: str
    sous: str = ""
    fois: float = 1.0

    @property
    def published(self) -> float:
        """The figure, in units or in euros."""
        return float(margins()[self.marge].categories[self.categorie]) * self.fois


def references(outcome: Outcome, survey: Survey) -> Iterator[dict[str, Any]]:
    """Yield each published figure beside that of the population, with the gap and what explains it."""
    for one in known():
        if one.sous and one.sous != outcome.take_up.name:
            continue
        held = outcome.rights[one.droit]
        counted = held.amounts if one.quoi == "depense" else held.holders
        found = survey.total(outcome.by_home(held.entity, counted))
        simulated, published = float(found.value[0]), one.published
        yield {
            "droit": one.droit,
            "nom": catalogue()[one.droit].nom,
            "quoi": one.quoi,
            "simule": simulated,
            "simule_erreur": float(found.error[0]),
            "publie": published,
            "annee": one.annee,
            "champ": one.champ,
            "ecart_relatif": simulated / published - 1,
            "source": " ; ".join(title for title, _ in margins()[one.marge].sources),
            "explication": " ".join(one.explique.split()),
        }


@cache
def known() -> tuple[Reference, ...]:
    """Return the published figures."""
    text = (files("openfisca_lyon.comparisons") / "references.yaml").read_text(encoding="utf-8")
    return tuple(Reference.model_validate(one) for one in yaml.load(text, Loader=yaml.CSafeLoader))
