"""What a page cannot run, and what to write instead: statements, functions of other libraries, and the refusal itself."""

from __future__ import annotations

import ast
import functools
import math
from typing import NoReturn

import numpy as np

MAKES_OBJECTS = "makes a Python object: declare an array in Scratch and fill it"
ENDS = "may never end: write `for _ in range(limit):` and `break`"
NO_ERRORS = "cannot reach the reader of a page: put the answer into an output, such as a Flag"
TOP_LEVEL = "is not known to the compiler: write a function at the top level of a module"
NOT_COMPILED = "cannot be compiled: use plain loops and assignments"
REFUSED: dict[type[ast.AST], str] = {
    ast.While: f"`while` {ENDS}",
    ast.Raise: f"`raise` {NO_ERRORS}",
    ast.Assert: f"`assert` {NO_ERRORS}",
    ast.Try: f"`try` {NOT_COMPILED}",
    ast.TryStar: f"`try` {NOT_COMPILED}",
    ast.With: f"`with` {NOT_COMPILED}",
    ast.Match: f"`match` {NOT_COMPILED}",
    ast.Delete: f"`del` {NOT_COMPILED}",
    ast.Starred: f"`*` {NOT_COMPILED}",
    ast.Yield: f"`yield` {NOT_COMPILED}",
    ast.YieldFrom: f"`yield` {NOT_COMPILED}",
    ast.Await: f"`await` {NOT_COMPILED}",
    ast.Global: "`global` would change what other runs see: pass values as arguments",
    ast.Nonlocal: "`nonlocal` would change what other runs see: pass values as arguments",
    ast.Import: "`import` belongs at the top of the file",
    ast.ImportFrom: "`import` belongs at the top of the file",
    ast.List: f"a list {MAKES_OBJECTS}",
    ast.ListComp: f"a list {MAKES_OBJECTS}",
    ast.Dict: f"a dict {MAKES_OBJECTS}",
    ast.DictComp: f"a dict {MAKES_OBJECTS}",
    ast.Set: f"a set {MAKES_OBJECTS}",
    ast.SetComp: f"a set {MAKES_OBJECTS}",
    ast.GeneratorExp: f"a generator {MAKES_OBJECTS}",
    ast.JoinedStr: "a string makes a Python object: use numbers, and words in the declaration",
    ast.Lambda: f"a `lambda` {TOP_LEVEL}",
    ast.FunctionDef: f"an inner function {TOP_LEVEL}",
    ast.AsyncFunctionDef: f"an inner function {TOP_LEVEL}",
    ast.ClassDef: f"a class {TOP_LEVEL}",
}

ALLOWED = frozenset({
    range, len, abs, min, max, int, float, bool,
    math.sqrt, math.fabs, math.copysign, math.isnan, math.isinf, math.isfinite,
    np.sqrt, np.abs, np.copysign, np.isnan, np.isinf, np.isfinite,
    np.float64, np.float32, np.int64, np.int32, np.int16, np.int8, np.uint64, np.uint32, np.uint16, np.uint8, np.bool_,
})
TO_INDEX = "`numerics.to_index(x, low, high)`"
IN_SCRATCH = "an array declared in Scratch"
INSTEAD = {
    **{name: f"`numerics.{name}`" for name in ("exp", "log", "log10", "log1p")},
    **dict.fromkeys(("pow", "power", "float_power"), "`numerics.power`"),
    **dict.fromkeys(("exp2", "expm1", "sinh", "cosh", "tanh"), "`numerics.exp`"),
    **dict.fromkeys(("log2", "logaddexp"), "`numerics.log`"),
    **dict.fromkeys(("lgamma", "gammaln", "gamma", "factorial", "comb"), "`numerics.log_factorial`"),
    **dict.fromkeys(("erf", "erfc"), "`numerics.normal_cdf`"),
    **dict.fromkeys(("cbrt",), "`numerics.power(x, 1 / 3)`"),
    **dict.fromkeys(("hypot", "dist"), "`math.sqrt(x * x + y * y)`"),
    **dict.fromkeys(("floor", "ceil", "trunc", "round", "rint", "around"), TO_INDEX),
    **dict.fromkeys(("fmod", "divmod", "modf", "remainder"), f"`x - y * {TO_INDEX.strip('`')}`"),
    **dict.fromkeys(("zeros", "empty", "ones", "full", "array", "zeros_like", "empty_like", "ones_like", "arange",
                     "linspace", "copy", "list", "dict", "set", "tuple", "bytearray"), IN_SCRATCH),
    **dict.fromkeys(("enumerate", "zip", "reversed", "sorted", "map", "filter"), "`for i in range(n):`"),
    **dict.fromkeys(("print", "str", "repr", "format"), "an output that the figure shows"),
    **dict.fromkeys(("random", "rand", "randint", "uniform"), "`numerics.uniform(state)`"),
    **dict.fromkeys(("normal", "randn", "gauss"), "`numerics.normal(state)`"),
    **dict.fromkeys(("quantile", "percentile", "median"), "`numerics.quantile`"),
}


class KernelError(TypeError):
    """A kernel that cannot run in a page; the message names the kernel, the line and what to write instead."""


def refuse(kernel: str, where: str, what: str) -> NoReturn:
    """Raise the KernelError that every refusal is."""
    raise KernelError(f"kernel {kernel!r} cannot run in a page: {where}: {what}") from None


@functools.cache
def _allowed_ids() -> frozenset[int]:
    return frozenset(map(id, ALLOWED))


def is_allowed(value: object) -> bool:
    """Say whether a page has this function as it is."""
    return id(value) in _allowed_ids()  # by identity: what a kernel names need not be hashable
