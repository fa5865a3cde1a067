"""Inputs and sources in words, as a card and the tables of a lesson say them."""

from __future__ import annotations

from ..bibliography import cite
from ..fields import ASSUMED, Choice, Data, Input, Seed, Slider, Switch
from ..text import NO_BREAK_SPACE

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    return with_unit(_number_text(declared), declared.unit)


def origin(declared: Input) -> str:
    """Return the line under a control that says where its value is from."""
    if declared.note:
        return declared.note
    if isinstance(declared, Seed):
        return ""
    if declared.source == ASSUMED:
        return "assumed"
    short: str = cite(declared.source).short
    if isinstance(declared, Slider) and declared.published is not None:
        return f"{short}: {declared.published:,.{declared.digits}f}"
    return short


def source_text(declared: Input) -> str:
    """Return where the value of an input is from, as a table says it."""
    if isinstance(declared, Seed):
        return "chance"
    text = "assumed" if declared.source == ASSUMED else cite(declared.source).short
    if isinstance(declared, Data):
        text = f"{text} (licence: {declared.licence})"
    if declared.note.startswith(text):
        return declared.note
    return f"{declared.note} ({text})" if declared.note else text


def range_text(declared: Input) -> str:
    """Return what an input can be set to."""
    if isinstance(declared, Slider):
        return f"{_slider_text(declared, declared.low)} to {_slider_text(declared, declared.high)}"
    if isinstance(declared, Choice):
        return ", ".join(declared.options)
    if isinstance(declared, Switch):
        return "on or off"
    return "any" if isinstance(declared, Seed) else "fixed"


def with_unit(text: str, unit: str) -> str:
    """Return a number in words with its unit; the two never part."""
    if not unit:
        return text
    return text + unit if unit.startswith("%") else f"{text}{NO_BREAK_SPACE}{unit}"


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
