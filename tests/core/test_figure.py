"""Views: how traces are bound to outputs, and how colours are named."""

import numpy as np
import pytest

from widgets.core.figures import look
from widgets.core.figures.figure import Frames, View

VALUES = {
    "day": np.array([0.0, 1.0, 2.0]),
    "tumour": np.array([5.0, 6.0, 7.0]),
    "cells": np.arange(12.0).reshape(3, 2, 2),
    "fate": np.array([1, 0], "u1"),
    "threshold": 0.25,
}


def view(*traces, layout=None, **parts):
    return View("Over time", traces, layout or {}, "a line", **parts)


def test_attributes_are_filled_from_outputs_and_nested_ones_by_dots():
    bind = {"x": "day", "y": "tumour", "marker.size": "tumour"}
    trace = view({"type": "scatter", "meta": {"bind": bind}}).fill(VALUES)["data"][0]
    assert trace == {"type": "scatter", "x": [0, 1, 2], "y": [5, 6, 7], "marker": {"size": [5, 6, 7]}}


def test_a_frame_is_cut_out_of_an_output_with_frames():
    film = view({"type": "heatmap", "meta": {"bind": {"z": "cells[frame]"}}}, frames=Frames("day", "Day"))
    trace = film.fill(VALUES, frame=1)["data"][0]
    assert trace["z"] == [[4, 5], [6, 7]]


def test_one_number_bound_to_an_axis_is_an_array_of_one():
    trace = view({"type": "scatter", "meta": {"bind": {"x": "threshold"}}}).fill(VALUES)["data"][0]
    assert trace["x"] == [0.25]


def test_small_whole_numbers_are_looked_up():
    bind = {"marker.symbol": {"field": "fate", "values": ["circle", "x"]}}
    trace = view({"type": "scatter", "meta": {"bind": bind}}).fill(VALUES)["data"][0]
    assert trace["marker"]["symbol"] == ["x", "circle"]


def test_a_single_number_stands_beside_each_entry_of_the_other_axis():
    trace = view({"type": "scatter", "y": [0, 1], "meta": {"bind": {"x": "threshold"}}}).fill(VALUES)["data"][0]
    assert trace == {"type": "scatter", "x": [0.25, 0.25], "y": [0, 1]}


def test_a_trace_for_one_kind_shows_its_points_only():
    meta = {"bind": {"x": "fate"}, "only": {"field": "fate", "is": 1}}
    shown = view({"type": "scatter", "y": [5, 6], "meta": meta})
    assert shown.fill(VALUES)["data"][0] == {"type": "scatter", "x": [1], "y": [5]}
    assert ("fate", False) in set(view({"meta": {"only": {"field": "fate", "is": 1}}}).names())


def test_the_pen_is_lifted_after_every_so_many_points():
    meta = {"bind": {"x": "fate"}, "lift": 2}
    trace = view({"type": "scatter", "y": [3, 4], "meta": meta}).fill(VALUES)
    assert trace["data"][0] == {"type": "scatter", "x": [1, 0, None], "y": [3, 4, None]}


@pytest.mark.parametrize(("flag", "shown"), [(1, [5, 6]), (0, [])])
def test_a_trace_without_its_flag_has_no_points(flag, shown):
    trace = {"type": "scatter", "x": [1, 2], "y": [5, 6], "meta": {"when": "known"}}
    assert view(trace).fill(VALUES | {"known": flag})["data"][0]["y"] == shown
    assert ("known", False) in set(view(trace).names())


def test_the_layout_can_be_bound_too():
    layout = {"shapes": [{"type": "line"}], "meta": {"bind": {"shapes[0].x0": "threshold"}}}
    assert view({"type": "scatter"}, layout=layout).fill(VALUES)["layout"] == {"shapes": [{"type": "line", "x0": 0.25}]}


def test_a_label_stands_at_the_end_of_its_line_in_the_colour_of_its_words():
    trace = {"line": {"color": "var(--drug)"}, "meta": {"bind": {"x": "day", "y": "tumour"}, "label": "Dose"}}
    label = view(trace).fill(VALUES)["data"][1]
    assert (label["x"], label["y"], label["text"]) == ([2], [7], ["\u2002Dose"])
    assert label["textfont"]["color"] == ["var(--drug-ink)"]


def test_filling_a_view_leaves_its_declaration_as_it_was():
    trace = {"type": "scatter", "marker": {}, "meta": {"bind": {"marker.size": "tumour"}}}
    view(trace).fill(VALUES)
    assert trace["marker"] == {}


def test_a_part_that_stands_twice_in_a_declaration_is_filled_twice():
    layout = {"shapes": [{"type": "line"}] * 2, "meta": {"bind": {"shapes[0].x0": "threshold", "shapes[1].x0": "fate"}}}
    first, second = view({}, layout=layout).fill(VALUES)["layout"]["shapes"]
    assert (first["x0"], second["x0"]) == (0.25, [1, 0])


def test_the_names_that_a_view_shows_include_its_frames_and_look_ups():
    bind = {"z": "cells[frame]", "marker.symbol": {"field": "fate", "values": ["circle"]}}
    named = set(view({"meta": {"bind": bind}}, frames=Frames("day", "Day {day[frame]:.0f}")).names())
    assert named == {("cells", True), ("fate", False), ("day", True)}


def test_a_colour_that_the_style_sheet_lacks_is_refused_by_name():
    with pytest.raises(KeyError, match="no such colour: tumor"):
        view({"line": {"color": "var(--tumor)"}})


def test_a_frame_without_frames_is_refused():
    with pytest.raises(ValueError, match=r"view 'Over time': cells\[frame\] is shown, but the view has no frames"):
        view({"meta": {"bind": {"z": "cells[frame]"}}})


def test_an_empty_word_that_is_looked_up_keeps_its_place():
    bind = {"text": {"field": "fate", "values": ["", "tipped"]}}
    assert view({"meta": {"bind": bind}}).fill(VALUES)["data"][0]["text"] == ["tipped", " "]


@pytest.mark.parametrize("theme", look.THEMES)
def test_every_token_has_a_colour_in_both_themes(theme):
    assert look.palette("light").keys() == look.palette(theme).keys()
    assert look.tokens(look.TEMPLATE) <= look.palette(theme).keys()


def test_painting_replaces_tokens_everywhere():
    painted = look.paint({"line": {"color": "var(--tumour)"}, "colorscale": [[0, "var(--field)"], [1, "red"]]}, "dark")
    assert painted == {"line": {"color": "#fa6e32"}, "colorscale": [[0, "#202327"], [1, "red"]]}


def test_the_template_is_valid_plotly_once_painted():
    import plotly.graph_objects as go

    go.layout.Template(look.paint(look.TEMPLATE))
