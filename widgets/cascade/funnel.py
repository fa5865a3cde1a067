"""Of a million cells in the blood, how many become a tumour, and where are the others lost: the metastatic funnel.

A single cell passes three steps, each by chance and on its own::

    chance = survive * start * persist        arrive alive in a tissue, begin to divide, keep on to a tumour
    loss of a step = log(step) / log(chance)  its share of the loss, counted in tenfold steps

so that the tumours of n cells are binomial. A cluster of cells makes a tumour `gain` times as often as a single cell::

    share of tumours from clusters = c gain / (c gain + 1 - c)     for c clusters in each cell or cluster

The fractions 0.8, 1/40 and 1/100 are those of Luzzi and others (1998, Am J Pathol 153:865): melanoma cells put into the
vein that leads to the liver of mice. The gain, 23 to 50, is that of Aceto and others (2014, Cell 158:1110), in mice with
breast tumours; each draw takes one between the two.
"""

from __future__ import annotations

from typing import Any

from widgets.core import (
    Array,
    Challenge,
    Constant,
    Flag,
    Inputs,
    Match,
    Number,
    Outputs,
    Scratch,
    Seed,
    Simulation,
    Slider,
    Table,
    View,
    kernel,
    marks,
)
from widgets.core.kernels.numerics import binomial, log, quantile, seed_random, select, to_index, uniform

LIVER, PEOPLE, CLUSTERS, SHEDDING = "luzzi1998", "coumans2013", "aceto2014", "butler1975"

STAGES = 4  # in the blood, alive in a tissue, dividing, tumour
DRAWS, SHOWN = 1000, 100  # repeated to see what chance does; the sorted draws of which every tenth is drawn
LOW, HIGH = 0.1, 0.9  # the band of repeated draws
FLOOR = 0.03  # where "none" stands on a logarithmic axis of counts
MOST_CLUSTERS, POINTS = 10.0, 41  # of 100; end of the axis, and points of the curves over it

MOUSE_SURVIVE, MOUSE_START, MOUSE_PERSIST = 80.0, 40.0, 100.0  # of 100; one in; one in
TENFOLD = 10.0  # what a challenge asks for
MANY = 60e6  # cells: what makes one metastasis in people, as fitted
FEW_CLUSTERS, HALF = 3.0, 50.0  # of 100: what a challenge asks for
ONE_IN = (1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0, 200.0, 400.0, 600.0, 800.0, 1000.0, 2000.0, 4000.0,
          6000.0, 8000.0, 10_000.0)

inputs = Inputs(
    cells=Slider("Cells that enter the blood", 1e6, stops=(1e3, 1e4, 1e5, 1e6, 3.2e6, 1e7, 3e7, 6e7, 1e8), digits=0,
                 role="tumour", published=3.2e6, source=SHEDDING, note="a gram of tumour in rats: 3,200,000 a day"),
    survive=Slider("Arrive alive in a tissue", MOUSE_SURVIVE, low=1.0, high=100.0, step=1.0, unit="of 100", digits=0,
                   role="blood", published=MOUSE_SURVIVE, source=LIVER, note="in mice: 80"),
    start=Slider("Of these begin to divide: one in", MOUSE_START, stops=ONE_IN, digits=0, role="tissue",
                 published=MOUSE_START, source=LIVER, note="in mice: one in 40"),
    persist=Slider("Of these grow on: one in", MOUSE_PERSIST, stops=ONE_IN, digits=0, role="tissue",
                   published=MOUSE_PERSIST, source=LIVER, note="in mice: one in 100"),
    clusters=Slider("Clusters among them", 0.0, low=0.0, high=MOST_CLUSTERS, step=0.5, unit="of 100", role="tumour",
                    source="assumed"),
    seed=Seed(),
    least_gain=Constant(23.0, unit="times", source=CLUSTERS, label="Gain of a cluster, at least"),
    most_gain=Constant(50.0, unit="times", source=CLUSTERS, label="Gain of a cluster, at most"),
)

outputs = Outputs(
    expected=Number("Expected tumours", role="tumour"),
    one_in=Number("One tumour for so many single cells"),
    tumours=Number("Tumours of this draw", role="tumour"),
    singles_passed=Array(STAGES, label="Single cells of this draw that reach each stage", role="tumour"),
    singles_shown=Array(STAGES, label="The same; none stands at 0.03"),
    cluster_ends=Array(2, label="Clusters that enter, and tumours from clusters", role="tumour"),
    cluster_shown=Array(2, label="The same; none stands at 0.03"),
    loss_blood=Number("Share of the loss: until alive in a tissue", "of 100", role="blood"),
    loss_start=Number("Share of the loss: beginning to divide", "of 100"),
    loss_persist=Number("Share of the loss: growing on", "of 100"),
    tumours_low=Number("Tumours: in one of ten draws not more", role="tumour"),
    tumours_high=Number("Tumours: in nine of ten draws not more", role="tumour"),
    low_shown=Number("The first of these; none stands at 0.03"),
    high_shown=Number("The second; none stands at 0.03"),
    draw=Array(SHOWN, label="Draw, sorted"),
    draw_tumours=Array(SHOWN, label="Tumours of the draw", role="tumour"),
    draw_shown=Array(SHOWN, label="The same; none stands at 0.03"),
    draw_kind=Array(SHOWN, "u1", label="Whether the draw has a tumour"),
    draws_without=Number("Draws without a tumour", "of 100"),
    from_clusters=Number("Expected tumours that come from clusters", "of 100", role="tumour"),
    from_clusters_low=Number("The same, at the least gain", "of 100", role="tumour"),
    from_clusters_high=Number("The same, at the most gain", "of 100", role="tumour"),
    cluster_axis=Array(POINTS, label="Clusters", unit="of 100"),
    curve_low=Array(POINTS, label="Tumours from clusters at the least gain", unit="of 100"),
    curve_high=Array(POINTS, label="Tumours from clusters at the most gain", unit="of 100"),
    with_clusters=Flag("There are clusters"),
    rarely=Flag("Nine of ten draws or more have no tumour"),
    none=Flag("No tumour in this draw"),
    single=Flag("One tumour in this draw"),
    lucky=Flag("No tumour, though one or more was expected of 60 million cells or more"),
    tenfold=Flag("Ten times as many tumours by one step of growth alone"),
    mostly_clusters=Flag("More than half of the tumours come from three clusters in 100 or fewer"),
)

scratch = Scratch(random=Array(4, "u8"), tumours=(DRAWS,))


# The law -----------------------------------------------------------------------------------------------------------


def chance_of(p):
    """Return the chance of a single cell to become a tumour."""
    return p.survive / 100 / p.start / p.persist


def cluster_chance(chance, least, most):
    """Return the chance of a cluster, whose gain lies anywhere between `least` and `most`; no chance exceeds 1."""
    if most * chance <= 1:
        return chance * (least + most) / 2
    if least * chance >= 1:
        return 1.0
    certain_from = 1 / chance
    rising = chance * (certain_from * certain_from - least * least) / 2
    return (rising + most - certain_from) / (most - least)


def share_from_clusters(clusters, chance, chance_of_cluster):
    """Return the share of tumours that come from clusters, if so large a share of all that enters are clusters."""
    of_clusters = clusters * chance_of_cluster
    return of_clusters / (of_clusters + (1 - clusters) * chance)


# The kernel --------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def funnel(p, out, work):
    """Send cells and clusters through the steps a thousand times."""
    random, tumours = work.random, work.tumours
    cluster_count = to_index(p.cells * p.clusters / 100, 0, 1 << 40)
    single_count = to_index(p.cells, 0, 1 << 40) - cluster_count
    without = 0
    for draw in range(DRAWS):
        seed_random(random, p.seed, draw)
        gain = p.least_gain + (p.most_gain - p.least_gain) * uniform(random)
        alive = binomial(random, single_count, p.survive / 100)
        dividing = binomial(random, alive, 1 / p.start)
        grown = binomial(random, dividing, 1 / p.persist)
        grown_clusters = binomial(random, cluster_count, min(gain * chance_of(p), 1.0))
        tumours[draw] = grown + grown_clusters
        without += 1 if tumours[draw] < 1 else 0
        if draw == 0:
            out.singles_passed[0], out.singles_passed[1] = single_count, alive
            out.singles_passed[2], out.singles_passed[3] = dividing, grown
            out.cluster_ends[0], out.cluster_ends[1] = cluster_count, grown_clusters
            out.tumours = tumours[draw]
    for i in range(SHOWN):
        out.draw[i] = i + 1
        out.draw_tumours[i] = select(tumours, (2 * i + 1) * DRAWS // (2 * SHOWN))
        out.draw_shown[i] = max(out.draw_tumours[i], FLOOR)
        out.draw_kind[i] = 1 if out.draw_tumours[i] > 0 else 0
    out.tumours_low, out.tumours_high = quantile(tumours, LOW), quantile(tumours, HIGH)
    out.draws_without = 100 * without / DRAWS
    describe(p, out)


def describe(p, out):
    """Write what the law expects, what stands on the axes, and which challenges are met."""
    chance, clusters = chance_of(p), p.clusters / 100
    either = cluster_chance(chance, p.least_gain, p.most_gain)
    out.one_in = 1 / chance
    out.expected = p.cells * ((1 - clusters) * chance + clusters * either)
    if chance < 1:
        out.loss_blood = 100 * log(100 / p.survive) / -log(chance)
        out.loss_start = 100 * log(p.start) / -log(chance)
        out.loss_persist = 100 * log(p.persist) / -log(chance)
    least, most = min(p.least_gain * chance, 1.0), min(p.most_gain * chance, 1.0)
    out.from_clusters = 100 * share_from_clusters(clusters, chance, either)
    out.from_clusters_low = 100 * share_from_clusters(clusters, chance, least)
    out.from_clusters_high = 100 * share_from_clusters(clusters, chance, most)
    for i in range(POINTS):
        out.cluster_axis[i] = MOST_CLUSTERS * i / (POINTS - 1)
        out.curve_low[i] = 100 * share_from_clusters(out.cluster_axis[i] / 100, chance, least)
        out.curve_high[i] = 100 * share_from_clusters(out.cluster_axis[i] / 100, chance, most)
    for i in range(STAGES):
        out.singles_shown[i] = max(out.singles_passed[i], FLOOR)
    for i in range(2):
        out.cluster_shown[i] = max(out.cluster_ends[i], FLOOR)
    out.low_shown, out.high_shown = max(out.tumours_low, FLOOR), max(out.tumours_high, FLOOR)

    out.with_clusters = 1 if p.clusters > 0 else 0
    out.rarely = 1 if out.tumours_high < 1 else 0
    out.none = 1 if out.tumours < 1 else 0
    out.single = 1 if out.tumours == 1 else 0
    out.lucky = 1 if out.none == 1 and p.cells >= MANY and out.expected >= 1 else 0
    usual = MOUSE_SURVIVE / 100 / MOUSE_START / MOUSE_PERSIST
    one_step = p.survive == MOUSE_SURVIVE and (p.start == MOUSE_START or p.persist == MOUSE_PERSIST)
    out.tenfold = 1 if one_step and chance >= TENFOLD * usual else 0
    out.mostly_clusters = 1 if p.clusters <= FEW_CLUSTERS and out.from_clusters > HALF else 0


# The figures -------------------------------------------------------------------------------------------------------

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


# The declaration ---------------------------------------------------------------------------------------------------


def expected(name: str, **values: float) -> float:
    """Return a number that the law expects."""
    return float(funnel.run(inputs.record(**values))[name])


IN_PEOPLE: dict[str, Any] = {"cells": MANY, "start": 6000.0, "persist": 8000.0}  # 0.8 / (6,000 x 8,000) = 1 / 60 million

simulation = Simulation(
    name="funnel",
    title="Of a million cells in the blood, how many become a tumour?",
    caption="Cells pass three steps, each by chance. Drawn a thousand times.",
    kernels=(funnel,),
    views=(steps, hundred, clusters_matter),
    summary=(
        ("rarely", ("**Hardly any draw has a tumour.** {expected:,.2f} are expected from {cells:,.0f} cells, and of a "
                    "hundred draws **{draws_without:.0f}** have none.")),
        ("none", ("**No tumour** in this draw, where {expected:,.2f} are expected. It is {tumours_low:,.0f} to "
                  "{tumours_high:,.0f} tumours in eight of ten draws.")),
        ("single", ("**One tumour** in this draw, where {expected:,.2f} are expected. It is {tumours_low:,.0f} to "
                    "{tumours_high:,.0f} tumours in eight of ten draws.")),
        ("", ("**{tumours:,.0f} tumours** in this draw, from {cells:,.0f} cells. It is {tumours_low:,.0f} to "
              "{tumours_high:,.0f} tumours in eight of ten draws.")),
    ),
    readouts={
        "Single cells for one tumour": "{one_in:,.0f}",
        "Share of the loss": "blood {loss_blood:.1f}, start {loss_start:.1f}, growing on {loss_persist:.1f} of 100",
        "From clusters": "{from_clusters_low:.0f} to {from_clusters_high:.0f} of 100 tumours",
    },
    numbers=Table({"Draw": "draw:.0f", "Tumours": "draw_tumours:,.0f"}, rows=11),
    presets={
        "In mice": {},
        "With clusters": {"clusters": 3.0},
        "All begin to divide": {"start": 1.0},
        "Few survive the blood": {"survive": 1.0},
        "As fitted to people": IN_PEOPLE,
    },
    challenges=(
        Challenge("Change one step alone so that ten times as many tumours grow.", done="tenfold",
                  why="You found it. Surviving the blood cannot do it: four of five do so already. Growth can."),
        Challenge("Let more than half of the tumours come from at most 3 clusters in 100.", done="mostly_clusters",
                  why="You found it. Few clusters count for much. In mice, and with a gain that was measured there."),
        Challenge("Take 60 million cells or more, expect a tumour or more, and draw none.", done="lucky",
                  why="You found it. Where one is expected, about 37 of 100 draws have none: chance is not a detail."),
    ),
    badge="data-anchored",
    evidence="mice; one fit to people",
    leaves_out=(
        "Breast cancer, in the three steps: they were counted with melanoma cells in the liver of mice.",
        "How a cell gets into the blood, and which organ it lands in.",
        "Time: cells that wait count as lost here, though 36 of 100 were still there, single, after 13 days in mice.",
        "Differences between cells: each has the same chance. In a tumour a few may have most of it.",
        "Where clusters gain. They may survive better, or begin to divide more often; only the end was counted.",
        "Treatment, and the immune system in the tissue.",
    ),
    source=LIVER,
    matches=(
        Match("Single cells for one tumour, mouse liver", 5000.0, lambda: expected("one_in"), 1.0, LIVER, "check",
              "cells", ",.0f"),
        Match("Cells for one metastasis, people (the product is set, not the steps)", 60e6,
              lambda: expected("one_in", **IN_PEOPLE), 1.0, PEOPLE, "calibration", "cells", ",.0f"),
        Match("Metastases expected from 60 million cells, at 1.7 in 100 million", 1.02,
              lambda: expected("expected", **IN_PEOPLE), 0.03, PEOPLE, "calibration", "", ".2f"),
        Match("Share of the loss: until alive in a tissue", (2.55, 2.65), lambda: expected("loss_blood"), 0.0, "assumed",
              "regression band", "of 100", ".1f"),
        Match("Share of the loss: beginning to divide", (43.25, 43.35), lambda: expected("loss_start"), 0.0, "assumed",
              "regression band", "of 100", ".1f"),
        Match("Share of the loss: growing on", (54.05, 54.15), lambda: expected("loss_persist"), 0.0, "assumed",
              "regression band", "of 100", ".1f"),
        Match("Tumours from clusters, 3 in 100 clusters with a gain of 50", (60.5, 61.0),
              lambda: expected("from_clusters_high", clusters=3.0), 0.0, "assumed", "regression band", "of 100", ".1f"),
    ),
)
