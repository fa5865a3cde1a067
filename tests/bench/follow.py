"""One tumour followed for two years: the same 2,000 Runge-Kutta steps as a kernel, in C, and for SciPy's solvers."""

import ctypes
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from widgets.core import Array, Outputs, Scratch, kernel
from widgets.core.numerics import rk4_step
from widgets.immune.surveillance import inputs, rates

SAMPLES, SUBSTEPS = 400, 5
C_SOURCE = Path(__file__).with_name("follow.c")

outputs = Outputs(killers=Array(SAMPLES + 1), tumour=Array(SAMPLES + 1))
scratch = Scratch(y=(2,), k=(5, 2))


@kernel(inputs, outputs, scratch)
def follow(p, out, work):
    """Follow killer cells and tumour with steps of equal length."""
    y, k = work.y, work.k
    h = p.days / (SAMPLES * SUBSTEPS)
    y[0], y[1] = p.killers_start, p.tumour_start
    out.killers[0], out.tumour[0] = y[0], y[1]
    for i in range(1, SAMPLES + 1):
        for _ in range(SUBSTEPS):
            rk4_step(rates, p, y, h, k)
        out.killers[i], out.tumour[i] = y[0], y[1]


def make_c(folder: Path) -> Callable[[np.void], np.ndarray]:
    """Compile the C version with `gcc -O2`; return a function from an input record to killers and tumour."""
    library = folder / "follow.so"
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, C_SOURCE], check=True)
    run = ctypes.CDLL(str(library)).follow
    run.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    names = ("supply", "recruitment", "half_recruitment", "exhaustion", "loss", "growth", "crowding", "killing",
             "days", "killers_start", "tumour_start")  # fmt: skip

    def in_c(record: np.void) -> np.ndarray:
        given = np.array([record[name] for name in names])
        out = np.zeros((2, SAMPLES + 1))
        run(given.ctypes.data, out.ctypes.data)
        return out

    in_c.call = lambda given, out: run(given.ctypes.data, out.ctypes.data)
    return in_c


def with_scipy(record: Any, method: str, relative: float) -> np.ndarray:
    """Return killers and tumour at the same days from one of SciPy's solvers."""
    dy = np.zeros(2)

    def right_side(_: float, y: np.ndarray) -> np.ndarray:
        rates(record, y, dy)
        return dy.copy()

    days = np.linspace(0, record.days, SAMPLES + 1)
    start = [record.killers_start, record.tumour_start]
    return solve_ivp(right_side, (0, record.days), start, method, days, rtol=relative, atol=relative * 1e-3).y
