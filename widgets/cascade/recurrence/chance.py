"""What chance makes of the rate: what studies of a size would find, and the patients of one, each with lesions."""

from __future__ import annotations

from widgets.core.kernels.numerics import (
    binomial_quantile,
    exp,
    gamma,
    normal,
    poisson,
    seed_random,
    to_index,
    uniform,
)

from .surfacing import (
    ASLEEP,
    AWAKE,
    CLEAR,
    DEEP,
    KINDS,
    MONTHS,
    POSITIVE,
    SLEEP_SHAPE,
    at_month,
    kept,
    lesions_of,
    years_clear,
)

HORIZON = 240.0  # months: 20 years are followed
BINS, BIN = 40, 6.0  # half-years in which a study counts its relapses, months
FOURTH, FIFTH = 6, 8  # the first half-years of the fourth and the fifth year
PEOPLE, SIDE = 100, 10  # icons
FRAMES = 41  # one each half-year
ROWS, MOST_SHOWN = 30, 160  # patients shown with their lesions, and room for the lesions
LARGEST_STUDY = 2000
NEVER = 1e6  # months: no lesion surfaces
OFF_FIGURE = 1e-3  # a rate below every axis
OUTSIDE = -100.0  # a year, or a row, that no figure shows
USUAL_LOW, USUAL_HIGH = 0.1, 0.9  # the band: 80 of 100 draws lie in it
WAVE_FROM, WAVE_UNTIL = 40.0, 60.0  # months of mean sleep at which every ER-positive group is worse off in year 5 than in year 4


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
    return HORIZON * uniform(state)


def draw_growth(p, kind, state):
    """Return the months that a lesion of this kind grows until it surfaces."""
    median = p.awake_median if kind == AWAKE else p.growth_median
    spread = p.awake_spread if kind == AWAKE else p.growth_spread
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
            months = HORIZON if kind == DEEP else 1.0  # deep sleepers wake all along
            for _ in range(poisson(work.random, months * lesions_of(p, p.er, kind))):
                luck = uniform(work.random)
                sleep = draw_sleep(p, kind, work.random)
                growth = draw_growth(p, kind, work.random)
                month = sleep + growth
                surfaces = luck < kept(p, p.er, month)
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
    has_wave = p.er == POSITIVE and WAVE_FROM <= p.dormancy <= WAVE_UNTIL
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
