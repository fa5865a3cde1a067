"""What can a biopsy of a few nodes miss? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import numpy as np

from widgets.core import Challenge, Match, Simulation, Table

from .figures import armpit, hundred, more_nodes, thousand
from .model import DRAINAGE, NODES, SHANDONG, SHANDONG_COUNTS, TRIALS, biopsy, fill_miss, inputs, repeats


def missed_after(nodes: int) -> float:
    """Return how many of 100 people with cells are missed by so many nodes, as published for one and two."""
    miss = np.zeros(max(nodes, NODES) + 1)
    fill_miss(inputs.record().view(np.recarray)[()], miss)
    return float(100 * miss[nodes])


def missed_after_four_or_more() -> float:
    """Return the mean over four to eight nodes, assumed to be equally frequent."""
    return sum(map(missed_after, range(4, 9))) / 5


def missed_in_a_mix() -> float:
    """Return how many of 100 are missed if one, two, three and more nodes are as frequent as in Shandong."""
    rates = [missed_after(1), missed_after(2), missed_after(3), missed_after_four_or_more()]
    people = [people for _, people in SHANDONG_COUNTS]
    return sum(rate * share for rate, share in zip(rates, people, strict=True)) / sum(people)


simulation = Simulation(
    name="sentinel_node",
    title="What can a biopsy of a few nodes miss?",
    caption="A hundred virtual people whose armpits feel clear. A tracer marks nodes; some are taken out and looked at.",
    kernels=(biopsy, repeats),
    views=(hundred, armpit, more_nodes, thousand),
    summary=(
        ("seldom_missed", ("**{with_cells:.0f}** of 100 have cells in a node: **{found:.0f}** found, **{missed:.0f}** "
                           "missed. In nine of ten draws nobody is missed.")),
        ("", ("**{with_cells:.0f}** of 100 have cells in a node: **{found:.0f}** found, **{missed:.0f}** missed (mostly "
              "{missed_low:.0f} to {missed_high:.0f}). **{clear:.0f}** results are clear.")),
    ),
    readouts={
        "Missed, of 100 with cells": "{missed_share:.1f} expected",
        "Wrong, of 100 clear results": "{wrong_clear:.1f} expected",
        "Lymph also flows to the breastbone": "{breastbone:.1f} of 100",
    },
    numbers=Table({"Nodes taken out": "nodes:.0f", "Missed, of 100 with cells": "missed_after:.1f",
                   "in 1 of 10 draws not more": "band_low:.1f", "in 9 of 10 not more": "band_high:.1f",
                   "Wrong, of 100 clear results": "wrong_after:.1f"}),
    presets={
        "Two nodes": {},
        "One node": {"removed": 1},
        "Four nodes": {"removed": 4},
        "Small tumours": {"prevalence": 20},
        "Large tumours": {"prevalence": 60},
        "If nodes missed singly": {"next_misses": 20},
    },
    challenges=(
        Challenge("Take out two nodes at most, leave the rest as it is, and draw a hundred people of whom nobody is missed.", done="lucky",
                  why="You found it, by luck: about one hundred in twenty. A small study can make a test look perfect."),
        Challenge("Make fewer than 2 in 100 clear results wrong by the number of nodes alone.",
                  done="rarely_wrong",
                  why="You found it. The second node finds 10 more of 100, the fourth not even 2, and each one costs."),
        Challenge("Leave the operation as it is, and make more than 10 in 100 clear results wrong.",
                  done="often_wrong",
                  why="You found it. The operation is as good as before. What a clear result means depends on who is "
                      "examined."),
    ),
    badge="data-anchored",
    evidence="191 people with cells in a node, one hospital",
    leaves_out=(
        "How much is there: ten tumour cells in a node count as much as a node full of them.",
        "What is in the nodes behind the first one with cells.",
        "Why people differ in how many nodes are found. In these studies no lot decided how many were taken out.",
        "Errors of the microscope, which looks at slices: here a node that was taken out is always read right.",
        "Nodes elsewhere: cells that went only to the breastbone, between the muscles or above the collarbone.",
        "What missed cells do. Most made no lump within three years; the model does not say why.",
        "Ultrasound and needle biopsy before the operation, chemotherapy before it, and a tracer that marks no node.",
    ),
    source=SHANDONG,
    matches=(
        Match("Missed, one node taken out", 19.6, lambda: missed_after(1), 0.05, SHANDONG, "calibration",
              "of 100 with cells", ".1f"),
        Match("Missed, two nodes", 9.8, lambda: missed_after(2), 0.05, SHANDONG, "calibration", "of 100 with cells",
              ".1f"),
        Match("Missed, three nodes", 7.3, lambda: missed_after(3), 3, SHANDONG, "check", "of 100 with cells", ".1f"),
        Match("Missed, four or more (the model: mean over four to eight)", 2.3, missed_after_four_or_more, 3, SHANDONG,
              "check", "of 100 with cells", ".1f"),
        Match("Missed in the trial B-32 (the model: with Shandong's numbers of nodes)", 9.8, missed_in_a_mix, 1.5,
              "krag2007", "check", "of 100 with cells", ".1f"),
        Match("Missed in four trials together (the model: as above)", 9.2, missed_in_a_mix, 1.5, TRIALS, "check",
              "of 100 with cells", ".1f"),
        Match("Tracer seen at the breastbone, tumours anywhere", 17.0, lambda: biopsy.value("breastbone"), 1.0,
              DRAINAGE, "check", "of 100", ".1f"),
        Match("Wrong clear results, tumours of 2 cm or less (the model: 25 of 100 with cells)", (1.0, 4.0),
              lambda: biopsy.value("wrong_clear", prevalence=25), 0.0, TRIALS, "check", "of 100", ".1f"),
    ),
)
