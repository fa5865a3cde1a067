"""The same pores in a space: a block of matrix of 20 by 20 by 20 rooms, each joined to six neighbours.

Cells start at the whole left face and go from room to room through open pores, as in a sheet. In a space there are many
more ways round: on an endless mesh of cubes cells get through if more than 24.88 of 100 pores are open (Lorenz and Ziff
1998, Phys Rev E 57:230), on an endless mesh of squares if more than 50 are. A block of this size blurs that by a few.
"""

from __future__ import annotations

from widgets.core import Array, Number, Outputs, Scratch, kernel
from widgets.core.kernels.numerics import quantile, seed_random, uniform

from .model import closed_share, inputs, limit_of

SIDE = 20  # rooms along each edge of a block
BLOCK_ROOMS = SIDE * SIDE * SIDE
BLOCKS = 40
AXES = 3
STRIDES = (SIDE * SIDE, SIDE, 1)  # rooms are counted so; the first axis leads from the left face to the right one
SHARES = 27  # of open pores, at which blocks are looked at: from none to 50 of 100 in even steps, then all
STEP = 0.5 / (SHARES - 2)

block_outputs = Outputs(
    block_open=Array(SHARES, label="Open pores, of 100"),
    block_reached=Array(SHARES, label="Rooms of a block reached, of 100: in half of the blocks not more"),
    block_crossed=Array(SHARES, label="Blocks that let cells through, of 100"),
    block_now=Number("Rooms of a block reached with these pores", "of 100"),
    block_through=Number("Blocks of these pores that let the cells through", "of 100"),
)

block_scratch = Scratch(random=Array(4, "u8"), luck=(AXES, BLOCK_ROOMS), queue=Array(BLOCK_ROOMS, "i4"),
                        came=Array(BLOCK_ROOMS, "u1"), reached=(SHARES + 1, BLOCKS))


def fill_block(random, luck):
    """Draw for every pore the share of pores that is smaller; 0, never open, where a room has no neighbour."""
    for room in range(BLOCK_ROOMS):
        depth, row, column = room // STRIDES[0], room // SIDE % SIDE, room % SIDE
        for axis in range(AXES):
            luck[axis, room] = uniform(random)
        if depth == SIDE - 1:
            luck[0, room] = 0.0
        if row == SIDE - 1:
            luck[1, room] = 0.0
        if column == SIDE - 1:
            luck[2, room] = 0.0


def fill_rooms(luck, closed, queue, came):
    """Send cells from the left face through all pores but the smallest, a share `closed`; return the rooms reached."""
    for room in range(BLOCK_ROOMS):
        came[room] = 1 if room < STRIDES[0] else 0
    for room in range(STRIDES[0]):
        queue[room] = room
    found = STRIDES[0]
    for i in range(BLOCK_ROOMS):
        if i >= found:
            break
        room = queue[i]
        for axis in range(AXES):
            after, before = room + STRIDES[axis], room - STRIDES[axis]
            if luck[axis, room] > closed and came[after] == 0:
                came[after], queue[found], found = 1, after, found + 1
            if before >= 0 and luck[axis, before] > closed and came[before] == 0:
                came[before], queue[found], found = 1, before, found + 1
    return found


def is_block_crossed(came):
    """Return 1 if a room of the right face was reached, else 0."""
    crossed = 0
    for room in range(BLOCK_ROOMS - STRIDES[0], BLOCK_ROOMS):
        crossed = 1 if came[room] == 1 else crossed
    return crossed


@kernel(inputs, block_outputs, block_scratch, slow=True, compact=True)
def blocks(p, out, work):
    """Let cells into forty blocks at every share of open pores, and at that of the chosen matrix."""
    now = 1 - closed_share(p, limit_of(p, p.cell), p.cutting)
    for i in range(BLOCKS):
        seed_random(work.random, p.seed, i)
        fill_block(work.random, work.luck)
        for level in range(SHARES + 1):
            share = now if level == SHARES else 1.0 if level == SHARES - 1 else level * STEP
            found = fill_rooms(work.luck, 1 - share, work.queue, work.came)
            crossed = 100 / BLOCKS * is_block_crossed(work.came)
            work.reached[level, i] = 100 * found / BLOCK_ROOMS
            if level == SHARES:
                out.block_through += crossed
            else:
                out.block_open[level] = 100 * share
                out.block_crossed[level] += crossed
    for level in range(SHARES):
        out.block_reached[level] = quantile(work.reached[level], 0.5)
    out.block_now = quantile(work.reached[SHARES], 0.5)
