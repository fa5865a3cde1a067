"""An edit is seen at once by both engines, the cache is never stale, and no kernel takes its session down."""

import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.core.wasm_host import Host
from tests.core.written import load, write
from widgets.core import KernelError, settings
from widgets.core.kernels import cache as cache_of_kernels
from widgets.core.kernels import machine
from widgets.core.kernels.kernel import checked_runs

ROOT = Path(__file__).resolve().parents[2]

LAW = """
import numpy as np

SCALE, PAIR, TABLE = 2.0, (1.0, 2.0), np.array([1.0, 2.0])


def law(x):
    return SCALE * x + PAIR[1] + TABLE[1]
"""
MODEL = """
import law
from widgets.core import Array, Data, Inputs, Outputs, Scratch, Slider, kernel

inputs = Inputs(
    x=Slider("X", 1.0, low=0.0, high=10.0, step=1.0, source="assumed"),
    at=Slider("Index", 0, low=0, high=1_000_000, step=1, source="assumed"),
    table=Data([1.0, 2.0], source="assumed", licence="CC0"),
)


@kernel(inputs, Outputs(total=(), day=(4,)), Scratch(y=(4,)))
def model(p, out, work):
    out.total = law.law(p.x)
"""


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """Return an empty cache of compiled kernels."""
    elsewhere = dataclasses.replace(settings.course(), kernels=tmp_path / "kernels")
    monkeypatch.setattr(settings, "_course", elsewhere)
    return tmp_path / "kernels"


@pytest.fixture
def model(folder, cache):
    """Return a kernel that calls a function of another module."""
    write(folder, "law", LAW)
    write(folder, "model", MODEL)
    return load("model").model


def totals(model, **values):
    """Return what both engines compute."""
    record = model.inputs.record(**values)
    return float(model.run(record)["total"]), float(Host(model).run(record)["total"])


def python(folder, script, **environment):
    """Run a script in a fresh process and return the JSON that it prints last; a crash shows as its exit code."""
    file = write(folder, "script", script)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]), **environment}
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, env=environment, timeout=120,
                          check=False)
    assert done.returncode == 0, f"exit code {done.returncode}: {done.stderr}"
    return json.loads(done.stdout.splitlines()[-1])


# Edits -------------------------------------------------------------------------------------------------------------


def test_a_called_module_that_is_edited_and_reloaded_is_seen_by_both_engines(folder, model):
    assert totals(model) == (6.0, 6.0)
    write(folder, "law", LAW.replace("SCALE * x", "SCALE * x * x - 10.0"))
    load("law")
    assert totals(model, x=3.0) == (12.0, 12.0)


def test_an_edited_function_that_was_imported_by_name_is_seen_when_its_user_is_reloaded(folder, model):
    write(folder, "model", MODEL.replace("import law\n", "from law import law\n").replace("law.law(", "law("))
    assert totals(load("model").model) == (6.0, 6.0)
    write(folder, "law", LAW.replace("SCALE * x", "SCALE - x"))
    load("law")
    assert totals(load("model").model) == (5.0, 5.0)


@pytest.mark.parametrize("change", [
    lambda law: setattr(law, "SCALE", 5.0),
    lambda law: setattr(law, "PAIR", (1.0, 5.0)),
    lambda law: setattr(law, "TABLE", np.array([1.0, 5.0])),
    lambda law: law.TABLE.__setitem__(1, 5.0),
], ids=["number", "tuple", "array", "one number of an array"])
def test_a_changed_constant_is_seen_by_both_engines(model, change):
    assert totals(model) == (6.0, 6.0)
    change(sys.modules["law"])
    assert totals(model) == (9.0, 9.0)


def test_a_function_whose_code_is_replaced_is_seen_as_autoreload_does_it(model):
    assert totals(model) == (6.0, 6.0)
    law = sys.modules["law"].law
    source = write(Path(law.__code__.co_filename).parent, "new_law", "def law(x):\n    return x - 1.0\n")
    assert source.exists()
    law.__code__ = load("new_law").law.__code__
    assert totals(model, x=3.0) == (2.0, 2.0)


def test_the_fingerprint_follows_the_edits_and_comes_back_with_them(folder, model):
    before = model.fingerprint
    sys.modules["law"].SCALE = 5.0
    assert model.fingerprint != before
    sys.modules["law"].SCALE = 2.0
    assert model.fingerprint == before


# The cache ---------------------------------------------------------------------------------------------------------

RUN_TWICE = """
import hashlib, json, pathlib, sys
import dataclasses
from widgets.core import settings
settings.use(dataclasses.replace(settings.course(), kernels=pathlib.Path({cache!r})))
from model import model
record = model.inputs.record(x=3.0)
runs = [model.run(record).tobytes().hex() for _ in range(2)]
found = {{"runs": runs, "wasm": hashlib.sha256(model.wasm()).hexdigest(), "numba": "numba" in sys.modules}}
print(json.dumps(found))
"""


def test_a_fresh_process_finds_the_compiled_kernel_and_needs_no_compiler(folder, model, cache):
    script = RUN_TWICE.format(cache=str(cache))
    first, second = python(folder, script), python(folder, script)
    assert first["numba"] and not second["numba"]
    assert {**first, "numba": False} == second
    assert len(set(first["runs"])) == 1
    assert np.frombuffer(bytes.fromhex(first["runs"][0]), model.outputs.dtype)["total"] == 10.0


def test_an_edit_misses_the_cache(folder, model, cache):
    script = RUN_TWICE.format(cache=str(cache))
    first = python(folder, script)
    write(folder, "law", LAW.replace("SCALE, PAIR, TABLE = 2.0", "SCALE, PAIR, TABLE = 3.0"))
    second = python(folder, script)
    assert second["numba"] and second["runs"] != first["runs"] and second["wasm"] != first["wasm"]


def flipped(content):
    return content[:-100] + bytes([content[-100] ^ 1]) + content[-99:]


@pytest.mark.parametrize("damage", [lambda content: b"", lambda content: content[:20], lambda content: content[:-1],
                                    flipped], ids=["empty", "cut off", "a byte short", "a bit flipped"])
def test_a_damaged_file_of_the_cache_is_made_anew(model, cache, damage):
    expected, module = totals(model, x=3.0), model.wasm()
    (file,) = cache.glob("*.kernel")
    file.write_bytes(damage(file.read_bytes()))
    again = load("model").model
    assert totals(again, x=3.0) == expected and again.wasm() == module
    assert load("model").model._current()._stored() is not None


def test_a_kernel_compiled_for_another_processor_is_compiled_for_this_one(model, cache, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(machine, "cpu", lambda: "another")
        assert totals(model) == totals(model) == (6.0, 6.0)
    (file,) = cache.glob("*.kernel")
    assert b'"cpu": "another"' in file.read_bytes()
    assert totals(load("model").model) == (6.0, 6.0)
    assert b'"cpu": "another"' not in file.read_bytes()


def test_without_a_folder_to_write_to_nothing_is_kept_and_all_runs(model, cache):
    cache.write_text("a file, not a folder", "utf8")
    assert totals(model) == totals(model) == (6.0, 6.0)


@pytest.mark.slow
def test_every_process_and_every_processor_makes_the_same_modules_for_the_book(folder, model, tmp_path):
    def build(place, **environment):
        script = RUN_TWICE.format(cache=str(tmp_path / place))
        return python(folder, script, COURSE_STATIC="1", **environment)

    one = build("one", PYTHONHASHSEED="1")
    assert build("two", PYTHONHASHSEED="2") == one
    assert build("three", NUMBA_CPU_NAME="skylake", NUMBA_CPU_FEATURES="+avx2")["wasm"] == one["wasm"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(model, cache, monkeypatch):
    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    assert totals(model) == (6.0, 6.0)
    assert list(cache.iterdir()) == []


def test_files_that_nobody_used_for_long_are_deleted(model, cache):
    cache.mkdir()
    old = time.time() - cache_of_kernels.KEPT - 1
    ages = {"old.kernel": old, "old.checked": old, "half-written": old, "new.kernel": old + 10, "writing": time.time()}
    for name, changed in ages.items():
        (cache / name).write_bytes(b"")
        os.utime(cache / name, (changed, changed))
    cache_of_kernels._prune.cache_clear()
    totals(model)
    assert {"new.kernel", "writing"} == {file.name for file in cache.iterdir()} & ages.keys()


def test_a_file_that_is_used_counts_as_new(model, cache):
    totals(model)
    for file in cache.iterdir():
        os.utime(file, (0, 0))
    assert totals(load("model").model) == (6.0, 6.0)
    assert all(time.time() - file.stat().st_mtime < 60 for file in cache.iterdir())


# The first run -----------------------------------------------------------------------------------------------------

LAST_WORDS = """
import json, pathlib
import dataclasses
from widgets.core import settings
settings.use(dataclasses.replace(settings.course(), kernels=pathlib.Path({cache!r})))
from model import model
said = []
for at in {at}:
    try:
        said.append(float(model.run(model.inputs.record(at=at))["total"]))
    except IndexError as error:
        said.append(str(error))
print(json.dumps(said))
"""
PAST_THE_END = "look for an index past the end of an array, callees included"


def last_words(folder, cache, body, *at):
    """Return what runs of a kernel with this body say, each with another index, in a process of their own."""
    write(folder, "model", MODEL.replace("out.total = law.law(p.x)", body))
    return python(folder, LAST_WORDS.format(cache=str(cache), at=list(at)))


@pytest.mark.parametrize("body", [
    "out.total = p.table[p.at]",
    "out.day[p.at] = 1.0",
    "work.y[p.at] = 1.0",
    "work.y[-p.at] = 1.0",
    "out.total = law.TABLE[p.at]",
    "law.fill(out.day, p.at)",
])
def test_an_index_past_the_end_is_an_error_that_names_the_kernel_not_a_crash(folder, cache, body):
    write(folder, "law", LAW + "\n\ndef fill(values, at):\n    values[at] = 1.0\n")
    (said,) = last_words(folder, cache, body, 1_000_000)
    assert said.startswith(f"kernel 'model' ({folder / 'model.py'}:12): index")
    assert said.endswith(PAST_THE_END)


def test_an_edited_kernel_is_checked_again(folder, model, cache):
    assert last_words(folder, cache, "out.total = p.table[p.at]", 0, 1) == [1.0, 2.0]
    (said,) = last_words(folder, cache, "out.total = p.table[p.at + 1_000_000]", 0)
    assert said.endswith(PAST_THE_END)


def test_a_kernel_that_failed_its_first_run_is_checked_until_one_ends_well(folder, model, cache):
    said = last_words(folder, cache, "out.total = p.table[p.at]", 1_000_000, 999_999, 1)
    assert said[0].endswith(PAST_THE_END) and said[1].endswith(PAST_THE_END) and said[2] == 2.0


def test_checked_runs_find_an_index_past_the_end_far_from_the_first_setting(folder, cache):
    write(folder, "law", LAW)
    write(folder, "model", MODEL.replace("out.total = law.law(p.x)", "out.total = p.table[p.at]"))
    model = load("model").model
    model.run(model.inputs.record(at=1))
    silent = model.run(model.inputs.record(at=2))["total"]  # whatever lies behind the table
    with checked_runs():
        assert model.run(model.inputs.record(at=1))["total"] == 2.0
        with pytest.raises(IndexError, match=PAST_THE_END):
            model.run(model.inputs.record(at=2))
        with pytest.raises(IndexError, match=PAST_THE_END):
            model.run_many({"at": np.array([0, 1, 2], "i4")}, 3, ["total"])
    assert model.run_many({"at": np.array([0, 1, 2], "i4")}, 3, ["total"])["total"].tolist() == [1.0, 2.0, silent]


def test_a_kernel_that_writes_into_its_input_by_another_name_is_refused(folder, model):
    write(folder, "model", MODEL.replace("out.total", "table = p.table\n    table[0] = 7.0\n    out.total"))
    model = load("model").model
    record = model.inputs.record()
    with pytest.raises(KernelError, match=r"kernel 'model' \(.*\) writes into its input: copy it into Scratch first"):
        model.run(record)
    assert record["table"].tolist() == [1.0, 2.0]


def test_a_kernel_of_a_script_is_checked_in_every_run(folder, model, cache):
    written = MODEL.replace("out.total = law.law(p.x)", "out.total = p.table[p.at]")
    said = python(folder, written + LAST_WORDS.replace("from model import model\n", "").format(
        cache=str(cache), at=[0, 1_000_000, 1]))
    assert said[0] == 1.0 and said[1].endswith(PAST_THE_END) and said[2] == 2.0
    assert not list(cache.glob("*.checked"))


IN_CELLS = """
import json, pathlib
from IPython.core.interactiveshell import InteractiveShell
import dataclasses
from widgets.core import settings
settings.use(dataclasses.replace(settings.course(), kernels=pathlib.Path({cache!r})))
shell = InteractiveShell.instance()
said = []
for cell in {cells!r}:
    result = shell.run_cell(cell)
    if result.error_in_exec:
        said.append(str(result.error_in_exec))
    elif result.result is not None:
        said.append(result.result)
print(json.dumps(said))
"""


def test_a_kernel_of_a_notebook_follows_its_cells_and_is_checked_in_every_run(folder, model, cache):
    cells = [
        MODEL.replace("import law", "def law(x, at):\n    return 2.0 * x").replace("law.law(p.x)", "law(p.x, p.at)"),
        "float(model.run(inputs.record(x=3.0))['total'])",
        "TABLE = (5.0, 7.0)\ndef law(x, at):\n    return TABLE[at]",
        "float(model.run(inputs.record(at=1))['total'])",
        "float(model.run(inputs.record(at=1_000_000))['total'])",
        "def law(x, at):\n    raise ValueError",
        "float(model.run(inputs.record())['total'])",
        "model.where",
    ]
    said = python(folder, IN_CELLS.format(cache=str(cache), cells=cells), IPYTHONDIR=str(folder))
    assert said[:2] == [6.0, 7.0]
    assert said[2].startswith("kernel 'model' (notebook cell:") and said[2].endswith(PAST_THE_END)
    assert said[3].startswith("kernel 'model' cannot run in a page: notebook cell:2: `raise` cannot reach")
    assert said[4].startswith("notebook cell:")
