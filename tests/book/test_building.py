"""What building a book refuses, forgets and survives: tried on a small copy of this one, through `make book`."""

import importlib.metadata
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest

from book._ext.simulations.execution import fingerprint
from book.lessons import ROOT
from widgets.course import COURSE

COPIED = ("Makefile", "_config.yml", "requirements.lock", "package-lock.json", "book/_ext", "book/_static",
          "book/misconceptions.yml", "book/references.bib", "widgets")  # fmt: skip
TOC = "format: jb-book\nroot: book/index\nchapters:\n"
HEAD = (
    "---\njupytext: {text_representation: {extension: .md, format_name: myst}}\n"
    "kernelspec: {name: python3, display_name: Python 3, language: python}\n---\n\n"
)
CELL = "\n```{code-cell}\n%s\n```\n"
SIMULATION = CELL % "from widgets.immune.surveillance import simulation\n\nsimulation"


@pytest.fixture
def small_book(tmp_path):
    """Return a function that makes a book of the given pages, with this project's machinery and compiled kernels."""

    def make(**pages):
        for name in COPIED:
            source, target = ROOT / name, tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, target)
        if not (tmp_path / "node_modules").exists():
            (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
        (tmp_path / "_build").mkdir(exist_ok=True)
        (tmp_path / "_build" / ".kernels").symlink_to(COURSE.kernels)
        (tmp_path / "chapters").mkdir(exist_ok=True)
        (tmp_path / "book" / "index.md").write_text("# A book\n", "utf-8")
        for name, text in pages.items():
            (tmp_path / "chapters" / f"{name}.md").write_text(text, "utf-8")
        (tmp_path / "_toc.yml").write_text(TOC + "".join(f"  - file: chapters/{name}\n" for name in pages), "utf-8")
        return tmp_path

    return make


def make_book(folder):
    """Start `make book` in a folder, with this process's Python but not as a part of the `make` that may run it."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    return subprocess.Popen(
        ["make", "book", f"VENV={sys.prefix}"],
        cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        env=environment,
    )  # fmt: skip


def build(folder):
    """Run `make book` to its end; return whether it went well, and what it said."""
    process = make_book(folder)
    said, _ = process.communicate()
    return process.returncode == 0, said


def test_every_fault_is_named_with_its_place(small_book):
    folder = small_book(
        broken=HEAD + "# Broken\n" + CELL % "1 / 0",
        citing="# Citing\n\nAs is known {cite:p}`nobody1900`.\n",
        dead="# Dead\n\nFirst line.\n\nSee [there](#nowhere), and [that](nothing.md).\n",
        formula="# Formula\n\n$$ \\nosuchcommand x $$\n",
        settings=HEAD + "# Settings\n\nGood: [less](#surveillance?supply=5000).\n\nBad:\n"
        "[unknown simulation](#surveilance?supply=5000),\n"
        "[unknown input](#surveillance?suply=5000),\n"  # codespell:ignore suply
        "[no number](#surveillance?supply=much),\n"
        "[too much](#surveillance?supply=90000),\n"
        "[elsewhere](citing.md#surveillance?supply=5000),\n"
        "[off the step](#surveillance?supply=5001),\n"
        "[not read alike](#surveillance?supply=5_000),\n"
        "[no value](#surveillance?supply).\n" + SIMULATION,
    )  # fmt: skip
    for _ in range(2):  # a second try must not pass because the first one left its pages behind
        went_well, said = build(folder)
        assert not went_well
        assert "The book was not built" in said
        for place, words in [
            ("broken.md", "ZeroDivisionError"),
            ("citing.md:3", 'could not find bibtex key "nobody1900"'),
            ("dead.md:5", "target not found: 'nowhere'"),
            ("dead.md:5", "nothing.md"),
            ("formula.md:3", r"\nosuchcommand"),
            ("settings.md:11", "no simulation 'surveilance' in chapters/settings"),
            ("settings.md:12", "no input 'suply'"),
            ("settings.md:13", "supply = much is not"),
            ("settings.md:14", "supply = 90000 is not"),
            ("settings.md:15", "no simulation 'surveillance' in chapters/citing"),
            ("settings.md:16", "supply = 5001 is not"),
            ("settings.md:17", "supply = 5_000 is not"),
            ("settings.md:18", "supply has no value"),
        ]:
            assert any(place in line and words in line for line in unwrapped(said)), (place, words, said)
        assert "settings.md:8" not in said


def unwrapped(said):
    """Return the lines of a build's report; a traceback counts as one with the warning above it."""
    blocks = []
    for line in said.splitlines():
        if "WARNING" in line or not blocks:
            blocks.append(line)
        else:
            blocks[-1] += "\n" + line
    return blocks


@pytest.mark.parametrize("moment", ["reading sources", "writing output"])
def test_a_build_after_an_interrupted_one_is_right(small_book, moment):
    folder = small_book(**{name: HEAD + f"# {name}\n" + CELL % f"print({name!r})" for name in ("one", "two", "three")})
    process = make_book(folder)
    for line in process.stdout:
        if moment in line:
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    went_well, said = build(folder)
    assert went_well, said
    assert "interrupted" in said
    assert "The book is ready" in said
    after = folder / "_build" / "html"
    kept = after.rename(folder / "after")
    shutil.rmtree(folder / "_build")
    went_well, said = build(folder)
    assert went_well, said
    assert differences(kept, after) == []


def differences(left, right):
    """Return the paths that two folders do not have alike."""
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (left, right)
    ]
    return sorted(path for path in contents[0].keys() | contents[1].keys() if len({c.get(path) for c in contents}) > 1)


def test_a_changed_model_runs_its_lessons_again_and_a_lesson_that_left_is_gone(small_book):
    pages = {
        "lesson": HEAD + "# Lesson\n" + CELL % "from widgets.immune.answer import ANSWER\n\nprint(ANSWER)",
        "other": "# Other\n",
    }
    folder = small_book(**pages)
    model = folder / "widgets" / "immune" / "answer.py"
    model.write_text("ANSWER = 'first answer'\n", "utf-8")
    assert build(folder)[0]
    lesson, other = (folder / "_build" / "html" / "chapters" / f"{name}.html" for name in pages)
    assert "first answer" in lesson.read_text("utf-8")
    assert other.is_file()

    model.write_text("ANSWER = 'second answer'\n", "utf-8")
    (folder / "_toc.yml").write_text(TOC + "  - file: chapters/lesson\n", "utf-8")
    assert build(folder)[0]
    assert "second answer" in lesson.read_text("utf-8")
    assert not other.exists()


def test_a_changed_look_reaches_pages_whose_text_is_as_before_and_runs_no_lesson(small_book):
    folder = small_book(lesson=HEAD + "# Lesson\n" + CELL % "import time\n\nprint(time.time_ns())" + SIMULATION)
    page = folder / "_build" / "html" / "chapters" / "lesson.html"
    assert build(folder)[0]
    before = page.read_text("utf-8")
    style, script = folder / "book" / "_static" / "course.css", folder / "widgets" / "core" / "view" / "player" / "book.js"
    for path, newer in ((style, "/* newer */"), (script, "globalThis.newer = true;")):
        path.write_text(f"{path.read_text('utf-8')}\n{newer}\n", "utf-8")
    went_well, said = build(folder)
    assert went_well, said
    assert (page.parents[1] / "_static" / "course.css").read_bytes() == style.read_bytes()
    assert "globalThis.newer = true;" in (page.parents[1] / "_static" / "player.js").read_text("utf-8")
    assert "running 1 lessons" not in said
    assert page.read_text("utf-8") != before  # it asks for the new script, by another address
    assert re.findall(r"\b\d{19}\b", page.read_text("utf-8")) == re.findall(r"\b\d{19}\b", before) != []


def test_only_what_cells_depend_on_changes_the_fingerprint(tmp_path):
    package, sources = tmp_path / "widgets", tmp_path / "sources.bib"
    package.mkdir()
    for path in (package / "model.py", package / "card.html", package / "player.js", package / "card.css", sources):
        path.write_text("first", "utf-8")
    first = fingerprint(package, sources)
    for unread in ("notes.md", "player.js", "card.css"):
        (package / unread).write_text("second", "utf-8")
    assert fingerprint(package, sources) == first
    for read in (package / "model.py", package / "card.html", sources):
        read.write_text("second", "utf-8")
        assert fingerprint(package, sources) != first
        read.write_text("first", "utf-8")
    assert fingerprint(package, sources) == first


@pytest.mark.parametrize(("name", "value"), [("version_info", (3, 99, 0)), ("platform", "another")])
def test_cells_run_again_under_another_python(tmp_path, monkeypatch, name, value):
    first = fingerprint(tmp_path)
    monkeypatch.setattr(sys, name, value)
    assert fingerprint(tmp_path) != first


def test_cells_run_again_when_another_version_is_installed_whatever_the_lock_says(tmp_path, monkeypatch):
    first, distributions = fingerprint(tmp_path), list(importlib.metadata.distributions())
    monkeypatch.setattr(importlib.metadata, "distributions", lambda: distributions[1:])
    assert fingerprint(tmp_path) != first
