"""Five views of the switch: one cell, its way up and down, its valleys, a hundred cells, and their six weeks."""

from __future__ import annotations

from typing import Any

from widgets.core import Frames, View, layouts, marks

from .circuit import EPITHELIAL_ABOVE, HIGH, HYBRID_ABOVE, LEAST_MIRNA, LOW, MOST_MIRNA
from .model import CELLS, DAYS, HIGHEST, SIDE

LOOKS = (("square", "tissue", "tissue-ink"), ("circle", "surface", "tumour"), ("diamond", "tumour", "tumour"))  # by state
NAMES = (("■ holding", "tissue-ink"), ("● half-way", "tumour-ink"), ("◆ let go", "tumour-ink"))


def marble(kind: str, x: str, y: str) -> dict[str, Any]:
    """Return the cell as a marble."""
    bind = {f"marker.{part}": {"field": kind, "values": values} for part, values in (
        ("symbol", [symbol for symbol, _, _ in LOOKS]), ("color", [f"var(--{colour})" for _, colour, _ in LOOKS]))}
    return marks.points("The cell", x, y, "surface", 18, edge=2, rim="ink", meta={"bind": {"x": x, "y": y, **bind}})


def names(places: list[tuple[float, float]], **more: Any) -> list[dict[str, Any]]:
    """Return the names of the three states, each at its place."""
    return [layouts.word(text, x, y, colour, font={"color": f"var(--{colour})", "size": 14}, **more)
            for (text, colour), (x, y) in zip(NAMES, places, strict=True)]


RESTS = (
    marks.line("Every rest", "curve_snail", "curve_zeb", "edge", 1.5, "dash"),
    marks.line("Holding", "epithelial_snail", "epithelial_zeb", "tissue", 5),
    marks.line("Half-way", "hybrid_snail", "hybrid_zeb", "tumour", 2.5),
    marks.line("Let go", "mesenchymal_snail", "mesenchymal_zeb", "tumour", 5),
    marks.line("The way taken", "trip_snail", "trip_zeb", "ink", 1.25),
)
FOLDS = layouts.plot(
    layouts.axis(LOW - 8, HIGH + 2, range(150, 251, 25)) | {"title": {"text": "SNAIL, thousand molecules", "standoff": 6}},
    layouts.axis(-110, 1300, [0, 500, 1000]),  # room below for the marble
    {"text": "ZEB messages in the cell", "xshift": -44},
    *names([(1, 60), (1, 390), (1, 850)], xref="paper", xshift=8),
    left=44, right=98, bottom=48,
)

one_cell = View(
    "One cell",
    [marks.upright("signal", (0, 1300), "hair", 1.5), *RESTS, marble("kind", "signal", "zeb")],
    FOLDS,
    alt="The resting states of a cell over its SNAIL: a line folded like an S, twice. A marble shows where the cell is, "
        "and a thin line the way that it took.",
)

up_and_down = View(
    "Up and down",
    [*RESTS, marble("trip_kind[frame]", "trip_snail[frame]", "trip_zeb[frame]")],
    FOLDS,
    alt="The same folded line. The marble moves along it as SNAIL rises to its highest and falls to its level now.",
    frames=Frames("trip_snail", "SNAIL {trip_snail[frame]:.0f}", per_second=24),
)

valleys = View(
    "Valleys",
    [
        marks.line("The ground", "curve_mirna", "valleys", "fibre", 2) | marks.filled("tissue", "tozeroy"),
        marble("kind", "mirna", "marble_height"),
    ],
    layouts.plot(
        layouts.axis(MOST_MIRNA + LEAST_MIRNA, 0, [20_000, 10_000, 0], tickformat=",")
        | {"title": {"text": "miR-200 in the cell", "standoff": 6}},
        layouts.axis(0, HIGHEST, visible=False),
        *names([(20_500, 1), (10_500, 1), (2_250, 1)], yref="paper", xanchor="center", yanchor="bottom", yshift=6),
        left=8, right=8, bottom=48,
        shapes=[layouts.upright(each, "edge", layer="above") for each in (EPITHELIAL_ABOVE, HYBRID_ABOVE)],
    ),
    alt="Hills and valleys from much miR-200 to little. Each valley is a state in which a cell can rest; the marble "
        "lies in that of this cell.",
)

hundred = View(
    "A hundred cells",
    [
        *marks.icons(*marks.crowd(CELLS, SIDE, rising=False), "cells", {
            i: marks.look(symbol, 14, colour, 2, edge)
            for i, (symbol, colour, edge) in enumerate(LOOKS)}),
        marks.tallies(*((f"%{{text}} {text}", f"{cells}_end", SIDE + 0.1, height, colour) for (text, colour), cells, height in
                        zip(NAMES, ("epithelial", "hybrid", "mesenchymal"), (1.5, 4.5, 7.5), strict=True))),
    ],
    layouts.sheet((-0.7, 17.2), (-0.8, SIDE - 0.2), {"text": "After six weeks", "xshift": 0}, left=0, right=0),
    alt="A hundred cells after six weeks, each drawn by its state: squares hold on, rings are half-way, diamonds have "
        "let go.",
)

six_weeks = View(
    "Six weeks",
    [marks.line(name, "day", f"{cells}_cells", colour, width, label=name, before=True)
     for (name, _), cells, colour, width in zip(NAMES, ("epithelial", "hybrid", "mesenchymal"),
                                                ("tissue", "tumour", "tumour"), (5, 2, 5), strict=True)],
    layouts.plot(
        layouts.axis(0, DAYS, [0, 14, 28, 42], words=["start", "2", "4", "6 weeks"]),
        layouts.of_100(),
        "Cells of 100",
        right=98,
    ),
    alt="How many of the hundred cells hold on, are half-way and have let go, day by day for six weeks. Dotted lines "
        "are those before the last move.",
)
