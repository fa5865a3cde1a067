"""Marks of figures: the lines, points, areas and words that many simulations draw, once and in one look.

Each returns plain Plotly JSON for the traces of a `View`. Where places, numbers or texts are asked for, a name binds
them to that output (or input), and a list holds them as they are. Colours are given by name,
``"tumour"`` for ``var(--tumour)``. Layouts are in layouts.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Lines -------------------------------------------------------------------------------------------------------------


def line(name: str, x: str, y: str, colour: str, width: float = 2.5, dash: str = "solid", *,
         hover: str = "", shape: str = "", **meta: Any) -> dict[str, Any]:  # fmt: skip
    """Return a line over two outputs; `meta` goes to its meta, such as ``label`` and ``before``.

    `hover`: what is said of a point after the name of the line, such as ``"%{y:.1f} mm"``. `shape`: ``"hv"`` for steps.
    """
    drawn_as = {"color": f"var(--{colour})", "width": width, "dash": dash} | ({"shape": shape} if shape else {})
    said = tells(f"%{{fullData.name}}: {hover}") if hover else {"hoverinfo": "skip"}
    return {"type": "scatter", "mode": "lines", "name": name, "cliponaxis": True, **said, "line": drawn_as,
            "meta": {"bind": {"x": x, "y": y}, **meta}}  # fmt: skip


def tells(text: str) -> dict[str, str]:
    """Return what makes any trace say `text` where the pointer is, such as ``"%{y:.0f} mm"``."""
    return {"hoverinfo": "all", "hovertemplate": f"{text}<extra></extra>"}


def band(x: str, low: str, high: str, colour: str, **more: Any) -> list[dict[str, Any]]:
    """Return the two unseen lines of a band, with the space between them filled; `more` goes to both lines."""
    return [line("Fewer", x, low, colour, 0, **more), line("More", x, high, colour, 0, **more) | filled(colour)]


def filled(colour: str, to: str = "tonexty") -> dict[str, str]:
    """Return what fills the space from a line to the trace before it, or with ``"tozeroy"`` to zero, softly."""
    return {"fill": to, "fillcolor": f"var(--{colour}-soft)"}


def upright(x: str, ends: Sequence[float], colour: str, width: float = 1, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a vertical line at one number, between two places of the y axis: a shape would have all drawn anew."""
    return {"type": "scatter", "mode": "lines", "name": "Here", "y": list(ends), "cliponaxis": True, "hoverinfo": "skip",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}, "meta": {"bind": {"x": x}}, **more}  # fmt: skip


def drawn(x: Sequence[Any], y: Sequence[Any], colour: str, width: float = 1.5, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a line of a drawing; None in both lists lifts the pen."""
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "hoverinfo": "skip",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}, **more}  # fmt: skip


# Points ------------------------------------------------------------------------------------------------------------


def look(symbol: str, size: float, colour: str, edge: float = 0, rim: str = "") -> dict[str, Any]:
    """Return a Plotly marker; `edge` is the width of the line round it, and `rim` its colour if it is another one."""
    around = ({"width": edge} if edge else {}) | ({"color": f"var(--{rim})"} if rim else {})
    return {"size": size, "symbol": symbol, "color": f"var(--{colour})"} | ({"line": around} if around else {})


def points(name: str, x: Any, y: Any, colour: str, size: float = 11, symbol: str = "circle", edge: float = 0, rim: str = "",
           **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return marks at the places `x` and `y`; for the rest see `look`."""
    bound, places = _parts(x=x, y=y)
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip",
            "marker": look(symbol, size, colour, edge, rim), **places, "meta": {"bind": bound}, **more}  # fmt: skip


def icons(x: Any, y: Any, kind: str, looks: Mapping[int, Mapping[str, Any]], **bind: Any) -> list[dict[str, Any]]:
    """Return points whose look follows a whole number: for each number in `looks` a trace with those points only.

    `kind` names the output with the numbers; a look is a Plotly marker, such as `look` returns; `bind` binds what all
    share, such as ``marker_size="size"``.
    """
    shared = {attribute.replace("_", "."): reference for attribute, reference in bind.items()}
    bound, places = _parts(x=x, y=y)
    return [{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "marker": dict(look), **places,
             "meta": {"bind": shared | bound, "only": {"field": kind, "is": number}}} for number, look in looks.items()]  # fmt: skip


def crowd(count: int, across: int, *, rising: bool = True) -> tuple[list[int], list[int]]:
    """Return the places x and y of so many in rows of `across`, the first at the top left.

    `rising` says that the y axis rises, as usual; without it the axis is turned round, its 0 at the top.
    """
    rows = [i // across for i in range(count)]
    return [i % across for i in range(count)], [rows[-1] - row if rising else row for row in rows]


def whiskers(above: Any, below: Any, colour: str, thickness: float = 1.5, width: float = 0) -> dict[str, Any]:
    """Return the error bars of a trace, its ``error_x`` or ``error_y``, that reach so far beyond each point and back."""
    return {"type": "data", "symmetric": False, "array": list(above), "arrayminus": list(below),
            "color": f"var(--{colour})", "thickness": thickness, "width": width}  # fmt: skip


# Areas -------------------------------------------------------------------------------------------------------------


def bars(name: str, x: Any, y: Any, colour: str, edge: float = 0, rim: str = "", **more: Any) -> dict[str, Any]:
    """Return bars; ``orientation="h"`` makes them lie."""
    bound, places = _parts(x=x, y=y)
    marker = {part: each for part, each in look("", 0, colour, edge, rim).items() if part in {"color", "line"}}
    return {"type": "bar", "name": name, "hoverinfo": "skip", "marker": marker, **places, "meta": {"bind": bound}, **more}


def heat(z: str, ends: tuple[float, float], colours: Sequence[Sequence[Any]], x: Any = None, y: Any = None,
         **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return a map in colours: `z` names rows of numbers, `ends` are those of the first and the last colour."""
    bound, places = _parts(**{axis: each for axis, each in (("x", x), ("y", y)) if each is not None}, z=z)
    return {"type": "heatmap", "zmin": ends[0], "zmax": ends[1], "colorscale": colours, **places, "meta": {"bind": bound}, **more}


def steps(*colours: str) -> list[list[Any]]:
    """Return a colour scale of flat steps, all of one width."""
    count = len(colours)
    return [[(i + end) / count, f"var(--{colour})"] for i, colour in enumerate(colours) for end in (0, 1)]


# Words -------------------------------------------------------------------------------------------------------------


def words(text: Any, x: Any, y: Any, colour: str = "quiet", size: int = 13, position: str = "middle right",
          **more: Any) -> dict[str, Any]:  # fmt: skip
    """Return words of one colour; each of `text`, `x` and `y` may be bound, a text to a look-up too."""
    bound, places = _parts(x=x, y=y, text=text)
    return {"type": "scatter", "mode": "text", "textposition": position, "cliponaxis": False, "hoverinfo": "skip",
            "textfont": {"color": f"var(--{colour})", "size": size}, **places, "meta": {"bind": bound}, **more}  # fmt: skip


def tallies(*rows: tuple[str, str, float, float, str], size: int = 14) -> dict[str, Any]:
    """Return words with counts, one row for each (words with ``%{text}`` in them, output, x, y, colour)."""
    texts, fields, x, y, colours = zip(*rows, strict=True)
    return {"type": "scatter", "mode": "text", "x": list(x), "y": list(y), "textposition": "middle right",
            "texttemplate": list(texts), "textfont": {"color": [f"var(--{colour})" for colour in colours], "size": size},
            "cliponaxis": False, "hoverinfo": "skip", "text": [0] * len(rows),
            "meta": {"bind": {f"text[{i}]": field for i, field in enumerate(fields)}}}  # fmt: skip


def labels(*rows: tuple[str | Mapping[str, Any], float, float, str], position: str = "middle center", size: int = 13) -> dict[str, Any]:
    """Return words at places of the axes, one for each (text, x, y, colour), as a trace; a text may be a look-up."""
    texts, x, y, colours = zip(*rows, strict=True)
    bound = {f"text[{i}]": text for i, text in enumerate(texts) if not isinstance(text, str)}
    return {"type": "scatter", "mode": "text", "x": list(x), "y": list(y), "textposition": position, "cliponaxis": False,
            "text": [text if isinstance(text, str) else " " for text in texts], "hoverinfo": "skip",
            "textfont": {"color": [f"var(--{colour})" for colour in colours], "size": size}, "meta": {"bind": bound}}  # fmt: skip


def _parts(**parts: Any) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Return which attributes are bound, and those that are fixed."""
    bound = {name: part for name, part in parts.items() if isinstance(part, str | Mapping)}
    return bound, {name: list(part) for name, part in parts.items() if name not in bound}
