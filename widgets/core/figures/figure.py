"""Views: Plotly figures whose numbers are named outputs of the kernels.

A trace is a plain Plotly trace. What it shows is said in its ``meta``::

    {"type": "scatter", "mode": "lines", "line": {"color": "var(--tumour)"},
     "meta": {"bind": {"x": "day", "y": "tumour"}, "label": "Tumour", "before": True}}

``bind`` maps attributes (dots for nested ones) to inputs or outputs by name. ``"cells[frame]"`` is the current frame
of an output with a leading frame axis. ``{"field": "fate", "values": ["circle", "x"]}`` looks small whole numbers up.
A single number that is bound to ``x`` or ``y`` is repeated beside each entry of the other axis. ``only``, such as
``{"field": "fate", "is": 1}``, keeps the points whose whole number in that output is this one: a trace for each kind of
point, with one look, moves faster in a page than one trace with a look for each point. ``lift``, a number, lifts the
pen after every so many points of a line; ``when`` names a flag without which a trace has no points. ``label`` names the line at its end; ``before`` keeps a dotted copy of it in the page as it was before the last move.
``layout.meta.bind`` does the same for the layout. The page follows these rules too, from the same JSON.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..records import ROLES
from ..text import fields
from . import look

_REFERENCE = re.compile(r"(?P<name>[a-z]\w*)(?P<framed>\[frame\])?")
_STEP = re.compile(r"\w+|\[\d+\]")
_ROLE_TOKEN = re.compile(rf"var\(--({'|'.join(sorted(ROLES))})\)")
_SERIES = {"x": "y", "y": "x"}  # attributes that want an array, each with the one across


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

    def __post_init__(self) -> None:
        """Raise KeyError for a colour that card.css does not define."""
        unknown = look.tokens([*self.traces, self.layout]) - look.palette().keys()
        if unknown:
            raise KeyError(f"view {self.name!r}: no such colour: {', '.join(sorted(unknown))}")

    def bindings(self) -> Iterator[tuple[str, Any]]:
        """Yield (attribute, reference) for everything that is bound, traces first."""
        for holder in (*self.traces, self.layout):
            yield from holder.get("meta", {}).get("bind", {}).items()

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield (name, framed) for every input and output that the view shows."""
        for attribute, reference in self.bindings():
            yield parse_reference(reference["field"] if isinstance(reference, Mapping) else reference, attribute)
        for meta in (trace.get("meta", {}) for trace in self.traces):
            if "only" in meta:
                yield parse_reference(meta["only"]["field"], "only")
            if "when" in meta:
                yield parse_reference(meta["when"], "when")
        if self.frames:
            yield self.frames.field, True
            for each in fields(self.frames.text):
                yield each.name, each.framed

    def fill(self, values: Mapping[str, Any], frame: int = 0) -> dict[str, Any]:
        """Return the figure as Plotly JSON (colours still as tokens) with its bindings filled from `values`."""
        traces = [_fill(trace, values, frame) for trace in self.traces]
        traces += [
            _end_label(trace, filled)
            for trace, filled in zip(self.traces, traces, strict=True)
            if "label" in trace.get("meta", {})
        ]
        return {"data": traces, "layout": _fill(self.layout, values, frame)}


def parse_reference(reference: str, attribute: str) -> tuple[str, bool]:
    """Return (name, framed) of a reference such as ``tumour`` or ``cells[frame]``; raise ValueError otherwise."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(f"{attribute} is bound to {reference!r}: write the name of an output, or name[frame]")
    return match["name"], match["framed"] is not None


def _fill(holder: Mapping[str, Any], values: Mapping[str, Any], frame: int) -> dict[str, Any]:
    filled = copy.deepcopy(dict(holder))
    meta = filled.pop("meta", {})
    for attribute, reference in meta.get("bind", {}).items():
        looked_up = isinstance(reference, Mapping)
        value = _read(reference["field"] if looked_up else reference, attribute, values, frame)
        if looked_up:
            choices = reference["values"]
            plain: Any = [choices[int(index)] for index in value.ravel()] if value.ndim else choices[int(value)]
        else:
            plain = value.tolist()
        if attribute in _SERIES and not isinstance(plain, list):
            plain = [plain] * len(holder.get(_SERIES[attribute], [plain]))
        _set(filled, attribute, plain)
    if "only" in meta:
        kinds = _read(meta["only"]["field"], "only", values, frame)
        for axis in _SERIES:
            filled[axis] = [place for place, kind in zip(filled[axis], kinds, strict=True) if kind == meta["only"]["is"]]
    if "when" in meta and not _read(meta["when"], "when", values, frame):
        filled |= {axis: [] for axis in _SERIES}
    if "lift" in meta:
        for axis in _SERIES:
            filled[axis] = [place for i, each in enumerate(filled[axis], 1) for place in (each, None)[: 2 - bool(i % meta["lift"])]]
    return filled


def _read(reference: str, attribute: str, values: Mapping[str, Any], frame: int) -> Any:
    name, framed = parse_reference(reference, attribute)
    return np.asarray(values[name][frame] if framed else values[name])


def _set(target: Any, path: str, value: Any) -> None:
    """Set ``shapes[0].x0`` of `target`, making objects on the way where there are none."""
    *way, last = [int(step[1:-1]) if step.startswith("[") else step for step in _STEP.findall(path)]
    for step in way:
        target = target.setdefault(step, {}) if isinstance(target, dict) else target[step]
    target[last] = value


def _end_label(trace: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
    colour = trace.get("line", {}).get("color", "var(--ink)")
    words = _ROLE_TOKEN.sub(r"var(--\1-ink)", colour)
    return {
        "type": "scatter",
        "mode": "text",
        "x": filled["x"][-1:],
        "y": filled["y"][-1:],
        "text": [f"\u2002{trace['meta']['label']}"],
        "textposition": "middle right",
        "textfont": {"color": words},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
