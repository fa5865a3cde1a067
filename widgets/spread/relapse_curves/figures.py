"""Four views of the same women: free of a relapse, the rate of relapse, who is still counted, each one of them."""

from __future__ import annotations

from typing import Any

from widgets.core import View, layouts, marks

from .places import RATE_TOPS
from .trial import GROUPS, PEOPLE, YEARS

NAMES = ["", "all together", "", "", "1 to 3 nodes", "4 to 9", "10 or more", "up to 20 mm", "21 to 50 mm", "over 50 mm",
         "ER-positive", "ER-negative", "", "grade 1", "grade 2", "grade 3"]  # 1 + 3 * split + group
DASHES = {"first": "solid", "second": "9px 3px", "third": "2px 3px"}
TIME = layouts.axis(0, YEARS, range(8), "Years since the diagnosis")


def lines(x: str, y: str, shown: str, colour: str = "people", width: float = 2.5, shape: str = "hv") -> list[dict[str, Any]]:
    """Return a line over two outputs of each group, shown if there is such a group; `*` stands for its name."""
    return [marks.line(group, x.replace("*", group), y.replace("*", group), colour, width, dash, shape=shape,
                       when=shown.replace("*", group)) for group, dash in DASHES.items()]


def bands(x: str, low: str, high: str, shown: str, shape: str = "hv") -> list[dict[str, Any]]:
    """Return the lines between which the middle 80 of 100 lie, filled, of each group."""
    pairs = zip(lines(x, low, shown, width=0, shape=shape), lines(x, high, shown, width=0, shape=shape), strict=True)
    return [edge for below, above in pairs for edge in (below, above | marks.filled("people"))]


def names_at(x: Any, y: str, place: str) -> dict[str, Any]:
    """Return the names of the groups at the ends of their lines."""
    text = {"field": "name_code", "values": [f"\u2002{name}" if name else "" for name in NAMES]}
    return marks.words(text, x, y, "people-ink", position=place, name="Names")


def leads(x: str, y: str) -> dict[str, Any]:
    """Return a thin line from the end of each group's line to its name."""
    return marks.line("To the names", x, y, "edge", 1, "1px 3px", lift=2)


def at_time(top: float) -> dict[str, Any]:
    """Return a line at the chosen time."""
    return marks.upright("horizon", (0, top), "edge", dash="2px 4px")


free = View(
    "Without a relapse",
    traces=[
        at_time(101),
        *bands("*_year", "*_low", "*_high", "*_shown"),
        *lines("year", "*_of_all", "*_thin", "edge", 1),  # of all 686 women, for when fewer are looked at
        *lines("*_year", "*_free", "*_shown"),
        leads("free_lead_x", "free_lead_y"),
        *(marks.points("Then", "horizon", f"{group}_at", "surface", 9, "circle", 2, "people", cliponaxis=False, meta={
            "bind": {"x": "horizon", "y": f"{group}_at"}, "when": f"{group}_known"}) for group in DASHES),
        names_at([YEARS] * GROUPS, "free_label_y", "middle right"),
    ],
    layout=layouts.plot(TIME, layouts.of_100(101), "Of 100 women, without a relapse", right=96),
    alt="Falling steps over seven years: of 100 women, how many are without a relapse. One line for each group, solid, "
        "dashed and dotted, with its name to the right of it and a grey band in which the true share lies in 80 of 100 studies. "
        "Thin grey lines are all 686 women, if fewer are looked at. A ring marks the chosen time.",
)

rate = View(
    "Rate of relapse",
    traces=[
        at_time(RATE_TOPS[-1]),
        *bands("*_rate_year", "*_rate_low", "*_rate_high", "*_rate_shown", "linear"),
        *lines("*_rate_year", "*_rate", "*_rate_shown", shape="linear"),
        leads("rate_lead_x", "rate_lead_y"),
        names_at("rate_label_x", "rate_label_y", "middle right"),
    ],
    layout=layouts.plot(
        TIME, layouts.axis(0, RATE_TOPS[0], nticks=5),
        "Relapses per 100 people and year,<br>while 20 or more of a group are counted",
        right=96, bind={"yaxis.range[1]": "rate_top"},
    ),
    alt="The rate of relapse over time, smoothed: relapses per 100 people who are still counted, and year. One line for "
        "each group with a grey band. A line ends where fewer than 20 of its group are left.",
)

left = View(
    "Still counted",
    traces=[
        at_time(PEOPLE),
        *lines("year", "*_left", "*_shown"),
        names_at([0.05] * GROUPS, "left_label_y", "top right"),
    ],
    layout=layouts.plot(TIME, layouts.axis(0, PEOPLE, nticks=6), "People still counted", right=20,
                        bind={"yaxis.range[1]": "left_top"}),
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
    layout=layouts.sheet(
        (0, 1), (1, 0),
        {"text": "● had a relapse   ○ still counted, none<br>| followed no longer, none until then", "xshift": 0},
        left=6, right=6, bottom=6,
    ),
    alt="One mark for each person who is looked at, group below group, at the chosen time: a filled dot had a relapse, a "
        "ring is still counted without one, an upright stroke was followed no longer and had none until then.",
)
