"""Documentation that is made from the rules says what the rules say."""

from pathlib import Path

from openfisca_lyon.catalogue import Axis, catalogue
from openfisca_lyon.catalogue.inventory import inventory
from openfisca_lyon.catalogue.table import markdown

ROOT = Path(__file__).parents[2]


def test_the_table_of_rights_is_up_to_date() -> None:
    assert (ROOT / "docs/droits.md").read_text(encoding="utf-8") == markdown(), "run « make docs »"


def test_every_system_named_publicly_has_its_rights_or_a_reason() -> None:
    systems = inventory()
    assert {one.axe for one in systems if one.cite_par == "projet"} == set(Axis)
    unknown = {right for one in systems for right in one.droits} - catalogue().keys()
    assert unknown == set()
