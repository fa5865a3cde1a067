"""Differential equations: steps of Runge and Kutta, of one size, or as long as an error allows (Dormand and Prince 1980)."""

import math

from .elementary import power


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
