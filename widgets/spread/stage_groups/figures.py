"""Three views of a hundred people: at diagnosis, five years later, and what chance makes of their number."""

from __future__ import annotations

from typing import Any

from widgets.core import View, marks

from .model import PEOPLE, ROW

BODY = {"type": "constant", "symmetric": False, "value": 0.58, "valueminus": 0, "width": 0}
SQUARE = {"range": [-1.2, 10.2], "visible": False}


def people(name: str, x: str, y: str, colour: str, symbol: str = "circle") -> dict[str, Any]:
    """Return people as heads with bodies: a marker with an error bar that only hangs down (the axis is upside down)."""
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "cliponaxis": True,
            "marker": {"size": 7, "symbol": symbol, "color": f"var(--{colour})", "line": {"width": 1.5}},
            "error_y": {**BODY, "color": f"var(--{colour})", "thickness": 1.5 if "open" in symbol else 4},
            "meta": {"bind": {"x": x, "y": y}}}  # fmt: skip


five_years = View(
    "Five years later",
    traces=[
        people("Alive in nearly every hundred", "alive_x", "alive_y", "people"),
        people("Alive in some hundreds", "some_x", "some_y", "tissue"),
        people("Alive in few hundreds", "dead_x", "dead_y", "edge", "circle-open"),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "t": 52, "b": 8},
        "xaxis": {**SQUARE, "range": [-0.6, 9.6]},
        "yaxis": {**SQUARE, "range": [9.5, -0.7]},
        "annotations": [{"text": "Strong: alive in nearly every hundred.<br>Grey: in some. Thin: in few.",
                         "x": 0, "xshift": 0}],
    },
    alt="A hundred small people in ten rows. Strong ones were alive in at least nine of ten such hundreds, grey ones in "
        "some, thin ones in at most one of ten.",
)  # fmt: skip

by_chance = View(
    "A hundred by chance",
    traces=[
        {"type": "bar", "name": "Chance", "hoverinfo": "skip", "width": 0.8,
         "marker": {"color": "var(--tissue)"},
         "meta": {"bind": {"x": "count", "y": "distribution"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 16, "t": 52, "b": 44},
        "xaxis": {"range": [0, 101.5], "tickvals": [0, 25, 50, 75, 100], "title": {"text": "Alive after five years, of 100"}},
        "yaxis": {"rangemode": "tozero", "showticklabels": False, "showgrid": False},
        "shapes": [{"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "var(--quiet)", "width": 1, "dash": "4px 3px"}},
                   {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "var(--quiet)", "width": 1, "dash": "4px 3px"}}],
        "annotations": [{"x": 0, "xshift": 0, "text": "How often each number happens.<br>Between the lines: eight of ten."}],
        "meta": {"bind": {"shapes[0].x0": "low", "shapes[0].x1": "low", "shapes[1].x0": "high", "shapes[1].x1": "high"}},
    },
    alt="Bars over the number of people alive of a hundred: how often chance gives each number. Two lines hold the "
        "middle eight of ten.",
)  # fmt: skip

at_diagnosis = View(
    "At diagnosis",
    traces=[
        *marks.icons([i % ROW for i in range(PEOPLE)], [i // ROW for i in range(PEOPLE)], "group", {
            i: {"symbol": symbol, "size": 12, "color": f"var(--{colour})", "line": {"width": 1.75, "color": "var(--people)"}}
            for i, (symbol, colour) in enumerate((("circle", "surface"), ("square", "lymph"), ("diamond", "tumour"),
                                                  ("x-thin", "people")))}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "t": 68, "b": 8},
        "xaxis": {**SQUARE, "range": [-0.6, 9.6]},
        "yaxis": {**SQUARE, "range": [9.5, -0.7]},
        "annotations": [{"text": "Of 100 people, 1995 to 2002<br>○ 61 localized  ■ 31 regional<br>◆ 6 distant  × 2 not known",
                         "x": 0, "xshift": 0}],
    },
    alt="A hundred marks in ten rows: 61 circles for localized, 31 squares for regional, 6 diamonds for distant, 2 "
        "crosses for not known.",
)  # fmt: skip
