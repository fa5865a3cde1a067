"""How tumour cells wander and divide in tissue that resists, step by step: in a slab of it, and along one ray.

Lengths in mm, times in days. The slab is a grid of squares; grid cell k of a ray is a ring round the tumour's middle.
"""

from __future__ import annotations

from widgets.core.kernels.numerics import to_index

GRID = 0.5  # mm: side of a grid cell
ROWS, COLUMNS = 120, 90  # of the slab, from the skin down and from the middle to one side: its other half is alike


def ease_at(p, barrier, depth):
    """Return how easily cells move and divide at this depth: 1, or less in skin and fascia."""
    if depth < p.skin or p.fascia_top < depth < p.fascia_end:
        return 1 / barrier
    return 1.0


def between(a, b):
    """Return the ease of the face between two grid cells (their harmonic mean)."""
    return 2 * a * b / (a + b)


def spread_and_grow(p, now, then, ease, columns, rows, days):
    """Carry the slab forward by `days`, in one step. What leaves one grid cell enters the next."""
    spread, growth = p.spread * days / (GRID * GRID), p.growth * days
    last = columns - 1
    for row in range(rows):
        here = row * columns
        above, below = max(row - 1, 0) * columns, min(row + 1, rows - 1) * columns
        side, more = spread * ease[row], growth * ease[row]
        up = spread * between(ease[row], ease[max(row - 1, 0)])
        down = spread * between(ease[row], ease[min(row + 1, rows - 1)])
        for k in range(1, last):
            then[here + k] = changed(now[here + k], now[here + k - 1], now[here + k + 1], now[above + k],
                                     now[below + k], side, up, down, more)
        then[here] = changed(now[here], now[here], now[here + min(1, last)], now[above], now[below], side, up, down,
                             more)
        if last > 0:
            then[here + last] = changed(now[here + last], now[here + last - 1], now[here + last], now[above + last],
                                        now[below + last], side, up, down, more)


def changed(u, left, right, above, below, side, up, down, more):
    """Return the density of a grid cell after a step, from those of its neighbours."""
    return u + side * (left + right - 2 * u) + up * (above - u) + down * (below - u) + more * u * (1 - u)


def spread_along_ray(p, ray, ease, face, count, days):
    """Carry one ray forward by `days`; grid cell k of it is a ring at the distance (k + 1/2) GRID."""
    spread, growth = p.spread * days / (GRID * GRID), p.growth * days
    inward = 0.0
    for k in range(count - 1):
        outward = spread * face[k] * (ray[k + 1] - ray[k])
        ray[k] += (outward - inward) / (k + 0.5) + growth * ease[k] * ray[k] * (1 - ray[k])
        inward = outward
    last = count - 1
    ray[last] += growth * ease[last] * ray[last] * (1 - ray[last]) - inward / (last + 0.5)


def fill_faces(face, ease, count):
    """Write how easily cells pass from each ring of a ray to the next: by ease and by the length of the ring's edge."""
    for k in range(count - 1):
        face[k] = between(ease[k], ease[k + 1]) * (k + 1)


def begin_ray(p, ray, ease, face, count, barrier, depth, way):
    """Put the tumour at the near end of a ray that starts at `depth` and goes down (1), up (-1) or sideways (0)."""
    for k in range(count):
        ray[k] = 1.0 if (k + 0.5) * GRID <= p.start_radius else 0.0
        ease[k] = ease_at(p, barrier, depth + way * (k + 0.5) * GRID) if way != 0 else 1.0
    fill_faces(face, ease, count)


def edge(p, ray, first, count):
    """Return how far the visible edge lies from the start of a line of grid cells, in mm; 0 if nothing is visible."""
    for back in range(count):
        k = count - 1 - back
        if ray[first + k] > p.visible:
            if k == count - 1:
                return count * GRID
            fall = ray[first + k] - ray[first + k + 1]
            return (k + 0.5 + (ray[first + k] - p.visible) / fall) * GRID
    return 0.0


def rows_above(depth):
    """Return how many grid cells lie above this depth."""
    return to_index(depth / GRID + 0.5, 1, ROWS - 1)
