"""An outbreak among people who all meet alike, and who stay immune (Kermack and McKendrick, 1927).

Shares of all people; time in days::

    ds/dt = -contagion / ill * s * i        di/dt = contagion / ill * s * i - i / ill
"""

from .core import Array, Constant, Flag, Inputs, Number, Outputs, Simulation, Slider, Table, View, kernel, marks

DAYS, STEPS = 730, 20  # days drawn; steps of Euler in each of them

inputs = Inputs(
    contagion=Slider("Infected by each", 2.5, low=0.5, high=6.0, step=0.1, unit="people", source="kermack1927"),
    ill=Slider("Days of illness", 8, low=3, high=20, step=1, unit="days", source="assumed"),
    first=Constant(1e-4, source="assumed", label="Infected at the start"),
)
outputs = Outputs(
    day=Array(DAYS + 1, unit="days"),
    susceptible=Array(DAYS + 1, role="susceptible"),
    infected=Array(DAYS + 1, role="infected"),
    caught=Number(role="infected"),
    faded=Flag("Hardly anybody was infected"),
)


@kernel(inputs, outputs)
def outbreak(p, out, work):
    """Follow the shares of people who can catch it and who have it."""
    s, i, dt = 1.0 - p.first, p.first, 1.0 / STEPS
    for day in range(DAYS + 1):
        out.day[day], out.susceptible[day], out.infected[day] = day, s, i
        for _ in range(STEPS):
            new, well = dt * p.contagion / p.ill * s * i, dt * i / p.ill
            s, i = s - new, i + new - well
    out.caught = 1.0 - out.susceptible[DAYS]
    out.faded = 1 if out.caught < 0.01 else 0


simulation = Simulation(
    name="outbreak",
    title="When does an outbreak start?",
    caption="Shares of people who can still catch it, and who have it, over two years.",
    kernels=(outbreak,),
    views=(
        View(
            "Over time",
            [marks.line("Can catch it", "day", "susceptible", "susceptible", label="Not yet", before=True),
             marks.line("Infected", "day", "infected", "infected", label="Infected", before=True)],
            {"xaxis": {"range": [0, DAYS]}, "yaxis": {"range": [0, 1]}},
            alt="Two lines: people who can catch it become fewer while the infected rise and fall",
        ),
    ),
    summary=(("faded", "**It fades.** In the end {caught:.1%} have had it."), ("", "In the end {caught:.1%} have had it.")),
    numbers=Table({"Day": "day:.0f", "Infected": "infected:.2%"}),
    badge="classic model",
    evidence="plague in Bombay, 1906",
    leaves_out=("Age.", "Places.", "What people do when they are afraid."),
    source="kermack1927",
)
