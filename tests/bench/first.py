"""The first minutes in Jupyter: a simulation's first run, in a clone of the project as published."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from book.lessons import ROOT
from tests.bench.report import Row, median

MODULES = {name.rpartition(".")[2]: name for name in
           ("widgets.immune.surveillance", "widgets.cascade.recurrence", "widgets.cascade.invasion")}  # fmt: skip
FIRST_RUN = """
import importlib, sys, time
begin = time.perf_counter()
importlib.import_module(sys.argv[1]).simulation.run()
print(time.perf_counter() - begin)
"""
BUILT, BARE = 1.0, 4.0  # seconds
ROUNDS = 3  # the middle one counts


def measure(_: Browser, only: Collection[str] = ()) -> Iterator[Row]:
    """Give the figures of first runs, import included: on a bare clone, and where the book was built but nothing ran."""
    with bare_clone() as clone:
        for name in [name for name in MODULES if not only or name in only]:
            bare, built = [], []
            for _ in range(ROUNDS):
                forget_kernels(clone)
                bare.append(first_run(clone, MODULES[name]))
                forget_checks(clone)
                built.append(first_run(clone, MODULES[name]))
            yield Row("import and first run() on a bare clone", name, (median(bare),), (BARE,), "s", 2)
            yield Row("import and first run() where the book was built", name, (median(built),), (BUILT,), "s", 2)


@contextmanager
def bare_clone() -> Iterator[Path]:
    """Give a clone of the project as it is committed, in which nothing has run."""
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name).resolve() / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        yield clone


def forget_kernels(clone: Path) -> None:
    """Leave nothing that was compiled in a clone."""
    shutil.rmtree(clone / "_build" / ".kernels", ignore_errors=True)


def forget_checks(clone: Path) -> None:
    """Leave what a build of the book leaves: compiled kernels, of which none has run here."""
    for mark in (clone / "_build" / ".kernels").glob("*.checked"):
        mark.unlink()


def first_run(folder: Path, module: str) -> float:
    """Return the seconds that a fresh process takes to import a simulation and run it."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", FIRST_RUN, module], cwd=folder, env=environment, text=True,
                          capture_output=True, check=True)
    return float(done.stdout)
