"""Guesses: what a card asks before it answers, and how it compares.

A guess is declared with a simulation: a `Pick` of a few answers in words, an `Estimate` of a number, or a `Sketch` of a
line in a figure. Until the reader commits to one, the card shows the declared setting without the answer; then it goes
to the setting that was asked about. What the guess is compared with is what the kernels compute there. A template may
name any single number of that run, and ``guess``, ``answer`` and (a sketch) ``place``.
"""

from __future__ import annotations

import abc
import difflib
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from .fields import Flag, decimals
from .figures import marks
from .figures.figure import View
from .figures.names import Axis
from .text import fields, fill, fill_but, outline

if TYPE_CHECKING:
    from .simulation import Simulation

MOST_OPTIONS = 6
GUESS, PLACES = "guess", "guess_at"  # what the mark in the figure is bound to

Value = float | list[float]


@dataclass(frozen=True, kw_only=True)
class Guess(abc.ABC):
    """What all kinds of guesses have in common.

    question: in words. view: the figure that is shown meanwhile. setting: inputs for which it is asked, the rest as
    declared. near, far: what is said of a guess that comes close, and of others. alt: the figure in words, as long as
    it does not show the answer. hides: outputs beside the answer that would tell it.
    """

    kind: ClassVar[str]
    question: str
    view: str
    near: str
    far: str
    alt: str
    setting: Mapping[str, float] = field(default_factory=dict)
    hides: Sequence[str] = ()

    def check(self, simulation: Simulation) -> None:
        """Raise KeyError, TypeError or ValueError for a part that does not fit the simulation, naming the part."""
        for part in ("question", "near", "far", "alt"):
            if not getattr(self, part):
                raise ValueError(f"{part} is empty")
        view = simulation.views[self.at(simulation)]
        for name, value in self.setting.items():
            _named("setting", simulation.inputs.check, name, value)
        for name in self.hides:
            if name not in simulation.outputs:
                raise KeyError(f"hides: no output {name!r}; {nearest(name, simulation.outputs)}")
        self._check_answer(simulation, view)
        for part, template in self._templates().items():
            _named(part, self._check_template, simulation, template)

    @abc.abstractmethod
    def _check_answer(self, simulation: Simulation, view: View) -> None:
        """Raise KeyError or ValueError if the answer is not one of the simulation's, or not of this kind."""

    def _templates(self) -> dict[str, str]:
        return {"near": self.near, "far": self.far}

    def _own(self) -> Iterable[str]:
        """Return the names of a template that are the guess's own."""
        return (GUESS, "answer")

    def _check_template(self, simulation: Simulation, template: str) -> None:
        known = simulation.fields
        for each in fields(template):
            if each.name in self._own() and not each.framed:
                continue
            if each.name not in known:
                raise KeyError(f"no input or output {each.name!r}; {nearest(each.name, [*self._own(), *known])}")
            if each.framed or known[each.name].shape:
                raise ValueError(f"{each.name!r} must be one number")

    def at(self, simulation: Simulation) -> int:
        """Return the number of the view."""
        names = [view.name for view in simulation.views]
        if self.view not in names:
            raise KeyError(f"view: no view {self.view!r}; there are {', '.join(map(repr, names))}")
        return names.index(self.view)

    @abc.abstractmethod
    def hidden(self, simulation: Simulation) -> list[str]:
        """Return the outputs that nothing shows until the answer may be seen."""

    @abc.abstractmethod
    def value(self, asked: Mapping[str, Any], guess: object) -> Value:
        """Return a guess as the number or the numbers that it is, or raise TypeError or ValueError."""

    def spec(self, simulation: Simulation) -> dict[str, Any]:
        """Return what a page asks with, and compares with: see `GuessSpec` in spec.d.ts."""
        values = self._values(simulation)
        common = {"kind": self.kind, "view": self.at(simulation), "setting": dict(self.setting),
                  "hides": self.hidden(simulation)}  # fmt: skip
        return common | self._asked(simulation, values)

    def _values(self, simulation: Simulation) -> dict[str, Any]:
        """Return what the kernels compute for the setting, as far as it is asked for or told."""
        told = {each.name for template in self._templates().values() for each in fields(template)}
        record = simulation.inputs.record(**self.setting)
        names = told | set(self._read(simulation))
        known = {name: record[name] for name in names & simulation.inputs.fields.keys()}
        for kernel in simulation.kernels_of(names & simulation.outputs.keys()):
            output = kernel.run(record)
            known |= {name: output[name] for name in names & kernel.outputs.fields.keys()}
        return known

    @abc.abstractmethod
    def _read(self, simulation: Simulation) -> Iterable[str]:
        """Return the inputs and outputs that the answer is made of."""

    @abc.abstractmethod
    def _asked(self, simulation: Simulation, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a page needs for this kind alone."""

    def compare(self, simulation: Simulation, guess: object) -> str:
        """Return the sentence that compares."""
        asked = self.spec(simulation)
        value = self.value(asked, guess)
        template = asked["near" if self._is_near(simulation, asked, value) else "far"]
        return fill(template, {GUESS: value[asked["at"]] if isinstance(value, list) else value})

    def longest(self, simulation: Simulation) -> str:
        """Return the longest sentence that compares, about: its place is kept."""
        asked = self.spec(simulation)
        said = asked["says"] if "says" in asked else [asked["near"], asked["far"]]
        return max((outline(each, "100") for each in said), key=len)

    def _is_near(self, simulation: Simulation, asked: Mapping[str, Any], value: Any) -> bool:
        """Say whether a guess comes close: only the answer itself does, where a kind does not say otherwise."""
        return bool(value == asked["answer"])

    def mark(self) -> dict[str, Any] | None:
        """Return the trace that keeps the guess in the figure, if it has a place there."""
        return None

    def marked(self, simulation: Simulation, view: View, guess: object) -> tuple[View, dict[str, Any]]:
        """Return a view with the mark, if it has one there, and what the mark is bound to."""
        asked, mark = self.spec(simulation), self.mark()
        value = self.value(asked, guess)
        if mark is None or view is not simulation.views[asked["view"]]:
            return view, {}
        places = asked["places"]
        held = value if isinstance(value, list) else [value] * len(places)
        return replace(view, traces=[*view.traces, mark]), {GUESS: np.array(held), PLACES: np.array(places)}


@dataclass(frozen=True, kw_only=True)
class Pick(Guess):
    """One of a few answers in words; `answer` is a flag, or a small code, that holds the number of the right one.

    In its templates ``{guess}`` and ``{answer}`` are such words.
    """

    kind = "pick"
    options: Sequence[str]
    answer: str

    def _check_answer(self, simulation: Simulation, view: View) -> None:
        if not 2 <= len(set(self.options)) == len(self.options) <= MOST_OPTIONS:
            raise ValueError(f"options: {list(self.options)} are not two to {MOST_OPTIONS} different answers")
        _check_output(simulation, self.answer, "a flag", lambda declared: isinstance(declared, Flag))

    def _own(self) -> Iterable[str]:
        return ()

    def _templates(self) -> dict[str, str]:
        return {part: self._worded(template, "", "") for part, template in super()._templates().items()}

    def _worded(self, template: str, guess: str, answer: str) -> str:
        return template.replace("{guess}", guess).replace("{answer}", answer)

    def _read(self, simulation: Simulation) -> Iterable[str]:
        return (self.answer,)

    def hidden(self, simulation: Simulation) -> list[str]:
        """Return what tells the answer: where another setting is asked about, the answer itself does not."""
        return [*([] if self.setting else [self.answer]), *self.hides]

    def value(self, asked: Mapping[str, Any], guess: object) -> int:
        """Return the number of an option, given it or its words."""
        if isinstance(guess, str) and guess in self.options:
            return list(self.options).index(guess)
        if isinstance(guess, bool) or not isinstance(guess, numbers.Integral) or not 0 <= int(guess) < len(self.options):
            raise ValueError(f"guess = {guess!r} is none of {', '.join(map(repr, self.options))}")
        return int(guess)

    def _asked(self, simulation: Simulation, values: Mapping[str, Any]) -> dict[str, Any]:
        right = int(values[self.answer])
        if not 0 <= right < len(self.options):
            raise ValueError(f"{simulation.name}, guess: answer: {self.answer} is {right}, of {len(self.options)} options")
        words = [self._worded(self.near if i == right else self.far, option, self.options[right])
                 for i, option in enumerate(self.options)]  # fmt: skip
        return {"options": list(self.options), "answer": right, "says": [fill_but(each, values) for each in words]}

    def compare(self, simulation: Simulation, guess: object) -> str:
        """Return the sentence that compares."""
        asked = self.spec(simulation)
        return fill(asked["says"][self.value(asked, guess)], {})


@dataclass(frozen=True, kw_only=True)
class Estimate(Guess):
    """A number from `low` to `high` by `step`; `answer` is an output. A guess is near `within` so much of it.

    axis: of the view, on which the number lies, "x" or "y"; "" if it lies on none.
    """

    kind = "estimate"
    answer: str
    low: float
    high: float
    step: float
    within: float
    unit: str = ""
    axis: str = ""

    def _check_answer(self, simulation: Simulation, view: View) -> None:
        _check_output(simulation, self.answer, "one number", lambda declared: not declared.shape)
        steps = (self.high - self.low) / self.step if self.step > 0 else 0
        if steps < 1 or abs(steps - round(steps)) > 1e-6:
            raise ValueError(f"low, high, step: from {self.low} to {self.high} are no whole steps of {self.step}")
        if self.axis not in ("", "x", "y"):
            raise ValueError(f"axis: {self.axis!r} is neither 'x' nor 'y'")
        for axis in ("x", "y") if self.axis else ():
            axis_of(view, axis)

    def _read(self, simulation: Simulation) -> Iterable[str]:
        return (self.answer,)

    def hidden(self, simulation: Simulation) -> list[str]:
        """Return what tells the answer: where another setting is asked about, the answer itself does not."""
        return [*([] if self.setting else [self.answer]), *self.hides]

    def value(self, asked: Mapping[str, Any], guess: object) -> float:
        """Return the guess, a number from low to high."""
        if isinstance(guess, bool) or not isinstance(guess, numbers.Real):
            raise TypeError(f"guess = {guess!r} is not a number")
        if not self.low <= float(guess) <= self.high:
            raise ValueError(f"guess = {guess} is outside {self.low} to {self.high}")
        return float(guess)

    def _asked(self, simulation: Simulation, values: Mapping[str, Any]) -> dict[str, Any]:
        answer = float(values[self.answer])
        view = simulation.views[self.at(simulation)]
        across = ends(axis_of(view, "x" if self.axis == "y" else "y")) if self.axis else []
        known = {**values, "answer": answer}
        return {"low": self.low, "high": self.high, "step": self.step, "digits": decimals(self.step), "unit": self.unit,
                "answer": answer, "within": self.within, "places": across,
                "near": fill_but(self.near, known, GUESS), "far": fill_but(self.far, known, GUESS)}  # fmt: skip

    def _is_near(self, simulation: Simulation, asked: Mapping[str, Any], value: Any) -> bool:
        return bool(abs(value - asked["answer"]) <= self.within)

    def mark(self) -> dict[str, Any] | None:
        """Return a dotted line at the number, across the figure."""
        return dotted(*((PLACES, GUESS) if self.axis == "y" else (GUESS, PLACES))) if self.axis else None


def dotted(x: str, y: str) -> dict[str, Any]:
    """Return the line of a guess over two fields."""
    return marks.line("Your guess", x, y, "people-ink", 3, "2px 5px", label="guess") | {"cliponaxis": False}


def axis_of(view: View, name: str) -> Axis:
    """Return the x or y axis of a view, which must have a range."""
    axis = Axis.of(view.layout, f"{name}axis")
    if not math.isfinite(axis.low):
        raise ValueError(f"view: the {name} axis of {view.name!r} has no range")
    return axis


def ends(axis: Axis) -> list[float]:
    """Return the values at both ends of an axis."""
    return [axis.back(axis.low) or 0.0, axis.back(axis.high) or 0.0]


def _check_output(simulation: Simulation, name: str, what: str, fits: Any) -> None:
    if name not in simulation.outputs:
        raise KeyError(f"answer: no output {name!r}; {nearest(name, simulation.outputs)}")
    if not fits(simulation.outputs[name]):
        raise TypeError(f"answer: {name!r} is not {what}")


def _named(part: str, check: Any, *given: Any) -> None:
    """Let an error of `check` begin with the part."""
    try:
        check(*given)
    except (KeyError, TypeError, ValueError) as error:
        raise type(error)(f"{part}: {error.args[0]}") from None


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint for a name that is not known."""
    near = difflib.get_close_matches(name, list(known := list(known)), n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
