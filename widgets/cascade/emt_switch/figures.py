"""Five views of the switch: one cell, its way up and down, its valleys, a hundred cells, and their six weeks."""

from __future__ import annotations

from widgets.core import Frames, View, marks

from .circuit import EPITHELIAL_ABOVE, HIGH, HYBRID_ABOVE, LEAST_MIRNA, LOW, MOST_MIRNA
from .model import CELLS, DAYS, HIGHEST, SIDE

SYMBOLS = ("square", "circle", "diamond")
COLOURS = ("var(--tissue)", "var(--surface)", "var(--tumour)")
EDGES = ("var(--tissue-ink)", "var(--tumour)", "var(--tumour)")
NAMES = (("■ holding", "var(--tissue-ink)"), ("● half-way", "var(--tumour-ink)"), ("◆ let go", "var(--tumour-ink)"))


def line(x, y, colour, width, dash="solid"):
    """Return a line over two outputs."""
    return {"type": "scatter", "mode": "lines", "line": {"color": f"var(--{colour})", "width": width, "dash": dash},
            "cliponaxis": True, "hoverinfo": "skip", "meta": {"bind": {"x": x, "y": y}}}


def marble(kind, x, y):
    """Return the cell as a marble."""
    return {"type": "scatter", "mode": "markers", "marker": {"size": 18, "line": {"width": 2, "color": "var(--ink)"}},
            "hoverinfo": "skip", "meta": {"bind": {"x": x, "y": y,
                                                   "marker.symbol": {"field": kind, "values": SYMBOLS},
                                                   "marker.color": {"field": kind, "values": COLOURS}}}}


def upright(x, colour, width):
    """Return a vertical line across the plot."""
    return {"type": "line", "yref": "paper", "layer": "below", "x0": x, "x1": x, "y0": 0, "y1": 1,
            "line": {"color": f"var(--{colour})", "width": width}}


def names(**places):
    """Return the names of the three states at their places, each a list in the order of NAMES."""
    return [{"text": text, "font": {"color": colour, "size": 14}, **{key: each[i] for key, each in places.items()}}
            for i, (text, colour) in enumerate(NAMES)]


RESTS = (
    line("curve_snail", "curve_zeb", "edge", 1.5, "dash"),
    line("epithelial_snail", "epithelial_zeb", "tissue", 5),
    line("hybrid_snail", "hybrid_zeb", "tumour", 2.5),
    line("mesenchymal_snail", "mesenchymal_zeb", "tumour", 5),
    line("trip_snail", "trip_zeb", "ink", 1.25),
)
AXES = {
    "xaxis": {"range": [LOW - 8, HIGH + 2], "tickvals": [150, 175, 200, 225, 250],
              "title": {"text": "SNAIL, thousand molecules", "standoff": 6}},
    "yaxis": {"range": [-110, 1300], "tickvals": [0, 500, 1000]},  # room below for the marble
    "margin": {"b": 48, "l": 44, "r": 98},
    "hovermode": False,
    "annotations": [
        {"text": "ZEB messages in the cell", "xshift": -44},
        *names(x=[1] * 3, xshift=[8] * 3, yref=["y"] * 3, y=[60, 390, 850], yanchor=["middle"] * 3, yshift=[0] * 3),
    ],
}
one_cell = View(
    "One cell",
    [marks.upright("signal", (0, 1300), "hair", 1.5), *RESTS, marble("kind", "signal", "zeb")],
    AXES,
    alt="The resting states of a cell over its SNAIL: a line folded like an S, twice. A marble shows where the cell is, "
        "and a thin line the way that it took.",
)
up_and_down = View(
    "Up and down",
    [*RESTS, marble("trip_kind[frame]", "trip_snail[frame]", "trip_zeb[frame]")],
    AXES,
    alt="The same folded line. The marble moves along it as SNAIL rises to its highest and falls to its level now.",
    frames=Frames("trip_snail", "SNAIL {trip_snail[frame]:.0f}", per_second=24),
)
valleys = View(
    "Valleys",
    [
        line("curve_mirna", "valleys", "fibre", 2) | {"fill": "tozeroy", "fillcolor": "var(--tissue-soft)"},
        marble("kind", "mirna", "marble_height"),
    ],
    {
        "xaxis": {"range": [MOST_MIRNA + LEAST_MIRNA, 0], "tickvals": [20_000, 10_000, 0], "tickformat": ",",
                  "title": {"text": "miR-200 in the cell", "standoff": 6}},
        "yaxis": {"range": [0, HIGHEST], "visible": False},
        "margin": {"l": 8, "r": 8, "b": 48},
        "hovermode": False,
        "shapes": [{**upright(each, "edge", 1), "layer": "above"} for each in (EPITHELIAL_ABOVE, HYBRID_ABOVE)],
        "annotations": names(x=[20_500, 10_500, 2_250], xref=["x"] * 3, xanchor=["center"] * 3, xshift=[0] * 3,
                             yshift=[6] * 3),
    },
    alt="Hills and valleys from much miR-200 to little. Each valley is a state in which a cell can rest; the marble "
        "lies in that of this cell.",
)


hundred = View(
    "A hundred cells",
    [
        *marks.icons([cell % SIDE for cell in range(CELLS)], [cell // SIDE for cell in range(CELLS)], "cells", {
            i: {"symbol": symbol, "size": 14, "color": colour, "line": {"width": 2, "color": edge}}
            for i, (symbol, colour, edge) in enumerate(zip(SYMBOLS, COLOURS, EDGES, strict=True))}),
        marks.tallies(*((f"%{{text}} {text}", cells, SIDE + 0.1, height, colour[6:-1]) for (text, colour), cells, height in
                        zip(NAMES, ("epithelial_end", "hybrid_end", "mesenchymal_end"), (1.5, 4.5, 7.5), strict=True))),
    ],
    {"xaxis": {"range": [-0.7, 17.2], "visible": False}, "yaxis": {"range": [-0.8, SIDE - 0.2], "visible": False},
     "margin": {"l": 0, "r": 0, "b": 4}, "hovermode": False,
     "annotations": [{"text": "After six weeks", "xshift": 0}]},
    alt="A hundred cells after six weeks, each drawn by its state: squares hold on, rings are half-way, diamonds have "
        "let go.",
)


def over_time(cells, name, colour, width, dash="solid"):
    """Return the line of one kind of cell over the six weeks."""
    trace = line("day", cells, colour, width, dash)
    return trace | {"meta": trace["meta"] | {"label": name, "before": True}}


six_weeks = View(
    "Six weeks",
    [over_time("epithelial_cells", NAMES[0][0], "tissue", 5), over_time("hybrid_cells", NAMES[1][0], "tumour", 2),
     over_time("mesenchymal_cells", NAMES[2][0], "tumour", 5)],
    {"xaxis": {"range": [0, DAYS], "tickvals": [0, 14, 28, 42], "ticktext": ["start", "2", "4", "6 weeks"]},
     "yaxis": {"range": [0, CELLS], "tickvals": [0, 25, 50, 75, 100]},
     "margin": {"r": 98},
     "hovermode": False,
     "annotations": [{"text": "Cells of 100"}]},
    alt="How many of the hundred cells hold on, are half-way and have let go, day by day for six weeks. Dotted lines "
        "are those before the last move.",
)
