"""Views: Plotly figures whose numbers are named outputs of the kernels.

A trace is a plain Plotly trace. What it shows is said in its ``meta``, in the rules of language.py::

    {"type": "scatter", "mode": "lines", "line": {"color": "var(--tumour)"},
     "meta": {"bind": {"x": "day", "y": "tumour"}, "label": "Tumour", "before": True}}

The page follows the same rules, from the same JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from ..text import fields
from . import look
from .language import Binding, LayoutRules, LookUp, Reference, TraceRules, field_of, read_layout, read_trace, steps_to
from .names import HEIGHT, names

_SERIES = {"x": "y", "y": "x"}  # attributes that want an array, each with the one across
_Rules = TypeVar("_Rules")


@dataclass(frozen=True)
class Frames:
    """The animation of a view: one frame for each entry of output `field`, named by the template `text`."""

    field: str
    text: str
    per_second: float = 12.0


@dataclass(frozen=True)
class View:
    """One figure of a simulation: its name (a tab's label), traces, layout, and what it shows in words (`alt`)."""

    name: str
    traces: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]
    alt: str
    frames: Frames | None = None
    trace_rules: tuple[TraceRules, ...] = field(init=False, repr=False)
    layout_rules: LayoutRules = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raise KeyError for a colour that nobody defines, TypeError or ValueError for a rule that cannot be."""
        unknown = look.tokens([*self.traces, self.layout]) - look.palette().keys()
        if unknown:
            raise KeyError(f"view {self.name!r}: no such colour: {', '.join(sorted(unknown))}")
        rules = tuple(self._read(read_trace, trace, f"trace {at} {trace.get('name', '')!r}") for at, trace in enumerate(self.traces))
        object.__setattr__(self, "trace_rules", rules)
        object.__setattr__(self, "layout_rules", self._read(read_layout, self.layout, "the layout"))
        framed = [reference.name for reference in self._references() if reference.framed]
        if framed and not self.frames:
            raise ValueError(f"view {self.name!r}: {framed[0]}[frame] is shown, but the view has no frames")

    def _read(self, read: Callable[[Mapping[str, Any]], _Rules], holder: Mapping[str, Any], where: str) -> _Rules:
        try:
            return read(holder)
        except (TypeError, ValueError) as error:
            raise type(error)(f"view {self.name!r}, {where}: {error}") from None

    def _references(self) -> Iterator[Reference]:
        for rules in (*self.trace_rules, self.layout_rules):
            yield from rules.references()

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield (name, framed) for every input and output that the view shows."""
        for reference in self._references():
            yield reference.name, reference.framed
        if self.frames:
            yield self.frames.field, True
            for each in fields(self.frames.text):
                yield each.name, each.framed

    def fill(self, values: Mapping[str, Any], frame: int = 0, height: float = HEIGHT) -> dict[str, Any]:
        """Return the figure as Plotly JSON (colours still as tokens) with its bindings filled from `values`.

        height: of the figure, in pixels: the names of lines are moved apart by it.
        """
        traces = [_filled_trace(trace, rules, values, frame) for trace, rules in zip(self.traces, self.trace_rules, strict=True)]
        layout = _filled(self.layout, self.layout_rules.bind, values, frame)
        named = [(rules.label, trace) for rules, trace in zip(self.trace_rules, traces, strict=True) if rules.label]
        return {"data": [*traces, names(named, layout, height)] if named else traces, "layout": layout}


def _filled_trace(trace: Mapping[str, Any], rules: TraceRules, values: Mapping[str, Any], frame: int) -> dict[str, Any]:
    filled = _filled(trace, rules.bind, values, frame)
    if rules.only:
        kinds = _read(rules.only.field, values, frame)
        for axis in _SERIES:
            filled[axis] = [place for place, kind in zip(filled[axis], kinds, strict=True) if kind == rules.only.kind]
    if rules.when and not _read(rules.when, values, frame):
        filled |= {axis: [] for axis in _SERIES}
    if rules.lift:
        for axis in _SERIES:
            filled[axis] = _lifted(filled[axis], rules.lift)
    return filled


def _lifted(places: Sequence[Any], every: int) -> list[Any]:
    """Return the places of a line with None after `every` so many."""
    return [place for i, each in enumerate(places, 1) for place in ((each,) if i % every else (each, None))]


def _filled(holder: Mapping[str, Any], bind: Mapping[str, Binding], values: Mapping[str, Any], frame: int) -> dict[str, Any]:
    filled: dict[str, Any] = _copied({attribute: each for attribute, each in holder.items() if attribute != "meta"})
    for path, binding in bind.items():
        shown = _shown(binding, values, frame)
        if path in _SERIES and not isinstance(shown, list):
            shown = [shown] * len(holder.get(_SERIES[path], [shown]))
        _set(filled, path, shown)
    return filled


def _copied(node: Any) -> Any:
    """Return a copy of figure JSON in which a part that stands in two places is two parts, as in the page."""
    if isinstance(node, Mapping):
        return {key: _copied(each) for key, each in node.items()}
    return [_copied(each) for each in node] if isinstance(node, list | tuple) else node


def _shown(binding: Binding, values: Mapping[str, Any], frame: int) -> Any:
    found = _read(field_of(binding), values, frame)
    if isinstance(binding, LookUp):
        return [binding.values[int(i)] for i in found.ravel()] if found.ndim else binding.values[int(found)]
    return found.tolist()


def _read(reference: Reference, values: Mapping[str, Any], frame: int) -> Any:
    found = values[reference.name]
    return np.asarray(found[frame] if reference.framed else found)


def _set(target: Any, path: str, value: Any) -> None:
    """Set ``shapes[0].x0`` of `target`, making objects on the way where there are none."""
    *way, last = steps_to(path)
    for step in way:
        target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
    target[last] = value
