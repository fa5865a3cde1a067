"""Five views of relapses: two waves, a hundred people, hidden lesions, those still to come, by ER status."""

from __future__ import annotations

import itertools
from typing import Any

from widgets.core import Frames, View, marks

from .chance import PEOPLE, ROWS, SIDE
from .surfacing import MONTHS

PEAKS = (18, 60)  # months: of the two peaks in Milan
PUBLISHED_YEARS = (0, 5, 10, 15, 20)  # ends of the periods in which Colleoni and others give rates, a year of 100
PUBLISHED_POSITIVE, PUBLISHED_NEGATIVE = (9.9, 5.4, 2.9, 2.8), (11.5, 3.3, 1.3, 1.2)
LATE_RISKS = {"T1N0": 13, "T1N1-3": 20, "T1N4-9": 34, "T2N0": 19, "T2N1-3": 26, "T2N4-9": 41}  # Pan: of 100, years 5-20
DANISH_TEN, DANISH_LATER = 10, 12.5  # Pedersen: of 100 clear at 10 years, relapse by year 20

YEARS = {"range": [0, 20], "tickvals": [0, 5, 10, 15, 20], "title": {"text": "Years since surgery"}}
SIGNS = ("diamond", "square", "triangle-up")  # by kind of lesion
EDGE = "var(--tumour)"


def steps(name: str, rates: tuple[float, ...], dash: str) -> dict[str, Any]:
    """Return published rates, each over its period, as a line of ink."""
    ends = list(itertools.pairwise(PUBLISHED_YEARS))
    return {"type": "scatter", "mode": "lines", "name": name, "hoverinfo": "skip",
            "x": [year for period in ends for year in (*period, None)],
            "y": [rate for each in rates for rate in (each, each, None)],
            "line": {"color": "var(--people)", "width": 2, "dash": dash}}


def key(text: str, row: int, colour: str = "quiet", x: float = 0) -> dict[str, Any]:
    """Return words above the plot that say what its marks mean; row 0 is the lowest."""
    return {"text": text, "x": x, "xshift": 0 if x else -32, "yshift": 9 + 18 * row,
            "font": {"color": f"var(--{colour})", "size": 13}}


HOVER = {"hoverinfo": "all", "hovertemplate": "%{fullData.name}: %{y:.1f}<extra></extra>"}

two_waves = View(
    "Two waves",
    traces=[
        marks.line("Least", "bin_year", "band_low", "tumour-soft", 0),
        marks.line("Most", "bin_year", "band_high", "tumour-soft", 0) | {"fill": "tonexty", "fillcolor": "var(--tumour-soft)"},
        marks.points("Drawn study", "bin_year", "study_rate", "tumour", 7, "circle-open", 1.5),
        marks.line("Expected", "year", "rate", "tumour", 3, before=True) | HOVER,
        {"type": "scatter", "mode": "markers+text", "name": "Published peaks", "hoverinfo": "skip",
         "x": [month / MONTHS for month in PEAKS], "y": [118] * len(PEAKS),
         "text": [f"{PEAKS[0]}", f"{PEAKS[1]} months, published"],
         "textposition": "middle right", "textfont": {"color": "var(--ink)"},
         "marker": {"size": 11, "symbol": "triangle-down", "color": "var(--ink)"}},
    ],
    layout={
        "margin": {"r": 16, "t": 64, "b": 44},
        "xaxis": {**YEARS, "unifiedhovertitle": {"text": "Year %{x:.1f}"}},
        "yaxis": {"type": "log", "range": [-1, 2.2], "tickvals": [0.1, 1, 10, 100], "ticktext": ["0.1", "1", "10", "100"]},
        "annotations": [key("Relapses a year, of 100 people still clear.", 2), key("Each line: ten times more.", 1),
                        key("— expected", 0, "tumour-ink"), key("○ one study", 0, "tumour-ink", 0.23),
                        key("▒ most studies", 0, "tumour-ink", 0.6)],
    },
    alt="How many of 100 people still clear relapse in a year, over twenty years, on a scale where each line is ten "
        "times more. A line with a high first wave, a lower second one and a long tail; a band for what 80 of 100 "
        "studies would find; open circles for one study; two filled triangles for the published peaks, at 18 and 60 "
        "months.",
)


hundred = View(
    "100 people",
    traces=[
        *marks.icons([i % SIDE for i in range(PEOPLE)], [SIDE - 1 - i // SIDE for i in range(PEOPLE)], "icon[frame]", {
            i: {"symbol": symbol, "size": 11, "color": colour, "line": {"width": 1.75, "color": edge}}
            for i, (symbol, colour, edge) in enumerate(zip([*SIGNS, "circle"], [EDGE, EDGE, EDGE, "var(--surface)"],
                                                           [EDGE, EDGE, EDGE, "var(--tissue-ink)"], strict=True))}),
        marks.tallies(("○ %{text} clear", "icon_clear[frame]", SIDE + 0.1, 8.6, "ink"),
                      ("◆ %{text} awake", "icon_awake[frame]", SIDE + 0.1, 4.8, "tumour-ink"),
                      ("■ %{text} asleep", "icon_asleep[frame]", SIDE + 0.1, 3.3, "tumour-ink"),
                      ("▲ %{text} deep", "icon_deep[frame]", SIDE + 0.1, 1.8, "tumour-ink")),
        {"type": "scatter", "mode": "text", "x": [SIDE + 0.1], "y": [7.4], "texttemplate": "usually %{text}–%{customdata}",
         "textposition": "middle right", "textfont": {"color": "var(--quiet)", "size": 13}, "cliponaxis": False,
         "hoverinfo": "skip", "meta": {"bind": {"text": "usual_least[frame]", "customdata": "usual_most[frame]"}}},
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 0, "r": 0, "t": 8, "b": 8},
        "xaxis": {"range": [-0.6, 17], "visible": False},
        "yaxis": {"range": [-0.8, SIDE - 0.2], "visible": False},
    },
    alt="A hundred people, the first hundred of the drawn study. Rings are relapse-free. Filled signs have relapsed: "
        "diamonds from a lesion that was awake at surgery, squares from one that was asleep, triangles from one that "
        "was deep asleep.",
    frames=Frames("frame_year", "Year {frame_year[frame]:.1f}", per_second=6),
)

lesions = View(
    "Hidden lesions",
    traces=[
        marks.line("Asleep", "asleep_year", "time_row", "tissue", 1.5, lift=2),
        marks.line("Growing", "growing_year", "time_row", "tumour", 4, lift=2),
        *marks.icons("lesion_year", "lesion_row", "lesion_sign", {
            i: {"symbol": symbol, "size": 9, "color": colour, "line": {"width": 1.5, "color": colour}}
            for i, (symbol, colour) in enumerate(zip([*SIGNS, "x"], [EDGE, EDGE, EDGE, "var(--drug)"], strict=True))}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 12, "r": 12, "t": 64, "b": 44},
        "xaxis": {**YEARS, "range": [-0.3, 20.3]},
        "yaxis": {"range": [0, ROWS + 1], "tickvals": list(range(1, ROWS + 1)), "showticklabels": False},
        "annotations": [key("Each line: one virtual patient", 2) | {"xshift": 0},
                        key("◆ ■ ▲ surfaces", 1, "tumour-ink") | {"xshift": 0},
                        key("✕ stopped by drug", 1, "drug-ink", 0.45),
                        key("─ asleep", 0) | {"xshift": 0}, key("━ growing", 0, "tumour-ink", 0.45)],
    },
    alt="Thirty patients of the drawn study as lines over twenty years, the earliest relapse at the top. On a line lie "
        "the hidden lesions of one patient: thin while asleep, thick while growing, with a sign where one surfaces, or "
        "a cross where treatment has stopped it. Empty lines are patients without a hidden lesion.",
)

still_to_come = View(
    "Still to come",
    traces=[
        marks.upright("clear_years", (0, 103), "edge"),
        marks.line("Of 100 relapses, still to come", "year", "later_share", "tumour", 2, "6px 4px") | HOVER,
        marks.line("Of 100 still clear, relapse by year 20", "year", "later_people", "tumour", 3, before=True) | HOVER,
        marks.points("Published", [5] * len(LATE_RISKS) + [DANISH_TEN], [*LATE_RISKS.values(), DANISH_LATER], "ink", 6, "circle-open", 1.75),
        marks.points("Now", "clear_years", "later_share_now", "tumour", 11, "circle-open", 2),
        marks.points("Now", "clear_years", "later_now", "tumour"),
    ],
    layout={
        "margin": {"r": 20, "t": 64, "b": 44},
        "xaxis": {**YEARS, "title": {"text": "Years without a relapse so far"},
                  "unifiedhovertitle": {"text": "Clear for %{x:.1f} years"}},
        "yaxis": {"range": [0, 103], "tickvals": [0, 25, 50, 75, 100]},
        "annotations": [key("━ of 100 clear so far, relapse by year 20", 2, "tumour-ink"),
                        key("╌ of 100 relapses, still to come", 1, "tumour-ink"),
                        key("○ published, clear at 5 and 10 years", 0, "people-ink")],
    },
    alt="Two falling lines over the years without a relapse: how many of 100 people clear so far relapse by year 20, "
        "and how many of 100 relapses are still to come. Rings mark published numbers for women clear at five years, "
        "13 to 41 of 100, and at ten years, 12.5 of 100.",
)

receptors = View(
    "By ER status",
    traces=[
        marks.upright("crossing", (10**-0.5, 10**1.7), "edge"),
        {"type": "scatter", "mode": "text", "name": "Crossing", "y": [10**-0.42], "text": [" they cross"],
         "textposition": "middle right", "textfont": {"color": "var(--quiet)", "size": 13}, "hoverinfo": "skip",
         "meta": {"bind": {"x": "crossing"}}},
        steps("Published, ER-positive", PUBLISHED_POSITIVE, "solid"),
        steps("Published, ER-negative", PUBLISHED_NEGATIVE, "3px 3px"),
        marks.line("ER-negative", "year", "negative", "tumour", 2, "9px 4px", label="ER-negative", before=True) | HOVER,
        marks.line("ER-positive", "year", "positive", "tumour", 3.5, label="ER-positive", before=True) | HOVER,
    ],
    layout={
        "margin": {"r": 102, "t": 46, "b": 44},
        "xaxis": {**YEARS, "unifiedhovertitle": {"text": "Year %{x:.1f}"}},
        "yaxis": {"type": "log", "range": [-0.5, 1.7], "tickvals": [0.5, 1, 2, 5, 10, 20, 50],
                  "ticktext": ["0.5", "1", "2", "5", "10", "20", "50"]},
        "annotations": [key("Relapses a year, of 100 people still clear", 1),
                        key("─ ┄ published, five years each", 0, "people-ink")],
    },
    alt="Relapses a year of 100 people still clear, for two groups. ER-negative, dashed, begins higher and falls below "
        "ER-positive, solid, after some years. Flat pieces of ink are the published rates of five years each.",
)
