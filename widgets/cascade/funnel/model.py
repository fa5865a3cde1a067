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

from widgets.core import Array, Constant, Flag, Grid, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
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
    cluster_axis=Grid(0.0, MOST_CLUSTERS, POINTS, label="Clusters", unit="of 100"),
    draw=Grid(1, SHOWN, SHOWN, label="Draw, sorted"),
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
    draw_tumours=Array(SHOWN, label="Tumours of the draw", role="tumour"),
    draw_shown=Array(SHOWN, label="The same; none stands at 0.03"),
    draw_kind=Array(SHOWN, "u1", label="Whether the draw has a tumour"),
    draws_without=Number("Draws without a tumour", "of 100"),
    from_clusters=Number("Expected tumours that come from clusters", "of 100", role="tumour"),
    from_clusters_low=Number("The same, at the least gain", "of 100", role="tumour"),
    from_clusters_high=Number("The same, at the most gain", "of 100", role="tumour"),
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
        out.curve_low[i] = 100 * share_from_clusters(p.cluster_axis[i] / 100, chance, least)
        out.curve_high[i] = 100 * share_from_clusters(p.cluster_axis[i] / 100, chance, most)
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
