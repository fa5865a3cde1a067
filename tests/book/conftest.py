"""What the tests of the built book share: a card, in a page that stays open while tests ask for the same one."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.book.cards import SCRIPT, OpenCard, Shown, find_card, settle, simulations
from tests.chromium import Witness
from tests.conftest import visitor


@pytest.fixture(scope="module", params=simulations, ids=str)
def shown(request: pytest.FixtureRequest) -> Shown:
    """Return one simulation of the book after the other."""
    return request.param


@pytest.fixture(scope="module")
def open_card(site, browser: Browser, shown: Shown) -> Iterator[OpenCard]:
    """Return the simulation's card, which is opened when it is first needed."""
    witness = Witness()
    with visitor(browser, witness) as visit:
        yield OpenCard(shown, visit, witness)


@pytest.fixture
def card(open_card: OpenCard) -> Iterator[Locator]:
    """Return the simulation's card, at rest and as declared; whatever goes wrong in its page is a failure."""
    card = open_card.fresh()
    open_card.witness.errors.clear()
    yield card
    assert open_card.witness.errors == []


@pytest.fixture
def alive(site, visit: Callable[..., Page]) -> Callable[..., Locator]:
    """Return a function that opens a simulation's page of its own, at an address of it; it gives the card when it moves."""

    def start(shown: Shown, setting: str = "", **options) -> Locator:
        card = find_card(visit((site / shown.page).as_uri() + setting, script=SCRIPT, **options), shown)
        card.scroll_into_view_if_needed()
        settle(card)
        return card

    return start
