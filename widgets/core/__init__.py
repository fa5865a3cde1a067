"""How any simulation is declared, compiled, run and shown; nothing here knows any biology.

Everything that an author needs is named here. Importing it is quick: Numba, Plotly and the widgets are imported when
a simulation is first run, drawn or shown.
"""

from .fields import Array, Choice, Constant, Data, Flag, Grid, Number, Seed, Slider, Switch
from .figures import layouts, marks
from .figures.figure import Frames, View
from .guess import Estimate, Pick
from .intervals import wilson
from .kernels.kernel import Kernel, KernelError, kernel
from .match import Match
from .records import Inputs, Outputs, Scratch
from .result import Result
from .searching import find_change
from .simulation import Challenge, Simulation
from .sketch import Sketch
from .table import Table

__all__ = [
    "Array",
    "Challenge",
    "Choice",
    "Constant",
    "Data",
    "Estimate",
    "Flag",
    "Frames",
    "Grid",
    "Inputs",
    "Kernel",
    "KernelError",
    "Match",
    "Number",
    "Outputs",
    "Pick",
    "Result",
    "Scratch",
    "Seed",
    "Simulation",
    "Sketch",
    "Slider",
    "Switch",
    "Table",
    "View",
    "find_change",
    "kernel",
    "layouts",
    "marks",
    "wilson",
]
