"""Make the files of a new simulation or a new lesson, which pass all checks at once and are there to be changed.

    python -m widgets.authoring.new simulation immune/relay
    python -m widgets.authoring.new lesson immune/turncoats --simulation immune/relay

`make simulation NAME=immune/relay` and `make lesson NAME=immune/turncoats SIMULATION=immune/relay` do the same.
No file that is there is touched, but for the table of contents, which gets a line for the lesson.
"""

from __future__ import annotations

import argparse
import keyword
import re
from collections.abc import Sequence
from pathlib import Path

import jinja2

from ..core.bibliography import read_bibliography
from ..course import ROOT

TEMPLATES = Path(__file__).with_name("templates")
NO_PARTS = ("authoring", "core")
ROOMS = ("model.py", "figures.py", "__init__.py")  # of a simulation: its science, its views, what is said about it
NAME = re.compile(r"(?P<part>[a-z][a-z_]*)/(?P<name>[a-z][a-z_]*)")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run as a command; what is wrong is said in one line."""
    parser = argparse.ArgumentParser(prog="python -m widgets.authoring.new", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=("simulation", "lesson"))
    parser.add_argument("name", help="part/name, in lower case with underscores, such as immune/relay")
    parser.add_argument("--simulation", help="the simulation that the lesson shows (part/name); the lesson's own name")
    given = parser.parse_args(arguments)
    try:
        if given.kind == "simulation":
            made = new_simulation(given.name)
        else:
            made = new_lesson(given.name, given.simulation or given.name)
    except ValueError as error:
        parser.error(str(error))
    print("Made, and yours to change:", *(path.relative_to(ROOT) for path in made), sep="\n  ")
    print(f"Next: docs/adding_a_{given.kind}.md, from step 2.")


def new_simulation(name: str, root: Path = ROOT) -> list[Path]:
    """Make the rooms of a simulation and its tests; raise ValueError if the name is no good or taken."""
    part, name = split(name, root)
    taken = [path.parents[1].name for path in root.glob(f"widgets/*/{name}/model.py")]
    if taken:
        raise ValueError(f"there is a simulation {name} in {taken[0]}: a name is used once in the whole course")
    words = {"part": part, "name": name, "title": title_of(name)}
    return write(
        {
            **{root / "widgets" / part / name / room: render(f"simulation/{room}", words) for room in ROOMS},
            root / "tests" / "models" / part / f"test_{name}.py": render("test_simulation.py", words),
        }
    )


def new_lesson(name: str, simulation: str, root: Path = ROOT) -> list[Path]:
    """Make the file of a lesson and that of its questions, and list it; raise ValueError as `new_simulation`."""
    part, name = split(name, root)
    shown_part, shown = split(simulation, root)
    if not (root / "widgets" / shown_part / shown / "model.py").is_file():
        raise ValueError(f"there is no simulation {simulation}: make it first, or name another with --simulation")
    references = read_bibliography(root / "book" / "references.bib").values()
    words = {
        "name": name,
        "title": title_of(name),
        "simulation_part": shown_part,
        "simulation": shown,
        "citation": next(reference.key for reference in references if reference.doi),
    }
    lesson = root / "chapters" / part / f"{name}.md"
    bank = lesson.with_suffix(".questions.yml")
    made = write({lesson: render("lesson.md", words), bank: render("questions.yml", words)})
    contents = root / "_toc.yml"
    contents.write_text(list_lesson(contents.read_text("utf-8"), part, name), "utf-8")
    return [*made, contents]


def split(name: str, root: Path) -> tuple[str, str]:
    """Return part and name of "part/name"; raise ValueError for anything else, and for a part that is not there."""
    match = NAME.fullmatch(name)
    parts = sorted(path.parent.name for path in root.glob("widgets/*/__init__.py") if path.parent.name not in NO_PARTS)
    if match is None or match["part"] not in parts:
        raise ValueError(f"{name!r} should read part/name in lower case; the parts are {', '.join(parts)}")
    if keyword.iskeyword(match["name"]):
        raise ValueError(f"{match['name']!r} is a word of Python's own")
    return match["part"], match["name"]


def title_of(name: str) -> str:
    """Return a first title, a question: "relay" becomes "Relay?"."""
    return name.replace("_", " ").capitalize() + "?"


def list_lesson(contents: str, part: str, name: str) -> str:
    """Return the table of contents with a lesson added: after the others of its part, else in a new part.

    A new part stands at the end, but before the pages about the book.
    """
    entry = f"      - file: chapters/{part}/{name}\n"
    same = list(re.finditer(rf"^ *- file: chapters/{part}/\w+\n", contents, re.MULTILINE))
    about = re.search(r"^  - caption: .*\n    chapters:\n      - file: book/", contents, re.MULTILINE)
    at = same[-1].end() if same else about.start() if about else len(contents)
    opening = "" if same else f"  - caption: {part.capitalize()}\n    chapters:\n"
    return contents[:at] + opening + entry + contents[at:]


def write(files: dict[Path, str]) -> list[Path]:
    """Write new files, all or none; raise ValueError naming those that are there."""
    there = [str(path) for path in files if path.exists()]
    if there:
        raise ValueError(f"{' and '.join(there)}: already there")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return list(files)


def render(template: str, words: dict[str, str]) -> str:
    """Fill a template."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(f"{template}.jinja").render(words)


if __name__ == "__main__":
    main()
