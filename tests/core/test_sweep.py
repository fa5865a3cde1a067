"""A sweep: many runs in one compiled loop, in threads, in processes and on a cluster."""

import concurrent.futures
import subprocess
import sys

import numpy as np
import pytest

from tests.core import demo
from tests.core.demo import simulation
from tests.core.test_simulation import never
from widgets.core import Outputs, kernel
from widgets.core import sweep as sweeping
from widgets.core.kernels.kernel import checked_runs


@kernel(demo.inputs, Outputs(steps=(4,), found=()))
def past_the_end(p, out, work):
    """Read past the end for seeds from four on."""
    out.found = out.steps[p.seed]


def test_a_sweep_returns_arrays_over_the_grid():
    swept = simulation.sweep({"rate": [0.1, 0.5, 1.0], "start": [1.0, 100.0]}, outputs=["left", "atoms"])
    assert swept.left.shape == (3, 2) and swept.atoms.shape == (3, 2, 11)
    assert swept.left[2, 1] == simulation.run(rate=1.0, start=100.0).left
    np.testing.assert_array_equal(swept.rate, [0.1, 0.5, 1.0])


def test_a_sweep_keeps_every_single_number_unless_told_otherwise():
    assert set(simulation.sweep({"rate": [0.1]})) == {"rate", "left", "gone"}


def test_a_sweep_refuses_before_any_run():
    with pytest.raises(ValueError, match="rate = 9"):
        simulation.sweep({"rate": [0.1, 9.0]})
    with pytest.raises(KeyError, match="no output 'lost'"):
        simulation.sweep({"rate": [0.1]}, outputs=["lost"])


def test_processes_sweep_the_same_numbers_as_one_process():
    grid = {"seed": range(100), "rate": [0.1, 0.2]}
    alone = simulation.sweep(grid, outputs=["left", "grid"])
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        together = simulation.sweep(grid, outputs=["left", "grid"], executor=executor)
    np.testing.assert_array_equal(alone.left, together.left)
    np.testing.assert_array_equal(alone.grid, together.grid)


def test_a_dask_cluster_of_processes_sweeps_the_same_numbers():
    distributed = pytest.importorskip("distributed")
    grid = {"rate": np.linspace(0, 2, 50)}
    alone = simulation.sweep(grid)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        together = simulation.sweep(grid, executor=client.get_executor())
    np.testing.assert_array_equal(alone.left, together.left)


def test_a_sweep_gives_the_bits_of_runs_for_every_type_of_input_and_output():
    grid = {"rate": [0.0, 0.37], "start": [10.0], "pace": ["slow", 2], "halved": [False, True], "seed": [0, 2**32 - 1]}
    swept = simulation.sweep(grid, outputs=list(simulation.outputs))
    assert list(swept.pace) == ["slow", "2"] and swept.gone.dtype == bool and swept.grid.shape == (2, 1, 2, 2, 2, 11, 2, 3)
    for at in np.ndindex(swept.left.shape):
        run = simulation.run(**{name: axis[i] for i, (name, axis) in zip(at, grid.items(), strict=True)})
        for name in simulation.outputs:
            assert np.array_equal(swept[name][at], run[name]), (name, at)


def test_a_sweep_runs_only_the_kernels_whose_outputs_are_kept(monkeypatch):
    both = simulation.replace(kernels=(demo.decay, never))
    monkeypatch.setattr(type(never), "run_many", lambda self, columns, count, names: (
        pytest.fail("nobody asked") if self is never else {name: np.zeros(count) for name in names}))
    assert both.sweep({"rate": [0.1]}, outputs=["left"]).left == [0.0]


@pytest.mark.parametrize("grid", [{}, {"rate": []}, {"rate": [0.1], "seed": range(0)}])
def test_a_sweep_over_nothing_has_the_shape_of_its_grid(grid):
    swept = simulation.sweep(grid, outputs=["atoms"])
    assert swept.atoms.shape == (*map(len, grid.values()), 11)
    assert grid or np.array_equal(swept.atoms, simulation.run().atoms)


@pytest.mark.parametrize(("count", "seconds", "lengths"), [
    (64, None, {1}), (1000, 1.0, {1}), (1000, 1e-3, {15, 10}), (1_000_000, 1e-6, {15_625}), (6_400, 1e-6, {6_400}),
    (10_000, 1e-3, {156, 16}), (1_000_000, 1e-3, {250}),
])
def test_a_parcel_is_neither_too_small_to_send_nor_too_large_to_wait_for(monkeypatch, count, seconds, lengths):
    monkeypatch.setattr(sweeping, "_seconds_of_a_run", lambda *_: seconds)
    parcels = sweeping._parcels(simulation, [], {}, count)
    assert {each.stop - each.start for each in parcels} == lengths
    assert [each.start for each in parcels] == [0, *(each.stop for each in parcels[:-1])] and parcels[-1].stop == count


def test_parcels_of_many_runs_come_back_in_their_places():
    swept = simulation.sweep({"seed": range(3), "rate": np.linspace(0, 2, 1000)})
    np.testing.assert_allclose(swept.left[2], 100 * np.exp(-10 * swept.rate), rtol=1e-13)


def test_a_parcel_that_fails_is_named_with_its_inputs():
    broken = simulation.replace(kernels=(demo.decay, past_the_end))
    with checked_runs(), pytest.raises(IndexError, match="kernel 'past_the_end'") as raised:
        broken.sweep({"rate": [0.5, 0.25], "seed": [7]}, outputs=["found"])
    assert raised.value.__notes__ in (
        [f"in a sweep of 'demo', in one of the runs with rate {rate}, seed 7"] for rate in (0.5, 0.25))


def test_a_long_sweep_shows_how_far_it_is_and_a_short_one_nothing(monkeypatch, capfd):
    grid = {"rate": np.linspace(0, 2, 100)}
    simulation.sweep(grid)
    assert capfd.readouterr().err == ""
    monkeypatch.setattr(sweeping, "WATCHED", 1e-9)
    simulation.sweep(grid)
    assert "100/100" in capfd.readouterr().err
    monkeypatch.setenv("COURSE_STATIC", "1")
    simulation.sweep(grid)
    assert capfd.readouterr().err == ""


def test_threads_run_native_code_side_by_side():
    """While a long loop runs in one thread, this thread goes on: the loop holds no lock of Python."""
    script = """
import sys, threading
from tests.core.demo import decay
import numpy as np
decay.run(decay.inputs.record())
sys.setswitchinterval(1e-4)
columns = {"seed": np.arange(200_000, dtype="u4")}
thread, turns = threading.Thread(target=lambda: decay.run_many(columns, 200_000, ["left"])), 0
thread.start()
while thread.is_alive():
    turns += 1
print(turns)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 10_000
