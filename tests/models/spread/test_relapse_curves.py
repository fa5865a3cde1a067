"""Relapse curves of the German trial: laws of counting, lifelines as the independent program, and printed numbers.

Every match is a *check*: nothing in here is tuned to anything.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter, NelsonAalenFitter

from widgets.spread.relapse_curves import model, places, simulation
from widgets.spread.relapse_curves.model import ENDED, FEWEST, LEFT, RELAPSED, inputs, kaplan_meier
from widgets.spread.relapse_curves.trial import (
    BY_ER,
    BY_GRADE,
    BY_NODES,
    BY_SIZE,
    EVERYONE,
    PEOPLE,
    POINTS,
    WEEK,
    WEEKS_A_YEAR,
    WOMEN,
    YEAR,
)

# The groups as the dossier of the trial's data words them, written down a second time and in another way.
MEMBERS = {
    EVERYONE: [WOMEN.days > 0],
    BY_NODES: [np.isin(WOMEN.nodes, [1, 2, 3]), (WOMEN.nodes >= 4) & (WOMEN.nodes < 10), WOMEN.nodes >= 10],
    BY_SIZE: [WOMEN.diameter <= 20, (WOMEN.diameter >= 21) & (WOMEN.diameter <= 50), WOMEN.diameter > 50],
    BY_ER: [WOMEN.oestrogen >= 10, WOMEN.oestrogen < 10],
    BY_GRADE: [WOMEN.grade == grade for grade in (1, 2, 3)],
}
GROUPS = ("first", "second", "third")
EACH = [(split, group, members) for split, each in MEMBERS.items() for group, members in zip(GROUPS, each, strict=False)]
EACH_GROUP = pytest.mark.parametrize(("split", "group", "members"), EACH,
                                     ids=[f"{split}-{group}" for split, group, _ in EACH])


def run(**values):
    """Return the outputs by name, single numbers as such; from all women if nothing else is said."""
    out = model.relapse_curves.run(inputs.record(**{"people": PEOPLE, **values}))
    return {name: out[name] if out[name].shape else out[name].item() for name in out.dtype.names}


def index(years):
    return round(years * WEEKS_A_YEAR)


def curve(days, happened, weeks):
    """Run the kernel's own function as plain Python on people given in order; return left, free, low, high and end."""
    columns = np.zeros((4, weeks))
    end = kaplan_meier(np.array(days), np.array(happened), np.zeros(len(days), int), 0, *columns)
    return *columns, end


# The laws of counting ----------------------------------------------------------------------------------------------


def test_without_censoring_the_curve_is_the_share_that_is_left():
    left, free, _, _, _ = curve([10, 20, 20, 30], [1, 1, 1, 1], 8)
    assert free == pytest.approx(25 * left)
    assert list(left) == [4, 4, 3, 1, 1, 0, 0, 0]  # weeks of 7.02 days


def test_without_a_relapse_nothing_falls():
    left, free, low, high, end = curve([10, 20, 30], [0, 0, 0], 8)
    assert (free == 100).all() and (low == 100).all() and (high == 100).all()
    assert left[-1] == 0
    assert end == 30


def test_five_women_by_hand():
    """The exercise: relapses after one and three years, one woman followed for two."""
    days = np.array([1.0, 2.0, 3.0, 5.0, 5.0]) * YEAR
    _, free, _, _, _ = curve(days, [1, 0, 1, 0, 0], 6 * WEEKS_A_YEAR)
    assert free[index(0.9)] == 100
    assert free[index(2)] == pytest.approx(80)
    assert free[index(4)] == pytest.approx(100 * 0.8 * 2 / 3)


def test_ten_women_by_hand():
    """The question: one relapse of ten, four followed no longer, one relapse of five."""
    _, free, _, _, _ = curve(np.array([1.0, *[2.0] * 4, 3.0, *[5.0] * 4]) * YEAR, [1, *[0] * 4, 1, *[0] * 4], 300)
    assert free[index(4)] == pytest.approx(72)


def test_a_curve_without_people_is_empty():
    columns = np.zeros((4, 5))
    assert kaplan_meier(WOMEN.days, WOMEN.relapsed, np.full(PEOPLE, -1), 0, *columns) == 0
    assert not columns.any()


def test_relapses_stand_before_ends_of_follow_up_on_the_same_day():
    """What lets the curve take the women one after the other."""
    same_day = np.diff(WOMEN.days) == 0
    assert (np.diff(WOMEN.days) >= 0).all()
    assert (np.diff(WOMEN.relapsed)[same_day] <= 0).all()
    assert same_day.sum() > 100


@EACH_GROUP
def test_at_every_moment_everyone_is_somewhere(split, group, members):
    out = run(split=split)
    assert out[f"{group}_count"] == members.sum() == out[f"{group}_left"][0]
    for years in (0.5, 2, 5, 7):
        shown = run(split=split, horizon=years)
        until = WOMEN.days <= index(years) * WEEK
        assert shown["had_relapse"] == WOMEN.relapsed[until].sum()
        assert shown["ended"] == (1 - WOMEN.relapsed[until]).sum()
        assert shown["had_relapse"] + shown["ended"] + shown["still_counted"] == PEOPLE
        assert out[f"{group}_left"][index(years)] == (members & ~until).sum()


def test_a_larger_study_holds_the_smaller_one():
    """Each woman keeps her luck: growing a study only adds to what is counted at any time."""
    lefts = [run(people=people, split=BY_NODES)["first_left"] for people in (20, 60, 200, 500, PEOPLE)]
    for fewer, more in itertools.pairwise(lefts):
        assert (fewer <= more).all()


@pytest.mark.parametrize("people", [20, 60, 300, PEOPLE])
def test_as_many_people_are_drawn_as_asked_for(people):
    out = run(people=people, split=BY_GRADE, seed=5)
    assert sum(out[f"{group}_count"] for group in GROUPS) == people


def test_eighty_of_a_hundred_bands_of_small_studies_hold_the_share_of_all():
    """400 draws of sixty from 686. Sixty of a finite crowd vary a little less than sixty of a large one: 81 % here.

    Four binomial standard deviations of 400 draws at 80 % are 8 points.
    """
    swept = simulation.sweep({"seed": range(1, 401), "people": [60], "horizon": [5.0]},
                             outputs=["first_at", "first_at_low", "first_at_high"])
    everyone = run(horizon=5)["first_at"]
    held = ((swept.first_at_low <= everyone) & (everyone <= swept.first_at_high)).mean()
    assert held == pytest.approx(0.80, abs=0.08)


@pytest.mark.parametrize("months", [2, 6])
def test_the_area_under_the_rate_is_the_sum_of_the_steps(months):
    """The window moves a step by its width at most: the area lies between the sums of a narrower and a wider time."""
    out = run(bandwidth=months)
    year, rate, width = out["first_rate_year"], out["first_rate"] / 100, months / 12
    fitter = NelsonAalenFitter(nelson_aalen_smoothing=True).fit(WOMEN.days / YEAR, WOMEN.relapsed)
    inner = (year >= 1) & (year <= 5)
    area = np.trapezoid(rate[inner], year[inner])
    inside, outside = (fitter.predict([1 + by, 5 - by]).diff().iloc[-1] for by in (width, -width))
    assert 0.3 < inside < area < outside < 0.8


# lifelines, the independent program --------------------------------------------------------------------------------


@EACH_GROUP
def test_curve_and_band_are_those_of_lifelines(split, group, members):
    """Check: every week of seven years, share and band, to 1e-9 of 100."""
    out = run(split=split)
    fitter = KaplanMeierFitter(alpha=0.2).fit(WOMEN.days[members], WOMEN.relapsed[members])
    days = np.arange(POINTS) * WEEK
    assert out[f"{group}_free"] == pytest.approx(100 * fitter.predict(days).to_numpy(), abs=1e-9)
    low, high = fitter.confidence_interval_.to_numpy().T
    at = np.searchsorted(fitter.confidence_interval_.index, days, side="right") - 1
    fallen = out[f"{group}_free"] < 100  # before the first relapse lifelines has no band
    assert out[f"{group}_low"][fallen] == pytest.approx(100 * low[at][fallen], abs=1e-6)
    assert out[f"{group}_high"][fallen] == pytest.approx(100 * high[at][fallen], abs=1e-6)


@pytest.mark.parametrize(("split", "group", "members"), [each for each in EACH if each[2].sum() > 100])
@pytest.mark.parametrize("months", [3, 6, 12])
def test_the_rate_is_that_of_lifelines_away_from_the_ends(split, group, members, months):
    """Check: the steps of lifelines' Nelson-Aalen curve, smoothed here with NumPy and without correction at the ends."""
    out = run(split=split, bandwidth=months)
    fitter = NelsonAalenFitter(nelson_aalen_smoothing=True).fit(WOMEN.days[members] / YEAR, WOMEN.relapsed[members])
    width = months / 12
    times = out[f"{group}_rate_year"]
    inner = (times > width) & (times < times[-1] - width)
    steps = fitter.cumulative_hazard_.iloc[:, 0].diff().fillna(0)
    u = (times[inner][:, None] - steps.index.to_numpy()) / width
    expected = 100 * (np.where(np.abs(u) < 1, 0.75 * (1 - u**2), 0) / width * steps.to_numpy()).sum(1)
    assert inner.sum() > 40
    assert out[f"{group}_rate"][inner] == pytest.approx(expected, rel=1e-6)


@EACH_GROUP
def test_a_rate_ends_where_twenty_are_left(split, group, members):
    last = run(split=split)[f"{group}_rate_year"][-1]
    assert (WOMEN.days[members] / YEAR >= last - 1e-9).sum() >= FEWEST
    assert (WOMEN.days[members] / YEAR > last + 1e-9).sum() < FEWEST


# Printed numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


def test_the_share_after_two_years_to_seven_digits():
    """Check: .7462306 by lifelines and by a few lines of NumPy."""
    assert run(horizon=2)["first_at"] / 100 == pytest.approx(0.7462306, abs=1e-7)


@pytest.mark.parametrize(("preset", "start"), [
    ("Everyone", "After 2.0 years 75 of 100"), ("By nodes", "After 2.0 years, of 100 without a relapse: 85 with 1"),
    ("By size", "After 2.0 years, of 100 without a relapse: 82 with tumours"),
    ("By receptor", "After 2.0 years, of 100 without a relapse: 80 with ER-positive"),
    ("By grade", "After 2.0 years, of 100 without a relapse: 93 with grade 1"),
    ("A small study", "After 3.0 years, of 100 without a relapse: 74 with 1")])  # fmt: skip
def test_a_preset_shows_what_its_name_says(preset, start):
    assert simulation.sentence(**simulation.presets[preset]).startswith(start)


def test_a_group_that_nobody_is_left_of_is_said_to_be_so():
    assert simulation.sentence(people=PEOPLE, split=BY_NODES, horizon=7).startswith("Nobody left.")
    assert simulation.sentence(people=PEOPLE, horizon=7).startswith("After 7.0 years 34 of 100")


def test_the_numbers_in_the_lesson():
    out = run(horizon=5)
    assert (out["had_relapse"], out["ended"], out["still_counted"]) == (285, 280, 121)
    assert [round(out[f"first_at{end}"]) for end in ("", "_low", "_high")] == [49, 46, 52]
    assert [round(100 * (1 - 285 / 686)), round(100 * 121 / (285 + 121))] == [58, 30]
    assert [out["first_left"][index(years)] for years in (6, 7)] == [36, 3]
    nodes = run(horizon=5, split=BY_NODES)
    assert [round(nodes[f"{group}_at"]) for group in GROUPS] == [62, 39, 20]
    assert [nodes[f"{group}_count"] for group in GROUPS] == [376, 207, 103]
    assert (round(nodes["third_at_low"]), round(nodes["third_at_high"])) == (14, 27)
    size = run(horizon=5, split=BY_SIZE)
    assert [round(size["third_at_low"]), round(size["third_at_high"])] == [27, 46]
    assert [round(size["second_at_low"]), round(size["second_at_high"])] == [44, 51]
    assert [size["second_count"], size["third_count"]] == [453, 53]
    assert size["third_at_high"] < size["first_at_low"]
    assert [WOMEN.relapsed[(WOMEN.days > low * YEAR) & (WOMEN.days <= high * YEAR)].sum()
            for low, high in ((0, 2), (2, 5), (5, 8))] == [165, 120, 14]  # fmt: skip
    assert (WOMEN.days.max() / YEAR) < 7.5


def test_large_tumours_came_with_more_nodes():
    means = [WOMEN.nodes[members].mean() for members in MEMBERS[BY_SIZE]]
    assert means == pytest.approx([3.5, 5.0, 10.2], abs=0.05)


def test_half_of_the_women_were_followed_for_four_and_a_half_years():
    """The median follow-up, by the reverse curve: an end of follow-up is what happens, a relapse ends the count."""
    fitter = KaplanMeierFitter().fit(WOMEN.days / YEAR, 1 - WOMEN.relapsed)
    assert fitter.median_survival_time_ == pytest.approx(4.5, abs=0.01)


def test_the_rates_in_the_lesson():
    everyone, er = run(), run(split=BY_ER)
    highest = everyone["first_rate"].argmax()
    assert everyone["year"][highest] == pytest.approx(1.6, abs=0.05)
    assert everyone["first_rate"][highest] == pytest.approx(20, abs=0.1)
    assert [round(er[f"{group}_rate"][index(1)]) for group in ("first", "second")] == [12, 29]
    assert er["second_left"][index(5)] == 23
    assert er["second_rate_high"][index(5)] > er["first_rate_low"][index(5)]
    assert [bool(run(split=BY_ER, horizon=years)["crossed"]) for years in (2, 4, 4.5, 5)] == [False, False, False, True]


def test_sixty_women_dance_as_the_lesson_says():
    swept = simulation.sweep({"seed": range(1, 401), "people": [60], "horizon": [5.0]}, outputs=["first_at"])
    assert np.quantile(swept.first_at, [0.1, 0.9]).round() == pytest.approx([39, 58])
    turned = simulation.sweep({"seed": range(1, 401), "people": [60], "horizon": [3.0], "split": [BY_NODES]},
                              outputs=["misordered"])
    assert turned.misordered.mean() == pytest.approx(0.2, abs=0.02)


def test_the_last_challenge_is_done_where_it_should_be():
    assert [years for years in np.arange(0.5, 7.1, 0.5) if run(horizon=years)["thinned"]] == [5.5, 6, 6.5, 7]
    assert not run(people=600, horizon=6)["thinned"]


# Every state of the controls ---------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(split=st.sampled_from(list(MEMBERS)), people=st.integers(20, PEOPLE), horizon=st.floats(0.5, 7),
       bandwidth=st.integers(2, 24), seed=st.integers(0, 2**32 - 1))
def test_every_figure_is_whole(**values):
    out = run(**values)
    for name in out:
        assert np.isfinite(out[name]).all(), name
    for group in GROUPS:
        shown, low, high = (out[f"{group}_{part}"] for part in ("free", "low", "high"))
        assert (np.diff(shown) <= 1e-9).all()
        assert (low <= shown + 1e-9).all() and (shown <= high + 1e-9).all()
        assert (low >= 0).all() and (high <= 100).all()
        assert (np.diff(out[f"{group}_left"]) <= 0).all()
        assert (out[f"{group}_rate_low"] >= 0).all()
        assert (out[f"{group}_rate_low"] <= out[f"{group}_rate"] + 1e-9).all()
    kinds = [(out["dot_kind"][out["dot_x"] >= 0] == kind).sum() for kind in (RELAPSED, ENDED, LEFT)]
    assert kinds == [out["had_relapse"], out["ended"], out["still_counted"]]
    assert sum(kinds) == values["people"]
    drawn = out["dot_x"] >= 0
    assert len(set(zip(out["dot_x"][drawn], out["dot_y"][drawn], strict=True))) == values["people"]
    assert out["dot_x"].max() < 1 and out["dot_y"].max() < 1
    assert (out["dot_kind"][~drawn] == places.NOBODY).all()


@pytest.mark.parametrize("split", list(MEMBERS))
def test_names_at_line_ends_do_not_overlap(split):
    out = run(split=split)
    for heights, top in ((out["free_label_y"], 100), (out["rate_label_y"], out["rate_top"])):
        named = sorted(heights[: len(MEMBERS[split])])
        assert (np.diff(named) > 0.1 * top).all()


@pytest.mark.parametrize("people", [20, 60, PEOPLE])
@pytest.mark.parametrize("split", list(MEMBERS))
def test_names_stand_right_of_all_lines_and_lines_lead_to_them(split, people):
    out = run(split=split, people=people, bandwidth=2)
    assert all((out[f"{group}_rate_year"] <= x).all() for group, x in zip(GROUPS, out["rate_label_x"], strict=True))
    for view in ("free", "rate"):
        for i, group in enumerate(GROUPS):
            start, end = out[f"{view}_lead_y"][2 * i : 2 * i + 2]
            assert end == out[f"{view}_label_y"][i]
            assert start == (out[f"{group}_{view}"][-1] if end != places.OFF else places.OFF)


def test_a_ring_marks_only_what_a_curve_tells():
    out = run(people=20, split=BY_GRADE, horizon=7)
    assert [out[f"{group}_known"] for group in GROUPS] == [0, 0, 0]
    assert [run(horizon=7)[f"{group}_known"] for group in GROUPS] == [1, 0, 0]
