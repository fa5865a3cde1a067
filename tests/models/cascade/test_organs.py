"""Tumour cells are neither made nor lost on their way, and sites come out as published where nothing else can.

*Calibration*: how often each site is reached; the soil was chosen for it. *Check*: which site is first, bone against
liver in a registry, and every closed form against another way to compute it; nothing was tuned to them. *Regression
band*: our own output, among it the soil that is needed.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from widgets.cascade.organs import figures, model, simulation
from widgets.cascade.organs.model import (
    BONE,
    BRAIN,
    ELSEWHERE,
    EVER,
    FITTED,
    GUT,
    KIDNEYS,
    KINDS,
    LIVER,
    LUNGS,
    NONE,
    ORGANS,
    OTHER_ORGAN,
    SHOWN,
    inputs,
)

FLOW = np.asarray(inputs.fields["flow"].default) / 100
PLUMBING = [(0.9, 0.9, 0.0), (0.5, 0.9, 0.0), (0.01, 0.1, 0.1), (0.99, 1.0, 0.05), (0.2, 0.3, 0.0), (0.0, 0.4, 0.07)]


def run(**values):
    """Run the closed form."""
    return model.routes.run(inputs.record(**values))


def draw(**values):
    """Draw a hundred patients."""
    return model.people.run(inputs.record(**values))


def stops(lungs, organs, bypass):
    """Return the shares by the kernel's own law, run as plain Python."""
    stop = np.zeros(ORGANS)
    model.fill_stops(100 * FLOW, lungs, organs, bypass, stop)
    return stop


# The laws ----------------------------------------------------------------------------------------------------------


def absorbed(lungs, organs, bypass):
    """Return where a cell ends, as an absorbing Markov chain: the fundamental matrix, by NumPy's solver.

    It is in one of these places until it is kept: the veins of the breast, the lungs, the arteries, the portal vein.
    """
    breast, lung, arteries, portal = range(4)
    moves, ends = np.zeros((4, 4)), np.zeros((4, ORGANS))
    moves[breast, lung] = 1 - bypass * organs
    ends[breast, BONE] = bypass * organs
    moves[lung, arteries] = 1 - lungs
    ends[lung, LUNGS] = lungs
    for organ, share in enumerate(FLOW):
        ends[arteries, organ] = share * organs
        moves[arteries, portal if organ == GUT else lung] += share * (1 - organs)
    moves[portal, lung] = 1 - organs
    ends[portal, LIVER] = organs
    assert moves.sum(1) + ends.sum(1) == pytest.approx(1)
    return np.linalg.solve(np.eye(4) - moves, ends)[breast]


@pytest.mark.parametrize("plumbing", PLUMBING)
def test_the_closed_form_is_what_a_markov_chain_gives(plumbing):
    """Check: another way to compute the same law; relative 1e-12."""
    assert stops(*plumbing) == pytest.approx(absorbed(*plumbing), rel=1e-12)


@pytest.mark.parametrize("plumbing", PLUMBING[:3])
def test_cells_that_are_followed_one_by_one_stop_where_the_closed_form_says(plumbing):
    """Check: 400,000 cells, each organ within 4 standard errors."""
    lungs, organs, bypass = plumbing
    chance, cells = np.random.default_rng([2020, 89]), 400_000
    ended = np.zeros(ORGANS)
    kept = chance.binomial(chance.binomial(cells, bypass), organs)
    ended[BONE] += kept
    moving = cells - kept
    while moving:
        in_lungs = chance.binomial(moving, lungs)
        ended[LUNGS] += in_lungs
        came = chance.multinomial(moving - in_lungs, FLOW)
        stay = chance.binomial(came, organs)
        ended += stay
        to_liver = came[GUT] - stay[GUT]
        in_liver = chance.binomial(to_liver, organs)
        ended[LIVER] += in_liver
        moving = int((came - stay).sum() - in_liver)
    expected = stops(*plumbing)
    errors = np.sqrt(expected * (1 - expected) / cells)
    assert ended.sum() == cells
    assert (abs(ended / cells - expected) <= 4 * errors).all()


@given(lungs=st.floats(0, 1), organs=st.floats(0.001, 1), bypass=st.floats(0, 1))
def test_every_cell_stops_somewhere(lungs, organs, bypass):
    assert stops(lungs, organs, bypass).sum() == pytest.approx(1, rel=1e-12)


def test_without_the_lungs_cells_stop_as_the_blood_is_shared_out():
    """Check (ICRP 2002): lungs that keep nothing, organs that keep all."""
    assert stops(0.0, 1.0, 0.0) == pytest.approx(FLOW, abs=1e-15)
    assert FLOW.sum() == pytest.approx(1)
    assert 100 * (FLOW[LIVER] + FLOW[GUT]) == pytest.approx(27.5)  # all blood of the liver, as published


@pytest.mark.parametrize(("lungs", "ratio"), [(50, 22.2), (90, 200), (99, 2200)])
def test_lungs_for_each_cell_in_bone(lungs, ratio):
    """Check: the formula of the exercise by hand, to three digits."""
    out = run(lungs_keep=lungs)
    assert out["stops_lungs"] / out["stops_bone"] == pytest.approx(lungs / ((100 - lungs) * 0.05 * 0.9), rel=1e-12)
    assert out["stops_lungs"] / out["stops_bone"] == pytest.approx(ratio, rel=2e-3)


def test_where_cells_stop_by_plumbing_alone():
    """Regression band, own computation by a prototype in NumPy: percent, to the digits given."""
    found = dict(zip(figures.NAMES, run()["stops"], strict=True))
    assert found["Lungs"] == pytest.approx(90.74, abs=0.005)
    assert found["Gut"] == pytest.approx(1.9, abs=0.05)
    assert found["Kidneys"] == pytest.approx(1.54, abs=0.005)
    assert found["Brain"] == found["Muscle"] == pytest.approx(1.09, abs=0.005)
    assert found["Liver"] == pytest.approx(0.78, abs=0.005)
    assert found["Bone"] == pytest.approx(0.45, abs=0.005)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_fitted_soil_gives_every_published_share(kind):
    """Calibration (Kaplan 2016): an identity, because the soil was chosen for it."""
    out = run(soil=FITTED, kind=kind)
    assert out["reached"] == pytest.approx(EVER[kind, list(SHOWN)], rel=1e-12)
    assert out["published"] == pytest.approx(out["reached"], rel=1e-12)


def test_the_needed_soil_is_the_fitted_one_where_it_was_fitted():
    for kind in KINDS.values():
        out = run(kind=kind)
        needed = dict(zip((BONE, LIVER, BRAIN), out["needed"], strict=True))
        for organ, soil in needed.items():
            rate = out["stops"][organ] * soil / out["stops"][LUNGS]
            assert rate == pytest.approx(np.log1p(-EVER[kind, organ] / 100) / np.log1p(-EVER[kind, LUNGS] / 100))
        assert out["needed_all"].reshape(len(KINDS), 3)[kind] == pytest.approx(out["needed"])


@pytest.mark.parametrize("values", [{}, {"soil": FITTED}, {"lungs_keep": 30, "soil": FITTED, "kind": 3}])
def test_first_sites_follow_from_the_means(values):
    """Check: of exponential waiting times drawn by NumPy, the earliest before 1; 4 standard errors."""
    out = run(**values)
    means = -np.log1p(-out["reached"] / 100)
    rest = -np.log1p(-EVER[values.get("kind", 0)] / 100).sum() - means.sum()
    times = np.random.default_rng(1889).exponential(size=(200_000, 5)) / np.maximum([*means, rest], 1e-12)
    first = np.where(times.min(1) < 1, times.argmin(1), NONE)
    for place in range(4):
        share = out["first"][place] / 100
        assert abs((first == place).mean() - share) <= 4 * np.sqrt(share * (1 - share) / len(first)) + 1e-9


def test_many_drawn_hundreds_agree_with_what_is_expected():
    """Check: 400 draws of a hundred, each site within 4 standard errors."""
    values = {"soil": FITTED, "kind": KINDS["HER2"]}
    out, draws = run(**values), [draw(seed=seed, **values) for seed in range(400)]
    for place in range(4):
        for field, expected in (("drawn", out["reached"]), ("icons", out["first"])):
            share = expected[place] / 100
            found = np.mean([each[field][place] for each in draws]) / 100
            assert abs(found - share) <= 4 * np.sqrt(share * (1 - share) / 40_000), (place, field)


def test_the_usual_range_is_that_of_the_binomial_distribution():
    """Check: SciPy's quantiles, within two patients, as 500 repeats are few."""
    out, drawn = run(soil=FITTED), draw(soil=FITTED)
    for field, share in (("reached", out["reached"]), ("icons", out["first"])):
        for end, level in (("low", 0.1), ("high", 0.9)):
            exact = stats.binom.ppf(level, 100, share / 100)
            assert abs(drawn[f"{field}_{end}"][:4] - exact).max() <= 2


def test_preparing_a_place_changes_that_place_alone():
    before = run(soil=FITTED)["reached"]
    for soil, place in ((model.LUNGS_PREPARED, 1), (model.LIVER_PREPARED, 2), (model.BONE_PREPARED, 0)):
        after = run(soil=soil)["reached"]
        changed = np.flatnonzero(~np.isclose(after, before))
        assert list(changed) == [place]
        assert np.log1p(-after[place] / 100) == pytest.approx(3 * np.log1p(-before[place] / 100))


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


@pytest.mark.parametrize("kind", ["luminal A", "luminal B"])
def test_the_order_of_sites_in_luminal_cancer(kind):
    """Calibration (Kaplan 2016): bone first of all, brain last."""
    reached = run(soil=FITTED, kind=KINDS[kind])["reached"]
    assert reached.argmax() == 0
    assert reached.argmin() == 3


def test_the_soil_that_sites_in_amsterdam_need():
    """Regression band, own computation (Savci-Heijink 2015; brain 15 % assumed): bone 650, liver 243, brain 36."""
    brain, lungs, liver, bone = model.soil_for((15.0, 31.4, 54.5, 70.6))
    assert (bone, liver, brain, lungs) == pytest.approx((650, 243, 36, 1), rel=3e-3)
    assert model.soil_for((15.0, 31.4, 54.5, 70.6), bypass=5)[BONE] == pytest.approx(57, abs=0.1)


def test_intervals_of_published_shares():
    """Check: Wilson's interval by SciPy."""
    for kind, people in enumerate(model.PATIENTS_OF_A_KIND):
        for site in range(4):
            hits = round(EVER[kind, site] / 100 * people)  # the shares are printed to a tenth of one in a hundred
            exact = stats.binomtest(hits, people).proportion_ci(method="wilson")
            reach = 100 * (hits / people - exact.low), 100 * (exact.high - hits / people)
            assert model.INTERVALS[kind, site] == pytest.approx(reach, abs=0.1)


# What the lesson says ----------------------------------------------------------------------------------------------


def test_plumbing_alone_never_makes_bone_the_first():
    """The claim of the lesson: over a grid of all three sliders some other organ holds more cells than bone."""
    for lungs in (1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 60, 80, 99):
        for organs in (10, 25, 40, 60, 80, 100):
            for bypass in range(0, 11, 2):
                found = run(lungs_keep=lungs, organs_keep=organs, bypass=bypass)["stops"]
                assert np.delete(found[:ELSEWHERE], BONE).max() > found[BONE]


def test_the_numbers_that_the_lesson_names():
    alone = run()
    assert round(float(alone["stops_lungs"])) == 91
    assert float(alone["stops_bone"]) == pytest.approx(0.5, abs=0.05)
    assert [round(float(alone[name])) for name in ("reached_lungs", "reached_bone")] == [81, 1]
    assert alone["stops"][KIDNEYS] / alone["stops"][BONE] == pytest.approx(3.4)
    leaky = run(lungs_keep=20)
    assert leaky["stops"][KIDNEYS] / leaky["stops"][BONE] == pytest.approx(3.4)
    assert round(float(run(bypass=5)["reached_bone"])) == 9
    assert round(float(alone["needed_bone"])) == 603
    assert round(float(run(bypass=5)["needed_bone"])) == 53
    assert round(float(run(organs_keep=50)["needed_bone"])) == 1086
    assert [round(float(run(lungs_keep=keep)["needed_bone"])) for keep in (50, 99)] == [67, 6637]
    prepared = run(soil=model.LUNGS_PREPARED)
    assert prepared["reached_lungs"] == pytest.approx(prepared["reached_bone"], abs=0.5)
    assert 100 * (1 - np.sqrt(33 / 43.5)) == pytest.approx(13, abs=0.5)  # kept in the lungs, and as much in the arm
    kept_twice = run(lungs_keep=13, organs_keep=13)
    assert kept_twice["stops_lungs"] == pytest.approx(49, abs=0.5)
    assert kept_twice["stops_bone"] == pytest.approx(2, abs=0.2)
    assert round(float(kept_twice["needed_bone"])) == 69


def test_the_answer_of_the_exercise_in_the_simulation():
    before, after = run(soil=FITTED), run(soil=FITTED, lungs_keep=50)
    bone, lungs, liver = 0, 1, 2
    assert [round(float(before["reached"][site])) for site in (bone, liver, lungs)] == [66, 24, 30]
    assert [round(float(after["reached"][site])) for site in (bone, liver, lungs)] == [73, 29, 5]
    assert round(float(after["needed_bone"])) == 67
    outside = [out["stops"][BONE] / out["stops"][LUNGS] for out in (before, after)]
    assert outside[1] / outside[0] == pytest.approx(9)


@pytest.mark.parametrize(("bypass", "soil"), [(0, 650), (5, 57)])
def test_the_answer_of_the_exercise_in_python(bypass, soil):
    out = run(bypass=bypass)
    bone, lungs = (-np.log(1 - share / 100) for share in (70.6, 31.4))
    assert bone / out["stops_bone"] / (lungs / out["stops_lungs"]) == pytest.approx(soil, abs=0.5)


@pytest.mark.parametrize(("preset", "begins"), [
    ("Plumbing alone", "Plumbing alone."), ("With soil", "Plumbing and soil."),
    ("Triple negative", "Plumbing and soil."), ("Prepared lungs", "One place is prepared."),
    ("Leaky lungs", "Plumbing alone."), ("Short cut", "Plumbing alone.")])
def test_a_preset_shows_what_its_name_says(preset, begins):
    assert simulation.sentence(**simulation.presets[preset]).startswith(begins)


@pytest.mark.parametrize(("flag", "met", "not_met"), [
    ("spared", {"lungs_keep": 20}, {"lungs_keep": 20, "soil": FITTED}),
    ("overtaken", {"soil": model.LUNGS_PREPARED, "kind": 1}, {"soil": FITTED, "kind": 1}),
    ("decided", {"bypass": 5}, {"bypass": 5, "lungs_keep": 89}), ("decided", {"lungs_keep": 99}, {"lungs_keep": 50}),
    ("decided", {"lungs_keep": 40}, {"organs_keep": 10})])
def test_challenges_can_be_met(flag, met, not_met):
    assert run(**met)[flag] == 1
    assert run(**not_met)[flag] == 0
    assert run()[flag] == 0


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {
    "lungs_keep": st.integers(1, 99), "organs_keep": st.integers(10, 100), "bypass": st.integers(0, 10),
    "kind": st.sampled_from(list(KINDS.values())), "soil": st.integers(0, 4),
}  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(**CONTROLS)
def test_every_run_is_finite_and_adds_up(**values):
    out = run(**values)
    for name in out.dtype.names:
        assert np.isfinite(out[name]).all(), name
        assert (out[name] >= 0).all(), name
    assert out["stops"].sum() == pytest.approx(100)
    assert out["metastases"].sum() == pytest.approx(100)
    assert (out["reached"] <= 100).all()
    assert (out["first"] <= out["reached"] + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), **CONTROLS)
def test_every_drawn_hundred_is_a_hundred(**values):
    drawn = draw(**values)
    assert drawn["icons"].sum() == 100
    assert list(np.bincount(drawn["icon"], minlength=model.SIGNS)) == list(drawn["icons"])
    assert (drawn["icons"][:4] <= drawn["drawn"]).all()
    assert (drawn["icons_low"] <= drawn["icons_high"]).all()
    if values["soil"] != model.EVEN:
        assert drawn["icons"][OTHER_ORGAN] == 0


def test_the_soil_over_the_assumption_is_that_of_the_slider():
    out = run(bypass=2, kind=2)
    for place in (0, 24, 44, 49):
        moved = run(bypass=2, kind=2, lungs_keep=float(out["kept"][place]))
        assert out["needed_over"][place] == pytest.approx(moved["needed_bone"], rel=1e-12)
    assert out["needed_half"] == pytest.approx(run(bypass=2, kind=2, lungs_keep=50)["needed_bone"], rel=1e-12)
    assert (np.diff(run()["needed_over"]) > 0).all()
    assert (round(float(run()["needed_half"])), round(float(run()["needed_most"]))) == (67, 6637)
