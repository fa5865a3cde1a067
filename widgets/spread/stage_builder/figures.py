"""Three views of a stage: the case, the rule as a table, and a hundred teams that measure the same case."""

from __future__ import annotations

from typing import Any

import numpy as np

from widgets.core import View, marks

from .model import ACROSS, ALONG, HALF_HEIGHT, IA, IV, NODES, REACH

STAGES = ("IA", "IB", "IIA", "IIB", "IIIA", "IIIB", "IIIC", "IV")

T_NAMES = ["T1mi", "T1a", "T1b", "T1c", "T2", "T3", "T4a", "T4b", "T4c", "T4d"]
N_NAMES = ["N0", "N0(i+)", "N1mi", "N1", "N2", "N3"]
SEER_NAMES = ["localized", "regional", "distant"]
NODE_X = [-28.0 + 14.0 * (i % 5) for i in range(NODES)]
NODE_Y = [50.0 - 13.0 * (i // 5) for i in range(NODES)]


def name_of(field: str, names: list[str], before: str = "") -> dict[str, Any]:
    """Return a binding of a text to the name of a category."""
    return {"field": field, "values": [before + name for name in names]}


HALF = np.linspace(-np.pi / 2, np.pi / 2, 41)
ASIDE = {"xaxis": "x2", "yaxis": "y2"}  # armpit and organ: not to scale, so that they fill a tall figure

the_case = View(
    "The case",
    traces=[
        marks.drawn(-REACH * np.cos(HALF), HALF_HEIGHT * np.sin(HALF), "tissue", 2),
        marks.drawn([0, 0], [-66, 66], "tissue", 2),
        marks.drawn([8, 8], [-66, 66], "tissue", 2),
        marks.drawn([], [], "tumour", 2, name="Tumour", fill="toself", fillcolor="var(--tumour-soft)",
                meta={"bind": {"x": "tumour_x", "y": "tumour_y"}}),
        marks.labels((name_of("t_name", T_NAMES), -40, -76, "tumour-ink"), ("chest wall", -14, 75, "quiet")),
        *({**node, **ASIDE} for node in marks.icons(NODE_X, NODE_Y, "node_full", {
            0: {"symbol": "circle", "size": 9, "color": "var(--surface)", "line": {"width": 1.75, "color": "var(--lymph)"}},
            1: {"symbol": "diamond", "size": 9, "color": "var(--tumour)", "line": {"width": 1.75, "color": "var(--lymph)"}}})),
        marks.drawn(26 * ACROSS, -42 + 16 * ALONG, "blood", 2, **ASIDE),
        {"type": "scatter", "mode": "markers", "name": "In another organ", "x": [0], "y": [-42], "hoverinfo": "skip",
         "marker": {"size": 11, "symbol": "diamond", "color": "var(--tumour)"},
         "meta": {"when": "distant"}, **ASIDE},
        marks.labels(("Armpit", 0, 63, "quiet"), (name_of("n_name", N_NAMES), 0, -4, "lymph-ink"),
                     ("Another organ", 0, -19, "quiet"), (name_of("distant", ["M0", "M1"]), 0, -68, "blood-ink")) | ASIDE,
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 4, "r": 4, "t": 36, "b": 4},
        "xaxis": {"range": [-88, 14], "domain": [0, 0.6], "visible": False, "constrain": "domain"},
        "yaxis": {"range": [-84, 82], "visible": False, "scaleanchor": "x", "constrain": "domain"},
        "xaxis2": {"range": [-42, 42], "domain": [0.6, 1], "anchor": "y2", "visible": False},
        "yaxis2": {"range": [-84, 82], "anchor": "x2", "visible": False},
        "annotations": [
            {"text": "", "font": {"size": 18, "color": "var(--ink)"}, "x": 0, "xshift": 0},
            {"text": "", "x": 1, "xanchor": "right", "xshift": 0, "font": {"color": "var(--quiet)", "size": 13}},
        ],
        "meta": {"bind": {
            "annotations[0].text": name_of("stage", list(STAGES), "<b>Stage "),
            "annotations[1].text": name_of("seer", SEER_NAMES, "a registry says: ")}},
    },
    alt="A drawing of an invented case: a breast from the side with the tumour in its size, an armpit with twenty lymph "
        "nodes of which those with cells are filled, and another organ. Beside each stand its T, N and M.",
)  # fmt: skip

COLUMNS = [[n for _ in range(4) for n in range(5)], [t for t in range(4) for _ in range(5)]]

the_rule = View(
    "The rule",
    traces=[
        {"type": "heatmap", "x": [0, 1, 2, 3, 4], "y": [0, 1, 2, 3], "xgap": 3, "ygap": 3, "zmin": IA, "zmax": IV,
         "colorscale": [[0, "var(--page)"], [0.2, "var(--page)"], [0.2, "var(--tissue-soft)"],
                        [0.5, "var(--tissue-soft)"], [0.5, "var(--tumour-soft)"], [1, "var(--tumour-soft)"]],
         "meta": {"bind": {"z": "group_map"}}},
        {"type": "scatter", "mode": "text", "x": COLUMNS[0], "y": COLUMNS[1], "hoverinfo": "skip",
         "textfont": {"color": "var(--ink)"}, "meta": {"bind": {"text": name_of("group_names", list(STAGES))}}},
        marks.points("This case", "n_column", "t_row", "ink", 36, "square-open", 2.5),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 8, "b": 44},
        "xaxis": {"range": [-0.5, 4.5], "tickvals": [0, 1, 2, 3, 4], "ticktext": ["N0", "N1mi", "N1", "N2", "N3"],
                  "ticks": "", "showline": False, "title": {"text": "Lymph nodes: more to the right"}},
        "yaxis": {"range": [3.5, -0.5], "tickvals": [0, 1, 2, 3], "ticktext": ["T1", "T2", "T3", "T4"],
                  "showgrid": False},
        "annotations": [{"text": "Size and neighbours: more below"}],
    },
    alt="The table of the rule: four rows for T, five columns for N, a stage group in each field. A square marks the "
        "case. If it has been found in another organ, every field says IV.",
)  # fmt: skip

measured_again = View(
    "Measured again",
    traces=[
        {"type": "bar", "orientation": "h", "y": list(range(8)), "width": 0.7, "hoverinfo": "skip",
         "textposition": "outside", "textfont": {"color": "var(--ink)"}, "cliponaxis": False,
         "marker": {"color": "var(--tumour-soft)", "line": {"color": "var(--tumour)", "width": 1.5}},
         "meta": {"bind": {"x": "teams", "text": "teams"}}},
        marks.points("This case", [-4], "stage", "ink", 11, "triangle-right"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 48, "b": 30},
        "xaxis": {"range": [-8, 100], "tickvals": [0, 50, 100], "ticktext": ["0", "50", "100 teams"]},
        "yaxis": {"range": [7.6, -0.6], "tickvals": list(range(8)), "ticktext": list(STAGES), "showgrid": False},
        "annotations": [{"text": "Stage that each of a hundred teams finds"}],
    },
    alt="Eight bars, one for each stage group: how many of a hundred teams find it. A triangle marks the stage of the "
        "case itself.",
)
