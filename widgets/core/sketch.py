"""A guess that is drawn: a line of a figure, before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .figures.figure import View
from .figures.language import Reference
from .guess import GUESS, PLACES, Guess, axis_of, dotted, ends, nearest
from .table import pick_rows
from .text import fill_but

if TYPE_CHECKING:
    from .simulation import Simulation

MOST_PLACES = 25  # a line with more points is drawn at so many of them


@dataclass(frozen=True, kw_only=True)
class Sketch(Guess):
    """A line drawn into the figure: the line of trace `trace`, at its places, before it is shown.

    at: the place for which the sentence compares. point: a point of the line in words, with ``{place:.1f}`` and
    ``{guess:.0f}``. A guess is near if it lies `within` so much of the height of the figure from the line, on average.
    """

    kind = "sketch"
    trace: str
    at_place: float
    point: str
    within: float = 0.1

    def _check_answer(self, simulation: Simulation, view: View) -> None:
        lengths = {name: simulation.fields[name].shape for name in self._fields(view)}
        if len(set(lengths.values())) != 1 or any(len(shape) != 1 for shape in lengths.values()):
            raise ValueError(f"trace: {' and '.join(lengths)} of {self.trace!r} are not two arrays of one length")
        for axis in ("x", "y"):
            axis_of(view, axis)

    def _fields(self, view: View) -> tuple[str, str]:
        """Return the outputs that give the places of the line and its heights."""
        names = [str(trace.get("name")) for trace in view.traces]
        if self.trace not in names:
            raise KeyError(f"trace: view {view.name!r} has no trace {self.trace!r}; {nearest(self.trace, names)}")
        rules = view.trace_rules[names.index(self.trace)]
        found = [rules.bind.get(axis) for axis in ("x", "y")]
        if rules.only or rules.when or rules.lift or not all(isinstance(each, Reference) for each in found):
            raise ValueError(f"trace: {self.trace!r} is no plain line over two outputs")
        x, y = (each.name for each in found if isinstance(each, Reference))
        return x, y

    def _templates(self) -> dict[str, str]:
        return {**super()._templates(), "point": self.point}

    def _own(self) -> Iterable[str]:
        return (*super()._own(), "place")

    def _read(self, simulation: Simulation) -> Iterable[str]:
        return self._fields(simulation.views[self.at(simulation)])

    def hidden(self, simulation: Simulation) -> list[str]:
        """Return what draws or tells the line."""
        return [self._fields(simulation.views[self.at(simulation)])[1], *self.hides]

    def value(self, asked: Mapping[str, Any], guess: object) -> list[float]:
        """Return the guess, a height for each place."""
        heights = np.asarray(guess, float)
        low, high = asked["ends"]
        if heights.shape != (len(asked["places"]),):
            raise ValueError(f"guess has the shape {heights.shape}, not one number for each of {len(asked['places'])} places")
        if not ((heights >= low) & (heights <= high)).all():
            raise ValueError(f"guess is outside {low} to {high}, the height of the figure")
        return [float(height) for height in heights]

    def _asked(self, simulation: Simulation, values: Mapping[str, Any]) -> dict[str, Any]:
        view = simulation.views[self.at(simulation)]
        x, y = (np.asarray(values[name], float) for name in self._fields(view))
        kept = pick_rows(len(x), MOST_PLACES)
        places, answers = x[kept], y[kept]
        at = int(np.abs(places - self.at_place).argmin())
        known = {**values, "answer": answers[at], "place": places[at]}
        return {"places": places.tolist(), "answers": answers.tolist(), "at": at, "within": self.within,
                "ends": ends(axis_of(view, "y")), "point": fill_but(self.point, values, GUESS, "place"),
                "near": fill_but(self.near, known, GUESS), "far": fill_but(self.far, known, GUESS)}  # fmt: skip

    def _is_near(self, simulation: Simulation, asked: Mapping[str, Any], value: Any) -> bool:
        height = axis_of(simulation.views[asked["view"]], "y")
        mine, its = (np.array([height.place(each) for each in line]) for line in (value, asked["answers"]))
        return bool(np.abs(mine - its).mean() <= self.within * (height.high - height.low))

    def mark(self) -> dict[str, Any]:
        """Return the drawn line, dotted."""
        return dotted(PLACES, GUESS)
