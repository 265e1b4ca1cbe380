"""Writes the pages of documentation that are made from the rules."""

from pathlib import Path

from openfisca_lyon.catalogue.table import markdown as rights
from openfisca_lyon.comparisons.costing import markdown as costs
from openfisca_lyon.rights.inputs import markdown as questions

MONTH = "2026-11"
DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"droits.md": rights, "questions.md": lambda: questions(MONTH), "chiffrage.md": costs}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
