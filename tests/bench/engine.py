"""Kernels: WebAssembly against native code, native code against C, and against SciPy at equal accuracy."""

import base64
import ctypes
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
from playwright.sync_api import Browser, Page

from tests.bench.follow import compile_c, follow, with_scipy
from tests.bench.pages import find_simulations
from tests.bench.report import Row, median
from widgets.core.kernels import compile as compiler
from widgets.core.kernels import machine
from widgets.core.kernels.kernel import Kernel

KERNEL_JS = Path(__file__).with_name("kernel.js").read_text("utf-8")
ROUNDS = 200  # of which the median counts
AT_LEAST = 0.0005  # seconds of a round: short, so that most are over before the system lets another program run
TURNS = 5  # native and WebAssembly take turns, so that a slower clock meets both
AS_NUMBERS = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_uint64] * 5)  # addresses as numbers: Numba passes these on
ISOLATED = "https://bench.invalid/"  # answered by the bench itself
# To a page that shares nothing with others Chromium gives a clock of 5 µs, to the rest one of 100 µs.
FINE_CLOCK = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
C, BEST_C = ("-O2",), ("-O3", "-march=native", "-ffp-contract=off")
METHODS = ("LSODA", "DOP853", "RK45")
TIGHT = 1e-13  # relative tolerance of the reference


def measure(browser: Browser, only: Collection[str] = ()) -> Iterator[Row]:
    """Give the figures of the engine."""
    for shown in find_simulations(only):
        compared = {kernel.name: compare(browser, kernel) for kernel in shown.simulation.kernels}
        note = "; ".join(f"{name}: {a:,.1f}, {b:,.1f} and {c:,.1f} µs" for name, (a, b, c) in compared.items())
        alike = max(in_page / scalar for _, scalar, in_page in compared.values())
        yield Row("WebAssembly against native code, both without vectors", shown.name, (alike,), (1.3,), "x", 2, note=note)
        whole = max(in_page / native for native, _, in_page in compared.values())
        yield Row("WebAssembly against native code with all vectors of this CPU", shown.name, (whole,), (1.3,), "x", 2)
        for kernel in shown.simulation.kernels:
            if kernel.vectors:
                gain = vectors_gain(browser, kernel)
                yield Row("module with vectors, times faster in Chromium", f"{shown.name}: {kernel.name}", (gain,), (1.3,), "x", 2, at_least=True)
        size = sum(len(kernel.wasm()) for kernel in shown.simulation.kernels)
        yield Row("WebAssembly of one simulation", shown.name, (size / 1000,), (16,), "kB")

    record = follow.inputs.record()
    native = make_timer(native_of(follow), follow, record)
    yield Row("Python's own share of a run", "follow", (python_share(follow, record, native()),), unit="µs")
    if shutil.which("gcc"):
        with tempfile.TemporaryDirectory() as folder:
            in_c = [compile_c(Path(folder), *options) for options in (C, BEST_C)]
            for function in in_c:
                check_c(function, record)
            ours, theirs, best = take_turns(native, *(make_timer(function, follow, record) for function in in_c))
        note = f"{ours * 1e6:.1f} and {theirs * 1e6:.1f} µs for 2,000 Runge-Kutta steps; {' '.join(BEST_C)}: {best * 1e6:.1f} µs"
        yield Row("native against the same algorithm in C -O2", "follow", (ours / theirs,), (1.1,), "x", 2, note=note)
    yield against_scipy(record, native())


# Native code -------------------------------------------------------------------------------------------------------


def native_of(kernel: Kernel) -> Any:
    """Return the compiled function itself."""
    kernel.run(kernel.inputs.record())
    ready = kernel._current()
    ready.native_run(kernel.inputs.record())
    return ready._native[0]


def scalar_of(kernel: Kernel) -> tuple[Any, object]:
    """Return the kernel compiled without vectors, which WebAssembly has not either, and what keeps it alive."""
    ready = kernel._current()
    return machine.load(machine.to_native(compiler.lower(kernel.name, ready.program, ready.dtypes), vectors=False))


@numba.njit
def repeat(run, times, slots, given, output, scratch, out, work):
    """Run a compiled kernel many times, its output and scratch cleared before each, as a page does."""
    for _ in range(times):
        for i in range(out.size):
            out[i] = 0
        for i in range(work.size):
            work[i] = 0
        run(slots, slots + 8, given, output, scratch)


def make_timer(function: Any, kernel: Kernel, record: np.void) -> Callable[[], float]:
    """Return a function that gives the median seconds of one run, without Python between the runs of a round."""
    run = AS_NUMBERS(ctypes.cast(function, ctypes.c_void_p).value)
    out, work = (np.zeros(-(-each.dtype.itemsize // 8), np.uint64) for each in (kernel.outputs, kernel.scratch))
    slots, given = np.zeros(2, np.uint64), np.atleast_1d(record.copy())

    def seconds(times: int) -> float:
        places = [each.ctypes.data for each in (slots, given, out, work)]
        begin = time.perf_counter()
        repeat(run, times, *places, out, work)
        return time.perf_counter() - begin

    seconds(1)
    times = 1
    while seconds(times) < AT_LEAST:
        times *= 2
    return lambda: median(seconds(times) / times for _ in range(rounds(seconds(times))))


def rounds(seconds: float) -> int:
    """Return how many rounds to time: fewer of a long run, about two seconds in all."""
    return max(7, min(ROUNDS, round(2 / TURNS / seconds)))


def take_turns(*timers: Callable[[], float]) -> list[float]:
    """Return the median time of each."""
    times = [[timer() for timer in timers] for _ in range(TURNS)]
    return [median(column) for column in zip(*times, strict=True)]


def python_share(kernel: Kernel, record: np.void, native: float) -> float:
    """Return the microseconds that `Kernel.run` adds to the compiled function."""
    times = []
    for _ in range(2000):
        begin = time.perf_counter()
        kernel.run(record)
        times.append(time.perf_counter() - begin)
    return (median(times) - native) * 1e6


# WebAssembly -------------------------------------------------------------------------------------------------------


def compare(browser: Browser, kernel: Kernel) -> tuple[float, float, float]:
    """Return the microseconds of a run natively, natively without vectors, and in Chromium, for the default inputs."""
    record = kernel.inputs.record()
    page, in_page = load(browser, kernel, kernel.wasm())
    scalar, _engine = scalar_of(kernel)
    natives = [make_timer(function, kernel, record) for function in (native_of(kernel), scalar)]
    times = take_turns(*natives, in_page)
    page.close()
    return times[0] * 1e6, times[1] * 1e6, times[2] * 1e6


def vectors_gain(browser: Browser, kernel: Kernel) -> float:
    """Return how many times faster than the plain module the one with vectors is, in Chromium, for the default inputs."""
    pages, timers = zip(*(load(browser, kernel, kernel.wasm(vectors=each)) for each in (False, True)), strict=True)
    plain, vectors = take_turns(*timers)
    for page in pages:
        page.close()
    return plain / vectors


def load(browser: Browser, kernel: Kernel, wasm: bytes) -> tuple[Page, Callable[[], float]]:
    """Return a page with a kernel's module, and what gives the median seconds of a run there."""
    record = kernel.inputs.record()
    page = browser.new_page()
    page.route(ISOLATED, lambda route: route.fulfill(body="", content_type="text/html", headers=FINE_CLOCK))
    page.goto(ISOLATED)
    page.evaluate(KERNEL_JS, {
        "wasm": base64.b64encode(wasm).decode(), "record": base64.b64encode(record.tobytes()).decode(),
        "memory": kernel.memory._asdict(), "outputSize": kernel.outputs.dtype.itemsize,
        "scratchSize": kernel.scratch.dtype.itemsize, "enough": AT_LEAST * 1000,
    })  # fmt: skip

    def in_page() -> float:
        count = rounds(page.evaluate("round()") / 1000)
        return median(page.evaluate("count => Array.from({ length: count }, time)", count)) / 1000

    return page, in_page


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
    for _ in range(25):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return median(times)
