"""Every simulation of the built book, moved by hand in Chromium, from `file://` and without a network."""

import base64
import random
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import widgets
from tests.chromium import wake
from tests.conftest import SITE
from widgets.core.view.cards import read_cards

# All that the figures draw, as text; and of each card, when last drawn: kernels still at work, inputs and outputs.
SCRIPT = """
globalThis.figures = section => JSON.stringify([...section.querySelectorAll('.sim-figure')].map(figure =>
  [figure.data?.filter(trace => trace.name !== 'before').map(({x, y, z, marker, text, line}) =>
     [x, y, z, marker, text, line].map(part => ArrayBuffer.isView(part) ? [...part] : part)), figure.layout?.shapes, figure.layout?.annotations]),
  (key, value) => ArrayBuffer.isView(value) ? [...value] : value);
globalThis.flat = value => typeof value === 'number' ? [value] : ArrayBuffer.isView(value) ? [...value] : value.flatMap(flat);
addEventListener('sim:drawn', ({ target, detail }) => { target.pendingKernels = detail.pending; target.values = detail.values; });
"""

DIFFERENCE = """async pictures => {
  const [one, other] = await Promise.all(pictures.map(async picture => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  return one.length === other.length ? one.reduce((most, each, i) => Math.max(most, Math.abs(each - other[i])), 0) : 255;
}"""
ROUNDING = 32  # of 255: the edge of a curve, painted in another piece of the window; a word or a mark is beyond 100


@dataclass(frozen=True)
class Shown:
    """A simulation in a page of the book."""

    page: str
    spec: Any

    @property
    def name(self) -> str:
        return self.spec["name"]

    @property
    def settable(self) -> dict[str, Any]:
        return {name: each for name, each in self.spec["inputs"].items() if each["kind"] not in ("constant", "data")}

    def __str__(self) -> str:
        return f"{Path(self.page).stem}-{self.name}"

    def draw(self, chance: random.Random) -> dict[str, float]:
        """Choose a value for every input, anywhere in its range."""
        return {name: draw_value(each, chance) for name, each in self.settable.items()}


def draw_value(declared, chance):
    if declared["kind"] == "choice":
        return chance.choice(declared["options"])["value"]
    if declared["kind"] == "switch":
        return chance.randint(0, 1)
    if declared["kind"] == "seed":
        return chance.randrange(2**32)
    low, high = (min(stops), max(stops)) if (stops := declared["stops"]) else (declared["low"], declared["high"])
    return chance.randint(low, high) if declared["type"] == "i4" else chance.uniform(low, high)


def find_simulations() -> list[Shown]:
    pages = sorted(SITE.glob("book/*.html")) + sorted(SITE.glob("chapters/**/*.html"))
    return [Shown(page.relative_to(SITE).as_posix(), card.spec) for page in pages for card in read_cards(page.read_text("utf-8"))]


simulations = find_simulations()
every_simulation = pytest.mark.parametrize("shown", simulations, ids=str)


def sliders_of(shown):
    return [name for name, each in shown.settable.items() if each["kind"] == "slider"]


def declared(shown):
    """Return the simulation as Python has it."""
    return {simulation.name: simulation for _, simulation in widgets.find_simulations()}[shown.name]


@pytest.fixture
def alive(site, visit):
    """Return a function that opens a simulation's page at an address of it, and returns page and card when it moves."""

    def start(shown, setting="", **options):
        address = (site / shown.page).as_uri() + setting
        page = visit(address, script=SCRIPT, **options)
        card = page.locator(f'section.sim[data-sim="{shown.name}"]').first
        card.scroll_into_view_if_needed()
        settle(page, card)
        return page, card

    return start


def settle(page, card):
    """Wait until a figure is drawn and no kernel is still at work."""
    page.wait_for_function("card => card.pendingKernels === 0", arg=card.element_handle())


@contextmanager
def moving(page, card):
    """Do something to a card, then wait until it is drawn anew."""
    card.evaluate("card => { card.pendingKernels = NaN; }")
    yield
    settle(page, card)


def figures(card):
    return card.evaluate("card => figures(card)")


def views(page, card):
    """Show each view in turn and give what it draws; a card without tabs has one."""
    tabs = card.get_by_role("tab").all()
    if not tabs:
        return figures(card)
    for tab in [*tabs[1:], tabs[0]]:
        with moving(page, card):
            tab.click()
    return figures(card)


def state(card):
    return card.evaluate("card => card.values")


def test_there_are_simulations():
    assert simulations


@every_simulation
def test_every_control_changes_the_figure(alive, witness, shown):
    page, card = alive(shown)
    assert "var(--" not in views(page, card), "a colour was not read"
    for name, declaration in shown.settable.items():
        before = views(page, card)
        with moving(page, card):
            move(page, card.locator(f'[data-input="{name}"]'), declaration["kind"])
        assert views(page, card) != before, f"{name} changes nothing that is drawn"
        with moving(page, card):
            card.locator(".sim-reset").click()
    assert witness.errors == []


def move(page, control, kind):
    if kind == "slider":
        field = control.locator("input")
        field.focus()
        is_full = float(field.input_value()) == float(field.get_attribute("max"))
        page.keyboard.press("Home" if is_full else "End")
    elif kind == "choice":
        last = "select => select.selectedIndex === select.length - 1 ? 0 : select.length - 1"
        other = control.locator("select").evaluate(last)
        control.locator("select").select_option(index=other)
    elif kind == "switch":
        control.locator("input").click()
    else:
        control.locator("button").click()


@every_simulation
def test_what_moves_leave_is_what_a_whole_drawing_shows(alive, shown):
    """A move redraws only what it has changed; Plotly draws the whole figure anew, and they agree but for ROUNDING."""
    page, card = alive(shown)
    for index, view in enumerate(shown.spec["views"]):
        if index:
            with moving(page, card):
                card.get_by_role("tab").nth(index).click()
        for name, declaration in shown.settable.items():
            with moving(page, card):
                move(page, card.locator(f'[data-input="{name}"]'), declaration["kind"])
        figure = card.locator(".sim-figure").nth(index)
        page.wait_for_timeout(50)  # for the timers of Plotly
        left = figure.screenshot()
        figure.evaluate("async figure => { await Plotly.redraw(figure); }")
        assert difference(page, left, figure.screenshot()) <= ROUNDING, view["name"]


def difference(page, *pictures):
    """Return by how much, of 255, the colour of any pixel differs between two pictures."""
    return page.evaluate(DIFFERENCE, [base64.b64encode(each).decode() for each in pictures])


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


@pytest.mark.parametrize("shown", [each for each in simulations if each.name == "invasion"], ids=str)
def test_slow_kernels_out_of_sight_wait_until_the_hand_lets_go(alive, shown):
    _, card = alive(shown)
    held, done = card.evaluate(HOLD, "enzyme")
    assert held[1] >= 1, "every kernel ran while the slider was held"
    assert done == [0, 0]
    simulation = import_module("widgets.cascade.invasion").simulation
    ours = simulation.values(enzyme=state(card)["enzyme"])
    np.testing.assert_array_equal(card.evaluate("card => flat(card.values.sheet_cells)"), ours["sheet_cells"].ravel())


@pytest.mark.parametrize("shown", [each for each in simulations if each.name == "invasion"], ids=str)
def test_a_card_goes_on_where_no_frame_is_painted(site, visit, shown):
    """A page out of sight is given no frame; one move follows the other all the same, and slow kernels answer."""
    page = visit(site / shown.page, script=SCRIPT + "globalThis.requestAnimationFrame = () => 1;")
    wake(page)
    card = page.locator("section.sim").first.element_handle()
    page.wait_for_function("card => card.pendingKernels === 0 && card.values?.sheet_cells", arg=card, polling=50)
    for end, dose in (("min", 0), ("max", 100)):
        card.evaluate(TURN, ["enzyme", end])
        page.wait_for_function(
            "([card, dose]) => card.pendingKernels === 0 && card.values.enzyme === dose", arg=[card, dose], polling=50
        )


# Workers that break as soon as they start, before they are asked for anything.
BROKEN = """globalThis.Worker = class extends Worker {
  constructor() { super(URL.createObjectURL(new Blob(['this is no script'], {type: 'text/javascript'}))); }
};"""


@pytest.mark.parametrize("shown", [each for each in simulations if each.name == "invasion"], ids=str)
def test_slow_kernels_run_in_the_page_where_no_worker_starts(site, visit, shown):
    page = visit(site / shown.page, script=SCRIPT + BROKEN)
    wake(page)
    card = page.locator("section.sim").first.element_handle()
    page.wait_for_function("card => card.pendingKernels === 0 && card.values?.sheet_cells", arg=card)


@every_simulation
def test_every_preset_sets_its_values_and_reset_takes_them_back(alive, shown):
    page, card = alive(shown)
    defaults = {name: each["default"] for name, each in shown.settable.items()}
    for (label, values), button in zip(shown.spec["presets"], card.locator(".sim-presets button").all(), strict=True):
        assert button.inner_text() == label
        with moving(page, card):
            button.click()
        assert inputs_of(card, shown) == defaults | values
        assert button.get_attribute("aria-pressed") == "true"
        with moving(page, card):
            card.locator(".sim-reset").click()
        assert inputs_of(card, shown) == defaults


@pytest.mark.parametrize("shown", [each for each in simulations if each.name == "recurrence"], ids=str)
def test_a_preset_keeps_the_draw_of_chance(alive, shown):
    page, card = alive(shown)
    preset = card.locator(".sim-presets button").nth(1)
    for button in (card.locator('[data-input="seed"] button'), preset):
        with moving(page, card):
            button.click()
    assert state(card)["seed"] == shown.settable["seed"]["default"] + 1
    assert preset.get_attribute("aria-pressed") == "true"


def inputs_of(card, shown):
    return {name: state(card)[name] for name in shown.settable}


@every_simulation
def test_numbers_in_the_page_are_those_of_python_bit_for_bit(alive, shown):
    simulation = declared(shown)
    page, card = alive(shown)
    chance = random.Random(shown.name)
    settings = [{name: each["default"] for name, each in shown.settable.items()}] + [
        shown.draw(chance) for _ in range(12)
    ]
    for setting in settings:
        query = "&".join(f"{name}={value!r}" for name, value in setting.items())
        with moving(page, card):
            page.evaluate("hash => { location.hash = hash; }", f"#{shown.name}?{query}")
        assert inputs_of(card, shown) == setting
        result = simulation.run(**setting)
        for kernel in shown.spec["kernels"]:
            for name, output in kernel["outputs"].items():
                in_page = card.evaluate("(card, name) => flat(card.values[name])", name)
                native = np.asarray(result[name])
                assert same_bits(np.asarray(in_page, native.dtype).reshape(output["shape"]), native), (name, setting)


def same_bits(left, right):
    return left.shape == right.shape and left.tobytes() == right.tobytes()


@every_simulation
def test_tab_reaches_every_control_and_nothing_is_hidden_under_another(alive, shown):
    page, card = alive(shown)
    wanted = card.evaluate(
        """card => [...card.querySelectorAll('button, input, select, a[href], summary')]
             .filter(each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0)
             .map((each, index) => { each.dataset.stop = index; return index; })"""
    )
    card.evaluate("card => { card.tabIndex = -1; card.focus(); }")
    reached = []
    for _ in range(3 * len(wanted)):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.dataset.stop")
        if stop is None and not card.evaluate("card => card.contains(document.activeElement)"):
            break
        if stop is not None:
            reached.append(int(stop))
    assert reached == wanted


@pytest.mark.parametrize("shown", [each for each in simulations if sliders_of(each)], ids=str)
def test_an_address_changed_by_hand_is_clamped_and_never_run(alive, witness, shown):
    sliders = sliders_of(shown)
    name, declaration = sliders[0], shown.settable[sliders[0]]
    top = max(declaration["stops"]) if declaration["stops"] else declaration["high"]
    hostile = (
        f"#{shown.name}?{name}=1e99&nobody=1&__proto__=2&constructor=3&view=9&{name}x=<img src=x onerror=alert(1)>"
    )
    page, card = alive(shown, hostile)
    assert state(card)[name] == top
    assert card.locator("img").count() == 0
    for text in ("NaN", "Infinity", "abc", "'"):
        with moving(page, card):
            page.evaluate("hash => { location.hash = hash; }", f"#{shown.name}?{name}={text}")
    assert np.isfinite(list(inputs_of(card, shown).values())).all()
    assert witness.errors == []


@every_simulation
def test_the_card_fits_a_phone_and_its_controls_a_finger(alive, shown):
    page, card = alive(shown, width=360, height=640, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    small = card.evaluate(
        """card => [...card.querySelectorAll('button, input:not([type=checkbox]), select')].filter(each => each.checkVisibility())
             .filter(each => { const box = each.getBoundingClientRect(), more = getComputedStyle(each, '::after');
               const extra = more.content === 'none' ? 0 : -2 * parseFloat(more.top || '0');
               return box.height + (more.position === 'absolute' ? extra : 0) < 43.5; }).map(each => each.outerHTML.slice(0, 100))"""
    )
    assert small == []
    tiny = card.evaluate(
        """card => [...card.querySelectorAll('*')].filter(each => each.checkVisibility() && !each.closest('.sim-sr')
             && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
             && parseFloat(getComputedStyle(each).fontSize) < 13).map(each => each.outerHTML.slice(0, 100))"""
    )
    assert tiny == []


@pytest.mark.parametrize("shown", [each for each in simulations if each.spec["readouts"]], ids=str)
def test_readouts_stand_flush_with_the_card(alive, shown):
    _, card = alive(shown)
    margins = card.evaluate(
        """card => [...card.querySelectorAll('.sim-readouts, .sim-readouts dd')].map(each => getComputedStyle(each))
             .flatMap(style => [style.marginLeft, style.marginBottom])"""
    )
    assert set(margins) == {"0px"}


@every_simulation
def test_the_table_of_numbers_follows_the_controls(alive, shown):
    page, card = alive(shown)
    card.get_by_role("button", name="Numbers").click()
    before = card.locator(".sim-numbers tbody").inner_text()
    for name, declaration in shown.settable.items():
        with moving(page, card):
            move(page, card.locator(f'[data-input="{name}"]'), declaration["kind"])
        if card.locator(".sim-numbers tbody").inner_text() != before:
            return
    pytest.fail("no control changes the table")


@every_simulation
def test_without_webassembly_the_page_says_so_and_reads_on(site, visit, witness, shown):
    page = visit(site / shown.page, script="delete globalThis.WebAssembly;")
    wake(page)
    card = page.locator(f'section.sim[data-sim="{shown.name}"]').first
    assert card.get_attribute("data-failed") is not None
    assert "WebAssembly" in card.locator(".sim-message").inner_text()
    assert card.locator(".sim-say").inner_text().strip()
    assert card.locator(".sim-numbers").is_visible()
    assert not [control for control in card.locator(".sim-controls input").all() if control.is_visible()]
    assert witness.requests == []


def links_in_prose():
    return sorted({shown.page for shown in simulations if 'class="sim-link ' in (SITE / shown.page).read_text("utf-8")})


@pytest.mark.parametrize("name", links_in_prose())
def test_links_in_the_prose_set_their_simulation(site, visit, witness, name):
    page = visit(site / name, script=SCRIPT)
    wake(page)
    links = page.locator("a.sim-link[href^='#']").all()
    assert links
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    for link in links:
        target, _, query = link.get_attribute("href").removeprefix("#").partition("?")
        card = page.locator(f'section.sim[data-sim="{target}"]').first
        with moving(page, card):
            link.click()
        for setting in query.split("&"):
            key, _, value = setting.partition("=")
            assert state(card)[key] == pytest.approx(float(value))
    assert witness.errors == []


def test_plotly_comes_once_and_only_when_a_simulation_is_near(site, visit):
    page = visit(site / "book" / "how_to_use.html")
    assert page.evaluate("typeof Plotly") == "undefined"
    page = visit(site / simulations[0].page, height=700)
    wake(page)
    assert page.evaluate("document.querySelectorAll('script[src*=plotly]').length") <= 1
