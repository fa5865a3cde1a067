"""Why some cells leave the mass that made them, and why more enzyme need not mean more invasion.

Three densities in a piece of tissue that nothing leaves: tumour cells c (1: the middle of the tumour at the start),
matrix f (1: whole) and enzyme m. Cells neither divide nor die, and enzyme is never cleared::

    dc/dt = D div grad c - X div(c grad f)      cells wander, and climb the slope of the matrix (haptotaxis)
    df/dt = -k m f                              enzyme cuts matrix
    dm/dt = E div grad m + a c                  enzyme spreads, and cells make it

The model and its numbers D, X, k, E, a are those of Anderson, Chaplain, Newman, Steele and Thompson (2000, J Theor Med
2:129). They have no units: the tissue is 1 long. Here it is 2 mm long and a unit of time is 40,000 s, as in Franssen
and others (2019), who took up this model. The published start has enzyme in place and matrix cut; ours, none yet.
"""

from __future__ import annotations

from typing import Any

from widgets.core import Array, Constant, Flag, Inputs, Number, Outputs, Scratch, Seed, Slider, Switch, kernel
from widgets.core.kernels.numerics import exp, quantile, seed_random, to_index, uniform

PAPER, UNITS = "anderson2000", "franssen2019"

COLUMNS, ROWS = 100, 50  # grid cells along the tissue, and across a sheet of it
EDGE = COLUMNS + 2  # a row in memory: a copy of the outermost grid cell stands at either end
FRAMES = 41
LAST, MIDWAY = FRAMES - 1, FRAMES // 2  # frames; half-way is t = 10
STEP = 0.4  # longest time step, in (grid cell)^2 / fastest spread; longer ones grow ripples
STEEPEST = 0.5  # of the matrix, from one grid cell to the next: more than any slope that comes about
DOSES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # times the paper's rate
NONE_SHOWN = 0.003  # where a dose of none stands on a logarithmic axis
TISSUES = 20  # pieces of tissue behind a band
FEW, MOST = 0.1, 0.9  # a band holds the tissues between these shares

ALREADY = 0.5  # the paper's start: so much enzyme, and so much matrix gone, for each unit of cells
APART = 0.9  # a cluster stands apart if somewhere behind it the cells thin out to less than this share of its density
SEEN = 0.01  # and if it is denser than this
NOTED = 1.0  # of 100 cells: a smaller difference goes unsaid

inputs = Inputs(
    enzyme=Slider("Enzyme", 1.0, stops=DOSES, unit="times as published", published=1.0, source=PAPER),
    pull=Slider("Pull of the matrix", 1.0, low=0.0, high=2.0, step=0.05, unit="times as published",
                role="tumour", published=1.0, source=PAPER),
    uneven=Slider("Unevenness", 50.0, low=0.0, high=90.0, step=5.0, unit="%", role="tissue", digits=0,
                  source="assumed", note="of the matrix, as published: none"),
    early=Switch("Enzyme at the start", source=PAPER, note="as published: on"),
    seed=Seed("Tissue", 4),  # one that is neither easy nor hard to cross
    wandering=Constant(0.001, source=PAPER, label="Wandering of the cells (D)"),
    attraction=Constant(0.005, source=PAPER, label="Pull of the matrix (X), as published"),
    cutting=Constant(10.0, source=PAPER, label="Cutting of matrix by enzyme (k)"),
    spread=Constant(0.001, source=PAPER, label="Spread of the enzyme (E)"),
    making=Constant(0.1, source=PAPER, label="Making of enzyme (a), as published"),
    tumour=Constant(0.1, unit="of the length", source=PAPER, label="Width of the tumour at the start"),
    tumour_end=Constant(0.25, unit="of the length", source=PAPER, label="Where it ends at the start"),
    duration=Constant(20.0, unit="units of time", source=PAPER, label="Time shown"),
    length=Constant(2.0, unit="mm", source=UNITS, label="Length of the tissue"),
    time=Constant(40_000 / 86_400, unit="days", source=UNITS, label="Unit of time, 40,000 seconds"),
    margin=Constant(0.6, unit="mm", source="assumed", label="Line to cross"),
    patch=Constant(0.05, unit="mm", source="assumed", label="Width over which uneven matrix is smooth"),
)

line_outputs = Outputs(
    day=Array(FRAMES, unit="days"),
    distance=Array(COLUMNS, label="Distance from the middle of the tumour", unit="mm"),
    cells=Array((FRAMES, COLUMNS), label="Tumour cells", role="tumour"),
    matrix=Array((FRAMES, COLUMNS), label="Matrix left", role="tissue"),
    wanderers=Array(COLUMNS, label="The same cells at the end, if they only wander"),
    share=Array(FRAMES, label="Cells beyond the line", unit="of 100", role="tumour"),
    cluster_end=Number("Where a cluster stands apart at the end; 0 if none does", "mm"),
    cluster_at=Array(FRAMES, label="Where a cluster stands apart; 0 if none does", unit="mm"),
    cluster_density=Array(FRAMES, label="Density of this cluster", role="tumour"),
    days=Number("Time shown", "days"),
    cells_end=Array(COLUMNS, label="Tumour cells at the end", role="tumour"),
    matrix_end=Array(COLUMNS, label="Matrix left at the end", role="tissue"),
    share_end=Number("Cells beyond the line at the end", "of 100", role="tumour"),
    wanderers_end=Number("Cells beyond the line at the end, if they only wander", "of 100"),
    carried=Flag("More cells cross the line than by wandering alone"),
    held=Flag("Fewer cells cross the line than by wandering alone"),
    apart=Flag("More cells cross, and a cluster stands apart beyond the line"),
    erased=Flag("No more cells cross than by wandering alone, with all the published enzyme and pull"),
)
band_outputs = Outputs(
    cells_low=Array(COLUMNS), cells_high=Array(COLUMNS),
    share_low=Number("Cells beyond the line: fewer in a tenth of the tissues", "of 100", role="tumour"),
    share_high=Number("Cells beyond the line: more in a tenth of the tissues", "of 100", role="tumour"),
)
dose_outputs = Outputs(
    dose=Array(len(DOSES), label="Enzyme; none stands at 0.003", unit="times as published"),
    dose_low=Array(len(DOSES)), dose_half=Array(len(DOSES), role="tumour"), dose_high=Array(len(DOSES)),
    dose_midway=Array(len(DOSES), label="Cells beyond the line half-way, in half of the tissues", role="tumour"),
    dose_shown=Number("The enzyme chosen; none stands at 0.003", "times as published"),
    best_dose=Number("Enzyme that brings most cells beyond the line, in half of the tissues", "times as published"),
    most=Flag("The enzyme chosen brings most cells beyond the line"),
)
sheet_outputs = Outputs(
    sheet_y=Array(ROWS, unit="mm"),
    sheet_cells=Array((FRAMES, ROWS, COLUMNS), "f4", role="tumour"),
    sheet_matrix=Array((FRAMES, ROWS, COLUMNS), "f4", role="tissue"),
)


def grid(rows: int, **more: Any) -> Scratch:
    """Return the scratch of a grid of `rows` rows with its edges."""
    fields = ("cells", "matrix", "enzyme", "new_cells", "new_enzyme")
    return Scratch(**dict.fromkeys(fields, ((rows + 2) * EDGE,)), spare=(COLUMNS,), random=Array(4, "u8"), **more)


line_scratch = grid(1, kept=(COLUMNS, TISSUES), shares=(TISSUES,), midway=(TISSUES,))
sheet_scratch = grid(ROWS)


# The law -----------------------------------------------------------------------------------------------------------


def advance(p, now, rows, enzyme, pull, duration):
    """Carry cells, matrix and enzyme forward on a grid of `rows` rows; a line of tissue is a grid of one row."""
    fineness = COLUMNS * COLUMNS
    fastest = max(p.wandering, p.spread, p.attraction * pull * STEEPEST) * min(rows, 2)  # a sheet spreads in two directions
    steps = to_index(duration * fastest * fineness / STEP, 0, 100_000) + 1
    step = duration / steps
    wander, climb, spread = (step * fineness * p.wandering, step * fineness * p.attraction * pull,
                             step * fineness * p.spread)
    for _ in range(steps):
        copy_edges(now, rows)
        for i in range(EDGE, (rows + 1) * EDGE):
            now.new_cells[i], now.new_enzyme[i] = now.cells[i], now.enzyme[i]
        for row in range(1, rows + 1):
            sweep(now, row * EDGE + 1, COLUMNS, 1, wander, climb, spread)
        if rows > 1:
            for column in range(1, COLUMNS + 1):
                sweep(now, EDGE + column, rows, EDGE, wander, climb, spread)
        for i in range(EDGE, (rows + 1) * EDGE):
            after = now.new_enzyme[i] + step * p.making * enzyme * now.cells[i]
            now.matrix[i] *= uncut(p.cutting * step * (now.enzyme[i] + after) / 2)
            now.enzyme[i], now.cells[i] = after, now.new_cells[i]


def sweep(now, first, count, stride, wander, climb, spread):
    """Move cells and enzyme along a row or a column of `count` grid cells: what leaves one enters the next.

    The density that drifts over a face is that of the side it comes from, brought to the face along the gentler of two
    slopes: second order where cells are smooth, and neither ripples nor negative cells where they are not.
    """
    c, f, m = now.cells, now.matrix, now.enzyme
    slope = cells_in = enzyme_in = 0.0
    for k in range(count - 1):
        i = first + k * stride
        j = i + stride
        rise, drift = c[j] - c[i], climb * (f[j] - f[i])
        next_slope = gentler(rise, c[j + stride] - c[j])
        drifting = c[i] + slope / 2 if drift > 0 else c[j] - next_slope / 2
        cells_out, enzyme_out = drift * drifting - wander * rise, spread * (m[i] - m[j])
        now.new_cells[i] += cells_in - cells_out
        now.new_enzyme[i] += enzyme_in - enzyme_out
        slope, cells_in, enzyme_in = next_slope, cells_out, enzyme_out
    now.new_cells[first + (count - 1) * stride] += cells_in
    now.new_enzyme[first + (count - 1) * stride] += enzyme_in


def uncut(x):
    """Return the share of the matrix that stays: exp(-x) but for a share of x^4 / 24, and never below zero."""
    return 1 / (1 + x * (1 + x * (1 / 2 + x / 6)))


def gentler(a, b):
    """Return the slope closer to zero, and zero if one rises and one falls (the minmod limiter)."""
    smaller = a if abs(a) < abs(b) else b
    return smaller if a * b > 0 else 0.0


def copy_edges(now, rows):
    """Set the cells beyond the last of each row and column to those within: no slope there."""
    c = now.cells
    for row in range(1, rows + 1):
        c[row * EDGE + COLUMNS + 1] = c[row * EDGE + COLUMNS]
    if rows > 1:
        for i in range(rows * EDGE, (rows + 1) * EDGE):
            c[i + EDGE] = c[i]


# The start ---------------------------------------------------------------------------------------------------------


def begin(p, now, rows, tissue):
    """Lay out a piece of tissue, of the given number, with the tumour at its left edge."""
    seed_random(now.random, p.seed, tissue)
    for i in range((rows + 2) * EDGE):
        now.matrix[i] = uniform(now.random)
    width = p.patch / p.length * COLUMNS
    for row in range(1, rows + 1):
        blur(now.matrix, now.spare, row * EDGE + 1, COLUMNS, 1, width)
    if rows > 1:
        for column in range(1, COLUMNS + 1):
            blur(now.matrix, now.spare, EDGE + column, rows, EDGE, width)
    low, high = 1.0, 0.0
    for row in range(1, rows + 1):
        for i in range(row * EDGE + 1, row * EDGE + COLUMNS + 1):
            low, high = min(low, now.matrix[i]), max(high, now.matrix[i])
    for row in range(1, rows + 1):
        for column in range(COLUMNS):
            i, x = row * EDGE + 1 + column, (column + 0.5) / COLUMNS
            now.cells[i] = exp(-x * x / (p.tumour * p.tumour)) if x < p.tumour_end else 0.0
            now.enzyme[i] = ALREADY * p.early * now.cells[i]
            thinned = 1 - p.uneven / 100 * (high - now.matrix[i]) / (high - low)
            now.matrix[i] = thinned * (1 - ALREADY * p.early * now.cells[i])


def blur(field, spare, first, count, stride, width):
    """Smooth one line over `width` grid cells (standard deviation); its last is next to its first."""
    for _ in range(to_index(2 * width * width, 0, 1000) + 1):  # each pass adds a variance of one half
        for k in range(count):
            before, after = (k + count - 1) % count, (k + 1) % count
            spare[k] = field[first + k * stride] / 2 + (field[first + before * stride] + field[first + after * stride]) / 4
        for k in range(count):
            field[first + k * stride] = spare[k]


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, line_outputs, line_scratch)
def line(p, out, work):
    """Follow cells and matrix along one line of tissue; then the same cells, if they only wander."""
    begin(p, work, 1, 0)
    for frame in range(FRAMES):
        if frame > 0:
            advance(p, work, 1, p.enzyme, p.pull, p.duration / (FRAMES - 1))
        out.day[frame] = day_of(p, frame)
        for i in range(COLUMNS):
            out.cells[frame, i], out.matrix[frame, i] = work.cells[EDGE + 1 + i], work.matrix[EDGE + 1 + i]
        out.share[frame] = share_beyond(p, work.cells)
        find_cluster(p, out, work.cells, frame)
    out.days, out.share_end, out.cluster_end = out.day[LAST], out.share[LAST], out.cluster_at[LAST]

    begin(p, work, 1, 0)
    advance(p, work, 1, 0.0, 0.0, p.duration)
    for i in range(COLUMNS):
        out.distance[i] = place_of(p, i)
        out.cells_end[i], out.matrix_end[i], out.wanderers[i] = out.cells[LAST, i], out.matrix[LAST, i], work.cells[EDGE + 1 + i]
    out.wanderers_end = share_beyond(p, work.cells)

    out.carried = 1 if out.share_end > out.wanderers_end + NOTED else 0
    out.held = 1 if out.share_end < out.wanderers_end - NOTED else 0
    out.apart = 1 if out.carried == 1 and out.cluster_end > p.margin else 0
    out.erased = 1 if out.carried == 0 and p.enzyme >= 1 and p.pull >= 1 else 0


def place_of(p, i):
    """Return where the middle of grid cell `i` of a line lies, in mm."""
    return (i + 0.5) / COLUMNS * p.length


def day_of(p, frame):
    """Return the day of a frame."""
    return frame * p.duration / (FRAMES - 1) * p.time


def share_beyond(p, cells):
    """Return how many of 100 cells of a line lie beyond the line to cross."""
    total = beyond = 0.0
    for i in range(COLUMNS):
        total += cells[EDGE + 1 + i]
        if place_of(p, i) > p.margin:
            beyond += cells[EDGE + 1 + i]
    return 100 * beyond / total


def find_cluster(p, out, cells, frame):
    """Write the densest peak that stands apart from the cells behind it."""
    thinnest = cells[EDGE + 1]
    for i in range(EDGE + 2, EDGE + COLUMNS):
        thinnest = min(thinnest, cells[i])
        is_peak = cells[i - 1] < cells[i] and cells[i] >= cells[i + 1]
        if is_peak and cells[i] > max(SEEN, thinnest / APART, out.cluster_density[frame]):
            out.cluster_at[frame], out.cluster_density[frame] = place_of(p, i - EDGE - 1), cells[i]


@kernel(inputs, band_outputs, line_scratch, slow=True, compact=True, vectors=True)
def tissues(p, out, work):
    """Follow the cells through many pieces of tissue that are uneven in other places."""
    for tissue in range(TISSUES):
        begin(p, work, 1, tissue)
        advance(p, work, 1, p.enzyme, p.pull, p.duration)
        for i in range(COLUMNS):
            work.kept[i, tissue] = work.cells[EDGE + 1 + i]
        work.shares[tissue] = share_beyond(p, work.cells)
    out.share_low, out.share_high = quantile(work.shares, FEW), quantile(work.shares, MOST)
    for i in range(COLUMNS):
        out.cells_low[i], out.cells_high[i] = quantile(work.kept[i], FEW), quantile(work.kept[i], MOST)


@kernel(inputs, dose_outputs, line_scratch, slow=True, compact=True, vectors=True)
def doses(p, out, work):
    """Count the cells beyond the line for every amount of enzyme that the slider offers, in many pieces of tissue."""
    for dose in range(len(DOSES)):
        for tissue in range(TISSUES):
            begin(p, work, 1, tissue)
            advance(p, work, 1, DOSES[dose], p.pull, p.duration / 2)
            work.midway[tissue] = share_beyond(p, work.cells)
            advance(p, work, 1, DOSES[dose], p.pull, p.duration / 2)
            work.shares[tissue] = share_beyond(p, work.cells)
        out.dose[dose], out.dose_midway[dose] = max(DOSES[dose], NONE_SHOWN), quantile(work.midway, 0.5)
        out.dose_low[dose], out.dose_high[dose] = quantile(work.shares, FEW), quantile(work.shares, MOST)
        out.dose_half[dose] = quantile(work.shares, 0.5)
    best = 0
    for dose in range(len(DOSES)):
        best = dose if out.dose_half[dose] > out.dose_half[best] else best
    out.dose_shown, out.best_dose = max(p.enzyme, NONE_SHOWN), DOSES[best]
    out.most = 1 if p.enzyme == out.best_dose and p.enzyme > 0 else 0


@kernel(inputs, sheet_outputs, sheet_scratch, slow=True, compact=True, vectors=True)
def sheet(p, out, work):
    """Follow cells and matrix in a sheet of tissue, with the tumour along its left edge."""
    for row in range(ROWS):
        out.sheet_y[row] = place_of(p, row)
    begin(p, work, ROWS, 0)
    for frame in range(FRAMES):
        if frame > 0:
            advance(p, work, ROWS, p.enzyme, p.pull, p.duration / (FRAMES - 1))
        for row in range(ROWS):
            for i in range(COLUMNS):
                at = (row + 1) * EDGE + 1 + i
                out.sheet_cells[frame, row, i], out.sheet_matrix[frame, row, i] = work.cells[at], work.matrix[at]
