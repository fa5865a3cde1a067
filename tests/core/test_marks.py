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


def draw(*traces):
    """Return the traces of a figure of these marks, filled; Plotly raises ValueError for what it does not know."""
    view = View("Marks", traces, {}, alt="Marks.")
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


def test_hover_says_the_name_of_a_line_and_its_number():
    (line,) = draw(marks.line("Cells", "day", "cells", "tumour", hover="%{y:.1f} million"))["data"]
    assert line["hovertemplate"] == "%{fullData.name}: %{y:.1f} million<extra></extra>"
    (other,) = draw(marks.line("Cells", "day", "cells", "tumour") | marks.tells("%{y:.0f} mm"))["data"]
    assert (other["hoverinfo"], other["hovertemplate"]) == ("all", "%{y:.0f} mm<extra></extra>")


def test_what_a_band_is_told_goes_to_both_of_its_lines():
    low, high = draw(*marks.band("day", "fewer", "cells", "people", dash="9px 3px", shape="hv", when="state"))["data"]
    assert low["line"]["shape"] == high["line"]["shape"] == "hv"
    hidden = View("Marks", marks.band("day", "fewer", "cells", "people", when="state"), {}, alt="").fill(VALUES | {"state": 0})
    assert [list(each["x"]) for each in hidden["data"]] == [[], []]


def test_a_look_names_the_colour_of_its_rim_only_if_it_has_one():
    assert marks.look("circle", 9, "blood") == {"symbol": "circle", "size": 9, "color": "var(--blood)"}
    assert marks.look("circle", 9, "blood", 2)["line"] == {"width": 2}
    assert marks.look("circle", 9, "surface", 2, "blood")["line"] == {"width": 2, "color": "var(--blood)"}


@pytest.mark.parametrize(("rising", "last"), [(True, 0), (False, 3)])
def test_a_crowd_stands_in_rows_from_the_top_left(rising, last):
    x, y = marks.crowd(10, 3, rising=rising)
    assert (x[:4], x[-1], y[-1], len(set(y))) == ([0, 1, 2, 0], 0, last, 4)


def test_bars_whiskers_maps_and_words_are_bound_or_fixed():
    choice = {"field": "state", "values": ["held", "escaped"]}
    bars, dots, heat, words = draw(
        marks.bars("Cells", "cells", [1, 2, 3], "tumour-soft", 1.5, "tumour", orientation="h"),
        marks.points("Published", [1], [2], "people") | {"error_y": marks.whiskers([2], [1], "people")},
        marks.heat("cells", (0, 1), marks.steps("page", "tumour"), x="day"),
        marks.words(choice, "now", [3], "ink"),
    )["data"]
    assert (list(bars["x"]), list(bars["y"]), bars["marker"]["line"]["width"]) == ([5, 6, 7], [1, 2, 3], 1.5)
    assert (dots["error_y"]["array"], dots["error_y"]["arrayminus"]) == ([2], [1])
    assert [place for place, _ in heat["colorscale"]] == [0, 0.5, 0.5, 1]
    assert (words["text"], list(words["x"]), list(words["y"])) == ("escaped", [1.5], [3])
