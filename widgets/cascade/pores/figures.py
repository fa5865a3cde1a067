"""Five views of a matrix: one sheet, how far cells get in many, in a block, three kinds of cell, speed in a pore."""

from __future__ import annotations

from typing import Any

from widgets.core import View, layouts, marks

from .model import COLUMNS, ROWS, WIDEST

CELL_COLOURS = ["var(--tumour)", "var(--immune)", "var(--immune)"]  # by cell
SOFT_COLOURS = ["var(--tumour-soft)", "var(--immune-soft)", "var(--immune-soft)"]
MAP_COLOURS = ["tissue", "page", "tumour-soft", "tumour", "immune-soft", "immune"]  # by what a place is
AREAS = layouts.log_axis(0, 1.48, [1, 2, 4, 7, 10, 20, 30], "Median pore, \u00b5m\u00b2")
THRESHOLDS = (24.88, 50)  # open pores, of 100: of an endless mesh of cubes (Lorenz 1998) and of squares (Kesten 1980)
PER_HUNDRED = layouts.of_100(103)
KEYS = (  # of the three lines
    layouts.above("\u2500 tumour cell", colour="tumour-ink", yshift=5),
    layouts.above("\u254c T cell", colour="immune-ink", yshift=5, x=0.36, xshift=-12),
    layouts.above("\u2508 neutrophil", colour="immune-ink", yshift=5, x=0.62, xshift=-8),
)


def varied(trace: dict[str, Any], attribute: str, values: list[str], by: str = "cell") -> dict[str, Any]:
    """Return a trace with one attribute bound to what is chosen: a colour to the cell, if nothing else is said."""
    return trace | {"meta": {"bind": trace["meta"]["bind"] | {attribute: {"field": by, "values": values}}}}


def dot(name: str, x: str, y: str) -> dict[str, Any]:
    """Return a dot, in the colour of the chosen cell."""
    return varied(marks.points(name, x, y, "tumour", 12), "marker.color", CELL_COLOURS)


def by_kind(*lines: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the lines of tumour cell, T cell and neutrophil, each over (x, y)."""
    looks = (("Tumour cell", "tumour", 3, "solid"), ("T cell", "immune", 2.5, "7px 4px"),
             ("Neutrophil", "immune", 2.5, "2px 3px"))
    return [marks.line(name, *places, *look) for (name, *look), places in zip(looks, lines, strict=True)]


one_sheet = View(
    "One sheet",
    traces=[
        marks.heat("picture", (-0.5, len(MAP_COLOURS) - 0.5), marks.steps(*MAP_COLOURS), x0=-1 / 6, dx=1 / 3, y0=-1 / 6,
                   dy=1 / 3),
        marks.line("The widest way", "way_x", "way_y", "ink", 3),
        varied(marks.points("Its narrowest pore", "tight_x", "tight_y", "page", 15, edge=2.5, rim="ink"),
               "marker.symbol", ["square", "circle"], "crossed"),
    ],
    layout=layouts.sheet(
        (-0.5, COLUMNS - 0.5), (-0.5, ROWS - 0.5),
        {"text": "Tinted: reached. Strong colour: cut.<br>\u2501 widest way. Narrowest: \u25cb open \u25a1 closed",
         "xshift": 0, "yshift": 5},
    ),
    alt="A maze seen from above: 40 rows of 41 rooms with fibres between them, and gaps in the fibres where a pore is "
        "open. Rooms that the cells reach from the left edge are tinted, pores that they had to cut strongly coloured. A line "
        "is the widest way from left to right, and a mark on it the narrowest pore of that way.",
)

how_far = View(
    "How far they get",
    traces=[
        marks.line("One of ten sheets", "median_cell", "reached_few", "hair", 0),
        varied(marks.line("Nine of ten sheets", "median_cell", "reached_most", "hair", 0) | {"fill": "tonexty"},
               "fillcolor", SOFT_COLOURS),
        varied(marks.line("Half of the sheets", "median_cell", "reached_half", "ink", 3), "line.color", CELL_COLOURS),
        dot("The sheet of the map", "median", "reached"),
    ],
    layout=layouts.plot(
        AREAS, PER_HUNDRED,
        {"text": "Rooms reached, of 100.  \u25cf this sheet", "yshift": 24},
        {"text": "Band: 8 of 10 sheets. \u2506 tipping point", "yshift": 5},
        right=14, shapes=[layouts.upright(1, "edge", dash="4px 3px")], bind=layouts.standing(0, "x", "tipping"),
    ),
    alt="How many of 100 rooms the chosen cells reach, by the median pore: a curve that is low, rises steeply near the "
        "tipping point and is high beyond. The band holds the middle 80 of 100 sheets and is widest at the tipping "
        "point. A dot is the sheet of the map.",
)

in_a_block = View(
    "In a block",
    traces=[
        marks.line("In a sheet", "opened", "reached_half", "tissue-ink", 2.5, "6px 4px"),
        varied(marks.line("In a block", "block_open", "block_reached", "ink", 3), "line.color", CELL_COLOURS),
        marks.upright("open_pores", (0, 103), "edge"),
        dot("This matrix, as a block", "open_pores", "block_now"),
    ],
    layout=layouts.plot(
        layouts.of_100(100, "Open pores, of 100"), PER_HUNDRED,
        {"text": "Rooms reached, of 100.  \u25cf now", "yshift": 24},
        {"text": "\u2501 in a block  \u254c in a sheet  \u2506 thresholds", "yshift": 5},
        right=14, shapes=[layouts.upright(threshold, "edge", dash="4px 3px") for threshold in THRESHOLDS],
    ),
    alt="How many of 100 rooms cells reach, by how many of 100 pores are open. In a block the curve rises steeply where "
        "25 pores are open, in a sheet only where 50 are. Dotted lines mark these two thresholds, a dot the chosen matrix "
        "as a block.",
)

three_kinds = View(
    "Three kinds of cell",
    traces=[
        *by_kind(("median_tumour", "crossings"), ("median_t", "crossings"), ("median_neutrophil", "crossings")),
        dot("Now", "median", "let_through"),
    ],
    layout=layouts.plot(
        AREAS, PER_HUNDRED, {"text": "Sheets let through, of 100.  \u25cf now", "yshift": 24}, *KEYS, right=14,
    ),
    alt="How many of 100 sheets let cells through, by the median pore. Three curves of the same shape, each rising from "
        "0 to 100 within a short stretch: neutrophils first, then T cells, then tumour cells. A dot is the chosen cell "
        "in the chosen matrix.",
)

speeds = View(
    "Speed in a pore",
    traces=[
        marks.line("Pores of this sheet", "pore", "pores_here", "tissue", 0) | marks.filled("tissue", "tozeroy"),
        *by_kind(("pore", "tumour_speed"), ("pore", "t_speed"), ("pore", "neutrophil_speed")),
        marks.points("Measured: cells stop", [2, 4, 7], [0, 0, 0], "people", 11, "diamond-open", 2, cliponaxis=False),
    ],
    layout=layouts.plot(
        layouts.axis(0, WIDEST, [0, 2, 4, 7, 10, 20, 30], "Pore, \u00b5m\u00b2"), PER_HUNDRED,
        {"text": "Speed, % of that in a wide pore", "yshift": 42},
        {"text": "\u25c7 stopped in a dish  \u2592 pores, after cutting", "yshift": 24}, *KEYS,
        right=14,
    ),
    alt="Speed in a pore by its area: three straight lines that begin at zero where cells stopped in a dish, at 2 square "
        "micrometres for neutrophils, 4 for T cells and 7 for tumour cells. A grey hump behind them shows how large the "
        "pores of this sheet are after cutting.",
)
