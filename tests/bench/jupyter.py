"""The same moves in a real JupyterLab."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.pages import find_simulations, move_all
from tests.bench.report import Row
from tests.jupyterlab import open_notebook, run_cell, serve, write_notebook


def measure(browser: Browser) -> Iterator[Row]:
    """Give the figures of moves on a live kernel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for shown in find_simulations():
            write_notebook(folder / f"{shown.name}.ipynb", f"from {shown.module} import simulation\n\nsimulation")
        with serve(folder) as address:
            for shown in find_simulations():
                context = browser.new_context(viewport={"width": 1280, "height": 1000})
                context.set_default_timeout(60_000)
                page = context.new_page()
                open_notebook(page, address, f"{shown.name}.ipynb")
                yield from move_all(run_cell(page, 0).locator("section.sim"), shown, "JupyterLab")
                context.close()
