"""Every view of every simulation shows the same in Python and in the page: traces, layout, and where names stand."""

import json
import pathlib
import subprocess

import numpy as np
import pytest

from tests.core import demo
from widgets import find_simulations
from widgets.core.fields import Choice, Seed, Switch
from widgets.core.figures import look
from widgets.core.records import Inputs

FILL = pathlib.Path(__file__).parents[1] / "player" / "fill.js"
SIMULATIONS = dict(find_simulations()) | {"core/demo": demo.simulation}
HEIGHTS = (260, 450)  # pixels
RANDOM = 3  # settings beside the one that is declared


def settings(inputs: Inputs, random: np.random.Generator):
    """Yield the declared setting and some random ones."""
    yield {}
    for _ in range(RANDOM):
        yield {name: some(inputs.fields[name], random) for name in inputs.defaults}


def some(declared, random):
    if isinstance(declared, Choice):
        return list(declared.options)[random.integers(len(declared.options))]
    if isinstance(declared, Seed | Switch):
        return int(random.integers(2))
    if declared.stops:
        return declared.stops[random.integers(len(declared.stops))]
    steps = round((declared.high - declared.low) / declared.step)
    return min(declared.low + int(random.integers(steps + 1)) * declared.step, declared.high)


def frames(view, values):
    """Return the first, the middle and the last frame."""
    count = len(values[view.frames.field]) if view.frames else 1
    return sorted({0, count // 2, count - 1})


def in_record(value):
    """Return a value as the page finds it in a record: a flag is a number there."""
    plain = np.asarray(value).tolist()
    return int(plain) if isinstance(plain, bool) else plain


def in_page(view, height, cases):
    """Return the figures that the page gives to Plotly, one for each (values, frame)."""
    names = {name for name, _ in view.names()}
    known = [{"values": {name: in_record(values[name]) for name in names}, "frame": frame} for values, frame in cases]
    spec = {"name": view.name, "data": list(view.traces), "layout": view.layout, "frames": None}
    sent = {"view": spec, "template": look.TEMPLATE, "width": 600, "height": height, "cases": known,
            "colours": list(look.palette())}  # fmt: skip
    text = json.dumps(sent, default=lambda each: each.tolist())
    done = subprocess.run(["node", FILL], input=text, capture_output=True, text=True, timeout=60, check=False)
    assert not done.stderr
    return json.loads(done.stdout)


def bare(figure, *, of_page):
    """Return a figure without what only one of the two has: dotted lines of before, and the size and look of a page."""
    data, layout = figure["data"], dict(figure["layout"])
    if of_page:
        *data, names = [each for each in data if each.get("name") != "before"]
        if len(data) + 1 < len(figure["data"]):  # the last name is that of a dotted line
            names |= {part: names[part][:-1] for part in ("x", "y", "text")} | {"textfont": {"color": names["textfont"]["color"][:-1]}}
        data += [names] if names["text"] else []
        layout = {part: each for part, each in layout.items() if part not in {"template", "width", "height", "transition"}}
    plain = json.loads(json.dumps({"data": data, "layout": layout}))
    for part in (*plain["data"], plain["layout"]):
        part.pop("meta", None)
        # An empty list would take a trace out of the page's figure; nowhere is the place of a point that is not there.
        part.update({axis: [] for axis in ("x", "y") if part.get(axis) == [None]})
    return plain


def assert_same(ours, theirs, where):
    """Compare two pieces of JSON to the last number; where names stand there may be a logarithm in between."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        assert ours.keys() == theirs.keys(), where
        for key, each in ours.items():
            if key == "y" and ours.get("showlegend") is False:
                assert each == pytest.approx(theirs[key], rel=1e-12), f"{where}.{key}"
            else:
                assert_same(each, theirs[key], f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        assert len(ours) == len(theirs), where
        for i, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            assert_same(mine, other, f"{where}[{i}]")
    else:
        assert type(ours) is type(theirs) or {type(ours), type(theirs)} == {int, float}, where
        assert ours == theirs, where


SLOW = {name for name, each in SIMULATIONS.items() if any(kernel.slow for kernel in each.kernels)}


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in SIMULATIONS])
def test_python_and_the_page_show_the_same(name):
    simulation = SIMULATIONS[name]
    random = np.random.default_rng(7)
    runs = [simulation.values(**setting) for setting in settings(simulation.inputs, random)]
    for at, view in enumerate(simulation.views):
        height = HEIGHTS[at % 2]
        cases = [(values, frame) for values in runs for frame in frames(view, values)]
        for (values, frame), figure in zip(cases, in_page(view, height, cases), strict=True):
            ours, theirs = bare(view.fill(values, frame, height), of_page=False), bare(figure, of_page=True)
            assert_same(ours, theirs, f"{view.name}, frame {frame}: ")
