"""Reports: statuses in their order, what is missing, rights that open rights, the whole."""

from collections.abc import Mapping
from typing import Any

import pytest

from openfisca_lyon.rights import Report, RightReport, evaluate
from openfisca_lyon.situations import read

MONTH = "2026-10"
INES: dict[str, Any] = {
    "nom": "Inès",
    "date_naissance": "2005-03-14",
    "titre_sejour": "francais",
    "date_arrivee_metropole": "2023-02-01",
    "activite": "actif",
    "soutien_financier_parents_ou_tiers": "aucun",
    "revenus": {"salaire_net": 180},
}
LYON = {"commune": "69383"}


def household(*people: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"personnes": list(people), "logement": LYON, "tout_est_dit": True, **rest}


CONTENTS: Mapping[str, dict[str, Any]] = {
    "ines": household(INES),
    "ines_au_seuil": household(INES | {"revenus": {"salaire_net": 400}}),
    "ines_sous_le_seuil": household(INES | {"revenus": {"salaire_net": 399.99}}),
    "ines_sans_compte_de_mois": household(
        INES | {"revenus": {}, "scolarite": "inconnue", "sous_contrat_engagement_jeune": False,
                "sous_contrat_jeune_majeur": False, "aah_percu": False},
        famille={"rsa_percu": False}, tout_est_dit=False,
    ),
    "ines_recoit_le_rsj": household(INES | {"rsj_percu": True}),
    "ines_au_rsa": household(INES, famille={"rsa_percu": True}),
    "quadragenaire": household({"age": 42, "revenus": {}}, tout_est_dit=False),
    "inconnu": household({}, tout_est_dit=False),
    "parent_au_rsa": household(
        {"nom": "Karim", "date_naissance": "1985-06-02", "activite": "chomeur", "revenus": {}},
        {"nom": "Sara", "lien": "enfant", "date_naissance": "2018-01-20"},
        famille={"rsa_percu": True},
    ),
    "ailleurs": household(INES, logement={"commune": "38544"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Every household, evaluated in one batch."""
    answers = evaluate([read(content, MONTH) for content in CONTENTS.values()])
    return dict(zip(CONTENTS, answers, strict=True))


def right(report: Report, id: str, who: str | None = None, element: str | None = None) -> RightReport:
    found = [
        one
        for one in report.droits
        if one.id == id and one.element == element and (who is None or who in one.beneficiaire)
    ]
    assert len(found) == 1
    return found[0]


def test_a_right_comes_with_its_amount_and_each_condition(reports: dict[str, Report]) -> None:
    rsj = right(reports["ines"], "rsj")
    assert rsj.statut == "eligible_probable"
    assert rsj.montant is not None
    assert (rsj.montant.minimum, rsj.montant.maximum, rsj.montant.par) == (315, 315, "mois")
    age = rsj.conditions[0]
    assert (age.texte, age.remplie, age.valeur) == ("Avoir entre 18 et 24 ans.", True, "21 ans")
    assert [seuil.valeur for seuil in age.seuils] == [18, 24]
    assert all(seuil.href.startswith("http") and seuil.depuis == "2021-06-01" for seuil in age.seuils)


def test_the_condition_that_fails_is_named(reports: dict[str, Report]) -> None:
    rsj = right(reports["ines_au_seuil"], "rsj")
    assert rsj.statut == "non_eligible"
    assert [one.variable for one in rsj.conditions if not one.remplie] == ["rsj_condition_ressources"]
    assert rsj.montant is None


def test_what_is_closed_always_says_why(reports: dict[str, Report]) -> None:
    closed = [
        right for report in reports.values() for right in report.droits if right.statut == "non_eligible"
    ]
    assert closed
    silent = {
        (right.id, right.element)
        for right in closed
        if not any(condition.remplie is False for condition in right.conditions)
    }
    assert silent == set()


def test_a_cent_under_the_threshold_opens_the_right(reports: dict[str, Report]) -> None:
    assert right(reports["ines_sous_le_seuil"], "rsj").statut == "eligible_probable"


def test_an_answer_that_would_change_the_answer_is_missing(reports: dict[str, Report]) -> None:
    rsj = right(reports["ines_sans_compte_de_mois"], "rsj")
    assert rsj.statut == "information_manquante"
    assert "/personnes/0/rsj_mois_percus" in [question.champ for question in rsj.manque]
    assert rsj.montant is not None
    assert rsj.montant.minimum == 420


def test_an_answer_that_changes_nothing_is_not_asked(reports: dict[str, Report]) -> None:
    rsj = right(reports["quadragenaire"], "rsj")
    assert rsj.statut == "non_eligible"
    assert rsj.manque == ()
    asked = {question.variable for question in reports["quadragenaire"].questions}
    assert "rsj_mois_percus" not in asked
    assert "soutien_financier_parents_ou_tiers" not in asked


def test_a_right_that_another_opens_is_never_surer_than_it(reports: dict[str, Report]) -> None:
    tcl = right(reports["ines"], "tcl_solidaire_gratuit")
    assert tcl.statut == "eligible_probable"
    assert "rsj" in tcl.si_vous_obtenez


def test_once_received_a_right_opens_the_other_for_sure(reports: dict[str, Report]) -> None:
    tcl = right(reports["ines_recoit_le_rsj"], "tcl_solidaire_gratuit")
    assert tcl.statut == "eligible"
    assert tcl.si_vous_obtenez == ()
    assert right(reports["ines_recoit_le_rsj"], "rsj").deja_percu


def test_a_right_received_may_close_another(reports: dict[str, Report]) -> None:
    rsj = right(reports["ines_au_rsa"], "rsj")
    assert rsj.statut == "non_eligible"
    assert [one.variable for one in rsj.conditions if not one.remplie] == ["rsj_condition_rsa"]


def test_what_claiming_one_right_does_to_another_is_said(reports: dict[str, Report]) -> None:
    effects = {(one.si_recu, one.droit): one for one in reports["ines"].ensemble.effets}
    effect = effects["rsj", "tcl_solidaire_gratuit"]
    assert (effect.statut_sans, effect.statut_avec) == ("non_eligible", "eligible")


def test_each_person_has_their_own_answer(reports: dict[str, Report]) -> None:
    report = reports["parent_au_rsa"]
    assert right(report, "tcl_solidaire_gratuit", "Karim").statut == "eligible"
    assert right(report, "rsj", "Sara").statut == "non_eligible"


def test_a_household_of_which_nothing_is_known_is_refused_nothing(reports: dict[str, Report]) -> None:
    """A person alone was described, in a commune: only what needs a child, or another commune, can be closed."""
    closed = [
        one
        for one in reports["inconnu"].droits
        if one.statut == "non_eligible"
        and not any(each.variable.endswith("_residence") and each.remplie is False for each in one.conditions)
    ]
    of_parents = {"aeeh", "aide_vacances", "cmg", "creche_psu", "entretien_postnatal", "pch"}
    of_parents |= {"bourse_college", "bourse_lycee"}
    assert {one.id for one in closed} <= of_parents
    assert {one.element for one in closed if one.id == "pch"} <= {
        "parentalite_aide_humaine",
        "parentalite_materiel",
    }


def test_living_elsewhere_closes_the_rights_of_the_metropole(reports: dict[str, Report]) -> None:
    rsj = right(reports["ailleurs"], "rsj")
    assert [one.variable for one in rsj.conditions if not one.remplie] == ["rsj_condition_residence"]


def test_the_law_is_said_to_be_checked_until_a_day(reports: dict[str, Report]) -> None:
    doubt = right(reports["ines"], "rsj").doute
    assert "Vérifiée jusqu'au 17/02/2026" in doubt.ligne
    assert any("mars 2026" in detail for detail in doubt.details)


def test_the_total_holds_only_rights_that_go_together(reports: dict[str, Report]) -> None:
    for report in reports.values():
        left = {(one.droit, one.beneficiaire) for one in report.ensemble.ecartes}
        assert len(left) == len(report.ensemble.ecartes)
        assert report.ensemble.total_mensuel_minimum <= report.ensemble.total_mensuel_maximum
        paid = sum(report.ensemble.par_financeur.values())
        assert paid == pytest.approx(report.ensemble.total_mensuel_minimum, abs=0.02)


def test_rights_come_by_certainty(reports: dict[str, Report]) -> None:
    order = [
        "eligible",
        "eligible_probable",
        "a_etudier",
        "information_manquante",
        "non_eligible",
        "hors_periode",
    ]
    ranks = [order.index(one.statut) for one in reports["inconnu"].droits]
    assert ranks == sorted(ranks)


def test_each_question_tells_where_to_answer_and_for_which_rights(reports: dict[str, Report]) -> None:
    questions = reports["inconnu"].questions
    assert questions
    assert all(one.texte and one.droits and one.champ.startswith("/") for one in questions)


def test_households_of_one_batch_do_not_influence_one_another(reports: dict[str, Report]) -> None:
    assert evaluate([read(CONTENTS["ines"], MONTH)])[0] == reports["ines"]


def test_before_it_existed_a_right_is_out_of_its_period() -> None:
    report = evaluate([read(household(INES | {"date_naissance": "2000-03-14"}), "2021-05")])[0]
    assert right(report, "rsj").statut == "hors_periode"


@pytest.mark.parametrize("month", ["2019-01", "2030-12"])
def test_any_month_can_be_asked(month: str) -> None:
    """At the ends of what can be asked, figures of France may not exist: nothing must break."""
    report = evaluate([read(CONTENTS["parent_au_rsa"], month)])[0]
    assert right(report, "rsa").statut == "eligible"
    assert right(report, "aide_financement_permis_apprenti", "Karim").statut == "hors_periode"


@pytest.mark.parametrize(("month", "raised"), [("2026-03", False), ("2026-10", True)])
def test_a_figure_that_the_law_never_lowers_still_opens_what_it_opened(month: str, raised: bool) -> None:
    content = {
        "personnes": [{"age": 40, "activite": "chomeur", "revenus": {}}],
        "logement": {"commune": "Bron"},
        "famille": {"rsa_percu": True},
        "tout_est_dit": True,
    }
    found = {right.id: right for right in evaluate([read(content, month)])[0].droits if not right.element}
    assert found["c2s"].statut == "eligible"
    assert ("l'ancien est un minimum" in found["c2s"].doute.ligne) == raised


def test_what_is_asked_of_people_is_not_called_a_right() -> None:
    content = {
        "personnes": [{"age": 78, "activite": "retraite", "revenus": {"retraite_nette": 700}}],
        "logement": {"commune": "Bron", "statut_occupation_logement": "proprietaire"},
        "tout_est_dit": True,
    }
    found = {right.id: right for right in evaluate([read(content, "2026-10")])[0].droits if not right.element}
    assert found["aide_menagere"].statut_texte == "Vous y avez sans doute droit"
    assert found["recuperation_succession"].statut_texte == "Cette règle vous concerne sans doute"


def test_a_range_ends_where_a_number_not_said_cannot_lead_beyond() -> None:
    content = {
        "personnes": [{"age": 40, "taux_incapacite": 0.85, "titre_sejour": "francais"}],
        "logement": {"commune": "Bron", "statut_occupation_logement": "locataire_hlm"},
    }
    amounts = {
        (right.id, right.element): right.montant for right in evaluate([read(content, "2026-10")])[0].droits
    }
    works, allowance = amounts["pch", "logement"], amounts["aah", None]
    assert works is not None
    assert allowance is not None
    # The cost of the works is not said: only costs around a step were tried. No income is less than nothing.
    assert (works.maximum_sur, allowance.maximum_sur) == (False, True)
