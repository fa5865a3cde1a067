"""The view in Jupyter, with a model that a test holds in its hands (a real JupyterLab is tried in tests/notebooks)."""

import pytest

from tests.view import slow
from tests.view.conftest import ROOT
from widgets.core.view import page as pages
from widgets.core.view import player
from widgets.core.view.spec import spec, to_json

# A model as anywidget gives it, with a Plotly that comes when it is asked for. (Playwright would call a function that is returned.)
MODEL = """([markup, spec, plotly]) => {
  const listeners = [], state = { _markup: markup, _spec: spec, _plotly: null, x: 2 };
  const tell = (event, ...given) => listeners.filter(each => each.event === event).forEach(each => each.listener(...given));
  globalThis.model = {
    sent: [], saved: 0, plotly: new DataView(new TextEncoder().encode(plotly).buffer),
    get: name => state[name],
    set(name, value) {
      const changes = typeof name === 'string' ? { [name]: value } : name;
      Object.assign(state, changes);
      Object.keys(changes).forEach(each => tell(`change:${each}`));
      tell('change');
    },
    save_changes() { this.saved += 1; },
    on: (event, listener) => listeners.push({ event, listener }),
    off: (event, listener) => listeners.splice(listeners.findIndex(each => each.event === event && each.listener === listener), 1),
    send(content) { this.sent.push(content); },
    answer() { tell('msg:custom', { want: 'plotly' }, [this.plotly]); },
    get listeners() { return listeners.length; },
  };
  globalThis.workers = { started: 0, ended: 0 };
  globalThis.Worker = class extends Worker {
    constructor(url) { super(url); workers.started += 1; }
    terminate() { super.terminate(); workers.ended += 1; }
  };
}"""
RENDER = "globalThis.end = view.render({ model, el: document.querySelector('main') }); null"


@pytest.fixture
def page(visit, tmp_path):
    """Return a page with the module and its model."""
    (tmp_path / "index.html").write_text('<!doctype html><html lang="en"><title>A cell</title><main></main></html>', "utf-8")
    page = visit(tmp_path / "index.html")
    module = player.es_module(player.FOLDER / "jupyter.js").replace("export default", "globalThis.view =")
    page.add_script_tag(content=module, type="module")
    page.wait_for_function("globalThis.view")
    plotly = ROOT / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
    markup = pages.markup(slow.simulation, identity="slow")
    page.evaluate(MODEL, [markup, to_json(spec(slow.simulation)), plotly.read_text("utf-8")])
    return page


def ready(page):
    page.locator("section.sim[data-ready]").wait_for(state="attached")


def test_plotly_is_taken_from_the_card_and_not_kept_in_it(page):
    page.evaluate("model.set('_plotly', model.plotly)")
    page.evaluate(RENDER)
    ready(page)
    assert page.evaluate("[model.sent, model.get('_plotly'), model.saved]") == [[], None, 1]


def test_plotly_is_asked_for_where_the_card_has_none(page):
    page.evaluate(RENDER)
    page.wait_for_function("model.sent.length")
    assert page.evaluate("model.sent") == [{"want": "plotly"}]
    page.evaluate("model.answer()")
    ready(page)


def test_of_two_cards_one_brings_plotly_and_if_it_goes_the_other_does(page):
    page.evaluate(RENDER)
    page.evaluate("document.body.append(document.createElement('aside'))")
    page.evaluate("globalThis.other = view.render({ model, el: document.querySelector('aside') }); null")
    page.wait_for_timeout(100)
    assert page.evaluate("model.sent.length") == 1
    page.evaluate("end()")
    page.wait_for_function("model.sent.length === 2")
    page.evaluate("model.answer()")
    ready(page)
    assert page.locator("aside section.sim[data-ready]").count() == 1


def test_another_specification_before_the_first_is_alive_leaves_one_card(page):
    """Of the cards that were replaced nothing is left: each has a kernel in a worker, and one is at work."""
    page.evaluate("model.set('_plotly', model.plotly)")
    page.evaluate(RENDER)
    page.evaluate("for (const _ of [1, 2, 3]) model.set('_spec', model.get('_spec'));")
    ready(page)
    page.wait_for_timeout(300)
    assert page.locator("section.sim").count() == 1
    assert page.evaluate("workers") == {"started": 4, "ended": 3}


def test_what_is_set_while_a_card_comes_to_life_is_not_lost(page):
    page.evaluate(RENDER)
    page.evaluate("model.set({ x: 7 })")
    page.wait_for_function("model.sent.length")
    page.evaluate("model.answer()")
    ready(page)
    page.wait_for_function("document.querySelector('[data-input=x] input').value === '7'")


def test_a_card_that_is_closed_hears_nothing_any_more(page):
    page.evaluate("model.set('_plotly', model.plotly)")
    page.evaluate(RENDER)
    ready(page)
    page.evaluate("end()")
    assert page.evaluate("model.listeners") == 0
