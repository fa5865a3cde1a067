"""Read a kernel's source: which functions and constants it uses, and whether all of it can run in a page.

A kernel is plain Python: one function and the plain functions it calls. This module follows the names in their
source, refuses what a page cannot run (in words that name the kernel, the line and what to write instead) and
hashes what was found, so that compiled code is looked up by content. Nothing here needs Numba.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import hashlib
import inspect
import os
import pathlib
import textwrap
import types
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from .rules import INSTEAD, REFUSED, is_allowed, refuse


def place(file: str, line: int) -> str:
    """Return "file:line", with the file as seen from the working directory where that is shorter."""
    if "ipykernel" in file or file.startswith("<"):
        return f"notebook cell:{line}"
    relative = os.path.relpath(file)
    return f"{pathlib.Path(file).resolve() if relative.startswith('..') else relative}:{line}"


@dataclasses.dataclass(frozen=True)
class Source:
    """The text of one function and its syntax tree, whose line numbers are those of the file."""

    text: str
    tree: ast.FunctionDef
    file: str

    def where(self, node: ast.AST | None = None) -> str:
        """Return "file:line" of a node, or of the function."""
        return place(self.file, getattr(node or self.tree, "lineno", self.tree.lineno))


# Read once, as the file may change under a function that is already loaded. By identity, as code objects of other
# files are equal if they do the same; each is kept, so that no other gets its identity.
_sources: dict[int, tuple[types.CodeType, Source]] = {}


def read(function: types.FunctionType) -> Source:
    """Return the source of `function`; OSError where there is none, as in `python -c`."""
    code = function.__code__
    if id(code) not in _sources:
        lines, first = inspect.getsourcelines(function)
        text = textwrap.dedent("".join(lines))
        tree = ast.parse(text).body[0]
        if not isinstance(tree, ast.FunctionDef):
            raise OSError("not a function written with def")
        ast.increment_lineno(tree, first - 1)
        _sources[id(code)] = code, Source(text, tree, code.co_filename)
    return _sources[id(code)][1]


@dataclasses.dataclass(frozen=True)
class Name:
    """A global name in a function: its dotted path, the namespace that holds it, and what it stood for."""

    path: str
    holder: dict[str, Any]
    key: str
    value: Any

    @property
    def changed(self) -> bool:
        """Say whether the name is bound to something else by now: a module was reloaded, a cell was run again."""
        return self.holder.get(self.key) is not self.value


@dataclasses.dataclass(frozen=True)
class Unit:
    """One function of a kernel: its code, the names it uses, and the hash of all that decides what it computes."""

    function: types.FunctionType
    code: types.CodeType
    source: Source
    names: tuple[Name, ...]
    fingerprint: str

    @property
    def changed(self) -> bool:
        """Say whether compiling again would give other code."""
        return self.function.__code__ is not self.code or any(name.changed for name in self.names)


@dataclasses.dataclass(frozen=True)
class Program:
    """A kernel's function and all functions it calls, callees first."""

    units: dict[types.FunctionType, Unit]
    arrays: tuple[tuple[np.ndarray[Any, Any], bytes], ...]

    @property
    def main(self) -> Unit:
        """The kernel's own function."""
        return next(reversed(self.units.values()))

    @property
    def changed(self) -> bool:
        """Say whether a function was edited or a constant changed since the program was read."""
        return (any(unit.changed for unit in self.units.values())
                or any(array.tobytes() != content for array, content in self.arrays))


def function_of(value: object) -> types.FunctionType | None:
    """Return the plain function that `value` is or wraps (a kernel, a jitted function), or None."""
    if isinstance(value, types.FunctionType):
        return value
    if type(value).__module__ == "numpy":  # np.sum wraps a function too, but not one for a page
        return None
    wrapped = getattr(value, "__wrapped__", None)
    return wrapped if isinstance(wrapped, types.FunctionType) else None


def is_constant(value: object) -> bool:
    """Say whether `value` is something that compiled code holds by value."""
    if isinstance(value, tuple):
        return all(is_constant(item) and not isinstance(item, np.ndarray) for item in value)
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iufb"
    return isinstance(value, (bool, int, float, np.number, np.bool_))


def follow(kernel: str, function: types.FunctionType) -> Program:
    """Return the program that `function` starts; raise KernelError if a page cannot run it."""
    units: dict[types.FunctionType, Unit] = {}
    arrays: list[tuple[np.ndarray[Any, Any], bytes]] = []
    open_calls: list[types.FunctionType] = []

    def visit(function: types.FunctionType, where: str) -> Unit:
        if function in units:
            return units[function]
        if function in open_calls:
            refuse(kernel, where, f"`{function.__name__}` calls itself, which may never end: "
                                  "write `for _ in range(limit):`")
        open_calls.append(function)
        unit = _read_unit(kernel, function, where, visit, is_kernel=len(open_calls) == 1)
        arrays.extend((name.value, name.value.tobytes()) for name in unit.names if isinstance(name.value, np.ndarray))
        open_calls.pop()
        units[function] = unit
        return unit

    visit(function, place(function.__code__.co_filename, function.__code__.co_firstlineno))
    return Program(units, tuple(arrays))


def _read_unit(kernel: str, function: types.FunctionType, where: str,
               visit: Callable[[types.FunctionType, str], Unit], *, is_kernel: bool) -> Unit:
    code = function.__code__
    try:
        source = read(function)
    except (OSError, TypeError, SyntaxError):
        refuse(kernel, where, f"the source of `{function.__name__}` cannot be read: write it with `def` in a file "
                              "or a notebook cell")
    if code.co_freevars:
        refuse(kernel, source.where(), f"`{function.__name__}` uses {', '.join(map(repr, code.co_freevars))} of the "
                                       "function around it: pass it as an argument or make it a constant of the module")
    rules = _Rules(kernel, function, source, is_kernel)
    for statement in source.tree.body:
        rules.visit(statement)
    digest = hashlib.sha256()
    for part in (*_content(function), *_defaults(kernel, function, source)):
        digest.update(repr(part).encode())
    for name, node in rules.names.values():
        digest.update(name.path.encode())
        callee = function_of(name.value)
        if callee is not None:
            digest.update(visit(callee, source.where(node)).fingerprint.encode())
        elif isinstance(name.value, np.ndarray):
            digest.update(repr((name.value.dtype.str, name.value.shape)).encode() + name.value.tobytes())
        else:
            digest.update(repr(name.value).encode())
    return Unit(function, code, source, tuple(name for name, _ in rules.names.values()), digest.hexdigest())


def _content(function: types.FunctionType) -> tuple[object, ...]:
    """Return what of a function decides its machine code: the code and its constants, but not lines and comments."""
    code = function.__code__
    constants = code.co_consts
    if function.__doc__ is not None and constants and isinstance(constants[0], str):
        constants = constants[1:]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_argcount, code.co_kwonlyargcount


def _defaults(kernel: str, function: types.FunctionType, source: Source) -> tuple[object, ...]:
    values = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    if not is_constant(values):
        refuse(kernel, source.where(), f"a default of `{function.__name__}` is not a number")
    return values


class _Rules(ast.NodeVisitor):
    """Goes through one function, refuses what a page cannot run and collects the global names."""

    def __init__(self, kernel: str, function: types.FunctionType, source: Source, is_kernel: bool) -> None:
        self.kernel, self.source = kernel, source
        self.globals = function.__globals__
        code = function.__code__
        self.locals = frozenset(code.co_varnames) | frozenset(code.co_cellvars)
        self.input = code.co_varnames[0] if is_kernel else None
        self.docstring = source.tree.body[0] if ast.get_docstring(source.tree) is not None else None
        self.names: dict[str, tuple[Name, ast.AST]] = {}

    def refuse(self, node: ast.AST, what: str) -> NoReturn:
        refuse(self.kernel, self.source.where(node), what)

    def visit(self, node: ast.AST) -> None:
        if node is self.docstring:
            return
        if type(node) in REFUSED:
            self.refuse(node, REFUSED[type(node)])
        super().visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, (str, bytes)):
            self.refuse(node, REFUSED[ast.JoinedStr])
        if isinstance(node.value, complex) or node.value is ...:
            self.refuse(node, f"{node.value!r} is not a number that a record holds")

    def visit_For(self, node: ast.For) -> None:
        called = node.iter.func if isinstance(node.iter, ast.Call) else None
        if not (isinstance(called, ast.Name) and called.id == "range"):
            self.refuse(node, "a loop over something else than a range: write `for i in range(n):`")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if self.input is not None and node.value is not None:
            self.refuse(node, "a kernel returns nothing: write into the output record")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.target)  # the annotation is for readers
        if node.value is not None:
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id not in self.locals:
            self._global(node, node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        path: list[str] = []
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            path.insert(0, base.attr)
            base = base.value
        if isinstance(node.ctx, ast.Store):
            self._store(node)
        if isinstance(base, ast.Name) and base.id not in self.locals:
            self._global(node, base.id, *path)
        else:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Store):
            self._store(node)
        self.generic_visit(node)

    def _store(self, node: ast.expr) -> None:
        base: ast.expr = node
        while isinstance(base, (ast.Attribute, ast.Subscript)):
            base = base.value
        if not isinstance(base, ast.Name):
            return
        if base.id == self.input:
            self.refuse(node, f"it writes into its input `{base.id}`: copy the value into a variable or into Scratch")
        if base.id not in self.locals:
            self.refuse(node, f"it writes into the global `{base.id}`, which is a constant for it: use Scratch")

    def _global(self, node: ast.AST, root: str, *path: str) -> None:
        """Resolve `root` and, as long as that is a module, what follows it; keep or refuse what is found."""
        holder = self.globals if root in self.globals else vars(builtins)
        key, dotted = root, root
        for attribute in (*path, None):
            if key not in holder:
                self.refuse(node, f"`{dotted}` is not defined")
            value = holder[key]
            if attribute is None or not isinstance(value, types.ModuleType):
                break
            hasattr(value, attribute)  # some modules, such as numpy, load their parts when asked
            holder, key, dotted = vars(value), attribute, f"{dotted}.{attribute}"
        if not (function_of(value) or is_constant(value) or is_allowed(value)):
            self._refuse_value(node, dotted, value)
        self.names.setdefault(dotted, (Name(dotted, holder, key, value), node))

    def _refuse_value(self, node: ast.AST, dotted: str, value: object) -> NoReturn:
        if isinstance(value, types.ModuleType):
            self.refuse(node, f"`{dotted}` is a module: call its functions by name")
        if not callable(value):
            self.refuse(node, f"`{dotted}` is a {type(value).__name__}: a kernel can use numbers, tuples of numbers, "
                              "arrays of numbers and functions")
        name = getattr(value, "__name__", dotted)
        instead = INSTEAD.get(name, "plain loops, or a function of `numerics`")
        self.refuse(node, f"`{dotted}` is not the same in every browser, or not there at all: use {instead}")
