"""The inventory: each system named in public has a right of the catalogue, or the reason why it is none."""

from importlib.resources import files
from typing import Any

import pytest
import yaml

from openfisca_lyon.catalogue import Axis, catalogue

LINES: list[dict[str, Any]] = yaml.safe_load(
    (files("openfisca_lyon.catalogue") / "inventaire.yaml").read_text(encoding="utf-8")
)
# The systems named on the two public pages, in words that a line must hold.
NAMED = (
    "hospitalité",
    "bidonvilles",
    "activité économique",
    "tiny houses",
    "Logement social",
    "visites à domicile",
    "bilans de santé",
    "pères",
    "Protection de l'enfance",
    "autonomie",
    "handicapées",
    "compensation du handicap",
    "Isolement",
    "discriminations",
    "Espace public",
    "Sport",
    "Culture",
    "Loisirs",
    "Transports en commun gratuits",
    "55 000 ménages",
    "Outils numériques",
    "Revenu de solidarité jeunes",
    "Décrochage scolaire",
    "Autonomie par le logement",
    "Colocations intergénérationnelles",
    "santé sexuelle",
    "Égalité",
    "étudiants",
    "Santé mentale",
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["systeme"])
def test_a_line_names_rights_that_exist_or_says_why_there_is_none(line: dict[str, Any]) -> None:
    assert line["axe"] in set(Axis)
    assert line["cite_par"] in {"projet", "metropole"}
    if "pas_un_droit" in line:
        assert line.keys() == {"systeme", "axe", "cite_par", "pas_un_droit"}
        assert line["pas_un_droit"].strip().endswith(".")
    else:
        assert line.keys() == {"systeme", "axe", "cite_par", "droits"}
        assert line["droits"]
        assert set(line["droits"]) - catalogue().keys() == set()


@pytest.mark.parametrize("words", NAMED)
def test_what_the_public_pages_name_has_its_line(words: str) -> None:
    assert [line for line in LINES if words in line["systeme"] and line["cite_par"] == "projet"]


def test_no_system_is_listed_twice() -> None:
    names = [line["systeme"] for line in LINES]
    assert len(names) == len(set(names))
