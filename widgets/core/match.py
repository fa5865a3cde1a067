"""A published number beside what a model gives: a line of the lesson's table, and a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KINDS = {
    "check": "nothing was tuned to this number",
    "calibration": "the model was tuned to this number, so agreement guards only the code",
    "regression band": "set after the output was seen; it guards the code against drift",
}


@dataclass(frozen=True)
class Match:
    """A published number, or a band (low, high), beside what the model gives: `compute()` takes no arguments.

    kind: "check" (nothing tuned), "calibration" (tuned to it) or "regression band" (set after seeing the output).
    The same declaration fills the lesson's table and is the test.
    """

    claim: str
    published: float | tuple[float, float]
    compute: Callable[[], float]
    tolerance: float
    source: str
    kind: str
    unit: str = ""
    format: str = ",.2f"

    def __post_init__(self) -> None:
        """Raise ValueError for an unknown kind."""
        if self.kind not in KINDS:
            raise ValueError(f"match {self.claim!r}: kind {self.kind!r} is not one of {', '.join(KINDS)}")

    def misfit(self, computed: float) -> float:
        """Return how far `computed` lies from the published number, or outside the published band (0 within it)."""
        if isinstance(self.published, tuple):
            low, high = self.published
            return min(computed - low, 0.0) + max(computed - high, 0.0)
        return computed - self.published

    def holds(self) -> bool:
        """Say whether the model's number lies within the tolerance of the published one."""
        return abs(self.misfit(self.compute())) <= self.tolerance
