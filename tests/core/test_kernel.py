"""A kernel gives the same bits natively and as WebAssembly, for every input of every simulation."""

import pickle
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core import demo
from tests.core.wasm_host import Host, broken, differing
from tests.core.written import load, write
from widgets import find_simulations
from widgets.core import (
    Array,
    Choice,
    Data,
    Flag,
    Inputs,
    KernelError,
    Outputs,
    Scratch,
    Seed,
    Slider,
    Switch,
    kernel,
)
from widgets.core.kernels import wasm
from widgets.core.kernels.kernel import PAGE, checked_runs
from widgets.core.kernels.numerics import exp, log1p

SIMULATIONS = dict(find_simulations())
KERNELS = {f"{name}:{each.name}": each for name, simulation in SIMULATIONS.items() for each in simulation.kernels}
KERNELS["demo:decay"] = demo.decay
EXAMPLES, EXAMPLES_IF_SLOW = 100, 10
ON_A_PAGE = 16_000  # bytes
GAIN = 1.3  # times fewer instructions, at least, for which a page may carry a second module

loops = Inputs(factor=Slider("Factor", 2.0, low=-1.0, high=3.0, step=0.1, source="assumed"))
sums_of_loops = Outputs(total=(), powers=())


def add_up(p, out, work):
    """Add up what the compiler may unroll, and call what it may inline."""
    for i in range(8):
        out.total += exp(p.factor * i) + log1p(i)
    out.powers = exp(p.factor) * exp(-p.factor / 3) + log1p(p.factor + 2)


TABLE = np.linspace(-1, 1, 12).reshape(3, 4)
CODES = [3, 1, 2]

inputs = Inputs(
    factor=Slider("Factor", 2.0, low=-1e6, high=1e6, step=1.0, source="assumed"),
    table=Data(TABLE, source="assumed", licence="CC0"),
    codes=Data(CODES, source="assumed", licence="CC0"),
)
outputs = Outputs(product=Array((3, 4)), small=Array(3, "f4"), byte=Array(3, "i1"), total=(), raised=Flag())
scratch = Scratch(rows=(3,))


@kernel(inputs, outputs, scratch)
def sums(p, out, work):
    """Multiply a table, add up its rows in the order of the codes, and store numbers of every width."""
    for i in range(3):
        for j in range(4):
            out.product[i, j] = p.factor * p.table[i, j]
            work.rows[i] += out.product[i, j]
    for i in range(3):
        out.total += work.rows[p.codes[i] - 1]
        out.small[i] = out.total
        out.byte[i] = p.codes[i] - 3
    if out.total > 0.0:
        out.raised = 1


KERNELS["table:sums"] = sums


def anywhere(declared):
    """Return a strategy of every value that Python takes for an input, its ends and stops among them."""
    if isinstance(declared, Choice):
        return st.sampled_from(list(declared.options.values()))
    if isinstance(declared, Switch):
        return st.sampled_from([0, 1])
    if isinstance(declared, Seed):
        return st.integers(0, 2**32 - 1)
    if declared.type == "i4":
        return st.integers(declared.low, declared.high)
    return st.floats(declared.low, declared.high) | st.sampled_from(declared.stops or [declared.low, declared.high])


def settings_of(inputs):
    """Return a strategy of settings: a value for each input that can be set."""
    return st.fixed_dictionaries({name: anywhere(inputs.fields[name]) for name in inputs.defaults})


SLOW = {name for name, each in KERNELS.items() if each.slow}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=[pytest.mark.slow] * (name in SLOW)) for name in KERNELS])
def host(request):
    return Host(KERNELS[request.param])


# The same bits -----------------------------------------------------------------------------------------------------


def test_checked_native_and_webassembly_code_give_the_same_finite_bits_for_every_input(host):
    each = host.kernel
    pages = [host, Host(each, vectors=True)] if each.vectors else [host]

    @settings(max_examples=EXAMPLES_IF_SLOW if each.slow else EXAMPLES, deadline=None,
              suppress_health_check=list(HealthCheck))
    @given(settings_of(each.inputs))
    def agree(values):
        record = each.inputs.record(**values)
        with checked_runs():
            checked = each.run(record)
        native = each.run(record)
        assert not differing(checked, native)
        assert not broken(native), f"{', '.join(broken(native))} not finite"
        for page in pages:
            wrong = differing(native, page.run(record))
            assert not wrong, f"{', '.join(wrong)} differ"

    agree()


def test_a_second_run_is_not_changed_by_the_first(host):
    record = host.kernel.inputs.record()
    first = host.kernel.run(record).tobytes()
    for run in (host.kernel.run, host.run, host.run):
        assert run(record).tobytes() == first


@pytest.mark.parametrize("name", ["demo:decay", "table:sums"])
def test_plain_python_gives_the_same_bits_too(name):
    each = KERNELS[name]
    record = each.inputs.record()
    out, work = each.outputs.empty(), each.scratch.empty()
    each(record.view(np.recarray)[()], out.view(np.recarray)[()], work.view(np.recarray)[()])
    assert not differing(each.run(record), out)


def test_data_reaches_the_kernel():
    out = sums.run(inputs.record(factor=3.0))
    np.testing.assert_array_equal(out["product"], 3.0 * TABLE)
    np.testing.assert_allclose(out["small"], np.cumsum((3.0 * TABLE).sum(axis=1)[[2, 0, 1]]), atol=1e-6)
    np.testing.assert_array_equal(out["byte"], [0, -2, -1])


# The module --------------------------------------------------------------------------------------------------------


def test_a_module_imports_its_memory_and_exports_run_and_nothing_else(host):
    assert [(each.module, each.name) for each in host.module.imports] == [("env", "__linear_memory")]
    assert [each.name for each in host.module.exports] == ["run"]
    assert wasm.imports(host.kernel.wasm()) == ["env.__linear_memory"]


def test_a_module_is_small(host):
    module = host.kernel.wasm()
    assert len(module) <= 16 * 1024 and wasm.data_end(module) <= 16 * 1024


@pytest.mark.parametrize("name", SIMULATIONS)
def test_the_modules_of_one_simulation_are_within_what_a_page_may_weigh(name):
    for vectors in (False, True):
        sizes = {each.name: len(each.wasm(vectors=vectors)) for each in SIMULATIONS[name].kernels}
        assert sum(sizes.values()) <= ON_A_PAGE, sizes


@pytest.mark.parametrize("name", [name for name, each in KERNELS.items() if each.vectors])
def test_a_second_module_with_vectors_is_worth_its_weight(name):
    each, record = KERNELS[name], KERNELS[name].inputs.record()
    plain, vectors = (Host(each, vectors=vectors, counted=True).count(record) for vectors in (False, True))
    assert plain / vectors > GAIN


def test_a_kernel_that_is_not_declared_to_gain_has_no_second_module():
    assert demo.decay.wasm(vectors=True) == b""


def test_a_compact_kernel_is_smaller_and_gives_the_same_bits():
    usual, compact = (kernel(loops, sums_of_loops, compact=compact)(add_up) for compact in (False, True))
    assert len(compact.wasm()) < len(usual.wasm())
    assert compact.fingerprint != usual.fingerprint
    record = loops.record(factor=0.3)
    assert not differing(Host(compact).run(record), Host(usual).run(record))
    assert not differing(Host(compact).run(record), compact.run(record))


def test_records_lie_one_behind_the_other_above_constants_and_stack(host):
    each, at = host.kernel, host.kernel.memory
    ends = [at.input + each.inputs.dtype.itemsize, at.output + each.outputs.dtype.itemsize,
            at.scratch + each.scratch.dtype.itemsize]
    assert wasm.STACK_TOP <= at.result < at.exception < at.input
    assert ends[0] <= at.output and ends[1] <= at.scratch and ends[2] <= at.pages * PAGE
    assert all(address % 16 == 0 for address in (at.input, at.output, at.scratch))


# The kernel as an object -------------------------------------------------------------------------------------------


def test_the_output_of_a_run_is_a_record_of_its_own():
    first = sums.run(inputs.record(factor=1.0))
    kept = first.tobytes()
    sums.run(inputs.record(factor=5.0))
    assert first.tobytes() == kept


def test_a_run_leaves_its_input_as_it_was():
    record = inputs.record(factor=5.0)
    kept = record.tobytes()
    sums.run(record)
    assert record.tobytes() == kept


@pytest.mark.parametrize("record", [demo.inputs.record(), np.zeros(2, inputs.dtype), np.zeros((), "f8")],
                         ids=["another kernel's", "two records", "a number"])
def test_a_record_of_other_inputs_is_refused(record):
    with pytest.raises(TypeError, match="kernel 'sums' runs on one record made by its inputs, not on"):
        sums.run(record)


def test_a_kernel_is_pickled_by_name():
    assert pickle.loads(pickle.dumps(demo.decay)) is demo.decay


def test_a_kernel_knows_its_place_and_its_source():
    assert repr(sums) == f"<kernel sums at {sums.where}>"
    assert sums.where.startswith("tests/core/test_kernel.py:")
    assert sums.source.startswith("@kernel(inputs, outputs, scratch)\ndef sums(p, out, work):")
    assert sums.__doc__.startswith("Multiply a table") and sums.__module__ == sys.modules[__name__].__name__


def two_arguments(p, out): ...


def four_arguments(p, out, work, more): ...


@pytest.mark.parametrize("function", [two_arguments, four_arguments])
def test_a_kernel_takes_three_records(function):
    words = f"kernel '{function.__name__}' must take three arguments: input, output and scratch records"
    with pytest.raises(TypeError, match=words):
        kernel(inputs, outputs)(function)


def test_a_kernel_is_a_function():
    with pytest.raises(TypeError, match="a kernel is a function written with `def`, not <built-in function len>"):
        kernel(inputs, outputs)(len)


def test_a_name_is_an_input_or_an_output():
    with pytest.raises(ValueError, match="kernel 'sums': factor cannot be both input and output"):
        kernel(inputs, Outputs(factor=(), total=()))(sums.function)


def test_a_kernel_without_inputs_and_scratch_runs():
    @kernel(Inputs(), Outputs(total=()))
    def one(p, out, work):
        out.total = 1.0

    record = one.inputs.record()
    assert one.run(record)["total"] == Host(one).run(record)["total"] == 1.0


MODEL = """
from widgets.core import Data, Inputs, Outputs, kernel

SCALE = 2.0

@kernel(Inputs(), Outputs(total=()))
def model(p, out, work):
    'Say what.'
    out.total = SCALE * 3.0
"""


@pytest.fixture
def fingerprint(folder):
    def of(old="", new=""):
        assert old in MODEL
        write(folder, "model", MODEL.replace(old, new))
        return load("model").model.fingerprint

    return of


@pytest.mark.parametrize(("old", "new"), [
    ("    out", "    # why\n\n    out"), ("Say what", "Say why"), ("2.0", "4.0 / 2"), ("SCALE * 3.0", "(SCALE * 3.0)"),
])
def test_comments_and_lay_out_do_not_decide_the_fingerprint(fingerprint, old, new):
    assert fingerprint() == fingerprint(old, new)


@pytest.mark.parametrize(("old", "new"), [
    ("3.0", "4.0"), ("SCALE = 2.0", "SCALE = 2"), ("SCALE *", "SCALE +"), ("total", "sum_"), ("()))", "(), more=()))"),
    ("Inputs()", "Inputs(table=Data([1], source='x', licence='x'))"),
])
def test_code_constants_and_records_decide_the_fingerprint(fingerprint, old, new):
    assert fingerprint() != fingerprint(old, new)


def test_a_kernel_error_is_a_type_error():
    assert issubclass(KernelError, TypeError)


def test_value_gives_one_number_of_a_run():
    assert demo.decay.value("left", rate=1.0) == float(demo.decay.run(demo.inputs.record(rate=1.0))["left"])
    assert demo.decay.value("atoms", 0) == 100
    assert demo.decay.value("grid", (0, 1, 2)) in {0.0, 1.0}
    with pytest.raises(KeyError, match="kernel 'decay' writes no 'atom'; there is atoms"):
        demo.decay.value("atom")
    with pytest.raises(ValueError, match="rate = 9"):
        demo.decay.value("left", rate=9)
