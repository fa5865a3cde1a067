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
from collections.abc import Callable
from typing import Any

from widgets.core import (
    Array,
    Challenge,
    Constant,
    Flag,
    Inputs,
    Match,
    Number,
    Outputs,
    Scratch,
    Simulation,
    Slider,
    Table,
    View,
    kernel,
    marks,
)
from widgets.core.kernels.numerics import power, rk4_step

PAPER = "kuznetsov1994"
MILLION = 1e6  # cells
ONE_CELL = 1e-6  # million cells: below it the tumour is gone
NEAR = 2.5  # times as large or as small: a held tumour that still swings so far has not settled

SAMPLES, SUBSTEPS = 400, 5  # 400 points are drawn; 2,000 Runge-Kutta steps of 0.365 days are taken

# Where a start ends. With one of these resting states in reach the answer is known; with two it is searched for.
DIES_OUT, HELD, ESCAPES = 0, 1, 2
FATE_STEP, FATE_STEPS = 1.0, 4000  # days, and how many of them at most: slower than anything in the range of supply

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


# The figures -------------------------------------------------------------------------------------------------------

WORDS = ["dies out", "held", "escapes"]  # by outcome
MILLIONS = {"type": "log", "tickvals": [0.001, 0.01, 0.1, 1, 10, 100],
            "ticktext": ["0.001", "0.01", "0.1", "1", "10", "100"]}
SWITCH = {"field": "treated", "values": [0, 1]}


def upright(colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    """Return a vertical line across the plot; the layout binds its place."""
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash}}


def word(text: str, x: float, anchor: str, shift: float, colour: str = "quiet") -> dict[str, Any]:
    """Return a word on the lower edge of the plot."""
    return {"text": text, "x": x, "xref": "x", "xanchor": anchor, "xshift": shift, "y": 0, "yanchor": "bottom",
            "yshift": 3, "font": {"color": f"var(--{colour})", "size": 13}}


HOVER = {"hoverinfo": "all", "hovertemplate": "%{fullData.name}: %{y:,.3~r} million<extra></extra>"}

over_time = View(
    "Over time",
    traces=[
        marks.line("Killer cells", "day", "killers", "immune", 2.5, "9px 3px", label="Killer cells") | HOVER,
        marks.line("Tumour", "day", "tumour", "tumour", 3, label="Tumour", before=True) | HOVER,
    ],
    layout={
        "xaxis": {"range": [0, 730], "tickvals": [0, 182.5, 365, 547.5, 730],
                  "ticktext": ["start", "", "1 year", "", "2 years"], "unifiedhovertitle": {"text": "Day %{x:.0f}"}},
        "yaxis": {**MILLIONS, "range": [-3.2, 3]},
        "shapes": [upright("drug", 2, "4px 3px")],
        "annotations": [{"text": "Million cells. Each line: ten times more."},
                        word("treatment", 0, "left", 5, "drug-ink")],
        "meta": {"bind": {"shapes[0].x0": "treatment_day", "shapes[0].x1": "treatment_day",
                          "annotations[1].x": "treatment_day", "shapes[0].opacity": SWITCH,
                          "annotations[1].opacity": SWITCH}},
    },
    alt="Two lines over two years, on a scale where each step is ten times more: the tumour, solid, and the killer "
        "cells, dashed. A dotted line is the tumour before the last move.",
)

every_start = View(
    "Every start",
    traces=[
        {"type": "heatmap", "zmin": DIES_OUT, "zmax": ESCAPES,
         "colorscale": [[0, "var(--page)"], [0.33, "var(--page)"], [0.33, "var(--immune-soft)"],
                        [0.67, "var(--immune-soft)"], [0.67, "var(--tumour-soft)"], [1, "var(--tumour-soft)"]],
         "meta": {"bind": {"x": "map_killers", "y": "map_tumour", "z": "outcome"}}},
        marks.line("Killer cells rest", "killers_rest", "level", "immune", 1, "6px 3px"),
        marks.line("Tumour rests", "tumour_rest", "level", "tumour", 1),
        {"type": "scatter", "mode": "text", "hoverinfo": "skip", "textfont": {"color": "var(--quiet)"},
         "meta": {"bind": {"x": "label_killers", "y": "label_tumour",
                           "text": {"field": "label_outcome", "values": WORDS}}}},
        marks.line("This run", "killers", "tumour", "ink", 2, before=True),
        *marks.icons("mark_killers", "mark_tumour", "steady_kind", {
            kind: {"symbol": symbol, "size": 10, "color": "var(--ink)", "line": {"width": 2, "color": "var(--ink)"}}
            for kind, symbol in ((1, "circle"), (2, "diamond-open"))}),
        {"type": "scatter", "mode": "markers+text", "name": "Start", "hoverinfo": "skip", "text": ["\u2002start"],
         "textposition": "middle right", "textfont": {"color": "var(--ink)"},
         "marker": {"size": 9, "symbol": "circle-open", "color": "var(--ink)", "line": {"width": 2}},
         "meta": {"bind": {"x": "start_killers", "y": "tumour_start"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 24, "t": 46, "b": 44},
        "xaxis": {"type": "log", "range": [-2, 1], "tickvals": [0.01, 0.1, 1, 10],
                  "ticktext": ["0.01", "0.1", "1", "10"], "title": {"text": "Million killer cells"}},
        "yaxis": {**MILLIONS, "range": [-3, 2.7], "showgrid": False},
        "annotations": [{"text": "Million tumour cells.<br>Each mark: ten times more."}],
    },
    alt="A map of all starts: killer cells to the right, tumour cells upwards. Each area says how a start there ends. "
        "The line is this run. Filled dots are states that last; open diamonds are states that tip over.",
)

SIZES = (10**-3.2, 10**3)  # million cells: from the lower end of the axis to the upper
ABOVE_WORDS = (10**-2.3, 10**3)  # from above the words on the lower end: the line of the supply moves across them

every_supply = View(
    "Every supply",
    traces=[
        *(marks.upright(x, SIZES, "edge") for x in ("fold_supply", "clearing_supply")),
        marks.upright("supply", ABOVE_WORDS, "immune", 2),
        marks.line("Held", "dormant_supply", "dormant_tumour", "tumour", 3),
        marks.line("Tipping point", "tipping_supply", "tipping_tumour", "tumour", 1.5, "3px 3px"),
        marks.line("Escaped", "large_supply", "large_tumour", "tumour", 3),
        marks.points("This run", "supply", "tumour_end", "ink"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 24, "t": 46, "b": 44},
        "xaxis": {"range": [0, 80_000], "tickvals": [0, 20_000, 40_000, 60_000, 80_000],
                  "ticktext": ["0", "20,000", "40,000", "60,000", "80,000"],
                  "title": {"text": "Supply of killer cells a day"}},
        "yaxis": {**MILLIONS, "range": [-3.2, 3]},
        "annotations": [{"text": "Million tumour cells at rest.<br>Each line: ten times more."},
                        word("2 ends", 0, "left", 4), word("all held", 44_000, "center", 0),
                        word("die out", 80_000, "right", 20)],
    },
    alt="The tumour at rest for every supply of killer cells. Up to 21,000 a day it can stay at two sizes, one small "
        "and one large, with a tipping point between them. Up to 67,000 there is one, small. Above, none: the tumour "
        "dies out. The dot is this run after two years.",
)


# The declaration ---------------------------------------------------------------------------------------------------


def steady(field: str, which: int) -> Callable[[], float]:
    """Return a function that computes one number of a steady state at the published supply."""
    return lambda: float(surveillance.run(inputs.record())[field][which])


def ends_of(**values: float) -> int:
    """Return where a run ends: DIES_OUT, HELD or ESCAPES."""
    return int(surveillance.run(inputs.record(**values))["fate"])


def find_threshold(name: str, low: float, high: float, **others: float) -> float:
    """Return the value of an input, between `low` and `high`, at which a run begins to end otherwise; by halving."""
    at_low = ends_of(**others, **{name: low})
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if ends_of(**others, **{name: middle}) == at_low else (low, middle)
    return (low + high) / 2


LATE = {"tumour_start": 300.0}  # at the published supply; on the day of the treatment it rests at its full size

simulation = Simulation(
    name="surveillance",
    title="How many killer cells does it take to hold a tumour?",
    caption="A tumour and the killer cells that it calls, over two years.",
    kernels=(surveillance, outcomes),
    views=(over_time, every_start, every_supply),
    summary=(
        ("gone", "**Gone.** Within two years the last tumour cell dies. {killers_end:,.1f} million killer cells stay."),
        ("dying_out", "**Dying out.** Tumour cells left after two years: {cells_end:,.0f}, and falling."),
        ("rescued", ("**Held after all.** Left alone, this tumour escapes. Treated, it has {tumour_end:,.1f} million "
                    "cells after two years.")),
        ("too_little", ("**Escaped.** The treatment was not enough. After two years the tumour has {tumour_end:,.0f} "
                       "million cells.")),
        ("escaped", ("**Escaped.** After two years the tumour has {tumour_end:,.0f} million cells. {killers_end:,.2f} "
                    "million killer cells cannot hold it.")),
        ("slow", ("**Held in the end.** The tumour settles at {settles_at:,.2f} million cells, but needs more than two "
                 "years to get there.")),
        ("", ("**Held.** The tumour settles at {settles_at:,.1f} million cells. After two years it has "
              "{tumour_end:,.1f} million, held by {killers_end:,.1f} million killer cells.")),
    ),
    numbers=Table({"Day": "day:.0f", "Tumour, million cells": "tumour:,.3f", "Killer cells, million": "killers:,.3f"}),
    presets={
        "As measured": {},
        "Few killer cells": {"supply": 3_000.0, "killers_start": 0.1},
        "Found late": LATE,
        "Sneaking through": {"supply": 4_000.0, "tumour_start": 0.1},
        "Strong supply": {"supply": 80_000.0},
        "Two half measures": {**LATE, "removed": 50.0, "added": 0.55},
    },
    challenges=(
        Challenge("Make a tumour escape that would be held if it had started ten times smaller.", done="outgrown",
                  why="You found it. Same body, same supply, two endings: what decides is the past."),
        Challenge("Now the other way round: make one escape that would be held if it had started ten times larger.",
                  done="sneaked",
                  why="You found it. A tumour too small to be noticed calls no killer cells until it is too late."),
        Challenge("Bring an escaped tumour back with two measures, neither of which would do alone.", done="halves",
                  why="You found it. A smaller tumour wears out fewer killer cells, and more of them are there."),
    ),
    badge="published model",
    evidence="mouse lymphoma",
    leaves_out=(
        "Breast cancer, and people: the numbers were fitted to a lymphoma in mice.",
        "Change: the tumour's cells never mutate, hide or learn to switch killer cells off.",
        "Space: all cells are mixed in one place. No vessels to arrive by, no tissue to cross, no second organ.",
        "The other immune cells, which help or hinder: macrophages, regulatory T cells, natural killer cells, B cells.",
        "Memory: killer cells do not remember a tumour that they have met.",
        "Chance and single cells: numbers are smooth, so that a tenth of a cell can grow back.",
        "What a treatment does besides: wounds, side effects, repeated doses.",
    ),
    source=PAPER,
    matches=(
        Match("Tumour that is held", 8.19, steady("steady_tumour", DORMANT), 0.02, PAPER, "check", "million cells"),
        Match("Killer cells that hold it", 1.609, steady("steady_killers", DORMANT), 0.003, PAPER, "check",
              "million", ",.3f"),
        Match("Tumour at the tipping point", 267.8, steady("steady_tumour", TIPPING), 0.5, PAPER, "check",
              "million cells", ",.1f"),
        Match("Killer cells at the tipping point", 0.760, steady("steady_killers", TIPPING), 0.003, PAPER, "check",
              "million", ",.3f"),
        Match("Tumour that has escaped", 447.1, steady("steady_tumour", LARGE), 0.5, PAPER, "check", "million cells",
              ",.1f"),
        Match("Killer cells beside it", 0.173, steady("steady_killers", LARGE), 0.003, PAPER, "check", "million",
              ",.3f"),
        Match("Killer cells without a tumour", 0.3155, steady("steady_killers", NO_TUMOUR), 0.001, PAPER, "check",
              "million", ",.4f"),
        Match("Supply above which no tumour escapes", (21_200, 21_400),
              lambda: float(surveillance.run(inputs.record())["fold_supply"]), 0.0, "assumed", "regression band",
              "a day", ",.0f"),
        Match("Supply above which every tumour dies out", (67_300, 67_500),
              lambda: float(surveillance.run(inputs.record())["clearing_supply"]), 0.0, "assumed", "regression band",
              "a day", ",.0f"),
        Match("Share of an escaped tumour to remove, if nothing else is done", (94.6, 95.0),
              lambda: find_threshold("removed", 50.0, 99.0, **LATE), 0.0, "assumed", "regression band", "%", ",.1f"),
        Match("Killer cells to add, if nothing else is done", (0.87, 0.89),
              lambda: find_threshold("added", 0.0, 1.5, **LATE), 0.0, "assumed", "regression band", "million", ",.3f"),
        Match("Killer cells to add, if half of the tumour is removed", (0.495, 0.510),
              lambda: find_threshold("added", 0.0, 1.5, **LATE, removed=50.0), 0.0, "assumed", "regression band",
              "million", ",.3f"),
        Match("Smallest tumour that is held at 4,404 killer cells a day", (0.230, 0.240),
              lambda: find_threshold("tumour_start", 0.001, 5.0, supply=4_404.0), 0.0, "assumed", "regression band",
              "million cells", ",.3f"),
    ),
)
