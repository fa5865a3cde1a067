"""Sweeps: many runs beside the time that the kernel alone takes for them, divided by the cores."""

import os
import time
from collections.abc import Callable, Collection, Iterator

import distributed
import numpy as np
from playwright.sync_api import Browser

from tests.bench.report import Row
from widgets.core.simulation import Simulation
from widgets.immune.surveillance import simulation

POINTS = (250, 400)
RUNS = 100_000
THREADS, CLUSTER = 1.1, 1.3  # times the kernel's own share
ROUNDS = 2  # the kernel and the sweeps take turns; the best of each counts, as others use the machine too


def measure(_: Browser, __: Collection[str] = ()) -> Iterator[Row]:
    """Give the figures of sweeps on this machine's cores."""
    cores = len(os.sched_getaffinity(0))
    ends = {name: simulation.inputs.fields[name] for name in ("supply", "tumour_start")}
    grid = {name: np.linspace(each.low, each.high, points) for (name, each), points in zip(ends.items(), POINTS, strict=True)}
    keep = ["tumour_end", "escaped"]
    with (
        distributed.LocalCluster(n_workers=cores, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor()
        ways: list[Callable[[], object]] = [
            lambda: alone(simulation, grid, keep),
            lambda: simulation.sweep(grid, outputs=keep),
            lambda: simulation.sweep(grid, outputs=keep, executor=executor),
        ]
        simulation.sweep({name: axis[:20] for name, axis in grid.items()}, outputs=keep, executor=executor)  # imports
        own, threads, dask = np.min([[clock(way) for way in ways] for _ in range(ROUNDS)], axis=0)
    note = f"{RUNS:,} runs: {threads:.1f} and {dask:.1f} s; the kernel alone on one core: {own:.1f} s, on {cores}: {own / cores:.1f} s"
    yield Row("sweep in threads against the kernel's own time", simulation.name, (threads * cores / own,), (THREADS,), "x", 2, note=note)
    yield Row("sweep on a Dask cluster against the kernel's own time", simulation.name, (dask * cores / own,), (CLUSTER,), "x", 2)


def alone(simulation: Simulation, grid: dict[str, np.ndarray], keep: list[str]) -> None:
    """Run the kernel over the whole grid in one loop, on one core."""
    (kernel,) = simulation.kernels_of(keep)
    points = np.meshgrid(*grid.values(), indexing="ij")
    columns = {name: np.ascontiguousarray(each.ravel(), simulation.inputs.fields[name].type)
               for name, each in zip(grid, points, strict=True)}
    kernel.run_many(columns, RUNS, keep)


def clock(action: Callable[[], object]) -> float:
    """Return the seconds of an action."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
