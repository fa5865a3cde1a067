"""Four views of a tumour in the breast: the slice, its size over time, a hundred of its kind, depth against size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from widgets.core import Frames, View, marks

from .model import FULL

T_NAMES = ["T1", "T2", "T3", "T4a", "T4b", "T4c"]

EDGE, TOP = 38.0, -8.0  # of the drawing, in mm: a tumour is 36 mm to each side when the run ends


def strokes(lines: Sequence[tuple[Any, Any]], width: float = 1.0, **more: Any) -> dict[str, Any]:
    """Return lines of the drawing, as one: the pen is lifted between them."""
    x, y = ([place for line in lines for place in (*np.round(line[axis], 2).tolist(), None)] for axis in (0, 1))
    return marks.drawn(x, y, "tissue", width, **more)


def band(top: float, end: float) -> dict[str, Any]:
    """Return a layer that slows the tumour."""
    return {"type": "rect", "x0": -EDGE, "x1": EDGE, "y0": top, "y1": end, "layer": "below",
            "fillcolor": "var(--tissue-soft)", "line": {"color": "var(--tissue)", "width": 1.5}}


def rib(x: float) -> dict[str, Any]:
    """Return a rib, cut across."""
    return {"type": "circle", "x0": x - 6.5, "x1": x + 6.5, "y0": 53, "y1": 59.5, "layer": "below",
            "fillcolor": "var(--tissue-soft)", "line": {"color": "var(--tissue)", "width": 2}}


def words(x: float, y: float, text: str, colour: str = "quiet", **more: Any) -> dict[str, Any]:
    """Return words in a drawing or a plot, at a place of its axes."""
    return {"x": x, "y": y, "text": text, "xref": "x", "yref": "y", "xanchor": "left", "yanchor": "middle", "xshift": 0,
            "yshift": 0, "font": {"color": f"var(--{colour})", "size": 13}, **more}


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
        {"type": "heatmap", "zmin": 0, "zmax": FULL, "zsmooth": "best",
         "colorscale": [[0, "rgba(0,0,0,0)"], [0.16, "var(--tumour-soft)"], [1, "var(--tumour)"]],
         "meta": {"bind": {"x": "across", "y": "deep", "z": "cells[frame]"}}},
        {"type": "contour", "showscale": False, "hoverinfo": "skip", "autocontour": False,
         "contours": {"start": 16, "end": 16, "size": 1, "coloring": "none"},
         "line": {"color": "var(--tumour)", "width": 2},
         "meta": {"bind": {"x": "across", "y": "deep", "z": "cells[frame]"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "xaxis": {"range": [-EDGE - 0.5, EDGE + 0.5], "visible": False, "constrain": "domain"},
        "yaxis": {"range": [61, TOP], "visible": False, "scaleanchor": "x", "constrain": "domain"},
        "shapes": [band(0, 1.5), band(40, 41.5), *(rib(x) for x in (-21, -4, 13, 30)),
                   {"type": "line", "x0": -EDGE, "x1": EDGE, "y0": 51.5, "y1": 51.5,
                    "line": {"color": "var(--ink)", "width": 1.5, "dash": "6px 4px"}}],
        "annotations": [
            words(0.5 - EDGE, -4.5, "skin"), words(0.5 - EDGE, 36.5, "fascia", "ink"), words(0.5 - EDGE, 46.5, "", "ink"),
            words(0.5 - EDGE, 56.2, "ribs", "ink"),
            words(EDGE, -4.5, "", "ink", xanchor="right", font={"color": "var(--ink)", "size": 18}),
        ],
        "meta": {"bind": {
            "shapes[6].y0": "wall_depth", "shapes[6].y1": "wall_depth",
            "annotations[2].text": {"field": "behind", "values": ["chest muscle: not T4", "serratus: chest wall, T4a"]},
            "annotations[4].text": {"field": "t_now[frame]", "values": [f"<b>{name}</b> N0 M0" for name in T_NAMES]}}},
    },
    alt="A slice of a breast, drawn as an ultrasound shows it: skin on top, then breast with the nipple and ducts, the "
        "fascia, a muscle, and ribs at the bottom. The tumour grows from a spot; a line is the edge that can be seen. A "
        "dashed line is where the chest wall begins. Words say the T of the moment; N and M stay at 0.",
    frames=Frames("year", "Year {year[frame]:.1f}: {diameter[frame]:.0f} mm", per_second=6.0),
)


def threshold(size: float) -> dict[str, Any]:
    """Return the line of a size at which T changes."""
    return {"type": "line", "x0": 0, "x1": 1, "xref": "paper", "y0": size, "y1": size,
            "line": {"color": "var(--edge)", "width": 1, "dash": "4px 4px"}}


over_time = View(
    "Over time",
    traces=[
        {"type": "scatter", "mode": "lines", "name": "Size", "cliponaxis": True,
         "line": {"color": "var(--tumour)", "width": 3}, "hovertemplate": "%{y:.0f} mm<extra></extra>",
         "meta": {"bind": {"x": "year", "y": "diameter"}, "before": True}},
        # An event that never comes stands left of the axis, where it is cut off.
        marks.points("Muscle", "muscle_year", "muscle_size", "tissue", 12),
        marks.points("Skin", "skin_year", "skin_size", "ink", 12, "triangle-up"),
        marks.points("Chest wall", "wall_year", "wall_size", "ink", 12, "diamond"),
    ],
    layout={
        "margin": {"r": 12, "t": 46, "b": 44},
        "xaxis": {"range": [0, 9.6], "tickvals": [0, 2, 4, 6, 8], "unifiedhovertitle": {"text": "Year %{x:.1f}"},
                  "title": {"text": "Years since it was 2 mm across"}},
        "yaxis": {"range": [0, 80], "tickvals": [0, 20, 50, 80], "showgrid": False},
        "shapes": [threshold(20), threshold(50)],
        "annotations": [marks.above("Size, mm", 1), marks.above("● chest muscle", 1, x=0.45),
                        marks.above("▲ skin: T4b", 0, "ink"), marks.above("◆ chest wall: T4a", 0, "ink", x=0.45),
                        *(words(9.5, size, name, xanchor="right") for size, name in ((10, "T1"), (35, "T2"), (65, "T3")))],
    },
    alt="The size of the tumour over eight years: a line that rises, with dashed lines at 20 and 50 mm. Marks stand on it "
        "where the tumour grows into the muscle, breaks through the skin or grows into the chest wall. A dotted line is "
        "the tumour before the last move.",
)

a_hundred = View(
    "A hundred",
    traces=[
        {"type": "bar", "x": [4 * t + i for t in range(4) for i in range(3)], "width": 0.8, "hoverinfo": "skip",
         "textposition": "outside", "textfont": {"color": "var(--ink)", "size": 13}, "cliponaxis": False,
         "constraintext": "none",
         "marker": {"color": ["var(--tumour-soft)"] * 9 + ["var(--tumour)"] * 3,
                    "line": {"color": "var(--tumour)", "width": 1.5}},
         "meta": {"bind": {"y": "counts", "text": "counts"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 12, "b": 62},
        "xaxis": {"range": [-0.7, 14.7], "tickvals": [4 * t + i for t in range(4) for i in range(3)], "ticks": "",
                  "ticktext": [f"{2 * i + 2}" + f"<br><b>T{t + 1}</b>" * (i == 1) for t in range(4) for i in range(3)],
                  "title": {"text": "after 2, 4 and 6 years"}},
        "yaxis": {"range": [0, 100], "tickvals": [0, 50, 100]},
        "annotations": [{"text": "Of a hundred tumours, those of each T"}],
    },
    alt="Twelve bars: how many of a hundred tumours are T1, T2, T3 and T4, each after 2, 4 and 6 years.",
)

depth_or_size = View(
    "By depth",
    traces=[
        {"type": "scatter", "mode": "markers", "name": "Tumours", "hoverinfo": "skip", "cliponaxis": True,
         "marker": {"size": 10, "line": {"width": 1.5}},
         "meta": {"bind": {"x": "crowd_depth", "y": "crowd_size[frame]",
                           "marker.symbol": {"field": "crowd_t[frame]", "values": ["circle-open"] * 3 + ["diamond"] * 3},
                           "marker.color": {"field": "crowd_t[frame]",
                                            "values": ["var(--tumour)"] * 3 + ["var(--ink)"] * 3}}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 12, "b": 44},
        "xaxis": {"range": [0, 43], "tickvals": [0, 10, 20, 30, 40], "ticktext": ["skin", "10", "20", "30", "fascia"],
                  "title": {"text": "Depth of its middle, mm"}},
        "yaxis": {"range": [0, 92], "tickvals": [0, 20, 50, 80], "showgrid": False},
        "shapes": [threshold(20), threshold(50)],
        "annotations": [{"text": "Size, mm. Filled diamond: T4."}, words(1, 85, "72 mm: followed no further")],
    },
    alt="A hundred tumours, each a mark at its depth and its size. Open circles are T1 to T3, filled diamonds are T4. "
        "With the years the marks rise, and diamonds appear from both sides, near the skin and near the fascia.",
    frames=Frames("crowd_year", "Year {crowd_year[frame]:.1f}", per_second=3.0),
)
