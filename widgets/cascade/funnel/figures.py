"""Three views of the losses: step by step, a hundred draws, and what clusters change."""

from __future__ import annotations

from widgets.core import View, layouts, marks

from .model import FLOOR, MOST_CLUSTERS, STAGES

ROWS = [4.55, 3.2, 2.2, 1.2]  # from top to bottom, by stage
CLUSTER_ROWS = [3.94, 0.59]  # below the first and the last
NAMES = ["In the blood", "Alive in a tissue", "Dividing", "Tumours"]
COLOURS = ["blood", "tissue", "tissue", "tumour"]  # by stage
SIGN_OF_CLUSTERS = "●●"
COUNTS = [1, 100, 1e4, 1e6, 1e8]
IF_CLUSTERS = {"field": "with_clusters", "values": [0, 1]}


def tinted(colours: list[str]) -> dict[str, object]:
    """Return the fill and the edge of bars, each in a colour of its own."""
    return {"color": [f"var(--{colour}-soft)" for colour in colours],
            "line": {"color": [f"var(--{colour})" for colour in colours], "width": 1.5}}


steps = View(
    "The funnel",
    traces=[
        marks.bars("Single cells", "singles_shown", ROWS, "tumour", orientation="h", width=0.74, marker=tinted(COLOURS)),
        marks.bars("Clusters", "cluster_shown", CLUSTER_ROWS, "tumour", orientation="h", width=0.38,
                   marker=tinted(["blood", "tumour"]),
                   meta={"bind": {"x": "cluster_shown", "opacity": IF_CLUSTERS}}),
        marks.words(NAMES, [FLOOR] * STAGES, ROWS, "ink", 14, name="Counts",
                    texttemplate=" %{text}: <b>%{customdata:,.0f}</b>", meta={"bind": {"customdata": "singles_passed"}}),
        marks.words(["", ""], [FLOOR] * 2, CLUSTER_ROWS, "ink", name="Counts of clusters",
                    texttemplate=f" {SIGN_OF_CLUSTERS} %{{customdata:,.0f}}",
                    meta={"bind": {"customdata": "cluster_ends", "opacity": IF_CLUSTERS}}),
    ],
    layout=layouts.plot(
        layouts.log_axis(-1.53, 8.1, COUNTS, words=["1", "100", "10,000", "1<br>million", "100<br>million"],
                         showgrid=True, gridcolor="var(--hair)"),
        layouts.axis(0.3, 5.05, visible=False),
        {"text": f"Lines: 100 times more.  {SIGN_OF_CLUSTERS} clusters", "xshift": -8, "yshift": 5},
        left=10, right=34, top=26, bottom=44, barmode="overlay",
    ),
    alt="Four bars, one below the other, on a scale where each line is a hundred times more: cells in the blood, cells "
        "alive in a tissue, cells that divide, tumours. Each is shorter than the one above. With clusters, a thin bar "
        "under the first and the last counts clusters and the tumours from them.",
)

hundred = View(
    "A hundred draws",
    traces=[
        *(marks.drawn([-1, 102], [], "tumour-soft", 2, name=name, cliponaxis=True, meta={"bind": {"y": height}}, **fill)
          for name, height, fill in (("Fewer", "low_shown", {}), ("More", "high_shown", marks.filled("tumour")))),
        marks.line("Before", "draw", "draw_shown", "tumour", 1, before=True),
        *marks.icons("draw", "draw_shown", "draw_kind", {
            kind: marks.look(symbol, 7, "tumour", 1.5, "tumour") for kind, symbol in enumerate(("circle-open", "circle"))}),
    ],
    layout=layouts.plot(
        layouts.axis(-1, 102, [1, 25, 50, 75, 100], "Draws, sorted by their tumours"),
        layouts.log_axis(-1.8, 8.1, [FLOOR, *COUNTS], words=["none", "1", "100", "10,000", "1 million", ""]),
        {"text": "Tumours of a draw.  ○ none<br>Band: the middle 80 of 100 draws", "xshift": -62},
        left=66, right=16,
    ),
    alt="A hundred draws, sorted from the fewest tumours to the most, as dots on a scale where each line is a hundred "
        "times more. Hollow dots at the bottom are draws without a tumour. A band holds the middle eighty.",
)

clusters_matter = View(
    "Clusters",
    traces=[
        marks.line("Gain of 23", "cluster_axis", "curve_low", "tumour", 2, "6px 3px", label="23 times"),
        marks.line("Gain of 50", "cluster_axis", "curve_high", "tumour", 2, label="50 times") | marks.filled("tumour"),
        marks.points("Now", "clusters", "from_clusters", "ink", 12, cliponaxis=False),
    ],
    layout=layouts.plot(
        layouts.axis(0, MOST_CLUSTERS, range(0, 11, 2), "Clusters, of 100 that enter the blood"),
        layouts.of_100(),
        "Tumours that come from clusters, of 100",
        right=76, top=30,
    ),
    alt="How many of 100 tumours come from clusters, by how many of 100 that enter the blood are clusters. Two curves, "
        "for a gain of 23 and of 50, rise steeply at first. The dot is this run.",
)
