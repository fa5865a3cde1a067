"""The built book in Chromium, from file://: what a move of a control takes, and what opening a page takes.

Machines, and days, differ by a factor of four. So what decides are ratios of two things done in turns: a move against
bare Plotly that draws the same figures, and the opening of a lesson against a page that holds Plotly and one line.
"""

import functools
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Locator

import widgets
from book.lessons import ROOT, listed_pages
from tests.bench.report import Row, median
from tests.chromium import pass_over
from widgets.core.simulation import Simulation
from widgets.core.view.cards import read_cards

SITE = ROOT / "_build" / "html"
HERE = Path(__file__).parent
MOVES_JS = (HERE / "moves.js").read_text("utf-8")
OPENING_JS = (HERE / "opening.js").read_text("utf-8")
BARE = HERE / "bare.html"
GLANCE, MOVES = {"moves": 5, "warmUp": 2}, {"moves": 40, "warmUp": 8}
OPENINGS = 7
MOVE_LIMITS = (16.7, 33.0)  # ms: a frame of a screen, and two
MIDDLE, WORST = 0.6, 1.0  # of the time that bare Plotly takes for the figure of a move
OPENED = 1.5  # times what a page takes that holds Plotly and one line
AGAINST_PLOTLY = "move against bare Plotly of the same figure"


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
        return [name for name, each in self.spec["inputs"].items() if each["kind"] not in ("constant", "data", "grid")]


def find_simulations(only: Collection[str] = ()) -> list[Shown]:
    """Return the simulations named, or all; raise ValueError for a name that the book has not."""
    found = all_simulations()
    if unknown := set(only) - {shown.name for shown in found}:
        raise ValueError(f"the book shows no simulation {', '.join(sorted(unknown))}")
    return [shown for shown in found if not only or shown.name in only]


@functools.cache
def all_simulations() -> tuple[Shown, ...]:
    """Return each simulation of the built book once, with the lesson that shows it first."""
    pages = sorted(listed_pages(), key=lambda page: not page.is_relative_to(ROOT / "chapters"))
    found: dict[str, Shown] = {}
    for page in [*pages, ROOT / "book" / "index.md"]:
        built = SITE / page.relative_to(ROOT).with_suffix(".html")
        for card in read_cards(built.read_text("utf-8")):
            shown = Shown(built, card.spec)
            found.setdefault(shown.name, shown)
    return tuple(found.values())


def measure(browser: Browser, only: Collection[str] = ()) -> Iterator[Row]:
    """Give the figures of the pages that show the simulations named, or of all."""
    shares: dict[str, float] = {}
    with TemporaryDirectory() as folder:
        bare = Path(shutil.copy(BARE, folder))
        shutil.copy(SITE / "_static" / "plotly.min.js", folder)
        for shown in find_simulations(only):
            yield from open_in_turns(browser, shown, bare)
            context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
            page = context.new_page()
            page.goto(f"{shown.page.as_uri()}#{shown.name}")
            for row in move_all(page.locator(f'section.sim[data-sim="{shown.name}"]').first, shown, "the book"):
                if row.figure == AGAINST_PLOTLY:
                    shares[shown.name] = max(shares.get(shown.name, 0), *row.measured)
                yield row
            context.close()
    if shares:
        yield Row(f"{AGAINST_PLOTLY}: the middle simulation", f"{len(shares)} simulations", (median(shares.values()),), (MIDDLE,), digits=2)
        worst = max(shares, key=lambda name: shares[name])
        yield Row(f"{AGAINST_PLOTLY}: the worst", worst, (shares[worst],), (WORST,), digits=2)


def open_in_turns(browser: Browser, shown: Shown, bare: Path) -> Iterator[Row]:
    """Open the lesson and the bare page in turns; give the times of the lesson, and their ratio."""
    lessons, others = [], []
    for _ in range(OPENINGS):
        lessons.append(open_page(browser, f"{shown.page.as_uri()}#{shown.name}"))
        others.append(open_page(browser, bare.as_uri()))
    where = f"{shown.page.stem}: {shown.name}"
    drawn, answered, other = (median(times) for times in (*zip(*lessons, strict=True), [answer for _, answer in others]))
    yield Row("page opened from file:// to first working slider", where, (drawn / 1000,), (1.0,), "s", 2)
    yield Row("page opened to its first answered move, against bare Plotly", where, (answered / other,), (OPENED,), digits=2,
              note=f"{answered:.0f} against {other:.0f} ms")  # fmt: skip


def open_page(browser: Browser, url: str) -> tuple[float, float]:
    """Return the milliseconds from asking for a page until its figure is drawn, and until its first move is answered."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.add_init_script(OPENING_JS)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("globalThis.opened?.answered")
    opened = page.evaluate("opened")
    context.close()
    return opened["drawn"], opened["answered"]


def move_all(card: Locator, shown: Shown, where: str) -> Iterator[Row]:
    """In each view move every control a little, then the slowest of them at length; give that one."""
    card.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
    card.scroll_into_view_if_needed()
    pass_over(card)
    for tab, view in enumerate(shown.spec["views"]):
        if len(shown.spec["views"]) > 1:
            card.get_by_role("tab").nth(tab).click()
        glances = {name: card.evaluate(MOVES_JS, {"name": name, **GLANCE}) for name in shown.settable}
        worst = max(glances, key=lambda name: (not glances[name]["isLate"], median(glances[name]["drawn"])))
        times = card.evaluate(MOVES_JS, {"name": worst, **MOVES})
        measured = median(times["drawn"]), float(np.percentile(times["drawn"], 95))
        note = f"{view['name']}; worst {worst}; painted {median(times['painted']):.1f}, all kernels done {times['settled']:.1f} ms"
        if not times["isLate"]:
            yield Row(AGAINST_PLOTLY, shown.name, (measured[0] / median(times["bare"]),), digits=2, note=f"{view['name']}; bare {median(times['bare']):.1f} ms")
            yield Row(f"move to redrawn figure in {where}, median / p95", shown.name, measured, MOVE_LIMITS, "ms", note=note)
        else:  # it shows nothing but what comes from a worker, and the page goes on meanwhile
            yield Row(f"move to a slow kernel's figure in {where}, median / p95", shown.name, measured, unit="ms", note=note)
