"""Are the lymph nodes a road, or a mirror? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import numpy as np

from widgets.core import Challenge, Match, Simulation, Table

from .figures import by_size, hundred, node_message
from .model import CARTER, CLEAR_PAPER, CLEAR_WOMEN, MICHAELSON, NODES_PAPER, ONE_ROAD, SEEDS_PAPER, two_roads

POINTS_PAPER = "michaelson1999"
CLEAR_ALL, CLEAR_ALL_LATER = 21.3, 27.1  # of 100 of all 198, within 10 and within 15 years


def on_curve(field: str, diameter: float) -> float:
    """Return a curve of the model at a diameter between two of its points."""
    out = simulation.run()
    return float(np.interp(diameter, out["mm"], out[field]))


def among_clear(**values: float) -> float:
    """Return how many of 100 women with clear nodes have seeds, with the sizes of those who were counted."""
    women = {diameter: count for diameter, (_, _, count) in CLEAR_WOMEN.items()}
    return sum(two_roads.value("given_clear", diameter=d, **values) * women[d] for d in women) / sum(women.values())


def missed_for(clear: float) -> float:
    """Return the share of node cells to miss, in %, so that one road gives so many of 100 at 22 mm."""
    seeds = [two_roads.value("given_clear", diameter=22.0, road=ONE_ROAD, missed=missed) for missed in range(51)]
    return float(np.interp(clear, seeds, range(51)))


ALONE = {"road": ONE_ROAD}

simulation = Simulation(
    name="two_roads",
    title="Are the lymph nodes a road, or a mirror?",
    caption="A hundred invented people with a tumour of one size. The numbers are of groups treated long ago: they forecast "
            "nobody's future.",
    kernels=(two_roads,),
    views=(hundred, by_size, node_message),
    summary=(
        ("overfull", ("**Too many missed.** Even if all 100 people had cells in a node, they would be found in only "
                      "{nodes_share:.0f}. In people with tumours of {diameter:.0f} mm they were found more often.")),
        ("beyond", ("**One road.** At {diameter:.0f} mm more people have had metastases than cells in their nodes. One "
                   "road cannot give as many: here {seeded_share:.0f} of 100.")),
        ("one_road", ("**One road.** Distant seeds in {with_seeds:.0f} of these 100 people, in {seeds_only:.0f} of them though no "
                     "cells were found in a node. Of 100 with clear nodes it is {given_clear:.0f}, on average.")),
        ("", ("**Two roads.** Distant seeds in {with_seeds:.0f} of these 100 people, in **{seeds_only:.0f}** of them though no "
              "cells were found in a node; {rarely_fewer:.0f} to {rarely_more:.0f} in 8 of 10 groups. Of 100 with clear "
              "nodes it is {given_clear:.0f}, on average.")),
    ),
    readouts={
        "Seeds, if nodes are clear": "{given_clear:.0f} of 100",
        "Seeds, if cells are found": "{given_cells:.0f} of 100",
        "Counted, if clear (22 mm)": "21 of 100",
    },
    numbers=Table({"Of these 100: neither": "neither:.0f", "Cells in a node only": "nodes_only:.0f",
                   "Seeds, nodes clear": "seeds_only:.0f", "Both": "both:.0f",
                   "On average, seeds of 100 with clear nodes": "given_clear:.1f",
                   "Seeds of 100 with cells found": "given_cells:.1f"}),
    presets={
        "Two roads": {},
        "One road": ALONE,
        "One road, cells missed": {**ALONE, "missed": 19.0},
        "Small tumour": {"diameter": 9.0},
        "Large tumour": {"diameter": 45.0},
    },
    challenges=(
        Challenge("Save the one road: at 22 mm, make 20 to 23 of 100 people with clear nodes have seeds.", done="saved",
                  why="You found it. Cells would have to be missed in 4 of 10 people who have them. A second look found "
                      "far fewer."),
        Challenge("Find the largest diameter at which at most 5 of 100 people have distant seeds.", done="last_small",
                  why="You found it. Small is not never: these 5 are there, and no picture shows them."),
        Challenge("With two roads, make nodes of people with equal tumours say nothing about seeds.",
                  done="says_nothing",
                  why="You found it. Real nodes do say something, so the roads are linked, though loosely."),
    ),
    badge="data-anchored",
    evidence="past patients",
    leaves_out=(
        "Drugs: these people had surgery, and few had drugs. Those given since keep many seeds from growing.",
        "The kind of tumour: its grade, its receptors, its genes. Two tumours of one size can spread very differently.",
        "How many nodes have cells, and how many cells. Four nodes tell more than one.",
        "Time. People with small tumours are not the others some years before: slow tumours are found small.",
        "A road that opens late: in mice cells can pass from a node into the blood, so the truth may lie between the models.",
        "Seeds that never grow. Only those that end as a metastasis one can see were counted.",
    ),
    source=NODES_PAPER,
    matches=(
        *(
            Match(f"Cells in a node, {name}", published, lambda d=d: on_curve("curve_nodes", d), 1.5, NODES_PAPER,
                  "calibration", "of 100", ".0f")
            for (d, published), name in zip(
                CARTER.items(), ["below 10 mm", "10 to 19 mm", "20 to 29 mm", "30 to 39 mm", "40 to 49 mm", "50 mm or more"],
                strict=True)
        ),
        *(
            Match(f"Distant seeds at {d:.0f} mm", published, lambda d=d: two_roads.value("seeded_share", diameter=d),
                  tolerance, SEEDS_PAPER, "calibration", "of 100", ".2f")
            for d, published, tolerance in [(10.0, 7.31, 0.05), (5.0, 1.23, 0.05), (2.0, 0.049, 0.005)]
        ),
        *(
            Match(f"Metastases at {d} mm" + (" (another count)" if (d, published) == (17, 27) else ""), published,
                  lambda d=d: on_curve("curve_seeded", d), 11, POINTS_PAPER, "check", "of 100", ".0f")
            for d, published in MICHAELSON
        ),
        Match("Seeds, nodes clear, all sizes, ten years", CLEAR_ALL, among_clear, 1.0, CLEAR_PAPER, "calibration",
              "of 100", ".1f"),
        *(
            Match(f"Seeds, nodes clear, {name}, ten years", CLEAR_WOMEN[d][0],
                  lambda d=d: two_roads.value("given_clear", diameter=d), 5.0, CLEAR_PAPER, "check", "of 100", ".1f")
            for d, name in [(15.9, "20 mm or less"), (28.1, "above 20 mm")]
        ),
        Match("Node cells to miss, so that one road gives 21.3 of 100 at 22 mm", (42, 44),
              lambda: missed_for(CLEAR_ALL), 0.0, "assumed", "regression band", "%", ".1f"),
    ),
)
