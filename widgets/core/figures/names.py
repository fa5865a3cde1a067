"""Where the names of lines stand: at their ends, moved apart where they would lie on each other (as in labels.js)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import look

LINE = 18  # pixels from one name to the next
HEIGHT = 450  # pixels: of a figure that Plotly is not told the height of


def names(named: Sequence[tuple[str, Mapping[str, Any]]], layout: Mapping[str, Any], height: float) -> dict[str, Any]:
    """Return the trace with the names of lines, each beside the end of its line, in the colour of its words.

    named: the name and the filled trace of each line. layout: filled. height: of the figure, in pixels.
    """
    x, y = Axis.of(layout, "xaxis"), Axis.of(layout, "yaxis")
    margin = look.TEMPLATE["layout"]["margin"] | layout.get("margin", {})
    ends = [(x.place(_end(trace["x"])), y.place(_end(trace["y"]))) for _, trace in named]
    gap = LINE * (y.high - y.low) / (height - margin["t"] - margin["b"]) if math.isfinite(y.high) else 0.0
    heights = [end for _, end in ends]
    for column in {at for at, _ in ends if at is not None}:  # only names of one column can lie on each other
        same = [i for i, (at, end) in enumerate(ends) if at == column and end is not None]
        for i, place in zip(same, space([ends[i][1] or 0.0 for i in same], gap, y.low, y.high), strict=True):
            heights[i] = place
    return {
        "type": "scatter",
        "mode": "text",
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
        "text": [f"\u2002{name}" for name, _ in named],
        "textfont": {"color": [_ink(trace) for _, trace in named]},
        "x": [x.back(at) for at, _ in ends],
        "y": [y.back(end) for end in heights],
    }


def space(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return the places pushed apart, up and down alike: at least `gap` between any two, all between `low` and `high`."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    rising = [places[i] for i in order]
    halfway = [(up + down) / 2 for up, down in zip(_up(rising, gap, -math.inf), _down(rising, gap, math.inf), strict=True)]
    inside = _up(_down(halfway, gap, high), gap, low)
    return [inside[order.index(i)] for i in range(len(places))]


def _up(rising: Sequence[float], gap: float, floor: float) -> list[float]:
    moved = []
    for place in rising:
        moved.append(max(place, floor))
        floor = moved[-1] + gap
    return moved


def _down(rising: Sequence[float], gap: float, roof: float) -> list[float]:
    return [-place for place in _up([-place for place in reversed(rising)], gap, -roof)][::-1]


@dataclass(frozen=True)
class Axis:
    """An axis with its author's range: places on it (logarithms, if it counts in powers of ten), never outside."""

    is_log: bool
    low: float
    high: float

    @classmethod
    def of(cls, layout: Mapping[str, Any], name: str) -> Axis:
        """Return the axis of a layout, such as ``xaxis``."""
        axis = layout.get(name, {})
        ends = axis.get("range", [-math.inf, math.inf])
        return cls(axis.get("type") == "log", min(ends), max(ends))

    def place(self, value: float | None) -> float | None:
        """Return where a value lies."""
        if value is None:
            return None
        rise = value if not self.is_log else math.log10(value) if value > 0 else self.low
        return min(max(rise, self.low), self.high)

    def back(self, place: float | None) -> float | None:
        """Return the value at a place."""
        return 10**place if self.is_log and place is not None else place


def _end(places: Sequence[Any]) -> Any:
    return places[-1] if places else None


def _ink(trace: Mapping[str, Any]) -> str:
    """Return the colour of a line's name: that of the line, a role in its darker shade."""
    return look.inked(trace.get("line", {}).get("color", "var(--ink)"))
