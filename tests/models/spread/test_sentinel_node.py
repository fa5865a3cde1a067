"""Sentinel node biopsy: the law against SciPy's beta-binomial, the draws against the law, and published numbers.

Each published number is a *calibration* (the two chances were set by it) or a *check* (nothing was tuned to it).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom, binom, binomtest

from widgets.spread.sentinel_node import model, simulation
from widgets.spread.sentinel_node.model import CLEAR, FOUND, MISSED, MOST_REMOVED, NODES, PEOPLE, inputs

SETTINGS = [{}, {"first_misses": 5.0, "next_misses": 90}, {"first_misses": 40.0, "next_misses": 60},
            {"first_misses": 14.2, "next_misses": 30}]  # fmt: skip


def run(**values):
    """Run the quick kernel alone."""
    return model.biopsy.run(inputs.record(**values))


def repeat(**values):
    """Run the thousand draws alone."""
    return model.repeats.run(inputs.record(**values))


def miss_table(size=NODES + 1, **values):
    """Return the chance that the first k nodes all miss, by the kernel's own law, run as plain Python."""
    table = np.zeros(size)
    model.fill_miss(inputs.record(**values).view(np.recarray)[()], table)
    return table


# The law -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", SETTINGS)
def test_the_law_is_that_of_armpits_whose_chances_follow_a_beta_distribution(values):
    p = inputs.record(**values)
    first, following = p["first_misses"] / 100, p["next_misses"] / 100
    likeness = (following - first) / (1 - following)
    a, b = (1 - first) / likeness, first / likeness
    expected = [betabinom.pmf(0, k, a, b) for k in range(NODES + 1)]  # of k nodes none lies on the tumour's way
    assert miss_table(**values) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("values", SETTINGS)
def test_the_two_chances_mean_what_their_labels_say(values):
    p, table = inputs.record(**values), miss_table(**values)
    assert table[1] == pytest.approx(p["first_misses"] / 100)
    assert table[2] / table[1] == pytest.approx(p["next_misses"] / 100)


@pytest.mark.parametrize("following", [20, 35, 40])
def test_nodes_that_miss_singly_multiply(following):
    """The second chance is never less than the first, so at 40 of 100 and less it is the same."""
    assert miss_table(first_misses=40.0, next_misses=following) == pytest.approx(0.4 ** np.arange(NODES + 1))


def test_the_default_has_the_two_parameters_of_the_lesson():
    likeness = (0.5 - 0.196) / 0.5
    assert ((1 - 0.196) / likeness, 0.196 / likeness) == pytest.approx((1.32, 0.32), abs=0.005)


@pytest.mark.parametrize("values", SETTINGS)
def test_each_node_adds_less_than_the_one_before(values):
    gains = -np.diff(miss_table(**values))
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


def test_the_share_of_wrong_clear_results_is_bayes_rule_counted_out():
    people, prevalence, missing = 100_000, 0.3, 0.098
    missed = people * prevalence * missing
    assert model.wrong_share(prevalence, missing) == pytest.approx(missed / (people * (1 - prevalence) + missed))
    assert model.wrong_share(0.3, 0.0) == 0
    assert model.wrong_share(0.3, 1.0) == pytest.approx(0.3)  # without an operation all results are clear


def test_ranks_are_drawn_as_often_as_the_law_says():
    table = miss_table()
    lucks = (np.arange(20_000) + 0.5) / 20_000
    ranks = np.array([model.find_rank(table, luck) for luck in lucks])
    for k in range(1, NODES):
        assert (ranks > k).mean() == pytest.approx(table[k], abs=1e-4)
    assert (ranks.min(), ranks.max()) == (1, NODES)


def test_people_are_drawn_as_often_as_the_law_says():
    """Of 30,000 people; within four standard errors."""
    found = missed = empty = breastbone = 0.0
    for seed in range(300):
        out = run(seed=seed)
        found, missed, empty = found + out["found"], missed + out["missed"], empty + out["empty"]
        breastbone += out["to_breastbone"].sum()
    people = found + missed + empty
    for hits, total, share in ((found + missed, people, 0.3), (missed, found + missed, 0.098),
                               (breastbone, people, 0.16735)):  # fmt: skip
        assert hits / total == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / total))


@pytest.mark.parametrize("place", range(1, 6))
def test_a_chosen_place_drains_as_that_place_does(place):
    out = run(place=place)
    assert out["breastbone"] == inputs.fields["breastbone_share"].default[place - 1]
    assert set(out["tumour_x"]) == {model.TUMOUR_X[place - 1]}


def test_places_are_as_frequent_as_published():
    p = inputs.record().view(np.recarray)[()]
    places = [model.find_place(p, (i + 0.5) / 2_000) for i in range(2_000)]
    assert np.bincount(places) / 20 == pytest.approx(inputs.fields["place_share"].default, abs=0.051)


@pytest.mark.parametrize("values", [{}, {"removed": 1}, {"prevalence": 60, "first_misses": 30.0}])
def test_a_thousand_draws_follow_the_binomial_distribution(values):
    """SciPy's distribution of how many of a hundred have cells and are missed; a chi-square-like distance."""
    out, p = repeat(**values), inputs.record(**values)
    share = p["prevalence"] / 100 * miss_table(**values)[p["removed"]]
    expected = 1_000 * binom.pmf(np.arange(model.MANY_MISSED), PEOPLE, share)
    expected = np.append(expected, 1_000 - expected.sum())
    assert out["draws"].sum() == 1_000
    counted = expected > 5
    distance = ((out["draws"] - expected) ** 2 / np.maximum(expected, 1e-9))[counted].sum()
    assert distance < 3 * counted.sum()  # its mean is about the number of terms
    low, high = binom.ppf([0.1, 0.9], PEOPLE, share)
    assert out["missed_low"] == pytest.approx(low, abs=1)
    assert out["missed_high"] == pytest.approx(high, abs=1)


def test_the_band_of_repeated_draws_holds_the_law():
    out, law = repeat(), run()["missed_after"]
    assert (out["band_low"] < law).all()
    assert (law < out["band_high"]).all()


def test_more_nodes_find_the_same_people_and_some_more():
    """Each person's luck stays when a slider moves."""
    before = run(removed=1)
    for removed in range(2, MOST_REMOVED + 1):
        after = run(removed=removed)
        assert (after["finding"][before["finding"] == FOUND] == FOUND).all()
        assert (before["finding"] == CLEAR).tolist() == (after["finding"] == CLEAR).tolist()
        before = after


# The drawing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("removed", [1, 2, 6])
def test_the_drawing_shows_what_the_result_says(removed):
    out = run(removed=removed)
    for kinds, finding, way in zip(out["node_kind"], out["finding"], out["way_x"], strict=True):
        assert (kinds[:removed] % 2 == model.TAKEN).all()
        assert (kinds[removed:] % 2 == model.LEFT).all()
        with_cells = kinds >= model.LEFT_WITH_CELLS
        assert with_cells.sum() == (finding != CLEAR)
        assert (kinds == model.TAKEN_WITH_CELLS).any() == (finding == FOUND)
        assert (kinds == model.LEFT_WITH_CELLS).any() == (finding == MISSED)
        assert way[1] in (model.NODE_X[with_cells] if with_cells.any() else way[:1])


def test_the_levels_hold_as_many_nodes_as_published():
    assert (model.LEVELS, NODES, model.NODE_X.size, model.NODE_Y.size) == ((13, 5, 2), 20, 20, 20)


def test_no_two_nodes_lie_on_each_other():
    """On a phone the sheet of 100 by 78 is 300 by 170 pixels large, and a node 10 pixels."""
    x, y = 3.0 * model.NODE_X, 170 / 78 * model.NODE_Y
    distances = np.hypot(x[:, None] - x, y[:, None] - y) + 1e3 * np.eye(NODES)
    assert distances.min() > 11


# Data from people --------------------------------------------------------------------------------------------------


def test_the_counts_of_shandong_give_the_printed_numbers():
    """Han and others 2016, doi 10.1186/s40880-016-0099-x: 19.6, 9.8, 7.3 and 2.3 %; 19 of 191 in all."""
    counts = model.SHANDONG_COUNTS
    assert [round(100 * missed / people, 1) for missed, people in counts] == [19.6, 9.8, 7.3, 2.3]
    assert tuple(map(sum, zip(*counts, strict=True))) == (19, 191)


def test_the_other_counts_that_fit_make_no_difference():
    """10 of 51, 4 of 41, 4 of 55 and 1 of 44 fit the printed numbers too."""
    other = ((10, 51), (4, 41), (4, 55), (1, 44))
    assert tuple(map(sum, zip(*other, strict=True))) == (19, 191)
    for ours, theirs in zip(model.SHANDONG_COUNTS, other, strict=True):
        assert model.interval(ours) == pytest.approx(model.interval(theirs), abs=3)


def test_the_four_trials_add_up():
    """Hindié and others 2011, doi 10.2967/jnumed.110.081711, table 1: 120 of 1,301, and the four rates."""
    counts = model.TRIAL_COUNTS
    assert tuple(map(sum, zip(*counts.values(), strict=True))) == (120, 1301)
    assert {name: round(100 * m / n, 1) for name, (m, n) in counts.items()} == {
        "GIVOM": 16.7, "B-32": 9.8, "ALMANAC": 6.7, "SNAC": 5.5}  # fmt: skip


@pytest.mark.parametrize("counts", [*model.SHANDONG_COUNTS, *model.TRIAL_COUNTS.values()])
def test_intervals_are_wilsons(counts):
    share, below, above = model.interval(counts)
    expected = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert [share - below, share + above] == pytest.approx([100 * expected.low, 100 * expected.high], rel=1e-5)


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


def test_a_trial_as_large_as_b_32_would_find_about_the_same():
    """Check (Krag 2007): 75 of 766 missed; 766 women drawn from the model lie within four standard errors."""
    missed = people = 0.0
    for seed in range(1_000):
        out = run(seed=seed)
        missed, people = missed + out["missed"], people + out["found"] + out["missed"]
        if people >= 766:
            break
    assert missed / people == pytest.approx(75 / 766, abs=4 * math.sqrt(0.098 * 0.902 / 766))


# What the lesson says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "found", "missed", "clear"), [
    ("Two nodes", 27, 3, 73), ("One node", 25, 5, 75), ("Four nodes", 29, 1, 71), ("Small tumours", 19, 2, 81),
    ("Large tumours", 53, 7, 47), ("If nodes missed singly", 29, 1, 71)])  # fmt: skip
def test_a_preset_shows_these_people(preset, found, missed, clear):
    out = run(**simulation.presets[preset])
    assert (out["found"], out["missed"], out["clear"]) == (found, missed, clear)


def test_the_first_draw_is_as_expected():
    """The seed was chosen for it, and says so: 30 with cells, 3 missed."""
    out = run()
    assert (out["with_cells"], out["missed"]) == (30, 3)
    assert simulation.sentence() == (
        "30 of 100 have cells in a node: 27 found, 3 missed (mostly 1 to 5). 73 results are clear.")


def test_the_numbers_in_the_lesson():
    out = run()
    assert [round(x, 1) for x in out["missed_after"][:4]] == [19.6, 9.8, 6.2, 4.5]
    assert out["wrong_clear"] == pytest.approx(4.0, abs=0.05)
    assert run(next_misses=20)["missed_share"] == pytest.approx(4, abs=0.2)
    assert run(prevalence=20)["wrong_clear"] == pytest.approx(2.4, abs=0.05)
    assert run(prevalence=60)["wrong_clear"] == pytest.approx(13, abs=0.5)
    low, high = model.interval((1, 43))[1:]
    assert (100 / 43 - low, 100 / 43 + high) == pytest.approx((0.4, 12), abs=0.1)


def test_what_is_said_where_nobody_is_missed():
    sentence = simulation.sentence(prevalence=5, removed=6, first_misses=5.0)
    assert sentence.endswith("0 missed. In nine of ten draws nobody is missed.")


def test_one_hundred_in_twenty_misses_nobody():
    """The challenge says so: (1 - 0.3 * 0.098) ** 100 = 0.05."""
    chance = (1 - 0.3 * 0.098) ** PEOPLE
    assert chance == pytest.approx(1 / 20, abs=0.001)
    assert repeat()["draws"][0] == pytest.approx(50, abs=20)


@pytest.mark.parametrize(("flag", "values"), [
    ("rarely_wrong", {"removed": 4}), ("often_wrong", {"prevalence": 60})])  # fmt: skip
def test_a_challenge_can_be_met_and_is_not_met_at_the_start(flag, values):
    assert (run()[flag], run(**values)[flag]) == (0, 1)


def test_luck_meets_the_challenge_and_an_easier_setting_does_not():
    assert run()["lucky"] == 0
    lucky = next(seed for seed in range(1, 500) if run(seed=seed)["missed"] == 0)
    assert run(seed=lucky)["lucky"] == 1
    assert run(seed=lucky, removed=3)["lucky"] == 0
    assert run(seed=lucky, prevalence=20)["lucky"] == 0


def test_the_answers_of_the_exercises_by_hand():
    assert model.wrong_share(0.30, 0.098) == pytest.approx(0.0403, abs=5e-5)
    assert run()["breastbone"] == pytest.approx(5.15 + 2.65 + 3.83 + 2.03 + 3.07, abs=0.02)
    assert run()["breastbone"] == pytest.approx(16.7, abs=0.05)


def test_the_answer_of_the_exercise_in_the_simulation():
    assert run(first_misses=14.2, next_misses=30, removed=2)["missed_share"] == pytest.approx(4.3, abs=0.05)


def test_the_answer_of_the_exercise_in_python():
    counts = np.array([[run(seed=seed)[name] for name in ("missed", "found")] for seed in range(520)])
    missed, found = counts.reshape(20, 26, 2).sum(axis=1).T
    assert np.quantile(100 * missed / (missed + found), [0.1, 0.9]).round(1).tolist() == [8.8, 10.9]
    assert (repeat()["band_low"][1], repeat()["band_high"][1]) == pytest.approx((3.4, 17.6), abs=0.05)


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {
    "prevalence": st.integers(5, 70), "removed": st.integers(1, MOST_REMOVED), "first_misses": st.floats(5, 40),
    "next_misses": st.integers(20, 90), "place": st.integers(0, 5), "seed": st.integers(0, 2**32 - 1)}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(**CONTROLS)
def test_every_run_counts_a_hundred_people_and_is_finite(**values):
    out = run(**values)
    for name in out.dtype.names:
        assert np.isfinite(out[name]).all(), name
    assert out["found"] + out["missed"] + out["empty"] == PEOPLE
    assert np.bincount(out["finding"], minlength=3).tolist() == [out["found"], out["missed"], out["empty"]]
    assert (np.diff(out["sorted_finding"].astype(int)) >= 0).all()
    assert sorted(out["finding"]) == list(out["sorted_finding"])
    assert (np.diff(out["missed_after"]) < 0).all()
    assert 0 <= out["wrong_clear"] <= values["prevalence"]
    assert (out["node_kind"] <= model.TAKEN_WITH_CELLS).all()


@settings(max_examples=30, deadline=None)
@given(**CONTROLS)
def test_every_thousand_draws_are_a_thousand(**values):
    out = repeat(**values)
    for name in out.dtype.names:
        assert np.isfinite(out[name]).all(), name
    assert out["draws"].sum() == model.DRAWS
    assert out["draws"].max() <= out["draws_top"]
    assert out["draws_top"] in model.STEPS
    assert (out["band_low"] <= out["band_high"]).all()
    assert out["missed_low"] <= out["missed_high"]
