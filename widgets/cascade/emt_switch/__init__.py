"""Same signal: why does one cell hold on and another let go? Words, tasks, and the numbers the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Match, Simulation, Table

from .circuit import HIGH, LOW
from .figures import hundred, one_cell, six_weeks, up_and_down, valleys
from .model import LITTLE, MANY, MUCH, PAPER, switch, tissue


def epithelial_after_six_weeks():
    """Return how many of 100 cells still hold on at 200 thousand, as a mean over ten tissues."""
    return sum(tissue.value("epithelial_end", seed=seed) for seed in range(1, 11)) / 10


def edge(claim, snail, output):
    """Return a regression band for the SNAIL at which a stretch of resting states ends."""
    return Match(claim, snail, lambda: switch.value(output), 0.5, source="assumed", kind="regression band",
                 unit="thousand SNAIL", format=".1f")


simulation = Simulation(
    name="emt_switch",
    title="Same signal: why does one cell hold on and another let go?",
    caption="The line shows where a cell can rest at each level of SNAIL; the marble is one cell, carried there by its "
            "past.",
    kernels=(switch, tissue),
    views=(one_cell, up_and_down, valleys, hundred, six_weeks),
    summary=(
        ("returned", ("**Holding again.** It once had {highest:.0f} thousand SNAIL, and let go. With {signal:.0f} it "
                      "has {mirna:,.0f} copies of miR-200, and its grip.")),
        ("epithelial", ("**Holding.** With {signal:.0f} thousand SNAIL, and never more than {highest:.0f}, it has "
                        "{mirna:,.0f} copies of miR-200, and its grip.")),
        ("hybrid_kept", ("**Half-way, because of its past.** It once had {highest:.0f} thousand SNAIL. A cell that "
                         "never had more than {signal:.0f} would still hold on.")),
        ("hybrid", ("**Half-way.** With {signal:.0f} thousand SNAIL it rests between: {zeb:,.0f} ZEB messages, some "
                    "grip, some drive.")),
        ("mesenchymal_kept", ("**Let go, because of its past.** It once had {highest:.0f} thousand SNAIL. A cell "
                              "that never had more than {signal:.0f} would not be so far.")),
        ("", ("**Let go.** With {signal:.0f} thousand SNAIL it has {zeb:,.0f} ZEB messages; its miR-200 is down to "
              "{mirna:,.0f}.")),
    ),
    readouts={
        "Resting states at this level": "{resting_states:.0f}",
        "Of 100 such cells, after six weeks": "{epithelial_end:.0f} hold, {hybrid_end:.0f} half-way, "
                                              "{mesenchymal_end:.0f} let go",
    },
    numbers=Table({"SNAIL, thousand": "trip_snail:.0f", "ZEB messages": "trip_zeb:,.0f",
                   "miR-200": "trip_mirna:,.0f"}, rows=11),
    presets={
        "First rise": {},
        "Small peak": {"peak": 217.0},
        "High peak": {"peak": 240.0},
        "There and back": {"signal": LOW, "peak": HIGH},
        "No memory": {"peak": 240.0, "feedback": 2.0},
    },
    challenges=(
        Challenge(f"Leave a cell half-way with no more than {LITTLE:.0f} thousand SNAIL now.", done="half_way_low",
                  why="Half-way is a place to rest, not a moment: a peak between 209 and 224 leads there, and the cell "
                      "stays when SNAIL falls."),
        Challenge(f"Bring a cell that has let go back to holding, with at least {MUCH:.0f} thousand SNAIL left.",
                  done="returned_early",
                  why="It went back, but only far below the level at which it had let go."),
        Challenge(f"Get at least {MANY} cells of each kind after six weeks, without a higher peak before.",
                  done="mixed", why="One signal, no past, one set of genes: and still a mixed crowd."),
    ),
    badge="published model",
    evidence="one cell, not patients",
    leaves_out=(
        ("Grip itself: the model counts the molecules of a switch. That E-cadherin, the glue, follows ZEB is known "
         "from cells in a dish, and is not computed here."),
        ("Most of the network: miR-34, GRHL2, OVOL, the loops through TGF-beta and the packing of DNA all shift or "
         "steady the three states."),
        "Neighbours: the hundred cells neither touch nor signal to each other, and none divides or dies.",
        "Spread: a cell that lets go has moved nowhere. Nothing here says how often such a cell makes a metastasis.",
    ),
    source=PAPER,
    matches=(
        Match("Resting states at 200 thousand SNAIL", 3, lambda: switch.value("resting_states"), 0.0, source=PAPER,
              kind="check", format=".0f"),
        edge("An epithelial cell rests up to", 209.0, "epithelial_until"),
        edge("A hybrid cell rests from", 193.5, "hybrid_from"),
        edge("A hybrid cell rests up to", 225.0, "hybrid_until"),
        edge("A mesenchymal cell rests from", 185.5, "mesenchymal_from"),
        Match("Of 100 cells at 200 thousand, still holding after six weeks", (52.0, 64.0), epithelial_after_six_weeks,
              0.0, source="assumed", kind="regression band", format=".0f"),
    ),
)
