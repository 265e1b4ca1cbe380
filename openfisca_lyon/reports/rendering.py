"""Writes a report: one HTML file that needs nothing else, and a tagged PDF."""

import base64
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, select_autoescape

from openfisca_lyon.reports.document import Document
from openfisca_lyon.reports.wording import Words

FOLDER = "openfisca_lyon.reports"
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def html(report: Document) -> str:
    """Return a report as a page that needs no other file and no other host."""
    return (
        _environment()
        .from_string(_file("report.html"))
        .render(
            report=report,
            words=Words(report.language),
            sheet=_file("report.css"),
            policy=POLICY,
            inline=lambda svg: f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}",
        )
    )


def pdf(report: Document) -> bytes:
    """Return a report as a tagged PDF (PDF/UA-1)."""
    from weasyprint import HTML  # heavy, and not needed to draw a page

    found: bytes = HTML(string=html(report)).write_pdf(pdf_variant="pdf/ua-1")
    return found


def write(report: Document, folder: Path) -> list[Path]:
    """Write a report in a folder that exists; return its files."""
    page, printed = folder / "report.html", folder / "report.pdf"
    page.write_text(html(report), encoding="utf-8")
    printed.write_bytes(pdf(report))
    return [page, printed]


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _file(name: str) -> str:
    return (files(FOLDER) / name).read_text(encoding="utf-8")
