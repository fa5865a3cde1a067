"""Three views of killer cells and tumour: one run over time, how every start ends, the rests at every supply."""

from __future__ import annotations

from typing import Any

from widgets.core import View, marks

from .model import DIES_OUT, ESCAPES

WORDS = ["dies out", "held", "escapes"]  # by outcome
MILLIONS = {"type": "log", "tickvals": [0.001, 0.01, 0.1, 1, 10, 100],
            "ticktext": ["0.001", "0.01", "0.1", "1", "10", "100"]}
SWITCH = {"field": "treated", "values": [0, 1]}


def upright(colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    """Return a vertical line across the plot; the layout binds its place."""
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}}


def word(text: str, x: float, anchor: str, shift: float, colour: str = "quiet") -> dict[str, Any]:
    """Return a word on the lower edge of the plot."""
    return {"text": text, "x": x, "xref": "x", "xanchor": anchor, "xshift": shift, "y": 0, "yanchor": "bottom",
            "yshift": 3, "font": {"color": f"var(--{colour})", "size": 13}}


HOVER = {"hoverinfo": "all", "hovertemplate": "%{fullData.name}: %{y:,.3~r} million<extra></extra>"}

over_time = View(
    "Over time",
    traces=[
        marks.line("Killer cells", "day", "killers", "immune", 2.5, "9px 3px", label="Killer cells") | HOVER,
        marks.line("Tumour", "day", "tumour", "tumour", 3, label="Tumour", before=True) | HOVER,
    ],
    layout={
        "xaxis": {"range": [0, 730], "tickvals": [0, 182.5, 365, 547.5, 730],
                  "ticktext": ["start", "", "1 year", "", "2 years"], "unifiedhovertitle": {"text": "Day %{x:.0f}"}},
        "yaxis": {**MILLIONS, "range": [-3.2, 3]},
        "shapes": [upright("drug", 2, "4px 3px")],
        "annotations": [{"text": "Million cells. Each line: ten times more."},
                        word("treatment", 0, "left", 5, "drug-ink")],
        "meta": {"bind": {"shapes[0].x0": "treatment_day", "shapes[0].x1": "treatment_day",
                          "annotations[1].x": "treatment_day", "shapes[0].opacity": SWITCH,
                          "annotations[1].opacity": SWITCH}},
    },
    alt="Two lines over two years, on a scale where each step is ten times more: the tumour, solid, and the killer "
        "cells, dashed. A dotted line is the tumour before the last move.",
)

every_start = View(
    "Every start",
    traces=[
        {"type": "heatmap", "zmin": DIES_OUT, "zmax": ESCAPES,
         "colorscale": [[0, "var(--page)"], [0.33, "var(--page)"], [0.33, "var(--immune-soft)"],
                        [0.67, "var(--immune-soft)"], [0.67, "var(--tumour-soft)"], [1, "var(--tumour-soft)"]],
         "meta": {"bind": {"x": "map_killers", "y": "map_tumour", "z": "outcome"}}},
        marks.line("Killer cells rest", "killers_rest", "level", "immune", 1, "6px 3px"),
        marks.line("Tumour rests", "tumour_rest", "level", "tumour", 1),
        {"type": "scatter", "mode": "text", "hoverinfo": "skip", "textfont": {"color": "var(--quiet)"},
         "meta": {"bind": {"x": "label_killers", "y": "label_tumour",
                           "text": {"field": "label_outcome", "values": WORDS}}}},
        marks.line("This run", "killers", "tumour", "ink", 2, before=True),
        *marks.icons("mark_killers", "mark_tumour", "steady_kind", {
            kind: {"symbol": symbol, "size": 10, "color": "var(--ink)", "line": {"width": 2, "color": "var(--ink)"}}
            for kind, symbol in ((1, "circle"), (2, "diamond-open"))}),
        {"type": "scatter", "mode": "markers+text", "name": "Start", "hoverinfo": "skip", "text": ["\u2002start"],
         "textposition": "middle right", "textfont": {"color": "var(--ink)"},
         "marker": {"size": 9, "symbol": "circle-open", "color": "var(--ink)", "line": {"width": 2}},
         "meta": {"bind": {"x": "start_killers", "y": "tumour_start"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 24, "t": 46, "b": 44},
        "xaxis": {"type": "log", "range": [-2, 1], "tickvals": [0.01, 0.1, 1, 10],
                  "ticktext": ["0.01", "0.1", "1", "10"], "title": {"text": "Million killer cells"}},
        "yaxis": {**MILLIONS, "range": [-3, 2.7], "showgrid": False},
        "annotations": [{"text": "Million tumour cells.<br>Each mark: ten times more."}],
    },
    alt="A map of all starts: killer cells to the right, tumour cells upwards. Each area says how a start there ends. "
        "The line is this run. Filled dots are states that last; open diamonds are states that tip over.",
)

SIZES = (10**-3.2, 10**3)  # million cells: from the lower end of the axis to the upper
ABOVE_WORDS = (10**-2.3, 10**3)  # from above the words on the lower end: the line of the supply moves across them

every_supply = View(
    "Every supply",
    traces=[
        *(marks.upright(x, SIZES, "edge") for x in ("fold_supply", "clearing_supply")),
        marks.upright("supply", ABOVE_WORDS, "immune", 2),
        marks.line("Held", "dormant_supply", "dormant_tumour", "tumour", 3),
        marks.line("Tipping point", "tipping_supply", "tipping_tumour", "tumour", 1.5, "3px 3px"),
        marks.line("Escaped", "large_supply", "large_tumour", "tumour", 3),
        marks.points("This run", "supply", "tumour_end", "ink"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 24, "t": 46, "b": 44},
        "xaxis": {"range": [0, 80_000], "tickvals": [0, 20_000, 40_000, 60_000, 80_000],
                  "ticktext": ["0", "20,000", "40,000", "60,000", "80,000"],
                  "title": {"text": "Supply of killer cells a day"}},
        "yaxis": {**MILLIONS, "range": [-3.2, 3]},
        "annotations": [{"text": "Million tumour cells at rest.<br>Each line: ten times more."},
                        word("2 ends", 0, "left", 4), word("all held", 44_000, "center", 0),
                        word("die out", 80_000, "right", 20)],
    },
    alt="The tumour at rest for every supply of killer cells. Up to 21,000 a day it can stay at two sizes, one small "
        "and one large, with a tipping point between them. Up to 67,000 there is one, small. Above, none: the tumour "
        "dies out. The dot is this run after two years.",
)
