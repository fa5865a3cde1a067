"""Declare what a model reads and writes: each input and output once, with label, unit and source.

An `Inputs`, `Outputs` or `Scratch` turns its declarations into one aligned NumPy dtype. That dtype is the whole
interface of a kernel: Python fills the record by name, the page by the byte offsets that the dtype states.
Everything wrong in a declaration is refused here, on import, in words that name the field.
"""

from __future__ import annotations

import difflib
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from . import taken
from .fields import PAGE_TYPES, SCRATCH_TYPES, Array, Field, Grid, Input, Number, Seed, Value


class Record:
    """An ordered set of named fields and the aligned dtype they make."""

    kind: ClassVar[str]
    types: ClassVar[tuple[str, ...]] = SCRATCH_TYPES
    fields: dict[str, Any]

    def __init__(self, **declarations: Any) -> None:
        self.fields = {}
        for name, declaration in declarations.items():
            self._check_name(name, declaration)
            self.fields[name] = self._field(name, declaration)
        described = [(name, field.type, field.shape) for name, field in self.fields.items()]
        # A record without fields has no size, which neither Numba nor a pointer can take.
        self.dtype = np.dtype(described or [("_unused", "f8", ())], align=True)

    def _check_name(self, name: str, declaration: object) -> None:
        reason = taken.why(name)
        if not reason and (name == "seed") != isinstance(declaration, Seed):
            raise ValueError("a Seed, and nothing else, is named 'seed'")
        if reason:
            raise ValueError(f"{self.kind} {name!r} needs another name: {name!r} is {reason}")

    def _field(self, name: str, declaration: Any) -> Field:
        if isinstance(declaration, tuple):
            declaration = Array(declaration) if declaration else Number()
        if isinstance(declaration, Input) or not isinstance(declaration, Field):
            raise TypeError(f"{self.kind} {name!r} = {declaration!r} is none of (), a shape, Array, Number and Flag")
        if declaration.type not in self.types:
            raise ValueError(f"{self.kind} {name!r} cannot be {declaration.type}: use one of {', '.join(self.types)}")
        return declaration

    def offset(self, name: str) -> int:
        """Return the address of a field in the record."""
        if self.dtype.fields is None or name not in self.dtype.fields:
            raise KeyError(name)
        return self.dtype.fields[name][1]

    def empty(self) -> npt.NDArray[np.void]:
        """Return a record of zeros, a 0-d structured array."""
        return np.zeros((), self.dtype)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.fields)})"


class Outputs(Record):
    """What a kernel writes for the reader: () for one number, a shape for an array, or Array, Number, Flag."""

    kind = "output"
    types = PAGE_TYPES


class Scratch(Record):
    """What a kernel writes for itself: it cannot allocate, so its workspace is declared as the outputs are."""

    kind = "scratch"


class Inputs(Record):
    """What a kernel reads: Slider, Choice, Switch, Seed, Constant, Data and Grid by name, in the order of the page."""

    kind = "input"
    fields: dict[str, Input]

    def __init__(self, **declarations: Input) -> None:
        super().__init__(**declarations)
        self.defaults: dict[str, Value] = {
            name: field.default for name, field in self.fields.items() if field.settable}
        self.grids = [name for name, field in self.fields.items() if isinstance(field, Grid)]
        self._template = self.empty()
        for name, field in self.fields.items():
            self._template[name] = field.default

    def _field(self, name: str, declaration: Any) -> Field:
        if not isinstance(declaration, Input):
            raise TypeError(f"input {name!r} = {declaration!r} is none of Slider, Choice, Switch, Seed, Constant, Data, Grid")
        return declaration

    def check(self, name: str, value: object) -> Value:
        """Return the number to use for `value`; raise TypeError or ValueError that names input, value and range."""
        field = self.fields.get(name)
        if field is None:
            near = difflib.get_close_matches(name, self.defaults, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(self.defaults)}"
            raise TypeError(f"no input is named {name!r}; {hint}")
        if not field.settable:
            raise TypeError(f"{name!r} is fixed in this model: change its declaration, not the run")
        return field.check(name, value)

    def record(self, **values: object) -> npt.NDArray[np.void]:
        """Return the input record, a 0-d structured array: defaults, constants, data, and the checked `values`."""
        record = self._template.copy()
        for name, value in values.items():
            record[name] = self.check(name, value)
        return record
