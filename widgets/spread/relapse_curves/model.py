"""What a curve of relapses counts, and how sure it is: 686 women of a German trial, followed for up to seven years.

Women leave the count in two ways: by a relapse (or death), or because nobody followed them for longer (they are
*censored*). With n women still counted just before one of them has a relapse, and K(u) = 0.75 (1 - u^2) for |u| < 1::

    share without a relapse   S = product of (1 - 1 / n) over the relapses so far          (Kaplan and Meier 1958)
    Greenwood's sum           V = sum of 1 / (n (n - 1)) over the relapses so far
    band                      S^exp(+-z sqrt(V) / log S), z for the middle 80 of 100       (never below 0 or above 1)
    rate at time t            r = sum of K((t - s) / b) / (b n) over relapses at times s   (Ramlau-Hansen 1983)

The rate is divided by the part of the window that lies within the time in which 20 women or more are counted, so that
it does not sink at the two ends. Women with the same day go one after the other, relapses first: that gives the same S
and V as taking them at once. Times in days in the data, in years of 365.25 days in the figures.
"""

from __future__ import annotations

import math
from typing import Any

from widgets.core import Array, Choice, Data, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import exp, log, power, to_index

from .places import draw_dots, name_lines
from .trial import (
    BY_ER,
    BY_GRADE,
    BY_NODES,
    BY_SIZE,
    EVERYONE,
    GROUPS,
    PEOPLE,
    POINTS,
    WEEK,
    WEEKS_A_YEAR,
    WOMEN,
    YEAR,
    choose,
    count_of,
)

TRIAL, CURVE, RATE = "schumacher1994", "kaplan1958", "ramlauhansen1983"
LICENCE = "MIT, as part of lifelines"

MONTHS_A_YEAR = 12.0
EIGHTY = 1.2815515655446004  # standard deviations on each side of the middle 80 of 100 of a normal distribution
FEWEST = 20  # women: with fewer left no rate is drawn, because one relapse would weigh too much (assumed)

SAMPLE = 200  # women are looked at first, so that chance can be seen from the start (assumed)

RELAPSED, ENDED, LEFT = 0, 1, 2  # what a dot shows

SMALL_STUDY = 100  # people, for the challenge
LATE_ENOUGH = 2.0  # years, likewise

inputs = Inputs(
    split=Choice("Sorted by", EVERYONE, source=TRIAL, note="as at the diagnosis",
                 options={"nothing: all together": EVERYONE, "nodes with cells": BY_NODES,
                          "size of the tumour": BY_SIZE, "oestrogen receptor": BY_ER, "grade": BY_GRADE}),
    people=Slider("People looked at", SAMPLE, stops=(20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 500, 600, PEOPLE),
                  unit="of 686", role="people", source=TRIAL, note="drawn by lot"),
    horizon=Slider("Look after", 2.0, low=0.5, high=7.0, step=0.5, unit="years", role="people", source="assumed",
                   note="half were followed for 4.5 or more"),
    bandwidth=Slider("Smooth the rate over", 12, low=2, high=24, step=1, unit="months each way", role="people",
                     source="assumed"),
    seed=Seed(),
    days=Data(WOMEN.days, source=TRIAL, licence=LICENCE, label="Days until a relapse, death or the end of follow-up"),
    relapsed=Data(WOMEN.relapsed, source=TRIAL, licence=LICENCE, label="1: relapse or death; 0: the count ended"),
    nodes=Data(WOMEN.nodes, source=TRIAL, licence=LICENCE, label="Nodes with tumour cells"),
    diameter=Data(WOMEN.diameter, source=TRIAL, licence=LICENCE, label="Diameter of the tumour, mm"),
    oestrogen=Data(WOMEN.oestrogen, source=TRIAL, licence=LICENCE, label="Oestrogen receptor, fmol per mg"),
    grade=Data(WOMEN.grade, source=TRIAL, licence=LICENCE, label="Grade, 1 to 3"),
)


def of_group(prefix: str, group: str) -> dict[str, Any]:
    """Return the outputs of one group."""
    return {
        f"{prefix}_shown": Flag(f"There is a {group}"),
        f"{prefix}_thin": Flag(f"There is a {group}, and fewer than all are looked at"),
        f"{prefix}_name": Flag(f"Name of the {group}"),
        f"{prefix}_count": Number(f"People in the {group}", role="people"),
        f"{prefix}_left": Array(POINTS, label=f"Still counted, {group}", role="people"),
        f"{prefix}_year": Array(POINTS, unit="years", label="Time, up to the last one counted"),
        f"{prefix}_free": Array(POINTS, label=f"Without a relapse, of 100, {group}", role="people"),
        f"{prefix}_low": Array(POINTS, label="Lower end of the band"),
        f"{prefix}_high": Array(POINTS, label="Upper end of the band"),
        f"{prefix}_of_all": Array(POINTS, label="The same from all 686", role="people"),
        f"{prefix}_rate_year": Array(POINTS, unit="years", label="Time, while 20 or more are counted"),
        f"{prefix}_rate": Array(POINTS, label=f"Relapses per 100 people and year, {group}", role="people"),
        f"{prefix}_rate_low": Array(POINTS, label="Lower end of the band"),
        f"{prefix}_rate_high": Array(POINTS, label="Upper end of the band"),
        f"{prefix}_rate_shown": Flag("20 or more are counted"),
        f"{prefix}_at": Number("Then without a relapse", "of 100", role="people"),
        f"{prefix}_at_low": Number("Lower end of the band", "of 100", role="people"),
        f"{prefix}_at_high": Number("Upper end of the band", "of 100", role="people"),
        f"{prefix}_known": Flag("The curve tells it for this time"),
    }


outputs = Outputs(
    year=Array(POINTS, unit="years"),
    **of_group("first", "first group"),
    **of_group("second", "second group"),
    **of_group("third", "third group"),
    had_relapse=Number("Had a relapse until then", role="people"),
    ended=Number("Were followed no longer, without a relapse", role="people"),
    still_counted=Number("Are still counted, without a relapse", role="people"),
    sampled=Flag("Fewer than all are looked at"),
    name_code=Array(GROUPS, "i4"),
    free_label_y=Array(GROUPS), free_lead_x=Array(2 * GROUPS), free_lead_y=Array(2 * GROUPS),
    rate_label_x=Array(GROUPS), rate_label_y=Array(GROUPS),
    rate_lead_x=Array(2 * GROUPS), rate_lead_y=Array(2 * GROUPS),
    left_label_y=Array(GROUPS),
    left_top=Number("Upper end of the axis", "people"),
    rate_top=Number("Upper end of the axis", "relapses per 100 people and year"),
    dot_x=Array(PEOPLE), dot_y=Array(PEOPLE), dot_kind=Array(PEOPLE, "u1", label="relapsed, ended, still counted"),
    dot_name_y=Array(GROUPS),
    dot_density=Flag("How closely the dots stand"),
    too_late=Flag("Of at least one group nobody is followed for so long"),
    by_nodes=Flag("Sorted by nodes"), by_size=Flag("Sorted by size"), by_er=Flag("Sorted by oestrogen receptor"),
    by_grade=Flag("Sorted by grade"),
    misordered=Flag("A small study puts the groups by nodes in another order"),
    crossed=Flag("The rate of the ER-negative group is the lower one"),
    thinned=Flag("Of all 686, more were followed no longer than had a relapse"),
)

scratch = Scratch(random=Array(4, "u8"), luck=(PEOPLE,), sorted_luck=(PEOPLE,), group=Array(PEOPLE, "i4"),
                  everyone=Array(PEOPLE, "i4"), event_year=(PEOPLE,), event_weight=(PEOPLE,), unused=(3, POINTS),
                  share=(3,), kinds=(GROUPS, 3))


# The law -----------------------------------------------------------------------------------------------------------


def kaplan_meier(days, happened, group, which, left, free, low, high):
    """Write week by week how many of one group are left, and of 100 without it: the share, and its band.

    days: sorted, those to whom it happened first on each day. group: a number for each, `which` the one that counts.
    Returns the last of these days on which one of the group was still counted.
    """
    people, spread, end, i = count_of(group, which), 0.0, 0.0, 0
    share = 1.0 if people > 0 else 0.0
    for week in range(free.size):
        for _ in range(days.size):
            if i >= days.size or days[i] > week * WEEK:
                break
            if group[i] == which:
                if happened[i] == 1:
                    share *= 1 - 1 / people
                    spread += 1 / (people * (people - 1.0)) if people > 1 else 0.0
                people -= 1
                end = days[i]
            i += 1
        left[week] = people
        free[week] = 100 * share
        low[week] = 100 * edge_of_band(share, spread, EIGHTY)
        high[week] = 100 * edge_of_band(share, spread, -EIGHTY)
    return end if people == 0 else (free.size - 1) * WEEK


def edge_of_band(share, spread, deviations):
    """Return the edge of the band so many standard deviations down (or up, if negative) on the scale log(-log S)."""
    if share <= 0 or share >= 1:
        return share
    return power(share, exp(-deviations * math.sqrt(spread) / log(share)))


def smoothed_rate(p, work, which, year, rate, low, high):
    """Write the relapses per 100 people and year of one group, with a band, while 20 or more of it are counted.

    Returns 1 if there is such a time, else 0.
    """
    people, last, events = count_of(work.group, which), 0.0, 0
    for i in range(PEOPLE):
        if work.group[i] == which and people >= FEWEST:
            last = p.days[i] / YEAR
            if p.relapsed[i] == 1:
                work.event_year[events], work.event_weight[events] = last, 1 / people
                events += 1
            people -= 1
    width = p.bandwidth / MONTHS_A_YEAR
    for week in range(rate.size):
        year[week] = min(week / WEEKS_A_YEAR, last)
        total, squares = 0.0, 0.0
        for i in range(events):
            u = (year[week] - work.event_year[i]) / width
            height = 0.75 * (1 - u * u) / width * work.event_weight[i] if abs(u) < 1 else 0.0
            total += height
            squares += height * height
        inside = window_below(year[week] / width) - window_below((year[week] - last) / width)
        scale = 100 / inside if last > 0 else 0.0
        rate[week] = scale * total
        low[week] = max(scale * (total - EIGHTY * math.sqrt(squares)), 0.0)
        high[week] = scale * (total + EIGHTY * math.sqrt(squares))
    return 1 if last > 0 else 0


def window_below(u):
    """Return which part of the window 0.75 (1 - u^2) lies below u."""
    inside = min(max(u, -1.0), 1.0)
    return 0.5 + 0.75 * (inside - inside * inside * inside / 3)


# The kernel --------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def relapse_curves(p, out, work):
    """Count the women who are looked at, group by group, and say what is to be read off at the chosen time."""
    choose(p, work)
    for week in range(POINTS):
        out.year[week] = week / WEEKS_A_YEAR
    spare = work.unused
    end = kaplan_meier(p.days, p.relapsed, work.group, 0, out.first_left, out.first_free, out.first_low, out.first_high)
    follow_to(end, out.year, out.first_year)
    out.free_lead_x[0] = end / YEAR
    kaplan_meier(p.days, p.relapsed, work.everyone, 0, spare[0], out.first_of_all, spare[1], spare[2])
    out.first_rate_shown = smoothed_rate(p, work, 0, out.first_rate_year, out.first_rate, out.first_rate_low,
                                         out.first_rate_high)
    end = kaplan_meier(p.days, p.relapsed, work.group, 1, out.second_left, out.second_free, out.second_low,
                       out.second_high)
    follow_to(end, out.year, out.second_year)
    out.free_lead_x[2] = end / YEAR
    kaplan_meier(p.days, p.relapsed, work.everyone, 1, spare[0], out.second_of_all, spare[1], spare[2])
    out.second_rate_shown = smoothed_rate(p, work, 1, out.second_rate_year, out.second_rate, out.second_rate_low,
                                          out.second_rate_high)
    end = kaplan_meier(p.days, p.relapsed, work.group, 2, out.third_left, out.third_free, out.third_low, out.third_high)
    follow_to(end, out.year, out.third_year)
    out.free_lead_x[4] = end / YEAR
    kaplan_meier(p.days, p.relapsed, work.everyone, 2, spare[0], out.third_of_all, spare[1], spare[2])
    out.third_rate_shown = smoothed_rate(p, work, 2, out.third_rate_year, out.third_rate, out.third_rate_low,
                                         out.third_rate_high)
    read_off(p, out, work)
    name_lines(p, out)
    draw_dots(out, work)


def follow_to(end, year, shown):
    """Write the times of a line that stops on the day `end`."""
    for week in range(year.size):
        shown[week] = min(year[week], end / YEAR)


def read_off(p, out, work):
    """Write what the chosen time shows, in counts and in shares, and which sentence and challenges fit."""
    at = to_index(p.horizon * WEEKS_A_YEAR + 0.5, 0, POINTS - 1)
    out.first_at, out.first_at_low, out.first_at_high = out.first_free[at], out.first_low[at], out.first_high[at]
    out.second_at, out.second_at_low, out.second_at_high = out.second_free[at], out.second_low[at], out.second_high[at]
    out.third_at, out.third_at_low, out.third_at_high = out.third_free[at], out.third_low[at], out.third_high[at]
    for i in range(PEOPLE):
        if work.group[i] >= 0:
            kind = LEFT if p.days[i] > at * WEEK else RELAPSED if p.relapsed[i] == 1 else ENDED
            work.kinds[work.group[i], kind] += 1
    out.first_count = work.kinds[0, 0] + work.kinds[0, 1] + work.kinds[0, 2]
    out.second_count = work.kinds[1, 0] + work.kinds[1, 1] + work.kinds[1, 2]
    out.third_count = work.kinds[2, 0] + work.kinds[2, 1] + work.kinds[2, 2]
    out.had_relapse = work.kinds[0, RELAPSED] + work.kinds[1, RELAPSED] + work.kinds[2, RELAPSED]
    out.ended = work.kinds[0, ENDED] + work.kinds[1, ENDED] + work.kinds[2, ENDED]
    out.still_counted = work.kinds[0, LEFT] + work.kinds[1, LEFT] + work.kinds[2, LEFT]
    out.sampled = 1 if p.people < PEOPLE else 0
    groups = 1 if p.split == EVERYONE else 2 if p.split == BY_ER else GROUPS
    out.first_known = is_known(out.first_count, out.first_left[at], out.first_at)
    out.second_known = is_known(out.second_count, out.second_left[at], out.second_at)
    out.third_known = is_known(out.third_count, out.third_left[at], out.third_at)
    known = out.first_known + out.second_known + out.third_known
    out.too_late = 1 if known < groups else 0
    out.by_nodes = 1 if p.split == BY_NODES else 0
    out.by_size = 1 if p.split == BY_SIZE else 0
    out.by_er = 1 if p.split == BY_ER else 0
    out.by_grade = 1 if p.split == BY_GRADE else 0
    turned = out.first_at < out.second_at or out.second_at < out.third_at
    small = p.people <= SMALL_STUDY and p.horizon >= LATE_ENOUGH
    out.misordered = 1 if turned and small and out.by_nodes == 1 and known == groups else 0
    shown = out.first_rate_year[at] == out.year[at] and out.second_rate_year[at] == out.year[at]
    everyone = p.people == PEOPLE
    out.crossed = 1 if everyone and shown and out.by_er == 1 and out.second_rate[at] < out.first_rate[at] else 0
    out.thinned = 1 if everyone and p.horizon >= LATE_ENOUGH and out.ended > out.had_relapse else 0


def is_known(count, still, share):
    """Say with 1 or 0 if a curve tells its share: some of its group are still counted, or all have had a relapse."""
    return 1 if still > 0 or (count > 0 and share == 0) else 0
