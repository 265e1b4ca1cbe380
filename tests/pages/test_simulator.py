"""A resident finds what they are entitled to: on a phone, with and without JavaScript, whatever they type."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openfisca_core.indexed_enums import Enum
from playwright.sync_api import Page

from openfisca_lyon.api.pages import fields, visits
from openfisca_lyon.api.pages.answers import Answers
from openfisca_lyon.api.pages.steps import STEPS
from openfisca_lyon.api.pages.texts import has_text
from openfisca_lyon.api.pages.themes import THEMES, no_of
from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.situations import Situation
from openfisca_lyon.situations.words import INCOMES, STRUCTURAL
from openfisca_lyon.system import load
from openfisca_lyon.variables.communs.questions import QUESTIONS

Opened = Callable[..., Page]
Hindrances = Callable[[Page], list[str]]
HOSTILE = [
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "%s%n",
    "\x00",
    "é" * 5000,
    "-1",
    "1e999",
    "NaN",
]


@pytest.fixture(scope="module", autouse=True)
def _computed_once() -> Iterator[None]:
    """Remember reports: a household already computed is not computed again."""
    known: dict[Any, Report] = {}

    def remembered(situations: Sequence[Situation]) -> list[Report]:
        (one,) = situations
        columns = sorted((str(name), values.tobytes()) for name, values in one.households.columns.items())
        key = one.month, str(columns), str(one.labels)
        if key not in known:
            known[key] = evaluate([one])[0]
        return [known[key]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openfisca_lyon.api.pages.simulator_answers.evaluate", remembered)
        yield


class Resident:
    """Someone who fills forms without JavaScript, and reads what is written."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = client.get("/simulateur")

    def open(self, path: str) -> "Resident":
        self.page = self.client.get(path, follow_redirects=True)
        return self

    def send(self, path: str, **said: Any) -> "Resident":
        token = re.search(r'name="jeton" value="([^"]+)"', self.page.text)
        assert token, self.text[:300]
        data = {name.replace("__", "-"): value for name, value in said.items()} | {"jeton": token[1]}
        self.page = self.client.post(path, data=data, follow_redirects=True)
        return self

    @property
    def at(self) -> str:
        return str(self.page.request.path)

    @property
    def text(self) -> str:
        """What is read, without the markup."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page.text)).split())


@pytest.fixture
def resident(client: FlaskClient) -> Resident:
    return Resident(client)


def ines(resident: Resident) -> Resident:
    """Inès, 22, rents a furnished room in Villeurbanne and earns 180 € a month."""
    resident.send("/simulateur", commune="Villeurbanne")
    resident.send("/simulateur/vous", age="22", activite="inactif")
    resident.send("/simulateur/foyer", couple="non")
    resident.send("/simulateur/logement", statut="locataire_meuble", loyer="420")
    resident.send("/simulateur/revenus", salaire_net__0="180")
    return resident.send("/simulateur/concerne")


# Themes: each question has its place.


def test_each_question_has_one_theme_and_each_theme_a_name() -> None:
    load()
    placed = [name for theme in THEMES.values() for name in theme.inputs]
    assert len(placed) == len(set(placed))
    assert set(placed) == set(QUESTIONS) - STRUCTURAL
    assert all(has_text(f"simulator.theme.{theme}") for theme in THEMES)


def test_what_does_not_concern_people_is_a_no() -> None:
    """A theme that is not ticked answers its questions: false, zero, none, never, or too much to matter."""
    variables = load().variables
    for theme in THEMES.values():
        for name in theme.inputs if theme.gate else ():
            value, variable = theme.negative.get(name, no_of(name)), variables[name]
            if value is None:
                continue  # not answered: what it hangs on is
            if variable.value_type is bool:
                assert value is False, name
            elif variable.value_type is date:
                assert value == "9999-12-31", name
            elif variable.value_type is Enum:
                assert value in {
                    "aucun",
                    "aucune",
                    "non",
                    "non_defini",
                    "domicile",
                    "complement",
                    "francais",
                }, name
            elif variable.value_type is str:
                assert variables[name].formulas, name
            else:
                assert value in {0, 1, 9999}, name


def test_each_income_and_each_choice_of_the_steps_has_a_text() -> None:
    variables = load().variables
    assert all(has_text(f"simulator.revenu.{name}") for name in INCOMES)
    for text, name in (("statut", "statut_occupation_logement"), ("activite", "activite")):
        for member in variables[name].possible_values:
            assert member.name in fields.NOT_SAID or has_text(f"simulator.{text}.{member.name}")
    assert all(has_text(f"simulator.{step}.titre") for step in STEPS)


# The way to a first answer.


def test_six_short_pages_lead_to_what_can_be_claimed(resident: Resident) -> None:
    ines(resident)
    assert resident.at == "/simulateur/resultat"
    assert "Vos droits en novembre 2026" in resident.text
    claim = resident.text.partition("À demander maintenant Du plus sûr")[2].partition(
        "Il manque une réponse"
    )[0]
    assert "Aide au logement" in claim
    assert "Pièce" in resident.text
    assert "legifrance" in resident.page.text


def test_the_answer_can_be_seen_after_two_pages_and_invents_nothing(resident: Resident) -> None:
    resident.send("/simulateur", commune="Bron")
    resident.send("/simulateur/vous", age="22", activite="?")
    resident.open("/simulateur/resultat")
    assert "Il manque une réponse" in resident.text
    with_answers = Answers({"situation": {"personnes": [{"lien": "demandeur", "age": 22}]}})
    assert "activite" not in with_answers.words["personnes"][0]


def test_what_was_skipped_is_not_zero(application: Flask, resident: Resident) -> None:
    ines(resident)
    resident.open("/simulateur/revenus").send("/simulateur/revenus", passer="1")
    resident.open("/simulateur/resultat")
    assert "Revenu de solidarité active" in resident.text.partition("Il manque une réponse Ces droits")[2]


def test_answers_can_be_corrected_from_the_result(resident: Resident) -> None:
    ines(resident)
    resident.open("/simulateur/logement?retour=1")
    assert 'value="420"' in resident.page.text
    resident.send("/simulateur/logement", statut="proprietaire", retour="1")
    assert resident.at == "/simulateur/resultat"
    assert "Ne pas être propriétaire" in resident.text or "locataire" in resident.text
    resident.open("/simulateur/logement")
    assert 'value="420"' not in resident.page.text


def test_a_page_out_of_turn_starts_at_the_beginning(client: FlaskClient) -> None:
    for path in ("/simulateur/revenus", "/simulateur/resultat", "/simulateur/precisions"):
        assert client.get(path).headers["Location"] == "/simulateur"


def test_everything_can_be_erased(resident: Resident) -> None:
    ines(resident).send("/simulateur/effacer")
    assert resident.at == "/simulateur"
    assert resident.client.get("/simulateur/resultat").status_code == 303


# Families.


def test_a_couple_with_children_in_shared_custody(client: FlaskClient) -> None:
    resident = Resident(client)
    resident.send("/simulateur", commune="69008").send("/simulateur/vous", age="12/03/1990", activite="actif")
    resident.send("/simulateur/foyer", couple="pacse", enfants="2")
    assert resident.at == "/simulateur/proches"
    said = {
        "age-1": "36",
        "activite-1": "chomeur",
        "age-2": "4",
        "garde-2": "oui",
        "age-3": "9",
        "nom-3": "Nour",
    }
    resident.send("/simulateur/proches", **said)
    assert resident.at == "/simulateur/logement"
    kept = opened_visit(client)
    people = kept["situation"]["personnes"]
    assert [person["lien"] for person in people] == ["demandeur", "conjoint", "enfant", "enfant"]
    assert people[2]["garde_alternee"] is True
    assert people[3] == {"lien": "enfant", "age": 9, "garde_alternee": False, "nom": "Nour"}
    assert kept["situation"]["conjugalite"] == "pacse"
    # One child leaves: the other people keep what was said of them.
    resident.open("/simulateur/foyer").send("/simulateur/foyer", couple="pacse", enfants="1")
    assert [person.get("age") for person in opened_visit(client)["situation"]["personnes"]] == [None, 36, 4]


def opened_visit(client: FlaskClient) -> dict[str, Any]:
    """Return what the visit of a client keeps for the simulator."""
    cookie = "; ".join(f"{one.key}={one.value}" for one in client._cookies.values())
    with client.application.test_request_context("/", headers={"Cookie": cookie}):
        kept: dict[str, Any] = visits.visit().get("simulateur")
        return kept


def test_an_income_that_changed_is_kept_by_month(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/revenus")
    said = {"salaire_net-0": "300", "salaire_net-avant-0": "1 500,50", "salaire_net-mois-0": "09/2026"}
    resident.send("/simulateur/revenus", **said)
    incomes = opened_visit(client)["situation"]["personnes"][0]["revenus"]
    assert incomes == {"salaire_net": {"2026-08": 1500.5, "2026-09": 300.0}}
    resident.open("/simulateur/revenus")
    assert 'value="1500,5"' in resident.page.text
    assert 'value="09/2026"' in resident.page.text


# Places.


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Bron", "69029"),
        ("69100", "69266"),
        ("Lyon 3e", "69383"),
        ("venissieux", "69259"),
        ("Pierre-Bénite (69310)", "69152"),
    ],
)
def test_a_commune_is_said_by_its_name_or_its_postcode(client: FlaskClient, typed: str, code: str) -> None:
    Resident(client).send("/simulateur", commune=typed)
    assert opened_visit(client)["situation"]["logement"]["commune"] == code


def test_a_postcode_of_several_communes_offers_them(client: FlaskClient) -> None:
    resident = Resident(client).send("/simulateur", commune="69250")
    assert resident.page.status_code == 422
    assert "Albigny-sur-Saône" in resident.text
    resident.send("/simulateur", commune="69250", commune_choisie="69003")
    assert resident.at == "/simulateur/vous"


def test_out_of_the_metropole_people_are_told_where_to_go(client: FlaskClient) -> None:
    resident = Resident(client).open("/simulateur/ailleurs")
    assert "115" in resident.text
    resident.open("/simulateur").send("/simulateur", commune="Zebulon-sur-Mer")
    assert resident.page.status_code == 422
    assert "Commune inconnue ici" in resident.text
    resident.send("/simulateur", commune="Jassans-Riottier").send(
        "/simulateur/vous", age="30", activite="actif"
    )
    assert "Vous n'habitez pas dans la Métropole" in resident.open("/simulateur/resultat").text


# Questions of the rules.


def test_questions_come_a_few_at_a_time_of_one_theme_and_go_once_answered(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/precisions")
    asked = re.findall(r'name="question" value="([^"]+)"', resident.page.text)
    assert 1 <= len(asked) <= 4
    resident.send("/simulateur/precisions", question=asked)
    again = re.findall(r'name="question" value="([^"]+)"', resident.page.text)
    assert not set(asked) & set(again)
    assert set(asked) <= set(opened_visit(client)["inconnus"])


def test_what_people_say_concerns_them_is_asked_first(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/concerne")
    resident.send("/simulateur/concerne", handicap__0="oui").open("/simulateur/precisions")
    assert re.search(r"<h1>Un handicap[^<]*</h1>", resident.page.text)


def test_a_right_asks_only_its_own_questions_even_those_not_known(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/precisions?droit=rsj")
    first = re.findall(r'name="question" value="([^"]+)"', resident.page.text)
    assert "/personnes/0/date_arrivee_metropole" in first
    resident.send("/simulateur/precisions", question=first, droit="rsj")
    assert resident.at == "/simulateur/droits/rsj"
    assert (
        "/personnes/0/date_arrivee_metropole" in resident.open("/simulateur/precisions?droit=rsj").page.text
    )


def test_a_wrong_answer_is_said_beside_its_field_and_kept_to_be_mended(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/precisions?droit=rsj")
    field = "/personnes/0/date_arrivee_metropole"
    resident.send("/simulateur/precisions", question=[field], droit="rsj", **{field: "hier"})
    assert resident.page.status_code == 422
    assert "Écrivez une date" in resident.text
    assert 'value="hier"' in resident.page.text
    assert "date_arrivee_metropole" not in opened_visit(client)["situation"]["personnes"][0]


# Received, decided.


def test_what_is_received_already_is_set_aside(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/deja")
    resident.send("/simulateur/deja", **{"/personnes/0/pass_region_percu": "oui"})
    assert resident.at == "/simulateur/resultat"
    received = resident.text.partition("Ce que vous recevez déjà Mis à part")[2]
    assert "Pass'Région" in received.partition("Ce à quoi")[0]


def test_a_refusal_is_compared_and_what_may_explain_it_is_said(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/droits/aide_logement")
    resident.send("/simulateur/droits/aide_logement", decision="refus")
    assert "La décision n'est pas celle de cette simulation" in resident.text
    assert "Si l'on vous refuse" in resident.text
    resident.send("/simulateur/droits/aide_logement", decision="accord", montant="beaucoup")
    assert resident.page.status_code == 422
    resident.send("/simulateur/droits/aide_logement", decision="accord", effacer="1")
    assert "La décision n'est pas" not in resident.text


def test_a_right_says_why_with_its_sources_and_what_to_do(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/droits/rsj")
    for said in (
        "Avoir entre 18 et 24 ans",
        "22 ans",
        "1er juin 2021",
        "Que faire ?",
        "Sources",
        "Ce qui changerait la réponse",
    ):
        assert said in resident.text, said
    assert client.get("/simulateur/droits/zebulon").status_code == 404
    assert Resident(client.application.test_client()).open("/simulateur/droits/rsj").page.status_code == 200


# What can go wrong.


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_shown_as_text_and_never_breaks(client: FlaskClient, typed: str) -> None:
    resident = Resident(client)
    for step in STEPS:
        names = [
            "commune",
            "age",
            "activite",
            "couple",
            "enfants",
            "statut",
            "loyer",
            "salaire_net-0",
            "nom-1",
            "age-1",
        ]
        resident.open("/simulateur")
        path = "/simulateur" if step == "lieu" else f"/simulateur/{step}"
        resident.send(path, **dict.fromkeys(names, typed))
        assert resident.page.status_code < 500, step
        assert "<script>alert" not in resident.page.text
        assert "<img src=x" not in resident.page.text
    resident.open("/simulateur").send("/simulateur/precisions", question=[typed, "/personnes/9/handicap"])
    assert resident.page.status_code == 400


def test_a_field_of_another_part_of_the_form_is_refused(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/precisions")
    for pointer in (
        "/famille/handicap",
        "/personnes/0/logement/loyer/x",
        "/personnes/99/handicap",
        "/tout_est_dit",
    ):
        resident.open("/simulateur").send("/simulateur/precisions", question=[pointer], **{pointer: "oui"})
        assert resident.page.status_code in (400, 422), pointer
    assert "handicap" not in str(opened_visit(client)["situation"])


def test_a_form_of_another_visit_is_refused_and_what_was_typed_is_not_lost(client: FlaskClient) -> None:
    response = client.post("/simulateur/vous", data={"age": "41", "jeton": "stolen"})
    assert response.status_code == 403
    assert 'value="41"' in response.text
    assert "Votre visite avait expiré" in response.text
    assert client.post("/simulateur/effacer", data={}).status_code == 403


def test_sending_twice_changes_nothing(client: FlaskClient) -> None:
    resident = Resident(client)
    first = resident.page
    resident.send("/simulateur", commune="Bron")
    resident.page = first
    resident.send("/simulateur", commune="Bron")
    assert resident.at == "/simulateur/vous"
    assert opened_visit(client)["vues"] == ["lieu"]


def test_the_largest_household_with_long_names_fits_in_a_visit(client: FlaskClient) -> None:
    resident = (
        Resident(client)
        .send("/simulateur", commune="Bron")
        .send("/simulateur/vous", age="40", activite="actif")
    )
    resident.send("/simulateur/foyer", couple="marie", enfants="10", parents="2", fratrie="2", autres="4")
    said = {f"nom-{rank}": f"{chr(65 + rank) * 3} بن محمد الأندلسي ÀÉÎÕÜ {rank}" for rank in range(1, 20)}
    resident.send("/simulateur/proches", **said, **{f"age-{rank}": "12" for rank in range(1, 20)})
    assert resident.at == "/simulateur/logement"
    assert len(opened_visit(client)["situation"]["personnes"]) == 20
    resident.open("/simulateur/foyer").send(
        "/simulateur/foyer", couple="marie", enfants="10", fratrie="6", autres="4"
    )
    assert resident.page.status_code == 422
    resident.open("/simulateur/proches").send(
        "/simulateur/proches", **{"nom-1": "x" * 41, "nom-2": "Nour", "nom-3": "Nour"}
    )
    assert "Ce prénom est trop long" in resident.text
    assert "Une autre personne porte déjà ce nom" in resident.text


def test_nothing_typed_is_in_an_address(client: FlaskClient) -> None:
    resident = Resident(client)
    token = re.search(r'name="jeton" value="([^"]+)"', resident.page.text)
    assert token
    sent = client.post("/simulateur", data={"commune": "Villeurbanne", "jeton": token[1]})
    assert sent.headers["Location"] == "/simulateur/vous"


def test_english_says_all_of_the_pages_and_marks_what_stays_french(client: FlaskClient) -> None:
    resident = ines(Resident(client)).open("/simulateur/resultat?langue=en")
    assert "Your rights in November 2026" in resident.text
    assert "To claim now" in resident.text
    assert '<a href="/simulateur/droits/aide_logement" lang="fr">' in resident.page.text
    assert "À demander maintenant" not in resident.text


# In a browser.


def walk(page: Page) -> None:
    """Answer as Inès does, in a browser."""

    def go_on() -> None:
        page.get_by_role("button", name="Continuer").click()

    page.fill("#commune", "Villeurbanne")
    go_on()
    page.fill("#age", "22")
    page.get_by_label("Autre situation, sans emploi").check()
    go_on()
    page.get_by_label("Non", exact=True).check()
    go_on()
    page.get_by_label("Locataire d'un meublé").check()
    page.fill("#loyer", "420")
    go_on()
    page.fill("#salaire_net-0", "180")
    go_on()
    page.wait_for_url("**/concerne")
    go_on()
    page.wait_for_url("**/resultat")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_phone_walks_to_the_result_and_back(
    opened: Opened, hindrances: Hindrances, javascript: bool
) -> None:
    page = opened("/simulateur", size="phone", javascript=javascript)
    walk(page)
    assert page.get_by_role("link", name="Aide au logement", exact=False).count()
    page.go_back()
    assert page.url.endswith("/concerne")
    page.go_back()
    assert page.input_value("#salaire_net-0") == "180"
    page.get_by_role("link", name="Voir mes droits maintenant").click()
    page.get_by_text("Que faire ?").first.click()
    assert page.get_by_text("À apporter").first.is_visible()


def test_a_range_names_the_answer_that_narrows_it_and_leads_to_it(opened: Opened) -> None:
    page = opened("/simulateur", size="phone")
    walk(page)
    card = page.locator("article.right", has=page.locator(".narrow")).first
    title = card.locator("h3").inner_text()
    named = card.locator(".narrow a").first
    question = named.inner_text()
    named.click()
    field = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert field.count() == 1
    asked = page.locator(".asked", has=field)
    assert question in asked.inner_text()
    assert asked.evaluate("one => one.getBoundingClientRect().top < innerHeight")
    if field.get_attribute("type") == "radio":
        asked.get_by_label("Non", exact=True).check()
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(index=1)
    else:
        field.fill("120")
    page.get_by_role("button", name="Continuer").click()
    page.goto("/simulateur/resultat")
    again = page.locator("article.right").filter(has=page.get_by_role("heading", name=title, exact=True))
    assert question not in again.inner_text()


def test_every_state_hinders_no_one(opened: Opened, hindrances: Hindrances) -> None:
    page = opened("/simulateur", size="narrow")
    found = {"lieu": hindrances(page)}
    page.get_by_role("button", name="Continuer").click()
    found["lieu, wrong"] = hindrances(page)
    assert page.get_by_role("alert").count() == 1
    walk(page)
    found["resultat"] = hindrances(page)
    for path in (
        "vous",
        "foyer",
        "logement",
        "revenus",
        "concerne",
        "deja",
        "precisions",
        "droits/rsj",
        "ailleurs",
    ):
        page.goto(f"/simulateur/{path}")
        found[path] = hindrances(page)
    page.goto("/simulateur/foyer")
    page.fill("#enfants", "1")
    page.get_by_role("button", name="Continuer").click()
    found["proches"] = hindrances(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_keyboard_alone_goes_from_a_question_to_the_next(opened: Opened) -> None:
    page = opened("/simulateur")
    page.locator("#commune").focus()
    page.keyboard.type("Bron")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vous")
    page.locator("#age").focus()
    page.keyboard.type("70")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/foyer")
    assert page.get_by_role("link", name="Voir mes droits maintenant").is_visible()


def test_a_mistake_is_read_first_and_leads_to_its_field(opened: Opened) -> None:
    page = opened("/simulateur")
    page.fill("#commune", "Zebulon")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "erreurs"
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "commune"
    assert page.locator("#commune").get_attribute("aria-invalid") == "true"


def test_two_clicks_send_once(opened: Opened) -> None:
    page = opened("/simulateur")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.fill("#commune", "Bron")
    page.get_by_role("button", name="Continuer").dblclick()
    page.wait_for_url("**/vous")
    assert len(sent) == 1
