"""A simulation: inputs, kernels, figures and words, declared once and shown in Jupyter and in the book.

The way of the data is *controls -> input record -> kernel -> output record -> fields named by the figure -> Plotly*,
in Python and in the page alike; nothing flows back.
"""

from __future__ import annotations

import dataclasses
import importlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .fields import Field as Declared
from .fields import Flag
from .figures import look
from .figures.figure import View
from .guess import Guess
from .match import Match
from .records import Inputs
from .result import Result
from .settings import course, is_static
from .table import Table
from .text import fields, fill

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from .kernels.kernel import Kernel
    from .view.tables import Displayed
    from .view.widget import SimulationWidget



@dataclass(frozen=True)
class Challenge:
    """A task for the reader: what to try, the flag output that decides, and what it shows once done."""

    text: str
    done: str
    why: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Simulation:
    """One simulation, whole: what it asks, what can be set, what is computed, and how it is shown.

    name: its file's name, its id in the page and in links. title: a question. caption: one sentence.
    kernels: share one `Inputs`; their outputs form one namespace; a slow one runs beside the others in the page.
    summary: (flag, template) pairs, the first whose flag is raised is said; the last has the flag "".
    readouts: label -> template. presets: name -> inputs, the rest as declared, and the draw of chance as it is.
    draft: inputs used only while a control is being dragged.
    guess: what the card asks before it answers: a `Pick`, an `Estimate` or a `Sketch`.
    badge: how far to trust it, one of the course's `badges`; evidence: where its numbers are from, such as "mouse lymphoma".
    Raises KeyError, TypeError or ValueError at once when the parts do not fit, naming the part.
    """

    name: str
    title: str
    caption: str
    kernels: Sequence[Kernel]
    views: Sequence[View]
    summary: Sequence[tuple[str, str]]
    numbers: Table
    badge: str
    evidence: str
    leaves_out: Sequence[str]
    source: str
    readouts: Mapping[str, str] = field(default_factory=dict)
    presets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    challenges: Sequence[Challenge] = ()
    draft: Mapping[str, float] = field(default_factory=dict)
    matches: Sequence[Match] = ()
    guess: Guess | None = None

    def __post_init__(self) -> None:
        """Check that every name used by a figure, a sentence, a preset or a challenge exists."""
        if self.badge not in (badges := course().badges):
            raise ValueError(f"{self.name}: badge {self.badge!r} is not one of {', '.join(badges)}")
        if len(self.leaves_out) < 3:
            raise ValueError(f"{self.name}: leaves_out has {len(self.leaves_out)} items; name at least 3")
        if any(kernel.inputs is not self.inputs for kernel in self.kernels):
            raise ValueError(f"{self.name}: its kernels must share one Inputs")
        records = (self.inputs, *(kernel.outputs for kernel in self.kernels))
        names = [name for record in records for name in record.fields]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"{self.name}: used for more than one input or output: {', '.join(sorted(twice))}")
        self._check_references()
        self._check_flags()
        for label, values in [*self.presets.items(), ("draft", self.draft)]:
            for name, value in values.items():
                try:
                    self.inputs.check(name, value)
                except (KeyError, TypeError, ValueError) as error:
                    raise type(error)(f"{self.name}, {label}: {error.args[0]}") from None
        if self.guess:
            try:
                self.guess.check(self)
            except (KeyError, TypeError, ValueError) as error:
                raise type(error)(f"{self.name}, guess: {error.args[0]}") from None

    def _check_references(self) -> None:
        shapes = {name: each.shape for name, each in self.fields.items()}
        for view in self.views:
            for name, framed in view.names():
                self._check_reference(f"view {view.name!r}", shapes, name, framed)
        templates = [template for _, template in self.summary] + list(self.readouts.values())
        for template in templates:
            for each in fields(template):
                self._check_reference("a sentence", shapes, each.name, each.framed)
                if len(shapes[each.name]) != each.framed:
                    raise ValueError(f"{self.name}: {each.name!r} in a sentence must be one number")
        for each in self.numbers.fields():
            self._check_reference("the table", shapes, each.name, each.framed)

    def _check_reference(self, where: str, shapes: Mapping[str, tuple[int, ...]], name: str, framed: bool) -> None:
        if name not in shapes:
            raise KeyError(f"{self.name}, {where}: no input or output {name!r}; there are {', '.join(shapes)}")
        if framed and not shapes[name]:
            raise ValueError(f"{self.name}, {where}: {name!r} is one number and has no frames")

    def _check_flags(self) -> None:
        flags = {name for name, each in self.outputs.items() if isinstance(each, Flag)}
        conditions = [flag for flag, _ in self.summary]
        if not conditions or conditions[-1] != "":
            raise ValueError(f'{self.name}: the last line of the summary must have the flag "": one must always fit')
        for flag in [*conditions[:-1], *(challenge.done for challenge in self.challenges)]:
            if flag not in flags:
                raise KeyError(f"{self.name}: {flag!r} is not a flag output; there are {', '.join(sorted(flags))}")

    @property
    def inputs(self) -> Inputs:
        """The inputs that all kernels read."""
        return self.kernels[0].inputs

    @property
    def outputs(self) -> dict[str, Declared]:
        """The declaration of every output, kernel by kernel."""
        return {name: each for kernel in self.kernels for name, each in kernel.outputs.fields.items()}

    @property
    def fields(self) -> dict[str, Declared]:
        """The declaration of every input and output."""
        return {**self.inputs.fields, **self.outputs}

    @property
    def roles(self) -> dict[str, str]:
        """The role, and so the colour, of each input and output that has one."""
        return {name: each.role for name, each in self.fields.items() if each.role}

    def run(self, *, outputs: Sequence[str] | None = None, **inputs: Any) -> Result:
        """Return the outputs for these inputs, and the grids; inputs that are not named keep their defaults.

        outputs: which to return; only the kernels that write them run (default: all). A number comes back as float or
        int, a flag as bool, an array as a NumPy array of the declared shape. Raises KeyError for an unknown output,
        TypeError for an unknown input and one that is no number, and ValueError for one that is not finite or outside
        its range; the text names the input, the value and the range.
        """
        record = self.inputs.record(**inputs)
        kept = [*self.inputs.grids, *self.outputs] if outputs is None else outputs
        values: dict[str, Any] = {name: record[name].copy() if name in self.inputs.grids else None for name in kept}
        for kernel in self.kernels_of(name for name in kept if name not in self.inputs.grids):
            output = kernel.run(record)
            for name, declaration in kernel.outputs.fields.items():
                value = output[name]
                if name in values:
                    values[name] = (
                        value.copy() if value.shape else bool(value) if isinstance(declaration, Flag) else value.item()
                    )
        return Result(values)

    def kernels_of(self, outputs: Iterable[str]) -> list[Kernel]:
        """Return the kernels that write these outputs; raise KeyError for one that none writes."""
        for name in (wanted := set(outputs)):
            if name not in self.outputs:
                raise KeyError(f"{self.name}: no output {name!r}; there are {', '.join(self.outputs)}")
        return [kernel for kernel in self.kernels if wanted & kernel.outputs.fields.keys()]

    def values(self, **inputs: Any) -> dict[str, Any]:
        """Return inputs and outputs of a run in one mapping: what figures and sentences are filled from."""
        record = self.inputs.record(**inputs)
        return {name: record[name] for name in self.inputs.fields} | dict(self.run(**inputs))

    def figure(
        self, view: int = 0, frame: int = 0, theme: str = "light", guess: object = None, **inputs: Any
    ) -> go.Figure:
        """Return one view of a run as a Plotly figure; theme is "light" or "dark"; `guess` is drawn where it was asked."""
        import plotly.graph_objects as go

        figure, values = self.views[view], self.values(**inputs)
        if guess is not None:
            figure, mark = self._asked().marked(self, figure, guess)
            values |= mark
        shown = figure.fill(values, frame)
        shown["layout"] = {"template": look.TEMPLATE, **shown["layout"]}
        return go.Figure(look.paint(shown, theme))

    def sentence(self, frame: int = 0, **inputs: Any) -> str:
        """Return what a run shows, in words."""
        values = self.values(**inputs)
        return fill(self.sentence_template(values), values, frame)

    def sentence_template(self, values: Mapping[str, Any]) -> str:
        """Return the line of the summary that fits these values."""
        return next(template for flag, template in self.summary if not flag or values[flag])

    def compare(self, guess: object) -> str:
        """Return the sentence that compares a guess with the model: as a number, for words an option, for a line heights."""
        return self._asked().compare(self, guess)

    def admit_guess(self, guess: object) -> Any:
        """Return a guess as plain numbers, or raise TypeError or ValueError."""
        return self._asked().value(self._asked().spec(self), guess)

    def _asked(self) -> Guess:
        if self.guess is None:
            raise TypeError(f"{self.name} asks for no guess")
        return self.guess

    def sweep(
        self,
        grid: Mapping[str, Iterable[Any]],
        *,
        outputs: Sequence[str] | None = None,
        executor: Executor | None = None,
    ) -> Result:
        """Run every combination of the inputs in `grid` and return arrays over it.

        grid: input name -> values. outputs: which to keep (default: every single number and flag); only the kernels
        that write them run. executor: any `concurrent.futures.Executor`, such as Dask's ``client.get_executor()``;
        without one, threads use all cores. A sweep that takes longer than a second shows how far it is.
        Each output has the shape (values of the first input, of the second, ..., then its own shape); the grid's own
        axes are there under the names of the inputs. Raises as `run`, before any run is made.
        """
        from .sweep import sweep

        return Result(sweep(self, grid, outputs, executor))

    def replace(self, **changes: Any) -> Simulation:
        """Return a copy with other parts, such as ``replace(kernels=(my_kernel,))`` after editing a kernel."""
        return dataclasses.replace(self, **changes)

    def widget(self) -> SimulationWidget:
        """Return a new ipywidget of this simulation; its traits are the inputs."""
        from .view.widget import make_widget

        return make_widget(self)

    def parameters(self) -> Displayed:
        """Return the table of inputs for display: default, range, unit and source of each."""
        from .view import tables

        return tables.parameters(self)

    def code(self) -> Displayed:
        """Return the kernels' source for display."""
        from .view import tables

        return tables.code(self)

    def match_table(self) -> Displayed:
        """Return published beside computed numbers for display, with the misfit of each."""
        from .view import tables

        return tables.match_table(self)

    def limits(self) -> Displayed:
        """Return what the model leaves out, with its badge, for display."""
        from .view import tables

        return tables.limits(self)

    def _ipython_display_(self) -> None:
        """Show the card: static HTML while the book is built, else the widget behind a readable fallback."""
        from IPython.display import display

        from .view import page, tables

        if is_static():
            display(tables.Displayed(page.html(self), self.sentence()))
        else:
            display(page.fallback(self))
            display(self.widget())

    def __reduce__(self) -> Any:
        """Pickle by reference when its model's module or package declares it as `simulation`: workers import it."""
        model = self.kernels[0].function.__module__
        for module in (model, model.rpartition(".")[0]):
            if getattr(sys.modules.get(module), "simulation", None) is self and module != "__main__":
                return _simulation_of, (module,)
        return super().__reduce__()


def _simulation_of(module: str) -> Simulation:
    simulation: Simulation = importlib.import_module(module).simulation
    return simulation
