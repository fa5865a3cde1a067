"""A simulation in a page of its own, without a book around it; its slow kernels answer when they are asked to."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.view import slow
from widgets.core.view import page as pages
from widgets.core.view import player, style

ROOT = Path(__file__).resolve().parents[2]
PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>A card</title>
<link rel="stylesheet" href="card.css"><body><main>{card}</main><script src="player.js"></script></body></html>"""

# Workers keep their answers until `answer()` is called. Of each card: what it told last.
SCRIPT = """
globalThis.kept = [];
globalThis.answer = () => kept.splice(0).forEach(give => give());
globalThis.Worker = class extends Worker {
  set onmessage(hear) { super.onmessage = event => kept.push(() => hear(event)); }
};
addEventListener('sim:drawn', ({ target, detail }) => { target.told = detail; target.times = (target.times ?? 0) + 1; });
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Return a folder with the page of the slow simulation and all that it needs."""
    folder = tmp_path_factory.mktemp("card")
    (folder / "index.html").write_text(PAGE.format(card=pages.html(slow.simulation)), "utf-8")
    (folder / "player.js").write_text(player.classic_script(player.FOLDER / "book.js"), "utf-8")
    (folder / "card.css").write_text(style.style(), "utf-8")
    plotly = ROOT / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
    shutil.copy(plotly, folder / "plotly.min.js")
    return folder


@pytest.fixture
def card(visit, folder) -> Callable:
    """Return a function that opens the page and returns it with its card, drawn and with all kernels answered."""

    def start(script: str = SCRIPT, **options):
        page = visit(folder / "index.html", script=script, **options)
        card = page.locator("section.sim")
        card.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
        if script is SCRIPT:
            page.wait_for_function("kept.length > 0")
            page.evaluate("answer()")
        page.wait_for_function("card => card.told?.pending === 0", arg=card.element_handle())
        return page, card

    return start
