"""Chromium for the tests and the bench: found on the machine, started without a network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update")  # fmt: skip


def find_chromium() -> str:
    """Return the path of Chromium: `$CHROMIUM`, else the first on the path."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise FileNotFoundError("no Chromium: install it or set CHROMIUM=/path/to/chromium")
    return path


@contextmanager
def launch() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Witness:
    """What a page did that a reader does not see: requests to other places, and errors."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of a context."""
        context.on("request", lambda request: self.note_request(request.url))
        context.on("console", self.note_message)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def note_request(self, url: str) -> None:
        """Keep the address of a request that would leave the machine's files."""
        if not url.startswith(("file:", "data:", "blob:", "about:")):
            self.requests.append(url)

    def note_message(self, message: ConsoleMessage) -> None:
        """Keep an error or a warning of the console."""
        if message.type in ("error", "warning"):
            self.errors.append(message.text)


def wake(page: Page) -> None:
    """Scroll to each simulation of a page and wait until it is alive, or has said that it cannot be; pass its question over."""
    for section in page.locator("section.sim").all():
        section.scroll_into_view_if_needed()
        section.locator("xpath=self::*[@data-ready or @data-failed]").wait_for(state="attached")
        pass_over(section)
    page.evaluate("scrollTo(0, 0)")


def pass_over(card: Locator) -> None:
    """Let a card show the answer to its question, if it asks one."""
    card.evaluate("card => { if (card.dataset.guess === 'asked') card.querySelector('.sim-waive').click(); }")
