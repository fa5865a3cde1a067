"""Run one Python function on records: natively here, as WebAssembly in a page, with the same bits.

    inputs = Inputs(rate=Slider("Rate", 0.5, low=0.0, high=1.0, step=0.1, unit="per day", source="assumed"))
    outputs = Outputs(day=(11,), cells=(11,))

    @kernel(inputs, outputs)
    def growth(p, out, work):
        for i in range(11):
            out.day[i] = i
            out.cells[i] = numerics.exp(p.rate * i)

    growth.run(inputs.record(rate=0.3))["cells"]      # native
    growth.wasm(), growth.memory                      # for a page

A kernel and the functions it calls are plain Python and can be called as such. They are compiled when first needed;
what was compiled is kept on disk by content, so that a warm start needs neither Numba nor LLVM's compiler.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import hashlib
import importlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..records import Inputs, Outputs, Scratch
from ..settings import is_static
from . import cache, published, source
from .rules import KernelError
from .wasm import STACK_TOP

__all__ = ["Kernel", "KernelError", "Memory", "checked_runs", "kernel"]

Structured: TypeAlias = npt.NDArray[np.void]
PAGE = 64 * 1024  # bytes of a page of WebAssembly memory
ALIGNMENT = 16
_all_are_checked = False
_lock = threading.RLock()  # compiling, and reading and writing the tables of compiled kernels


class Memory(NamedTuple):
    """Where a page puts things: the number of 64 kB pages, and the byte addresses of the five arguments of `run`.

    Below `result` lie the module's constants (at most 16 kB) and its stack (64 kB).
    """

    pages: int
    result: int
    exception: int
    input: int
    output: int
    scratch: int


class Build(NamedTuple):
    """A compiled kernel: WebAssembly for every browser and for those with vectors, an object file for the CPU named."""

    wasm: bytes
    vectors: bytes
    native: bytes
    cpu: str


class Kernel:
    """A model: a function that reads one record and writes two. Made by `kernel`."""

    def __init__(self, function: Callable[..., None], inputs: Inputs, outputs: Outputs, scratch: Scratch, *,
                 slow: bool, compact: bool, vectors: bool) -> None:
        plain = source.function_of(function)
        if plain is None:
            raise TypeError(f"a kernel is a function written with `def`, not {function!r}")
        if plain.__code__.co_argcount != 3 or plain.__code__.co_kwonlyargcount:
            raise TypeError(f"kernel {plain.__name__!r} must take three arguments: input, output and scratch records")
        if shared := inputs.fields.keys() & outputs.fields.keys():
            raise ValueError(f"kernel {plain.__name__!r}: {', '.join(sorted(shared))} cannot be both input and output")
        functools.update_wrapper(self, plain)
        self.name = plain.__name__
        self.function = plain
        self.inputs, self.outputs, self.scratch = inputs, outputs, scratch
        self.slow, self.compact, self.vectors = slow, compact, vectors
        self.where = source.place(plain.__code__.co_filename, plain.__code__.co_firstlineno)
        self.source = _text(plain)
        self._ready: _Ready | None = None

    def __call__(self, p: Any, out: Any, work: Any) -> None:
        """Run the function as plain Python, on records such as `np.recarray`s: slow, but open to a debugger."""
        with np.errstate(over="ignore"):  # random numbers overflow on purpose
            self.function(p, out, work)

    def __repr__(self) -> str:
        return f"<kernel {self.name} at {self.where}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _by_name, (self.__module__, self.function.__qualname__)

    @property
    def memory(self) -> Memory:
        """The layout of the page's memory."""
        result, exception, input_at = STACK_TOP, STACK_TOP + 8, STACK_TOP + ALIGNMENT
        output_at = _aligned(input_at + self.inputs.dtype.itemsize)
        scratch_at = _aligned(output_at + self.outputs.dtype.itemsize)
        end = scratch_at + self.scratch.dtype.itemsize
        return Memory(-(-end // PAGE), result, exception, input_at, output_at, scratch_at)

    @property
    def fingerprint(self) -> str:
        """The hash of all that decides what the kernel computes: code, constants, records, and the compiler."""
        return self._current().fingerprint

    def wasm(self, *, vectors: bool = False) -> bytes:
        """Return the WebAssembly module. It exports `run` and imports `env.__linear_memory`, nothing else.

        vectors: return the one for browsers with vectors, of a kernel that is declared to have one.
        """
        build = self._current().build
        return build.vectors if vectors else build.wasm

    def run(self, record: Structured) -> Structured:
        """Return the output record (0-d) for an input record; output and scratch start as zeros.

        The first run after an edit is checked: an index past the end raises IndexError, not a segmentation fault.
        So is every run of a kernel written in a notebook. A kernel as published is not: the tests have checked it.
        """
        if (record.dtype is not self.inputs.dtype and record.dtype != self.inputs.dtype) or record.size != 1:
            raise TypeError(f"kernel {self.name!r} runs on one record made by its inputs, not on {record.dtype}")
        ready = self._current()
        if _all_are_checked or not ready.is_checked:
            return self._checked_run(ready, record)
        return ready.native_run(record)

    def value(self, output: str, at: int | tuple[int, ...] = (), /, **inputs: Any) -> float:
        """Return one number of a run with these inputs: an output, or the entry `at` of an array."""
        if output not in self.outputs.fields:
            near = difflib.get_close_matches(output, self.outputs.fields, n=1) or list(self.outputs.fields)
            raise KeyError(f"kernel {self.name!r} writes no {output!r}; there is {', '.join(near)}")
        return float(self.run(self.inputs.record(**inputs))[output][at])

    def run_many(self, columns: Mapping[str, npt.NDArray[Any]], count: int,
                 names: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
        """Return the outputs named, each an array over `count` runs; inputs without a column are as declared.

        A column holds a value for each run, of the input's type and checked. Native code goes through them alone,
        without Python and without its lock.
        """
        record = self.inputs.record()
        kept = {name: np.empty((count, *self.outputs.fields[name].shape), self.outputs.fields[name].type)
                for name in names}
        ready, first = self._current(), 0
        while first < count and (_all_are_checked or not ready.is_checked):
            for name, column in columns.items():
                record[name] = column[first]
            out = self.run(record)
            for name in names:
                kept[name][first] = out[name]
            first += 1
        if first < count:
            ready.native_runs(record, {name: column[first:] for name, column in columns.items()},
                              {name: column[first:] for name, column in kept.items()}, count - first)
        return kept

    def _checked_run(self, ready: _Ready, record: Structured) -> Structured:
        given, out, work = record.copy(), self.outputs.empty(), self.scratch.empty()
        with _lock:
            checked = ready.checked()
        try:
            checked(given[()], out[()], work[()])
        except IndexError as error:
            raise IndexError(f"kernel {self.name!r} ({self.where}): {error}; look for an index past the end of an "
                             "array, callees included") from None
        if any(given[name].tobytes() != record[name].tobytes() for name in given.dtype.names or ()):
            raise KernelError(f"kernel {self.name!r} ({self.where}) writes into its input: copy it into Scratch first")
        if self.__module__ != "__main__":
            ready.mark_checked()
        return out

    def _current(self) -> _Ready:
        """Return what is compiled, anew if a source has changed."""
        ready = self._ready
        if ready is None or ready.program.changed:
            with _lock:
                program = source.follow(self.name, self.function)
                ready = self._ready = _Ready(self, program)
        return ready


class _Ready:
    """A kernel as it stands in the sources now: looked up or compiled when asked for."""

    def __init__(self, kernel: Kernel, program: source.Program) -> None:
        self.kernel, self.program = kernel, program
        self.dtypes = kernel.inputs.dtype, kernel.outputs.dtype, kernel.scratch.dtype
        digest = hashlib.sha256(cache.engine().encode())
        digest.update(program.main.fingerprint.encode())
        for dtype in self.dtypes:
            digest.update(repr((dtype.fields, dtype.itemsize)).encode())
        digest.update(repr((kernel.compact, kernel.vectors)).encode())
        self.fingerprint = digest.hexdigest()
        self.file = f"{kernel.name}-{self.fingerprint[:32]}"
        self._has_ended_well = False
        self._native: tuple[Any, object] | None = None
        self._slots = np.zeros(2, np.uint64)

    @functools.cached_property
    def build(self) -> Build:
        """The compiled kernel, from the cache if it is there and whole."""
        with _lock:
            return self._stored() or self._compiled()

    @property
    def is_checked(self) -> bool:
        """Say whether it may run unchecked: a checked run has ended well, here or in the tests of what is published."""
        return self._has_ended_well or self._is_known

    @functools.cached_property
    def _is_known(self) -> bool:
        if (module := self.kernel.__module__) == "__main__":
            return False
        # While the book is built nobody edits: the tests have run, or will run, the same kernels checked.
        if is_static() or cache.has(f"{self.file}.checked"):
            return True
        if not published.are_published(module, (unit.source.file for unit in self.program.units.values())):
            return False
        published.begin(module)
        self.build  # noqa: B018  meanwhile
        if is_known := self.fingerprint in published.fresh_fingerprints(module):
            cache.write(f"{self.file}.checked", b"")
        return is_known

    def checked(self) -> Any:
        """Return the bounds-checked function."""
        from . import compile as compiler

        self.build  # noqa: B018  what a page refuses is refused here too
        return compiler.checked(self.program)

    def mark_checked(self) -> None:
        """Remember that a run with every index checked has ended well."""
        self._has_ended_well = True
        cache.write(f"{self.file}.checked", b"")

    def native_run(self, record: Structured) -> Structured:
        run, _ = self._native or self._load()
        out, work = np.zeros((), self.dtypes[1]), np.zeros((), self.dtypes[2])
        slots = self._slots.ctypes.data
        status = run(slots, slots + 8, record.ctypes.data, out.ctypes.data, work.ctypes.data)
        if status:
            raise ArithmeticError(f"kernel {self.kernel.name!r} stopped with status {status}")
        return out

    def native_runs(self, record: Structured, given: Mapping[str, npt.NDArray[Any]],
                    kept: Mapping[str, npt.NDArray[Any]], count: int) -> None:
        """Run `count` times, with `record` filled anew from the columns `given`; what is kept goes into `kept`."""
        from . import many

        run, _ = self._native or self._load()
        out, work = np.zeros((), self.dtypes[1]), np.zeros((), self.dtypes[2])
        stopped = many.repeat(run, count, record, out, work,
                                 [(column, self.kernel.inputs.offset(name)) for name, column in given.items()],
                                 [(column, self.kernel.outputs.offset(name)) for name, column in kept.items()])
        if stopped < count:
            raise ArithmeticError(f"kernel {self.kernel.name!r} stopped in run {stopped}")

    def _load(self) -> tuple[Any, object]:
        from . import machine

        with _lock:
            if self._native is None:
                if self.build.cpu != machine.cpu():  # the cache came from another machine
                    self.__dict__["build"] = self._compiled()
                self._native = machine.load(self.build.native)
            return self._native

    def _compiled(self) -> Build:
        if is_static():
            os.environ.setdefault("NUMBA_CPU_NAME", "generic")
        from . import compile as compiler
        from . import machine

        build = Build(*compiler.build(self.kernel.name, self.program, self.dtypes, compact=self.kernel.compact,
                                      vectors=self.kernel.vectors), machine.cpu())
        header = json.dumps({"cpu": build.cpu, "lengths": [len(build.wasm), len(build.vectors)]}).encode()
        cache.write(f"{self.file}.kernel", b"".join((header, b"\n", *build[:3])))
        return build

    def _stored(self) -> Build | None:
        if (body := cache.read(f"{self.file}.kernel")) is None:
            return None
        header, _, code = body.partition(b"\n")
        known = json.loads(header)
        plain, vectors = known["lengths"]
        return Build(code[:plain], code[plain : plain + vectors], code[plain + vectors :], known["cpu"])


def kernel(inputs: Inputs, outputs: Outputs, scratch: Scratch | None = None, *,
           slow: bool = False, compact: bool = False, vectors: bool = False) -> Callable[[Callable[..., None]], Kernel]:
    """Make a function (input, output, scratch) a Kernel.

    `slow`: a page runs it in a worker and waits for nothing. `compact`: its WebAssembly is made small rather than fast,
    to keep a simulation of several kernels within what a page may weigh. `vectors`: a page gets a second module beside
    it, for browsers with vectors: for loops over grids, which it makes faster. The numbers are the same.
    """
    return lambda function: Kernel(function, inputs, outputs, scratch or Scratch(), slow=slow, compact=compact,
                                   vectors=vectors)


@contextlib.contextmanager
def checked_runs() -> Iterator[None]:
    """Check every index in every run of every kernel meanwhile, as in the first run after an edit: slow, for tests."""
    global _all_are_checked
    before, _all_are_checked = _all_are_checked, True
    try:
        yield
    finally:
        _all_are_checked = before


def _text(function: Any) -> str:
    try:
        return source.read(function).text
    except (OSError, TypeError, SyntaxError):
        return ""  # refused with its place when the kernel is compiled


def _by_name(module: str, name: str) -> Any:
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))


def _aligned(address: int) -> int:
    return -(-address // ALIGNMENT) * ALIGNMENT
