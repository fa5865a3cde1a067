"""A simulation: inputs, kernels, figures and words, declared once and shown in Jupyter and in the book.

The way of the data is *controls -> input record -> kernel -> output record -> fields named by the figure -> Plotly*,
in Python and in the page alike; nothing flows back.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from .figures import look
from .figures.figure import View
from .records import Field as Declared
from .records import Flag, Inputs
from .settings import course, is_static
from .text import Field, fields, fill, parse_field

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from .kernels.kernel import Kernel
    from .view.tables import Displayed
    from .view.widget import SimulationWidget

KINDS = {
    "check": "nothing was tuned to this number",
    "calibration": "the model was tuned to this number, so agreement guards only the code",
    "regression band": "set after the output was seen; it guards the code against drift",
}


@dataclass(frozen=True)
class Challenge:
    """A task for the reader: what to try, the flag output that decides, and what it shows once done."""

    text: str
    done: str
    why: str


@dataclass(frozen=True)
class Table:
    """The numbers of a run as a table: a template field for each column, and how many entries of the arrays to show."""

    columns: Mapping[str, str]
    rows: int = 9

    def fields(self) -> list[Field]:
        """Return the field of each column."""
        return [parse_field(column) for column in self.columns.values()]

    def fill(self, values: Mapping[str, Any], frame: int = 0) -> list[list[str]]:
        """Return the rows as text: evenly spaced entries of the arrays, first and last included; numbers repeat."""
        arrays = [
            np.atleast_1d(values[each.name][frame] if each.framed else values[each.name]) for each in self.fields()
        ]
        length = max(len(array) for array in arrays)
        count = min(self.rows, length)
        # Whole-number arithmetic, rounded half up, so that the page picks the same entries.
        picks = [(2 * row * (length - 1) + count - 1) // (2 * (count - 1)) if count > 1 else 0 for row in range(count)]
        return [
            [
                format(float(array[pick if len(array) > 1 else 0]), each.format)
                for array, each in zip(arrays, self.fields(), strict=True)
            ]
            for pick in picks
        ]


@dataclass(frozen=True)
class Match:
    """A published number, or a band (low, high), beside what the model gives: `compute()` takes no arguments.

    kind: "check" (nothing tuned), "calibration" (tuned to it) or "regression band" (set after seeing the output).
    The same declaration fills the lesson's table and is the test.
    """

    claim: str
    published: float | tuple[float, float]
    compute: Callable[[], float]
    tolerance: float
    source: str
    kind: str
    unit: str = ""
    format: str = ",.2f"

    def __post_init__(self) -> None:
        """Raise ValueError for an unknown kind."""
        if self.kind not in KINDS:
            raise ValueError(f"match {self.claim!r}: kind {self.kind!r} is not one of {', '.join(KINDS)}")

    def misfit(self, computed: float) -> float:
        """Return how far `computed` lies from the published number, or outside the published band (0 within it)."""
        if isinstance(self.published, tuple):
            low, high = self.published
            return min(computed - low, 0.0) + max(computed - high, 0.0)
        return computed - self.published

    def holds(self) -> bool:
        """Say whether the model's number lies within the tolerance of the published one."""
        return abs(self.misfit(self.compute())) <= self.tolerance


class Result(Mapping[str, Any]):
    """The outputs of one run by name, as attributes too: ``result.tumour`` is ``result["tumour"]``."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"no output {name!r}; there are {', '.join(self._values)}") from None

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self._values]

    def __repr__(self) -> str:
        shown = (
            f"{name}: array of {' x '.join(map(str, value.shape))}"
            if isinstance(value, np.ndarray)
            else f"{name}: {value:.6g}"
            for name, value in self._values.items()
        )
        return "Result(" + ", ".join(shown) + ")"


@dataclass(frozen=True, kw_only=True, eq=False)
class Simulation:
    """One simulation, whole: what it asks, what can be set, what is computed, and how it is shown.

    name: its file's name, its id in the page and in links. title: a question. caption: one sentence.
    kernels: share one `Inputs`; their outputs form one namespace; a slow one runs beside the others in the page.
    summary: (flag, template) pairs, the first whose flag is raised is said; the last has the flag "".
    readouts: label -> template. presets: name -> inputs, the rest as declared, and the draw of chance as it is.
    draft: inputs used only while a control is being dragged.
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

    def run(self, **inputs: Any) -> Result:
        """Return every output for these inputs, and the grids; the other inputs keep their defaults.

        A number comes back as float or int, a flag as bool, an array as a NumPy array of the declared shape.
        Raises KeyError for an unknown input, TypeError for one that is no number, and ValueError for one that is not
        finite or outside its range; the text names the input, the value and the range.
        """
        record = self.inputs.record(**inputs)
        values: dict[str, Any] = {name: record[name].copy() for name in self.inputs.grids}
        for kernel in self.kernels:
            output = kernel.run(record)
            for name, declaration in kernel.outputs.fields.items():
                value = output[name]
                values[name] = (
                    value.copy() if value.shape else bool(value) if isinstance(declaration, Flag) else value.item()
                )
        return Result(values)

    def values(self, **inputs: Any) -> dict[str, Any]:
        """Return inputs and outputs of a run in one mapping: what figures and sentences are filled from."""
        record = self.inputs.record(**inputs)
        return {name: record[name] for name in self.inputs.fields} | dict(self.run(**inputs))

    def figure(self, view: int = 0, frame: int = 0, theme: str = "light", **inputs: Any) -> go.Figure:
        """Return one view of a run as a Plotly figure; theme is "light" or "dark"."""
        import plotly.graph_objects as go

        shown = self.views[view].fill(self.values(**inputs), frame)
        shown["layout"] = {"template": look.TEMPLATE, **shown["layout"]}
        return go.Figure(look.paint(shown, theme))

    def sentence(self, frame: int = 0, **inputs: Any) -> str:
        """Return what a run shows, in words."""
        values = self.values(**inputs)
        return fill(self.sentence_template(values), values, frame)

    def sentence_template(self, values: Mapping[str, Any]) -> str:
        """Return the line of the summary that fits these values."""
        return next(template for flag, template in self.summary if not flag or values[flag])

    def sweep(
        self,
        grid: Mapping[str, Iterable[Any]],
        *,
        outputs: Sequence[str] | None = None,
        executor: Executor | None = None,
    ) -> Result:
        """Run every combination of the inputs in `grid` and return arrays over it.

        grid: input name -> values. outputs: which to keep (default: every single number and flag). executor: any
        `concurrent.futures.Executor`, such as Dask's ``client.get_executor()``; without one the runs go in turn.
        Each output has the shape (values of the first input, of the second, ..., then its own shape); the grid's own
        axes are there under the names of the inputs. Raises as `run`, before any run is made.
        """
        axes = {name: list(values) for name, values in grid.items()}
        for name, each in axes.items():
            for value in each:
                self.inputs.check(name, value)
        shapes = {name: each.shape for name, each in self.outputs.items()}
        keep = [name for name, shape in shapes.items() if not shape] if outputs is None else list(outputs)
        for name in keep:
            self._check_reference("sweep", shapes, name, framed=False)
        combinations = [dict(zip(axes, combination, strict=True)) for combination in itertools.product(*axes.values())]
        # Few, large parcels: a run takes microseconds, a message between processes does not.
        parcels = [combinations[start::64] for start in range(min(64, len(combinations)))]
        mapper = map if executor is None else executor.map
        found: dict[str, list[Any]] = {name: [None] * len(combinations) for name in keep}
        replies = mapper(functools.partial(_run_all, self, keep), parcels)
        for start, reply in enumerate(replies):
            for name, results in reply.items():
                found[name][start::64] = results
        size = tuple(len(each) for each in axes.values())
        swept = {name: np.array(results).reshape(size + shapes[name]) for name, results in found.items()}
        return Result({name: np.array(each) for name, each in axes.items()} | swept)

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


def _run_all(
    simulation: Simulation, keep: Sequence[str], combinations: Sequence[Mapping[str, Any]]
) -> dict[str, list[Any]]:
    results = [simulation.run(**combination) for combination in combinations]
    return {name: [result[name] for result in results] for name in keep}
