"""Three views of nodes and seeds: a hundred people, shares by size, and what the nodes tell."""

from __future__ import annotations

from typing import Any

from widgets.core import View, marks

from .model import CARTER, CLEAR, CLEAR_WOMEN, COLUMNS, FOUND, MICHAELSON, PEOPLE, UNSEEN


def people_marks(name: str, x: list[float], y: list[float], symbol: str) -> dict[str, Any]:
    """Return open marks in ink: numbers of people."""
    return marks.points(name, x, y, "people", 10, symbol, 2)


def here(y: str, colour: str, symbol: str) -> dict[str, Any]:
    """Return a filled mark at the chosen diameter."""
    return {"type": "scatter", "mode": "markers", "name": "This diameter", "hoverinfo": "skip",
            "marker": {"symbol": symbol, "size": 11, "color": f"var(--{colour})",
                       "line": {"width": 2, "color": "var(--surface)"}},
            "meta": {"bind": {"x": "diameter", "y": y}}}


DIAMETERS = {"range": [0, 90], "tickvals": [0, 20, 40, 60, 80], "title": {"text": "Diameter of the tumour, mm"}}
OF_100 = {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100]}

hundred = View(
    "A hundred people",
    traces=[
        *marks.icons("column", "row", "nodes", {
            CLEAR: {"symbol": "circle-open", "size": 15, "color": "var(--tissue)", "line": {"width": 2}},
            FOUND: {"symbol": "circle", "size": 15, "color": "var(--lymph)"},
            UNSEEN: {"symbol": "square-open", "size": 15, "color": "var(--lymph)", "line": {"width": 2}}}),
        *marks.icons("column", "row", "seeds", {
            1: {"symbol": "diamond", "size": 10, "color": "var(--blood)", "line": {"width": 1.5, "color": "var(--surface)"}}}),
    ],
    layout={
        "hovermode": False,
        "margin": {"l": 10, "r": 10, "t": 54, "b": 8},
        "xaxis": {"range": [-0.7, COLUMNS - 0.3], "showline": False, "ticks": "", "tickvals": []},
        "yaxis": {"range": [PEOPLE / COLUMNS - 0.4, -0.6], "tickvals": [], "showgrid": False},
        "annotations": [marks.above("● cells in a node", 1, "lymph-ink") | {"xshift": 0},
                        marks.above("◆ distant seeds", 1, "blood-ink", x=0.5) | {"xshift": 0},
                        marks.above("○ no cells found", 0) | {"xshift": 0},
                        marks.above("□ cells missed", 0, "lymph-ink", x=0.5) | {"xshift": 0}],
    },
    alt="A hundred people with a tumour of the same size, as circles in ten rows. A filled circle has cells in a lymph "
        "node, a square has cells that are missed. A diamond marks distant seeds. Those whose nodes take up cells first stand at the top. With two roads "
        "diamonds are scattered over filled and empty circles; with one road they lie only where the nodes have cells.",
)

by_size = View(
    "By size",
    traces=[
        people_marks("Cells in a node, counted", list(CARTER), list(CARTER.values()), "circle-open"),
        people_marks("Metastases, counted", [x for x, _ in MICHAELSON], [y for _, y in MICHAELSON], "diamond-open"),
        marks.line("Cells in a node", "mm", "curve_nodes", "lymph", 3, before=True, label="\u2002nodes"),
        marks.line("Distant seeds", "mm", "curve_seeded", "blood", 3, "7px 5px", before=True, label="\u2002seeds"),
        here("nodes_share", "lymph", "circle"),
        here("seeded_share", "blood", "diamond"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 60, "t": 70, "b": 44},
        "xaxis": DIAMETERS,
        "yaxis": OF_100,
        "annotations": [marks.above("Of 100 people. Lines: the model", 2),
                        marks.above("○ cells in a node, counted", 1, "people-ink"),
                        marks.above("◇ distant metastases, counted", 0, "people-ink")],
    },
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
        people_marks("Nodes clear, counted", list(CLEAR_WOMEN), [each[0] for each in CLEAR_WOMEN.values()],
                     "diamond-open")
        | {"error_y": {"type": "data", "array": [each[1] for each in CLEAR_WOMEN.values()], "color": "var(--people)",
                       "thickness": 1.5, "width": 5}},
        here("given_cells", "lymph", "circle"),
        here("given_clear", "blood", "diamond"),
    ],
    layout={
        "hovermode": False,
        "margin": {"r": 60, "t": 70, "b": 44},
        "xaxis": {**DIAMETERS, "range": [0, 60]},
        "yaxis": OF_100,
        "annotations": [marks.above("With distant seeds, of 100 people", 2),
                        marks.above("● cells found in a node", 1, "lymph-ink"),
                        marks.above("◆ nodes clear", 0, "blood-ink"),
                        marks.above("◇ counted", 0, "people-ink", x=0.6)],
    },
    alt="Of 100 people, how many have distant seeds, by the diameter of the tumour: one line for those with cells in a "
        "lymph node, and a lower, dashed one for those whose nodes are clear, with a band for the chance in groups of a "
        "hundred. Two diamonds with bars are counts of women with clear nodes. With one road the lower line lies at "
        "nothing, far below the diamonds.",
)
