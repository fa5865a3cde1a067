"""The matrix that cells squeeze or cut through: its laws, published numbers, what the lesson says, every state.

*Checks* (nothing tuned) are the exact results of bond percolation: half of the sheets at p = 1/2, counted out for small
ones and drawn for large ones (Kesten 1980, doi 10.1007/BF01197577). The limits of 7, 4 and 2 square micrometres (Wolf
and others 2013, doi 10.1083/jcb.201210152) are put in: *calibrations*. Shares of open pores follow from them.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree
from scipy.stats import lognorm

from widgets.cascade.pores import model, simulation
from widgets.cascade.pores.model import COLUMNS, DOWN, NEUTROPHIL, NOWHERE, RIGHT, ROWS, T_CELL, TUMOUR_CELL, inputs
from widgets.core import Array, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import seed_random

LIMITS = {TUMOUR_CELL: 7.0, T_CELL: 4.0, NEUTROPHIL: 2.0}


def run(**values):
    """Run the quick kernel alone."""
    return model.sheet.run(inputs.record(**values))


def spread_out(luck, closed):
    """Send cells through a sheet of any size, in plain Python; return which rooms were reached."""
    flat = flatten(luck)
    rooms = flat.shape[1]
    queue, came = np.empty(rooms, "i4"), np.empty(rooms, "i4")
    found = model.spread_out(flat, luck.shape[2], closed, queue, came)
    assert found == (came != NOWHERE).sum()
    return came != NOWHERE


def flatten(luck):
    """Return the luck of every pore by room, with none at the right and lower edge: as the kernel keeps it."""
    kept = luck.copy()
    kept[RIGHT, :, -1] = kept[DOWN, -1] = 0
    return kept.reshape(2, -1)


def pores_of(luck):
    """Return both rooms and the luck of every pore of a sheet."""
    rows, columns = luck.shape[1:]
    room = np.arange(rows * columns).reshape(rows, columns)
    first = np.concatenate([room[:, :-1].ravel(), room[:-1].ravel()])
    second = np.concatenate([room[:, 1:].ravel(), room[1:].ravel()])
    return first, second, np.concatenate([luck[RIGHT, :, :-1].ravel(), luck[DOWN, :-1].ravel()])


def draw(rows, columns, seed):
    return np.random.default_rng(seed).random((2, rows, columns))


# The laws ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("closed", [0.0, 0.3, 0.45, 0.5, 0.55, 0.7, 1.0])
@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (5, 9), (40, 41)])
def test_the_rooms_reached_are_those_connected_to_the_left_edge(rows, columns, closed):
    """SciPy's connected components, with one more room that is joined to the whole left edge."""
    luck = draw(rows, columns, [rows, columns])
    first, second, share = pores_of(luck)
    passable = share > closed
    left = np.arange(rows) * columns
    ends = np.concatenate([first[passable], left]), np.concatenate([second[passable], np.full(rows, rows * columns)])
    graph = coo_array((np.ones(len(ends[0])), ends), (rows * columns + 1,) * 2)
    _, label = connected_components(graph, directed=False)
    assert (spread_out(luck, closed) == (label[:-1] == label[-1])).all()


@pytest.mark.parametrize("rows", [1, 2])
def test_exactly_half_of_all_small_sheets_are_crossed(rows):
    """Check: every pattern of open and closed pores, counted out; the sheet of n rows and n + 1 columns is self-dual."""
    columns = rows + 1
    places = [(RIGHT, row, column) for row in range(rows) for column in range(columns - 1)]
    places += [(DOWN, row, column) for row in range(rows - 1) for column in range(columns)]
    crossed = 0
    for pattern in itertools.product([0.0, 1.0], repeat=len(places)):
        luck = np.zeros((2, rows, columns))
        for place, is_open in zip(places, pattern, strict=True):
            luck[place] = is_open
        crossed += spread_out(luck, 0.5).reshape(rows, columns)[:, -1].any()
    assert 2 * crossed == 2 ** len(places)


def test_a_sheet_is_crossed_or_walled_off_but_never_both():
    """Check, duality: in the sheet of walls, a closed pore is a step, and the walls run from top to bottom."""
    for seed in range(30):
        luck = draw(6, 7, seed)
        # A wall's rooms lie between the rows, its steps across pores: its sheet is the same, turned by a quarter.
        wall = np.zeros_like(luck)
        wall[RIGHT, :, :6] = 1 - luck[RIGHT, :, :6].T
        wall[DOWN, :5, 1:6] = 1 - luck[DOWN, :5, 1:6].T
        crossed = spread_out(luck, 0.5).reshape(6, 7)[:, -1].any()
        walled = spread_out(wall, 0.5).reshape(6, 7)[:, -1].any()
        assert crossed != walled, seed


@pytest.mark.parametrize("seed", range(5))
def test_the_narrowest_pore_of_the_widest_way_is_that_of_the_widest_tree(seed):
    """SciPy's spanning tree of the largest pores holds the widest way between any two rooms."""
    luck = draw(12, 13, seed)
    first, second, share = pores_of(luck)
    rooms = luck.shape[1] * luck.shape[2]
    edges = [(np.arange(12) * 13, rooms), (np.arange(12) * 13 + 12, rooms + 1)]
    ends = [np.concatenate([first, *(left for left, _ in edges)]),
            np.concatenate([second, *(np.full(12, end) for _, end in edges)])]
    cost = np.concatenate([1 - share, np.full(24, 1e-9)])
    tree = minimum_spanning_tree(coo_array((cost, ends), (rooms + 2,) * 2).tocsr())
    _, came = breadth_first_order(tree, rooms, directed=False)
    room, widest = rooms + 1, []
    while room != rooms:
        widest.append(max(tree[room, came[room]], tree[came[room], room]))
        room = came[room]
    queue, found = np.empty(rooms, "i4"), np.empty(rooms, "i4")
    edge = model.find_edge(flatten(luck), 13, 30, queue, found)
    assert edge == pytest.approx(1 - max(widest), abs=1e-8)


@pytest.mark.parametrize("seed", range(1, 8))
def test_a_sheet_is_crossed_if_the_narrowest_pore_of_its_widest_way_is_open(seed):
    for median in (5.0, 6.5, 7.0, 7.5, 9.0):
        out = run(seed=seed, median=median)
        assert out["crossed"] == (out["narrowest_cut"] > out["limit"])


@pytest.mark.parametrize("seed", range(3))
def test_the_widest_way_leads_in_steps_of_one_from_left_to_right_through_its_narrowest_pore(seed):
    out = run(seed=seed)
    x, y = out["way_x"], out["way_y"]
    steps = np.abs(np.diff(x)) + np.abs(np.diff(y))
    last = int(steps.sum())
    assert (steps[:last] == 1).all()
    assert not steps[last:].any()  # it stays where it ends
    assert (x[0], x[-1]) == (0, COLUMNS - 1)
    middles = list(zip((x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2, strict=True))
    assert (out["tight_x"][0], out["tight_y"][0]) in middles[:last]


@pytest.mark.parametrize("values", [{}, {"median": 7.0}, {"cutting": 2.0}, {"cell": T_CELL}, {"median": 20.0}])
def test_the_map_shows_the_rooms_that_are_counted(values):
    out = run(**values)
    rooms = out["place"][::2, ::2]
    assert (rooms != model.EMPTY).sum() / model.ROOMS * 100 == pytest.approx(out["reached"])
    assert (out["place"][1::2, 1::2] == model.FIBRE).all()
    for corner in itertools.product((0, 1), repeat=2):
        assert (out["picture"][corner[0]::3, corner[1]::3] == rooms).all()
    assert (out["picture"][2::3, 2::3] == out["place"][1::2, 1::2]).all()
    columns = np.flatnonzero((rooms != model.EMPTY).any(axis=0))
    assert columns.max() == out["deepest"]
    passages = np.concatenate([out["place"][::2, 1::2].ravel(), out["place"][1::2, ::2].ravel()])
    cut = np.isin(passages, (model.CUT, model.CUT_BLUE)).sum()
    assert 100 * cut / max((passages >= model.SQUEEZED).sum(), 1) == pytest.approx(out["cut_pores"])


@pytest.mark.parametrize("values", [{"median": 4.0}, {"median": 9.3, "spread": 0.35}, {"cell": NEUTROPHIL, "spread": 1.5}])
@pytest.mark.parametrize("cutting", [1.0, 2.5])
def test_the_share_of_open_pores_is_the_lognormal_tail(values, cutting):
    """SciPy's distribution, and the pores of the sheet that is drawn (within four standard errors)."""
    out, p = run(cutting=cutting, **values), inputs.record(cutting=cutting, **values)
    tail = lognorm.sf(out["limit"] / cutting, p["spread"], scale=p["median"])
    assert out["open_pores"] == pytest.approx(100 * tail, rel=1e-9)
    pores = np.concatenate([out["place"][::2, 1::2].ravel(), out["place"][1::2, ::2].ravel()])
    error = 100 * np.sqrt(tail * (1 - tail) / pores.size)
    assert 100 * (pores != model.FIBRE).mean() == pytest.approx(out["open_pores"], abs=4 * error)


@pytest.mark.parametrize("cell", LIMITS)
def test_half_of_the_pores_are_open_if_the_median_pore_is_the_limit(cell):
    for spread in (0.2, 0.8, 1.5):
        assert run(cell=cell, median=LIMITS[cell], spread=spread)["open_pores"] == pytest.approx(50)


def test_to_widen_pores_is_to_have_wider_pores():
    for cutting in (1.5, 2.0, 3.0):
        cut, wide = run(median=4.0, cutting=cutting), run(median=4.0 * cutting)
        for name in ("open_pores", "let_through", "reached", "crossed", "narrowest_cut"):
            assert cut[name] == pytest.approx(wide[name])
        assert cut["through_uncut"] == run(median=4.0)["let_through"]


def test_what_is_let_through_never_falls_as_pores_grow():
    counts = [run(median=median)["let_through"] for median in np.arange(4.0, 11.0, 0.25)]
    assert (np.diff(counts) >= 0).all()
    assert (counts[0], counts[-1]) == (0, 100)


def test_the_curves_say_what_runs_say():
    many = model.sheets.run(inputs.record(cell=TUMOUR_CELL))
    for level in range(8, 33, 3):
        out = run(median=many["median_tumour"][level])
        assert 100 - out["open_pores"] == pytest.approx(many["closed"][level], abs=1e-6)
        assert out["let_through"] == pytest.approx(many["crossings"][level], abs=1)  # a pore may lie on the very edge
        assert out["reached_low"] == pytest.approx(many["reached_few"][level], abs=2)
        assert out["reached_high"] == pytest.approx(many["reached_most"][level], abs=2)
    assert (many["median_cell"] == many["median_tumour"]).all()


# Published numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("match", simulation.matches, ids=lambda match: match.claim)
def test_what_the_lesson_says_is_matched_is_matched(match):
    assert match.holds(), f"{match.claim}: {match.published} published, {match.compute()} computed"


@pytest.mark.parametrize("cell", LIMITS)
def test_cells_stop_exactly_at_a_tenth_of_the_nucleus(cell):
    """Calibration (Wolf 2013): 7, 4 and 2 square micrometres are put in; speed is a straight line up to ten times."""
    limit = LIMITS[cell]
    assert run(cell=cell)["limit"] == limit
    assert model.speed_in(limit, limit) == model.speed_in(limit - 1, limit) == 0
    assert model.speed_in(limit + 1e-6, limit) > 0
    assert model.speed_in(5.5 * limit, limit) == pytest.approx(0.5)
    assert model.speed_in(10 * limit, limit) == model.speed_in(11 * limit, limit) == 1


@pytest.mark.parametrize(("values", "share"), [
    ({"cell": NEUTROPHIL}, 0.81), ({"cell": TUMOUR_CELL}, 0.24), ({"cell": TUMOUR_CELL, "cutting": 4.0}, 0.85)])
def test_open_pores_of_a_dense_matrix(values, share):
    """Regression band, own computation: median pore 4 square micrometres, spread 0.8."""
    assert run(**values)["open_pores"] / 100 == pytest.approx(share, abs=0.005)


BIG = 60
big_inputs = Inputs(closed=Slider("Closed", 0.5, low=0.0, high=1.0, step=0.01, source="assumed"), seed=Seed())
big_scratch = Scratch(random=Array(4, "u8"), luck=(2, BIG * BIG), queue=Array(BIG * BIG, "i4"), came=Array(BIG * BIG, "i4"))


@kernel(big_inputs, Outputs(crossed=Number("Sheets crossed, of 60")), big_scratch)
def sixty_sheets(p, out, work):
    """Let cells into sixty sheets of 60 by 60."""
    for i in range(60):
        seed_random(work.random, p.seed, i)
        model.fill_luck(work.random, work.luck, BIG)
        model.spread_out(work.luck, BIG, p.closed, work.queue, work.came)
        out.crossed += 1 if model.exit_room(work.came, BIG) != NOWHERE else 0


@pytest.mark.parametrize(("open_share", "low", "high"), [(0.45, 0.0, 0.05), (0.50, 0.35, 0.75), (0.55, 0.95, 1.0)])
def test_crossings_of_a_square_of_sixty(open_share, low, high):
    """Regression band, own computation: 0.00, 0.55 (standard error 0.065) and 1.00 of 60 sheets of 60 by 60."""
    crossed = sixty_sheets.run(big_inputs.record(closed=1 - open_share))["crossed"] / 60
    assert low <= crossed <= high


# What the lesson says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "words"), [
    ("Dense matrix", "Stopped"), ("Dense, with enzymes", "Through, by cutting"), ("Loose matrix", "Through, by squeezing"),
    ("At the tipping point", "Through, by squeezing"), ("T cell", "Through, by squeezing"),
    ("Neutrophil", "Through, by squeezing")])
def test_a_preset_shows_what_its_name_says(preset, words):
    assert simulation.sentence(**simulation.presets[preset]).startswith(words)


def test_the_numbers_in_the_lesson():
    assert run()["deepest"] == 2
    opened = [round(float(run(median=median)["open_pores"])) for median in (4.0, 6.0, 7.0, 20.0)]
    assert opened == [24, 42, 50, 91]
    assert [run(median=median)["let_through"] for median in (6.0, 7.0, 8.0)] == [0, 49, 99]
    assert [run(cell=cell)["let_through"] for cell in (NEUTROPHIL, TUMOUR_CELL)] == [100, 0]
    assert run(cell=T_CELL)["let_through"] == pytest.approx(50, abs=5)
    assert run(cutting=2.0)["let_through"] == 99
    assert run(cutting=1.75)["let_through"] == pytest.approx(50, abs=5)
    assert [run(median=20.0, cutting=cutting)["let_through"] for cutting in (4.0, 1.0)] == [100, 100]
    assert 2 * np.sqrt(7 / np.pi) == pytest.approx(3, abs=0.05)  # micrometres: the hole that a tumour cell needs


def test_the_narrowest_pore_of_the_widest_way_is_about_the_median_pore():
    """In nine of ten sheets within an eighth of it."""
    ratio = np.array([run(seed=seed)["narrowest"] / 4 for seed in range(100)])
    assert (np.abs(ratio - 1) < 0.125).mean() > 0.9


def test_the_answer_of_the_exercise_by_hand():
    for cell, cutting in ((TUMOUR_CELL, 7 / 3), (T_CELL, 4 / 3)):
        assert run(cell=cell, median=3.0, cutting=cutting)["open_pores"] == pytest.approx(50)
    assert run(cell=NEUTROPHIL, median=3.0)["tipping"] == 2


def test_the_answer_of_the_exercise_in_the_simulation():
    found = [run(median=median, spread=spread)["let_through"] for median in (6.0, 8.0) for spread in (1.5, 0.2)]
    assert found == [7, 0, 93, 100]


@pytest.mark.parametrize(("flag", "met", "unmet"), [
    ("small_cut", {"cutting": 2.0}, {"cutting": 2.05}), ("only_blue", {"cell": NEUTROPHIL}, {"cell": NEUTROPHIL, "median": 9.0}),
    ("no_use", {"median": 20.0, "cutting": 3.0}, {"median": 4.0, "cutting": 3.0})])
def test_a_challenge_is_met_by_what_it_asks_for(flag, met, unmet):
    assert (run(**met)[flag], run(**unmet)[flag], run()[flag]) == (1, 0, 0)


# Every state of the controls ---------------------------------------------------------------------------------------

CONTROLS = {name: st.floats(inputs.fields[name].low, inputs.fields[name].high) for name in ("median", "cutting", "spread")}
CONTROLS |= {"cell": st.sampled_from(list(LIMITS)), "seed": st.integers(0, 2**32 - 1)}


@settings(max_examples=60, deadline=None)
@given(**CONTROLS)
def test_every_run_is_finite_and_counts_are_counts(**values):
    out = run(**values)
    for name in out.dtype.names:
        assert np.isfinite(out[name]).all(), name
    for name in ("open_pores", "let_through", "through_uncut", "reached", "cut_pores", "speed", "pores_here"):
        assert ((out[name] >= 0) & (out[name] <= 100 + 1e-9)).all(), name
    assert out["through_uncut"] <= out["let_through"]
    assert out["reached_low"] <= out["reached_high"]
    assert out["by_squeezing"] + out["by_cutting"] == out["crossed"]
    assert (out["deepest"] == COLUMNS - 1) == bool(out["crossed"])
    assert ROWS / model.ROOMS * 100 <= out["reached"] <= 100


@settings(max_examples=5, deadline=None)
@given(**CONTROLS)
def test_every_curve_is_finite_and_rises(**values):
    many = model.sheets.run(inputs.record(**values))
    for name in many.dtype.names:
        assert np.isfinite(many[name]).all(), name
    for name in ("crossings", "reached_few", "reached_half", "reached_most", "median_cell"):
        assert (np.diff(many[name]) >= 0).all(), name
    assert (many["crossings"][0], many["crossings"][-1]) == (0, 100)
