"""The core and the extension in another book, on another subject, outside this repository."""

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from book._ext.simulations.settings import PLOTLY
from book.lessons import ROOT
from tests.chromium import wake

BOOK = Path(__file__).with_name("another_book")
UNBUILT = shutil.ignore_patterns("__pycache__")
LISTEN = "addEventListener('sim:drawn', ({ detail }) => { globalThis.values = detail.values; });"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the folder of the built book: its own files, a copy of the core, a copy of the extension, Plotly."""
    folder = tmp_path_factory.mktemp("elsewhere") / "book"
    shutil.copytree(BOOK, folder, ignore=UNBUILT)
    shutil.copytree(ROOT / "widgets" / "core", folder / "epidemic" / "core", ignore=UNBUILT)
    shutil.copytree(ROOT / "book" / "_ext" / "simulations", folder / "ext" / "simulations", ignore=UNBUILT)
    shutil.copy(ROOT / PLOTLY, folder)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "COURSE_STATIC")}
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "jupyter-book", "build", "-W", "-n", "--keep-going", "."],
        cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return folder / "_build" / "html"


@pytest.fixture
def open_card(visit):
    """Return a function that opens a page and returns it with its one card, when that is alive."""

    def start(address):
        page = visit(address, script=LISTEN)
        wake(page)
        page.wait_for_function("globalThis.values")
        return page, page.locator("section.sim")

    return start


def test_its_slider_moves_its_model_without_a_network(pages, open_card, witness):
    page, card = open_card(pages / "lessons" / "threshold.html")
    assert card.locator(".sim-say").inner_text() == "In the end 89.3%\N{NO-BREAK SPACE}have had it."
    card.get_by_label("Infected by each").focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("globalThis.values.contagion === 2")
    caught = page.evaluate("globalThis.values.caught")
    assert caught == pytest.approx(1 - math.exp(-2 * caught), abs=1e-3)  # the final size of an outbreak, in closed form
    assert card.locator(".sim-say").inner_text() == f"In the end {caught:.1%}\N{NO-BREAK SPACE}have had it."
    assert page.evaluate("document.querySelector('.sim-figure').data.some(({ y }) => [...y].includes(globalThis.values.infected[100]))")
    assert witness.requests == []
    assert witness.errors == []


def test_a_link_of_its_page_sets_it(pages, open_card):
    page, card = open_card(pages / "lessons" / "threshold.html")
    page.get_by_role("link", name="fewer than one").click()
    page.wait_for_function("globalThis.values.faded === 1")
    assert card.locator(".sim-say").inner_text().startswith("It fades.")


def test_its_colours_words_and_sources_are_its_own(pages, open_card):
    page, card = open_card(pages / "lessons" / "threshold.html")
    number = card.locator(".sim-say [data-role='infected']")
    assert number.evaluate("element => getComputedStyle(element).color") == "rgb(138, 43, 226)"
    assert {"#8a2be2", "#00695c"} <= set(page.evaluate("document.querySelector('.sim-figure').data.map(({ line }) => line?.color)"))
    assert "Classic model: plague in Bombay, 1906" in card.inner_text()
    assert "not a forecast of any outbreak" in card.inner_text()
    card.get_by_role("button", name="Sources").click()
    assert "Kermack and McKendrick, 1927" in card.inner_text()
    html = (pages / "lessons" / "threshold.html").read_text("utf-8").casefold()
    assert not [word for word in ("breast", "tumour", "medical", "widgets") if word in html]


def test_its_simulation_is_one_file_too(pages, open_card, witness):
    page, _ = open_card(pages / "embed" / "outbreak.html")
    assert page.locator("footer").inner_text() == "From the lesson When does an outbreak start? of How an Outbreak Ends."
    assert witness.requests == []
    assert witness.errors == []
