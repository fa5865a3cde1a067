"""Why do some cells leave the mass that made them? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Match, Simulation, Sketch, Table

from .figures import by_enzyme, day_by_day, day_nine, from_above
from .model import LAST, MIDWAY, PAPER, doses, inputs, line, sheet, tissues

EVEN = {"uneven": 0.0}
PUBLISHED = {"uneven": 0.0, "early": 1}


def count_clusters(**values: float) -> int:
    """Return how many clusters stand apart at t = 10: 1 or 0."""
    return int(line.value("cluster_at", MIDWAY, **values) > 0)


def cluster_speed() -> float:
    """Return the mean speed of the published cluster from t = 10 to t = 20, in micrometres an hour."""
    found = line.run(inputs.record(**PUBLISHED))
    micrometres = 1000 * (found["cluster_at"][LAST] - found["cluster_at"][MIDWAY])
    return float(micrometres / (24 * (found["day"][LAST] - found["day"][MIDWAY])))


simulation = Simulation(
    name="invasion",
    title="Why do some cells leave the mass that made them?",
    caption="Tumour cells, the matrix around them and the enzyme that they make, over nine days.",
    kernels=(line, tissues, doses, sheet),
    views=(day_nine, day_by_day, from_above, by_enzyme),
    summary=(
        ("apart", ("**A cluster stands apart, {cluster_end:.1f} mm out.** Beyond the line after {days:.0f} days: "
                   "{share_end:.0f} of 100 cells. By wandering alone: {wanderers_end:.0f}.")),
        ("carried", ("**The whole edge moves out.** Beyond the line after {days:.0f} days: {share_end:.0f} of 100 "
                     "cells. By wandering alone: {wanderers_end:.0f}.")),
        ("held", ("**Held back.** Cells gather where the matrix is dense. Beyond the line after {days:.0f} days: "
                  "{share_end:.0f} of 100. By wandering alone: {wanderers_end:.0f}.")),
        ("", ("**About as far as by wandering.** Beyond the line after {days:.0f} days: {share_end:.0f} of 100 cells. "
              "By wandering alone: {wanderers_end:.0f}.")),
    ),
    readouts={"In 8 of 10 tissues": "{share_low:.0f} to {share_high:.0f} of 100 cells beyond the line"},
    numbers=Table({"Distance, mm": "distance:.2f", "Tumour cells": "cells_end:.3f", "If they only wander": "wanderers:.3f",
                   "Matrix left": "matrix_end:.2f"}, rows=11),
    presets={
        "No enzyme": {"enzyme": 0.0},
        "A tenth": {"enzyme": 0.1},
        "A flood": {"enzyme": 100.0},
        "No pull": {"pull": 0.0},
        "As published": PUBLISHED,
    },
    guess=Sketch(
        question="How many of 100 cells cross the line, if they make more enzyme, or less? Draw the line of day nine.",
        view="Enzyme", trace="At the end", at_place=0.1, hides=("dose_low", "dose_high", "dose_midway"),
        point="{place:.2f} times the published enzyme: {guess:.0f} of 100 cells",
        near="You drew it: most cells cross at a middling amount. At a tenth of the enzyme you drew {guess:.0f}, and the "
             "model gives {answer:.0f}.",
        far="At a tenth of the published enzyme you drew {guess:.0f} of 100, and the model gives {answer:.0f}.",
        alt="Axes without a curve: the enzyme, from none to a hundred times the published amount, and how many of 100 "
            "cells cross the line, from 0 to 80. A dot stands at the published enzyme, at 26.",
    ),
    challenges=(
        Challenge("Bring as many cells as you can beyond the line, with enzyme alone.", done="most",
                  why="You found it. Less enzyme digs no slope to climb; more digs the slope away."),
        Challenge("Let the cells make all their enzyme and feel all the pull, and still hardly get further than by "
                  "wandering.", done="erased",
                  why="You found it. Where all matrix is gone at once, there is nothing to climb."),
    ),
    badge="published model",
    evidence="theory",
    leaves_out=(
        "Growth: no cell divides or dies, so that all change is movement.",
        ("Fibres: the matrix is one substance that is there or cut. It has no direction, no stiffness and no pores to "
         "squeeze through, and none is made anew."),
        "Cells that hold on to each other, change their state or follow a leader.",
        "The other cells of the breast, which make much of the enzyme in a tumour.",
        "Limits on the enzyme: it is never cleared or blocked, and there is only one kind.",
        "Vessels, nerves, and the wall of the milk duct, through which a cancer must break first.",
        "Single cells: the densities are smooth, and the least wisp of cells counts.",
    ),
    source=PAPER,
    matches=(
        Match("Clusters apart from the mass at t = 10, as published", 1, lambda: count_clusters(**PUBLISHED), 0, PAPER,
              "check", "", ".0f"),
        Match("... without the pull of the matrix", 0, lambda: count_clusters(**PUBLISHED, pull=0.0), 0, PAPER, "check",
              "", ".0f"),
        Match("Speed of the cluster, if Anderson's motility goes with Franssen's units; two kinds of breast cancer cells on "
              "random fibres in a dish", (3.0, 10.9), cluster_speed, 0, "nelson2014", "check", "µm an hour", ".1f"),
        Match("Where the cluster is at t = 10", (0.988, 1.028), lambda: line.value("cluster_at", MIDWAY, **PUBLISHED),
              0, "assumed", "regression band", "mm"),
        Match("Its density", (0.079, 0.083), lambda: line.value("cluster_density", MIDWAY, **PUBLISHED), 0, "assumed",
              "regression band", "", ".3f"),
        Match("Cells beyond the line, even matrix, no enzyme", (15.6, 15.8),
              lambda: line.value("share_end", **EVEN, enzyme=0.0), 0, "assumed", "regression band", "of 100", ".1f"),
        Match("... a tenth of the published enzyme", (47.9, 48.1), lambda: line.value("share_end", **EVEN, enzyme=0.1),
              0, "assumed", "regression band", "of 100", ".1f"),
        Match("... the published enzyme", (31.8, 32.0), lambda: line.value("share_end", **EVEN), 0, "assumed",
              "regression band", "of 100", ".1f"),
        Match("... a hundred times the published enzyme", (17.1, 17.4),
              lambda: line.value("share_end", **EVEN, enzyme=100.0), 0, "assumed", "regression band", "of 100", ".1f"),
    ),
)
