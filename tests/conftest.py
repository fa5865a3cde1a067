"""Fixtures of all tests that open the built book."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import Witness, launch

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built book."""
    if not (SITE / "index.html").is_file():
        pytest.fail("there is no book to test: run `make book` first", pytrace=False)
    return SITE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium; a new one for each module, because Playwright keeps an event loop in the thread."""
    with launch() as browser:
        yield browser


@pytest.fixture
def witness() -> Witness:
    """Return what notes the requests and errors of the pages that `visit` opens."""
    return Witness()


@pytest.fixture
def visit(browser: Browser, witness: Witness) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address in a fresh profile, without a network."""
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
