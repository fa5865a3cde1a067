"""When does a matrix let a cell through: squeeze or cut.

A sheet of matrix has 40 rows of 41 rooms. Each room is joined to its neighbours by pores, and pores differ in area A::

    ln A = ln median + spread * z            z standard normal, one for each pore
    open to a cell       if cutting A > limit
    share that is open   p = 1 - Phi((ln limit - ln median - ln cutting) / spread)
    speed in a pore      (cutting A - limit) / (9 limit), of the speed in a wide one, from 0 to 1

`limit` is the smallest pore that a kind of cell gets its nucleus through without enzymes: 7, 4 and 2 square micrometres
for tumour cells, T cells and neutrophils, a tenth of the nucleus' cross-section (Wolf and others 2013, J Cell Biol
201:1069; cells in a dish). Speed falls in a straight line from pores as large as the nucleus to the limit. `cutting` is
by how many times enzymes (MMPs) widen a pore that a cell comes to; 1 is no enzyme.

Cells start at the whole left edge and go from room to room through open pores. Whether they reach the right edge is
bond percolation. A sheet of n rows and n + 1 columns is its own dual, so that it is crossed in half of all draws at
p = 1/2 exactly, whatever n (Kesten 1980, on the threshold of an endless sheet).

The widest way across is the one whose narrowest pore is the largest. A sheet is crossed if that pore is open.
"""

from __future__ import annotations

from widgets.core import Array, Choice, Constant, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import exp, log, normal_cdf, normal_quantile, quantile, seed_random, uniform

CELLS, LATTICE = "wolf2013", "kesten1980"

ROWS, COLUMNS = 40, 41  # rooms; one column more than rows makes the sheet its own dual
ROOMS = ROWS * COLUMNS
SHEETS = 100
LOW, HIGH = 0.1, 0.9  # the band of sheets
NOWHERE = -1  # a room that no cell has come to
RIGHT, DOWN = 0, 1  # where the pore leads whose luck is stored with a room; 0, never open, where there is none

TUMOUR_CELL, T_CELL, NEUTROPHIL = 0, 1, 2
FIBRE, EMPTY, SQUEEZED, CUT, SQUEEZED_BLUE, CUT_BLUE = 0, 1, 2, 3, 4, 5  # what a place of the map is
FULL = 10  # times the limit: a pore as large as the nucleus slows a cell no more

HALVINGS = 30  # of the search for the narrowest pore: enough to tell any two pores apart
LEVELS = 41  # points of a curve over the share of pores that is closed
OFF_THE_PLOT = 1e-3  # square micrometres: where a curve begins, left of the plot; it ends at its inverse
PORES = 121  # points of a curve over the area of a pore
WIDEST = 30.0  # square micrometres: the right edge of that plot

DENSE, LITTLE_CUTTING, MUCH_CUTTING = 4.0, 2.0, 3.0  # what the challenges ask for
SPACE, HARDLY, MOSTLY = 0.3, 0.4, 0.6  # open pores at which every block, hardly any, nearly every sheet is crossed
TYPICAL = 64  # the first sheet shown: one whose widest way is about as wide as the median pore, as most are

inputs = Inputs(
    cell=Choice("Cell", "tumour cell", source=CELLS, note="measured in a dish",
                options={"tumour cell": TUMOUR_CELL, "T cell": T_CELL, "neutrophil": NEUTROPHIL}),
    median=Slider("Median pore", 4.0, low=1.0, high=30.0, step=0.1, unit="\u00b5m\u00b2", role="tissue",
                  source="assumed", note="assumed; small: dense matrix"),
    cutting=Slider("Enzymes widen a pore", 1.0, low=1.0, high=4.0, step=0.05, unit="times", role="drug",
                   source="assumed", note="assumed; 1: none, or blocked"),
    spread=Slider("How unequal pores are", 0.8, low=0.2, high=1.5, step=0.05, role="tissue", source="assumed",
                  note="assumed; near 0: all alike"),
    seed=Seed(default=TYPICAL),
    tumour_limit=Constant(7.0, unit="\u00b5m\u00b2", source=CELLS, label="Smallest pore for a tumour cell"),
    t_limit=Constant(4.0, unit="\u00b5m\u00b2", source=CELLS, label="Smallest pore for a T cell"),
    neutrophil_limit=Constant(2.0, unit="\u00b5m\u00b2", source=CELLS, label="Smallest pore for a neutrophil"),
)

outputs = Outputs(
    limit=Number("Smallest pore for this cell", "\u00b5m\u00b2"),
    open_pores=Number("Open pores, of 100"),
    open_uncut=Number("Open pores without enzymes, of 100"),
    let_through=Number("Sheets that let the cells through, of 100"),
    through_uncut=Number("Sheets that would let them through without enzymes, of 100"),
    reached=Number("Rooms reached in this sheet, of 100"),
    reached_low=Number("Rooms reached, of 100: in one of ten sheets not more"),
    reached_high=Number("Rooms reached, of 100: in nine of ten sheets not more"),
    deepest=Number("Steps to the right that the cells get in this sheet"),
    cut_pores=Number("Pores that had to be cut, of 100 that the cells went through"),
    narrowest=Number("Narrowest pore on the widest way", "\u00b5m\u00b2", role="tissue"),
    narrowest_cut=Number("The same pore after cutting", "\u00b5m\u00b2"),
    tipping=Number("Median pore at which half of the pores are open", "\u00b5m\u00b2"),
    speed=Number("Speed in the median pore, % of the speed in a wide one"),
    crossed=Number("This sheet: not crossed, crossed"),
    by_squeezing=Flag("This sheet is crossed, and would be without enzymes"),
    by_cutting=Flag("This sheet is crossed, but only with enzymes"),
    small_cut=Flag("Tumour cells cross a dense sheet with little cutting"),
    only_blue=Flag("T cells or neutrophils cross most sheets, tumour cells would hardly cross any"),
    only_space=Flag("Hardly any sheet is crossed, and every block would be"),
    no_use=Flag("Tumour cells with enzymes cross, and would as well without"),
    place=Array((2 * ROWS - 1, 2 * COLUMNS - 1), "u1", label="Fibre, empty, squeezed through, cut"),
    picture=Array((3 * ROWS - 1, 3 * COLUMNS - 1), "u1", label="The same, a room two wide and high"),
    way_x=Array(ROOMS), way_y=Array(ROOMS),
    tight_x=Array(1), tight_y=Array(1),
    pore=Array(PORES, unit="\u00b5m\u00b2", label="Pore"),
    tumour_speed=Array(PORES, label="Tumour cell, % of full speed"),
    t_speed=Array(PORES, label="T cell, % of full speed"),
    neutrophil_speed=Array(PORES, label="Neutrophil, % of full speed"),
    pores_here=Array(PORES, label="How many pores of this sheet are so large, after cutting"),
)

many_outputs = Outputs(
    closed=Array(LEVELS, label="Closed pores, of 100"), opened=Array(LEVELS, label="Open pores, of 100"),
    crossings=Array(LEVELS, label="Sheets that let cells through, of 100"),
    reached_few=Array(LEVELS, label="Rooms reached, of 100: in one of ten sheets not more"),
    reached_half=Array(LEVELS, label="Rooms reached, of 100: in half of the sheets not more"),
    reached_most=Array(LEVELS, label="Rooms reached, of 100: in nine of ten sheets not more"),
    median_cell=Array(LEVELS, label="Median pore, this cell"),
    median_tumour=Array(LEVELS, label="Median pore, tumour cell"),
    median_t=Array(LEVELS, label="Median pore, T cell"),
    median_neutrophil=Array(LEVELS, label="Median pore, neutrophil"),
)

ROOM = {"random": Array(4, "u8"), "luck": (2, ROOMS), "queue": Array(ROOMS, "i4"), "came": Array(ROOMS, "i4")}
scratch = Scratch(**ROOM, reached=(SHEETS,))
many_scratch = Scratch(**ROOM, lucks=(SHEETS, 2, ROOMS), reached=(SHEETS,))


# The law -----------------------------------------------------------------------------------------------------------


def limit_of(p, cell):
    """Return the smallest pore, in square micrometres, that this kind of cell gets through."""
    return p.tumour_limit if cell == TUMOUR_CELL else p.t_limit if cell == T_CELL else p.neutrophil_limit


def closed_share(p, limit, cutting):
    """Return which share of the pores is closed to cells with this limit that widen pores so many times."""
    return normal_cdf((log(limit) - log(p.median) - log(cutting)) / p.spread)


def area_of(p, luck):
    """Return the area of a pore, in square micrometres, of which this share of pores is smaller."""
    return p.median * exp(p.spread * normal_quantile(luck))


def speed_in(area, limit):
    """Return the speed in a pore, as a share of that in a pore as large as the nucleus; 0 at the limit and below."""
    return min(max((area - limit) / ((FULL - 1) * limit), 0.0), 1.0)


def fill_luck(random, luck, columns):
    """Draw for every pore the share of pores that is smaller."""
    rooms = luck.shape[1]
    for room in range(rooms):
        luck[RIGHT, room], luck[DOWN, room] = uniform(random), uniform(random)
    for room in range(columns - 1, rooms, columns):
        luck[RIGHT, room] = 0.0
    for room in range(rooms - columns, rooms):
        luck[DOWN, room] = 0.0


def spread_out(luck, columns, closed, queue, came):
    """Send cells from the left edge through all pores but the smallest, a share `closed`; return the rooms reached.

    Rooms are counted row by row. `queue` gets them in the order in which they are reached, `came` the room from which
    each was, a room of the left edge itself, the others NOWHERE.
    """
    rooms = luck.shape[1]
    found = 0
    for room in range(rooms):
        came[room] = NOWHERE
    for room in range(0, rooms, columns):
        queue[found], came[room], found = room, room, found + 1
    for i in range(rooms):
        if i >= found:
            break
        room = queue[i]
        if luck[RIGHT, room] > closed and came[room + 1] == NOWHERE:
            came[room + 1], queue[found], found = room, room + 1, found + 1
        if luck[DOWN, room] > closed and came[room + columns] == NOWHERE:
            came[room + columns], queue[found], found = room, room + columns, found + 1
        if room > 0 and luck[RIGHT, room - 1] > closed and came[room - 1] == NOWHERE:
            came[room - 1], queue[found], found = room, room - 1, found + 1
        if room >= columns and luck[DOWN, room - columns] > closed and came[room - columns] == NOWHERE:
            came[room - columns], queue[found], found = room, room - columns, found + 1
    return found


def exit_room(came, columns):
    """Return a room of the right edge that was reached, or NOWHERE."""
    room = NOWHERE
    for i in range(columns - 1, came.size, columns):
        room = i if came[i] != NOWHERE else room
    return room


def find_edge(luck, columns, halvings, queue, came):
    """Return the largest share of closed pores, to 2 to the power -halvings, with which a sheet is still crossed."""
    low, high = 0.0, 1.0
    for _ in range(halvings):
        middle = (low + high) / 2
        spread_out(luck, columns, middle, queue, came)
        if exit_room(came, columns) == NOWHERE:
            high = middle
        else:
            low = middle
    return low


def luck_between(luck, room, other):
    """Return the luck of the pore between two neighbouring rooms."""
    return luck[RIGHT if abs(room - other) == 1 else DOWN, min(room, other)]


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch, compact=True)
def sheet(p, out, work):
    """Let cells into one sheet, and count in a hundred how many are crossed and how far."""
    luck, queue, came = work.luck, work.queue, work.came
    out.limit = limit_of(p, p.cell)
    closed, uncut = closed_share(p, out.limit, p.cutting), closed_share(p, out.limit, 1.0)
    out.open_pores, out.open_uncut = 100 * (1 - closed), 100 * (1 - uncut)
    out.tipping = out.limit / p.cutting
    out.speed = 100 * speed_in(p.cutting * p.median, out.limit)
    for i in range(SHEETS - 1, -1, -1):  # the first is the one that is drawn, so it comes last
        seed_random(work.random, p.seed, i)
        fill_luck(work.random, luck, COLUMNS)
        if p.cutting > 1:
            spread_out(luck, COLUMNS, uncut, queue, came)
            out.by_squeezing = 1 if exit_room(came, COLUMNS) != NOWHERE else 0
        found = spread_out(luck, COLUMNS, closed, queue, came)
        out.crossed = 1 if exit_room(came, COLUMNS) != NOWHERE else 0
        if p.cutting <= 1:
            out.by_squeezing = 1 if out.crossed == 1 else 0
        out.let_through += out.crossed
        out.through_uncut += out.by_squeezing
        out.reached = 100 * found / ROOMS
        work.reached[i] = out.reached
    out.by_cutting = 1 if out.crossed == 1 and out.by_squeezing == 0 else 0
    out.reached_low, out.reached_high = quantile(work.reached, LOW), quantile(work.reached, HIGH)
    draw_map(p, out, luck, came, closed, uncut)
    draw_widest_way(p, out, luck, queue, came)
    describe_speed(p, out)
    describe_challenges(p, out)


def draw_map(p, out, luck, came, closed, uncut):
    """Write what lies at each place of the map: rooms at even places, pores between them, knots of fibre at odd ones."""
    blue = 0 if p.cell == TUMOUR_CELL else SQUEEZED_BLUE - SQUEEZED
    passed, cut = 0, 0
    for row in range(ROWS):
        for column in range(COLUMNS):
            room = row * COLUMNS + column
            here = came[room] != NOWHERE
            out.place[2 * row, 2 * column] = SQUEEZED + blue if here else EMPTY
            out.deepest = max(out.deepest, column) if here else out.deepest
            for direction in range(2):
                right, down = 1 - direction, direction
                if column + right < COLUMNS and row + down < ROWS:
                    share = luck[direction, room]
                    kind = FIBRE if share <= closed else EMPTY if not here else CUT if share <= uncut else SQUEEZED
                    out.place[2 * row + down, 2 * column + right] = kind + blue if kind >= SQUEEZED else kind
                    passed += 1 if kind >= SQUEEZED else 0
                    cut += 1 if kind == CUT else 0
    out.cut_pores = 100 * cut / max(passed, 1)
    for y in range(3 * ROWS - 1):
        for x in range(3 * COLUMNS - 1):
            out.picture[y, x] = out.place[place_at(y), place_at(x)]


def place_at(point):
    """Return which place of the map lies at a point of the picture: a room is two wide, the fibre beside it one."""
    return 2 * (point // 3) + (1 if point % 3 == 2 else 0)


def draw_widest_way(p, out, luck, queue, came):
    """Write the widest way across, from left to right, and its narrowest pore."""
    spread_out(luck, COLUMNS, find_edge(luck, COLUMNS, HALVINGS, queue, came), queue, came)
    room = exit_room(came, COLUMNS)
    steps, tightest, at, before = 0, 1.0, room, room
    for _ in range(ROOMS):
        queue[steps] = room
        steps += 1
        earlier = came[room]
        if earlier == room:
            break
        share = luck_between(luck, room, earlier)
        if share < tightest:
            tightest, at, before = share, room, earlier
        room = earlier
    for i in range(ROOMS):
        step = queue[max(steps - 1 - i, 0)]
        out.way_y[i] = step // COLUMNS
        out.way_x[i] = step - step // COLUMNS * COLUMNS
    out.tight_y[0] = (at // COLUMNS + before // COLUMNS) / 2
    out.tight_x[0] = (at - at // COLUMNS * COLUMNS + before - before // COLUMNS * COLUMNS) / 2
    out.narrowest = area_of(p, tightest)
    out.narrowest_cut = p.cutting * out.narrowest


def describe_speed(p, out):
    """Write the speed of each kind of cell in every pore, and how frequent pores of this size are after cutting."""
    for i in range(PORES):
        area = WIDEST * i / (PORES - 1)
        out.pore[i] = area
        out.tumour_speed[i] = 100 * speed_in(area, p.tumour_limit)
        out.t_speed[i] = 100 * speed_in(area, p.t_limit)
        out.neutrophil_speed[i] = 100 * speed_in(area, p.neutrophil_limit)
    highest = 0.0
    for i in range(1, PORES):
        z = (log(out.pore[i]) - log(p.median) - log(p.cutting)) / p.spread
        out.pores_here[i] = exp(-z * z / 2) / out.pore[i]
        highest = max(highest, out.pores_here[i])
    for i in range(PORES):
        out.pores_here[i] *= 100 / highest if highest > 0 else 0.0


def describe_challenges(p, out):
    """Write which of the challenges are met."""
    crossed, tumour = out.crossed == 1, p.cell == TUMOUR_CELL
    out.small_cut = 1 if crossed and tumour and p.median <= DENSE and p.cutting <= LITTLE_CUTTING else 0
    tumour_open = 1 - closed_share(p, p.tumour_limit, p.cutting)
    out.only_blue = 1 if not tumour and out.open_pores > 100 * MOSTLY and tumour_open < HARDLY else 0
    out.only_space = 1 if 100 * SPACE <= out.open_pores <= 100 * HARDLY else 0
    out.no_use = 1 if tumour and p.cutting >= MUCH_CUTTING and out.open_uncut > 100 * MOSTLY else 0


@kernel(inputs, many_outputs, many_scratch, slow=True, compact=True)
def sheets(p, out, work):
    """Let cells into a hundred sheets at every median pore, and say how many are crossed and how far."""
    for i in range(SHEETS):
        seed_random(work.random, p.seed, i)
        fill_luck(work.random, work.lucks[i], COLUMNS)
    limit = limit_of(p, p.cell)
    for level in range(LEVELS):
        side = 1 - 2 * level / (LEVELS - 1)  # from 1, all pores closed, to -1, all open; most points near 1/2
        closed = 0.5 + 0.5 * side * side * side
        out.closed[level], out.opened[level] = 100 * closed, 100 * (1 - closed)
        for i in range(SHEETS):
            found = spread_out(work.lucks[i], COLUMNS, closed, work.queue, work.came)
            work.reached[i] = 100 * found / ROOMS
            out.crossings[level] += 1 if exit_room(work.came, COLUMNS) != NOWHERE else 0
        out.reached_few[level] = quantile(work.reached, LOW)
        out.reached_half[level] = quantile(work.reached, 0.5)
        out.reached_most[level] = quantile(work.reached, HIGH)
        out.median_cell[level] = median_for(p, limit, level, closed)
        out.median_tumour[level] = median_for(p, p.tumour_limit, level, closed)
        out.median_t[level] = median_for(p, p.t_limit, level, closed)
        out.median_neutrophil[level] = median_for(p, p.neutrophil_limit, level, closed)


def median_for(p, limit, level, closed):
    """Return the median pore at which this share of pores is closed to cells with this limit."""
    if level == 0:
        return OFF_THE_PLOT
    if level == LEVELS - 1:
        return 1 / OFF_THE_PLOT
    return limit / p.cutting * exp(-p.spread * normal_quantile(closed))
