"""The numbers of a run as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .text import Field, parse_field


@dataclass(frozen=True)
class Table:
    """The numbers of a run as a table: a template field for each column, and how many entries of the arrays to show."""

    columns: Mapping[str, str]
    rows: int = 9

    def fields(self) -> list[Field]:
        """Return the field of each column."""
        return [parse_field(column) for column in self.columns.values()]

    def fill(self, values: Mapping[str, Any], frame: int = 0) -> list[list[str]]:
        """Return the rows as text: evenly spaced entries of the arrays, first and last included; numbers repeat."""
        arrays = [
            np.atleast_1d(values[each.name][frame] if each.framed else values[each.name]) for each in self.fields()
        ]
        length = max(len(array) for array in arrays)
        return [
            [
                format(float(array[pick if len(array) > 1 else 0]), each.format)
                for array, each in zip(arrays, self.fields(), strict=True)
            ]
            for pick in pick_rows(length, self.rows)
        ]


def pick_rows(length: int, rows: int) -> list[int]:
    """Return which of `length` entries to show in so many rows: evenly spaced, first and last included."""
    count = min(rows, length)
    # Whole-number arithmetic, rounded half up, so that the page picks the same entries.
    return [(2 * row * (length - 1) + count - 1) // (2 * (count - 1)) if count > 1 else 0 for row in range(count)]
