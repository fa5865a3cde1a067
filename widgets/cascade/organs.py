"""Where do tumour cells stop, and where do they grow: the plumbing of the blood, and the soil of the organs.

Cells leave the breast in its veins. A share b takes the veins of the spine straight to bone. All others pass the lungs,
which keep a share L of those that come. The rest is handed out with the blood: an organ o gets the share f_o of what
the heart pumps, keeps a share e of its cells, and sends the others back to the lungs. The veins of the gut, f_g, lead
through the liver first. With X the passages through the lungs of one cell, on average::

    back = (1 - f_g) (1 - e) + f_g (1 - e)^2
    X    = (1 - b e) / (1 - (1 - L) back)

    stop(lungs) = X L                                  stop(o)     = X (1 - L) f_o e
    stop(bone)  = X (1 - L) f_bone e + b e             stop(liver) = X (1 - L) (f_liver e + f_g (1 - e) e)

The shares add up to 1. A patient has a Poisson number of metastases in an organ, of mean stop * soil * const, at random
times. So the organ is reached in the share 1 - exp(-mean) of patients, and is the first in mean / total of those with
any. The constant keeps the total of all organs as published: the model says where, not how many.

Soil is what is left over. It is chosen so that, at L = e = 0.9 and b = 0, each organ is reached as often as in 1,350
patients with a relapse (Kaplan and others 2016, Breast Care 11:248). Blood flow: ICRP 2002, Publication 89, women.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from widgets.core import (
    Array,
    Challenge,
    Choice,
    Constant,
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
from widgets.core.kernels.numerics import binomial, exp, exponential, log, quantile, seed_random

RELAPSES, FLOW, SPINE = "kaplan2016", "icrp2002", "batson1940"
FACTS = "numbers are facts"  # the licence of the tables

BRAIN, LUNGS, LIVER, BONE, KIDNEYS, GUT, MUSCLE, ELSEWHERE = range(8)
ORGANS, SITES = 8, 4  # the first four are the sites that were counted in people
KINDS = {"luminal A": 0, "luminal B": 1, "HER2": 2, "triple negative": 3}
PATIENTS_OF_A_KIND = (444, 471, 162, 273)
EVER = np.array([  # of 100 patients with a relapse: brain, lungs, liver, bone
    [10.1, 30.2, 24.5, 66.2],
    [15.1, 30.6, 33.5, 53.9],
    [25.3, 35.2, 40.1, 38.9],
    [23.1, 41.4, 27.5, 45.1],
])

EVEN, FITTED, LUNGS_PREPARED, LIVER_PREPARED, BONE_PREPARED = range(5)
FIT_LUNGS, FIT_ORGANS, FIT_BYPASS = 90, 90, 0  # of 100 cells: where the soil was fitted

PEOPLE, SIDE = 100, 10  # icons
REPEATS = 500  # of a hundred patients, to see what chance does
USUAL_LOW, USUAL_HIGH = 0.1, 0.9  # the band: 80 of 100 repeats lie in it
# What an icon can be: the site of the first metastasis, an organ that was not counted, or no metastasis in any of them.
OTHER_ORGAN, NONE, SIGNS = 4, 5, 6
SHOWN = (BONE, LUNGS, LIVER, BRAIN)  # the order of sites in the figures
SIGN_OF = np.array([3, 1, 2, 0])  # the sign of each site: its place in SHOWN
HALF = 50.0  # of 100 cells: a challenge asks for fewer in the lungs
LITTLE_SOIL = 60.0  # times that of the lungs: a challenge asks for less in bone

Z95 = 1.959964  # standard normal deviate of a 95 % interval


def interval(share: float, people: int) -> tuple[float, float]:
    """Return how far the 95 % interval (Wilson 1927) of a share in % reaches below and above it."""
    s, spread = share / 100, Z95**2 / people
    middle = (s + spread / 2) / (1 + spread)
    half = Z95 * math.sqrt(s * (1 - s) / people + spread / people / 4) / (1 + spread)
    return 100 * (s - middle + half), 100 * (middle + half - s)


INTERVALS = np.array([[interval(share, people) for share in row]
                      for row, people in zip(EVER, PATIENTS_OF_A_KIND, strict=True)])

inputs = Inputs(
    lungs_keep=Slider("The lungs keep", FIT_LUNGS, low=1, high=99, step=1, unit="of 100 cells", role="blood",
                      source="assumed", note="assumed; not measured in people"),
    organs_keep=Slider("Other organs keep", FIT_ORGANS, low=10, high=100, step=1, unit="of 100 cells", role="blood",
                       source="assumed", note="assumed, the same in all"),
    bypass=Slider("Short cut to the spine", FIT_BYPASS, low=0, high=10, step=1, unit="of 100 cells", role="blood",
                  source=SPINE, note="the veins exist; how many cells take them is not known"),
    kind=Choice("Kind of breast cancer", "luminal A", options=KINDS, role="tumour", source=RELAPSES),
    soil=Choice("Soil", EVEN, role="tissue", source=RELAPSES, note="a prepared place: three times as good, assumed",
                options={"the same everywhere": EVEN, "fitted to people": FITTED, "fitted, lungs prepared": LUNGS_PREPARED,
                         "fitted, liver prepared": LIVER_PREPARED, "fitted, bone prepared": BONE_PREPARED}),
    seed=Seed(),
    prepared=Constant(3.0, unit="times as good", source="assumed", label="Soil of a prepared place"),
    flow=Data([12.0, 0.0, 6.5, 5.0, 17.0, 21.0, 12.0, 26.5], source=FLOW, licence=FACTS,
              label="Blood, of 100 parts that the heart pumps: brain, (lungs), liver, bone, kidneys, gut and spleen, "
                    "muscle, elsewhere"),
    ever=Data(EVER, source=RELAPSES, licence=FACTS,
              label="Reached, of 100 patients with a relapse: brain, lungs, liver, bone; a row for each kind"),
    ever_below=Data(INTERVALS[:, :, 0], source=RELAPSES, licence=FACTS, label="... 95 % interval, reach below"),
    ever_above=Data(INTERVALS[:, :, 1], source=RELAPSES, licence=FACTS, label="... 95 % interval, reach above"),
)

outputs = Outputs(
    stops=Array(ORGANS, label="Cells that stop, of 100", role="blood"),
    metastases=Array(ORGANS, label="Expected metastases, of 100", role="tumour"),
    stops_lungs=Number("Cells that stop in the lungs", "of 100", role="blood"),
    stops_bone=Number("Cells that stop in bone", "of 100", role="blood"),
    stops_kidneys=Number("Cells that stop in the kidneys", "of 100", role="blood"),
    site=Array(SITES, label="Site: 1 bone, 2 lungs, 3 liver, 4 brain"),
    reached=Array(SITES, label="Reached, of 100 patients", role="tumour"),
    first=Array(SITES, label="First, of 100 patients", role="tumour"),
    published=Array(SITES, label="Reached, of 100 patients, published", role="people"),
    published_below=Array(SITES), published_above=Array(SITES),
    reached_bone=Number("Bone reached", "of 100 patients", role="tumour"),
    reached_lungs=Number("Lungs reached", "of 100 patients", role="tumour"),
    first_bone=Number("Bone first", "of 100 patients", role="tumour"),
    published_bone=Number("Bone, published", "of 100 patients", role="people"),
    published_lungs=Number("Lungs, published", "of 100 patients", role="people"),
    needed=Array(SITES - 1, label="Soil needed in bone, liver and brain; lungs: 1", role="tissue"),
    needed_all=Array((SITES - 1) * len(KINDS), label="... of all four kinds"),
    needed_bone=Number("Soil that bone needs", "times that of the lungs", role="tissue"),
    even=Flag("The soil is the same everywhere"),
    is_prepared=Flag("One place is prepared"),
    spared=Flag("Even soil, and fewer than half of the cells stop in the lungs"),
    overtaken=Flag("Luminal, plumbing as fitted, and the lungs are reached more often than bone"),
    little_soil=Flag("Luminal A, the lungs keep 90 or more, and bone needs less than 60 times their soil"),
)

people_outputs = Outputs(
    icon=Array(PEOPLE, "u1", label="First site of each patient: bone, lungs, liver, brain, other organ, none of these"),
    icons=Array(SIGNS, label="Patients with each first site"),
    icons_low=Array(SIGNS, label="... in 1 of 10 repeats not more"),
    icons_high=Array(SIGNS, label="... in 9 of 10 repeats not more"),
    drawn=Array(SITES, label="Reached, of the hundred drawn"),
    reached_low=Array(SITES, label="Reached: in 1 of 10 repeats not more"),
    reached_high=Array(SITES, label="Reached: in 9 of 10 repeats not more"),
    reached_less=Array(SITES), reached_more=Array(SITES),
)

scratch = Scratch(stop=(ORGANS,), fit_stop=(ORGANS,), means=(ORGANS,))
people_scratch = Scratch(stop=(ORGANS,), fit_stop=(ORGANS,), means=(ORGANS,), random=Array(4, "u8"), counts=(REPEATS,))


# The law -----------------------------------------------------------------------------------------------------------


def fill_stops(flow, lungs, organs, bypass, stop):
    """Write the share of cells that stops in each organ; `lungs`, `organs` and `bypass` are shares too."""
    gut = flow[GUT] / 100
    back = (1 - gut) * (1 - organs) + gut * (1 - organs) * (1 - organs)
    passages = (1 - bypass * organs) / (1 - (1 - lungs) * back)
    for o in range(ORGANS):
        stop[o] = passages * (1 - lungs) * flow[o] / 100 * organs
    stop[LUNGS] = passages * lungs
    stop[LIVER] += passages * (1 - lungs) * gut * (1 - organs) * organs
    stop[BONE] += bypass * organs


def mean_of(percent):
    """Return the mean number of metastases with which so many of 100 patients have one or more."""
    return -log(1 - percent / 100)


def is_ready(soil, site):
    """Say whether this choice of soil prepares the site."""
    return ((soil == LUNGS_PREPARED and site == LUNGS) or (soil == LIVER_PREPARED and site == LIVER)
            or (soil == BONE_PREPARED and site == BONE))


def fill_means(p, stop, fit_stop, means):
    """Write the mean number of metastases in each organ of a patient; also where cells stop."""
    fill_stops(p.flow, p.lungs_keep / 100, p.organs_keep / 100, p.bypass / 100, stop)
    fill_stops(p.flow, FIT_LUNGS / 100, FIT_ORGANS / 100, FIT_BYPASS / 100, fit_stop)
    published, total = 0.0, 0.0
    for o in range(SITES):
        published += mean_of(p.ever[p.kind, o])
    for o in range(ORGANS):
        soil = 1.0
        if p.soil != EVEN:  # of organs that were not counted nothing is known
            soil = mean_of(p.ever[p.kind, o]) / fit_stop[o] if o < SITES else 0.0
        means[o] = stop[o] * soil
        total += means[o]
    for o in range(ORGANS):
        means[o] *= published / total * (p.prepared if is_ready(p.soil, o) else 1.0)


def share_of_first(means, o):
    """Return the share of patients whose first metastasis is in this organ."""
    total = 0.0
    for each in range(ORGANS):
        total += means[each]
    return means[o] / total * (1 - exp(-total))


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def routes(p, out, work):
    """Find where cells stop, where metastases are to be expected, and the soil that published shares ask for."""
    stop, means = work.stop, work.means
    fill_means(p, stop, work.fit_stop, means)
    total = 0.0
    for o in range(ORGANS):
        total += means[o]
    for o in range(ORGANS):
        out.stops[o], out.metastases[o] = 100 * stop[o], 100 * means[o] / total
    out.stops_lungs, out.stops_bone, out.stops_kidneys = out.stops[LUNGS], out.stops[BONE], out.stops[KIDNEYS]
    for o in range(SITES):
        place = SIGN_OF[o]
        out.site[place] = place + 1
        out.reached[place] = 100 * (1 - exp(-means[o]))
        out.first[place] = 100 * share_of_first(means, o)
        out.published[place] = p.ever[p.kind, o]
        out.published_below[place], out.published_above[place] = p.ever_below[p.kind, o], p.ever_above[p.kind, o]
    out.reached_bone, out.reached_lungs, out.first_bone = out.reached[0], out.reached[1], out.first[0]
    out.published_bone, out.published_lungs = out.published[0], out.published[1]
    describe_soil(p, out, stop)
    out.even = 1 if p.soil == EVEN else 0
    out.is_prepared = 1 if p.soil > FITTED else 0
    out.spared = 1 if p.soil == EVEN and out.stops_lungs < HALF else 0
    as_fitted = p.lungs_keep == FIT_LUNGS and p.organs_keep == FIT_ORGANS and p.bypass == FIT_BYPASS
    out.overtaken = 1 if as_fitted and p.kind <= 1 and p.soil != EVEN and out.reached_lungs > out.reached_bone else 0
    out.little_soil = 1 if p.kind == 0 and p.lungs_keep >= FIT_LUNGS and out.needed_bone < LITTLE_SOIL else 0


def describe_soil(p, out, stop):
    """Write how many times better than the lungs a site must be, with this plumbing, to be reached as published."""
    for kind in range(p.ever.shape[0]):
        for o in range(SITES):
            if o != LUNGS:
                row = max(SIGN_OF[o] - 1, 0)  # bone, liver, brain
                soil = mean_of(p.ever[kind, o]) / stop[o] / (mean_of(p.ever[kind, LUNGS]) / stop[LUNGS])
                out.needed_all[kind * (SITES - 1) + row] = soil
                if kind == p.kind:
                    out.needed[row] = soil
    out.needed_bone = out.needed[0]


@kernel(inputs, people_outputs, people_scratch, compact=True)
def people(p, out, work):
    """Draw a hundred patients with a relapse, and say how far repeats of this differ by chance alone."""
    means, random = work.means, work.random
    fill_means(p, work.stop, work.fit_stop, means)
    for patient in range(PEOPLE):
        seed_random(random, p.seed, patient)
        earliest, sign = 1.0, NONE  # the time that is followed is 1
        for o in range(ORGANS):
            wait = exponential(random)
            if wait < means[o]:
                if o < SITES:
                    out.drawn[SIGN_OF[o]] += 1
                if wait < earliest * means[o]:
                    earliest, sign = wait / means[o], SIGN_OF[o] if o < SITES else OTHER_ORGAN
        out.icons[sign] += 1
    place_icons(out)
    seed_random(random, p.seed, PEOPLE)
    for o in range(SITES):
        place, share = SIGN_OF[o], 1 - exp(-means[o])
        repeat_counts(random, share, work.counts)
        out.reached_low[place] = quantile(work.counts, USUAL_LOW)
        out.reached_high[place] = quantile(work.counts, USUAL_HIGH)
        out.reached_less[place] = max(100 * share - out.reached_low[place], 0.0)
        out.reached_more[place] = max(out.reached_high[place] - 100 * share, 0.0)
    describe_first(out, work)


def place_icons(out):
    """Write the hundred as signs, in the order of the signs."""
    for patient in range(PEOPLE):
        sign, below = 0, out.icons[0]
        for each in range(1, SIGNS):
            if patient >= below:
                sign = each
            below += out.icons[each]
        out.icon[patient] = sign


def repeat_counts(random, share, counts):
    """Write how many of a hundred patients it is, in each repeat."""
    for i in range(REPEATS):
        counts[i] = binomial(random, PEOPLE, share)


def describe_first(out, work):
    """Write the usual numbers of patients with each first site."""
    left = 1.0
    other = 0.0
    for o in range(ORGANS):
        share = share_of_first(work.means, o)
        left -= share
        if o < SITES:
            write_usual(out, work, SIGN_OF[o], share)
        else:
            other += share
    write_usual(out, work, OTHER_ORGAN, other)
    write_usual(out, work, NONE, max(left, 0.0))


def write_usual(out, work, sign, share):
    """Write the band of one first site."""
    repeat_counts(work.random, share, work.counts)
    out.icons_low[sign] = quantile(work.counts, USUAL_LOW)
    out.icons_high[sign] = quantile(work.counts, USUAL_HIGH)


# The figures -------------------------------------------------------------------------------------------------------

NAMES = ("Brain", "Lungs", "Liver", "Bone", "Kidneys", "Gut", "Muscle", "Elsewhere")
# The drawing, on a sheet of 100 by 100: two bodies, and between them the names. Where an organ's disc lies in a body, to
# the right of its middle line; its name and its numbers are at the same height.
LEFT_BODY, NAME_AT, RIGHT_BODY = 25.0, 50.0, 75.0
DISC_X = (0.0, 0.0, -2.6, -5.0, 3.4, 0.4, 5.0, 0.0)
DISC_Y = (94.0, 76.0, 65.0, 36.0, 56.0, 47.0, 26.0, 11.0)
DISC = 50  # pixels across the disc of an organ that holds all
OUTLINE = (  # of the right half, from the neck round the arm and leg to the middle
    (2.0, 88.0), (2.2, 84.0), (9.5, 83.0), (11.5, 76.0), (12.5, 62.0), (14.2, 46.0), (12.0, 44.0), (10.2, 60.0),
    (8.6, 70.0), (7.4, 60.0), (8.8, 47.0), (8.6, 32.0), (7.0, 17.0), (7.4, 2.0), (2.6, 2.0), (2.6, 18.0), (0.8, 40.0))


def rounded(points: Sequence[tuple[float, float]], closed: bool = False) -> str:
    """Return a smooth SVG path that begins and ends at the first and last point and bends at those between."""
    ends = [*points, points[0]] if closed else list(points)
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in itertools.pairwise(ends)]
    start = middles[-1] if closed else ends[0]
    steps = [f"Q {x:g} {y:g} {mx:g} {my:g}" for (x, y), (mx, my) in zip(ends, middles, strict=False)]
    last = "Z" if closed else f"L {ends[-1][0]:g} {ends[-1][1]:g}"
    return f"M {start[0]:g} {start[1]:g} " + " ".join([*steps, last])


def ring(x: float, y: float, wide: float, high: float) -> str:
    """Return an ellipse as an SVG path: four curves, since paths of Plotly have no arcs."""
    a, b = 0.5523 * wide, 0.5523 * high  # how far the handles of a quarter of a circle reach
    return (f"M {x - wide:g} {y:g} C {x - wide:g} {y + b:g} {x - a:g} {y + high:g} {x:g} {y + high:g} "
            f"C {x + a:g} {y + high:g} {x + wide:g} {y + b:g} {x + wide:g} {y:g} "
            f"C {x + wide:g} {y - b:g} {x + a:g} {y - high:g} {x:g} {y - high:g} "
            f"C {x - a:g} {y - high:g} {x - wide:g} {y - b:g} {x - wide:g} {y:g} Z")


def stroke(middle: float, points: Sequence[tuple[float, float]], side: int = 1) -> str:
    """Return an open line of a body, on its right side (1) or on its left (-1)."""
    return rounded([(middle + side * x, y) for x, y in points])


def organ(middle: float, points: Sequence[tuple[float, float]], side: int = 1) -> str:
    """Return the outline of an organ."""
    return rounded([(middle + side * x, y) for x, y in points], closed=True)


LUNG_OUTLINE = ((0.9, 82), (3.6, 84), (5.8, 74), (5.4, 68), (1.4, 70))
LIVER_OUTLINE = ((-6.2, 67), (2.2, 68.5), (0.6, 64), (-5.4, 61.5))
SPINE_LINE = ((0, 87), (0.4, 76), (-0.3, 62), (0, 43))
LEG_LINE = ((1.6, 42), (6.0, 41), (5.0, 34), (4.8, 20))


def bodies(colour: str, width: float, parts: Callable[[float], Sequence[str]], filled: bool = False) -> dict[str, Any]:
    """Return parts of both bodies as one shape: `parts` gives their paths for a middle line."""
    return {"type": "path", "path": " ".join([*parts(LEFT_BODY), *parts(RIGHT_BODY)]), "layer": "below",
            "line": {"color": f"var(--{colour})", "width": width},
            "fillcolor": f"var(--{colour}-soft)" if filled else "rgba(0,0,0,0)"}


# Both bodies, seen from the front: outline and head, the organs filled with grey, spine and thigh bones.
DRAWING = [
    bodies("edge", 1.25, lambda at: (stroke(at, OUTLINE), stroke(at, OUTLINE, -1), ring(at, 94, 4.2, 6.2))),
    bodies("tissue", 0.75, lambda at: (
        ring(at, 95.5, 3.0, 3.4), organ(at, LUNG_OUTLINE), organ(at, LUNG_OUTLINE, -1), organ(at, LIVER_OUTLINE), ring(at + 3.4, 56, 1.3, 2.6),
        ring(at - 3.4, 56, 1.3, 2.6), ring(at, 46.5, 4.6, 3.8), ring(at + 5.0, 27, 2.0, 5.6)), filled=True),
    bodies("tissue", 2.5, lambda at: (stroke(at, SPINE_LINE), stroke(at, LEG_LINE), stroke(at, LEG_LINE, -1))),
]


def discs(name: str, middle: float, field: str, colour: str) -> dict[str, Any]:
    """Return a disc on each organ, its area as the share."""
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "cliponaxis": False,
            "x": [middle + x for x in DISC_X], "y": list(DISC_Y),
            "marker": {"sizemode": "area", "sizeref": 2 * 100 / DISC**2, "sizemin": 0, "opacity": 1,
                       "color": f"var(--{colour}-soft)", "line": {"color": f"var(--{colour})", "width": 2}},
            "meta": {"bind": {"marker.size": field}}}


def column(x: float, field: str, colour: str, side: str) -> dict[str, Any]:
    """Return the numbers of one body, beside it."""
    return {"type": "scatter", "mode": "text", "x": [x] * ORGANS, "y": list(DISC_Y), "hoverinfo": "skip",
            "texttemplate": "%{text:.2~r}", "textposition": f"middle {side}", "cliponaxis": False,
            "textfont": {"color": f"var(--{colour}-ink)", "size": 13}, "meta": {"bind": {"text": field}}}


two_bodies = View(
    "The body",
    traces=[
        discs("Cells that stop", LEFT_BODY, "stops", "blood"),
        discs("Metastases", RIGHT_BODY, "metastases", "tumour"),
        column(-3, "stops", "blood", "right"),
        column(103, "metastases", "tumour", "left"),
        {"type": "scatter", "mode": "text", "x": [NAME_AT] * ORGANS, "y": list(DISC_Y), "text": list(NAMES),
         "textfont": {"color": "var(--quiet)", "size": 13}, "hoverinfo": "skip"},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 4, "r": 4, "t": 46, "b": 2},
        "xaxis": {"range": [-3, 103], "visible": False},
        "yaxis": {"range": [0, 102], "visible": False},
        "shapes": DRAWING,
        "annotations": [
            marks.above("<b>Where cells stop</b><br>of 100 cells", colour="blood-ink", xshift=0),
            marks.above("<b>Where they grow</b><br>of 100 metastases", colour="tumour-ink", x=1, xanchor="right", xshift=0,
                  align="right"),
        ],
    },
    alt="Two line drawings of a body, seen from the front, with brain, lungs, liver, kidneys, gut, bones and muscle. On "
        "the left one a disc on each organ shows by its area how many of 100 tumour cells stop there, on the right one "
        "how many of 100 expected metastases grow there. The numbers stand beside each body, the names between them.",
)

ROWS = list(range(SITES, 0, -1))  # bone at the top

beside_people = View(
    "Beside people",
    traces=[
        {"type": "bar", "orientation": "h", "name": "Expected", "hoverinfo": "skip", "y": ROWS, "width": 0.5,
         "marker": {"color": "var(--tumour-soft)", "line": {"color": "var(--tumour)", "width": 2}},
         "error_x": {"type": "data", "symmetric": False, "color": "var(--tumour)", "thickness": 5, "width": 0,
                     "array": [0] * SITES, "arrayminus": [0] * SITES},
         "meta": {"bind": {"x": "reached", "error_x.array": "reached_more", "error_x.arrayminus": "reached_less"}}},
        {"type": "scatter", "mode": "markers", "name": "A hundred drawn", "hoverinfo": "skip", "y": ROWS,
         "marker": {"size": 10, "symbol": "circle", "color": "var(--surface)",
                    "line": {"color": "var(--tumour)", "width": 2}},
         "meta": {"bind": {"x": "drawn"}}},
        {"type": "scatter", "mode": "markers", "name": "Published", "hoverinfo": "skip",
         "y": [row - 0.36 for row in ROWS],
         "marker": {"size": 11, "symbol": "diamond", "color": "var(--people)"},
         "error_x": {"type": "data", "symmetric": False, "color": "var(--people)", "thickness": 1.5, "width": 4,
                     "array": [0] * SITES, "arrayminus": [0] * SITES},
         "meta": {"bind": {"x": "published", "error_x.array": "published_above",
                           "error_x.arrayminus": "published_below"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 50, "r": 14, "t": 64, "b": 44},
        "xaxis": {"range": [0, 101], "tickvals": [0, 25, 50, 75, 100], "showgrid": True, "gridcolor": "var(--hair)",
                  "title": {"text": "Of 100 patients with a relapse"}},
        "yaxis": {"range": [0.3, SITES + 0.5], "tickvals": ROWS, "ticktext": ["Bone", "Lungs", "Liver", "Brain"],
                  "ticklabelstandoff": 6, "showgrid": False},
        "annotations": [marks.above("Reached by a metastasis at some time", 2), marks.above("▬ the model, usual range", 1, "tumour-ink"),
                        marks.above("○ one hundred drawn", 0, "tumour-ink"),
                        marks.above("◆ people", 0, "people-ink", x=0.62, xshift=0)],
    },
    alt="Bars for bone, lungs, liver and brain: in how many of 100 virtual patients with a relapse a metastasis is to be "
        "expected there. A thick line holds 80 of 100 repeats, a ring is the hundred drawn. Below each bar a diamond in "
        "ink with its 95 % interval shows what was published for this kind of breast cancer.",
)

SYMBOLS = ["diamond", "circle", "square", "triangle-up", "x", "circle"]  # by sign
WORDS = ("◆ %{text} bone", "● %{text} lungs", "■ %{text} liver", "▲ %{text} brain", "✕ %{text} other", "○ %{text} none")
SIGN_ROWS = [7.5 - 1.5 * i for i in range(SIGNS)]  # of the words beside the hundred; above them stands "usually"


def counts() -> dict[str, Any]:
    """Return the words beside the hundred patients, one line for each sign."""
    colours = ["var(--quiet)" if sign == NONE else "var(--tumour-ink)" for sign in range(SIGNS)]
    return {"type": "scatter", "mode": "text", "x": [SIDE + 0.1] * SIGNS, "y": SIGN_ROWS,
            "texttemplate": list(WORDS), "textposition": "middle right", "textfont": {"color": colours, "size": 14},
            "cliponaxis": False, "hoverinfo": "skip", "meta": {"bind": {"text": "icons"}}}


def usual() -> dict[str, Any]:
    """Return the usual range beside each count."""
    return {"type": "scatter", "mode": "text", "x": [20.4] * SIGNS, "y": SIGN_ROWS,
            "texttemplate": "%{text:.0f}–%{customdata:.0f}", "textposition": "middle left",
            "textfont": {"color": "var(--quiet)", "size": 13}, "cliponaxis": False, "hoverinfo": "skip",
            "meta": {"bind": {"text": "icons_low", "customdata": "icons_high"}}}


hundred = View(
    "First site",
    traces=[
        *marks.icons([i % SIDE for i in range(PEOPLE)], [SIDE - 1 - i // SIDE for i in range(PEOPLE)], "icon", {
            sign: {"symbol": symbol, "size": 11, "color": "var(--surface)" if sign == NONE else "var(--tumour)",
                   "line": {"width": 1.75, "color": "var(--tissue-ink)" if sign == NONE else "var(--tumour)"}}
            for sign, symbol in enumerate(SYMBOLS)}),
        counts(), usual(), marks.labels(("usually", 20.4, 9.0, "quiet"), position="middle left"),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 0, "r": 0, "t": 46, "b": 4},
        "xaxis": {"range": [-0.6, 20.4], "visible": False},
        "yaxis": {"range": [-0.9, SIDE - 0.3], "visible": False},
        "annotations": [marks.above("100 virtual patients with a relapse,<br>by the site of the first metastasis", xshift=0)],
    },
    alt="A hundred virtual patients with a relapse as signs, by the site of the first metastasis: diamonds bone, filled "
        "circles lungs, squares liver, triangles brain, crosses another organ, rings none of these. The numbers stand "
        "beside them, with what is usual in 80 of 100 repeats.",
)

NEEDED_ROWS = [3, 2, 1]  # bone, liver, brain
APART = (0.18, 0.06, -0.06, -0.18)  # of a row: where the kinds lie in it
KIND_SYMBOLS = ["circle-open", "square-open", "diamond-open", "triangle-up-open"]

soil_needed = View(
    "Soil needed",
    traces=[
        {"type": "scatter", "mode": "markers", "name": "All kinds", "hoverinfo": "skip",
         "y": [row + apart for apart in APART for row in NEEDED_ROWS],
         "marker": {"size": 11, "color": "var(--tissue-ink)", "line": {"width": 1.75},
                    "symbol": [symbol for symbol in KIND_SYMBOLS for _ in NEEDED_ROWS]},
         "meta": {"bind": {"x": "needed_all"}}},
        *({"type": "scatter", "mode": "markers", "name": "The chosen kind", "hoverinfo": "skip",
           "y": [row + apart for row in NEEDED_ROWS],
           "marker": {"size": 6, "color": "var(--tumour)"},
           "meta": {"bind": {"x": "needed", "visible": {"field": "kind", "values": [i == kind for i in KINDS.values()]}}}}
          for kind, apart in enumerate(APART)),
        {"type": "scatter", "mode": "text", "y": [row + 0.46 for row in NEEDED_ROWS], "hoverinfo": "skip",
         "texttemplate": "%{text:,.3~r} times", "textposition": "middle center", "cliponaxis": False,
         "textfont": {"color": "var(--tumour-ink)", "size": 13}, "meta": {"bind": {"x": "needed", "text": "needed"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 46, "r": 22, "t": 84, "b": 26},
        "xaxis": {"type": "log", "range": [-2, 5.2], "showgrid": True, "gridcolor": "var(--hair)",
                  "tickvals": [0.01, 0.1, 1, 10, 100, 1000, 10_000, 100_000],
                  "ticktext": ["0.01", "", "1", "", "100", "", "10,000", ""]},
        "yaxis": {"range": [0.6, 3.75], "tickvals": NEEDED_ROWS, "ticktext": ["Bone", "Liver", "Brain"], "showgrid": False},
        "shapes": [{"type": "line", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "yref": "paper",
                    "line": {"color": "var(--edge)", "width": 1.5, "dash": "3px 3px"}}],
        "annotations": [marks.above("Soil needed for the published sites,<br>lungs: 1. Each line: ten times more.", 2),
                        marks.above("○ luminal A  □ luminal B<br>◇ HER2  △ triple negative", 0, "tissue-ink")],
    },
    alt="How many times better than the lungs bone, liver and brain must be for tumour cells, so that the published "
        "numbers come out with this plumbing, on a scale where each line is ten times more. Four open signs a row, one "
        "for each kind of breast cancer; a dot and a number mark the chosen one.",
)


# The declaration ---------------------------------------------------------------------------------------------------


def expected_first(shares: Sequence[float]) -> list[float]:
    """Return the first sites of 100 patients, from how many of 100 ever have each site, by the law of the lesson."""
    means = [-math.log(1 - share / 100) for share in shares]
    return [100 * each / sum(means) * (1 - math.exp(-sum(means))) for each in means]


def soil_for(shares: Sequence[float], **plumbing: float) -> list[float]:
    """Return the soil that shares of patients ask for, for brain, lungs, liver and bone; that of the lungs is 1."""
    stops = routes.run(inputs.record(**plumbing))["stops"]
    soil = [-math.log(1 - share / 100) / stops[o] for o, share in enumerate(shares)]
    return [each / soil[LUNGS] for each in soil]


def number(field: str, **values: float) -> Callable[[], float]:
    """Return a function that computes one number of a run."""
    return lambda: float(routes.run(inputs.record(**values))[field])


def bone_to_liver(kind: int) -> Callable[[], float]:
    """Return a function that computes how many metastases in bone are expected for each one in the liver."""

    def compute() -> float:
        metastases = routes.run(inputs.record(soil=FITTED, kind=kind))["metastases"]
        return float(metastases[BONE] / metastases[LIVER])

    return compute


SHIRAZ, AMSTERDAM, HEIDELBERG, REGISTRY = "jafari2022", "savciheijink2015", "solomayer2000", "wu2017"
SHIRAZ_EVER = (47.1, 34.4, 27.9, 20.3)  # of 100 patients: bone, lungs, liver, brain
SHIRAZ_FIRST = {"bone": 36.6, "lungs": 17.4, "liver": 15.6, "brain": 10.5}
AMSTERDAM_EVER = (70.6, 54.5, 31.4)  # bone, liver, lungs
# Hormone receptors without and with HER2 stand for luminal A and B. Read in a review and a note that quote the paper:
# 58.52 / 15.48, 47.28 / 25.65 and 34.49 / 31.72 % of metastases; 2.8 / 1.7 % of patients.
REGISTRY_BONE_TO_LIVER = {"luminal A": 3.78, "luminal B": 1.84, "HER2": 1.09, "triple negative": 1.65}

simulation = Simulation(
    name="organs",
    title="Where do tumour cells stop, and where do they grow?",
    caption="Tumour cells leave a breast and go with the blood. The soil of each organ decides which of them grow.",
    kernels=(routes, people),
    views=(two_bodies, beside_people, hundred, soil_needed),
    summary=(
        ("even", ("**Plumbing alone.** Of 100 cells the lungs stop **{stops_lungs:.0f}**, the kidneys "
                  "**{stops_kidneys:.1f}**, bone **{stops_bone:.1f}**. Bone is reached in **{reached_bone:.0f}** of "
                  "100 patients; published: **{published_bone:.0f}**.")),
        ("is_prepared", ("**One place is prepared.** Of 100 patients, bone is reached in **{reached_bone:.0f}**, the "
                         "lungs in **{reached_lungs:.0f}**. Published without preparing: {published_bone:.0f} and "
                         "{published_lungs:.0f}.")),
        ("", ("**Plumbing and soil.** Of 100 cells the lungs stop **{stops_lungs:.0f}**, bone **{stops_bone:.1f}**. Bone "
              "is reached in **{reached_bone:.0f}** of 100 patients, the lungs in **{reached_lungs:.0f}**.")),
    ),
    readouts={
        "Bone first": "{first_bone:.0f} of 100 patients",
        "Bone, published": "{published_bone:.1f} of 100",
        "Lungs, published": "{published_lungs:.1f} of 100",
        "Soil that bone needs": "{needed_bone:,.1f} times that of the lungs",
    },
    numbers=Table({"1 bone, 2 lungs, 3 liver, 4 brain": "site:.0f", "Reached, of 100 patients": "reached:.1f",
                   "in 1 of 10 repeats not more": "reached_low:.0f", "in 9 of 10 not more": "reached_high:.0f",
                   "Published": "published:.1f", "First, of 100": "first:.1f"}),
    presets={
        "Plumbing alone": {},
        "With soil": {"soil": FITTED},
        "Triple negative": {"soil": FITTED, "kind": KINDS["triple negative"]},
        "Prepared lungs": {"soil": LUNGS_PREPARED},
        "Leaky lungs": {"lungs_keep": 20},
        "Short cut": {"bypass": 5},
    },
    challenges=(
        Challenge("With the same soil everywhere, keep more than half of the cells out of the lungs.", done="spared",
                  why="You found it. They go where the blood goes. Gut, kidneys and muscle get more of them than bone."),
        Challenge("Luminal cancer, plumbing as at the start: let the lungs be reached more often than bone.",
                  done="overtaken",
                  why="You found it. Nothing has changed in the way of the cells, only in what they meet."),
        Challenge("Luminal A, with lungs that keep 90 or more: let bone need less than 60 times the soil of the lungs.",
                  done="little_soil",
                  why="You found it. A small short cut does the work of a rich soil. From the sites alone, nobody can "
                      "tell the two apart."),
    ),
    badge="illustrative",
    evidence="sites from 1,350 people",
    leaves_out=(
        ("Measured capture: that the lungs keep 90 of 100 cells, and all other organs alike, is assumed. Only the contrast "
         "between the lungs and the rest is robust. Do not read the numbers of kidney or muscle as their anatomy."),
        "Biology of the soil: it is a number that makes the sites come out right. What makes it is not in the model.",
        ("Ways to stick: clusters stop sooner than single cells, and some cells hold on to the vessel walls of one organ. "
         "Cells that die on the way are not counted."),
        "Lymph: cells that reach the blood through lymph nodes, and metastases in nodes, in skin and around the lungs.",
        "Metastases that seed metastases, and sites that are reached together: here each organ is reached on its own.",
        ("Time, scans and treatment: what hurts, or is looked at, is found first. Drugs and longer lives have changed "
         "which sites are seen."),
    ),
    source=RELAPSES,
    matches=(
        *(Match(f"Bone reached, {name}", EVER[kind, BONE], number("reached_bone", soil=FITTED, kind=kind), 0.01, RELAPSES,
                "calibration", "of 100 patients", ".1f") for name, kind in KINDS.items()),
        *(Match(f"First site {site}, from how often it is ever reached, Shiraz", published,
                (lambda place=place: expected_first(SHIRAZ_EVER)[place]), 6.0, SHIRAZ, "check", "of 100 patients", ".1f")
          for place, (site, published) in enumerate(SHIRAZ_FIRST.items())),
        Match("First site bone, Heidelberg; the model: from sites ever reached in Amsterdam", 46.0,
              lambda: expected_first(AMSTERDAM_EVER)[0], 4.0, HEIDELBERG, "check", "of 100 patients", ".1f"),
        *(Match(f"Bone metastases for each one in the liver, at diagnosis in the United States, {name}", published,
                bone_to_liver(KINDS[name]), 0.25, REGISTRY, "check")
          for name, published in REGISTRY_BONE_TO_LIVER.items()),
    ),
)
