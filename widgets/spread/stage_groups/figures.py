"""Three views of a hundred people: at diagnosis, five years later, and what chance makes of their number."""

from __future__ import annotations

from typing import Any

from widgets.core import View, layouts, marks

from .model import PEOPLE, ROW

BODY = {"type": "constant", "symmetric": False, "value": 0.58, "valueminus": 0, "width": 0}


def people(name: str, x: str, y: str, colour: str, symbol: str = "circle") -> dict[str, Any]:
    """Return people as heads with bodies: a marker with an error bar that only hangs down (the axis is upside down)."""
    body = {**BODY, "color": f"var(--{colour})", "thickness": 1.5 if "open" in symbol else 4}
    return marks.points(name, x, y, colour, 7, symbol, 1.5, cliponaxis=True, error_y=body)


def square(above: str, top: int) -> dict[str, Any]:
    """Return the layout of a hundred in rows of ten, the first at the top, under words."""
    return layouts.sheet((-0.6, 9.6), (9.5, -0.7), {"text": above, "xshift": 0}, left=8, right=8, top=top, bottom=8)


five_years = View(
    "Five years later",
    traces=[
        people("Alive in nearly every hundred", "alive_x", "alive_y", "people"),
        people("Alive in some hundreds", "some_x", "some_y", "tissue"),
        people("Alive in few hundreds", "dead_x", "dead_y", "edge", "circle-open"),
    ],
    layout=square("Strong: alive in nearly every hundred.<br>Grey: in some. Thin: in few.", 52),
    alt="A hundred small people in ten rows. Strong ones were alive in at least nine of ten such hundreds, grey ones in "
        "some, thin ones in at most one of ten.",
)

by_chance = View(
    "A hundred by chance",
    traces=[marks.bars("Chance", "count", "distribution", "tissue", width=0.8)],
    layout=layouts.plot(
        layouts.of_100(101.5, "Alive after five years, of 100"),
        {"rangemode": "tozero", "showticklabels": False, "showgrid": False},
        {"text": "How often each number happens.<br>Between the lines: eight of ten.", "xshift": 0},
        left=8, right=16, top=52,
        shapes=[layouts.upright(0, "quiet", dash="4px 3px")] * 2,
        bind={**layouts.standing(0, "x", "low"), **layouts.standing(1, "x", "high")},
    ),
    alt="Bars over the number of people alive of a hundred: how often chance gives each number. Two lines hold the "
        "middle eight of ten.",
)

at_diagnosis = View(
    "At diagnosis",
    traces=marks.icons(*marks.crowd(PEOPLE, ROW, rising=False), "group", {
        group: marks.look(symbol, 12, colour, 1.75, "people")
        for group, (symbol, colour) in enumerate((("circle", "surface"), ("square", "lymph"), ("diamond", "tumour"),
                                                  ("x-thin", "people")))}),
    layout=square("Of 100 people, 1995 to 2002<br>○ 61 localized  ■ 31 regional<br>◆ 6 distant  × 2 not known", 68),
    alt="A hundred marks in ten rows: 61 circles for localized, 31 squares for regional, 6 diamonds for distant, 2 "
        "crosses for not known.",
)
