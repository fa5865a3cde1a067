"""When do relapses come: two waves, a long tail, and why five clear years are not the end of the question.

After surgery a patient may carry hidden lesions, too small to be seen. Their numbers are Poisson: some are awake and
grow, some are asleep for some years, some are deep asleep and wake at random. Time in months since surgery; each
lesion surfaces after it has slept and grown, and the first to surface is the relapse. With f the density of the time
to surfacing and * for "one after the other" (convolution)::

    f_awake  = lognormal(median 21, spread 0.35)
    f_asleep = Gamma(shape 8, mean `dormancy`) * lognormal(median 18, spread 0.35)
    f_deep   = Exponential(mean 120)           * lognormal(median 18, spread 0.45)

    rate(t)  = kept(t) nodes (awake f_awake(t) + asleep f_asleep(t) + deep f_deep(t))
    clear(t) = exp(- integral of the rate from 0 to t)

The rate is exact, because points of a Poisson process that are each moved or dropped on their own stay Poisson. Hormone
treatment drops lesions: `kept` is the ratio of relapse rates in 10,645 women with ER-positive cancer (EBCTCG 2011).

Five shapes are tuned to the two peaks that Demicheli and others (1996) found in 1,173 patients, so the model shows how
such peaks can come about and proves nothing about dormancy. Two further groups have lesion numbers fitted to the
rates of ER-positive and ER-negative cancer in 4,105 patients (Colleoni and others 2016).
"""

from __future__ import annotations

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
    ASLEEP,
    AWAKE,
    DEEP,
    KINDS,
    MONTHS,
    PERIOD,
    PERIODS,
    POINTS,
    STEP,
    at_month,
    fill_densities,
    fill_free,
    kept,
    lesions_of,
    years_clear,
)

MILAN = "demicheli1996"
IBCSG = "colleoni2016"
TAMOXIFEN = "ebctcg2011"

WAVE = 1.05  # a second wave rises by 5 % at least (assumed)

inputs = Inputs(
    nodes=Choice("Lymph nodes with cancer", "1 to 3", role="tumour", source=MILAN,
                 options={"none": 0.22, "1 to 3": 1.0, "4 to 9": 2.0},
                 note="Milan: 4 to 5 times as many; 4 to 9 assumed twice that"),
    dormancy=Slider("Mean sleep", 46.0, low=12.0, high=96.0, step=2.0, unit="months", role="tumour",
                    source=MILAN, note="tuned to the second peak: 46", published=46.0, digits=0),
    deep=Slider("Deep sleepers per 100", 10, low=0, high=40, step=1, role="tumour",
                source="assumed", note="assumed; lesions in 100 patients with 1 to 3 nodes"),
    treated=Switch("Hormone treatment", role="drug", source=TAMOXIFEN,
                   note="5 years of tamoxifen; in ER-positive cancer only"),
    clear_years=Slider("Clear for", 5, low=0, high=15, step=1, unit="years", role="people", source="assumed",
                       note="no relapse until then"),
    study=Slider("Patients in the study", 1173, stops=(100, 200, 300, 500, 800, 1173, 1500, LARGEST_STUDY),
                 role="people", published=1173, source=MILAN),
    seed=Seed(),
    awake_lesions=Constant(0.35, unit="a patient with 1 to 3 nodes", source="assumed", label="Lesions awake (tuned)"),
    asleep_lesions=Constant(0.30, unit="a patient with 1 to 3 nodes", source="assumed", label="Lesions asleep (tuned)"),
    awake_median=Constant(21.0, unit="months", source=MILAN, label="Awake: time to surfacing, median (tuned)"),
    awake_spread=Constant(0.35, source=MILAN, label="Awake: spread of its logarithm (tuned)"),
    growth_median=Constant(18.0, unit="months", source=MILAN, label="Woken: time to surfacing, median (tuned)"),
    growth_spread=Constant(0.35, source=MILAN, label="Woken: spread of its logarithm (tuned)"),
    deep_spread=Constant(0.45, source="assumed", label="Woken from deep sleep: spread of its logarithm"),
    deep_sleep=Constant(120.0, unit="months", source="assumed", label="Deep sleep, mean"),
    kept_during=Constant(0.53, source=TAMOXIFEN, label="Relapses that still come in years 0 to 4 of treatment"),
    kept_after=Constant(0.68, source=TAMOXIFEN, label="Relapses that still come in years 5 to 9"),
    positive_lesions=Data([0.30, 0.16, 1.58], source=IBCSG, licence="fitted for this course",
                          label="ER-positive: lesions awake, asleep, deep asleep, a patient (fitted)"),
    negative_lesions=Data([0.45, 0.15, 0.69], source=IBCSG, licence="fitted for this course",
                          label="ER-negative: lesions awake, asleep, deep asleep, a patient (fitted)"),
    receptor_deep_sleep=Constant(480.0, unit="months", source=IBCSG, label="Both: deep sleep, mean (fitted)"),
)

outputs = Outputs(
    year=Array(POINTS, unit="years"),
    rate=Array(POINTS, label="Relapses a year, of 100 still clear", role="tumour"),
    clear=Array(POINTS, label="Still clear, of 100"),
    first_peak=Number("First wave", "months", role="tumour"),
    second_peak=Number("Second wave; 0 if there is none", "months", role="tumour"),
    first_height=Number("Rate at the first wave", "a year, of 100 still clear", role="tumour"),
    second_height=Number("Rate at the second wave", "a year, of 100 still clear", role="tumour"),
    clear_five=Number("Clear at 5 years, of 100"), clear_ten=Number("Clear at 10 years, of 100"),
    clear_fifteen=Number("Clear at 15 years, of 100"), clear_twenty=Number("Clear at 20 years, of 100"),
    five_year_share=Number("Of 100 relapses within 15 years, in the first five"),
    median_month=Number("Median time of the relapses within 15 years", "months"),
    later_people=Array(POINTS, label="Of 100 clear so far, relapse by year 20", role="tumour"),
    later_share=Array(POINTS, label="Of 100 relapses by year 20, still to come", role="tumour"),
    later_now=Number("Of 100 clear so far, relapse by year 20", role="tumour"),
    later_share_now=Number("Of 100 relapses by year 20, still to come", role="tumour"),
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
    late_tail=Flag("Of 100 clear at ten years or later, ten or more relapse by year 20"),
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
    awake=(POINTS,), asleep=(POINTS,), deep=(POINTS,), deeper=(POINTS,), sleep=(POINTS,), growth=(POINTS,),
    free=(POINTS,), untreated=(POINTS,),
)
people_scratch = Scratch(
    random=Array(4, "u8"), month=(LARGEST_STUDY,), kind=Array(LARGEST_STUDY, "i4"), lost=(BINS,), relapses=(BINS,),
    order=Array(PEOPLE, "i4"), count=(FRAMES, KINDS + 1),
)


# What follows from the rate ----------------------------------------------------------------------------------------


def describe_group(p, out, work):
    """Write rate and clear share of the chosen group, its waves, and what is still to come."""
    for i in range(POINTS):
        work.untreated[i] = (lesions_of(p, AWAKE) * work.awake[i] + lesions_of(p, ASLEEP) * work.asleep[i]
                             + lesions_of(p, DEEP) * work.deep[i])
    fill_free(p, work.untreated, True, work.free)
    last = work.free[POINTS - 1]
    for i in range(POINTS):
        out.year[i] = i * STEP / MONTHS
        out.rate[i] = 100 * MONTHS * kept(p, i * STEP) * work.untreated[i]
        out.clear[i] = 100 * work.free[i]
        out.later_people[i] = 100 * (1 - last / work.free[i])
        out.later_share[i] = 100 * (work.free[i] - last) / (1 - last)
    out.clear_five, out.clear_ten = at_month(out.clear, 60.0), at_month(out.clear, 120.0)
    out.clear_fifteen = at_month(out.clear, 180.0)
    out.clear_twenty = out.clear[POINTS - 1]
    out.later_now = at_month(out.later_people, MONTHS * p.clear_years)
    out.later_share_now = at_month(out.later_share, MONTHS * p.clear_years)
    out.tailless = 1 if at_month(out.later_share, 120.0) < 1 else 0
    out.no_deep = 1 if p.deep == 0 else 0
    out.late_tail = 1 if p.clear_years >= 10 and out.later_now >= 10 else 0

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
    """Write the rates of ER-positive and ER-negative cancer, their means as published, and where they cross."""
    fill_receptor(p, p.positive_lesions, 1, out.positive, out.positive_mean, work)
    fill_receptor(p, p.negative_lesions, 0, out.negative, out.negative_mean, work)
    last = 0
    for i in range(POINTS):
        if out.negative[i] >= out.positive[i]:
            last = i
    out.crossing = (last + 1) * STEP / MONTHS


def fill_receptor(p, lesions, answers, rate, mean, work):
    """Write the rate of one group, and its relapses per 100 years of people still clear, by period.

    `answers` is 1 if hormone treatment acts on it.
    """
    for i in range(POINTS):
        work.untreated[i] = (lesions[AWAKE] * work.awake[i] + lesions[ASLEEP] * work.asleep[i]
                             + lesions[DEEP] * work.deeper[i])
        rate[i] = 100 * MONTHS * work.untreated[i] * (kept(p, i * STEP) if answers == 1 else 1.0)
    fill_free(p, work.untreated, answers == 1, work.free)
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
