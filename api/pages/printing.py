"""Lays a page out as a PDF that screen readers read: tagged, titled, in its language, with nothing fetched."""

from importlib.resources import files
from typing import Any

from flask import Response, render_template

from openfisca_lyon.api.computing import compute
from openfisca_lyon.api.pages.texts import FRENCH, languages

STYLE = "paper.css"


def pdf(template: str, name: str, *, style: str = STYLE, written: str = FRENCH, **values: Any) -> Response:
    """Return a template as a PDF to save under a name.

    Args:
        template: what the paper says.
        name: of the file.
        style: its style, the only one.
        written: the code of its language.
        values: what the template reads.
    """
    from weasyprint import CSS, HTML

    side = languages()[written].text_direction
    page = render_template("pages/paper.html", content=template, written=written, side=side, **values)
    look = (files("openfisca_lyon.api") / "static" / style).read_text(encoding="utf-8")

    def laid_out() -> bytes:
        document = HTML(string=page)  # the templates name no file and no address to fetch
        made: bytes = document.write_pdf(
            stylesheets=[CSS(string=look)], pdf_variant="pdf/ua-1", pdf_tags=True
        )
        return made

    response = Response(compute(laid_out), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
