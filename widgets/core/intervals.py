"""How sure a counted share is."""

from __future__ import annotations

import math

Z95 = 1.959964  # standard normal deviate of a 95 % interval


def wilson(share: float, people: int) -> tuple[float, float]:
    """Return how far the 95 % interval (Wilson 1927) of a share, from 0 to 1, of so many people reaches below and above."""
    spread = Z95**2 / people
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * math.sqrt(share * (1 - share) / people + spread / people / 4) / (1 + spread)
    return share - middle + half, middle + half - share
