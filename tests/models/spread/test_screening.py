"""Growth obeys its two laws, screening its own logic, and both give the published numbers as far as they do."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.stats import norm

from widgets.spread import screening
from widgets.spread.screening import GOMPERTZ, NORWAY, inputs, simulation


def record(**values):
    """Return an input record whose fields are attributes."""
    return inputs.record(**values).view(np.recarray)[()]


@pytest.fixture(scope="module")
def runs():
    return {interval: simulation.run(interval=interval) for interval in (0, 1, 2, 3)}


# Laws --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("law", [NORWAY, GOMPERTZ])
@pytest.mark.parametrize("z", [-1.5, 0.0, 1.5])
def test_the_closed_form_solves_the_differential_equation_of_its_law(law, z):
    p = record(law=law)
    pace, start = screening.pace(p, z), 5.0

    def rate(_, diameter):
        volume = diameter**3
        if law == GOMPERTZ:  # dN/dt = b N ln(Nmax / N)
            return diameter / 3 * pace * math.log(screening.largest(p) ** 3 / volume[0])
        return diameter / 3 * 4 * pace * ((p.largest**3 / volume[0]) ** 0.25 - 1)  # dV/dt = kappa V ((Vmax/V)^(1/4) - 1)

    years = np.linspace(0, 2, 9)
    solved = solve_ivp(rate, (0, 2), [start], t_eval=years, rtol=1e-10, atol=1e-10).y[0]
    closed = [screening.diameter_after(p, pace, start, t) for t in years]
    assert closed == pytest.approx(solved, rel=1e-7)


@pytest.mark.parametrize("law", [NORWAY, GOMPERTZ])
def test_time_and_size_are_two_readings_of_one_curve(law):
    p = record(law=law)
    for z in (-2.0, 0.3, 2.0):
        pace = screening.pace(p, z)
        years = screening.years_between(p, pace, 3.0, 30.0)
        assert screening.diameter_after(p, pace, 3.0, years) == pytest.approx(30.0)
        assert screening.diameter_after(p, pace, 30.0, -years) == pytest.approx(3.0)
        assert screening.diameter_with(p, screening.room(p, 17.0)) == pytest.approx(17.0)


@pytest.mark.parametrize("law", [NORWAY, GOMPERTZ])
def test_the_doubling_time_is_that_of_the_volume_at_this_moment(law):
    p = record(law=law)
    pace, step = screening.pace(p, 0.4), 1e-6
    later = screening.diameter_after(p, pace, 15.0, step)
    growth_per_year = 3 * math.log(later / 15.0) / step
    assert screening.doubling_days(p, pace, 15.0) == pytest.approx(365.25 * math.log(2) / growth_per_year, rel=1e-4)


def test_a_thousand_times_more_cells_is_ten_doublings():
    run = simulation.run()
    assert math.log2(1e9 / 1e6) == pytest.approx(9.97, abs=0.005)
    assert run.doublings == pytest.approx(np.log2(run.cells), abs=1e-9)
    assert run.cells[0] == pytest.approx(1)
    assert run.doublings_seen < run.doublings_felt == pytest.approx(run.doublings[-1])


def test_the_curve_ends_when_the_tumour_is_felt():
    run = simulation.run(percentile=70)
    assert run.year[-1] == pytest.approx(run.hidden_years + run.visible_years)
    assert run.diameter[-1] == pytest.approx(0.25 * 2**6.5)
    assert run.seen_year[0] == pytest.approx(run.hidden_years)
    assert np.all(np.diff(run.cells) > 0)


def test_every_tumour_comes_to_light_once(runs):
    for interval, run in runs.items():
        assert run.screen_found + run.felt_first == pytest.approx(100)
        assert run.bin_screen.sum() == pytest.approx(run.screen_found)
        assert run.bin_felt.sum() == pytest.approx(run.felt_first)
        assert run.felt_share.sum() == pytest.approx(100 if interval else 0)
        assert not run.felt_share[interval:].any()


def test_without_screening_all_are_felt(runs):
    assert runs[0].felt_first == 100
    assert runs[0].lead_median == 0
    assert not runs[0].screened


def test_a_screen_more_or_a_sharper_picture_never_finds_fewer_of_the_same_tumours():
    for seed in range(5):
        found = {interval: simulation.run(interval=interval, seed=seed).screen_found for interval in (1, 2, 3)}
        assert found[1] >= found[2]
        assert found[1] >= found[3]
        sharper = [simulation.run(half_seen=half, seed=seed).screen_found for half in (3.0, 6.5, 12.0)]
        assert sharper == sorted(sharper, reverse=True)


def test_screens_pick_slow_tumours(runs):
    for interval in (1, 2, 3):
        assert runs[interval].doubling_screen > 3 * runs[interval].doubling_felt


def test_the_rows_are_tumours_in_the_order_of_the_time_for_which_they_can_be_seen():
    run = simulation.run(interval=0)
    assert np.all(np.diff(run.row_visible) >= 0)
    assert np.all(run.row_how == screening.FELT)
    screened = simulation.run(interval=2)
    at_a_screen = screened.row_how == screening.SCREEN
    assert screened.row_found[at_a_screen] % 2 == pytest.approx(0, abs=1e-9)
    assert np.all(screened.row_lead[screened.row_how == screening.FELT] == 0)


@pytest.mark.parametrize("interval", [1, 2, 3])
def test_an_independent_monte_carlo_finds_as_many(interval):
    """Drawn with NumPy, a fresh draw at every screen, backwards in time; no code in common."""
    random, n = np.random.default_rng(5), 100_000
    kappa = np.exp(1.18 + 1.26 * random.normal(size=n))
    felt = np.minimum(0.25 * 2 ** (6.5 + 0.535 * random.normal(size=n)), 127)
    room = (128 / felt) ** 0.75 - 1
    since = random.random(n) * interval
    escapes = np.ones(n)
    for screen in range(120):
        growth = np.exp(np.minimum(kappa / 4 * (since + screen * interval), 300))
        diameter = 128 / (1 + room * growth) ** (4 / 3)
        escapes *= np.where(diameter < 2, 1, 1 - 1 / (1 + np.exp(-(diameter - 6.5) / 1.47)))
    found = np.mean(random.random(n) > escapes) * 100
    ours = [simulation.run(interval=interval, seed=seed).screen_found for seed in range(8)]
    error = 100 * math.sqrt(0.25 / n + 0.25 / (8 * screening.TUMOURS))
    assert np.mean(ours) == pytest.approx(found, abs=4 * error)


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_published(match):
    assert match.holds(), f"{match.compute()} for {match.published}"


def survival_after(years):
    """Return the share of women alive after so many years, by Norton's constants: 4.8e9 cells when noticed, 1e12 lethal."""
    p = record(law=GOMPERTZ)
    noticed, lethal = screening.diameter_of(p, 4.8e9), screening.diameter_of(p, 1e12)
    k = math.log(screening.room(p, noticed) / screening.room(p, lethal)) * 12  # months, times the pace b per month
    return norm.cdf((math.log(k / (12 * 12 * years)) - p.gompertz_log_pace) / p.gompertz_log_pace_spread)


def test_norton_gives_the_survival_of_untreated_women():
    """Calibration by Norton (Cancer Res 1988;48:7067) to Bloom and others (BMJ 1962;2:213), among others.

    44, 18, 4 and 1 of 100 alive after 3, 5, 10 and 15 years, median 2.7 years. It guards the code only.
    """
    alive = [100 * survival_after(years) for years in (3, 5, 10, 15)]
    assert alive == pytest.approx([44, 18, 4, 1], abs=2)
    assert alive == pytest.approx([42.8, 18.4, 3.0, 0.7], abs=0.1)  # what the lesson says, rounded
    assert survival_after(2.7) == pytest.approx(0.5, abs=0.02)


def test_the_numbers_that_the_lesson_names(runs):
    """Regression: "Why do some slip through?" in chapters/spread/silent_years.md."""
    run = runs[2]
    assert run.hidden_years == pytest.approx(5.9, abs=0.05)
    assert run.visible_years == pytest.approx(1.4, abs=0.05)
    assert 12 * simulation.run(percentile=90).visible_years == pytest.approx(3, abs=0.4)
    assert simulation.run(percentile=10).visible_years == pytest.approx(7, abs=0.2)
    assert run.screen_found == pytest.approx(63, abs=1)
    assert run.doubling_screen == pytest.approx(170, abs=8)
    assert run.doubling_felt < 40
    assert run.lead_median == pytest.approx(1.7, abs=0.1)
    assert runs[1].screen_found == pytest.approx(78, abs=1)
    assert runs[3].screen_found == pytest.approx(52, abs=1.5)
    assert simulation.run(law=GOMPERTZ).hidden_years == pytest.approx(1.6, abs=0.05)


def test_the_answers_of_the_exercises():
    """Regression: the exercise "In the simulation" of the lesson."""
    for law, first in ((NORWAY, 65), (GOMPERTZ, 30)):
        slipped = [simulation.run(interval=1, law=law, percentile=at).slipped for at in (first - 5, first)]
        assert slipped == [False, True]


# The control space -------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    interval=st.sampled_from([0, 1, 2, 3]),
    percentile=st.integers(5, 95),
    half_seen=st.floats(2.0, 20.0),
    law=st.sampled_from([NORWAY, GOMPERTZ]),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_setting_gives_finite_and_sensible_numbers(interval, percentile, half_seen, law, seed):
    run = simulation.run(interval=interval, percentile=percentile, half_seen=half_seen, law=law, seed=seed)
    for name, value in run.items():
        assert np.all(np.isfinite(value)), name
    assert 0 <= run.screen_found <= 100
    assert 0 < run.visible_years < 100
    assert np.all(run.band_fast >= run.band_slow)
    assert np.all((run.row_found >= 0) & (run.row_found <= 18))
    assert np.all((run.row_visible >= 0) & (run.row_lead >= 0))
    assert 2 <= run.median_size <= 40


def test_every_challenge_can_be_done_and_is_not_done_at_the_start():
    start = simulation.run()
    assert not (start.slipped or start.seventy)
    assert simulation.run(interval=1, percentile=90).slipped
    assert simulation.run(half_seen=3.0).seventy
