"""The metastatic funnel: draws against SciPy's distributions, closed forms, and published numbers.

Each published number is a *check* (nothing was tuned to it), a *calibration* (the model was set by it) or a *regression
band* (our own arithmetic).
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binom, ks_1samp

from widgets.cascade.funnel import IN_PEOPLE, model, simulation
from widgets.cascade.funnel.model import DRAWS, FLOOR, ONE_IN, SHOWN, inputs


def run(**values):
    """Run the simulation."""
    return simulation.run(**values)


def p_of(**values):
    """Return the input record, for the kernel's helpers run as plain Python."""
    return inputs.record(**values).view(np.recarray)[()]


# The laws ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{}, {"survive": 1.0}, {"start": 1.0, "cells": 1e4}, IN_PEOPLE])
def test_tumours_of_single_cells_are_binomial(values):
    """The three draws one after the other are one draw with the product of the chances: the quantiles are SciPy's."""
    p = p_of(**values)
    law = binom(int(p.cells), p.survive / 100 / p.start / p.persist)
    tumours = run(**values)["draw_tumours"]
    below = law.ppf(np.clip((np.arange(SHOWN) + 0.5) / SHOWN - 0.06, 1e-6, 1))
    above = law.ppf(np.clip((np.arange(SHOWN) + 0.5) / SHOWN + 0.06, 0, 1 - 1e-6))
    assert (below <= tumours).all()  # 0.06 is more than what a thousand draws differ by in 999 of 1,000 tests
    assert (tumours <= above).all()


def test_each_draw_takes_a_gain_anywhere_between_the_two():
    """With clusters only in effect (100,000 of a million, each 50 times as likely), the spread is that of the gain."""
    chance = 1 / 5000
    tumours = run(cells=1e8, clusters=10.0)["draw_tumours"]
    gain = (tumours - 0.9e8 * chance) / (0.1e8 * chance)
    assert ks_1samp(gain, lambda x: np.clip((x - 23) / 27, 0, 1)).pvalue > 0.01


@pytest.mark.parametrize("chance", [1e-8, 1 / 5000, 0.021, 0.03, 0.04, 0.05, 0.5, 1.0])
def test_the_chance_of_a_cluster_is_the_mean_over_the_gain(chance):
    mean = quad(lambda gain: min(gain * chance, 1.0), 23, 50, points=[min(max(1 / chance, 23), 50)])[0] / 27
    assert model.cluster_chance(chance, 23.0, 50.0) == pytest.approx(mean, rel=1e-9)


@pytest.mark.parametrize("clusters", [0.0, 0.5, 3.0, 10.0])
def test_the_share_from_clusters_is_its_closed_form(clusters):
    """c F / (c F + 1 - c), as long as no chance reaches 1."""
    c, out = clusters / 100, run(clusters=clusters)
    for gain, name in ((23, "from_clusters_low"), (50, "from_clusters_high"), (36.5, "from_clusters")):
        assert out[name] == pytest.approx(100 * c * gain / (c * gain + 1 - c), rel=1e-12)


def test_where_every_cell_makes_a_tumour_clusters_gain_nothing():
    out = run(survive=100.0, start=1.0, persist=1.0, clusters=10.0, cells=1e4)
    assert out["tumours"] == out["expected"] == 1e4
    assert out["from_clusters"] == pytest.approx(10.0)
    assert out["loss_blood"] == out["loss_start"] == out["loss_persist"] == 0


@pytest.mark.parametrize("values", [{}, {"survive": 100.0}, {"start": 1.0}, {"persist": 1.0, "survive": 3.0}])
def test_the_shares_of_the_loss_make_the_whole_loss(values):
    p, out = p_of(**values), run(**values)
    whole = np.log(p.survive / 100 / p.start / p.persist)
    steps = np.log([p.survive / 100, 1 / p.start, 1 / p.persist])
    losses = [out["loss_blood"], out["loss_start"], out["loss_persist"]]
    assert losses == pytest.approx(100 * steps / whole, abs=1e-9)
    assert sum(losses) == pytest.approx(100)


@pytest.mark.parametrize("step", ["survive", "start", "persist"])
def test_the_order_of_the_steps_does_not_matter(step):
    """One tenth at any step is one tenth at the end."""
    tenth = {"survive": 8.0, "start": 400.0, "persist": 1000.0}[step]
    assert run(**{step: tenth})["expected"] == pytest.approx(20)


@pytest.mark.parametrize("values", [{}, {"clusters": 3.0}, IN_PEOPLE, {"survive": 1.0}])
def test_the_mean_of_many_draws_is_what_is_expected(values):
    """Over 100 seeds of one draw each; within four standard errors."""
    tumours = np.array([run(seed=seed, **values)["tumours"] for seed in range(100)])
    assert tumours.mean() == pytest.approx(run(**values)["expected"], abs=4 * tumours.std(ddof=1) / 10)


def test_draws_without_a_tumour_are_as_frequent_as_poisson_says():
    """One in 60 million, 60 million times: e^-1. Within four standard errors of 1,000 draws."""
    assert run(**IN_PEOPLE)["draws_without"] == pytest.approx(100 / np.e, abs=4 * 100 * np.sqrt(0.368 * 0.632 / DRAWS))


def test_the_single_draw_only_ever_loses_cells():
    passed = run(clusters=2.0)["singles_passed"]
    assert passed[0] == 980_000
    assert (np.diff(passed) < 0).all()


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


def test_one_in_five_thousand_in_the_liver_of_mice():
    """Check (Luzzi 1998, 10.1016/S0002-9440(10)65628-3): 0.8 / 40 / 100 is 0.02 % exactly; nothing tuned."""
    assert 100 * model.chance_of(p_of()) == pytest.approx(0.02, rel=1e-12)


def test_a_million_cells_make_about_two_hundred_tumours():
    """Regression band, own computation: 200 +- 45 in each of 20 draws; another program drew 189."""
    for seed in range(20):
        assert abs(run(seed=seed)["tumours"] - 200) < 45


def test_sixty_million_cells_make_one_metastasis_in_people():
    """Calibration (Coumans 2013, 10.1186/1471-2407-13-283): 60 million times 1.7e-8 is 1.02, with a chance put in."""
    record = inputs.record(cells=6e7, survive=100.0, start=1.0)
    record["persist"] = 1 / 1.7e-8
    assert model.funnel.run(record)["expected"] == pytest.approx(1.02, rel=1e-9)


# What the lesson says ----------------------------------------------------------------------------------------------


def test_the_numbers_in_the_lesson():
    assert run()["expected"] == pytest.approx(200)
    assert run(survive=100.0)["expected"] == pytest.approx(250)
    assert run(start=1.0)["expected"] == pytest.approx(8000)
    assert [round(float(run()[name])) for name in ("loss_blood", "loss_start", "loss_persist")] == [3, 43, 54]
    assert run(survive=1.0)["loss_blood"] == pytest.approx(35.7, abs=0.05)
    people = run(**IN_PEOPLE)
    assert people["expected"] == pytest.approx(1.0)
    assert {0, 1, 2, 3} <= set(people["draw_tumours"].tolist())
    clusters = run(clusters=3.0)
    assert [round(float(clusters[f"from_clusters_{end}"])) for end in ("low", "high")] == [42, 61]


def test_the_answers_of_the_exercises():
    expected = 60e6 * 1.7e-8
    assert expected == pytest.approx(1.02)
    assert np.exp(-expected) == pytest.approx(0.36, abs=0.005)
    assert run(clusters=4.0)["from_clusters_low"] == pytest.approx(49, abs=0.5)
    assert run(clusters=2.0)["from_clusters_high"] == pytest.approx(50.5, abs=0.05)
    assert [100 / (gain + 1) for gain in (23, 50)] == pytest.approx([4.2, 2.0], abs=0.05)


@pytest.mark.parametrize(("preset", "flag"), [("In mice", None), ("With clusters", "mostly_clusters"),
                                              ("All begin to divide", "tenfold"), ("Few survive the blood", None)])
def test_presets_meet_the_challenges_that_they_should(preset, flag):
    out = run(**simulation.presets[preset])
    met = {name for name in ("tenfold", "mostly_clusters", "lucky") if out[name]}
    assert met == ({flag} if flag else set())


def test_every_challenge_can_be_met_and_missed():
    assert run(persist=10.0)["tenfold"] == 1
    assert run(persist=20.0, start=20.0)["tenfold"] == run(survive=100.0)["tenfold"] == 0
    assert run(clusters=2.5)["mostly_clusters"] == run(clusters=3.5)["mostly_clusters"] == 0
    lucky = [int(run(seed=seed, **IN_PEOPLE)["lucky"]) for seed in range(40)]
    assert set(lucky) == {0, 1}


def test_each_sentence_is_said():
    first = {simulation.sentence(seed=seed, **IN_PEOPLE).split(" in ")[0] for seed in range(30)}
    assert {"No tumour", "One tumour"} <= first
    assert simulation.sentence().endswith("tumours in eight of ten draws.")
    assert simulation.sentence(cells=1e3).startswith("Hardly any draw has a tumour.") == (run(cells=1e3)["tumours_high"] < 1)
    assert simulation.sentence(cells=1e3, start=400.0).startswith("Hardly any draw has a tumour.")


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {name: st.sampled_from(field.stops) if getattr(field, "stops", None) else st.floats(field.low, field.high)
            for name, field in inputs.fields.items() if field.settable and name != "seed"}


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), **CONTROLS)
def test_every_run_is_finite_and_within_bounds(**values):
    out = run(**values)
    for name in out:
        assert np.isfinite(out[name]).all(), name
        assert np.all(out[name] >= 0), name
    assert (out["singles_shown"] >= FLOOR).all()
    assert (out["draw_shown"] >= FLOOR).all()
    assert (np.diff(out["singles_passed"]) <= 0).all()
    assert (np.diff(out["draw_tumours"]) >= 0).all()
    assert out["tumours_low"] <= out["tumours_high"] <= values["cells"]
    assert out["tumours"] == out["singles_passed"][3] + out["cluster_ends"][1]
    for name in ("from_clusters_low", "from_clusters", "from_clusters_high", "curve_low", "curve_high"):
        assert np.all(out[name] <= 100), name
    assert (out["curve_low"] <= out["curve_high"] + 1e-9).all()


def test_stops_hold_the_numbers_that_were_published():
    assert {40.0, 100.0} <= set(ONE_IN)
