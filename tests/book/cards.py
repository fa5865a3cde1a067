"""The simulations of the built book in Chromium: found in its pages, opened, moved, and read."""

import base64
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Error, Locator, Page

from tests.chromium import Witness
from tests.conftest import SITE
from widgets import find_simulations as find_declared
from widgets.core.view.cards import read_cards

SET = ("slider", "choice", "switch", "seed")  # kinds of inputs that have a control

# What the tests ask of a page. Of each card it keeps, when last drawn, the kernels still at work, inputs and outputs.
SCRIPT = """
addEventListener('sim:drawn', ({ target, detail }) => { target.pendingKernels = detail.pending; target.values = detail.values; }, true);

// Questions are passed over: what a card does with one is tried in tests/view/test_guess.py.
addEventListener('sim:drawn', ({ target }) => { if (target.dataset.guess === 'asked') target.querySelector('.sim-waive').click(); }, true);

// Wait until a card is drawn; wholly, until no kernel is still at work.
globalThis.settled = (card, wholly = true) => new Promise((resolve, reject) => {
  const late = setTimeout(() => reject(new Error(
    `${card.dataset.sim} is not drawn within 20 seconds; kernels at work: ${card.pendingKernels}; ${card.querySelector('.sim-message')?.textContent}`)), 20_000);
  const look = () => {
    if (wholly ? card.pendingKernels !== 0 : !(card.pendingKernels >= 0)) return;
    clearTimeout(late);
    card.removeEventListener('sim:drawn', look);
    resolve();
  };
  card.addEventListener('sim:drawn', look);
  look();
});
globalThis.drawnAfter = (card, action) => { card.pendingKernels = NaN; action(); return settled(card); };

// The same, and what Plotly has put off is done as well.
globalThis.atRest = async card => {
  do {
    await settled(card);
    await new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)));
  } while (card.pendingKernels !== 0);
};

// All that the figures draw, as text.
globalThis.figures = card => JSON.stringify([...card.querySelectorAll('.sim-figure')].map(figure =>
  [figure.data?.filter(trace => trace.name !== 'before').map(({x, y, z, marker, text, line}) =>
     [x, y, z, marker, text, line].map(part => ArrayBuffer.isView(part) ? [...part] : part)), figure.layout?.shapes, figure.layout?.annotations]),
  (key, value) => ArrayBuffer.isView(value) ? [...value] : value);

// What the figures draw when each view has been shown; the first one is shown again afterwards.
globalThis.allViews = async card => {
  const [first, ...others] = card.querySelectorAll('[role=tab]');
  for (const tab of first ? [...others, first] : []) await drawnAfter(card, () => tab.click());
  return figures(card);
};

// The bytes of a value as base64: of an array as they are, of a single number as a float of 64 bits.
globalThis.bytesOf = async value => {
  const leaves = each => typeof each === 'number' ? [Float64Array.of(each)] : ArrayBuffer.isView(each) ? [each] : each.flatMap(leaves);
  return new Uint8Array(await new Blob(leaves(value)).arrayBuffer()).toBase64();
};

// How a card stands: its address, inputs and buttons.
globalThis.standing = (card, names) => JSON.stringify([location.hash, names.map(name => card.values[name]),
  [...card.querySelectorAll('button')].map(button => [button.hidden, ...['selected', 'expanded', 'pressed'].map(state => button.getAttribute(`aria-${state}`))])]);
"""

PUT_BACK = """async (card, names) => {
  history.replaceState(null, '', location.pathname);
  document.activeElement.blur();
  card.querySelector('.sim-links [aria-expanded=true]')?.click();
  const tab = card.querySelector('[role=tab]');
  if (tab) await drawnAfter(card, () => tab.click());
  await drawnAfter(card, () => card.querySelector('.sim-reset').click());
  return standing(card, names);
}"""

# What comes first may be a late answer to the setting before.
FOLLOW = """async (card, [link, setting]) => {
  const isThere = () => Object.entries(setting).every(([name, value]) => card.values[name] === value);
  if (!isThere()) await drawnAfter(card, () => { location.hash = link; });
  if (!isThere()) await drawnAfter(card, () => {}).catch(() => {});
}"""

# What a card shows: its inputs, and the bytes of its outputs.
SHOWS = """async (card, [inputs, outputs]) => [Object.fromEntries(inputs.map(name => [name, card.values[name]])),
  Object.fromEntries(await Promise.all(outputs.map(async name => [name, await bytesOf(card.values[name])])))]"""


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
        return {name: each for name, each in self.spec["inputs"].items() if each["kind"] in SET}

    @property
    def defaults(self) -> dict[str, float]:
        return {name: each["default"] for name, each in self.settable.items()}

    @property
    def outputs(self) -> dict[str, Any]:
        return {name: each for kernel in self.spec["kernels"] for name, each in kernel["outputs"].items()}

    def __str__(self) -> str:
        return f"{Path(self.page).stem}-{self.name}"

    def link(self, setting: dict[str, float]) -> str:
        """Return the part of an address that names a setting."""
        return f"#{self.name}?" + "&".join(f"{name}={value!r}" for name, value in setting.items())

    def draw(self, chance: random.Random) -> dict[str, float]:
        """Choose a value for every input, anywhere in its range."""
        return {name: draw_value(each, chance) for name, each in self.settable.items()}

    def another(self) -> dict[str, float]:
        """Return a setting of the first input that is not its default."""
        name, each = next(iter(self.settable.items()))
        values = {
            "slider": each.get("stops") or [each.get("low"), each.get("high")],
            "choice": [option["value"] for option in each.get("options", [])],
            "switch": [0, 1],
            "seed": [7],
        }[each["kind"]]
        return {name: next(value for value in values if value != each["default"])}


def draw_value(declared: dict[str, Any], chance: random.Random) -> float:
    """Choose a value of an input."""
    if declared["kind"] == "choice":
        return chance.choice(declared["options"])["value"]
    if declared["kind"] == "switch":
        return chance.randint(0, 1)
    if declared["kind"] == "seed":
        return chance.randrange(2**32)
    low, high = (min(stops), max(stops)) if (stops := declared["stops"]) else (declared["low"], declared["high"])
    return chance.randint(low, high) if declared["type"] == "i4" else chance.uniform(low, high)


def find_simulations() -> list[Shown]:
    """Return every simulation of the built book, page by page."""
    pages = sorted(SITE.glob("book/*.html")) + sorted(SITE.glob("chapters/**/*.html"))
    return [Shown(page.relative_to(SITE).as_posix(), card.spec) for page in pages for card in read_cards(page.read_text("utf-8"))]


simulations = find_simulations()

# a file to embed is made from a lesson, not from the first page, which may show the same simulation
files = {
    shown.name: shown for shown in sorted(simulations, key=lambda shown: not shown.page.startswith("chapters/"))[::-1]
}


@cache
def declared() -> dict[str, Any]:
    """Return the simulations as Python has them, by name."""
    return {name.rpartition("/")[2]: simulation for name, simulation in find_declared()}


class OpenCard:
    """A card in a page that stays open from test to test: each finds it as it was at first, else it is opened anew."""

    def __init__(self, shown: Shown, visit: Callable[..., Page], witness: Witness):
        self.shown = shown
        self.visit = visit
        self.witness = witness
        self.card: Locator | None = None
        self.at_first = ""

    def fresh(self) -> Locator:
        """Return the card, at rest and as declared."""
        names = list(self.shown.settable)
        if self.card and self.is_put_back(names):
            return self.card
        if self.card:
            self.card.page.context.close()
        self.card = find_card(self.visit(SITE / self.shown.page, script=SCRIPT), self.shown)
        self.card.scroll_into_view_if_needed()
        settle(self.card)
        self.at_first = self.card.evaluate("(card, names) => standing(card, names)", names)
        return self.card

    def is_put_back(self, names: list[str]) -> bool:
        """Undo what a test has done, and say whether it is undone."""
        try:
            stands = self.card.evaluate(PUT_BACK, names)
            self.card.scroll_into_view_if_needed()
        except Error:  # the page hangs, or is gone
            return False
        return stands == self.at_first


def find_card(page: Page, shown: Shown) -> Locator:
    """Return the card of a simulation in a page."""
    return page.locator(f'section.sim[data-sim="{shown.name}"]').first


def settle(card: Locator) -> None:
    """Wait until a card is drawn and no kernel is still at work."""
    card.evaluate("card => settled(card)")


@contextmanager
def moving(card: Locator, wholly: bool = True) -> Iterator[None]:
    """Do something to a card, then wait until it is drawn anew; wholly, until no kernel is still at work."""
    card.evaluate("card => { card.pendingKernels = NaN; }")
    yield
    card.evaluate("(card, wholly) => settled(card, wholly)", wholly)


def follow(card: Locator, shown: Shown, setting: dict[str, float]) -> None:
    """Change the address of a card's page to a setting, and wait until that is drawn."""
    card.evaluate(FOLLOW, [shown.link(setting), setting])


def move(card: Locator, name: str, kind: str) -> None:
    """Move a control as a hand does: a slider to one of its ends by a key."""
    control = card.locator(f'[data-input="{name}"]')
    unfold(control)
    if kind == "slider":
        field = control.locator("input")
        field.focus()
        is_full = float(field.input_value()) == float(field.get_attribute("max"))
        field.press("Home" if is_full else "End")
    elif kind == "choice":
        last = "select => select.selectedIndex === select.length - 1 ? 0 : select.length - 1"
        other = control.locator("select").evaluate(last)
        control.locator("select").select_option(index=other)
    elif kind == "switch":
        control.locator("input").click()
    else:
        control.locator("button").click()


def unfold(control: Locator) -> None:
    """Open the list in which a control is folded away, as a reader does who looks for it."""
    control.evaluate("control => { const folded = control.closest('details'); if (folded) folded.open = true; }")


def figures(card: Locator) -> str:
    """Return what the figures draw, as text."""
    return card.evaluate("card => figures(card)")


def views(card: Locator) -> str:
    """Show each view in turn and return what they draw."""
    return card.evaluate("card => allViews(card)")


def read(card: Locator, names: Iterable[str]) -> dict[str, float]:
    """Return the values of inputs, or of outputs that are single numbers."""
    return card.evaluate(
        "(card, names) => Object.fromEntries(names.map(name => [name, card.values[name]]))", list(names)
    )


def shows(card: Locator, shown: Shown) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Return the inputs and outputs of a card, these as arrays of their types."""
    inputs, outputs = card.evaluate(SHOWS, [list(shown.settable), list(shown.outputs)])
    return inputs, {name: from_bytes(text, shown.outputs[name]) for name, text in outputs.items()}


def from_bytes(text: str, output: dict[str, Any]) -> np.ndarray:
    """Return an output that the page gave as base64."""
    shape, dtype = output["shape"], np.dtype(output["type"])
    return np.frombuffer(base64.b64decode(text), dtype if shape else "f8").astype(dtype).reshape(shape)
