"""Four views of a matrix: one sheet, how far cells get in many, three kinds of cell, and their speed in a pore."""

from __future__ import annotations

from typing import Any

from widgets.core import View, marks

from .model import COLUMNS, ROWS, WIDEST

CELL_COLOURS = ["var(--tumour)", "var(--immune)", "var(--immune)"]  # by cell
SOFT_COLOURS = ["var(--tumour-soft)", "var(--immune-soft)", "var(--immune-soft)"]
MAP_COLOURS = ["tissue", "page", "tumour-soft", "tumour", "immune-soft", "immune"]  # by what a place is
DASHES = {"tumour": "solid", "t": "7px 4px", "neutrophil": "2px 3px"}
AREAS = {"type": "log", "range": [0, 1.48], "tickvals": [1, 2, 4, 7, 10, 20, 30],
         "ticktext": ["1", "2", "4", "7", "10", "20", "30"], "title": {"text": "Median pore, \u00b5m\u00b2"}}
PER_HUNDRED = {"range": [0, 103], "tickvals": [0, 25, 50, 75, 100]}
KEY = "\u2500 tumour cell"  # the keys of the three lines
KEY_T, KEY_NEUTROPHIL = "\u254c T cell", "\u2508 neutrophil"


def steps_of(colours: list[str]) -> list[list[Any]]:
    """Return a colour scale with one flat step for each colour."""
    count = len(colours)
    return [[(i + end) / count, f"var(--{colour})"] for i, colour in enumerate(colours) for end in (0, 1)]


def dot(name: str, x: str, y: str) -> dict[str, Any]:
    """Return a dot, in the colour of the chosen cell."""
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "marker": {"size": 12},
            "meta": {"bind": {"x": x, "y": y, "marker.color": {"field": "cell", "values": CELL_COLOURS}}}}


def keys(row: float) -> list[dict[str, Any]]:
    """Return the keys of the three kinds of cell, side by side, in a row above the plot."""
    return [{"text": text, "x": x, "xshift": shift, "yshift": row, "font": {"color": f"var(--{colour}-ink)", "size": 13}}
            for text, x, shift, colour in ((KEY, 0.0, -40, "tumour"), (KEY_T, 0.36, -12, "immune"),
                                           (KEY_NEUTROPHIL, 0.62, -8, "immune"))]


one_sheet = View(
    "One sheet",
    traces=[
        {"type": "heatmap", "zmin": -0.5, "zmax": len(MAP_COLOURS) - 0.5, "colorscale": steps_of(MAP_COLOURS),
         "x0": -1 / 6, "dx": 1 / 3, "y0": -1 / 6, "dy": 1 / 3, "meta": {"bind": {"z": "picture"}}},
        marks.line("The widest way", "way_x", "way_y", "ink", 3),
        {"type": "scatter", "mode": "markers", "name": "Its narrowest pore", "hoverinfo": "skip",
         "marker": {"size": 15, "color": "var(--page)", "line": {"width": 2.5, "color": "var(--ink)"}},
         "meta": {"bind": {"x": "tight_x", "y": "tight_y",
                           "marker.symbol": {"field": "crossed", "values": ["square", "circle"]}}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 4, "r": 4, "t": 46, "b": 4},
        "xaxis": {"range": [-0.5, COLUMNS - 0.5], "visible": False},
        "yaxis": {"range": [-0.5, ROWS - 0.5], "visible": False},
        "annotations": [
            {"text": "Tinted: reached. Strong colour: cut.<br>\u2501 widest way. Narrowest: \u25cb open \u25a1 closed",
             "xshift": 0, "yshift": 5}],
    },
    alt="A maze seen from above: 40 rows of 41 rooms with fibres between them, and gaps in the fibres where a pore is "
        "open. Rooms that the cells reach from the left edge are tinted, pores that they had to cut strongly coloured. A line "
        "is the widest way from left to right, and a mark on it the narrowest pore of that way.",
)

how_far = View(
    "How far they get",
    traces=[
        marks.line("One of ten sheets", "median_cell", "reached_few", "hair", 0),
        {**marks.line("Nine of ten sheets", "median_cell", "reached_most", "hair", 0), "fill": "tonexty",
         "meta": {"bind": {"x": "median_cell", "y": "reached_most",
                           "fillcolor": {"field": "cell", "values": SOFT_COLOURS}}}},
        {**marks.line("Half of the sheets", "median_cell", "reached_half", "ink", 3),
         "meta": {"bind": {"x": "median_cell", "y": "reached_half",
                           "line.color": {"field": "cell", "values": CELL_COLOURS}}}},
        dot("The sheet of the map", "median", "reached"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 14, "t": 46, "b": 44},
        "xaxis": AREAS,
        "yaxis": PER_HUNDRED,
        "shapes": [{"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": "var(--edge)", "width": 1, "dash": "4px 3px"}}],
        "annotations": [{"text": "Rooms reached, of 100.  \u25cf this sheet", "yshift": 24},
                        {"text": "Band: 8 of 10 sheets. \u2506 tipping point", "yshift": 5}],
        "meta": {"bind": {"shapes[0].x0": "tipping", "shapes[0].x1": "tipping"}},
    },
    alt="How many of 100 rooms the chosen cells reach, by the median pore: a curve that is low, rises steeply near the "
        "tipping point and is high beyond. The band holds the middle 80 of 100 sheets and is widest at the tipping "
        "point. A dot is the sheet of the map.",
)

three_kinds = View(
    "Three kinds of cell",
    traces=[
        marks.line("Tumour cell", "median_tumour", "crossings", "tumour", 3, DASHES["tumour"]),
        marks.line("T cell", "median_t", "crossings", "immune", 2.5, DASHES["t"]),
        marks.line("Neutrophil", "median_neutrophil", "crossings", "immune", 2.5, DASHES["neutrophil"]),
        dot("Now", "median", "let_through"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 14, "t": 46, "b": 44},
        "xaxis": AREAS,
        "yaxis": PER_HUNDRED,
        "annotations": [{"text": "Sheets let through, of 100.  \u25cf now", "yshift": 24}, *keys(5)],
    },
    alt="How many of 100 sheets let cells through, by the median pore. Three curves of the same shape, each rising from "
        "0 to 100 within a short stretch: neutrophils first, then T cells, then tumour cells. A dot is the chosen cell "
        "in the chosen matrix.",
)

speeds = View(
    "Speed in a pore",
    traces=[
        {**marks.line("Pores of this sheet", "pore", "pores_here", "tissue", 0), "fill": "tozeroy",
         "fillcolor": "var(--tissue-soft)"},
        marks.line("Tumour cell", "pore", "tumour_speed", "tumour", 3, DASHES["tumour"]),
        marks.line("T cell", "pore", "t_speed", "immune", 2.5, DASHES["t"]),
        marks.line("Neutrophil", "pore", "neutrophil_speed", "immune", 2.5, DASHES["neutrophil"]),
        marks.points("Measured: cells stop", [2, 4, 7], [0, 0, 0], "people", 11, "diamond-open", 2, cliponaxis=False),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 14, "t": 64, "b": 44},
        "xaxis": {"range": [0, WIDEST], "tickvals": [0, 2, 4, 7, 10, 20, 30], "title": {"text": "Pore, \u00b5m\u00b2"}},
        "yaxis": {"range": [0, 103], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Speed, % of that in a wide pore", "yshift": 42},
                        {"text": "\u25c7 stopped in a dish  \u2592 pores, after cutting",
                         "yshift": 24}, *keys(5)],
    },
    alt="Speed in a pore by its area: three straight lines that begin at zero where cells stopped in a dish, at 2 square "
        "micrometres for neutrophils, 4 for T cells and 7 for tumour cells. A grey hump behind them shows how large the "
        "pores of this sheet are after cutting.",
)
