"""Three views of the losses: step by step, a hundred draws, and what clusters change."""

from __future__ import annotations

from widgets.core import View, marks

from .model import FLOOR, MOST_CLUSTERS, STAGES

ROWS = [4.55, 3.2, 2.2, 1.2]  # from top to bottom, by stage
CLUSTER_ROWS = [3.94, 0.59]  # below the first and the last
NAMES = ["In the blood", "Alive in a tissue", "Dividing", "Tumours"]
SIGN_OF_CLUSTERS = "●●"
COUNTS = {"type": "log", "tickvals": [1, 100, 1e4, 1e6, 1e8]}
BAR = {"type": "bar", "orientation": "h", "hoverinfo": "skip"}
WORDS = {"type": "scatter", "mode": "text", "hoverinfo": "skip", "cliponaxis": False, "textposition": "middle right"}
LINE = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": True}
IF_CLUSTERS = {"field": "with_clusters", "values": [0, 1]}

steps = View(
    "The funnel",
    traces=[
        BAR | {"name": "Single cells", "y": ROWS, "width": 0.74,
               "marker": {"color": ["var(--blood-soft)", "var(--tissue-soft)", "var(--tissue-soft)", "var(--tumour-soft)"],
                          "line": {"color": ["var(--blood)", "var(--tissue)", "var(--tissue)", "var(--tumour)"],
                                   "width": 1.5}},
               "meta": {"bind": {"x": "singles_shown"}}},
        BAR | {"name": "Clusters", "y": CLUSTER_ROWS, "width": 0.38,
               "marker": {"color": ["var(--blood-soft)", "var(--tumour-soft)"],
                          "line": {"color": ["var(--blood)", "var(--tumour)"], "width": 1.5}},
               "meta": {"bind": {"x": "cluster_shown", "opacity": IF_CLUSTERS}}},
        WORDS | {"name": "Counts", "x": [FLOOR] * STAGES, "y": ROWS, "text": NAMES,
                 "texttemplate": " %{text}: <b>%{customdata:,.0f}</b>", "textfont": {"color": "var(--ink)", "size": 14},
                 "meta": {"bind": {"customdata": "singles_passed"}}},
        WORDS | {"name": "Counts of clusters", "x": [FLOOR] * 2, "y": CLUSTER_ROWS, "text": ["", ""],
                 "texttemplate": f" {SIGN_OF_CLUSTERS} %{{customdata:,.0f}}",
                 "textfont": {"color": "var(--ink)", "size": 13},
                 "meta": {"bind": {"customdata": "cluster_ends", "opacity": IF_CLUSTERS}}},
    ],
    layout={
        "hovermode": False,
        "barmode": "overlay",
        "margin": {"l": 10, "r": 34, "t": 26, "b": 44},
        "xaxis": {**COUNTS, "range": [-1.53, 8.1], "showgrid": True, "gridcolor": "var(--hair)",
                  "ticktext": ["1", "100", "10,000", "1<br>million", "100<br>million"]},
        "yaxis": {"range": [0.3, 5.05], "visible": False},
        "annotations": [{"text": f"Lines: 100 times more.  {SIGN_OF_CLUSTERS} clusters", "xshift": -8, "yshift": 5}],
    },
    alt="Four bars, one below the other, on a scale where each line is a hundred times more: cells in the blood, cells "
        "alive in a tissue, cells that divide, tumours. Each is shorter than the one above. With clusters, a thin bar "
        "under the first and the last counts clusters and the tumours from them.",
)

hundred = View(
    "A hundred draws",
    traces=[
        LINE | {"name": "Fewer", "x": [-1, 102], "line": {"color": "var(--tumour-soft)", "width": 2},
                "meta": {"bind": {"y": "low_shown"}}},
        LINE | {"name": "More", "x": [-1, 102], "line": {"color": "var(--tumour-soft)", "width": 2}, "fill": "tonexty",
                "fillcolor": "var(--tumour-soft)", "meta": {"bind": {"y": "high_shown"}}},
        LINE | {"name": "Before", "line": {"color": "var(--tumour)", "width": 1},
                "meta": {"bind": {"x": "draw", "y": "draw_shown"}, "before": True}},
        *marks.icons("draw", "draw_shown", "draw_kind", {
            kind: {"symbol": symbol, "size": 7, "color": "var(--tumour)", "line": {"width": 1.5, "color": "var(--tumour)"}}
            for kind, symbol in enumerate(("circle-open", "circle"))}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 66, "r": 16, "t": 46, "b": 44},
        "xaxis": {"range": [-1, 102], "tickvals": [1, 25, 50, 75, 100], "title": {"text": "Draws, sorted by their tumours"}},
        "yaxis": {**COUNTS, "range": [-1.8, 8.1], "tickvals": [FLOOR, 1, 100, 1e4, 1e6, 1e8],
                  "ticktext": ["none", "1", "100", "10,000", "1 million", ""]},
        "annotations": [{"text": "Tumours of a draw.  ○ none<br>Band: the middle 80 of 100 draws", "xshift": -62}],
    },
    alt="A hundred draws, sorted from the fewest tumours to the most, as dots on a scale where each line is a hundred "
        "times more. Hollow dots at the bottom are draws without a tumour. A band holds the middle eighty.",
)

clusters_matter = View(
    "Clusters",
    traces=[
        LINE | {"name": "Gain of 23", "line": {"color": "var(--tumour)", "width": 2, "dash": "6px 3px"},
                "meta": {"bind": {"x": "cluster_axis", "y": "curve_low"}, "label": "23 times"}},
        LINE | {"name": "Gain of 50", "line": {"color": "var(--tumour)", "width": 2}, "fill": "tonexty",
                "fillcolor": "var(--tumour-soft)",
                "meta": {"bind": {"x": "cluster_axis", "y": "curve_high"}, "label": "50 times"}},
        marks.points("Now", "clusters", "from_clusters", "ink", 12, cliponaxis=False),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 40, "r": 76, "t": 30, "b": 44},
        "xaxis": {"range": [0, MOST_CLUSTERS], "tickvals": [0, 2, 4, 6, 8, 10],
                  "title": {"text": "Clusters, of 100 that enter the blood"}},
        "yaxis": {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Tumours that come from clusters, of 100"}],
    },
    alt="How many of 100 tumours come from clusters, by how many of 100 that enter the blood are clusters. Two curves, "
        "for a gain of 23 and of 50, rise steeply at first. The dot is this run.",
)
