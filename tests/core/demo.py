"""A small simulation for the tests of core: radioactive decay, with dice and an animation."""

from widgets.core import (
    Array,
    Challenge,
    Choice,
    Constant,
    Flag,
    Frames,
    Inputs,
    Match,
    Number,
    Outputs,
    Scratch,
    Seed,
    Simulation,
    Slider,
    Switch,
    Table,
    View,
    kernel,
)
from widgets.core.kernels.numerics import exp, seed_random, uniform

STEPS = 10

inputs = Inputs(
    rate=Slider("Decay", 0.5, low=0.0, high=2.0, step=0.01, unit="per day", source="assumed", role="tumour"),
    start=Slider("At the start", 100.0, stops=(1.0, 10.0, 100.0), unit="atoms", source="assumed"),
    pace=Choice("Pace", 1, options={"slow": 1, "fast": 2}, source="assumed"),
    halved=Switch("Halve it"),
    seed=Seed(),
    days=Constant(10.0, unit="days", source="assumed"),
)
outputs = Outputs(
    day=(STEPS + 1,),
    atoms=Array((STEPS + 1,), role="tumour"),
    left=Number(unit="atoms", role="tumour"),
    gone=Flag(),
    grid=Array((STEPS + 1, 2, 3), "u1"),
)
scratch = Scratch(state=Array((4,), "u8"))


@kernel(inputs, outputs, scratch)
def decay(p, out, work):
    """Write exp(-rate t) of the atoms, and a few random pixels."""
    start = p.start / 2.0 if p.halved == 1 else p.start
    seed_random(work.state, p.seed)
    for i in range(STEPS + 1):
        out.day[i] = p.days * i / STEPS
        out.atoms[i] = start * exp(-p.rate * p.pace * out.day[i])
        for row in range(2):
            for column in range(3):
                if uniform(work.state) < 0.5:
                    out.grid[i, row, column] = 1
    out.left = out.atoms[STEPS]
    if out.left < 1.0:
        out.gone = 1


def left_by_default():
    """Return what is left after ten days."""
    return simulation.run().left


simulation = Simulation(
    name="demo",
    title="How many atoms are left?",
    caption="Atoms fall apart at random, each with the same chance a day.",
    kernels=(decay,),
    views=(
        View(
            "Over time",
            [{"type": "scatter", "mode": "lines", "line": {"color": "var(--tumour)"},
              "meta": {"bind": {"x": "day", "y": "atoms"}, "label": "Atoms", "before": True}}],
            {"xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 100]}},
            alt="A falling line",
        ),
        View(
            "Grid",
            [{"type": "heatmap", "colorscale": [[0, "var(--field)"], [1, "var(--tumour)"]],
              "meta": {"bind": {"z": "grid[frame]"}}}],
            {},
            alt="Six pixels",
            frames=Frames("day", "Day {day[frame]:.0f}"),
        ),
    ),
    summary=(("gone", "**Gone.** Less than one atom is left."), ("", "{left:.1f} atoms are left.")),
    readouts={"Left": "{left:,.2f} atoms"},
    numbers=Table({"Day": "day:.0f", "Atoms": "atoms:,.1f"}, rows=6),
    presets={"Fast": {"rate": 2.0}},
    challenges=(Challenge("Make them vanish.", done="gone", why="A fast decay leaves nothing."),),
    draft={"pace": 1},
    badge="illustrative",
    evidence="arithmetic",
    leaves_out=("Daughters.", "Noise in time.", "Detectors."),
    source="assumed",
    matches=(Match("Left", 0.6738, left_by_default, 1e-4, source="assumed", kind="check", format=".4f"),),
)
