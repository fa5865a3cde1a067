"""The table of figures: each beside its limit."""

import importlib.metadata
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

WIDTHS = (58, 24, 14, 16, 5)


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, where, and its limits, each for the number in the same place; none is a fact."""

    figure: str
    where: str
    measured: tuple[float, ...]
    limits: tuple[float, ...] = ()
    unit: str = ""
    digits: int = 1
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> str:
        """Is every number within its limit? "yes", "NO", or nothing to say."""
        if not self.limits:
            return ""
        pairs = zip(self.measured, self.limits, strict=True)
        return "yes" if all((each >= limit) if self.at_least else (each <= limit) for each, limit in pairs) else "NO"

    def cells(self) -> tuple[str, ...]:
        """Return the row as text."""
        limit = " / ".join(f"{each:g}" for each in self.limits)
        measured = " / ".join(f"{each:,.{self.digits}f}" for each in self.measured)
        bound = f"{'from ' if self.at_least else ''}{limit} {self.unit}".rstrip() if limit else ""
        return self.figure, self.where, bound, f"{measured} {self.unit}".rstrip(), self.holds


def print_line(cells: Iterable[str], note: str = "") -> None:
    """Print cells in columns."""
    line = "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    print(f"{line}  {note}".rstrip(), flush=True)


def print_head() -> None:
    """Print the names of the columns."""
    print_line(("figure", "where", "limit", "measured", "holds"))
    print_line("-" * width for width in WIDTHS)


def print_row(row: Row) -> None:
    """Print one figure."""
    print_line(row.cells(), row.note)


def median(times: Iterable[float]) -> float:
    """Return the middle one."""
    return float(np.median(list(times)))


def print_machine(chromium: str) -> None:
    """Print what the figures depend on: the machine, and the versions of what runs on it."""
    versions = {"Python": platform.python_version(), "Chromium": chromium}
    versions |= {name: importlib.metadata.version(name) for name in ("numba", "numpy", "scipy", "plotly")}
    if gcc := shutil.which("gcc"):
        versions["gcc"] = subprocess.run([gcc, "-dumpfullversion"], text=True, capture_output=True, check=True).stdout.strip()
    print(f"CPU: {cpu_model()}, {os.cpu_count()} cores; load over the last minute {os.getloadavg()[0]:.1f}")
    print(", ".join(f"{name} {version}" for name, version in versions.items()) + "\n", flush=True)


def cpu_model() -> str:
    """Return the name of the CPU, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
