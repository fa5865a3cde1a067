"""Why do cells leave the mass that made them, and does more enzyme mean more invasion?

Three densities on a piece of tissue that nothing leaves: tumour cells c (1: the middle of the tumour at the start),
matrix f (1: whole) and enzyme m. Cells neither divide nor die, and enzyme is never cleared::

    dc/dt = D div grad c - X div(c grad f)      cells wander, and climb the slope of the matrix (haptotaxis)
    df/dt = -k m f                              enzyme cuts matrix
    dm/dt = E div grad m + a c                  enzyme spreads, and cells make it

Inside: millimetres and hours. The model is that of Anderson, Chaplain, Newman, Steele and Thompson (2000, J Theor Med
2:129). Its numbers have no units: D = E = 0.001, X = 0.005, k = 10, a = 0.1, a tumour exp(-x^2 / 0.01) that ends at
x = 0.25, followed to t = 20. Units come from Franssen and others (2019), who count lengths in 2 mm and times in
40,000 s, so that D = 0.001 is 360 square micrometres an hour.
"""

from __future__ import annotations

import math
from typing import Any

from widgets.core import (
    Array,
    Challenge,
    Choice,
    Constant,
    Flag,
    Frames,
    Inputs,
    Match,
    Number,
    Outputs,
    Scratch,
    Seed,
    Simulation,
    Slider,
    Table,
    View,
    kernel,
)
from widgets.core.numerics import exp, seed_random, to_index, uniform

PAPER = "anderson2000"
HOURS_PER_DAY = 24.0
MM_PER_UM = 1e-3
TIME_UNIT = 40_000 / 3600  # hours: one unit of time of the paper

COLUMNS = 100  # grid cells along a line of tissue
SIDE = 64  # grid cells along each side of a square of tissue
FRAMES = 41
DAY_OF_THE_PAPER = 20  # the frame of day 4.6: t = 10, at which the paper shows its lines
DOSES = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # times the paper's rate
NONE_SHOWN = 0.003  # where a dose of none stands on a logarithmic axis

EVEN, PATCHY, BANDS = 0, 1, 2
PATCH = 0.05  # mm: the width over which noise is smoothed; in bands, along and across them
ALONG_BANDS, ACROSS_BANDS = 0.2, 0.03

SLOPE = 0.2  # mm: the pull is said as the speed on a slope where matrix rises from none to whole within this
ALREADY_OUT = 0.5  # the paper's start: so much enzyme, and so much matrix gone, for each unit of cells
LINE_STEP, SQUARE_STEP = 0.4, 0.2  # longest time step, in (grid cell)^2 / fastest spread; longer ones grow ripples

APART = 0.9  # a cluster stands apart if somewhere behind it the cells thin out to less than this share of its density
CLEAR = 0.5  # and clearly so, if to less than this
SEEN = 0.01  # it counts if it is denser than this
NOTED = 1.0  # of 100 cells: a smaller difference goes unsaid

inputs = Inputs(
    enzyme=Slider("Enzyme made by the cells", 1.0, stops=DOSES, unit="times as published", published=1.0, source=PAPER),
    haptotaxis=Slider("Pull of the matrix", 9.0, low=0.0, high=18.0, step=0.5, unit="µm per hour", published=9.0,
                      role="tumour", source=PAPER, note="speed on a slope 0.2 mm wide"),
    wandering=Slider("Wandering of the cells", 360.0, stops=(90.0, 180.0, 360.0, 720.0), unit="µm² per hour",
                     published=360.0, digits=0, role="tumour", source=PAPER, note="360 is 0.13 mm in a day"),
    start=Choice("Enzyme at the start", 0, options={"none yet": 0, "already out": 1}, source=PAPER,
                 note="as published: already out"),
    tissue=Choice("Tissue", EVEN, options={"even": EVEN, "patchy": PATCHY, "in bands": BANDS}, role="tissue",
                  source="assumed", note="as published: even"),
    seed=Seed("Which patches"),
    enzyme_spread=Constant(360.0, unit="µm² per hour", source=PAPER, label="Spread of the enzyme"),
    making=Constant(0.009, unit="units of enzyme per hour", source=PAPER, label="Making of enzyme, as published"),
    cutting=Constant(0.9, unit="per hour and unit of enzyme", source=PAPER, label="Cutting of the matrix"),
    length=Constant(2.0, unit="mm", source="franssen2019", label="Length of the tissue"),
    tumour_radius=Constant(0.2, unit="mm", source=PAPER, label="Radius of the tumour, along a line"),
    tumour_end=Constant(0.5, unit="mm", source=PAPER, label="End of the tumour, along a line"),
    line_hours=Constant(20 * TIME_UNIT, unit="hours", source=PAPER, label="Time shown, along a line"),
    blob_radius=Constant(0.1, unit="mm", source="assumed", label="Radius of the tumour, from above"),
    square_hours=Constant(10 * TIME_UNIT, unit="hours", source="assumed", label="Time shown, from above"),
    margin=Constant(0.6, unit="mm", source="assumed", label="The line to cross"),
    thinnest=Constant(0.2, source="assumed", label="Thinnest matrix of uneven tissue"),
)

line_outputs = Outputs(
    day=Array(FRAMES, unit="days"),
    distance=Array(COLUMNS, label="Distance from the middle of the tumour", unit="mm"),
    cells=Array((FRAMES, COLUMNS), label="Tumour cells", role="tumour"),
    matrix=Array((FRAMES, COLUMNS), label="Matrix left", role="tissue"),
    cut=Array((FRAMES, COLUMNS), label="Share of the matrix cut per hour"),
    wanderers=Array((FRAMES, COLUMNS), label="Cells that only wander", role="tumour"),
    share=Array(FRAMES, label="Cells beyond the line", unit="of 100", role="tumour"),
    wanderers_share=Array(FRAMES, label="Cells beyond the line, if they only wander", unit="of 100"),
    cluster_at=Array(FRAMES, label="Where a cluster stands apart; 0 if none does", unit="mm"),
    cluster_density=Array(FRAMES, label="Density of this cluster", role="tumour"),
    days_shown=Number(unit="days"),
    share_end=Number("Cells beyond the line at the end", "of 100", role="tumour"),
    wanderers_end=Number("Cells beyond the line at the end, if they only wander", "of 100"),
    apart_day=Number("First day on which a cluster stands apart beyond the line; 0 if none does", "days"),
    carried=Flag("More cells cross the line than by wandering alone"),
    held=Flag("Fewer cells cross the line than by wandering alone"),
    apart=Flag("A cluster stands apart beyond the line, and more cells cross it"),
    clear=Flag("So clearly, in even tissue, that cells behind it are less than half as dense"),
)
line_scratch = Scratch(
    cells=(COLUMNS,), matrix=(COLUMNS,), enzyme=(COLUMNS,), new_cells=(COLUMNS,), new_enzyme=(COLUMNS,),
    spare=(COLUMNS,), random=Array(4, "u8"),
)

dose_outputs = Outputs(
    dose=Array(len(DOSES), label="Enzyme; none stands at 0.003", unit="times as published"),
    dose_share=Array((FRAMES, len(DOSES)), label="Cells beyond the line", unit="of 100", role="tumour"),
    dose_shown=Number("The enzyme chosen; none stands at 0.003", "times as published"),
    best_dose=Number("Enzyme that brings most cells beyond the line at the end", "times as published"),
    most=Flag("The enzyme chosen brings most cells beyond the line"),
)

square_outputs = Outputs(
    square_day=Array(FRAMES, unit="days"),
    square_place=Array(SIDE, label="Distance from the middle", unit="mm"),
    square_cells=Array((FRAMES, SIDE, SIDE), "f4", label="Tumour cells", role="tumour"),
    square_matrix=Array((FRAMES, SIDE, SIDE), "f4", label="Matrix left", role="tissue"),
    square_share=Array(FRAMES, label="Cells outside the circle", unit="of 100", role="tumour"),
    square_reach=Array(FRAMES, label="Distance of the cells from the middle, root mean square", unit="mm",
                       role="tumour"),
)
square_scratch = Scratch(
    cells=(SIDE * SIDE,), matrix=(SIDE * SIDE,), enzyme=(SIDE * SIDE,), new_cells=(SIDE * SIDE,),
    new_enzyme=(SIDE * SIDE,), spare=(SIDE,), random=Array(4, "u8"),
)


# The law -----------------------------------------------------------------------------------------------------------


def advance(p, now, columns, rows, enzyme, haptotaxis, hours, longest_step):
    """Carry cells, matrix and enzyme forward on a grid of `rows` lines; a line of tissue is a grid of one row."""
    area = (p.length / columns) * (p.length / columns)  # of a grid cell
    wandering, spread = p.wandering * MM_PER_UM * MM_PER_UM, p.enzyme_spread * MM_PER_UM * MM_PER_UM
    pull = haptotaxis * MM_PER_UM * SLOPE  # X, in mm^2 per hour
    steps = to_index(hours * max(wandering, spread, pull) / (longest_step * area), 0, 100_000) + 1
    step = hours / steps
    wandering, spread, pull = wandering * step / area, spread * step / area, pull * step / area
    for _ in range(steps):
        for i in range(columns * rows):
            now.new_cells[i], now.new_enzyme[i] = now.cells[i], now.enzyme[i]
        for row in range(rows):
            cross_faces(now, row * columns, 1, columns, wandering, pull, spread)
        if rows > 1:
            for column in range(columns):
                cross_faces(now, column, columns, rows, wandering, pull, spread)
        for i in range(columns * rows):
            now.matrix[i] *= exp(-p.cutting * now.enzyme[i] * step)
            now.enzyme[i] = now.new_enzyme[i] + p.making * enzyme * now.cells[i] * step
            now.cells[i] = now.new_cells[i]


def cross_faces(now, first, stride, count, wandering, pull, spread):
    """Move cells and enzyme over the faces between neighbours in one line; what leaves one grid cell enters the next."""
    for k in range(count - 1):
        left = first + k * stride
        right = left + stride
        rise = now.cells[right] - now.cells[left]
        drift = pull * (now.matrix[right] - now.matrix[left])
        # The density that drifts is that of the side it comes from, brought to the face along the gentler of two
        # slopes: second order where cells are smooth, and neither ripples nor negative cells where they are not.
        if drift > 0:
            behind = now.cells[left] - now.cells[left - stride] if k > 0 else 0.0
            at_face = now.cells[left] + gentler(behind, rise) / 2
        else:
            ahead = now.cells[right + stride] - now.cells[right] if k < count - 2 else 0.0
            at_face = now.cells[right] - gentler(rise, ahead) / 2
        crossing = drift * at_face - wandering * rise
        now.new_cells[left] -= crossing
        now.new_cells[right] += crossing
        crossing = spread * (now.enzyme[left] - now.enzyme[right])
        now.new_enzyme[left] -= crossing
        now.new_enzyme[right] += crossing


def gentler(a, b):
    """Return the slope closer to zero, and zero if one rises and one falls (the minmod limiter)."""
    if a * b <= 0:
        return 0.0
    return a if abs(a) < abs(b) else b


# The start ---------------------------------------------------------------------------------------------------------


def lay_matrix(p, now, columns, rows):
    """Fill the tissue with matrix: even, or noise that is smoothed alike in all directions or along bands."""
    for i in range(columns * rows):
        now.matrix[i] = 1.0
    if p.tissue == EVEN or (p.tissue == BANDS and rows == 1):  # a line along a band meets no change
        return
    along, across = PATCH, PATCH
    if p.tissue == BANDS:
        along, across = ALONG_BANDS, ACROSS_BANDS
    grid = p.length / columns
    seed_random(now.random, p.seed)
    for i in range(columns * rows):
        now.matrix[i] = uniform(now.random)
    for row in range(rows):
        blur(now.matrix, now.spare, row * columns, 1, columns, along / grid)
    if rows > 1:
        for column in range(columns):
            blur(now.matrix, now.spare, column, columns, rows, across / grid)
    low = high = now.matrix[0]
    for i in range(columns * rows):
        low, high = min(low, now.matrix[i]), max(high, now.matrix[i])
    for i in range(columns * rows):
        now.matrix[i] = p.thinnest + (1 - p.thinnest) * (now.matrix[i] - low) / (high - low)


def blur(field, spare, first, stride, count, width):
    """Smooth one line over `width` grid cells (standard deviation), its last next to its first."""
    for _ in range(to_index(2 * width * width, 0, 1000) + 1):  # each pass adds a variance of one half
        for k in range(count):
            before, after = (k + count - 1) % count, (k + 1) % count
            neighbours = field[first + before * stride] + field[first + after * stride]
            spare[k] = field[first + k * stride] / 2 + neighbours / 4
        for k in range(count):
            field[first + k * stride] = spare[k]


def put_enzyme(p, now, count):
    """Give the tumour no enzyme yet, or as much as the paper does, and the gap in the matrix that goes with it."""
    for i in range(count):
        now.enzyme[i] = ALREADY_OUT * p.start * now.cells[i]
        now.matrix[i] *= 1 - ALREADY_OUT * p.start * now.cells[i]


def begin_line(p, now):
    """Lay tissue and tumour along a line from the middle of the tumour outwards."""
    lay_matrix(p, now, COLUMNS, 1)
    for i in range(COLUMNS):
        x = middle(p, i, COLUMNS)
        now.cells[i] = exp(-x * x / (p.tumour_radius * p.tumour_radius)) if x <= p.tumour_end else 0.0
    put_enzyme(p, now, COLUMNS)


def middle(p, i, columns):
    """Return where the middle of grid cell `i` lies, in mm from the edge of the tissue."""
    return (i + 0.5) * p.length / columns


# The kernels -------------------------------------------------------------------------------------------------------


@kernel(inputs, line_outputs, line_scratch)
def line(p, out, work):
    """Follow cells, matrix and enzyme along a line; then the same cells, if they only wander."""
    hours = p.line_hours / (FRAMES - 1)
    begin_line(p, work)
    for frame in range(FRAMES):
        if frame > 0:
            advance(p, work, COLUMNS, 1, p.enzyme, p.haptotaxis, hours, LINE_STEP)
        out.day[frame] = frame * hours / HOURS_PER_DAY
        for i in range(COLUMNS):
            out.distance[i] = middle(p, i, COLUMNS)
            out.cells[frame, i] = work.cells[i]
            out.matrix[frame, i] = work.matrix[i]
            out.cut[frame, i] = 1 - exp(-p.cutting * work.enzyme[i])
        out.share[frame] = share_beyond(p, work.cells)
        describe_cluster(p, out, work.cells, frame)

    begin_line(p, work)
    for frame in range(FRAMES):
        if frame > 0:
            advance(p, work, COLUMNS, 1, 0.0, 0.0, hours, LINE_STEP)
        for i in range(COLUMNS):
            out.wanderers[frame, i] = work.cells[i]
        out.wanderers_share[frame] = share_beyond(p, work.cells)

    out.days_shown = out.day[FRAMES - 1]
    out.share_end, out.wanderers_end = out.share[FRAMES - 1], out.wanderers_share[FRAMES - 1]
    out.carried = 1 if out.share_end > out.wanderers_end + NOTED else 0
    out.held = 1 if out.share_end < out.wanderers_end - NOTED else 0
    out.apart = 1 if out.apart_day > 0 and out.carried == 1 else 0


def share_beyond(p, cells):
    """Return how many of 100 cells lie beyond the line."""
    total = beyond = 0.0
    for i in range(COLUMNS):
        total += cells[i]
        if middle(p, i, COLUMNS) > p.margin:
            beyond += cells[i]
    return 100 * beyond / total


def describe_cluster(p, out, cells, frame):
    """Write the densest peak that stands apart from the cells behind it, and whether it is beyond the line."""
    thinnest = cells[0]
    for i in range(1, COLUMNS - 1):
        thinnest = min(thinnest, cells[i])
        if not cells[i - 1] < cells[i] >= cells[i + 1] or cells[i] < SEEN or thinnest > APART * cells[i]:
            continue
        if cells[i] > out.cluster_density[frame]:
            out.cluster_at[frame], out.cluster_density[frame] = middle(p, i, COLUMNS), cells[i]
        if middle(p, i, COLUMNS) > p.margin:
            if out.apart_day == 0:
                out.apart_day = out.day[frame]
            if thinnest < CLEAR * cells[i] and p.tissue == EVEN:
                out.clear = 1


@kernel(inputs, dose_outputs, line_scratch, slow=True)
def doses(p, out, work):
    """Count the cells beyond the line for every amount of enzyme that the slider offers."""
    hours = p.line_hours / (FRAMES - 1)
    most = 0.0
    for dose in range(len(DOSES)):
        out.dose[dose] = max(DOSES[dose], NONE_SHOWN)
        begin_line(p, work)
        for frame in range(FRAMES):
            if frame > 0:
                advance(p, work, COLUMNS, 1, DOSES[dose], p.haptotaxis, hours, LINE_STEP)
            out.dose_share[frame, dose] = share_beyond(p, work.cells)
        if out.dose_share[FRAMES - 1, dose] > most:
            most, out.best_dose = out.dose_share[FRAMES - 1, dose], DOSES[dose]
    out.dose_shown = max(p.enzyme, NONE_SHOWN)
    out.most = 1 if p.enzyme == out.best_dose and p.enzyme > 0 else 0


@kernel(inputs, square_outputs, square_scratch, slow=True)
def square(p, out, work):
    """Follow a square of tissue with the tumour in its middle."""
    hours = p.square_hours / (FRAMES - 1)
    lay_matrix(p, work, SIDE, SIDE)
    for i in range(SIDE * SIDE):
        work.cells[i] = exp(-squared_distance(p, i) / (p.blob_radius * p.blob_radius))
    put_enzyme(p, work, SIDE * SIDE)
    for i in range(SIDE):
        out.square_place[i] = middle(p, i, SIDE) - p.length / 2
    for frame in range(FRAMES):
        if frame > 0:
            advance(p, work, SIDE, SIDE, p.enzyme, p.haptotaxis, hours, SQUARE_STEP)
        out.square_day[frame] = frame * hours / HOURS_PER_DAY
        total = beyond = squares = 0.0
        for i in range(SIDE * SIDE):
            out.square_cells[frame, i // SIDE, i % SIDE] = work.cells[i]
            out.square_matrix[frame, i // SIDE, i % SIDE] = work.matrix[i]
            total += work.cells[i]
            squares += work.cells[i] * squared_distance(p, i)
            if squared_distance(p, i) > p.margin * p.margin:
                beyond += work.cells[i]
        out.square_share[frame] = 100 * beyond / total
        out.square_reach[frame] = math.sqrt(squares / total)


def squared_distance(p, i):
    """Return the squared distance of grid cell `i` from the middle of the square, in mm^2."""
    x, y = middle(p, i % SIDE, SIDE) - p.length / 2, middle(p, i // SIDE, SIDE) - p.length / 2
    return x * x + y * y


# The figures -------------------------------------------------------------------------------------------------------


def curve(name: str, x: str, y: str, colour: str, width: float, dash: str = "solid", **more: Any) -> dict[str, Any]:
    """Return a line over two outputs; `more` goes to its meta."""
    return {"type": "scatter", "mode": "lines", "name": name, "cliponaxis": True,
            "line": {"color": f"var(--{colour})", "width": width, "dash": dash},
            "hovertemplate": "%{fullData.name}: %{y:.2f}<extra></extra>",
            "meta": {"bind": {"x": x, "y": y}, **more}}


def heat_map(field: str, full: float, colours: list[list[Any]]) -> dict[str, Any]:
    """Return a picture of a density of the square; colours go from none to `full`."""
    return {"type": "heatmap", "zmin": 0, "zmax": full, "colorscale": colours,
            "meta": {"bind": {"x": "square_place", "y": "square_place", "z": f"{field}[frame]"}}}


MARGIN_LINE = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
               "line": {"color": "var(--edge)", "width": 1, "dash": "4px 4px"}}

along_a_line = View(
    "Along a line",
    traces=[
        curve("Matrix left", "distance", "matrix[frame]", "tissue", 1.5)
        | {"yaxis": "y2", "fill": "tozeroy", "fillcolor": "var(--tissue-soft)"},
        curve("Matrix cut per hour", "distance", "cut[frame]", "ink", 1.5, "2px 4px") | {"yaxis": "y2"},
        curve("Wanderers", "distance", "wanderers[frame]", "tumour", 1.25, "8px 4px", label="Wanderers"),
        curve("Tumour cells", "distance", "cells[frame]", "tumour", 3, label="Tumour cells", before=True),
    ],
    layout={
        "margin": {"b": 44},
        "xaxis": {"range": [0, 2], "dtick": 0.5, "title": {"text": "Distance from the middle, mm"},
                  "unifiedhovertitle": {"text": "%{x:.2f} mm"}},
        "yaxis": {"range": [0, 0.6], "dtick": 0.2},
        "yaxis2": {"range": [0, 1.04], "overlaying": "y", "visible": False, "fixedrange": True},
        "shapes": [MARGIN_LINE],
        "annotations": [
            {"text": "Density of cells. Grey: matrix. Dots: enzyme."},
            {"text": "Matrix", "x": 1, "xshift": 8, "y": 0.96, "yanchor": "middle", "yshift": 0,
             "font": {"color": "var(--tissue-ink)", "size": 14}},
        ],
        "meta": {"bind": {"shapes[0].x0": "margin", "shapes[0].x1": "margin"}},
    },
    alt="Three densities along a line from the middle of the tumour outwards. Tumour cells: a solid line, highest at "
        "the left. The same cells if they only wander: dashed. Matrix: a grey area that has been cut away from the "
        "left. Enzyme: a dotted line. An upright line stands 0.6 mm out.",
    frames=Frames("day", "Day {day[frame]:.1f}"),
)

from_above = View(
    "From above",
    traces=[
        heat_map("square_matrix", 1, [[0, "var(--surface)"], [1, "var(--tissue)"]]) | {"opacity": 0.6},
        heat_map("square_cells", 0.12, [[0, "rgba(0,0,0,0)"], [0.1, "var(--tumour-soft)"], [1, "var(--tumour)"]]),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 8, "r": 8, "b": 8},
        "xaxis": {"range": [-1, 1], "visible": False, "scaleanchor": "y", "constrain": "domain"},
        "yaxis": {"range": [-1, 1], "visible": False, "constrain": "domain"},
        "shapes": [{"type": "circle", "x0": -0.6, "x1": 0.6, "y0": -0.6, "y1": 0.6,
                    "line": {"color": "var(--ink)", "width": 1, "dash": "4px 4px"}}],
        "annotations": [{"text": "Tumour cells on grey matrix. The circle is 0.6 mm out.", "xshift": 0}],
    },
    alt="A square of tissue from above, two millimetres wide. Matrix is grey, the darker the denser; tumour cells start "
        "as a spot in the middle and move outwards, where they are many the colour is full. A circle is drawn 0.6 mm "
        "from the middle.",
    frames=Frames("square_day", "Day {square_day[frame]:.1f}"),
)

how_much_enzyme = View(
    "How much enzyme?",
    traces=[
        curve("Cells beyond the line", "dose", "dose_share[frame]", "tumour", 3, before=True),
        {"type": "scatter", "mode": "markers+text", "name": "Chosen", "hoverinfo": "skip", "text": ["chosen"],
         "textposition": "top right", "textfont": {"color": "var(--ink)", "size": 13},
         "marker": {"size": 11, "color": "var(--ink)"}, "meta": {"bind": {"x": "dose_shown", "y": "share[frame]"}}},
    ],
    layout={
        "margin": {"r": 24, "b": 44},
        "hovermode": False,
        "xaxis": {"type": "log", "range": [-2.6, 2.1], "tickvals": [NONE_SHOWN, 0.01, 0.1, 1, 10, 100], "tickangle": 0,
                  "ticktext": ["none", "0.01", "0.1", "1", "10", "100"],
                  "title": {"text": "Enzyme, times as published"}},
        "yaxis": {"range": [0, 90], "dtick": 20},
        "shapes": [{**MARGIN_LINE, "xref": "paper", "x1": 1, "yref": "y"}],
        "annotations": [{"text": "Of 100 tumour cells, those beyond 0.6 mm."},
                        {"text": "wanderers", "x": 1, "xanchor": "right", "xshift": 0, "yref": "y", "y": 0,
                         "yanchor": "top", "yshift": -2}],
        "meta": {"bind": {"shapes[0].y0": "wanderers_share[frame]", "shapes[0].y1": "wanderers_share[frame]",
                          "annotations[1].y": "wanderers_share[frame]"}},
    },
    alt="The number of tumour cells beyond the line against the enzyme that they make. The curve rises and falls. A "
        "dashed line says how many would be there by wandering alone; a dot is the enzyme chosen.",
    frames=Frames("day", "Day {day[frame]:.1f}"),
)


# The declaration ---------------------------------------------------------------------------------------------------


def result(name: str, at: Any = (), **values: float) -> Any:
    """Return a function that computes one number of a run along a line."""
    return lambda: float(line.run(inputs.record(**values))[name][at])


def clusters(**values: float) -> Any:
    """Return a function that counts the clusters apart on the day that the paper shows: 1 or 0."""
    return lambda: float(line.run(inputs.record(**values))["cluster_at"][DAY_OF_THE_PAPER] > 0)


def cluster_speed() -> float:
    """Return the mean speed of the published cluster from day 4.6 on, in micrometres an hour."""
    found = line.run(inputs.record(start=1))
    way = found["cluster_at"][-1] - found["cluster_at"][DAY_OF_THE_PAPER]
    return float(way / MM_PER_UM / HOURS_PER_DAY / (found["day"][-1] - found["day"][DAY_OF_THE_PAPER]))


simulation = Simulation(
    name="invasion",
    title="Why do some cells leave the mass that made them?",
    caption="Tumour cells, the matrix around them and the enzyme that they make, over nine days.",
    kernels=(line, doses, square),
    views=(along_a_line, from_above, how_much_enzyme),
    summary=(
        ("apart", ("**A cluster sets off on day {apart_day:.1f}.** After {days_shown:.0f} days {share_end:.0f} of 100 "
                   "cells are more than 0.6 mm out. By wandering alone: {wanderers_end:.0f}.")),
        ("carried", ("**No cluster, but the whole edge moves.** After {days_shown:.0f} days {share_end:.0f} of 100 "
                     "cells are more than 0.6 mm out. By wandering alone: {wanderers_end:.0f}.")),
        ("held", ("**Held back.** Cells gather where the matrix is dense. After {days_shown:.0f} days {share_end:.0f} of "
                  "100 are more than 0.6 mm out. By wandering alone: {wanderers_end:.0f}.")),
        ("", ("**The cells only wander.** After {days_shown:.0f} days {share_end:.0f} of 100 are more than 0.6 mm "
              "out.")),
    ),
    numbers=Table({"Distance, mm": "distance:.2f", "Tumour cells": "cells[frame]:.3f",
                   "Matrix left": "matrix[frame]:.2f", "Cut per hour": "cut[frame]:.1%"}, rows=11),
    presets={
        "As published": {**inputs.defaults, "start": 1},
        "No enzyme": {**inputs.defaults, "enzyme": 0.0},
        "A little": {**inputs.defaults, "enzyme": 0.1},
        "A flood": {**inputs.defaults, "enzyme": 100.0},
        "Strong pull": {**inputs.defaults, "haptotaxis": 18.0},
        "Patchy tissue": {**inputs.defaults, "tissue": PATCHY, "wandering": 180.0},
    },
    challenges=(
        Challenge("Bring as many cells as you can beyond the line, with enzyme alone.", done="most",
                  why="You found it: a tenth of the published rate. Less digs no slope; more digs it away."),
        Challenge("In even tissue, make a cluster at least twice as dense as the cells behind it.", done="clear",
                  why="You found it. The stronger the pull, the more cells ride on the edge of the matrix."),
    ),
    badge="published model",
    evidence="theory; numbers of movement from cells in a dish",
    leaves_out=(
        "Growth: no cell divides or dies, so that all change is movement.",
        "The make of the matrix: one substance that is either there or cut. No fibres with a direction, no stiffness, "
        "no pores to squeeze through, and none is made anew.",
        "Cells that hold on to each other, change their state or follow a leader.",
        "The other cells of the breast. Much of the enzyme in a tumour is made by its neighbours.",
        "Limits on the enzyme: it is never cleared or blocked, and there is only one kind.",
        "Vessels, nerves and the wall of the milk duct, through which a cancer must break first.",
        "Depth, and single cells: the densities are smooth, and the least wisp of cells counts.",
    ),
    source=PAPER,
    matches=(
        Match("Clusters that stand apart on day 4.6, start and numbers as published", 1, clusters(start=1), 0, PAPER,
              "check", "", ".0f"),
        Match("The same without the pull of the matrix", 0, clusters(start=1, haptotaxis=0.0), 0, PAPER, "check", "",
              ".0f"),
        Match("Speed of this cluster, beside that of breast cancer cells on fibres in a dish", (6.1, 10.9),
              cluster_speed, 8.0, "nelson2014", "check", "µm per hour", ".1f"),
        Match("Where it stands on day 4.6", (0.988, 1.028), result("cluster_at", DAY_OF_THE_PAPER, start=1), 0,
              "assumed", "regression band", "mm"),
        Match("Its density", (0.079, 0.083), result("cluster_density", DAY_OF_THE_PAPER, start=1), 0, "assumed",
              "regression band", "", ".3f"),
        Match("Cells beyond the line on day 9, no enzyme", (15.6, 15.8), result("share_end", enzyme=0.0), 0,
              "assumed", "regression band", "of 100", ".1f"),
        Match("... a tenth of the published enzyme", (47.7, 48.3), result("share_end", enzyme=0.1), 0, "assumed",
              "regression band", "of 100", ".1f"),
        Match("... the published enzyme", (31.6, 32.2), result("share_end"), 0, "assumed", "regression band",
              "of 100", ".1f"),
        Match("... a hundred times the published enzyme", (17.0, 17.5), result("share_end", enzyme=100.0), 0,
              "assumed", "regression band", "of 100", ".1f"),
    ),
)
