"""Hidden lesions obey the laws of a Poisson process, in the exact rate and in the patients that are drawn.

What the model is fitted to, what it is checked against and what the lesson says: `test_recurrence_published.py`.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from widgets.cascade.recurrence import chance, model, surfacing
from widgets.cascade.recurrence.chance import BIN, BINS, HORIZON
from widgets.cascade.recurrence.model import inputs
from widgets.cascade.recurrence.surfacing import ASLEEP, AWAKE, CLEAR, KINDS, MONTHS, NEGATIVE, POSITIVE, STEP
from widgets.core.kernels.numerics import binomial_quantile

NODES = inputs.fields["nodes"].options
NONE, MANY = NODES["none"], NODES["4 to 9"]
GROUPS = [{}, {"nodes": NONE}, {"nodes": MANY, "deep": 6}, {"er": NEGATIVE}, {"dormancy": 12.0},
          {"dormancy": 96.0, "deep": 0}, {"treated": 1}, {"treated": 1, "nodes": MANY, "dormancy": 20.0},
          {"treated": 1, "er": NEGATIVE}]  # fmt: skip


def run(**values):
    """Run the exact kernel."""
    return model.recurrence.run(inputs.record(**values))


def draw(**values):
    """Run the kernel that draws patients."""
    return model.people.run(inputs.record(**values))


def record(**values):
    """Return an input record whose fields are attributes."""
    return inputs.record(**values).view(np.recarray)[()]


def at(curve, years):
    """Return a curve at a time that is one of its points."""
    return float(curve[round(years * MONTHS / STEP)])


# The law by other means: densities and draws of SciPy -----------------------------------------------------------------


def growth_of(p, kind):
    median, spread = (p.awake_median, p.awake_spread) if kind == AWAKE else (p.growth_median, p.growth_spread)
    return stats.lognorm(spread, scale=median)


def sleep_of(p, kind):
    if kind == ASLEEP:
        return stats.gamma(surfacing.SLEEP_SHAPE, scale=p.dormancy / surfacing.SLEEP_SHAPE)
    return stats.uniform(scale=HORIZON)  # as many wake in each month


def density(p, kind, month):
    """Return the density of the time to surfacing, by adaptive integration of the convolution."""
    growth = growth_of(p, kind)
    if kind == AWAKE:
        return growth.pdf(month)
    sleep = sleep_of(p, kind)
    return quad(lambda slept: sleep.pdf(slept) * growth.pdf(month - slept), 0, month, limit=200, epsabs=1e-12)[0]


def share_kept(p, month):
    """Return the share of relapses that come in a month, as the trials' periods say."""
    if not p.treated or p.er == NEGATIVE:
        return np.ones_like(month)
    return np.where(month < 60, 0.53, np.where(month < 120, 0.68, 1.0))


def lesions(p):
    by_er = (1, 1, 1) if p.er == POSITIVE else (p.negative_awake, p.negative_sleeping, p.negative_sleeping)
    waking = p.deep / 100 * HORIZON / MONTHS  # deep sleepers that wake within the twenty years
    return np.array([p.awake_lesions, p.asleep_lesions, waking]) * by_er * p.node_factors[p.nodes]


@pytest.mark.parametrize("values", GROUPS)
@pytest.mark.parametrize("month", [6.0, 18.0, 40.0, 59.0, 61.0, 90.0, 150.0, 230.0])
def test_the_rate_is_the_sum_of_three_convolutions(values, month):
    """0.2 %, or 2 of 100,000 a year: where growth has hardly begun, steps of half a month are coarse."""
    p = record(**values)
    hazard = sum(mean * density(p, kind, month) for kind, mean in enumerate(lesions(p)))
    expected = 1200 * hazard * float(share_kept(p, month))
    assert at(run(**values)["rate"], month / MONTHS) == pytest.approx(expected, rel=2e-3, abs=2e-3)


def surfaced(p, kind, month):
    """Return the share of lesions of a kind that have surfaced by a month, by adaptive integration."""
    growth = growth_of(p, kind)
    if kind == AWAKE:
        return growth.cdf(month)
    sleep = sleep_of(p, kind)
    return quad(lambda slept: sleep.pdf(slept) * growth.cdf(month - slept), 0, month, limit=200)[0]


@pytest.mark.parametrize("values", GROUPS)
def test_survival_is_the_exponential_of_the_integrated_rate(values):
    """By numeric integration, in pieces between which the treatment's share is constant; within 0.02 of 100."""
    p, out = record(**values), run(**values)
    total, start = 0.0, 0
    for end in (24, 60, 120, 180, 240):
        came = [surfaced(p, kind, end) - surfaced(p, kind, start) for kind in range(KINDS)]
        total += float(share_kept(p, np.array(start))) * lesions(p) @ came
        assert at(out["clear"], end / MONTHS) == pytest.approx(100 * np.exp(-total), abs=0.02)
        start = end


@pytest.mark.parametrize("values", GROUPS)
def test_people_drawn_with_scipy_relapse_as_the_exact_rate_says(values):
    """Monte Carlo: 200,000 patients, lesion by lesion, within 4 standard errors at ten times."""
    p, out = record(**values), run(**values)
    chance, people = np.random.default_rng(1996), 200_000
    first = np.full(people, np.inf)
    for kind, mean in enumerate(lesions(p)):
        owner = np.repeat(np.arange(people), stats.poisson(mean).rvs(people, random_state=chance))
        month = growth_of(p, kind).rvs(owner.size, random_state=chance)
        if kind != AWAKE:
            month = month + sleep_of(p, kind).rvs(owner.size, random_state=chance)
        surfaces = chance.random(owner.size) < share_kept(p, month)
        np.minimum.at(first, owner[surfaces], month[surfaces])
    for years in range(2, 21, 2):
        share = at(out["clear"], years) / 100
        error = np.sqrt(share * (1 - share) / people)
        assert (first > years * MONTHS).mean() == pytest.approx(share, abs=4 * error)


# Laws --------------------------------------------------------------------------------------------------------------


def test_every_density_holds_all_lesions():
    """Within 20 years nearly every awake or sleeping lesion surfaces; S at the end is exp(-their number)."""
    for er in (NEGATIVE, POSITIVE):
        number = sum(lesions(record(deep=0, er=er)))
        assert run(deep=0, er=er)["clear_twenty"] == pytest.approx(100 * np.exp(-number), rel=1e-4)


def test_deep_sleepers_make_a_steady_rate_once_woken_ones_have_grown():
    """From year six on more deep sleepers add the same each year: 1 of 100 patients and year adds 1 of 100."""
    added = run(deep=2)["rate"] - run(deep=1)["rate"]
    assert added[round(72 / STEP) :] == pytest.approx(1.0, rel=1e-3)


@pytest.mark.parametrize("deep", [0, 3, 6])
def test_nodes_change_the_height_and_not_the_months(deep):
    """Check (Demicheli 1996): no change of the peak months, at most 0.5 month; the rate scales with the lesions."""
    one = run(deep=deep)
    for nodes, times in enumerate(record().node_factors):
        out = run(deep=deep, nodes=nodes)
        assert out["first_peak"] == pytest.approx(one["first_peak"], abs=1e-6)
        assert out["second_peak"] == pytest.approx(one["second_peak"], abs=1e-6)
        assert out["rate"] == pytest.approx(times * one["rate"], rel=1e-12)
        assert out["clear"] == pytest.approx(100 * (one["clear"] / 100) ** times, rel=1e-9)


def test_treatment_multiplies_the_rate_by_the_published_ratios():
    out, treated = run(), run(treated=1)
    ratio = treated["rate"][1:] / out["rate"][1:]
    month = np.arange(1, surfacing.POINTS) * STEP
    assert ratio == pytest.approx(np.where(month < 60, 0.53, np.where(month < 120, 0.68, 1.0)))
    assert (treated["positive"] <= out["positive"]).all()
    assert (treated["negative"] == out["negative"]).all()
    assert treated["first_peak"] == out["first_peak"]


@pytest.mark.parametrize("values", GROUPS)
def test_what_is_still_to_come_follows_from_the_curve(values):
    out = run(**values, clear_years=7)
    clear, last = out["clear"], out["clear"][-1]
    assert out["later_people"] == pytest.approx(100 * (1 - last / clear))
    assert out["later_share"] == pytest.approx(100 * (clear - last) / (100 - last))
    assert out["later_now"] == pytest.approx(at(out["later_people"], 7))
    assert out["later_share_now"] == pytest.approx(at(out["later_share"], 7))
    assert (out["later_people"][0], out["later_share"][0]) == pytest.approx((100 - last, 100))
    assert (np.diff(clear) <= 0).all()


def test_the_peaks_are_where_the_curve_is_highest():
    for values in GROUPS[:4]:
        out = run(**values)
        assert STEP * out["rate"].argmax() == pytest.approx(out["first_peak"], abs=STEP)
        if not out["one_wave"]:
            around = out["rate"][round((out["second_peak"] - 12) / STEP) : round((out["second_peak"] + 12) / STEP)]
            assert around.max() == pytest.approx(out["second_height"], rel=1e-3)


def test_rates_by_period_are_relapses_over_years_at_risk():
    out = run()
    for name in ("positive", "negative"):
        rate = out[name] / 1200
        free = np.exp(-np.concatenate([[0], np.cumsum((rate[1:] + rate[:-1]) / 2 * STEP)]))
        for period in range(surfacing.PERIODS):
            part = slice(period * 120, period * 120 + 121)
            expected = 100 * (free[part][0] - free[part][-1]) / (np.trapezoid(free[part], dx=STEP) / MONTHS)
            assert out[f"{name}_mean"][period] == pytest.approx(expected, rel=1e-9)


def test_after_the_crossing_er_positive_stays_higher():
    for treated in (0, 1):
        out = run(treated=treated)
        after = out["year"] >= out["crossing"]
        assert (out["positive"][after] > out["negative"][after]).all()
        assert out["negative"][~after][-1] >= out["positive"][~after][-1]


# Chance ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 100, 1173, 2000])
@pytest.mark.parametrize("probability", [0.0, 1e-6, 0.003, 0.1, 0.3])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_quantile_is_that_of_scipy(n, probability, share):
    assert binomial_quantile(n, probability, share) == stats.binom.ppf(share, n, probability)


@pytest.mark.parametrize("values", GROUPS)
def test_drawn_people_relapse_as_the_exact_curve_says(values):
    """Forty draws of a hundred people, within 4 standard errors of the exact share at five times."""
    out = run(**values)
    clear = np.mean([draw(**values, seed=seed, study=100)["icon_clear"] for seed in range(40)], axis=0)
    for years in (2, 4, 6, 10, 20):
        share = at(out["clear"], years)
        assert clear[2 * years] == pytest.approx(share, abs=4 * np.sqrt(share * (100 - share) / 4000) + 1e-9)


def test_eight_of_ten_draws_lie_in_the_bands():
    out = run()
    low, high = out["usual_least"][:, 0], out["usual_most"][:, 0]
    draws = [draw(seed=seed) for seed in range(150)]
    inside = np.mean([(each["icon_clear"][10:] >= low[10:]) & (each["icon_clear"][10:] <= high[10:])
                      for each in draws])  # fmt: skip
    assert 0.78 < inside < 0.92  # counts are whole, so that the band holds a little more than 80 %
    rates = np.array([each["study_rate"] for each in draws])[:, 2:14]
    inside = ((rates >= out["band_low"][2:14] * 0.98) & (rates <= out["band_high"][2:14] * 1.02)).mean()
    assert 0.76 < inside < 0.92


def test_the_study_counts_relapses_over_years_at_risk():
    """The rates of one study, recounted from its hundred icons where the study is those hundred."""
    out = draw(study=100, nodes=MANY, seed=7)
    clear = out["icon_clear"]
    relapses = -np.diff(clear)
    quiet = out["study_rate"] == chance.OFF_FIGURE
    assert (quiet == (relapses == 0)).all()
    most, least = 100 * relapses * 2 / np.maximum(clear[1:], 1), 100 * relapses * 2 / clear[:-1]
    assert (out["study_rate"][~quiet] <= most[~quiet] + 1e-9).all()
    assert (out["study_rate"][~quiet] >= least[~quiet] - 1e-9).all()


def test_icons_keep_their_relapse_and_counts_add_up():
    out = draw(nodes=MANY)
    icons = out["icon"]
    assert (icons[0] == CLEAR).all()
    for before, after in itertools.pairwise(icons):
        assert (after[before != CLEAR] == before[before != CLEAR]).all()
    counts = [out[f"icon_{name}"] for name in ("awake", "asleep", "deep", "clear")]
    assert sum(counts) == pytest.approx(np.full(chance.FRAMES, 100))
    for kind in range(KINDS + 1):
        assert (counts[kind] == (icons == kind).sum(axis=1)).all()


def test_rows_show_the_lesions_of_the_first_patients():
    out = draw(nodes=MANY, treated=1)
    shown = out["lesion_row"] > 0
    begins, ends = out["growing_year"][0::2][shown], out["growing_year"][1::2][shown]
    assert begins == pytest.approx(out["asleep_year"][1::2][shown])
    assert ends == pytest.approx(out["lesion_year"][shown])
    assert (out["time_row"][0::2][shown] == out["lesion_row"][shown]).all()
    assert len(set(out["lesion_row"][shown])) == out["rows_hiding"]
    assert CLEAR in out["lesion_sign"][shown]
    surfaced = [out["lesion_year"][shown & (out["lesion_row"] == row) & (out["lesion_sign"] != CLEAR)]
                for row in range(chance.ROWS, 0, -1)]  # fmt: skip
    firsts = [min(each) for each in surfaced if len(each)]
    assert firsts == sorted(firsts)
    assert all(len(each) for each in surfaced[: len(firsts)])  # patients without a relapse stand below


def test_a_patient_keeps_their_luck_when_a_control_moves():
    """More deep sleepers only add lesions, so nobody of the hundred relapses later than before."""
    few, many = draw(deep=1), draw(deep=6)
    assert (many["icon_clear"] <= few["icon_clear"]).all()
    assert (draw(treated=1)["icon_clear"] >= few["icon_clear"]).all()


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {
    "nodes": st.sampled_from(sorted(NODES.values())), "dormancy": st.floats(12, 96), "deep": st.floats(0, 6), "er": st.integers(0, 1),
    "treated": st.integers(0, 1), "clear_years": st.integers(0, 15), "study": st.integers(100, 2000),
    "seed": st.integers(0, 2**32 - 1),
}  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(**CONTROLS)
def test_every_run_is_finite_and_within_bounds(**values):
    for out in (run(**values), draw(**values)):
        for name in out.dtype.names:
            assert np.isfinite(out[name]).all(), name
    out, drawn = run(**values), draw(**values)
    for name in ("clear", "later_people", "later_share"):
        assert (out[name] >= 0).all()
        assert (out[name] <= 100 + 1e-9).all()
    assert (out["rate"] >= 0).all()
    assert 0 < out["first_peak"] < HORIZON
    assert (out["second_peak"] == 0) == bool(out["one_wave"])
    assert (out["band_low"] <= out["band_high"]).all()
    assert len(drawn["study_rate"]) * BIN == BINS * BIN == HORIZON
