"""A challenge that is done stays done for the next visit, and says nothing of another book's."""

import dataclasses

import pytest

from tests.core.demo import simulation
from widgets.core.view import page as pages

PAGE = """<!doctype html><html lang="en" data-theme="light"><title>A card</title><body><main>{card}</main>
<script src="player.js"></script></body></html>"""


@pytest.fixture
def books(folder):
    """Two pages of one address, of books that have a simulation, and a flag, of one name."""
    (challenge,) = simulation.challenges
    other = dataclasses.replace(simulation, challenges=(dataclasses.replace(challenge, text="Keep them for a day."),))
    for name, each in (("ours", simulation), ("theirs", other)):
        (folder / f"{name}.html").write_text(PAGE.format(card=pages.html(each)), "utf-8")
    return folder


def test_a_challenge_stays_done_and_another_book_s_does_not_become_so(visit, books):
    """Few atoms are left by default, which is what the challenge asks for; all of them are where none decays."""
    page = visit(books / "ours.html")
    done = page.locator('.sim-challenges li[data-done="true"]')
    done.wait_for(state="attached")
    for name, count in (("ours", 1), ("theirs", 0)):
        page.goto(f"{(books / name).as_uri()}.html#demo?rate=0")
        page.locator("section.sim[data-ready]").wait_for(state="attached")
        page.wait_for_function("document.querySelector('[data-input=rate] input').value === '0'")
        assert done.count() == count, name
