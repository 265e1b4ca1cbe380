"""A page says the same in every language: the same figures, and from right to left where the language is written so."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from openfisca_lyon.api.pages import texts
from openfisca_lyon.api.pages.about import PAGES

OTHERS = [code for code in texts.languages() if code != texts.FRENCH]
FIGURE = re.compile(r"\d+")


def figures(client: FlaskClient, address: str, language: str) -> list[str]:
    """Return the figures that people read on a page, sorted: languages order words differently."""
    page = client.get(address, headers={"Accept-Language": language}).text
    assert f'<html lang="{language}"' in page
    shown = re.sub(
        r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]
    )
    return sorted(FIGURE.findall(unescape(shown).replace("\u202f", "").replace("\u00a0", "")))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("address", ["/", *PAGES.values()])
def test_every_language_shows_the_same_figures(client: FlaskClient, address: str, language: str) -> None:
    assert figures(client, address, language) == figures(client, address, texts.FRENCH)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_arabic_is_laid_out_from_right_to_left(
    opened: Callable[..., Page], hindrances: Callable[[Page], list[str]], size: str
) -> None:
    page = opened("/", size=size, language="ar")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    width = page.viewport_size["width"]
    brand = page.locator(".brand").bounding_box()
    heading = page.get_by_role("heading", level=1)
    assert brand["x"] + brand["width"] > width * 0.9
    # Words begin at the right edge of the column.
    right = heading.evaluate(
        "one => { const r = document.createRange(); r.selectNodeContents(one); return r.getBoundingClientRect().right }"
    )
    box = heading.bounding_box()
    assert abs(box["x"] + box["width"] - right) < 2
    assert hindrances(page) == []


def test_what_is_said_in_french_on_a_page_in_arabic_is_marked_french(opened: Callable[..., Page]) -> None:
    page = opened(PAGES["lieux"], language="ar")
    assert page.locator("main [lang=fr]").count() > 5
