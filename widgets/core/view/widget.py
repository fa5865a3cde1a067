"""A simulation as an ipywidget: the view of the book, alive in a notebook.

The widget's traits are the simulation's inputs, so ``widget.killing = 0.4``, ``widget.observe`` and
``ipywidgets.link`` work as for any other; the page follows the trait and the trait follows the page. A kernel that is
edited reaches open cards when the cell that edited it has run.
"""

from __future__ import annotations

import functools
import itertools
import pathlib
import sys
import weakref
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import traitlets

from ..kernels.kernel import KernelError
from ..result import Result
from . import page, player, style
from .spec import spec, to_json

if TYPE_CHECKING:
    from ..simulation import Simulation

WANTED = {"want": "plotly"}  # what a page says that has no Plotly
_numbers = itertools.count(1)
_open: weakref.WeakSet[SimulationWidget] = weakref.WeakSet()


class InputTrait(traitlets.TraitType[Any, Any]):
    """An input: takes what `Simulation.run` takes, refuses with its words, and holds the number the kernel reads."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the number for `value`."""
        try:
            return obj.simulation.inputs.check(self.name, value)
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None


class GuessTrait(traitlets.TraitType[Any, Any]):
    """What the reader guesses: None, the number of an option (or its words), a number, the heights of a line."""

    default_value = None
    allow_none = True

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the guess as plain numbers."""
        try:
            return obj.simulation.admit_guess(value)
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None


class SimulationWidget(anywidget.AnyWidget):
    """The view of one simulation; `make_widget` adds a trait for each of its inputs.

    Plotly's JavaScript travels with the first card that this kernel displays. The page takes it and clears the trait, so
    that no notebook saves it; a page that has none, because it was loaded again, asks for it.
    """

    _esm = player.es_module(player.FOLDER / "jupyter.js")
    _css = style.style()
    _name = traitlets.Unicode().tag(sync=True)
    _markup = traitlets.Unicode().tag(sync=True)
    _spec = traitlets.Unicode().tag(sync=True)
    _plotly = traitlets.Bytes(None, allow_none=True).tag(sync=True)

    simulation: Simulation
    has_sent_plotly = False
    refused = ""  # why an edited kernel is not in the card

    def __init__(self, **traits: Any) -> None:
        """Make the widget and let it hear its page."""
        super().__init__(_spec=self._make_spec(), **traits)
        self.on_msg(self._answer)
        _open.add(self)
        _follow_cells()

    @property
    def result(self) -> Result:
        """The native run for the inputs as they are now."""
        self.refresh()
        return self.simulation.run(**{name: getattr(self, name) for name in self.simulation.inputs.defaults})

    def refresh(self) -> None:
        """Bring the kernels into the card as they are now, if they were edited."""
        if self._shown != self._fingerprints():
            self._spec = self._make_spec()

    def _make_spec(self) -> str:
        self._shown = self._fingerprints()
        return to_json(spec(self.simulation))

    def _fingerprints(self) -> list[str]:
        return [kernel.fingerprint for kernel in self.simulation.kernels]

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        if not SimulationWidget.has_sent_plotly:
            SimulationWidget.has_sent_plotly = True
            self._plotly = plotly_script()
        return super()._repr_mimebundle_(**kwargs)

    def _answer(self, _: ipywidgets.Widget, content: Any, __: Any) -> None:
        if content == WANTED:
            self.send(WANTED, buffers=[plotly_script()])


def make_widget(simulation: Simulation) -> SimulationWidget:
    """Return a widget of `simulation` with its inputs as traits.

    Setting a trait to a value that `Simulation.run` would refuse raises a TraitError with the same words.
    """
    inputs = simulation.inputs
    traits = {
        name: InputTrait(default, help=inputs.fields[name].label).tag(sync=True)
        for name, default in inputs.defaults.items()
    }
    members = {**traits, "guess": GuessTrait(allow_none=True).tag(sync=True), "simulation": simulation}
    kind = type(f"{simulation.name.title().replace('_', '')}Widget", (SimulationWidget,), members)
    identity = f"{simulation.name}-cell-{next(_numbers)}"
    widget: SimulationWidget = kind(_name=simulation.name, _markup=page.markup(simulation, identity=identity))
    return widget


@functools.cache
def plotly_script() -> bytes:
    """Return Plotly's JavaScript from the Plotly wheel."""
    import plotly

    return (pathlib.Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()


@functools.cache
def _follow_cells() -> None:
    """From now on, refresh the open cards whenever a cell of the notebook has run."""
    from IPython import get_ipython

    if shell := get_ipython():
        shell.events.register("post_run_cell", refresh_all)


def refresh_all(_: Any = None) -> None:
    """Bring edited kernels into all open cards; say once of a kernel that is refused that its cards stay."""
    for widget in list(_open):
        if widget.comm is None:
            _open.discard(widget)
            continue
        said, widget.refused = widget.refused, ""
        try:
            widget.refresh()
        except (KernelError, IndexError) as error:  # IndexError: a question is answered by a run
            widget.refused = str(error)
            if widget.refused != said:
                print(f"{widget.simulation.name} stays as it was: {error}", file=sys.stderr)
