"""Indices, exp, log and power, log-factorial: from the bits of a double on, within 2 units in the last place.

`log`, `power` and the reduction of `exp` follow fdlibm: Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All
rights reserved. Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
distribute this software is freely granted, provided that this notice is preserved.
"""

import math

import numpy as np

# Bits of a double ---------------------------------------------------------------------------------------------------

# Adding 1.5 * 2**52 to a double rounds it to a whole number and leaves that number in the low bits: a cast between
# float and int that is the same everywhere, and that vectorises.
ROUND = 6755399441055744.0
ROUND_BITS = 0x4338000000000000
HIGH_WORD = -(1 << 32)
MANTISSA = (1 << 52) - 1
BIAS = 1023


def to_index(x, low, high):
    """Return floor(x) as an int, kept between the ints `low` and `high` (within 2**50); `low` where x is not a number.

    The one way from a float to an integer: what a cast does out of range depends on the machine.
    """
    inside = x if x > low else float(low)
    inside = inside if inside < high else float(high)
    shifted = inside + ROUND
    nearest = np.float64(shifted).view(np.int64) - ROUND_BITS
    return nearest - 1 if shifted - ROUND > inside else nearest


def _power_of_two(k):
    """Return 2.0**k for an int k from -1022 to 1023."""
    return np.int64((k + BIAS) << 52).view(np.float64)


def _scaled(x, k):
    """Return x * 2**k, rounded once, for a k whose power of two may itself be out of range."""
    half = k >> 1
    return x * _power_of_two(half) * _power_of_two(k - half)


def _high_word(x):
    """Return x without its lower 32 bits, so that products of such numbers are exact."""
    return np.int64(np.float64(x).view(np.int64) & HIGH_WORD).view(np.float64)


# exp, log and power -------------------------------------------------------------------------------------------------

LN2 = 0.6931471805599453
INV_LN2 = 1.4426950408889634
EXP_LN2_HIGH, EXP_LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP_LOW, EXP_HIGH = -750.0, 712.0  # beyond these the result is 0 or infinity
SQRT_HALF_BITS = 0x3FE6A09E00000000
ONE_BITS = 0x3FF0000000000000
SMALLEST_NORMAL, TWO_54 = 2.2250738585072014e-308, 18014398509481984.0


def _exp_tail(z):
    """Return c = z - z**2 * P(z**2), with which exp(z) = 1 + z + z * c / (2 - c); |z| <= 0.35 (fdlibm)."""
    t = z * z
    return z - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (
        6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))))


def exp(x):
    """Return e**x."""
    x = EXP_LOW if x < EXP_LOW else x  # noqa: FURB136  not max(): what is not a number stays so
    x = EXP_HIGH if x > EXP_HIGH else x  # noqa: FURB136
    shifted = x * INV_LN2 + ROUND
    k = np.float64(shifted).view(np.int64) - ROUND_BITS
    n = shifted - ROUND
    high, low = x - n * EXP_LN2_HIGH, n * EXP_LN2_LOW
    z = high - low
    c = _exp_tail(z)
    return _scaled(1.0 - ((low - z * c / (2.0 - c)) - high), k)


def log(x):
    """Return the natural logarithm; -infinity at 0, not a number below."""
    tiny = x < SMALLEST_NORMAL
    bits = np.float64(x * TWO_54 if tiny else x).view(np.int64) + (ONE_BITS - SQRT_HALF_BITS)
    n = np.int64((bits >> 52) - BIAS + ROUND_BITS).view(np.float64) - ROUND
    n = n - 54.0 if tiny else n
    f = np.int64((bits & MANTISSA) + SQRT_HALF_BITS).view(np.float64) - 1.0
    half = 0.5 * f * f
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    r = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (
        1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    r += w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    result = s * (half + r) + n * EXP_LN2_LOW - half + f + n * EXP_LN2_HIGH
    result = result if x > 0.0 else math.nan
    result = -math.inf if x == 0.0 else result
    return math.inf if x == math.inf else result


def log1p(x):
    """Return log(1 + x), exact to the last places for small x too."""
    u = 1.0 + x
    lost = x - (u - 1.0)  # by rounding the sum
    corrected = log(u) + lost / (u if u > 0.0 else 1.0)
    return math.inf if u == math.inf else corrected


def _log2_parts(x):
    """Return (high, low) whose sum is log2(x) to 65 bits, for 0 < x < infinity; high has 21 bits (fdlibm)."""
    tiny = x < SMALLEST_NORMAL
    bits = np.float64(x * TWO_54 if tiny else x).view(np.int64)
    mantissa = bits & MANTISSA
    exponent = (bits >> 52) - BIAS - (54 if tiny else 0)
    centre, centre_high, centre_low, shift = 1.0, 0.0, 0.0, 0
    m = np.int64(mantissa | ONE_BITS).view(np.float64)
    if m >= 1.7320508075688772:
        m *= 0.5
        exponent += 1
    elif m >= 1.224744871391589:
        centre, shift = 1.5, 1
        centre_high, centre_low = 5.84962487220764160156e-01, 1.35003920212974897128e-08
    u = m - centre
    v = 1.0 / (m + centre)
    s = u * v
    s_high = _high_word(s)
    m_bits = np.float64(m).view(np.int64) & HIGH_WORD
    t_high = np.int64(((m_bits >> 1) | 0x2000000000000000) + 0x0008000000000000 + (shift << 50)) & HIGH_WORD
    t_high = np.int64(t_high).view(np.float64)
    t_low = m - (t_high - centre)
    s_low = v * ((u - s_high * t_high) - s_high * t_low)
    s2 = s * s
    r = s2 * s2 * (5.99999999999994648725e-01 + s2 * (4.28571428578550184252e-01 + s2 * (
        3.33333329818377432918e-01 + s2 * (2.72728123808534006489e-01 + s2 * (
            2.30660745775561754067e-01 + s2 * 2.06975017800338417784e-01)))))
    r += s_low * (s_high + s)
    s2 = s_high * s_high
    t_high = _high_word(3.0 + s2 + r)
    t_low = r - ((t_high - 3.0) - s2)
    u = s_high * t_high
    v = s_low * t_high + t_low * s
    p_high = _high_word(u + v)
    p_low = v - (p_high - u)
    z_high = 9.61796700954437255859e-01 * p_high
    z_low = -7.02846165095275826516e-09 * p_high + p_low * 9.61796693925975554329e-01 + centre_low
    n = float(exponent)
    high = _high_word(((z_high + z_low) + centre_high) + n)
    return high, z_low - (((high - n) - centre_high) - z_high)


LN2_24_BITS, LN2_REST = 6.93147182464599609375e-01, -1.90465429995776804525e-09
LOG10_2, LOG10_2_HIGH, LOG10_2_LOW = 0.3010299956639812, 0.3010299955494702, 1.1451100898021838e-10


def log10(x):
    """Return the logarithm to base ten; whole for powers of ten."""
    if not 0.0 < x < math.inf:
        return log(x)
    high, low = _log2_parts(x)
    return high * LOG10_2_HIGH + (high * LOG10_2_LOW + low * LOG10_2)


def power(x, y):
    """Return x**y with the special cases of C's pow: 1 for y = 0, not a number for a negative x and a broken y."""
    if y == 0.0 or x == 1.0:
        return 1.0
    if math.isnan(x) or math.isnan(y):
        return math.nan
    size, exponent = abs(x), abs(y)
    sign = 1.0
    if math.copysign(1.0, x) < 0.0 and exponent < 9007199254740992.0:
        whole = exponent + 4503599627370496.0 if exponent < 4503599627370496.0 else float(exponent)
        if exponent < 4503599627370496.0 and whole - 4503599627370496.0 != exponent:
            if 0.0 < size < math.inf:
                return math.nan
        elif np.float64(whole).view(np.int64) & 1:
            sign = -1.0
    if size == 1.0:
        return sign
    if size == 0.0 or size == math.inf:
        return sign * (math.inf if (size == 0.0) == (y < 0.0) else 0.0)
    high, low = _log2_parts(size)
    y = math.copysign(min(exponent, 18446744073709551616.0), y)  # beyond 2**64 the result is 0 or infinity anyway
    y_high = _high_word(y)
    p_low = (y - y_high) * high + y * low
    p_high = y_high * high
    z = p_low + p_high
    if z > 1025.0:
        return sign * math.inf
    if z < -1080.0:
        return sign * 0.0
    shifted = z + ROUND
    k = np.float64(shifted).view(np.int64) - ROUND_BITS
    p_high -= shifted - ROUND
    t = _high_word(p_low + p_high)
    u = t * LN2_24_BITS
    v = (p_low - (t - p_high)) * LN2 + t * LN2_REST
    z = u + v
    w = v - (z - u)
    c = _exp_tail(z)
    return sign * _scaled(1.0 - (((z * c) / (c - 2.0) - (w + z * w)) - z), k)


HALF_LOG_TWO_PI = 0.9189385332046727


def stirling_tail(n):
    """Return log(n!) - ((n + 1/2) log(n) - n + log(2 pi) / 2) for n >= 19."""
    t = 1.0 / (n * n)
    return (1 / 12 - t * (1 / 360 - t * (1 / 1260 - t * (1 / 1680 - t / 1188)))) / n


def log_factorial(n):
    """Return log(n!) for a whole number n from 0, the logarithm of gamma(n + 1)."""
    if n < 19:
        product = 1.0
        for i in range(2, 19):
            product *= float(i) if i <= n else 1.0
        return log(product)
    high, low = _log2_parts(float(n))
    base = n + 0.5
    rest = base * (low * LN2 + high * LN2_REST) + (HALF_LOG_TWO_PI + 0.5 + stirling_tail(float(n)))
    return base * (high * LN2_24_BITS - 1.0) + rest
