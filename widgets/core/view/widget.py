"""A simulation as an ipywidget: the player of the book, alive in a notebook.

The widget's traits are the simulation's inputs, so ``widget.killing = 0.4``, ``widget.observe`` and
``ipywidgets.link`` work as for any other; the page follows the trait and the trait follows the page.
"""

from __future__ import annotations

import functools
import itertools
import pathlib
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import traitlets

from ..result import Result
from . import page, player, style
from .spec import spec, to_json

if TYPE_CHECKING:
    from ..simulation import Simulation

_TRAITS = {"f8": traitlets.Float, "i4": traitlets.Int, "u4": traitlets.Int}
_numbers = itertools.count(1)


class PlotlyBundle(ipywidgets.Widget):
    """Plotly's JavaScript, from the Plotly wheel: sent once per kernel and shared by all simulations."""

    source = traitlets.Unicode().tag(sync=True)


class SimulationWidget(anywidget.AnyWidget):
    """The view of one simulation; `make_widget` adds a trait for each of its inputs."""

    _esm = player.es_module(player.FOLDER / "jupyter.js")
    _css = style.style()
    _name = traitlets.Unicode().tag(sync=True)
    _markup = traitlets.Unicode().tag(sync=True)
    _spec = traitlets.Unicode().tag(sync=True)
    _plotly = traitlets.Instance(PlotlyBundle).tag(sync=True, **ipywidgets.widget_serialization)

    simulation: Simulation

    @property
    def result(self) -> Result:
        """The native run for the inputs as they are now."""
        return self.simulation.run(**{name: getattr(self, name) for name in self.simulation.inputs.defaults})


def make_widget(simulation: Simulation) -> SimulationWidget:
    """Return a widget of `simulation` with its inputs as traits.

    Setting a trait to a value that `Simulation.run` would refuse raises a TraitError with the same words.
    """
    inputs = simulation.inputs
    traits = {
        name: _TRAITS[inputs.fields[name].type](default, help=inputs.fields[name].label).tag(sync=True)
        for name, default in inputs.defaults.items()
    }

    def check(widget: SimulationWidget, proposal: dict[str, Any]) -> Any:
        try:
            return widget.simulation.inputs.check(proposal["trait"].name, proposal["value"])
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None

    members = {**traits, "simulation": simulation, "_check": traitlets.validate(*traits)(check)}
    kind = type(f"{simulation.name.title().replace('_', '')}Widget", (SimulationWidget,), members)
    widget: SimulationWidget = kind(
        _name=simulation.name,
        _markup=page.markup(simulation, identity=f"{simulation.name}-cell-{next(_numbers)}"),
        _spec=to_json(spec(simulation)),
        _plotly=_bundle(),
    )
    return widget


@functools.cache
def _bundle() -> PlotlyBundle:
    import plotly

    script = pathlib.Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    return PlotlyBundle(source=script.read_text("utf8"))
