"""Compile a kernel with Numba to one LLVM module, from which both native code and WebAssembly are made.

Numba types the functions and lowers them, but optimises nothing: passes of LLVM that know the CPU of this machine
would leave its traces in the WebAssembly. What only the types tell (a float in `%`, a cast, a new array) is refused
here, by line.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import operator
import re
import types
from collections.abc import Iterator
from typing import Any, NoReturn

import numba
import numpy as np
from numba.core import errors, ir
from numba.core import types as nb

from . import machine
from .rules import IN_SCRATCH, INSTEAD, refuse
from .source import Program, Unit, function_of, place

# `_dbg_optnone` makes Numba ask LLVM to leave the functions alone; machine.prepare() takes that back.
LOWERED = {"error_model": "numpy", "_dbg_optnone": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
CHECKED = {"error_model": "numpy", "boundscheck": True}
NOT_FOR_FLOATS = {operator.mod: "%", operator.imod: "%", operator.floordiv: "//", operator.ifloordiv: "//"}
FLOAT_INSTEAD = {"%": INSTEAD["fmod"], "//": INSTEAD["floor"]}
POWERS = (operator.pow, operator.ipow)

Dtypes = tuple[np.dtype[Any], np.dtype[Any], np.dtype[Any]]


def build(kernel: str, program: Program, dtypes: Dtypes, *, compact: bool, vectors: bool) -> tuple[bytes, bytes, bytes]:
    """Return the WebAssembly of a program, the same with vectors (or nothing) and the native object file.

    Raises KernelError if a page cannot run it.
    """
    text, where = lower(kernel, program, dtypes), program.main.source.where()
    plain = machine.to_wasm(kernel, where, text, compact=compact)
    beside = machine.to_wasm(kernel, where, text, compact=compact, vectors=True) if vectors else b""
    return plain, beside, machine.to_native(text)


def lower(kernel: str, program: Program, dtypes: Dtypes) -> str:
    """Return the LLVM module of a program, not yet optimised; raise KernelError if Numba cannot type it."""
    dispatcher = _dispatcher(program, program.main, LOWERED)
    where = program.main.source.where()
    signature = nb.void(*map(numba.from_dtype, dtypes))
    try:
        dispatcher.compile(signature)
    except errors.NumbaError as error:
        _refuse_untyped(kernel, where, error)
    except KeyError as error:
        _refuse_field(kernel, program, dtypes, error.args[0])
    compiled = dispatcher.overloads[signature.args]
    _check_types(kernel, compiled, signature.args[0])
    text = machine.prepare(compiled.library.get_llvm_str(), compiled.fndesc.mangled_name)
    if cast := re.search(r"\bfpto[su]i\b", text):
        refuse(kernel, where, f"a float becomes an integer ({cast[0]}): use {INSTEAD['floor']}")
    return text


# Numba -------------------------------------------------------------------------------------------------------------

_dispatchers: dict[tuple[str, bool], Any] = {}


def checked(program: Program) -> Any:
    """Return the kernel as a jitted function that raises IndexError where an index is past the end."""
    return _dispatcher(program, program.main, CHECKED)


def _dispatcher(program: Program, unit: Unit, options: dict[str, Any]) -> Any:
    """Return `unit` as a Numba dispatcher whose callees are dispatchers too; they are shared among kernels."""
    key = unit.fingerprint, options is CHECKED
    if key not in _dispatchers:
        function = unit.function
        names: dict[str, Any] = {"__builtins__": builtins, "__name__": function.__module__}
        callees = {name.path: function_of(name.value) for name in unit.names}
        replaced = {path.partition(".")[0] for path, callee in callees.items() if callee}
        for name in unit.names:
            root, *path = name.path.split(".")
            callee = callees[name.path]
            if root not in replaced:
                names[root] = name.value if not path else function.__globals__[root]
            else:
                value = name.value if callee is None else _dispatcher(program, program.units[callee], options)
                _place(names, [root, *path], value)
        twin = types.FunctionType(unit.code, names, function.__name__, function.__defaults__)
        twin.__kwdefaults__, twin.__module__ = function.__kwdefaults__, function.__module__
        _dispatchers[key] = numba.njit(**options)(twin)
    return _dispatchers[key]


def _place(namespace: dict[str, Any], path: list[str], value: Any) -> None:
    """Bind a dotted path: `numerics.exp` becomes an attribute of a stand-in for the module `numerics`."""
    for part in path[:-1]:
        namespace = vars(namespace.setdefault(part, types.ModuleType(part)))
    namespace[path[-1]] = value


def _refuse_untyped(kernel: str, where: str, error: errors.NumbaError) -> NoReturn:
    """Raise KernelError with what Numba says first and the innermost place it names."""
    text = str(error)
    if found := re.search(r'^File "(.*)", line (\d+):', text, flags=re.MULTILINE):
        where = place(found[1], int(found[2]))
        text = text[: found.start()]
    text = re.split(r"^(?:There are \d+ candidate|During:)", text, maxsplit=1, flags=re.MULTILINE)[0]
    said = (line.strip() for line in text.splitlines() if not line.startswith("Failed in nopython mode"))
    refuse(kernel, where, f"it does not compile ({' '.join(filter(None, said))}): use plain loops over numbers")


def _refuse_field(kernel: str, program: Program, dtypes: Dtypes, field: str) -> NoReturn:
    """Raise KernelError with the line that reads or writes a field which its record lacks; Numba says only its name."""
    known = [name for dtype in dtypes for name in dtype.names or ()]
    near = difflib.get_close_matches(field, known, n=1)
    uses = [unit.source.where(node) for unit in reversed(program.units.values())
            for node in ast.walk(unit.source.tree) if isinstance(node, ast.Attribute) and node.attr == field]
    where = ", ".join(uses) or program.main.source.where()
    refuse(kernel, where, f"a record has no field {field!r}" + (f": use {near[0]!r}" if near else ""))


def _check_types(kernel: str, compiled: Any, given: Any) -> None:
    """Refuse, by line, what only the types tell; `given` is the type of the input record."""
    seen: set[int] = set()
    pending = [compiled]
    while pending:
        compiled = pending.pop()
        if id(compiled) in seen:
            continue
        seen.add(id(compiled))
        notes = compiled.type_annotation
        for statement in (s for block in notes.blocks.values() for s in block.body):
            for what in _faults(statement, notes.typemap, given):
                refuse(kernel, place(statement.loc.filename, statement.loc.line), what)
        pending.extend(_callees(notes))


def _callees(notes: Any) -> Iterator[Any]:
    for expression, signature in notes.calltypes.items():
        if isinstance(expression, ir.Expr) and expression.op == "call":
            called = notes.typemap[expression.func.name]
            if isinstance(called, nb.Dispatcher):
                yield called.dispatcher.overloads[signature.args]


def _faults(statement: Any, typemap: dict[str, Any], given: Any) -> Iterator[str]:
    """Yield what is wrong: powers, floats in % and //, floats that become integers, new arrays, a changed input."""
    if isinstance(statement, (ir.SetItem, ir.StaticSetItem, ir.SetAttr)):
        target, value = typemap[statement.target.name], typemap[statement.value.name]
        if isinstance(statement, ir.SetAttr):
            if target == given:
                yield "it writes into its input: copy the value into a variable or into Scratch"
            target = target.typeof(statement.attr)
        if isinstance(_element(value), nb.Float) and isinstance(_element(target), (nb.Integer, nb.Boolean)):
            yield f"a float is stored as an integer: use {INSTEAD['floor']}"
    if not (isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Expr)):
        return
    expression: Any = statement.value
    result = typemap[statement.target.name]
    operands = [typemap[variable.name] for variable in expression.list_vars() if variable.name in typemap]
    has_float = any(isinstance(operand, nb.Float) for operand in operands)
    if expression.op in ("binop", "inplace_binop"):
        sign = NOT_FOR_FLOATS.get(expression.fn)
        if sign and has_float:
            yield f"`{sign}` of floats is computed by the host, not by the module: use {FLOAT_INSTEAD[sign]}"
        if expression.fn in POWERS:
            yield f"`**` is computed by the host, not by the module: use `x * x` or {INSTEAD['pow']}"
    if expression.op == "call":
        called = typemap[expression.func.name]
        if isinstance(called, nb.Dispatcher):
            return
        if isinstance(result, (nb.Integer, nb.RangeType)) and has_float:
            yield f"a float becomes an integer: use {INSTEAD['floor']}"
    if expression.op in ("call", "binop", "inplace_binop", "unary", "arrayexpr") and isinstance(result, nb.Array):
        yield f"it makes a new array: use a loop that fills {IN_SCRATCH}"


def _element(kind: Any) -> Any:
    return kind.dtype if isinstance(kind, nb.Array) else kind
