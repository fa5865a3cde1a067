"""The built book in Chromium, from file://: what a move of a control takes, and what opening a page takes."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Locator

import widgets
from book.lessons import ROOT, listed_pages
from tests.bench.report import Row, median
from widgets.core.simulation import Simulation
from widgets.core.view.cards import read_cards

SITE = ROOT / "_build" / "html"
MOVES_JS = Path(__file__).with_name("moves.js").read_text("utf-8")
FIRST_DRAWN = "addEventListener('sim:drawn', () => { globalThis.firstDrawn ??= performance.now(); });"
GLANCE, MOVES = {"moves": 8, "warmUp": 3}, {"moves": 60, "warmUp": 10}
OPENINGS = 7
MOVE_LIMITS = (16.7, 33.0)  # ms: a frame of a screen, and two


@dataclass(frozen=True)
class Shown:
    """A simulation in the book, and the page that shows it."""

    page: Path
    spec: Any

    @property
    def name(self) -> str:
        """Its name, in Python and in addresses."""
        return self.spec["name"]

    @property
    def module(self) -> str:
        """The module that declares it."""
        (place,) = (place for place, simulation in widgets.find_simulations() if simulation.name == self.name)
        return f"widgets.{place.replace('/', '.')}"

    @property
    def simulation(self) -> Simulation:
        """The simulation as Python has it."""
        return import_module(self.module).simulation

    @property
    def settable(self) -> list[str]:
        """The inputs that have a control."""
        return [name for name, each in self.spec["inputs"].items() if each["kind"] not in ("constant", "data")]


@functools.cache
def find_simulations() -> tuple[Shown, ...]:
    """Return each simulation of the built book once, with the lesson that shows it first."""
    pages = sorted(listed_pages(), key=lambda page: not page.is_relative_to(ROOT / "chapters"))
    found: dict[str, Shown] = {}
    for page in [*pages, ROOT / "book" / "index.md"]:
        built = SITE / page.relative_to(ROOT).with_suffix(".html")
        for card in read_cards(built.read_text("utf-8")):
            shown = Shown(built, card.spec)
            found.setdefault(shown.name, shown)
    return tuple(found.values())


def measure(browser: Browser) -> Iterator[Row]:
    """Give the figures of the pages."""
    for shown in find_simulations():
        times, fastest_start = [open_page(browser, shown) for _ in range(OPENINGS)], shown.page.stem
        yield Row("page opened from file:// to first working slider", f"{fastest_start}: {shown.name}", (median(times) / 1000,), (1.0,), "s", 2)
        context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
        page = context.new_page()
        page.goto(f"{shown.page.as_uri()}#{shown.name}")
        yield from move_all(page.locator(f'section.sim[data-sim="{shown.name}"]').first, shown, "the book")
        context.close()


def open_page(browser: Browser, shown: Shown) -> float:
    """Return the milliseconds from asking for a page, at its simulation, until that is drawn and its sliders work."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.add_init_script(FIRST_DRAWN)
    page = context.new_page()
    page.goto(f"{shown.page.as_uri()}#{shown.name}")
    page.wait_for_function("globalThis.firstDrawn")
    milliseconds = page.evaluate("firstDrawn")
    context.close()
    return milliseconds


def move_all(card: Locator, shown: Shown, where: str) -> Iterator[Row]:
    """In each view move every control a little, then the slowest of them at length; give that one."""
    card.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
    card.scroll_into_view_if_needed()
    for tab, view in enumerate(shown.spec["views"]):
        if tab:
            card.get_by_role("tab").nth(tab).click()
        glances = {name: card.evaluate(MOVES_JS, {"name": name, **GLANCE}) for name in shown.settable}
        worst = max(glances, key=lambda name: (not glances[name]["isLate"], median(glances[name]["drawn"])))
        times = card.evaluate(MOVES_JS, {"name": worst, **MOVES})
        measured = median(times["drawn"]), float(np.percentile(times["drawn"], 95))
        note = f"{view['name']}; worst {worst}; painted {median(times['painted']):.1f}, all kernels done {times['settled']:.1f} ms"
        if not times["isLate"]:
            yield Row(f"move to redrawn figure in {where}, median / p95", shown.name, measured, MOVE_LIMITS, "ms", note=note)
        else:  # it shows nothing but what comes from a worker, and the page goes on meanwhile
            yield Row(f"move to a slow kernel's figure in {where}, median / p95", shown.name, measured, unit="ms", note=note)
