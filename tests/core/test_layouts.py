"""Layouts of figures: each is valid Plotly, and makes as much room as its words need."""

import plotly.graph_objects as go
import pytest

from widgets.core import View, layouts
from widgets.core.figures import look


def shown(layout, **values):
    """Return a layout, filled; Plotly raises ValueError for what it does not know."""
    filled = look.paint(View("Layout", [], layout, alt="A layout.").fill(values)["layout"])
    return go.Figure([], filled).to_plotly_json()["layout"]


def test_an_axis_says_its_range_its_ticks_and_its_title():
    assert layouts.axis(0, 20, [0, 10, 20], "Years", nticks=3) == {
        "range": [0, 20], "tickvals": [0, 10, 20], "title": {"text": "Years"}, "nticks": 3}  # fmt: skip
    assert layouts.axis(0, 1) == {"range": [0, 1]}
    assert layouts.of_100(103) == {"range": [0, 103], "tickvals": [0, 25, 50, 75, 100]}


def test_an_axis_of_powers_of_ten_writes_its_ticks_out():
    axis = layouts.log_axis(-3.2, 6, [0.001, 0.5, 1, 1000, 1e6])
    assert (axis["type"], axis["range"]) == ("log", [-3.2, 6])
    assert axis["ticktext"] == ["0.001", "0.5", "1", "1,000", "1,000,000"]
    assert layouts.log_axis(0, 1, [1, 10], words=["one", "ten"])["ticktext"] == ["one", "ten"]


@pytest.mark.parametrize(
    ("above", "top"),
    [((), None), (("one row",), None), (("two<br>rows",), 46), (("a", layouts.above("b", 2)), 64),
     (("a", layouts.word("in the plot", 0, 0)), None)],
)  # fmt: skip
def test_a_plot_makes_room_for_the_rows_of_words_above_it(above, top):
    margin = shown(layouts.plot(layouts.axis(0, 1), layouts.axis(0, 1), *above)).get("margin", {})
    assert margin.get("t") == top


def test_a_plot_makes_room_for_the_title_of_its_x_axis_and_takes_other_margins():
    titled = layouts.axis(0, 1, title="Years")
    assert shown(layouts.plot(titled, {}, "above", right=90))["margin"] == {"r": 90, "b": layouts.WITH_TITLE}
    assert shown(layouts.plot(titled, {}, "two<br>rows", top=50, bottom=62))["margin"] == {"t": 50, "b": 62}


def test_a_plot_says_nothing_where_the_pointer_is_unless_it_is_told_what():
    assert shown(layouts.plot({}, {}))["hovermode"] is False
    told = shown(layouts.plot({}, {}, hover="Day %{x:.0f}"))
    assert "hovermode" not in told and told["xaxis"]["unifiedhovertitle"]["text"] == "Day %{x:.0f}"


def test_a_sheet_has_no_axes_and_says_nothing():
    sheet = shown(layouts.sheet((0, 100), (78, 0), "above", left=0))
    assert sheet["hovermode"] is sheet["xaxis"]["visible"] is sheet["yaxis"]["visible"] is False
    assert list(sheet["yaxis"]["range"]) == [78, 0] and sheet["margin"] == {"l": 0, "r": 4, "t": 28, "b": 4}
    assert shown(layouts.sheet((0, 1), (0, 1)))["margin"]["t"] == 4


def test_the_entries_of_a_key_stand_in_one_row():
    first, second = layouts.key(("○ one", "ink"), ("● two", "tumour-ink", 0.4), row=1)
    assert first["yshift"] == second["yshift"] == layouts.FIRST_ROW + layouts.ROW
    assert "x" not in first and (second["x"], second["xshift"]) == (0.4, 0)
    assert layouts.key(("○ one", "ink"), shift=-32)[0]["xshift"] == -32


def test_lines_across_a_plot_stand_where_an_output_says():
    layout = layouts.plot({}, {}, bind=layouts.standing(0, "x", "margin"),
                          shapes=[layouts.upright(0, "edge", dash="4px 4px"), layouts.level(20, "edge", 2)])  # fmt: skip
    upright, level = shown(layout, margin=0.6)["shapes"]
    assert (upright["x0"], upright["x1"], upright["yref"]) == (0.6, 0.6, "paper")
    assert (level["y0"], level["y1"], level["xref"], level["line"]["width"]) == (20, 20, "paper", 2)
