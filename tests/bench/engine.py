"""Kernels: WebAssembly against native code, native code against C, and against SciPy at equal accuracy."""

import base64
import ctypes
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
from playwright.sync_api import Browser

from tests.bench.follow import compile_c, follow, with_scipy
from tests.bench.pages import find_simulations
from tests.bench.report import Row, median
from widgets.core.kernel import Kernel

KERNEL_JS = Path(__file__).with_name("kernel.js").read_text("utf-8")
ROUNDS = 25  # native and WebAssembly take turns, so that what else the machine does meets both
AT_LEAST = 0.01  # seconds of a round
AS_NUMBERS = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_uint64] * 5)  # addresses as numbers: Numba passes these on
METHODS = ("LSODA", "DOP853", "RK45")
TIGHT = 1e-13  # relative tolerance of the reference


def measure(browser: Browser) -> Iterator[Row]:
    """Give the figures of the engine."""
    for shown in find_simulations():
        compared = {kernel.name: compare(browser, kernel) for kernel in shown.simulation.kernels}
        slowest = max(compared, key=lambda name: compared[name][1] / compared[name][0])
        native, in_page = compared[slowest]
        note = "; ".join(f"{name}: {a:,.1f} and {b:,.1f} µs" for name, (a, b) in compared.items())
        yield Row("WebAssembly against native, its slowest kernel", shown.name, (in_page / native,), (1.3,), "x", 2, note=note)
        size = sum(len(kernel.wasm()) for kernel in shown.simulation.kernels)
        yield Row("WebAssembly of one simulation", shown.name, (size / 1000,), (16,), "kB")

    record = follow.inputs.record()
    native = make_timer(native_of(follow), follow, record)
    yield Row("Python's own share of a run", "follow", (python_share(follow, record, median(rounds(native))),), unit="µs")
    if shutil.which("gcc"):
        with tempfile.TemporaryDirectory() as folder:
            in_c = compile_c(Path(folder))
            check_c(in_c, record)
            pair = [(native(), each()) for each in [make_timer(in_c, follow, record)] for _ in range(ROUNDS)]
        ours, theirs = (median(times) for times in zip(*pair, strict=True))
        note = f"{ours * 1e6:.1f} and {theirs * 1e6:.1f} µs for 2,000 Runge-Kutta steps"
        yield Row("native against the same algorithm in C -O2", "follow", (ours / theirs,), (1.1,), "x", 2, note=note)
    yield against_scipy(record, median(rounds(native)))


# Native code -------------------------------------------------------------------------------------------------------


def native_of(kernel: Kernel) -> Any:
    """Return the compiled function itself."""
    kernel.run(kernel.inputs.record())
    ready = kernel._current()
    ready.native_run(kernel.inputs.record())
    return ready._native[0]


@numba.njit
def repeat(run, times, slots, given, out, work, out_bytes, work_bytes):
    """Run a compiled kernel many times, its output and scratch cleared before each, as a page does."""
    for _ in range(times):
        out_bytes[:] = 0
        work_bytes[:] = 0
        run(slots, slots, given, out, work)


def make_timer(function: Any, kernel: Kernel, record: np.void) -> Callable[[], float]:
    """Return a function that gives the seconds of one run, as the mean over a round, without Python between runs."""
    run = AS_NUMBERS(ctypes.cast(function, ctypes.c_void_p).value)
    out, work = (np.zeros(max(each.dtype.itemsize, 8), np.uint8) for each in (kernel.outputs, kernel.scratch))
    slots, given = np.zeros(2, np.uint64), np.atleast_1d(record.copy())
    places = [np.uint64(each.ctypes.data) for each in (slots, given, out, work)]

    def seconds(times: int) -> float:
        begin = time.perf_counter()
        repeat(run, times, *places, out, work)
        return time.perf_counter() - begin

    seconds(1)
    times = 1
    while seconds(times) < AT_LEAST:
        times *= 2
    keep = function, slots, given
    return lambda: seconds(times) / times if keep else 0.0


def rounds(timer: Callable[[], float]) -> list[float]:
    """Return the time of several rounds."""
    return [timer() for _ in range(ROUNDS)]


def python_share(kernel: Kernel, record: np.void, native: float) -> float:
    """Return the microseconds that `Kernel.run` adds to the compiled function."""
    times = []
    for _ in range(2000):
        begin = time.perf_counter()
        kernel.run(record)
        times.append(time.perf_counter() - begin)
    return (median(times) - native) * 1e6


# WebAssembly -------------------------------------------------------------------------------------------------------


def compare(browser: Browser, kernel: Kernel) -> tuple[float, float]:
    """Return the microseconds of a run natively and in Chromium, for the default inputs."""
    record = kernel.inputs.record()
    native = make_timer(native_of(kernel), kernel, record)
    page = browser.new_page()
    page.goto("about:blank")
    page.evaluate(KERNEL_JS, {
        "wasm": base64.b64encode(kernel.wasm()).decode(), "record": base64.b64encode(record.tobytes()).decode(),
        "memory": kernel.memory._asdict(), "outputSize": kernel.outputs.dtype.itemsize,
        "scratchSize": kernel.scratch.dtype.itemsize,
    })  # fmt: skip
    times = [(native() * 1e6, page.evaluate("time()")) for _ in range(ROUNDS)]
    page.close()
    ours, in_page = zip(*times, strict=True)
    return median(ours), median(in_page)


# C and SciPy -------------------------------------------------------------------------------------------------------


def check_c(function: Any, record: np.void) -> None:
    """Raise AssertionError unless C computes what the kernel computes."""
    out = follow.outputs.empty()
    given = np.atleast_1d(record.copy())
    function(None, None, ctypes.c_void_p(given.ctypes.data), ctypes.c_void_p(out.ctypes.data), None)
    ours = follow.run(record)
    for name in out.dtype.names:
        np.testing.assert_allclose(out[name], ours[name], rtol=1e-9)


def against_scipy(record: np.void, native: float) -> Row:
    """Compare with the fastest of SciPy's solvers, each at the loosest tolerance that is as accurate as the kernel."""
    reference = with_scipy(record, "DOP853", TIGHT)
    ours = follow.run(record)
    allowed = error(np.array([ours["killers"], ours["tumour"]]), reference)
    found = {}
    for method in METHODS:
        for tolerance in 10.0 ** -np.arange(3, 13, 0.5):
            if error(with_scipy(record, method, tolerance), reference) <= allowed:
                found[method] = clock(lambda method=method, at=tolerance: with_scipy(record, method, at)), tolerance
                break
    fastest = min(found, key=lambda method: found[method][0])
    note = f"{fastest} at {found[fastest][1]:.0e}: {found[fastest][0] * 1e3:.1f} ms; relative error {allowed:.0e}"
    factor = found[fastest][0] / native
    return Row("faster than scipy.integrate.solve_ivp, equally accurate", "follow", (factor,), (50,), "x", 0, at_least=True, note=note)


def error(found: np.ndarray, reference: np.ndarray) -> float:
    """Return the largest deviation on any day, relative to the population on that day."""
    return float(np.max(np.abs(found / reference - 1)))


def clock(action: Callable[[], Any]) -> float:
    """Return the median seconds of an action."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return median(times)
