"""Six views of relapses: two waves, beside people, a hundred, hidden lesions, those still to come, by ER status."""

from __future__ import annotations

import itertools
from typing import Any

from widgets.core import Frames, View, layouts, marks

from .chance import PEOPLE, ROWS, SIDE
from .surfacing import MONTHS

PEAKS = (18, 60)  # months: of the two peaks in Milan
PUBLISHED_YEARS = (0, 5, 10, 15, 20)  # ends of the periods in which Colleoni and others give rates, a year of 100
PUBLISHED_POSITIVE, PUBLISHED_NEGATIVE = (9.9, 5.4, 2.9, 2.8), (11.5, 3.3, 1.3, 1.2)
LATE_RISKS = {"T1N0": 13, "T1N1-3": 20, "T1N4-9": 34, "T2N0": 19, "T2N1-3": 26, "T2N4-9": 41}  # Pan: of 100, years 5-20
DANISH_TEN, DANISH_LATER = 10, 12.5  # Pedersen: of 100 clear at 10 years, relapse by year 20

SIGNS = ("diamond", "square", "triangle-up")  # by kind of lesion
RATE = "%{y:.1f}"
LEFT = -32  # pixels: where the words above a plot begin


def years(low: float = 0, high: float = 20, title: str = "Years since surgery") -> dict[str, Any]:
    """Return the axis of the twenty years."""
    return layouts.axis(low, high, range(0, 21, 5), title)


def steps(name: str, rates: tuple[float, ...], dash: str) -> dict[str, Any]:
    """Return published rates, each over its period, as a line of ink."""
    periods = list(itertools.pairwise(PUBLISHED_YEARS))
    return marks.drawn([year for period in periods for year in (*period, None)],
                       [rate for each in rates for rate in (each, each, None)], "people", 2, dash, name=name)


two_waves = View(
    "Two waves",
    traces=[
        *marks.band("bin_year", "band_low", "band_high", "tumour"),
        marks.points("Drawn study", "bin_year", "study_rate", "tumour", 7, "circle-open", 1.5),
        marks.line("Expected", "year", "rate", "tumour", 3, hover=RATE, before=True),
        marks.points("Published peaks", [month / MONTHS for month in PEAKS], [118] * len(PEAKS), "ink", 11, "triangle-down",
                     mode="markers+text", text=[f"{PEAKS[0]}", f"{PEAKS[1]} months, published"],
                     textposition="middle right", textfont={"color": "var(--ink)"}),
    ],
    layout=layouts.plot(
        years(),
        layouts.log_axis(-1, 2.2, [0.1, 1, 10, 100]),
        *layouts.key(("Relapses a year, of 100 people still clear.", "quiet"), row=2, shift=LEFT),
        *layouts.key(("Each line: ten times more.", "quiet"), row=1, shift=LEFT),
        *layouts.key(("— expected", "tumour-ink"), ("○ one study", "tumour-ink", 0.23), ("▒ most studies", "tumour-ink", 0.6),
                   shift=LEFT),
        hover="Year %{x:.1f}", right=16,
    ),
    alt="How many of 100 people still clear relapse in a year, over twenty years, on a scale where each line is ten "
        "times more. A line with a high first wave, a lower second one and a long tail; a band for what 80 of 100 "
        "studies would find; open circles for one study; two filled triangles for the published peaks, at 18 and 60 "
        "months.",
)

beside_people = View(
    "Beside people",
    traces=[
        marks.line("Clear, the model", "year", "clear", "tumour", 3, hover=RATE, before=True),
        marks.points("Clear, Rotterdam", "counted_year", "counted", "people", 11, "diamond"),
    ],
    layout=layouts.plot(
        years(),
        layouts.of_100(103),
        *layouts.key(("Clear, of 100 people", "quiet"), row=1, shift=LEFT),
        *layouts.key(("━ the model", "tumour-ink"), ("◆ in Rotterdam", "people-ink", 0.45), shift=LEFT),
        hover="Year %{x:.1f}", right=20,
    ),
    alt="How many of 100 people have had no relapse, over twenty years: a falling line for the chosen group in the model, "
        "and diamonds at 2, 5 and 10 years for women in Rotterdam with the same nodes and ER status.",
)

hundred = View(
    "100 people",
    traces=[
        *marks.icons(*marks.crowd(PEOPLE, SIDE), "icon[frame]", {
            **{kind: marks.look(sign, 11, "tumour", 1.75, "tumour") for kind, sign in enumerate(SIGNS)},
            len(SIGNS): marks.look("circle", 11, "surface", 1.75, "tissue-ink")}),
        marks.tallies(("○ %{text} clear", "icon_clear[frame]", SIDE + 0.1, 8.6, "ink"),
                      ("◆ %{text} awake", "icon_awake[frame]", SIDE + 0.1, 4.8, "tumour-ink"),
                      ("■ %{text} asleep", "icon_asleep[frame]", SIDE + 0.1, 3.3, "tumour-ink"),
                      ("▲ %{text} deep", "icon_deep[frame]", SIDE + 0.1, 1.8, "tumour-ink")),
        marks.words("usual_least[frame]", [SIDE + 0.1], [7.4], texttemplate="usually %{text}–%{customdata}",
                    meta={"bind": {"text": "usual_least[frame]", "customdata": "usual_most[frame]"}}),
    ],
    layout=layouts.sheet((-0.6, 17), (-0.8, SIDE - 0.2), left=0, right=0, top=8, bottom=8),
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
            **{kind: marks.look(sign, 9, "tumour", 1.5, "tumour") for kind, sign in enumerate(SIGNS)},
            len(SIGNS): marks.look("x", 9, "drug", 1.5, "drug")}),
    ],
    layout=layouts.plot(
        years(-0.3, 20.3),
        layouts.axis(0, ROWS + 1, range(1, ROWS + 1), showticklabels=False),
        *layouts.key(("Each line: one virtual patient", "quiet"), row=2, shift=0),
        *layouts.key(("◆ ■ ▲ surfaces", "tumour-ink"), ("✕ stopped by drug", "drug-ink", 0.45), row=1, shift=0),
        *layouts.key(("─ asleep", "quiet"), ("━ growing", "tumour-ink", 0.45), shift=0),
        left=12, right=12,
    ),
    alt="Thirty patients of the drawn study as lines over twenty years, the earliest relapse at the top. On a line lie "
        "the hidden lesions of one patient: thin while asleep, thick while growing, with a sign where one surfaces, or "
        "a cross where treatment has stopped it. Empty lines are patients without a hidden lesion.",
)

still_to_come = View(
    "Still to come",
    traces=[
        marks.upright("clear_years", (0, 103), "edge"),
        marks.line("Of 100 relapses, still to come", "year", "later_share", "tumour", 2, "6px 4px", hover=RATE),
        marks.line("Of 100 still clear, relapse by year 20", "year", "later_people", "tumour", 3, hover=RATE, before=True),
        marks.points("Published", [5] * len(LATE_RISKS) + [DANISH_TEN], [*LATE_RISKS.values(), DANISH_LATER], "ink", 6,
                     "circle-open", 1.75),
        marks.points("Now", "clear_years", "later_share_now", "tumour", 11, "circle-open", 2),
        marks.points("Now", "clear_years", "later_now", "tumour"),
    ],
    layout=layouts.plot(
        years(title="Years without a relapse so far"),
        layouts.of_100(103),
        *layouts.key(("━ of 100 clear so far, relapse by year 20", "tumour-ink"), row=2, shift=LEFT),
        *layouts.key(("╌ of 100 relapses, still to come", "tumour-ink"), row=1, shift=LEFT),
        *layouts.key(("○ published, clear at 5 and 10 years", "people-ink"), shift=LEFT),
        hover="Clear for %{x:.1f} years", right=20,
    ),
    alt="Two falling lines over the years without a relapse: how many of 100 people clear so far relapse by year 20, "
        "and how many of 100 relapses are still to come. Rings mark published numbers for women clear at five years, "
        "13 to 41 of 100, and at ten years, 12.5 of 100.",
)

receptors = View(
    "By ER status",
    traces=[
        marks.upright("crossing", (10**-0.5, 10**1.7), "edge"),
        marks.words([" they cross"], "crossing", [10**-0.42]),
        steps("Published, ER-positive", PUBLISHED_POSITIVE, "solid"),
        steps("Published, ER-negative", PUBLISHED_NEGATIVE, "3px 3px"),
        marks.line("ER-negative", "year", "negative", "tumour", 2, "9px 4px", hover=RATE, label="ER-negative", before=True),
        marks.line("ER-positive", "year", "positive", "tumour", 3.5, hover=RATE, label="ER-positive", before=True),
    ],
    layout=layouts.plot(
        years(),
        layouts.log_axis(-0.5, 1.7, [0.5, 1, 2, 5, 10, 20, 50]),
        *layouts.key(("Relapses a year, of 100 people still clear", "quiet"), row=1, shift=LEFT),
        *layouts.key(("─ ┄ published, five years each", "people-ink"), shift=LEFT),
        hover="Year %{x:.1f}", right=102,
    ),
    alt="Relapses a year of 100 people still clear, for two groups. ER-negative, dashed, begins higher and falls below "
        "ER-positive, solid, after some years. Flat pieces of ink are the published rates of five years each, from trials "
        "of women with and without cancer in the nodes.",
)
