"""The laws of `widgets/spread/local_growth/model.py`, its two ways to solve them, and what the lesson says of it.

*Check*: the speed of an edge in even tissue against Fisher's 2 sqrt(D rho), mass, symmetry, SciPy's solver.
*Calibration*: the pace, set to the middle tumour of Norway. *Regression bands*: the years at the borders of the
layers, as a prototype of this model gave them (+-0.2 years, +-2 mm). Depths, resistance and layers are assumed.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from widgets.spread.local_growth import model, plane_speed, simulation, tissue
from widgets.spread.local_growth.model import (
    FRAMES,
    NEVER,
    PECTORAL,
    REFERENCE,
    SERRATUS,
    T1,
    T2,
    T3,
    T4A,
    T4B,
    T4C,
    TUMOURS,
    inputs,
)
from widgets.spread.local_growth.tissue import COLUMNS, GRID, ROWS

SMALL_ROWS, SMALL_COLUMNS = 24, 14


def rays(**values):
    """Run the quick kernel alone."""
    return model.local_growth.run(inputs.record(**values))


def slab(**values):
    """Run the slab alone."""
    return model.slab.run(inputs.record(**values))


def crowd(**values):
    """Run the hundred tumours alone."""
    return model.crowd.run(inputs.record(**values))


def plain(**changes):
    """Return inputs for the kernel's functions as plain Python, constants changed at will."""
    record = inputs.record()
    for name, value in changes.items():
        record[name] = value
    return record.view(np.recarray)[()]


def layers(rows):
    """Return an ease with a barrier in the middle."""
    ease = np.ones(rows)
    ease[rows // 2 : rows // 2 + 3] = 0.05
    return ease


def spot(rows, columns):
    """Return a smooth start near one corner."""
    y, x = np.mgrid[:rows, :columns] * GRID
    return np.exp(-((y - 3) ** 2 + (x - 2) ** 2) / 4)


# The laws ----------------------------------------------------------------------------------------------------------


def test_an_edge_in_even_tissue_moves_at_fishers_speed():
    """Check (Fisher 1937): below 2 sqrt(D rho), by the slow approach to it and by the time step."""
    assert 0.92 <= plane_speed() <= 0.98


def test_without_growth_nothing_is_lost_and_everything_evens_out():
    p, ease = plain(growth=0.0), layers(SMALL_ROWS)
    now, then = spot(SMALL_ROWS, SMALL_COLUMNS).ravel(), np.zeros(SMALL_ROWS * SMALL_COLUMNS)
    before = now.copy()
    for _ in range(100):
        tissue.spread_and_grow(p, now, then, ease, SMALL_COLUMNS, SMALL_ROWS, 4.0)
        now, then = then, now
    assert now.sum() == pytest.approx(before.sum(), rel=1e-10)
    assert np.ptp(now) < np.ptp(before) / 2


def test_without_growth_a_ray_loses_nothing():
    p = plain(growth=0.0)
    now, face, ease = np.zeros(60), np.zeros(60), layers(60)
    tissue.fill_faces(face, ease, 60)
    now[:6] = 1.0
    rings = np.arange(60) + 0.5
    before = (now * rings).sum()
    for _ in range(200):
        tissue.spread_along_ray(p, now, ease, face, 60, 4.0)
    assert (now * rings).sum() == pytest.approx(before, rel=1e-10)


def test_without_spread_every_place_grows_as_a_logistic_curve():
    p = plain(spread=0.0)
    now, then = np.full(12, 0.1), np.zeros(12)
    for _ in range(4000):
        tissue.spread_and_grow(p, now, then, np.ones(4), 3, 4, 0.1)
        now, then = then, now
    assert now == pytest.approx(1 / (1 + 9 * np.exp(-0.0057 * 400)), rel=1e-3)


def test_the_slab_is_what_an_independent_solver_finds():
    """Check: SciPy's solver in time, differences in space written anew, a barrier across."""
    p, ease, days = plain(), layers(SMALL_ROWS), 300.0
    face = 2 / (1 / ease[1:] + 1 / ease[:-1])

    def rate(_, flat):
        u = flat.reshape(SMALL_ROWS, SMALL_COLUMNS)
        down, side = face[:, None] * np.diff(u, axis=0), ease[:, None] * np.diff(u, axis=1)
        spreading = np.diff(down, axis=0, prepend=0, append=0) + np.diff(side, axis=1, prepend=0, append=0)
        return (0.0128 * spreading / GRID**2 + 0.0057 * ease[:, None] * u * (1 - u)).ravel()

    start = spot(SMALL_ROWS, SMALL_COLUMNS).ravel()
    expected = solve_ivp(rate, (0, days), start, "LSODA", rtol=1e-9, atol=1e-12).y[:, -1]
    now, then = start.copy(), np.zeros_like(start)
    for _ in range(300):
        tissue.spread_and_grow(p, now, then, ease, SMALL_COLUMNS, SMALL_ROWS, days / 300)
        now, then = then, now
    assert now == pytest.approx(expected, abs=2e-3)


def test_grid_and_step_slow_the_edge_by_two_in_a_hundred():
    """Regression band: a plane edge by SciPy's solver on a grid of half the width is 1.9 % faster."""
    speed, grid = 2 * np.sqrt(0.0128 * 0.0057), GRID / 2
    start = np.zeros(480)
    start[:8] = 1.0

    def rate(_, u):
        return 0.0128 * np.diff(np.diff(u), prepend=0, append=0) / grid**2 + 0.0057 * u * (1 - u)

    days = np.arange(0, 5000, 5.0)
    found = solve_ivp(rate, (0, 5000), start, "LSODA", days, rtol=1e-7, atol=1e-12, lband=1, uband=1).y
    forty, sixty = (np.interp(0.16, found[int(place / grid)], days) for place in (40.0, 60.0))
    finer = 20 / (sixty - forty)
    assert plane_speed() * speed / finer == pytest.approx(0.981, abs=0.004)


def test_without_resistance_the_tumour_is_round_and_pace_only_stretches_time():
    quick, slow = rays(barrier=1.0, pace=0.8, depth=30.0), rays(barrier=1.0, pace=1.0, depth=30.0)
    down = 2 * (quick["reach_down"] - 30)
    inside = down < 50
    assert inside.sum() > 10
    assert down[inside] == pytest.approx(quick["diameter"][inside], abs=0.02)
    assert slow["diameter"] == pytest.approx(quick["diameter"], rel=1e-9)
    assert slow["year"] == pytest.approx(quick["year"] * 1.25, rel=1e-9)


@pytest.mark.parametrize("depth", [10.0, 20.0, 30.0, 37.0])
@pytest.mark.parametrize("barrier", [5.0, 20.0, 50.0])
def test_the_rays_say_what_the_slab_says(depth, barrier):
    """Within 2 mm of size (the slab counts whole cells) at every time, and 0.12 years at each border."""
    quick = rays(depth=depth, barrier=barrier, behind=SERRATUS, pace=REFERENCE)
    whole = slab(depth=depth, barrier=barrier, pace=REFERENCE)
    assert quick["diameter"] == pytest.approx(whole["slab_diameter"], abs=2.0)
    assert quick["wall_year"] == pytest.approx(whole["slab_fascia_year"], abs=0.12)
    assert quick["skin_year"] == pytest.approx(whole["slab_skin_year"], abs=0.12)


def test_the_picture_shows_both_halves_of_the_slab():
    out = slab()
    assert (out["cells"] == out["cells"][:, :, ::-1]).all()
    shown = out["cells"].sum(axis=(1, 2)) / model.FULL  # picture cells of 1 mm^2
    assert shown[5:] == pytest.approx(out["slab_mass"][5:], rel=0.02)
    assert out["across"] == pytest.approx(np.arange(-44.5, 45))
    assert out["deep"] == pytest.approx(np.arange(0.5, 60))


# The rule of T -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("diameter", "wall", "skin", "expected"), [
    (20, False, False, T1), (20.1, False, False, T2), (50, False, False, T2), (50.1, False, False, T3),
    (5, True, False, T4A), (5, False, True, T4B), (80, True, True, T4C)])
def test_place_decides_before_size(diameter, wall, skin, expected):
    """Check: the rule as the National Cancer Institute prints it."""
    assert model.t_of(diameter, wall, skin) == expected


def test_the_large_chest_muscle_is_not_the_chest_wall_and_serratus_is():
    """Check: invasion of the pectoral muscle alone is not T4; serratus is part of the chest wall."""
    front, aside = rays(depth=37, barrier=5, behind=PECTORAL), rays(depth=37, barrier=5, behind=SERRATUS)
    assert front["muscle_year"] == aside["wall_year"]
    assert front["wall_year"] > front["muscle_year"]
    assert aside["muscle_year"] == NEVER
    assert rays(depth=34, pace=1.6)["in_muscle"] == 1


def test_the_dermis_alone_is_not_the_fourth():
    """Check: invasion of the dermis alone does not qualify as T4."""
    out = rays(depth=22, barrier=50)
    assert out["dermis_year"] > 0
    assert out["skin_year"] == NEVER
    assert out["t_now"].max() == T3


# Published numbers and bands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


@pytest.mark.parametrize(("depth", "barrier", "year", "size"), [
    (20, 20, 6.7, 69), (20, 5, 5.3, 53), (30, 50, 6.3, 64), (30, 20, 4.9, 48), (30, 5, 3.5, 33), (37, 50, 5.1, 51),
    (37, 20, 3.7, 35), (37, 5, 2.3, 19)])
def test_when_the_fascia_is_passed(depth, barrier, year, size):
    """Regression band: a prototype of this model in NumPy, +-0.2 years, +-2 mm."""
    out = slab(depth=depth, barrier=barrier, pace=REFERENCE)
    assert out["slab_fascia_year"] == pytest.approx(year, abs=0.2)
    assert out["slab_fascia_size"] == pytest.approx(size, abs=2)


@pytest.mark.parametrize(("depth", "barrier", "year", "size"), [
    (10, 50, 6.2, 63), (10, 20, 4.0, 38), (10, 5, 2.7, 24), (20, 20, 5.8, 58), (20, 5, 4.6, 44), (30, 5, 6.4, 64)])
def test_when_the_skin_is_passed(depth, barrier, year, size):
    """Regression band: the same prototype."""
    out = slab(depth=depth, barrier=barrier, pace=REFERENCE)
    assert out["slab_skin_year"] == pytest.approx(year, abs=0.2)
    assert out["slab_skin_size"] == pytest.approx(size, abs=2)


@pytest.mark.parametrize(("depth", "barrier", "event"), [
    *((10, barrier, "fascia") for barrier in (5, 20, 50)), (20, 50, "fascia"), (20, 50, "skin"), (30, 50, "skin"),
    (30, 20, "skin"), *((37, barrier, "skin") for barrier in (5, 20, 50))])
def test_what_is_never_passed(depth, barrier, event):
    """Regression band: the same prototype, in seven years."""
    assert slab(depth=depth, barrier=barrier, pace=REFERENCE)[f"slab_{event}_year"] == NEVER


@pytest.mark.parametrize("depth", [10, 20, 30, 37])
def test_when_20_and_50_mm_are_passed(depth):
    """Regression band: 2.5 and 5.2 years for all depths, in the slab."""
    out = slab(depth=depth, pace=REFERENCE)
    years = np.linspace(0, model.FOLLOWED, FRAMES)
    assert np.interp([20, 50], out["slab_diameter"], years) == pytest.approx([2.5, 5.2], abs=0.2)


# The hundred -------------------------------------------------------------------------------------------------------


def test_every_tumour_is_counted_once_at_each_time():
    out = crowd()
    counts = out["counts"].reshape(4, 3)
    assert (counts.sum(axis=0) == TUMOURS).all()
    for i, frame in enumerate(model.ASKED):
        t = np.minimum(out["crowd_t"][frame], T4A)
        assert (np.bincount(t, minlength=4) == counts[:, i]).all()


def test_the_hundred_are_drawn_as_said():
    """Depths even between 5 and 38 mm; half of them slower than the slider says."""
    drawn = [crowd(seed=seed) for seed in range(20)]
    depth = np.concatenate([out["crowd_depth"] for out in drawn])
    assert (depth.min(), depth.max()) == pytest.approx((5, 38), abs=0.5)
    assert depth.mean() == pytest.approx(21.5, abs=0.7)
    four = np.concatenate([out["crowd_size"][0] for out in drawn])
    assert np.median(four) == pytest.approx(np.interp(2, rays()["year"], rays()["diameter"]), rel=0.1)


def test_a_tumour_never_gets_smaller_and_a_fourth_stays_one():
    out = crowd()
    assert (np.diff(out["crowd_size"], axis=0) >= 0).all()
    assert (np.diff((out["crowd_t"] >= T4A).astype(int), axis=0) >= 0).all()


# What the lesson says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "words"), [
    ("Deep, at the side", "T4a, chest wall."), ("Deep, on the muscle", "T4a, chest wall."),
    ("In the chest muscle", "T2, in the chest muscle."), ("In the middle", "T3, in the dermis."),
    ("Under the skin", "T4b, skin.")])
def test_a_preset_shows_what_its_name_says(preset, words):
    assert simulation.sentence(**simulation.presets[preset]).startswith(words)


def test_the_numbers_in_the_lesson():
    aside, front = rays(depth=37, barrier=5, behind=SERRATUS), rays(depth=37, barrier=5)
    assert aside["wall_year"] == pytest.approx(1.8, abs=0.05)
    assert aside["wall_size"] == pytest.approx(19, abs=0.5)
    assert aside["small_fourth"] == 1
    assert front["wall_year"] == pytest.approx(3.1, abs=0.05)
    assert front["wall_size"] == pytest.approx(36, abs=0.5)
    middle = rays(depth=22, barrier=50)
    assert middle["large_third"] == 1
    assert middle["diameter_end"] == pytest.approx(72, abs=0.5)
    assert rays(depth=34, pace=1.6)["muscle_second"] == 1
    late = rays()
    speed = (late["diameter"][-1] - late["diameter"][-8]) / 2 / (late["year"][-1] - late["year"][-8])
    assert speed == pytest.approx(7, abs=0.15)  # mm a year


def test_the_hundred_in_the_lesson():
    """Medians, and the band that holds 8 of 10 draws, of tumours that are T4 after 2 and 6 years."""
    fourths = np.array([crowd(seed=seed)["counts"][9:] for seed in range(1, 101)])
    low, middle, high = np.quantile(fourths, [0.1, 0.5, 0.9], axis=0)
    assert middle[[0, 2]] == pytest.approx([25, 54], abs=1)
    assert low[2] == pytest.approx(47, abs=1)
    assert high[2] == pytest.approx(61, abs=1)
    assert crowd()["counts"][[9, 11]].tolist() == [25, 54]  # the draw that a reader meets first


def test_the_answer_of_the_exercise_in_the_simulation():
    """At the side and slowed 10 times, the wall is reached at 30 mm or less from 35 mm deep on."""
    sizes = {depth: rays(depth=depth, barrier=10, behind=SERRATUS)["wall_size"] for depth in range(20, 39)}
    assert min(depth for depth, size in sizes.items() if 0 < size <= 30) == 35


def test_the_answer_of_the_exercise_in_python():
    stops = [rays(depth=37, barrier=barrier, behind=SERRATUS)["wall_size"] for barrier in (1, 5, 20, 50)]
    assert stops == pytest.approx([9.5, 18.6, 33.4, 48.0], abs=0.05)


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {name: st.floats(field.low, field.high) for name, field in inputs.fields.items()
            if name in ("depth", "barrier", "pace")} | {"behind": st.sampled_from([PECTORAL, SERRATUS])}
FLAGS = ("both", "wall", "through_skin", "in_muscle", "in_dermis", "small_fourth", "large_third", "muscle_second")


@settings(max_examples=100, deadline=None)
@given(**CONTROLS)
def test_every_run_is_finite_and_what_grows_does_not_shrink(**values):
    out = rays(**values)
    for name in out.dtype.names:
        assert np.isfinite(out[name]).all(), name
    assert (np.diff(out["diameter"]) > -1e-9).all()
    assert (np.diff(out["reach_down"]) > -1e-9).all()
    assert (out["reach_up"] >= 0).all()
    assert (out["reach_down"] <= ROWS * GRID).all()
    assert (out["diameter"] <= 2 * COLUMNS * GRID).all()
    assert all(out[flag] in (0, 1) for flag in FLAGS)
    assert sum(out[flag] for flag in FLAGS[:5]) <= 1


@settings(max_examples=10, deadline=None)
@given(**CONTROLS)
def test_every_slab_is_between_empty_and_full(**values):
    out = slab(**values)
    assert (out["cells"] <= model.FULL).all()
    assert (np.diff(out["slab_mass"]) > -1e-9).all()
    assert np.isfinite(out["slab_diameter"]).all()
