"""Four views of where tumours grow: in two bodies, beside people, by first site, and the soil that this takes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from widgets.core import View, marks

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
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "cliponaxis": False,
            "x": [middle + x for x in DISC_X], "y": list(DISC_Y),
            "marker": {"sizemode": "area", "sizeref": 2 * 100 / DISC**2, "sizemin": 0, "opacity": 1,
                       "color": f"var(--{colour}-soft)", "line": {"color": f"var(--{colour})", "width": 2}},
            "meta": {"bind": {"marker.size": field}}}


def column(x: float, field: str, colour: str, side: str) -> dict[str, Any]:
    """Return the numbers of one body, beside it."""
    return {"type": "scatter", "mode": "text", "x": [x] * ORGANS, "y": list(DISC_Y), "hoverinfo": "skip",
            "texttemplate": "%{text:.2~r}", "textposition": f"middle {side}", "cliponaxis": False,
            "textfont": {"color": f"var(--{colour}-ink)", "size": 13}, "meta": {"bind": {"text": field}}}


two_bodies = View(
    "The body",
    traces=[
        discs("Cells that stop", LEFT_BODY, "stops", "blood"),
        discs("Metastases", RIGHT_BODY, "metastases", "tumour"),
        column(-3, "stops", "blood", "right"),
        column(103, "metastases", "tumour", "left"),
        {"type": "scatter", "mode": "text", "x": [NAME_AT] * ORGANS, "y": list(DISC_Y), "text": list(NAMES),
         "textfont": {"color": "var(--quiet)", "size": 13}, "hoverinfo": "skip"},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 4, "r": 4, "t": 46, "b": 2},
        "xaxis": {"range": [-3, 103], "visible": False},
        "yaxis": {"range": [0, 102], "visible": False},
        "shapes": DRAWING,
        "annotations": [
            marks.above("<b>Where cells stop</b><br>of 100 cells", colour="blood-ink", xshift=0),
            marks.above("<b>Where they grow</b><br>of 100 metastases", colour="tumour-ink", x=1, xanchor="right", xshift=0,
                  align="right"),
        ],
    },
    alt="Two line drawings of a body, seen from the front, with brain, lungs, liver, kidneys, gut, bones and muscle. On "
        "the left one a disc on each organ shows by its area how many of 100 tumour cells stop there, on the right one "
        "how many of 100 expected metastases grow there. The numbers stand beside each body, the names between them.",
)

ROWS = list(range(SITES, 0, -1))  # bone at the top

beside_people = View(
    "Beside people",
    traces=[
        {"type": "bar", "orientation": "h", "name": "Expected", "hoverinfo": "skip", "y": ROWS, "width": 0.5,
         "marker": {"color": "var(--tumour-soft)", "line": {"color": "var(--tumour)", "width": 2}},
         "error_x": {"type": "data", "symmetric": False, "color": "var(--tumour)", "thickness": 5, "width": 0,
                     "array": [0] * SITES, "arrayminus": [0] * SITES},
         "meta": {"bind": {"x": "reached", "error_x.array": "reached_more", "error_x.arrayminus": "reached_less"}}},
        {"type": "scatter", "mode": "markers", "name": "A hundred drawn", "hoverinfo": "skip", "y": ROWS,
         "marker": {"size": 10, "symbol": "circle", "color": "var(--surface)",
                    "line": {"color": "var(--tumour)", "width": 2}},
         "meta": {"bind": {"x": "drawn"}}},
        {"type": "scatter", "mode": "markers", "name": "Published", "hoverinfo": "skip",
         "y": [row - 0.36 for row in ROWS],
         "marker": {"size": 11, "symbol": "diamond", "color": "var(--people)"},
         "error_x": {"type": "data", "symmetric": False, "color": "var(--people)", "thickness": 1.5, "width": 4,
                     "array": [0] * SITES, "arrayminus": [0] * SITES},
         "meta": {"bind": {"x": "published", "error_x.array": "published_above",
                           "error_x.arrayminus": "published_below"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 50, "r": 14, "t": 64, "b": 44},
        "xaxis": {"range": [0, 101], "tickvals": [0, 25, 50, 75, 100], "showgrid": True, "gridcolor": "var(--hair)",
                  "title": {"text": "Of 100 patients with a relapse"}},
        "yaxis": {"range": [0.3, SITES + 0.5], "tickvals": ROWS, "ticktext": ["Bone", "Lungs", "Liver", "Brain"],
                  "ticklabelstandoff": 6, "showgrid": False},
        "annotations": [marks.above("Reached by a metastasis at some time", 2), marks.above("▬ the model, usual range", 1, "tumour-ink"),
                        marks.above("○ one hundred drawn", 0, "tumour-ink"),
                        marks.above("◆ people", 0, "people-ink", x=0.62, xshift=0)],
    },
    alt="Bars for bone, lungs, liver and brain: in how many of 100 virtual patients with a relapse a metastasis is to be "
        "expected there. A thick line holds 80 of 100 repeats, a ring is the hundred drawn. Below each bar a diamond in "
        "ink with its 95 % interval shows what was published for this kind of breast cancer.",
)

SYMBOLS = ["diamond", "circle", "square", "triangle-up", "x", "circle"]  # by sign
WORDS = ("◆ %{text} bone", "● %{text} lungs", "■ %{text} liver", "▲ %{text} brain", "✕ %{text} other", "○ %{text} none")
SIGN_ROWS = [7.5 - 1.5 * i for i in range(SIGNS)]  # of the words beside the hundred; above them stands "usually"


def counts() -> dict[str, Any]:
    """Return the words beside the hundred patients, one line for each sign."""
    colours = ["var(--quiet)" if sign == NONE else "var(--tumour-ink)" for sign in range(SIGNS)]
    return {"type": "scatter", "mode": "text", "x": [SIDE + 0.1] * SIGNS, "y": SIGN_ROWS,
            "texttemplate": list(WORDS), "textposition": "middle right", "textfont": {"color": colours, "size": 14},
            "cliponaxis": False, "hoverinfo": "skip", "meta": {"bind": {"text": "icons"}}}


def usual() -> dict[str, Any]:
    """Return the usual range beside each count."""
    return {"type": "scatter", "mode": "text", "x": [20.4] * SIGNS, "y": SIGN_ROWS,
            "texttemplate": "%{text:.0f}–%{customdata:.0f}", "textposition": "middle left",
            "textfont": {"color": "var(--quiet)", "size": 13}, "cliponaxis": False, "hoverinfo": "skip",
            "meta": {"bind": {"text": "icons_low", "customdata": "icons_high"}}}


hundred = View(
    "First site",
    traces=[
        *marks.icons([i % SIDE for i in range(PEOPLE)], [SIDE - 1 - i // SIDE for i in range(PEOPLE)], "icon", {
            sign: {"symbol": symbol, "size": 11, "color": "var(--surface)" if sign == NONE else "var(--tumour)",
                   "line": {"width": 1.75, "color": "var(--tissue-ink)" if sign == NONE else "var(--tumour)"}}
            for sign, symbol in enumerate(SYMBOLS)}),
        counts(), usual(), marks.labels(("usually", 20.4, 9.0, "quiet"), position="middle left"),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 0, "r": 0, "t": 46, "b": 4},
        "xaxis": {"range": [-0.6, 20.4], "visible": False},
        "yaxis": {"range": [-0.9, SIDE - 0.3], "visible": False},
        "annotations": [marks.above("100 virtual patients with a relapse,<br>by the site of the first metastasis", xshift=0)],
    },
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
        {"type": "scatter", "mode": "markers", "name": "All kinds", "hoverinfo": "skip",
         "y": [row + apart for apart in APART for row in NEEDED_ROWS],
         "marker": {"size": 11, "color": "var(--tissue-ink)", "line": {"width": 1.75},
                    "symbol": [symbol for symbol in KIND_SYMBOLS for _ in NEEDED_ROWS]},
         "meta": {"bind": {"x": "needed_all"}}},
        *({"type": "scatter", "mode": "markers", "name": "The chosen kind", "hoverinfo": "skip",
           "y": [row + apart for row in NEEDED_ROWS],
           "marker": {"size": 6, "color": "var(--tumour)"},
           "meta": {"bind": {"x": "needed", "visible": {"field": "kind", "values": [i == kind for i in KINDS.values()]}}}}
          for kind, apart in enumerate(APART)),
        {"type": "scatter", "mode": "text", "y": [row + 0.46 for row in NEEDED_ROWS], "hoverinfo": "skip",
         "texttemplate": "%{text:,.3~r} times", "textposition": "middle center", "cliponaxis": False,
         "textfont": {"color": "var(--tumour-ink)", "size": 13}, "meta": {"bind": {"x": "needed", "text": "needed"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 46, "r": 22, "t": 84, "b": 26},
        "xaxis": {"type": "log", "range": [-2, 5.2], "showgrid": True, "gridcolor": "var(--hair)",
                  "tickvals": [0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000],
                  "ticktext": ["0.01", "", "1", "", "100", "", "10,000", ""]},
        "yaxis": {"range": [0.6, 3.75], "tickvals": NEEDED_ROWS, "ticktext": ["Bone", "Liver", "Brain"], "showgrid": False},
        "shapes": [{"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": "var(--edge)", "width": 1.5, "dash": "3px 3px"}}],
        "annotations": [marks.above("Soil needed for the published sites,<br>lungs: 1. Each line: ten times more.", 2),
                        marks.above("○ luminal A  □ luminal B<br>◇ HER2  △ triple negative", 0, "tissue-ink")],
    },
    alt="How many times better than the lungs bone, liver and brain must be for tumour cells, so that the published "
        "numbers come out with this plumbing, on a scale where each line is ten times more. Four open signs a row, one "
        "for each kind of breast cancer; a dot and a number mark the chosen one.",
)
