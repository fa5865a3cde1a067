"""The first minutes in Jupyter: a simulation's first run, in a clone of the project as published."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from book.lessons import ROOT
from tests.bench.report import Row, median

MODULES = ("widgets.immune.surveillance", "widgets.cascade.recurrence", "widgets.cascade.invasion")
FIRST_RUN = """
import importlib, sys, time
begin = time.perf_counter()
importlib.import_module(sys.argv[1]).simulation.run()
print(time.perf_counter() - begin)
"""
BUILT, BARE = 1.0, 4.0  # seconds


def measure(browser: Browser) -> Iterator[Row]:
    """Give the figures of first runs, import included: on a bare clone, and where the book was built but nothing ran."""
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "clone"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        kernels = clone / "_build" / ".kernels"
        for module in MODULES:
            bare, built = [], []
            for _ in range(3):
                shutil.rmtree(kernels, ignore_errors=True)
                bare.append(first_run(clone, module))
                for mark in kernels.glob("*.checked"):
                    mark.unlink()
                built.append(first_run(clone, module))
            where = module.rpartition(".")[2]
            yield Row("import and first run() on a bare clone", where, (median(bare),), (BARE,), "s", 2)
            yield Row("import and first run() where the book was built", where, (median(built),), (BUILT,), "s", 2)


def first_run(folder: Path, module: str) -> float:
    """Return the seconds that a fresh process takes to import a simulation and run it."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", FIRST_RUN, module], cwd=folder, env=environment, text=True,
                          capture_output=True, check=True)
    return float(done.stdout)
