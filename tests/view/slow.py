"""A small simulation with a quick kernel and a slow one, of which the sentence needs both."""

from widgets.core import Frames, Inputs, Outputs, Simulation, Slider, Table, View, kernel

inputs = Inputs(x=Slider("X", 2.0, low=0.0, high=10.0, step=1.0, source="assumed"))


@kernel(inputs, Outputs(double=(), at=(3,), line=(3,)))
def quick(p, out, work):
    """Write a line that rises to twice x."""
    out.double = 2.0 * p.x
    for i in range(3):
        out.at[i] = i
        out.line[i] = i * p.x


@kernel(inputs, Outputs(square=(), curve=(3,)), slow=True)
def squared(p, out, work):
    """Write a curve that ends at x squared."""
    out.square = p.x * p.x
    for i in range(3):
        out.curve[i] = i * i * p.x * p.x / 4.0


def trace(field):
    """Return a line of the field's numbers."""
    return {"type": "scatter", "mode": "lines", "meta": {"bind": {"x": "at", "y": field}}}


simulation = Simulation(
    name="slow",
    title="How much is x squared?",
    caption="A line and a curve.",
    kernels=(quick, squared),
    views=(
        View("Both", [trace("line"), trace("curve")], {"xaxis": {"range": [0, 2]}, "yaxis": {"range": [0, 100]}}, alt="Two lines"),
        View("Line", [trace("line")], {}, alt="A line", frames=Frames("at", "At {at[frame]:.0f}")),
    ),
    summary=(("", "Twice {x:.0f} is {double:.0f}, its square {square:.0f}."),),
    readouts={"Double": "{double:.0f}", "Square of x": "{x:.0f}: {square:.0f}"},
    numbers=Table({"Line": "line:.0f", "Curve": "curve:.0f"}, rows=3),
    presets={"Ten": {"x": 10.0}},
    challenges=(),
    badge="illustrative",
    evidence="arithmetic",
    leaves_out=("All.", "Else.", "There is."),
    source="assumed",
    matches=(),
)
