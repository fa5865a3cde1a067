"""A declared simulation: its runs, figures, sweeps, and the mistakes that it refuses."""

import dataclasses
import math
import pickle

import numpy as np
import pytest

from tests.core import demo
from tests.core.demo import simulation
from widgets.core import Challenge, Frames, Outputs, Table, View, kernel


@kernel(demo.inputs, Outputs(unasked=()))
def never(p, out, work):
    """Write what nobody asks for."""
    out.unasked = p.rate


def test_a_run_returns_named_numbers_flags_and_arrays():
    result = simulation.run(rate=0.1)
    np.testing.assert_allclose(result.atoms, 100 * np.exp(-0.1 * result.day), rtol=1e-14)
    assert result["left"] == result.left == result.atoms[-1]
    assert result.gone is False
    assert result.grid.shape == (11, 2, 3)


def test_an_array_of_a_run_stays_as_it_is_when_another_run_is_made():
    first = simulation.run(rate=0.1)
    kept = first.atoms.copy()
    simulation.run(rate=2.0)
    np.testing.assert_array_equal(first.atoms, kept)


def test_a_result_names_its_outputs_when_asked_for_another():
    with pytest.raises(AttributeError, match="no output 'atom'; there are day, atoms, left"):
        _ = simulation.run().atom


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"rate": 7.0}, ValueError, r"rate = 7\.0 is outside 0\.0 to 2\.0 per day"),
        ({"rate": math.nan}, ValueError, "rate = nan is not finite"),
        ({"rate": "fast"}, TypeError, "rate = 'fast' is not a number"),
        ({"rates": 1.0}, TypeError, "no input is named 'rates'; did you mean 'rate'"),
        ({"days": 5.0}, TypeError, "'days' is fixed in this model"),
        ({"seed": -1}, ValueError, "seed = -1 is outside 0 to 4294967295"),
        ({"pace": 3}, ValueError, "pace = 3 is none of 1 \\('slow'\\), 2 \\('fast'\\)"),
    ],
)
def test_a_bad_input_is_refused_by_name_value_and_range(values, error, words):
    with pytest.raises(error, match=words):
        simulation.run(**values)


def test_a_figure_shows_the_run_in_the_colours_of_the_theme():
    figure = simulation.figure(rate=0.1, theme="dark")
    np.testing.assert_array_equal(figure.data[0].y, simulation.run(rate=0.1).atoms)
    assert figure.data[0].line.color == "#fa6e32"
    assert figure.layout.paper_bgcolor is None and figure.layout.template.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_a_figure_with_frames_shows_the_frame_asked_for():
    run = simulation.run(seed=7)
    assert np.any(run.grid[3] != run.grid[4])
    for frame in (3, 4):
        np.testing.assert_array_equal(simulation.figure(view=1, frame=frame, seed=7).data[0].z, run.grid[frame])


def test_the_sentence_says_the_first_line_whose_flag_is_raised():
    assert simulation.sentence() == "Gone. Less than one atom is left."
    assert simulation.sentence(rate=0.1) == "36.8 atoms are left."


def test_a_table_draws_evenly_spaced_rows_with_first_and_last():
    rows = simulation.numbers.fill(simulation.values())
    assert [row[0] for row in rows] == ["0", "2", "4", "6", "8", "10"]
    assert Table({"Left": "left:.1f"}).fill({"left": 2.0}) == [["2.0"]]


def test_a_run_returns_the_outputs_asked_for_and_runs_only_the_kernels_that_write_them(monkeypatch):
    both = simulation.replace(kernels=(demo.decay, never))
    monkeypatch.setattr(never, "run", lambda record: pytest.fail("a kernel ran whose outputs nobody asked for"))
    asked = both.run(rate=0.1, outputs=["gone", "atoms"])
    assert list(asked) == ["gone", "atoms"] and asked.gone is False
    np.testing.assert_array_equal(asked.atoms, simulation.run(rate=0.1).atoms)
    with pytest.raises(KeyError, match="demo: no output 'atom'; there are day, atoms, left"):
        both.run(outputs=["atom"])


def test_a_simulation_of_a_module_is_pickled_by_reference():
    assert pickle.loads(pickle.dumps(simulation)) is simulation


def test_another_kernel_can_take_the_place_of_one():
    @kernel(demo.inputs, demo.outputs, demo.scratch)
    def constant(p, out, work):
        for i in range(11):
            out.atoms[i] = p.start

    assert simulation.replace(kernels=(constant,)).run(start=10.0).atoms[-1] == 10.0


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"badge": "proven"}, ValueError, "badge 'proven' is not one of data-anchored"),
        ({"leaves_out": ("One.",)}, ValueError, "leaves_out has 1 items; name at least 3"),
        ({"summary": (("gone", "Gone."),)}, ValueError, 'the last line of the summary must have the flag ""'),
        ({"summary": (("left", "Some."), ("", "None."))}, KeyError, "'left' is not a flag output; there are gone"),
        ({"summary": (("", "{lost:.0f} are left."),)}, KeyError, "a sentence: no input or output 'lost'"),
        ({"summary": (("", "{atoms:.0f} are left."),)}, ValueError, "'atoms' in a sentence must be one number"),
        ({"numbers": Table({"Day": "dya:.0f"})}, KeyError, "the table: no input or output 'dya'"),
        ({"presets": {"Fast": {"rate": 9.0}}}, ValueError, r"demo, Fast: rate = 9\.0 is outside"),
        ({"presets": {"Fast": {"raet": 1.0}}}, TypeError, "demo, Fast: no input is named 'raet'; did you mean 'rate'"),
        ({"draft": {"rate": 9.0}}, ValueError, "demo, draft: rate"),
        ({"challenges": (Challenge("Try.", "won", "Why."),)}, KeyError, "'won' is not a flag output"),
        ({"views": (View("V", [{"meta": {"bind": {"y": "atom"}}}], {}, ""),)}, KeyError, "no input or output 'atom'"),
        ({"views": (View("V", [{"meta": {"bind": {"y": "left[frame]"}}}], {}, "", Frames("day", "Day")),)}, ValueError, "has no frames"),
    ],
)
def test_a_part_that_does_not_fit_is_refused_when_declared(change, error, words):
    with pytest.raises(error, match=words):
        simulation.replace(**change)


def test_a_match_tells_how_far_the_model_is_off():
    (match,) = simulation.matches
    assert match.holds() and abs(match.misfit(match.compute())) < 1e-4
    band = dataclasses.replace(match, published=(1.0, 2.0), tolerance=0.0)
    assert [round(band.misfit(value), 9) for value in (0.5, 1.5, 2.25)] == [-0.5, 0.0, 0.25]
    assert not band.holds()
    with pytest.raises(ValueError, match="kind 'proof' is not one of"):
        dataclasses.replace(match, kind="proof")


def test_importing_a_simulation_imports_neither_numba_nor_plotly_nor_the_widgets():
    import subprocess
    import sys

    script = "import sys, tests.core.demo; print(sorted({'numba', 'plotly', 'anywidget', 'ipywidgets'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
