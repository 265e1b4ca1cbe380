"""What is owed to those who use the site: their data, how it computes, who can use it, where to go, how to complain."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from pydantic import ValidationError

from openfisca_lyon.api.pages.about import PAGES
from openfisca_lyon.api.protection import versions
from openfisca_lyon.api.requests import SETTINGS
from openfisca_lyon.api.settings import Settings
from openfisca_lyon.catalogue import catalogue


@pytest.mark.parametrize("name", PAGES)
def test_each_page_hinders_no_one(
    opened: Callable[..., Page], hindrances: Callable[[Page], list[str]], name: str
) -> None:
    page = opened(PAGES[name], size="narrow", javascript=True)
    assert hindrances(page) == []
    assert page.get_by_role("heading", level=1).count() == 1
    for other in PAGES.values():
        assert page.get_by_role("contentinfo").locator(f'a[href="{other}"]').count() == 1


def test_the_notice_on_the_computation_says_what_the_law_asks(client: FlaskClient) -> None:
    """Purpose, part in the decision, data and sources, parameters and weights, operations, right to know, CADA."""
    page = client.get(PAGES["calcul"]).text.replace("&#39;", "'")
    for said in ("À quoi il sert", "Sa part dans les décisions", "Les données qu'il utilise", "Les règles et leur poids", "Ce que fait le programme", "L311-3-1", "R311-3-1-2", "CADA"):  # fmt: skip
        assert said in page
    assert f"{len(catalogue())} droits" in page
    assert versions()["OpenFisca-Lyon-Version"] in page


def test_an_error_is_reported_with_the_right_the_month_and_the_versions_and_nothing_else(
    client: FlaskClient,
) -> None:
    page = client.get(f"{PAGES['signaler']}?droit=rsj").text
    assert "(rsj)" in page
    assert "novembre 2026" in page
    assert versions()["OpenFisca-France-Version"] in page
    hostile = client.get(f"{PAGES['signaler']}?droit=<script>Zebulon")
    assert hostile.status_code == 200
    assert "Zebulon" not in hostile.text


@pytest.mark.parametrize("contact", ["mailto:droits@example.org", "https://example.org/ecrire"])
def test_the_report_goes_where_the_operator_says(
    application: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, contact: str
) -> None:
    monkeypatch.setitem(
        application.extensions,
        SETTINGS,
        Settings(contact=contact, publisher="Ville d'Exemple", visit_key="x"),
    )
    page = client.get(f"{PAGES['signaler']}?droit=rsj").text
    link = next(part.split('"')[0] for part in page.split('href="') if part.startswith(contact)).replace(
        "&amp;", "&"
    )
    if contact.startswith("mailto:"):
        asked = parse_qs(urlsplit(link).query)
        assert "RSJ" in asked["subject"][0]
        assert "(rsj)" in asked["body"][0]
    assert "Ville d&#39;Exemple" in client.get(PAGES["donnees"]).text


@pytest.mark.parametrize(
    "contact", ["javascript:alert(1)", "mailto:a@b?bcc=c@d", "http://example.org", "mailto:"]
)
def test_a_contact_that_is_neither_a_mail_nor_a_page_is_refused(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings(contact=contact)


def test_the_places_are_those_of_the_catalogue(client: FlaskClient) -> None:
    page = client.get(PAGES["lieux"]).text.replace("&#39;", "'")
    places = [place for entry in catalogue().values() for place in entry.demarche.ou if place.telephone]
    assert places
    for place in places:
        assert place.telephone in page
        assert place.adresse in page


def test_data_left_by_a_visit_are_said_with_the_durations_in_force(client: FlaskClient) -> None:
    page = client.get(PAGES["donnees"]).text
    assert "2 heures" in page
    assert "10 minutes" in page
    assert "Set-Cookie" not in client.get(PAGES["donnees"]).headers
