"""Where do tumour cells stop, and where do they grow? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import math
from collections.abc import Sequence

from widgets.core import Challenge, Match, Simulation, Table

from .figures import assumption, beside_people, hundred, soil_needed, two_bodies
from .model import BONE, EVER, FITTED, KINDS, LIVER, LUNGS_PREPARED, RELAPSES, people, routes


def expected_first(shares: Sequence[float]) -> list[float]:
    """Return the first sites of 100 patients, from how many of 100 ever have each site, by the law of the lesson."""
    means = [-math.log(1 - share / 100) for share in shares]
    return [100 * each / sum(means) * (1 - math.exp(-sum(means))) for each in means]


def bone_to_liver(kind: int) -> float:
    """Return how many metastases in bone are expected for each one in the liver."""
    bone, liver = (routes.value("metastases", organ, soil=FITTED, kind=kind) for organ in (BONE, LIVER))
    return bone / liver


SHIRAZ, AMSTERDAM, HEIDELBERG, REGISTRY = "jafari2022", "savciheijink2015", "solomayer2000", "wu2017"
SHIRAZ_EVER = (47.1, 34.4, 27.9, 20.3)  # of 100 patients: bone, lungs, liver, brain
SHIRAZ_FIRST = {"bone": 36.6, "lungs": 17.4, "liver": 15.6, "brain": 10.5}
AMSTERDAM_EVER = (70.6, 54.5, 31.4)  # bone, liver, lungs
# Hormone receptors without and with HER2 stand for luminal A and B. Read in a review and a note that quote the paper:
# 58.52 / 15.48, 47.28 / 25.65 and 34.49 / 31.72 % of metastases; 2.8 / 1.7 % of patients.
REGISTRY_BONE_TO_LIVER = {"luminal A": 3.78, "luminal B": 1.84, "HER2": 1.09, "triple negative": 1.65}

simulation = Simulation(
    name="organs",
    title="Where do tumour cells stop, and where do they grow?",
    caption="Tumour cells leave a breast and go with the blood. The soil of each organ decides which of them grow.",
    kernels=(routes, people),
    views=(two_bodies, beside_people, hundred, soil_needed, assumption),
    summary=(
        ("even", ("**Plumbing alone.** Of 100 cells the lungs stop **{stops_lungs:.0f}**, the kidneys "
                  "**{stops_kidneys:.1f}**, bone **{stops_bone:.1f}**. Bone is reached in **{reached_bone:.0f}** of "
                  "100 patients; published: **{published_bone:.0f}**.")),
        ("is_prepared", ("**One place is prepared.** Of 100 patients, bone is reached in **{reached_bone:.0f}**, the "
                         "lungs in **{reached_lungs:.0f}**. Published without preparing: {published_bone:.0f} and "
                         "{published_lungs:.0f}.")),
        ("", ("**Plumbing and soil.** Of 100 cells the lungs stop **{stops_lungs:.0f}**, bone **{stops_bone:.1f}**. Bone "
              "is reached in **{reached_bone:.0f}** of 100 patients, the lungs in **{reached_lungs:.0f}**.")),
    ),
    readouts={
        "Bone first": "{first_bone:.0f} of 100 patients",
        "Bone, published": "{published_bone:.1f} of 100",
        "Soil bone needs, lungs: 1": "{needed_bone:,.0f}",
        "If the lungs keep 50 or 99": "{needed_half:,.0f} or {needed_most:,.0f}",
    },
    numbers=Table({"1 bone, 2 lungs, 3 liver, 4 brain": "site:.0f", "Reached, of 100 patients": "reached:.1f",
                   "in 1 of 10 repeats not more": "reached_low:.0f", "in 9 of 10 not more": "reached_high:.0f",
                   "Published": "published:.1f", "First, of 100": "first:.1f"}),
    presets={
        "Plumbing alone": {},
        "With soil": {"soil": FITTED},
        "Triple negative": {"soil": FITTED, "kind": KINDS["triple negative"]},
        "Prepared lungs": {"soil": LUNGS_PREPARED},
        "Leaky lungs": {"lungs_keep": 20},
        "Short cut": {"bypass": 5},
    },
    challenges=(
        Challenge("With the same soil everywhere, keep more than half of the cells out of the lungs.", done="spared",
                  why="You found it. They go where the blood goes. Gut, kidneys and muscle get more of them than bone."),
        Challenge("Luminal cancer, plumbing as at the start: let the lungs be reached more often than bone.",
                  done="overtaken",
                  why="You found it. Nothing has changed in the way of the cells, only in what they meet."),
        Challenge("Which assumption decides? Move one slider of the plumbing, so that bone needs ten times more soil, or "
                  "ten times less.", done="decided",
                  why="You found it. The lungs can do it, and so can a small short cut, but not the other organs. Nobody "
                      "has measured either of the two, so the number tells what was assumed, and not how good bone is."),
    ),
    badge="illustrative",
    evidence="sites from 1,350 people",
    leaves_out=(
        ("Measured capture: that the lungs keep 90 of 100 cells, and all other organs alike, is assumed. Only the contrast "
         "between the lungs and the rest is robust. Do not read the numbers of kidney or muscle as their anatomy."),
        "Biology of the soil: it is a number that makes the sites come out right. What makes it is not in the model.",
        ("Ways to stick: clusters stop sooner than single cells, and some cells hold on to the vessel walls of one organ. "
         "Cells that die on the way are not counted."),
        "Lymph: cells that reach the blood through lymph nodes, and metastases in nodes, in skin and around the lungs.",
        "Metastases that seed metastases, and sites that are reached together: here each organ is reached on its own.",
        ("Time, scans and treatment: what hurts, or is looked at, is found first. Drugs and longer lives have changed "
         "which sites are seen."),
    ),
    source=RELAPSES,
    matches=(
        *(Match(f"Bone reached, {name}", EVER[kind, BONE],
                lambda kind=kind: routes.value("reached_bone", soil=FITTED, kind=kind), 0.01, RELAPSES, "calibration",
                "of 100 patients", ".1f") for name, kind in KINDS.items()),
        *(Match(f"First site {site}, from how often it is ever reached, Shiraz", published,
                (lambda place=place: expected_first(SHIRAZ_EVER)[place]), 6.0, SHIRAZ, "check", "of 100 patients",
                ".1f")
          for place, (site, published) in enumerate(SHIRAZ_FIRST.items())),
        Match("First site bone, Heidelberg; the model: from sites ever reached in Amsterdam", 46.0,
              lambda: expected_first(AMSTERDAM_EVER)[0], 4.0, HEIDELBERG, "check", "of 100 patients", ".1f"),
        *(Match(f"Bone metastases for each one in the liver, at diagnosis in the United States, {name}", published,
                lambda kind=KINDS[name]: bone_to_liver(kind), 0.25, REGISTRY, "check")
          for name, published in REGISTRY_BONE_TO_LIVER.items()),
    ),
)
