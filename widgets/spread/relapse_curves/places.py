"""Where the names of the groups stand beside their lines, apart from each other, and where the dots for people stand."""

from __future__ import annotations

from .trial import GROUPS, PEOPLE, POINTS, YEARS

NOBODY = 3  # a dot that nobody stands for
COLUMNS, CROWD = (20, 34, 52), (110, 300)  # dots in a row for up to 110, up to 300 and more people
ROOM = 2.4  # rows above a block of dots, for its name
OFF = -100.0  # where dots stand that nobody is looked at for
RATE_TOPS = (20.0, 30.0, 50.0, 75.0, 120.0)  # upper ends that the axis of the rate can have
LABEL_GAP = 0.12  # least distance of two names at line ends, and
LABEL_EDGE = 0.06  # of a name from the ends of the axis, of its height: a name is that high on a phone


def name_lines(p, out):
    """Write the names of the groups and where they stand in each figure, apart from each other."""
    out.first_shown = 1 if out.first_count > 0 else 0
    out.second_shown = 1 if out.second_count > 0 else 0
    out.third_shown = 1 if out.third_count > 0 else 0
    out.first_thin, out.second_thin = out.sampled * out.first_shown, out.sampled * out.second_shown
    out.third_thin = out.sampled * out.third_shown
    out.first_name, out.second_name, out.third_name = 1 + 3 * p.split, 2 + 3 * p.split, 3 + 3 * p.split
    out.name_code[0] = out.first_name * out.first_shown
    out.name_code[1] = out.second_name * out.second_shown
    out.name_code[2] = out.third_name * out.third_shown
    last = POINTS - 1
    out.left_top = 1.12 * max(out.first_left[0], max(out.second_left[0], out.third_left[0]))
    highest = 0.0
    for week in range(POINTS):
        highest = max(highest, max(out.first_rate_high[week], max(out.second_rate_high[week],
                                                                  out.third_rate_high[week])))
    out.rate_top = RATE_TOPS[4]
    for i in range(4):
        out.rate_top = RATE_TOPS[3 - i] if highest <= RATE_TOPS[3 - i] else out.rate_top
    set_apart(out.free_label_y, 100.0, shown_at(out.first_shown, out.first_free[last]),
              shown_at(out.second_shown, out.second_free[last]), shown_at(out.third_shown, out.third_free[last]))
    set_apart(out.rate_label_y, out.rate_top, shown_at(out.first_rate_shown, out.first_rate[last]),
              shown_at(out.second_rate_shown, out.second_rate[last]), shown_at(out.third_rate_shown, out.third_rate[last]))
    set_apart(out.left_label_y, out.left_top, shown_at(out.first_shown, out.first_left[0]),
              shown_at(out.second_shown, out.second_left[0]), shown_at(out.third_shown, out.third_left[0]))
    out.rate_lead_x[0], out.rate_lead_x[2] = out.first_rate_year[last], out.second_rate_year[last]
    out.rate_lead_x[4] = out.third_rate_year[last]
    latest = max(out.rate_lead_x[0], max(out.rate_lead_x[2], out.rate_lead_x[4]))
    for i in range(GROUPS):
        out.rate_label_x[i] = latest
    lead(out.free_lead_x, out.free_lead_y, YEARS, out.free_label_y, out.first_free[last], out.second_free[last],
         out.third_free[last])
    lead(out.rate_lead_x, out.rate_lead_y, latest, out.rate_label_y, out.first_rate[last], out.second_rate[last],
         out.third_rate[last])


def shown_at(shown, height):
    """Return the height of a name, or out of sight where its line is not shown."""
    return height if shown == 1 else OFF


def set_apart(heights, top, first, second, third):
    """Write three heights on an axis up to `top`, moved apart where two names would overlap."""
    heights[0], heights[1], heights[2] = first, second, third
    gap, lowest, highest = LABEL_GAP * top, LABEL_EDGE * top, (1 - LABEL_EDGE) * top
    for _ in range(8):
        for i in range(GROUPS):
            heights[i] = min(max(heights[i], lowest), highest) if heights[i] != OFF else OFF
            for j in range(i + 1, GROUPS):
                if heights[i] != OFF and heights[j] != OFF and abs(heights[i] - heights[j]) < gap:
                    push = (gap - abs(heights[i] - heights[j])) / 2
                    up = 1.0 if heights[i] >= heights[j] else -1.0
                    heights[i] += up * push
                    heights[j] -= up * push


def lead(x, y, right, heights, first, second, third):
    """Write a thin line from the end of each line (its time is there already) to its name, right of all lines."""
    y[0], y[2], y[4] = first, second, third
    for i in range(GROUPS):
        x[2 * i + 1], y[2 * i + 1] = right, heights[i]
        y[2 * i] = y[2 * i] if heights[i] != OFF else OFF


def draw_dots(out, work):
    """Write a dot for each woman looked at: group below group, and in each those with a relapse first."""
    people = out.first_count + out.second_count + out.third_count
    out.dot_density = 0 if people <= CROWD[0] else 1 if people <= CROWD[1] else 2
    columns = COLUMNS[0] if people <= CROWD[0] else COLUMNS[1] if people <= CROWD[1] else COLUMNS[2]
    dot, top = 0, 0.0
    for group in range(GROUPS):
        out.dot_name_y[group] = top + ROOM / 2 - 0.5
        placed = 0
        for kind in range(3):
            for _ in range(PEOPLE):
                if work.kinds[group, kind] < 1:
                    break
                work.kinds[group, kind] -= 1
                out.dot_x[dot], out.dot_y[dot] = placed % columns, top + ROOM + placed // columns
                out.dot_kind[dot] = kind
                placed += 1
                dot += 1
        top += ROOM + (placed + columns - 1) // columns if placed > 0 else 0.0
    for i in range(PEOPLE):
        if i >= dot:
            out.dot_x[i], out.dot_y[i], out.dot_kind[i] = OFF, OFF, NOBODY
        else:  # as shares of the figure, whatever the number of columns and rows
            out.dot_x[i], out.dot_y[i] = (out.dot_x[i] + 0.8) / (columns + 0.4), (out.dot_y[i] + 0.5) / (top + 0.5)
    for group in range(GROUPS):
        out.dot_name_y[group] = (out.dot_name_y[group] + 0.5) / (top + 0.5)
