"""What kernels share: exp and log, Runge-Kutta steps, random numbers and draws, quantiles, indices.

The host's exp or pow differs in the last bit from browser to browser, so kernels bring their own: exponentials and
logarithms within 2 units in the last place, the normal distribution within 2e-15 of the true value. All functions
are plain Python: they run as they are, and Numba compiles them with the kernel that calls them. They follow a
kernel's rules (no allocation, every loop ends), and the short ones have no branches, so that a loop over them
vectorises.

`log`, `power` and the reduction of `exp` follow fdlibm: Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All
rights reserved. Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
distribute this software is freely granted, provided that this notice is preserved.

Other sources: Cody 1969 and Wichura 1988 (normal distribution), Dormand and Prince 1980 (Runge-Kutta), Blackman and
Vigna 2021 (xoshiro256**), Hörmann 1993 (binomial and Poisson), Marsaglia and Tsang 2000 (gamma), Hoare 1961 (select).
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


def _stirling_tail(n):
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
    rest = base * (low * LN2 + high * LN2_REST) + (HALF_LOG_TWO_PI + 0.5 + _stirling_tail(float(n)))
    return base * (high * LN2_24_BITS - 1.0) + rest


# Distributions ------------------------------------------------------------------------------------------------------

INV_SQRT_TWO_PI = 0.3989422804014327
CDF_CENTRE = np.array([
    6.5682337918207449113e-2, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
    18154.981253343561249])
CDF_CENTRE_BELOW = np.array([1.0, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205,
                             45507.789335026729956])
CDF_MIDDLE = np.array([
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
    597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
    9842.7148383839780218])
CDF_MIDDLE_BELOW = np.array([
    1.0, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
    18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727])
CDF_TAIL = np.array([
    0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466,
    2.9112874951168792e-5])
CDF_TAIL_BELOW = np.array([1.0, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515,
                           0.00378239633202758244, 7.29751555083966205e-5])
QUANTILE_CENTRE = np.array([
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080])
QUANTILE_CENTRE_BELOW = np.array([
    5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
    5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1.0])
QUANTILE_MIDDLE = np.array([
    7.74545014278341407640e-4, 0.0227238449892691845833, 0.241780725177450611770, 1.27045825245236838258,
    3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734])
QUANTILE_MIDDLE_BELOW = np.array([
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 0.0151986665636164571966, 0.148103976427480074590,
    0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1.0])
QUANTILE_TAIL = np.array([
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 0.0265321895265761230930,
    0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720])
QUANTILE_TAIL_BELOW = np.array([
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    0.0148753612908506148525, 0.136929880922735805310, 0.599832206555887937690, 1.0])


def _horner(coefficients, x):
    """Return the polynomial whose coefficients are given, the highest power first."""
    total = 0.0
    for i in range(len(coefficients)):
        total = total * x + coefficients[i]
    return total


def normal_cdf(x):
    """Return the probability that a standard normal number is below x (Cody 1969), also far out in the tails."""
    size = abs(x)
    if size <= 0.67448975:
        return 0.5 + x * _horner(CDF_CENTRE, x * x) / _horner(CDF_CENTRE_BELOW, x * x)
    if math.isnan(x):
        return math.nan
    if size > 39.0:
        return 0.0 if x < 0.0 else 1.0
    if size <= 5.656854249492381:
        tail = _horner(CDF_MIDDLE, size) / _horner(CDF_MIDDLE_BELOW, size)
    else:
        t = 1.0 / (size * size)
        tail = (INV_SQRT_TWO_PI - t * _horner(CDF_TAIL, t) / _horner(CDF_TAIL_BELOW, t)) / size
    coarse = to_index(size * 16.0, 0, 1000) / 16.0  # exp(-x**2 / 2) in two factors: the square of x has 106 bits
    tail *= exp(-0.5 * coarse * coarse) * exp(-0.5 * (size - coarse) * (size + coarse))
    return tail if x < 0.0 else 1.0 - tail


def normal_quantile(probability):
    """Return the standard normal number that this share of all numbers is below (Wichura 1988, AS 241)."""
    q = probability - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _horner(QUANTILE_CENTRE, r) / _horner(QUANTILE_CENTRE_BELOW, r)
    share = probability if q < 0.0 else 1.0 - probability
    if not share > 0.0:
        return math.copysign(math.inf, q) if share == 0.0 else math.nan
    r = math.sqrt(-log(share))
    if r <= 5.0:
        size = _horner(QUANTILE_MIDDLE, r - 1.6) / _horner(QUANTILE_MIDDLE_BELOW, r - 1.6)
    else:
        size = _horner(QUANTILE_TAIL, r - 5.0) / _horner(QUANTILE_TAIL_BELOW, r - 5.0)
    return math.copysign(size, q)


def binomial_quantile(n, probability, share):
    """Return the least count that a draw from a binomial distribution does not exceed with at least this chance.

    It adds up chances from 0 on, so that the first, (1 - probability)**n, must not be too small for a double: at a
    half, n is 1,000 at most.
    """
    if probability >= 1:
        return n
    mass = exp(n * log1p(-probability))
    odds = probability / (1 - probability)
    total = 0.0
    for k in range(n):
        total += mass
        if total >= share:
            return k
        mass *= odds * (n - k) / (k + 1)
    return n


# Differential equations ---------------------------------------------------------------------------------------------


def rk4_step(rates, p, y, h, k):
    """Advance y in place by one classical Runge-Kutta step of length h.

    `rates(p, y, dy)` writes the derivative of y into dy; a model that depends on time has the time as one of its y.
    `k` is scratch of shape (5, n).
    """
    n = y.size
    rates(p, y, k[0])
    for i in range(n):
        k[4, i] = y[i] + 0.5 * h * k[0, i]
    rates(p, k[4], k[1])
    for i in range(n):
        k[4, i] = y[i] + 0.5 * h * k[1, i]
    rates(p, k[4], k[2])
    for i in range(n):
        k[4, i] = y[i] + h * k[2, i]
    rates(p, k[4], k[3])
    for i in range(n):
        y[i] += h / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])


MAX_STEPS = 100_000


def rk45(rates, p, y, duration, relative, absolute, k):
    """Advance y in place by `duration` with error control; return the number of steps, or -1 if too many were needed.

    Dormand and Prince's pair of orders 5 and 4, as in SciPy's RK45: each step keeps the estimated error of each y
    below absolute + relative * |y|, in the root mean square. `rates` is as in rk4_step; `k` is scratch of shape (9, n).
    """
    n = y.size
    rates(p, y, k[0])
    h, done = _first_step(y, k[0], relative, absolute), 0.0
    for step in range(MAX_STEPS):
        if not done < duration:
            return step
        last = done + h >= duration
        h = duration - done if last else h
        for i in range(n):
            k[7, i] = y[i] + h * (1 / 5 * k[0, i])
        rates(p, k[7], k[1])
        for i in range(n):
            k[7, i] = y[i] + h * (3 / 40 * k[0, i] + 9 / 40 * k[1, i])
        rates(p, k[7], k[2])
        for i in range(n):
            k[7, i] = y[i] + h * (44 / 45 * k[0, i] - 56 / 15 * k[1, i] + 32 / 9 * k[2, i])
        rates(p, k[7], k[3])
        for i in range(n):
            k[7, i] = y[i] + h * (19372 / 6561 * k[0, i] - 25360 / 2187 * k[1, i] + 64448 / 6561 * k[2, i]
                                  - 212 / 729 * k[3, i])
        rates(p, k[7], k[4])
        for i in range(n):
            k[7, i] = y[i] + h * (9017 / 3168 * k[0, i] - 355 / 33 * k[1, i] + 46732 / 5247 * k[2, i]
                                  + 49 / 176 * k[3, i] - 5103 / 18656 * k[4, i])
        rates(p, k[7], k[5])
        for i in range(n):
            k[8, i] = y[i] + h * (35 / 384 * k[0, i] + 500 / 1113 * k[2, i] + 125 / 192 * k[3, i]
                                  - 2187 / 6784 * k[4, i] + 11 / 84 * k[5, i])
        rates(p, k[8], k[6])
        total = 0.0
        for i in range(n):
            error = h * (71 / 57600 * k[0, i] - 71 / 16695 * k[2, i] + 71 / 1920 * k[3, i]
                         - 17253 / 339200 * k[4, i] + 22 / 525 * k[5, i] - 1 / 40 * k[6, i])
            error /= absolute + relative * max(abs(y[i]), abs(k[8, i]))
            total += error * error
        size = math.sqrt(total / n)
        if size <= 1.0:
            done = duration if last else done + h
            for i in range(n):
                y[i] = k[8, i]
                k[0, i] = k[6, i]
        if size == 0.0:
            h *= 10.0
        elif size < math.inf:
            h *= min(10.0, max(0.2, 0.9 * power(size, -0.2)))
        else:
            h *= 0.2  # out of range or not a number: try closer
    return -1


def _first_step(y, dy, relative, absolute):
    """Return a first step over which y changes by about a hundredth of itself."""
    size, speed = 0.0, 0.0
    for i in range(y.size):
        scale = absolute + relative * abs(y[i])
        size += (y[i] / scale) * (y[i] / scale)
        speed += (dy[i] / scale) * (dy[i] / scale)
    if size < 1e-10 or speed < 1e-10:
        return 1e-6
    return 0.01 * math.sqrt(size / speed)


# Random numbers -----------------------------------------------------------------------------------------------------

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
    return _stirling_tail(x)


# Arrays -------------------------------------------------------------------------------------------------------------


def select(values, k):
    """Return the k-th smallest of `values` (k from 0), which it reorders in place (Hoare 1961; Dijkstra's three parts)."""
    low, high = 0, values.size - 1
    for _ in range(values.size):
        pivot = values[k]
        below, here, above = low, low, high  # to the left of `below` all are smaller, to the right of `above` larger
        for _ in range(low, high + 1):
            value = values[here]
            if value < pivot:
                values[here], values[below] = values[below], value
                below += 1
            if value > pivot:
                values[here], values[above] = values[above], value
                above -= 1
            else:
                here += 1
        if k < below:
            high = below - 1
        elif k > above:
            low = above + 1
        else:
            break
    return values[k]


def quantile(values, share):
    """Return the quantile of `values` below which this share of them lies, as np.quantile; reorders them in place."""
    position = share * (values.size - 1)
    k = to_index(position, 0, values.size - 1)
    below = select(values, k)
    if k + 1 >= values.size:
        return below
    above = values[k + 1]
    for i in range(k + 2, values.size):
        above = min(above, values[i])
    return below + (above - below) * (position - k)
