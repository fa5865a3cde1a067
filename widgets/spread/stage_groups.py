"""How many of a hundred were alive five years later: what a cancer registry counted, by how far the cancer had spread.

SEER, the registry of the United States, sorts cancers by three words at diagnosis: localized (in the breast),
regional (grown into its neighbours, or in nearby lymph nodes), distant. Its number is the five-year relative
survival: those alive after five years, in percent of as many women of the same age in the whole population.

A hundred people are few. If each were alive with the same chance s, the number alive would be binomial::

    P(k of 100) = 100! / (k! (100 - k)!) s^k (1 - s)^(100 - k)

and lie, in eight of ten such hundreds, between its 10 % and 90 % quantiles. No law of biology is in here.
"""

from __future__ import annotations

from typing import Any

from widgets.core import (
    Array,
    Choice,
    Data,
    Flag,
    Inputs,
    Match,
    Number,
    Outputs,
    Simulation,
    Table,
    View,
    kernel,
    marks,
)
from widgets.core.kernels.numerics import exp, log, log_factorial

PEOPLE, ROW = 100, 10  # people, and how many stand in a row
PUBLIC = "public domain (United States government)"
LOW, HIGH = 0.1, 0.9  # the middle eight of ten
LOCALIZED, REGIONAL, DISTANT = 0, 1, 2
FIRST, SECOND, LATEST = 0, 1, 2
AWAY = -100.0  # where people stand who are not in a trace

inputs = Inputs(
    spread=Choice("At diagnosis the cancer was", LOCALIZED,
                  options={"localized": LOCALIZED, "regional": REGIONAL, "distant": DISTANT},
                  role="people", source="nci_breast_cancer_survival"),
    era=Choice("Diagnosed in the years", SECOND, options={"1995 to 2002": FIRST, "2013 to 2019": SECOND,
                                                         "2015 to 2021": LATEST},
               role="people", source="nci_breast_cancer_survival"),
    alive_1995=Data([98.1, 83.1, 26.0], source="seer_breast_cancer_1995", licence=PUBLIC,
                    label="Relative survival in percent, 1995 to 2002"),
    alive_2013=Data([99.3, 86.3, 31.0], source="nci_breast_cancer_survival", licence=PUBLIC,
                    label="Relative survival in percent, 2013 to 2019"),
    alive_2015=Data([100.0, 87.2, 32.6], source="seer_breast_cancer_2015", licence=PUBLIC,
                    label="Relative survival in percent, 2015 to 2021"),
    found=Data([61, 31, 6, 2], source="seer_breast_cancer_1995", licence=PUBLIC,
               label="Of 100 people: localized, regional, distant, not known, 1995 to 2002"),
)  # fmt: skip

outputs = Outputs(
    alive=Number("Alive after five years", "of 100 people", role="people"),
    low=Number("At least, in eight of ten hundreds", "of 100 people", role="people"),
    high=Number("At most, in eight of ten hundreds", "of 100 people", role="people"),
    rate=Number("Relative survival", "percent", role="people"),
    is_whole=Flag("Localized, and as many alive as of people of the same age"),
    is_localized=Flag("Localized"),
    is_regional=Flag("Regional"),
    alive_x=Array(PEOPLE), alive_y=Array(PEOPLE),
    some_x=Array(PEOPLE), some_y=Array(PEOPLE),
    dead_x=Array(PEOPLE), dead_y=Array(PEOPLE),
    group=Array(PEOPLE, "i4", label="localized, regional, distant, not known"),
    person=Array(PEOPLE),
    distribution=Array(PEOPLE + 1, label="Chance of this many alive"),
    count=Array(PEOPLE + 1, unit="of 100 people"),
)  # fmt: skip


@kernel(inputs, outputs)
def stage_groups(p, out, work):
    """Count the people of one group who were alive after five years, and say how far chance moves such a count."""
    out.rate = p.alive_1995[p.spread] if p.era == FIRST else (
        p.alive_2013[p.spread] if p.era == SECOND else p.alive_2015[p.spread])
    spread_by_chance(out, min(out.rate / 100, 1.0))
    out.is_whole = p.spread == LOCALIZED and out.rate >= 100
    out.is_localized = p.spread == LOCALIZED
    out.is_regional = p.spread == REGIONAL
    place_people(out)
    place = 0
    for group in range(4):
        for _ in range(p.found[group]):
            out.group[place] = group
            place += 1


def spread_by_chance(out, share):
    """Write the distribution of the number alive among a hundred, its middle eight tenths, and the rounded share."""
    total, low, high = 0.0, -1, -1
    for k in range(PEOPLE + 1):
        out.count[k] = k
        out.distribution[k] = binomial_chance(k, share)
        total += out.distribution[k]
        low = k if low < 0 and total >= LOW else low
        high = k if high < 0 and total >= HIGH else high
    out.low, out.high = low, high
    nearest = 0
    for k in range(PEOPLE + 1):
        nearest = k if abs(k - PEOPLE * share) <= 0.5 else nearest
    out.alive = nearest


def binomial_chance(k, share):
    """Return the chance that k of a hundred are alive if each is with chance `share`."""
    if share >= 1.0:
        return 1.0 if k == PEOPLE else 0.0
    ways = log_factorial(PEOPLE) - log_factorial(k) - log_factorial(PEOPLE - k)
    return exp(ways + k * log(share) + (PEOPLE - k) * log(1.0 - share))


def place_people(out):
    """Write where a hundred people stand: those alive in nearly every hundred, in some hundreds, in few."""
    for i in range(PEOPLE):
        x, y = i % ROW, i // ROW
        out.person[i] = i
        always, never = i < out.low, i >= out.high
        out.alive_x[i], out.alive_y[i] = (x, y) if always else (AWAY, AWAY)
        out.some_x[i], out.some_y[i] = (AWAY, AWAY) if always or never else (x, y)
        out.dead_x[i], out.dead_y[i] = (x, y) if never else (AWAY, AWAY)


# The figures -------------------------------------------------------------------------------------------------------

BODY = {"type": "constant", "symmetric": False, "value": 0.58, "valueminus": 0, "width": 0}
SQUARE = {"range": [-1.2, 10.2], "visible": False}


def people(name: str, x: str, y: str, colour: str, symbol: str = "circle") -> dict[str, Any]:
    """Return people as heads with bodies: a marker with an error bar that only hangs down (the axis is upside down)."""
    return {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "cliponaxis": True,
            "marker": {"size": 7, "symbol": symbol, "color": f"var(--{colour})", "line": {"width": 1.5}},
            "error_y": {**BODY, "color": f"var(--{colour})", "thickness": 1.5 if "open" in symbol else 4},
            "meta": {"bind": {"x": x, "y": y}}}  # fmt: skip


five_years = View(
    "Five years later",
    traces=[
        people("Alive in nearly every hundred", "alive_x", "alive_y", "people"),
        people("Alive in some hundreds", "some_x", "some_y", "tissue"),
        people("Alive in few hundreds", "dead_x", "dead_y", "edge", "circle-open"),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "t": 52, "b": 8},
        "xaxis": {**SQUARE, "range": [-0.6, 9.6]},
        "yaxis": {**SQUARE, "range": [9.5, -0.7]},
        "annotations": [{"text": "Strong: alive in nearly every hundred.<br>Grey: in some. Thin: in few.",
                         "x": 0, "xshift": 0}],
    },
    alt="A hundred small people in ten rows. Strong ones were alive in at least nine of ten such hundreds, grey ones in "
        "some, thin ones in at most one of ten.",
)  # fmt: skip

by_chance = View(
    "A hundred by chance",
    traces=[
        {"type": "bar", "name": "Chance", "hoverinfo": "skip", "width": 0.8,
         "marker": {"color": "var(--tissue)"},
         "meta": {"bind": {"x": "count", "y": "distribution"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 16, "t": 52, "b": 44},
        "xaxis": {"range": [0, 101.5], "tickvals": [0, 25, 50, 75, 100], "title": {"text": "Alive after five years, of 100"}},
        "yaxis": {"rangemode": "tozero", "showticklabels": False, "showgrid": False},
        "shapes": [{"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "var(--quiet)", "width": 1, "dash": "4px 3px"}},
                   {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": {"color": "var(--quiet)", "width": 1, "dash": "4px 3px"}}],
        "annotations": [{"x": 0, "xshift": 0, "text": "How often each number happens.<br>Between the lines: eight of ten."}],
        "meta": {"bind": {"shapes[0].x0": "low", "shapes[0].x1": "low", "shapes[1].x0": "high", "shapes[1].x1": "high"}},
    },
    alt="Bars over the number of people alive of a hundred: how often chance gives each number. Two lines hold the "
        "middle eight of ten.",
)  # fmt: skip

at_diagnosis = View(
    "At diagnosis",
    traces=[
        *marks.icons([i % ROW for i in range(PEOPLE)], [i // ROW for i in range(PEOPLE)], "group", {
            i: {"symbol": symbol, "size": 12, "color": f"var(--{colour})", "line": {"width": 1.75, "color": "var(--people)"}}
            for i, (symbol, colour) in enumerate((("circle", "surface"), ("square", "lymph"), ("diamond", "tumour"),
                                                  ("x-thin", "people")))}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "t": 68, "b": 8},
        "xaxis": {**SQUARE, "range": [-0.6, 9.6]},
        "yaxis": {**SQUARE, "range": [9.5, -0.7]},
        "annotations": [{"text": "Of 100 people, 1995 to 2002<br>○ 61 localized  ■ 31 regional<br>◆ 6 distant  × 2 not known",
                         "x": 0, "xshift": 0}],
    },
    alt="A hundred marks in ten rows: 61 circles for localized, 31 squares for regional, 6 diamonds for distant, 2 "
        "crosses for not known.",
)  # fmt: skip


# The declaration ---------------------------------------------------------------------------------------------------


def mixed_survival() -> float:
    """Return the survival of all, in percent, from the groups of 1995 to 2002 and the rates of each."""
    record = inputs.record()
    shares, rates = record["found"] / PEOPLE, [*record["alive_1995"], NOT_KNOWN_RATE]
    return float(sum(share * rate for share, rate in zip(shares, rates, strict=True)))


NOT_KNOWN_RATE = 54.1  # percent, the rate of those whose group was not known, 1995 to 2002: the same source

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
