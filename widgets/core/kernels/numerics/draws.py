"""Random numbers and draws, from streams that are the same everywhere.

Sources: Blackman and Vigna 2021 (xoshiro256**), Hörmann 1993 (binomial and Poisson), Marsaglia and Tsang 2000 (gamma).
"""

import math

import numpy as np

from .distributions import normal_quantile
from .elementary import HALF_LOG_TWO_PI, exp, log, log1p, log_factorial, power, stirling_tail, to_index

# A state is an array of four u8 in Scratch. Every draw takes it first.
MAX_TRIES = 1000  # a draw by rejection fails about one time in ten: a thousand times in a row never happens
INVERSION_BELOW = 10.0  # means below this are drawn by inversion, others by rejection
INVERSION_STEPS = 200


def seed_random(state, seed, stream=0):
    """Start a state from a seed and the number of a stream, both below 2**32 (splitmix64, as xoshiro's authors advise).

    Streams are independent of each other: give each virtual patient one, and each keeps their luck when others change.
    """
    x = (np.uint64(seed) << np.uint64(32)) ^ np.uint64(stream)
    for i in range(4):
        x += np.uint64(0x9E3779B97F4A7C15)
        z = x
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state[i] = z ^ (z >> np.uint64(31))


def _rotated(x, k):
    return (x << np.uint64(k)) | (x >> np.uint64(64 - k))


def random_bits(state):
    """Return the next 64 random bits as a u8 (xoshiro256**)."""
    result = _rotated(state[1] * np.uint64(5), 7) * np.uint64(9)
    t = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= t
    state[3] = _rotated(state[3], 45)
    return result


def uniform(state):
    """Return a number between 0 and 1, never 0 or 1 itself."""
    return (np.float64(random_bits(state) >> np.uint64(12)) + 0.5) * (1.0 / 4503599627370496.0)


def normal(state):
    """Return a standard normal number (from one uniform number, by inversion)."""
    return normal_quantile(uniform(state))


def exponential(state):
    """Return an exponential waiting time of mean 1."""
    return -log(uniform(state))


def gamma(state, shape):
    """Return a gamma number of scale 1, with `shape` > 0 for its mean (Marsaglia and Tsang 2000)."""
    boost = 1.0
    if shape < 1.0:
        boost = power(uniform(state), 1.0 / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    for _ in range(MAX_TRIES):
        x = normal(state)
        v = 1.0 + c * x
        v = v * v * v
        if v > 0.0 and log(uniform(state)) < 0.5 * x * x + d - d * v + d * log(v):
            return boost * d * v
    return boost * shape


def beta(state, a, b):
    """Return a beta number between 0 and 1 with parameters a, b > 0, whose mean is a / (a + b)."""
    x = gamma(state, a)
    y = gamma(state, b)
    return x / (x + y) if x + y > 0.0 else 0.5


def poisson(state, mean):
    """Return a Poisson count for a mean from 0 to 1e12 (inversion below 10, above it Hörmann's PTRS, 1993)."""
    if not mean >= INVERSION_BELOW:
        u, share = uniform(state), exp(-mean)
        for k in range(INVERSION_STEPS):
            if u < share or not mean > 0.0:
                return k
            u -= share
            share *= mean / (k + 1)
        return INVERSION_STEPS
    log_mean = log(mean)
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse_alpha = 1.1239 + 1.1328 / (b - 3.4)
    squeeze = 0.9277 - 3.6224 / (b - 2.0)
    k = 0
    for _ in range(MAX_TRIES):
        u, v = uniform(state) - 0.5, uniform(state)
        edge = 0.5 - abs(u)
        k = to_index((2.0 * a / edge + b) * u + mean + 0.43, -1, 1 << 50)
        if edge >= 0.07 and v <= squeeze:
            return k
        if k < 0 or (edge < 0.013 and v > edge):
            continue
        if log(v * inverse_alpha / (a / (edge * edge) + b)) <= k * log_mean - mean - log_factorial(k):
            return k
    return max(k, 0)


def binomial(state, n, p):
    """Return how many of n things happen that each happen with probability p; n from 0 to 1e12.

    Inversion where n * p is below 10, above it Hörmann's BTRS (1993).
    """
    if p > 0.5:
        return n - _binomial_below_half(state, n, 1.0 - p)
    return _binomial_below_half(state, n, p)


def _binomial_below_half(state, n, p):
    if n < 1 or not p > 0.0:
        return 0
    odds = p / (1.0 - p)
    if n * p < INVERSION_BELOW:
        u, share = uniform(state), exp(n * log1p(-p))
        for k in range(INVERSION_STEPS):
            if u < share or k == n:
                return k
            u -= share
            share *= (n - k) * odds / (k + 1)
        return INVERSION_STEPS
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    alpha = (2.83 + 5.1 / b) * spread
    squeeze = 0.92 - 4.2 / b
    mode = to_index((n + 1) * p, 0, n)
    at_mode = ((mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1)))
               + _tail_after_log(mode) + _tail_after_log(n - mode))
    k = mode
    for _ in range(MAX_TRIES):
        u, v = uniform(state) - 0.5, uniform(state)
        edge = 0.5 - abs(u)
        k = to_index((2.0 * a / edge + b) * u + n * p + 0.5, -1, n + 1)
        if edge >= 0.07 and v <= squeeze:
            return min(max(k, 0), n)
        if k < 0 or k > n:
            continue
        # Ratios near 1, rather than differences of large log-factorials, keep the bits for a large n.
        bound = (at_mode + (n + 1) * log((n - mode + 1) / (n - k + 1))
                 + (k + 0.5) * log((n - k + 1) * odds / (k + 1)) - _tail_after_log(k) - _tail_after_log(n - k))
        if log(v * alpha / (a / (edge * edge) + b)) <= bound:
            return k
    return mode


def _tail_after_log(k):
    """Return log(k!) - ((k + 1/2) log(k + 1) - (k + 1) + log(2 pi) / 2), the correction in Hörmann's BTRS."""
    if k < 19:
        return log_factorial(k) - ((k + 0.5) * log(k + 1.0) - (k + 1.0) + HALF_LOG_TWO_PI)
    x = k + 1.0
    return stirling_tail(x)
