"""The example notebook runs from end to end and shows what it says."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "examples" / "reforme.ipynb"


def test_the_example_notebook_runs_and_shows_the_reform() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=600).execute()
    shown = [
        output["data"]["text/plain"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "execute_result"
    ]
    assert "Revenu de solidarité jeunes" in shown[0]
    assert "1er dixième" in shown[1]
    assert "Taux de pauvreté" in shown[2]
    assert "population" in shown[3]
