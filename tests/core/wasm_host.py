"""A page without a browser: runs a kernel's WebAssembly in wasmtime, by the layout that the page is told."""

import numpy as np
import wasmtime

PLENTY = 2**63  # instructions


class Host:
    """One kernel's module with its memory, as `createKernel` of the player makes it."""

    def __init__(self, kernel, *, vectors=False, counted=False):
        self.kernel = kernel
        config = wasmtime.Config()
        config.consume_fuel = counted
        engine = wasmtime.Engine(config)
        self.store = wasmtime.Store(engine)
        if counted:
            self.store.set_fuel(PLENTY)
        self.module = wasmtime.Module(engine, kernel.wasm(vectors=vectors))
        limits = wasmtime.Limits(kernel.memory.pages, None)
        self.memory = wasmtime.Memory(self.store, wasmtime.MemoryType(limits))
        instance = wasmtime.Instance(self.store, self.module, [self.memory])
        self.function = instance.exports(self.store)["run"]

    def run(self, record):
        """Return the output record for an input record; output and scratch start as zeros."""
        layout, kernel = self.kernel.memory, self.kernel
        self.memory.write(self.store, record.tobytes(), layout.input)
        self.memory.write(self.store, bytes(kernel.outputs.dtype.itemsize), layout.output)
        self.memory.write(self.store, bytes(kernel.scratch.dtype.itemsize), layout.scratch)
        status = self.function(self.store, layout.result, layout.exception, layout.input, layout.output, layout.scratch)
        assert status == 0
        end = layout.output + kernel.outputs.dtype.itemsize
        return np.frombuffer(self.memory.read(self.store, layout.output, end), kernel.outputs.dtype)[0]


    def count(self, record):
        """Return how many instructions a run takes."""
        self.store.set_fuel(PLENTY)
        self.run(record)
        return PLENTY - self.store.get_fuel()


def differing(native, wasm):
    """Return the names of the output fields whose bytes are not the same."""
    return [name for name in native.dtype.names if native[name].tobytes() != wasm[name].tobytes()]


def broken(out):
    """Return the names of the output fields that hold something not finite."""
    return [name for name in out.dtype.names if not np.isfinite(out[name]).all()]
