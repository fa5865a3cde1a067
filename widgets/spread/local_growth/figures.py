"""Four views of a tumour in the breast: the slice, its size over time, a hundred of its kind, depth against size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from widgets.core import Frames, View, layouts, marks

from .model import FULL

T_NAMES = ["T1", "T2", "T3", "T4a", "T4b", "T4c"]
EDGE, TOP = 38.0, -8.0  # of the drawing, in mm: a tumour is 36 mm to each side when the run ends


def strokes(lines: Sequence[tuple[Any, Any]], width: float = 1.0, **more: Any) -> dict[str, Any]:
    """Return lines of the drawing, as one: the pen is lifted between them."""
    x, y = ([place for line in lines for place in (*np.round(line[axis], 2).tolist(), None)] for axis in (0, 1))
    return marks.drawn(x, y, "tissue", width, **more)


def solid(shape: str, x: tuple[float, float], y: tuple[float, float], width: float) -> dict[str, Any]:
    """Return a layer ("rect") that slows the tumour, or a rib ("circle"), cut across."""
    return {"type": shape, "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "layer": "below",
            "fillcolor": "var(--tissue-soft)", "line": {"color": "var(--tissue)", "width": width}}


DOWN = np.linspace(0.0, 1.0, 25)
ACROSS = np.linspace(-EDGE, EDGE, 39)
# Cooper's ligaments run from the skin to the fascia; the nipple stands above three ducts. Words stand between the fibres.
LIGAMENTS = strokes([(x + 2.5 * np.sin(2 * np.pi * DOWN + x), 1.5 + 38.5 * DOWN) for x in (-34, -7, 8, 20, 33)], opacity=0.5)
FIBRES = strokes([(ACROSS, depth + 0.5 * np.sin(ACROSS / 4 + depth)) for depth in (43.5, 49.5)], opacity=0.6)
DUCTS = strokes([(-20 + lean * DOWN**1.5, 16 * DOWN - 3) for lean in (-8, 0, 8)], opacity=0.8)
NIPPLE = strokes([(-20 + 3.5 * np.cos(np.pi * DOWN), -3.5 * np.sin(np.pi * DOWN))], 1.5)

the_slice = View(
    "The slice",
    traces=[
        LIGAMENTS, FIBRES, DUCTS, NIPPLE,
        marks.heat("cells[frame]", (0, FULL), [[0, "rgba(0,0,0,0)"], [0.16, "var(--tumour-soft)"], [1, "var(--tumour)"]],
                   "across", "deep", zsmooth="best"),
        {"type": "contour", "showscale": False, "hoverinfo": "skip", "autocontour": False,
         "contours": {"start": 16, "end": 16, "size": 1, "coloring": "none"},
         "line": {"color": "var(--tumour)", "width": 2},
         "meta": {"bind": {"x": "across", "y": "deep", "z": "cells[frame]"}}},
    ],
    layout=layouts.plot(
        layouts.axis(-EDGE - 0.5, EDGE + 0.5, visible=False, constrain="domain"),
        layouts.axis(61, TOP, visible=False, scaleanchor="x", constrain="domain"),
        layouts.word("skin", 0.5 - EDGE, -4.5), layouts.word("fascia", 0.5 - EDGE, 36.5, "ink"),
        layouts.word("", 0.5 - EDGE, 46.5, "ink"), layouts.word("ribs", 0.5 - EDGE, 56.2, "ink"),
        layouts.word("", EDGE, -4.5, xanchor="right", font={"color": "var(--ink)", "size": 18}),
        left=4, right=4, top=4, bottom=4,
        shapes=[*(solid("rect", (-EDGE, EDGE), depths, 1.5) for depths in ((0, 1.5), (40, 41.5))),
                *(solid("circle", (x - 6.5, x + 6.5), (53, 59.5), 2) for x in (-21, -4, 13, 30)),
                {"type": "line", "x0": -EDGE, "x1": EDGE, "y0": 51.5, "y1": 51.5,
                 "line": {"color": "var(--ink)", "width": 1.5, "dash": "6px 4px"}}],
        bind={
            **layouts.standing(6, "y", "wall_depth"),
            "annotations[2].text": {"field": "behind", "values": ["chest muscle: not T4", "serratus: chest wall, T4a"]},
            "annotations[4].text": {"field": "t_now[frame]", "values": [f"<b>{name}</b> N0 M0" for name in T_NAMES]}},
    ),
    alt="A slice of a breast, drawn as an ultrasound shows it: skin on top, then breast with the nipple and ducts, the "
        "fascia, a muscle, and ribs at the bottom. The tumour grows from a spot; a line is the edge that can be seen. A "
        "dashed line is where the chest wall begins. Words say the T of the moment; N and M stay at 0.",
    frames=Frames("year", "Year {year[frame]:.1f}: {diameter[frame]:.0f} mm", per_second=6.0),
)

SIZES = layouts.axis(0, 80, [0, 20, 50, 80], showgrid=False)
THRESHOLDS = [layouts.level(size, "edge", dash="4px 4px") for size in (20, 50)]  # the sizes at which T changes

over_time = View(
    "Over time",
    traces=[
        marks.line("Size", "year", "diameter", "tumour", 3, before=True) | marks.tells("%{y:.0f} mm"),
        # An event that never comes stands left of the axis, where it is cut off.
        marks.points("Muscle", "muscle_year", "muscle_size", "tissue", 12),
        marks.points("Skin", "skin_year", "skin_size", "ink", 12, "triangle-up"),
        marks.points("Chest wall", "wall_year", "wall_size", "ink", 12, "diamond"),
    ],
    layout=layouts.plot(
        layouts.axis(0, 9.6, range(0, 9, 2), "Years since it was 2 mm across"),
        SIZES,
        layouts.above("Size, mm", 1), layouts.above("● chest muscle", 1, x=0.45),
        layouts.above("▲ skin: T4b", 0, "ink"), layouts.above("◆ chest wall: T4a", 0, "ink", x=0.45),
        *(layouts.word(name, 9.5, size, xanchor="right") for size, name in ((10, "T1"), (35, "T2"), (65, "T3"))),
        hover="Year %{x:.1f}", right=12, shapes=THRESHOLDS,
    ),
    alt="The size of the tumour over eight years: a line that rises, with dashed lines at 20 and 50 mm. Marks stand on it "
        "where the tumour grows into the muscle, breaks through the skin or grows into the chest wall. A dotted line is "
        "the tumour before the last move.",
)

BARS = [4 * t + i for t in range(4) for i in range(3)]

a_hundred = View(
    "A hundred",
    traces=[
        marks.bars("Tumours", BARS, "counts", "tumour", width=0.8, cliponaxis=False, textposition="outside",
                   textfont={"color": "var(--ink)", "size": 13}, constraintext="none",
                   marker={"color": ["var(--tumour-soft)"] * 9 + ["var(--tumour)"] * 3,
                           "line": {"color": "var(--tumour)", "width": 1.5}},
                   meta={"bind": {"y": "counts", "text": "counts"}}),
    ],
    layout=layouts.plot(
        layouts.axis(-0.7, 14.7, BARS, "after 2, 4 and 6 years",
                     [f"{2 * i + 2}" + f"<br><b>T{t + 1}</b>" * (i == 1) for t in range(4) for i in range(3)]) | {"ticks": ""},
        layouts.axis(0, 100, [0, 50, 100]),
        "Of a hundred tumours, those of each T",
        right=12, bottom=62,
    ),
    alt="Twelve bars: how many of a hundred tumours are T1, T2, T3 and T4, each after 2, 4 and 6 years.",
)

depth_or_size = View(
    "By depth",
    traces=[
        marks.points("Tumours", "crowd_depth", "crowd_size[frame]", "tumour", 10, edge=1.5, cliponaxis=True, meta={"bind": {
            "x": "crowd_depth", "y": "crowd_size[frame]",
            "marker.symbol": {"field": "crowd_t[frame]", "values": ["circle-open"] * 3 + ["diamond"] * 3},
            "marker.color": {"field": "crowd_t[frame]", "values": ["var(--tumour)"] * 3 + ["var(--ink)"] * 3}}}),
    ],
    layout=layouts.plot(
        layouts.axis(0, 43, range(0, 41, 10), "Depth of its middle, mm", ["skin", "10", "20", "30", "fascia"]),
        SIZES | {"range": [0, 92]},
        "Size, mm. Filled diamond: T4.", layouts.word("72 mm: followed no further", 1, 85),
        right=12, shapes=THRESHOLDS,
    ),
    alt="A hundred tumours, each a mark at its depth and its size. Open circles are T1 to T3, filled diamonds are T4. "
        "With the years the marks rise, and diamonds appear from both sides, near the skin and near the fascia.",
    frames=Frames("crowd_year", "Year {crowd_year[frame]:.1f}", per_second=3.0),
)
