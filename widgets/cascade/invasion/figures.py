"""Four views of the front: on day nine, day by day, from above, and by the dose of enzyme."""

from __future__ import annotations

from typing import Any

from widgets.core import Frames, View, layouts, marks

from .model import NONE_SHOWN

LINE_TO_CROSS = {"shapes": [layouts.upright(0, "edge", dash="4px 4px")], "bind": layouts.standing(0, "x", "margin")}
MILLIMETRES = layouts.axis(0, 2, title="Distance from the middle, mm", dtick=0.5)
DENSITY = "%{y:.3f}"


def tissue(y: str, matrix: str, cells: str) -> list[dict[str, Any]]:
    """Return pictures of the matrix, and on it of the tumour cells; a density of 0.3 has full colour."""
    tint = [[0, "rgba(0,0,0,0)"], [0.1, "var(--tumour-soft)"], [1, "var(--tumour)"]]
    return [marks.heat(matrix, (0, 1), [[0, "var(--surface)"], [1, "var(--tissue)"]], "distance", y, zsmooth="fast",
                       opacity=0.6),
            marks.heat(cells, (0, 0.3), tint, "distance", y, zsmooth="fast")]


day_nine = View(
    "Day nine",
    traces=[
        marks.line("Matrix left", "distance", "matrix_end", "tissue", 1, hover=DENSITY)
        | marks.filled("tissue", "tozeroy") | {"yaxis": "y2"},
        *marks.band("distance", "cells_low", "cells_high", "tumour"),
        marks.line("If they only wander", "distance", "wanderers", "ink", 1.25, "8px 4px", hover=DENSITY),
        marks.line("Tumour cells", "distance", "cells_end", "tumour", 3, hover=DENSITY, before=True),
        marks.upright("margin", (10**-3, 10**0.4), "edge", dash="4px 4px"),
    ],
    layout=layouts.plot(
        MILLIMETRES,
        layouts.log_axis(-3, 0.4, [0.001, 0.01, 0.1, 1]),
        layouts.above("Tumour cells. Each line: ten times more.", 1),
        layouts.above("\u254c if they only wander  \u2592 matrix"),
        hover="%{x:.2f} mm", left=48, right=56,
        yaxis2={"range": [0, 1.25], "overlaying": "y", "visible": False, "fixedrange": True},
    ),
    alt="Densities along a line from the middle of the tumour outwards, after nine days. Tumour cells: a solid line, "
        "highest at the left, and a band for other tissues. The same cells if they only wander: dashed. Matrix: a grey "
        "area that has been cut away from the left. An upright line stands 0.6 mm out.",
)

day_by_day = View(
    "Day by day",
    traces=tissue("day", "matrix", "cells"),
    layout=layouts.plot(
        MILLIMETRES, layouts.axis(0, 9.26, dtick=3, showgrid=False), "Days go upwards. Grey: matrix.", right=16,
        **LINE_TO_CROSS,
    ),
    alt="One line of tissue, day above day. Colour says where tumour cells are many. They begin at the lower left; where "
        "a cluster leaves, a second stripe of colour runs off to the right. Grey matrix is gone behind it.",
)

from_above = View(
    "From above",
    traces=tissue("sheet_y", "sheet_matrix[frame]", "sheet_cells[frame]"),
    layout=layouts.plot(
        MILLIMETRES, layouts.axis(0, 1, visible=False), {"text": "A sheet of tissue. Grey: matrix.", "xshift": 0}, left=8,
        right=16, **LINE_TO_CROSS,
    ),
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
    layout=layouts.plot(
        layouts.log_axis(-2.6, 2.1, [NONE_SHOWN, 0.1, 1, 10, 100], "Enzyme, times as published",
                         ["none", "0.1", "1", "10", "100"]),
        layouts.axis(0, 80, dtick=20),
        "Of 100 cells, beyond the line.  \u25cf this run",
        right=64,
    ),
    alt="How many of 100 tumour cells are beyond the line, against the enzyme that they make. The curve of day nine "
        "rises to a top at a tenth of the published enzyme and falls; its band holds eight of ten pieces of tissue. The "
        "curve of day five has its top further right. A dot is this run.",
)
