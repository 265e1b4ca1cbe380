"""The order of questions: what is likely to bring most comes first."""

from openfisca_lyon.rights import evaluate
from openfisca_lyon.rights.asking import CONCERNS_FEW, in_order
from openfisca_lyon.rights.report import Doubt, Money, Question, RightReport
from openfisca_lyon.situations import read
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS


def waiting(name: str, euros: float | None, *inputs: str) -> RightReport:
    """A right that waits for answers."""
    questions = tuple(
        Question(champ=f"/personnes/0/{one}", variable=one, personne="", texte="", aide="") for one in inputs
    )
    money = euros and Money(libelle="", nature="gain", minimum=0, maximum=euros, unite="EUR", par="mois")
    return RightReport(
        id=name,
        element=None,
        nom=name,
        autorite="",
        axe="",
        nature="aide",
        financeur="",
        entite="individu",
        beneficiaire="",
        statut="information_manquante",
        statut_texte="",
        deja_percu=False,
        montant=money or None,
        autres_montants=(),
        conditions=(),
        a_etudier=(),
        jugement=(),
        decide_par="",
        manque=questions,
        si_vous_obtenez=(),
        exploration_partielle=False,
        doute=Doubt(confiance="", verifie_le="", ligne="", details=()),
    )


def order(*rights: RightReport) -> list[str]:
    return [question.variable for question in in_order(rights)]


def test_the_larger_amount_is_asked_about_first() -> None:
    assert order(waiting("small", 20, "loyer"), waiting("large", 300, "boursier")) == ["boursier", "loyer"]


def test_an_answer_that_settles_a_right_alone_comes_before_one_of_four() -> None:
    four = waiting("four", 300, "loyer", "coloc", "boursier", "femme")
    assert order(four, waiting("one", 100, "apprenti"))[0] == "apprenti"


def test_what_concerns_few_people_comes_after_what_concerns_many() -> None:
    assert order(waiting("large", 1000, "taux_incapacite"), waiting("small", 40, "loyer")) == [
        "loyer",
        "taux_incapacite",
    ]
    load()
    assert set(QUESTIONS) >= CONCERNS_FEW


def test_several_rights_add_up_and_each_is_named_once() -> None:
    rights = [
        waiting("a", 30, "loyer"),
        waiting("a", 30, "loyer"),
        waiting("b", 30, "loyer"),
        waiting("c", 50, "coloc"),
    ]
    first = in_order(rights)[0]
    assert (first.variable, first.droits) == ("loyer", ("a", "b"))


def test_a_young_tenant_is_asked_about_home_and_money_before_handicap() -> None:
    situation = read({"personnes": [{"age": 22}], "logement": {"commune": "Bron"}})
    variables = [question.variable for question in evaluate([situation])[0].questions]
    first = variables.index("taux_incapacite")
    assert all(
        variables.index(one) < first for one in ("salaire_de_base", "statut_occupation_logement", "activite")
    )
