"""How many tumour cells does one tube of blood hold? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Match, Simulation, Table, find_change
from widgets.core.kernels.numerics import LN2, exp

from .figures import more_blood, stay, tubes
from .model import DENSEST, EARLY, FOUR_TUBES, HALF_LIFE, HOURS_PER_DAY, SHEDDING, SMALL, TUBE, gauntlet, inputs, seen


def alive_after_a_day(half_life: float) -> float:
    """Return how many of 100 lone cells are still in the blood after 24 hours."""
    record = inputs.record(half_life=half_life)
    return float(100 * exp(-LN2 / float(record["half_life"]) * HOURS_PER_DAY))


def per_litre_if_found_in(share: float) -> float:
    """Return how many cells a litre holds if so many of 100 tubes of 7.5 mL hold one or more."""
    return find_change(lambda per_litre: seen(per_litre, TUBE) < share, 0.0, DENSEST)


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
        "In one tube of five": {},
        "100,000 a day": {"shed": 1e5},
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
        Match("Tumour cells in the blood: 100,000 a day, half-life 1 hour", (6000, 6020),
              lambda: gauntlet.value("in_blood", shed=1e5), 0.0, "assumed", "regression band", "cells", ",.0f"),
        Match("In a tube of 7.5 mL: 100,000 a day, half-life 1 hour", (9.0, 9.05),
              lambda: gauntlet.value("mean_count", shed=1e5), 0.0, "assumed", "regression band", "cells", ".1f"),
        Match("In a tube: a gram of rat tumour, 1 hour", (288, 289), lambda: gauntlet.value("mean_count", shed=3.2e6),
              0.0, SHEDDING, "regression band", "cells", ",.1f"),
        Match("In a tube: a gram of rat tumour, 2.4 hours", (692, 693),
              lambda: gauntlet.value("mean_count", shed=3.2e6, half_life=2.4), 0.0, SHEDDING, "regression band",
              "cells", ",.1f"),
        Match("In a litre, if 20.2 of 100 tubes hold a cell", (29.9, 30.3), lambda: per_litre_if_found_in(20.2), 0.0,
              EARLY, "regression band", "cells", ".1f"),
        Match("Tubes of 7.5 mL with a cell, at 9 in a litre", (6.4, 6.6), lambda: seen(9.0, TUBE), 0.0, SMALL,
              "regression band", "of 100", ".1f"),
        Match("Tubes of 30 mL with a cell, at 9 in a litre", (23.6, 23.8), lambda: seen(9.0, FOUR_TUBES), 0.0, SMALL,
              "regression band", "of 100", ".1f"),
        Match("Still in the blood after a day, at 3.6 hours (mice, melanoma)", 1.0, lambda: alive_after_a_day(3.6), 0.1,
              "fidler1970", "calibration", "of 100", ".2f"),
        Match("Out alive, lone cells", (1.03, 1.05), lambda: gauntlet.value("out_alive"), 0.0, "assumed",
              "regression band", "of 100", ".2f"),
        Match("Out alive, with escorts for 9.4 of 100", (1.64, 1.66),
              lambda: gauntlet.value("out_alive", escorts=USUAL_SHARE), 0.0, "assumed", "regression band", "of 100",
              ".2f"),
        Match("Out alive, the same without NK cells", (2.68, 2.70),
              lambda: gauntlet.value("out_alive", escorts=USUAL_SHARE, killing=0.0), 0.0, "assumed", "regression band",
              "of 100", ".2f"),
    ),
)
