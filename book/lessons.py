"""The lessons as notebooks: `python book/lessons.py FOLDER` hands out copies to work in.

A copy that was edited is never overwritten; one that was not follows its lesson.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

import jupytext
import nbformat
from sphinx_external_toc.parsing import parse_toc_yaml

from widgets.core.bibliography import Reference, cite

ROOT = Path(__file__).resolve().parents[1]
BIBLIOGRAPHY = "book/references.bib"
RECORD = ".handed_out.json"
LINK = re.compile(r"(\]\((?!\w+:)[^)\s#]*)\.md(?=[)#])")
CITATION = re.compile(r"\{cite:([pt])\}`([^`]+)`")
TERM = re.compile(r"\{term\}`([^`<]+?)(?: <[^>]+>)?`")
SOURCES = re.compile(r"^```\{bibliography\}\n.*?^```$", re.DOTALL | re.MULTILINE)


def listed_pages(root: Path = ROOT) -> list[Path]:
    """Return the files of `_toc.yml`, in its order."""
    return [root / f"{name}.md" for name in parse_toc_yaml(root / "_toc.yml")]


def listed_lessons(root: Path = ROOT) -> list[Path]:
    """Return the lessons among the pages of `_toc.yml`, in its order."""
    return [page for page in listed_pages(root) if page.is_relative_to(root / "chapters")]


def to_notebook(lesson: Path, root: Path = ROOT) -> nbformat.NotebookNode:
    """Return a page as a notebook, the same each time.

    Links to other lessons lead to their notebooks. What only a book can look up is written out: who is cited, the list
    of sources, and a term of the glossary, which keeps its italics. Raises KeyError for a source that does not exist.
    """
    text = lesson.read_text("utf-8")
    sources = {key: cite(key, root / BIBLIOGRAPHY) for key in cited(text)}
    listed = "\n".join(f"- {each.long()}" for each in sorted(sources.values(), key=Reference.long))
    notebook = jupytext.read(lesson, fmt="md:myst")
    notebook.metadata.setdefault("kernelspec", {"name": "python3", "display_name": "Python 3", "language": "python"})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(r"\1.ipynb", cell.source)
            cell.source = CITATION.sub(lambda found: in_words(found, sources), cell.source)
            cell.source = SOURCES.sub(lambda _: listed, TERM.sub(r"*\1*", cell.source))
    return notebook


def cited(text: str) -> list[str]:
    """Return the keys of the sources that a text cites, in its order."""
    return [key.strip() for _, keys in CITATION.findall(text) for key in keys.split(",")]


def in_words(found: re.Match[str], sources: Mapping[str, Reference]) -> str:
    """Return a citation in words: "(Braun and others, 2005)", or in a sentence "Braun and others (2005)"."""
    names = [sources[key].short for key in cited(found[0])]
    if found[1] == "p":
        return f"({'; '.join(names)})"
    return " and ".join(re.sub(r", (\d{4})$", r" (\1)", each) for each in names)


def hand_out(folder: Path, root: Path = ROOT) -> list[str]:
    """Write a notebook for each lesson into `folder`, but over no edited one; return what was done, in words."""
    record_file = folder / RECORD
    record = json.loads(record_file.read_text("utf-8")) if record_file.is_file() else {}
    report = []
    for lesson in listed_lessons(root):
        name = lesson.relative_to(root / "chapters").with_suffix(".ipynb").as_posix()
        copy = folder / name
        text = nbformat.writes(to_notebook(lesson, root)) + "\n"
        if copy.is_file() and digest(copy.read_text("utf-8")) != record.get(name):
            hint = "" if record.get(name) == digest(text) else "; the lesson is another now: rename yours to get it"
            report.append(f"{copy}: yours, kept{hint}")
            continue
        record[name] = digest(text)
        copy.parent.mkdir(parents=True, exist_ok=True)
        write(record_file, json.dumps(record, indent=1))
        write(copy, text)
        report.append(f"{copy}: ready")
    return report


def write(path: Path, text: str) -> None:
    """Write a file at once or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def digest(text: str) -> str:
    """Return a hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the notebooks go")
    print(*hand_out(parser.parse_args().folder), sep="\n")
