"""Does its size decide, or its place? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import math

import numpy as np

from widgets.core import Challenge, Match, Simulation, Table

from .figures import a_hundred, depth_or_size, over_time, the_slice
from .model import GRID, LONGEST_STEP, PACE, REFERENCE, SERRATUS, crowd, inputs, local_growth, slab, spread_and_grow


def plane_speed() -> float:
    """Return how fast an edge moves along a line of even tissue, as a share of 2 sqrt(spread growth)."""
    p = inputs.record().view(np.recarray)[()]
    rows, days = 240, LONGEST_STEP * GRID * GRID / float(p.spread)
    now, then = np.zeros(rows), np.zeros(rows)
    now[:4] = 1.0
    passed = {}
    for step in range(1, 1000):
        spread_and_grow(p, now, then, np.ones(rows), 1, rows, days)
        now, then = then, now
        for place in (40.0, 60.0):
            if place not in passed and now[int(place / GRID)] > p.visible:
                passed[place] = step * days
        if len(passed) == 2:
            break
    return 20.0 / (passed[60.0] - passed[40.0]) / (2 * math.sqrt(p.spread * p.growth))


def time_to_double() -> float:
    """Return the years from 10 to 20 mm at the pace of the middle tumour."""
    out = local_growth.run(inputs.record())
    ten, twenty = np.interp([10.0, 20.0], out["diameter"], out["year"])
    return float(twenty - ten)


AT_REFERENCE = {"pace": REFERENCE, "behind": SERRATUS}

simulation = Simulation(
    name="local_growth",
    title="Does its size decide, or its place?",
    caption="A tumour in a slice of breast, and a hundred like it, growing into skin, fascia, muscle and chest wall.",
    kernels=(local_growth, slab, crowd),
    views=(the_slice, over_time, a_hundred, depth_or_size),
    summary=(
        ("both", ("**T4c, chest wall and skin.** It grows into the wall after {wall_year:.1f} years, through the skin "
                  "after {skin_year:.1f}. No cell has left the slice.")),
        ("wall", ("**T4a, chest wall.** It grows into the wall after {wall_year:.1f} years, when it is {wall_size:.0f} mm "
                  "across. That is local growth: no cell has left the slice.")),
        ("through_skin", ("**T4b, skin.** It breaks through the skin after {skin_year:.1f} years, when it is "
                          "{skin_size:.0f} mm across. That is local growth: no cell has left the slice.")),
        ("in_muscle", ("**T{size_class:.0f}, in the chest muscle.** It grows into the muscle after {muscle_year:.1f} years. "
                       "That alone is not T4: its {diameter_end:.0f} mm decide.")),
        ("in_dermis", ("**T{size_class:.0f}, in the dermis.** It reaches the lower skin after {dermis_year:.1f} years. That "
                       "alone is not T4: its {diameter_end:.0f} mm decide.")),
        ("", ("**T{size_class:.0f}, within the breast.** After {years_shown:.1f} years it is {diameter_end:.0f} mm across. "
              "Its size alone decides.")),
    ),
    numbers=Table({"Year": "year:.1f", "Size, mm": "diameter:.0f", "Upper edge, mm deep": "reach_up:.0f",
                   "Lower edge, mm deep": "reach_down:.0f"}),
    presets={
        "Deep, at the side": {"depth": 37.0, "barrier": 5.0, "behind": SERRATUS},
        "Deep, on the muscle": {"depth": 37.0, "barrier": 5.0},
        "In the chest muscle": {"depth": 34.0, "pace": 1.6},
        "In the middle": {"depth": 22.0, "barrier": 50.0},
        "Under the skin": {"depth": 8.0, "barrier": 10.0},
    },
    challenges=(
        Challenge("Make a T4 that is 20 mm across or less when it becomes one.", done="small_fourth",
                  why="You found it. Place decides before size does."),
        Challenge("Let one grow past 50 mm without becoming T4.", done="large_third",
                  why="You found it: T3. Size alone makes no T4."),
        Challenge("End in the large chest muscle with a T2.", done="muscle_second",
                  why="You found it. The muscle is not the chest wall; time has to be short or growth slow."),
    ),
    badge="illustrative",
    evidence="chosen numbers",
    leaves_out=(
        "Spread: no cell enters a lymph vessel or a blood vessel here, though real ones may do so early.",
        "The real speed of cells in skin, fascia and muscle: nobody has measured it so, and it is chosen.",
        "Real tissue: ducts, fat, and the ligaments that are drawn are no hindrance and no path.",
        "Real breasts: this one is flat, and 40 mm deep everywhere.",
        "Pressure and pull. A real tumour pushes tissue aside and can draw in the skin, which does not change its T.",
        "Oedema, satellite nodules in the skin and inflammatory cancer, which are T4 as well.",
        "Shape: one round start. Real tumours can be star-shaped, in several spots, or lines of cells without a lump.",
        "Death of cells, supply of blood, immune cells and treatment. Nobody is found and treated in this model.",
    ),
    source="fisher1937",
    matches=(
        Match("Speed of an edge in even tissue, as a share of Fisher's 2√(D rho)", (0.92, 0.98), plane_speed, 0.0,
              "fisher1937", "check"),
        Match("From 10 to 20 mm, half of the tumours in Norway (refitted)", 0.8, time_to_double, 0.01, PACE,
              "calibration", "years"),
        Match("Through the fascia: 37 mm deep, slowed 5 times", 2.3,
              lambda: local_growth.value("wall_year", depth=37, barrier=5, **AT_REFERENCE), 0.2, "assumed",
              "regression band", "years", ".1f"),
        Match("... its size then", 19, lambda: local_growth.value("wall_size", depth=37, barrier=5, **AT_REFERENCE), 2,
              "assumed", "regression band", "mm", ".0f"),
        Match("Through the fascia: 30 mm deep, slowed 20 times", 4.9,
              lambda: local_growth.value("wall_year", depth=30, barrier=20, **AT_REFERENCE), 0.2, "assumed",
              "regression band", "years", ".1f"),
        Match("Through the skin: 10 mm deep, slowed 50 times", 6.2,
              lambda: local_growth.value("skin_year", depth=10, barrier=50, **AT_REFERENCE), 0.2, "assumed",
              "regression band", "years", ".1f"),
    ),
)
