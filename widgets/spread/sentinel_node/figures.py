"""Four views of the biopsy: a hundred people, one armpit, what more nodes bring, a thousand draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from widgets.core import Frames, View, layouts, marks

from .model import MANY_MISSED, NODE_X, NODE_Y, PEOPLE, SHANDONG_COUNTS, STEPS, TRIAL_COUNTS, interval

SIDE = 10  # people in a row
CELLS_FOUND, CELLS_LEFT, NO_CELLS, TAKEN_OUT = "◆", "◇", "○", "●"  # the signs of all figures
MIXED = 7.6  # on the axis of nodes: the trials, in which some people had one node taken out and others more


def observed(name: str, x: Sequence[float], counts: Sequence[tuple[int, int]], symbol: str) -> dict[str, Any]:
    """Return markers for what was found in people, with 95 % intervals."""
    shares, below, above = zip(*map(interval, counts), strict=True)
    return marks.points(name, x, shares, "people", 9, symbol, 2, error_y=marks.whiskers(above, below, "people", 1.25))


def stroke(path: str, colour: str, width: float, fill: str = "") -> dict[str, Any]:
    """Return a line of the drawing, as an SVG path; `fill` names a colour."""
    return {"type": "path", "path": path, "layer": "below", "line": {"color": f"var(--{colour})", "width": width},
            "fillcolor": f"var(--{fill})" if fill else "rgba(0,0,0,0)"}


hundred = View(
    "A hundred people",
    traces=[
        *marks.icons(*marks.crowd(PEOPLE, SIDE), "sorted_finding", {
            0: marks.look("diamond", 13, "tumour", 2, "tumour"), 1: marks.look("diamond-open", 12, "tumour", 2, "tumour"),
            2: marks.look("circle-open", 9, "lymph", 2, "lymph")}),
        marks.tallies((f"{CELLS_FOUND} %{{text}} found", "found", -0.5, SIDE + 1.3, "tumour-ink"),
                      (f"{CELLS_LEFT} %{{text}} missed", "missed", 2.7, SIDE + 1.3, "tumour-ink"),
                      (f"{NO_CELLS} %{{text}} no cells", "empty", 6.0, SIDE + 1.3, "lymph-ink"),
                      (f"%{{text}} clear results: {CELLS_LEFT} and {NO_CELLS}", "clear", 2.7, SIDE + 0.1, "ink")),
    ],
    layout=layouts.sheet((-0.6, SIDE - 0.4), (-0.6, SIDE + 2), left=0, right=0, top=0, bottom=0),
    alt="A hundred people as signs in ten rows. Filled diamonds: cells found in a node that was taken out. Hollow "
        "diamonds: cells missed. Small circles: no cells in any node. The last two groups get a clear result.",
)

CHEST = [
    stroke("M 39 42 L 49 35 L 79 63 L 74 70 Z", "tissue", 1, "tissue-soft"),  # the smaller chest muscle
    stroke("M 100 54 C 86 58 72 70 52 69 C 40 68 34 72 28 78", "blood", 4),  # the vein of the armpit
    stroke("M 4 75 C 24 69 46 74 80 73", "edge", 1),  # the collarbone
    stroke("M 4 75 L 4 4", "edge", 3),  # the breastbone
    stroke("M 72 0 C 78 16 84 26 88 31 C 92 34 96 34 100 34", "edge", 1.5),  # side of the chest, and arm
    stroke("M 36 38 C 50 38 58 31 58 21 C 58 10 48 4 36 4 C 24 4 14 10 14 21 C 14 31 23 37 36 38 Z", "edge",
           1.5),  # the breast
    stroke("M 36 23 C 38.2 23 38.2 19 36 19 C 33.8 19 33.8 23 36 23 Z", "edge", 1),
    stroke("M 44 31 C 49 34 53 35 57 37 S 66 43 69 45 S 79 51 81.5 53 M 47 25 C 53 27 58 30 63 32.5"
           " S 75 40 80.5 44.5 M 48 19 C 54 20 60 22 62.5 24.5 S 74 32 80 36.5", "lymph", 1),  # to level I
    stroke("M 57 37 C 55 40 54 42 54 44.5 S 48 52 46.5 55 S 42 64 41 68 M 69 45 C 66 48 64 50 63 51.5"
           " S 55 58 52 61 S 44 66 41 68 M 81.5 53 C 78 57 74 59 70 59.5 S 58 61 52 61", "lymph", 1),  # and on
]

armpit = View(
    "One armpit",
    traces=[
        marks.drawn([26, 17, 10.5], [25, 30, 35], "lymph", 2, "1px 5px"),
        marks.drawn([26, 17, 10.5], [25, 30, 35], "lymph", 2, meta={"when": "to_breastbone[frame]"}),
        marks.points("Nodes at the breastbone", [9, 9, 9], [35, 45, 55], "lymph", 9, "circle-open", 2, "lymph"),
        marks.line("The way of the cells", "way_x[frame]", "way_y[frame]", "tumour", 2, "4px 3px"),
        *marks.icons(NODE_X.tolist(), NODE_Y.tolist(), "node_kind[frame]", {
            kind: marks.look(symbol, size, colour, 2, colour) for kind, (symbol, size, colour) in enumerate((
                ("circle-open", 10, "lymph"), ("circle", 12, "lymph"), ("diamond-open", 14, "tumour"),
                ("diamond", 14, "tumour")))}),
        marks.points("Tumour", "tumour_x[frame]", "tumour_y[frame]", "tumour", 15),
        marks.labels(("level I", 91, 44, "lymph-ink"), ("II", 46.5, 40.5, "lymph-ink"), ("III", 40, 58, "lymph-ink"),
                     ("breastbone", 23, 65, "quiet"), ("muscle", 30, 47, "quiet"), ("vein", 93, 62, "blood-ink")),
        marks.labels(({"field": "finding[frame]", "values": [
            "<b>Cells in a node: found</b>", "<b>Cells in a node: missed</b>", "<b>No cells in any node</b>"]}, 0, 78, "ink"),
            position="top right"),
    ],
    layout=layouts.sheet(
        (0, 100), (0, 78),
        layouts.above(f"{NO_CELLS} node  {TAKEN_OUT} taken out  {CELLS_FOUND} found  {CELLS_LEFT} missed", 1, xshift=0),
        top=44, bottom=2, shapes=CHEST,
    ),
    alt="Line drawing of one side of a chest, seen from the front: breastbone, breast with a tumour, armpit and arm. "
        "Twenty small circles are the nodes of the armpit: thirteen beside a slanting muscle (level I), five behind it "
        "(II), two above it (III), joined by lymph vessels that end in a vein. Nodes that are taken out are filled. A "
        "diamond is the first node with tumour cells, at the end of a dashed line from the tumour: filled if it was "
        "taken out, hollow if it stayed. Three nodes lie along the breastbone.",
    frames=Frames("person", "Person {person[frame]:.0f}", per_second=1.0),
)

more_nodes = View(
    "More nodes",
    traces=[
        *marks.band("nodes", "band_low", "band_high", "tumour"),
        marks.line("The law", "nodes", "missed_after", "tumour", 3, before=True),
        observed("Shandong", [1, 2, 3, 5], SHANDONG_COUNTS, "circle-open"),
        marks.drawn([4, 6], [100 * 1 / 43] * 2, "people", 1.25, name="Four or more"),
        observed("Four trials", [MIXED - 0.6, MIXED - 0.2, MIXED + 0.2, MIXED + 0.6], list(TRIAL_COUNTS.values()),
                 "square-open"),
        marks.points("Now", "removed", "missed_share", "tumour", 12),
    ],
    layout=layouts.plot(
        layouts.axis(0.6, MIXED + 1, [1, 2, 3, 4, 5, 6, MIXED], "Sentinel nodes taken out",
                     ["1", "2", "3", "4", "5", "6", "trials"]),
        layouts.axis(0, 46, range(0, 41, 10)),
        layouts.above("Cells missed, of 100 people with cells", 1),
        layouts.above("○ Shandong  □ four trials", 0, "people-ink"),
        right=10,
    ),
    alt="How many of 100 people with tumour cells in a node are missed, by the number of nodes taken out: a curve that "
        "falls steeply and then levels off. The band holds the middle 80 of 100 draws of a hundred people. Circles with "
        "upright lines are what was found in Shandong, 19.6, 9.8, 7.3 and, for four or more, 2.3; squares are four "
        "trials, 16.7, 9.8, 6.7 and 5.5.",
)

thousand = View(
    "A thousand draws",
    traces=[
        marks.bars("Draws", "how_many", "draws", "tumour"),
        marks.points("This hundred", "missed", [0], "surface", 13, "diamond", 2, "tumour"),
    ],
    layout=layouts.plot(
        layouts.axis(-0.8, MANY_MISSED + 0.8, [0, 10, 20, 30, MANY_MISSED], "People missed, of a hundred",
                     ["0", "10", "20", "30", "40+"]),
        layouts.axis(0, STEPS[0], nticks=5, rangemode="tozero"),
        "Draws, of 1,000.  ◇ this hundred",
        right=16, bargap=0.2, bind={"yaxis.range[1]": "draws_top"},
    ),
    alt="A thousand draws of a hundred people, sorted by how many are missed: a hump around the expected number. A "
        "diamond marks the hundred of the first figure.",
)
