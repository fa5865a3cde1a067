"""When do relapses come, and how many are still to come? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Match, Simulation, Table

from .figures import PUBLISHED_NEGATIVE, PUBLISHED_POSITIVE, hundred, lesions, receptors, still_to_come, two_waves
from .model import IBCSG, MILAN, inputs, people, recurrence
from .surfacing import MONTHS


def height_ratio() -> float:
    """Return how many times higher the first wave is with cancer in 1 to 3 nodes than with none."""
    return recurrence.value("first_height") / recurrence.value("first_height", nodes=0.22)


def receptor_misfit() -> float:
    """Return the largest misfit, in %, of the eight rates by ER status."""
    out = recurrence.run(inputs.record())
    pairs = [*zip(out["positive_mean"], PUBLISHED_POSITIVE, strict=True),
             *zip(out["negative_mean"], PUBLISHED_NEGATIVE, strict=True)]
    return max(100 * abs(float(computed) / published - 1) for computed, published in pairs)


simulation = Simulation(
    name="recurrence",
    title="When do relapses come, and how many are still to come?",
    caption="Hidden lesions in virtual patients who had surgery alone, as before 1985. Today fewer people relapse.",
    kernels=(recurrence, people),
    views=(two_waves, hundred, lesions, still_to_come, receptors),
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
        "No nodes": {"nodes": 0.22},
        "4 to 9 nodes": {"nodes": 2.0},
        "No tail": {"deep": 0},
        "Hormone treatment": {"treated": 1},
        "Small study": {"nodes": 0.22, "study": 200},
    },
    challenges=(
        Challenge("Draw a study in which the second wave cannot be seen: year 5 no worse than year 4.",
                  done="wave_hidden",
                  why="You found it. The wave is in the group, but a study has only so many people."),
        Challenge("Find a group in which, of 100 people clear for ten years, ten or more still relapse by year 20.",
                  done="late_tail",
                  why="You found it. Deep sleepers wake at random, so ten quiet years do not use them up."),
        Challenge("Let the two waves run into one.", done="one_wave",
                  why="You found it. Two kinds of lesion are there, and the curve no longer says so."),
    ),
    badge="data-anchored",
    evidence="15,923 people",
    leaves_out=(
        ("Biology: the lesions sleep and wake because the model says so. What makes cells sleep is not in it, and two "
         "peaks do not prove that they do."),
        ("Most treatment: chemotherapy, HER2 drugs, radiotherapy, and hormone treatment beyond five years. The groups "
         "had surgery between 1964 and 1985; today fewer people relapse."),
        "Where: a relapse near the scar and one in a bone count alike, though what they mean is not alike.",
        "Visits: here a lesion surfaces on its day. Real ones are found at check-ups, which alone can make small waves.",
        "Death from other causes, second tumours, age, and everything else in which people differ.",
        "Shedding after surgery: metastases that seed others are left out.",
    ),
    source=MILAN,
    matches=(
        Match("First peak", 18.0, lambda: recurrence.value("first_peak"), 2.0, MILAN, "calibration", "months", ".1f"),
        Match("Second peak", 60.0, lambda: recurrence.value("second_peak"), 4.0, MILAN, "calibration", "months", ".1f"),
        Match("Peak with cancer in 1 to 3 nodes, against none", (4.0, 5.0), height_ratio, 0.0, MILAN, "calibration",
              "times", ".2f"),
        Match("Of 100 relapses within 15 years, in the first five", 75.8, lambda: recurrence.value("five_year_share"),
              5.0, "savciheijink2015", "check", "", ".1f"),
        Match("Median time to relapse", 30.0, lambda: recurrence.value("median_month"), 4.0, "savciheijink2015",
              "check", "months", ".1f"),
        Match("Largest misfit to eight rates by ER status", 0.0, receptor_misfit, 6.0, IBCSG, "calibration", "%",
              ".1f"),
        Match("ER-negative falls below ER-positive (31 in Rotterdam, 48 in trials)", (31.0, 48.0),
              lambda: MONTHS * recurrence.value("crossing"), 0.0, "dignam2009", "check", "months", ".1f"),
    ),
)
