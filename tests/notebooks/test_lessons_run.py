"""Every lesson runs as a notebook, in Jupyter's way: with widgets, and something to read where they cannot live."""

import nbformat
import pytest
import yaml
from nbmake.nb_run import NotebookRun

from book.lessons import ROOT, listed_lessons, listed_pages, to_notebook

SECONDS = 120
WIDGET = "application/vnd.jupyter.widget-view+json"

pages_with_cells = [page for page in listed_pages() if "```{code-cell}" in page.read_text("utf-8")]


def test_the_notebooks_are_as_many_as_the_lessons_in_the_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    lessons = [file for file in files if file.startswith("chapters/")]
    assert [ROOT / f"{file}.md" for file in lessons] == listed_lessons()
    assert set(listed_lessons()) <= set(pages_with_cells)


@pytest.mark.slow
@pytest.mark.parametrize("page", pages_with_cells, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_lesson_runs_as_a_notebook(page, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    notebook = tmp_path / "lesson.ipynb"
    nbformat.write(to_notebook(page), notebook)
    result = NotebookRun(notebook, SECONDS).execute()
    assert result.error is None, result.error.trace

    shown = [output["data"] for cell in result.nb.cells for output in cell.get("outputs", []) if "data" in output]
    assert any(WIDGET in data for data in shown)
    assert all("text/plain" in data for data in shown)
    said = [output for cell in result.nb.cells for output in cell.get("outputs", []) if output.get("name") == "stderr"]
    assert said == []
