"""What kernels share: exp and log, Runge-Kutta steps, random numbers and draws, quantiles, indices.

The host's exp or pow differs in the last bit from browser to browser, so kernels bring their own. All functions are
plain Python: they run as they are, and Numba compiles them with the kernel that calls them. They follow a kernel's
rules (no allocation, every loop ends), and the short ones have no branches, so that a loop over them vectorises.
"""

from .arrays import quantile, select
from .distributions import binomial_quantile, normal_cdf, normal_quantile
from .draws import beta, binomial, exponential, gamma, normal, poisson, random_bits, seed_random, uniform
from .elementary import LN2, exp, log, log1p, log10, log_factorial, power, to_index
from .equations import rk4_step, rk45

__all__ = [
    "LN2",
    "beta",
    "binomial",
    "binomial_quantile",
    "exp",
    "exponential",
    "gamma",
    "log",
    "log1p",
    "log10",
    "log_factorial",
    "normal",
    "normal_cdf",
    "normal_quantile",
    "poisson",
    "power",
    "quantile",
    "random_bits",
    "rk4_step",
    "rk45",
    "seed_random",
    "select",
    "to_index",
    "uniform",
]
