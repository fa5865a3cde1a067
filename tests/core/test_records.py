"""Declared records: the dtype they make, the values they take, and the mistakes that they refuse by name."""

import inspect
import math

import numpy as np
import pytest

from widgets.core import (
    Array,
    Choice,
    Constant,
    Data,
    Flag,
    Grid,
    Inputs,
    Number,
    Outputs,
    Scratch,
    Seed,
    Simulation,
    Slider,
    Switch,
    taken,
)

TABLE = [[1, 2, 3], [4, 5, 6]]


def slider(default=0.5, **parts):
    return Slider("Rate", default, **{"low": 0.0, "high": 1.0, "step": 0.1, "source": "assumed", **parts})


def stops(*values, default):
    return Slider("Dose", default, stops=values, source="assumed")


@pytest.fixture
def inputs():
    return Inputs(
        rate=slider(unit="per day"),
        dose=stops(1, 10, 100, default=10),
        way=Choice("Way", "out", options={"in": 1, "out": -1}, source="assumed"),
        treated=Switch("Treated", True),
        seed=Seed(default=7),
        half=Constant(0.5, source="assumed"),
        table=Data(TABLE, source="assumed", licence="CC0"),
    )


# The record --------------------------------------------------------------------------------------------------------


def test_a_record_holds_defaults_constants_and_data_under_their_names(inputs):
    record = inputs.record()
    assert {name: record[name].tolist() for name in record.dtype.names} == {
        "rate": 0.5, "dose": 10, "way": -1, "treated": 1, "seed": 7, "half": 0.5, "table": TABLE,
    }


def test_the_types_are_those_that_javascript_reads(inputs):
    assert [inputs.dtype[name].base.str for name in inputs.dtype.names] == [
        "<f8", "<i4", "<i4", "<i4", "<u4", "<f8", "<i4",
    ]


def test_every_field_lies_at_a_multiple_of_its_size():
    outputs = Outputs(flag=Flag(), day=(3,), code=Array(5, "u1"), mask=Array((2, 2), "i2"), end=())
    assert outputs.dtype.alignment == 8 and outputs.dtype.itemsize % 8 == 0
    for name in outputs.dtype.names:
        assert outputs.offset(name) % outputs.dtype[name].base.itemsize == 0
    assert [outputs.offset(name) for name in outputs.dtype.names] == [0, 8, 32, 38, 48]


def test_outputs_are_numbers_flags_and_arrays():
    outputs = Outputs(end=(), total=Number(unit="cells"), gone=Flag("Gone"), day=(4,), map=Array((2, 3), "u1"))
    empty = outputs.empty()
    assert {name: (empty[name].dtype.str, empty[name].shape) for name in outputs.fields} == {
        "end": ("<f8", ()), "total": ("<f8", ()), "gone": ("<i4", ()), "day": ("<f8", (4,)), "map": ("|u1", (2, 3)),
    }


def test_a_record_without_fields_has_a_size_all_the_same():
    assert Scratch().dtype.itemsize == Inputs().record().nbytes == 8


def test_values_go_into_a_record_of_their_own(inputs):
    changed = inputs.record(rate=1, dose=55, way="in", treated=False, seed=np.uint32(3))
    assert [changed[name].item() for name in inputs.defaults] == [1.0, 55, 1, 0, 3]
    assert [inputs.record()[name].item() for name in inputs.defaults] == [0.5, 10, -1, 1, 7]


def test_only_what_a_control_moves_has_a_default(inputs):
    assert inputs.defaults == {"rate": 0.5, "dose": 10, "way": -1, "treated": 1, "seed": 7}


@pytest.mark.parametrize("name", ["half", "table"])
def test_a_fixed_number_is_not_set_by_a_run(inputs, name):
    with pytest.raises(TypeError, match=f"'{name}' is fixed in this model: change its declaration, not the run"):
        inputs.record(**{name: 1.0})


@pytest.mark.parametrize(("name", "hint"), [
    ("rte", "did you mean 'rate'?"), ("tretaed", "did you mean 'treated'?"),
    ("x", "there are: rate, dose, way, treated, seed"), ("hlaf", "there are: rate, dose, way, treated, seed"),
])
def test_a_name_that_does_not_exist_is_answered_with_those_that_do(inputs, name, hint):
    with pytest.raises(TypeError) as refused:
        inputs.record(**{name: 1.0})
    assert str(refused.value) == f"no input is named {name!r}; {hint}"


# Values ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "value", "error", "words"), [
    ("rate", 1.01, ValueError, "rate = 1.01 is outside 0.0 to 1.0 per day"),
    ("rate", -1e-9, ValueError, "rate = -1e-09 is outside 0.0 to 1.0 per day"),
    ("rate", math.nan, ValueError, "rate = nan is not finite"),
    ("rate", math.inf, ValueError, "rate = inf is not finite"),
    ("rate", np.float32("-inf"), ValueError, "rate = -inf is not finite"),
    ("rate", True, TypeError, "rate = True is not a number"),
    ("rate", np.True_, TypeError, "rate = np.True_ is not a number"),
    ("rate", "0.5", TypeError, "rate = '0.5' is not a number"),
    ("rate", None, TypeError, "rate = None is not a number"),
    ("rate", 1j, TypeError, "rate = 1j is not a number"),
    ("rate", np.array([0.5]), TypeError, "rate = array([0.5]) is not a number"),
    ("dose", 10.5, TypeError, "dose = 10.5 is not a whole number"),
    ("dose", 101, ValueError, "dose = 101 is outside 1 to 100"),
    ("way", 0, ValueError, "way = 0 is none of 1 ('in'), -1 ('out')"),
    ("way", "up", ValueError, "way = 'up' is none of 1 ('in'), -1 ('out')"),
    ("way", True, TypeError, "way = True is not a number"),
    ("treated", 2, ValueError, "treated = 2 is outside 0 to 1"),
    ("treated", 0.5, TypeError, "treated = 0.5 is not a whole number"),
    ("treated", "on", TypeError, "treated = 'on' is not a number"),
    ("seed", -1, ValueError, "seed = -1 is outside 0 to 4294967295"),
    ("seed", 2**32, ValueError, "seed = 4294967296 is outside 0 to 4294967295"),
    ("seed", 1.5, TypeError, "seed = 1.5 is not a whole number"),
    ("seed", True, TypeError, "seed = True is not a number"),
])
def test_a_value_is_refused_by_name_value_and_range(inputs, name, value, error, words):
    with pytest.raises(error) as refused:
        inputs.record(**{name: value})
    assert str(refused.value) == words


@pytest.mark.parametrize(("name", "value", "stored"), [
    ("rate", 0.0, 0.0), ("rate", 1, 1.0), ("rate", 0.123, 0.123), ("rate", np.float32(0.5), 0.5),
    ("dose", 2, 2), ("dose", 50.0, 50), ("dose", np.int64(100), 100), ("way", -1.0, -1), ("way", "in", 1),
    ("treated", np.False_, 0), ("treated", 1, 1), ("seed", 2**32 - 1, 2**32 - 1), ("seed", 5.0, 5),
])
def test_a_value_within_the_range_is_taken_as_the_number_it_is(inputs, name, value, stored):
    assert inputs.check(name, value) == stored and type(inputs.check(name, value)) is type(stored)
    assert inputs.record(**{name: value})[name] == stored


# Declarations ------------------------------------------------------------------------------------------------------


def test_a_slider_of_ints_is_an_int_and_one_float_makes_it_a_float():
    assert slider(2, low=0, high=10, step=1).type == "i4"
    for parts in ({"low": 0.0}, {"high": 10.0}, {"step": 1.0}, {"default": 2.0}):
        mixed = slider(**{"default": 2, "low": 0, "high": 10, "step": 1, **parts})
        assert mixed.type == "f8" and type(mixed.default) is type(mixed.low) is type(mixed.step) is float
    assert stops(1, 2, 4, default=2).type == "i4" and stops(1, 2.5, default=1).type == "f8"


def test_a_slider_shows_as_many_decimals_as_its_steps_have():
    assert slider(0.5, step=0.25).digits == 2
    assert slider(5, low=0, high=10, step=5).digits == 0
    assert stops(0.5, 1.0, 1.125, default=1.0).digits == 3
    assert slider(digits=5).digits == 5


@pytest.mark.parametrize(("declare", "error", "words"), [
    (lambda: slider(2.0), ValueError, "default = 2.0 is outside 0.0 to 1.0"),
    (lambda: slider(0.55), ValueError, "default = 0.55 is not a whole number of steps of 0.1 above low = 0.0"),
    (lambda: slider(high=0.95), ValueError, "high = 0.95 is not a whole number of steps of 0.1 above low = 0.0"),
    (lambda: slider(step=0), ValueError, "step = 0 is not greater than 0"),
    (lambda: slider(step=-0.1), ValueError, "step = -0.1 is not greater than 0"),
    (lambda: slider(low=1.0), ValueError, "low = 1.0 is not below high = 1.0"),
    (lambda: slider(low=2.0), ValueError, "low = 2.0 is not below high = 1.0"),
    (lambda: slider(math.nan), ValueError, "default = nan is not finite"),
    (lambda: slider(high=math.inf), ValueError, "high = inf is not finite"),
    (lambda: slider(low=-math.inf), ValueError, "low = -inf is not finite"),
    (lambda: slider(step=math.nan), ValueError, "step = nan is not finite"),
    (lambda: slider(True), TypeError, "default = True is not a number"),
    (lambda: slider("0.5"), TypeError, "default = '0.5' is not a number"),
    (lambda: slider(step=None), TypeError, "a slider needs low, high and step, or stops"),
    (lambda: slider(stops=(0.0, 0.5)), TypeError, "give either low, high and step, or stops"),
    (lambda: slider(published=1.5), ValueError, "published = 1.5 is outside 0.0 to 1.0"),
    (lambda: slider(published=math.nan), ValueError, "published = nan is not finite"),
    (lambda: slider(0, low=0, high=2**31, step=1), ValueError,
     "high = 2147483648 is outside -2147483648 to 2147483647"),
    (lambda: slider(role="enemy"), ValueError,
     "role 'enemy' is none of blood, drug, immune, lymph, people, tissue, tumour"),
    (lambda: slider(source=""), ValueError, 'source = \'\' is neither a key of the bibliography nor "assumed"'),
    (lambda: stops(1, default=1), ValueError, "stops = (1,) do not rise"),
    (lambda: stops(1, 3, 3, default=1), ValueError, "stops = (1, 3, 3) do not rise"),
    (lambda: stops(1, 3, default=2), ValueError, "default = 2 is not one of the stops (1, 3)"),
    (lambda: stops(1, math.nan, default=1), ValueError, "stop = nan is not finite"),
    (lambda: Choice("Way", 1, options={"in": 1}, source="assumed"), ValueError,
     "options = {'in': 1} are not two or more different values"),
    (lambda: Choice("Way", 1, options={"in": 1, "out": 1.0}, source="assumed"), ValueError,
     "options = {'in': 1, 'out': 1.0} are not two or more different values"),
    (lambda: Choice("Way", 3, options={"in": 1, "out": 2}, source="assumed"), ValueError,
     "default = 3 is none of 1 ('in'), 2 ('out')"),
    (lambda: Choice("Way", 1, options={"in": 1, "out": math.inf}, source="assumed"), ValueError,
     "option 'out' = inf is not finite"),
    (lambda: Choice("Way", 1, options={"in": 1, "out": 2**31}, source="assumed"), ValueError,
     "option 'out' = 2147483648 is outside -2147483648 to 2147483647"),
    (lambda: Switch("Treated", 2), ValueError, "default = 2 is outside 0 to 1"),
    (lambda: Seed(default=-1), ValueError, "default = -1 is outside 0 to 4294967295"),
    (lambda: Constant(math.inf, source="assumed"), ValueError, "value = inf is not finite"),
    (lambda: Constant(2**31, source="assumed"), ValueError,
     "value = 2147483648 is outside -2147483648 to 2147483647"),
    (lambda: Constant("1", source="assumed"), TypeError, "value = '1' is not a number"),
    (lambda: Data([], source="assumed", licence="CC0"), ValueError,
     "data must be a non-empty array of finite numbers"),
    (lambda: Data([1.0, math.nan], source="assumed", licence="CC0"), ValueError,
     "data must be a non-empty array of finite numbers"),
    (lambda: Data(["one"], source="assumed", licence="CC0"), ValueError,
     "data must be a non-empty array of finite numbers"),
    (lambda: Data([2**31], source="assumed", licence="CC0"), ValueError,
     "data does not fit into whole numbers of 32 bits: give it as floats"),
    (lambda: Array(()), ValueError, "shape () is not a tuple of positive ints"),
    (lambda: Array((3, 0)), ValueError, "shape (3, 0) is not a tuple of positive ints"),
    (lambda: Array((2.0,)), ValueError, "shape (2.0,) is not a tuple of positive ints"),
    (lambda: Array((True,)), ValueError, "shape (True,) is not a tuple of positive ints"),
    (lambda: Array(3, "c16"), ValueError, "dtype 'c16' is none of f8, f4, i4, i2, i1, u4, u2, u1, i8, u8"),
])
def test_a_declaration_that_cannot_be_meant_is_refused(declare, error, words):
    with pytest.raises(error) as refused:
        declare()
    assert str(refused.value) == words


@pytest.mark.parametrize(("declare", "words"), [
    (lambda: Inputs(rate=0.5), "input 'rate' = 0.5 is none of Slider, Choice, Switch, Seed, Constant, Data, Grid"),
    (lambda: Inputs(rate=Number()), "none of Slider, Choice, Switch, Seed, Constant, Data, Grid"),
    (lambda: Outputs(end=0.0), "output 'end' = 0.0 is none of (), a shape, Array, Number and Flag"),
    (lambda: Outputs(end=Switch("On")), "is none of (), a shape, Array, Number and Flag"),
    (lambda: Scratch(work=None), "scratch 'work' = None is none of (), a shape, Array, Number and Flag"),
])
def test_each_record_takes_its_own_kind_of_fields(declare, words):
    with pytest.raises(TypeError) as refused:
        declare()
    assert words in str(refused.value)


def test_integers_of_64_bits_are_for_scratch_alone():
    assert Scratch(state=Array(4, "u8")).dtype["state"].base == np.uint64
    with pytest.raises(ValueError, match="output 'state' cannot be u8: use one of f8, f4, i4, i2, i1, u4, u2, u1"):
        Outputs(state=Array(4, "u8"))


def test_a_grid_goes_from_end_to_end_in_even_steps_or_by_equal_factors():
    even, times = Grid(0, 20, 5, unit="mm"), Grid(0.1, 1000, 5, times=True)
    assert even.default.tolist() == [0, 5, 10, 15, 20] and (even.unit, even.shape) == ("mm", (5,))
    assert times.default == pytest.approx([0.1, 1, 10, 100, 1000], rel=1e-15) and times.default[-1] == 1000
    assert Grid(1, 100, 100).default.tolist() == list(range(1, 101))


def test_a_grid_is_read_by_kernels_and_set_by_nobody():
    inputs = Inputs(rate=Slider("Rate", 1, low=0, high=2, step=1, source="assumed"), hour=Grid(0, 12, 3))
    assert inputs.record()["hour"].tolist() == [0, 6, 12] and list(inputs.defaults) == ["rate"]
    with pytest.raises(TypeError, match="'hour' is fixed in this model"):
        inputs.record(hour=1.0)


@pytest.mark.parametrize(("declare", "words"), [
    (lambda: Grid(1, 1, 3), "low = 1.0 is not below high = 1.0"),
    (lambda: Grid(0, 1, 1), "points = 1 is outside 2 to"),
    (lambda: Grid(0, 1, 3, times=True), "low = 0.0 is not greater than 0"),
    (lambda: Grid(0, math.inf, 3), "high = inf is not finite"),
])
def test_a_grid_that_cannot_be_is_refused(declare, words):
    with pytest.raises(ValueError, match=words):
        declare()


def test_data_is_copied_and_cannot_be_written():
    table = np.array([1.0, 2.0])
    data = Data(table, source="assumed", licence="CC0")
    table[0] = 9.0
    assert data.default.tolist() == [1.0, 2.0] and data.type == "f8"
    with pytest.raises(ValueError, match="read-only"):
        data.default[0] = 9.0


def test_a_declaration_stays_as_it_was_made():
    with pytest.raises(AttributeError, match="cannot assign to field 'default'"):
        slider().default = 0.1


# Names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "reason"), [
    ("lambda", "a word of Python"),
    ("_rate", "kept for private names"),
    ("layout", "an attribute of every widget"), ("keys", "an attribute of every widget"),
    ("open", "an attribute of every widget"), ("observe", "an attribute of every widget"),
    ("size", "an attribute of every NumPy record"), ("T", "an attribute of every NumPy record"),
    ("min", "an attribute of every NumPy record"), ("data", "an attribute of every NumPy record"),
    ("values", "used by the simulation itself"), ("theme", "used by the simulation itself"),
    ("simulation", "used by the simulation itself"),
])
@pytest.mark.parametrize(("record", "kind", "field"), [
    (Inputs, "input", slider()), (Outputs, "output", ()), (Scratch, "scratch", ()),
])
def test_a_name_that_is_taken_is_refused_with_the_reason(record, kind, field, name, reason):
    with pytest.raises(ValueError, match="needs another name") as refused:
        record(**{name: field})
    assert str(refused.value) == f"{kind} {name!r} needs another name: {name!r} is {reason}"


def test_a_seed_and_nothing_else_is_named_seed():
    for declare in (lambda: Inputs(draw=Seed()), lambda: Inputs(seed=slider()), lambda: Outputs(seed=())):
        with pytest.raises(ValueError, match=r"^a Seed, and nothing else, is named 'seed'$"):
            declare()


def public(*names):
    return {name for name in names if not name.startswith("_")}


def test_the_names_of_widgets_are_those_that_ipywidgets_and_anywidget_have():
    import anywidget

    assert public(*dir(anywidget.AnyWidget)) == taken.WIDGET_NAMES


def test_the_names_of_our_own_widget_are_taken_too():
    from widgets.core.view.widget import SimulationWidget

    own = public(*dir(SimulationWidget), *SimulationWidget.__annotations__) - taken.WIDGET_NAMES
    assert {"result", "simulation"} <= own <= taken.PAGE_NAMES


def test_the_names_of_records_are_those_that_numpy_has():
    known = public(*dir(np.record), *dir(np.recarray))
    assert known <= taken.RECORD_NAMES
    assert taken.RECORD_NAMES - known <= {"itemset", "newbyteorder", "ptp", "tostring"}  # gone since NumPy 2.3


def test_the_names_of_results_are_those_that_a_mapping_has():
    from widgets.core import Result

    assert public(*dir(Result)) == taken.RESULT_NAMES


@pytest.mark.parametrize("method", [Simulation.run, Simulation.values, Simulation.figure, Simulation.sentence])
def test_no_input_can_hide_a_keyword_of_a_method_that_takes_inputs(method):
    keywords = inspect.signature(method).parameters.keys() - {"self", "inputs"}
    assert keywords <= taken.PAGE_NAMES
