"""How a cell lets go of its neighbours, and why the same signal can find it in three different states.

The switch of the epithelial-mesenchymal transition (EMT): the protein ZEB and the small RNA miR-200 shut each other
off, ZEB keeps itself going, and the protein SNAIL, driven by signals from outside, pushes the switch. Counts of
molecules in one cell: miR-200 u, messages of ZEB (its mRNA) m, protein ZEB Z, protein SNAIL S; times in hours::

    du/dt = 2100 H(Z / 220,000, 3, 0.1) H(S / 180,000, 2, 0.1) - m Yu(u) - 0.05 u
    dm/dt =   11 H(Z /  25,000, 2, 7.5) H(S / 180,000, 2, 10)  - m Ym(u) - 0.5 m
    dZ/dt =  100 m L(u) - 0.1 Z

    H(x, n, fold) = (1 + fold x^n) / (1 + x^n)                   from 1 (no x) to `fold` (much x)
    L, Ym, Yu = sum over i = 0..6 of (l_i, g_i, i c_i) C(6, i) (u / 10,000)^i / (1 + u / 10,000)^6

i of the six places on a message are taken by miR-200: such a message is read at the rate l_i and cut at the rate g_i,
and each of its miR-200 is lost at the rate c_i. Model and numbers: Lu, Jolly, Levine, Onuchic and Ben-Jacob (2013).

The resting states need no search. Both factors H of SNAIL are straight lines in q = 1 / (1 + (S / 180,000)^2), and
together they make 11 whatever S is. So each u leaves one equation in Z, whose left side rises, and then q gives S:
the whole curve of resting states, the tipping points included, comes as one line along u.
"""

from __future__ import annotations

import math

from widgets.core import (
    Array,
    Challenge,
    Constant,
    Data,
    Flag,
    Frames,
    Inputs,
    Match,
    Number,
    Outputs,
    Scratch,
    Seed,
    Simulation,
    Slider,
    Table,
    View,
    kernel,
)
from widgets.core.numerics import exp, normal, power, rk4_step, seed_random

PAPER = "lu2013"
FACTS = "numbers are facts"  # the licence of the three tables

THOUSAND = 1000.0  # molecules
LOW, HIGH = 150.0, 250.0  # thousand molecules of SNAIL: what the sliders span
MIRNA, MESSAGE, PROTEIN, SNAIL = 0, 1, 2, 3  # the places in y

EPITHELIAL, HYBRID, MESENCHYMAL = 0, 1, 2
EPITHELIAL_ABOVE, HYBRID_ABOVE = 15_000.0, 4_500.0  # molecules of miR-200; both lie in gaps without a resting state

POINTS = 241  # of the curve of resting states
MOST_MIRNA, LEAST_MIRNA = 26_000.0, 1_000.0  # molecules: its two ends, beyond what the sliders reach
MOST_PROTEIN = 4e6  # molecules: more than any resting state has
HALVINGS = 50

LEG = 60  # steps of the signal on each of three legs: up to the level now, up to the highest, back to now
TRIP = 3 * LEG + 1
PAUSE, REST = 200, 5000  # hours that a cell is given at a step, and at the end of a leg, if it needs them
QUIET, STILL = 1e-5, 1e-9  # change of protein in an hour, as a share, below which it is taken to rest

CELLS, SIDE = 100, 10
DAYS = 42
FRAMES = DAYS // 2 + 1
HOURS_PER_DAY = 24
MANY = 20  # cells of each kind make a tissue mixed

inputs = Inputs(
    signal=Slider("SNAIL in the cell now", 200.0, low=LOW, high=HIGH, step=1.0, unit="thousand", role="tumour",
                  source=PAPER, note="thousand molecules, around the published switch"),
    peak=Slider("Highest SNAIL before now", LOW, low=LOW, high=HIGH, step=1.0, unit="thousand", source="assumed",
                note="the past: SNAIL rose to here, then fell to now"),
    feedback=Slider("ZEB switches itself on", 7.5, low=1.0, high=9.0, step=0.5, unit="fold", published=7.5,
                    source=PAPER),
    noise=Slider("Spread of SNAIL between cells", 20.0, low=0.0, high=40.0, step=5.0, unit="thousand",
                 source="assumed", note="assumed; standard deviation, in the hundred cells"),
    seed=Seed(),
    mirna_making=Constant(2100.0, unit="molecules an hour", source=PAPER, label="Making of miR-200, at most"),
    message_making=Constant(11.0, unit="molecules an hour", source=PAPER, label="Making of ZEB messages, at least"),
    protein_making=Constant(100.0, unit="an hour and message", source=PAPER, label="Reading of a free ZEB message"),
    mirna_loss=Constant(0.05, unit="an hour", source=PAPER, label="Loss of miR-200"),
    message_loss=Constant(0.5, unit="an hour", source=PAPER, label="Loss of ZEB messages"),
    protein_loss=Constant(0.1, unit="an hour", source=PAPER, label="Loss of ZEB"),
    binding=Constant(10_000.0, unit="molecules of miR-200", source=PAPER, label="Half of the places on a message taken"),
    half_mirna=Constant(220_000.0, unit="molecules of ZEB", source=PAPER, label="ZEB half shuts off miR-200"),
    half_feedback=Constant(25_000.0, unit="molecules of ZEB", source=PAPER, label="ZEB half switches itself on"),
    half_snail=Constant(180_000.0, unit="molecules of SNAIL", source=PAPER, label="SNAIL half does what it can"),
    shut=Constant(0.1, unit="fold", source=PAPER, label="Making of miR-200, shut by ZEB or by SNAIL"),
    opened=Constant(10.0, unit="fold", source=PAPER, label="Making of ZEB messages, opened by SNAIL"),
    reading=Data([1, 0.6, 0.3, 0.1, 0.05, 0.05, 0.05], source=PAPER, licence=FACTS,
                 label="Reading of a message by its places taken (l), as a share"),
    cutting=Data([0, 0.04, 0.2, 1, 1, 1, 1], source=PAPER, licence=FACTS,
                 label="Cutting of a message by its places taken (g), an hour"),
    using_up=Data([0, 0.005, 0.05, 0.5, 0.5, 0.5, 0.5], source=PAPER, licence=FACTS,
                  label="Loss of a bound miR-200 by its places taken (c), an hour"),
    memory_hours=Constant(50.0, unit="hours", source="assumed", label="How long a cell's own SNAIL stays high or low"),
)

outputs = Outputs(
    curve_snail=Array(POINTS, unit="thousand molecules"), curve_zeb=Array(POINTS, unit="messages"),
    epithelial_snail=Array(POINTS), epithelial_zeb=Array(POINTS),
    hybrid_snail=Array(POINTS), hybrid_zeb=Array(POINTS),
    mesenchymal_snail=Array(POINTS), mesenchymal_zeb=Array(POINTS),
    trip_snail=Array(TRIP, label="SNAIL", unit="thousand molecules"),
    trip_zeb=Array(TRIP, label="ZEB messages"),
    trip_mirna=Array(TRIP, label="miR-200", unit="molecules"),
    trip_kind=Array(TRIP, "u1", label="State"),
    highest=Number("Highest SNAIL, now included", "thousand molecules"),
    zeb=Number("ZEB messages", role="tumour"),
    mirna=Number("miR-200", "molecules"),
    kind=Number("State: 0 epithelial, 1 hybrid, 2 mesenchymal"),
    resting_states=Number("Resting states at this level"),
    epithelial_until=Number("An epithelial cell rests up to here", "thousand molecules of SNAIL"),
    hybrid_from=Number("A hybrid cell rests from here", "thousand molecules of SNAIL"),
    hybrid_until=Number("A hybrid cell rests up to here", "thousand molecules of SNAIL"),
    mesenchymal_from=Number("A mesenchymal cell rests from here", "thousand molecules of SNAIL"),
    epithelial=Flag("The cell is epithelial"),
    hybrid_kept=Flag("Hybrid only because of its past"),
    hybrid_held=Flag("Hybrid whatever its past"),
    mesenchymal_kept=Flag("Mesenchymal only because of its past"),
    half_way_low=Flag("Hybrid at 200 thousand or less"),
    returned=Flag("Was mesenchymal, is epithelial"),
    forgetful=Flag("One resting state at every level"),
)
tissue_outputs = Outputs(
    day=Array(FRAMES, unit="days"),
    cells=Array((FRAMES, CELLS), "u1", label="State of each cell"),
    epithelial_cells=Array(FRAMES), hybrid_cells=Array(FRAMES, role="tumour"),
    mesenchymal_cells=Array(FRAMES, role="tumour"),
    epithelial_end=Number("Epithelial after six weeks", "cells of 100"),
    hybrid_end=Number("Hybrid after six weeks", "cells of 100"),
    mesenchymal_end=Number("Mesenchymal after six weeks", "cells of 100"),
    mixed=Flag("At least 20 cells of each kind after six weeks"),
)
scratch = Scratch(y=(4,), k=(5, 4), mirna=(POINTS,))
tissue_scratch = Scratch(y=(4,), start=(4,), k=(5, 4), state=Array(4, "u8"), weight=(7,))


# The law -----------------------------------------------------------------------------------------------------------


def rates(p, y, dy):
    """Write the rates of change, in molecules an hour, of miR-200, ZEB messages and ZEB; SNAIL stays."""
    mirna, message, protein = y[MIRNA], y[MESSAGE], y[PROTEIN]
    snail = y[SNAIL] / p.half_snail
    x = mirna / p.binding
    dy[MIRNA] = p.mirna_making * shut_by_zeb(p, protein) * hill(snail * snail, p.shut) - message * mirna_used(p, x) \
        - p.mirna_loss * mirna
    dy[MESSAGE] = p.message_making * opened_by_zeb(p, protein) * hill(snail * snail, p.opened) \
        - message * message_cut(p, x) - p.message_loss * message
    dy[PROTEIN] = p.protein_making * message * message_read(p, x) - p.protein_loss * protein
    dy[SNAIL] = 0.0


def hill(x, fold):
    """Return the factor by which x (already to its power) changes a rate: from 1 to `fold`."""
    return (1 + fold * x) / (1 + x)


def shut_by_zeb(p, protein):
    """Return the share of miR-200 still made beside this much ZEB."""
    x = protein / p.half_mirna
    return hill(x * x * x, p.shut)


def opened_by_zeb(p, protein):
    """Return how many times more ZEB messages are made beside this much ZEB: its grip on itself."""
    x = protein / p.half_feedback
    return hill(x * x, p.feedback)


def message_read(p, x):
    """Return L: how fast a message is read at x miR-200 (1: half of its places taken), as a share."""
    return bound(x, p.reading[0], 6 * p.reading[1], 15 * p.reading[2], 20 * p.reading[3], 15 * p.reading[4],
                 6 * p.reading[5], p.reading[6])


def message_cut(p, x):
    """Return Ym: how fast a message is cut at x miR-200, an hour."""
    return bound(x, p.cutting[0], 6 * p.cutting[1], 15 * p.cutting[2], 20 * p.cutting[3], 15 * p.cutting[4],
                 6 * p.cutting[5], p.cutting[6])


def mirna_used(p, x):
    """Return Yu: how many miR-200 each message uses up at x miR-200, an hour."""
    return bound(x, 0.0, 6 * p.using_up[1], 30 * p.using_up[2], 60 * p.using_up[3], 60 * p.using_up[4],
                 30 * p.using_up[5], 6 * p.using_up[6])


def bound(x, c0, c1, c2, c3, c4, c5, c6):
    """Return the mean over the places taken, weighted by the chance of each number of them."""
    free = 1 / (1 + x)
    free *= free * free
    return (c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * c6)))))) * free * free


# The resting states ------------------------------------------------------------------------------------------------


def rest_along(p, mirna, y):
    """Write to y the resting state that has this much miR-200, and the SNAIL in which it rests.

    Where no amount of SNAIL lets it rest, SNAIL is set to 0 or to a value far beyond the sliders.
    """
    x = mirna / p.binding
    read, cut, used = message_read(p, x), message_cut(p, x), mirna_used(p, x)
    low, high = 0.0, MOST_PROTEIN
    for _ in range(HALVINGS):
        protein = (low + high) / 2
        message = p.protein_loss * protein / (p.protein_making * read)
        opened = message * (cut + p.message_loss) / (p.message_making * opened_by_zeb(p, protein))
        open_share = (message * used + p.mirna_loss * mirna) / (p.mirna_making * shut_by_zeb(p, protein))
        # opened = 10 - 9 q and open_share = 0.1 + 0.9 q for SNAIL's two factors: weighted so that q drops out.
        balance = opened * (1 - p.shut) + open_share * (p.opened - 1)
        if balance > p.opened - p.shut:
            high = protein
        else:
            low = protein
    q = (open_share - p.shut) / (1 - p.shut)
    far = 10 * HIGH * THOUSAND
    snail = 0.0
    if q < 1:
        snail = min(p.half_snail * math.sqrt(1 / q - 1), far) if q > 0 else far
    y[MIRNA], y[MESSAGE], y[PROTEIN], y[SNAIL] = mirna, message, protein, snail


def kind_of(mirna):
    """Return the state of a cell with this much miR-200."""
    if mirna > EPITHELIAL_ABOVE:
        return EPITHELIAL
    return HYBRID if mirna > HYBRID_ABOVE else MESENCHYMAL


def trace_curve(p, out, work):
    """Write the curve of resting states from much miR-200 to little; where SNAIL falls along it, it is unstable."""
    for i in range(POINTS):
        mirna = MOST_MIRNA * power(LEAST_MIRNA / MOST_MIRNA, i / (POINTS - 1))
        rest_along(p, mirna, work.y)
        work.mirna[i] = mirna
        out.curve_snail[i], out.curve_zeb[i] = work.y[SNAIL] / THOUSAND, work.y[MESSAGE]
    resting, tipping = 0, 0
    for i in range(1, POINTS):
        before, after = out.curve_snail[i - 1], out.curve_snail[i]
        if before <= p.signal < after:
            resting += 1
        if after < before and after < HIGH and before > LOW:
            tipping += 1
    out.resting_states = resting
    out.forgetful = 1 if tipping == 0 else 0


def cut_piece(curve_snail, curve_zeb, mirna, kind, snail, zeb):
    """Copy the stable stretch of one kind; the points before and after it become its two ends."""
    first, last = POINTS, 0
    for i in range(1, POINTS - 1):
        if kind_of(mirna[i]) == kind and curve_snail[i - 1] < curve_snail[i + 1]:
            first, last = min(first, i), i
    for i in range(POINTS):
        j = min(max(i, min(first, POINTS - 1)), max(last, min(first, POINTS - 1)))
        snail[i], zeb[i] = curve_snail[j], curve_zeb[j]


# A cell with a past ------------------------------------------------------------------------------------------------


def settle(p, y, k, hours, still):
    """Let a cell come to rest for at most so many hours."""
    for _ in range(hours):
        before = y[PROTEIN]
        rk4_step(rates, p, y, 1.0, k)
        if abs(y[PROTEIN] - before) < still * before:
            break


def begin(p, y, k):
    """Write the state of a cell that has always had the least SNAIL."""
    y[MIRNA], y[MESSAGE], y[PROTEIN], y[SNAIL] = MOST_MIRNA, 0.0, 0.0, LOW * THOUSAND
    settle(p, y, k, REST, STILL)


def step_to(p, y, k, start, stop, step):
    """Move SNAIL to the given step on the way from `start` to `stop`, in thousands, and let the cell follow."""
    y[SNAIL] = THOUSAND * (start + (stop - start) * step / LEG)
    if step == LEG:
        settle(p, y, k, REST, STILL)
    else:
        settle(p, y, k, PAUSE, QUIET)


@kernel(inputs, outputs, scratch)
def switch(p, out, work):
    """Find every resting state, and walk one cell through its past: up to the highest SNAIL, down to SNAIL now."""
    y, k = work.y, work.k
    trace_curve(p, out, work)
    cut_piece(out.curve_snail, out.curve_zeb, work.mirna, EPITHELIAL, out.epithelial_snail, out.epithelial_zeb)
    cut_piece(out.curve_snail, out.curve_zeb, work.mirna, HYBRID, out.hybrid_snail, out.hybrid_zeb)
    cut_piece(out.curve_snail, out.curve_zeb, work.mirna, MESENCHYMAL, out.mesenchymal_snail, out.mesenchymal_zeb)
    out.epithelial_until, out.mesenchymal_from = out.epithelial_snail[POINTS - 1], out.mesenchymal_snail[0]
    out.hybrid_from, out.hybrid_until = out.hybrid_snail[0], out.hybrid_snail[POINTS - 1]

    highest = max(p.signal, p.peak)
    begin(p, y, k)
    rising_kind, furthest = EPITHELIAL, EPITHELIAL
    for i in range(TRIP):
        if 0 < i <= LEG:
            step_to(p, y, k, LOW, p.signal, i)
            rising_kind = kind_of(y[MIRNA])
        elif LEG < i <= 2 * LEG:
            step_to(p, y, k, p.signal, highest, i - LEG)
        elif i > 2 * LEG:
            step_to(p, y, k, highest, p.signal, i - 2 * LEG)
        furthest = max(furthest, kind_of(y[MIRNA]))
        out.trip_snail[i], out.trip_zeb[i], out.trip_mirna[i] = y[SNAIL] / THOUSAND, y[MESSAGE], y[MIRNA]
        out.trip_kind[i] = kind_of(y[MIRNA])

    kind = kind_of(y[MIRNA])
    out.highest, out.zeb, out.mirna, out.kind = highest, y[MESSAGE], y[MIRNA], kind
    out.epithelial = 1 if kind == EPITHELIAL else 0
    out.hybrid_kept = 1 if kind == HYBRID and rising_kind == EPITHELIAL else 0
    out.hybrid_held = 1 if kind == HYBRID and rising_kind == HYBRID else 0
    out.mesenchymal_kept = 1 if kind == MESENCHYMAL and rising_kind != MESENCHYMAL else 0
    out.half_way_low = 1 if kind == HYBRID and p.signal <= 200.0 else 0
    out.returned = 1 if kind == EPITHELIAL and furthest == MESENCHYMAL else 0


@kernel(inputs, tissue_outputs, tissue_scratch, slow=True)
def tissue(p, out, work):
    """Follow a hundred cells for six weeks; all begin in the state of the one cell, and each one's SNAIL wanders."""
    y, k, start = work.y, work.k, work.start
    highest = max(p.signal, p.peak)
    begin(p, y, k)
    for i in range(1, LEG + 1):
        step_to(p, y, k, LOW, p.signal, i)
    for i in range(1, LEG + 1):
        step_to(p, y, k, p.signal, highest, i)
    for i in range(1, LEG + 1):
        step_to(p, y, k, highest, p.signal, i)
    for j in range(4):
        start[j] = y[j]

    seed_random(work.state, p.seed)
    kept = exp(-1 / p.memory_hours)  # of a cell's difference from the mean after an hour
    spread = p.noise * math.sqrt(1 - kept * kept)
    for cell in range(CELLS):
        for j in range(4):
            y[j] = start[j]
        difference = 0.0
        for frame in range(FRAMES):
            if frame > 0:
                for _ in range(2 * HOURS_PER_DAY):
                    difference = kept * difference + spread * normal(work.state)
                    y[SNAIL] = THOUSAND * max(p.signal + difference, 0.0)
                    rk4_step(rates, p, y, 1.0, k)
            kind = kind_of(y[MIRNA])
            out.cells[frame, cell] = kind
            if kind == EPITHELIAL:
                out.epithelial_cells[frame] += 1
            elif kind == HYBRID:
                out.hybrid_cells[frame] += 1
            else:
                out.mesenchymal_cells[frame] += 1

    last = FRAMES - 1
    for frame in range(FRAMES):
        out.day[frame] = 2 * frame
    out.epithelial_end, out.hybrid_end = out.epithelial_cells[last], out.hybrid_cells[last]
    out.mesenchymal_end = out.mesenchymal_cells[last]
    least = min(out.epithelial_end, out.hybrid_end, out.mesenchymal_end)
    out.mixed = 1 if least >= MANY else 0


# The figure --------------------------------------------------------------------------------------------------------

SYMBOLS = ("square", "circle", "diamond")
COLOURS = ("var(--tissue)", "var(--surface)", "var(--tumour)")
EDGES = ("var(--tissue-ink)", "var(--tumour)", "var(--tumour)")


def line(snail, zeb, colour, **more):
    """Return the trace of one line over the level of SNAIL."""
    style = {"color": colour, "width": 4, **more}
    return {"type": "scatter", "mode": "lines", "line": style, "cliponaxis": True, "hoverinfo": "skip",
            "meta": {"bind": {"x": snail, "y": zeb}}}


def marble(x, y, kind):
    """Return the trace of the cell as a marble."""
    return {"type": "scatter", "mode": "markers", "marker": {"size": 18, "line": {"width": 2, "color": "var(--ink)"}},
            "hoverinfo": "skip",
            "meta": {"bind": {"x": x, "y": y, "marker.symbol": {"field": kind, "values": SYMBOLS},
                              "marker.color": {"field": kind, "values": COLOURS}}}}


def name(text, height, colour):
    """Return the label of a state at the right edge."""
    return {"text": text, "x": 1, "xshift": 8, "yref": "y", "y": height, "yanchor": "middle", "yshift": 0,
            "font": {"color": colour, "size": 14}}


RESTS = (
    line("curve_snail", "curve_zeb", "var(--edge)", width=1.5, dash="dash"),
    line("epithelial_snail", "epithelial_zeb", "var(--tissue)"),
    line("hybrid_snail", "hybrid_zeb", "var(--tumour)", width=2.5),
    line("mesenchymal_snail", "mesenchymal_zeb", "var(--tumour)"),
    line("trip_snail", "trip_zeb", "var(--ink)", width=1.25),
)
AXES = {
    "xaxis": {"range": [LOW - 2, HIGH + 2], "tickvals": [150, 175, 200, 225, 250],
              "title": {"text": "SNAIL, thousand molecules", "standoff": 6}},
    "yaxis": {"range": [0, 1250], "tickvals": [0, 500, 1000]},
    "margin": {"b": 48, "l": 44},
    "hovermode": False,
    "annotations": [
        {"text": "ZEB messages in the cell", "xshift": -44},
        name("◆ let go", 850, "var(--tumour-ink)"),
        name("● half-way", 390, "var(--tumour-ink)"),
        name("■ holding", 60, "var(--tissue-ink)"),
    ],
}
NOW_LINE = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "var(--hair)", "width": 1.5}}
ONE_CELL = View(
    "One cell",
    [*RESTS, marble("signal", "zeb", "kind")],
    {**AXES, "shapes": [{**NOW_LINE, "x0": 200, "x1": 200}],
     "meta": {"bind": {"shapes[0].x0": "signal", "shapes[0].x1": "signal"}}},
    alt="The resting states of a cell over its SNAIL: a line folded like an S, twice. A marble shows where the cell is, "
        "and a thin line the way that it took.",
)
JOURNEY = View(
    "Its past",
    [*RESTS, marble("trip_snail[frame]", "trip_zeb[frame]", "trip_kind[frame]")],
    AXES,
    alt="The same folded line. The marble moves along it as SNAIL rises to its highest and falls back.",
    frames=Frames("trip_snail", "SNAIL {trip_snail[frame]:.0f}", per_second=24),
)


def count(words, cells, height, colour):
    """Return the label of one kind of cell beside the hundred, with its count."""
    return {"type": "scatter", "mode": "text", "x": [SIDE + 0.3], "textposition": "middle right", "y": [height],
            "texttemplate": "%{text} " + words, "textfont": {"color": colour, "size": 14}, "cliponaxis": False,
            "hoverinfo": "skip", "meta": {"bind": {"text": cells}}}


HUNDRED = View(
    "A hundred cells",
    [
        {"type": "scatter", "mode": "markers", "marker": {"size": 14, "line": {"width": 2}}, "hoverinfo": "skip",
         "x": [cell % SIDE for cell in range(CELLS)], "y": [cell // SIDE for cell in range(CELLS)],
         "meta": {"bind": {"marker.symbol": {"field": "cells[frame]", "values": SYMBOLS},
                           "marker.color": {"field": "cells[frame]", "values": COLOURS},
                           "marker.line.color": {"field": "cells[frame]", "values": EDGES}}}},
        count("◆ let go", "mesenchymal_cells[frame]", 7.5, "var(--tumour-ink)"),
        count("● half-way", "hybrid_cells[frame]", 4.5, "var(--tumour-ink)"),
        count("■ holding", "epithelial_cells[frame]", 1.5, "var(--tissue-ink)"),
    ],
    {"xaxis": {"range": [-0.7, 15], "visible": False}, "yaxis": {"range": [-0.8, SIDE - 0.2], "visible": False},
     "margin": {"l": 0, "r": 0, "t": 4, "b": 4}, "hovermode": False},
    alt="A hundred cells, each drawn by its state: squares hold on, rings are half-way, diamonds have let go.",
    frames=Frames("day", "Day {day[frame]:.0f}", per_second=6),
)


def over_time(cells, label, colour, **more):
    """Return the line of one kind of cell over the six weeks."""
    return {"type": "scatter", "mode": "lines", "line": {"color": colour, "width": 3, **more},
            "meta": {"bind": {"x": "day", "y": cells}, "label": label, "before": True}}


SIX_WEEKS = View(
    "Six weeks",
    [over_time("epithelial_cells", "■ holding", "var(--tissue-ink)", dash="dash"),
     over_time("hybrid_cells", "● half-way", "var(--tumour)", width=2),
     over_time("mesenchymal_cells", "◆ let go", "var(--tumour)", width=4)],
    {"xaxis": {"range": [0, DAYS], "tickvals": [0, 14, 28, 42], "ticktext": ["start", "2", "4", "6 weeks"]},
     "yaxis": {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]},
     "annotations": [{"text": "Cells of 100"}]},
    alt="How many of the hundred cells hold on, are half-way and have let go, day by day for six weeks.",
)


# The numbers to compare with -----------------------------------------------------------------------------------------


def resting_states_at_200():
    """Return in how many ways a cell can rest with 200 thousand molecules of SNAIL."""
    return simulation.run(signal=200).resting_states


def edge(output):
    """Return a function that computes where a stretch of the curve of resting states ends."""
    return lambda: getattr(simulation.run(), output)


def epithelial_after_six_weeks():
    """Return how many of 100 cells still hold on at 200 thousand, as a mean over ten tissues."""
    return float(simulation.sweep({"seed": range(1, 11)}, outputs=["epithelial_end"]).epithelial_end.mean())


simulation = Simulation(
    name="emt_switch",
    title="Same signal: why does one cell hold on and another let go?",
    caption="The line shows where a cell can rest at each level of SNAIL; the marble is one cell, carried there by its "
            "past.",
    kernels=(switch, tissue),
    views=(ONE_CELL, JOURNEY, HUNDRED, SIX_WEEKS),
    summary=(
        ("epithelial", ("**Holding.** With {signal:.0f} thousand SNAIL this cell has {mirna:,.0f} copies of miR-200, "
                        "and its grip on its neighbours.")),
        ("hybrid_kept", ("**Half-way, because of its past.** It once had {highest:.0f} thousand SNAIL. A cell that "
                         "never had more than {signal:.0f} would still hold on.")),
        ("hybrid_held", ("**Half-way.** With {signal:.0f} thousand SNAIL this cell rests between: {zeb:,.0f} ZEB "
                         "messages, some grip, some drive.")),
        ("mesenchymal_kept", ("**Let go, because of its past.** It once had {highest:.0f} thousand SNAIL. A cell "
                              "that never had more than {signal:.0f} would not be so far.")),
        ("", ("**Let go.** With {signal:.0f} thousand SNAIL this cell has {zeb:,.0f} ZEB messages; its miR-200 is "
              "down to {mirna:,.0f}.")),
    ),
    readouts={
        "Resting states at this level": "{resting_states:.0f}",
        "Of 100 such cells, after six weeks": "{epithelial_end:.0f} hold, {hybrid_end:.0f} half-way, "
                                              "{mesenchymal_end:.0f} let go",
    },
    numbers=Table({"SNAIL, thousand": "trip_snail:.0f", "ZEB messages": "trip_zeb:,.0f",
                   "miR-200": "trip_mirna:,.0f"}, rows=10),
    presets={
        "First rise": {"signal": 200.0, "peak": 150.0},
        "After a small peak": {"signal": 200.0, "peak": 217.0},
        "After a high peak": {"signal": 200.0, "peak": 240.0},
        "No memory": {"feedback": 4.0},
    },
    challenges=(
        Challenge("Leave a cell half-way with no more than 200 thousand SNAIL now.", done="half_way_low",
                  why="Half-way is a place to rest, not a moment: a peak between 210 and 224 leads there, and the cell "
                      "stays when SNAIL falls."),
        Challenge("Bring a cell that has let go back to holding.", done="returned",
                  why="It went back, but only far below the level at which it had let go, and without a stop "
                      "half-way."),
        Challenge("Get at least 20 cells of each kind after six weeks.", done="mixed",
                  why="One signal, one past, one set of genes: and still a mixed crowd."),
    ),
    badge="published model",
    evidence="estimates for one cell, not patients",
    leaves_out=(
        ("Grip itself: the model counts the molecules of a switch. That E-cadherin, the glue, follows ZEB is known "
         "from cells in a dish, and is not computed here."),
        ("Most of the network: miR-34, GRHL2, OVOL, the loops through TGF-beta and the packing of DNA all shift or "
         "steady the three states."),
        "Neighbours: the hundred cells neither touch nor signal to each other, and none divides or dies.",
        "Spread: a cell that lets go has moved nowhere. Nothing here says how often such a cell makes a metastasis.",
    ),
    source=PAPER,
    matches=(
        Match("Resting states at 200 thousand SNAIL", 3, resting_states_at_200, 0.0, source=PAPER, kind="check",
              format=".0f"),
        Match("An epithelial cell rests up to", 209.0, edge("epithelial_until"), 0.5, source="assumed",
              kind="regression band", unit="thousand SNAIL", format=".1f"),
        Match("A hybrid cell rests from", 193.5, edge("hybrid_from"), 0.5, source="assumed", kind="regression band",
              unit="thousand SNAIL", format=".1f"),
        Match("A hybrid cell rests up to", 225.0, edge("hybrid_until"), 0.5, source="assumed", kind="regression band",
              unit="thousand SNAIL", format=".1f"),
        Match("A mesenchymal cell rests from", 185.5, edge("mesenchymal_from"), 0.5, source="assumed",
              kind="regression band", unit="thousand SNAIL", format=".1f"),
        Match("Of 100 cells at 200 thousand, still holding after six weeks", (55.0, 66.0), epithelial_after_six_weeks,
              0.0, source="assumed", kind="regression band", format=".0f"),
    ),
)
