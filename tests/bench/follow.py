"""One tumour followed for two years: the same 2,000 Runge-Kutta steps as a kernel, in C, and for SciPy's solvers."""

import ctypes
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from widgets.core import Array, Outputs, Scratch, kernel
from widgets.core.kernels.numerics import rk4_step
from widgets.immune.surveillance.model import inputs, rates

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


def compile_c(folder: Path, *options: str) -> Any:
    """Compile the C version with gcc; return its function, which takes the five arguments of a kernel."""
    library = folder / f"follow{''.join(options)}.so"
    subprocess.run(["gcc", *options, "-shared", "-fPIC", "-o", library, C_SOURCE], check=True)
    return ctypes.CDLL(str(library)).run


def with_scipy(record: Any, method: str, tolerance: float) -> np.ndarray:
    """Return killers and tumour on the same days from one of SciPy's solvers."""
    # Plain numbers: the same Python runs several times faster on them than on NumPy's.
    values = SimpleNamespace(**{name: float(record[name]) for name in record.dtype.names})

    def right_side(_: float, y: np.ndarray) -> list[float]:
        dy = [0.0, 0.0]
        rates(values, y.tolist(), dy)
        return dy

    days = np.linspace(0, values.days, SAMPLES + 1)
    start = [values.killers_start, values.tumour_start]
    return solve_ivp(right_side, (0, values.days), start, method, days, rtol=tolerance, atol=tolerance * 1e-3).y
