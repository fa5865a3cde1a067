"""A simulation as static HTML: the card's markup, the JSON that the player reads, and the tables of a lesson."""

from __future__ import annotations

import base64
import functools
import itertools
import json
import pathlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jinja2
import numpy as np
from markupsafe import Markup, escape

from ..bibliography import ASSUMED, cite
from ..figures import look
from ..records import Choice, Data, Input, Seed, Slider, Switch
from ..simulation import BADGES, DISCLAIMER, KINDS
from ..text import NO_BREAK_SPACE, fill, fill_html

if TYPE_CHECKING:
    from ..kernels.kernel import Kernel
    from ..simulation import Match, Simulation

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FRAME_HEIGHT = 1200  # pixels: holds most cards at the width of a column of text; a narrower one scrolls
FOLDER = pathlib.Path(__file__).parent
_copies: dict[str, itertools.count[int]] = {}


@dataclass(frozen=True)
class Displayed:
    """Something for a notebook or the book to show: HTML, and plain text for where there is none."""

    markup: str
    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.markup, "text/plain": self.text}


# The card ----------------------------------------------------------------------------------------------------------


def html(simulation: Simulation, *, level: int = 3) -> str:
    """Return the card for a static page: markup and JSON; level is that of its heading."""
    return markup(simulation, identity=_identity(simulation.name), level=level, spec=spec(simulation))


def markup(simulation: Simulation, *, identity: str, level: int = 3, spec: Mapping[str, Any] | None = None) -> str:
    """Return the card's markup, complete without JavaScript; `identity` starts every id in it."""
    values = simulation.values()
    roles = simulation.roles
    card = {
        "id": identity,
        "name": simulation.name,
        "level": level,
        "title": simulation.title,
        "caption": simulation.caption,
        "badge": simulation.badge,
        "evidence": simulation.evidence,
        "presets": list(simulation.presets),
        "views": [
            {
                "name": view.name,
                "alt": view.alt,
                "frames": view.frames
                and {
                    "label": "Moment shown",
                    "last": len(values[view.frames.field]) - 1,
                    "text": fill(view.frames.text, values),
                },
            }
            for view in simulation.views
        ],
        "summary": fill_html(simulation.sentence_template(values), values, roles),
        "readouts": [
            {"label": label, "value": fill_html(template, values, roles)}
            for label, template in simulation.readouts.items()
        ],
        "inputs": [_control(simulation, name) for name in simulation.inputs.defaults],
        "challenges": [{"try": each.text, "why": each.why} for each in simulation.challenges],
        "numbers": {
            "caption": "Rounded as shown; the model computes with about 16 digits.",
            "head": list(simulation.numbers.columns),
            "rows": simulation.numbers.fill(values),
        },
        "sources": {
            "model": "Made for this course."
            if simulation.source == ASSUMED
            else citation(simulation, simulation.source).long(),
            "inputs": [
                {"label": each.label or name, "value": value_text(each), "source": _source_text(simulation, each)}
                for name, each in simulation.inputs.fields.items()
            ],
        },
        "leaves_out": list(simulation.leaves_out),
        "frame": f'<iframe src="{{address}}" title="{escape(simulation.title)}" width="100%" height="{FRAME_HEIGHT}"></iframe>',
        "disclaimer": DISCLAIMER,
        "spec": None if spec is None else to_json(spec),
    }
    return _template().render(card=card)


def spec(simulation: Simulation) -> dict[str, Any]:
    """Return what the player needs to run and draw a simulation: see the types in spec.d.ts."""
    return {
        "name": simulation.name,
        "kernels": [_kernel_spec(kernel) for kernel in simulation.kernels],
        "inputs": {name: _input_spec(simulation, name, each) for name, each in simulation.inputs.fields.items()},
        "roles": simulation.roles,
        "views": [
            {
                "name": view.name,
                "alt": view.alt,
                "data": list(view.traces),
                "layout": view.layout,
                "frames": view.frames
                and {
                    "field": view.frames.field,
                    "text": view.frames.text,
                    "perSecond": view.frames.per_second,
                    "count": simulation.fields[view.frames.field].shape[0],
                },
            }
            for view in simulation.views
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
    }


def to_json(data: Any) -> Markup:
    """Return JSON that is safe inside ``<script>``; raise ValueError for NaN and infinity."""
    text = json.dumps(data, allow_nan=False, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def fallback(simulation: Simulation) -> Displayed:
    """Return what a notebook shows where its widget cannot live: the default state, readable without any script."""
    values = simulation.values()
    head, rows = list(simulation.numbers.columns), simulation.numbers.fill(values)
    sentence = simulation.sentence()
    note = "Run this cell to bring the simulation to life."
    body = (
        f'<div class="sim-fallback" data-for="{escape(simulation.name)}"><p><b>{escape(simulation.title)}</b></p>'
        f"<p>{escape(sentence)}</p>{_table(head, rows)}<p><i>{note}</i></p></div>"
    )
    return Displayed(body, f"{simulation.title}\n{sentence}\n{note}")


def citation(simulation: Simulation, key: str) -> Any:
    """Return the `Reference` of a source key, from the bibliography of the course the simulation belongs to."""
    return cite(key, module_file(simulation))


def module_file(simulation: Simulation) -> str | None:
    """Return the file that declares a simulation's kernels, or None for a notebook cell."""
    return getattr(sys.modules.get(simulation.kernels[0].function.__module__), "__file__", None)


def value_text(declared: Input) -> str:
    """Return the default of an input in words and units: "13,000 a day", "on", "draw 1", "686 numbers"."""
    if isinstance(declared, Switch):
        return "on" if declared.default else "off"
    if isinstance(declared, Choice):
        return next(label for label, value in declared.options.items() if value == declared.default)
    if isinstance(declared, Seed):
        return f"draw {declared.default}"
    if isinstance(declared, Data):
        return f"{declared.default.size:,} numbers"
    return _with_unit(_number_text(declared), declared.unit)


# The tables of a lesson --------------------------------------------------------------------------------------------


def parameters(simulation: Simulation) -> Displayed:
    """Return every input with its default, range and source, as declared."""
    rows = [
        [each.label or name, value_text(each), _range_text(each), _source_text(simulation, each)]
        for name, each in simulation.inputs.fields.items()
    ]
    return _displayed_table(simulation, ["Parameter", "Default", "Range", "Source"], rows, "parameters")


def match_table(simulation: Simulation) -> Displayed:
    """Return published numbers beside the model's, with misfit and what kind of agreement it is."""
    rows = []
    for match in simulation.matches:
        computed = match.compute()
        source = "our own computation" if match.source == ASSUMED else citation(simulation, match.source).short
        rows.append(
            [
                match.claim,
                _published_text(match),
                _with_unit(format(computed, match.format), match.unit),
                _misfit_text(match, computed),
                match.kind,
                source,
            ]
        )
    kinds = {match.kind for match in simulation.matches}
    legend = " ".join(f"{kind.capitalize()}: {meaning}." for kind, meaning in KINDS.items() if kind in kinds)
    published = "Published, or our band" if "regression band" in kinds else "Published"
    shown = _displayed_table(simulation, ["What", published, "This model", "Misfit", "Kind", "Source"], rows, "matches")
    return Displayed(f'{shown.markup}<p class="sim-legend">{escape(legend)}</p>', f"{shown.text}\n{legend}")


def limits(simulation: Simulation) -> Displayed:
    """Return the badge, what it means, and what the model leaves out."""
    badge = f"{simulation.badge.capitalize()}: {BADGES[simulation.badge]}. Evidence: {simulation.evidence}."
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in simulation.leaves_out)
    body = Markup('<p><span class="sim-badge">{}</span></p><ul class="sim-limits">{}</ul>').format(badge, items)
    return Displayed(body, "\n- ".join([badge, *simulation.leaves_out]))


def code(simulation: Simulation) -> Displayed:
    """Return the source of the simulation's kernels, coloured."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    source = "\n\n".join(kernel.source for kernel in simulation.kernels)
    coloured = highlight(source, PythonLexer(), HtmlFormatter(cssclass="highlight"))
    return Displayed(f"<details class='sim-code'><summary>The kernel, as it runs</summary>{coloured}</details>", source)


# Parts -------------------------------------------------------------------------------------------------------------


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("card.html")


def _identity(name: str) -> str:
    """Return an id for a card: its name, and for a second copy on a page the name with a number."""
    number = next(_copies.setdefault(name, itertools.count(1)))
    return name if number == 1 else f"{name}-{number}"


def _control(simulation: Simulation, name: str) -> dict[str, Any]:
    declared = simulation.inputs.fields[name]
    control: dict[str, Any] = {
        "name": name,
        "kind": declared.kind,
        "label": declared.label or name,
        "role": declared.role or "",
        "value": value_text(declared),
        "origin": _origin(simulation, declared),
    }
    if isinstance(declared, Slider):
        control |= _range_of(declared)
    elif isinstance(declared, Choice):
        control |= {
            "options": list(declared.options),
            "selected": list(declared.options.values()).index(declared.default),
        }
    elif isinstance(declared, Switch):
        control["checked"] = bool(declared.default)
    return control


def _range_of(slider: Slider) -> dict[str, Any]:
    """Return the attributes of the native range: over the values, or over the index of the stops."""
    if slider.stops is not None:
        last = len(slider.stops) - 1
        return {
            "low": 0,
            "high": last,
            "step": 1,
            "at": slider.stops.index(slider.default),
            "published": None if slider.published is None else _nearest(slider.stops, slider.published) / last,
        }
    published = slider.published
    share = None if published is None else (published - slider.low) / (slider.high - slider.low)
    return {"low": slider.low, "high": slider.high, "step": slider.step, "at": slider.default, "published": share}


def _nearest(stops: Sequence[float], published: float) -> int:
    return min(range(len(stops)), key=lambda i: abs(stops[i] - published))


def _origin(simulation: Simulation, declared: Input) -> str:
    """Return the line under a control that says where its value is from."""
    if declared.note:
        return declared.note
    if isinstance(declared, Seed):
        return ""
    if declared.source == ASSUMED:
        return "assumed"
    short: str = citation(simulation, declared.source).short
    if isinstance(declared, Slider) and declared.published is not None:
        return f"{short}: {declared.published:,.{declared.digits}f}"
    return short


def _source_text(simulation: Simulation, declared: Input) -> str:
    if isinstance(declared, Seed):
        return "chance"
    text = "assumed" if declared.source == ASSUMED else citation(simulation, declared.source).short
    if isinstance(declared, Data):
        text = f"{text} (licence: {declared.licence})"
    if declared.note.startswith(text):
        return declared.note
    return f"{declared.note} ({text})" if declared.note else text


def _range_text(declared: Input) -> str:
    if isinstance(declared, Slider):
        return f"{_slider_text(declared, declared.low)} to {_slider_text(declared, declared.high)}"
    if isinstance(declared, Choice):
        return ", ".join(declared.options)
    if isinstance(declared, Switch):
        return "on or off"
    return "any" if isinstance(declared, Seed) else "fixed"


def _number_text(declared: Input) -> str:
    return _slider_text(declared, declared.default) if isinstance(declared, Slider) else _constant_text(declared.default)


def _slider_text(declared: Slider, value: float) -> str:
    text = f"{value:,.{declared.digits}f}"
    return text if declared.stops is None or "." not in text else text.rstrip("0").rstrip(".")


def _constant_text(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    number, _, power = f"{value:,.10g}".partition("e")
    return f"{number} × 10{str(int(power)).translate(SUPERSCRIPTS)}" if power else number


def _published_text(match: Match) -> str:
    if isinstance(match.published, tuple):
        low, high = match.published
        return _with_unit(f"{format(low, match.format)} to {format(high, match.format)}", match.unit)
    return _with_unit(format(match.published, match.format), match.unit)


def _with_unit(text: str, unit: str) -> str:
    if not unit:
        return text
    return text + unit if unit.startswith("%") else f"{text}{NO_BREAK_SPACE}{unit}"


def _misfit_text(match: Match, computed: float) -> str:
    text = format(match.misfit(computed), "+" + match.format)
    return text if text.strip("+-0.%") else text[1:]  # nothing is neither above nor below


def _displayed_table(simulation: Simulation, head: list[str], rows: list[list[str]], kind: str) -> Displayed:
    text = "\n".join(" | ".join(row) for row in [head, *rows])
    scroll = Markup('<div class="sim-table sim-{}" tabindex="0" role="region" aria-label="{}">{}</div>')
    return Displayed(scroll.format(kind, f"{head[0]}: {simulation.title}", _table(head, rows)), text)


def _table(head: list[str], rows: list[list[str]]) -> Markup:
    top = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in head)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(top, body)


def _kernel_spec(kernel: Kernel) -> dict[str, Any]:
    memory = kernel.memory
    return {
        "name": kernel.name,
        "slow": kernel.slow,
        "wasm": base64.b64encode(kernel.wasm()).decode(),
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
    if isinstance(declared, Data):
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
