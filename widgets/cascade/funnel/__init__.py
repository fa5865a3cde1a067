"""Of a million cells in the blood, how many become a tumour? Words, tasks, and the numbers the model is held to."""

from __future__ import annotations

from typing import Any

from widgets.core import Challenge, Match, Simulation, Table

from .figures import clusters_matter, hundred, steps
from .model import LIVER, MANY, PEOPLE, funnel

IN_PEOPLE: dict[str, Any] = {"cells": MANY, "start": 6000.0, "persist": 8000.0}  # 0.8 / (6,000 x 8,000) = 1 / 60 million

simulation = Simulation(
    name="funnel",
    title="Of a million cells in the blood, how many become a tumour?",
    caption="Cells pass three steps, each by chance. Drawn a thousand times.",
    kernels=(funnel,),
    views=(steps, hundred, clusters_matter),
    summary=(
        ("rarely", ("**Hardly any draw has a tumour.** {expected:,.2f} are expected from {cells:,.0f} cells, and of a "
                    "hundred draws **{draws_without:.0f}** have none.")),
        ("none", ("**No tumour** in this draw, where {expected:,.2f} are expected. It is {tumours_low:,.0f} to "
                  "{tumours_high:,.0f} tumours in eight of ten draws.")),
        ("single", ("**One tumour** in this draw, where {expected:,.2f} are expected. It is {tumours_low:,.0f} to "
                    "{tumours_high:,.0f} tumours in eight of ten draws.")),
        ("", ("**{tumours:,.0f} tumours** in this draw, from {cells:,.0f} cells. It is {tumours_low:,.0f} to "
              "{tumours_high:,.0f} tumours in eight of ten draws.")),
    ),
    readouts={
        "Single cells for one tumour": "{one_in:,.0f}",
        "Share of the loss": "blood {loss_blood:.1f}, start {loss_start:.1f}, growing on {loss_persist:.1f} of 100",
        "From clusters": "{from_clusters_low:.0f} to {from_clusters_high:.0f} of 100 tumours",
    },
    numbers=Table({"Draw": "draw:.0f", "Tumours": "draw_tumours:,.0f"}, rows=11),
    presets={
        "In mice": {},
        "With clusters": {"clusters": 3.0},
        "All begin to divide": {"start": 1.0},
        "Few survive the blood": {"survive": 1.0},
        "As fitted to people": IN_PEOPLE,
    },
    challenges=(
        Challenge("Change one step alone so that ten times as many tumours grow.", done="tenfold",
                  why="You found it. Surviving the blood cannot do it: four of five do so already. Growth can."),
        Challenge("Let more than half of the tumours come from at most 3 clusters in 100.", done="mostly_clusters",
                  why="You found it. Few clusters count for much. In mice, and with a gain that was measured there."),
        Challenge("Take 60 million cells or more, expect a tumour or more, and draw none.", done="lucky",
                  why="You found it. Where one is expected, about 37 of 100 draws have none: chance is not a detail."),
    ),
    badge="data-anchored",
    evidence="mice; one fit to people",
    leaves_out=(
        "Breast cancer, in the three steps: they were counted with melanoma cells in the liver of mice.",
        "How a cell gets into the blood, and which organ it lands in.",
        "Time: cells that wait count as lost here, though 36 of 100 were still there, single, after 13 days in mice.",
        "Differences between cells: each has the same chance. In a tumour a few may have most of it.",
        "Where clusters gain. They may survive better, or begin to divide more often; only the end was counted.",
        "Treatment, and the immune system in the tissue.",
    ),
    source=LIVER,
    matches=(
        Match("Single cells for one tumour, mouse liver", 5000.0, lambda: funnel.value("one_in"), 1.0, LIVER, "check",
              "cells", ",.0f"),
        Match("Cells for one metastasis, people (the product is set, not the steps)", 60e6,
              lambda: funnel.value("one_in", **IN_PEOPLE), 1.0, PEOPLE, "calibration", "cells", ",.0f"),
        Match("Metastases expected from 60 million cells, at 1.7 in 100 million", 1.02,
              lambda: funnel.value("expected", **IN_PEOPLE), 0.03, PEOPLE, "calibration", "", ".2f"),
        Match("Share of the loss: until alive in a tissue", (2.55, 2.65), lambda: funnel.value("loss_blood"), 0.0,
              "assumed", "regression band", "of 100", ".1f"),
        Match("Share of the loss: beginning to divide", (43.25, 43.35), lambda: funnel.value("loss_start"), 0.0,
              "assumed", "regression band", "of 100", ".1f"),
        Match("Share of the loss: growing on", (54.05, 54.15), lambda: funnel.value("loss_persist"), 0.0, "assumed",
              "regression band", "of 100", ".1f"),
        Match("Tumours from clusters, 3 in 100 clusters with a gain of 50", (60.5, 61.0),
              lambda: funnel.value("from_clusters_high", clusters=3.0), 0.0, "assumed", "regression band", "of 100",
              ".1f"),
    ),
)
