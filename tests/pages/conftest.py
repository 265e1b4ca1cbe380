"""A server on a free port, a browser with and without JavaScript, and an eye for what hinders people."""

import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page
from waitress.server import create_server

from openfisca_lyon.api import create_app
from openfisca_lyon.api.settings import Settings

SIZES = {
    "narrow": (320, 640),
    "phone": (360, 740),
    "desk": (1280, 900),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60_000  # milliseconds: a loaded machine is slow, never wrong


@pytest.fixture(scope="session", autouse=True)
def _fast() -> Iterator[None]:
    """The way of the engine that a server of pages uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENFISCA_LYON_ENGINE", "fast")
        yield


@pytest.fixture(scope="session")
def application(_fast: None) -> Flask:
    return create_app(
        {"PROPAGATE_EXCEPTIONS": False}, Settings(visit_key="only for tests", request_seconds=900)
    )


@pytest.fixture
def client(application: Flask) -> Iterator[FlaskClient]:
    """Someone without a browser: forms and links only."""
    with application.test_client() as client:
        yield client


@pytest.fixture(scope="session")
def address(application: Flask) -> Iterator[str]:
    """The address of a server that lives as long as the tests."""
    server = create_server(application, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Open a page as someone would: ``opened("/", javascript=False, size="phone", language="en")``.

    What the browser complains of, and any request to another host, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def start(path: str, *, javascript: bool = True, size: str = "desk", language: str = "fr") -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=address,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale=language,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        page.on(
            "request",
            lambda request: None if request.url.startswith(address) else complaints.append(request.url),
        )
        page.goto(path)
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def hindrances() -> Callable[[Page], list[str]]:
    """Return what axe finds that hinders people on a page, and whether it is wider than its window."""

    def look(page: Page) -> list[str]:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            said.append("wider than the window")
        return said

    return look
