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

import math
from collections.abc import Sequence

import numpy as np

from widgets.core import (
    Array,
    Choice,
    Constant,
    Data,
    Flag,
    Inputs,
    Number,
    Outputs,
    Scratch,
    Seed,
    Slider,
    kernel,
    wilson,
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
KEPT = 50  # shares that the lungs may keep, from 1 to 99 of 100 cells, over which the soil is shown
TEN = 10.0  # times more or less soil than where it was fitted: a challenge asks for it

INTERVALS = 100 * np.array([[wilson(share / 100, people) for share in row]
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
    kept=Array(KEPT, unit="of 100 cells", label="The lungs keep"),
    needed_over=Array(KEPT, label="Soil that bone needs, times that of the lungs, if the lungs keep so many", role="tissue"),
    needed_half=Number("... if they keep 50 of 100 cells", role="tissue"),
    needed_most=Number("... if they keep 99 of 100 cells", role="tissue"),
    needed_bone=Number("Soil that bone needs", "times that of the lungs", role="tissue"),
    even=Flag("The soil is the same everywhere"),
    is_prepared=Flag("One place is prepared"),
    spared=Flag("Even soil, and fewer than half of the cells stop in the lungs"),
    overtaken=Flag("Luminal, plumbing as fitted, and the lungs are reached more often than bone"),
    decided=Flag("One slider is moved, and bone needs ten times more or less soil than where it was fitted"),
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

scratch = Scratch(stop=(ORGANS,), fit_stop=(ORGANS,), means=(ORGANS,), if_stop=(ORGANS,))
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
    describe_assumption(p, out, work.if_stop)
    out.even = 1 if p.soil == EVEN else 0
    out.is_prepared = 1 if p.soil > FITTED else 0
    out.spared = 1 if p.soil == EVEN and out.stops_lungs < HALF else 0
    as_fitted = p.lungs_keep == FIT_LUNGS and p.organs_keep == FIT_ORGANS and p.bypass == FIT_BYPASS
    out.overtaken = 1 if as_fitted and p.kind <= 1 and p.soil != EVEN and out.reached_lungs > out.reached_bone else 0
    moved = ((1 if p.lungs_keep != FIT_LUNGS else 0) + (1 if p.organs_keep != FIT_ORGANS else 0)
             + (1 if p.bypass != FIT_BYPASS else 0))
    change = out.needed_bone / bone_soil(p, work.fit_stop)
    out.decided = 1 if moved == 1 and (change >= TEN or change <= 1 / TEN) else 0


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


def bone_soil(p, stop):
    """Return how many times better than the lungs bone must be, if cells stop so, to be reached as published."""
    return mean_of(p.ever[p.kind, BONE]) / stop[BONE] / (mean_of(p.ever[p.kind, LUNGS]) / stop[LUNGS])


def describe_assumption(p, out, stop):
    """Write the soil that bone needs over what the lungs may keep; other organs and short cut as chosen."""
    for i in range(KEPT):
        out.kept[i] = 1 + 2 * i
        fill_stops(p.flow, out.kept[i] / 100, p.organs_keep / 100, p.bypass / 100, stop)
        out.needed_over[i] = bone_soil(p, stop)
    out.needed_most = out.needed_over[KEPT - 1]
    fill_stops(p.flow, 0.5, p.organs_keep / 100, p.bypass / 100, stop)
    out.needed_half = bone_soil(p, stop)


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


def soil_for(shares: Sequence[float], **plumbing: float) -> list[float]:
    """Return the soil that shares of patients ask for, for brain, lungs, liver and bone; that of the lungs is 1."""
    stops = routes.run(inputs.record(**plumbing))["stops"]
    soil = [-math.log(1 - share / 100) / stops[o] for o, share in enumerate(shares)]
    return [each / soil[LUNGS] for each in soil]
