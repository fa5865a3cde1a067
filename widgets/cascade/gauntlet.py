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

from widgets.core import (
    Array,
    Challenge,
    Choice,
    Constant,
    Flag,
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
    marks,
)
from widgets.core.kernels.numerics import LN2, exp, poisson, power, seed_random, to_index, uniform

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

# The drawing: a tube that lies on its side, above the signs for a hundred tubes in rows of twenty.
ACROSS = 20
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
    hour=Array(TIMES, unit="hours"),
    lone=Array(TIMES, label="Lone cells still in the blood", unit="of 100", role="tumour"),
    alive=Array(TIMES, label="Cells still in the blood", unit="of 100", role="tumour"),
    left=Array(TIMES, label="Cells shed in one hour that are still in the blood", role="tumour"),
    litre_axis=Array(LEVELS, label="Tumour cells in a litre of blood"),
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
        out.hour[i] = LAST_HOUR * i / (TIMES - 1)
        out.lone[i] = 100 * lone_after(p, out.hour[i])
        out.alive[i] = out.lone[i] + 100 * escorted_after(p, out.hour[i])
        out.left[i] = p.shed / HOURS_PER_DAY * out.alive[i] / 100
    for i in range(LEVELS):
        out.litre_axis[i] = RAREST * power(DENSEST / RAREST, i / (LEVELS - 1))
        out.seen_in_tube[i] = seen(out.litre_axis[i], TUBE)
        out.seen_in_four[i] = seen(out.litre_axis[i], FOUR_TUBES)
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


# The figures -------------------------------------------------------------------------------------------------------

LINE = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": True}
FOUND_IN_EARLY = 20.2  # of 100 people (Janni and others 2016)


tubes = View(
    "The tube",
    traces=[
        marks.points("Cells", "dot_x", "dot_y", "tumour", 7),
        *marks.icons([i % ACROSS for i in range(TUBES)], [4 - i // ACROSS for i in range(TUBES)], "tube_kind", {
            i: {"symbol": symbol, "size": size, "color": f"var(--{colour})", "line": {"width": 2, "color": f"var(--{colour})"}}
            for i, (symbol, size, colour) in enumerate((("circle-open", 8, "blood"), ("circle", 9, "tumour"),
                                                        ("diamond", 10, "tumour")))}),
        marks.tallies(("This tube: <b>%{text:,.0f}</b> tumour cells", "count", LEFT, 10.0, "tumour-ink"),
                      ("○ none: %{text}", "empty", -0.6, 5.55, "blood-ink"),
                      ("● 1–4: %{text}", "few", 6.7, 5.55, "tumour-ink"),
                      ("◆ 5+: %{text}", "many", 13.0, 5.55, "tumour-ink"), size=13),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 6, "r": 6, "t": 4, "b": 4},
        "xaxis": {"range": [-0.8, ACROSS - 0.2], "visible": False},
        "yaxis": {"range": [-0.6, 10.5], "visible": False},
        "shapes": [
            {"type": "path", "layer": "below", "fillcolor": "var(--blood-soft)",
             "line": {"color": "var(--blood)", "width": 2},
             "path": f"M {LEFT} {LOWER} L {RIGHT - 1} {LOWER} Q {RIGHT} {LOWER} {RIGHT} {(LOWER + UPPER) / 2} "
                     f"Q {RIGHT} {UPPER} {RIGHT - 1} {UPPER} L {LEFT} {UPPER} Z"},
            {"type": "rect", "layer": "below", "x0": LEFT - 0.7, "x1": LEFT, "y0": LOWER - 0.1, "y1": UPPER + 0.1,
             "fillcolor": "var(--blood)", "line": {"width": 0}},
        ],
        "annotations": [{"text": "A hundred tubes, by their tumour cells", "xref": "x", "yref": "y", "x": -0.6, "y": 6.45,
                         "xshift": 0, "yshift": 0, "yanchor": "middle"}],
    },
    alt="A tube of blood that lies on its side; each dot in it is a tumour cell, of which at most 200 are drawn. Below, "
        "a hundred tubes of the same blood as signs in five rows: hollow circles are empty, filled circles hold one to "
        "four tumour cells, diamonds five or more.",
)

stay = View(
    "Hour by hour",
    traces=[
        LINE | {"name": "All cells", "line": {"color": "var(--tumour)", "width": 3},
                "meta": {"bind": {"x": "hour", "y": "alive"}, "before": True}},
        LINE | {"name": "Lone cells", "line": {"color": "var(--tumour)", "width": 2, "dash": "6px 3px"},
                "meta": {"bind": {"x": "hour", "y": "lone"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 16, "t": 48, "b": 44},
        "xaxis": {"range": [0, LAST_HOUR], "tickvals": [0, 2, 4, 6, 8, 10, 12], "title": {"text": "Hours in the blood"}},
        "yaxis": {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Still in the blood, of 100 cells<br>━ all cells  ╍ without an escort"}],
    },
    alt="How many of 100 cells are still in the blood over twelve hours: two falling curves, solid for all cells and "
        "dashed for those without an escort. A dotted line shows the run before the last move.",
)

more_blood = View(
    "More blood",
    traces=[
        LINE | {"name": "7.5 mL", "line": {"color": "var(--blood)", "width": 3},
                "meta": {"bind": {"x": "litre_axis", "y": "seen_in_tube"}}},
        LINE | {"name": "30 mL", "line": {"color": "var(--blood)", "width": 2, "dash": "6px 3px"},
                "meta": {"bind": {"x": "litre_axis", "y": "seen_in_four"}}},
        LINE | {"name": "Early breast cancer", "x": [RAREST, DENSEST], "y": [FOUND_IN_EARLY] * 2,
                "line": {"color": "var(--people)", "width": 1.25, "dash": "2px 3px"}},
        marks.points("Now", "litre_now", "seen_now", "tumour", 12, cliponaxis=False),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 30, "t": 66, "b": 44},
        "xaxis": {"type": "log", "range": [-1, 3], "tickvals": [0.1, 1, 10, 100, 1000],
                  "ticktext": ["0.1", "1", "10", "100", "1,000"], "title": {"text": "Tumour cells in a litre of blood"}},
        "yaxis": {"range": [0, 102], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Tubes with a tumour cell, of 100<br>━ 7.5 mL  ╍ 30 mL  ● now<br>┈ early breast cancer, "
                                 "people: 20"}],
    },
    alt="How many of 100 tubes hold a tumour cell or more, by how many are in a litre of blood, for tubes of 7.5 and of "
        "30 millilitres: two curves from none to all. A dotted line marks the 20 of 100 people with early breast cancer "
        "in whose blood a cell was found. The dot is this run.",
)


# The declaration ---------------------------------------------------------------------------------------------------


def expected(name: str, **values: float) -> float:
    """Return a number that the law expects."""
    return float(gauntlet.run(inputs.record(**values))[name])


def alive_after_a_day(half_life: float) -> float:
    """Return how many of 100 lone cells are still in the blood after 24 hours."""
    record = inputs.record(half_life=half_life)
    return float(100 * exp(-LN2 / float(record["half_life"]) * HOURS_PER_DAY))


def per_litre_if_found_in(share: float) -> float:
    """Return how many cells a litre holds if so many of 100 tubes of 7.5 mL hold one or more, by halving."""
    low, high = 0.0, DENSEST
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if seen(middle, TUBE) < share else (low, middle)
    return high


USUAL_SHARE = 100 * 0.02 / 0.212  # of 100 cells meet an escort, where 0.02 do in an hour beside 0.192 that leave

simulation = Simulation(
    name="gauntlet",
    title="How many tumour cells does one tube of blood hold?",
    caption="Virtual blood. Cells come in, and leave dead or alive. A tube catches what is there at that moment.",
    kernels=(gauntlet,),
    views=(tubes, stay, more_blood),
    summary=(
        ("scarce", ("**Hardly a tumour cell** is in the blood, {in_blood:.1f} on average. Of a hundred tubes "
                    "**{empty:.0f}** came out empty.")),
        ("none", ("**This tube is empty**, though {in_blood:,.0f} tumour cells are in the blood. Of a hundred tubes "
                 "**{empty:.0f}** came out empty.")),
        ("single", ("**One tumour cell** in this tube, and {in_blood:,.0f} in all the blood. Of a hundred tubes "
                   "**{empty:.0f}** came out empty.")),
        ("", ("**{count:,.0f} tumour cells** in this tube, and {in_blood:,.0f} in all the blood. Of a hundred tubes "
             "**{empty:.0f}** came out empty.")),
    ),
    readouts={
        "Expected in a tube": "{mean_count:,.1f} tumour cells",
        "Mean stay in the blood": "{stay:.1f} hours",
        "Of 100 cells": "{torn:.1f} lost in the flow, {killed:.1f} killed, {out_alive:.1f} out alive",
    },
    numbers=Table({"Hour": "hour:.1f", "Still in the blood, of 100": "alive:.1f", "without an escort": "lone:.1f",
                   "Cells shed in one hour, still there": "left:,.1f"}),
    presets={
        "Found in one tube of five": {},
        "A hundred thousand a day": {"shed": 1e5},
        "A gram of rat tumour": {"shed": 3.2e6},
        "No NK cells": {"killing": 0.0},
        "Many escorts": {"escorts": 24.0},
    },
    challenges=(
        Challenge("Draw an empty tube although a thousand tumour cells or more are in the blood.", done="hidden",
                  why="You found it. A clear tube does not prove that there is nothing: it is a very small sample."),
        Challenge("Let twice as many get out alive as usual, without weakening the NK cells.", done="escorted",
                  why="You found it. Who is shielded lives longer, and has more time to get out."),
        Challenge("Make NK cells five times as active, and still expect at least half as many cells in the tube.",
                  done="steady", why="You found it. What the escorts shield, the NK cells do not see."),
    ),
    badge="illustrative",
    evidence="half-life from people",
    leaves_out=(
        "People: in a group some have many tumour cells in the blood and most have none. Here all share one mean.",
        "The test itself: no test finds every tumour cell, and some mark a healthy cell as one.",
        "How the loss divides into flow, killing and getting out, and what an escort does: assumed, not measured.",
        "Capillaries, where most cells get stuck at the first pass, before they reach a vein of the arm.",
        "Clusters, which are few and leave the blood sooner.",
        "Hours of day, movement, operations: shedding is the same at each moment.",
        "Neutrophils that harm tumour cells: here they only shield.",
    ),
    source=HALF_LIFE,
    matches=(
        Match("Tumour cells in the blood: 100,000 a day, half-life 1 hour", (6000, 6020), lambda: expected("in_blood", shed=1e5),
              0.0, "assumed", "regression band", "cells", ",.0f"),
        Match("In a tube of 7.5 mL: 100,000 a day, half-life 1 hour", (9.0, 9.05), lambda: expected("mean_count", shed=1e5),
              0.0, "assumed", "regression band", "cells", ".1f"),
        Match("In a tube: a gram of rat tumour, 1 hour", (288, 289), lambda: expected("mean_count", shed=3.2e6), 0.0,
              SHEDDING, "regression band", "cells", ",.1f"),
        Match("In a tube: a gram of rat tumour, 2.4 hours", (692, 693),
              lambda: expected("mean_count", shed=3.2e6, half_life=2.4), 0.0, SHEDDING, "regression band", "cells",
              ",.1f"),
        Match("In a litre, if 20.2 of 100 tubes hold a cell", (29.9, 30.3), lambda: per_litre_if_found_in(20.2), 0.0,
              EARLY, "regression band", "cells", ".1f"),
        Match("Tubes of 7.5 mL with a cell, at 9 in a litre", (6.4, 6.6), lambda: seen(9.0, TUBE), 0.0, SMALL,
              "regression band", "of 100", ".1f"),
        Match("Tubes of 30 mL with a cell, at 9 in a litre", (23.6, 23.8), lambda: seen(9.0, FOUR_TUBES), 0.0, SMALL,
              "regression band", "of 100", ".1f"),
        Match("Still in the blood after a day, at 3.6 hours (mice, melanoma)", 1.0, lambda: alive_after_a_day(3.6), 0.1,
              "fidler1970", "calibration", "of 100", ".2f"),
        Match("Out alive, lone cells", (1.03, 1.05), lambda: expected("out_alive"), 0.0, "assumed", "regression band",
              "of 100", ".2f"),
        Match("Out alive, with escorts for 9.4 of 100", (1.64, 1.66), lambda: expected("out_alive", escorts=USUAL_SHARE),
              0.0, "assumed", "regression band", "of 100", ".2f"),
        Match("Out alive, the same without NK cells", (2.68, 2.70),
              lambda: expected("out_alive", escorts=USUAL_SHARE, killing=0.0), 0.0, "assumed", "regression band",
              "of 100", ".2f"),
    ),
)
