"""How long does a tumour cell stay in the blood, and how many does one tube hold: the gauntlet and the blood test.

A tumour lets `shed` cells a day into the blood. There a lone cell is lost in the flow, killed by a natural killer cell
(NK cell), gets out alive, or meets an escort (platelets, a neutrophil). With an escort it is lost half as often, killed a
fifth as often, and gets out three times as often. Rates in events an hour::

    lone = flow + killing k + out + meet          escorted = flow / 2 + killing k / 5 + 3 out
    stay = 1 / lone + meet / lone / escorted      mean hours in the blood
    out alive = out / lone + meet / lone * 3 out / escorted
    cells in the blood = shed / 24 * stay         at a steady state; a tube of v mL from b litres holds v / (1000 b) of it

A tube's count is Poisson. `flow + killing + out` is ln 2 / half-life, the rate at which a lone cell leaves with the usual
NK cells (k = 1). How it divides into the three is assumed, as is all that an escort does. Without escorts and with
k = 1 there are R / lambda cells in the blood, R an hour and lambda = ln 2 / half-life.
"""

from __future__ import annotations

from widgets.core import Array, Choice, Constant, Flag, Grid, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import LN2, exp, poisson, seed_random, to_index, uniform

HALF_LIFE, SHEDDING, EARLY, ADVANCED, SMALL = "meng2004", "butler1975", "janni2016", "cristofanilli2004", "coumans2013"

HOURS_PER_DAY, ML_PER_LITRE = 24.0, 1000.0
TUBES = 100
CUT = 5  # cells in 7.5 mL: from here on a count was linked to a worse outlook in metastatic disease
EMPTY, FEW, MANY = 0, 1, 2  # what a tube holds: none, fewer than the cut, the cut or more
DOTS = 200  # cells of a tube that are drawn at most
AWAY = -100.0  # a dot that is not there stands here, off the sheet
TIMES, LAST_HOUR = 49, 12.0
LEVELS, RAREST, DENSEST = 61, 0.1, 1000.0  # tumour cells in a litre, ends of an axis
TUBE, FOUR_TUBES = 7.5, 30.0  # mL
HIDDEN_CELLS = 1000.0  # in the blood: what a challenge asks for
SCARCE = 1.5  # tumour cells in the blood: fewer round to one or none
TWICE = 2.0

# The drawing: a tube that lies on its side.
LEFT, RIGHT, LOWER, UPPER = 0.1, 18.2, 7.1, 9.3

inputs = Inputs(
    shed=Slider("Cells shed into the blood in a day", 2500.0, digits=0, role="tumour", published=3.2e6, source=SHEDDING,
                stops=(100.0, 500.0, 1000.0, 2500.0, 5000.0, 1e4, 2.5e4, 1e5, 2.5e5, 1e6, 3.2e6),
                note="a gram of tumour in rats: 3,200,000"),
    half_life=Slider("Half of them are gone within", 1.0, low=0.2, high=4.0, step=0.2, unit="hours", role="blood",
                     published=2.4, source=HALF_LIFE, note="in people: 1 to 2.4 hours"),
    killing=Slider("Killing by NK cells", 1.0, low=0.0, high=5.0, step=0.1, unit="times as usual", role="immune",
                   source="assumed"),
    escorts=Slider("Lone cells that meet an escort", 0.0, low=0.0, high=50.0, step=1.0, unit="of 100", role="blood",
                   digits=0, source="assumed"),
    volume=Choice("Blood in the tube", TUBE, options={"7.5 mL": TUBE, "30 mL": FOUR_TUBES}, source="assumed"),
    seed=Seed(),
    flow_weight=Constant(0.12, unit="an hour at a half-life of 3.6 hours", source="assumed", label="Lost in the flow"),
    killing_weight=Constant(0.07, unit="an hour at a half-life of 3.6 hours", source="assumed", label="Killed by NK cells"),
    out_weight=Constant(0.002, unit="an hour at a half-life of 3.6 hours", source="assumed", label="Out alive"),
    flow_escorted=Constant(0.5, unit="times", source="assumed", label="Lost in the flow, with an escort"),
    killing_escorted=Constant(0.2, unit="times", source="assumed", label="Killed, with an escort"),
    out_escorted=Constant(3.0, unit="times", source="assumed", label="Out alive, with an escort"),
    blood=Constant(5.0, unit="litres", source="assumed", label="Blood of a person"),
    hour=Grid(0.0, LAST_HOUR, TIMES, unit="hours"),
    litre_axis=Grid(RAREST, DENSEST, LEVELS, times=True, label="Tumour cells in a litre of blood"),
)

outputs = Outputs(
    stay=Number("Mean stay in the blood", "hours", role="blood"),
    in_blood=Number("Tumour cells in all the blood at any moment", "cells", role="tumour"),
    per_litre=Number("Tumour cells in a litre", "cells", role="tumour"),
    mean_count=Number("Tumour cells expected in a tube", "cells", role="tumour"),
    expected_empty=Number("Tubes expected to be empty", "of 100", role="blood"),
    out_alive=Number("Get out of the blood alive", "of 100", role="tumour"),
    killed=Number("Killed by NK cells", "of 100", role="immune"),
    torn=Number("Lost in the flow", "of 100", role="blood"),
    count=Number("Tumour cells in this tube", role="tumour"),
    empty=Number("Empty tubes of the hundred", role="blood"),
    few=Number("Tubes with one to four cells", role="tumour"),
    many=Number("Tubes with five or more cells", role="tumour"),
    tube_kind=Array(TUBES, "u1", label="What each tube holds, the empty first"),
    dot_x=Array(DOTS), dot_y=Array(DOTS),
    lone=Array(TIMES, label="Lone cells still in the blood", unit="of 100", role="tumour"),
    alive=Array(TIMES, label="Cells still in the blood", unit="of 100", role="tumour"),
    left=Array(TIMES, label="Cells shed in one hour that are still in the blood", role="tumour"),
    seen_in_tube=Array(LEVELS, label="Tubes of 7.5 mL with a cell or more", unit="of 100"),
    seen_in_four=Array(LEVELS, label="Tubes of 30 mL with a cell or more", unit="of 100"),
    litre_now=Number("Tumour cells in a litre, kept on the axis"),
    seen_now=Number("Tubes expected to hold a cell or more", "of 100", role="tumour"),
    scarce=Flag("One tumour cell or less is in all the blood, on average"),
    none=Flag("This tube is empty"),
    single=Flag("This tube holds one cell"),
    hidden=Flag("This tube is empty, though a thousand tumour cells or more are in the blood"),
    escorted=Flag("Twice as many get out alive as without escorts, with the usual NK cells or more"),
    steady=Flag("NK cells are five times as active, and the tube still expects half as many cells or more"),
)

scratch = Scratch(random=Array(4, "u8"))


# The law -----------------------------------------------------------------------------------------------------------


def scale(p):
    """Return the factor that gives the assumed rates the chosen half-life."""
    return LN2 / p.half_life / (p.flow_weight + p.killing_weight + p.out_weight)


def meeting(p):
    """Return how many lone cells meet an escort in an hour, so that the chosen share does with the usual NK cells."""
    share = p.escorts / 100
    return share / (1 - share) * LN2 / p.half_life


def leaving_lone(p):
    """Return the rate at which a lone cell stops being one, in events an hour."""
    return scale(p) * (p.flow_weight + p.killing_weight * p.killing + p.out_weight) + meeting(p)


def leaving_escorted(p):
    """Return the rate at which an escorted cell leaves the blood, in events an hour."""
    return scale(p) * (p.flow_weight * p.flow_escorted + p.killing_weight * p.killing * p.killing_escorted
                       + p.out_weight * p.out_escorted)


def ending(p, weight, escorted):
    """Return the share of cells that end in one way, whose weight is `escorted` times as large with an escort."""
    alone = scale(p) * weight / leaving_lone(p)
    return alone + meeting(p) / leaving_lone(p) * scale(p) * weight * escorted / leaving_escorted(p)


def lone_after(p, hours):
    """Return the share of cells that are still in the blood, without an escort, after so many hours."""
    return exp(-leaving_lone(p) * hours)


def escorted_after(p, hours):
    """Return the share of cells that are still in the blood, with an escort, after so many hours."""
    fast, slow = leaving_lone(p), leaving_escorted(p)  # an escorted cell always leaves more slowly
    return meeting(p) * (exp(-slow * hours) - exp(-fast * hours)) / (fast - slow)


def seen(per_litre, volume):
    """Return how many of 100 tubes of this volume, in mL, hold a cell or more."""
    return 100 * (1 - exp(-per_litre * volume / ML_PER_LITRE))


# The kernel --------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def gauntlet(p, out, work):
    """Follow cells through the blood, and draw a hundred tubes of it."""
    lone, slow = leaving_lone(p), leaving_escorted(p)
    out.stay = 1 / lone + meeting(p) / lone / slow
    out.in_blood = p.shed / HOURS_PER_DAY * out.stay
    out.per_litre = out.in_blood / p.blood
    out.mean_count = out.per_litre * p.volume / ML_PER_LITRE
    out.expected_empty = 100 * exp(-out.mean_count)
    out.out_alive = 100 * ending(p, p.out_weight, p.out_escorted)
    out.killed = 100 * ending(p, p.killing_weight * p.killing, p.killing_escorted)
    out.torn = 100 * ending(p, p.flow_weight, p.flow_escorted)
    for i in range(TIMES):
        out.lone[i] = 100 * lone_after(p, p.hour[i])
        out.alive[i] = out.lone[i] + 100 * escorted_after(p, p.hour[i])
        out.left[i] = p.shed / HOURS_PER_DAY * out.alive[i] / 100
    for i in range(LEVELS):
        out.seen_in_tube[i] = seen(p.litre_axis[i], TUBE)
        out.seen_in_four[i] = seen(p.litre_axis[i], FOUR_TUBES)
    out.litre_now = min(max(out.per_litre, RAREST), DENSEST)
    out.seen_now = 100 - out.expected_empty
    draw_tubes(p, out, work.random)

    out.scarce = 1 if out.in_blood < SCARCE else 0
    out.none = 1 if out.count < 1 else 0
    out.single = 1 if out.count == 1 else 0
    out.hidden = 1 if out.none == 1 and out.in_blood >= HIDDEN_CELLS else 0
    alone = 100 * p.out_weight / (p.flow_weight + p.killing_weight + p.out_weight)
    out.escorted = 1 if p.killing >= 1 and out.out_alive >= TWICE * alone else 0
    usual = p.shed / HOURS_PER_DAY * p.half_life / LN2
    out.steady = 1 if p.killing >= 5 and out.in_blood >= usual / TWICE else 0


def draw_tubes(p, out, random):
    """Draw a hundred tubes; the first is the one that is shown."""
    for tube in range(TUBES):
        seed_random(random, p.seed, tube)
        found = poisson(random, out.mean_count)
        if tube == 0:
            out.count = found
            shown = to_index(found, 0, DOTS)
            for i in range(DOTS):
                out.dot_x[i] = LEFT + 0.5 + (RIGHT - LEFT - 1.4) * uniform(random)
                out.dot_y[i] = LOWER + 0.3 + (UPPER - LOWER - 0.6) * uniform(random) if i < shown else AWAY
        out.empty += 1 if found < 1 else 0
        out.many += 1 if found >= CUT else 0
    out.few = TUBES - out.empty - out.many
    for tube in range(TUBES):
        out.tube_kind[tube] = EMPTY if tube < out.empty else FEW if tube < TUBES - out.many else MANY
