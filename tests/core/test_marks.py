"""Marks of figures: each is valid Plotly, says its bindings as a view reads them, and shows what it should."""

import numpy as np
import plotly.graph_objects as go
import pytest

from widgets.core import View, marks
from widgets.core.figures import look

VALUES = {
    "day": np.array([0.0, 1.0, 2.0]), "cells": np.array([5.0, 6.0, 7.0]), "fewer": np.array([4.0, 5.0, 6.0]),
    "kind": np.array([0, 1, 0], "u1"), "count": 3, "now": 1.5, "state": 1,
}  # fmt: skip


def draw(*traces, annotations=()):
    """Return the traces of a figure of these marks, filled; Plotly raises ValueError for what it does not know."""
    view = View("Marks", traces, {"annotations": list(annotations)}, alt="Marks.")
    figure = look.paint(view.fill(VALUES))
    return go.Figure(figure["data"], figure["layout"]).to_plotly_json()


def test_a_line_is_bound_to_two_outputs_and_a_band_lies_between_two_lines():
    line, low, high = draw(marks.line("Cells", "day", "cells", "tumour", before=True), *marks.band("day", "fewer", "cells", "tumour"))["data"]
    assert list(line["y"]) == list(high["y"]) == [5, 6, 7]
    assert list(low["y"]) == [4, 5, 6] and high["fill"] == "tonexty"


def test_an_upright_stands_at_its_number_from_end_to_end():
    (upright,) = draw(marks.upright("now", (0, 10), "edge"))["data"]
    assert (list(upright["x"]), list(upright["y"])) == ([1.5, 1.5], [0, 10])


def test_a_drawn_line_is_as_it_was_written():
    (drawn,) = draw(marks.drawn([0, 1, None, 2], [0, 1, None, 2], "tissue"))["data"]
    assert list(drawn["x"]) == [0, 1, None, 2]


@pytest.mark.parametrize("places", [("day", "cells"), ([0, 1, 2], [5, 6, 7])])
def test_icons_of_one_kind_have_one_look(places):
    looks = {0: {"symbol": "circle"}, 1: {"symbol": "diamond"}}
    rings, diamonds = draw(*marks.icons(*places, "kind", looks, marker_size="count"))["data"]
    assert (list(rings["x"]), list(diamonds["x"])) == ([0, 2], [1])
    assert (rings["marker"]["symbol"], diamonds["marker"]["symbol"]) == ("circle", "diamond")
    assert rings["marker"]["size"] == 3


def test_points_stand_at_outputs_or_at_fixed_places():
    here, published = draw(
        marks.points("Now", "now", "count", "tumour"), marks.points("Published", [1, 2], [5, 6], "people", 9, "diamond-open", 2)
    )["data"]
    assert (list(here["x"]), list(here["y"])) == ([1.5], [3])
    assert (list(published["x"]), published["marker"]["symbol"], published["marker"]["line"]["width"]) == ([1, 2], "diamond-open", 2)


def test_tallies_and_labels_hold_counts_and_words():
    choice = {"field": "state", "values": ["held", "escaped"]}
    tally, label = draw(marks.tallies(("%{text} cells", "count", 0, 0, "ink")), marks.labels((choice, 1, 2, "ink"), ("fixed", 3, 4, "quiet")))["data"]
    assert (list(tally["text"]), list(tally["texttemplate"])) == (["3"], ["%{text} cells"])
    assert list(label["text"]) == ["escaped", "fixed"]


def test_rows_of_words_stand_above_the_plot():
    low, high = draw(annotations=[marks.above("key"), marks.above("title", 1)])["layout"]["annotations"]
    assert high["yshift"] - low["yshift"] == marks.ROW
