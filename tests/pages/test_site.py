"""What all pages share: texts, visits, failures, and a home that anyone can use."""

import re
import string
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from openfisca_lyon.api.pages import texts, visits

READS = {"Accept": "text/html"}
TEMPLATES = Path(__file__).parents[2] / "api/templates/pages"
FIRST_VISIT = 150 * 1024


@pytest.mark.parametrize("size", ["narrow", "phone", "desk"])
def test_the_home_page_hinders_no_one(
    opened: Callable[..., Page], hindrances: Callable[[Page], list[str]], size: str
) -> None:
    page = opened("/", size=size)
    assert hindrances(page) == []
    assert page.get_by_role("heading", level=1).count() == 1


def test_the_keyboard_reaches_the_content_first(opened: Callable[..., Page]) -> None:
    page = opened("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_first_visit_weighs_little_and_asks_no_other_host(client: FlaskClient) -> None:
    page = client.get("/")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert len(files) >= 3
    assert len(page.data) + sum(len(client.get(file).data) for file in files) < FIRST_VISIT
    assert "http://" not in page.text
    assert "https://" not in page.text


def test_the_policy_allows_no_inline_code_and_templates_hold_none(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    for template in TEMPLATES.rglob("*.html"):
        content = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", content), (
            template.name
        )


# Languages.


def test_the_language_is_the_browser_s_then_the_one_chosen(client: FlaskClient) -> None:
    assert '<html lang="fr"' in client.get("/").text
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "en-US,de;q=0.5"}).text
    assert '<html lang="fr"' in client.get("/", headers={"Accept-Language": "xx"}).text
    assert '<html lang="en"' in client.get("/?langue=en").text
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="en"' in client.get("/?langue=<script>").text


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def keys(language: str, page: str) -> dict[str, set[str]]:
    """Return the keys of a page, plurals put together, each with the places of its texts."""
    found: dict[str, set[str]] = {}
    for key, text in texts.texts(language).items():
        name, _, last = key.rpartition(".")
        if key.startswith(f"{page}."):
            found.setdefault(name if last in texts.PLURALS else key, set()).update(places(text))
    return found


@pytest.mark.parametrize("language", [code for code in texts.languages() if code != texts.FRENCH])
def test_a_page_offered_in_a_language_is_whole_and_has_the_same_figures(language: str) -> None:
    pages = {key.partition(".")[0] for key in texts.texts(language)}
    assert "site" in pages
    for page in pages:
        assert keys(language, page) == keys(texts.FRENCH, page), page


def test_english_has_every_page() -> None:
    assert {key.partition(".")[0] for key in texts.texts("en")} == {
        key.partition(".")[0] for key in texts.texts("fr")
    }


def test_no_figure_is_typed_in_a_text() -> None:
    """A figure of the law in a text would be wrong one day, in one language first."""
    for language in texts.languages():
        for key, text in texts.texts(language).items():
            bare = re.sub(r"\{[^}]*\}", "", text)
            assert not re.search(r"\d[\d  .,]*\s?(€|%|euros?\b)|€\s?\d|\b(19|20)\d\d\b", bare), (
                f"{language} {key}"
            )


def test_a_text_missing_in_a_language_is_read_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    known = texts.texts
    monkeypatch.setattr(texts, "texts", lambda code: {} if code == "en" else known(code))
    assert texts.text("site.langue", "en") == "Langue"
    with pytest.raises(KeyError):
        texts.text("site.absent", "en")


# Visits.


def sealed(application: Flask, kept: dict[str, Any], moment: int) -> str:
    import json
    import zlib

    packed = zlib.compress(json.dumps(kept).encode())
    token: bytes = application.extensions[visits.KEY].encrypt_at_time(packed, moment)
    return token.decode()


def test_a_visit_says_nothing_to_who_holds_it_and_ends(application: Flask) -> None:
    now = int(time.time())
    fresh = sealed(application, {"page": "Zebulon"}, now)
    assert "Zebulon" not in fresh
    for cookie, kept, expired in (
        (fresh, "Zebulon", False),
        (sealed(application, {"page": "Zebulon"}, now - visits.SECONDS - 1), None, True),
        (visits.fernet_of("another key").encrypt(b"x").decode(), None, True),
        (fresh[:-4] + "AAAA", None, True),
        ("é<script>", None, True),
    ):
        with application.test_request_context("/", headers={"Cookie": f"{visits.COOKIE}={cookie}"}):
            assert visits.visit().get("page") == kept
            assert visits.visit().expired is expired


def test_a_long_visit_is_kept_in_several_cookies_and_no_more_than_browsers_take(application: Flask) -> None:
    import secrets

    said = [secrets.token_hex(60) for _ in range(60)]
    with application.test_request_context("/"):
        visits.visit().keep("page", said)
        response = application.process_response(application.make_response(""))
    cookies = response.headers.getlist("Set-Cookie")
    assert len(cookies) > 1
    for cookie in cookies:
        assert len(cookie) < 4096
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    carried = "; ".join(cookie.partition(";")[0] for cookie in cookies)
    with application.test_request_context("/", headers={"Cookie": carried}):
        assert visits.visit().get("page") == said


def test_a_visit_that_unpacks_without_end_is_refused(application: Flask) -> None:
    bomb = sealed(application, {"page": "a" * 10 * visits.MOST_BYTES}, int(time.time()))
    with application.test_request_context("/", headers={"Cookie": f"{visits.COOKIE}={bomb}"}):
        assert visits.visit().expired


def test_the_secure_flag_follows_https(application: Flask) -> None:
    for base, secure in (("http://localhost", False), ("https://localhost", True)):
        with application.test_request_context("/", base_url=base):
            visits.visit().keep("page", "x")
            response = application.process_response(application.make_response(""))
        assert ("Secure" in response.headers["Set-Cookie"]) is secure


# Failures.


def test_who_reads_pages_gets_a_page_when_something_fails(client: FlaskClient) -> None:
    response = client.get("/Zebulon?nom=Zebulon", headers=READS)
    assert response.status_code == 404
    assert "Cette page n'existe pas" in response.text.replace("&#39;", "'")
    assert "Zebulon" not in response.text
    assert client.get("/static/nothing.css").status_code == 404
    assert client.post("/", headers=READS).status_code == 405
    assert client.get("/?langue=en", headers=READS).status_code == 200
    assert "This page does not exist" in client.get("/Zebulon", headers=READS).text


def test_programs_still_get_json(client: FlaskClient) -> None:
    for path, accept in (("/nothing", "*/*"), ("/api/v1/nothing", "text/html")):
        assert client.get(path, headers={"Accept": accept}).mimetype == "application/problem+json"
    assert "Set-Cookie" not in client.get("/api/v1/catalogue").headers
