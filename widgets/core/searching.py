"""Find where a model changes: for thresholds that a `Match` compares with published ones."""

from __future__ import annotations

from collections.abc import Callable

HALVINGS = 60  # after so many, neighbouring doubles are reached


def find_change(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return where, between `low` and `high`, a condition that holds at `low` ceases to hold; by halving."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high
