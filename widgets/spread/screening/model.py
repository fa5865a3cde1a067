"""How long is a tumour there before anyone can see it: growth, doublings, and what screening finds.

A tumour has room left to grow, and the room shrinks by the same share every year. Diameters in mm, time in years::

    room(d) = (largest / d)^(3/4) - 1        law of Weedon-Fekjaer and others (2008): room d -> cells of a logistic law
    room(d) = 3 ln(largest / d)              Gompertz, as Norton (1988) has it
    room(t) = room(0) exp(-pace t)

so that the years from one diameter to another are ln(room(from) / room(to)) / pace. The pace differs from tumour to
tumour: its logarithm is normal. A mammogram sees a tumour with probability 1 / (1 + exp(-(d - half_seen) / twilight)). A
tumour that no screen has found is felt at a diameter of its own.

The law, its spread and the mammogram's eyesight were estimated from 395,188 women in Norway. Sources give 1.07 and
1.31 for mean and spread of the log pace, and do not agree whether 1.31 is a spread or its square; either way the three
times of the paper's abstract come out only roughly. So both are refitted here: 1.18 and 1.26 give all three (1.7 years
on average from 10 to 20 mm, 1.2 months for the fastest 5 %, 6.3 years for the slowest 5 %).
"""

from __future__ import annotations

import math

from widgets.core import Array, Choice, Constant, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import (
    exp,
    log,
    normal,
    normal_quantile,
    power,
    quantile,
    seed_random,
    to_index,
    uniform,
)

PAPER = "weedonfekjaer2008"
NORTON = "norton1988"
CODE = "wright2025"

NORWAY, GOMPERTZ = 0, 1  # the growth laws
DAYS = 365.25  # in a year
MONTHS = 12.0  # in a year
SPHERE = math.pi / 6  # volume of a ball of diameter 1

POINTS = 121  # of a curve
AXIS_YEARS = 20.0  # right end of the growth figure
LOW_PACE, HIGH_PACE = -1.2816, 1.2816  # the 10th and 90th percentile of a normal variable

TUMOURS = 4000  # drawn for the counts
ROWS = 16  # of them are shown one by one
FIRST_FELT, FELT_YEARS = 6.0, 12.0  # calendar: symptoms come evenly in years 6 to 18, twelve years of whole rounds
MOST_SCREENS = 1000  # that one tumour meets; none escapes so many
SHOWN_SCREENS = 19  # in the years 0 to 18 of the calendar
OFF_FIGURE = -50.0  # a year that no figure shows
BINS, BIN = 25, 2.0  # mm: of the histogram of sizes
TOP = 17.0  # of 100 tumours: what its axis shows, or twice, three times as many if a bar is higher
REFERENCE = 15.0  # mm: the size at which doubling times are compared
HINDSIGHT = 5.0  # mm, assumed: smaller tumours leave no trace on a picture that can be read afterwards
CLOSE_LOOK = 30.0  # mm: right end of the mammogram's curve

FELT, SCREEN = 0, 1  # how a tumour came to light

inputs = Inputs(
    interval=Choice("Screening", "every two years", source="assumed", role="people",
                    options={"none": 0, "every three years": 3, "every two years": 2, "every year": 1}),
    percentile=Slider("The one tumour grows faster than", 50, low=5, high=95, step=1, unit="% of tumours",
                      role="tumour", source=PAPER, note="the middle of those measured in Norway"),
    half_seen=Slider("Half of tumours are seen at", 6.5, low=3.0, high=20.0, step=0.5, unit="mm", role="people",
                     published=6.5, source=PAPER, note="mammograms in Norway: 6.5"),
    law=Choice("Law of growth", "measured in Norway", source="assumed", note="two published laws",
               options={"measured in Norway": NORWAY, "Gompertz": GOMPERTZ}),
    seed=Seed(default=426),  # a draw near the average: 10 of the 16 rows are found, as 63 of 100 tumours are
    twilight=Constant(1.47, unit="mm", source=CODE, label="Width of the mammogram's twilight"),
    unseen=Constant(2.0, unit="mm", source="assumed", label="Nothing smaller is ever seen"),
    largest=Constant(128.0, unit="mm", source=PAPER, label="Largest diameter (Norway)"),
    log_pace=Constant(1.18, unit="log of 1/year", source=PAPER, label="Pace of growth, mean (refitted)"),
    log_pace_spread=Constant(1.26, source=PAPER, label="Pace of growth, spread (refitted)"),
    gompertz_cells=Constant(3.1e12, unit="cells", source=NORTON, label="Largest number of cells (Gompertz)"),
    gompertz_log_pace=Constant(-2.9, unit="log of 1/month", source=NORTON, label="Pace of growth, mean (Gompertz)"),
    gompertz_log_pace_spread=Constant(0.71, source=NORTON, label="Pace of growth, spread (Gompertz)"),
    felt_unit=Constant(0.25, unit="mm", source=CODE, label="Size when felt: smallest step"),
    felt_doublings=Constant(6.5, unit="doublings of the diameter", source=CODE, label="Size when felt, median"),
    felt_doublings_spread=Constant(0.535, unit="doublings of the diameter", source=CODE, label="Size when felt, spread"),
    felt_most=Constant(127.0, unit="mm", source=CODE, label="Size when felt, at most"),
    cells_per_mm3=Constant(1e6, unit="cells per mm³", source="delmonte2009", label="Cells in a cubic millimetre"),
)

outputs = Outputs(
    year=Array(POINTS, unit="years", label="Time since the first cell"),
    cells=Array(POINTS, unit="cells", role="tumour"),
    diameter=Array(POINTS, unit="mm", role="tumour"),
    doublings=Array(POINTS),
    seen_year=Array(POINTS, unit="years", label="Time from visible to felt"), seen_cells=Array(POINTS, role="tumour"),
    band_year=Array(POINTS, unit="years"), band_slow=Array(POINTS, unit="cells"), band_fast=Array(POINTS, unit="cells"),
    line_year=Array(2), line_seen=Array(2, unit="cells"), line_felt=Array(2, unit="cells"),
    hidden_years=Number("First cell to visible", "years", role="tumour"),
    visible_years=Number("Visible to felt", "years", role="tumour"),
    doublings_seen=Number("Doublings from the first cell to visible", "doublings", role="tumour"),
    doublings_felt=Number("Doublings from the first cell to felt", "doublings", role="tumour"),
    ten_to_twenty=Number("10 to 20 mm across", "years", role="tumour"),
    slipped=Flag("The one tumour can be felt between two yearly screens, never having been visible at one"),
    look_size=Array(POINTS, unit="mm"), look_seen=Array(POINTS, label="Seen by a mammogram, of 100 tumours"),
)

population_outputs = Outputs(
    row=Array(ROWS, label="Tumour, the shortest visible first"),
    row_seen=Array(2 * ROWS, unit="years", label="From when it is visible until it comes to light"),
    row_gained=Array(2 * ROWS, unit="years", label="From when it comes to light until it would have been felt"),
    row_twice=Array(2 * ROWS, label="Tumour, for both ends"),
    row_found=Array(ROWS, unit="years", label="Year in which it comes to light"),
    row_how=Array(ROWS, "u1", label="How it comes to light: felt, at a screen"),
    row_visible=Array(ROWS, unit="years", label="Years for which it was visible before it came to light"),
    row_lead=Array(ROWS, unit="years", label="Years by which it came to light before it would have been felt"),
    screen_year=Array(SHOWN_SCREENS, unit="years"),
    bin_size=Array(BINS, unit="mm"),
    bin_screen=Array(BINS, label="Found at a screen, of 100 tumours", role="people"),
    bin_felt=Array(BINS, label="Felt first, of 100 tumours", role="tumour"),
    bin_top=Number("Upper end of the axis of the sizes", "of 100 tumours"),
    screen_found=Number("Found at a screen, of 100 tumours", role="people"),
    felt_first=Number("Felt first, of 100 tumours", role="tumour"),
    median_size=Number("Median diameter when a tumour comes to light", "mm", role="tumour"),
    lead_median=Number("Median lead time of the tumours found at a screen", "years", role="people"),
    doubling_screen=Number("Median doubling time of tumours found at a screen", "days", role="people"),
    doubling_felt=Number("Median doubling time of tumours felt first", "days", role="tumour"),
    doubling_hindsight=Number("Mean doubling time of those felt first that a last picture had shown", "days"),
    felt_share=Array(3, label="Felt first in the first, second, third year after a screen, of 100 felt first"),
    screened=Flag("There is screening"),
    seventy=Flag("70 of 100 found at a screen, at most every two years"),
)

population_scratch = Scratch(
    random=Array(4, "u8"), sizes=Array(TUMOURS), lead=Array(TUMOURS), doubling_screen=Array(TUMOURS),
    doubling_felt=Array(TUMOURS), row_felt=Array(ROWS), row_lead=Array(ROWS), row_window=Array(ROWS),
)


# The law -----------------------------------------------------------------------------------------------------------


def room(p, diameter):
    """Return how much room a tumour of this diameter has left to grow (no unit)."""
    if p.law == GOMPERTZ:
        return 3 * log(largest(p) / diameter)
    return power(p.largest / diameter, 0.75) - 1


def diameter_with(p, left):
    """Return the diameter, in mm, of a tumour with this much room left."""
    if p.law == GOMPERTZ:
        return largest(p) * exp(-left / 3)
    return p.largest / power(1 + left, 4 / 3)


def largest(p):
    """Return the diameter, in mm, at which growth ends."""
    return diameter_of(p, p.gompertz_cells) if p.law == GOMPERTZ else p.largest


def pace(p, z):
    """Return the share of the room lost per year by the tumour whose log pace lies z spreads above the mean."""
    if p.law == GOMPERTZ:
        return MONTHS * exp(p.gompertz_log_pace + p.gompertz_log_pace_spread * z)
    return exp(p.log_pace + p.log_pace_spread * z) / 4


def years_between(p, k, small, large):
    """Return the years that a tumour of pace k takes from one diameter to another."""
    return log(room(p, small) / room(p, large)) / k


def diameter_after(p, k, start, years):
    """Return the diameter, in mm, of a tumour so many years after it had the diameter `start`."""
    return diameter_with(p, room(p, start) * exp(-k * years))


def doubling_days(p, k, diameter):
    """Return the days in which the volume of a tumour of this diameter would double at its present speed."""
    left = room(p, diameter)
    share_per_year = k * left if p.law == GOMPERTZ else 4 * k * left / (1 + left)
    return DAYS * log(2.0) / share_per_year


def cells_in(p, diameter):
    """Return the number of cells in a ball of this diameter."""
    return p.cells_per_mm3 * SPHERE * diameter * diameter * diameter


def diameter_of(p, cells):
    """Return the diameter, in mm, of a ball of so many cells."""
    return power(cells / (p.cells_per_mm3 * SPHERE), 1 / 3)


def sensitivity(p, diameter):
    """Return the probability that one mammogram shows a tumour of this diameter."""
    return 1 / (1 + exp(-(diameter - p.half_seen) / p.twilight)) if diameter >= p.unseen else 0.0


def felt_diameter(p, z):
    """Return the diameter, in mm, at which a tumour is felt; z is a standard normal draw."""
    return min(p.felt_unit * exp(log(2.0) * (p.felt_doublings + p.felt_doublings_spread * z)), p.felt_most)


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs)
def growth(p, out, work):
    """Follow one tumour from its first cell until it is felt, with the band of all tumours around it."""
    k, slow, fast = pace(p, normal_quantile(p.percentile / 100)), pace(p, LOW_PACE), pace(p, HIGH_PACE)
    cell, seen, felt = diameter_of(p, 1.0), p.half_seen, felt_diameter(p, 0.0)
    out.hidden_years = years_between(p, k, cell, seen)
    out.visible_years = years_between(p, k, seen, felt)
    out.doublings_seen = log(cells_in(p, seen)) / log(2.0)
    out.doublings_felt = log(cells_in(p, felt)) / log(2.0)
    out.ten_to_twenty = years_between(p, k, 10.0, 20.0)
    out.slipped = 1 if p.interval == 1 and out.visible_years < 1 else 0

    for i in range(POINTS):
        share = i / (POINTS - 1)
        out.year[i] = share * (out.hidden_years + out.visible_years)
        out.diameter[i] = diameter_after(p, k, cell, out.year[i])
        out.cells[i] = cells_in(p, out.diameter[i])
        out.doublings[i] = log(out.cells[i]) / log(2.0)
        out.seen_year[i] = out.hidden_years + share * out.visible_years
        out.seen_cells[i] = cells_in(p, diameter_after(p, k, cell, out.seen_year[i]))
        out.band_year[i] = share * AXIS_YEARS
        out.band_slow[i] = cells_in(p, min(diameter_after(p, slow, cell, out.band_year[i]), felt))
        out.band_fast[i] = cells_in(p, min(diameter_after(p, fast, cell, out.band_year[i]), felt))
        out.look_size[i] = share * CLOSE_LOOK
        out.look_seen[i] = 100 * sensitivity(p, out.look_size[i])
    for i in range(2):
        out.line_year[i], out.line_seen[i], out.line_felt[i] = AXIS_YEARS * i, cells_in(p, seen), cells_in(p, felt)


@kernel(inputs, population_outputs, population_scratch, compact=True)
def population(p, out, work):
    """Draw tumours of every pace, and see which are found at a screen and which are felt first."""
    seed_random(work.random, p.seed)
    found = felt_first = in_hindsight = 0
    hindsight_days = 0.0
    for i in range(TUMOURS):
        k = pace(p, normal(work.random))
        felt = felt_diameter(p, normal(work.random))
        felt_year = FIRST_FELT + FELT_YEARS * uniform(work.random)
        since = years_since_screen(p, felt_year)
        lead = find_lead(p, k, felt, since, uniform(work.random))
        days = doubling_days(p, k, REFERENCE)
        work.sizes[i] = diameter_after(p, k, felt, -lead)
        at = to_index(work.sizes[i] / BIN, 0, BINS - 1)
        if lead > 0:
            work.lead[found], work.doubling_screen[found] = lead, days
            found += 1
            out.bin_screen[at] += 100 / TUMOURS
        else:
            work.doubling_felt[felt_first] = days
            felt_first += 1
            out.bin_felt[at] += 100 / TUMOURS
            out.felt_share[to_index(since, 0, 2)] += 1 if p.interval > 0 else 0
            before = diameter_after(p, k, felt, -since)  # as it was at the last screen
            if p.interval > 0 and before > HINDSIGHT:
                in_hindsight += 1
                hindsight_days += DAYS * since * log(2.0) / (3 * log(felt / before))
        if i < ROWS:
            work.row_felt[i], work.row_lead[i] = felt_year, lead
            work.row_window[i] = years_between(p, k, p.half_seen, felt)

    out.screened = 1 if p.interval > 0 else 0
    out.screen_found, out.felt_first = 100 * found / TUMOURS, 100 * felt_first / TUMOURS
    out.seventy = 1 if p.interval >= 2 and out.screen_found >= 70 else 0
    out.median_size = median(work.sizes, TUMOURS)
    out.lead_median = median(work.lead, found)
    out.doubling_screen = median(work.doubling_screen, found)
    out.doubling_felt = median(work.doubling_felt, felt_first)
    out.doubling_hindsight = hindsight_days / max(in_hindsight, 1)
    for i in range(3):
        out.felt_share[i] *= 100 / max(felt_first, 1)
    out.bin_top = TOP
    for i in range(BINS):
        out.bin_size[i] = BIN * (i + 0.5)
        for _ in range(2):
            out.bin_top += TOP if out.bin_screen[i] + out.bin_felt[i] > out.bin_top else 0.0
    for i in range(SHOWN_SCREENS):
        out.screen_year[i] = i * p.interval if p.interval > 0 else OFF_FIGURE
    place_rows(out, work)


def years_since_screen(p, year):
    """Return the years since the last screen; screens have always come in the years 0, interval, 2 interval ..."""
    if p.interval == 0:
        return 0.0
    return year - p.interval * to_index(year / p.interval, 0, MOST_SCREENS)


def find_lead(p, k, felt, since, luck):
    """Return how many years before it would be felt a screen finds a tumour of pace k; 0 if none does.

    A tumour has one luck for all screens, a number from 0 to 1: it is found once its chance to have escaped every
    screen so far is below that. This is the same as a new draw at each, and a better picture then never finds fewer.
    """
    if p.interval == 0 or felt <= p.unseen:
        return 0.0
    screens = to_index((years_between(p, k, p.unseen, felt) - since) / p.interval + 1, 0, MOST_SCREENS)
    left = room(p, felt)
    escapes = 1.0
    for i in range(screens):
        before = since + (screens - 1 - i) * p.interval
        escapes *= 1 - sensitivity(p, diameter_with(p, left * exp(k * before)))
        if escapes < luck:
            return before
    return 0.0


def median(values, count):
    """Return the median of the first `count` values, which it reorders; 0 if there are none."""
    return quantile(values[:count], 0.5) if count > 0 else 0.0


def place_rows(out, work):
    """Write the single tumours in the order of the years for which they are visible, the shortest first."""
    for i in range(ROWS):
        rank = 0
        for other in range(ROWS):
            rank += 1 if work.row_window[other] < work.row_window[i] else 0
        out.row_how[rank] = SCREEN if work.row_lead[i] > 0 else FELT
        out.row_found[rank] = work.row_felt[i] - work.row_lead[i]
        out.row_visible[rank] = max(work.row_window[i] - work.row_lead[i], 0.0)
        out.row_lead[rank] = work.row_lead[i]
        out.row[i] = i + 1
    for i in range(ROWS):
        found = out.row_found[i]
        out.row_seen[2 * i], out.row_seen[2 * i + 1] = found - out.row_visible[i], found
        out.row_gained[2 * i], out.row_gained[2 * i + 1] = found, found + out.row_lead[i]
        out.row_twice[2 * i], out.row_twice[2 * i + 1] = i + 1, i + 1
