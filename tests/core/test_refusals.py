"""What a page cannot run is refused with the kernel's name, the line, and what to write instead.

Each case is the body of a kernel; the line marked `# here` must be the one that is named.
"""

import re
import textwrap

import pytest

from tests.core.written import load, write
from widgets.core import KernelError

MODULE = """
import functools
import math
import random

import numpy as np

from widgets.core import Array, Data, Flag, Inputs, Outputs, Scratch, Slider, kernel
from widgets.core.kernels import numerics

inputs = Inputs(
    rate=Slider("Rate", 0.5, low=0.0, high=1.0, step=0.1, source="assumed"),
    count=Slider("Count", 3, low=1, high=10, step=1, source="assumed"),
    table=Data([1.0, 2.0], source="assumed", licence="CC0"),
)
outputs = Outputs(total=(), day=(10,), gone=Flag(), byte=Array(4, "u1"))
scratch = Scratch(y=(10,))

TABLE, PAIR = np.array([1.0, 2.0]), (1.0, 2.0)
NAMES, LETTERS, WORD = {"one": 1}, ["a"], "word"

"""
IN_SCRATCH = "an array declared in Scratch"
OBJECT = "makes a Python object: declare an array in Scratch and fill it"
STRING = "a string makes a Python object: use numbers, and words in the declaration"
NO_ERRORS = "cannot reach the reader of a page: put the answer into an output, such as a Flag"
NOT_COMPILED = "cannot be compiled: use plain loops and assignments"
TOP_LEVEL = "is not known to the compiler: write a function at the top level of a module"
AT_THE_TOP = "`import` belongs at the top of the file"
A_RANGE = "a loop over something else than a range: write `for i in range(n):`"
TO_INDEX = "use `numerics.to_index(x, low, high)`"
BROWSERS = "is not the same in every browser, or not there at all: use"
OF_FLOATS = "of floats is computed by the host, not by the module: use"
WITHOUT_MODULO = "`x - y * numerics.to_index(x, low, high)`"
NO_POWER = "`**` is computed by the host, not by the module: use `x * x` or `numerics.power`"
ITS_INPUT = "it writes into its input `p`: copy the value into a variable or into Scratch"
CONSTANT = "it writes into the global `TABLE`, which is a constant for it: use Scratch"
NEW_ARRAY = f"it makes a new array: use a loop that fills {IN_SCRATCH}"
USABLE = "a kernel can use numbers, tuples of numbers, arrays of numbers and functions"
CALLS_ITSELF = "calls itself, which may never end: write `for _ in range(limit):`"
CLOSURE = ("uses 'scale' of the function around it: pass it as an argument or make it a constant of "
           "the module")
LOOPS = "use plain loops over numbers"


def module(body, helpers="", *, mark="", then=""):
    """Return the text of a module with a kernel, the functions that it calls, and what follows."""
    declared = f"@kernel(inputs, outputs, scratch)\ndef model(p, out, work):  {mark}\n{textwrap.indent(body, '    ')}"
    return "\n\n".join([MODULE, textwrap.dedent(helpers), declared, then])


@pytest.fixture
def refusal(folder):
    """Return a function that says in which words a kernel is refused, after checking its name and the line."""

    def of(*parts, **more):
        file = write(folder, "refused", module(*parts, **more))
        with pytest.raises(KernelError) as refused:
            load("refused").model.wasm()
        line = 1 + next(i for i, line in enumerate(file.read_text("utf8").splitlines()) if "# here" in line)
        start = f"kernel 'model' cannot run in a page: {file}:{line}: "
        assert str(refused.value).startswith(start)
        return str(refused.value).removeprefix(start)

    return of


# What the source tells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "words"), [
    ("y = np.zeros(3)  # here", f"`np.zeros` {BROWSERS} {IN_SCRATCH}"),
    ("y = list(p.table)  # here", f"`list` {BROWSERS} {IN_SCRATCH}"),
    ("y = [1.0, 2.0]  # here", f"a list {OBJECT}"),
    ("y = [p.rate for i in range(3)]  # here", f"a list {OBJECT}"),
    ("y = {1: p.rate}  # here", f"a dict {OBJECT}"),
    ("y = {i: p.rate for i in range(3)}  # here", f"a dict {OBJECT}"),
    ("y = {1, 2}  # here", f"a set {OBJECT}"),
    ("y = {i for i in range(3)}  # here", f"a set {OBJECT}"),
    ("out.total = max(i for i in range(3))  # here", f"a generator {OBJECT}"),
    ("y = 'one'  # here", STRING),
    ("y = b'one'  # here", STRING),
    ("y = f'{p.rate}'  # here", STRING),
    ("y = 1j  # here", "1j is not a number that a record holds"),
    ("if p.rate > 2.0:\n    raise ValueError  # here", f"`raise` {NO_ERRORS}"),
    ("assert p.rate < 2.0  # here", f"`assert` {NO_ERRORS}"),
    ("while p.rate < 2.0:  # here\n    break",
     "`while` may never end: write `for _ in range(limit):` and `break`"),
    ("try:  # here\n    out.total = 1.0\nexcept Exception:\n    out.total = 2.0", f"`try` {NOT_COMPILED}"),
    ("with np.errstate():  # here\n    out.total = 1.0", f"`with` {NOT_COMPILED}"),
    ("match p.count:  # here\n    case 1:\n        out.total = 1.0", f"`match` {NOT_COMPILED}"),
    ("y = 1\ndel y  # here", f"`del` {NOT_COMPILED}"),
    ("out.total = max(*PAIR)  # here", f"`*` {NOT_COMPILED}"),
    ("yield 1  # here", f"`yield` {NOT_COMPILED}"),
    ("f = lambda x: x  # here", f"a `lambda` {TOP_LEVEL}"),
    ("def f(x):  # here\n    return x\nout.total = f(1.0)", f"an inner function {TOP_LEVEL}"),
    ("class A:  # here\n    pass", f"a class {TOP_LEVEL}"),
    ("import math as m  # here", AT_THE_TOP),
    ("from math import pi  # here", AT_THE_TOP),
    ("global TABLE  # here\nTABLE = 1", "`global` would change what other runs see: pass values as arguments"),
    ("TABLE[0] = p.rate  # here", CONSTANT),
    ("TABLE[0] += p.rate  # here", CONSTANT),
    ("p.rate = 1.0  # here", ITS_INPUT),
    ("p.table[0] += 1.0  # here", ITS_INPUT),
    ("return p.rate  # here", "a kernel returns nothing: write into the output record"),
    ("for x in p.table:  # here\n    out.total += x", A_RANGE),
    ("for x in PAIR:  # here\n    out.total += x", A_RANGE),
    ("for i, x in enumerate(p.table):  # here\n    out.total += x", A_RANGE),
    ("out.total = rats  # here", "`rats` is not defined"),
    ("out.total = math.expo(p.rate)  # here", "`math.expo` is not defined"),
    ("y = math  # here", "`math` is a module: call its functions by name"),
    ("y = NAMES  # here", f"`NAMES` is a dict: {USABLE}"),
    ("y = LETTERS  # here", f"`LETTERS` is a list: {USABLE}"),
    ("y = WORD  # here", f"`WORD` is a str: {USABLE}"),
])
def test_what_cannot_be_in_a_module_is_refused_by_its_line(refusal, body, words):
    assert refusal(body) == words


@pytest.mark.parametrize(("call", "instead"), [
    ("math.exp(p.rate)", "`numerics.exp`"),
    ("np.exp(p.rate)", "`numerics.exp`"),
    ("math.log(p.rate)", "`numerics.log`"),
    ("math.log1p(p.rate)", "`numerics.log1p`"),
    ("math.pow(p.rate, 2.0)", "`numerics.power`"),
    ("pow(p.rate, 2)", "`numerics.power`"),
    ("np.cbrt(p.rate)", "`numerics.power(x, 1 / 3)`"),
    ("math.cbrt(p.rate)", "`numerics.power(x, 1 / 3)`"),
    ("math.lgamma(p.rate)", "`numerics.log_factorial`"),
    ("math.erf(p.rate)", "`numerics.normal_cdf`"),
    ("math.hypot(p.rate, 1.0)", "`math.sqrt(x * x + y * y)`"),
    ("math.fmod(p.rate, 0.3)", "`x - y * numerics.to_index(x, low, high)`"),
    ("math.floor(p.rate)", "`numerics.to_index(x, low, high)`"),
    ("round(p.rate)", "`numerics.to_index(x, low, high)`"),
    ("random.random()", "`numerics.uniform(state)`"),
    ("np.random.normal()", "`numerics.normal(state)`"),
    ("np.sum(p.table)", "plain loops, or a function of `numerics`"),
    ("np.median(p.table)", "`numerics.quantile`"),
    ("math.sin(p.rate)", "plain loops, or a function of `numerics`"),
    ("print(p.rate)", "an output that the figure shows"),
])
def test_a_function_of_the_host_is_refused_with_ours(refusal, call, instead):
    assert refusal(f"out.total = {call}  # here") == f"`{call.partition('(')[0]}` {BROWSERS} {instead}"


# What the types tell -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "words"), [
    ("out.total = p.rate ** p.rate  # here", NO_POWER),
    ("out.total = p.rate ** 0.5  # here", NO_POWER),
    ("out.total = p.rate ** 2  # here", NO_POWER),
    ("out.total = 2.0 ** p.rate  # here", NO_POWER),
    ("out.total = 2 ** p.count  # here", NO_POWER),
    ("x = p.rate\nx **= 0.5  # here\nout.total = x", NO_POWER),
    ("out.total = p.rate % 0.3  # here",
     f"`%` {OF_FLOATS} {WITHOUT_MODULO}"),
    ("x = p.rate\nx %= 0.3  # here\nout.total = x",
     f"`%` {OF_FLOATS} {WITHOUT_MODULO}"),
    ("out.total = p.count // 0.3  # here", f"`//` {OF_FLOATS} `numerics.to_index(x, low, high)`"),
    ("out.total = int(p.rate)  # here", f"a float becomes an integer: {TO_INDEX}"),
    ("out.total = np.int64(p.rate)  # here", f"a float becomes an integer: {TO_INDEX}"),
    ("out.total = np.uint32(p.rate)  # here", f"a float becomes an integer: {TO_INDEX}"),
    ("for i in range(p.rate):  # here\n    out.total += i", f"a float becomes an integer: {TO_INDEX}"),
    ("out.gone = p.rate  # here", f"a float is stored as an integer: {TO_INDEX}"),
    ("out.byte[0] = p.rate  # here", f"a float is stored as an integer: {TO_INDEX}"),
    ("out.byte[p.count] = p.rate  # here", f"a float is stored as an integer: {TO_INDEX}"),
    ("out.byte[:] = p.rate  # here", f"a float is stored as an integer: {TO_INDEX}"),
    ("y = work.y + 1.0  # here\nout.total = y[0]", NEW_ARRAY),
    ("work.y[:] = work.y * 2.0  # here", NEW_ARRAY),
    ("y = work.y[work.y > 0.0]  # here\nout.total = y[0]", NEW_ARRAY),
    ("y = -work.y  # here\nout.total = y[0]", NEW_ARRAY),
    ("y = work.y.copy()  # here\nout.total = y[0]", NEW_ARRAY),
    ("y = np.sqrt(work.y)  # here\nout.total = y[0]", NEW_ARRAY),
    ("q = p\nq.rate = 1.0  # here", "it writes into its input: copy the value into a variable or into Scratch"),
    ("out.total = p.rat  # here", "a record has no field 'rat': use 'rate'"),
    ("out.totl = p.rate  # here", "a record has no field 'totl': use 'total'"),
    ("out.total = p.xyz  # here", "a record has no field 'xyz'"),
])
def test_what_only_the_types_tell_is_refused_by_its_line(refusal, body, words):
    assert refusal(body) == words


@pytest.mark.parametrize(("body", "said"), [
    ("out.total = p.table[p.rate]  # here", "getitem(nestedarray(float64, (2,)), float64)"),
    ("out.total = abs(work.y)  # here", "abs(nestedarray(float64, (10,)))"),
    ("y = p.rate if p.count > 2 else PAIR  # here\nout.total = y", "Cannot unify UniTuple(float64 x 2) and float64"),
])
def test_what_does_not_compile_is_refused_in_the_compilers_words(refusal, body, said):
    words = refusal(body)
    assert words.startswith("it does not compile (") and words.endswith(f"): {LOOPS}")
    assert said in words and len(words) < 250


# What the finished module tells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("body", "words"), [
    ("work.y.sort()", f"it allocates memory: use {IN_SCRATCH}"),
    ("out.total = work.y.dot(work.y)",
     f"it needs numba_xxdot, numba_gil_ensure, Py_FatalError from outside: {LOOPS}"),
])
def test_what_a_module_would_import_is_refused_by_its_kernel(refusal, body, words):
    assert refusal(body, mark="# here") == words


def test_a_module_of_more_than_16_kilobytes_is_refused_with_its_size(refusal):
    calls = "\n".join(f"x = numerics.exp(x) + numerics.power(x, {k}.5)" for k in range(60))
    words = refusal(f"x = p.rate\n{calls}\nout.total = x", mark="# here")
    assert re.fullmatch(r"its module has 2\d,\d{3} bytes, more than 16,384: split it into two kernels, call large "
                        "helpers in one place, or pass tables as Data", words)


def test_constants_of_more_than_16_kilobytes_are_refused_too(refusal):
    words = refusal("out.total = LARGE[p.count]", "LARGE = np.arange(2_048.0) + 0.5", mark="# here")
    assert re.match(r"its module has 1\d,\d{3} bytes, more than 16,384:", words)


# Functions that a kernel calls -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("helper", "words"), [
    ("def helper(x):\n    return np.zeros(3)[0]  # here", f"`np.zeros` {BROWSERS} {IN_SCRATCH}"),
    ("def helper(x):\n    return math.exp(x)  # here", f"`math.exp` {BROWSERS} `numerics.exp`"),
    ("def helper(x):\n    if x > 2.0:\n        raise ValueError  # here\n    return x", f"`raise` {NO_ERRORS}"),
    ("def helper(x):\n    return x % 0.3  # here", f"`%` {OF_FLOATS} {WITHOUT_MODULO}"),
    ("def helper(x):\n    return int(x)  # here", f"a float becomes an integer: {TO_INDEX}"),
    ("def helper(x):\n    TABLE[0] = x  # here\n    return x", CONSTANT),
    ("def helper(x, word='a'):  # here\n    return x", "a default of `helper` is not a number"),
    ("def helper(x):\n    return helper(x - 1.0) if x > 0.0 else 0.0  # here", f"`helper` {CALLS_ITSELF}"),
    ("def other(x):\n    return helper(x)  # here\n\ndef helper(x):\n    return other(x)", f"`helper` {CALLS_ITSELF}"),
    ("def far(x):\n    return math.exp(x)  # here\n\ndef helper(x):\n    return far(x)",
     f"`math.exp` {BROWSERS} `numerics.exp`"),
    ("def make(scale):\n    def scaled(x):  # here\n        return scale * x\n    return scaled\n\nhelper = make(2.0)",
     f"`scaled` {CLOSURE}"),
    ("@functools.lru_cache\ndef helper(x):\n    return math.exp(x)  # here", f"`math.exp` {BROWSERS} `numerics.exp`"),
])
def test_a_callee_is_refused_by_its_own_line(refusal, helper, words):
    assert refusal("out.total = helper(p.rate)", helper) == words


@pytest.mark.parametrize(("helper", "words"), [
    ("helper = functools.partial(max, 1.0)", f"`helper` {BROWSERS} plain loops, or a function of `numerics`"),
    ("helper = eval('lambda x: x')",
     "the source of `<lambda>` cannot be read: write it with `def` in a file or a notebook cell"),
])
def test_what_is_no_plain_function_is_refused_where_it_is_called(refusal, helper, words):
    assert refusal("out.total = helper(p.rate)  # here", helper) == words


def test_a_callee_that_writes_into_the_input_is_refused(refusal):
    words = refusal("helper(p)", "def helper(q):\n    q.rate = 1.0  # here")
    assert words == "it writes into its input: copy the value into a variable or into Scratch"


def test_a_kernel_that_uses_a_variable_of_the_function_around_it_is_refused(refusal):
    words = refusal("pass", """
        def make(scale):
            @kernel(inputs, outputs)
            def model(p, out, work):  # here
                out.total = scale * p.rate
            return model
    """, then="model = make(2.0)")
    assert words == f"`model` {CLOSURE}"


# What is welcome ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [
    "'''Words.'''\nout.total = p.rate",
    "out.total: float = p.rate",
    "if not 0.0 < p.rate < 2.0:\n    return\nout.total = p.rate",
    "for i in range(10, 0, -1):\n    out.day[i - 1] = i\n    if i == 3:\n        break\n    continue\nout.total = 0.5",
    "low, high = PAIR\nout.total = low * p.rate if high > low else high",
    "out.total = (p.count // 2 + p.count % 2 + (p.count << 3)) / 52",
    "y = work.y[2:4]\ny[:] = p.rate\nout.total = work.y[2] + work.y[1]",
    "out.total = min(max(p.rate, 0.1), 0.9, p.count)",
    "out.total = math.sqrt(p.rate * p.rate) + 0 * np.abs(p.rate)",
    "out.total = TABLE[p.count - 2] / 4 + 0 * len(TABLE)",
    "out.byte[0] = numerics.to_index(p.rate, 0, 255)\nout.gone = p.rate > 1.0\nout.total = p.rate",
    "out.total = numerics.power(p.rate, 2.0) + 0.25",
])
def test_plain_loops_and_arithmetic_run(folder, body):
    write(folder, "welcome", module(body))
    model = load("welcome").model
    assert model.run(model.inputs.record())["total"] == 0.5
