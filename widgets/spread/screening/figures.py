"""Four views of screening: one tumour that grows, found or felt, the sizes of those found, what a mammogram sees."""

from __future__ import annotations

from widgets.core import View, layouts, marks

from .model import AXIS_YEARS, BIN, BINS, CLOSE_LOOK, FELT, FELT_YEARS, FIRST_FELT, ROWS, SCREEN, SHOWN_SCREENS, TOP

HATCHED = {"shape": "/", "size": 5, "solidity": 0.5, "fgcolor": "var(--tumour)", "bgcolor": "var(--surface)",
           "fgopacity": 1, "fillmode": "overlay"}

one_tumour = View(
    "One tumour",
    traces=[
        *marks.band("band_year", "band_slow", "band_fast", "tumour"),
        *(marks.line(f"Half are {what}", "line_year", f"line_{what}", "people", 1, "2px 3px", label=what)
          | {"cliponaxis": False} for what in ("felt", "seen")),
        marks.line("One tumour", "year", "cells", "tumour", 2, "9px 3px", before=True) | marks.tells("%{y:,.2~s} cells"),
        marks.line("From seen to felt", "seen_year", "seen_cells", "tumour", 5),
    ],
    layout=layouts.plot(
        layouts.axis(0, AXIS_YEARS, range(0, 21, 5), "Years since the first cell"),
        layouts.log_axis(0, 10.7, [1, 1e3, 1e6, 1e9], words=["1", "1,000", "million", "billion"]),
        {"text": "Cells. Each line: ten doublings.", "xshift": -58},
        hover="Year %{x:.1f}", left=58, right=52,
    ),
    alt="Cells of one tumour over twenty years, on a scale where each line is ten doublings, a thousand times more. The curve is "
        "dashed while nobody can see the tumour and thick from when a mammogram sees half of its size until it would "
        "be felt. The band holds the middle 80 of 100 tumours: it fills most of the figure.",
)

found_or_felt = View(
    "Found or felt",
    traces=[
        marks.points("Screens", "screen_year", [0] * SHOWN_SCREENS, "edge", 1, cliponaxis=True,
                     error_y={"type": "constant", "value": ROWS + 1, "symmetric": False, "valueminus": 0, "width": 0,
                              "thickness": 1, "color": "var(--edge)"}),
        marks.line("Years gained", "row_gained", "row_twice", "tumour", 1.5, lift=2),
        marks.line("Visible", "row_seen", "row_twice", "tumour", 5, lift=2),
        *marks.icons("row_found", "row", "row_how", {FELT: marks.look("diamond", 8, "tumour", 2, "surface"),
                                                     SCREEN: marks.look("circle", 8, "people", 2, "surface")}),
    ],
    layout=layouts.plot(
        layouts.axis(-0.3, FIRST_FELT + FELT_YEARS + 0.3, [0, 6, 12, 18], "Years"),
        layouts.axis(0, ROWS + 1, [], showgrid=False),
        *layouts.key(("Thick: can be seen. Thin: time gained.", "quiet"), row=1, shift=0),
        *layouts.key(("● found", "people-ink"), ("◆ felt first", "tumour-ink", 0.32), ("│ a screen", "quiet", 0.72), shift=0),
        left=12, right=12,
    ),
    alt="Sixteen tumours as rows over eighteen years, those that are visible for long at the top. A row is thick "
        "from when the tumour can be seen until it comes to light: a dot at one of the upright lines, the screens, or "
        "a diamond between two of them. Thin lines lead on to the moment when a found tumour would have been felt.",
)

sizes = View(
    "Sizes",
    traces=[
        marks.bars("Found at a screen", "bin_size", "bin_screen", "people"),
        marks.bars("Felt first", "bin_size", "bin_felt", "tumour",
                   marker={"color": "var(--tumour)", "pattern": HATCHED}),
        marks.upright("median_size", (0, 2 * TOP), "ink", dash="2px 3px"),
        marks.words([" half are larger"], "median_size", "bin_top", "ink", position="bottom right", name="Median"),
    ],
    layout=layouts.plot(
        layouts.axis(0, BINS * BIN, range(0, 51, 10), "Diameter when found or felt, mm"),
        layouts.axis(0, TOP, range(0, 51, 10)),
        *layouts.key(("Of 100 tumours", "quiet"), row=1, shift=-32),
        *layouts.key(("■ found", "people-ink"), ("▨ felt first", "tumour-ink", 0.22), shift=-32),
        right=16, barmode="stack", bargap=0.15, bind={"yaxis.range[1]": "bin_top"},
    ),
    alt="How large tumours are when they come to light, of 100, in steps of two millimetres: filled bars for those "
        "found at a screen, mostly small, and hatched bars for those felt first, mostly larger.",
)

eyesight = View(
    "Eyesight",
    traces=[
        marks.line("Seen by a mammogram", "look_size", "look_seen", "people", 3, before=True),
        marks.points("Norway", [5, 10], [26, 91], "ink", 11, "circle-open", 2, mode="markers+text",
                     text=["26 at 5 mm", "91 at 10 mm"], textposition="bottom right", textfont={"color": "var(--ink)"}),
    ],
    layout=layouts.plot(
        layouts.axis(0, CLOSE_LOOK, range(0, 31, 5), "Diameter of the tumour, mm"),
        layouts.of_100(103),
        "Of 100 tumours, seen. ○ published",
        right=24,
    ),
    alt="How many of 100 tumours one mammogram sees, by their diameter: an S-shaped curve from few at 2 mm to nearly "
        "all at 15 mm. Two circles mark what was published for Norway: 26 at 5 mm and 91 at 10 mm.",
)
