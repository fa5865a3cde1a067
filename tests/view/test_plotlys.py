"""The book draws with npm's Plotly of cartesian traces, Jupyter with the whole one of the wheel: figures must not tell."""

import json

import pytest

from tests.view.conftest import ROOT
from widgets import find_simulations
from widgets.core.view.spec import to_json
from widgets.core.view.widget import plotly_script

NPM = ROOT / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"

# What a Plotly knows of the traces and the parts of a layout that are asked for; and what it finds wrong with a figure.
SCHEMA = """([types, parts]) => {
  const { traces, layout: { layoutAttributes } } = Plotly.PlotSchema.get();
  return JSON.stringify([types.map(type => [type, traces[type]]), parts.map(part => [part, layoutAttributes[part]])]);
}"""
FAULTS = """figures => figures.map(figure => (Plotly.validate(figure.data, figure.layout) ?? []).map(fault => fault.msg))"""


@pytest.fixture(scope="module")
def plotlys(browser):
    """Return a page with each of the two."""
    pages = [browser.new_page(), browser.new_page()]
    for page, script in zip(pages, (NPM.read_text("utf-8"), plotly_script().decode()), strict=True):
        page.add_script_tag(content=script)
    yield pages
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def figures():
    """Return the figure of each view as it is declared, as JSON that a page can take."""
    views = [view for _, simulation in find_simulations() for view in simulation.views]
    return json.loads(to_json([{"data": list(view.traces), "layout": view.layout} for view in views]))


def test_the_book_and_jupyter_draw_with_one_version(plotlys):
    book, jupyter = (page.evaluate("Plotly.version") for page in plotlys)
    assert book == jupyter


def test_both_know_the_same_of_all_that_figures_are_made_of(plotlys, figures):
    types = sorted({trace["type"] for figure in figures for trace in figure["data"]})
    parts = sorted({part.rstrip("0123456789") for figure in figures for part in figure["layout"]})
    book, jupyter = (page.evaluate(SCHEMA, [types, parts]) for page in plotlys)
    assert book == jupyter
    assert all(f'["{each}",{{' in book for each in types), "a trace is not known"


def test_both_find_the_same_in_every_figure(plotlys, figures):
    book, jupyter = (page.evaluate(FAULTS, figures) for page in plotlys)
    assert book == jupyter
