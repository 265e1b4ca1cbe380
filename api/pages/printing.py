"""Lays a page out as a PDF that screen readers read: tagged, titled, in its language, with nothing fetched."""

from importlib.resources import files
from typing import Any

from flask import Response, render_template

from openfisca_lyon.api.computing import compute

STYLE = "paper.css"


def pdf(template: str, name: str, **values: Any) -> Response:
    """Return a template as a PDF to save under a name."""
    from weasyprint import CSS, HTML

    page = render_template("pages/paper.html", content=template, **values)
    style = (files("openfisca_lyon.api") / "static" / STYLE).read_text(encoding="utf-8")

    def laid_out() -> bytes:
        document = HTML(string=page)  # the templates name no file and no address to fetch
        made: bytes = document.write_pdf(
            stylesheets=[CSS(string=style)], pdf_variant="pdf/ua-1", pdf_tags=True
        )
        return made

    response = Response(compute(laid_out), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
