"""The normal distribution, within 2e-15 of the true value (Cody 1969, Wichura 1988), and the quantile of a count."""

import math

import numpy as np

from .elementary import exp, log, log1p, to_index

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
