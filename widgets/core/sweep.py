"""Run a simulation for every combination of many inputs: parcels of runs, on all cores or wherever an executor sends them.

A parcel is columns of inputs; a kernel's native code goes through them in one loop. Native code needs no lock of
Python, so threads of this process use all cores; processes and clusters get the parcel and the simulation's name.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .fields import Flag
from .settings import is_static

if TYPE_CHECKING:
    from .simulation import Simulation

Columns: TypeAlias = dict[str, npt.NDArray[Any]]
PARCEL = 0.25  # seconds of a parcel at most, so that a sweep can be watched and stopped
SMALL_PARCEL = 0.01  # seconds, beside which sending it does not count
PARCELS = 64  # in between: enough for some dozen cores to end together
WATCHED = 1.0  # seconds after which a sweep shows how far it is


def sweep(simulation: Simulation, grid: Mapping[str, Iterable[Any]], outputs: Sequence[str] | None,
          executor: Executor | None) -> dict[str, npt.NDArray[Any]]:
    """Return the axes of the grid and arrays of outputs over it: see `Simulation.sweep`."""
    fields = simulation.outputs
    keep = [name for name, each in fields.items() if not each.shape] if outputs is None else list(outputs)
    simulation.kernels_of(keep)  # raises for an output that there is not
    axes = {name: list(values) for name, values in grid.items()}
    size = tuple(map(len, axes.values()))
    count = math.prod(size)
    points = np.indices(size).reshape(len(size), count)
    columns = {name: _checked(simulation, name, axis)[points[at]] for at, (name, axis) in enumerate(axes.items())}
    found: Columns = {name: np.empty((count, *fields[name].shape), fields[name].type) for name in keep}
    if count:
        _fill(found, simulation, columns, count, executor)
    swept = {name: (array.astype(bool) if isinstance(fields[name], Flag) else array).reshape(size + fields[name].shape)
             for name, array in found.items()}
    return {name: np.array(axis) for name, axis in axes.items()} | swept


def _fill(found: Columns, simulation: Simulation, columns: Columns, count: int,
          executor: Executor | None) -> None:
    """Run all parcels and put what comes back in its place."""
    parcels = _parcels(simulation, list(found), columns, count)
    threads = ThreadPoolExecutor(_cores())  # starts none before there is something to do
    submit = (executor or threads).submit
    waiting: dict[Future[Columns], slice] = {}
    try:
        for parcel in parcels:
            part = {name: column[parcel] for name, column in columns.items()}
            waiting[submit(run_parcel, simulation, list(found), part, parcel.stop - parcel.start)] = parcel
        for done in _watched(waiting, count):
            parcel = waiting[done]
            try:
                result = done.result()
            except Exception as error:
                error.add_note(f"in a sweep of {simulation.name!r}, in one of the runs with {_described(columns, parcel)}")
                raise
            for name, array in result.items():
                found[name][parcel] = array
    finally:
        for future in waiting:
            future.cancel()
        threads.shutdown()


def run_parcel(simulation: Simulation, keep: Sequence[str], columns: Columns, count: int) -> Columns:
    """Return the outputs named for `count` runs, of which each column holds one input."""
    found: Columns = {}
    for kernel in simulation.kernels_of(keep):
        found |= kernel.run_many(columns, count, [name for name in keep if name in kernel.outputs.fields])
    return found


def _checked(simulation: Simulation, name: str, axis: Sequence[Any]) -> npt.NDArray[Any]:
    values = [simulation.inputs.check(name, value) for value in axis]
    return np.array(values, simulation.inputs.fields[name].type)


def _parcels(simulation: Simulation, keep: Sequence[str], columns: Columns, count: int) -> list[slice]:
    """Divide the runs: a run or more, and as many as take as long as a parcel should."""
    length = 1
    if count > PARCELS:
        seconds = _seconds_of_a_run(simulation, keep, columns, count)
        length = max(1, int(min(max(count / PARCELS, SMALL_PARCEL / seconds), PARCEL / seconds)))
    return [slice(start, min(start + length, count)) for start in range(0, count, length)]


def _seconds_of_a_run(simulation: Simulation, keep: Sequence[str], columns: Columns, count: int) -> float:
    """Return what the slowest of three runs takes, the first once more, as that may compile."""
    seconds = []
    for at in (0, 0, count // 2, count - 1):
        one = {name: column[at : at + 1] for name, column in columns.items()}
        begin = time.perf_counter()
        run_parcel(simulation, keep, one, 1)
        seconds.append(time.perf_counter() - begin)
    return max(seconds[1:])


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _watched(waiting: Mapping[Future[Columns], slice], count: int) -> Iterator[Future[Columns]]:
    """Yield parcels as they are done, under a bar that shows how many runs are; none where the book is built."""
    from tqdm.auto import tqdm

    with tqdm(total=count, unit=" runs", delay=WATCHED, disable=is_static()) as bar:
        for done in as_completed(waiting):
            yield done
            bar.update(waiting[done].stop - waiting[done].start)


def _described(columns: Columns, parcel: slice) -> str:
    """Return the inputs of a parcel in words: "rate from 0.1 to 0.2, seed 3"."""
    ends = {name: (column[parcel].min(), column[parcel].max()) for name, column in columns.items()}
    return ", ".join(f"{name} {low}" if low == high else f"{name} from {low} to {high}"
                     for name, (low, high) in ends.items()) or "all inputs as declared"
