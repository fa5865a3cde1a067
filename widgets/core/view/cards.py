"""Read simulations back out of a page: the one place that knows how `card.html` writes them."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"input", "br", "hr", "img"})  # elements without an end


@dataclass(frozen=True)
class Card:
    """A simulation as a page shows it: its facts, and the markup from which they were read."""

    name: str
    title: str
    caption: str
    spec: dict[str, Any]
    markup: str

    @property
    def settable(self) -> dict[str, dict[str, Any]]:
        """What the spec says of each input that has a control."""
        return {name: each for name, each in self.spec["inputs"].items() if each["kind"] not in ("constant", "data")}


def has_card(page: str) -> bool:
    """Say whether a page may hold a simulation that can move."""
    return 'class="sim-spec"' in page


def read_cards(page: str) -> list[Card]:
    """Return the simulations of a page, in its order; those without a spec (in a notebook's output) are left out."""
    if not has_card(page):
        return []
    reader = _Reader(page)
    reader.feed(page)
    reader.close()
    return reader.cards


class _Reader(HTMLParser):
    """Follows the elements of a page, and listens where a card says its title, its caption and its spec."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.cards: list[Card] = []
        self._page = page
        self._lines = [0, *itertools.accumulate(len(line) + 1 for line in page.split("\n"))]
        self._name, self._start = "", 0
        self._inside: list[str] = []  # classes of the open elements of a card
        self._said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self._inside and given.get("data-sim") and tag == "section":
            self._name, self._start, self._said = given["data-sim"] or "", self._place(), {}
        elif not self._inside:
            return
        if tag not in VOID:
            self._inside.append(given.get("class") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over what opens and closes at once, as in a drawing."""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._said[self._inside[-1]] = self._said.get(self._inside[-1], "") + data

    def handle_endtag(self, tag: str) -> None:
        if not self._inside:
            return
        self._inside.pop()
        if not self._inside and "sim-spec" in self._said:
            said = {part: self._said.get(part, "").strip() for part in ("sim-title", "sim-caption")}
            markup = self._page[self._start : self._page.index(">", self._place()) + 1]
            self.cards.append(Card(self._name, said["sim-title"], said["sim-caption"], json.loads(self._said["sim-spec"]), markup))

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
