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
from typing import Any

import numpy as np

from widgets.core import (
    Array,
    Challenge,
    Choice,
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
from widgets.core.kernels.numerics import (
    exp,
    log,
    log1p,
    normal,
    normal_cdf,
    normal_quantile,
    power,
    seed_random,
    uniform,
)

NODES_PAPER = "carter1989"
SEEDS_PAPER = "sivaramakrishna1997"
POINTS_PAPER = "michaelson1999"
CLEAR_PAPER = "desmedt2007"
SECOND_LOOK = "weaver2011"

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
    mm=Array(POINTS, unit="mm", label="Diameter"),
    curve_nodes=Array(POINTS, label="Cells found in a node, of 100", role="lymph"),
    curve_seeded=Array(POINTS, label="Distant seeds, of 100", role="blood"),
    near_mm=Array(NEAR, unit="mm", label="Diameter"),
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
        find_joint(p, i + 1.0, work.joint)
        out.mm[i] = i + 1.0
        out.curve_nodes[i] = 100 * found(p) * work.joint[IN_TRUTH]
        out.curve_seeded[i] = 100 * work.joint[SEEDED]
    for i in range(NEAR):
        find_joint(p, i + 1.0, work.joint)
        clear = seeded_if_clear(p, work.joint)
        spread = DECILE * math.sqrt(max(clear * (1 - clear), 0.0) / PEOPLE)
        out.near_mm[i] = i + 1.0
        out.curve_clear[i], out.curve_cells[i] = 100 * clear, 100 * seeded_if_found(work.joint)
        out.band_low[i], out.band_high[i] = 100 * max(clear - spread, 0.0), 100 * min(clear + spread, 1.0)


def binomial_quantile(n, probability, share):
    """Return the smallest count, of n, that this share of all groups does not exceed."""
    if not probability > 0.0:
        return 0
    likely = exp(n * log1p(-probability))
    total = likely
    for k in range(n):
        if total >= share:
            return k
        likely *= (n - k) / (k + 1) * probability / (1 - probability)
        total += likely
    return n


# The figures -------------------------------------------------------------------------------------------------------

# Published numbers, of 100 people. Carter and others give classes of 10 mm; the first and the last have no middle, and
# 7.5 and 65 mm are assumed for them.
CARTER = {7.5: 20, 15: 33, 25: 45, 35: 52, 45: 60, 65: 70}
# Michaelson, Halpern and Kopans 1999, as kept in the data set Tumor of the R package nlr.
MICHAELSON = [(12, 13), (17, 20), (17, 27), (25, 45), (30, 42), (39, 55), (40, 56), (50, 66), (60, 78), (70, 83), (80, 81),
              (90, 92)]
# 198 women with clear nodes and no drug treatment (data GSE7390): Kaplan and Meier's estimate at ten years, below and
# above 20 mm, at the mean diameter of each class, with 95 % confidence; and how many women.
CLEAR_WOMEN = {15.9: (16.9, 7.3, 102), 28.1: (26.1, 9.0, 96)}
CLEAR_ALL, CLEAR_ALL_LATER = 21.3, 27.1  # of 100 of all 198, within 10 and within 15 years


def people_marks(name: str, x: list[float], y: list[float], symbol: str) -> dict[str, Any]:
    """Return open marks in ink: numbers of people."""
    return marks.points(name, x, y, "people", 10, symbol, 2)


def here(y: str, colour: str, symbol: str) -> dict[str, Any]:
    """Return a filled mark at the chosen diameter."""
    return {"type": "scatter", "mode": "markers", "name": "This diameter", "hoverinfo": "skip",
            "marker": {"symbol": symbol, "size": 11, "color": f"var(--{colour})",
                       "line": {"width": 2, "color": "var(--surface)"}},
            "meta": {"bind": {"x": "diameter", "y": y}}}


DIAMETERS = {"range": [0, 90], "tickvals": [0, 20, 40, 60, 80], "title": {"text": "Diameter of the tumour, mm"}}
OF_100 = {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]}

hundred = View(
    "A hundred people",
    traces=[
        *marks.icons("column", "row", "nodes", {
            CLEAR: {"symbol": "circle-open", "size": 15, "color": "var(--tissue)", "line": {"width": 2}},
            FOUND: {"symbol": "circle", "size": 15, "color": "var(--lymph)"},
            UNSEEN: {"symbol": "square-open", "size": 15, "color": "var(--lymph)", "line": {"width": 2}}}),
        *marks.icons("column", "row", "seeds", {
            1: {"symbol": "diamond", "size": 10, "color": "var(--blood)", "line": {"width": 1.5, "color": "var(--surface)"}}}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 10, "r": 10, "t": 54, "b": 8},
        "xaxis": {"range": [-0.7, COLUMNS - 0.3], "showline": False, "ticks": "", "tickvals": []},
        "yaxis": {"range": [PEOPLE / COLUMNS - 0.4, -0.6], "tickvals": [], "showgrid": False},
        "annotations": [marks.above("● cells in a node", 1, "lymph-ink") | {"xshift": 0},
                        marks.above("◆ distant seeds", 1, "blood-ink", x=0.5) | {"xshift": 0},
                        marks.above("○ no cells found", 0) | {"xshift": 0},
                        marks.above("□ cells missed", 0, "lymph-ink", x=0.5) | {"xshift": 0}],
    },
    alt="A hundred people with a tumour of the same size, as circles in ten rows. A filled circle has cells in a lymph "
        "node, a square has cells that are missed. A diamond marks distant seeds. Those whose nodes take up cells first stand at the top. With two roads "
        "diamonds are scattered over filled and empty circles; with one road they lie only where the nodes have cells.",
)

by_size = View(
    "By size",
    traces=[
        people_marks("Cells in a node, counted", list(CARTER), list(CARTER.values()), "circle-open"),
        people_marks("Metastases, counted", [x for x, _ in MICHAELSON], [y for _, y in MICHAELSON], "diamond-open"),
        marks.line("Cells in a node", "mm", "curve_nodes", "lymph", 3, before=True, label="\u2002nodes"),
        marks.line("Distant seeds", "mm", "curve_seeded", "blood", 3, "7px 5px", before=True, label="\u2002seeds"),
        here("nodes_share", "lymph", "circle"),
        here("seeded_share", "blood", "diamond"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 60, "t": 70, "b": 44},
        "xaxis": DIAMETERS,
        "yaxis": OF_100,
        "annotations": [marks.above("Of 100 people. Lines: the model", 2),
                        marks.above("○ cells in a node, counted", 1, "people-ink"),
                        marks.above("◇ distant metastases, counted", 0, "people-ink")],
    },
    alt="Of 100 people, how many have cells in a lymph node and how many have distant seeds, by the diameter of the "
        "tumour. The line of the nodes starts higher and flattens. The dashed line of the seeds starts at nothing and "
        "crosses it near 45 millimetres. Circles and diamonds are counts of people; most lie close to the lines.",
)

node_message = View(
    "What nodes tell",
    traces=[
        *marks.band("near_mm", "band_low", "band_high", "blood"),
        marks.line("Cells found", "near_mm", "curve_cells", "lymph", 3, before=True, label="found"),
        marks.line("Nodes clear", "near_mm", "curve_clear", "blood", 3, "7px 5px", before=True, label="clear"),
        people_marks("Nodes clear, counted", list(CLEAR_WOMEN), [each[0] for each in CLEAR_WOMEN.values()],
                     "diamond-open")
        | {"error_y": {"type": "data", "array": [each[1] for each in CLEAR_WOMEN.values()], "color": "var(--people)",
                       "thickness": 1.5, "width": 5}},
        here("given_cells", "lymph", "circle"),
        here("given_clear", "blood", "diamond"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 60, "t": 70, "b": 44},
        "xaxis": {**DIAMETERS, "range": [0, 60]},
        "yaxis": OF_100,
        "annotations": [marks.above("With distant seeds, of 100 people", 2),
                        marks.above("● cells found in a node", 1, "lymph-ink"),
                        marks.above("◆ nodes clear", 0, "blood-ink"),
                        marks.above("◇ counted", 0, "people-ink", x=0.6)],
    },
    alt="Of 100 people, how many have distant seeds, by the diameter of the tumour: one line for those with cells in a "
        "lymph node, and a lower, dashed one for those whose nodes are clear, with a band for the chance in groups of a "
        "hundred. Two diamonds with bars are counts of women with clear nodes. With one road the lower line lies at "
        "nothing, far below the diamonds.",
)


# The declaration ---------------------------------------------------------------------------------------------------


def at(field: str, diameter: float, **values: float) -> float:
    """Return a number of the model at one diameter."""
    return float(two_roads.run(inputs.record(**values, diameter=diameter))[field])


def on_curve(field: str, diameter: float) -> float:
    """Return a curve of the model at a diameter between two of its points."""
    out = two_roads.run(inputs.record())
    return float(np.interp(diameter, out["mm"], out[field]))


def among_clear(**values: float) -> float:
    """Return how many of 100 women with clear nodes have seeds, with the sizes of those who were counted."""
    women = sum(count for _, _, count in CLEAR_WOMEN.values())
    return sum(at("given_clear", d, **values) * count for d, (_, _, count) in CLEAR_WOMEN.items()) / women


ALONE = {"road": ONE_ROAD}

simulation = Simulation(
    name="two_roads",
    title="Are the lymph nodes a road, or a mirror?",
    caption="A hundred invented people with a tumour of one size. The numbers are of groups treated long ago: they forecast "
            "nobody's future.",
    kernels=(two_roads,),
    views=(hundred, by_size, node_message),
    summary=(
        ("overfull", ("**Too many missed.** Even if all 100 people had cells in a node, they would be found in only "
                      "{nodes_share:.0f}. In people with tumours of {diameter:.0f} mm they were found more often.")),
        ("beyond", ("**One road.** At {diameter:.0f} mm more people have had metastases than cells in their nodes. One "
                   "road cannot give as many: here {seeded_share:.0f} of 100.")),
        ("one_road", ("**One road.** Distant seeds in {with_seeds:.0f} of these 100 people, in {seeds_only:.0f} of them though no "
                     "cells were found in a node. Of 100 with clear nodes it is {given_clear:.0f}, on average.")),
        ("", ("**Two roads.** Distant seeds in {with_seeds:.0f} of these 100 people, in **{seeds_only:.0f}** of them though no "
              "cells were found in a node; {rarely_fewer:.0f} to {rarely_more:.0f} in 8 of 10 groups. Of 100 with clear "
              "nodes it is {given_clear:.0f}, on average.")),
    ),
    readouts={
        "Seeds, if nodes are clear": "{given_clear:.0f} of 100",
        "Seeds, if cells are found": "{given_cells:.0f} of 100",
        "Counted, if clear (22 mm)": "21 of 100",
    },
    numbers=Table({"Of these 100: neither": "neither:.0f", "Cells in a node only": "nodes_only:.0f",
                   "Seeds, nodes clear": "seeds_only:.0f", "Both": "both:.0f",
                   "On average, seeds of 100 with clear nodes": "given_clear:.1f",
                   "Seeds of 100 with cells found": "given_cells:.1f"}),
    presets={
        "Two roads": {},
        "One road": ALONE,
        "One road, cells missed": {**ALONE, "missed": 19.0},
        "Small tumour": {"diameter": 9.0},
        "Large tumour": {"diameter": 45.0},
    },
    challenges=(
        Challenge("Save the one road: at 22 mm, make 20 to 23 of 100 people with clear nodes have seeds.", done="saved",
                  why="You found it. Cells would have to be missed in 4 of 10 people who have them. A second look found "
                      "far fewer."),
        Challenge("Find the largest diameter at which at most 5 of 100 people have distant seeds.", done="last_small",
                  why="You found it. Small is not never: these 5 are there, and no picture shows them."),
        Challenge("With two roads, make nodes of people with equal tumours say nothing about seeds.",
                  done="says_nothing",
                  why="You found it. Real nodes do say something, so the roads are linked, though loosely."),
    ),
    badge="data-anchored",
    evidence="past patients",
    leaves_out=(
        "Drugs: these people had surgery, and few had drugs. Those given since keep many seeds from growing.",
        "The kind of tumour: its grade, its receptors, its genes. Two tumours of one size can spread very differently.",
        "How many nodes have cells, and how many cells. Four nodes tell more than one.",
        "Time. People with small tumours are not the others some years before: slow tumours are found small.",
        "A road that opens late: in mice cells can pass from a node into the blood, so the truth may lie between the models.",
        "Seeds that never grow. Only those that end as a metastasis one can see were counted.",
    ),
    source=NODES_PAPER,
    matches=(
        *(
            Match(f"Cells in a node, {name}", published, lambda d=d: on_curve("curve_nodes", d), 1.5, NODES_PAPER,
                  "calibration", "of 100", ".0f")
            for (d, published), name in zip(
                CARTER.items(), ["below 10 mm", "10 to 19 mm", "20 to 29 mm", "30 to 39 mm", "40 to 49 mm", "50 mm or more"],
                strict=True)
        ),
        *(
            Match(f"Distant seeds at {d:.0f} mm", published, lambda d=d: at("seeded_share", d), tolerance, SEEDS_PAPER,
                  "calibration", "of 100", ".2f")
            for d, published, tolerance in [(10.0, 7.31, 0.05), (5.0, 1.23, 0.05), (2.0, 0.049, 0.005)]
        ),
        *(
            Match(f"Metastases at {d} mm" + (" (another count)" if (d, published) == (17, 27) else ""), published,
                  lambda d=d: on_curve("curve_seeded", d), 11, POINTS_PAPER, "check", "of 100", ".0f")
            for d, published in MICHAELSON
        ),
        Match("Seeds, nodes clear, all sizes, ten years", CLEAR_ALL, among_clear, 1.0, CLEAR_PAPER, "calibration",
              "of 100", ".1f"),
        *(
            Match(f"Seeds, nodes clear, {name}, ten years", CLEAR_WOMEN[d][0], lambda d=d: at("given_clear", d),
                  5.0, CLEAR_PAPER, "check", "of 100", ".1f")
            for d, name in [(15.9, "20 mm or less"), (28.1, "above 20 mm")]
        ),
        Match("Node cells to miss, so that one road gives 21.3 of 100 at 22 mm", (42, 44),
              lambda: float(np.interp(CLEAR_ALL, [at("given_clear", 22.0, road=ONE_ROAD, missed=m) for m in range(51)],
                                      range(51))),
              0.0, "assumed", "regression band", "%", ".1f"),
    ),
)
