"""How many killer cells does it take to hold a tumour? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Match, Pick, Simulation, Table, find_change

from .figures import every_start, every_supply, over_time
from .model import DORMANT, LARGE, NO_TUMOUR, PAPER, TIPPING, outcomes, surveillance


def threshold(name: str, low: float, high: float, **others: float) -> float:
    """Return the value of an input, between `low` and `high`, at which a run begins to end otherwise."""
    at_low = surveillance.value("fate", **others, **{name: low})
    return find_change(lambda each: surveillance.value("fate", **others, **{name: each}) == at_low, low, high)


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
    guess=Pick(
        question="Half as many killer cells come. What becomes of the tumour?",
        view="Over time", setting={"supply": 6_500.0}, answer="against_published",
        options=("It becomes twice as large.", "It becomes a little larger.", "It grows without end."),
        near="You said it: a little larger. It settles at {settles_at:.1f} million cells, where it had 8.2 before.",
        far="You said: {guess} The model says: {answer} It settles at {settles_at:.1f} million cells, 8.2 before.",
        alt="Two lines over two years: the tumour, which settles at eight million cells, and the killer cells, as they "
            "are before the supply is halved.",
    ),
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
        Match("Tumour that is held", 8.19, lambda: surveillance.value("steady_tumour", DORMANT), 0.02, PAPER, "check",
              "million cells"),
        Match("Killer cells that hold it", 1.609, lambda: surveillance.value("steady_killers", DORMANT), 0.003, PAPER,
              "check", "million", ",.3f"),
        Match("Tumour at the tipping point", 267.8, lambda: surveillance.value("steady_tumour", TIPPING), 0.5, PAPER,
              "check", "million cells", ",.1f"),
        Match("Killer cells at the tipping point", 0.760, lambda: surveillance.value("steady_killers", TIPPING), 0.003,
              PAPER, "check", "million", ",.3f"),
        Match("Tumour that has escaped", 447.1, lambda: surveillance.value("steady_tumour", LARGE), 0.5, PAPER, "check",
              "million cells", ",.1f"),
        Match("Killer cells beside it", 0.173, lambda: surveillance.value("steady_killers", LARGE), 0.003, PAPER,
              "check", "million", ",.3f"),
        Match("Killer cells without a tumour", 0.3155, lambda: surveillance.value("steady_killers", NO_TUMOUR), 0.001,
              PAPER, "check", "million", ",.4f"),
        Match("Supply above which no tumour escapes", (21_200, 21_400),
              lambda: surveillance.value("fold_supply"), 0.0, "assumed", "regression band",
              "a day", ",.0f"),
        Match("Supply above which every tumour dies out", (67_300, 67_500),
              lambda: surveillance.value("clearing_supply"), 0.0, "assumed", "regression band",
              "a day", ",.0f"),
        Match("Share of an escaped tumour to remove, if nothing else is done", (94.6, 95.0),
              lambda: threshold("removed", 50.0, 99.0, **LATE), 0.0, "assumed", "regression band", "%", ",.1f"),
        Match("Killer cells to add, if nothing else is done", (0.87, 0.89),
              lambda: threshold("added", 0.0, 1.5, **LATE), 0.0, "assumed", "regression band", "million", ",.3f"),
        Match("Killer cells to add, if half of the tumour is removed", (0.495, 0.510),
              lambda: threshold("added", 0.0, 1.5, **LATE, removed=50.0), 0.0, "assumed", "regression band",
              "million", ",.3f"),
        Match("Smallest tumour that is held at 4,404 killer cells a day", (0.230, 0.240),
              lambda: threshold("tumour_start", 0.001, 5.0, supply=4_404.0), 0.0, "assumed", "regression band",
              "million cells", ",.3f"),
    ),
)
