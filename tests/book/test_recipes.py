"""The recipes of `docs/`, followed line by line in a copy of the project that has no other lesson."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from book.lessons import ROOT
from widgets.course import COURSE

RECIPES = ("adding_a_simulation", "adding_a_lesson")
STEP = re.compile(r"^(\d+)\. \*\*", re.MULTILINE)
COMMANDS = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
LEFT_BEHIND = shutil.ignore_patterns(".*", "_build", "node_modules", "__pycache__")
CONTENTS = (
    "format: jb-book\nroot: book/index\nparts:\n"
    "  - caption: About this book\n    chapters:\n      - file: book/how_to_use\n      - file: book/glossary\n"
)


def read(recipe):
    return (ROOT / "docs" / f"{recipe}.md").read_text("utf-8")


def commands(recipe):
    """Return the commands of a recipe, one line each."""
    return [line.strip() for block in COMMANDS.findall(read(recipe)) for line in block.splitlines()]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a copy of the project that uses the environment of this one, and never thinks that it should renew it."""
    environment = Path(sys.prefix)
    if not (environment / ".ready").is_file():
        pytest.skip("this Python was not set up by `make setup`, which the recipes would start")
    folder = tmp_path_factory.mktemp("project") / "course"
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    for name in ("requirements.lock", "package-lock.json"):
        os.utime(folder / name, (0, 0))
    (folder / ".venv").symlink_to(environment)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "_build").mkdir()
    (folder / "_build" / ".kernels").symlink_to(COURSE.kernels)
    shutil.rmtree(folder / "chapters")
    (folder / "_toc.yml").write_text(CONTENTS, "utf-8")
    (folder / "book" / "index.md").write_text("# A book\n", "utf-8")
    return folder


def follow(command, folder):
    environment = {name: value for name, value in os.environ.items() if not re.match("MAKE|MFLAGS|VENV|PYTEST", name)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env={**environment, "PYTHONPATH": str(folder)},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


def test_every_command_of_the_recipes_works_at_once(project):
    said = {command: follow(command, project) for recipe in RECIPES for command in commands(recipe)}
    assert "tests/models/spread/test_relay.py" in said["make simulation NAME=spread/relay"]
    assert "docs/adding_a_simulation.md" in said["make simulation NAME=spread/relay"]
    tests = [output for command, output in said.items() if "pytest" in command]
    assert len(tests) == 2
    assert all(re.search(r"\d+ passed", output) for output in tests)
    assert not any(re.search(r"\d+ (skipped|failed)", output) for output in tests)
    assert (project / "_build" / "html" / "chapters" / "spread" / "relay.html").is_file()


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_has_at_most_eight_steps_and_names_files_that_are_there(recipe):
    steps = [int(number) for number in STEP.findall(read(recipe))]
    assert steps == list(range(1, len(steps) + 1))
    assert len(steps) <= 8
    named = re.findall(r"`((?:book|chapters|tests|widgets|docs)/[\w./]+\.\w+)`", read(recipe))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert f"(docs/{recipe}.md)" in (ROOT / "README.md").read_text("utf-8")
