"""Why take two or three lymph nodes, why not all, and what does a clear result mean: sentinel node biopsy.

A tracer that is injected beside the tumour marks lymph nodes of the armpit in an order: first, second, third ... In an
armpit with tumour cells, let the first node that holds some have the rank R in this order. The first k nodes are taken
out, and the operation misses the cells if R > k::

    P(R > k) = product over j = 0 .. k-1 of  (miss + j like) / (1 + j like)        the false-negative rate
    like     = (next - miss) / (1 - next)

`miss` is the chance that the first node misses, `next` the chance that the second misses too if the first did. In other
words: each node lies on the tumour's way with a chance of its armpit, and armpits differ in this chance. It follows a
beta distribution with a = (1 - miss) / like and b = miss / like. With next = miss (like = 0) nodes miss singly.

A share p of people has cells in a node. Of those with a clear result p P(R > k) / (1 - p + p P(R > k)) have them too.

The two chances, 0.196 and 0.5, are those with which the law gives what Han and others (2016, Chin J Cancer 35:35) found
in Shandong when one node was taken out, and when two were.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from widgets.core import (
    Array,
    Challenge,
    Choice,
    Data,
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
from widgets.core.figures.figure import Frames
from widgets.core.kernels.numerics import quantile, seed_random, to_index, uniform

SHANDONG, TRIALS, PLACES, DRAINAGE = "han2016", "hindie2011", "rummel2015", "byrd2001"
FACTS = "numbers are facts"  # the licence of the tables

PEOPLE = 100  # in one draw
DRAWS = 1000  # repeated to see what chance does
LOW, HIGH = 0.1, 0.9  # the band of repeated draws
MOST_REMOVED = 6  # nodes
MANY_MISSED = 40  # people; the last bar of the histogram holds all draws with so many or more
STEPS = (300.0, 600.0, 1000.0)  # heights that the axis of the histogram can have

LEVELS = (13, 5, 2)  # nodes at level I, II and III, on average (Bundred and others 1994, BMJ 309:1222)
NODES = sum(LEVELS)

# The drawing, on a sheet of 100 by 78 with the breastbone at the left and the arm at the right. Nodes in the order in
# which the tracer marks them: level I from the breast on, then II, then III. Where each lies within its level is ours.
NODE_X = np.array([57.0, 63.0, 62.5, 69.0, 69.0, 75.0, 68.5, 74.5, 75.5, 80.5, 80.0, 81.5, 62.5,
                   54.0, 58.0, 63.0, 65.0, 70.0, 46.5, 52.0])
NODE_Y = np.array([37.0, 32.5, 41.0, 36.5, 45.0, 40.5, 28.5, 32.5, 49.0, 44.5, 36.5, 53.0, 24.5,
                   44.5, 50.0, 51.5, 57.5, 59.5, 55.0, 61.0])
TUMOUR_X = np.array([45.0, 45.0, 27.0, 27.0, 36.0])  # in the order of the options of `place` after "anywhere"
TUMOUR_Y = np.array([29.0, 13.0, 29.0, 13.0, 21.0])
ANYWHERE = 0

FOUND, MISSED, CLEAR = 0, 1, 2  # what a person's operation shows; CLEAR: there is nothing to find
LEFT, TAKEN, LEFT_WITH_CELLS, TAKEN_WITH_CELLS = 0, 1, 2, 3  # what a node is

TYPICAL = 7952  # the first draw shown: one of those that turn out as expected, so that the lesson can begin with it
USUAL_PEOPLE, USUAL_MISS, USUAL_NEXT, USUAL_NODES = 30, 19.6, 50, 2  # the challenges must not get easier than this
RARELY_WRONG, OFTEN_WRONG = 2.0, 10.0  # of 100 clear results: what the challenges ask for

inputs = Inputs(
    prevalence=Slider("Cells in a node", USUAL_PEOPLE, low=5, high=70, step=1, unit="of 100 people",
                      role="tumour", published=30.4, source=TRIALS, note="four trials: 30"),
    removed=Slider("Nodes taken out", USUAL_NODES, low=1, high=MOST_REMOVED, step=1, role="lymph",
                   source="assumed", note="assumed, often two or three"),
    first_misses=Slider("The first node misses", USUAL_MISS, low=5.0, high=40.0, step=0.2,
                        unit="of 100", role="lymph",
                        published=USUAL_MISS, source=SHANDONG, note="in Shandong: 19.6"),
    next_misses=Slider("... then the second too", USUAL_NEXT, low=20, high=90, step=1, unit="of 100", role="lymph",
                       published=USUAL_NEXT, source=SHANDONG, note="in Shandong: 50; at least as often as the first"),
    place=Choice("Where the tumour lies", "anywhere", source=PLACES, note="anywhere: as in 980 patients",
                 options={"anywhere": ANYWHERE, "upper outer part": 1, "lower outer part": 2, "upper inner part": 3,
                          "lower inner part": 4, "behind the nipple": 5}),
    seed=Seed(default=TYPICAL),
    place_share=Data([51.5, 14.2, 15.6, 8.1, 10.6], source=PLACES, licence=FACTS,
                     label="Tumours by place, of 100: in the order of the choices"),
    breastbone_share=Data([10.0, 27.0, 17.0, 25.0, 29.0], source=DRAINAGE, licence=FACTS,
                          label="Tracer seen at the breastbone, of 100 tumours of that place"),
)

outputs = Outputs(
    with_cells=Number("People with tumour cells in a node, of the hundred", role="tumour"),
    found=Number("Cells found", role="tumour"),
    missed=Number("Cells missed", role="tumour"),
    empty=Number("No cells in any node", role="lymph"),
    clear=Number("Clear results", role="lymph"),
    wrong_clear=Number("Expected: clear results that are wrong, of 100", role="tumour"),
    missed_share=Number("Expected: missed, of 100 people with cells", role="tumour"),
    breastbone=Number("Expected: lymph also flows to the breastbone, of 100 people", role="lymph"),
    nodes=Array(MOST_REMOVED, label="Nodes taken out"),
    missed_after=Array(MOST_REMOVED, label="Missed after so many nodes, of 100 people with cells", role="tumour"),
    wrong_after=Array(MOST_REMOVED, label="Clear results that are wrong after so many nodes, of 100"),
    sorted_finding=Array(PEOPLE, "u1", label="Results of the hundred, the found first"),
    person=Array(PEOPLE, label="Person"),
    finding=Array(PEOPLE, "u1", label="Each person's result: found, missed, no cells"),
    node_kind=Array((PEOPLE, NODES), "u1", label="Each person's nodes: left, taken, left with cells, taken with cells"),
    tumour_x=Array(PEOPLE), tumour_y=Array(PEOPLE),
    way_x=Array((PEOPLE, 2)), way_y=Array((PEOPLE, 2)),
    to_breastbone=Array(PEOPLE, "u1", label="Each person's lymph also flows to the breastbone"),
    lucky=Flag("Nobody is missed, with few nodes and as many people with cells as usual"),
    rarely_wrong=Flag("A clear result is rarely wrong, with as many people with cells as usual"),
    often_wrong=Flag("A clear result is often wrong, though the operation is as good as usual"),
)

repeat_outputs = Outputs(
    missed_low=Number("Missed in a hundred: in one of ten draws not more", role="tumour"),
    missed_high=Number("Missed in a hundred: in nine of ten draws not more", role="tumour"),
    seldom_missed=Flag("In nine of ten draws nobody is missed"),
    band_low=Array(MOST_REMOVED, label="Missed of 100 with cells: in one of ten draws not more"),
    band_high=Array(MOST_REMOVED, label="Missed of 100 with cells: in nine of ten draws not more"),
    how_many=Array(MANY_MISSED + 1, label="People missed"),
    draws=Array(MANY_MISSED + 1, label="Draws in which so many are missed, of 1,000"),
    draws_top=Number("Upper end of the axis", "draws"),
)

scratch = Scratch(random=Array(4, "u8"), miss=(NODES + 1,))
repeat_scratch = Scratch(random=Array(4, "u8"), miss=(NODES + 1,), missed=(DRAWS,), share=(MOST_REMOVED, DRAWS),
                         count=(MOST_REMOVED + 2,))


# The law -----------------------------------------------------------------------------------------------------------


def fill_miss(p, miss):
    """Write the chance that the first k nodes all miss, for k = 0, 1, 2 ..., of an armpit with cells."""
    first = p.first_misses / 100
    following = max(p.next_misses / 100, first)
    likeness = (following - first) / (1 - following)
    miss[0] = 1.0
    for k in range(1, miss.size):
        miss[k] = miss[k - 1] * (first + (k - 1) * likeness) / (1 + (k - 1) * likeness)


def find_rank(miss, luck):
    """Return the rank of the first node with cells, from a luck between 0 and 1; the last rank stands for all later."""
    rank = 1
    for k in range(1, miss.size - 1):
        rank += 1 if luck < miss[k] else 0
    return rank


def wrong_share(prevalence, missing):
    """Return which share of clear results is wrong if `prevalence` have cells and `missing` of these are missed."""
    return prevalence * missing / (1 - prevalence + prevalence * missing)


def find_place(p, luck):
    """Return the place of a tumour, from 0, by how often tumours lie there; the chosen one if one is chosen."""
    if p.place != ANYWHERE:
        return p.place - 1
    place, below = 0, 0.0
    for i in range(p.place_share.size - 1):
        below += p.place_share[i] / 100
        place += 1 if luck > below else 0
    return place


def breastbone_of_100(p):
    """Return for how many of 100 people the lymph also flows to the breastbone, if tumours lie as chosen."""
    if p.place != ANYWHERE:
        return p.breastbone_share[p.place - 1]
    total = 0.0
    for i in range(p.place_share.size):
        total += p.place_share[i] * p.breastbone_share[i] / 100
    return total


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def biopsy(p, out, work):
    """Operate on a hundred people, each with luck of their own, and say what is to be expected of many hundreds."""
    random, miss = work.random, work.miss
    fill_miss(p, miss)
    seed_random(random, p.seed)
    for i in range(PEOPLE):
        has_cells = uniform(random) < p.prevalence / 100
        rank = find_rank(miss, uniform(random))
        place = find_place(p, uniform(random))
        out.to_breastbone[i] = 1 if uniform(random) < p.breastbone_share[place] / 100 else 0
        result = CLEAR
        if has_cells:
            result = FOUND if rank <= p.removed else MISSED
        out.person[i] = i + 1
        out.finding[i] = result
        out.found += 1 if result == FOUND else 0
        out.missed += 1 if result == MISSED else 0
        draw_person(p, out, i, place, rank if has_cells else 0)
    out.with_cells = out.found + out.missed
    out.clear = PEOPLE - out.found
    out.empty = PEOPLE - out.with_cells
    for i in range(PEOPLE):
        out.sorted_finding[i] = FOUND if i < out.found else MISSED if i < out.with_cells else CLEAR
    describe_many(p, out, miss)


def draw_person(p, out, i, place, rank):
    """Write what the drawing of one person shows; rank 0 stands for no cells in any node."""
    out.tumour_x[i], out.tumour_y[i] = TUMOUR_X[place], TUMOUR_Y[place]
    for node in range(NODES):
        taken = TAKEN if node < p.removed else LEFT
        out.node_kind[i, node] = taken + (LEFT_WITH_CELLS if node == rank - 1 else 0)
    for end in range(2):
        arrives = end == 1 and rank > 0
        out.way_x[i, end] = NODE_X[rank - 1] if arrives else TUMOUR_X[place]
        out.way_y[i, end] = NODE_Y[rank - 1] if arrives else TUMOUR_Y[place]


def describe_many(p, out, miss):
    """Write what the law expects of many people, and which challenges are met."""
    for k in range(MOST_REMOVED):
        out.nodes[k] = k + 1
        out.missed_after[k] = 100 * miss[k + 1]
        out.wrong_after[k] = 100 * wrong_share(p.prevalence / 100, miss[k + 1])
    out.missed_share, out.wrong_clear = out.missed_after[p.removed - 1], out.wrong_after[p.removed - 1]
    out.breastbone = breastbone_of_100(p)
    no_easier = p.prevalence >= USUAL_PEOPLE and p.first_misses >= USUAL_MISS and p.next_misses >= USUAL_NEXT
    out.lucky = 1 if out.missed == 0 and no_easier and p.removed <= USUAL_NODES else 0
    out.rarely_wrong = 1 if no_easier and out.wrong_clear < RARELY_WRONG else 0
    no_worse = p.first_misses <= USUAL_MISS and p.next_misses <= USUAL_NEXT and p.removed >= USUAL_NODES
    out.often_wrong = 1 if no_worse and out.wrong_clear > OFTEN_WRONG else 0


@kernel(inputs, repeat_outputs, repeat_scratch)
def repeats(p, out, work):
    """Operate on a thousand hundreds, and say how far they differ by chance alone."""
    random, miss, count = work.random, work.miss, work.count
    fill_miss(p, miss)
    seed_random(random, p.seed, 1)
    for draw in range(DRAWS):
        for k in range(MOST_REMOVED + 2):
            count[k] = 0.0  # people whom k - 1 nodes miss and the next does not; first, those without cells
        for _ in range(PEOPLE):
            luck = uniform(random) / (p.prevalence / 100)  # below 1: has cells, and then again evenly spread up to 1
            missing = 0
            for k in range(MOST_REMOVED + 1):
                missing += 1 if luck < miss[k] else 0
            count[missing] += 1.0
        for back in range(MOST_REMOVED):
            count[MOST_REMOVED - back] += count[MOST_REMOVED + 1 - back]  # now: whom k - 1 nodes miss
        for k in range(MOST_REMOVED):
            work.share[k, draw] = 100 * count[k + 2] / max(count[1], 1.0)
        work.missed[draw] = count[p.removed + 1]
        out.draws[to_index(work.missed[draw], 0, MANY_MISSED)] += 1
    for k in range(MOST_REMOVED):
        out.band_low[k] = quantile(work.share[k], LOW)
        out.band_high[k] = quantile(work.share[k], HIGH)
    out.missed_low, out.missed_high = quantile(work.missed, LOW), quantile(work.missed, HIGH)
    out.seldom_missed = 1 if out.missed_high < 1 else 0
    most = 0.0
    for i in range(MANY_MISSED + 1):
        out.how_many[i] = i
        most = max(most, out.draws[i])
    out.draws_top = STEPS[2]
    for i in range(2):
        if most <= STEPS[1 - i]:
            out.draws_top = STEPS[1 - i]


# Data from people --------------------------------------------------------------------------------------------------

# Missed, and all with cells in a node, when one, two, three, and four or more nodes were taken out. The paper prints
# the percentages and the totals (19 of 191); these whole numbers fit them. One other set does, and looks the same.
SHANDONG_COUNTS = ((9, 46), (6, 61), (3, 41), (1, 43))
TRIAL_COUNTS = {"GIVOM": (18, 108), "B-32": (75, 766), "ALMANAC": (19, 282), "SNAC": (8, 145)}
Z95 = 1.959964  # standard normal deviate of a 95 % interval


def interval(counts: tuple[int, int]) -> tuple[float, float, float]:
    """Return a share in %, and how far its 95 % interval (Wilson 1927) reaches below and above it."""
    hits, people = counts
    share, spread = hits / people, Z95**2 / people
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * math.sqrt(share * (1 - share) / people + spread / people / 4) / (1 + spread)
    return 100 * share, 100 * (share - middle + half), 100 * (middle + half - share)


def observed(name: str, x: Sequence[float], counts: Sequence[tuple[int, int]], symbol: str, **more: Any) -> dict[str, Any]:
    """Return markers for what was found in people, with 95 % intervals."""
    shares, below, above = zip(*map(interval, counts), strict=True)
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "x": list(x), "y": list(shares),
            "marker": {"size": 9, "symbol": symbol, "color": "var(--people)", "line": {"width": 2}},
            "error_y": {"type": "data", "symmetric": False, "array": list(above), "arrayminus": list(below),
                        "thickness": 1.25, "width": 0, "color": "var(--people)"}, **more}


# The figures -------------------------------------------------------------------------------------------------------

SIDE = 10  # people in a row
SIGN_COLOURS = ["var(--tumour)", "var(--tumour)", "var(--lymph)"]  # by finding
NODE_COLOURS = ["var(--lymph)", "var(--lymph)", "var(--tumour)", "var(--tumour)"]  # by kind of node
CELLS_FOUND, CELLS_LEFT, NO_CELLS, TAKEN_OUT = "◆", "◇", "○", "●"  # the signs of all figures


hundred = View(
    "A hundred people",
    traces=[
        *marks.icons([i % SIDE for i in range(PEOPLE)], [SIDE - 1 - i // SIDE for i in range(PEOPLE)], "sorted_finding", {
            i: {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}}
            for i, (symbol, size, colour) in enumerate(zip(("diamond", "diamond-open", "circle-open"), (13, 12, 9),
                                                           SIGN_COLOURS, strict=True))}),
        marks.tallies((f"{CELLS_FOUND} %{{text}} found", "found", -0.5, SIDE + 1.3, "tumour-ink"),
                      (f"{CELLS_LEFT} %{{text}} missed", "missed", 2.7, SIDE + 1.3, "tumour-ink"),
                      (f"{NO_CELLS} %{{text}} no cells", "empty", 6.0, SIDE + 1.3, "lymph-ink"),
                      (f"%{{text}} clear results: {CELLS_LEFT} and {NO_CELLS}", "clear", 2.7, SIDE + 0.1, "ink")),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"range": [-0.6, SIDE - 0.4], "visible": False},
        "yaxis": {"range": [-0.6, SIDE + 2], "visible": False},
    },
    alt="A hundred people as signs in ten rows. Filled diamonds: cells found in a node that was taken out. Hollow "
        "diamonds: cells missed. Small circles: no cells in any node. The last two groups get a clear result.",
)

LINE = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": True}


def stroke(path: str, colour: str, width: float, fill: str = "", dash: str = "solid") -> dict[str, Any]:
    """Return a line of the drawing, as an SVG path; `fill` names a colour."""
    return {"type": "path", "path": path, "layer": "below",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash},
            "fillcolor": f"var(--{fill})" if fill else "rgba(0,0,0,0)"}


armpit = View(
    "One armpit",
    traces=[
        marks.drawn([26, 17, 10.5], [25, 30, 35], "lymph", 2, "1px 5px"),
        marks.drawn([26, 17, 10.5], [25, 30, 35], "lymph", 2, meta={"when": "to_breastbone[frame]"}),
        {"type": "scatter", "mode": "markers", "name": "Nodes at the breastbone", "hoverinfo": "skip",
         "x": [9, 9, 9], "y": [35, 45, 55],
         "marker": {"size": 9, "line": {"width": 2, "color": "var(--lymph)"}, "symbol": "circle-open",
                    "color": "var(--lymph)"}},
        LINE | {"name": "The way of the cells", "line": {"color": "var(--tumour)", "width": 2, "dash": "4px 3px"},
                "meta": {"bind": {"x": "way_x[frame]", "y": "way_y[frame]"}}},
        *marks.icons(NODE_X.tolist(), NODE_Y.tolist(), "node_kind[frame]", {
            i: {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2, "color": colour}}
            for i, (symbol, size, colour) in enumerate(zip(("circle-open", "circle", "diamond-open", "diamond"),
                                                           (10, 12, 14, 14), NODE_COLOURS, strict=True))}),
        marks.points("Tumour", "tumour_x[frame]", "tumour_y[frame]", "tumour", 15),
        marks.labels(("level I", 91, 44, "lymph-ink"), ("II", 46.5, 40.5, "lymph-ink"), ("III", 40, 58, "lymph-ink"),
                     ("breastbone", 23, 65, "quiet"), ("muscle", 30, 47, "quiet"), ("vein", 93, 62, "blood-ink")),
        marks.labels(({"field": "finding[frame]", "values": [
            "<b>Cells in a node: found</b>", "<b>Cells in a node: missed</b>", "<b>No cells in any node</b>"]}, 0, 78, "ink"),
            position="top right"),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 4, "r": 4, "t": 44, "b": 2},
        "xaxis": {"range": [0, 100], "visible": False},
        "yaxis": {"range": [0, 78], "visible": False},
        "shapes": [
            stroke("M 39 42 L 49 35 L 79 63 L 74 70 Z", "tissue", 1, "tissue-soft"),  # the smaller chest muscle
            stroke("M 100 54 C 86 58 72 70 52 69 C 40 68 34 72 28 78", "blood", 4),  # the vein of the armpit
            stroke("M 4 75 C 24 69 46 74 80 73", "edge", 1),  # the collarbone
            stroke("M 4 75 L 4 4", "edge", 3),  # the breastbone
            stroke("M 72 0 C 78 16 84 26 88 31 C 92 34 96 34 100 34", "edge", 1.5),  # side of the chest, and arm
            stroke("M 36 38 C 50 38 58 31 58 21 C 58 10 48 4 36 4 C 24 4 14 10 14 21 C 14 31 23 37 36 38 Z", "edge",
                   1.5),  # the breast
            stroke("M 36 23 C 38.2 23 38.2 19 36 19 C 33.8 19 33.8 23 36 23 Z", "edge", 1),
            stroke("M 44 31 C 49 34 53 35 57 37 S 66 43 69 45 S 79 51 81.5 53 M 47 25 C 53 27 58 30 63 32.5"
                   " S 75 40 80.5 44.5 M 48 19 C 54 20 60 22 62.5 24.5 S 74 32 80 36.5", "lymph", 1),  # to level I
            stroke("M 57 37 C 55 40 54 42 54 44.5 S 48 52 46.5 55 S 42 64 41 68 M 69 45 C 66 48 64 50 63 51.5"
                   " S 55 58 52 61 S 44 66 41 68 M 81.5 53 C 78 57 74 59 70 59.5 S 58 61 52 61", "lymph", 1),  # and on
        ],
        "annotations": [
            marks.above(f"{NO_CELLS} node  {TAKEN_OUT} taken out  {CELLS_FOUND} found  {CELLS_LEFT} missed", 1, xshift=0)],
    },
    alt="Line drawing of one side of a chest, seen from the front: breastbone, breast with a tumour, armpit and arm. "
        "Twenty small circles are the nodes of the armpit: thirteen beside a slanting muscle (level I), five behind it "
        "(II), two above it (III), joined by lymph vessels that end in a vein. Nodes that are taken out are filled. A "
        "diamond is the first node with tumour cells, at the end of a dashed line from the tumour: filled if it was "
        "taken out, hollow if it stayed. Three nodes lie along the breastbone.",
    frames=Frames("person", "Person {person[frame]:.0f}", per_second=1.0),
)

MIXED = 7.6  # on the axis of nodes: the trials, in which some people had one node taken out and others more

more_nodes = View(
    "More nodes",
    traces=[
        LINE | {"name": "One of ten draws", "line": {"color": "var(--tumour-soft)", "width": 0},
                "meta": {"bind": {"x": "nodes", "y": "band_low"}}},
        LINE | {"name": "Nine of ten draws", "line": {"color": "var(--tumour-soft)", "width": 0}, "fill": "tonexty",
                "fillcolor": "var(--tumour-soft)", "meta": {"bind": {"x": "nodes", "y": "band_high"}}},
        LINE | {"name": "The law", "line": {"color": "var(--tumour)", "width": 3},
                "meta": {"bind": {"x": "nodes", "y": "missed_after"}, "before": True}},
        observed("Shandong", [1, 2, 3, 5], SHANDONG_COUNTS, "circle-open"),
        LINE | {"name": "Four or more", "x": [4, 6], "y": [100 * 1 / 43] * 2,
                "line": {"color": "var(--people)", "width": 1.25}},
        observed("Four trials", [MIXED - 0.6, MIXED - 0.2, MIXED + 0.2, MIXED + 0.6], list(TRIAL_COUNTS.values()),
                 "square-open"),
        marks.points("Now", "removed", "missed_share", "tumour", 12),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 10, "t": 46, "b": 44},
        "xaxis": {"range": [0.6, MIXED + 1], "tickvals": [1, 2, 3, 4, 5, 6, MIXED],
                  "ticktext": ["1", "2", "3", "4", "5", "6", "trials"], "title": {"text": "Sentinel nodes taken out"}},
        "yaxis": {"range": [0, 46], "tickvals": [0, 10, 20, 30, 40]},
        "annotations": [{"text": "Cells missed, of 100 people with cells", "yshift": 27},
                        {"text": "○ Shandong  □ four trials", "font": {"color": "var(--people-ink)", "size": 13}}],
    },
    alt="How many of 100 people with tumour cells in a node are missed, by the number of nodes taken out: a curve that "
        "falls steeply and then levels off. The band holds the middle 80 of 100 draws of a hundred people. Circles with "
        "upright lines are what was found in Shandong, 19.6, 9.8, 7.3 and, for four or more, 2.3; squares are four "
        "trials, 16.7, 9.8, 6.7 and 5.5.",
)

thousand = View(
    "A thousand draws",
    traces=[
        {"type": "bar", "name": "Draws", "hoverinfo": "skip",
         "marker": {"color": "var(--tumour)"},
         "meta": {"bind": {"x": "how_many", "y": "draws"}}},
        {"type": "scatter", "mode": "markers", "name": "This hundred", "hoverinfo": "skip", "y": [0],
         "marker": {"size": 13, "symbol": "diamond", "color": "var(--surface)",
                                                                              "line": {"color": "var(--tumour)", "width": 2}},
         "meta": {"bind": {"x": "missed"}}},
    ],
    layout={
        "hovermode": False,
        "bargap": 0.2,
        "margin": {"r": 16, "b": 44},
        "xaxis": {"range": [-0.8, MANY_MISSED + 0.8], "tickvals": [0, 10, 20, 30, MANY_MISSED],
                  "ticktext": ["0", "10", "20", "30", "40+"], "title": {"text": "People missed, of a hundred"}},
        "yaxis": {"range": [0, STEPS[0]], "nticks": 5, "rangemode": "tozero"},
        "annotations": [{"text": "Draws, of 1,000.  ◇ this hundred"}],
        "meta": {"bind": {"yaxis.range[1]": "draws_top"}},
    },
    alt="A thousand draws of a hundred people, sorted by how many are missed: a hump around the expected number. A "
        "diamond marks the hundred of the first figure.",
)


# The declaration ---------------------------------------------------------------------------------------------------


def missed_after(nodes: int) -> float:
    """Return how many of 100 people with cells are missed by so many nodes, as published for one and two."""
    miss = np.zeros(max(nodes, NODES) + 1)
    fill_miss(inputs.record().view(np.recarray)[()], miss)
    return float(100 * miss[nodes])


def missed_after_four_or_more() -> float:
    """Return the mean over four to eight nodes, assumed to be equally frequent."""
    return sum(map(missed_after, range(4, 9))) / 5


def missed_in_a_mix() -> float:
    """Return how many of 100 are missed if one, two, three and more nodes are as frequent as in Shandong."""
    rates = [missed_after(1), missed_after(2), missed_after(3), missed_after_four_or_more()]
    people = [people for _, people in SHANDONG_COUNTS]
    return sum(rate * share for rate, share in zip(rates, people, strict=True)) / sum(people)


def expected(field: str, **values: float) -> float:
    """Return a number that the law expects."""
    return float(biopsy.run(inputs.record(**values))[field])


simulation = Simulation(
    name="sentinel_node",
    title="What can a biopsy of a few nodes miss?",
    caption="A hundred virtual people whose armpits feel clear. A tracer marks nodes; some are taken out and looked at.",
    kernels=(biopsy, repeats),
    views=(hundred, armpit, more_nodes, thousand),
    summary=(
        ("seldom_missed", ("**{with_cells:.0f}** of 100 have cells in a node: **{found:.0f}** found, **{missed:.0f}** "
                           "missed. In nine of ten draws nobody is missed.")),
        ("", ("**{with_cells:.0f}** of 100 have cells in a node: **{found:.0f}** found, **{missed:.0f}** missed (mostly "
              "{missed_low:.0f} to {missed_high:.0f}). **{clear:.0f}** results are clear.")),
    ),
    readouts={
        "Missed, of 100 with cells": "{missed_share:.1f} expected",
        "Wrong, of 100 clear results": "{wrong_clear:.1f} expected",
        "Lymph also flows to the breastbone": "{breastbone:.1f} of 100",
    },
    numbers=Table({"Nodes taken out": "nodes:.0f", "Missed, of 100 with cells": "missed_after:.1f",
                   "in 1 of 10 draws not more": "band_low:.1f", "in 9 of 10 not more": "band_high:.1f",
                   "Wrong, of 100 clear results": "wrong_after:.1f"}),
    presets={
        "Two nodes": {},
        "One node": {"removed": 1},
        "Four nodes": {"removed": 4},
        "Small tumours": {"prevalence": 20},
        "Large tumours": {"prevalence": 60},
        "If nodes missed singly": {"next_misses": 20},
    },
    challenges=(
        Challenge("Take out two nodes at most, leave the rest as it is, and draw a hundred people of whom nobody is missed.", done="lucky",
                  why="You found it, by luck: about one hundred in twenty. A small study can make a test look perfect."),
        Challenge("Make fewer than 2 in 100 clear results wrong by the number of nodes alone.",
                  done="rarely_wrong",
                  why="You found it. The second node finds 10 more of 100, the fourth not even 2, and each one costs."),
        Challenge("Leave the operation as it is, and make more than 10 in 100 clear results wrong.",
                  done="often_wrong",
                  why="You found it. The operation is as good as before. What a clear result means depends on who is "
                      "examined."),
    ),
    badge="data-anchored",
    evidence="191 people with cells in a node, one hospital",
    leaves_out=(
        "How much is there: ten tumour cells in a node count as much as a node full of them.",
        "What is in the nodes behind the first one with cells.",
        "Why people differ in how many nodes are found. In these studies no lot decided how many were taken out.",
        "Errors of the microscope, which looks at slices: here a node that was taken out is always read right.",
        "Nodes elsewhere: cells that went only to the breastbone, between the muscles or above the collarbone.",
        "What missed cells do. Most were not heard of within three years; the model does not say why.",
        "Ultrasound and needle biopsy before the operation, chemotherapy before it, and a tracer that marks no node.",
    ),
    source=SHANDONG,
    matches=(
        Match("Missed, one node taken out", 19.6, lambda: missed_after(1), 0.05, SHANDONG, "calibration",
              "of 100 with cells", ".1f"),
        Match("Missed, two nodes", 9.8, lambda: missed_after(2), 0.05, SHANDONG, "calibration", "of 100 with cells",
              ".1f"),
        Match("Missed, three nodes", 7.3, lambda: missed_after(3), 3, SHANDONG, "check", "of 100 with cells", ".1f"),
        Match("Missed, four or more (the model: mean over four to eight)", 2.3, missed_after_four_or_more, 3, SHANDONG,
              "check", "of 100 with cells", ".1f"),
        Match("Missed in the trial B-32 (the model: with Shandong's numbers of nodes)", 9.8, missed_in_a_mix, 1.5,
              "krag2007", "check", "of 100 with cells", ".1f"),
        Match("Missed in four trials together (the model: as above)", 9.2, missed_in_a_mix, 1.5, TRIALS, "check",
              "of 100 with cells", ".1f"),
        Match("Tracer seen at the breastbone, tumours anywhere", 17.0, lambda: expected("breastbone"), 1.0, DRAINAGE,
              "check", "of 100", ".1f"),
        Match("Wrong clear results, tumours of 2 cm or less (the model: 25 of 100 with cells)", (1.0, 4.0),
              lambda: expected("wrong_clear", prevalence=25), 0.0, TRIALS, "check", "of 100", ".1f"),
    ),
)
