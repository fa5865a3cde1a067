"""When do relapses come: two waves, a long tail, and why five clear years are not the end of the question.

After surgery a patient may carry hidden lesions, too small to be seen. Their numbers are Poisson: some are awake and
grow, some are asleep for some years, some are deep asleep, and a few of these wake each year. Time in months since
surgery; each lesion surfaces after it has slept and grown, and the first to surface is the relapse. With f the density
of the time to surfacing, * for "one after the other" (convolution) and G the share that has grown up since it woke::

    f_awake  = lognormal(awake_median, awake_spread)
    f_asleep = Gamma(shape 8, mean `dormancy`) * lognormal(growth_median, growth_spread)
    G        = integral of lognormal(growth_median, growth_spread) from 0 to t

    rate(t)  = kept(t) nodes (awake a f_awake(t) + asleep b f_asleep(t) + deep b G(t))
    clear(t) = exp(- integral of the rate from 0 to t)

`nodes` is a factor for the group by lymph nodes; a and b are 1 in ER-positive cancer and two other numbers in
ER-negative cancer. The rate is exact, because points of a Poisson process that are each moved or dropped on their own
stay Poisson. Hormone treatment drops lesions: `kept` is the ratio of relapse rates in 10,645 women with ER-positive
cancer (EBCTCG 2011). Of the deep sleepers only the product of their number and their rate of waking can be counted; the
model has that product, `deep`, and a store that 20 years do not use up.

Ten values are fitted to 21 numbers, in tests/models/cascade/test_recurrence_published.py: the shares clear at 2, 5 and 10
years of 2,715 women in Rotterdam (operated 1978 to 1993; three groups by nodes, two by ER status; without cancer in the
nodes none had drugs, with it most had some: 22 of 100 hormone treatment, 38 chemotherapy); the months of the two peaks of 1,173
people in Milan (1964 to 1980, surgery alone; Demicheli and others 1996); and the rate of years 10 to 15 with cancer in
1 to 3 nodes, ER-positive, in trials of 1978 to 1985 (Colleoni and others 2016), because from year 10 on Rotterdam has
too few people. That such peaks can come about so proves nothing about dormancy.
"""

from __future__ import annotations

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
    Switch,
    kernel,
)

from .chance import (
    BINS,
    FRAMES,
    LARGEST_STUDY,
    MOST_SHOWN,
    PEOPLE,
    count_relapses,
    describe_bands,
    draw_people,
    place_people,
)
from .surfacing import (
    KINDS,
    MONTHS,
    NEGATIVE,
    PERIOD,
    PERIODS,
    POINTS,
    POSITIVE,
    STEP,
    at_month,
    fill_densities,
    fill_free,
    fill_untreated,
    kept,
    years_clear,
)

MILAN, ROTTERDAM = "demicheli1996", "royston2013"
IBCSG = "colleoni2016"
TAMOXIFEN = "ebctcg2011"

COUNTS = 3  # times at which people were counted in Rotterdam
COUNTED = np.array([2.0, 5.0, 10.0])  # years
LATE, FEW = 10, 5.0  # the last challenge: clear for so many years, and then fewer than so many of 100 relapse
WAVE = 1.05  # a second wave rises by 5 % at least (assumed)

SHARES = [  # of 100 women in Rotterdam, clear at 2, 5 and 10 years: ER-negative, then -positive; nodes none, 1-3, 4-9
    [[83.2, 67.3, 60.1], [72.3, 55.6, 43.6], [49.7, 32.0, 26.3]],
    [[89.8, 74.7, 57.6], [85.2, 62.1, 42.9], [71.0, 39.6, 20.9]],
]

inputs = Inputs(
    nodes=Choice("Lymph nodes with cancer", "1 to 3", role="tumour", source=ROTTERDAM,
                 options={"none": 0, "1 to 3": 1, "4 to 9": 2}),
    er=Choice("Oestrogen receptor", "ER-positive", role="tumour", source=ROTTERDAM,
              options={"ER-positive": POSITIVE, "ER-negative": NEGATIVE}),
    dormancy=Slider("Mean sleep", 47.0, low=12.0, high=96.0, step=1.0, unit="months", role="tumour",
                    source=MILAN, note="fitted to the second peak: 47", published=47.0, digits=0),
    deep=Slider("Deep sleepers that wake", 3.0, low=0, high=6, step=0.1, unit="a year, per 100 patients", role="tumour",
                source=IBCSG, note="fitted to years 10 to 15: 3.0; 1 to 3 nodes", published=3.0, digits=1),
    treated=Switch("Hormone treatment", role="drug", source=TAMOXIFEN,
                   note="5 years of tamoxifen; in ER-positive cancer only"),
    clear_years=Slider("Clear for", 5, low=0, high=15, step=1, unit="years", role="people", source="assumed",
                       note="no relapse until then"),
    study=Slider("Patients in the study", 1173, stops=(100, 200, 300, 500, 800, 1173, 1500, LARGEST_STUDY),
                 role="people", published=1173, source=MILAN),
    seed=Seed(),
    awake_lesions=Constant(0.23, unit="a patient with 1 to 3 nodes", source=ROTTERDAM, label="Lesions awake (fitted)"),
    asleep_lesions=Constant(0.37, unit="a patient with 1 to 3 nodes", source=ROTTERDAM, label="Lesions asleep (fitted)"),
    node_factors=Data([0.64, 1.0, 1.92], source=ROTTERDAM, licence="fitted for this course",
                      label="Times as many lesions with no nodes, 1 to 3, 4 to 9 (first and last fitted)"),
    negative_awake=Constant(2.07, source=ROTTERDAM, label="ER-negative: times as many lesions awake (fitted)"),
    negative_sleeping=Constant(0.52, source=ROTTERDAM, label="ER-negative: times as many asleep and deep asleep (fitted)"),
    awake_median=Constant(20.1, unit="months", source=MILAN, label="Awake: time to surfacing, median (fitted)"),
    awake_spread=Constant(0.38, source=ROTTERDAM, label="Awake: spread of its logarithm (fitted)"),
    growth_median=Constant(18.0, unit="months", source="assumed", label="Woken: time to surfacing, median"),
    growth_spread=Constant(0.35, source="assumed", label="Woken: spread of its logarithm"),
    kept_during=Constant(0.53, source=TAMOXIFEN, label="Relapses that still come in years 0 to 4 of treatment"),
    kept_after=Constant(0.68, source=TAMOXIFEN, label="Relapses that still come in years 5 to 9"),
    shares=Data(SHARES, source=ROTTERDAM, licence="our count",
                label="Clear at 2, 5 and 10 years in Rotterdam, of 100: ER-negative, ER-positive; by nodes"),
)

outputs = Outputs(
    year=Array(POINTS, unit="years"),
    rate=Array(POINTS, label="Relapses a year, of 100 still clear", role="tumour"),
    clear=Array(POINTS, label="Still clear, of 100"),
    first_peak=Number("First wave", "months", role="tumour"),
    second_peak=Number("Second wave; 0 if there is none", "months", role="tumour"),
    first_height=Number("Rate at the first wave", "a year, of 100 still clear", role="tumour"),
    second_height=Number("Rate at the second wave", "a year, of 100 still clear", role="tumour"),
    clear_two=Number("Clear at 2 years, of 100"), clear_five=Number("Clear at 5 years, of 100"),
    clear_ten=Number("Clear at 10 years, of 100"),
    clear_fifteen=Number("Clear at 15 years, of 100"), clear_twenty=Number("Clear at 20 years, of 100"),
    five_year_share=Number("Of 100 relapses within 15 years, in the first five"),
    median_month=Number("Median time of the relapses within 15 years", "months"),
    later_people=Array(POINTS, label="Of 100 clear so far, relapse by year 20", role="tumour"),
    later_share=Array(POINTS, label="Of 100 relapses by year 20, still to come", role="tumour"),
    later_now=Number("Of 100 clear so far, relapse by year 20", role="tumour"),
    later_share_now=Number("Of 100 relapses by year 20, still to come", role="tumour"),
    counted_year=Array(COUNTS, unit="years", label="When people were counted in Rotterdam"),
    counted=Array(COUNTS, label="Clear in Rotterdam, of 100", role="people"),
    positive=Array(POINTS, label="ER-positive: relapses a year, of 100 still clear", role="tumour"),
    negative=Array(POINTS, label="ER-negative: relapses a year, of 100 still clear", role="tumour"),
    positive_mean=Array(PERIODS), negative_mean=Array(PERIODS),
    crossing=Number("From here on ER-positive cancer has the higher rate", "years"),
    bin_year=Array(BINS, unit="years"),
    band_low=Array(BINS), band_high=Array(BINS),
    usual_least=Array((FRAMES, 1), label="Clear of 100 in 80 of 100 draws, least"),
    usual_most=Array((FRAMES, 1), label="Clear of 100 in 80 of 100 draws, most"),
    one_wave=Flag("There is no second wave"),
    tailless=Flag("Of 100 relapses by year 20, less than one comes after year ten"),
    no_deep=Flag("No lesion sleeps deep"),
    silenced=Flag("ER-positive with cancer in the nodes, untreated, clear for ten years: fewer than five of 100 relapse"),
)

people_outputs = Outputs(
    study_rate=Array(BINS, label="Relapses a year, of 100 still clear, in the drawn study"),
    study_fourth=Number("In the drawn study, year 4"), study_fifth=Number("In the drawn study, year 5"),
    frame_year=Array(FRAMES, unit="years"),
    icon=Array((FRAMES, PEOPLE), "u1", label="Kind of lesion that has surfaced first, or clear"),
    icon_clear=Array(FRAMES), icon_awake=Array(FRAMES), icon_asleep=Array(FRAMES),
    icon_deep=Array(FRAMES),
    lesion_row=Array(MOST_SHOWN), lesion_year=Array(MOST_SHOWN, unit="years"),
    lesion_sign=Array(MOST_SHOWN, "u1", label="Kind of lesion; 3: stopped by treatment"),
    asleep_year=Array(2 * MOST_SHOWN, unit="years", label="Beginning and end of each sleep"),
    growing_year=Array(2 * MOST_SHOWN, unit="years", label="Beginning and end of each growth"),
    time_row=Array(2 * MOST_SHOWN, label="Row of both"),
    rows_hiding=Number("Patients shown that carry a hidden lesion"),
    wave_hidden=Flag("The group has a second wave in year 5, and the drawn study does not show it"),
)

scratch = Scratch(
    awake=(POINTS,), asleep=(POINTS,), sleep=(POINTS,), growth=(POINTS,), grown=(POINTS,), free=(POINTS,),
    untreated=(POINTS,),
)
people_scratch = Scratch(
    random=Array(4, "u8"), month=(LARGEST_STUDY,), kind=Array(LARGEST_STUDY, "i4"), lost=(BINS,), relapses=(BINS,),
    order=Array(PEOPLE, "i4"), count=(FRAMES, KINDS + 1),
)


# What follows from the rate ----------------------------------------------------------------------------------------


def describe_group(p, out, work):
    """Write rate and clear share of the chosen group, its waves, and what is still to come."""
    fill_untreated(p, p.er, work)
    fill_free(p, p.er, work.untreated, work.free)
    last = work.free[POINTS - 1]
    for i in range(POINTS):
        out.year[i] = i * STEP / MONTHS
        out.rate[i] = 100 * MONTHS * kept(p, p.er, i * STEP) * work.untreated[i]
        out.clear[i] = 100 * work.free[i]
        out.later_people[i] = 100 * (1 - last / work.free[i])
        out.later_share[i] = 100 * (work.free[i] - last) / (1 - last)
    out.clear_two = at_month(out.clear, 24.0)
    out.clear_five, out.clear_ten = at_month(out.clear, 60.0), at_month(out.clear, 120.0)
    out.clear_fifteen = at_month(out.clear, 180.0)
    out.clear_twenty = out.clear[POINTS - 1]
    out.later_now = at_month(out.later_people, MONTHS * p.clear_years)
    out.later_share_now = at_month(out.later_share, MONTHS * p.clear_years)
    out.tailless = 1 if at_month(out.later_share, 120.0) < 1 else 0
    out.no_deep = 1 if p.deep == 0 else 0
    as_found = p.nodes > 0 and p.er == POSITIVE and p.treated == 0
    out.silenced = 1 if as_found and p.clear_years == LATE and out.later_now < FEW else 0
    for i in range(COUNTS):
        out.counted_year[i], out.counted[i] = COUNTED[i], p.shares[p.er, p.nodes, i]

    within = 100 - out.clear_fifteen
    out.five_year_share = 100 * (100 - out.clear_five) / within
    half = 100 - within / 2
    for i in range(1, POINTS):
        if out.clear[i - 1] > half >= out.clear[i]:
            out.median_month = STEP * (i - 1 + (out.clear[i - 1] - half) / (out.clear[i - 1] - out.clear[i]))
    find_waves(p, out, work.untreated)


def find_waves(p, out, untreated):
    """Write month and height of the two waves. Treatment lowers a wave; the month is that without it."""
    first = second = lowest = 0
    for i in range(1, POINTS - 1):
        is_peak = untreated[i - 1] < untreated[i] >= untreated[i + 1]
        if is_peak and first == 0:
            first = lowest = i
        elif first > 0 and second == 0:
            if untreated[i] < untreated[lowest]:
                lowest = i
            if is_peak and untreated[i] >= WAVE * untreated[lowest]:
                second = i
    out.first_peak = summit(untreated, first)
    out.first_height = at_month(out.rate, out.first_peak)
    out.one_wave = 1 if second == 0 else 0
    if second > 0:
        out.second_peak = summit(untreated, second)
        out.second_height = at_month(out.rate, out.second_peak)


def summit(values, i):
    """Return the month of a peak at point i, by the parabola through it and its neighbours."""
    before, after = values[i] - values[i - 1], values[i] - values[i + 1]
    return STEP * (i + 0.5 * (before - after) / (before + after))


def describe_receptors(p, out, work):
    """Write the rates of ER-positive and ER-negative cancer, their means over five years, and where they cross."""
    fill_receptor(p, POSITIVE, out.positive, out.positive_mean, work)
    fill_receptor(p, NEGATIVE, out.negative, out.negative_mean, work)
    last = 0
    for i in range(POINTS):
        if out.negative[i] >= out.positive[i]:
            last = i
    out.crossing = (last + 1) * STEP / MONTHS


def fill_receptor(p, er, rate, mean, work):
    """Write the rate of one group by ER status, and its relapses per 100 years of people still clear, by period."""
    fill_untreated(p, er, work)
    for i in range(POINTS):
        rate[i] = 100 * MONTHS * work.untreated[i] * kept(p, er, i * STEP)
    fill_free(p, er, work.untreated, work.free)
    for period in range(PERIODS):
        start, end = period * PERIOD, (period + 1) * PERIOD
        years = years_clear(work.free, start, end)
        mean[period] = 100 * (at_month(work.free, start) - at_month(work.free, end)) / years


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch, compact=True)
def recurrence(p, out, work):
    """Find the rate of relapse exactly, and how far chance spreads what a study of this size would find."""
    fill_densities(p, work)
    describe_receptors(p, out, work)
    describe_group(p, out, work)
    describe_bands(p, out, work)


@kernel(inputs, people_outputs, people_scratch)
def people(p, out, work):
    """Draw the patients of one study: its rates, a hundred of them as icons, and the lesions of thirty."""
    draw_people(p, out, work)
    count_relapses(p, out, work)
    place_people(out, work)
