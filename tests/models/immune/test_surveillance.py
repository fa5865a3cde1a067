"""Immune surveillance: the laws of the model, then published numbers, then every state of the controls.

What each agreement is worth: the steady states are a *check* (the paper's numbers were fitted to mice; here nothing
is tuned). Thresholds, sneaking through and half measures are *regression bands*: our own computations, no published
number was found to compare with.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from widgets.immune.surveillance import model, simulation
from widgets.immune.surveillance.model import (
    DIES_OUT,
    DORMANT,
    ESCAPES,
    HELD,
    LARGE,
    MILLION,
    NO_TUMOUR,
    TIPPING,
    inputs,
)

SUPPLIES = [0.0, 500.0, 4_000.0, 13_000.0, 21_000.0, 22_000.0, 40_000.0, 67_000.0, 68_000.0, 80_000.0]

# Scaled numbers of the paper: Kuznetsov and others 1994, Bull Math Biol 56:295. One unit of time is 1 / killing days.
SCALED = {"recruitment": 1.131, "half_recruitment": 20.19, "exhaustion": 0.00311, "loss": 0.3743, "growth": 1.636}
KILLING = 0.1101  # per day and million killer cells
UNIT_OF_SUPPLY = KILLING * MILLION  # cells a day


def run(**values):
    """Run the quick kernel alone."""
    return model.surveillance.run(inputs.record(**values))


def run_scaled(influx, **values):
    """Run with the paper's own scaled numbers, which are rounded, instead of its dimensional ones."""
    record = inputs.record(**values)
    for name, value in SCALED.items():
        record[name] = value if name == "half_recruitment" else value * KILLING
    record["supply"] = influx * UNIT_OF_SUPPLY
    return model.surveillance.run(record)


def slope(record, killers, tumour):
    """Return the rates of change by the kernel's own law, run as plain Python."""
    change = np.zeros(2)
    model.rates(record.view(np.recarray)[()], np.array([killers, tumour]), change)
    return change


def follow(record, start, days):
    """Return (killers, tumour) at `days`, by SciPy's solver of order 8."""
    solution = solve_ivp(lambda _, y: slope(record, *y), (0, days[-1]), start, "DOP853", days, rtol=1e-10, atol=1e-13)
    return solution.y


# The laws ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("supply", SUPPLIES)
def test_nothing_changes_in_a_steady_state(supply):
    record, out = inputs.record(supply=supply), run(supply=supply)
    for kind, killers, tumour in zip(out["steady_kind"], out["steady_killers"], out["steady_tumour"], strict=True):
        if kind:
            assert slope(record, killers, tumour) == pytest.approx([0, 0], abs=1e-4)  # of up to 500 million cells


@pytest.mark.parametrize("supply", SUPPLIES[1:])
def test_a_push_fades_in_a_stable_state_and_grows_in_an_unstable_one(supply):
    record, out = inputs.record(supply=supply), run(supply=supply)
    for kind, killers, tumour in zip(out["steady_kind"], out["steady_killers"], out["steady_tumour"], strict=True):
        if kind:
            state, h = np.array([killers, tumour]), 1e-5
            jacobian = [(slope(record, *(state + h * unit)) - slope(record, *(state - h * unit))) / (2 * h)
                        for unit in np.eye(2)]
            grows = np.linalg.eigvals(np.transpose(jacobian)).real.max() > 0
            assert grows == (kind == model.UNSTABLE)


@pytest.mark.parametrize("supply", SUPPLIES)
def test_the_steady_states_are_all_roots_of_the_cubic(supply):
    """The roots by NumPy's eigenvalues of the companion matrix, from the law as the lesson writes it."""
    p = inputs.record(supply=supply)
    recruited = np.poly1d([-p["exhaustion"], p["recruitment"] - p["exhaustion"] * p["half_recruitment"] - p["loss"],
                           -p["loss"] * p["half_recruitment"]])
    killers = np.poly1d([-p["crowding"], 1]) * float(p["growth"] / p["killing"])
    arriving = np.poly1d([1, p["half_recruitment"]]) * float(p["supply"] / MILLION)
    roots = (arriving + killers * recruited).roots
    expected = sorted(root.real for root in roots if abs(root.imag) < 1e-9 and 0 < root.real < 500.0001)
    out = run(supply=supply)
    assert list(out["steady_tumour"][1:][out["steady_kind"][1:] > 0]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("values", [{}, {"supply": 0.0}, {"tumour_start": 300.0}, {"supply": 80_000.0},
                                    {"tumour_start": 0.001, "killers_start": 3.0},
                                    {"tumour_start": 300.0, "removed": 50.0, "added": 0.55}])
def test_a_run_is_what_an_independent_solver_finds(values):
    record, out = inputs.record(**values), run(**values)
    day, treated = out["day"], 100
    found = np.empty((2, len(day)))
    found[:, : treated + 1] = follow(record, (record["killers_start"], record["tumour_start"]), day[: treated + 1])
    start = found[:, treated] * [1, 1 - record["removed"] / 100] + [record["added"], 0]
    found[:, treated:] = follow(record, start, day[treated:] - day[treated])
    assert day[treated] == pytest.approx(record["treatment_day"])
    assert out["killers"] == pytest.approx(found[0], rel=1e-5, abs=1e-9)
    assert out["tumour"] == pytest.approx(found[1], rel=1e-4, abs=1e-9)


def test_without_killer_cells_the_tumour_fills_its_place_as_a_logistic_curve():
    out = run(supply=0.0, killers_start=0.0, tumour_start=1.0)
    assert out["tumour"] == pytest.approx(500 / (1 + 499 * np.exp(-0.18 * out["day"])), rel=1e-6)
    assert not out["killers"].any()


@pytest.mark.parametrize("supply", SUPPLIES)
def test_each_population_rests_on_its_own_curve(supply):
    record, out = inputs.record(supply=supply), run(supply=supply)
    on_the_map = out["killers_rest"] < model.OFF_THE_MAP
    for i in np.flatnonzero(on_the_map)[::7]:
        assert slope(record, out["killers_rest"][i], out["level"][i])[0] == pytest.approx(0, abs=1e-9)
    for i in range(0, model.LEVELS, 7):
        assert slope(record, out["tumour_rest"][i], out["level"][i])[1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("branch", ["dormant", "tipping", "large"])
def test_every_point_by_supply_is_a_steady_state(branch):
    out = run()
    for supply, tumour in list(zip(out[f"{branch}_supply"], out[f"{branch}_tumour"], strict=True))[1:-1:13]:
        assert np.isclose(run(supply=supply)["steady_tumour"], tumour, rtol=1e-6).any(), (supply, tumour)


@pytest.mark.slow
def test_fates_are_those_of_long_runs_by_an_independent_solver():
    chance = np.random.default_rng([1994, 56])
    for _ in range(25):
        values = {"supply": chance.uniform(0, 21_000), "killers_start": 3 * chance.random() ** 3,
                  "tumour_start": 10 ** chance.uniform(-3, 2.6)}
        record, out = inputs.record(**values), run(**values)
        _, tumour = follow(record, (values["killers_start"], values["tumour_start"]), [0, 6_000])[:, -1]
        nearest = min((DORMANT, LARGE), key=lambda which: abs(tumour - out["steady_tumour"][which]))
        assert out["fate"] == (HELD if nearest == DORMANT else ESCAPES), values


@pytest.mark.parametrize("supply", [0.0, 4_000.0, 13_000.0, 30_000.0, 70_000.0])
def test_the_map_says_what_runs_from_its_places_say(supply):
    shown = model.outcomes.run(inputs.record(supply=supply))
    killers = np.sqrt(shown["map_killers"][1:] * shown["map_killers"][:-1])
    tumour = np.sqrt(shown["map_tumour"][1:] * shown["map_tumour"][:-1])
    for row in range(0, model.ROWS, 7):
        for column in range(0, 39, 6):  # the last columns start with more killer cells than the slider does
            fate = run(supply=supply, killers_start=killers[column], tumour_start=tumour[row])["fate"]
            assert shown["outcome"][row, column] == fate
    places = zip(model.LABEL_ROWS, model.LABEL_COLUMNS, strict=True)
    assert list(shown["label_outcome"]) == [shown["outcome"][place] for place in places]


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


@pytest.mark.parametrize(("which", "killers", "tumour"), [
    (NO_TUMOUR, 0.3155, 0.0), (DORMANT, 1.6092, 8.1897), (TIPPING, 0.7598, 267.798), (LARGE, 0.1730, 447.134)])
def test_the_papers_scaled_numbers_give_its_four_steady_states(which, killers, tumour):
    """Check (Kuznetsov 1994): nothing tuned; 0.1 %. The four states as computed from the same equations elsewhere."""
    out = run_scaled(0.1181)
    assert out["steady_killers"][which] == pytest.approx(killers, rel=1e-3)
    assert out["steady_tumour"][which] == pytest.approx(tumour, rel=1e-3)


@pytest.mark.parametrize(("influx", "start", "fate"), [
    (0.066, 0.001, ESCAPES), (0.073, 0.001, HELD),  # heteroclinic bifurcation at 0.06934: does a new tumour escape?
    (0.1935, 300.0, ESCAPES), (0.1941, 300.0, HELD),  # fold at 0.19378: can any tumour escape?
    (0.612, 1.0, HELD), (0.613, 1.0, DIES_OUT)])  # transcritical at growth times loss, 0.61235: does it die out?
def test_regimes_of_the_influx(influx, start, fate):
    """Regression band, own computation."""
    killers = influx / SCALED["loss"]
    start_killers = killers if start == 0.001 else 0.05
    assert run_scaled(influx, killers_start=start_killers, tumour_start=start)["fate"] == fate


def test_thresholds_of_the_influx():
    """Regression band, own computation: 0.0693 +- 0.0002, 0.1938 +- 0.0002; growth times loss exactly."""

    def new_tumour_escapes(influx):
        return run_scaled(influx, killers_start=influx / SCALED["loss"], tumour_start=0.001)["fate"] == ESCAPES

    assert new_tumour_escapes(0.0691)
    assert not new_tumour_escapes(0.0695)
    out = run_scaled(0.1181)
    assert out["fold_supply"] / UNIT_OF_SUPPLY == pytest.approx(0.1938, abs=2e-4)
    assert out["clearing_supply"] / UNIT_OF_SUPPLY == pytest.approx(SCALED["growth"] * SCALED["loss"], rel=1e-12)


def test_a_strong_influx_eliminates_the_tumour():
    """Regression band, own computation: influx 0.65 leaves less than 1,000 cells."""
    out = run_scaled(0.65)
    assert out["fate"] == DIES_OUT
    assert out["tumour_end"] < 1e-3


@pytest.mark.parametrize(("start", "fate"), [
    (0.235, ESCAPES), (0.239, HELD), (67.2, HELD), (67.6, ESCAPES)])
def test_small_and_large_tumours_escape_and_middling_ones_are_held(start, fate):
    """Regression band, own computation: influx 0.04, 0.5 million killer cells, held from 0.2371 to 67.39 million."""
    assert run_scaled(0.04, tumour_start=start)["fate"] == fate


@pytest.mark.parametrize(("removed", "added"), [(94.8, 0.0), (0.0, 0.882), (25.0, 0.704), (50.0, 0.505), (75.0, 0.269),
                                                (90.0, 0.083)])
def test_the_least_that_brings_an_escaped_tumour_back(removed, added):
    """Regression band, own computation: share removed in %, killer cells added in millions, within 0.5 % and 0.004."""
    for less, rescued in ((1, 0), (-1, 1)):
        out = run_scaled(0.1181, tumour_start=300.0, removed=max(removed - 0.2 * less * (added == 0), 0.0),
                         added=max(added - 0.004 * less * (added > 0), 0.0))
        assert out["rescued"] == rescued


def test_a_held_tumour_swings_with_a_period_of_99_days():
    """Regression band, own computation: 2 pi / 0.576 scaled units of 9.083 days."""
    out = run_scaled(0.1181, tumour_start=9.0, killers_start=1.6)
    tumour, day = out["tumour"], out["day"]
    peaks = day[1:-1][(tumour[1:-1] > tumour[:-2]) & (tumour[1:-1] > tumour[2:])]
    assert np.diff(peaks).mean() == pytest.approx(99, abs=1.5)


# What the lesson says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "word", "flag"), [
    ("As measured", "Held.", None), ("Few killer cells", "Escaped.", None), ("Found late", "Escaped.", "outgrown"),
    ("Sneaking through", "Escaped.", "sneaked"), ("Strong supply", "Gone.", None),
    ("Two half measures", "Held after all.", "halves")])
def test_a_preset_shows_what_its_name_says(preset, word, flag):
    values = simulation.presets[preset]
    assert simulation.sentence(**values).startswith(word)
    assert {name for name in ("outgrown", "sneaked", "halves") if run(**values)[name]} == ({flag} if flag else set())


@pytest.mark.parametrize("values", [{"supply": 66_500.0}, {"supply": 21_500.0, "tumour_start": 400.0, "killers_start": 0.0}])
def test_a_tumour_on_its_way_is_not_said_to_be_held_at_the_size_of_that_day(values):
    assert simulation.sentence(**values).startswith("Held in the end.")


def test_the_numbers_in_the_lesson():
    assert run()["settles_at"] == pytest.approx(8.2, abs=0.05)
    assert run(supply=6_500.0)["settles_at"] == pytest.approx(9.7, abs=0.05)
    assert [run(tumour_start=start)["fate"] for start in (100.0, 300.0)] == [HELD, ESCAPES]
    assert [run(supply=4_000.0, tumour_start=start)["fate"] for start in (0.1, 1.0)] == [ESCAPES, HELD]
    assert [run(tumour_start=300.0, removed=removed)["rescued"] for removed in (94.0, 95.0)] == [0, 1]
    assert [run(tumour_start=300.0, added=added)["rescued"] for added in (0.85, 0.9)] == [0, 1]


@pytest.mark.parametrize(("killers", "held"), [(0.5, (0.5, 50.0)), (1.0, (0.05, 250.0))])
def test_the_answer_of_the_exercise_in_the_simulation(killers, held):
    stops = inputs.fields["tumour_start"].stops
    fates = [run(supply=4_000.0, killers_start=killers, tumour_start=stop)["fate"] for stop in stops]
    found = [stop for stop, fate in zip(stops, fates, strict=True) if fate == HELD]
    assert (found[0], found[-1]) == held


def test_the_answer_of_the_exercise_in_python():
    low, high = 5_000.0, 10_000.0
    for _ in range(12):
        middle = (low + high) / 2
        out = run(supply=middle, tumour_start=0.001, killers_start=middle / MILLION / 0.0412)
        low, high = (middle, high) if out["escaped"] else (low, middle)
    assert high == pytest.approx(7_620, abs=10)


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {name: st.floats(field.low, field.high) for name, field in inputs.fields.items() if field.settable}
FLAGS = ("treated", "gone", "dying_out", "escaped", "rescued", "too_little", "outgrown", "sneaked", "halves")


@settings(max_examples=300, deadline=None)
@given(**CONTROLS)
def test_every_run_is_finite_and_nothing_is_negative(**values):
    out = run(**values)
    for name in out.dtype.names:
        assert np.isfinite(out[name]).all(), name
    for name in ("tumour", "killers", "tumour_end", "killers_end", "settles_at", "steady_tumour", "steady_killers"):
        assert (out[name] >= 0).all(), name
    assert (out["tumour"] <= 500.001).all()
    assert out["tumour"][0] == values["tumour_start"]
    assert all(out[flag] in (0, 1) for flag in FLAGS)
    assert out["fate"] == (ESCAPES if out["escaped"] else DIES_OUT if out["gone"] or out["dying_out"] else HELD)


@settings(max_examples=10, deadline=None)
@given(supply=CONTROLS["supply"])
def test_every_map_has_an_outcome_in_each_place(supply):
    shown = model.outcomes.run(inputs.record(supply=supply))
    assert set(np.unique(shown["outcome"])) <= {DIES_OUT, HELD, ESCAPES}
    assert (np.diff(shown["map_killers"]) > 0).all()
    assert (np.diff(shown["map_tumour"]) > 0).all()
