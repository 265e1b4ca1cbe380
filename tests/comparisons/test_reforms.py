"""The four reforms of the page of deliberations, and reforms of one's own in a Python file."""

from pathlib import Path

import pytest

from openfisca_lyon.comparisons.costing import costing
from openfisca_lyon.comparisons.touched import Touched
from openfisca_lyon.system import ReformError, load, reform_from, reform_named

MONTH = "2026-11"


@pytest.mark.parametrize(
    ("reform", "direct", "not_direct"),
    [
        ("rsj_500_euros", {"rsj"}, {"rsa", "tcl_solidaire_gratuit", "ppa", "fsl_maintien"}),
        ("rsj_etudiants", {"rsj"}, {"rsa", "tcl_solidaire_gratuit"}),
        ("tcl_gratuit_mineurs", {"tcl_solidaire_gratuit"}, {"rsj", "rsa"}),
        ("fsl_sans_plafond", {"fsl_maintien"}, {"rsj", "rsa", "tcl_solidaire_gratuit"}),
    ],
)
def test_a_reform_reaches_its_right_directly_and_others_only_by_it(
    reform: str, direct: set[str], not_direct: set[str]
) -> None:
    touched = Touched(reform_named(reform), MONTH)
    assert {right for right in direct | not_direct if touched.directly(costing()[right])} == direct


def test_only_what_a_reform_changes_is_named() -> None:
    touched = Touched(reform_named("rsj_500_euros"), MONTH)
    assert touched.figures == {
        "metropole_lyon.rsj.montant_sans_ressource",
        "metropole_lyon.rsj.montant_avec_ressources",
    }
    assert not touched.variables
    assert Touched(reform_named("rsj_etudiants"), MONTH).variables == {"rsj_condition_etudes"}


@pytest.mark.parametrize(
    "reform", ["rsj_500_euros", "rsj_etudiants", "tcl_gratuit_mineurs", "fsl_sans_plafond"]
)
def test_a_reform_touches_nothing_before_it_starts(reform: str) -> None:
    touched = Touched(reform_named(reform), "2025-12")
    assert not touched.variables | touched.figures
    started = Touched(reform_named(reform), "2026-01")
    assert started.variables | started.figures


def test_the_fsl_without_ceiling_leaves_the_rules_in_force_alone() -> None:
    reform = reform_named("fsl_sans_plafond")
    assert reform.parameters.communs.fsl.quotient_plafond("2026-02-01") == 1_000_000
    assert load().parameters.communs.fsl.quotient_plafond("2026-02-01") < 2_000


@pytest.mark.parametrize(
    ("text", "message"),
    [("x = 1", "une réforme, et une seule"), ("import rien_de_tel", "ne s'exécute pas")],
)
def test_a_python_file_that_is_no_reform_is_refused_in_french(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "essai.py"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReformError, match=message):
        reform_from(str(file))


def test_a_python_file_is_never_named_through_the_doors_of_the_network(tmp_path: Path) -> None:
    file = tmp_path / "essai.py"
    file.write_text("raise SystemExit", encoding="utf-8")
    with pytest.raises(ReformError, match="n'existe pas"):
        reform_named(str(file))
