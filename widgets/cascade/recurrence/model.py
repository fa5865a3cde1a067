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

import math

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
from widgets.core.kernels.numerics import exp, gamma, log, log1p, normal, poisson, seed_random, to_index, uniform

MILAN = "demicheli1996"
IBCSG = "colleoni2016"
TAMOXIFEN = "ebctcg2011"

MONTHS = 12.0  # in a year
HORIZON = 240.0  # months: 20 years are followed
STEP = 0.5  # months between two points of a curve
POINTS = 481
SLEEP_SHAPE = 8  # of the gamma distribution of sleep: a rise and a fall, about a third of the mean wide
LOG_FACTORIAL = math.log(math.factorial(SLEEP_SHAPE - 1))

AWAKE, ASLEEP, DEEP, CLEAR = 0, 1, 2, 3  # kinds of lesion; and a patient without a relapse
KINDS = 3

BINS, BIN = 40, 6.0  # half-years in which a study counts its relapses, months
FOURTH, FIFTH = 6, 8  # the first half-years of the fourth and the fifth year
PEOPLE, SIDE = 100, 10  # icons
FRAMES = 41  # one each half-year
ROWS, MOST_SHOWN = 30, 120  # patients shown with their lesions, and room for the lesions
LARGEST_STUDY = 2000
NEVER = 1e6  # months: no lesion surfaces
OFF_FIGURE = 1e-3  # a rate below every axis
OUTSIDE = -100.0  # a year, or a row, that no figure shows
USUAL_LOW, USUAL_HIGH = 0.1, 0.9  # the band: 80 of 100 draws lie in it
WAVE_FROM, WAVE_UNTIL = 40.0, 60.0  # months of mean sleep at which every group is worse off in year 5 than in year 4
WAVE = 1.05  # a second wave rises by 5 % at least (assumed)
PERIODS, PERIOD = 4, 60.0  # five-year periods in which Colleoni and others give rates

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


# The law -----------------------------------------------------------------------------------------------------------


def lognormal_density(month, median, spread):
    """Return the density, a month, of a lognormal time; 0 at 0."""
    if month <= 0:
        return 0.0
    z = log(month / median) / spread
    return exp(-0.5 * z * z) / (month * spread * math.sqrt(2 * math.pi))


def sleep_density(month, mean):
    """Return the density, a month, of the gamma-distributed sleep."""
    if month <= 0:
        return 0.0
    x = month * SLEEP_SHAPE / mean
    return exp((SLEEP_SHAPE - 1) * log(x) - x - LOG_FACTORIAL) * SLEEP_SHAPE / mean


def fill_lognormal(density, median, spread):
    """Write a lognormal density at every point."""
    for i in range(POINTS):
        density[i] = lognormal_density(i * STEP, median, spread)


def follow_by(sleep, growth, density):
    """Write the density of a sleep followed by a growth, which takes no time with density 0 (trapezium rule)."""
    for i in range(POINTS):
        total = 0.5 * sleep[0] * growth[i]
        for j in range(1, i):
            total += sleep[j] * growth[i - j]
        density[i] = total * STEP


def fill_densities(p, work):
    """Write the densities of the time to surfacing of every kind of lesion."""
    fill_lognormal(work.awake, p.awake_median, p.awake_spread)
    fill_lognormal(work.growth, p.growth_median, p.growth_spread)
    for i in range(POINTS):
        work.sleep[i] = sleep_density(i * STEP, p.dormancy)
    follow_by(work.sleep, work.growth, work.asleep)
    fill_lognormal(work.growth, p.growth_median, p.deep_spread)
    for i in range(POINTS):
        work.sleep[i] = exp(-i * STEP / p.deep_sleep) / p.deep_sleep
    follow_by(work.sleep, work.growth, work.deep)
    for i in range(POINTS):
        work.sleep[i] = exp(-i * STEP / p.receptor_deep_sleep) / p.receptor_deep_sleep
    follow_by(work.sleep, work.growth, work.deeper)


def kept(p, month):
    """Return the share of relapses that still come in this month with the treatment chosen."""
    if p.treated == 0 or month >= 2 * PERIOD:
        return 1.0
    return p.kept_during if month < PERIOD else p.kept_after


def lesions_of(p, kind):
    """Return the mean number of lesions of a kind in one patient."""
    if kind == AWAKE:
        return p.nodes * p.awake_lesions
    return p.nodes * (p.asleep_lesions if kind == ASLEEP else p.deep / 100)


def fill_free(p, untreated, is_treated, free):
    """Write the share of patients still clear at every point, from the rate a month without treatment."""
    total = 0.0
    free[0] = 1.0
    for i in range(1, POINTS):
        share = kept(p, (i - 0.5) * STEP) if is_treated else 1.0
        total += share * STEP * (untreated[i - 1] + untreated[i]) / 2
        free[i] = exp(-total)


def at_month(values, month):
    """Return a curve at any month, on the straight line between its points."""
    i = to_index(month / STEP, 0, POINTS - 2)
    return values[i] + (values[i + 1] - values[i]) * (month / STEP - i)


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


def years_clear(free, start, end):
    """Return the years that a patient is clear, on average, between two months that are points."""
    first, last = to_index(start / STEP, 0, POINTS - 1), to_index(end / STEP, 0, POINTS - 1)
    total = 0.0
    for i in range(first, last):
        total += (free[i] + free[i + 1]) / 2
    return total * STEP / MONTHS


# What chance makes of it -------------------------------------------------------------------------------------------


def binomial_quantile(n, probability, share):
    """Return the least count that at least this share of draws does not exceed; the probability is below 1."""
    mass = exp(n * log1p(-probability))
    odds = probability / (1 - probability)
    total = 0.0
    for k in range(n):
        total += mass
        if total >= share:
            return k
        mass *= odds * (n - k) / (k + 1)
    return n


def describe_bands(p, out, work):
    """Write what 80 of 100 studies would find in each half-year, and how many of 100 people are usually clear."""
    for b in range(BINS):
        start, end = b * BIN, (b + 1) * BIN
        share = at_month(work.free, start) - at_month(work.free, end)
        years = p.study * years_clear(work.free, start, end)
        out.bin_year[b] = (start + end) / 2 / MONTHS
        out.band_low[b] = max(100 * binomial_quantile(p.study, share, USUAL_LOW) / years, OFF_FIGURE)
        out.band_high[b] = max(100 * binomial_quantile(p.study, share, USUAL_HIGH) / years, OFF_FIGURE)
    for frame in range(FRAMES):
        relapsed = 1 - at_month(work.free, frame * BIN)
        out.usual_least[frame, 0] = PEOPLE - binomial_quantile(PEOPLE, relapsed, USUAL_HIGH)
        out.usual_most[frame, 0] = PEOPLE - binomial_quantile(PEOPLE, relapsed, USUAL_LOW)


def draw_sleep(p, kind, state):
    """Return the months that a lesion of this kind sleeps."""
    if kind == AWAKE:
        return 0.0
    if kind == ASLEEP:
        return gamma(state, SLEEP_SHAPE) * p.dormancy / SLEEP_SHAPE
    return -log(uniform(state)) * p.deep_sleep


def draw_growth(p, kind, state):
    """Return the months that a lesion of this kind grows until it surfaces."""
    median = p.awake_median if kind == AWAKE else p.growth_median
    spread = p.awake_spread if kind == AWAKE else p.growth_spread if kind == ASLEEP else p.deep_spread
    return median * exp(spread * normal(state))


def draw_people(p, out, work):
    """Draw every patient's lesions; each patient and kind has a stream of its own, and so keeps its luck."""
    for i in range(MOST_SHOWN):
        out.lesion_row[i] = out.lesion_year[i] = OUTSIDE
    shown = 0
    for patient in range(p.study):
        work.month[patient], work.kind[patient] = NEVER, CLEAR
        carries = 0
        for kind in range(KINDS):
            seed_random(work.random, p.seed, patient * KINDS + kind)
            for _ in range(poisson(work.random, lesions_of(p, kind))):
                luck = uniform(work.random)
                sleep = draw_sleep(p, kind, work.random)
                growth = draw_growth(p, kind, work.random)
                month = sleep + growth
                surfaces = luck < kept(p, month)
                carries = 1
                if surfaces and month < work.month[patient]:
                    work.month[patient], work.kind[patient] = month, kind
                if patient < ROWS and shown < MOST_SHOWN:
                    out.lesion_row[shown] = patient
                    out.lesion_year[shown] = month / MONTHS
                    out.lesion_sign[shown] = kind if surfaces else CLEAR
                    out.asleep_year[2 * shown + 1] = sleep / MONTHS
                    out.growing_year[2 * shown] = (month - growth) / MONTHS
                    out.growing_year[2 * shown + 1] = month / MONTHS
                    shown += 1
        if patient < ROWS:
            out.rows_hiding += carries


def count_relapses(p, out, work):
    """Write the rates that the drawn study finds, half-year by half-year."""
    for patient in range(p.study):
        if work.month[patient] < HORIZON:
            b = to_index(work.month[patient] / BIN, 0, BINS - 1)
            work.relapses[b] += 1
            work.lost[b] += (b + 1) * BIN - work.month[patient]
    left = float(p.study)
    for b in range(BINS):
        years = (left * BIN - work.lost[b]) / MONTHS
        out.study_rate[b] = 100 * work.relapses[b] / years if work.relapses[b] > 0 and years > 0 else OFF_FIGURE
        left -= work.relapses[b]
    out.study_fourth = (out.study_rate[FOURTH] + out.study_rate[FOURTH + 1]) / 2
    out.study_fifth = (out.study_rate[FIFTH] + out.study_rate[FIFTH + 1]) / 2
    has_wave = WAVE_FROM <= p.dormancy <= WAVE_UNTIL
    out.wave_hidden = 1 if has_wave and out.study_fifth <= out.study_fourth else 0


def rank_of(month, i, count):
    """Return how many of the first `count` patients relapse before patient i; of equals the earlier number is first."""
    rank = 0
    for other in range(count):
        if month[other] < month[i] or (month[other] == month[i] and other < i):
            rank += 1
    return rank


def place_people(out, work):
    """Write the first hundred patients as icons, the earliest relapse first, and the first thirty as rows."""
    for i in range(PEOPLE):
        work.order[rank_of(work.month, i, PEOPLE)] = i
    for frame in range(FRAMES):
        out.frame_year[frame] = frame * BIN / MONTHS
        for rank in range(PEOPLE):
            i = work.order[rank]
            kind = work.kind[i] if work.month[i] <= frame * BIN else CLEAR
            out.icon[frame, rank] = kind
            work.count[frame, kind] += 1
        out.icon_awake[frame], out.icon_asleep[frame] = work.count[frame, AWAKE], work.count[frame, ASLEEP]
        out.icon_deep[frame], out.icon_clear[frame] = work.count[frame, DEEP], work.count[frame, CLEAR]
    for lesion in range(MOST_SHOWN):
        if out.lesion_row[lesion] >= 0:
            patient = to_index(out.lesion_row[lesion], 0, ROWS - 1)
            out.lesion_row[lesion] = ROWS - rank_of(work.month, patient, ROWS)
        out.time_row[2 * lesion] = out.time_row[2 * lesion + 1] = out.lesion_row[lesion]


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
LATE_YEARS = 15.0


def steady_rate(risk: float, years: float) -> float:
    """Return the constant rate, a year of 100 still clear, that leads to this risk, of 100, in so many years."""
    return -100 * math.log(1 - risk / 100) / years
