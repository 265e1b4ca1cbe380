"""The policy desk: from a figure of the law to a report, with and without JavaScript, on a phone and on a desk."""

import re
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from openfisca_lyon.api import population
from openfisca_lyon.api.pages.desk_figures import found
from openfisca_lyon.api.pages.desk_reforms import draft
from openfisca_lyon.api.runs import Runs
from openfisca_lyon.system import ReformError

KEEPER = (sys.executable, str(Path(__file__).parents[1] / "small_keeper.py"))
FIGURE = "metropole_lyon.rsj.montant_sans_ressource"
WRITTEN = f"{FIGURE}@2026-11-01=520"
Opened = Callable[..., Page]
Hindrances = Callable[[Page], list[str]]


@pytest.fixture(scope="module", autouse=True)
def runs(application: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    before = application.extensions[population.KEY]
    small = Runs(before.limits, tmp_path_factory.mktemp("runs"), keeper=KEEPER)
    application.extensions[population.KEY] = small
    yield small
    application.extensions[population.KEY] = before
    small.close()


def chosen(page: Page) -> None:
    """Write a reform, and add a ready one."""
    page.get_by_label("Quel droit, quel chiffre ?").fill("RSJ montant")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="(RSJ) Montant mensuel sans ressource").click()
    expect(page.get_by_role("heading", name="La loi en vigueur")).to_be_visible()
    expect(page.get_by_text("420 €").first).to_be_visible()
    page.get_by_label("Nouvelle valeur").fill("520")
    page.get_by_role("button", name="Ajouter ce changement").click()
    page.get_by_role("link", name="Ajouter : RSJ à 500 €").click()
    expect(page.locator(".draft")).to_have_count(2)


def test_from_a_figure_of_the_law_to_a_report(opened: Opened, hindrances: Hindrances) -> None:
    page = opened("/atelier")
    assert hindrances(page) == []
    chosen(page)
    assert hindrances(page) == []
    page.get_by_role("button", name="Calculer").click()
    expect(page.locator("h2#garder")).to_be_visible(timeout=300_000)
    assert hindrances(page) == []
    # Test households first, then each chart with its table, and the map.
    assert page.locator("h2").all_inner_texts()[1] == "Sur des ménages types"
    targets = page.locator("nav.contents a").evaluate_all("links => links.map(one => one.hash.slice(1))")
    assert all(page.locator(f"[id='{target}']").count() == 1 for target in targets)
    assert page.locator("figure.chart").count() == page.locator("figure.chart table").count() > 2
    for image in page.locator("figure.chart img").all():
        image.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
        )
        assert image.get_attribute("alt")
    with page.expect_download() as download:
        page.get_by_role("link", name="Le rapport en PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    compile(page.locator("pre code").inner_text(), "python", "exec")
    # The permanent link finds the same reforms again; it says versions and fingerprint, and no number of a run.
    link = page.locator(".permanent a").get_attribute("href") or ""
    said = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)
    assert said["reforme"] == [WRITTEN, "rsj_500_euros"]
    assert said["version"]
    assert said["empreinte"]
    number = page.url.split("/calculs/")[1].split("?")[0]
    assert number not in link
    page.goto(link)
    expect(page.locator(".draft")).to_have_count(2)
    expect(page.get_by_text("Ce lien vient d'un calcul")).to_be_visible()


def test_the_whole_way_without_javascript_on_a_phone(opened: Opened) -> None:
    page = opened("/atelier", javascript=False, size="phone")
    chosen(page)
    page.get_by_role("button", name="Calculer").click()
    for _ in range(600):
        if page.locator("h2#garder").count():
            break
        page.get_by_role("link", name="Voir où en est le calcul").click()
        page.wait_for_timeout(500)
    expect(page.locator("h2#garder")).to_have_count(1)
    page.get_by_role("button", name="Effacer ce résultat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Que changerait une autre règle ?")
    page.go_back()
    page.reload()
    expect(page.get_by_text("Ce calcul n'existe pas")).to_be_visible()


def test_a_run_is_followed_and_stopped(opened: Opened, hindrances: Hindrances, runs: Runs) -> None:
    page = opened("/atelier?reforme=tcl_gratuit_mineurs&date=2026-12", size="narrow")
    page.get_by_role("button", name="Calculer").click()
    # The page follows by itself: from waiting to the population.
    expect(page.get_by_text("La population,")).to_be_visible(timeout=60_000)
    expect(page.locator("#progress")).to_be_visible()
    assert hindrances(page) == []
    page.get_by_role("button", name="Arrêter le calcul").click()
    expect(page.get_by_text("Le calcul a été arrêté")).to_be_visible(timeout=60_000)
    assert hindrances(page) == []
    page.get_by_role("link", name="Modifier ou recommencer").click()
    expect(page.locator(".draft")).to_have_count(1)


def test_every_state_is_within_reach_of_all_on_a_narrow_screen(
    opened: Opened, hindrances: Hindrances
) -> None:
    states = [
        "/atelier",
        f"/atelier?q=quotient&reforme={WRITTEN}",
        f"/atelier/chiffres/{FIGURE}?reforme={WRITTEN}",
        f"/atelier/chiffres/{FIGURE}?valeur=rien&depuis=hier",
        "/atelier/calculs/" + "a" * 22,
    ]
    page = opened(states[0], size="narrow")
    for address in states:
        page.goto(address)
        assert hindrances(page) == [], address


def test_a_wrong_value_is_said_beside_its_field(client: FlaskClient) -> None:
    for value, day, field in [("rien", "2026-11-01", "valeur"), ("500", "2026-13-01", "depuis"), ("420", "2026-11-01", "valeur"), ("1e400", "2026-11-01", "valeur"), ("nan", "2026-11-01", "valeur")]:  # fmt: skip
        response = client.get(f"/atelier/chiffres/{FIGURE}", query_string={"valeur": value, "depuis": day})
        assert response.status_code == 422
        assert f'href="#{field}"' in response.get_data(as_text=True)


def test_a_rate_is_typed_and_shown_in_percent(client: FlaskClient) -> None:
    path = next(one.path for one in found("aide vélo part prix") if one.unit == "/1")
    response = client.get(
        f"/atelier/chiffres/{path}", query_string={"valeur": "60 %", "depuis": "2026-11-01"}
    )
    assert response.status_code == 303
    assert f"{path}@2026-11-01=0.6" in urllib.parse.unquote(response.headers["Location"])


def test_two_changes_can_make_one_reform(client: FlaskClient) -> None:
    other = "metropole_lyon.rsj.montant_avec_ressources"
    response = client.get(
        f"/atelier/chiffres/{other}",
        query_string={"valeur": "390", "depuis": "2026-11-01", "dans": "0", "reforme": WRITTEN},
    )
    reforms = urllib.parse.parse_qs(urllib.parse.urlsplit(response.headers["Location"]).query)["reforme"]
    assert reforms == [f"{WRITTEN};{other}@2026-11-01=390"]


@pytest.mark.parametrize(
    "text",
    ["nowhere", "../../etc/passwd", f"{FIGURE}@2026-11-01=1e9", f"{FIGURE}@2026-99-01=500", f"{FIGURE}=5",
     "metropole_lyon.rsj@2026-11-01=5", ";".join([WRITTEN] * 13), "<script>alert(1)</script>", "x" * 5000],
)  # fmt: skip
def test_a_hostile_address_is_left_out_and_said(client: FlaskClient, text: str) -> None:
    with pytest.raises(ReformError):
        draft(text)
    response = client.get("/atelier", query_string={"reforme": text})
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "n'a pas pu être lue" in page.replace("&#39;", "'")
    assert "<script>alert" not in page


def test_nothing_runs_without_a_reform_nor_without_the_token(client: FlaskClient) -> None:
    home = client.get("/atelier").get_data(as_text=True)
    token = re.search(r'name="jeton" value="([^"]+)"', home).group(1)
    refused = client.post("/atelier/calculs", data={"jeton": token})
    assert "manque=1" in refused.headers["Location"]
    assert "Choisissez d'abord" in client.get(refused.headers["Location"]).get_data(as_text=True).replace(
        "&#39;", "'"
    )
    assert client.post("/atelier/calculs", data={"reforme": "rsj_500_euros"}).status_code == 403


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_language_shows_the_figures_of_the_law(client: FlaskClient, language: str) -> None:
    page = client.get(f"/atelier/chiffres/{FIGURE}?langue={language}").get_data(as_text=True)
    assert ("420\xa0€" if language == "fr" else "€420") in page
    assert "{" not in re.sub(r"(?s)<(script|style).*?</\1>", "", page)
