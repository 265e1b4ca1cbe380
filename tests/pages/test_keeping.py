"""What a resident takes away: a paper, a PDF and a file that opens again; what comes back is not trusted."""

import copy
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from pypdf import PdfReader
from werkzeug.test import TestResponse

from openfisca_lyon.rights import Report, evaluate
from openfisca_lyon.situations import Situation

SAVED: dict[str, Any] = {
    "format": "openfisca-lyon/reponses",
    "version": 1,
    "situation": {
        "personnes": [
            {"lien": "demandeur", "age": 22, "activite": "inactif", "revenus": {"salaire_net": 180.0}}
        ],
        "logement": {"commune": "69266", "statut_occupation_logement": "locataire_meuble", "loyer": 420.0},
    },
    "inconnus": ["/personnes/0/titre_sejour"],
    "vues": ["lieu", "vous", "foyer", "logement", "revenus", "concerne"],
    "concernes": {"handicap": [], "sejour": []},
    "decisions": {"rsj": {"reponse": "refus"}},
}
CANARY = "Zebulon4217"


@pytest.fixture(scope="module", autouse=True)
def _computed_once() -> Iterator[None]:
    """Remember reports: the same household is read in several ways."""
    known: dict[Any, Report] = {}

    def remembered(situations: Sequence[Situation]) -> list[Report]:
        (one,) = situations
        key = (
            one.month,
            str(sorted((str(name), values.tobytes()) for name, values in one.households.columns.items())),
        )
        if key not in known:
            known[key] = evaluate([one])[0]
        return [known[key]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("openfisca_lyon.api.pages.simulator_answers.evaluate", remembered)
        yield


def sent(client: FlaskClient, content: bytes | None) -> TestResponse:
    """Open a file as the form does."""
    token = re.search(r'name="jeton" value="([^"]+)"', client.get("/simulateur/garder").text)
    assert token
    data: dict[str, Any] = {"jeton": token[1]}
    if content is not None:
        data["fichier"] = (io.BytesIO(content), "mes-reponses.json")
    return client.post("/simulateur/reprendre", data=data, content_type="multipart/form-data")


def written(**changed: Any) -> bytes:
    return json.dumps({**copy.deepcopy(SAVED), **changed}).encode()


@pytest.fixture
def resumed(client: FlaskClient) -> FlaskClient:
    """Someone who opened a file kept from another day."""
    assert sent(client, written()).headers["Location"].endswith("/simulateur/resultat")
    return client


def test_a_file_opens_again_as_it_was_saved(resumed: FlaskClient) -> None:
    saved = resumed.get("/simulateur/mes-reponses.json")
    assert json.loads(saved.data) == SAVED
    assert "attachment" in saved.headers["Content-Disposition"]
    assert saved.headers["Cache-Control"] == "no-store"
    assert "RSJ" in resumed.get("/simulateur/resultat").text


def person(**said: Any) -> dict[str, Any]:
    return {"personnes": [{"lien": "demandeur", **said}]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\x00\xff\xfe",
        b"[" * 50_000,
        b'{"format": NaN}',
        b"PK\x03\x04 not a file of ours",
        b"x" * (200 * 1024),
        written(version=2),
        written(format="autre"),
        written(**{CANARY: CANARY}),
        written(situation={}),
        written(situation={"personnes": []}),
        written(situation={"personnes": [CANARY]}),
        written(situation={"personnes": [{"lien": "enfant", "age": 3}]}),
        written(situation={**person(age=22), "date": "2020-01"}),
        written(situation=person(age=CANARY)),
        written(situation=person(age=-1)),
        written(situation={"personnes": [*person(age=22)["personnes"], None]}),
        written(situation=person(revenus={"salaire_net": 1e300})),
        written(situation=person(**{CANARY: "x"})),
        written(situation={**person(age=22), "logement": CANARY}),
        written(situation={"personnes": person(age=22)["personnes"] * 21}),
        written(inconnus=["../../etc/passwd"]),
        written(inconnus=[f"/personnes/0/{CANARY * 20}"]),
        written(vues=[CANARY]),
        written(vues=[]),
        written(concernes={CANARY: [0]}),
        written(concernes={"handicap": [7]}),
        written(concernes={"handicap": ["0"]}),
        written(decisions={CANARY: {"reponse": "refus"}}),
        written(decisions={"rsj": {"reponse": CANARY}}),
        written(decisions={"rsj": {"reponse": "accord", "montant": -3}}),
        None,
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_is_refused_and_changes_nothing(
    client: FlaskClient, content: bytes | None
) -> None:
    response = sent(client, content)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert CANARY not in response.text
    assert client.get("/simulateur/mes-reponses.json").status_code == 303


def test_a_file_sent_from_another_site_is_refused(client: FlaskClient) -> None:
    data = {"jeton": "x", "fichier": (io.BytesIO(written()), "a.json")}
    response = client.post("/simulateur/reprendre", data=data, content_type="multipart/form-data")
    assert response.status_code == 403


def test_the_paper_is_a_tagged_pdf_with_one_page_a_right(resumed: FlaskClient, tmp_path: Path) -> None:
    response = resumed.get("/simulateur/mes-droits.pdf")
    assert response.mimetype == "application/pdf"
    document = PdfReader(io.BytesIO(response.data))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "fr"
    assert document.metadata.title == "Mes droits dans la Métropole de Lyon"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    pages = [" ".join(page.extract_text().split()) for page in document.pages]
    shown = [
        unescape(one)
        for one in re.findall(r'<h2><span lang="fr">([^<]+)', resumed.get("/simulateur/mes-droits").text)
    ]
    assert len(shown) >= 3
    # Each right begins a page, in the order of the summary.
    firsts = [text for text in pages if any(text.startswith(name) for name in shown)]
    assert [next(name for name in shown if text.startswith(name)) for text in firsts] == shown
    assert "Une simulation, pas une décision" in pages[0]
    # In black and white: what is met is written, not coloured.
    assert any("Condition remplie" in text for text in pages)


def test_a_paper_in_arabic_says_so_to_those_who_hear_it(resumed: FlaskClient) -> None:
    response = resumed.get("/simulateur/mes-droits.pdf", headers={"Accept-Language": "ar"})
    assert PdfReader(io.BytesIO(response.data)).trailer["/Root"]["/Lang"] == "ar"


def test_without_answers_there_is_nothing_to_take_but_a_file_to_open(client: FlaskClient) -> None:
    for address in ("mes-droits", "mes-droits.pdf", "mes-reponses.json"):
        assert client.get(f"/simulateur/{address}").status_code == 303
    page = client.get("/simulateur/garder").text
    assert "mes-droits.pdf" not in page
    assert 'type="file"' in page


def test_the_link_says_nothing_of_a_person(resumed: FlaskClient) -> None:
    page = resumed.get("/simulateur/garder").text
    links = re.findall(r'href="(http[^"]+)"', page)
    assert links == ["http://localhost/simulateur"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_resident_saves_then_resumes_in_another_browser(
    opened: Callable[..., Page],
    hindrances: Callable[[Page], list[str]],
    tmp_path: Path,
    javascript: bool,
) -> None:
    file = tmp_path / "mes-reponses.json"
    file.write_bytes(written())
    page = opened("/simulateur/garder", size="phone", javascript=javascript)
    page.set_input_files("#fichier", file)
    page.get_by_role("button", name="Ouvrir ce fichier").click()
    page.wait_for_url("**/simulateur/resultat")
    page.get_by_role("link", name="Garder, imprimer").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Enregistrer mes réponses").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == SAVED
    if javascript:
        assert hindrances(page) == []
        page.get_by_role("link", name="Voir la version à imprimer").click()
        assert hindrances(page) == []


def test_in_arabic_the_main_path_is_from_right_to_left(
    opened: Callable[..., Page], hindrances: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "mes-reponses.json"
    file.write_bytes(written())
    page = opened("/simulateur/garder", size="phone", language="ar")
    page.set_input_files("#fichier", file)
    page.locator("main form button").click()
    page.wait_for_url("**/simulateur/resultat")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    french = page.locator("main [lang=fr]").first
    assert french.evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert "حقوقكم في" in page.get_by_role("heading", level=1).inner_text()
    assert hindrances(page) == []
    page.goto("/simulateur")
    assert "أين تسكنون" in page.get_by_role("heading", level=1).inner_text()
    assert hindrances(page) == []
