"""Sentences with numbers: fields, formats, and the HTML of roles."""

import json
import pathlib

import pytest

from widgets.core.text import NO_BREAK_SPACE, fields, fill, fill_html

CASES = json.loads(pathlib.Path(__file__).with_name("number_formats.json").read_text("utf8"))


def test_a_template_is_filled_and_loses_its_bold_marks():
    assert fill("**Held.** After {days:.0f} days: {cells:,.1f}.", {"days": 365, "cells": 9566.7}) == (
        "Held. After 365 days: 9,566.7."
    )


def test_a_framed_field_takes_the_entry_of_the_frame():
    assert fill("Day {day[frame]:.0f}", {"day": [0.0, 10.0, 20.0]}, frame=2) == "Day 20"


@pytest.mark.parametrize("template", ["{cells}", "{cells:d}", "{cells:.3g}", "{cells + 1:.0f}", "{cells[0]:.0f}", "{:.0f}"])
def test_a_field_in_another_form_is_refused_with_what_to_write(template):
    with pytest.raises(ValueError, match=r"write \{name:format\} with a format such as \.2f ,\.0f or \.1%"):
        fields(template)


def test_html_gives_a_number_its_role_and_keeps_it_beside_its_unit():
    html = fill_html("**Escaped.** {tumour:,.1f} million <cells>", {"tumour": 1234.5}, {"tumour": "tumour"})
    assert html == (
        f'<b>Escaped.</b> <b data-role="tumour">1,234.5</b>{NO_BREAK_SPACE}million &lt;cells&gt;'
    )


@pytest.mark.parametrize(("value", "number_format", "text"), CASES)
def test_the_shared_table_of_formats_is_what_python_prints(value, number_format, text):
    assert format(value, number_format) == text
