"""Marks of figures: the lines, points and words that many simulations draw, once and in one look.

Each returns plain Plotly JSON for `View`. Where a name of an output (or input) is asked for, the mark is bound to it.
Colours are tokens of card.css without their dress: ``"tumour"`` for ``var(--tumour)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ROW = 18  # pixels from one line of words above a plot to the next


def line(name: str, x: str, y: str, colour: str, width: float = 2.5, dash: str = "solid", **meta: Any) -> dict[str, Any]:
    """Return a line over two outputs; `meta` goes to its meta, such as ``label`` and ``before``."""
    return {"type": "scatter", "mode": "lines", "name": name, "cliponaxis": True, "hoverinfo": "skip",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash},
            "meta": {"bind": {"x": x, "y": y}, **meta}}  # fmt: skip


def band(x: str, low: str, high: str, colour: str) -> list[dict[str, Any]]:
    """Return the two unseen lines of a band, with the space between them filled."""
    filled = {"fill": "tonexty", "fillcolor": f"var(--{colour}-soft)"}
    return [line("Fewer", x, low, colour, 0), line("More", x, high, colour, 0) | filled]


def upright(x: str, ends: Sequence[float], colour: str, width: float = 1, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a vertical line at one number, between two places of the y axis: a shape would have all drawn anew."""
    return {"type": "scatter", "mode": "lines", "name": "Here", "y": list(ends), "cliponaxis": True, "hoverinfo": "skip",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}, "meta": {"bind": {"x": x}}, **more}  # fmt: skip


def drawn(x: Sequence[Any], y: Sequence[Any], colour: str, width: float = 1.5, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a line of a drawing; None in both lists lifts the pen."""
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "hoverinfo": "skip",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}, **more}  # fmt: skip


def points(name: str, x: Any, y: Any, colour: str, size: float = 11, symbol: str = "circle", edge: float = 0, **more: Any) -> dict[str, Any]:
    """Return marks at the places `x` and `y`, each the name of an output (or input) or a list; `edge` is the width of a line."""
    marker = {"size": size, "symbol": symbol, "color": f"var(--{colour})"} | ({"line": {"width": edge}} if edge else {})
    bound, places = _places(x, y)
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "marker": marker, **places,
            "meta": {"bind": bound}, **more}  # fmt: skip


def icons(x: Any, y: Any, kind: str, looks: Mapping[int, Mapping[str, Any]], **bind: Any) -> list[dict[str, Any]]:
    """Return points whose look follows a whole number: for each number in `looks` a trace with those points only.

    `x` and `y` are names of outputs, or places; `kind` names the output with the numbers; a look is a Plotly marker;
    `bind` binds what all share, such as ``marker_size="size"``.
    """
    bound = {attribute.replace("_", "."): reference for attribute, reference in bind.items()}
    axes, places = _places(x, y)
    return [{"type": "scatter", "mode": "markers", "hoverinfo": "skip", "marker": dict(look), **places,
             "meta": {"bind": bound | axes, "only": {"field": kind, "is": number}}} for number, look in looks.items()]  # fmt: skip


def tallies(*rows: tuple[str, str, float, float, str], size: int = 14) -> dict[str, Any]:
    """Return words with counts, one row for each (words with ``%{text}`` in them, output, x, y, colour)."""
    words, fields, x, y, colours = zip(*rows, strict=True)
    return {"type": "scatter", "mode": "text", "x": list(x), "y": list(y), "textposition": "middle right",
            "texttemplate": list(words), "textfont": {"color": [f"var(--{colour})" for colour in colours], "size": size},
            "cliponaxis": False, "hoverinfo": "skip", "text": [0] * len(rows),
            "meta": {"bind": {f"text[{i}]": field for i, field in enumerate(fields)}}}  # fmt: skip


def labels(*rows: tuple[str | Mapping[str, Any], float, float, str], position: str = "middle center", size: int = 13) -> dict[str, Any]:
    """Return words at places of the axes, one for each (text, x, y, colour), as a trace; a text may be a binding."""
    texts, x, y, colours = zip(*rows, strict=True)
    bound = {f"text[{i}]": text for i, text in enumerate(texts) if not isinstance(text, str)}
    return {"type": "scatter", "mode": "text", "x": list(x), "y": list(y), "textposition": position, "cliponaxis": False,
            "text": [text if isinstance(text, str) else " " for text in texts], "hoverinfo": "skip",
            "textfont": {"color": [f"var(--{colour})" for colour in colours], "size": size}, "meta": {"bind": bound}}  # fmt: skip


def above(text: str, row: int = 0, colour: str = "quiet", **more: Any) -> dict[str, Any]:
    """Return an annotation above the plot that says what its marks mean; row 0 is the lowest."""
    return {"text": text, "yshift": 9 + ROW * row, "font": {"color": f"var(--{colour})", "size": 13}, **more}


def _places(x: Any, y: Any) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Return what the axes are bound to, and the places that are fixed."""
    axes = {"x": x, "y": y}
    return ({axis: place for axis, place in axes.items() if isinstance(place, str)},
            {axis: list(place) for axis, place in axes.items() if not isinstance(place, str)})  # fmt: skip
