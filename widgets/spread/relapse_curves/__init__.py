"""What does a curve of relapses count? Words, tasks, and the numbers that the model is held to."""

from __future__ import annotations

from widgets.core import Challenge, Match, Simulation, Table

from .figures import dots, free, left, rate
from .model import TRIAL, inputs, relapse_curves
from .trial import BY_ER, BY_GRADE, BY_NODES, BY_SIZE, EVERYONE, PEOPLE, WEEKS_A_YEAR, WOMEN

AGAIN, CALIBRATION, PACKAGE, LIFELINES = "mclernon2023", "decock2023", "polsterl2020", "davidsonpilon2019"


ALL = {"people": PEOPLE}


def median_year() -> float:
    """Return the time at which half of the women are without a relapse: the middle of that week."""
    share = relapse_curves.run(inputs.record(**ALL))["first_free"]
    return float((share > 50).sum() - 0.5) / WEEKS_A_YEAR


def same_as_lifelines(claim: str, published: float, years: float, group: str, split: int) -> Match:
    """Return a row that compares with lifelines' own estimate."""
    return Match(claim, published, lambda: relapse_curves.value(f"{group}_at", **ALL, split=split, horizon=years), 0.05,
                 LIFELINES, "check", "of 100", ".1f")


simulation = Simulation(
    name="relapse_curves",
    title="What does a curve of relapses count?",
    caption="Real women: 686 of a German trial, 1984 to 1989, all with tumour cells in lymph nodes. Not a forecast.",
    kernels=(relapse_curves,),
    views=(free, rate, left, dots),
    summary=(
        ("too_late", ("**Nobody left.** Of at least one group nobody is followed for {horizon:.1f} years. Look earlier, "
                      "or at more people.")),
        ("by_nodes", ("After {horizon:.1f} years, of 100 without a relapse: **{first_at:.0f}** with 1 to 3 nodes "
                      "({first_at_low:.0f} to {first_at_high:.0f}), **{second_at:.0f}** with 4 to 9 "
                      "({second_at_low:.0f} to {second_at_high:.0f}), **{third_at:.0f}** with 10 or more "
                      "({third_at_low:.0f} to {third_at_high:.0f}).")),
        ("by_size", ("After {horizon:.1f} years, of 100 without a relapse: **{first_at:.0f}** with tumours up to 20 mm "
                     "({first_at_low:.0f} to {first_at_high:.0f}), **{second_at:.0f}** up to 50 mm "
                     "({second_at_low:.0f} to {second_at_high:.0f}), **{third_at:.0f}** over 50 mm "
                     "({third_at_low:.0f} to {third_at_high:.0f}).")),
        ("by_er", ("After {horizon:.1f} years, of 100 without a relapse: **{first_at:.0f}** with ER-positive tumours "
                   "({first_at_low:.0f} to {first_at_high:.0f}), **{second_at:.0f}** with ER-negative ones "
                   "({second_at_low:.0f} to {second_at_high:.0f}).")),
        ("by_grade", ("After {horizon:.1f} years, of 100 without a relapse: **{first_at:.0f}** with grade 1 "
                      "({first_at_low:.0f} to {first_at_high:.0f}), **{second_at:.0f}** with grade 2 "
                      "({second_at_low:.0f} to {second_at_high:.0f}), **{third_at:.0f}** with grade 3 "
                      "({third_at_low:.0f} to {third_at_high:.0f}).")),
        ("", ("After {horizon:.1f} years **{first_at:.0f} of 100** are without a relapse ({first_at_low:.0f} to "
              "{first_at_high:.0f}, estimated from {people:.0f} women).")),
    ),
    readouts={
        "Had a relapse until then": "{had_relapse:.0f} of {people:.0f}",
        "Followed no longer, none until then": "{ended:.0f}",
        "Still counted, none until then": "{still_counted:.0f}",
    },
    numbers=Table({"Years": "year:.1f", "Group 1: counted": "first_left:.0f", "of 100 without": "first_free:.1f",
                   "Group 2: counted": "second_left:.0f", "without": "second_free:.1f",
                   "Group 3: counted": "third_left:.0f", "of 100, without": "third_free:.1f"}, rows=8),
    presets={
        "Everyone": ALL,
        "By nodes": {**ALL, "split": BY_NODES},
        "By size": {**ALL, "split": BY_SIZE},
        "By receptor": {**ALL, "split": BY_ER},
        "By grade": {**ALL, "split": BY_GRADE},
        "A small study": {**ALL, "split": BY_NODES, "people": 60, "horizon": 3.0},
    },
    challenges=(
        Challenge("Look at 100 people or fewer, by nodes. Find a draw in which the lines stand in another order after "
                  "two years or later.", done="misordered",
                  why="You found it. All of them are real women. A small study can turn the order round by chance."),
        Challenge("Look at all, by receptor. From when on is the rate of the ER-negative group the lower one?",
                  done="crossed",
                  why="You found it. The early rate is high, then it falls. One number for all years would hide that."),
        Challenge("Look at all. When, later than two years, were more women followed no longer than had had a "
                  "relapse?", done="thinned",
                  why="You found it. The end of a curve rests on few people, however many there were at the start."),
    ),
    badge="data-anchored",
    evidence="686 women, one trial",
    leaves_out=(
        "Most people with breast cancer: all of these women had tumour cells in lymph nodes.",
        "Today's treatment: they were treated in Germany from 1984 to 1989. Drugs against HER2 did not exist.",
        "What kind of relapse it was: in the breast area, in a distant organ, or a death without a known relapse.",
        "Causes: nobody drew lots for nodes, size, grade or receptors. Groups differ in more than their name.",
        "Whether those followed no longer are like those who stayed. The method takes it for granted.",
        "One person: a curve counts a group and says nothing about who will be where in it.",
    ),
    source=TRIAL,
    matches=(
        Match("Women in the data", 686, lambda: relapse_curves.value("first_count", **ALL), 0, AGAIN, "check", "",
              ".0f"),
        Match("Relapses and deaths, whole follow-up", 299, lambda: float(WOMEN.relapsed.sum()), 0, PACKAGE, "check", "",
              ".0f"),
        Match("Relapses and deaths within five years", 285,
              lambda: relapse_curves.value("had_relapse", **ALL, horizon=5), 0, AGAIN, "check", "", ".0f"),
        Match("Followed for less than five years, without either", 280,
              lambda: relapse_curves.value("ended", **ALL, horizon=5), 0, CALIBRATION, "check", "", ".0f"),
        Match("Half are without a relapse until", 4.9, median_year, 0.06, CALIBRATION, "check", "years", ".2f"),
        same_as_lifelines("Everyone, after two years", 74.62306, 2, "first", EVERYONE),
        same_as_lifelines("1 to 3 nodes, after two years", 84.7, 2, "first", BY_NODES),
        same_as_lifelines("1 to 3 nodes, after five", 62.5, 5, "first", BY_NODES),
        same_as_lifelines("4 to 9 nodes, after two", 67.8, 2, "second", BY_NODES),
        same_as_lifelines("4 to 9 nodes, after five", 39.2, 5, "second", BY_NODES),
        same_as_lifelines("10 or more nodes, after two", 51.5, 2, "third", BY_NODES),
        same_as_lifelines("10 or more nodes, after five", 20.2, 5, "third", BY_NODES),
    ),
)
