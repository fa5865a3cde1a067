"""The card as static HTML: complete without JavaScript, and the JSON that the player reads."""

import base64
import html.parser
import json
import math
import re

import pytest

from tests.core.demo import simulation
from widgets.core import Constant, Slider
from widgets.core.view import page, words
from widgets.course import COURSE


class Outline(html.parser.HTMLParser):
    """Collects ids and the attributes of elements by tag."""

    def __init__(self, markup):
        super().__init__()
        self.ids, self.elements = [], {}
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.elements.setdefault(tag, []).append(found)
        if "id" in found:
            self.ids.append(found["id"])


@pytest.fixture
def card():
    return page.markup(simulation, identity="demo", spec=page.spec(simulation))


def test_every_control_has_a_label_and_the_markup_of_its_default(card):
    outline = Outline(card)
    labelled = {each["for"] for each in outline.elements["label"]}
    sliders = {each["id"]: each for each in outline.elements["input"] if each["type"] == "range"}
    assert {"demo-rate", "demo-start", "demo-pace", "demo-halved"} <= labelled
    assert (sliders["demo-rate"]["value"], sliders["demo-rate"]["aria-valuetext"]) == ("0.5", "0.50\u00a0per day")
    assert (sliders["demo-start"]["max"], sliders["demo-start"]["value"]) == ("2", "2")


@pytest.mark.parametrize(("value", "text"), [(50.0, "50"), (0.05, "0.05"), (2_000.0, "2,000")])
def test_a_stop_is_written_without_the_zeros_of_the_finest(value, text):
    stop = Slider("Start", value, stops=(0.001, 0.05, 50.0, 2_000.0), unit="mm", source="assumed")
    assert words.value_text(stop) == f"{text}\u00a0mm"


def test_the_default_state_is_readable_without_javascript(card):
    assert "<b>Gone.</b> Less than one atom is left." in card
    assert '<th scope="row">10</th><td>0.7</td>' in card
    assert COURSE.disclaimer in card


def test_two_copies_of_a_card_share_no_id():
    first, second = Outline(page.html(simulation)), Outline(page.html(simulation))
    assert not set(first.ids) & set(second.ids)
    assert len(set(first.ids)) == len(first.ids)


def test_the_spec_says_where_each_number_lies_in_the_records():
    spec = json.loads(page.to_json(page.spec(simulation)))
    (kernel,) = spec["kernels"]
    decay = simulation.kernels[0]
    assert base64.b64decode(kernel["wasm"])[:4] == b"\0asm"
    assert kernel["outputs"]["grid"] == {"type": "u1", "shape": [11, 2, 3], "offset": decay.outputs.dtype.fields["grid"][1]}
    assert spec["inputs"]["start"]["stops"] == [1, 10, 100]
    assert spec["inputs"]["days"] == {"kind": "constant", "type": "f8", "offset": 32, "shape": [], "default": 10}
    assert spec["views"][1]["frames"]["count"] == 11


def test_json_in_a_page_cannot_end_its_script_and_has_no_nan():
    assert page.to_json({"text": "</script>\u2028"}) == '{"text":"\\u003c/script>\\u2028"}'
    with pytest.raises(ValueError, match="JSON compliant"):
        page.to_json([math.nan])


def test_text_of_a_declaration_is_escaped():
    card = page.markup(simulation.replace(title="<img src=x> & co"), identity="demo")
    assert "&lt;img src=x&gt; &amp; co" in card


def test_the_table_of_parameters_has_every_input_with_range_and_source():
    text = simulation.parameters().text
    assert "Decay | 0.50\u00a0per day | 0.00 to 2.00 | assumed" in text
    assert "days | 10\u00a0days | fixed | assumed" in text
    assert "Pace | slow | slow, fast | assumed" in text


def test_the_tables_of_two_simulations_on_a_page_are_told_apart():
    other = simulation.replace(title="Another question?")
    for table in ("parameters", "match_table"):
        labels = [re.search('aria-label="(.*?)"', getattr(each, table)().markup)[1] for each in (simulation, other)]
        assert labels[0] != labels[1]


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (1_000_000.0, "1,000,000"), (0.0025, "0.0025"), (3.1e12, "3.1 × 10¹²"), (2e-7, "2 × 10⁻⁷")]
)
def test_a_constant_is_written_for_people(value, text):
    assert words.value_text(Constant(value, source="assumed")) == text


def test_the_table_of_matches_states_the_misfit_and_the_kind():
    shown = simulation.match_table()
    assert "Left | 0.6738 | 0.6738 | 0.0000 | check" in shown.text
    assert "Check: nothing was tuned to this number." in shown.markup


def test_the_code_shown_is_the_kernel_that_runs():
    shown = simulation.code()
    assert shown.text.startswith("@kernel(inputs, outputs, scratch)\ndef decay(p, out, work):")


def test_an_untrusted_notebook_still_shows_words_and_numbers():
    bundle = page.fallback(simulation)._repr_mimebundle_()
    assert "Less than one atom is left." in bundle["text/html"] and "<script" not in bundle["text/html"]
    assert "Run this cell" in bundle["text/plain"]


def test_while_the_book_is_built_a_cell_shows_the_static_card_and_makes_no_widget(monkeypatch, capsys):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    monkeypatch.setenv("COURSE_STATIC", "1")
    simulation._ipython_display_()
    assert len(shown) == 1 and 'class="sim-spec"' in shown[0].markup
