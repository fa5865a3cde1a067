"""How many of a hundred were alive five years later? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Match, Simulation, Table

from .figures import at_diagnosis, by_chance, five_years
from .model import DISTANT, FIRST, PEOPLE, REGIONAL, inputs, stage_groups

NOT_KNOWN_RATE = 54.1  # percent, the rate of those whose group was not known, 1995 to 2002: the same source


def mixed_survival() -> float:
    """Return the survival of all, in percent, from the groups of 1995 to 2002 and the rates of each."""
    record = inputs.record()
    shares, rates = record["found"] / PEOPLE, [*record["alive_1995"], NOT_KNOWN_RATE]
    return float(sum(share * rate for share, rate in zip(shares, rates, strict=True)))


simulation = Simulation(
    name="stage_groups",
    title="How many of a hundred were alive five years later?",
    caption="What a registry counted in the United States, by how far the cancer had spread when it was found.",
    kernels=(stage_groups,),
    views=(at_diagnosis, five_years, by_chance),
    summary=(
        ("is_whole", ("**Localized.** After five years as many were alive as among people of the same age. That is what "
                      "{alive:.0f} of 100 means here. It does not mean that nobody died.")),
        ("is_localized", ("**Localized.** Of 100 people, {alive:.0f} were alive after five years, measured against people "
                          "of the same age. In eight of ten such hundreds it is {low:.0f} to {high:.0f}.")),
        ("is_regional", ("**Regional.** Of 100 people, {alive:.0f} were alive after five years, measured against people of "
                         "the same age. In eight of ten such hundreds it is {low:.0f} to {high:.0f}.")),
        ("", ("**Distant.** Of 100 people, {alive:.0f} were alive after five years, measured against people of the same "
              "age. In eight of ten such hundreds it is {low:.0f} to {high:.0f}.")),
    ),
    numbers=Table({"Alive of 100": "count:.0f", "Chance": "distribution:.1%"}, rows=21),
    presets={
        "Localized": {},
        "Regional": {"spread": REGIONAL},
        "Distant": {"spread": DISTANT},
        "Distant, twenty years before": {"spread": DISTANT, "era": FIRST},
    },
    badge="data-anchored",
    evidence="a US cancer registry",
    leaves_out=(
        "Everything but spread and year: receptors, grade, age, other illnesses and treatment differ within each group.",
        "Time after five years, and how people lived.",
        "What is new: everyone counted here was diagnosed years ago and treated as was usual then.",
        "Other countries, where cancers are found and treated in other ways.",
        "Lead time: a cancer that is found earlier counts more years, even if no day of life is gained.",
    ),
    source="nci_breast_cancer_survival",
    matches=(
        Match("Alive after five years, all groups together, 1995 to 2002", 88.5, mixed_survival, 0.5,
              "seer_breast_cancer_1995", "check", "%", ".2f"),
    ),
)  # fmt: skip
