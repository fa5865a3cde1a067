"""Three views of a stage: the case, the rule as a table, and a hundred teams that measure the same case."""

from __future__ import annotations

from typing import Any

import numpy as np

from widgets.core import View, layouts, marks

from .model import ACROSS, ALONG, HALF_HEIGHT, IA, IV, NODES, REACH

STAGES = ("IA", "IB", "IIA", "IIB", "IIIA", "IIIB", "IIIC", "IV")
T_NAMES = ["T1mi", "T1a", "T1b", "T1c", "T2", "T3", "T4a", "T4b", "T4c", "T4d"]
N_NAMES = ["N0", "N0(i+)", "N1mi", "N1", "N2", "N3"]
SEER_NAMES = ["localized", "regional", "distant"]
NODE_X = [-28.0 + 14.0 * (i % 5) for i in range(NODES)]
NODE_Y = [50.0 - 13.0 * (i // 5) for i in range(NODES)]
HALF = np.linspace(-np.pi / 2, np.pi / 2, 41)
ASIDE = {"xaxis": "x2", "yaxis": "y2"}  # armpit and organ: not to scale, so that they fill a tall figure


def name_of(field: str, names: list[str], before: str = "") -> dict[str, Any]:
    """Return a binding of a text to the name of a category."""
    return {"field": field, "values": [before + name for name in names]}


the_case = View(
    "The case",
    traces=[
        marks.drawn(-REACH * np.cos(HALF), HALF_HEIGHT * np.sin(HALF), "tissue", 2),
        marks.drawn([0, 0], [-66, 66], "tissue", 2),
        marks.drawn([8, 8], [-66, 66], "tissue", 2),
        marks.drawn([], [], "tumour", 2, name="Tumour", meta={"bind": {"x": "tumour_x", "y": "tumour_y"}})
        | marks.filled("tumour", "toself"),
        marks.labels((name_of("t_name", T_NAMES), -40, -76, "tumour-ink"), ("chest wall", -14, 75, "quiet")),
        *(node | ASIDE for node in marks.icons(NODE_X, NODE_Y, "node_full", {
            0: marks.look("circle", 9, "surface", 1.75, "lymph"), 1: marks.look("diamond", 9, "tumour", 1.75, "lymph")})),
        marks.drawn(26 * ACROSS, -42 + 16 * ALONG, "blood", 2, **ASIDE),
        marks.points("In another organ", [0], [-42], "tumour", 11, "diamond", meta={"when": "distant"}, **ASIDE),
        marks.labels(("Armpit", 0, 63, "quiet"), (name_of("n_name", N_NAMES), 0, -4, "lymph-ink"),
                     ("Another organ", 0, -19, "quiet"), (name_of("distant", ["M0", "M1"]), 0, -68, "blood-ink")) | ASIDE,
    ],
    layout=layouts.plot(
        layouts.axis(-88, 14, domain=[0, 0.6], visible=False, constrain="domain"),
        layouts.axis(-84, 82, visible=False, scaleanchor="x", constrain="domain"),
        {"text": "", "font": {"size": 18, "color": "var(--ink)"}, "x": 0, "xshift": 0},
        {"text": "", "font": {"size": 13, "color": "var(--quiet)"}, "x": 1, "xshift": 0, "xanchor": "right"},
        left=4, right=4, top=36, bottom=4,
        xaxis2=layouts.axis(-42, 42, domain=[0.6, 1], anchor="y2", visible=False),
        yaxis2=layouts.axis(-84, 82, anchor="x2", visible=False),
        bind={"annotations[0].text": name_of("stage", list(STAGES), "<b>Stage "),
              "annotations[1].text": name_of("seer", SEER_NAMES, "a registry says: ")},
    ),
    alt="A drawing of an invented case: a breast from the side with the tumour in its size, an armpit with twenty lymph "
        "nodes of which those with cells are filled, and another organ. Beside each stand its T, N and M.",
)

TINTS = [[0, "var(--page)"], [0.2, "var(--page)"], [0.2, "var(--tissue-soft)"], [0.5, "var(--tissue-soft)"],
         [0.5, "var(--tumour-soft)"], [1, "var(--tumour-soft)"]]  # by stage
T_OF_FIELD, N_OF_FIELD = np.divmod(np.arange(20), 5)

the_rule = View(
    "The rule",
    traces=[
        marks.heat("group_map", (IA, IV), TINTS, range(5), range(4), xgap=3, ygap=3),
        marks.words(name_of("group_names", list(STAGES)), N_OF_FIELD.tolist(), T_OF_FIELD.tolist(), "ink", 14,
                    "middle center"),
        marks.points("This case", "n_column", "t_row", "ink", 36, "square-open", 2.5),
    ],
    layout=layouts.plot(
        layouts.axis(-0.5, 4.5, range(5), "Lymph nodes: more to the right", ["N0", "N1mi", "N1", "N2", "N3"], showline=False)
        | {"ticks": ""},
        layouts.axis(3.5, -0.5, range(4), words=["T1", "T2", "T3", "T4"], showgrid=False),
        "Size and neighbours: more below",
        right=8,
    ),
    alt="The table of the rule: four rows for T, five columns for N, a stage group in each field. A square marks the "
        "case. If it has been found in another organ, every field says IV.",
)

measured_again = View(
    "Measured again",
    traces=[
        marks.bars("Teams", "teams", range(8), "tumour-soft", 1.5, "tumour", orientation="h", width=0.7, cliponaxis=False,
                   textposition="outside", textfont={"color": "var(--ink)"}, meta={"bind": {"x": "teams", "text": "teams"}}),
        marks.points("This case", [-4], "stage", "ink", 11, "triangle-right"),
    ],
    layout=layouts.plot(
        layouts.axis(-8, 100, [0, 50, 100], words=["0", "50", "100 teams"]),
        layouts.axis(7.6, -0.6, range(8), words=STAGES, showgrid=False),
        "Stage that each of a hundred teams finds",
        right=48,
    ),
    alt="Eight bars, one for each stage group: how many of a hundred teams find it. A triangle marks the stage of the "
        "case itself.",
)
