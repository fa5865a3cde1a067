"""The ipywidget of a simulation: its traits are the inputs (the view itself is tried in a real JupyterLab)."""

import ipywidgets
import numpy as np
import pytest
import traitlets

from tests.core.demo import simulation


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


def test_plotly_is_sent_once_for_all_simulations(widget):
    assert widget._plotly is simulation.widget()._plotly
    assert len(widget._plotly.source) > 1_000_000


def test_two_widgets_of_one_simulation_share_no_ids(widget):
    assert widget._markup != simulation.widget()._markup


def test_a_widget_asks_for_no_other_host(widget):
    for text in (widget._esm, widget._css, widget._markup):
        assert "http:" not in text.replace("http://www.w3.org", "")
        assert "import(" not in text
