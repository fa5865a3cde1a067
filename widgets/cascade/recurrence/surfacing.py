"""When hidden lesions surface: the density of the time of each kind, and the share of patients who are still clear."""

from __future__ import annotations

import math

from widgets.core.kernels.numerics import exp, log, to_index

MONTHS = 12.0  # in a year
STEP = 0.5  # months between two points of a curve
POINTS = 481
SLEEP_SHAPE = 8  # of the gamma distribution of sleep: a rise and a fall, about a third of the mean wide
LOG_FACTORIAL = math.log(math.factorial(SLEEP_SHAPE - 1))

AWAKE, ASLEEP, DEEP, CLEAR = 0, 1, 2, 3  # kinds of lesion; and a patient without a relapse
KINDS = 3
NEGATIVE, POSITIVE = 0, 1  # ER status
PERIODS, PERIOD = 4, 60.0  # five-year periods in which Colleoni and others give rates


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


def fill_grown(growth, grown):
    """Write the share of lesions that have grown up some months after they woke (trapezium rule)."""
    grown[0] = 0.0
    for i in range(1, POINTS):
        grown[i] = min(grown[i - 1] + STEP * (growth[i - 1] + growth[i]) / 2, 1.0)


def fill_densities(p, work):
    """Write when lesions surface: the density of those awake and asleep, and the share of woken ones that has."""
    fill_lognormal(work.awake, p.awake_median, p.awake_spread)
    fill_lognormal(work.growth, p.growth_median, p.growth_spread)
    for i in range(POINTS):
        work.sleep[i] = sleep_density(i * STEP, p.dormancy)
    follow_by(work.sleep, work.growth, work.asleep)
    fill_grown(work.growth, work.grown)


def kept(p, er, month):
    """Return the share of relapses that still come in this month; hormone treatment acts on ER-positive cancer only."""
    if p.treated == 0 or er != POSITIVE or month >= 2 * PERIOD:
        return 1.0
    return p.kept_during if month < PERIOD else p.kept_after


def lesions_of(p, er, kind):
    """Return how many lesions of a kind a patient has on average; of deep sleepers, how many wake in a month."""
    times = p.node_factors[p.nodes]
    if kind == AWAKE:
        return times * p.awake_lesions * (1.0 if er == POSITIVE else p.negative_awake)
    times *= 1.0 if er == POSITIVE else p.negative_sleeping
    return times * (p.asleep_lesions if kind == ASLEEP else p.deep / 100 / MONTHS)


def fill_untreated(p, er, work):
    """Write the rate of relapse a month without treatment: densities times lesions, and woken deep sleepers."""
    for i in range(POINTS):
        work.untreated[i] = (lesions_of(p, er, AWAKE) * work.awake[i] + lesions_of(p, er, ASLEEP) * work.asleep[i]
                             + lesions_of(p, er, DEEP) * work.grown[i])


def fill_free(p, er, untreated, free):
    """Write the share of patients still clear at every point, from the rate a month without treatment."""
    total = 0.0
    free[0] = 1.0
    for i in range(1, POINTS):
        total += kept(p, er, (i - 0.5) * STEP) * STEP * (untreated[i - 1] + untreated[i]) / 2
        free[i] = exp(-total)


def at_month(values, month):
    """Return a curve at any month, on the straight line between its points."""
    i = to_index(month / STEP, 0, POINTS - 2)
    return values[i] + (values[i + 1] - values[i]) * (month / STEP - i)


def years_clear(free, start, end):
    """Return the years that a patient is clear, on average, between two months that are points."""
    first, last = to_index(start / STEP, 0, POINTS - 1), to_index(end / STEP, 0, POINTS - 1)
    total = 0.0
    for i in range(first, last):
        total += (free[i] + free[i + 1]) / 2
    return total * STEP / MONTHS
