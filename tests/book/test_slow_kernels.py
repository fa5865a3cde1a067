"""Kernels that take longer than a frame, in the page of the one simulation that has most of them; and draws of chance."""

import numpy as np
import pytest

from tests.book.cards import SCRIPT, declared, find_card, moving, read, simulations, unfold
from tests.chromium import wake

# Hold a slider at its end, then let go; give what was pending and what was skipped, both times.
HOLD = """async (card, name) => {
  const field = card.querySelector(`[data-input="${name}"] input`), seen = [];
  const told = until => new Promise(resolve => card.addEventListener('sim:drawn', function hear({ detail }) {
    if (!until(detail)) return;
    card.removeEventListener('sim:drawn', hear);
    resolve([detail.pending, detail.skipped]);
  }));
  const held = told(({ isNew }) => isNew);
  field.value = field.max;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  seen.push(await held);
  const done = told(({ pending }) => pending === 0);
  field.dispatchEvent(new Event('change', { bubbles: true }));
  seen.push(await done);
  return seen;
}"""

# Set a slider to one of its ends and let go.
TURN = """(card, [name, end]) => {
  const field = card.querySelector(`[data-input="${name}"] input`);
  field.value = field[end];
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}"""

# Workers that break as soon as they start, before they are asked for anything.
BROKEN = """globalThis.Worker = class extends Worker {
  constructor() { super(URL.createObjectURL(new Blob(['this is no script'], {type: 'text/javascript'}))); }
};"""


@pytest.fixture
def invasion():
    return named("invasion")


def named(name):
    return next(shown for shown in simulations if shown.name == name)


def test_slow_kernels_out_of_sight_wait_until_the_hand_lets_go(alive, invasion):
    card = alive(invasion)
    held, done = card.evaluate(HOLD, "enzyme")
    assert held[1] >= 1, "every kernel ran while the slider was held"
    assert done == [0, 0]
    ours = declared()["invasion"].values(**read(card, ["enzyme"]))
    cells = card.evaluate("card => card.values.sheet_cells.flatMap(frame => frame.flatMap(row => [...row]))")
    np.testing.assert_array_equal(cells, ours["sheet_cells"].ravel())


def test_a_card_goes_on_where_no_frame_is_painted(site, visit, invasion):
    """A page out of sight is given no frame; one move follows the other all the same, and slow kernels answer."""
    page = visit(site / invasion.page, script=SCRIPT + "globalThis.requestAnimationFrame = () => 1;")
    wake(page)
    card = find_card(page, invasion).element_handle()
    page.wait_for_function("card => card.pendingKernels === 0 && card.values?.sheet_cells", arg=card, polling=50)
    for end, dose in (("min", 0), ("max", 100)):
        card.evaluate(TURN, ["enzyme", end])
        page.wait_for_function(
            "([card, dose]) => card.pendingKernels === 0 && card.values.enzyme === dose", arg=[card, dose], polling=50
        )


def test_slow_kernels_run_in_the_page_where_no_worker_starts(site, visit, invasion):
    page = visit(site / invasion.page, script=SCRIPT + BROKEN)
    wake(page)
    card = find_card(page, invasion).element_handle()
    page.wait_for_function("card => card.pendingKernels === 0 && card.values?.sheet_cells", arg=card)


def test_a_preset_keeps_the_draw_of_chance(alive):
    recurrence = named("recurrence")
    card = alive(recurrence)
    preset = card.locator(".sim-presets button").nth(1)
    unfold(card.locator("[data-input=\"seed\"]"))
    for button in (card.locator('[data-input="seed"] button'), preset):
        with moving(card):
            button.click()
    assert read(card, ["seed"])["seed"] == recurrence.settable["seed"]["default"] + 1
    assert preset.get_attribute("aria-pressed") == "true"
