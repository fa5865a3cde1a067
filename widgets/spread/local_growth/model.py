"""What makes a breast tumour locally advanced, its size or its place: growing into the neighbours.

A slab of breast in millimetres, from the skin down: skin, breast, fascia, muscle, ribs. The density u of tumour cells
is 1 where the tissue is full of them. Cells wander and divide, more slowly where the tissue resists (ease < 1)::

    du/dt = div(spread ease grad u) + growth ease u (1 - u)        nothing crosses the borders of the slab

The law is in tissue.py. It is the equation of Fisher (1937) and of Kolmogorov, Petrovsky and Piskunov. Without resistance an edge moves at
2 sqrt(spread growth) at most. Time inside is in days at the pace of these two constants; `pace` stretches it.

The slab is the slow kernel. The quick one follows the same law along three rays from the tumour's middle, sideways,
to the skin and to the ribs, as if what it meets were round about it: u depends on the distance r alone, and
div(...) = d/dr(r spread ease du/dr) / r. The hundred tumours are followed along rays too.
"""

from __future__ import annotations

from widgets.core import Array, Choice, Constant, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, kernel
from widgets.core.kernels.numerics import exp, normal, seed_random, to_index, uniform

from .tissue import (
    COLUMNS,
    GRID,
    ROWS,
    begin_ray,
    ease_at,
    edge,
    rows_above,
    spread_along_ray,
    spread_and_grow,
)

RULE = "nci_breast_cancer_staging"
PACE = "weedonfekjaer2008"
DAYS_PER_YEAR = 365.25

LONGEST_STEP = 0.225  # of GRID^2 / spread, nine tenths of what is stable in two dimensions
BEYOND = GRID / 2  # mm: a border is passed when the edge stands in the middle of the first grid cell beyond it
REFERENCE = 0.993  # years from 10 to 20 mm at the constants below, computed; `pace` is said in these years
FOLLOWED = 7.0  # years at that pace: a tumour is then about 70 mm across and nears the borders of the slab

YEARS = 8.0  # shown
FRAMES = 29
DRAWN_ROWS, DRAWN_COLUMNS = ROWS // 2, COLUMNS  # the picture has grid cells of 1 mm, and both halves
FULL = 100  # the number that stands for a full tissue in the picture

PECTORAL, SERRATUS = 0, 1  # which muscle lies behind
T1, T2, T3, T4A, T4B, T4C = range(6)

TUMOURS = 100
CROWD_FIRST, CROWD_FRAMES = 2.0, 13  # years: half-years from 2 to 8
ASKED = (0, 4, 8)  # the frames of 2, 4 and 6 years
NEVER = -1.0  # years: stands for an event that does not come

inputs = Inputs(
    depth=Slider("Depth of its middle", 34.0, low=5.0, high=38.0, step=1.0, unit="mm under the skin", role="tumour",
                 source="assumed", note="assumed: fascia 40 mm deep"),
    barrier=Slider("Resistance of skin and fascia", 20.0, low=1.0, high=50.0, step=1.0, unit="× that of breast", role="tissue",
                   digits=0, source="assumed"),
    pace=Slider("From 10 to 20 mm in", 0.8, low=0.4, high=3.0, step=0.1, unit="years", role="tumour", published=0.8,
                source=PACE, note="half of tumours: under 0.8 years"),
    behind=Choice("Muscle behind it", PECTORAL, options={"large chest muscle": PECTORAL, "serratus, at the side": SERRATUS},
                  role="tissue", source=RULE),
    seed=Seed("A hundred tumours", default=19),  # a draw near the average: 25 are T4 after two years, 54 after six
    spread=Constant(0.0128, unit="mm² a day", source="assumed", label="Spread of the cells, D"),
    growth=Constant(0.0057, unit="a day", source="assumed", label="Growth, rho"),
    visible=Constant(0.16, source="assumed", label="Density at the edge that can be seen"),
    start_radius=Constant(1.0, unit="mm", source="assumed", label="Radius at the start"),
    skin=Constant(1.5, unit="mm", source="assumed", label="Thickness of the skin"),
    fascia_top=Constant(40.0, unit="mm", source="assumed", label="Depth of the fascia"),
    fascia_end=Constant(41.5, unit="mm", source="assumed", label="Depth of the muscle"),
    muscle_end=Constant(51.5, unit="mm", source="assumed", label="Depth of the ribs"),
    pace_spread=Constant(1.26, source=PACE, label="Spread of the logarithm of the pace, refitted"),
    barrier_spread=Constant(0.7, source="assumed", label="Spread of the logarithm of the resistance"),
)

outputs = Outputs(
    year=Array(FRAMES, unit="years"),
    diameter=Array(FRAMES, label="Size", unit="mm", role="tumour"),
    reach_up=Array(FRAMES, label="Depth of its upper edge", unit="mm"),
    reach_down=Array(FRAMES, label="Depth of its lower edge", unit="mm"),
    t_now=Array(FRAMES, "i4", label="T at each time, see T_NAMES"),
    years_shown=Number("Time followed", "years"),
    diameter_end=Number("Size at the end", "mm", role="tumour"),
    size_class=Number("T by size alone at the end: 1, 2 or 3"),
    dermis_year=Number("Reaches the lower edge of the skin; -1 if never", "years"),
    skin_year=Number("Breaks through the skin; -1 if never", "years", role="tumour"),
    muscle_year=Number("Grows through the fascia into the large chest muscle; -1 if never", "years"),
    wall_year=Number("Grows into the chest wall; -1 if never", "years", role="tumour"),
    muscle_size=Number("Size when it grows into the muscle", "mm", role="tumour"),
    skin_size=Number("Size when it breaks through the skin", "mm", role="tumour"),
    wall_size=Number("Size when it grows into the chest wall", "mm", role="tumour"),
    wall_depth=Number("Depth at which the chest wall begins", "mm"),
    both=Flag("Chest wall and skin: T4c"),
    wall=Flag("Chest wall alone: T4a"),
    through_skin=Flag("Skin alone: T4b"),
    in_muscle=Flag("In the large chest muscle, and not T4"),
    in_dermis=Flag("In the dermis, and not T4"),
    small_fourth=Flag("T4 with 20 mm or less"),
    large_third=Flag("Larger than 50 mm and not T4"),
    muscle_second=Flag("In the large chest muscle, and T2 at the end"),
)
scratch = Scratch(
    side=(COLUMNS,), side_ease=(COLUMNS,), side_face=(COLUMNS,), up=(ROWS,), up_ease=(ROWS,), up_face=(ROWS,),
    down=(ROWS,), down_ease=(ROWS,), down_face=(ROWS,),
)

slab_outputs = Outputs(
    across=Array(DRAWN_COLUMNS, label="Place across", unit="mm"),
    deep=Array(DRAWN_ROWS, label="Depth", unit="mm"),
    cells=Array((FRAMES, DRAWN_ROWS, DRAWN_COLUMNS), "u1", label="Tumour cells, of 100 that have room", role="tumour"),
    slab_diameter=Array(FRAMES, label="Size in the slab", unit="mm", role="tumour"),
    slab_up=Array(FRAMES, label="Depth of the upper edge in the slab", unit="mm"),
    slab_down=Array(FRAMES, label="Depth of the lower edge in the slab", unit="mm"),
    slab_mass=Array(FRAMES, label="Area of tumour, as if packed full", unit="mm²"),
    slab_fascia_year=Number("Passes the fascia in the slab; -1 if never", "years"),
    slab_skin_year=Number("Breaks through the skin in the slab; -1 if never", "years"),
    slab_fascia_size=Number("Size when it passes the fascia in the slab", "mm"),
    slab_skin_size=Number("Size when it breaks through the skin in the slab", "mm"),
)
slab_scratch = Scratch(now=(ROWS * COLUMNS,), then=(ROWS * COLUMNS,), ease=(ROWS,))

crowd_outputs = Outputs(
    crowd_year=Array(CROWD_FRAMES, unit="years"),
    crowd_depth=Array(TUMOURS, label="Depth of the middle", unit="mm"),
    crowd_size=Array((CROWD_FRAMES, TUMOURS), label="Size", unit="mm", role="tumour"),
    crowd_t=Array((CROWD_FRAMES, TUMOURS), "i4", label="T of each tumour, see T_NAMES"),
    counts=Array(12, label="T1, T2, T3, T4, each after 2, 4 and 6 years", unit="of 100 tumours"),
)
CURVE = 600  # more than the steps of FOLLOWED years
crowd_scratch = Scratch(
    side=(COLUMNS,), side_ease=(COLUMNS,), side_face=(COLUMNS,), ray=(ROWS,), ray_ease=(ROWS,), ray_face=(ROWS,),
    curve=(CURVE,), state=Array(4, "u8"),
)


# What the tumour has come to ----------------------------------------------------------------------------------------


def wall_begins(p):
    """Return the depth of the chest wall: serratus is part of it, the large chest muscle is not."""
    return p.fascia_end if p.behind == SERRATUS else p.muscle_end


def t_of(diameter, at_wall, at_skin):
    """Return the T category, by place first and then by size."""
    if at_wall and at_skin:
        return T4C
    if at_wall:
        return T4A
    if at_skin:
        return T4B
    return T1 if diameter <= 20 else T2 if diameter <= 50 else T3


def has_come(event, year):
    """Say whether an event has come by this year."""
    return event >= 0 and event <= year


def hurry(p):
    """Return how many times faster than with the constants this tumour lives."""
    return REFERENCE / p.pace


def followed(p):
    """Return the years for which the tumour is followed."""
    return min(YEARS, FOLLOWED / hurry(p))


def steps_for(p, days):
    """Return how many steps these days need at least."""
    return to_index(days * p.spread / (LONGEST_STEP * GRID * GRID), 0, CURVE) + 1


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, outputs, scratch)
def local_growth(p, out, work):
    """Follow the tumour along three rays: sideways, to the skin, to the ribs."""
    above = rows_above(p.depth)
    middle, below = above * GRID, ROWS - above
    out.wall_depth = wall_begins(p)
    begin_ray(p, work.side, work.side_ease, work.side_face, COLUMNS, 1.0, middle, 0)
    begin_ray(p, work.up, work.up_ease, work.up_face, above, p.barrier, middle, -1)
    begin_ray(p, work.down, work.down_ease, work.down_face, below, p.barrier, middle, 1)
    out.dermis_year = out.skin_year = out.muscle_year = out.wall_year = NEVER
    out.years_shown = followed(p)
    years = out.years_shown / (FRAMES - 1)
    days = years * DAYS_PER_YEAR * hurry(p)
    steps = steps_for(p, days)
    for frame in range(FRAMES):
        for step in range(steps if frame > 0 else 0):
            spread_along_ray(p, work.side, work.side_ease, work.side_face, COLUMNS, days / steps)
            spread_along_ray(p, work.up, work.up_ease, work.up_face, above, days / steps)
            spread_along_ray(p, work.down, work.down_ease, work.down_face, below, days / steps)
            note_events(p, out, work, middle, above, below, (frame - 1 + (step + 1) / steps) * years)
        out.year[frame] = frame * years
        out.diameter[frame] = 2 * edge(p, work.side, 0, COLUMNS)
        out.reach_up[frame] = middle - edge(p, work.up, 0, above)
        out.reach_down[frame] = middle + edge(p, work.down, 0, below)
        out.t_now[frame] = t_of(out.diameter[frame], has_come(out.wall_year, out.year[frame]),
                                has_come(out.skin_year, out.year[frame]))
    describe_end(p, out)


def note_events(p, out, work, middle, above, below, year):
    """Write the year in which an edge first passes a border, and the size then."""
    up, down = middle - edge(p, work.up, 0, above), middle + edge(p, work.down, 0, below)
    if out.dermis_year < 0 and up < p.skin - BEYOND:
        out.dermis_year = year
    if out.skin_year < 0 and up < BEYOND:
        out.skin_year, out.skin_size = year, 2 * edge(p, work.side, 0, COLUMNS)
    if p.behind == PECTORAL and out.muscle_year < 0 and down > p.fascia_end + BEYOND:
        out.muscle_year, out.muscle_size = year, 2 * edge(p, work.side, 0, COLUMNS)
    if out.wall_year < 0 and down > wall_begins(p) + BEYOND:
        out.wall_year, out.wall_size = year, 2 * edge(p, work.side, 0, COLUMNS)


def describe_end(p, out):
    """Write the size at the end, and the flags for the sentence and the challenges."""
    out.diameter_end = out.diameter[FRAMES - 1]
    by_size = t_of(out.diameter_end, False, False)
    out.size_class = by_size + 1
    at_wall, at_skin = out.wall_year >= 0, out.skin_year >= 0
    fourth = at_wall or at_skin
    out.both = at_wall and at_skin
    out.wall = at_wall and not at_skin
    out.through_skin = at_skin and not at_wall
    out.in_muscle = not fourth and out.muscle_year >= 0
    out.in_dermis = not fourth and out.muscle_year < 0 and out.dermis_year >= 0
    out.small_fourth = (at_wall and out.wall_size <= 20) or (at_skin and out.skin_size <= 20)
    out.large_third = not fourth and by_size == T3
    out.muscle_second = out.in_muscle == 1 and by_size == T2


@kernel(inputs, slab_outputs, slab_scratch, slow=True, vectors=True)
def slab(p, out, work):
    """Follow the tumour in the slab, and draw it."""
    middle = rows_above(p.depth) * GRID
    for row in range(ROWS):
        work.ease[row] = ease_at(p, p.barrier, (row + 0.5) * GRID)
        for column in range(COLUMNS):
            x, y = (column + 0.5) * GRID, (row + 0.5) * GRID - middle
            work.now[row * COLUMNS + column] = 1.0 if x * x + y * y <= p.start_radius * p.start_radius else 0.0
    years = followed(p) / (FRAMES - 1)
    days = years * DAYS_PER_YEAR * hurry(p)
    steps = steps_for(p, days)
    behind_fascia = to_index(p.fascia_end / GRID + 0.5, 0, ROWS - 1) * COLUMNS
    out.slab_fascia_year = out.slab_skin_year = NEVER
    for frame in range(FRAMES):
        for step in range(steps if frame > 0 else 0):
            spread_and_grow(p, work.now, work.then, work.ease, COLUMNS, ROWS, days / steps)
            for i in range(ROWS * COLUMNS):
                work.now[i] = work.then[i]
            year = (frame - 1 + (step + 1) / steps) * years
            if out.slab_fascia_year < 0 and work.now[behind_fascia] > p.visible:
                out.slab_fascia_year, out.slab_fascia_size = year, width(p, work.now)
            if out.slab_skin_year < 0 and work.now[0] > p.visible:
                out.slab_skin_year, out.slab_skin_size = year, width(p, work.now)
        draw(out, work.now, frame)
        measure(p, out, work.now, frame)


def width(p, now):
    """Return how wide the visible tumour is, in mm."""
    half = 0.0
    for row in range(ROWS):
        half = max(half, edge(p, now, row * COLUMNS, COLUMNS))
    return 2 * half


def draw(out, now, frame):
    """Write the picture of both halves, four grid cells to one of the picture."""
    for row in range(DRAWN_ROWS):
        out.deep[row] = 2 * GRID * (row + 0.5)
        for column in range(DRAWN_COLUMNS // 2):
            i = 2 * row * COLUMNS + 2 * column
            full = (now[i] + now[i + 1] + now[i + COLUMNS] + now[i + COLUMNS + 1]) / 4
            left, right = DRAWN_COLUMNS // 2 - 1 - column, DRAWN_COLUMNS // 2 + column
            out.across[right] = 2 * GRID * (column + 0.5)
            out.across[left] = -out.across[right]
            out.cells[frame, row, left] = out.cells[frame, row, right] = to_index(full * FULL + 0.5, 0, FULL)


def measure(p, out, now, frame):
    """Write how wide the visible tumour is, how high and low it reaches, and how much of it there is."""
    first, last, mass = -1, -1, 0.0
    for row in range(ROWS):
        if edge(p, now, row * COLUMNS, COLUMNS) > 0:
            first = row if first < 0 else first
            last = row
        for column in range(COLUMNS):
            mass += now[row * COLUMNS + column]
    out.slab_up[frame], out.slab_down[frame] = first * GRID, (last + 1) * GRID
    out.slab_diameter[frame] = max(width(p, now), out.slab_down[frame] - out.slab_up[frame])
    out.slab_mass[frame] = 2 * mass * GRID * GRID


@kernel(inputs, crowd_outputs, crowd_scratch, slow=True)
def crowd(p, out, work):
    """Draw a hundred tumours, each with a depth, a pace and a resistance, and follow them along rays."""
    steps = steps_for(p, FOLLOWED * DAYS_PER_YEAR) - 1
    days = FOLLOWED * DAYS_PER_YEAR / steps
    begin_ray(p, work.side, work.side_ease, work.side_face, COLUMNS, 1.0, 0.0, 0)
    for step in range(steps + 1):
        if step > 0:
            spread_along_ray(p, work.side, work.side_ease, work.side_face, COLUMNS, days)
        work.curve[step] = 2 * edge(p, work.side, 0, COLUMNS)
    for frame in range(CROWD_FRAMES):
        out.crowd_year[frame] = CROWD_FIRST + frame * (YEARS - CROWD_FIRST) / (CROWD_FRAMES - 1)
    low, high = 5.0, 38.0  # as the slider of the depth
    for tumour in range(TUMOURS):
        seed_random(work.state, p.seed, tumour)
        depth = low + (high - low) * uniform(work.state)
        fast = hurry(p) * exp(p.pace_spread * normal(work.state))
        barrier = max(p.barrier * exp(p.barrier_spread * normal(work.state)), 1.0)
        above = rows_above(depth)
        middle = above * GRID
        out.crowd_depth[tumour] = middle
        most = min(to_index(YEARS * fast * DAYS_PER_YEAR / days, 0, steps) + 1, steps)
        skin = passes(p, work, above, barrier, middle, -1, middle - BEYOND, days, most)
        wall = passes(p, work, ROWS - above, barrier, middle, 1, wall_begins(p) + BEYOND - middle, days, most)
        for frame in range(CROWD_FRAMES):
            lived = out.crowd_year[frame] * fast * DAYS_PER_YEAR / days  # in steps
            out.crowd_size[frame, tumour] = work.curve[to_index(lived + 0.5, 0, steps)]
            out.crowd_t[frame, tumour] = t_of(out.crowd_size[frame, tumour], has_come(wall, lived),
                                              has_come(skin, lived))
    count(out)


def passes(p, work, count, barrier, middle, way, distance, days, most):
    """Return the step at which the edge on one ray passes this distance; NEVER if not within `most` steps."""
    begin_ray(p, work.ray, work.ray_ease, work.ray_face, count, barrier, middle, way)
    for step in range(most):
        spread_along_ray(p, work.ray, work.ray_ease, work.ray_face, count, days)
        if edge(p, work.ray, 0, count) > distance:
            return step + 1.0
    return NEVER


def count(out):
    """Count the tumours of each category after 2, 4 and 6 years."""
    for i in range(len(ASKED)):
        for tumour in range(TUMOURS):
            out.counts[min(out.crowd_t[ASKED[i], tumour], T4A) * len(ASKED) + i] += 1
