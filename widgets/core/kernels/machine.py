"""Make machine code and WebAssembly from the LLVM module of a kernel, and load machine code.

The module comes unoptimised and is optimised here twice: for the CPU at hand and for wasm32. No step may change a
floating-point result (no fast-math, no contraction), so both compute the same bits, and the WebAssembly does not
depend on the machine that made it.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import Any

import llvmlite.binding as llvm

from . import wasm
from .rules import IN_SCRATCH, INSTEAD, refuse

EXPORT = "run"
WASM_TRIPLE = "wasm32-unknown-unknown"
# All of these are in every browser since 2021 (Safari 15).
WASM_FEATURES = "+bulk-memory,+bulk-memory-opt,+mutable-globals,+nontrapping-fptoint,+sign-ext"
WASM_VECTORS = ",+simd128"  # in Chrome and Firefox since 2021, in Safari since 2023 (16.4): not on every telephone

# Up to this cost LLVM puts a called function into its caller in a compact module (else 250): small helpers, but not exp
# and log.
INLINED_IN_COMPACT = 40

NativeRun = Callable[[int, int, int, int, int], int]


def prepare(text: str, entry: str) -> str:
    """Return the LLVM module as its source is meant: entry named EXPORT, no reference counts, free to optimise.

    Without allocation there is nothing to count. Input, output and scratch are three records: noalias.
    """
    text = text.replace("noinline optnone", "nounwind")
    text = re.sub(r"^target (triple|datalayout) = .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^define linkonce_odr void @(NRT_(?:inc|dec)ref)\(.*?^}$",
                  r"define internal void @\1(ptr %0) alwaysinline {\n  ret void\n}", text,
                  flags=re.MULTILINE | re.DOTALL)
    text = re.sub(rf'@"?{re.escape(entry)}"?(?=\()', f"@{EXPORT}", text)
    return re.sub(rf"^define .*@{EXPORT}\(.*$", lambda found: found[0].replace("ptr %arg.", "ptr noalias %arg."), text,
                  flags=re.MULTILINE)


def _optimised(text: str, machine: llvm.TargetMachine, triple: str, **options: Any) -> llvm.ModuleRef:
    """Return the optimised module; `options` are attributes of LLVM's pipeline."""
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = triple, str(machine.target_data)
    for function in module.functions:
        if not function.is_declaration:
            function.linkage = "external" if function.name == EXPORT else "internal"
    for variable in module.global_variables:
        if not variable.is_declaration:
            variable.linkage = "internal"
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    for name, value in options.items():
        setattr(tuning, name, value)
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(module, passes)
    return module


def to_wasm(kernel: str, where: str, text: str, *, compact: bool = False, vectors: bool = False) -> bytes:
    """Return the WebAssembly module of a prepared LLVM module; refuse one with imports, or too large for a page.

    With vectors, steps of a loop that do not depend on each other are computed two or four at a time, each as alone;
    sums stay in their order. So the bits are the same.
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(WASM_TRIPLE).create_target_machine(
        opt=3, features=WASM_FEATURES + WASM_VECTORS * vectors)
    smaller = {"loop_unrolling": False, "inlining_threshold": INLINED_IN_COMPACT} if compact else {}
    optimised = _optimised(text, machine, WASM_TRIPLE, loop_vectorization=vectors, slp_vectorization=vectors,
                           **smaller)
    obj = machine.emit_object(optimised)
    try:
        module = wasm.link(obj, EXPORT, EXPORT, wasm.STACK_TOP)
    except wasm.ImportsError as error:
        refuse(kernel, where, _explain_imports(error.names))
    size = max(len(module), wasm.data_end(module))
    if size > wasm.LIMIT:
        refuse(kernel, where, f"its module has {size:,} bytes, more than {wasm.LIMIT:,}: split it into two kernels, "
                              "call large helpers in one place, or pass tables as Data")
    return module


def _explain_imports(names: list[str]) -> str:
    if any(name.startswith("NRT_") for name in names):
        return f"it allocates memory: use {IN_SCRATCH}"
    known = [f"use {INSTEAD[name]} for {name}" for name in names if name in INSTEAD]
    return f"it needs {', '.join(names)} from outside: " + ("; ".join(known) or "use plain loops over numbers")


def cpu() -> str:
    """Return the name and features of this machine's CPU, for which native code is compiled."""
    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


def native_machine() -> llvm.TargetMachine:
    """Return what LLVM knows of this machine, for code that runs in this process."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    relocation = "static" if target.name.startswith("x86") else "default"
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(),
                                        opt=3, reloc=relocation, codemodel="jitdefault", jit=True)


def to_native(text: str, *, vectors: bool = True) -> bytes:
    """Return the object file of a prepared LLVM module for the CPU of this machine, with or without its vectors."""
    machine = native_machine()
    module = _optimised(text, machine, llvm.get_process_triple(), loop_vectorization=vectors,
                        slp_vectorization=vectors)
    return bytes(machine.emit_object(module))


def load(native: bytes) -> tuple[NativeRun, object]:
    """Return the function in a native object file, and the engine that must live as long as the function is used."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), native_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(native))
    engine.finalize_object()
    return ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_void_p] * 5)(engine.get_function_address(EXPORT)), engine
