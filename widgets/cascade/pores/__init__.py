"""When does a matrix let a cell through? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import math

import numpy as np

from widgets.core import Challenge, Match, Simulation, Table, find_change
from widgets.core.kernels.numerics import normal_quantile

from .figures import how_far, in_a_block, one_sheet, speeds, three_kinds
from .model import CELLS, LATTICE, NEUTROPHIL, T_CELL, TUMOUR_CELL, inputs, sheet, sheets
from .space import blocks

REPEATS = 40  # hundreds of sheets for a rate: its standard error is then below 0.8 of 100


def crossing_rate(open_share: float) -> float:
    """Return how many of 100 sheets are crossed if this share of pores is open; 4,000 sheets."""
    median = 7 * math.exp(0.8 * float(normal_quantile(open_share)))
    return sum(sheet.value("let_through", median=median, seed=seed) for seed in range(REPEATS)) / REPEATS


def block_threshold() -> float:
    """Return how many of 100 pores are open where half of the blocks are crossed; 160 blocks."""
    runs = [blocks.run(inputs.record(seed=seed)) for seed in range(4)]
    crossed = sum(run["block_crossed"] for run in runs) / len(runs)
    at = int(np.searchsorted(crossed, 50))
    below, above = runs[0]["block_open"][at - 1 : at + 1]
    return float(below + (above - below) * (50 - crossed[at - 1]) / (crossed[at] - crossed[at - 1]))


def stops_at(cell: int) -> float:
    """Return the median pore below which a cell does not move in it."""
    return find_change(lambda median: sheet.value("speed", cell=cell, median=median) <= 0, 1.0, 30.0)


def middle_pore() -> float:
    """Return the narrowest pore on the widest way, as a multiple of the median pore: the median of 100 sheets."""
    found = sorted(sheet.value("narrowest", seed=seed) / 4 for seed in range(100))
    return (found[49] + found[50]) / 2


WITH_ENZYMES = {"cutting": 4.0}

simulation = Simulation(
    name="pores",
    title="When does a matrix let a cell through?",
    caption="A sheet of matrix with pores of many sizes. Cells squeeze where they can and cut where they must.",
    kernels=(sheet, sheets, blocks),
    views=(one_sheet, how_far, in_a_block, three_kinds, speeds),
    summary=(
        ("by_cutting", ("**Through, by cutting.** Enzymes open {open_pores:.0f} of 100 pores instead of "
                        "{open_uncut:.0f}. Of 100 such sheets {let_through:.0f} let the cells through.")),
        ("by_squeezing", ("**Through, by squeezing.** Enzymes were not needed here. Of 100 such sheets "
                          "{let_through:.0f} let the cells through.")),
        ("", ("**Stopped** after {deepest:.0f} of 40 steps. Open pores: {open_pores:.0f} of 100. Of 100 such sheets "
              "{let_through:.0f} let the cells through.")),
    ),
    readouts={
        "Narrowest pore on the widest way": "{narrowest_cut:.1f}, needs {limit:.0f} \u00b5m\u00b2",
        "Without enzymes": "{through_uncut:.0f} of 100 sheets crossed",
        "In a block of these pores": "{block_through:.0f} of 100 crossed",
    },
    numbers=Table({"Median pore, \u00b5m\u00b2": "median_cell:,.1f", "Closed pores, of 100": "closed:.1f",
                   "Sheets crossed, of 100": "crossings:.0f", "Rooms reached, of 100": "reached_half:.0f",
                   "1 in 10 sheets not more": "reached_few:.0f", "9 in 10 not more": "reached_most:.0f"}, rows=11),
    presets={
        "Dense matrix": {},
        "Dense, with enzymes": WITH_ENZYMES,
        "Loose matrix": {"median": 20.0},
        "At the tipping point": {"median": 7.0},
        "T cell": {"cell": T_CELL},
        "Neutrophil": {"cell": NEUTROPHIL},
    },
    challenges=(
        Challenge("Get tumour cells through a matrix with a median pore of 4 or less, with pores widened no more than "
                  "2 times.", done="small_cut",
                  why="You found it. It is enough to lift the median pore to 7. No more has to be cut, and the smallest "
                      "pores may stay closed."),
        Challenge("Find a matrix that T cells or neutrophils cross, and tumour cells do not.", done="only_blue",
                  why="You found it. Between the tipping points lie the meshes that sort cells by their nucleus."),
        Challenge("Give tumour cells strong enzymes, 3 times or more, and make them useless.", done="no_use",
                  why="You found it. In loose tissue there is nothing to cut. To block enzymes there stops nobody."),
        Challenge("Which assumption decides? Find pores with which hardly any sheet is crossed, and every block is.",
                  done="only_space",
                  why="You found it. The same pores stop cells in a sheet and let them through in a space, so the shape of "
                      "the mesh decides, which nobody would look for among the sliders."),
    ),
    badge="illustrative",
    evidence="cells in a dish",
    leaves_out=(
        "Depth, in all views but one: tissue is a space. There are more ways around, and fewer open pores will do.",
        "Fibres that give way: here a pore is as wide as it is, and a cell does not push fibres aside.",
        "Order: fibres around breast tumours often lie side by side. Here every pore has its size by chance alone.",
        "What holds cells back at first: a duct is wrapped in a dense sheet, the basement membrane.",
        "The cost of squeezing: a nucleus can tear, and its DNA can break.",
        "Enzymes as they are: more than twenty kinds, made by many cells, some of which slow tumours.",
        "Direction: cells here go everywhere they can. They do not follow signals, and they do not hold on to each other.",
    ),
    source=CELLS,
    matches=(
        Match("Smallest pore for tumour cells", 7.0, lambda: stops_at(TUMOUR_CELL), 1e-6, CELLS, "calibration",
              "\u00b5m\u00b2", ".1f"),
        Match("Smallest pore for T cells", 4.0, lambda: stops_at(T_CELL), 1e-6, CELLS, "calibration",
              "\u00b5m\u00b2", ".1f"),
        Match("Smallest pore for neutrophils", 2.0, lambda: stops_at(NEUTROPHIL), 1e-6, CELLS, "calibration",
              "\u00b5m\u00b2", ".1f"),
        Match("Sheets crossed if half of the pores are open (4,000 sheets)", 50.0, lambda: crossing_rate(0.5), 2.4,
              LATTICE, "check", "of 100", ".1f"),
        Match("Narrowest pore on the widest way (middle of 100 sheets)", 1.0, middle_pore, 0.04, LATTICE, "check",
              "times the median pore"),
        Match("Sheets crossed if 40 of 100 pores are open (in an endless sheet: none)", 0.0,
              lambda: crossing_rate(0.4), 1.0, LATTICE, "check", "of 100", ".1f"),
        Match("Sheets crossed if 60 of 100 pores are open (in an endless sheet: all)", 100.0,
              lambda: crossing_rate(0.6), 1.0, LATTICE, "check", "of 100", ".1f"),
        Match("Open pores where half of 160 blocks are crossed (in an endless one: the threshold)", 24.88, block_threshold,
              1.0, "lorenz1998", "check", "of 100", ".1f"),
    ),
)
