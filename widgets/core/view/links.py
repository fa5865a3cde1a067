"""Links that set a simulation, `#name?input=value&...`: what a value may be, so that a page takes it as it is written.

The page (`links.js`) takes anything from the address bar and clamps it. Whoever writes a link should mean what it does,
so this is strict: a number as both Python and JavaScript read it, of the input's type, on its steps or stops.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from ..fields import ON_A_STEP, U4_HIGH

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def faults(query: str, inputs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Say what is wrong with the setting of a link; inputs: what a spec says of each input that has a control."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if not pairs:
        yield "it sets nothing"
    for name, times in Counter(name for name, _ in pairs).items():
        if name not in inputs:
            yield f"no input {name!r} (there: {', '.join(inputs)})"
        elif times > 1:
            yield f"{name} is set {times} times"
    for name, text in pairs:
        if name in inputs and not text:
            yield f"{name} has no value"
        elif name in inputs and not holds(inputs[name], text):
            yield f"{name} = {text} is not {words(inputs[name])}"


def holds(declared: Mapping[str, Any], text: str) -> bool:
    """Tell whether a text is a value that an input can stand at."""
    if not _NUMBER.fullmatch(text):
        return False
    value = float(text)
    if values := _listed(declared):
        return value in values
    if declared["kind"] == "seed":
        return value.is_integer() and 0 <= value <= U4_HIGH
    low, high, step = (float(declared[part]) for part in ("low", "high", "step"))
    steps = (value - low) / step
    return low <= value <= high and abs(steps - round(steps)) <= ON_A_STEP


def words(declared: Mapping[str, Any]) -> str:
    """Return the values that an input can stand at, in words."""
    if values := _listed(declared):
        return f"one of {', '.join(map(str, values))}"
    if declared["kind"] == "seed":
        return f"a whole number from 0 to {U4_HIGH}"
    return f"{declared['low']} to {declared['high']} in steps of {declared['step']}"


def _listed(declared: Mapping[str, Any]) -> list[float]:
    """Return the values of an input that has only some."""
    if declared["kind"] == "choice":
        return [option["value"] for option in declared["options"]]
    return [0, 1] if declared["kind"] == "switch" else list(declared.get("stops") or ())
