"""Reforms: what they change, and what they refuse to be."""

from pathlib import Path

import pytest
import yaml

from openfisca_lyon.system import ReformError, load, reform_named, reforms
from openfisca_lyon.system.reforms import from_content

AMOUNT = "metropole_lyon.rsj.montant_sans_ressource"


def test_each_shipped_reform_changes_the_rules() -> None:
    assert {
        "rsj_500_euros",
        "rsj_seuil_600_euros",
        "rsj_etudiants",
        "tcl_gratuit_mineurs",
    } <= reforms().keys()
    for reform in reforms().values():
        assert reform.name
        assert reform.variables != load().variables or reform.parameters is not load().parameters


def test_a_reform_leaves_the_rules_in_force_as_they_are() -> None:
    reform = reform_named("rsj_500_euros")
    amounts = [system.parameters.metropole_lyon.rsj.montant_sans_ressource for system in (reform, load())]
    assert [amount("2026-10-01") for amount in amounts] == [500, 420]
    assert [amount("2025-12-31") for amount in amounts] == [420, 420]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"nom": "x", "parametres": {"metropole_lyon.rjs.montant": {"2026-01-01": 1}}}, "« rsj »"),
        ({"nom": "x", "parametres": {"metropole_lyon.rsj": {"2026-01-01": 1}}}, "pas un chiffre seul"),
        ({"nom": "x", "parametres": {AMOUNT: {"2026-01-01": 420}}}, "n'y change rien"),
        ({"nom": "x", "parametres": {AMOUNT: {"janvier": 1}}}, "pas bien écrite"),
        ({"nom": "x", "parametres": {}}, "pas bien écrite"),
        ({"parametres": {AMOUNT: {"2026-01-01": 1}}}, "pas bien écrite"),
        ({"nom": "x", "parametres": {AMOUNT: {"2026-01-01": float("nan")}}}, "pas bien écrite"),
        ([], "pas bien écrite"),
    ],
)
def test_a_reform_that_does_nothing_it_says_is_a_mistake(content: object, said: str) -> None:
    with pytest.raises(ReformError, match=said):
        from_content(content)


def test_a_reform_can_be_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "ma_reforme.yaml"
    file.write_text(yaml.safe_dump({"nom": "Ma réforme", "parametres": {AMOUNT: {"2027-01-01": 600}}}))
    assert reform_named(str(file)).parameters.metropole_lyon.rsj.montant_sans_ressource("2027-02-01") == 600


def test_a_file_that_is_not_a_document_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "ma_reforme.yaml"
    file.write_text("[")
    with pytest.raises(ReformError, match="ni du YAML ni du JSON"):
        reform_named(str(file))
