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

import numpy as np

from widgets.core import Array, Choice, Data, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel, wilson
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

# Missed, and all with cells in a node, when one, two, three, and four or more nodes were taken out. The paper prints
# the percentages and the totals (19 of 191); these whole numbers fit them. One other set does, and looks the same.
SHANDONG_COUNTS = ((9, 46), (6, 61), (3, 41), (1, 43))
TRIAL_COUNTS = {"GIVOM": (18, 108), "B-32": (75, 766), "ALMANAC": (19, 282), "SNAC": (8, 145)}


def interval(counts: tuple[int, int]) -> tuple[float, float, float]:
    """Return a share in %, and how far its 95 % interval (Wilson 1927) reaches below and above it."""
    hits, people = counts
    below, above = wilson(hits / people, people)
    return 100 * (hits / people), 100 * below, 100 * above


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
