"""Households as people describe them: what common sense would find wrong in their report."""

from collections.abc import Mapping
from typing import Any

import pytest

from openfisca_lyon.rights import Report, RightReport, evaluate
from openfisca_lyon.situations import read

MONTH = "2026-10"
OPEN = ("eligible", "eligible_probable", "a_etudier")
HOUSEHOLDS: Mapping[str, dict[str, Any]] = {
    "demandeurs_d_asile": {
        "conjugalite": "marie",
        "personnes": [
            {"nom": "Arsen", "date_naissance": "1990-01-01", "titre_sejour": "sans_titre", "revenus": {}},
            {"nom": "Nune", "lien": "conjoint", "date_naissance": "1992-01-01", "titre_sejour": "sans_titre",
             "revenus": {}},
            {"nom": "Ani", "lien": "enfant", "date_naissance": "2016-07-01"},
            {"nom": "Lev", "lien": "enfant", "date_naissance": "2024-07-01"},
        ],
        "logement": {"commune": "69389", "statut_occupation_logement": "sans_domicile"},
        "famille": {"asile_demandeur": True},
        "tout_est_dit": True,
    },
    "deux_salaires_et_un_bebe": {
        "conjugalite": "pacse",
        "personnes": [
            {"nom": "Hugo", "date_naissance": "1993-05-05", "titre_sejour": "francais", "activite": "actif",
             "revenus": {"salaire_net": 1600}},
            {"nom": "Clara", "lien": "conjoint", "date_naissance": "1995-08-17", "titre_sejour": "francais",
             "activite": "actif", "revenus": {"salaire_net": 1400}},
            {"nom": "Léo", "lien": "enfant", "date_naissance": "2025-09-10"},
        ],
        "logement": {"commune": "69387", "statut_occupation_logement": "locataire_vide", "loyer": 820},
        "tout_est_dit": True,
    },
    "jeune_qui_declare_seul": {
        "personnes": [
            {"nom": "Kevin", "date_naissance": "2007-03-03", "titre_sejour": "francais", "activite": "chomeur",
             "rattache_aux_parents": False, "confie_ase_avant_majorite": True,
             "soutien_financier_parents_ou_tiers": "aucun", "revenus": {}},
        ],
        "logement": {"commune": "Vaulx-en-Velin"},
        "tout_est_dit": True,
    },
    "veuve_qui_dit_peu": {
        "personnes": [
            {"nom": "Odette", "date_naissance": "1948-03-02", "titre_sejour": "francais",
             "activite": "retraite", "revenus": {"retraite_nette": 850}},
        ],
        "logement": {"commune": "Bron", "statut_occupation_logement": "locataire_hlm", "loyer": 380},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """Every household, evaluated in one batch."""
    answers = evaluate([read(content, MONTH) for content in HOUSEHOLDS.values()])
    return dict(zip(HOUSEHOLDS, answers, strict=True))


def of(report: Report, id: str, who: str = "") -> RightReport:
    return next(right for right in report.droits if right.id == id and who in right.beneficiaire)


def test_asylum_seekers_have_neither_the_rsa_nor_family_benefits(reports: dict[str, Report]) -> None:
    report = reports["demandeurs_d_asile"]
    for id in ("rsa", "allocations_familiales", "ars", "paje_allocation_base"):
        right = of(report, id)
        assert right.statut == "non_eligible", id
        assert right.conditions[0].remplie is False, id
    assert report.ensemble.total_mensuel_minimum == 0
    assert all("rsa" not in right.si_vous_obtenez for right in report.droits)


def test_asylum_seekers_keep_what_is_open_to_them(reports: dict[str, Report]) -> None:
    report = reports["demandeurs_d_asile"]
    for id in ("tcl_solidaire_gratuit", "hebergement_urgence", "pmi_consultation_enfant"):
        assert of(report, id).statut in OPEN, id


def test_a_toddler_is_not_offered_contraception(reports: dict[str, Report]) -> None:
    shown = {right.id for right in reports["deux_salaires_et_un_bebe"].droits if right.beneficiaire == "Léo"}
    assert "pmi_consultation_enfant" in shown
    assert not shown & {"contraception_gratuite", "preservatifs_gratuits", "depistage_ist", "crous_repas"}


def test_a_subscription_that_no_one_has_is_not_added_up(reports: dict[str, Report]) -> None:
    payers = reports["deux_salaires_et_un_bebe"].ensemble.par_financeur
    assert "Employeur" not in payers
    assert {"Caf ou MSA", "État"} <= payers.keys()


def test_who_is_not_on_the_parents_tax_return_is_not_told_so(reports: dict[str, Report]) -> None:
    contract = of(reports["jeune_qui_declare_seul"], "contrat_engagement_jeune")
    assert not any("déclaration de vos parents" in reason for reason in contract.a_etudier)


def test_two_incomes_that_may_not_add_up_are_not_added(reports: dict[str, Report]) -> None:
    kept = reports["jeune_qui_declare_seul"].ensemble.retenus
    assert len({"arsjm", "rsj", "contrat_engagement_jeune"}.intersection(kept)) == 1


def test_a_closed_right_shows_no_answer_that_was_not_given(reports: dict[str, Report]) -> None:
    rsj = of(reports["veuve_qui_dit_peu"], "rsj")
    assert [each.valeur for each in rsj.conditions if each.variable == "rsj_condition_age"] == ["78 ans"]
    for report in reports.values():
        for right in report.droits:
            assert not any(each.valeur in ("9 999 €", "-95 679") for each in right.conditions), right.id


def test_a_widow_of_78_is_not_asked_about_parental_leave(reports: dict[str, Report]) -> None:
    asked = {question.variable for question in reports["veuve_qui_dit_peu"].questions}
    assert asked
    assert not asked & {"paje_prepare", "enceinte", "rsa_isolement_recent", "inactif"}


def test_nothing_to_receive_is_not_shown_as_zero(reports: dict[str, Report]) -> None:
    for report in reports.values():
        for right in report.droits:
            for money in (right.montant, *right.autres_montants):
                assert money is None or money.nature == "prix" or money.maximum > 0, right.id


def test_no_place_is_left_in_a_text(reports: dict[str, Report]) -> None:
    for report in reports.values():
        for right in report.droits:
            texts = [*(each.texte for each in right.conditions), *right.a_etudier]
            assert not any("{" in text for text in texts), right.id


def test_a_school_right_is_shown_to_the_pupils_only(reports: dict[str, Report]) -> None:
    report = reports["demandeurs_d_asile"]
    shown = {right.beneficiaire for right in report.droits if right.id == "restauration_college"}
    assert shown == {"Ani"}
