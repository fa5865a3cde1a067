"""How many killer cells does it take to hold a tumour: elimination, equilibrium, escape.

Killer cells (effector cells) E and tumour cells T share one well-mixed place. Cells in millions, time in days::

    dE/dt = supply + recruitment E T / (half_recruitment + T) - exhaustion E T - loss E
    dT/dt = growth T (1 - crowding T) - killing E T

The model and its numbers are those of Kuznetsov, Makalkin, Taylor and Perelson (1994, Bull Math Biol 56:295), fitted
to BCL1 lymphoma in mice. The paper writes it in scaled form: one unit of time is 1 / killing = 9.083 days, one of
supply 110,100 cells a day. One treatment may be given, on `treatment_day`: a share of the tumour is removed, killer
cells are added, or both.
"""

from __future__ import annotations

import math

from widgets.core import Array, Constant, Flag, Inputs, Number, Outputs, Scratch, Slider, kernel
from widgets.core.kernels.numerics import power, rk4_step

PAPER = "kuznetsov1994"
MILLION = 1e6  # cells
ONE_CELL = 1e-6  # million cells: below it the tumour is gone
NEAR = 2.5  # times as large or as small: a held tumour that still swings so far has not settled

SAMPLES, SUBSTEPS = 400, 5  # 400 points are drawn; 2,000 Runge-Kutta steps of 0.365 days are taken

# Where a start ends. With one of these resting states in reach the answer is known; with two it is searched for.
DIES_OUT, HELD, ESCAPES = 0, 1, 2
FATE_STEP, FATE_STEPS = 1.0, 4000  # days, and how many of them at most: slower than anything in the range of supply

PUBLISHED = 13_000.0  # killer cells a day
TWICE, A_LITTLE, WITHOUT_END = 0, 1, 2  # how much larger a tumour rests than at the published supply
DOUBLE = 1.5  # times as large: nearer to twice as large than to as large
NO_TUMOUR, DORMANT, TIPPING, LARGE = 0, 1, 2, 3  # the steady states, in the order of their tumours
ABSENT, STABLE, UNSTABLE = 0, 1, 2

COLUMNS, ROWS = 48, 48  # of the map of starts
MAP_FEW, MAP_MANY = 0.01, 10.0  # million killer cells, left and right edge
MAP_SMALL, MAP_LARGE = 0.001, 500.0  # million tumour cells, lower and upper edge; 500 is all that the place can hold
OFF_THE_MAP = 2 * MAP_MANY
LABELS, LABEL_COLUMNS, LABEL_ROWS = 3, (8, 12, 38), (44, 8, 20)  # where the map says in a word how a start ends
LEVELS = 121  # points of a curve over the tumour's size

inputs = Inputs(
    supply=Slider("Supply of killer cells", 13_000.0, low=0.0, high=80_000.0, step=500.0, unit="a day", role="immune",
                  published=13_000.0, digits=0, source=PAPER, note="fitted in mice: 13,000"),
    tumour_start=Slider("Tumour at the start", 50.0, unit="million cells", role="tumour", source="assumed", digits=3,
                        stops=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0,
                               20.0, 30.0, 50.0, 70.0, 100.0, 150.0, 200.0, 250.0, 300.0, 400.0, 500.0)),
    killers_start=Slider("Killer cells at the start", 0.5, low=0.0, high=3.0, step=0.05, unit="million cells",
                         role="immune", source="assumed"),
    removed=Slider("Tumour removed after 6 months", 0.0, low=0.0, high=99.0, step=1.0, unit="%", role="drug", digits=0,
                   source="assumed"),
    added=Slider("Killer cells added after 6 months", 0.0, low=0.0, high=1.5, step=0.05, unit="million cells",
                 role="drug", source="assumed"),
    growth=Constant(0.18, unit="a day", source=PAPER, label="Growth of the tumour"),
    crowding=Constant(0.002, unit="per million cells", source=PAPER, label="Crowding of the tumour"),
    killing=Constant(0.1101, unit="a day per million killer cells", source=PAPER, label="Killing"),
    recruitment=Constant(0.1245, unit="a day", source=PAPER, label="Recruitment of killer cells"),
    half_recruitment=Constant(20.19, unit="million cells", source=PAPER, label="Tumour that recruits half as well"),
    exhaustion=Constant(3.422e-4, unit="a day per million tumour cells", source=PAPER,
                        label="Exhaustion of killer cells"),
    loss=Constant(0.0412, unit="a day", source=PAPER, label="Loss of killer cells"),
    days=Constant(730.0, unit="days", source="assumed", label="Time shown"),
    treatment_day=Constant(182.5, unit="days", source="assumed", label="Day of the treatment"),
)

outputs = Outputs(
    day=Array(SAMPLES + 1, unit="days"),
    tumour=Array(SAMPLES + 1, unit="million cells", role="tumour"),
    killers=Array(SAMPLES + 1, unit="million cells", role="immune"),
    tumour_end=Number("Tumour after two years", "million cells", role="tumour"),
    cells_end=Number("Tumour after two years", "cells", role="tumour"),
    killers_end=Number("Killer cells after two years", "million cells", role="immune"),
    settles_at=Number("Tumour at rest, where this run is heading", "million cells", role="tumour"),
    treated=Flag("A treatment is given"),
    fate=Flag("Where this run ends: dies out, held, escapes"),
    gone=Flag("Less than one tumour cell is left"),
    dying_out=Flag("The tumour dwindles, but is not gone yet"),
    escaped=Flag("The tumour escapes"),
    against_published=Flag("The tumour at rest against that of the published supply: twice as large, a little larger, without end"),
    slow=Flag("Held, but after two years not yet near the size at which it settles"),
    rescued=Flag("Held, but it would have escaped without the treatment"),
    too_little=Flag("Escapes in spite of the treatment"),
    outgrown=Flag("Escapes, but is held if it starts ten times smaller"),
    sneaked=Flag("Escapes, but is held if it starts ten times larger"),
    halves=Flag("Rescued by two measures, each of which alone would not do"),
    steady_tumour=Array(4, unit="million cells"),
    steady_killers=Array(4, unit="million cells"),
    steady_kind=Array(4, "i4"),
    mark_tumour=Array(4, unit="million cells"),
    mark_killers=Array(4, unit="million cells"),
    start_killers=Number("Killer cells at the start, at least as many as the map begins with", "million cells"),
    level=Array(LEVELS, unit="million cells", label="Tumour"),
    killers_rest=Array(LEVELS, unit="million cells", label="Killer cells at which their number rests"),
    tumour_rest=Array(LEVELS, unit="million cells", label="Killer cells at which the tumour rests"),
    dormant_tumour=Array(LEVELS), dormant_supply=Array(LEVELS),
    tipping_tumour=Array(LEVELS), tipping_supply=Array(LEVELS),
    large_tumour=Array(LEVELS), large_supply=Array(LEVELS),
    fold_supply=Number("Above this supply every tumour is held", "cells a day"),
    clearing_supply=Number("Above this supply every tumour dies out", "cells a day"),
)

map_outputs = Outputs(
    map_killers=Array(COLUMNS + 1, unit="million cells"),
    map_tumour=Array(ROWS + 1, unit="million cells"),
    outcome=Array((ROWS, COLUMNS), "u1", label="Where each start ends"),
    label_killers=Array(LABELS), label_tumour=Array(LABELS), label_outcome=Array(LABELS, "i4"),
)

scratch = Scratch(y=(2,), k=(5, 2), rest=(4,), nothing=(4,))
map_scratch = Scratch(y=(2,), k=(5, 2), rest=(4,))


# The law -----------------------------------------------------------------------------------------------------------


def rates(p, y, dy):
    """Write the rates of change, in million cells a day, of killer cells y[0] and tumour cells y[1]."""
    killers, tumour = y[0], y[1]
    dy[0] = p.supply / MILLION + killers * increase(p, tumour)
    dy[1] = tumour * (p.growth * (1 - p.crowding * tumour) - p.killing * killers)


def increase(p, tumour):
    """Return how fast killer cells multiply by a tumour of this size, supply apart: recruited, exhausted, lost."""
    return p.recruitment * tumour / (p.half_recruitment + tumour) - p.exhaustion * tumour - p.loss


def holding_killers(p, tumour):
    """Return the killer cells that a tumour of this size neither outgrows nor yields to, in millions."""
    return p.growth * (1 - p.crowding * tumour) / p.killing


def holding_supply(p, tumour):
    """Return the supply, in cells a day, at which a tumour of this size and its killer cells both rest."""
    return -MILLION * holding_killers(p, tumour) * increase(p, tumour)


def clearing(p):
    """Return the supply above which killer cells outnumber even the smallest tumour, in cells a day."""
    return holding_supply(p, 0.0)


# The steady states -------------------------------------------------------------------------------------------------


def find_rests(p, supply, rest):
    """Write the tumour of each steady state at this supply to `rest`, in million cells; -1 where there is none.

    Beside "no tumour" they are the roots of a cubic between 0 and the most that the place can hold. It rises, falls
    and rises again, so that each stretch between its turning points holds one root at most.
    """
    most = 1.000001 / p.crowding  # without supply the largest tumour fills the place: the root is its very edge
    h, slope = p.half_recruitment, p.growth / p.killing
    # Of (h + T) * increase(T): a + b T + c T^2, times (1 - crowding T), plus supply (h + T).
    a, b, c = -p.loss * h, p.recruitment - p.exhaustion * h - p.loss, -p.exhaustion
    c0 = supply / MILLION * h + slope * a
    c1 = supply / MILLION + slope * (b - p.crowding * a)
    c2 = slope * (c - p.crowding * b)
    c3 = -slope * p.crowding * c
    inside = c2 * c2 - 3 * c3 * c1
    first = second = most
    if inside > 0:
        first, second = (-c2 - math.sqrt(inside)) / (3 * c3), (-c2 + math.sqrt(inside)) / (3 * c3)
    rest[NO_TUMOUR] = 0.0
    rest[DORMANT] = find_root(c0, c1, c2, c3, 0.0, min(max(first, 0.0), most))
    rest[TIPPING] = find_root(c0, c1, c2, c3, min(max(first, 0.0), most), min(max(second, 0.0), most))
    rest[LARGE] = find_root(c0, c1, c2, c3, min(max(second, 0.0), most), most)


def find_root(c0, c1, c2, c3, low, high):
    """Return the root of a cubic between `low` and `high`, by halving; -1 if its ends have the same sign."""
    at_low = c0 + low * (c1 + low * (c2 + low * c3))
    at_high = c0 + high * (c1 + high * (c2 + high * c3))
    if at_low * at_high > 0 or low >= high:
        return -1.0
    for _ in range(60):
        middle = (low + high) / 2
        if (c0 + middle * (c1 + middle * (c2 + middle * c3))) * at_low > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def find_fate(p, killers, tumour, rest, y, k):
    """Return where this start ends, left alone: DIES_OUT, HELD or ESCAPES. `rest` is from `find_rests`."""
    if p.supply >= clearing(p):
        return DIES_OUT
    if rest[LARGE] < 0:
        return HELD
    # Nothing leaves the corner of more tumour and fewer killer cells than at the tipping point: the tumour grows
    # there, the killer cells dwindle. And who swings lower than the last time is caught within that swing for good.
    edge_tumour, edge_killers = rest[TIPPING], holding_killers(p, rest[TIPPING])
    y[0], y[1] = killers, tumour
    before, peak, growing = tumour, 0.0, False
    for _ in range(FATE_STEPS):
        if y[1] >= edge_tumour and y[0] <= edge_killers:
            return ESCAPES
        rk4_step(rates, p, y, FATE_STEP, k)
        if growing and y[1] < before:
            if peak > 0 and before < peak:
                return HELD
            peak = before
        growing = y[1] > before
        before = y[1]
    return HELD if y[1] < edge_tumour else ESCAPES


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def surveillance(p, out, work):
    """Follow one tumour for two years, and say how it ends and what would have ended otherwise."""
    y, k, rest = work.y, work.k, work.rest
    find_rests(p, p.supply, rest)
    h = p.days / (SAMPLES * SUBSTEPS)
    out.treated = 1 if p.removed > 0 or p.added > 0 else 0
    killers_then, tumour_then = p.killers_start, p.tumour_start

    y[0], y[1] = p.killers_start, p.tumour_start
    for i in range(SAMPLES + 1):
        if i > 0:
            for _ in range(SUBSTEPS):
                rk4_step(rates, p, y, h, k)
        day = i * SUBSTEPS * h
        if abs(day - p.treatment_day) < h / 2:
            killers_then, tumour_then = y[0], y[1]
            y[0] += p.added
            y[1] *= 1 - p.removed / 100
        out.day[i], out.killers[i], out.tumour[i] = day, y[0], y[1]
    out.tumour_end, out.killers_end = out.tumour[SAMPLES], out.killers[SAMPLES]
    out.cells_end = out.tumour_end * MILLION

    describe_fate(p, out, work, killers_then, tumour_then)
    describe_rests(p, out, work)


def describe_fate(p, out, work, killers, tumour):
    """Write how the run ends; `killers` and `tumour` are those just before the treatment."""
    y, k, rest = work.y, work.k, work.rest
    fate = find_fate(p, out.killers_end, out.tumour_end, rest, y, k)
    out.fate = fate
    out.settles_at = 0.0 if fate == DIES_OUT else rest[DORMANT] if fate == HELD else rest[LARGE]
    out.gone = 1 if fate == DIES_OUT and out.tumour_end < ONE_CELL else 0
    out.dying_out = 1 if fate == DIES_OUT and out.tumour_end >= ONE_CELL else 0
    out.escaped = 1 if fate == ESCAPES else 0
    find_rests(p, PUBLISHED, work.nothing)
    doubled = out.settles_at >= DOUBLE * work.nothing[DORMANT]
    out.against_published = WITHOUT_END if fate == ESCAPES else TWICE if doubled else A_LITTLE
    out.slow = 1 if fate == HELD and not (1 / NEAR < out.tumour_end / out.settles_at < NEAR) else 0
    if out.treated == 1 and find_fate(p, killers, tumour, rest, y, k) == ESCAPES:
        out.too_little = out.escaped
        if fate == HELD:
            out.rescued = 1
            removal = find_fate(p, killers, tumour * (1 - p.removed / 100), rest, y, k)
            addition = find_fate(p, killers + p.added, tumour, rest, y, k)
            out.halves = 1 if removal == ESCAPES and addition == ESCAPES else 0
    if fate == ESCAPES and out.treated == 0:
        out.outgrown = 1 if find_fate(p, p.killers_start, p.tumour_start / 10, rest, y, k) == HELD else 0
        out.sneaked = 1 if find_fate(p, p.killers_start, p.tumour_start * 10, rest, y, k) == HELD else 0


def describe_rests(p, out, work):
    """Write the steady states of this supply, the curves on which one population rests, and the rests by supply."""
    rest, nothing = work.rest, work.nothing
    for i in range(4):
        out.steady_kind[i] = ABSENT if rest[i] < 0 else STABLE
        out.steady_tumour[i] = max(rest[i], 0.0)
        out.steady_killers[i] = max(holding_killers(p, out.steady_tumour[i]), 0.0)
    out.steady_killers[NO_TUMOUR] = p.supply / MILLION / p.loss
    if rest[TIPPING] >= 0:
        out.steady_kind[TIPPING] = UNSTABLE
    out.clearing_supply = clearing(p)
    if p.supply < out.clearing_supply:
        out.steady_kind[NO_TUMOUR] = UNSTABLE
    for i in range(4):  # a log axis has no 0: nothing stands on its edge
        out.mark_tumour[i] = max(out.steady_tumour[i], MAP_SMALL)
        out.mark_killers[i] = max(out.steady_killers[i], MAP_FEW)
    out.start_killers = max(p.killers_start, MAP_FEW)

    fill_evenly(out.level, MAP_SMALL, MAP_LARGE)
    for i in range(LEVELS):
        out.tumour_rest[i] = holding_killers(p, out.level[i])
        # Where a tumour recruits more killer cells than are lost, they rest at no number: the curve leaves the map.
        lost = -increase(p, out.level[i])
        out.killers_rest[i] = min(p.supply / MILLION / lost, OFF_THE_MAP) if lost > 0 else OFF_THE_MAP

    find_rests(p, 0.0, nothing)
    fold = find_fold(p, nothing[TIPPING])
    out.fold_supply = holding_supply(p, fold)
    draw_branch(p, MAP_SMALL, nothing[DORMANT], out.dormant_tumour, out.dormant_supply)
    draw_branch(p, nothing[TIPPING], fold, out.tipping_tumour, out.tipping_supply)
    draw_branch(p, fold, nothing[LARGE], out.large_tumour, out.large_supply)


def draw_branch(p, low, high, tumour, supply):
    """Write the tumours from `low` to `high` and the supply at which each of them rests."""
    fill_evenly(tumour, low, high)
    for i in range(LEVELS):
        supply[i] = holding_supply(p, tumour[i])


def find_fold(p, tipping):
    """Return the tumour at which tipping point and large tumour meet and vanish: where the supply to rest is most."""
    low, high = tipping, 1 / p.crowding
    for _ in range(100):
        left, right = (2 * low + high) / 3, (low + 2 * high) / 3
        if holding_supply(p, left) < holding_supply(p, right):
            low = left
        else:
            high = right
    return (low + high) / 2


def fill_evenly(values, low, high):
    """Write numbers from `low` to `high`, each the same number of times the one before."""
    factor = power(high / low, 1 / (values.size - 1))
    values[0] = low
    for i in range(1, values.size):
        values[i] = values[i - 1] * factor


@kernel(inputs, map_outputs, map_scratch, slow=True)
def outcomes(p, out, work):
    """Say for every start on the map how it ends without treatment."""
    y, k, rest = work.y, work.k, work.rest
    find_rests(p, p.supply, rest)
    fill_evenly(out.map_killers, MAP_FEW, MAP_MANY)
    fill_evenly(out.map_tumour, MAP_SMALL, MAP_LARGE)
    for row in range(ROWS):
        for column in range(COLUMNS):
            killers, tumour = middle(out.map_killers, column), middle(out.map_tumour, row)
            out.outcome[row, column] = find_fate(p, killers, tumour, rest, y, k)
    for i in range(LABELS):
        column, row = LABEL_COLUMNS[i], LABEL_ROWS[i]
        out.label_killers[i], out.label_tumour[i] = middle(out.map_killers, column), middle(out.map_tumour, row)
        out.label_outcome[i] = out.outcome[row, column]


def middle(edges, i):
    """Return the middle, on a log axis, of the i-th place between edges."""
    return math.sqrt(edges[i] * edges[i + 1])
