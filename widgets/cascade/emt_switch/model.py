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
9 times the one on miR-200 and 0.9 times the other make 9.9 whatever S is. So each u leaves one equation in Z, whose
left side rises (up to a self-activation of 9 fold), and then q gives S: all resting states lie on one line along u.
A cell whose SNAIL changes slowly is carried along this line: forwards by more SNAIL, backwards by less, and over its
folds by a jump. So its past is all that a run needs to know, and no run needs to remember another.
"""

from __future__ import annotations

import math

from widgets.core import Array, Constant, Data, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import exp, normal, rk4_step, seed_random, to_index

from .circuit import (
    EPITHELIAL,
    HIGH,
    HYBRID,
    LOW,
    MESENCHYMAL,
    MIRNA,
    POINTS,
    SNAIL,
    THOUSAND,
    kind_of,
    rates,
    rest_with,
    trace_curve,
)

PAPER = "lu2013"
FACTS = "numbers are facts"  # the licence of the three tables

SOFT = 5.0  # thousand SNAIL: slopes of the valleys level off beyond this, so that shallow valleys can be seen
DEEPEST, HIGHEST, RADIUS = 1_500.0, 20_000.0, 1_000.0  # of that picture: the lowest ground, the top, the marble

LEG = 100  # steps of SNAIL on the way up, and on the way down
TRIP = 2 * LEG + 1

CELLS, SIDE = 100, 10
DAYS, HOURS = 42, 24
LITTLE, MUCH = 195.0, 180.0  # thousand SNAIL, of the first two challenges
MANY = 20  # cells of each kind, of the third

inputs = Inputs(
    signal=Slider("SNAIL in the cell now", 200.0, low=LOW, high=HIGH, step=1.0, unit="thousand", role="tumour",
                  source=PAPER, note="thousand molecules, around the published switch"),
    peak=Slider("Highest SNAIL before now", LOW, low=LOW, high=HIGH, step=1.0, unit="thousand", source="assumed",
                note="the past: SNAIL rose to here, then fell"),
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
    curve_snail=Array(POINTS, label="SNAIL of a resting cell", unit="thousand molecules"),
    curve_zeb=Array(POINTS, label="ZEB messages of a resting cell"),
    curve_mirna=Array(POINTS, label="miR-200 of a resting cell", unit="molecules"),
    valleys=Array(POINTS, label="Height of the ground, by miR-200"),
    marble_height=Number("Height of the marble on this ground"),
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
    returned=Flag("Epithelial, and was mesenchymal"),
    epithelial=Flag("Epithelial"),
    hybrid_kept=Flag("Hybrid, and would be epithelial without its past"),
    hybrid=Flag("Hybrid"),
    mesenchymal_kept=Flag("Mesenchymal, and would not be so without its past"),
    half_way_low=Flag("Hybrid with little SNAIL"),
    returned_early=Flag("Epithelial, and was mesenchymal, with much SNAIL"),
)
tissue_outputs = Outputs(
    day=Array(DAYS + 1, unit="days"),
    cells=Array(CELLS, "u1", label="State of each cell after six weeks"),
    epithelial_cells=Array(DAYS + 1), hybrid_cells=Array(DAYS + 1, role="tumour"),
    mesenchymal_cells=Array(DAYS + 1, role="tumour"),
    epithelial_end=Number("Epithelial after six weeks", "cells of 100"),
    hybrid_end=Number("Hybrid after six weeks", "cells of 100"),
    mesenchymal_end=Number("Mesenchymal after six weeks", "cells of 100"),
    mixed=Flag("Many cells of each kind after six weeks, without a higher peak before"),
)
scratch = Scratch(y=(4,))
tissue_scratch = Scratch(y=(4,), start=(4,), k=(5, 4), state=Array(4, "u8"), snail=(POINTS,), zeb=(POINTS,),
                         mirna=(POINTS,))


# The resting states ------------------------------------------------------------------------------------------------


def cut_piece(out, kind, snail, zeb):
    """Copy the stable stretch of one kind; the points before and after it become its two ends."""
    first, last = POINTS - 1, 0
    for i in range(1, POINTS - 1):
        if kind_of(out.curve_mirna[i]) == kind and out.curve_snail[i - 1] < out.curve_snail[i + 1]:
            first, last = min(first, i), i
    for i in range(POINTS):
        j = max(min(i, last), first)
        snail[i], zeb[i] = out.curve_snail[j], out.curve_zeb[j]


# A cell with a past ------------------------------------------------------------------------------------------------


def carry(curve_snail, place, snail):
    """Return where on the line a cell comes to rest that was at `place` before SNAIL changed slowly to this level.

    A place is the number of a point and a share of the way to the next. More SNAIL carries the cell forwards to the
    first state that can rest there, less carries it backwards. Past a fold that is a jump: the state is gone.
    """
    i = to_index(place, 0, POINTS - 2)
    if at(curve_snail, place) < snail:
        for j in range(i, POINTS - 1):
            if curve_snail[j + 1] >= snail:
                return j + (snail - curve_snail[j]) / (curve_snail[j + 1] - curve_snail[j])
        return POINTS - 1.0
    for j in range(i, -1, -1):
        if curve_snail[j] < snail:
            return j + (snail - curve_snail[j]) / (curve_snail[j + 1] - curve_snail[j])
    return 0.0


def at(values, place):
    """Return what stands at a place of the line."""
    i = to_index(place, 0, POINTS - 2)
    return values[i] + (place - i) * (values[i + 1] - values[i])


@kernel(inputs, outputs, scratch)
def switch(p, out, work):
    """Find every resting state, and carry one cell through its past: up to the highest SNAIL, down to SNAIL now."""
    trace_curve(p, out.curve_snail, out.curve_zeb, out.curve_mirna, work.y)
    cut_piece(out, EPITHELIAL, out.epithelial_snail, out.epithelial_zeb)
    cut_piece(out, HYBRID, out.hybrid_snail, out.hybrid_zeb)
    cut_piece(out, MESENCHYMAL, out.mesenchymal_snail, out.mesenchymal_zeb)
    out.epithelial_until, out.mesenchymal_from = out.epithelial_snail[POINTS - 1], out.mesenchymal_snail[0]
    out.hybrid_from, out.hybrid_until = out.hybrid_snail[0], out.hybrid_snail[POINTS - 1]
    for i in range(1, POINTS):
        out.resting_states += 1 if out.curve_snail[i - 1] < p.signal <= out.curve_snail[i] else 0

    highest = max(p.signal, p.peak)
    place, furthest = 0.0, EPITHELIAL
    for i in range(TRIP):
        # The last step lands on SNAIL now exactly.
        snail = LOW + (highest - LOW) * i / LEG if i <= LEG else p.signal + (highest - p.signal) * (TRIP - 1 - i) / LEG
        place = carry(out.curve_snail, place, snail)
        out.trip_snail[i], out.trip_zeb[i], out.trip_mirna[i] = snail, at(out.curve_zeb, place), \
            at(out.curve_mirna, place)
        out.trip_kind[i] = kind_of(out.trip_mirna[i])
        furthest = max(furthest, kind_of(out.trip_mirna[i]))

    out.highest, out.zeb, out.mirna = highest, at(out.curve_zeb, place), at(out.curve_mirna, place)
    describe(p, out, furthest)
    draw_valleys(p, out, place)


def describe(p, out, furthest):
    """Write which state the cell is in, and whether it owes it to its past."""
    kind, without_past = kind_of(out.mirna), kind_of(at(out.curve_mirna, carry(out.curve_snail, 0.0, p.signal)))
    out.kind = kind
    out.epithelial = 1 if kind == EPITHELIAL else 0
    out.hybrid = 1 if kind == HYBRID else 0
    out.hybrid_kept = 1 if kind == HYBRID and without_past != kind else 0
    out.mesenchymal_kept = 1 if kind == MESENCHYMAL and without_past != kind else 0
    out.half_way_low = 1 if kind == HYBRID and p.signal <= LITTLE else 0
    out.returned = 1 if kind == EPITHELIAL and furthest == MESENCHYMAL else 0
    out.returned_early = 1 if out.returned == 1 and p.signal >= MUCH else 0


def draw_valleys(p, out, place):
    """Write a height for each amount of miR-200, so that the cell rolls downhill and every resting state is level.

    With more SNAIL than a state needs to rest, miR-200 falls from there; with less it rises. The slope is the excess.
    """
    for i in range(1, POINTS):
        excess = p.signal - (out.curve_snail[i - 1] + out.curve_snail[i]) / 2
        slope = excess / (abs(excess) + SOFT)
        out.valleys[i] = out.valleys[i - 1] - slope * (out.curve_mirna[i - 1] - out.curve_mirna[i])
    lowest = out.valleys[0]
    for i in range(1, POINTS):
        lowest = min(lowest, out.valleys[i])
    for i in range(POINTS):
        out.valleys[i] += DEEPEST - lowest
    out.marble_height = at(out.valleys, place) + RADIUS


# A hundred cells ---------------------------------------------------------------------------------------------------


@kernel(inputs, tissue_outputs, tissue_scratch, slow=True)
def tissue(p, out, work):
    """Follow a hundred cells for six weeks; all begin in the state of the one cell, and each one's SNAIL wanders."""
    trace_curve(p, work.snail, work.zeb, work.mirna, work.y)
    place = carry(work.snail, carry(work.snail, 0.0, max(p.signal, p.peak)), p.signal)
    rest_with(p, at(work.mirna, place), work.start)

    seed_random(work.state, p.seed)
    y = work.y
    kept = exp(-1 / p.memory_hours)  # of a cell's difference from the mean, after an hour
    spread = p.noise * math.sqrt(1 - kept * kept)
    for cell in range(CELLS):
        for j in range(4):
            y[j] = work.start[j]
        difference = 0.0
        for day in range(DAYS + 1):
            for _ in range(HOURS if day > 0 else 0):
                difference = kept * difference + spread * normal(work.state)
                y[SNAIL] = THOUSAND * max(p.signal + difference, 0.0)
                rk4_step(rates, p, y, 1.0, work.k)
            kind = kind_of(y[MIRNA])
            out.day[day] = day
            out.epithelial_cells[day] += 1 if kind == EPITHELIAL else 0
            out.hybrid_cells[day] += 1 if kind == HYBRID else 0
            out.mesenchymal_cells[day] += 1 if kind == MESENCHYMAL else 0
        out.cells[cell] = kind_of(y[MIRNA])
    out.epithelial_end, out.hybrid_end = out.epithelial_cells[DAYS], out.hybrid_cells[DAYS]
    out.mesenchymal_end = out.mesenchymal_cells[DAYS]
    least = min(out.epithelial_end, out.hybrid_end, out.mesenchymal_end)
    out.mixed = 1 if least >= MANY and p.peak <= p.signal else 0
