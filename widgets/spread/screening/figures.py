"""Four views of screening: one tumour that grows, found or felt, the sizes of those found, what a mammogram sees."""

from __future__ import annotations

from typing import Any

from widgets.core import View, marks

from .model import AXIS_YEARS, BIN, BINS, CLOSE_LOOK, FELT, FELT_YEARS, FIRST_FELT, ROWS, SCREEN, SHOWN_SCREENS, TOP

CELLS = {"type": "log", "range": [0, 10.7], "tickvals": [1, 1e3, 1e6, 1e9],
         "ticktext": ["1", "1,000", "million", "billion"]}


def key(text: str, row: int, colour: str = "quiet") -> dict[str, Any]:
    """Return a line of words above the plot that says what its marks mean; row 0 is the lowest."""
    return marks.above(text, row, colour, xshift=0)


one_tumour = View(
    "One tumour",
    traces=[
        *marks.band("band_year", "band_slow", "band_fast", "tumour"),
        marks.line("Half are felt", "line_year", "line_felt", "people", 1, "2px 3px", label="felt") | {"cliponaxis": False},
        marks.line("Half are seen", "line_year", "line_seen", "people", 1, "2px 3px", label="seen") | {"cliponaxis": False},
        marks.line("One tumour", "year", "cells", "tumour", 2, "9px 3px", before=True)
        | {"hoverinfo": "all", "hovertemplate": "%{y:,.2~s} cells<extra></extra>"},
        marks.line("From seen to felt", "seen_year", "seen_cells", "tumour", 5),
    ],
    layout={
        "margin": {"l": 58, "r": 52, "b": 44},
        "xaxis": {"range": [0, AXIS_YEARS], "tickvals": [0, 5, 10, 15, 20], "title": {"text": "Years since the first cell"},
                  "unifiedhovertitle": {"text": "Year %{x:.1f}"}},
        "yaxis": CELLS,
        "annotations": [{"text": "Cells. Each line: ten doublings.", "xshift": -58}],
    },
    alt="Cells of one tumour over twenty years, on a scale where each line is ten doublings, a thousand times more. The curve is "
        "dashed while nobody can see the tumour and thick from when a mammogram sees half of its size until it would "
        "be felt. The band holds the middle 80 of 100 tumours: it fills most of the figure.",
)

found_or_felt = View(
    "Found or felt",
    traces=[
        {"type": "scatter", "mode": "markers", "name": "Screens", "hoverinfo": "skip", "cliponaxis": True,
         "y": [0] * SHOWN_SCREENS, "marker": {"size": 1, "color": "var(--edge)"},
         "error_y": {"type": "constant", "value": ROWS + 1, "symmetric": False, "valueminus": 0, "width": 0,
                     "thickness": 1, "color": "var(--edge)"},
         "meta": {"bind": {"x": "screen_year"}}},
        marks.line("Years gained", "row_gained", "row_twice", "tumour", 1.5, lift=2),
        marks.line("Visible", "row_seen", "row_twice", "tumour", 5, lift=2),
        *marks.icons("row_found", "row", "row_how", {
            how: {"symbol": symbol, "size": 8, "color": f"var(--{colour})", "line": {"width": 2, "color": "var(--surface)"}}
            for how, symbol, colour in ((FELT, "diamond", "tumour"), (SCREEN, "circle", "people"))}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 12, "r": 12, "t": 46, "b": 44},
        "xaxis": {"range": [-0.3, FIRST_FELT + FELT_YEARS + 0.3], "tickvals": [0, 6, 12, 18], "title": {"text": "Years"}},
        "yaxis": {"range": [0, ROWS + 1], "tickvals": [], "showgrid": False},
        "annotations": [key("Thick: can be seen. Thin: time gained.", 1),
                        key("● found", 0, "people-ink"),
                        key("◆ felt first", 0, "tumour-ink") | {"x": 0.32},
                        key("│ a screen", 0) | {"x": 0.72}],
    },
    alt="Sixteen tumours as rows over eighteen years, those that are visible for long at the top. A row is thick "
        "from when the tumour can be seen until it comes to light: a dot at one of the upright lines, the screens, or "
        "a diamond between two of them. Thin lines lead on to the moment when a found tumour would have been felt.",
)

sizes = View(
    "Sizes",
    traces=[
        {"type": "bar", "name": "Found at a screen", "hoverinfo": "skip", "marker": {"color": "var(--people)"},
         "meta": {"bind": {"x": "bin_size", "y": "bin_screen"}}},
        {"type": "bar", "name": "Felt first", "hoverinfo": "skip",
         "marker": {"color": "var(--tumour)",
                    "pattern": {"shape": "/", "size": 5, "solidity": 0.5, "fgcolor": "var(--tumour)",
                                "bgcolor": "var(--surface)", "fgopacity": 1, "fillmode": "overlay"}},
         "meta": {"bind": {"x": "bin_size", "y": "bin_felt"}}},
        marks.upright("median_size", (0, 2 * TOP), "ink", dash="2px 3px"),
        {"type": "scatter", "mode": "text", "name": "Median", "hoverinfo": "skip", "text": [" half are larger"],
         "textposition": "bottom right", "textfont": {"color": "var(--ink)", "size": 13},
         "meta": {"bind": {"x": "median_size", "y": "bin_top"}}},
    ],
    layout={
        "hovermode": False,
        "barmode": "stack",
        "bargap": 0.15,
        "margin": {"r": 16, "t": 46, "b": 44},
        "xaxis": {"range": [0, BINS * BIN], "tickvals": [0, 10, 20, 30, 40, 50],
                  "title": {"text": "Diameter when found or felt, mm"}},
        "yaxis": {"range": [0, TOP], "tickvals": [0, 10, 20, 30, 40, 50]},
        "annotations": [key("Of 100 tumours", 1) | {"xshift": -32},
                        key("■ found", 0, "people-ink") | {"xshift": -32},
                        key("▨ felt first", 0, "tumour-ink") | {"x": 0.22}],
        "meta": {"bind": {"yaxis.range[1]": "bin_top"}},
    },
    alt="How large tumours are when they come to light, of 100, in steps of two millimetres: filled bars for those "
        "found at a screen, mostly small, and hatched bars for those felt first, mostly larger.",
)

eyesight = View(
    "Eyesight",
    traces=[
        marks.line("Seen by a mammogram", "look_size", "look_seen", "people", 3, before=True),
        {"type": "scatter", "mode": "markers+text", "name": "Norway", "hoverinfo": "skip", "x": [5, 10], "y": [26, 91],
         "text": ["26 at 5 mm", "91 at 10 mm"], "textposition": "bottom right", "textfont": {"color": "var(--ink)"},
         "marker": {"size": 11, "symbol": "circle-open", "color": "var(--ink)", "line": {"width": 2}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 24, "b": 44},
        "xaxis": {"range": [0, CLOSE_LOOK], "tickvals": [0, 5, 10, 15, 20, 25, 30],
                  "title": {"text": "Diameter of the tumour, mm"}},
        "yaxis": {"range": [0, 103], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Of 100 tumours, seen. ○ published"}],
    },
    alt="How many of 100 tumours one mammogram sees, by their diameter: an S-shaped curve from few at 2 mm to nearly "
        "all at 15 mm. Two circles mark what was published for Norway: 26 at 5 mm and 91 at 10 mm.",
)
