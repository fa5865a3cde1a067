"""What kernels share: within a few bits of the truth, the same bits in every host, and draws of the right law."""

import ctypes
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate, special, stats

from tests.core.wasm_host import Host
from widgets.core import Array, Choice, Constant, Data, Inputs, Outputs, Scratch, Seed, kernel
from widgets.core.kernels import numerics
from widgets.core.kernels.numerics import equations

COUNT, DRAWS = 2_000, 200_000
INFINITY, TINY, HUGE = math.inf, 5e-324, 1.7976931348623157e308
EDGES = [0.0, -0.0, TINY, -TINY, 2.2250738585072014e-308, 1e-300, 1e-17, 0.5, 1.0, -1.0, 1.0 - 2**-53, 1.0 + 2**-52,
         2.0, 3.0, -3.0, 709.78, 709.79, -745.13, -745.14, -708.4, 2.0**52 + 1, 2.0**53, 2.0**60, 1e300, HUGE, -HUGE,
         INFINITY, -INFINITY, math.nan]

anything = st.sampled_from(EDGES) | st.floats()
c_power = ctypes.CDLL(None).pow  # math.pow raises, and NumPy takes roots for powers of a half
c_power.argtypes, c_power.restype = [ctypes.c_double, ctypes.c_double], ctypes.c_double
many = settings(max_examples=1_000, deadline=None)


def off(ours, theirs):
    """Return by how many units in the last place two numbers differ; 0 for two of the same kind of not finite."""
    if ours == theirs or (math.isnan(ours) and math.isnan(theirs)):
        return 0.0
    return abs(ours - theirs) / np.spacing(abs(theirs)) if math.isfinite(ours) and math.isfinite(theirs) else INFINITY


# Functions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ours", "theirs"), [
    (numerics.exp, np.exp), (numerics.log, np.log), (numerics.log10, np.log10), (numerics.log1p, np.log1p),
], ids=["exp", "log", "log10", "log1p"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_function_is_within_two_last_places_of_numpys(ours, theirs):
    @many
    @given(anything | st.floats(-800, 800) | st.floats(0.5, 2.0) | st.floats(-1e-3, 1e-3))
    def agrees(x):
        assert off(ours(x), theirs(x)) <= 2, x

    agrees()
    for x in EDGES:
        assert off(ours(x), theirs(x)) <= 2, x


@many
@given(anything | st.floats(0, 100), anything | st.floats(-100, 100) | st.integers(-40, 40).map(float))
@example(-2.0, 2.0**53 + 2)
@example(-2.0, -3.0)
@example(-0.0, -1.0)
@example(-0.0, 3.0)
@example(-INFINITY, 5.0)
@example(-INFINITY, -5.0)
@example(-8.0, 1 / 3)
@example(-1.0, INFINITY)
@example(0.9999999999999999, HUGE)
@example(TINY, 0.5)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_power_is_within_two_last_places_of_that_of_c_also_for_its_special_cases(x, y):
    ours, theirs = numerics.power(x, y), c_power(x, y)
    assert off(ours, theirs) <= 2
    assert math.isnan(ours) or math.copysign(1.0, ours) == math.copysign(1.0, theirs)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_edges_of_a_power_are_those_of_c():
    for x in EDGES:
        for y in EDGES:
            assert off(numerics.power(x, y), c_power(x, y)) <= 2, (x, y)


@pytest.mark.parametrize("n", range(-300, 301, 7))
def test_the_logarithm_to_base_ten_of_a_power_of_ten_is_whole(n):
    assert numerics.log10(float(f"1e{n}")) == n


def test_a_log_factorial_is_within_two_last_places_of_the_logarithm_of_the_exact_factorial():
    factorial = 1
    for n in range(2_000):
        factorial *= max(n, 1)
        assert off(numerics.log_factorial(n), math.log(factorial)) <= 2, n


@settings(deadline=None)
@given(st.integers(2_000, 10**15))
def test_a_log_factorial_of_a_large_number_is_that_of_scipy(n):
    assert numerics.log_factorial(n) == pytest.approx(special.gammaln(n + 1.0), rel=5e-16)


SQRT_TWO_PI = Decimal("2.5066282746310005024157652848110452530069867406099")


def exact_cdf(x):
    """Return the normal CDF: its series in the middle, Laplace's continued fraction in the tails, to 30 digits."""
    with localcontext() as context:
        context.prec = 60
        x, size = Decimal(x), abs(Decimal(x))
        density = (-x * x / 2).exp() / SQRT_TWO_PI
        if size < 6:
            term = total = x
            for k in range(3, 400, 2):
                term *= x * x / k
                total += term
            return float(Decimal("0.5") + density * total)
        fraction = size
        for k in range(200, 0, -1):
            fraction = size + k / fraction
        return float(density / fraction if x < 0 else 1 - density / fraction)


@settings(max_examples=300, deadline=None)
@given(st.floats(-37.5, 9.0) | st.floats(-1.0, 1.0))
@example(0.67448975)
@example(-5.656854249492381)
@example(-37.39779427)
def test_the_normal_cdf_is_exact_also_far_out_in_the_tail(x):
    assert numerics.normal_cdf(x) == pytest.approx(exact_cdf(x), rel=2e-15, abs=0)


def test_the_exact_normal_cdf_of_the_test_is_that_of_scipy():
    for x in np.linspace(-37, 8, 91):  # SciPy loses digits in the tail
        assert exact_cdf(float(x)) == pytest.approx(special.ndtr(x), rel=3e-13, abs=0)


@many
@given(st.floats(1e-300, 1.0 - 2**-53) | st.floats(0.07, 0.08) | st.floats(1e-12, 1e-10))
@example(0.5)
@example(0.075)
def test_the_normal_quantile_is_that_of_scipy(probability):
    assert numerics.normal_quantile(probability) == pytest.approx(special.ndtri(probability), rel=2e-15, abs=2e-16)


@many
@given(st.floats(-37.0, 8.0))
def test_the_normal_quantile_undoes_the_normal_cdf(x):
    probability = numerics.normal_cdf(x)
    steepness = math.exp(-x * x / 2) / math.sqrt(2 * math.pi)  # how far a last place of the probability moves x
    assert numerics.normal_quantile(probability) == pytest.approx(
        x, rel=1e-14, abs=4 * np.spacing(probability) / steepness)


@many
@given(st.integers(1, 1000), st.floats(0.0, 0.5), st.floats(0.001, 0.999))
@example(100, 0.0, 0.9)
@example(3, 0.5, 0.999)
def test_a_binomial_quantile_is_that_of_scipy(n, probability, share):
    found = numerics.binomial_quantile(n, probability, share)
    drawn = stats.binom(n, probability)
    assert drawn.cdf(found) > share - 1e-9 and (found == 0 or drawn.cdf(found - 1) < share + 1e-9)


def test_a_binomial_quantile_of_what_is_certain_is_all():
    assert numerics.binomial_quantile(7, 1.0, 0.1) == 7


def test_the_ends_of_the_normal_distribution_are_its_limits():
    assert [numerics.normal_cdf(x) for x in (-INFINITY, -40.0, 0.0, 40.0, INFINITY)] == [0, 0, 0.5, 1, 1]
    assert [numerics.normal_quantile(share) for share in (0.0, 0.5, 1.0)] == [-INFINITY, 0, INFINITY]
    for broken in (numerics.normal_cdf(math.nan), numerics.normal_quantile(math.nan), numerics.normal_quantile(-0.1),
                   numerics.normal_quantile(1.1)):
        assert math.isnan(broken)


@many
@given(anything | st.floats(-100, 100), st.integers(-(2**50), 2**50), st.integers(-(2**50), 2**50))
@example(INFINITY, -3, 8)
@example(-INFINITY, -3, 8)
@example(2.9999999999999996, 0, 5)
@example(-0.5, -5, 5)
def test_an_index_is_the_floor_kept_between_the_ends(x, one, other):
    low, high = min(one, other), max(one, other)
    expected = low if math.isnan(x) or x < low else high if x > high else math.floor(x)
    assert numerics.to_index(x, low, high) == expected


# Differential equations --------------------------------------------------------------------------------------------


def pendulum(p, y, dy):
    """Write the rates of a pendulum that is pushed more and more; the third number is the time."""
    dy[0] = y[1]
    dy[1] = -p * y[0] * (1 - y[0] * y[0] / 6) + 0.1 * y[2]
    dy[2] = 1.0


START, STIFFNESS = (1.0, 0.0, 0.0), 4.0


def exact(duration):
    """Return the pendulum after `duration`, by SciPy's solver of order 8."""
    return integrate.solve_ivp(by_scipy, (0, duration), START, "DOP853", rtol=1e-13, atol=1e-14).y[:, -1]


def by_scipy(_, y):
    dy = np.empty(3)
    pendulum(STIFFNESS, y, dy)
    return dy


def after_rk4(steps, duration=2.0):
    y, k = np.array(START), np.empty((5, 3))
    for _ in range(steps):
        numerics.rk4_step(pendulum, STIFFNESS, y, duration / steps, k)
    return y


def after_rk45(duration, relative, absolute=1e-12):
    y, k = np.array(START), np.empty((9, 3))
    return numerics.rk45(pendulum, STIFFNESS, y, duration, relative, absolute, k), y


def test_a_classical_step_halved_has_a_sixteenth_of_the_error():
    errors = [np.abs(after_rk4(steps) - exact(2.0)).max() for steps in (50, 100, 200)]
    assert errors[0] / errors[1] == pytest.approx(16, rel=0.1) and errors[1] / errors[2] == pytest.approx(16, rel=0.1)


def one_step(duration):
    """Take one step with error control, however large the error: a third number at rest makes the first step long."""
    y, k = np.array([1.0, 0.5, 1e9]), np.empty((9, 3))

    def rates(p, y, dy):
        dy[0], dy[1], dy[2] = y[1], -y[0] * y[0] * y[0], 0.0

    assert numerics.rk45(rates, None, y, duration, 0.0, 1e4, k) == 1
    return y[:2]


def one_step_of_scipy(duration):
    solver = integrate.RK45(lambda _, y: np.array([y[1], -y[0] ** 3]), 0.0, [1.0, 0.5], duration, rtol=1e-3, atol=1e6,
                            first_step=duration)
    solver.step()
    assert solver.t == duration
    return solver.y


@pytest.mark.parametrize("duration", [0.1, 0.5, 1.0, 2.0])
def test_one_adaptive_step_is_that_of_scipy(duration):
    assert one_step(duration) == pytest.approx(one_step_of_scipy(duration), rel=1e-13)


@pytest.mark.parametrize("relative", [1e-3, 1e-6, 1e-9])
def test_adaptive_steps_are_as_many_and_as_exact_as_those_of_scipy(relative):
    steps, y = after_rk45(20.0, relative)
    theirs = integrate.solve_ivp(by_scipy, (0, 20.0), START, "RK45", rtol=relative, atol=1e-12)
    assert y[2] == pytest.approx(20.0, abs=1e-12)
    assert steps <= 1.2 * (theirs.nfev - 2) / 6  # SciPy counts evaluations: six a step, two before the first
    error, their_error = (np.abs(found - exact(20.0)).max() for found in (y, theirs.y[:, -1]))
    assert error < 3 * their_error


def test_no_time_takes_no_step():
    steps, y = after_rk45(0.0, 1e-6)
    assert steps == 0 and tuple(y) == START


def test_a_state_of_zeros_finds_its_first_step():
    y, k = np.zeros(1), np.empty((9, 1))

    def grow(p, y, dy):
        dy[0] = 1.0 + y[0]

    assert numerics.rk45(grow, None, y, 1.0, 1e-8, 1e-10, k) > 0
    assert y[0] == pytest.approx(math.e - 1, rel=1e-6)


def test_too_many_steps_are_told_not_taken_for_ever(monkeypatch):
    monkeypatch.setattr(equations, "MAX_STEPS", 100)
    y, k = np.ones(1), np.empty((9, 1))

    def explode(p, y, dy):  # y = 1 / (1 - t)
        dy[0] = y[0] * y[0]

    with np.errstate(over="ignore", invalid="ignore"):
        assert numerics.rk45(explode, None, y, 2.0, 1e-6, 1e-9, k) == -1


# Random numbers ----------------------------------------------------------------------------------------------------

BITS_64 = 2**64 - 1


def splitmix64(x):
    """Yield the numbers of splitmix64 (Steele and others 2014), in exact integers."""
    while True:
        x = (x + 0x9E3779B97F4A7C15) & BITS_64
        z = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 & BITS_64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & BITS_64
        yield z ^ (z >> 31)


def xoshiro256starstar(s):
    """Yield the numbers of xoshiro256** 1.0 (Blackman and Vigna 2021), in exact integers."""
    def rotated(x, k):
        return (x << k | x >> (64 - k)) & BITS_64

    while True:
        yield rotated(s[1] * 5 & BITS_64, 7) * 9 & BITS_64
        t = s[1] << 17 & BITS_64
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)


def seeded(seed, stream=0):
    state = np.zeros(4, np.uint64)
    with np.errstate(over="ignore"):
        numerics.seed_random(state, seed, stream)
    return state


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
@example(0, 0)
@example(2**32 - 1, 2**32 - 1)
def test_random_bits_are_those_of_the_published_algorithm(seed, stream):
    state, start = seeded(seed, stream), splitmix64(seed << 32 | stream)
    words = [next(start) for _ in range(4)]
    assert state.tolist() == words
    reference = xoshiro256starstar(words)
    with np.errstate(over="ignore"):
        assert [int(numerics.random_bits(state)) for _ in range(20)] == [next(reference) for _ in range(20)]


def test_splitmix64_of_the_test_is_the_published_one():
    numbers = splitmix64(1234567)
    assert [next(numbers) for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_a_uniform_number_is_never_0_or_1():
    def of(first_word):  # the state whose next bits are all 0 or all 1
        state = np.zeros(4, np.uint64)
        state[1] = first_word
        with np.errstate(over="ignore"):
            return numerics.uniform(state)

    inverse_of_5, inverse_of_9 = pow(5, -1, 2**64), pow(9, -1, 2**64)
    rotated = BITS_64 * inverse_of_9 & BITS_64
    all_ones = (rotated >> 7 | rotated << 57) * inverse_of_5 & BITS_64
    assert of(0) == 2**-53 and of(all_ones) == 1 - 2**-53


# The kinds of draws, each with the law that it should follow: a name, parameters, and SciPy's distribution.
LAWS = [
    ("uniform", 0, 0, stats.uniform()), ("normal", 0, 0, stats.norm()), ("exponential", 0, 0, stats.expon()),
    *(("gamma", shape, 0, stats.gamma(shape)) for shape in (0.1, 0.5, 1.0, 2.5, 300.0)),
    *(("beta", a, b, stats.beta(a, b)) for a, b in ((0.5, 0.5), (2.0, 5.0), (30.0, 1.0))),
    *(("poisson", mean, 0, stats.poisson(mean)) for mean in (0.01, 1.0, 9.99, 10.0, 37.5, 2_000.0, 1e9)),
    *(("binomial", n, p, stats.binom(n, p)) for n, p in (
        (1, 0.4), (10, 0.3), (33, 0.3), (34, 0.3), (50, 0.9), (1_000, 0.02), (10**6, 0.3), (10**6, 1e-5),
        (10**9, 0.7))),
]
KINDS = {name: i for i, name in enumerate(["uniform", "normal", "exponential", "gamma", "beta", "poisson", "binomial"])}

draw_inputs = Inputs(
    law=Choice("Law", 0, options=KINDS, source="assumed"), seed=Seed(),
    a=Constant(0.0, source="assumed"), b=Constant(0.0, source="assumed"),
)


@kernel(draw_inputs, Outputs(drawn=(DRAWS,), streams=(DRAWS,)), Scratch(state=Array(4, "u8")))
def draw(p, out, work):
    state, n = work.state, numerics.to_index(p.a, 0, 1 << 50)
    for i in range(DRAWS):
        numerics.seed_random(state, p.seed, i)
        out.streams[i] = numerics.uniform(state)
    numerics.seed_random(state, p.seed)
    for i in range(DRAWS):
        if p.law == 0:
            out.drawn[i] = numerics.uniform(state)
        elif p.law == 1:
            out.drawn[i] = numerics.normal(state)
        elif p.law == 2:
            out.drawn[i] = numerics.exponential(state)
        elif p.law == 3:
            out.drawn[i] = numerics.gamma(state, p.a)
        elif p.law == 4:
            out.drawn[i] = numerics.beta(state, p.a, p.b)
        elif p.law == 5:
            out.drawn[i] = numerics.poisson(state, p.a)
        else:
            out.drawn[i] = numerics.binomial(state, n, p.b)


def draws(law, a=0.0, b=0.0, seed=1, run=draw.run):
    record = draw_inputs.record(law=law, seed=seed)
    record["a"], record["b"] = a, b
    return run(record)


def shares_below(drawn, law):
    """Return where each draw lies in its law, from 0 to 1: evenly spread if the draws follow it.

    A count is spread over the share of its own probability (Brockwell 2007).
    """
    if not hasattr(law.dist, "pmf"):
        return law.cdf(drawn)
    return law.cdf(drawn - 1) + np.random.default_rng(5).random(len(drawn)) * law.pmf(drawn)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "a", "b", "law"), LAWS, ids=[f"{name}-{a}-{b}" for name, a, b, _ in LAWS])
def test_draws_follow_their_law(name, a, b, law):
    drawn = draws(name, a, b)["drawn"]
    assert stats.kstest(shares_below(drawn, law), "uniform").pvalue > 1e-3
    mean, variance, _, kurtosis = (float(moment) for moment in law.stats("mvsk"))
    assert drawn.mean() == pytest.approx(mean, abs=3.5 * math.sqrt(variance / DRAWS))
    assert drawn.var() == pytest.approx(variance, rel=3.5 * math.sqrt((kurtosis + 2) / DRAWS))


@pytest.mark.parametrize(("name", "a", "b", "wrong"), [
    ("normal", 0, 0, stats.norm(0.015)), ("gamma", 2.5, 0, stats.gamma(2.52)),
    ("poisson", 37.5, 0, stats.poisson(37.6)), ("binomial", 1_000, 0.02, stats.binom(1_000, 0.0201)),
    ("exponential", 0, 0, stats.expon(scale=1.02)),
])
def test_the_judge_of_laws_finds_a_slightly_wrong_one(name, a, b, wrong):
    assert stats.kstest(shares_below(draws(name, a, b)["drawn"], wrong), "uniform").pvalue < 1e-3


def test_streams_of_one_seed_are_uniform_and_do_not_know_of_each_other():
    streams = draws("uniform")["streams"]
    assert stats.kstest(streams, "uniform").pvalue > 1e-3
    assert stats.pearsonr(streams[1:], streams[:-1]).pvalue > 1e-3
    assert stats.pearsonr(streams, draws("uniform", seed=2)["streams"]).pvalue > 1e-3


def test_each_seed_draws_its_own_numbers_and_draws_them_again():
    assert (draws("uniform", seed=3)["drawn"] == draws("uniform", seed=3)["drawn"]).all()
    assert not np.isin(draws("uniform", seed=3)["drawn"], draws("uniform", seed=4)["drawn"]).any()


def test_draws_without_choice_are_sure():
    state = seeded(1)
    with np.errstate(over="ignore"):
        for _ in range(20):
            assert numerics.poisson(state, 0.0) == numerics.binomial(state, 0, 0.5) == 0
            assert numerics.binomial(state, 9, 0.0) == 0
            assert numerics.binomial(state, 9, 1.0) == 9 and numerics.binomial(state, 10**9, 1.0) == 10**9


# Arrays ------------------------------------------------------------------------------------------------------------

lists = arrays(float, st.integers(1, 60), elements=st.floats(-1e6, 1e6) | st.integers(-3, 3).map(float))


@settings(deadline=None)
@given(lists, st.data())
def test_the_selected_value_is_that_of_the_sorted_list(values, data):
    k = data.draw(st.integers(0, len(values) - 1))
    kept = values.copy()
    assert numerics.select(values, k) == np.sort(kept)[k]
    assert (np.sort(values) == np.sort(kept)).all()


RISING = np.arange(501.0)


@pytest.mark.parametrize("values", [RISING, RISING[::-1].copy(), np.ones(501), RISING % 7],
                         ids=["rising", "falling", "equal", "few"])
def test_sorted_reversed_and_equal_values_are_selected_too(values):
    expected = np.sort(values)
    for k in (0, 1, 250, 499, 500):
        assert numerics.select(values.copy(), k) == expected[k]


@settings(deadline=None)
@given(lists, st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0]))
def test_a_quantile_is_that_of_numpy(values, share):
    expected = np.quantile(values, share)
    assert numerics.quantile(values, share) == pytest.approx(expected, rel=1e-13, abs=1e-13 * np.abs(values).max())


# The same bits -----------------------------------------------------------------------------------------------------

FUNCTIONS = ("exp_x", "log_x", "log10_x", "log1p_x", "power_xy", "factorial_x", "cdf_x", "quantile_x")
points = Inputs(x=Data(np.zeros(COUNT), source="assumed", licence="CC0"),
                y=Data(np.zeros(COUNT), source="assumed", licence="CC0"))


@kernel(points, Outputs(**dict.fromkeys(FUNCTIONS, (COUNT,)), index=Array(COUNT, "i4")))
def evaluate(p, out, work):
    for i in range(COUNT):
        out.exp_x[i], out.log_x[i] = numerics.exp(p.x[i]), numerics.log(p.x[i])
    for i in range(COUNT):
        x = p.x[i]
        out.log10_x[i], out.log1p_x[i] = numerics.log10(x), numerics.log1p(x)
        out.power_xy[i] = numerics.power(x, p.y[i])
        out.cdf_x[i], out.quantile_x[i] = numerics.normal_cdf(x), numerics.normal_quantile(x)
        out.index[i] = numerics.to_index(x, -1_000, 1_000_000)
        out.factorial_x[i] = numerics.log_factorial(max(out.index[i], 0))


def spread(seed):
    """Return numbers of every kind: edges, any bits, and magnitudes that models have."""
    chance = np.random.default_rng(seed)
    some = np.concatenate([EDGES, chance.integers(0, 2**64, 400, np.uint64).view(np.float64), chance.random(600),
                           chance.normal(0, 10, 600), np.exp(chance.uniform(-40, 40, 600))])
    return chance.permutation(some)[:COUNT]


@pytest.fixture(scope="module")
def hosts():
    made = {"evaluate": Host(evaluate), "draw": Host(draw)}
    yield made
    made.clear()


def same(one, other):
    """Say whether two arrays have the same bits, but for those of what is not a number."""
    bits, other_bits = (np.where(np.isnan(array), math.nan, array).tobytes() for array in (one, other))
    return bits == other_bits


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_functions_give_the_same_bits_in_native_code_webassembly_and_python(hosts, seed):
    record = points.record()
    record["x"], record["y"] = spread(seed), spread(seed + 100)
    native, page = evaluate.run(record), hosts["evaluate"].run(record)
    plain = evaluate.outputs.empty().view(np.recarray)[()]
    evaluate(record.view(np.recarray)[()], plain, None)
    for name in FUNCTIONS:
        assert same(native[name], page[name]), f"{name}: WebAssembly"
        assert same(native[name], plain[name]), f"{name}: Python"
    assert (native["index"] == page["index"]).all() and (native["index"] == plain["index"]).all()


@pytest.mark.parametrize(("name", "a", "b"), [law[:3] for law in LAWS])
def test_draws_are_the_same_bits_in_native_code_and_webassembly(hosts, name, a, b):
    seed = 2**32 - 1
    assert draws(name, a, b, seed).tobytes() == draws(name, a, b, seed, hosts["draw"].run).tobytes()
