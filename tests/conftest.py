"""Fixtures of all tests that open the built book, and how tests are dealt to processes that run side by side."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.chromium import Witness, launch

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
LONG = ("test_jupyterlab.py", "test_building.py", "test_recipes.py", "test_engines.py")  # modules to begin with
APART = ("test_building.py", "test_lessons_run.py")  # modules whose tests share nothing
# modules whose tests share something for each value of a parameter: up to which sign the value stands in a test's name
BY_PARAMETER = {
    "test_simulations.py": "]",
    "test_embed.py": "]",
    "test_print.py": "]",
    "test_pages.py": "]",
    "test_engines.py": "-",
}
SLOW = {"site", "browser", "small_book", "project"}  # fixtures


class Dealer(LoadScopeScheduling):
    """Deals the tests to processes: what shares a page, a server or a copy stays on one of them."""

    def _split_scope(self, nodeid: str) -> str:
        module, _, test = nodeid.partition("::")
        name = module.rpartition("/")[2]
        if name in APART:
            return nodeid
        if name in BY_PARAMETER:
            return f"{module} {test.partition('[')[2].partition(BY_PARAMETER[name])[0]}"
        return module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Dealer:
    """Deal in our way. (Marks for xdist's own way, `loadgroup`, are lost on pytest 9: an item's name is fixed there.)"""
    return Dealer(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest modules begin, and mark what needs a book or a browser."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    for item in items:
        if SLOW & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built book."""
    if not (SITE / "index.html").is_file():
        pytest.fail("there is no book to test: run `make book` first", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium, one for each process."""
    with launch() as browser:
        yield browser


@contextmanager
def visitor(browser: Browser, witness: Witness) -> Iterator[Callable[..., Page]]:
    """Give a function that opens an address in a fresh profile, without a network; close all that it has opened."""
    contexts = []

    def open_page(url: str | Path, *, width: int = 1280, height: int = 900, script: str = "", **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        if script:
            context.add_init_script(script)
        witness.watch(context)
        page = context.new_page()
        page.goto(url.as_uri() if isinstance(url, Path) else url)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def witness() -> Witness:
    """Return what notes the requests and errors of the pages that `visit` opens."""
    return Witness()


@pytest.fixture
def visit(browser: Browser, witness: Witness) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address; its pages close when the test ends."""
    with visitor(browser, witness) as open_page:
        yield open_page
