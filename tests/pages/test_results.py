"""How a report is arranged for people: amounts as they are read, what is compared with a decision."""

import pytest
from flask import Flask

from openfisca_lyon.api.pages.results import Card, amount, differs, results
from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.rights.report import Money
from openfisca_lyon.situations import read

MOTHER = {
    "date": "2026-11",
    "personnes": [
        {"age": 34, "activite": "chomeur", "revenus": {"chomage_net": 900}, "titre_sejour": "francais"},
        {"age": 9, "lien": "enfant", "garde_alternee": False},
        {"age": 4, "lien": "enfant", "garde_alternee": False},
    ],
    "logement": {"commune": "Villeurbanne", "statut_occupation_logement": "locataire_hlm", "loyer": 480},
    "tout_est_dit": True,
}


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate([read(MOTHER)])[0]


def figure(least: float, most: float, nature: str = "gain", par: str = "mois", unit: str = "EUR") -> Money:
    return Money(libelle="", nature=nature, minimum=least, maximum=most, unite=unit, par=par)


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (figure(420, 420), "420 € par mois"),
        (figure(100, 300.5), "de 100 € à 300,50 € par mois"),
        (figure(0.01, 500, par="fois"), "jusqu'à 500 € en une fois"),
        (figure(0.01, 500, "plafond", "fois"), "Jusqu'à 500 € en une fois"),
        (figure(0, 20, "prix", "fois"), "Vous payez jusqu'à 20 €"),
        (figure(25, 37, "reduction"), "de 25 € à 37 € de réduction par mois"),
        (figure(10.5, 10.5, "prix"), "Vous payez 10,50 € par mois"),
        (figure(0, 0, "prix"), "Gratuit"),
        (figure(75, 75, "plafond", unit="%"), "Jusqu'à 75 % par mois"),
        (figure(78.2, 78.2, "repere"), "78,20 € par mois"),
    ],
)
def test_an_amount_is_read_as_people_say_it(application: Flask, money: Money, said: str) -> None:
    with application.test_request_context("/"):
        assert amount(money).replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize(
    ("sure", "said"),
    [
        ({"maximum_sur": False}, "à partir de 100 € par mois"),
        ({"minimum_sur": False}, "jusqu'à 300 € par mois"),
        ({"minimum_sur": False, "maximum_sur": False}, "Montant selon vos réponses"),
    ],
)
def test_a_range_that_a_number_not_said_may_leave_is_not_said_to_end_there(
    application: Flask, sure: dict[str, bool], said: str
) -> None:
    with application.test_request_context("/"):
        found = amount(figure(100, 300).model_copy(update=sure))
    assert found.replace("\u00a0", " ").replace("\u202f", " ") == said


def test_what_is_asked_of_people_is_not_among_what_they_may_claim(application: Flask) -> None:
    old = {"age": 78, "activite": "retraite", "revenus": {"retraite_nette": 700}}
    content = MOTHER | {"personnes": [old]}
    with application.test_request_context("/"):
        found = results(evaluate([read(content)])[0], [])
    assert "aide_menagere" in {card.entry.id for card in found.claim}
    assert "recuperation_succession" in {card.entry.id for card in found.study}


def test_each_right_is_in_one_group_and_those_that_bring_most_come_first(
    application: Flask, report: Report
) -> None:
    with application.test_request_context("/"):
        found = results(report, [{"chomage_net": {"2026-08": 1000, "2026-09": 900}}])
    groups = (
        found.claim,
        found.study,
        found.services,
        found.received,
        found.missing,
        found.closed,
        found.ended,
    )
    shown = [(card.right.id, card.people) for group in groups for card in group]
    assert len(shown) == len(set(shown))
    assert {name for name, _ in shown} == {right.id for right in report.droits}
    sure = [card.right.id for card in found.claim if card.right.statut == "eligible"]
    assert sure.index("asf") < sure.index("allocations_familiales") < sure.index("ars")
    assert found.total.now == 900
    # The household said everything: the total is the report's own.
    assert found.total.least == report.ensemble.total_mensuel_minimum


def test_a_decision_differs_when_the_answer_or_the_amount_is_another(report: Report) -> None:
    right = next(one for one in report.droits if one.id == "asf")
    assert right.montant
    card = Card(right, catalogue()["asf"], (), (), ())
    assert differs(card, {"reponse": "refus"})
    assert not differs(card, {"reponse": "accord", "montant": None})
    assert not differs(card, {"reponse": "accord", "montant": right.montant.maximum + 0.5})
    assert differs(card, {"reponse": "accord", "montant": right.montant.minimum - 50})
    closed = next(one for one in report.droits if one.statut == "non_eligible")
    assert differs(Card(closed, catalogue()[closed.id], (), (), ()), {"reponse": "accord", "montant": 10})
    assert not differs(Card(closed, catalogue()[closed.id], (), (), ()), {"reponse": "refus"})
