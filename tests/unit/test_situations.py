"""A household in a person's words: what is refused and how it is said, what is understood."""

from typing import Any

import numpy as np
import pytest

from openfisca_lyon.engine import calculate
from openfisca_lyon.situations import SituationError, read, situation_model

MONTH = "2026-10"
CANARY = "Zébulon4217"


def faults(content: Any) -> dict[str, str]:
    with pytest.raises(SituationError) as caught:
        read(content, MONTH)
    return {fault.pointer: fault.message for fault in caught.value.faults}


def household(*people: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"personnes": list(people), "logement": {"commune": "Villeurbanne"}, **rest}


@pytest.mark.parametrize(
    ("content", "pointer", "message"),
    [
        (household({"date_naisance": "2004-03-12"}), "/personnes/0/date_naisance", "« date_naissance »"),
        (household({"date_naissance": "2004-02-30"}), "/personnes/0/date_naissance", "n'existe pas"),
        (household({"date_naissance": "2031-01-01"}), "/personnes/0/date_naissance", "impossible"),
        (household({"age": -1}), "/personnes/0/age", "inférieur à 0"),
        (household({"age": 20, "date_naissance": "2004-03-12"}), "/personnes/0/age", "pas les deux"),
        (household({"revenus": {"salaire_net": float("nan")}}), "/personnes/0/revenus/salaire_net", "infini"),
        (household({"revenus": {"salaire_net": float("inf")}}), "/personnes/0/revenus/salaire_net", "infini"),
        (
            household({"revenus": {"salaire_net": 1e9}}),
            "/personnes/0/revenus/salaire_net",
            "dépasser 100 000",
        ),
        (household({"titre_sejour": "x"}), "/personnes/0/titre_sejour", "francais, eee_suisse"),
        (household({"rsj_percu": "peut-être"}), "/personnes/0/rsj_percu", "oui ou par non"),
        (household({"rsj_mois_percus": 1.5}), "/personnes/0/rsj_mois_percus", "entier"),
        (household({}, logement={"commune": "Atlantide"}), "/logement/commune", "Commune inconnue"),
        (household({}, logement={"loyer": -4}), "/logement/loyer", "inférieur à 0"),
        (household({}, date="2026-13"), "/date", "AAAA-MM"),
        (household(), "/personnes", "au moins 1"),
        ({"logement": {}}, "/personnes", "obligatoire"),
        (household({}, {}), "/personnes/1/lien", "lien"),
        (household({}, {"lien": "demandeur"}), "/personnes/1/lien", "déjà"),
        (household({}, {"lien": "conjoint"}), "/conjugalite", "marié"),
        (household({}, conjugalite="marie"), "/conjugalite", "Aucune personne"),
        (household({"nom": "A"}, {"nom": "A", "lien": "autre"}), "/personnes/1/nom", "déjà ce nom"),
        (household({"lien": "enfant"}), "/personnes", "qui demande"),
    ],
)
def test_a_mistake_is_named_by_its_field(content: Any, pointer: str, message: str) -> None:
    found = faults(content)
    assert pointer in found
    assert message in found[pointer]


def test_all_mistakes_are_said_at_once() -> None:
    found = faults(household({"age": 300, "titre_sejour": "x"}, logement={"commune": "Nulle-Part"}))
    assert set(found) == {"/personnes/0/age", "/personnes/0/titre_sejour", "/logement/commune"}


def test_what_was_typed_is_never_repeated() -> None:
    wrong = {
        "nom": CANARY * 9,
        "titre_sejour": CANARY,
        "age": CANARY,
        "date_naissance": CANARY,
        CANARY: CANARY,
    }
    content = {"personnes": [wrong], "logement": {"commune": CANARY}, "date": CANARY, "conjugalite": CANARY}
    with pytest.raises(SituationError) as caught:
        read(content, MONTH)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("content", [None, [], "texte", 3, {"personnes": "x"}, {"personnes": [3]}])
def test_anything_at_all_gets_a_message(content: Any) -> None:
    assert faults(content)


def test_each_field_of_the_form_carries_its_question() -> None:
    schema = situation_model().model_json_schema()
    person = schema["$defs"]["Personne"]["properties"]
    assert person["rsj_percu"]["description"].endswith("?")
    assert {"nom", "lien", "date_naissance", "revenus", "titre_sejour"} <= person.keys()


def test_a_couple_with_a_child_is_one_family_and_one_tax_return() -> None:
    situation = read(
        household({}, {"lien": "conjoint"}, {"lien": "enfant", "age": 4}, conjugalite="marie"), MONTH
    )
    groups = situation.households.groups
    assert [groups[name].count for name in ("famille", "foyer_fiscal", "menage")] == [1, 1, 1]
    assert groups["famille"].role.tolist() == [0, 1, 2]


def test_partners_who_are_not_married_file_apart() -> None:
    situation = read(household({}, {"lien": "conjoint"}, conjugalite="concubin"), MONTH)
    assert situation.households.groups["foyer_fiscal"].of_person.tolist() == [0, 1]
    assert situation.households.groups["famille"].of_person.tolist() == [0, 0]


def test_a_young_person_with_parents_is_a_child_of_their_family() -> None:
    situation = read(household({"age": 20}, {"lien": "parent"}, {"lien": "parent"}), MONTH)
    assert situation.households.groups["famille"].role.tolist() == [2, 0, 1]
    assert situation.households.groups["foyer_fiscal"].role.tolist() == [2, 0, 1]


@pytest.mark.parametrize(("age", "families"), [(24, 1), (25, 2)])
def test_at_twenty_five_a_child_is_a_family_of_its_own(age: int, families: int) -> None:
    situation = read(household({"age": 50}, {"lien": "enfant", "age": age}), MONTH)
    assert situation.households.groups["famille"].count == families


def test_a_student_who_lives_elsewhere_has_a_home_of_their_own() -> None:
    student = {"lien": "enfant", "age": 19, "activite": "etudiant", "logement": {"commune": "Bron"}}
    situation = read(household({"age": 50}, student), MONTH)
    assert situation.households.groups["menage"].of_person.tolist() == [0, 1]
    assert situation.households.groups["famille"].count == 1
    assert situation.households.columns["depcom", MONTH].tolist() == ["69266", "69029"]


def test_flatmates_share_only_the_dwelling() -> None:
    situation = read(household({}, {"lien": "autre"}), MONTH)
    counts = [situation.households.groups[name].count for name in ("famille", "foyer_fiscal", "menage")]
    assert counts == [2, 2, 1]


def test_one_monthly_figure_fills_the_months_the_law_looks_back_on() -> None:
    situation = read(household({"revenus": {"indemnites_stage": 600}}), MONTH)
    months = [month for name, month in situation.households.columns if name == "indemnites_stage"]
    assert (min(months), max(months), len(months)) == ("2024-01", "2026-12", 36)


def test_an_amount_holds_from_its_month_until_the_next_one() -> None:
    amounts = {"2026-03": 600, "2026-07": 0}
    columns = read(household({"revenus": {"indemnites_stage": amounts}}), MONTH).households.columns
    values = [
        float(columns["indemnites_stage", month][0]) for month in ("2024-01", "2026-03", "2026-06", "2026-07")
    ]
    assert values == [600, 600, 600, 0]


def test_a_net_wage_is_the_one_the_rules_find() -> None:
    situation = read(household({"age": 40, "revenus": {"salaire_net": 2500}}), MONTH)
    values = calculate(situation.households, ["salaire_net", "salaire_de_base"], MONTH)
    assert values["salaire_net"] == pytest.approx([2500], abs=0.005)
    assert values["salaire_de_base"] > 3100


def test_the_tax_notice_wins_over_what_is_computed() -> None:
    content = household(
        {"age": 40, "revenus": {"salaire_net": 2500}}, impots={"revenu_fiscal_de_reference": 9000}
    )
    assert calculate(read(content, MONTH).households, ["rfr"], MONTH)["rfr"].tolist() == [9000]


def test_a_month_asked_wins_over_the_one_of_the_document() -> None:
    assert read(household({}, date="2026-01"), MONTH).month == MONTH
    assert read(household({}, date="2026-01")).month == "2026-01"


def raw(**person: Any) -> dict[str, Any]:
    return {
        "individus": {"a": person},
        "familles": {"f": {"parents": ["a"]}},
        "foyers_fiscaux": {"f": {"declarants": ["a"]}},
        "menages": {"m": {"personne_de_reference": ["a"], "depcom": {MONTH: "69123"}}},
    }


def test_a_raw_openfisca_case_is_read_too() -> None:
    situation = read(raw(date_naissance={"ETERNITY": "1990-05-01"}, activite={MONTH: "etudiant"}), MONTH)
    values = calculate(situation.households, ["age", "reside_metropole_lyon", "activite"], MONTH)
    assert (int(values["age"][0]), bool(values["reside_metropole_lyon"][0])) == (36, True)
    assert situation.said("activite", 0)
    assert not situation.said("titre_sejour", 0)


def test_a_raw_case_with_someone_in_two_households_is_refused() -> None:
    case = raw()
    case["menages"]["n"] = {"personne_de_reference": ["a"]}
    assert faults(case)


def test_a_raw_case_with_an_infinite_income_is_refused() -> None:
    assert "/individus/a/salaire_de_base/2026-10" in faults(raw(salaire_de_base={MONTH: float("inf")}))


def test_a_raw_case_with_an_unknown_variable_is_refused() -> None:
    assert any("salaire_inconnu" in pointer for pointer in faults(raw(salaire_inconnu={MONTH: 1})))


def test_columns_hold_one_value_a_member() -> None:
    households = read(household({}, {"lien": "enfant", "age": 3}), MONTH).households
    assert all(len(column) in (1, 2) for column in households.columns.values())
    assert np.all(households.household == 0)


@pytest.mark.parametrize(("given", "known"), [(0, False), (850, True)])
def test_a_quotient_of_zero_is_not_known(given: float, known: bool) -> None:
    situation = read(household({}, famille={"quotient_familial_cnaf": given}), MONTH)
    assert situation.said("quotient_familial_cnaf", 0) == known
    assert any("quotient" in note for note in situation.notes) != known


@pytest.mark.parametrize("written", [0.8, 80, "80 %", "0,8"])
def test_a_rate_is_read_as_people_write_it(written: Any) -> None:
    person = {"age": 45, "taux_incapacite": written}
    columns = read({"personnes": [person]}, MONTH).households.columns
    assert columns["taux_incapacite", MONTH][0] == pytest.approx(0.8)


def test_a_rate_beyond_a_hundred_is_a_slip_of_the_finger() -> None:
    assert "/personnes/0/taux_incapacite" in faults({"personnes": [{"age": 45, "taux_incapacite": 800}]})
