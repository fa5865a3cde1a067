"""The views of surveillance: one run over time, how every start ends, and where a tumour rests at every supply."""

from __future__ import annotations

from typing import Any

from widgets.core import View, layouts, marks

from .model import DIES_OUT, ESCAPES

WORDS = ["dies out", "held", "escapes"]  # by outcome
SWITCH = {"field": "treated", "values": [0, 1]}
MILLIONS = [0.001, 0.01, 0.1, 1, 10, 100]


def word(text: str, x: float, anchor: str, shift: float, colour: str = "quiet") -> dict[str, Any]:
    """Return a word on the lower edge of the plot."""
    return {"text": text, "x": x, "xref": "x", "xanchor": anchor, "xshift": shift, "y": 0, "yanchor": "bottom",
            "yshift": 3, "font": {"color": f"var(--{colour})", "size": 13}}


over_time = View(
    "Over time",
    traces=[
        marks.line("Killer cells", "day", "killers", "immune", 2.5, "9px 3px", hover="%{y:,.3~r} million",
                   label="Killer cells"),
        marks.line("Tumour", "day", "tumour", "tumour", 3, hover="%{y:,.3~r} million", label="Tumour", before=True),
    ],
    layout=layouts.plot(
        layouts.axis(0, 730, [0, 182.5, 365, 547.5, 730], words=["start", "", "1 year", "", "2 years"]),
        layouts.log_axis(-3.2, 3, MILLIONS),
        "Million cells. Each line: ten times more.", word("treatment", 0, "left", 5, "drug-ink"),
        hover="Day %{x:.0f}",
        shapes=[layouts.upright(0, "drug", 2, "4px 3px")],
        bind={**layouts.standing(0, "x", "treatment_day"), "annotations[1].x": "treatment_day",
              "shapes[0].opacity": SWITCH, "annotations[1].opacity": SWITCH},
    ),
    alt="Two lines over two years, on a scale where each step is ten times more: the tumour, solid, and the killer "
        "cells, dashed. A dotted line is the tumour before the last move.",
)

every_start = View(
    "Every start",
    traces=[
        marks.heat("outcome", (DIES_OUT, ESCAPES), marks.steps("page", "immune-soft", "tumour-soft"), "map_killers",
                   "map_tumour"),
        marks.line("Killer cells rest", "killers_rest", "level", "immune", 1, "6px 3px"),
        marks.line("Tumour rests", "tumour_rest", "level", "tumour", 1),
        marks.words({"field": "label_outcome", "values": WORDS}, "label_killers", "label_tumour", size=14,
                    position="middle center"),
        marks.line("This run", "killers", "tumour", "ink", 2, before=True),
        *marks.icons("mark_killers", "mark_tumour", "steady_kind", {
            kind: marks.look(symbol, 10, "ink", 2, "ink") for kind, symbol in ((1, "circle"), (2, "diamond-open"))}),
        marks.points("Start", "start_killers", "tumour_start", "ink", 9, "circle-open", 2, mode="markers+text",
                     text=["\u2002start"], textposition="middle right", textfont={"color": "var(--ink)"}),
    ],
    layout=layouts.plot(
        layouts.log_axis(-2, 1, [0.01, 0.1, 1, 10], "Million killer cells"),
        layouts.log_axis(-3, 2.7, MILLIONS, showgrid=False),
        "Million tumour cells.<br>Each mark: ten times more.",
        right=24,
    ),
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
    layout=layouts.plot(
        layouts.axis(0, 80_000, range(0, 80_001, 20_000), "Supply of killer cells a day", tickformat=","),
        layouts.log_axis(-3.2, 3, MILLIONS),
        "Million tumour cells at rest.<br>Each line: ten times more.",
        word("2 ends", 0, "left", 4), word("all held", 44_000, "center", 0), word("die out", 80_000, "right", 20),
        right=24,
    ),
    alt="The tumour at rest for every supply of killer cells. Up to 21,000 a day it can stay at two sizes, one small "
        "and one large, with a tipping point between them. Up to 67,000 there is one, small. Above, none: the tumour "
        "dies out. The dot is this run after two years.",
)
