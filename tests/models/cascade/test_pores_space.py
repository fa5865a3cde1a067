"""Pores in a space: what the block reaches, its threshold, and what the lesson says of it.

*Check* (nothing tuned): the threshold of bond percolation on a mesh of cubes, 0.2488 (Lorenz and Ziff 1998, doi
10.1103/PhysRevE.57.230), and SciPy's connected components.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from widgets.cascade.pores import model, space
from widgets.cascade.pores.space import AXES, BLOCK_ROOMS, SIDE

ROOM = np.arange(BLOCK_ROOMS).reshape((SIDE,) * AXES)
FIRST = (ROOM[:-1], ROOM[:, :-1], ROOM[:, :, :-1])
SECOND = (ROOM[1:], ROOM[:, 1:], ROOM[:, :, 1:])


def run(**values):
    """Run the kernel of blocks."""
    return space.blocks.run(model.inputs.record(**values))


def draw(seed):
    """Return the luck of every pore as the kernel keeps it: 0 where a room has no neighbour."""
    luck = np.zeros((AXES, BLOCK_ROOMS))
    chance = np.random.default_rng(seed)
    for axis, first in enumerate(FIRST):
        luck[axis, first.ravel()] = chance.random(first.size)
    return luck


def connected(luck, closed):
    """Return which rooms are connected to the left face, by SciPy."""
    first = np.concatenate([rooms.ravel() for rooms in FIRST])
    second = np.concatenate([rooms.ravel() for rooms in SECOND])
    open_pores = np.concatenate([luck[axis, rooms.ravel()] for axis, rooms in enumerate(FIRST)]) > closed
    pairs = (first[open_pores], second[open_pores])
    label = connected_components(coo_array((np.ones(open_pores.sum()), pairs), (BLOCK_ROOMS,) * 2), directed=False)[1]
    return np.isin(label, label[ROOM[0].ravel()])


@pytest.mark.parametrize("closed", [0.0, 0.6, 0.75, 0.8, 0.95])
def test_the_rooms_reached_are_those_connected_to_the_left_face(closed):
    luck = draw([int(100 * closed), 3])
    queue, came = np.empty(BLOCK_ROOMS, "i4"), np.empty(BLOCK_ROOMS, "u1")
    found = space.fill_rooms(luck, closed, queue, came)
    assert ((came == 1) == connected(luck, closed)).all()
    assert found == came.sum()
    assert space.is_block_crossed(came) == came[ROOM[-1].ravel()].any()


def test_a_room_at_the_edge_has_no_pore_to_the_outside():
    """A block with all pores open is drawn: exactly the pores between two rooms have luck."""
    luck, random = np.empty((AXES, BLOCK_ROOMS)), np.array([1, 2, 3, 4], "u8")
    with np.errstate(over="ignore"):  # whole numbers of 64 bits that wrap, as they should
        space.fill_block(random, luck)
    for axis, first in enumerate(FIRST):
        assert set(np.flatnonzero(luck[axis])) == set(first.ravel())


def test_more_open_pores_never_let_fewer_through():
    out = run()
    assert (np.diff(out["block_open"]) > 0).all()
    assert (np.diff(out["block_crossed"]) >= 0).all()
    assert (np.diff(out["block_reached"]) >= 0).all()
    assert (out["block_reached"][0], out["block_reached"][-1]) == pytest.approx((100 / SIDE, 100))


@pytest.mark.parametrize(("values", "open_pores", "low", "high"), [
    ({}, 24, 4, 30), ({"median": 4.5}, 29, 100, 100), ({"median": 3.5}, 19, 0, 0)])  # fmt: skip
def test_the_numbers_in_the_lesson(values, open_pores, low, high):
    """With 24 open pores of 100 some blocks are crossed, with 29 all; no sheet is."""
    sheet = model.sheet.run(model.inputs.record(**values))
    assert round(float(sheet["open_pores"])) == open_pores
    assert sheet["let_through"] == 0
    for seed in range(3):
        assert low <= run(seed=seed, **values)["block_through"] <= high


def test_the_challenge_asks_for_what_a_block_crosses_and_a_sheet_does_not():
    for median in (4.8, 5.4):
        sheet = model.sheet.run(model.inputs.record(median=median))
        assert sheet["only_space"] == 1
        assert sheet["let_through"] <= 1
        assert run(median=median)["block_through"] == 100
    assert model.sheet.run(model.inputs.record())["only_space"] == 0
    assert model.sheet.run(model.inputs.record(median=7.0))["only_space"] == 0
