"""A report says what its figures say, no more digits than their bars leave, and everyone can read it."""

import base64
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader

from openfisca_lyon.comparisons import Impact
from openfisca_lyon.comparisons.cliffs import Cliffs
from openfisca_lyon.reports.building import document
from openfisca_lyon.reports.cartogram import cartogram
from openfisca_lyon.reports.document import Document, Table
from openfisca_lyon.reports.rendering import html, pdf
from openfisca_lyon.reports.thresholds import Stairs
from openfisca_lyon.reports.wording import LANGUAGES, Words, _texts
from openfisca_lyon.situations.typical import typical

Make = Callable[..., Impact]
DEAR = {"name": "RSJ à 500 €", "cost": 4_412_345.0, "error": 830_000.0}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def tables(report: Document) -> list[Table]:
    found = [table for section in report.sections for table in section.tables]
    return found + [chart.table for chart in report.charts()]


def test_the_title_is_the_finding_and_the_summary_says_it_in_three_sentences(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR))
    assert plain(report.title) == "RSJ à 500 € : 4,4 M€ de plus par an, 12 800 ménages y gagnent"
    cost, moves, poverty = map(plain, report.summary)
    assert cost == (
        "La dépense des droits qui changent passe de 10,0 M€ à 14,4 M€ par an : 4,4 ± 0,8 M€ de plus."
    )
    assert moves == "12 800 ± 1 000 ménages y gagnent (960 € par an en moyenne) ; aucun n'y perd."
    assert poverty == "Le taux de pauvreté passe de 17,2 % à 17,0 % (−0,20 ± 0,04 point)."


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"cost": -2e6}, "a : 2,0 M€ de moins par an"),
        ({"cost": -2e6, "losers": 0.03}, "2,0 M€ de moins par an, 19 200 ménages y perdent"),
        ({"cost": 3e5}, "un effet trop petit pour être mesuré"),
        ({"cost": 0.0, "winners": 0.0}, "rien ne change pour cette population"),
        ({"cost": 2e6, "found": "publie"}, "a : 2,0 M€ de plus par an, d'après la dépense publiée"),
        ({"cost": 2e6, "found": "publie", "bound": "haut"}, "jusqu'à 2,0 M€ de plus par an"),
        ({"found": "non", "left": True}, "rien ne permet de dire ce que cela coûterait"),
        ({"cost": 3e6, "hidden": 1.0}, "jusqu'à 3,0 M€ de plus par an, si tous ceux qui y ont droit"),
    ],
)
def test_what_the_sample_does_not_show_is_said(impact_of: Make, figures: dict[str, float], said: str) -> None:
    assert said in plain(document(impact_of(a=figures)).title)


def test_what_is_costed_from_published_spending_alone_is_not_said_to_cost_nothing(impact_of: Make) -> None:
    report = document(impact_of(a={"cost": 2e6, "found": "publie", "published": 2e6}))
    cost, moves, poverty = map(plain, report.summary)
    assert "4,40 M€ en 2025" in cost
    assert "2,0 ± 0,5 M€ de plus" in cost
    assert moves.startswith("Qui y gagne n'est pas connu")
    assert "Revenu de solidarité jeunes" in moves
    assert not poverty
    assert not {"gagnants", "communes", "pauvrete"} & {section.name for section in report.sections}


def test_reforms_that_cannot_be_simulated_never_stand_beside_others_as_costing_nothing(
    impact_of: Make,
) -> None:
    report = document(
        impact_of(
            a=DEAR,
            b={"name": "FSL sans plafond", "cost": 9e6, "found": "publie", "bound": "haut", "published": 9e6},
            c={"name": "Un service", "found": "non", "left": True},
        )
    )
    chart = report.sections[0].charts[0]
    known = dict(zip(chart.table.head, zip(*chart.table.rows, strict=True), strict=True))
    costs = [plain(cell) for cell in known["Coût par an : recours publié"]]
    assert costs == ["4,4 ± 0,8 M€", "au plus 9,0 ± 0,5 M€", "non chiffré"]
    assert known["Comment"][1] == "d'après la dépense publiée"
    assert [plain(cell) for cell in known["Gagnants"]] == ["12 800 ± 1 000", "pas connu", "pas connu"]
    assert "plus haut" in plain(report.summary[1])
    assert "Droit au logement opposable" in report.summary[2]
    assert plain(report.title) == (
        "De 4,4 M€ (RSJ à 500 €) à 9,0 M€ (FSL sans plafond) par an : 3 réformes côte à côte"
    )


def test_what_a_reform_reaches_and_nothing_costs_is_said_beside_its_cost(impact_of: Make) -> None:
    report = document(impact_of(a={**DEAR, "left": True}))
    assert "rien ne permet de chiffrer : Droit au logement opposable" in report.summary[0]
    cost = next(section for section in report.sections if section.name == "cout")
    assert cost.tables[-1].rows[0][2] == "Il n'a pas de montant."


def test_nobody_loses_in_a_column_that_is_not_there(impact_of: Make) -> None:
    def heads(report: Document) -> set[str]:
        return {name for chart in report.charts() if chart.name != "cout" for name in chart.table.head}

    assert "Y perdent" not in heads(document(impact_of(a=DEAR)))
    assert "Y perdent" in heads(document(impact_of(a={**DEAR, "losers": 0.01})))


def test_communes_that_are_not_told_from_zero_are_counted_and_not_listed(impact_of: Make) -> None:
    impact = impact_of(a=DEAR)
    known = impact.groupes["groupe"] == "69266"
    impact.groupes.loc[known, "part_gagnants_erreur"] = 1.0
    chart = next(one for one in document(impact).charts() if one.name == "commune")
    assert len(chart.table.rows) == 57
    assert "Villeurbanne" not in {row[0] for row in chart.table.rows}
    assert "Une commune n'est pas au tableau" in chart.note


def test_what_the_cost_of_a_right_supposes_is_said(impact_of: Make) -> None:
    impact = impact_of(a=DEAR)
    why = {
        "droit": "rsj",
        "nom": "RSJ",
        "pourquoi": "On suppose.",
        "depense_publiee": 4.4e6,
        "annee_publiee": 2025,
    }
    found = replace(impact, chiffrage=pd.concat([impact.chiffrage, pd.DataFrame([why])]))
    cost = next(section for section in document(found).sections if section.name == "cout")
    row = next(table for table in cost.tables if "suppose" in table.caption).rows[0]
    assert [plain(cell) for cell in row[1:]] == ["4,40 M€ en 2025", "On suppose."]


def test_a_chart_is_titled_by_the_group_that_its_bars_tell_apart(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR))
    found = {chart.name: plain(chart.finding) for chart in report.charts()}
    assert found["decile"] == "Par niveau de vie. 1e dixième : 10,0 % y gagnent, contre 2,00 % en tout."
    assert found["commune"].startswith("Albigny-sur-Saône : 10,0 % y gagnent")
    flat = document(impact_of(a={**DEAR, "winners": 0.0005}))
    assert any("ne diffère pas nettement" in chart.finding for chart in flat.charts())


def test_each_chart_has_its_table_and_words_for_those_who_do_not_see_it(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR))
    assert [chart.name for chart in report.charts()] == [
        "cout", "decile", "type_menage", "age", "statut_occupation", "commune",
    ]  # fmt: skip
    for chart in report.charts():
        assert chart.alternative
        assert chart.table.rows
        root = ET.fromstring(chart.svg)
        assert root.tag.endswith("svg")
        assert "style=" not in chart.svg
        assert "<style" not in chart.svg
    places = next(chart for chart in report.charts() if chart.name == "commune")
    assert len(places.table.rows) == len(cartogram()) == 58


def test_a_group_of_few_households_is_marked(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR))
    by_group = {row[0]: row[-1] for table in tables(report) for row in table.rows}
    assert by_group["18 à 24 ans"] == "ne pas lire seul"
    assert by_group["Couples avec enfants"] == "ordre de grandeur"
    assert by_group["Personnes seules"] == "correcte"


def test_several_reforms_stand_side_by_side(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR, b={"name": "RSJ étudiants", "cost": 9e6}))
    first = report.sections[0]
    assert (
        plain(report.title)
        == "De 4,4 M€ (RSJ à 500 €) à 9,0 M€ (RSJ étudiants) par an : 2 réformes côte à côte"
    )
    assert [row[0] for row in first.charts[0].table.rows] == [
        "1. RSJ à 500 €",
        "2. RSJ étudiants",
    ]
    names = [section.name for section in report.sections]
    assert len(names) == len(set(names))
    drawn = [chart.name for chart in report.charts()]
    assert len(drawn) == len(set(drawn))


def test_several_years_and_assumptions_are_tables_of_the_cost(impact_of: Make) -> None:
    report = document(impact_of(months=("2026-11", "2027-11"), a=DEAR))
    captions = {table.caption: table for table in tables(report)}
    years = captions["Le même changement selon l'année de la loi"]
    assert [row[0] for row in years.rows] == ["novembre 2026", "novembre 2027"]
    assert len(captions["Le même changement selon qui demande ses droits"].rows) == 2


def test_thresholds_where_resources_fall_are_said(impact_of: Make) -> None:
    def climbed(fall: float) -> Cliffs:
        nets = [400.0, 410.0, 420.0]
        points = pd.DataFrame({"salaire_net": nets, "ressources": [800.0, 810.0, 820.0 - fall]})
        row = {"de": 410.0, "a": 420.0, "perte": fall, "droit": "rsj", "nom": "RSJ", "rattrape_a": 700.0}
        falls = pd.DataFrame([row] if fall else [], columns=list(row))
        return Cliffs(points, falls, pd.DataFrame())

    found = [
        Stairs(typical()[0], climbed(315.0), {"RSJ à 500 €": climbed(375.0)}),
        Stairs(typical()[1], climbed(315.0), {"RSJ à 500 €": climbed(315.0)}),
        Stairs(typical()[2], climbed(315.0), {"RSJ à 500 €": climbed(0.0)}),
    ]
    report = document(impact_of(a=DEAR), found=found)
    charts = next(one for one in report.sections if one.name == "falaises").charts
    first, second, third = ((plain(one.finding), one.table.rows, plain(one.note)) for one in charts)
    assert "Aujourd'hui, gagner 420 € au lieu de 410 € fait perdre 315 € par mois (RSJ)." in first[0]
    assert first[0].endswith("Avec « RSJ à 500 € », gagner 420 € au lieu de 410 € fait perdre 375 € (RSJ).")
    assert [plain(cell) for cell in first[1][0]] == [
        "de 410 € à 420 €", "RSJ", "315 € (rattrapée à 700 €)", "375 € (rattrapée à 700 €)",
    ]  # fmt: skip
    assert second[2].startswith("Pour ce ménage, rien ne change avec : RSJ à 500 €.")
    assert len(second[1][0]) == 3
    assert third[0].endswith("Avec « RSJ à 500 € », gagner plus ne fait jamais perdre.")


def test_what_redoes_it_and_what_is_not_known_are_said(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR))
    facts = dict(report.facts)
    assert facts["Empreinte de la population"] == "0123456789abcdef"
    assert facts["Versions"] == "openfisca-lyon 0.1.0"
    parts = {section.name: section for section in report.sections}
    assert "Une note de la population." in parts["limites"].points
    assert any("marges d'erreur" in point for point in parts["limites"].points)
    command, python = (lines for _, lines in parts["refaire"].code)
    assert command.startswith("openfisca-lyon compare a --date 2026-11")
    compile(python, "redo", "exec")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_shows_the_same_figures(impact_of: Make, language: str) -> None:
    def figures(report: Document) -> list[list[str]]:
        cells = [cell for table in tables(report) for row in table.rows for cell in row]
        return [re.findall(r"\d", cell) for cell in cells if "±" in cell]

    impact = impact_of(a=DEAR)
    assert figures(document(impact, language)) == figures(document(impact, "fr"))


def test_languages_have_the_same_texts() -> None:
    """English also names what comparisons name in French."""
    named = {"unites", "recours_dit", "groupes", "pauvretes", "couvertures"}
    other = {key for key in _texts("en") if key.split(".")[0] not in named}
    assert other == _texts("fr").keys()
    for key in other:
        places = [set(re.findall(r"\{(\w+)\}", _texts(one)[key])) for one in ("fr", "en")]
        assert places[0] == places[1], key


def test_no_figure_is_typed_in_a_text() -> None:
    for key, text in _texts("fr").items():
        assert not re.search(r"\d", re.sub(r"\{\w+\}", "", text)) or key in {
            "groupe.carte_image",  # the 58 communes
        }, key


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_one_file_and_says_its_charts(impact_of: Make) -> None:
    page = _Page(html(document(impact_of(a=DEAR))))
    names = [tag for tag, _ in page.tags]
    assert names.count("h1") == 1
    assert "script" not in names
    assert "link" not in names
    images = [found for tag, found in page.tags if tag == "img"]
    assert len(images) == names.count("figure") == 6
    for image in images:
        kind, _, content = str(image["src"]).partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert base64.b64decode(content).startswith(b"<svg")
        assert image["alt"]
    assert all(found.get("scope") for tag, found in page.tags if tag == "th")


def test_a_hostile_name_stays_a_name(impact_of: Make) -> None:
    text = html(document(impact_of(a={**DEAR, "name": "<script>alert(1)</script> « & »"})))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_nothing_in_the_page_stops_a_screen_reader_or_a_phone(
    impact_of: Make, tmp_path: Path, browser: Browser
) -> None:
    page_of = {"name": "FSL", "cost": 9e6, "found": "publie", "bound": "haut", "published": 9e6, "left": True}
    path = tmp_path / "report.html"
    path.write_text(html(document(impact_of(a=DEAR, b=page_of))), encoding="utf-8")
    # The policy of the page lets no script in: the one that checks it either.
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_the_pdf_is_tagged_and_says_its_language_and_title(impact_of: Make) -> None:
    report = document(impact_of(a=DEAR))
    reader = PdfReader(io.BytesIO(pdf(report)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "fr"
    assert reader.metadata is not None
    assert reader.metadata.title == report.title
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_same_comparison_gives_the_same_report(impact_of: Make) -> None:
    assert html(document(impact_of(a=DEAR))) == html(document(impact_of(a=DEAR)))


def test_circles_keep_apart_and_areas_follow_people() -> None:
    circles = cartogram()
    for rank, one in enumerate(circles):
        assert one.radius**2 / circles[0].radius ** 2 == pytest.approx(one.population / circles[0].population)
        for other in circles[:rank]:
            far = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert far >= one.radius + other.radius
    by_name = {one.name: one for one in circles}
    assert by_name["Villeurbanne"].x > by_name["Lyon"].x > by_name["Écully"].x
    assert by_name["Givors"].y < by_name["Lyon"].y < by_name["Quincieux"].y


def test_texts_are_valid_yaml_with_no_key_twice() -> None:
    assert yaml.safe_dump(dict(_texts("fr")))
    assert Words("en").measure(1234.0, 56.0, "count") == "1,230\xa0±\xa060"
