"""Are the lymph nodes a road to distant organs, or a mirror: size, nodes and distant seeds of a breast tumour.

A tumour of diameter d mm has cells in a lymph node that a pathologist finds, and seeds in a distant organ, with the
probabilities ::

    P(nodes)  = 1 - exp(-node_rate d^node_power)                 fitted to Carter and others (1989)
    P(seeded) = Phi(ln(d / seed_median) / seed_spread)           Sivaramakrishna and Gordon (1997)

`seeded` means: a distant metastasis will show, however late, if nothing but the tumour is treated. How the two go
together is what the model is about::

    two roads:  P(nodes and seeded) = Phi2(Phi^-1(P(nodes)), Phi^-1(P(seeded)); link)          a Gaussian copula
    one road:   P(nodes and seeded) = P(seeded), at most P(nodes)                               no seeds without nodes

If a share `missed` of the people with cells in a node is not found, P(nodes found) / (1 - missed) have them in truth.
Both models have the same two curves over size, as long as one road can give as many seeds, so neither curve can tell
which of them is right.
"""

from __future__ import annotations

import math

import numpy as np

from widgets.core import Array, Choice, Constant, Flag, Grid, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import (
    binomial_quantile,
    exp,
    log,
    normal,
    normal_cdf,
    normal_quantile,
    power,
    seed_random,
    uniform,
)

NODES_PAPER = "carter1989"
SEEDS_PAPER = "sivaramakrishna1997"
CLEAR_PAPER = "desmedt2007"

TWO_ROADS, ONE_ROAD = 0, 1
CLEAR, FOUND, UNSEEN = 0, 1, 2  # a person's nodes: without cells, with cells that are found, with cells that are missed

PEOPLE, COLUMNS = 100, 10
POINTS = 90  # of the curves over size: one for each millimetre
NEAR = 60  # of the curves of what nodes tell: as far as the slider goes
IN_TRUTH, SEEDED, BOTH = 0, 1, 2  # entries of a joint distribution: cells in a node, seeds, cells in a node and seeds
SURE = 1e-9  # probabilities are kept this far from 0 and 1, where the normal quantile has no value
DECILE = 1.2816  # the 90th percentile of a normal variable

FIVE_OF_100 = 0.05
TYPICAL_LOW, TYPICAL_HIGH = 20.0, 24.0  # mm: about the mean diameter, 22 mm, of the node-negative women counted
COUNTED_LOW, COUNTED_HIGH = 0.20, 0.23  # 21.3 of 100 of them had a distant metastasis within ten years

# Gauss-Legendre nodes and weights on (-1, 1), for the integral of `share_of_both`.
PLACES, WEIGHTS = np.polynomial.legendre.leggauss(12)

# Published numbers, of 100 people. Carter and others give classes of 10 mm; the first and the last have no middle, and
# 7.5 and 65 mm are assumed for them.
CARTER = {7.5: 20, 15: 33, 25: 45, 35: 52, 45: 60, 65: 70}
# Michaelson, Halpern and Kopans 1999, as kept in the data set Tumor of the R package nlr.
MICHAELSON = [(12, 13), (17, 20), (17, 27), (25, 45), (30, 42), (39, 55), (40, 56), (50, 66), (60, 78), (70, 83), (80, 81),
              (90, 92)]
# 198 women with clear nodes and no drug treatment (data GSE7390): Kaplan and Meier's estimate at ten years, below and
# above 20 mm, at the mean diameter of each class, with 95 % confidence; and how many women.
CLEAR_WOMEN = {15.9: (16.9, 7.3, 102), 28.1: (26.1, 9.0, 96)}

inputs = Inputs(
    road=Choice("Model", "two roads", source="assumed",
                options={"two roads": TWO_ROADS, "one road, by nodes": ONE_ROAD}),
    diameter=Slider("Diameter of the tumour", 22.0, low=2.0, high=60.0, step=1.0, unit="mm", role="tumour", digits=0,
                    source="assumed"),
    link=Slider("Link of the two roads", 0.3, low=0.0, high=0.9, step=0.05, role="blood", published=0.3,
                source=CLEAR_PAPER, note="0: none, 1: they go together. Tuned to one cohort: 0.3"),
    missed=Slider("Node cells that are missed", 0.0, low=0.0, high=50.0, step=1.0, unit="%", role="lymph", digits=0,
                  source="assumed", note="a second look suggests 19"),
    seed=Seed(default=14),  # a draw near the average: 41 with cells in a node, 27 with seeds
    node_rate=Constant(0.0480, unit="per mm to the power below", source=NODES_PAPER, label="Nodes, rate (fitted)"),
    node_power=Constant(0.774, source=NODES_PAPER, label="Nodes, power of the diameter (fitted)"),
    seed_median=Constant(35.5, unit="mm", source=SEEDS_PAPER, label="Diameter at which half have seeds"),
    seed_spread=Constant(0.872, source=SEEDS_PAPER, label="Spread of the logarithm of that diameter"),
    mm=Grid(1, POINTS, POINTS, unit="mm", label="Diameter"),
    near_mm=Grid(1, NEAR, NEAR, unit="mm", label="Diameter"),
)

outputs = Outputs(
    column=Array(PEOPLE), row=Array(PEOPLE),
    nodes=Array(PEOPLE, "u1", label="Nodes of each person: clear, found, missed", role="lymph"),
    seeds=Array(PEOPLE, "u1", label="Distant seeds of each person", role="blood"),
    neither=Number("Neither", "of these 100"),
    nodes_only=Number("Cells in a node only", "of these 100", role="lymph"),
    seeds_only=Number("Seeds, nodes clear", "of these 100", role="blood"),
    both=Number("Cells in a node and seeds", "of these 100"),
    with_nodes=Number("Cells found in a node", "of these 100", role="lymph"),
    with_seeds=Number("Distant seeds", "of these 100", role="blood"),
    rarely_fewer=Number("Seeds though nodes are clear: a tenth of groups have fewer", "of 100"),
    rarely_more=Number("Seeds though nodes are clear: a tenth of groups have more", "of 100"),
    nodes_share=Number("Cells found in a node", "of 100", role="lymph"),
    seeded_share=Number("Distant seeds", "of 100", role="blood"),
    given_clear=Number("Distant seeds, of 100 whose nodes are clear", "of 100", role="blood"),
    given_cells=Number("Distant seeds, of 100 with cells found in a node", "of 100", role="lymph"),
    curve_nodes=Array(POINTS, label="Cells found in a node, of 100", role="lymph"),
    curve_seeded=Array(POINTS, label="Distant seeds, of 100", role="blood"),
    curve_clear=Array(NEAR, label="Seeds, of 100 whose nodes are clear", role="blood"),
    curve_cells=Array(NEAR, label="Seeds, of 100 with cells found in a node", role="lymph"),
    band_low=Array(NEAR), band_high=Array(NEAR),
    one_road=Flag("The nodes are the only road"),
    beyond=Flag("One road cannot give as many seeds as were counted at this diameter"),
    overfull=Flag("So many cells are missed that fewer nodes show them than were counted"),
    saved=Flag("One road, and as many seeds behind clear nodes as were counted"),
    last_small=Flag("The largest diameter at which 5 of 100 or fewer have seeds"),
    says_nothing=Flag("Two roads without a link: at one diameter the nodes say nothing about seeds"),
)

scratch = Scratch(random=Array(4, "u8"), luck_nodes=(PEOPLE,), luck_seeds=(PEOPLE,), luck_found=(PEOPLE,),
                  joint=(3,), next=(3,))


# The law -----------------------------------------------------------------------------------------------------------


def share_with_nodes(p, diameter):
    """Return the share of people with a tumour of this diameter in whose nodes cells are found."""
    return 1 - exp(-p.node_rate * power(diameter, p.node_power))


def share_seeded(p, diameter):
    """Return the share of people with a tumour of this diameter who have distant seeds."""
    return normal_cdf(log(diameter / p.seed_median) / p.seed_spread)


def share_of_both(first, second, link):
    """Return the probability of two things together that have these probabilities and a Gaussian copula.

    Plackett's identity: the derivative of Phi2 by the correlation is the density, so it is integrated from no link on.
    """
    h, k = score(first), score(second)
    total = 0.0
    for i in range(PLACES.size):
        at = link * (1 + PLACES[i]) / 2
        left = 1 - at * at
        total += WEIGHTS[i] * exp(-(h * h + k * k - 2 * h * k * at) / (2 * left)) / math.sqrt(left)
    return first * second + link / 2 * total / (2 * math.pi)


def score(probability):
    """Return the standard normal number below which this share of all lies."""
    return normal_quantile(min(max(probability, SURE), 1 - SURE))


def found(p):
    """Return the share of people with cells in a node in whom they are found."""
    return 1 - p.missed / 100


def find_joint(p, diameter, joint):
    """Write the shares with cells in a node (found or not), with seeds, and with both."""
    joint[IN_TRUTH] = min(share_with_nodes(p, diameter) / found(p), 1.0)
    joint[SEEDED] = share_seeded(p, diameter)
    if p.road == ONE_ROAD:
        joint[SEEDED] = min(joint[SEEDED], joint[IN_TRUTH])
        joint[BOTH] = joint[SEEDED]
    else:
        joint[BOTH] = share_of_both(joint[IN_TRUTH], joint[SEEDED], p.link)


def seeded_though_clear(p, joint):
    """Return the share of all people who have seeds while no cells are found in their nodes."""
    return max(joint[SEEDED] - found(p) * joint[BOTH], 0.0)


def seeded_if_clear(p, joint):
    """Return the share with seeds among people in whose nodes no cells are found."""
    return seeded_though_clear(p, joint) / (1 - found(p) * joint[IN_TRUTH])


def seeded_if_found(joint):
    """Return the share with seeds among people in whose nodes cells are found."""
    return joint[BOTH] / joint[IN_TRUTH]


# The kernel --------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def two_roads(p, out, work):
    """Draw a hundred people with a tumour of one diameter, and say what is true on average at each diameter."""
    find_joint(p, p.diameter, work.joint)
    find_joint(p, p.diameter + 1, work.next)
    draw_people(p, out, work)
    draw_curves(p, out, work)
    find_joint(p, p.diameter, work.joint)
    describe(p, out, work)


def describe(p, out, work):
    """Write the numbers and flags of this diameter."""
    joint = work.joint
    clear, though_clear = seeded_if_clear(p, joint), seeded_though_clear(p, joint)
    out.nodes_share, out.seeded_share = 100 * found(p) * joint[IN_TRUTH], 100 * joint[SEEDED]
    out.given_clear, out.given_cells = 100 * clear, 100 * seeded_if_found(joint)
    out.rarely_fewer = binomial_quantile(PEOPLE, though_clear, 0.1)
    out.rarely_more = binomial_quantile(PEOPLE, though_clear, 0.9)
    out.one_road = 1 if p.road == ONE_ROAD else 0
    out.beyond = 1 if share_seeded(p, p.diameter) > joint[SEEDED] else 0
    out.overfull = 1 if share_with_nodes(p, p.diameter) > found(p) else 0
    typical = TYPICAL_LOW <= p.diameter <= TYPICAL_HIGH
    out.saved = 1 if p.road == ONE_ROAD and typical and COUNTED_LOW <= clear <= COUNTED_HIGH else 0
    out.last_small = 1 if joint[SEEDED] <= FIVE_OF_100 < work.next[SEEDED] else 0
    out.says_nothing = 1 if p.road == TWO_ROADS and p.link == 0 else 0


def draw_people(p, out, work):
    """Draw a hundred people, those whose nodes take up cells first in front; each keeps their luck as controls move."""
    seed_random(work.random, p.seed)
    for i in range(PEOPLE):
        work.luck_nodes[i], work.luck_seeds[i] = normal(work.random), normal(work.random)
        work.luck_found[i] = uniform(work.random)
    at_nodes, at_seeds = score(work.joint[IN_TRUTH]), score(work.joint[SEEDED])
    own = math.sqrt(1 - p.link * p.link)
    for i in range(PEOPLE):
        first = work.luck_nodes[i]
        # On one road the order is the same: whose nodes take up cells first has seeds first.
        second = first if p.road == ONE_ROAD else p.link * first + own * work.luck_seeds[i]
        place = 0
        for other in range(PEOPLE):
            place += 1 if work.luck_nodes[other] < first else 0
        out.nodes[place] = CLEAR
        if first < at_nodes:
            out.nodes[place] = FOUND if work.luck_found[i] < found(p) else UNSEEN
        out.seeds[place] = 1 if second < at_seeds else 0
        count(out, place)
    for i in range(PEOPLE):
        out.column[i], out.row[i] = i % COLUMNS, i // COLUMNS


def count(out, place):
    """Add one person to their group."""
    has_cells, has_seeds = out.nodes[place] == FOUND, out.seeds[place] == 1
    out.neither += 1 if not has_cells and not has_seeds else 0
    out.nodes_only += 1 if has_cells and not has_seeds else 0
    out.seeds_only += 1 if has_seeds and not has_cells else 0
    out.both += 1 if has_cells and has_seeds else 0
    out.with_nodes += 1 if has_cells else 0
    out.with_seeds += 1 if has_seeds else 0


def draw_curves(p, out, work):
    """Write the shares at every diameter, and in what range 8 of 10 groups of a hundred with clear nodes lie."""
    for i in range(POINTS):
        find_joint(p, p.mm[i], work.joint)
        out.curve_nodes[i] = 100 * found(p) * work.joint[IN_TRUTH]
        out.curve_seeded[i] = 100 * work.joint[SEEDED]
    for i in range(NEAR):
        find_joint(p, p.near_mm[i], work.joint)
        clear = seeded_if_clear(p, work.joint)
        spread = DECILE * math.sqrt(max(clear * (1 - clear), 0.0) / PEOPLE)
        out.curve_clear[i], out.curve_cells[i] = 100 * clear, 100 * seeded_if_found(work.joint)
        out.band_low[i], out.band_high[i] = 100 * max(clear - spread, 0.0), 100 * min(clear + spread, 1.0)
