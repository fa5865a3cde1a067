"""Declare one input or output: with label, unit and source, and everything that is wrong refused in words."""

from __future__ import annotations

import collections.abc
import dataclasses
import itertools
import math
import numbers
from typing import Any, ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt

from .kernels.numerics import power
from .settings import course

Value: TypeAlias = float | int
Shape: TypeAlias = tuple[int, ...]

ASSUMED = "assumed"  # the `source` of a number that nobody measured
I4_LOW, I4_HIGH, U4_HIGH = -(2**31), 2**31 - 1, 2**32 - 1
PAGE_TYPES = ("f8", "f4", "i4", "i2", "i1", "u4", "u2", "u1")  # those that JavaScript reads as plain numbers
SCRATCH_TYPES = (*PAGE_TYPES, "i8", "u8")
ON_A_STEP = 1e-6  # how far from a whole number of steps rounding may push a value, in steps

def decimals(step: float) -> int:
    """Return how many decimals a number such as 0.25 shows when written out (2)."""
    text = f"{step:.10f}".rstrip("0")
    return len(text.partition(".")[2])


def _number(what: str, value: object) -> Value:
    """Return `value` as a finite int or float; `what` names it in the error."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{what} = {value!r} is not a number")
    number: Value = int(value) if isinstance(value, numbers.Integral) else float(value)
    if not math.isfinite(number):
        raise ValueError(f"{what} = {number} is not finite")
    return number


def _integer(what: str, value: object, low: int, high: int) -> int:
    """Return `value` as an int from low to high; a float is welcome if it is whole."""
    number = _number(what, value)
    if number != int(number):
        raise TypeError(f"{what} = {number} is not a whole number")
    if not low <= number <= high:
        raise ValueError(f"{what} = {int(number)} is outside {low} to {high}")
    return int(number)


def _type_of(values: collections.abc.Iterable[Value]) -> str:
    return "i4" if all(isinstance(value, int) for value in values) else "f8"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a record. `type` is a NumPy type code such as "f8", `shape` is () for a scalar."""

    label: str = ""
    unit: str = ""
    role: str | None = None
    type: str = dataclasses.field(default="f8", init=False)
    shape: Shape = dataclasses.field(default=(), init=False)

    def __post_init__(self) -> None:
        if self.role is not None and self.role not in (roles := course().roles):
            raise ValueError(f"role {self.role!r} is none of {', '.join(sorted(roles))}")

    def _set(self, **derived: object) -> None:
        for name, value in derived.items():  # the dataclasses are frozen: only __post_init__ may fill in
            object.__setattr__(self, name, value)


# Inputs ------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class Input(Field):
    """An input: a field with the value it has when nobody chooses another, and where that value is from."""

    kind: ClassVar[str]
    settable: ClassVar[bool] = True
    listed: ClassVar[bool] = True  # among the parameters that a reader is told of
    source: str = ASSUMED
    note: str = ""
    default: Any = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.source, str) or not self.source:
            raise ValueError(f'source = {self.source!r} is neither a key of the bibliography nor "{ASSUMED}"')

    def check(self, name: str, value: object) -> Value:
        """Return the number to put into the record for `value`, or raise TypeError or ValueError naming `name`."""
        raise NotImplementedError


@dataclasses.dataclass(frozen=True, init=False)
class Slider(Input):
    """A number that the reader moves, from `low` to `high` by `step`, or along `stops`.

    An int field (i4) if default, low, high and step are ints, else f8. A page snaps to steps or stops; Python takes
    any number between the ends. `published` is the published value, for a mark on the slider; `digits` the decimals.
    """

    kind = "slider"
    low: Value
    high: Value
    step: Value | None
    stops: tuple[Value, ...] | None
    published: Value | None
    digits: int

    def __init__(self, label: str, default: Value, *, low: Value | None = None, high: Value | None = None,
                 step: Value | None = None, stops: collections.abc.Sequence[Value] | None = None, source: str,
                 unit: str = "", note: str = "", role: str | None = None, published: Value | None = None,
                 digits: int | None = None) -> None:
        default = _number("default", default)
        if stops is not None:
            if not (low is high is step is None):
                raise TypeError("give either low, high and step, or stops")
            stops = tuple(_number("stop", stop) for stop in stops)
            if len(stops) < 2 or any(b <= a for a, b in itertools.pairwise(stops)):
                raise ValueError(f"stops = {stops} do not rise")
            if default not in stops:
                raise ValueError(f"default = {default} is not one of the stops {stops}")
            low, high, grid = stops[0], stops[-1], stops
        else:
            if low is None or high is None or step is None:
                raise TypeError("a slider needs low, high and step, or stops")
            low, high, step = _number("low", low), _number("high", high), _number("step", step)
            _check_steps(default, low, high, step)
            grid = (low, step)
        if published is not None and not low <= _number("published", published) <= high:
            raise ValueError(f"published = {published} is outside {low} to {high}")
        kind = _type_of((default, low, high, *grid))
        if kind == "i4":
            _integer("low", low, I4_LOW, I4_HIGH), _integer("high", high, I4_LOW, I4_HIGH)
        as_type = int if kind == "i4" else float
        self._set(label=label, unit=unit, role=role, type=kind, shape=(), source=source, note=note,
                  default=as_type(default), low=as_type(low), high=as_type(high),
                  step=None if step is None else as_type(step),
                  stops=None if stops is None else tuple(as_type(stop) for stop in stops), published=published,
                  digits=max(map(decimals, grid)) if digits is None else digits)
        self.__post_init__()

    def check(self, name: str, value: object) -> Value:
        """Return `value` as an int or float between the ends."""
        number = _number(name, value)
        if not self.low <= number <= self.high:
            unit = f" {self.unit}" if self.unit else ""
            raise ValueError(f"{name} = {number} is outside {self.low} to {self.high}{unit}")
        return _integer(name, number, I4_LOW, I4_HIGH) if self.type == "i4" else float(number)


def _check_steps(default: Value, low: Value, high: Value, step: Value) -> None:
    """Raise ValueError unless a slider can stand at its default and reach both of its ends."""
    if step <= 0:
        raise ValueError(f"step = {step} is not greater than 0")
    if low >= high:
        raise ValueError(f"low = {low} is not below high = {high}")
    if not low <= default <= high:
        raise ValueError(f"default = {default} is outside {low} to {high}")
    for name, value in (("default", default), ("high", high)):
        steps = (value - low) / step
        if abs(steps - round(steps)) > ON_A_STEP:
            raise ValueError(f"{name} = {value} is not a whole number of steps of {step} above low = {low}")


@dataclasses.dataclass(frozen=True, init=False)
class Choice(Input):
    """One of a few values with names: `options` maps what the reader sees to the number the kernel reads.

    All-int options make an i4 field, others f8. `default` is one of the values or of the names.
    """

    kind = "choice"
    options: dict[str, Value]

    def __init__(self, label: str, default: Value | str, *, options: collections.abc.Mapping[str, Value], source: str,
                 unit: str = "", note: str = "", role: str | None = None) -> None:
        checked = {name: _number(f"option {name!r}", value) for name, value in options.items()}
        if len(set(checked.values())) != len(checked) or len(checked) < 2:
            raise ValueError(f"options = {dict(options)} are not two or more different values")
        kind = _type_of(checked.values())
        if kind == "i4":
            for name, value in checked.items():
                _integer(f"option {name!r}", value, I4_LOW, I4_HIGH)
        as_type = int if kind == "i4" else float
        self._set(label=label, unit=unit, role=role, type=kind, shape=(), source=source, note=note,
                  options={name: as_type(value) for name, value in checked.items()})
        self._set(default=self.check("default", default))
        self.__post_init__()

    def check(self, name: str, value: object) -> Value:
        """Return the number of the option that `value` names or equals."""
        if isinstance(value, str):
            if value in self.options:
                return self.options[value]
        else:
            number = _number(name, value)
            for option in self.options.values():
                if option == number:
                    return option
        listed = ", ".join(f"{number} ({text!r})" for text, number in self.options.items())
        raise ValueError(f"{name} = {value!r} is none of {listed}")


@dataclasses.dataclass(frozen=True, init=False)
class Switch(Input):
    """Something that is on (1) or off (0)."""

    kind = "switch"

    def __init__(self, label: str, default: bool = False, *, source: str = ASSUMED, note: str = "",
                 role: str | None = None) -> None:
        self._set(label=label, unit="", role=role, type="i4", shape=(), source=source, note=note,
                  default=self.check("default", default))
        self.__post_init__()

    def check(self, name: str, value: object) -> Value:
        """Return 0 or 1 for False, True, 0 or 1."""
        if isinstance(value, (bool, np.bool_)):
            return int(value)
        return _integer(name, value, 0, 1)


@dataclasses.dataclass(frozen=True, init=False)
class Seed(Input):
    """The number that decides every random draw of a run (u4); the same seed draws the same everywhere."""

    kind = "seed"

    def __init__(self, label: str = "Chance", default: int = 1) -> None:
        self._set(label=label, unit="", role=None, type="u4", shape=(), source=ASSUMED, note="",
                  default=self.check("default", default))
        self.__post_init__()

    def check(self, name: str, value: object) -> Value:
        """Return `value` as an int from 0 to 2**32 - 1."""
        return _integer(name, value, 0, U4_HIGH)


@dataclasses.dataclass(frozen=True, init=False)
class Constant(Input):
    """A number of the model that no control moves (int: i4, float: f8)."""

    kind = "constant"
    settable = False

    def __init__(self, value: Value, *, unit: str = "", source: str, label: str = "") -> None:
        value = _number("value", value)
        if isinstance(value, int):
            _integer("value", value, I4_LOW, I4_HIGH)
        self._set(label=label, unit=unit, role=None, type=_type_of([value]), shape=(), source=source, note="",
                  default=value)
        self.__post_init__()


@dataclasses.dataclass(frozen=True, init=False, eq=False)
class Data(Input):
    """A table of measured numbers that the kernel reads (whole numbers: i4, others: f8), with its licence."""

    kind = "data"
    settable = False
    licence: str

    def __init__(self, array: npt.ArrayLike, *, source: str, licence: str, label: str = "") -> None:
        given = np.asarray(array)
        if given.dtype.kind not in "iufb" or given.size == 0 or not np.isfinite(given).all():
            raise ValueError("data must be a non-empty array of finite numbers")
        kind = "f8" if given.dtype.kind == "f" else "i4"
        values = given.astype(kind)
        if not np.array_equal(values, given):
            raise ValueError("data does not fit into whole numbers of 32 bits: give it as floats")
        values.flags.writeable = False
        self._set(label=label, unit="", role=None, type=kind, shape=values.shape, source=source, note="",
                  default=values, licence=licence)
        self.__post_init__()


@dataclasses.dataclass(frozen=True, init=False, eq=False)
class Grid(Input):
    """Points from `low` to `high`, at which a kernel computes a curve: in even steps, or each so many times the last.

    It is part of what a kernel reads, so that no kernel needs to fill it; figures, tables and results know it by name.
    """

    kind = "grid"
    settable = False
    listed = False
    low: float
    high: float
    times: bool

    def __init__(self, low: float, high: float, points: int, *, times: bool = False, label: str = "", unit: str = "",
                 role: str | None = None) -> None:
        low, high = float(_number("low", low)), float(_number("high", high))
        _integer("points", points, 2, I4_HIGH)
        if low >= high:
            raise ValueError(f"low = {low} is not below high = {high}")
        if times and low <= 0:
            raise ValueError(f"low = {low} is not greater than 0, and so nothing is so many times as large")
        # In this order round numbers stay round, and a page, or a kernel, makes the same of two ends.
        values = (np.array([low * power(high / low, step / (points - 1)) for step in range(points)]) if times
                  else low + (high - low) * np.arange(points) / (points - 1))
        values[-1] = high
        values.flags.writeable = False
        self._set(label=label, unit=unit, role=role, type="f8", shape=(points,), source=ASSUMED, note="", default=values,
                  low=low, high=high, times=times)
        self.__post_init__()


# Outputs and scratch -----------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, init=False)
class Array(Field):
    """An array of `shape`, of one of the number types; outputs of 64-bit integers have no reader in a page."""

    def __init__(self, shape: int | Shape, dtype: str = "f8", *, label: str = "", unit: str = "",
                 role: str | None = None) -> None:
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        if not shape or any(isinstance(n, bool) or not isinstance(n, int) or n < 1 for n in shape):
            raise ValueError(f"shape {shape!r} is not a tuple of positive ints")
        if dtype not in SCRATCH_TYPES:
            raise ValueError(f"dtype {dtype!r} is none of {', '.join(SCRATCH_TYPES)}")
        self._set(label=label, unit=unit, role=role, type=dtype, shape=shape)
        self.__post_init__()


@dataclasses.dataclass(frozen=True, init=False)
class Number(Field):
    """One number (f8)."""

    def __init__(self, label: str = "", unit: str = "", role: str | None = None) -> None:
        self._set(label=label, unit=unit, role=role, type="f8", shape=())
        self.__post_init__()


@dataclasses.dataclass(frozen=True, init=False)
class Flag(Field):
    """An answer of yes (1) or no (0), or a small code (i4)."""

    def __init__(self, label: str = "") -> None:
        self._set(label=label, unit="", role=None, type="i4", shape=())
        self.__post_init__()
