"""Three views of cells in the blood: one tube among a hundred, hour by hour, and more blood."""

from __future__ import annotations

from widgets.core import View, layouts, marks

from .model import DENSEST, LAST_HOUR, LEFT, LOWER, RAREST, RIGHT, TUBES, UPPER

ACROSS = 20  # signs of tubes in a row
FOUND_IN_EARLY = 20.2  # of 100 people (Janni and others 2016)

tubes = View(
    "The tube",
    traces=[
        marks.points("Cells", "dot_x", "dot_y", "tumour", 7),
        *marks.icons(*marks.crowd(TUBES, ACROSS), "tube_kind", {
            0: marks.look("circle-open", 8, "blood", 2, "blood"), 1: marks.look("circle", 9, "tumour", 2, "tumour"),
            2: marks.look("diamond", 10, "tumour", 2, "tumour")}),
        marks.tallies(("This tube: <b>%{text:,.0f}</b> tumour cells", "count", LEFT, 10.0, "tumour-ink"),
                      ("○ none: %{text}", "empty", -0.6, 5.55, "blood-ink"),
                      ("● 1–4: %{text}", "few", 6.7, 5.55, "tumour-ink"),
                      ("◆ 5+: %{text}", "many", 13.0, 5.55, "tumour-ink"), size=13),
    ],
    layout=layouts.sheet(
        (-0.8, ACROSS - 0.2), (-0.6, 10.5), layouts.word("A hundred tubes, by their tumour cells", -0.6, 6.45),
        left=6, right=6,
        shapes=[
            {"type": "path", "layer": "below", "fillcolor": "var(--blood-soft)",
             "line": {"color": "var(--blood)", "width": 2},
             "path": f"M {LEFT} {LOWER} L {RIGHT - 1} {LOWER} Q {RIGHT} {LOWER} {RIGHT} {(LOWER + UPPER) / 2} "
                     f"Q {RIGHT} {UPPER} {RIGHT - 1} {UPPER} L {LEFT} {UPPER} Z"},
            {"type": "rect", "layer": "below", "x0": LEFT - 0.7, "x1": LEFT, "y0": LOWER - 0.1, "y1": UPPER + 0.1,
             "fillcolor": "var(--blood)", "line": {"width": 0}},
        ],
    ),
    alt="A tube of blood that lies on its side; each dot in it is a tumour cell, of which at most 200 are drawn. Below, "
        "a hundred tubes of the same blood as signs in five rows: hollow circles are empty, filled circles hold one to "
        "four tumour cells, diamonds five or more.",
)

stay = View(
    "Hour by hour",
    traces=[
        marks.line("All cells", "hour", "alive", "tumour", 3, before=True),
        marks.line("Lone cells", "hour", "lone", "tumour", 2, "6px 3px"),
    ],
    layout=layouts.plot(
        layouts.axis(0, LAST_HOUR, range(0, 13, 2), "Hours in the blood"), layouts.of_100(),
        "Still in the blood, of 100 cells<br>━ all cells  ╍ without an escort", right=16),
    alt="How many of 100 cells are still in the blood over twelve hours: two falling curves, solid for all cells and "
        "dashed for those without an escort. A dotted line shows the run before the last move.",
)

more_blood = View(
    "More blood",
    traces=[
        marks.line("7.5 mL", "litre_axis", "seen_in_tube", "blood", 3),
        marks.line("30 mL", "litre_axis", "seen_in_four", "blood", 2, "6px 3px"),
        marks.drawn([RAREST, DENSEST], [FOUND_IN_EARLY] * 2, "people", 1.25, "2px 3px", name="Early breast cancer"),
        marks.points("Now", "litre_now", "seen_now", "tumour", 12, cliponaxis=False),
    ],
    layout=layouts.plot(
        layouts.log_axis(-1, 3, [0.1, 1, 10, 100, 1000], "Tumour cells in a litre of blood"), layouts.of_100(102),
        "Tubes with a tumour cell, of 100<br>━ 7.5 mL  ╍ 30 mL  ● now<br>┈ early breast cancer, people: 20", right=30),
    alt="How many of 100 tubes hold a tumour cell or more, by how many are in a litre of blood, for tubes of 7.5 and of "
        "30 millilitres: two curves from none to all. A dotted line marks the 20 of 100 people with early breast cancer "
        "in whose blood a cell was found. The dot is this run.",
)
