"""The counter: a situation written at the keyboard, its rights beside it, a resident's code opened."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from openfisca_lyon.api.pages import counter, handover, sheet_fields, sheets, staff, texts
from openfisca_lyon.api.pages.themes import THEMES
from openfisca_lyon.api.passwords import hashed
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.rights import evaluate, warm
from openfisca_lyon.situations import SituationError, read, situation_model

EXAMPLES = Path(__file__).parents[2] / "examples"
MONTH = "2026-10"
CANARY = "Zébulon4217"
INES: dict[str, Any] = yaml.safe_load((EXAMPLES / "rsj.yaml").read_text(encoding="utf-8"))
TYPED = {
    "personnes": "1",
    "date": MONTH,
    "tout_est_dit": "oui",
    "personnes/0/nom": "Inès",
    "personnes/0/date_naissance": "14/03/2005",
    "personnes/0/titre_sejour": "francais",
    "personnes/0/date_arrivee_metropole": "1/2/2023",
    "personnes/0/activite": "actif",
    "personnes/0/soutien_financier_parents_ou_tiers": "aucun",
    "personnes/0/rsj_mois_percus": "0",
    "personnes/0/revenus/salaire_net": "180 €",
    "logement/commune": "vaulx en velin",
}
PATIENCE = 60_000  # milliseconds
RSJ = "Revenu de solidarité jeunes (RSJ)"
RSJ_LINE = "details.line[id^='rsj-droit-']"
Opened = Callable[..., Page]
Hindrances = Callable[[Page], list[str]]


@pytest.fixture(scope="module", autouse=True)
def _warm(application: Flask) -> None:
    """Plans are made before a browser waits for them."""
    warm(MONTH)


@pytest.fixture
def content() -> dict[str, Any]:
    return json.loads(json.dumps(INES, default=str))


def token(client: FlaskClient) -> str:
    return re.search(r'name="jeton" value="([^"]+)"', client.get("/guichet").text)[1]


def sent(client: FlaskClient, typed: dict[str, Any], action: str = "calculer") -> Any:
    answer = client.post("/guichet", data={"jeton": token(client), "faire": action} | typed)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location.partition("#")[0])


def right(page: str, name: str) -> str:
    """Return what a page says of a right."""
    found = re.search(
        rf'<details class="line[^>]*>\s*<summary><span[^>]*>{re.escape(name)}.*?</blockquote>', page, re.S
    )
    assert found, f"{name} is not open on the page"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


# What is written, and what is understood.


def test_every_field_of_the_form_has_its_place() -> None:
    schema = situation_model().model_json_schema()["$defs"]
    written = {section: {one.name for one in several} for section, several in sheet_fields.fields().items()}
    incomes = {f"revenus/{name}" for name in schema["Revenus"]["properties"]}
    assert written["personnes"] == set(schema["Personne"]["properties"]) - {"revenus", "logement"} | incomes
    assert written["logement"] == set(schema["Logement"]["properties"])
    assert written["famille"] == set(schema["Famille"]["properties"])
    assert written["impots"] == set(schema["Impots"]["properties"])


def test_each_theme_of_the_simulator_is_one_of_the_counter_and_has_a_name() -> None:
    found = {one.theme for several in sheet_fields.fields().values() for one in several}
    assert found == {*THEMES, sheet_fields.WHO}
    assert all(
        f"guichet.themes.{theme}" in texts.texts(language) for language in ("fr", "en") for theme in found
    )


@pytest.mark.parametrize("name", ["rsj", "tcl", "pch"])
def test_what_is_written_down_says_the_same_as_the_situation(name: str) -> None:
    content = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    again, faults = sheets.content_of(sheets.sheet_from(content, MONTH))
    assert not faults
    before, after = read(content), read(again)
    assert after.answered == before.answered
    assert after.labels == before.labels
    for key, values in before.households.columns.items():
        assert (after.households.columns[key] == values).all(), key


def test_a_sheet_is_kept_and_opened_whole() -> None:
    sheet = sheets.sheet_of(
        TYPED | {"personnes/0/revenus/salaire_net:avant": "900", "changement": "2026-07"}, MONTH
    )
    assert sheets.Sheet.opened(json.loads(json.dumps(sheet.kept()))) == sheet
    wages = sheets.content_of(sheet)[0]["personnes"][0]["revenus"]["salaire_net"]
    assert wages == {"2023-01": "900", "2026-07": "180"}
    back = sheets.sheet_from(sheets.content_of(sheet)[0], MONTH)
    assert (back.change, back.typed["personnes/0/revenus/salaire_net:avant"]) == ("2026-07", "900")


def test_amounts_month_by_month_are_kept_when_a_sheet_cannot_show_them(content: dict[str, Any]) -> None:
    months = {"2025-01": 900.0, "2025-06": 1000.0, "2026-01": 1100.0}
    content["personnes"][0]["revenus"]["salaire_net"] = months
    content["personnes"][0]["revenus"]["chomage_net"] = {"2025-01": 0, "2026-03": 700}
    sheet = sheets.sheet_from(content, MONTH)
    assert sheet.change == "2026-03"
    assert sheets.content_of(sheet)[0]["personnes"][0]["revenus"]["salaire_net"] == months
    sheet.typed["personnes/0/revenus/salaire_net"] = "50"
    assert sheets.content_of(sheet)[0]["personnes"][0]["revenus"]["salaire_net"] == "50"


def test_someone_taken_out_leaves_the_others_as_they_were(content: dict[str, Any]) -> None:
    content["personnes"] += [
        {"nom": "Ana", "lien": "enfant", "age": 4},
        {"nom": "Bob", "lien": "enfant", "age": 19, "logement": {"commune": "69029"}},
    ]
    sheet = sheets.sheet_from(content, MONTH)
    sheet.remove(1)
    people = sheets.content_of(sheet)[0]["personnes"]
    assert [one["nom"] for one in people] == ["Inès", "Bob"]
    assert people[1]["logement"] == {"commune": "Bron"}
    sheet.remove(0)
    assert sheet.people == 2  # the one who asks stays


@pytest.mark.parametrize("said", [{}, {"personnes": "x"}, {"personnes": []}, {"personnes": [None, 3]}, {"date": 3}, {"logement": "x", "famille": [1], "impots": 2}, {"personnes": [{"revenus": [1], "age": {"a": 1}, "nom": "x" * 999}]}])  # fmt: skip
def test_whatever_comes_under_a_code_is_written_down_or_left_aside(said: dict[str, Any]) -> None:
    sheet = sheets.sheet_from(said, MONTH)
    again, _ = sheets.content_of(sheets.Sheet.opened(json.loads(json.dumps(sheet.kept()))))
    with suppress(SituationError):
        read(again)


# Without JavaScript.


def test_rights_are_those_of_the_engine_and_can_be_read_aloud(client: FlaskClient) -> None:
    page = sent(client, TYPED).text
    report = evaluate([read(INES)])[0]
    rsj = next(one for one in report.droits if one.id == "rsj")
    said = right(page, RSJ)
    assert f"Montant : {rsj.montant.maximum:.0f} € par mois." in said
    assert "vous y avez sans doute droit" in said
    assert rsj.decide_par in said.replace("&#39;", "'")
    assert page.count('class="line is-') == sum(
        one.statut not in counter.saying.GROUPS["fermes"] for one in report.droits
    )
    for one in rsj.conditions:
        assert one.variable not in page  # only in the expert view
    spoken = re.search(r"<blockquote.*?</blockquote>", page[page.index(RSJ) :], re.S)[0]
    assert len(re.sub(r"<[^>]+>", "", spoken).split()) < 90


def test_a_mistake_is_told_at_its_field_and_what_was_typed_is_still_there(client: FlaskClient) -> None:
    page = sent(client, TYPED | {"personnes/0/age": "trois cents", "logement/commune": "Atlantide", "changement": "x"}).text  # fmt: skip
    fields = set(re.findall(r'data-field="([^"]+)"', page))
    assert fields == {"personnes/0/age", "logement/commune", "changement"} or fields >= {
        "logement/commune",
        "changement",
    }
    assert re.search(
        r'id="logement/commune"[^>]*aria-invalid="true" aria-describedby="w/logement/commune"', page
    )
    assert 'id="w/logement/commune"' in page
    assert 'value="Atlantide"' in page
    assert 'id="bilan"' not in page


def test_each_question_left_leads_to_its_field_and_a_range_to_the_one_that_narrows_it(
    client: FlaskClient,
) -> None:
    page = sent(client, {name: said for name, said in TYPED.items() if name != "tout_est_dit"}).text
    asked = re.search(r'<section class="ask".*?</section>', page, re.S)[0]
    fields = set(re.findall(r'data-field="([^"]+)"', asked))
    assert len(fields) > 5
    narrowing = re.findall(r'Pour un montant exact :</span> <a href="#([^"]+)"', page)
    assert narrowing
    assert all(f'id="{name}"' in page for name in {*fields, *narrowing})


def test_the_month_and_the_change_are_those_of_the_law(client: FlaskClient) -> None:
    typed = TYPED | {"personnes/0/revenus/salaire_net": "0", "personnes/0/revenus/salaire_net:avant": "1500"}
    page = sent(client, typed).text
    assert "Dites depuis quel mois" in page
    page = sent(client, typed | {"changement": "2026-08"}).text
    assert 'id="bilan"' in page
    assert "changed" in re.search(r'<form[^>]*id="formulaire"[^>]*', page)[0]
    page = sent(client, {"date": MONTH}, "mois:avant").text
    assert re.search(r'name="date"[^>]*value="2026-09"', page)


def test_two_situations_stand_side_by_side(client: FlaskClient) -> None:
    page = sent(client, TYPED, "comparer").text
    assert "Écrire la situation A" in page
    page = sent(client, TYPED | {"personnes/0/revenus/salaire_net": "900"}).text
    table = re.search(r'<table class="sides">.*?</table>', page, re.S)[0]
    line = next(one for one in re.findall(r"<tr.*?</tr>", table, re.S) if RSJ in one)
    assert "differs" in line
    assert "is-eligible_probable" in line
    assert "is-non_eligible" in line
    page = sent(client, TYPED | {"personnes/0/revenus/salaire_net": "900"}, "voir:a").text
    assert re.search(r'id="personnes/0/revenus/salaire_net"[^>]*value="180 €"', page)
    page = sent(client, TYPED, "garder").text
    assert '<table class="sides">' not in page


def test_papers_brought_are_ticked_and_the_others_are_on_the_document(client: FlaskClient) -> None:
    page = sent(client, TYPED).text
    papers = re.findall(r'name="papiers" value="(\w+)"[^>]*> <span[^>]*>([^<]+) <small', page)
    assert "RIB ou livret A à votre nom" in [text for _, text in papers]
    brought = papers[0]
    page = sent(client, TYPED | {"papiers": brought[0]}).text
    assert re.search(rf'value="{brought[0]}" checked', page)
    document = client.get("/guichet/document?forme=resume").text
    missing = re.search(r'<ul class="paper__list">.*?</ul>', document, re.S)[0]
    assert f"<li>{brought[1]} (" not in missing
    assert f"<li>{papers[1][1]} (" in missing


@pytest.mark.parametrize("form", ["resume", "courrier"])
def test_the_document_is_a_tagged_pdf_that_names_what_is_due(client: FlaskClient, form: str) -> None:
    sent(client, TYPED)
    answer = client.get(f"/guichet/document.pdf?forme={form}")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    pdf = PdfReader(BytesIO(answer.data))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    assert "octobre 2026" in pdf.metadata.title
    said = " ".join(page.extract_text() for page in pdf.pages)
    assert "RSJ" in said
    assert "Une simulation, pas une décision" in said
    assert ("Madame, Monsieur" in said) == (form == "courrier")


def test_without_a_situation_there_is_no_document(client: FlaskClient) -> None:
    assert "Rien n" in client.get("/guichet/document").text
    assert client.get("/guichet/document.pdf").status_code == 303


def test_the_expert_view_gives_the_request_that_gives_the_same_answer(client: FlaskClient) -> None:
    sent(client, TYPED, "expert")
    page = client.get("/guichet").text
    unescaped = HTMLText(page)
    request = json.loads(unescaped.of("json"))
    report = client.post("/api/v1/simulations", json=request).get_json()
    assert report["droits"] == json.loads(evaluate([read(INES)])[0].model_dump_json())["droits"]
    assert unescaped.of("curl").startswith("curl --json @- http://localhost/api/v1/simulations")
    assert "rsj_condition_ressources" in page
    assert "rsj_statut" in page


class HTMLText(HTMLParser):
    """The text of the elements that have an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.inside: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"pre", "code"}:
            self.inside.append(dict(attrs).get("id"))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"pre", "code"}:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        for name in self.inside:
            if name:
                self.texts[name] = self.texts.get(name, "") + data

    def of(self, name: str) -> str:
        return self.texts[name]


def test_ending_the_visit_erases_it(client: FlaskClient) -> None:
    page = sent(client, TYPED | {"personnes/0/nom": CANARY}).text
    assert CANARY in page
    assert CANARY not in sent(client, TYPED | {"personnes/0/nom": CANARY}, "finir").text
    assert CANARY not in client.get("/guichet").text


def test_a_first_visit_weighs_little(client: FlaskClient) -> None:
    page = client.get("/guichet")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert len(page.data) + sum(len(client.get(file).data) for file in files) < 150 * 1024


@pytest.mark.parametrize("typed", [
    {"personnes": "99999"}, {"personnes": "-1"}, {"personnes": "x"}, {"date": "2026-99"}, {"faire": "retirer:999999"},
    {"faire": "voir:z"}, {"faire": "ailleurs:55"}, {"faire": "\x00"}, {"personnes/0/nom": "<script>alert(1)</script>"},
    {"personnes/0/revenus/salaire_net": "1e999"}, {"personnes/0/age": "٤٢"}, {"personnes/0/revenus/salaire_net:mois": "[1]"},
    {"personnes/0/revenus/salaire_net:mois": '{"a": {"b": 1}}'}, {"personnes/0/titre_sejour": CANARY}, {"conjugalite": CANARY},
    {"inconnu": CANARY}, {"personnes/0/nom": "é" * 10_000}, {"papiers": ["x" * 8] * 900}, {"personnes/0/date_naissance": "31/02/2005"},
    {"personnes": "20"}, {"logement/loyer": "nan"}, {"changement": "2019-01", "personnes/0/revenus/salaire_net:avant": "3"},
])  # fmt: skip
def test_whatever_is_sent_gets_a_page(
    client: FlaskClient, typed: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    base = {"jeton": token(client), "personnes": "1", "personnes/0/date_naissance": "14/03/2005", "date": MONTH, "tout_est_dit": "oui"}  # fmt: skip
    answer = client.post("/guichet", data=base | {"faire": "calculer"} | typed)
    assert answer.status_code == 303
    page = client.get("/guichet")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert CANARY not in caplog.text
    assert CANARY not in answer.location
    if "personnes/0/nom" not in typed:
        assert CANARY not in page.text


def test_a_form_from_elsewhere_is_refused(client: FlaskClient) -> None:
    for address in ("/guichet", "/guichet/droits", "/guichet/ouvrir"):
        assert client.post(address, data=TYPED).status_code == 403


# A code.


def code_of(application: Flask, content: Any) -> str:
    return application.extensions[handover.KEY].codes.give(content)


def test_a_code_opens_once_and_a_wrong_one_is_told(
    application: Flask, client: FlaskClient, content: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    code = code_of(application, content)
    form = {"jeton": token(client), "code": code}
    opened = client.post("/guichet/ouvrir", data=form)
    assert opened.status_code == 303
    assert "Inès" in client.get("/guichet").text
    again = client.post("/guichet/ouvrir", data=form | {"jeton": token(client)})
    assert again.status_code == 422
    assert "Aucune simulation sous ce code" in again.text
    assert code not in again.text + caplog.text


# Sessions.


@pytest.fixture
def guarded(application: Flask) -> Iterator[Flask]:
    """The same application, behind a local account."""
    kept = application.extensions[staff.KEY]
    settings = Settings(visit_key="only for tests", staff_accounts=f"a:{hashed('un')},b:{hashed('deux')}")
    application.extensions[staff.KEY] = staff.Access(settings)
    yield application
    application.extensions[staff.KEY] = kept


def signed_in(client: FlaskClient, name: str, password: str) -> None:
    page = client.get("/agent/connexion").text
    form = {
        "jeton": re.search(r'name="jeton" value="([^"]+)"', page)[1],
        "compte": name,
        "mot_de_passe": password,
    }
    assert client.post("/agent/connexion", data=form).status_code == 303


def test_when_a_session_ends_what_was_typed_waits_for_the_same_agent(guarded: Flask) -> None:
    client = guarded.test_client()
    assert client.get("/guichet").status_code == 303
    signed_in(client, "a", "un")
    sent(client, TYPED)
    form = TYPED | {"jeton": token(client), "personnes/0/nom": CANARY, "faire": "calculer"}
    client.delete_cookie("agent")
    part = client.post("/guichet/droits", data=form, headers={"X-Part": "1"})
    assert part.status_code == 401
    away = client.post("/guichet", data=form)
    assert away.location == "/agent/connexion?retour=/guichet"
    assert CANARY not in client.get("/guichet").text
    signed_in(client, "a", "un")
    assert CANARY in client.get("/guichet").text
    client.delete_cookie("agent")
    signed_in(client, "b", "deux")
    assert CANARY not in client.get("/guichet").text


# In a browser.


expect.set_options(timeout=PATIENCE)


def typed_in(page: Page, name: str, value: str) -> None:
    """Type in a field as someone does, and leave it."""
    page.locator(f'[name="{name}"]').fill(value)
    page.keyboard.press("Tab")


def access(page: Page, key: str) -> None:
    """Press an access key as a keyboard does: Playwright's own press leaves out the text that browsers look at."""
    keyboard = page.context.new_cdp_session(page)
    pressed = {"key": key, "code": f"Key{key.upper()}", "text": key, "unmodifiedText": key, "modifiers": 1}
    keyboard.send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": ord(key.upper())} | pressed
    )
    keyboard.detach()


def settled(page: Page) -> None:
    """Wait until the rights are those of what is typed."""
    page.wait_for_timeout(100)
    expect(page.locator("#partie:not([aria-busy])")).to_be_attached()
    expect(page.locator("#bilan")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_resident_s_code_to_the_letter(
    application: Flask, opened: Opened, content: dict[str, Any], javascript: bool
) -> None:
    code = code_of(application, content)
    page = opened("/guichet", javascript=javascript)
    page.get_by_label("Code d'une personne").fill(f"{code[:2]} {code[2:]}")
    page.keyboard.press("Enter")
    line = page.locator(RSJ_LINE)
    line.locator("summary").first.click()
    expect(line.locator(".say")).to_contain_text("par mois")
    line.get_by_text("Le texte et les chiffres").click()
    expect(line.get_by_role("link").first).to_have_attribute("href", re.compile("^https?://"))
    if javascript:
        typed_in(page, "personnes/0/revenus/salaire_net", "2500")
        expect(page.locator(RSJ_LINE)).to_have_count(0)
        typed_in(page, "personnes/0/revenus/salaire_net", "180")
        expect(page.locator(RSJ_LINE)).not_to_have_count(0)
        settled(page)
    else:
        page.locator('[name="personnes/0/revenus/salaire_net"]').fill("2500")
        page.get_by_role("button", name="Calculer").last.click()
        expect(page.locator(RSJ_LINE)).to_have_count(0)
        page.locator('[name="personnes/0/revenus/salaire_net"]').fill("180")
        page.get_by_role("button", name="Calculer").last.click()
        expect(page.locator(RSJ_LINE)).not_to_have_count(0)
    page.get_by_role("link", name="Courrier", exact=True).click()
    expect(page.locator("article")).to_contain_text("Madame, Monsieur")
    expect(page.locator("article")).to_contain_text("RSJ")
    page.go_back()
    page.get_by_role("button", name="Terminer la visite").click()
    expect(page.locator("#bilan")).to_have_count(0)
    expect(page.locator('[name="personnes/0/nom"]')).to_have_value("")
    page.go_back()
    page.reload()
    expect(page.locator('[name="personnes/0/nom"]')).to_have_value("")


def test_everything_is_done_at_the_keyboard(opened: Opened) -> None:
    page = opened("/guichet")
    press = page.keyboard.press
    access(page, "m")
    assert page.evaluate("document.activeElement.name") == "date"
    order = []
    for _ in range(40):
        press("Tab")
        order.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert order.index("changement") < order.index("tout_est_dit") < order.index("logement/commune")
    assert (
        order.index("logement/commune")
        < order.index("personnes/0/nom")
        < order.index("personnes/0/date_naissance")
    )
    for name, value in TYPED.items():
        field = page.locator(f'[name="{name}"]')
        if name in ("personnes", "date"):
            continue
        field.evaluate("(field) => { const up = field.closest('details'); if (up) up.open = true; }")
        field.focus()
        if name == "tout_est_dit":
            press("Space")
        elif field.evaluate("(field) => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            page.keyboard.type(value)
    typed_in(page, "date", MONTH)
    access(page, "k")
    settled(page)
    access(page, "r")
    for _ in range(60):
        press("Tab")
        if page.evaluate("document.activeElement.matches('details.line > summary')"):
            break
    first = page.evaluate("document.activeElement.textContent")
    press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != first
    press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == first
    press("l")
    assert page.evaluate("document.activeElement.closest('details').className") == "law"
    assert page.evaluate("document.activeElement.closest('details').open")
    access(page, "n")
    page.wait_for_url("**#personne-2")
    access(page, "x")
    expect(page.locator("#json")).to_be_visible()
    access(page, "q")
    expect(page.locator("#bilan")).to_have_count(0)


def test_rights_follow_what_is_typed_and_what_is_open_stays_open(opened: Opened) -> None:
    page = opened("/guichet")
    page.check('[name="tout_est_dit"]')
    typed_in(page, "date", MONTH)
    typed_in(page, "logement/commune", "Bron")
    typed_in(page, "personnes/0/age", "40")
    typed_in(page, "personnes/0/revenus/salaire_net", "0")
    settled(page)
    line = page.locator("details.line").first
    name = line.get_attribute("id")
    line.locator("summary").first.click()
    typed_in(page, "personnes/0/revenus/salaire_net", "zéro")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("nombre")
    expect(page.locator('[name="personnes/0/revenus/salaire_net"]')).to_have_attribute("aria-invalid", "true")
    alert.get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "personnes/0/revenus/salaire_net"
    typed_in(page, "personnes/0/revenus/salaire_net", "10")
    settled(page)
    expect(page.locator('[name="personnes/0/revenus/salaire_net"]')).not_to_have_attribute(
        "aria-invalid", "true"
    )
    page.locator(f"[id='{name}'] > summary").click()
    typed_in(page, "personnes/0/revenus/salaire_net", "0")
    settled(page)
    expect(page.locator(f"[id='{name}']")).to_have_attribute("open", "")
    page.reload()
    expect(page.locator('[name="personnes/0/age"]')).to_have_value("40")


@pytest.mark.parametrize(("size", "language"), [("narrow", "fr"), ("desk", "en")])
def test_no_state_of_the_counter_hinders_anyone(
    opened: Opened, hindrances: Hindrances, size: str, language: str
) -> None:
    page = opened("/guichet", size=size, language=language)
    page.evaluate("for (const one of document.querySelectorAll('.theme')) one.open = true")
    assert hindrances(page) == []
    page.check('[name="tout_est_dit"]')
    for name, value in TYPED.items():
        field = page.locator(f'[name="{name}"]')
        if name not in ("personnes", "tout_est_dit"):
            field.select_option(value) if field.evaluate("(one) => one.tagName") == "SELECT" else field.fill(
                value
            )
    settled(page)
    page.locator('[name="faire"][value="comparer"]').click()
    page.locator('[name="faire"][value="expert"]').click()
    typed_in(page, "personnes/0/revenus/salaire_net", "900")
    settled(page)
    expect(page.locator(".sides")).to_be_visible()
    page.evaluate("for (const one of document.querySelectorAll('#partie details')) one.open = true")
    assert hindrances(page) == []
    typed_in(page, "personnes/0/age", "999")
    expect(page.get_by_role("alert")).to_be_visible()
    assert hindrances(page) == []
    page.goto("/guichet/document?forme=courrier")
    assert hindrances(page) == []


def test_the_page_of_a_code_hinders_no_one(
    application: Flask, opened: Opened, hindrances: Hindrances, browser: Browser
) -> None:
    page = opened("/montrer", size="phone")
    assert hindrances(page) == []
    with application.test_request_context("/"):
        handover.visit().keep(handover.PAGE, {"code": "0123456789", "until": 4e9})
        answer = application.process_response(application.make_response(""))
    name, value = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)
    page.context.add_cookies([{"name": name, "value": value, "url": page.url}])
    page.reload()
    expect(page.locator("#code")).to_have_text("01 23 45 67 89")
    assert hindrances(page) == []


def test_an_impatient_hand_adds_one_person(opened: Opened) -> None:
    page = opened("/guichet")
    page.get_by_role("button", name="Ajouter une personne").dblclick()
    page.wait_for_url("**#personne-2")
    expect(page.locator(".person")).to_have_count(3)  # the household, and two people
