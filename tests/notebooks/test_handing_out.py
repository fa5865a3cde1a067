"""`make lab` hands out copies of the lessons, and never overwrites work."""

import json

import nbformat
import pytest

from book.lessons import ROOT, hand_out, listed_lessons, to_notebook

TOC = "format: jb-book\nroot: book/index\nchapters:\n  - file: chapters/one/first\n  - file: book/other\n"
LESSON = "# First\n\nSee [the second](second.md#part).\n\n```{code-cell}\nprint(1)\n```\n"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "chapters" / "one").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text(TOC, "utf-8")
    (tmp_path / "chapters" / "one" / "first.md").write_text(LESSON, "utf-8")
    return tmp_path


def edit(copy):
    notebook = json.loads(copy.read_text("utf-8"))
    notebook["cells"][1]["source"] = "print('my own')"
    copy.write_text(json.dumps(notebook), "utf-8")


def test_a_copy_is_a_notebook_with_cells_and_links_to_notebooks(root):
    hand_out(root / "mine", root)
    notebook = nbformat.read(root / "mine" / "one" / "first.ipynb", 4)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code"]
    assert "[the second](second.ipynb#part)" in notebook.cells[0].source
    assert notebook.metadata.kernelspec.name == "python3"


def test_what_only_a_book_looks_up_is_written_out(root):
    lesson = root / "chapters" / "one" / "first.md"
    lesson.write_text(
        "# First\n\nA {term}`lesion` and {term}`cells <cell>` {cite:p}`two2005,one1990`, so {cite:t}`one1990`.\n\n"
        "```{bibliography}\n:filter: docname in docnames\n```\n",
        "utf-8",
    )
    (root / "book").mkdir()
    (root / "book" / "references.bib").write_text(
        "@article{one1990, author={One, Ann}, title={Why?}, journal={Cell}, year={1990}}\n"
        "@article{two2005, author={Two, Bo and Three, Cy}, title={How}, journal={Cell}, year={2005}}\n",
        "utf-8",
    )
    hand_out(root / "mine", root)
    (cell,) = nbformat.read(root / "mine" / "one" / "first.ipynb", 4).cells
    assert cell.source == (
        "# First\n\nA *lesion* and *cells* (Two and Three, 2005; One, 1990), so One (1990).\n\n"
        "- One, 1990. Why? Cell\n- Two and Three, 2005. How. Cell"
    )


def test_an_edited_copy_is_kept_and_the_reader_is_told(root):
    folder = root / "mine"
    hand_out(folder, root)
    copy = folder / "one" / "first.ipynb"
    edit(copy)
    assert "yours, kept" in hand_out(folder, root)[0]
    (root / "chapters" / "one" / "first.md").write_text(LESSON + "\nMore.\n", "utf-8")
    assert "rename yours to get it" in hand_out(folder, root)[0]
    assert "my own" in copy.read_text("utf-8")


def test_an_unedited_copy_follows_its_lesson(root):
    folder = root / "mine"
    hand_out(folder, root)
    (root / "chapters" / "one" / "first.md").write_text(LESSON + "\nMore.\n", "utf-8")
    assert "ready" in hand_out(folder, root)[0]
    assert "More." in (folder / "one" / "first.ipynb").read_text("utf-8")


def test_a_copy_that_was_there_before_any_record_is_kept(root):
    copy = root / "mine" / "one" / "first.ipynb"
    copy.parent.mkdir(parents=True)
    copy.write_text("something of the reader's", "utf-8")
    assert "yours, kept" in hand_out(root / "mine", root)[0]
    assert copy.read_text("utf-8") == "something of the reader's"


def test_a_lesson_gives_the_same_notebook_each_time():
    for lesson in listed_lessons(ROOT):
        assert nbformat.writes(to_notebook(lesson)) == nbformat.writes(to_notebook(lesson))
