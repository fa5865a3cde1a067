"""What the view needs of a simulation, as JSON: what runs, what is drawn, what is said. `spec.d.ts` has its types."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from ..fields import Choice, Data, Grid, Input, Slider
from ..figures import look

if TYPE_CHECKING:
    from ..kernels.kernel import Kernel
    from ..simulation import Simulation


def spec(simulation: Simulation) -> dict[str, Any]:
    """Return what the player needs to run and draw a simulation: see the types in spec.d.ts."""
    guess = simulation.guess
    asked_in, mark = (guess.at(simulation), guess.mark()) if guess else (None, None)
    return {
        "name": simulation.name,
        "kernels": [_kernel_spec(kernel) for kernel in simulation.kernels],
        "inputs": {name: _input_spec(simulation, name, each) for name, each in simulation.inputs.fields.items()},
        "roles": simulation.roles,
        "views": [
            {
                "name": view.name,
                "alt": view.alt,
                "data": [*view.traces, *([mark] if mark and at == asked_in else [])],
                "layout": view.layout,
                "frames": view.frames
                and {
                    "field": view.frames.field,
                    "text": view.frames.text,
                    "perSecond": view.frames.per_second,
                    "count": simulation.fields[view.frames.field].shape[0],
                },
            }
            for at, view in enumerate(simulation.views)
        ],
        "template": look.TEMPLATE,
        "summary": [list(line) for line in simulation.summary],
        "readouts": [list(each) for each in simulation.readouts.items()],
        "numbers": {
            "columns": [
                [label, each.name + "[frame]" * each.framed, each.format]
                for label, each in zip(simulation.numbers.columns, simulation.numbers.fields(), strict=True)
            ],
            "rows": simulation.numbers.rows,
        },
        "presets": [[label, dict(values)] for label, values in simulation.presets.items()],
        "challenges": [[each.done, each.text, each.why] for each in simulation.challenges],
        "draft": dict(simulation.draft),
        "guess": guess and guess.spec(simulation),
    }


def to_json(data: Any) -> Markup:
    """Return JSON that is safe inside ``<script>``; raise ValueError for NaN and infinity."""
    text = json.dumps(data, allow_nan=False, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _kernel_spec(kernel: Kernel) -> dict[str, Any]:
    memory = kernel.memory
    return {
        "name": kernel.name,
        "slow": kernel.slow,
        "wasm": base64.b64encode(kernel.wasm()).decode(),
        "vectors": base64.b64encode(kernel.wasm(vectors=True)).decode(),
        "memory": {
            name: getattr(memory, name) for name in ("pages", "result", "exception", "input", "output", "scratch")
        },
        "inputSize": kernel.inputs.dtype.itemsize,
        "outputSize": kernel.outputs.dtype.itemsize,
        "scratchSize": kernel.scratch.dtype.itemsize,
        "outputs": {
            name: {"type": each.type, "shape": list(each.shape), "offset": kernel.outputs.offset(name)}
            for name, each in kernel.outputs.fields.items()
        },
    }


def _input_spec(simulation: Simulation, name: str, declared: Input) -> dict[str, Any]:
    described: dict[str, Any] = {
        "kind": declared.kind,
        "type": declared.type,
        "offset": simulation.inputs.offset(name),
        "shape": list(declared.shape),
    }
    if isinstance(declared, Grid) and not declared.times:
        return described | {"ends": [declared.low, declared.high]}
    if isinstance(declared, Data | Grid):
        return described | {"data": base64.b64encode(declared.default.tobytes()).decode()}
    described["default"] = declared.default
    if isinstance(declared, Slider):
        described |= {
            "low": declared.low,
            "high": declared.high,
            "step": declared.step,
            "digits": declared.digits,
            "unit": declared.unit,
            "stops": None if declared.stops is None else list(declared.stops),
        }
    elif isinstance(declared, Choice):
        described["options"] = [{"label": label, "value": value} for label, value in declared.options.items()]
    return described


def _plain(value: Any) -> Any:
    """Return NumPy values and mappings as plain data, for json."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot go into a page")
