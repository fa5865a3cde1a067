"""The figure language: what it refuses, and that people and the page are told the same."""

import pathlib

import pytest

from widgets.core import View
from widgets.core.figures import language
from widgets.core.figures.language import LayoutRules, LookUp, Only, Reference, TraceRules

ROOT = pathlib.Path(__file__).parents[2]


def view(meta, layout=None, **trace):
    return View("Over time", [{"type": "scatter"}, {"name": "Tumour", **trace, "meta": meta}], layout or {}, alt="")


def test_a_trace_is_read_into_its_rules():
    meta = {"bind": {"y": "cells", "marker.size": {"field": "fate", "values": [1, 2]}}, "only": {"field": "fate", "is": 1},
            "when": "known", "lift": 2, "label": "Tumour", "before": True}  # fmt: skip
    bind = {"y": Reference("cells"), "marker.size": LookUp(Reference("fate"), (1, 2))}
    rules = TraceRules(bind, Only(Reference("fate"), 1), Reference("known"), 2, "Tumour", True)
    shown = view(meta)
    assert shown.trace_rules == (TraceRules(), rules) and shown.layout_rules == LayoutRules()
    assert list(shown.names()) == [("cells", False), ("fate", False), ("fate", False), ("known", False)]


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"labels": True}, "there is no rule 'labels'; did you mean 'label'\\?"),
        ({"binds": {}}, "there is no rule 'binds'; did you mean 'bind'\\?"),
        ({"colour": "red"}, "there is no rule 'colour'; there is bind, only, when, lift, label, before"),
        ({"before": 1}, "before: 1 is neither True nor False"),
        ({"lift": True}, "lift: True is not a whole number"),
        ({"lift": 0}, "lift: 0 is not greater than 0"),
        ({"label": 3}, "label: 3 is not a text"),
        ({"label": ""}, "label: '' is not a text"),
        ({"when": ["known"]}, r"when: \['known'\] is not a text"),
        ({"when": "known = 1"}, "when: 'known = 1' is not the name of an input or output"),
        ({"only": {"field": "fate"}}, "only: {'field': 'fate'} does not say 'is'"),
        ({"only": {"field": "fate", "is": "x"}}, "only: is: 'x' is not a whole number"),
        ({"only": {"field": "fate", "as": 1}}, "only: there is no rule 'as'; there is field, is"),
        ({"only": "fate"}, "only: 'fate' is not a mapping with 'field', 'is'"),
        ({"bind": ["x"]}, "is not a mapping of attributes"),
        ({"bind": {"y": "tumour[3]"}}, r"bind: y: 'tumour\[3\]' is not the name of an input or output, nor name\[frame\]"),
        ({"bind": {"y": 3}}, "bind: y: 3 is not a text"),
        ({"bind": {"marker size": "fate"}}, "bind: 'marker size' is not an attribute"),
        ({"bind": {"text": {"field": "fate", "value": ["a"]}}}, "bind: text: there is no rule 'value'; did you mean 'values'"),
        ({"bind": {"text": {"field": "fate", "values": "ab"}}}, "bind: text: values: 'ab' is not a list"),
        ({"bind": {"text[1]": "fate"}}, r"bind: 'text\[1\]' is an entry of a list that is not there"),
    ],
)
def test_what_the_language_does_not_know_is_refused_with_view_and_trace(meta, said):
    with pytest.raises((TypeError, ValueError), match=f"view 'Over time', trace 1 'Tumour': .*{said}"):
        view(meta, text=["one"])


def test_a_layout_is_read_too():
    line = {"shapes": [{"type": "line"}], "meta": {"bind": {"shapes[0].x0": "now"}}}
    assert list(view({}, line).names()) == [("now", False)]
    with pytest.raises(TypeError, match="view 'Over time', the layout: there is no rule 'label'; there is bind"):
        view({}, {"meta": {"label": "Tumour"}})
    with pytest.raises(ValueError, match=r"'shapes\[1\].x0' is an entry of a list that is not there"):
        view({}, {**line, "meta": {"bind": {"shapes[1].x0": "now"}}})


def test_a_name_on_a_second_axis_is_refused():
    with pytest.raises(ValueError, match="label: 'Tumour' cannot stand on a second axis"):
        view({"label": "Tumour"}, yaxis="y2")


def test_the_documents_hold_the_tables_of_the_language():
    assert language.tables() in (ROOT / "docs" / "figure_language.md").read_text("utf8")


def test_the_page_is_typed_by_the_language():
    assert language.typescript() in (ROOT / "widgets" / "core" / "view" / "spec.d.ts").read_text("utf8")
