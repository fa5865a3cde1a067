"""Tumour cells in the blood and in a tube of it: closed forms, an independent solver, SciPy's Poisson law.

Each published number is a *calibration* (the model was set by it) or a *regression band* (our own arithmetic from
published numbers, or from assumed rates).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq
from scipy.stats import binom, poisson

from widgets.cascade.gauntlet import USUAL_SHARE, alive_after_a_day, model, per_litre_if_found_in, simulation
from widgets.cascade.gauntlet.model import AWAY, CUT, DOTS, EMPTY, MANY, TUBES, inputs

SETTINGS = [{}, {"escorts": 24.0}, {"escorts": 50.0, "killing": 0.0}, {"escorts": 9.0, "killing": 5.0, "half_life": 4.0}]


def run(**values):
    """Run the simulation."""
    return simulation.run(**values)


def p_of(**values):
    """Return the input record, for the kernel's helpers run as plain Python."""
    return inputs.record(**values).view(np.recarray)[()]


# The laws ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", SETTINGS)
def test_cells_leave_as_an_independent_solver_finds(values):
    """The two differential equations, with the rates written out anew."""
    p, out = p_of(**values), run(**values)
    factor = math.log(2) / p.half_life / 0.192
    meet = p.escorts / (100 - p.escorts) * math.log(2) / p.half_life
    lone = factor * (0.12 + 0.07 * p.killing + 0.002) + meet
    escorted = factor * (0.06 + 0.014 * p.killing + 0.006)
    found = solve_ivp(lambda _, y: [-lone * y[0], meet * y[0] - escorted * y[1]], (0, 12), [100, 0], "DOP853",
                      out["hour"], rtol=1e-10, atol=1e-12).y
    assert out["lone"] == pytest.approx(found[0], rel=1e-7, abs=1e-9)
    assert out["alive"] == pytest.approx(found.sum(axis=0), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("values", SETTINGS)
def test_the_mean_stay_is_the_area_under_the_curve(values):
    p = p_of(**values)
    area = quad(lambda t: model.lone_after(p, t) + model.escorted_after(p, t), 0, 400, limit=200)[0]
    assert run(**values)["stay"] == pytest.approx(area, rel=1e-7)


@pytest.mark.parametrize("values", SETTINGS)
def test_what_each_hour_leaves_adds_up_to_the_cells_in_the_blood(values):
    """Integrated over the hours since they were shed, without end: the steady state. Twelve hours hold most of it."""
    out = run(**values)
    total = np.trapezoid(out["left"], out["hour"])
    rest = out["in_blood"] - total
    p = p_of(**values)
    beyond = quad(lambda t: model.lone_after(p, t) + model.escorted_after(p, t), 12, 400, limit=200)[0]
    assert rest == pytest.approx(p.shed / 24 * beyond, abs=0.02 * out["in_blood"])


@pytest.mark.parametrize("values", SETTINGS)
def test_every_cell_ends_in_one_of_three_ways(values):
    out = run(**values)
    assert out["torn"] + out["killed"] + out["out_alive"] == pytest.approx(100)


@pytest.mark.parametrize("half_life", [0.4, 1.0, 2.4])
def test_lone_cells_halve_within_the_half_life(half_life):
    p = p_of(half_life=half_life)
    assert model.lone_after(p, half_life) == pytest.approx(0.5)
    assert model.escorted_after(p, half_life) == 0


@pytest.mark.parametrize("half_life", [0.4, 1.0, 2.4])
def test_without_escorts_the_blood_holds_what_is_shed_over_the_rate_of_leaving(half_life):
    out = run(half_life=half_life, shed=1e5)
    assert out["in_blood"] == pytest.approx(1e5 / 24 / (math.log(2) / half_life))
    assert out["per_litre"] * 5 == pytest.approx(out["in_blood"])


@pytest.mark.parametrize("share", [1.0, 9.0, 50.0])
def test_so_many_lone_cells_meet_an_escort(share):
    p = p_of(escorts=share)
    assert model.meeting(p) / model.leaving_lone(p) == pytest.approx(share / 100)


def test_the_half_life_does_not_change_how_cells_end():
    """It sets the clock and nothing else."""
    short, long = run(half_life=0.4, escorts=20.0), run(half_life=4.0, escorts=20.0)
    for name in ("torn", "killed", "out_alive"):
        assert short[name] == pytest.approx(long[name], rel=1e-12)


def test_four_times_the_blood_is_four_tubes():
    """All four are empty with the fourth power of the chance of one."""
    one, four = run(), run(volume=30.0)
    assert four["expected_empty"] / 100 == pytest.approx((one["expected_empty"] / 100) ** 4)


@pytest.mark.parametrize("shed", [1000.0, 2500.0, 5e4, 3.2e6])
def test_tubes_are_poisson(shed):
    """Of 5,000 tubes; within four standard errors."""
    empty = many = 0.0
    for seed in range(50):
        out = run(shed=shed, seed=seed)
        empty, many = empty + out["empty"], many + out["many"]
    law = poisson(run(shed=shed)["mean_count"])
    for hits, share in ((empty, law.pmf(0)), (many, law.sf(CUT - 1))):
        assert hits == pytest.approx(5000 * share, abs=4 * binom(5000, share).std() + 1e-9)


def test_the_tube_shows_its_cells():
    for shed in (500.0, 2500.0, 5e4):
        for seed in range(10):
            out = run(shed=shed, seed=seed)
            assert (out["dot_y"] > AWAY).sum() == out["count"] < DOTS
    assert (run(shed=3.2e6, half_life=4.0)["dot_y"] > AWAY).all()


def test_the_hundred_signs_are_the_hundred_tubes():
    out = run(shed=2.5e4)
    assert out["empty"] + out["few"] + out["many"] == TUBES
    kinds = out["tube_kind"]
    assert ((kinds == EMPTY).sum(), (kinds == MANY).sum()) == (out["empty"], out["many"])
    assert (np.diff(kinds.astype(int)) >= 0).all()


def test_the_curves_are_the_law():
    out = run()
    for volume, name in ((7.5, "seen_in_tube"), (30.0, "seen_in_four")):
        assert out[name] == pytest.approx(100 * poisson(out["litre_axis"] * volume / 1000).sf(0), rel=1e-9)
    assert out["seen_now"] == pytest.approx(np.interp(out["litre_now"], out["litre_axis"], out["seen_in_tube"]), rel=1e-2)


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


@pytest.mark.parametrize(("shed", "half_life", "in_tube"), [(1e5, 1.0, 9.0), (3.2e6, 1.0, 288.5), (3.2e6, 2.4, 692)])
def test_cells_in_a_tube(shed, half_life, in_tube):
    """Regression band: arithmetic from 3.2 million a day and gram (Butler and Gullino 1975), 1 to 2.4 h (Meng 2004)."""
    assert run(shed=shed, half_life=half_life)["mean_count"] == pytest.approx(in_tube, rel=2e-3)


def test_one_tube_of_five_holds_a_cell_at_thirty_in_a_litre():
    """Regression band: 20.2 % of 3,173 people (Janni 2016), if all were alike, is a mean of 0.226."""
    mean = -math.log(1 - 0.202)
    assert mean == pytest.approx(0.226, abs=5e-4)
    assert per_litre_if_found_in(20.2) == pytest.approx(mean / 7.5 * 1000, rel=1e-9)


def test_half_of_the_tubes_hold_five_at_a_mean_of_four_and_two_thirds():
    """Regression band, own computation: the median of the gamma law with shape 5."""
    assert brentq(lambda mean: poisson(mean).sf(4) - 0.5, 1, 10) == pytest.approx(4.67, abs=5e-3)


@pytest.mark.parametrize(("volume", "found"), [(7.5, 6.5), (30.0, 23.7)])
def test_nine_in_a_litre(volume, found):
    """Regression band: 9 cells a litre at a tumour of 2.7 mm (Coumans 2013, its own model)."""
    assert model.seen(9.0, volume) == pytest.approx(found, abs=0.05)


@pytest.mark.parametrize(("values", "out_alive"), [
    ({"escorts": USUAL_SHARE}, 1.65), ({"escorts": USUAL_SHARE, "killing": 0.0}, 2.69), ({}, 1.04),
    ({"escorts": 100 * 0.06 / 0.252}, 2.58), ({"escorts": USUAL_SHARE, "killing": 0.3 / 0.07}, 0.67)])
def test_cells_that_get_out_alive(values, out_alive):
    """Regression band, own computation, with assumed rates: usual, no NK cells, no escort, many escorts, strong NK."""
    assert run(**values)["out_alive"] == pytest.approx(out_alive, abs=0.005)


def test_one_of_a_hundred_is_left_after_a_day_in_mice():
    """Calibration (Fidler 1970): the assumed rates, 0.192 an hour, are a half-life of 3.6 hours."""
    assert math.log(2) / 0.192 == pytest.approx(3.61, abs=0.005)
    assert 100 * math.exp(-24 * 0.192) == pytest.approx(1.0, abs=0.005)


# What the lesson says ----------------------------------------------------------------------------------------------


def test_the_numbers_in_the_lesson():
    out = run()
    assert out["in_blood"] == pytest.approx(150, abs=0.5)
    assert out["mean_count"] == pytest.approx(0.23, abs=0.005)
    assert out["seen_now"] == pytest.approx(20.2, abs=0.05)
    assert run(volume=30.0)["seen_now"] == pytest.approx(59, abs=0.5)
    assert run(shed=3.2e6)["mean_count"] == pytest.approx(290, abs=2)
    assert [run(**values)["out_alive"] for values in ({}, {"killing": 0.0}, {"escorts": 24.0})] == pytest.approx(
        [1.0, 1.6, 2.6], abs=0.05)
    assert alive_after_a_day(2.4) < 0.1  # of 100
    assert 100 * poisson(out["mean_count"]).sf(1) == pytest.approx(2, abs=0.3)


def test_the_answer_of_the_exercise_in_python():
    mean = brentq(lambda mean: poisson(mean).sf(4) - 0.5, 1, 10)
    per_cell = simulation.run(shed=100_000).mean_count / 100_000
    assert mean / per_cell == pytest.approx(51_800, abs=50)
    assert math.exp(-mean) == pytest.approx(0.01, abs=0.001)


@pytest.mark.parametrize(("preset", "start"), [("In one tube of five", "This tube is empty"),
                                               ("A gram of rat tumour", "301 tumour cells in this tube")])
def test_a_preset_shows_what_its_name_says(preset, start):
    assert simulation.sentence(**simulation.presets[preset]).startswith(start)


def test_where_the_blood_holds_hardly_a_cell_the_sentence_says_so():
    assert "tumour cells are in the blood" in simulation.sentence(shed=100.0, half_life=0.4)
    assert simulation.sentence(shed=100.0, half_life=0.2).startswith("Hardly a tumour cell is in the blood, 1.2 on average.")


def test_every_challenge_can_be_met_and_missed():
    assert {int(run(shed=2.5e4, seed=seed)["hidden"]) for seed in range(40)} == {0, 1}
    assert not any(run(shed=2500.0, seed=seed)["hidden"] for seed in range(40))
    assert run(escorts=24.0)["escorted"] == 1
    assert run(escorts=24.0, killing=0.5)["escorted"] == run(escorts=5.0)["escorted"] == 0
    assert run(killing=5.0)["steady"] == 0
    assert run(killing=5.0, escorts=50.0)["steady"] == 1
    assert run(killing=4.0, escorts=50.0)["steady"] == 0


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {"shed": st.sampled_from(inputs.fields["shed"].stops), "half_life": st.floats(0.2, 4.0),
            "killing": st.floats(0.0, 5.0), "escorts": st.floats(0.0, 50.0), "volume": st.sampled_from([7.5, 30.0])}


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), **CONTROLS)
def test_every_run_is_finite_and_within_bounds(**values):
    out = run(**values)
    for name in out:
        assert np.isfinite(out[name]).all(), name
        if name != "dot_y":
            assert np.all(out[name] >= 0), name
    for name in ("torn", "killed", "out_alive", "alive", "lone", "expected_empty", "seen_now"):
        assert np.all(out[name] <= 100 + 1e-9), name
    assert (out["lone"] <= out["alive"]).all()
    assert out["litre_axis"][0] <= out["litre_now"] <= out["litre_axis"][-1] * (1 + 1e-12)
