"""Rights together: who holds what with whom, and which set is best."""

from typing import Any

import pytest

from openfisca_lyon.rights.report import Doubt, Money, RightReport
from openfisca_lyon.rights.together import whole
from openfisca_lyon.situations import Situation, read

DOUBT = Doubt(confiance="elevee", verifie_le="2026-01-01", ligne="", details=())


@pytest.fixture(scope="module")
def family() -> Situation:
    people = [{"nom": "Mère", "age": 45}, {"nom": "Fils", "lien": "enfant", "age": 19}]
    return read({"personnes": people, "logement": {"commune": "Bron"}}, "2026-10")


def held(id: str, who: str, amount: float, **more: Any) -> RightReport:
    content: dict[str, Any] = {
        "id": id, "element": None, "nom": id, "autorite": "etat", "axe": "jeunesse", "nature": "allocation",
        "financeur": "État", "entite": "individu", "beneficiaire": who, "statut": "eligible",
        "statut_texte": "", "deja_percu": False, "autres_montants": (), "conditions": (), "a_etudier": (),
        "jugement": (), "decide_par": "", "manque": (), "si_vous_obtenez": (), "exploration_partielle": False,
        "doute": DOUBT,
        "montant": Money(libelle="", nature="gain", minimum=amount, maximum=amount, unite="EUR", par="mois"),
    }  # fmt: skip
    return RightReport(**(content | more))


def test_of_two_rights_that_exclude_each_other_the_higher_is_kept(family: Situation) -> None:
    together = whole(family, [held("rsj", "Fils", 420), held("contrat_engagement_jeune", "Fils", 560)], [])
    assert together.retenus == ("contrat_engagement_jeune",)
    assert [(one.droit, one.au_profit_de) for one in together.ecartes] == [
        ("rsj", "contrat_engagement_jeune")
    ]
    assert together.total_mensuel_minimum == 560


def test_two_people_may_each_hold_one(family: Situation) -> None:
    together = whole(family, [held("rsj", "Fils", 420), held("contrat_engagement_jeune", "Mère", 560)], [])
    assert together.total_mensuel_minimum == 980


@pytest.mark.parametrize(("who", "total"), [("Mère", 600), ("Fils", 1160)])
def test_a_child_does_not_hold_the_right_of_its_parents(family: Situation, who: str, total: float) -> None:
    rsa = held("rsa", "Mère, Fils", 600, entite="famille")
    assert whole(family, [rsa, held("contrat_engagement_jeune", who, 560)], []).total_mensuel_minimum == total


def test_prices_and_ceilings_are_never_added(family: Situation) -> None:
    price = Money(libelle="", nature="prix", minimum=10, maximum=10, unite="EUR", par="mois")
    yearly = Money(libelle="", nature="gain", minimum=10, maximum=10, unite="EUR", par="an")
    rights = [
        held("rsj", "Fils", 420),
        held("tcl_abonnement", "Fils", 0, montant=price),
        held("ars", "Mère", 0, montant=yearly),
    ]
    assert whole(family, rights, []).total_mensuel_minimum == 420


def test_a_budget_is_split_by_payer(family: Situation) -> None:
    rights = [
        held("rsj", "Fils", 420, financeur="Métropole de Lyon"),
        held("ppa", "Mère, Fils", 100, entite="famille"),
    ]
    assert whole(family, rights, []).par_financeur == {"Métropole de Lyon": 420, "État": 100}


def test_many_rights_that_exclude_each_other_are_still_settled(family: Situation) -> None:
    rights = [held("rsj", "Fils", 420)] + [
        held("contrat_engagement_jeune", "Fils", 500 + n, nom=str(n)) for n in range(20)
    ]
    together = whole(family, rights, [])
    assert len(together.retenus) + len(together.ecartes) == len(rights)
    assert "rsj" not in together.retenus
