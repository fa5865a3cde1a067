"""A real JupyterLab: the first cell to a card that answers, and the same moves as in the book."""

import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.first import MODULES, bare_clone, forget_checks, forget_kernels
from tests.bench.pages import OPENING_JS, find_simulations, move_all
from tests.bench.report import Row, median
from tests.jupyterlab import open_notebook, run_cell, serve, write_notebook

MOVING = 3.0  # seconds from running the first cell
ASKED_JS = "addEventListener('keydown', event => { if (event.ctrlKey && event.key === 'Enter') globalThis.asked = performance.now(); }, true);"
CELL = "from {} import simulation\n\nsimulation"
ROUNDS = 3  # the middle one counts


def measure(browser: Browser, only: Collection[str] = ()) -> Iterator[Row]:
    """Give the figures of first cells in a clone, then of moves on a live kernel."""
    yield from first_cells(browser, [name for name in MODULES if not only or name in only])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for shown in find_simulations(only):
            write_notebook(folder / f"{shown.name}.ipynb", CELL.format(shown.module))
        with serve(folder) as address:
            for shown in find_simulations(only):
                page = new_page(browser)
                open_notebook(page, address, f"{shown.name}.ipynb")
                yield from move_all(run_cell(page, 0).locator("section.sim"), shown, "JupyterLab")
                page.context.close()


def first_cells(browser: Browser, names: list[str]) -> Iterator[Row]:
    """Give the seconds from running a notebook's first cell to the answer to the first move of its card."""
    with bare_clone() as clone:
        for name in names:
            write_notebook(clone / f"{name}.ipynb", f"import sys\nsys.path.insert(0, {str(clone)!r})\n{CELL.format(MODULES[name])}")
        with serve(clone) as address:
            for name in names:
                bare, built = [], []
                for _ in range(ROUNDS):
                    forget_kernels(clone)
                    bare.append(first_cell(browser, address, name))
                    forget_checks(clone)
                    built.append(first_cell(browser, address, name))
                yield Row("first cell to an answered move on a bare clone", name, (median(bare),), (MOVING,), "s", 2)
                yield Row("first cell to an answered move where the book was built", name, (median(built),), (MOVING,), "s", 2)


def first_cell(browser: Browser, address: str, name: str) -> float:
    """Run the cell of a notebook on a fresh kernel; return the seconds until its card has answered a move."""
    page = new_page(browser)
    page.context.add_init_script(OPENING_JS + ASKED_JS)
    open_notebook(page, address, f"{name}.ipynb")
    run_cell(page, 0)
    page.wait_for_function("globalThis.opened?.answered")
    seconds = page.evaluate("opened.answered - asked") / 1000
    page.evaluate("fetch('/api/sessions').then(found => found.json()).then(all => Promise.all(all.map(({ kernel }) => fetch(`/api/kernels/${kernel.id}`, "
                  "{ method: 'DELETE', headers: { 'X-XSRFToken': document.cookie.match(/_xsrf=([^;]*)/)?.[1] ?? '' } }))))")
    page.context.close()
    return seconds


def new_page(browser: Browser) -> Page:
    """Return a page with a window and patience of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(60_000)
    return context.new_page()
