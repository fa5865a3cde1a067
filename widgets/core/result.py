"""What a run or a sweep returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np


class Result(Mapping[str, Any]):
    """The outputs of one run by name, as attributes too: ``result.tumour`` is ``result["tumour"]``."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"no output {name!r}; there are {', '.join(self._values)}") from None

    def __dir__(self) -> Iterable[str]:
        return [*super().__dir__(), *self._values]

    def __repr__(self) -> str:
        shown = (
            f"{name}: array of {' x '.join(map(str, value.shape))}"
            if isinstance(value, np.ndarray)
            else f"{name}: {value:.6g}"
            for name, value in self._values.items()
        )
        return "Result(" + ", ".join(shown) + ")"
