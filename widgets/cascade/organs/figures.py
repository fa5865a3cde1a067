"""Five views of where tumours grow: in two bodies, beside people, by first site, the soil, and what decides it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from widgets.core import View, layouts, marks

from .model import KINDS, NONE, ORGANS, PEOPLE, SIDE, SIGNS, SITES

NAMES = ("Brain", "Lungs", "Liver", "Bone", "Kidneys", "Gut", "Muscle", "Elsewhere")
# The drawing, on a sheet of 100 by 100: two bodies, and between them the names. Where an organ's disc lies in a body, to
# the right of its middle line; its name and its numbers are at the same height.
LEFT_BODY, NAME_AT, RIGHT_BODY = 25.0, 50.0, 75.0
DISC_X = (0.0, 0.0, -2.6, -5.0, 3.4, 0.4, 5.0, 0.0)
DISC_Y = (94.0, 76.0, 65.0, 36.0, 56.0, 47.0, 26.0, 11.0)
DISC = 50  # pixels across the disc of an organ that holds all
OUTLINE = (  # of the right half, from the neck round the arm and leg to the middle
    (2.0, 88.0), (2.2, 84.0), (9.5, 83.0), (11.5, 76.0), (12.5, 62.0), (14.2, 46.0), (12.0, 44.0), (10.2, 60.0),
    (8.6, 70.0), (7.4, 60.0), (8.8, 47.0), (8.6, 32.0), (7.0, 17.0), (7.4, 2.0), (2.6, 2.0), (2.6, 18.0), (0.8, 40.0))


def rounded(points: Sequence[tuple[float, float]], closed: bool = False) -> str:
    """Return a smooth SVG path that begins and ends at the first and last point and bends at those between."""
    ends = [*points, points[0]] if closed else list(points)
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in itertools.pairwise(ends)]
    start = middles[-1] if closed else ends[0]
    steps = [f"Q {x:g} {y:g} {mx:g} {my:g}" for (x, y), (mx, my) in zip(ends, middles, strict=False)]
    last = "Z" if closed else f"L {ends[-1][0]:g} {ends[-1][1]:g}"
    return f"M {start[0]:g} {start[1]:g} " + " ".join([*steps, last])


def ring(x: float, y: float, wide: float, high: float) -> str:
    """Return an ellipse as an SVG path: four curves, since paths of Plotly have no arcs."""
    a, b = 0.5523 * wide, 0.5523 * high  # how far the handles of a quarter of a circle reach
    return (f"M {x - wide:g} {y:g} C {x - wide:g} {y + b:g} {x - a:g} {y + high:g} {x:g} {y + high:g} "
            f"C {x + a:g} {y + high:g} {x + wide:g} {y + b:g} {x + wide:g} {y:g} "
            f"C {x + wide:g} {y - b:g} {x + a:g} {y - high:g} {x:g} {y - high:g} "
            f"C {x - a:g} {y - high:g} {x - wide:g} {y - b:g} {x - wide:g} {y:g} Z")


def stroke(middle: float, points: Sequence[tuple[float, float]], side: int = 1) -> str:
    """Return an open line of a body, on its right side (1) or on its left (-1)."""
    return rounded([(middle + side * x, y) for x, y in points])


def organ(middle: float, points: Sequence[tuple[float, float]], side: int = 1) -> str:
    """Return the outline of an organ."""
    return rounded([(middle + side * x, y) for x, y in points], closed=True)


LUNG_OUTLINE = ((0.9, 82), (3.6, 84), (5.8, 74), (5.4, 68), (1.4, 70))
LIVER_OUTLINE = ((-6.2, 67), (2.2, 68.5), (0.6, 64), (-5.4, 61.5))
SPINE_LINE = ((0, 87), (0.4, 76), (-0.3, 62), (0, 43))
LEG_LINE = ((1.6, 42), (6.0, 41), (5.0, 34), (4.8, 20))


def bodies(colour: str, width: float, parts: Callable[[float], Sequence[str]], filled: bool = False) -> dict[str, Any]:
    """Return parts of both bodies as one shape: `parts` gives their paths for a middle line."""
    return {"type": "path", "path": " ".join([*parts(LEFT_BODY), *parts(RIGHT_BODY)]), "layer": "below",
            "line": {"color": f"var(--{colour})", "width": width},
            "fillcolor": f"var(--{colour}-soft)" if filled else "rgba(0,0,0,0)"}


# Both bodies, seen from the front: outline and head, the organs filled with grey, spine and thigh bones.
DRAWING = [
    bodies("edge", 1.25, lambda at: (stroke(at, OUTLINE), stroke(at, OUTLINE, -1), ring(at, 94, 4.2, 6.2))),
    bodies("tissue", 0.75, lambda at: (
        ring(at, 95.5, 3.0, 3.4), organ(at, LUNG_OUTLINE), organ(at, LUNG_OUTLINE, -1), organ(at, LIVER_OUTLINE), ring(at + 3.4, 56, 1.3, 2.6),
        ring(at - 3.4, 56, 1.3, 2.6), ring(at, 46.5, 4.6, 3.8), ring(at + 5.0, 27, 2.0, 5.6)), filled=True),
    bodies("tissue", 2.5, lambda at: (stroke(at, SPINE_LINE), stroke(at, LEG_LINE), stroke(at, LEG_LINE, -1))),
]


def discs(name: str, middle: float, field: str, colour: str) -> dict[str, Any]:
    """Return a disc on each organ, its area as the share."""
    disc = {"sizemode": "area", "sizeref": 2 * 100 / DISC**2, "sizemin": 0, "opacity": 1,
            "color": f"var(--{colour}-soft)", "line": {"color": f"var(--{colour})", "width": 2}}
    return marks.points(name, [middle + x for x in DISC_X], DISC_Y, colour, marker=disc, cliponaxis=False,
                        meta={"bind": {"marker.size": field}})


def column(x: float, field: str, colour: str, side: str) -> dict[str, Any]:
    """Return the numbers of one body, beside it."""
    return marks.words(field, [x] * ORGANS, DISC_Y, f"{colour}-ink", position=f"middle {side}", texttemplate="%{text:.2~r}")


def row_axis(low: float, high: float, rows: Sequence[int], names: Sequence[str], **more: Any) -> dict[str, Any]:
    """Return the axis of rows with their names."""
    return layouts.axis(low, high, rows, words=names, showgrid=False, **more)


two_bodies = View(
    "The body",
    traces=[
        discs("Cells that stop", LEFT_BODY, "stops", "blood"),
        discs("Metastases", RIGHT_BODY, "metastases", "tumour"),
        column(-3, "stops", "blood", "right"),
        column(103, "metastases", "tumour", "left"),
        marks.words(NAMES, [NAME_AT] * ORGANS, DISC_Y, position="middle center"),
    ],
    layout=layouts.sheet(
        (-3, 103), (0, 102),
        layouts.above("<b>Where cells stop</b><br>of 100 cells", colour="blood-ink", xshift=0),
        layouts.above("<b>Where they grow</b><br>of 100 metastases", colour="tumour-ink", x=1, xanchor="right", xshift=0,
                    align="right"),
        bottom=2, shapes=DRAWING,
    ),
    alt="Two line drawings of a body, seen from the front, with brain, lungs, liver, kidneys, gut, bones and muscle. On "
        "the left one a disc on each organ shows by its area how many of 100 tumour cells stop there, on the right one "
        "how many of 100 expected metastases grow there. The numbers stand beside each body, the names between them.",
)

ROWS = list(range(SITES, 0, -1))  # bone at the top

beside_people = View(
    "Beside people",
    traces=[
        marks.bars("Expected", "reached", ROWS, "tumour-soft", 2, "tumour", orientation="h", width=0.5,
                   error_x=marks.whiskers([0] * SITES, [0] * SITES, "tumour", 5), meta={"bind": {
                       "x": "reached", "error_x.array": "reached_more", "error_x.arrayminus": "reached_less"}}),
        marks.points("A hundred drawn", "drawn", ROWS, "surface", 10, "circle", 2, "tumour"),
        marks.points("Published", "published", [row - 0.36 for row in ROWS], "people", 11, "diamond",
                     error_x=marks.whiskers([0] * SITES, [0] * SITES, "people", 1.5, 4), meta={"bind": {
                         "x": "published", "error_x.array": "published_above", "error_x.arrayminus": "published_below"}}),
    ],
    layout=layouts.plot(
        layouts.of_100(101, "Of 100 patients with a relapse", showgrid=True, gridcolor="var(--hair)"),
        row_axis(0.3, SITES + 0.5, ROWS, ["Bone", "Lungs", "Liver", "Brain"], ticklabelstandoff=6),
        layouts.above("Reached by a metastasis at some time", 2), layouts.above("▬ the model, usual range", 1, "tumour-ink"),
        *layouts.key(("○ one hundred drawn", "tumour-ink"), ("◆ people", "people-ink", 0.62)),
        left=50, right=14,
    ),
    alt="Bars for bone, lungs, liver and brain: in how many of 100 virtual patients with a relapse a metastasis is to be "
        "expected there. A thick line holds 80 of 100 repeats, a ring is the hundred drawn. Below each bar a diamond in "
        "ink with its 95 % interval shows what was published for this kind of breast cancer.",
)

SYMBOLS = ["diamond", "circle", "square", "triangle-up", "x", "circle"]  # by sign
WORDS = ("◆ %{text} bone", "● %{text} lungs", "■ %{text} liver", "▲ %{text} brain", "✕ %{text} other", "○ %{text} none")
SIGN_ROWS = [7.5 - 1.5 * i for i in range(SIGNS)]  # of the words beside the hundred; above them stands "usually"
SIGN_INKS = ["var(--quiet)" if sign == NONE else "var(--tumour-ink)" for sign in range(SIGNS)]

hundred = View(
    "First site",
    traces=[
        *marks.icons(*marks.crowd(PEOPLE, SIDE), "icon", {
            sign: marks.look(symbol, 11, "surface", 1.75, "tissue-ink") if sign == NONE
            else marks.look(symbol, 11, "tumour", 1.75, "tumour") for sign, symbol in enumerate(SYMBOLS)}),
        marks.words("icons", [SIDE + 0.1] * SIGNS, SIGN_ROWS, texttemplate=list(WORDS),
                    textfont={"color": SIGN_INKS, "size": 14}),
        marks.words("icons_low", [20.4] * SIGNS, SIGN_ROWS, position="middle left",
                    texttemplate="%{text:.0f}–%{customdata:.0f}",
                    meta={"bind": {"text": "icons_low", "customdata": "icons_high"}}),
        marks.labels(("usually", 20.4, 9.0, "quiet"), position="middle left"),
    ],
    layout=layouts.sheet(
        (-0.6, 20.4), (-0.9, SIDE - 0.3),
        layouts.above("100 virtual patients with a relapse,<br>by the site of the first metastasis", xshift=0),
        left=0, right=0,
    ),
    alt="A hundred virtual patients with a relapse as signs, by the site of the first metastasis: diamonds bone, filled "
        "circles lungs, squares liver, triangles brain, crosses another organ, rings none of these. The numbers stand "
        "beside them, with what is usual in 80 of 100 repeats.",
)

NEEDED_ROWS = [3, 2, 1]  # bone, liver, brain
APART = (0.18, 0.06, -0.06, -0.18)  # of a row: where the kinds lie in it
KIND_SYMBOLS = ["circle-open", "square-open", "diamond-open", "triangle-up-open"]

soil_needed = View(
    "Soil needed",
    traces=[
        marks.points("All kinds", "needed_all", [row + apart for apart in APART for row in NEEDED_ROWS], "tissue-ink",
                     marker={"size": 11, "color": "var(--tissue-ink)", "line": {"width": 1.75},
                             "symbol": [symbol for symbol in KIND_SYMBOLS for _ in NEEDED_ROWS]}),
        *(marks.points("The chosen kind", "needed", [row + apart for row in NEEDED_ROWS], "tumour", 6, meta={"bind": {
            "x": "needed", "visible": {"field": "kind", "values": [i == kind for i in KINDS.values()]}}})
          for kind, apart in enumerate(APART)),
        marks.words("needed", "needed", [row + 0.46 for row in NEEDED_ROWS], "tumour-ink", position="middle center",
                    texttemplate="%{text:,.3~r} times"),
    ],
    layout=layouts.plot(
        layouts.log_axis(-2, 5.2, [10.0**power for power in range(-2, 6)], words=["0.01", "", "1", "", "100", "", "10,000", ""],
                         showgrid=True, gridcolor="var(--hair)"),
        row_axis(0.6, 3.75, NEEDED_ROWS, ["Bone", "Liver", "Brain"]),
        layouts.above("Soil needed for the published sites,<br>lungs: 1. Each line: ten times more.", 2),
        layouts.above("○ luminal A  □ luminal B<br>◇ HER2  △ triple negative", 0, "tissue-ink"),
        left=46, right=22, top=84, bottom=26, shapes=[layouts.upright(1, "edge", 1.5, "3px 3px")],
    ),
    alt="How many times better than the lungs bone, liver and brain must be for tumour cells, so that the published "
        "numbers come out with this plumbing, on a scale where each line is ten times more. Four open signs a row, one "
        "for each kind of breast cancer; a dot and a number mark the chosen one.",
)

assumption = View(
    "What is assumed",
    traces=[
        marks.line("Soil that bone needs", "kept", "needed_over", "tissue-ink", 3, before=True,
                   hover="the lungs keep %{x:.0f}: %{y:,.0f} times"),
        marks.upright("lungs_keep", (0.1, 10**4.2), "edge"),
        marks.points("Now", "lungs_keep", "needed_bone", "tumour"),
    ],
    layout=layouts.plot(
        layouts.axis(0, 100, range(0, 101, 25), "The lungs keep, of 100 (assumed)"),
        layouts.log_axis(-1, 4.2, [10.0**power for power in range(-1, 5)], words=["0.1", "1", "10", "100", "1,000", "10,000"],
                         showgrid=True, gridcolor="var(--hair)"),
        layouts.above("Soil that bone needs, lungs: 1.<br>Each line: ten times more.", 0, xshift=-44),
        left=50, right=16, top=56,
    ),
    alt="How many times better than the lungs bone must be, over how many of 100 cells the lungs are assumed to keep, on a "
        "scale where each line is ten times more. A line rises ever faster to the right; a dot marks what is assumed now.",
)
