"""Three views of nodes and seeds: a hundred people, shares by size, and what the nodes tell."""

from __future__ import annotations

from typing import Any

from widgets.core import View, layouts, marks

from .model import CARTER, CLEAR, CLEAR_WOMEN, COLUMNS, FOUND, MICHAELSON, PEOPLE, UNSEEN

OF_100 = layouts.of_100()


def counted(name: str, x: list[float], y: list[float], symbol: str) -> dict[str, Any]:
    """Return open marks in ink: numbers of people."""
    return marks.points(name, x, y, "people", 10, symbol, 2)


def here(y: str, colour: str, symbol: str) -> dict[str, Any]:
    """Return a filled mark at the chosen diameter."""
    return marks.points("This diameter", "diameter", y, colour, 11, symbol, 2, "surface")


def diameters(most: float) -> dict[str, Any]:
    """Return the axis of diameters up to this one."""
    return layouts.axis(0, most, range(0, 81, 20), "Diameter of the tumour, mm")


hundred = View(
    "A hundred people",
    traces=[
        *marks.icons("column", "row", "nodes", {
            CLEAR: marks.look("circle-open", 15, "tissue", 2), FOUND: marks.look("circle", 15, "lymph"),
            UNSEEN: marks.look("square-open", 15, "lymph", 2)}),
        *marks.icons("column", "row", "seeds", {1: marks.look("diamond", 10, "blood", 1.5, "surface")}),
    ],
    layout=layouts.plot(
        layouts.axis(-0.7, COLUMNS - 0.3, [], showline=False) | {"ticks": ""},
        layouts.axis(PEOPLE / COLUMNS - 0.4, -0.6, [], showgrid=False),
        *layouts.key(("● cells in a node", "lymph-ink"), ("◆ distant seeds", "blood-ink", 0.5), row=1, shift=0),
        *layouts.key(("○ no cells found", "quiet"), ("□ cells missed", "lymph-ink", 0.5), shift=0),
        left=10, right=10, top=54, bottom=8,
    ),
    alt="A hundred people with a tumour of the same size, as circles in ten rows. A filled circle has cells in a lymph "
        "node, a square has cells that are missed. A diamond marks distant seeds. Those whose nodes take up cells first stand at the top. With two roads "
        "diamonds are scattered over filled and empty circles; with one road they lie only where the nodes have cells.",
)

by_size = View(
    "By size",
    traces=[
        counted("Cells in a node, counted", list(CARTER), list(CARTER.values()), "circle-open"),
        counted("Metastases, counted", [x for x, _ in MICHAELSON], [y for _, y in MICHAELSON], "diamond-open"),
        marks.line("Cells in a node", "mm", "curve_nodes", "lymph", 3, before=True, label="\u2002nodes"),
        marks.line("Distant seeds", "mm", "curve_seeded", "blood", 3, "7px 5px", before=True, label="\u2002seeds"),
        here("nodes_share", "lymph", "circle"),
        here("seeded_share", "blood", "diamond"),
    ],
    layout=layouts.plot(
        diameters(90), OF_100,
        layouts.above("Of 100 people. Lines: the model", 2),
        layouts.above("○ cells in a node, counted", 1, "people-ink"),
        layouts.above("◇ distant metastases, counted", 0, "people-ink"),
        right=60, top=70,
    ),
    alt="Of 100 people, how many have cells in a lymph node and how many have distant seeds, by the diameter of the "
        "tumour. The line of the nodes starts higher and flattens. The dashed line of the seeds starts at nothing and "
        "crosses it near 45 millimetres. Circles and diamonds are counts of people; most lie close to the lines.",
)

node_message = View(
    "What nodes tell",
    traces=[
        *marks.band("near_mm", "band_low", "band_high", "blood"),
        marks.line("Cells found", "near_mm", "curve_cells", "lymph", 3, before=True, label="found"),
        marks.line("Nodes clear", "near_mm", "curve_clear", "blood", 3, "7px 5px", before=True, label="clear"),
        counted("Nodes clear, counted", list(CLEAR_WOMEN), [share for share, _, _ in CLEAR_WOMEN.values()], "diamond-open")
        | {"error_y": {"type": "data", "array": [error for _, error, _ in CLEAR_WOMEN.values()],
                       "color": "var(--people)", "thickness": 1.5, "width": 5}},
        here("given_cells", "lymph", "circle"),
        here("given_clear", "blood", "diamond"),
    ],
    layout=layouts.plot(
        diameters(60), OF_100,
        layouts.above("With distant seeds, of 100 people", 2),
        layouts.above("● cells found in a node", 1, "lymph-ink"),
        *layouts.key(("◆ nodes clear", "blood-ink"), ("◇ counted", "people-ink", 0.6)),
        right=60, top=70,
    ),
    alt="Of 100 people, how many have distant seeds, by the diameter of the tumour: one line for those with cells in a "
        "lymph node, and a lower, dashed one for those whose nodes are clear, with a band for the chance in groups of a "
        "hundred. Two diamonds with bars are counts of women with clear nodes. With one road the lower line lies at "
        "nothing, far below the diamonds.",
)
