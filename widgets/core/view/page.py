"""A simulation as static HTML: the markup of its card, complete without JavaScript, and beside it the view's JSON."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import escape

from ..bibliography import cite
from ..fields import ASSUMED, Choice, Slider, Switch
from ..guess import Estimate, Pick
from ..settings import course
from ..text import fields, fill, fill_html, outline
from .spec import spec, to_json
from .tables import Displayed, table
from .words import origin, source_text, value_text

if TYPE_CHECKING:
    from ..simulation import Simulation

MOST_OPEN, FIRST = 6, 5  # controls: more than so many fold, and so many of them stay open
LINE, MOST_LINES = 66, 4  # letters in a line of the sentence in a wide card; lines that are kept for it
FRAME_HEIGHT = 1200  # pixels: holds most cards at the width of a column of text; a narrower one scrolls
_copies: dict[str, itertools.count[int]] = {}


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
        "lines": _lines(simulation),
        "readouts": [
            {"label": label, "value": fill_html(template, values, roles)}
            for label, template in simulation.readouts.items()
        ],
        "guess": _asked(simulation),
        "tells": _tells(simulation),
        "inputs": [_control(simulation, name) for name in simulation.inputs.defaults],
        "first": FIRST if len(simulation.inputs.defaults) > MOST_OPEN else MOST_OPEN,
        "challenges": [{"try": each.text, "why": each.why} for each in simulation.challenges],
        "numbers": {
            "caption": "Rounded as shown; the model computes with about 16 digits.",
            "head": list(simulation.numbers.columns),
            "rows": simulation.numbers.fill(values),
        },
        "sources": {
            "model": course().own_model
            if simulation.source == ASSUMED
            else cite(simulation.source).long(),
            "inputs": [
                {"label": each.label or name, "value": value_text(each), "source": source_text(each)}
                for name, each in simulation.inputs.fields.items()
                if each.listed
            ],
        },
        "leaves_out": list(simulation.leaves_out),
        "frame": f'<iframe src="{{address}}" title="{escape(simulation.title)}" width="100%" height="{FRAME_HEIGHT}"></iframe>',
        "frame_note": course().frame_note,
        "disclaimer": course().disclaimer,
        "spec": None if spec is None else to_json(spec),
    }
    return _template().render(card=card)


def fallback(simulation: Simulation) -> Displayed:
    """Return what a notebook shows where its widget cannot live: the default state, readable without any script."""
    values = simulation.values()
    head, rows = list(simulation.numbers.columns), simulation.numbers.fill(values)
    sentence = simulation.sentence()
    note = "Run this cell to bring the simulation to life."
    body = (
        f'<div class="sim-fallback" data-for="{escape(simulation.name)}"><p><b>{escape(simulation.title)}</b></p>'
        f"<p>{escape(sentence)}</p>{table(head, rows)}<p><i>{note}</i></p></div>"
    )
    return Displayed(body, f"{simulation.title}\n{sentence}\n{note}")


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("card.html")


def _identity(name: str) -> str:
    """Return an id for a card: its name, and for a second copy on a page the name with a number."""
    number = next(_copies.setdefault(name, itertools.count(1)))
    return name if number == 1 else f"{name}-{number}"


def _lines(simulation: Simulation) -> int:
    """Return how many lines to keep for the sentence, so that nothing below it moves: as the longest one needs."""
    longest = max(len(outline(template, "1,000")) for _, template in simulation.summary)
    return min(max(math.ceil(longest / LINE), 2), MOST_LINES)


def _control(simulation: Simulation, name: str) -> dict[str, Any]:
    declared = simulation.inputs.fields[name]
    control: dict[str, Any] = {
        "name": name,
        "kind": declared.kind,
        "label": declared.label or name,
        "role": declared.role or "",
        "value": value_text(declared),
        "origin": origin(declared),
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


def _asked(simulation: Simulation) -> dict[str, Any] | None:
    """Return the question that a card asks, and with what it is answered."""
    guess = simulation.guess
    if guess is None:
        return None
    asked: dict[str, Any] = {"kind": guess.kind, "question": guess.question, "view": guess.at(simulation), "alt": guess.alt, "longest": guess.longest(simulation)}
    if isinstance(guess, Pick):
        asked["options"] = list(guess.options)
    elif isinstance(guess, Estimate):
        middle = guess.low + round((guess.high - guess.low) / guess.step / 2) * guess.step
        asked |= {"low": guess.low, "high": guess.high, "step": guess.step, "at": middle}
    return asked


def _tells(simulation: Simulation) -> dict[str, bool]:
    """Return which words of a card would tell the answer to its question."""
    hidden = set(simulation.guess.hidden(simulation)) if simulation.guess else set()
    said = {
        "summary": [each.name for _, template in simulation.summary for each in fields(template)]
        + [flag for flag, _ in simulation.summary],
        "readouts": [each.name for template in simulation.readouts.values() for each in fields(template)],
        "numbers": [each.name for each in simulation.numbers.fields()],
    }
    return {part: not hidden.isdisjoint(names) for part, names in said.items()}


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
