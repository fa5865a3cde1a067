"""When do relapses come, and how many are still to come? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

import math

from widgets.core import Challenge, Match, Simulation, Table

from .figures import beside_people, hundred, lesions, receptors, still_to_come, two_waves
from .model import IBCSG, MILAN, ROTTERDAM, SHARES, inputs, people, recurrence
from .surfacing import MONTHS, NEGATIVE, POSITIVE

NONE, FEW, MANY = range(3)  # nodes with cancer: none, 1 to 3, 4 to 9
TEN, FIFTEEN = 2, 3  # five-year periods that begin at years 10 and 15
PAN = "pan2017"
STEADY = {"T1": (0.93, 1.49, 2.77), "T2": (1.40, 2.01, 3.52)}  # distant, a year of 100, years 5 to 20; by nodes (Pan)


def share_misfit(er: int) -> float:
    """Return the largest misfit, of 100 women, of the nine shares clear in Rotterdam."""
    return max(abs(recurrence.value(f"clear_{name}", er=er, nodes=nodes) - SHARES[er][nodes][i])
               for nodes in range(3) for i, name in enumerate(("two", "five", "ten")))


def rate_in(period: int, er: int = POSITIVE, nodes: int = FEW) -> float:
    """Return the relapses a year, of 100 still clear, in one of the five-year periods."""
    name = "positive_mean" if er == POSITIVE else "negative_mean"
    return float(recurrence.run(inputs.record(nodes=nodes))[name][period])


def late_ratio(nodes: int) -> float:
    """Return how many times as many people relapse late as with cancer in 1 to 3 nodes: the steady rates of years 5 to 20."""
    def steady(group: int) -> float:
        out = recurrence.run(inputs.record(nodes=group, treated=1))
        return math.log(out["clear_five"] / out["clear_twenty"])
    return steady(nodes) / steady(FEW)


def published_ratio(nodes: int) -> tuple[float, float]:
    """Return the same in 62,923 women, for smaller and larger tumours."""
    low, high = sorted(rates[nodes] / rates[FEW] for rates in STEADY.values())
    return low, high


simulation = Simulation(
    name="recurrence",
    title="When do relapses come, and how many are still to come?",
    caption="Hidden lesions in virtual patients, as in women operated in 1978 to 1993. Today fewer people relapse.",
    kernels=(recurrence, people),
    views=(two_waves, beside_people, hundred, lesions, still_to_come, receptors),
    summary=(
        ("one_wave", ("**One wave.** The rate of relapse is highest in month {first_peak:.0f}, and no second wave "
                      "stands out. By year 20 a relapse comes in **{later_now:.0f}** of 100 people clear at year "
                      "{clear_years:.0f}.")),
        ("tailless", ("**Two waves and hardly a tail.** The rate peaks in month {first_peak:.0f} and again in month "
                      "{second_peak:.0f}; after year ten next to nothing comes. By year 20 a relapse comes in "
                      "**{later_now:.0f}** of 100 people clear at year {clear_years:.0f}.")),
        ("wave_hidden", ("**The second wave is there, but this study does not show it.** It peaks in month "
                         "{second_peak:.0f}, after a first one in month {first_peak:.0f}. By year 20 a relapse comes in "
                         "**{later_now:.0f}** of 100 people clear at year {clear_years:.0f}.")),
        ("no_deep", ("**Two waves and no tail.** The rate peaks in month {first_peak:.0f} and again in month "
                     "{second_peak:.0f}. By year 20 a relapse comes in **{later_now:.0f}** of 100 people clear at year "
                     "{clear_years:.0f}.")),
        ("", ("**Two waves and a tail.** The rate peaks in month {first_peak:.0f} and again in month "
              "{second_peak:.0f}. By year 20 a relapse comes in **{later_now:.0f}** of 100 people clear at year "
              "{clear_years:.0f}.")),
    ),
    readouts={
        "Relapse-free at 5, 10 and 20 years": "{clear_five:.0f}, {clear_ten:.0f}, {clear_twenty:.0f} of 100",
        "Rate at both waves (0: none)": "{first_height:.1f} and {second_height:.1f} a year",
        "Of 100 relapses, still to come": "{later_share_now:.0f}",
        "In this study, years 4 and 5": "{study_fourth:.1f} and {study_fifth:.1f} a year",
    },
    numbers=Table({"Years since surgery": "year:.1f", "Relapses a year, of 100 still clear": "rate:.2f",
                   "Clear, of 100": "clear:.1f", "Of 100 clear so far, relapse by year 20": "later_people:.1f"}),
    presets={
        "1 to 3 nodes": {},
        "No nodes": {"nodes": NONE},
        "4 to 9 nodes": {"nodes": MANY},
        "ER-negative": {"er": NEGATIVE},
        "No tail": {"deep": 0},
        "Hormone treatment": {"treated": 1},
        "Small study": {"nodes": NONE, "study": 200},
    },
    challenges=(
        Challenge("Draw a study in which the second wave cannot be seen: year 5 no worse than year 4.",
                  done="wave_hidden",
                  why="You found it. The wave is in the group, but a study has only so many people."),
        Challenge("Let the two waves run into one.", done="one_wave",
                  why="You found it. Two kinds of lesion are there, and the curve no longer says so."),
        Challenge("Which assumption decides? ER-positive, with cancer in the nodes, untreated, clear for ten years: let "
                  "fewer than five of 100 relapse by year 20.", done="silenced",
                  why="You found it: the deep sleepers. By year ten the waves are over, so only this slider is left. The "
                      "model did not find these cells. They were put in because people relapse so late."),
    ),
    badge="data-anchored",
    evidence="2,715 women in Rotterdam",
    leaves_out=(
        ("Biology: the lesions sleep and wake because the model says so. What makes cells sleep is not in it, and two "
         "peaks do not prove that they do."),
        ("Most treatment: chemotherapy, HER2 drugs, radiotherapy, and hormone treatment beyond five years. The people "
         "were operated between 1964 and 1993, some with drugs; today fewer relapse."),
        "An end of the store: here the same number of deep sleepers wakes each year. What comes after year 20 is open.",
        "Where: a relapse near the scar and one in a bone count alike, though what they mean is not alike.",
        "Visits: here a lesion surfaces on its day. Real ones are found at check-ups, which alone can make small waves.",
        "Death from other causes, second tumours, age, and everything else in which people differ.",
        "Shedding after surgery: metastases that seed others are left out.",
    ),
    source=MILAN,
    matches=(
        Match("Largest misfit to nine shares clear, ER-positive, Rotterdam", 0.0, lambda: share_misfit(POSITIVE), 2.0,
              ROTTERDAM, "calibration", "of 100", ".1f"),
        Match("Largest misfit to nine shares clear, ER-negative, Rotterdam", 0.0, lambda: share_misfit(NEGATIVE), 5.0,
              ROTTERDAM, "calibration", "of 100", ".1f"),
        Match("First peak, Milan", 18.0, lambda: recurrence.value("first_peak"), 2.0, MILAN, "calibration", "months", ".1f"),
        Match("Second peak, Milan", 60.0, lambda: recurrence.value("second_peak"), 4.0, MILAN, "calibration", "months", ".1f"),
        Match("Rate in years 10 to 15, ER-positive, 1 to 3 nodes", 3.0, lambda: rate_in(TEN), 0.1, IBCSG, "calibration",
              "a year of 100"),
        Match("Rate in years 10 to 15, ER-positive, no nodes", 2.0, lambda: rate_in(TEN, nodes=NONE), 0.2, IBCSG, "check",
              "a year of 100"),
        Match("Rate in years 15 to 20, ER-positive, no nodes", 2.1, lambda: rate_in(FIFTEEN, nodes=NONE), 0.3, IBCSG,
              "check", "a year of 100"),
        Match("Rate in years 15 to 20, ER-positive, 1 to 3 nodes", 3.5, lambda: rate_in(FIFTEEN), 0.6, IBCSG, "check",
              "a year of 100"),
        *(Match(f"Late relapses with {name}, against 1 to 3 nodes", published_ratio(nodes), lambda nodes=nodes: late_ratio(nodes),
                0.1, PAN, "check", "times") for nodes, name in ((NONE, "no nodes"), (MANY, "4 to 9 nodes"))),
        Match("Of 100 relapses within 15 years, in the first five, Rotterdam, 1 to 3 nodes", 59.8,
              lambda: recurrence.value("five_year_share"), 3.0, ROTTERDAM, "check", "", ".1f"),
        Match("ER-negative falls below ER-positive (31 in Rotterdam, 48 in trials)", (31.0, 48.0),
              lambda: MONTHS * recurrence.value("crossing"), 0.0, "dignam2009", "check", "months", ".1f"),
    ),
)
