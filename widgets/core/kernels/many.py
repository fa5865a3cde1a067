"""Run a kernel many times in one compiled loop, which fills its input from columns and keeps columns of its output.

The loop is one for all kernels, as it only moves bytes and calls: written in LLVM's own language it is compiled in a
few milliseconds, without Numba. It needs no Python, so that threads run loops side by side.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import llvmlite.binding as llvm
import numpy as np
import numpy.typing as npt

from .machine import native_machine

Column: TypeAlias = tuple[npt.NDArray[Any], int]  # values, one for each run, and their place in the record

# %piece: where the values of a column lie, the place of one of them in its record, and its bytes.
LOOP = """
%piece = type { ptr, i64, i64 }
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)

define i64 @loop(ptr %run, i64 %count, ptr %slots, ptr %in, ptr %out, i64 %out_bytes, ptr %work, i64 %work_bytes,
                   ptr %given, i64 %givens, ptr %kept, i64 %keeps) {
start:
  br label %next
next:
  %i = phi i64 [ 0, %start ], [ %after, %ran ]
  %is_over = icmp eq i64 %i, %count
  br i1 %is_over, label %end, label %fill
fill:
  call void @move(ptr %given, i64 %givens, i64 %i, ptr %in, i1 true)
  call void @llvm.memset.p0.i64(ptr %out, i8 0, i64 %out_bytes, i1 false)
  call void @llvm.memset.p0.i64(ptr %work, i8 0, i64 %work_bytes, i1 false)
  %exception = getelementptr i8, ptr %slots, i64 8
  %status = call i32 %run(ptr %slots, ptr %exception, ptr %in, ptr %out, ptr %work)
  %is_well = icmp eq i32 %status, 0
  br i1 %is_well, label %ran, label %end
ran:
  call void @move(ptr %kept, i64 %keeps, i64 %i, ptr %out, i1 false)
  %after = add i64 %i, 1
  br label %next
end:
  ret i64 %i
}

define internal void @move(ptr %pieces, i64 %count, i64 %i, ptr %record, i1 %is_input) {
start:
  br label %next
next:
  %k = phi i64 [ 0, %start ], [ %after, %copy ]
  %is_over = icmp eq i64 %k, %count
  br i1 %is_over, label %end, label %copy
copy:
  %piece = getelementptr %piece, ptr %pieces, i64 %k
  %place_at = getelementptr %piece, ptr %piece, i64 0, i32 1
  %bytes_at = getelementptr %piece, ptr %piece, i64 0, i32 2
  %column = load ptr, ptr %piece
  %place = load i64, ptr %place_at
  %bytes = load i64, ptr %bytes_at
  %skipped = mul i64 %i, %bytes
  %there = getelementptr i8, ptr %column, i64 %skipped
  %here = getelementptr i8, ptr %record, i64 %place
  %target = select i1 %is_input, ptr %here, ptr %there
  %source = select i1 %is_input, ptr %there, ptr %here
  call void @llvm.memcpy.p0.p0.i64(ptr %target, ptr %source, i64 %bytes, i1 false)
  %after = add i64 %k, 1
  br label %next
end:
  ret void
}
"""


@functools.cache
def _loop() -> tuple[Callable[..., int], object]:
    """Return the compiled loop that `repeat` calls, and the engine that keeps it."""
    machine = native_machine()
    module = llvm.parse_assembly(LOOP)
    module.triple, module.data_layout = llvm.get_process_triple(), str(machine.target_data)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    whole, address = ctypes.c_int64, ctypes.c_void_p
    kind = ctypes.CFUNCTYPE(whole, address, whole, address, address, *[address, whole] * 4)
    return kind(engine.get_function_address("loop")), engine


def repeat(run: Any, count: int, record: npt.NDArray[Any], out: npt.NDArray[Any], work: npt.NDArray[Any],
           given: Sequence[Column], kept: Sequence[Column]) -> int:
    """Run a kernel `count` times on the records; return how many runs ended well before one did not.

    Before a run the input is filled from the columns `given`, output and scratch are cleared; then the columns `kept`
    are filled from the output. The columns are contiguous.
    """
    loop, _ = _loop()
    slots = np.zeros(2, np.uint64)
    tables = [np.array([(column.ctypes.data, place, column[:1].nbytes) for column, place in columns], np.int64)
              for columns in (given, kept)]
    pieces = [each for table, columns in zip(tables, (given, kept), strict=True)
              for each in (table.ctypes.data, len(columns))]
    return loop(ctypes.cast(run, ctypes.c_void_p), count, slots.ctypes.data, record.ctypes.data,
                out.ctypes.data, out.nbytes, work.ctypes.data, work.nbytes, *pieces)
