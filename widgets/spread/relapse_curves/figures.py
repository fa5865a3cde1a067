"""Four views of the same women: free of a relapse, the rate of relapse, who is still counted, each one of them."""

from __future__ import annotations

from typing import Any

from widgets.core import View, marks

from .places import RATE_TOPS
from .trial import GROUPS, PEOPLE, YEARS

NAMES = ["", "all together", "", "", "1 to 3 nodes", "4 to 9", "10 or more", "up to 20 mm", "21 to 50 mm", "over 50 mm",
         "ER-positive", "ER-negative", "", "grade 1", "grade 2", "grade 3"]  # 1 + 3 * split + group
DASHES = {"first": "solid", "second": "9px 3px", "third": "2px 3px"}
TIME = {"range": [0, YEARS], "tickvals": [0, 1, 2, 3, 4, 5, 6, 7], "title": {"text": "Years since the diagnosis"}}


def line(group: str, x: str, y: str, shown: str, width: float = 2.5, shape: str = "hv", **more: Any) -> dict[str, Any]:
    """Return a line over two outputs, shown if there is such a group."""
    return {"type": "scatter", "mode": "lines", "name": group, "hoverinfo": "skip", "cliponaxis": True,
            "line": {"color": "var(--people)", "width": width, "dash": DASHES[group], "shape": shape},
            "meta": {"bind": {"x": x, "y": y}, "when": shown}} | more


def band(group: str, x: str, low: str, high: str, shown: str, shape: str = "hv") -> list[dict[str, Any]]:
    """Return the two lines between which the middle 80 of 100 lie, filled."""
    edges = [line(group, x, each, shown, 0, shape) for each in (low, high)]
    edges[1] |= {"fill": "tonexty", "fillcolor": "var(--people-soft)"}
    return edges


def names_at(x: Any, y: str, place: str) -> dict[str, Any]:
    """Return the names of the groups at the ends of their lines."""
    bind = {"y": y, "text": {"field": "name_code", "values": [f"\u2002{name}" if name else "" for name in NAMES]}}
    trace = {"type": "scatter", "mode": "text", "name": "Names", "hoverinfo": "skip", "textposition": place,
             "cliponaxis": False, "textfont": {"color": "var(--people-ink)", "size": 13}}
    return {**trace, "meta": {"bind": {"x": x, **bind}}} if isinstance(x, str) else {**trace, "x": x, "meta": {"bind": bind}}


def leads(x: str, y: str) -> dict[str, Any]:
    """Return a thin line from the end of each group's line to its name."""
    return marks.line("To the names", x, y, "edge", 1, "1px 3px", lift=2)


def at_time(top: float) -> dict[str, Any]:
    """Return a line at the chosen time."""
    return marks.upright("horizon", (0, top), "edge", dash="2px 4px")


def at_horizon(group: str) -> dict[str, Any]:
    """Return a dot where the chosen time meets a line."""
    return {"type": "scatter", "mode": "markers", "name": "Then", "hoverinfo": "skip", "cliponaxis": False,
            "marker": {"size": 9, "color": "var(--surface)", "line": {"color": "var(--people)", "width": 2}},
            "meta": {"bind": {"x": "horizon", "y": f"{group}_at"}, "when": f"{group}_known"}}


def of_everybody(group: str) -> dict[str, Any]:
    """Return the line of all 686 women, thin, for when fewer are looked at."""
    thin = line(group, "year", f"{group}_of_all", f"{group}_thin", 1)
    thin["line"]["color"] = "var(--edge)"
    return thin


free = View(
    "Without a relapse",
    traces=[
        at_time(101),
        *(edge for group in DASHES
          for edge in band(group, f"{group}_year", f"{group}_low", f"{group}_high", f"{group}_shown")),
        *map(of_everybody, DASHES),
        *(line(group, f"{group}_year", f"{group}_free", f"{group}_shown") for group in DASHES),
        leads("free_lead_x", "free_lead_y"),
        *map(at_horizon, DASHES),
        names_at([YEARS] * GROUPS, "free_label_y", "middle right"),
    ],
    layout={
        "hovermode": False, "margin": {"r": 96, "b": 44},
        "xaxis": TIME,
        "yaxis": {"range": [0, 101], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [{"text": "Of 100 women, without a relapse"}],
    },
    alt="Falling steps over seven years: of 100 women, how many are without a relapse. One line for each group, solid, "
        "dashed and dotted, with its name to the right of it and a grey band in which the true share lies in 80 of 100 studies. "
        "Thin grey lines are all 686 women, if fewer are looked at. A ring marks the chosen time.",
)

rate = View(
    "Rate of relapse",
    traces=[
        at_time(RATE_TOPS[-1]),
        *(edge for group in DASHES
          for edge in band(group, f"{group}_rate_year", f"{group}_rate_low", f"{group}_rate_high",
                           f"{group}_rate_shown", "linear")),
        *(line(group, f"{group}_rate_year", f"{group}_rate", f"{group}_rate_shown", shape="linear") for group in DASHES),
        leads("rate_lead_x", "rate_lead_y"),
        names_at("rate_label_x", "rate_label_y", "middle right"),
    ],
    layout={
        "hovermode": False, "margin": {"r": 96, "t": 46, "b": 44},
        "xaxis": TIME,
        "yaxis": {"range": [0, RATE_TOPS[0]], "nticks": 5},
        "annotations": [{"text": "Relapses per 100 people and year,<br>while 20 or more of a group are counted"}],
        "meta": {"bind": {"yaxis.range[1]": "rate_top"}},
    },
    alt="The rate of relapse over time, smoothed: relapses per 100 people who are still counted, and year. One line for "
        "each group with a grey band. A line ends where fewer than 20 of its group are left.",
)

left = View(
    "Still counted",
    traces=[
        at_time(PEOPLE),
        *(line(group, "year", f"{group}_left", f"{group}_shown") for group in DASHES),
        names_at([0.05] * GROUPS, "left_label_y", "top right"),
    ],
    layout={
        "hovermode": False, "margin": {"r": 20, "b": 44},
        "xaxis": TIME,
        "yaxis": {"range": [0, PEOPLE], "nticks": 6},
        "annotations": [{"text": "People still counted"}],
        "meta": {"bind": {"yaxis.range[1]": "left_top"}},
    },
    alt="How many people are still counted, week by week: the lines fall from all at the start to hardly anyone after "
        "seven years, by relapses and because follow-up ended.",
)

dots = View(
    "Each person",
    traces=[
        *marks.icons("dot_x", "dot_y", "dot_kind", {
            kind: {"symbol": symbol, "opacity": opacity, "color": "var(--people)",
                   "line": {"width": 1.2, "color": "var(--people)"}}
            for kind, symbol, opacity in ((0, "circle", 1), (1, "line-ns-open", 0.55), (2, "circle-open", 1))},
            marker_size={"field": "dot_density", "values": [7, 5.5, 4]}),
        names_at([0.0] * GROUPS, "dot_name_y", "middle right"),
    ],
    layout={
        "hovermode": False, "margin": {"l": 6, "r": 6, "t": 46, "b": 6},
        "xaxis": {"range": [0, 1], "visible": False},
        "yaxis": {"range": [1, 0], "visible": False},
        "annotations": [{"text": "● had a relapse   ○ still counted, none<br>| followed no longer, none until then",
                         "xshift": 0}],
    },
    alt="One mark for each person who is looked at, group below group, at the chosen time: a filled dot had a relapse, a "
        "ring is still counted without one, an upright stroke was followed no longer and had none until then.",
)
