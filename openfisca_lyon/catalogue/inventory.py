"""Every system that public pages name, and where it is found here, or why it is not a right."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import Field, TypeAdapter, model_validator

from openfisca_lyon.catalogue.entries import Axis, Strict, Text


class System(Strict):
    """A system named by the Projet métropolitain des solidarités, or another aid of the Métropole.

    Attributes:
        systeme: what the pages call it.
        axe: where the project files it.
        cite_par: ``projet``, the project's own pages, or ``metropole``, other aids found.
        droits: ids of the rights that answer to it.
        pas_un_droit: why a person cannot ask for it.
    """

    systeme: Text
    axe: Axis
    cite_par: Literal["projet", "metropole"]
    droits: tuple[str, ...] = ()
    pas_un_droit: str = ""

    @model_validator(mode="after")
    def _has_an_answer(self) -> "System":
        if bool(self.droits) == bool(self.pas_un_droit):
            raise ValueError(f"« {self.systeme} »: either droits or pas_un_droit")
        return self


@cache
def inventory() -> tuple[System, ...]:
    """Return the systems, in the order of the pages."""
    text = (files(__package__) / "inventaire.yaml").read_text(encoding="utf-8")
    return TypeAdapter(Annotated[tuple[System, ...], Field(min_length=1)]).validate_python(
        tuple(yaml.load(text, Loader=yaml.CSafeLoader))
    )
