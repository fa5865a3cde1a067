"""Four views of the front: on day nine, day by day, from above, and by the dose of enzyme."""

from __future__ import annotations

from typing import Any

from widgets.core import Frames, View, marks

from .model import NONE_SHOWN


def heat_map(x: str, y: str, z: str, full: float, colours: list[list[Any]], **more: Any) -> dict[str, Any]:
    """Return a picture of a density; colours go from none to `full`."""
    return {"type": "heatmap", "zmin": 0, "zmax": full, "zsmooth": "fast", "colorscale": colours, **more,
            "meta": {"bind": {"x": x, "y": y, "z": z}}}


LINE_TO_CROSS = {"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": "var(--edge)", "width": 1, "dash": "4px 4px"}}
AT_THE_LINE = {"bind": {"shapes[0].x0": "margin", "shapes[0].x1": "margin"}}
MILLIMETRES = {"range": [0, 2], "dtick": 0.5, "title": {"text": "Distance from the middle, mm"}}
FULL = 0.3  # the density of cells that has full colour
MATRIX_COLOURS = [[0, "var(--surface)"], [1, "var(--tissue)"]]
CELL_COLOURS = [[0, "rgba(0,0,0,0)"], [0.1, "var(--tumour-soft)"], [1, "var(--tumour)"]]
HOVER = {"hoverinfo": "all", "hovertemplate": "%{fullData.name}: %{y:.3f}<extra></extra>"}

day_nine = View(
    "Day nine",
    traces=[
        marks.line("Matrix left", "distance", "matrix_end", "tissue", 1)
        | HOVER | {"yaxis": "y2", "fill": "tozeroy", "fillcolor": "var(--tissue-soft)"},
        *marks.band("distance", "cells_low", "cells_high", "tumour"),
        marks.line("If they only wander", "distance", "wanderers", "ink", 1.25, "8px 4px") | HOVER,
        marks.line("Tumour cells", "distance", "cells_end", "tumour", 3, before=True) | HOVER,
        marks.upright("margin", (10**-3, 10**0.4), "edge", dash="4px 4px"),
    ],
    layout={
        "margin": {"l": 48, "r": 56, "t": 46, "b": 44},
        "xaxis": {**MILLIMETRES, "unifiedhovertitle": {"text": "%{x:.2f} mm"}},
        "yaxis": {"type": "log", "range": [-3, 0.4], "tickvals": [0.001, 0.01, 0.1, 1],
                  "ticktext": ["0.001", "0.01", "0.1", "1"]},
        "yaxis2": {"range": [0, 1.25], "overlaying": "y", "visible": False, "fixedrange": True},
        "annotations": [marks.above("Tumour cells. Each line: ten times more.", 1),
                        marks.above("\u254c if they only wander  \u2592 matrix")],
    },
    alt="Densities along a line from the middle of the tumour outwards, after nine days. Tumour cells: a solid line, "
        "highest at the left, and a band for other tissues. The same cells if they only wander: dashed. Matrix: a grey "
        "area that has been cut away from the left. An upright line stands 0.6 mm out.",
)

day_by_day = View(
    "Day by day",
    traces=[heat_map("distance", "day", "matrix", 1, MATRIX_COLOURS, opacity=0.6),
            heat_map("distance", "day", "cells", FULL, CELL_COLOURS)],
    layout={
        "hovermode": False,
        "margin": {"r": 16, "b": 44},
        "xaxis": MILLIMETRES,
        "yaxis": {"range": [0, 9.26], "dtick": 3, "showgrid": False},
        "shapes": [LINE_TO_CROSS],
        "annotations": [{"text": "Days go upwards. Grey: matrix."}],
        "meta": AT_THE_LINE,
    },
    alt="One line of tissue, day above day. Colour says where tumour cells are many. They begin at the lower left; where "
        "a cluster leaves, a second stripe of colour runs off to the right. Grey matrix is gone behind it.",
)

from_above = View(
    "From above",
    traces=[
        heat_map("distance", "sheet_y", "sheet_matrix[frame]", 1, MATRIX_COLOURS, opacity=0.6),
        heat_map("distance", "sheet_y", "sheet_cells[frame]", FULL, CELL_COLOURS),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 16, "b": 44},
        "xaxis": MILLIMETRES,
        "yaxis": {"range": [0, 1], "visible": False},
        "shapes": [LINE_TO_CROSS],
        "annotations": [{"text": "A sheet of tissue. Grey: matrix.", "xshift": 0}],
        "meta": AT_THE_LINE,
    },
    alt="A sheet of tissue from above, two millimetres long and one wide, as a film. Matrix is grey, the darker the "
        "denser. Tumour cells start along the left edge and move to the right, cutting the matrix away.",
    frames=Frames("day", "Day {day[frame]:.1f}"),
)

by_enzyme = View(
    "Enzyme",
    traces=[
        *marks.band("dose", "dose_low", "dose_high", "tumour"),
        marks.line("Half-way", "dose", "dose_midway", "tumour", 1.25, "2px 3px", label="day 5"),
        marks.line("At the end", "dose", "dose_half", "tumour", 3, label="day 9", before=True),
        marks.points("This run", "dose_shown", "share_end", "ink"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 64, "b": 44},
        "xaxis": {"type": "log", "range": [-2.6, 2.1], "tickvals": [NONE_SHOWN, 0.1, 1, 10, 100], "tickangle": 0,
                  "ticktext": ["none", "0.1", "1", "10", "100"],
                  "title": {"text": "Enzyme, times as published"}},
        "yaxis": {"range": [0, 80], "dtick": 20},
        "annotations": [{"text": "Of 100 cells, beyond the line.  \u25cf this run"}],
    },
    alt="How many of 100 tumour cells are beyond the line, against the enzyme that they make. The curve of day nine "
        "rises to a top at a tenth of the published enzyme and falls; its band holds eight of ten pieces of tissue. The "
        "curve of day five has its top further right. A dot is this run.",
)
