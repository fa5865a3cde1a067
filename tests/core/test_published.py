"""A kernel as published needs no checked run; one that differs in anything does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODEL = """
from law import TABLE
from widgets.core import Inputs, Outputs, Slider, kernel

LAST = 2
inputs = Inputs(at=Slider("At", 0, low=0, high=9, step=1, source="assumed"))


@kernel(inputs, Outputs(total=()))
def model(p, out, work):
    out.total = TABLE[min(p.at, LAST)]
"""
ASK = """
import dataclasses, json, pathlib
from widgets.core import settings
kernels = pathlib.Path("kernels").resolve()
settings.use(dataclasses.replace(settings.course(), kernels=kernels))
import law, {name} as written
{before}
ready = written.model._current()
known = ready.is_checked
value = float(written.model.run(written.inputs.record())["total"])
print(json.dumps([known, value, ready.is_checked, len(list(kernels.glob("*.checked")))]))
"""


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path):
    """Return a clone of a repository with a kernel."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git(origin, "init", "--initial-branch=main")
    (origin / "law.py").write_text("TABLE = (1.0, 2.0, 3.0)\n", "utf8")
    (origin / "model.py").write_text(MODEL, "utf8")
    git(origin, "add", ".")
    git(origin, "commit", "-m", "A kernel")
    git(tmp_path, "clone", origin, clone)
    return clone


def ask(clone, before="", name="model", **environment):
    """Run the kernel in a fresh session; say whether it needed no check, its answer, and the same when it has run."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(clone)]), **environment}
    done = subprocess.run([sys.executable, "-c", ASK.format(before=before, name=name)], cwd=clone, env=environment,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_kernel_as_published_needs_no_check_and_is_remembered(clone):
    assert ask(clone) == [True, 1.0, True, 1]
    git(clone, "remote", "remove", "origin")
    assert ask(clone) == [True, 1.0, True, 1]


def edit(clone):
    file = clone / "law.py"
    file.write_text(file.read_text("utf8").replace("1.0", "4.0"), "utf8")


def commit(clone):
    edit(clone)
    git(clone, "commit", "--all", "-m", "Another law")


@pytest.mark.parametrize(("change", "answer"), [
    (edit, 4.0), (commit, 4.0), (lambda clone: git(clone, "remote", "remove", "origin"), 1.0),
], ids=["edited", "edited and committed", "published nowhere"])
def test_a_kernel_that_differs_from_what_is_published_is_checked(clone, change, answer):
    change(clone)
    assert ask(clone) == [False, answer, True, 1]


def test_a_kernel_in_a_file_that_git_does_not_know_is_checked(clone):
    (clone / "mine.py").write_text(MODEL, "utf8")
    assert ask(clone, name="mine") == [False, 1.0, True, 1]


@pytest.mark.parametrize("before", ["written.LAST = 9", "written.TABLE = (1.0, 2.0)"])
def test_a_kernel_that_the_session_has_changed_is_checked(clone, before):
    assert ask(clone, before) == [False, 1.0, True, 1]


def test_without_git_a_kernel_is_checked(clone, tmp_path):
    assert ask(clone, PATH=str(tmp_path)) == [False, 1.0, True, 1]
