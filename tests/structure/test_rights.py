"""Every right has the files of its kind, and its files agree with one another."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openfisca_core.parameters import ParameterNode

from openfisca_lyon.catalogue import Authority, Entry, catalogue
from openfisca_lyon.catalogue.entries import Condition
from openfisca_lyon.rights.doubts import at, leaves, metadata_of
from openfisca_lyon.system import CountryTaxBenefitSystem
from openfisca_lyon.system.dependencies import Dependencies, functions_of
from openfisca_lyon.system.loading import rule_modules, variables_of
from openfisca_lyon.variables.communs.questions import QUESTIONS

ROOT = Path(__file__).parents[2]
BRANCHES = [*Authority, "communs"]


def conditions(entry: Entry) -> Iterator[Condition]:
    yield from entry.conditions
    for part in entry.elements:
        yield from part.conditions


def law_tests(entry: Entry) -> list[Path]:
    folder = ROOT / "tests/law" / entry.autorite
    return [*folder.glob(f"{entry.id}.yaml"), *folder.glob(f"{entry.id}/**/*.yaml")]


@pytest.fixture(params=sorted(catalogue()), name="entry")
def each_entry(request: pytest.FixtureRequest) -> Entry:
    return catalogue()[request.param]


def test_every_variable_an_entry_names_exists(entry: Entry, system: CountryTaxBenefitSystem) -> None:
    named = {condition.variable for condition in conditions(entry)}
    named |= {condition.valeur for condition in conditions(entry) if condition.valeur}
    named |= {reason.variable for reason in entry.a_etudier}
    named |= {amount.variable for amount in (entry.montant, *entry.autres_montants) if amount}
    named |= {name for name in (entry.variable_statut, entry.eligibilite, entry.percu) if name}
    for part in entry.elements:
        named |= {part.statut, *(reason.variable for reason in part.a_etudier)}
        named |= {part.montant.variable} if part.montant else set()
    assert named - system.variables.keys() == set()


def test_a_ceiling_is_not_said_to_be_a_least(entry: Entry) -> None:
    """« Jusqu'à » is written before a ceiling: what is a least, or kept, or known for sure, is another nature."""
    parts = [part.montant for part in entry.elements]
    amounts = [amount for amount in (entry.montant, *entry.autres_montants, *parts) if amount]
    ceilings = [amount.libelle for amount in amounts if amount.nature == "plafond"]
    assert [text for text in ceilings if re.search("au moins|à garder|retenue|montant de base", text)] == []
    assert all(amount.libelle for amount in entry.autres_montants)


def test_every_threshold_is_a_parameter_with_a_reference(
    entry: Entry, system: CountryTaxBenefitSystem
) -> None:
    for condition in conditions(entry):
        for path in condition.seuils:
            at(system, path)
            if path.split(".")[0] in BRANCHES:
                assert metadata_of(system, path).get("reference") or isinstance(
                    at(system, path), ParameterNode
                ), path


def test_every_figure_in_a_text_is_a_threshold(entry: Entry) -> None:
    known = {path.rsplit(".", 1)[-1] for condition in conditions(entry) for path in condition.seuils}
    texts = [condition.texte for condition in conditions(entry)] + [
        reason.texte for reason in entry.a_etudier
    ]
    written = {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}
    assert written - known == set()


def test_conditions_are_boolean_and_about_the_same_people(
    entry: Entry, system: CountryTaxBenefitSystem
) -> None:
    national = entry.eligibilite or (entry.montant.variable if entry.montant else None)
    for owner, listed in [
        (entry.variable_statut, entry.conditions),
        *((p.statut, p.conditions) for p in entry.elements),
    ]:
        for condition in listed:
            variable = system.variables[condition.variable]
            # A national right may be conditioned by an amount above zero; a rule of ours names its conditions.
            assert variable.value_type is bool or owner is None, condition.variable
            right = owner or national
            assert right, f"{entry.id}: conditions of nothing"
            assert variable.entity.key == system.variables[right].entity.key, condition.variable


def test_other_rights_named_are_in_the_catalogue(entry: Entry) -> None:
    assert {*entry.incompatible_avec, *entry.prioritaire_sur} - catalogue().keys() == set()


def test_a_received_input_has_a_question(entry: Entry) -> None:
    assert entry.percu is None or entry.percu in QUESTIONS


def test_a_right_has_its_law_tests(entry: Entry) -> None:
    assert law_tests(entry), f"no tests/law/{entry.autorite}/{entry.id}.yaml"


def test_a_right_written_here_has_its_rule_at_the_same_address(entry: Entry) -> None:
    if entry.variable_statut:
        place = ROOT / "variables" / entry.autorite
        assert (place / f"{entry.id}.py").is_file() or (place / entry.id).is_dir()


def test_a_status_bears_the_stem(entry: Entry) -> None:
    assert entry.variable_statut in (None, f"{entry.id}_statut")


def test_every_rule_of_an_authority_belongs_to_a_right() -> None:
    for authority in Authority:
        for path in (ROOT / "variables" / authority).glob("*"):
            stem = path.stem
            if stem != "__init__" and stem != "__pycache__":
                assert stem in catalogue(), f"variables/{authority}/{path.name} has no catalogue entry"


def test_every_figure_has_a_unit_a_date_of_check_and_a_reference_for_each_value(
    system: CountryTaxBenefitSystem,
) -> None:
    faults = []
    for branch in BRANCHES:
        for leaf in leaves(system.parameters.children.get(branch)):
            metadata = metadata_of(system, leaf.name.split("[")[0])
            references = metadata.get("reference") or {}
            dated = {str(day) for day in references} if isinstance(references, dict) else set()
            missing = [value.instant_str for value in leaf.values_list if value.instant_str not in dated]
            if missing and "href" not in references:
                faults.append(f"{leaf.name}: no reference at {missing[0]}")
            stem = leaf.name.split(".")[1]
            closed = stem in catalogue() and catalogue()[stem].periode.fin is not None
            if not closed and not ({"verifie_jusqu_au", "revalorise_le"} & metadata.keys()):
                faults.append(f"{leaf.name}: neither verifie_jusqu_au nor revalorise_le")
    assert faults == []


def test_thresholds_of_questions_are_parameters(system: CountryTaxBenefitSystem) -> None:
    for name, question in QUESTIONS.items():
        assert name in system.variables, name
        for path in question.seuils:
            at(system, path)


def test_every_fact_that_our_rules_read_can_be_asked(system: CountryTaxBenefitSystem) -> None:
    """A formula-less variable of ours that no question asks would be silently false."""
    ours = {variable.__name__ for module in rule_modules() for variable in variables_of(module)}
    silent = {name for name in ours if not system.variables[name].formulas} - QUESTIONS.keys()
    assert silent == set()


def test_formulas_never_build_the_names_they_ask_for() -> None:
    """What a right reads is found in its formulas' constants: a built name would be missed."""
    import ast
    import inspect

    for module in rule_modules():
        tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.JoinedStr):
                callee = ast.unparse(node.func)
                assert callee.split(".")[0] not in {"individu", "famille", "menage", "foyer_fiscal"}, (
                    f"{module.__name__}: {callee}"
                )


def test_parameters_that_formulas_read_are_found(system: CountryTaxBenefitSystem) -> None:
    reads = Dependencies(system, "2026-10-01")
    assert "metropole_lyon.rsj.duree_maximale" in reads.parameters(["rsj_condition_duree"])
    assert sum(1 for module in rule_modules() for _ in functions_of(module)) > 50


def test_a_mend_that_calls_france_reads_what_france_reads(system: CountryTaxBenefitSystem) -> None:
    reads = Dependencies(system, "2026-10-01")
    assert "rsa_jeune_condition_heures_travail_remplie" in reads.direct("rsa_eligibilite")


def test_a_mend_of_one_year_leaves_the_formulas_of_later_years(system: CountryTaxBenefitSystem) -> None:
    """OpenFisca's own update would drop every formula of France that is later than ours."""
    formulas = system.variables["duflot_pinel_denormandie_metropole"].formulas
    assert formulas["2019-01-01"].__module__.startswith("openfisca_lyon")
    assert {start for start in formulas if start > "2019-01-01"} == {
        f"{year}-01-01" for year in range(2020, 2025)
    }
