"""Sentences with numbers in them, rendered alike by Python and by the page.

A template is plain text with fields such as ``{tumour_end:,.1f}`` and ``**bold**``. A field names an input or an
output of the simulation; ``{cells[frame]:.0f}`` takes the entry of the current animation frame. Formats are ``.Nf``,
``,.Nf`` and ``.N%`` only, because the page's formatter knows just these and must agree to the last digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

_FIELD = re.compile(r"\{([^{}]*)\}")
_INSIDE = re.compile(r"(?P<name>[a-z]\w*)(?P<framed>\[frame\])?:(?P<format>,?\.\d{1,2}f|\.\d{1,2}%)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Field:
    """One number in a sentence: which one, whether it changes with the animation frame, and its format."""

    name: str
    framed: bool
    format: str

    def value(self, values: Mapping[str, Any], frame: int) -> float:
        """Return the number of this field; `frame` is the index into the first axis of a framed one."""
        value = values[self.name]
        return float(value[frame] if self.framed else value)

    def render(self, values: Mapping[str, Any], frame: int = 0) -> str:
        """Return the number as text."""
        return format(self.value(values, frame), self.format)


def parse_field(text: str) -> Field:
    """Return the field written as ``name:format`` or ``name[frame]:format``; raise ValueError for any other form."""
    match = _INSIDE.fullmatch(text)
    if match is None:
        raise ValueError(f"field {{{text}}}: write {{name:format}} with a format such as .2f ,.0f or .1%")
    return Field(match["name"], match["framed"] is not None, match["format"])


def fields(template: str) -> list[Field]:
    """Return the fields of a template, in order; raise ValueError for one that is malformed."""
    return [parse_field(inside) for inside in _FIELD.findall(template)]


def outline(template: str, number: str) -> str:
    """Return the template as plain text with the same `number` for every field: about as long as it will be."""
    return _BOLD.sub(r"\1", _FIELD.sub(number, template))


def fill(template: str, values: Mapping[str, Any], frame: int = 0) -> str:
    """Return the template as plain text, its fields filled from `values` and its bold marks removed."""
    return _BOLD.sub(r"\1", _FIELD.sub(lambda match: parse_field(match[1]).render(values, frame), template))


def fill_but(template: str, values: Mapping[str, Any], *kept: str) -> str:
    """Return the template with its fields filled, but for those of the names `kept`; its bold marks stay."""
    def filled(match: re.Match[str]) -> str:
        each = parse_field(match[1])
        return match[0] if each.name in kept else each.render(values)

    return _FIELD.sub(filled, template)


def fill_html(template: str, values: Mapping[str, Any], roles: Mapping[str, str], frame: int = 0) -> Markup:
    """Return the template as HTML: bold marks become ``<b>``, a number of a role gets the role's colour.

    A number and the word after it never part: the space between them is a no-break space.
    """
    html = ""
    for index, part in enumerate(_FIELD.split(template)):
        if index % 2:
            field = parse_field(part)
            number = escape(field.render(values, frame))
            role = roles.get(field.name)
            html += Markup('<b data-role="{}">{}</b>').format(role, number) if role else number
        else:
            spaced = NO_BREAK_SPACE + part[1:] if index and part.startswith(" ") else part
            html += escape(spaced)
    return Markup(_BOLD.sub(r"<b>\1</b>", str(html)))
