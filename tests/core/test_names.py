"""Where the names of lines stand: at their ends, apart, within the axes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.core.figures.names import LINE, names, space

LINEAR = {"xaxis": {"range": [0, 10]}, "yaxis": {"range": [0, 100]}, "margin": {"t": 30, "b": 20}}
PIXEL = 100 / (250 - 50)  # of the y axis, in a figure 250 pixels high


def placed(*ends, layout=LINEAR, height=250):
    trace = names([(f"{i}", {"x": [0, x], "y": [0, y]}) for i, (x, y) in enumerate(ends)], layout, height)
    return trace["x"], trace["y"]


def test_names_stand_at_the_ends_of_their_lines():
    assert placed((10, 20), (10, 80)) == ([10, 10], [20, 80])


def test_names_that_would_lie_on_each_other_move_up_and_down_alike():
    _, y = placed((10, 50), (10, 50))
    assert y == [pytest.approx(50 - LINE * PIXEL / 2), pytest.approx(50 + LINE * PIXEL / 2)]


def test_a_higher_figure_needs_less_of_its_axis_for_a_name():
    (_, low), (_, high) = placed((10, 50), (10, 50)), placed((10, 50), (10, 50), height=450)
    assert high[1] - high[0] == pytest.approx((low[1] - low[0]) / 2)


def test_names_of_other_columns_do_not_move_each_other():
    assert placed((5, 50), (10, 50))[1] == [50, 50]


def test_names_stay_within_the_axes_also_on_powers_of_ten():
    assert placed((12, 120)) == ([10], [100])
    log = {**LINEAR, "yaxis": {"type": "log", "range": [-1, 2]}}
    assert placed((10, 0.0), layout=log)[1] == [pytest.approx(0.1)]
    assert placed((10, 10.0), layout=log)[1] == [pytest.approx(10)]


def test_a_line_without_points_has_its_name_nowhere():
    trace = names([("gone", {"x": [], "y": []}), ("there", {"x": [1], "y": [2]})], LINEAR, 250)
    assert (trace["x"], trace["y"]) == ([None, 1], [None, 2])


def test_without_a_range_names_stand_at_their_ends():
    assert placed((10, 50), (10, 50), layout={})[1] == [50, 50]


@given(st.lists(st.floats(0, 10), max_size=6))
def test_places_are_apart_inside_and_in_their_order(places):
    moved = space(places, 1.5, 0, 10)
    rising = sorted(moved)
    assert all(after - before >= 1.5 - 1e-9 for before, after in itertools.pairwise(rising))
    assert all(0 <= place <= 10 + 1e-9 for place in moved)
    assert all(moved[i] < moved[j] for i, a in enumerate(places) for j, b in enumerate(places) if a < b)
