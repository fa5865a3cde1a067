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

import difflib
import functools
import hashlib
import importlib
import importlib.metadata
import json
import os
import pathlib
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..records import Inputs, Outputs, Scratch
from ..settings import course, is_static
from . import source
from .source import KernelError
from .wasm import STACK_TOP

__all__ = ["Kernel", "KernelError", "Memory", "kernel"]

Structured: TypeAlias = npt.NDArray[np.void]
PAGE = 64 * 1024  # bytes of a page of WebAssembly memory
ALIGNMENT = 16
ENGINE_FILES = ("source.py", "compile.py", "machine.py", "wasm.py")
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
    """A compiled kernel: WebAssembly for every browser, an object file for the CPU named."""

    wasm: bytes
    native: bytes
    cpu: str


class Kernel:
    """A model: a function that reads one record and writes two. Made by `kernel`."""

    def __init__(self, function: Callable[..., None], inputs: Inputs, outputs: Outputs, scratch: Scratch, *,
                 slow: bool, compact: bool) -> None:
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
        self.inputs, self.outputs, self.scratch, self.slow, self.compact = inputs, outputs, scratch, slow, compact
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

    def wasm(self) -> bytes:
        """Return the WebAssembly module. It exports `run` and imports `env.__linear_memory`, nothing else."""
        return self._current().build.wasm

    def run(self, record: Structured) -> Structured:
        """Return the output record (0-d) for an input record; output and scratch start as zeros.

        The first run after an edit is checked: an index past the end raises IndexError, not a segmentation fault.
        So is every run of a kernel written in a notebook.
        """
        if (record.dtype is not self.inputs.dtype and record.dtype != self.inputs.dtype) or record.size != 1:
            raise TypeError(f"kernel {self.name!r} runs on one record made by its inputs, not on {record.dtype}")
        ready = self._current()
        if not ready.is_checked:
            return self._checked_run(ready, record)
        return ready.native_run(record)

    def value(self, output: str, at: int | tuple[int, ...] = (), /, **inputs: Any) -> float:
        """Return one number of a run with these inputs: an output, or the entry `at` of an array."""
        if output not in self.outputs.fields:
            near = difflib.get_close_matches(output, self.outputs.fields, n=1) or list(self.outputs.fields)
            raise KeyError(f"kernel {self.name!r} writes no {output!r}; there is {', '.join(near)}")
        return float(self.run(self.inputs.record(**inputs))[output][at])

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
        digest = hashlib.sha256(_engine().encode())
        digest.update(program.main.fingerprint.encode())
        for dtype in self.dtypes:
            digest.update(repr((dtype.fields, dtype.itemsize)).encode())
        digest.update(repr(kernel.compact).encode())
        self.fingerprint = digest.hexdigest()
        self.file = course().kernels / f"{kernel.name}-{self.fingerprint[:32]}"
        # While the book is built nobody edits: the tests have run, or will run, the same kernels checked.
        self.is_checked = kernel.__module__ != "__main__" and (is_static() or self.file.with_suffix(".checked").exists())
        self._native: tuple[Any, object] | None = None
        self._slots = np.zeros(2, np.uint64)

    @functools.cached_property
    def build(self) -> Build:
        """The compiled kernel, from the cache if it is there and whole."""
        with _lock:
            return self._stored() or self._compiled()

    def checked(self) -> Any:
        """Return the bounds-checked function."""
        from . import compile as compiler

        self.build  # noqa: B018  what a page refuses is refused here too
        return compiler.checked(self.program)

    def mark_checked(self) -> None:
        """Remember that a run with every index checked has ended well."""
        self.is_checked = True
        _write(self.file.with_suffix(".checked"), b"")

    def native_run(self, record: Structured) -> Structured:
        if self._native is None:
            with _lock:
                self._native = self._load()
        out, work = np.zeros((), self.dtypes[1]), np.zeros((), self.dtypes[2])
        slots = self._slots.ctypes.data
        status = self._native[0](slots, slots + 8, record.ctypes.data, out.ctypes.data, work.ctypes.data)
        if status:
            raise ArithmeticError(f"kernel {self.kernel.name!r} stopped with status {status}")
        return out

    def _load(self) -> tuple[Any, object]:
        from . import machine

        if self.build.cpu != machine.cpu():  # the cache came from another machine
            self.__dict__["build"] = self._compiled()
        return machine.load(self.build.native)

    def _compiled(self) -> Build:
        if is_static():
            os.environ.setdefault("NUMBA_CPU_NAME", "generic")
        from . import compile as compiler
        from . import machine

        build = Build(*compiler.build(self.kernel.name, self.program, self.dtypes, compact=self.kernel.compact),
                      machine.cpu())
        header = json.dumps({"cpu": build.cpu, "wasm": len(build.wasm)}).encode()
        body = header + b"\n" + build.wasm + build.native
        _write(self.file.with_suffix(".kernel"), hashlib.sha256(body).digest() + body)
        return build

    def _stored(self) -> Build | None:
        try:
            content = self.file.with_suffix(".kernel").read_bytes()
        except OSError:
            return None
        digest, body = content[:32], content[32:]
        if hashlib.sha256(body).digest() != digest:
            return None
        header, _, code = body.partition(b"\n")
        known = json.loads(header)
        return Build(code[: known["wasm"]], code[known["wasm"] :], known["cpu"])


def kernel(inputs: Inputs, outputs: Outputs, scratch: Scratch | None = None, *,
           slow: bool = False, compact: bool = False) -> Callable[[Callable[..., None]], Kernel]:
    """Make a function (input, output, scratch) a Kernel.

    `slow`: a page runs it in a worker and waits for nothing. `compact`: its WebAssembly is made small rather than fast,
    to keep a simulation of several kernels within what a page may weigh; the numbers are the same.
    """
    return lambda function: Kernel(function, inputs, outputs, scratch or Scratch(), slow=slow, compact=compact)


def _text(function: Any) -> str:
    try:
        return source.read(function).text
    except (OSError, TypeError, SyntaxError):
        return ""  # refused with its place when the kernel is compiled


def _by_name(module: str, name: str) -> Any:
    return functools.reduce(getattr, name.split("."), importlib.import_module(module))


def _aligned(address: int) -> int:
    return -(-address // ALIGNMENT) * ALIGNMENT


# The cache ---------------------------------------------------------------------------------------------------------


@functools.cache
def _engine() -> str:
    """Return what, besides the kernel, decides the machine code: this engine, Numba, LLVM and Python."""
    folder = pathlib.Path(__file__).parent
    own = hashlib.sha256(b"".join((folder / name).read_bytes() for name in ENGINE_FILES)).hexdigest()
    versions = [importlib.metadata.version(name) for name in ("numba", "llvmlite", "numpy")]
    return repr((own, *versions, sys.version_info[:2], sys.platform))


def _write(file: pathlib.Path, content: bytes) -> None:
    """Write a file whole or not at all; without a folder to write to, nothing is kept."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        pathlib.Path(name).replace(file)
    except OSError:
        return
