"""Three views of cells in the blood: one tube among a hundred, hour by hour, and more blood."""

from __future__ import annotations

from widgets.core import View, marks

from .model import DENSEST, LAST_HOUR, LEFT, LOWER, RAREST, RIGHT, TUBES, UPPER

ACROSS = 20  # signs of tubes in a row
LINE = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": True}
FOUND_IN_EARLY = 20.2  # of 100 people (Janni and others 2016)

tubes = View(
    "The tube",
    traces=[
        marks.points("Cells", "dot_x", "dot_y", "tumour", 7),
        *marks.icons([i % ACROSS for i in range(TUBES)], [4 - i // ACROSS for i in range(TUBES)], "tube_kind", {
            i: {"symbol": symbol, "size": size, "color": f"var(--{colour})", "line": {"width": 2, "color": f"var(--{colour})"}}
            for i, (symbol, size, colour) in enumerate((("circle-open", 8, "blood"), ("circle", 9, "tumour"),
                                                        ("diamond", 10, "tumour")))}),
        marks.tallies(("This tube: <b>%{text:,.0f}</b> tumour cells", "count", LEFT, 10.0, "tumour-ink"),
                      ("○ none: %{text}", "empty", -0.6, 5.55, "blood-ink"),
                      ("● 1–4: %{text}", "few", 6.7, 5.55, "tumour-ink"),
                      ("◆ 5+: %{text}", "many", 13.0, 5.55, "tumour-ink"), size=13),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 6, "r": 6, "t": 4, "b": 4},
        "xaxis": {"range": [-0.8, ACROSS - 0.2], "visible": False},
        "yaxis": {"range": [-0.6, 10.5], "visible": False},
        "shapes": [
            {"type": "path", "layer": "below", "fillcolor": "var(--blood-soft)",
             "line": {"color": "var(--blood)", "width": 2},
             "path": f"M {LEFT} {LOWER} L {RIGHT - 1} {LOWER} Q {RIGHT} {LOWER} {RIGHT} {(LOWER + UPPER) / 2} "
                     f"Q {RIGHT} {UPPER} {RIGHT - 1} {UPPER} L {LEFT} {UPPER} Z"},
            {"type": "rect", "layer": "below", "x0": LEFT - 0.7, "x1": LEFT, "y0": LOWER - 0.1, "y1": UPPER + 0.1,
             "fillcolor": "var(--blood)", "line": {"width": 0}},
        ],
        "annotations": [{"text": "A hundred tubes, by their tumour cells", "xref": "x", "yref": "y", "x": -0.6, "y": 6.45,
                         "xshift": 0, "yshift": 0, "yanchor": "middle"}],
    },
    alt="A tube of blood that lies on its side; each dot in it is a tumour cell, of which at most 200 are drawn. Below, "
        "a hundred tubes of the same blood as signs in five rows: hollow circles are empty, filled circles hold one to "
        "four tumour cells, diamonds five or more.",
)

stay = View(
    "Hour by hour",
    traces=[
        LINE | {"name": "All cells", "line": {"color": "var(--tumour)", "width": 3},
                "meta": {"bind": {"x": "hour", "y": "alive"}, "before": True}},
        LINE | {"name": "Lone cells", "line": {"color": "var(--tumour)", "width": 2, "dash": "6px 3px"},
                "meta": {"bind": {"x": "hour", "y": "lone"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 16, "t": 48, "b": 44},
        "xaxis": {"range": [0, LAST_HOUR], "tickvals": [0, 2, 4, 6, 8, 10, 12], "title": {"text": "Hours in the blood"}},
        "yaxis": {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Still in the blood, of 100 cells<br>━ all cells  ╍ without an escort"}],
    },
    alt="How many of 100 cells are still in the blood over twelve hours: two falling curves, solid for all cells and "
        "dashed for those without an escort. A dotted line shows the run before the last move.",
)

more_blood = View(
    "More blood",
    traces=[
        LINE | {"name": "7.5 mL", "line": {"color": "var(--blood)", "width": 3},
                "meta": {"bind": {"x": "litre_axis", "y": "seen_in_tube"}}},
        LINE | {"name": "30 mL", "line": {"color": "var(--blood)", "width": 2, "dash": "6px 3px"},
                "meta": {"bind": {"x": "litre_axis", "y": "seen_in_four"}}},
        LINE | {"name": "Early breast cancer", "x": [RAREST, DENSEST], "y": [FOUND_IN_EARLY] * 2,
                "line": {"color": "var(--people)", "width": 1.25, "dash": "2px 3px"}},
        marks.points("Now", "litre_now", "seen_now", "tumour", 12, cliponaxis=False),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 30, "t": 66, "b": 44},
        "xaxis": {"type": "log", "range": [-1, 3], "tickvals": [0.1, 1, 10, 100, 1000],
                  "ticktext": ["0.1", "1", "10", "100", "1,000"], "title": {"text": "Tumour cells in a litre of blood"}},
        "yaxis": {"range": [0, 102], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Tubes with a tumour cell, of 100<br>━ 7.5 mL  ╍ 30 mL  ● now<br>┈ early breast cancer, "
                                 "people: 20"}],
    },
    alt="How many of 100 tubes hold a tumour cell or more, by how many are in a litre of blood, for tubes of 7.5 and of "
        "30 millilitres: two curves from none to all. A dotted line marks the 20 of 100 people with early breast cancer "
        "in whose blood a cell was found. The dot is this run.",
)
