"""Layouts of figures: plots with axes, sheets without, and the words and lines that belong to them.

Each returns plain Plotly JSON for the layout of a `View`. What stands in the template of look.py is not said again:
a figure has its title's words above the plot, flat, where they can be read, and the room for them is made here.
Colours are given by name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from . import look

ROW = 18  # pixels from one line of words above a plot to the next
FIRST_ROW = look.TEMPLATE["layout"]["annotationdefaults"]["yshift"]  # pixels from the plot to the lowest of them
ONE_ROW = look.TEMPLATE["layout"]["margin"]["t"]  # pixels above a plot with one row of words
WITH_TITLE = 44  # pixels below a plot whose x axis has a title
BLANK = 4  # pixels beside a sheet

Words = str | Mapping[str, Any]  # above a plot: a text, or an annotation


# Axes --------------------------------------------------------------------------------------------------------------


def axis(low: float, high: float, ticks: Sequence[float] | None = None, title: str = "",
         words: Sequence[str] | None = None, **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return an axis from `low` to `high`, with the numbers, or the words, that stand at its ticks."""
    shown: dict[str, Any] = {"range": [low, high]}
    if ticks is not None:
        shown["tickvals"] = list(ticks)
    if words is not None:
        shown["ticktext"] = list(words)
    return shown | ({"title": {"text": title}} if title else {}) | more


def log_axis(low: float, high: float, ticks: Sequence[float], title: str = "",
             words: Sequence[str] | None = None, **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return an axis on which each step is so many times more; `low` and `high` are powers of ten, as in Plotly."""
    written = [f"{tick:,.10g}" for tick in ticks] if words is None else words
    return {"type": "log"} | axis(low, high, ticks, title, written, **more)


def of_100(end: float = 100, title: str = "", **more: Any) -> dict[str, Any]:
    """Return an axis of shares, with quarters at its ticks; `end` leaves room beyond the hundred."""
    return axis(0, end, range(0, 101, 25), title, **more)


# Layouts -----------------------------------------------------------------------------------------------------------


def plot(x: Mapping[str, Any], y: Mapping[str, Any], *above: Words, hover: str = "", left: int | None = None,
         right: int | None = None, top: int | None = None, bottom: int | None = None,
         bind: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return the layout of a plot, with the words above it and as much room as they and the x axis's title need.

    hover: what stands over the numbers where the pointer is, such as ``"Year %{x:.1f}"``; without it nothing is said.
    left, right, top, bottom: margins in pixels, where they are others. bind: see `View`.
    """
    rows = rows_above(above)
    top = ONE_ROW + ROW * (rows - 1) if top is None and rows > 1 else top
    bottom = WITH_TITLE if bottom is None and "title" in x else bottom
    margin = {side: size for side, size in zip("lrtb", (left, right, top, bottom), strict=True) if size is not None}
    named = {"unifiedhovertitle": {"text": hover}} if hover else {}
    return _layout({**x, **named}, y, above, margin, bind) | ({} if hover else {"hovermode": False}) | more


def sheet(x: Sequence[float], y: Sequence[float], *above: Words, left: int = BLANK, right: int = BLANK,
          top: int | None = None, bottom: int = BLANK, bind: Mapping[str, Any] | None = None,
          **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return the layout of a drawing: no axes, nothing said where the pointer is; `x` and `y` go from one end to the other.

    The margins are in pixels; the one above makes room for the words that stand there.
    """
    rows = rows_above(above)
    margin = {"l": left, "r": right, "t": (ONE_ROW + ROW * (rows - 1) if rows else BLANK) if top is None else top, "b": bottom}
    unseen_x, unseen_y = ({"range": list(ends), "visible": False} for ends in (x, y))
    return _layout(unseen_x, unseen_y, above, margin, bind) | {"hovermode": False} | more


def rows_above(words: Sequence[Words]) -> int:
    """Return how many rows of words stand above a plot; an annotation with a place of its own is none of them."""
    rows = 0
    for each in words:
        said: Mapping[str, Any] = {"text": each} if isinstance(each, str) else each
        if "y" not in said and "yref" not in said:
            below = math.ceil((said.get("yshift", FIRST_ROW) - FIRST_ROW) / ROW)
            rows = max(rows, below + 1 + said["text"].count("<br>"))
    return rows


def _layout(x: Mapping[str, Any], y: Mapping[str, Any], above: Sequence[Words], margin: Mapping[str, int],
            bind: Mapping[str, Any] | None) -> dict[str, Any]:  # fmt: skip
    parts: dict[str, Any] = {"xaxis": dict(x), "yaxis": dict(y)}
    if margin:
        parts["margin"] = dict(margin)
    if above:
        parts["annotations"] = [{"text": each} if isinstance(each, str) else dict(each) for each in above]
    if bind:
        parts["meta"] = {"bind": dict(bind)}
    return parts


# Words -------------------------------------------------------------------------------------------------------------


def above(text: str, row: int = 0, colour: str = "quiet", **more: Any) -> dict[str, Any]:
    """Return an annotation above the plot that says what its marks mean; row 0 is the lowest."""
    return {"text": text, "yshift": FIRST_ROW + ROW * row, "font": {"color": f"var(--{colour})", "size": 13}, **more}


def key(*entries: tuple[str, str] | tuple[str, str, float], row: int = 0, shift: int | None = None) -> list[dict[str, Any]]:
    """Return a row of words above the plot, one for each (text, colour, how far to the right, from 0 to 1).

    The first begins at the left, over the numbers of the y axis (`shift` pixels from the plot, if not as the template
    says); those with a place begin there.
    """
    at_left = {} if shift is None else {"xshift": shift}
    return [above(text, row, colour, **({"x": place[0], "xshift": 0} if place else at_left)) for text, colour, *place in entries]


def word(text: str, x: float, y: float, colour: str = "quiet", **more: Any) -> dict[str, Any]:
    """Return words in a plot or a drawing, that begin at a place of its axes."""
    return {"text": text, "x": x, "y": y, "xref": "x", "yref": "y", "xanchor": "left", "yanchor": "middle", "xshift": 0,
            "yshift": 0, "font": {"color": f"var(--{colour})", "size": 13}, **more}  # fmt: skip


# Lines -------------------------------------------------------------------------------------------------------------


def upright(x: float, colour: str, width: float = 1, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a vertical line across the plot, as a shape; where it moves, `marks.upright` is quicker."""
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}, **more}  # fmt: skip


def level(y: float, colour: str, width: float = 1, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a horizontal line across the plot, as a shape."""
    return {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": y, "y1": y,
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}, **more}  # fmt: skip


def standing(shape: int, axis: str, field: str) -> dict[str, str]:
    """Return what binds the `shape`-th line of a layout to the place on an axis, "x" or "y", that an output says."""
    return {f"shapes[{shape}].{axis}{end}": field for end in (0, 1)}
