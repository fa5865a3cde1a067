"""Each simulation once in Chromium, Firefox and WebKit: does it come to life, is it drawn, does it move?

An engine that is not on the machine is skipped, and the reason names the command that installs it.

A picture that `firefox --screenshot` takes has lines but no map of surveillance's view "Every start". Nothing is wrong:
that picture is taken at load, and the map is computed beside the page, by a kernel in a worker. Its labels, which come
from the same kernel, are not there either. So what is drawn is looked at here when no kernel is at work any more, and
a map then has its picture, in all three engines.
"""

import json
from contextlib import contextmanager

import pytest

from tests.book.cards import files
from tests.chromium import Witness
from tests.engines import Engine, MissingError, firefox, webkit

# Wake a card, show each of its views, move one slider after the other until something that is seen changes.
MOVE = """async name => {
  const card = document.querySelector(`section.sim[data-sim="${name}"]`), shownErrors = [];
  const listed = selector => [...card.querySelectorAll(selector)];
  let pending = NaN, log = [];                                     // what was done and what came of it, for the message
  card.addEventListener('sim:drawn', ({detail: {pending: left, skipped, isNew}}) => {
    pending = left;
    log.push({at: performance.now(), left, skipped, isNew});
  });
  addEventListener('error', event => shownErrors.push(event.message));
  addEventListener('unhandledrejection', event => shownErrors.push(String(event.reason)));
  const until = async (what, test) => {
    const end = performance.now() + 20_000;
    while (!test()) {
      if (card.matches('[data-failed]')) throw new Error(`${what}: ${card.querySelector('.sim-message').textContent}`);
      if (performance.now() > end) throw new Error(`${what}: not within 20 seconds; ${JSON.stringify(log.slice(-5))}`);
      await new Promise(go => setTimeout(go, 10));
    }
  };
  const drawn = async (of, action) => { pending = NaN; log.push(of); action(); await until('a drawing', () => pending === 0); };
  const seen = () => JSON.stringify([card.querySelector('.sim-say').textContent, ...listed('.sim-figure').map(figure => figure.innerHTML)]);
  card.scrollIntoView({behavior: 'instant'});
  await until('life', () => card.matches('[data-ready]'));
  const sliders = listed('.sim-controls input[type=range]');
  const set = (field, value) => {
    field.value = value;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, {bubbles: true}));
  };
  await drawn('the start', () => (sliders.length ? set(sliders[0], sliders[0].value) : card.querySelector('.sim-reset').click()));   // to be told of it
  for (const tab of listed('[role=tab]')) await drawn(tab.textContent, () => tab.click());
  const empty = listed('.sim-figure').filter(figure => !figure.querySelector('.trace path, .trace image, .shapelayer path, .hm image, .infolayer text')).length;
  const maps = listed('.sim-figure').filter(figure => figure.data.some(({type, z}) => type === 'heatmap' && z?.length));
  const blank = maps.filter(figure => !figure.querySelector('.hm image')?.href.baseVal.startsWith('data:image/png')).length;
  let moved = '';
  for (const field of sliders) {
    const before = seen();
    await drawn(field.id, () => set(field, field.value === field.max ? field.min : field.max));
    if (seen() !== before) { moved = field.id; break; }
  }
  return JSON.stringify({empty, blank, moved, sliders: sliders.length, errors: shownErrors});
}"""


@contextmanager
def chromium(browser):
    witness = Witness()
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    witness.watch(context)
    page = context.new_page()
    yield Engine(page.goto, lambda function, argument: json.loads(page.evaluate(function, argument)), witness.errors)
    context.close()


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def engine(request):
    """Return one engine for all simulations, or skip in plain words."""
    try:
        other = {"firefox": firefox, "webkit": webkit}.get(request.param)
        with other() if other else chromium(request.getfixturevalue("browser")) as running:
            yield running
    except MissingError as missing:
        pytest.skip(f"{request.param} is not on this machine: {missing}")


@pytest.mark.parametrize("simulation", files.values(), ids=lambda shown: shown.name)
def test_a_simulation_comes_to_life_is_drawn_and_moves(site, engine, simulation):
    engine.errors.clear()
    engine.open((site / simulation.page).as_uri())
    found = engine.call(MOVE, simulation.name)
    assert (found["empty"], found["blank"]) == (0, 0)
    assert found["moved"] or not found["sliders"]
    assert found["errors"] == engine.errors == []
