"""What a page says of its simulations, read back; and which links may set them."""

import pytest

from tests.core.demo import simulation
from widgets.core.view import links, page
from widgets.core.view.cards import read_cards
from widgets.core.view.spec import spec, to_json

TITLE = "How many <atoms> & \u2028 how long?"
INPUTS = read_cards(page.html(simulation))[0].settable


def test_cards_are_read_as_they_were_written():
    one = simulation.replace(title=TITLE, caption="One & two.")
    shown = [page.markup(each, identity=each.title, spec=spec(each)) for each in (one, simulation)]
    first, second = read_cards(f"<!doctype html>\n<p>Before.\u2028</p>\r\n{shown[0]}<p>Between.</p>\n<br>{shown[1]}\n<p>After.</p>")
    assert (first.name, first.title, first.caption) == ("demo", TITLE, "One & two.")
    assert to_json(first.spec) == to_json(spec(one))
    assert (first.markup, second.markup) == tuple(shown)
    assert second.title == simulation.title


def test_only_what_has_a_control_is_settable():
    assert list(INPUTS) == ["rate", "start", "pace", "halved", "seed"]


def test_the_card_of_a_notebook_is_none_of_a_page():
    assert read_cards(page.markup(simulation, identity="demo")) == []
    assert read_cards("<p>No simulation.</p>") == []


@pytest.mark.parametrize("query", ["rate=0.5", "rate=2", "rate=1e-1", "start=10", "start=1e2&pace=2", "halved=1", "seed=4294967295", "seed=7.0"])
def test_a_value_that_a_control_can_have_is_no_fault(query):
    assert list(links.faults(query, INPUTS)) == []


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("rate=0.505", "rate = 0.505 is not 0.0 to 2.0 in steps of 0.01"),
        ("rate=2.01", "rate = 2.01 is not 0.0"),
        ("rate=nan", "rate = nan is not"),
        ("rate=1_0", "rate = 1_0 is not"),
        ("rate=+0.5", "rate =  0.5 is not"),  # a plus is a space in an address
        ("rate=٠", "rate = ٠ is not"),
        ("start=20", "start = 20 is not one of 1.0, 10.0, 100.0"),
        ("pace=1.5", "pace = 1.5 is not one of 1, 2"),
        ("halved=0.5", "halved = 0.5 is not one of 0, 1"),
        ("seed=1.5", "seed = 1.5 is not a whole number from 0 to 4294967295"),
        ("seed=-1", "seed = -1 is not"),
        ("rate", "rate has no value"),
        ("rate=", "rate has no value"),
        ("rate=1&rate=2", "rate is set 2 times"),
        ("days=1", "no input 'days' (there: rate, start, pace, halved, seed)"),
        ("", "it sets nothing"),
    ],
)
def test_a_link_says_what_it_cannot_set(query, fault):
    (found,) = links.faults(query, INPUTS)
    assert found.startswith(fault)
