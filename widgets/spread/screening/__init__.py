"""How long is a tumour there before anyone can see it? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import math
from typing import Any

from widgets.core import Challenge, Estimate, Match, Simulation, Table

from .figures import eyesight, found_or_felt, one_tumour, sizes
from .model import CLOSE_LOOK, MONTHS, PAPER, POINTS, growth, inputs, population

DRAWS = range(1, 6)  # seeds over which a count of tumours is averaged


def seen_at(diameter: float) -> float:
    """Return how many of 100 tumours of this diameter a mammogram sees at the published eyesight."""
    return growth.value("look_seen", round(diameter / CLOSE_LOOK * (POINTS - 1)))


def drawn(*output: Any, **values: float) -> float:
    """Return a number of the drawn tumours, or one entry of an array, on average over `DRAWS`."""
    return sum(population.value(*output, **values, seed=seed) for seed in DRAWS) / len(DRAWS)


MEAN_OVER_MEDIAN = math.exp(inputs.fields["log_pace_spread"].default ** 2 / 2)  # of the times of a lognormal pace

simulation = Simulation(
    name="screening",
    title="How long is a tumour there before anyone can see it?",
    caption="One tumour from its first cell, and thousands that meet the same screening.",
    kernels=(growth, population),
    views=(one_tumour, found_or_felt, sizes, eyesight),
    summary=(
        ("screened", ("Screens find **{screen_found:.0f}** of 100 tumours, half of them {lead_median:.1f} years or more "
                     "early. These double in {doubling_screen:.0f} days, the **{felt_first:.0f}** felt first in "
                     "{doubling_felt:.0f} days (medians).")),
        ("", ("Without screening all 100 tumours are felt first, half of them when they are larger than "
             "{median_size:.0f} mm.")),
    ),
    readouts={
        "The one tumour, hidden": "{hidden_years:.1f} years",
        "Visible, not yet felt": "{visible_years:.1f} years",
        "From 10 to 20 mm": "{ten_to_twenty:.1f} years",
    },
    numbers=Table({"Years since the first cell": "year:.1f", "Doublings": "doublings:.1f",
                   "Diameter, mm": "diameter:.2f", "Cells": "cells:,.0f"}),
    presets={
        "Every two years": {},
        "No screening": {"interval": 0},
        "Every year": {"interval": 1},
        "A fast tumour": {"percentile": 90},
        "A slow tumour": {"percentile": 10},
    },
    guess=Estimate(
        question="100 tumours, each with its own pace, and a screen every two years: how many are found at a screen?",
        view="One tumour", answer="screen_found", low=0, high=100, step=1, unit="of 100 tumours", within=5,
        hides=("felt_first", "lead_median", "doubling_screen", "doubling_felt"),
        near="Close: you said {guess:.0f}, and the model finds {answer:.0f} of 100. They are the slow ones.",
        far="You said {guess:.0f} of 100, and the model finds {answer:.0f}. They are the slow ones.",
        alt=one_tumour.alt,
    ),
    challenges=(
        Challenge("Screen every year, and still let the one tumour go from not visible to felt between two screens.",
                  done="slipped",
                  why="You found it. In Norway four in ten were as fast. A clear picture is no promise for a year."),
        Challenge("Find 70 of 100 tumours without screening more often than every two years.", done="seventy",
                  why="You found it. What sharper eyes add is faster than what was found before, and slower than what still slips by."),
    ),
    badge="data-anchored",
    evidence="women in Norway",
    leaves_out=(
        "Overdiagnosis: here every tumour is felt one day. Real ones may rest, or shrink, or never be noticed at all.",
        "The hidden years, in truth: nobody has measured how a breast tumour grows below a few millimetres.",
        "What dims the eyesight of a mammogram: dense breasts, age, the kind of tumour.",
        "Carcinoma in situ, which makes up about a fifth of what British screening finds.",
        "People who skip a screen, false alarms, and the tests that follow one.",
        "Treatment and death: nothing here says whether being found early helps.",
    ),
    source=PAPER,
    matches=(
        Match("10 to 20 mm across, mean", 1.7, lambda: MEAN_OVER_MEDIAN * growth.value("ten_to_twenty"), 0.15, PAPER,
              "calibration", "years"),
        Match("10 to 20 mm across, fastest 5 %", 1.2, lambda: MONTHS * growth.value("ten_to_twenty", percentile=95),
              0.15, PAPER, "calibration", "months"),
        Match("10 to 20 mm across, slowest 5 %", 6.3, lambda: growth.value("ten_to_twenty", percentile=5), 0.4, PAPER,
              "calibration", "years"),
        Match("Seen by a mammogram at 5 mm", 26, lambda: seen_at(5), 1, PAPER, "check", "of 100", ".0f"),
        Match("Seen by a mammogram at 10 mm", 91, lambda: seen_at(10), 1, PAPER, "check", "of 100", ".0f"),
        Match("Felt first, screening every year", 14.7, lambda: drawn("felt_first", interval=1), 10, "houssami2017",
              "check", "of 100", ".0f"),
        Match("Felt first, screening every two years", (13, 28), lambda: drawn("felt_first", interval=2), 10,
              "houssami2017", "check", "of 100", ".0f"),
        Match("Felt first, screening every three years (Wales)", 38, lambda: drawn("felt_first", interval=3), 10,
              "houssami2017", "check", "of 100", ".0f"),
        *(
            Match(f"Of those felt first in a round of three years: in the {year} year", rate / 2.90 * 100,
                  lambda at=at: drawn("felt_share", at, interval=3), 5, "bennett2011", "check", "of 100", ".0f")
            for at, (year, rate) in enumerate([("first", 0.55), ("second", 1.13), ("third", 1.22)])
        ),
        Match("Doubling time of tumours that an earlier picture had shown, three-yearly", (151, 186),
              lambda: drawn("doubling_hindsight", interval=3), 15, "macinnes2020", "check", "days", ".0f"),
        Match("Median diameter, screening every year", (9.0, 9.8), lambda: drawn("median_size", interval=1), 0.0,
              "assumed", "regression band", "mm", ".1f"),
        Match("Median diameter, screening every two years", (12.2, 13.2), lambda: drawn("median_size"), 0.0, "assumed",
              "regression band", "mm", ".1f"),
        Match("Median diameter, no screening", (22.1, 23.2), lambda: drawn("median_size", interval=0), 0.0, "assumed",
              "regression band", "mm", ".1f"),
    ),
)
