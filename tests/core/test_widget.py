"""The ipywidget of a simulation: its traits are the inputs (the view itself is tried in a real JupyterLab)."""

import json

import ipywidgets
import numpy as np
import pytest
import traitlets

from tests.core.demo import simulation
from tests.core.written import load, write
from widgets.core.view.widget import SimulationWidget, plotly_script, refresh_all

EDITED = """
import law
from widgets.core import Inputs, Outputs, Simulation, Slider, Table, View, kernel

inputs = Inputs(x=Slider("X", 1.0, low=0.0, high=10.0, step=1.0, source="assumed"))


@kernel(inputs, Outputs(total=(), at=(2,)))
def model(p, out, work):
    out.total = law.law(p.x)


simulation = Simulation(
    name="edited", title="An edit", caption="A number.", kernels=(model,),
    views=(View("One", [{"type": "scatter", "meta": {"bind": {"x": "at", "y": "at"}}}], {}, alt="A point"),),
    summary=(("", "{total:.0f}"),), readouts={}, numbers=Table({"At": "at:.0f"}, rows=2), presets={}, challenges=(),
    badge="illustrative", evidence="arithmetic", leaves_out=("All.", "Else.", "There is."), source="assumed", matches=(),
)
"""


@pytest.fixture
def widget():
    return simulation.widget()


def test_the_inputs_are_traits_with_their_defaults(widget):
    assert {name: getattr(widget, name) for name in simulation.inputs.defaults} == simulation.inputs.defaults


def test_setting_a_trait_changes_the_result(widget):
    widget.rate = 0.1
    np.testing.assert_array_equal(widget.result.atoms, simulation.run(rate=0.1).atoms)


def test_a_trait_can_be_observed_and_linked(widget):
    seen, slider = [], ipywidgets.FloatSlider(max=2.0)
    widget.observe(lambda change: seen.append(change["new"]), "rate")
    link = ipywidgets.link((widget, "rate"), (slider, "value"))
    slider.value = 1.25
    assert widget.rate == 1.25 and seen == [1.25]
    link.unlink()


def test_a_value_out_of_range_is_refused_and_the_old_one_stays(widget):
    with pytest.raises(traitlets.TraitError, match=r"rate = 9\.0 is outside 0\.0 to 2\.0 per day"):
        widget.rate = 9.0
    assert widget.rate == 0.5


@pytest.mark.parametrize(("name", "value", "number"), [
    ("pace", "fast", 2), ("pace", 2.0, 2), ("seed", 3.0, 3), ("halved", True, 1), ("rate", 1, 1.0),
    ("rate", np.float32(0.5), 0.5), ("seed", np.int64(7), 7),
])  # fmt: skip
def test_a_trait_takes_what_a_run_takes(widget, name, value, number):
    setattr(widget, name, value)
    held = getattr(widget, name)
    assert (held, type(held)) == (number, type(number))
    np.testing.assert_array_equal(widget.result.atoms, simulation.run(**{name: value}).atoms)


@pytest.mark.parametrize(("name", "value", "words"), [
    ("pace", "quick", r"pace = 'quick' is none of 1 \('slow'\), 2 \('fast'\)"), ("seed", 0.5, "seed"), ("halved", 2, "halved"),
    ("rate", float("nan"), "rate"), ("rate", "much", "rate"),
])  # fmt: skip
def test_a_trait_refuses_what_a_run_refuses(widget, name, value, words):
    before = getattr(widget, name)
    with pytest.raises((TypeError, ValueError), match=words):
        simulation.run(**{name: value})
    with pytest.raises(traitlets.TraitError, match=words):
        setattr(widget, name, value)
    assert getattr(widget, name) == before


@pytest.fixture
def new_kernel(monkeypatch):
    """Let it be the start of a session: no page has Plotly."""
    monkeypatch.setattr(SimulationWidget, "has_sent_plotly", False)


def display(widget):
    """Do what IPython does with a widget at the end of a cell."""
    return widget._repr_mimebundle_()


def test_plotly_travels_with_the_first_card_that_is_displayed(new_kernel):
    hidden, first, second = (simulation.widget() for _ in range(3))
    display(first), display(second), display(first)
    assert (hidden._plotly, second._plotly) == (None, None)
    assert first._plotly == plotly_script() and len(plotly_script()) > 1_000_000


def test_a_notebook_saves_no_plotly(new_kernel):
    """A page that has taken it says so, and what is saved then is small."""
    widget = simulation.widget()
    display(widget)
    widget.set_state({"_plotly": None})
    assert len(json.dumps(ipywidgets.Widget.get_manager_state(widgets=[widget])["state"])) < 200_000


@pytest.fixture
def asked(monkeypatch):
    """Return a function that gives what a widget sends to a page that says something."""

    def ask(widget, content):
        sent = []
        monkeypatch.setattr(widget, "send", lambda content, buffers: sent.append((content, buffers)))
        widget._handle_custom_msg(content, [])
        return sent

    return ask


def test_a_page_without_plotly_is_sent_it(widget, asked):
    assert asked(widget, {"want": "plotly"}) == [({"want": "plotly"}, [plotly_script()])]
    assert asked(widget, {"want": "more"}) == asked(widget, None) == []


def test_when_all_widgets_were_closed_a_new_one_needs_none_of_them(new_kernel, asked):
    display(simulation.widget())
    ipywidgets.Widget.close_all()
    widget = simulation.widget()
    display(widget)
    references = [value for value in widget.get_state().values() if str(value).startswith("IPY_MODEL_")]
    assert references == [f"IPY_MODEL_{widget.layout.model_id}"]
    assert asked(widget, {"want": "plotly"})


def test_an_edited_kernel_reaches_open_cards(folder, monkeypatch):
    """A card of a module that is edited and reloaded gets its kernel anew when a cell has run, and nothing before."""
    write(folder, "law", "def law(x):\n    return 2.0 * x\n")
    write(folder, "edited", EDITED)
    edited = load("edited")
    widget, untouched = edited.simulation.widget(), simulation.widget()
    before, other = widget._spec, untouched._spec
    refresh_all()
    assert widget._spec is before
    write(folder, "law", "def law(x):\n    return 3.0 * x\n")
    load("law")
    assert widget._spec is before
    refresh_all()
    assert kernels(widget) != json.loads(before)["kernels"]
    assert untouched._spec is other
    assert widget.result.total == 3.0


def test_the_result_and_the_card_are_of_the_same_kernel(folder):
    write(folder, "law", "def law(x):\n    return 2.0 * x\n")
    write(folder, "edited", EDITED)
    widget = load("edited").simulation.widget()
    before = kernels(widget)
    write(folder, "law", "def law(x):\n    return 4.0 * x\n")
    load("law")
    assert widget.result.total == 4.0
    assert kernels(widget) != before


def test_a_kernel_that_cannot_be_compiled_leaves_open_cards_as_they_were(folder, capsys):
    write(folder, "law", "def law(x):\n    return 2.0 * x\n")
    write(folder, "edited", EDITED)
    widget = load("edited").simulation.widget()
    before = widget._spec
    write(folder, "law", "def law(x):\n    return [x]\n")
    load("law")
    refresh_all()
    refresh_all()
    assert widget._spec is before
    assert capsys.readouterr().err.count("edited stays as it was: ") == 1


def kernels(widget):
    """Return the kernels that the card has."""
    return json.loads(widget._spec)["kernels"]


def test_two_widgets_of_one_simulation_share_no_ids(widget):
    assert widget._markup != simulation.widget()._markup


def test_a_widget_asks_for_no_other_host(widget):
    for text in (widget._esm, widget._css, widget._markup):
        assert "http:" not in text.replace("http://www.w3.org", "")
        assert "import(" not in text
