"""Each simulation as one file: alone on a disk, and in a frame of a page elsewhere."""

import shutil
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import Locator

from tests.book.cards import SCRIPT, files, move, moving, read, settle, simulations, views
from tests.chromium import Witness
from tests.conftest import visitor

MEGABYTE = 1_000_000
PLAIN = "<!doctype html><html lang=en><title>A course elsewhere</title><h1>Week 3</h1>"
THEME = "theme => document.documentElement.dataset.theme === theme"


@pytest.fixture(scope="module", params=files.values(), ids=lambda shown: shown.name)
def shown(request):
    return request.param


@pytest.fixture(scope="module")
def alone(site, shown, tmp_path_factory):
    """Return a copy of a simulation's file, where nothing else is."""
    return shutil.copy(site / "embed" / f"{shown.name}.html", tmp_path_factory.mktemp("alone"))


@dataclass
class Arrived:
    """A file that was opened in the dark by a link with a setting."""

    card: Locator
    witness: Witness
    inputs: dict[str, float]
    theme: str


@pytest.fixture(scope="module")
def arrived(browser, shown, alone):
    witness = Witness()
    with visitor(browser, witness) as visit:
        page = visit(f"file://{alone}{shown.link(shown.another())}", script=SCRIPT, color_scheme="dark")
        card = card_of(page)
        yield Arrived(card, witness, read(card, shown.settable), theme_of(page))


def card_of(page):
    """Return the card of a page or frame when it moves."""
    card = page.locator("section.sim")
    card.locator("xpath=self::*[@data-ready]").wait_for()
    settle(card)
    return card


def theme_of(page):
    return page.evaluate("document.documentElement.dataset.theme")


def test_a_setting_in_the_link_is_honoured(arrived, shown):
    assert arrived.inputs == shown.defaults | shown.another()


def test_the_file_alone_moves_without_a_request_or_an_error(arrived, shown):
    card = arrived.card
    name, declaration = next(iter(shown.settable.items()))
    before, value = views(card), read(card, [name])
    with moving(card):
        move(card, name, declaration["kind"])
    assert read(card, [name]) != value
    assert views(card) != before
    assert arrived.witness.requests == []
    assert arrived.witness.errors == []


def test_it_follows_the_system_and_is_accessible(arrived):
    page = arrived.card.page
    assert arrived.theme == "dark"
    page.get_by_role("button", name="Share").click()
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(THEME, arg=theme)
        violations = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == [], theme


def test_the_file_forbids_itself_to_ask_another_host(arrived):
    page = arrived.card.page
    page.evaluate(
        """() => { globalThis.refused = [];
             addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
             fetch('https://example.org/').catch(() => {});
             new Image().src = 'https://example.org/a.png';
             const script = document.createElement('script');
             script.text = 'globalThis.wasRun = true';
             document.head.append(script); }"""
    )
    page.wait_for_function("refused.length >= 3")
    assert sorted(page.evaluate("refused")) == ["connect-src", "img-src", "script-src-elem"]
    assert page.evaluate("globalThis.wasRun") is None
    arrived.witness.errors.clear()  # the browser tells of each refusal


def test_it_fits_into_a_narrow_frame_of_a_plain_page(visit, witness, alone, tmp_path):
    plain = tmp_path / "course.html"
    plain.write_text(f'{PLAIN}<iframe src="file://{alone}" title="A" width="360" height="640"></iframe>', "utf-8")
    frame = visit(plain, script=SCRIPT).frames[1]
    card_of(frame)
    assert frame.evaluate("innerWidth") == 360
    assert frame.evaluate("document.documentElement.scrollWidth") <= 360
    assert witness.requests == []
    assert witness.errors == []


def test_in_the_book_it_leads_to_its_lesson(site, visit, arrived, shown):
    lesson = BeautifulSoup((site / shown.page).read_text("utf-8"), "html.parser").h1.find(string=True)
    page = visit(site / "embed" / f"{shown.name}.html", color_scheme="light")
    link = page.get_by_role("link", name=lesson)
    assert link.evaluate("link => link.href") == (site / shown.page).as_uri()
    assert arrived.card.page.get_by_role("link").count() == 0, "alone it leads nowhere"
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(THEME, arg=theme)


def test_the_file_reads_without_javascript(visit, alone):
    page = visit(f"file://{alone}", java_script_enabled=False)
    assert page.locator(".sim-say").inner_text().strip()
    assert page.locator("table").first.is_visible()
    assert page.locator("input, select, button, textarea").filter(visible=True).count() == 0


def test_the_file_says_what_it_is_and_where_it_is_from(site, shown):
    page = BeautifulSoup((site / "embed" / f"{shown.name}.html").read_text("utf-8"), "html.parser")
    title = page.h1.get_text()
    lesson = BeautifulSoup((site / shown.page).read_text("utf-8"), "html.parser").h1.find(string=True)
    assert page.title.get_text() == f"{title} - How Breast Cancer Spreads"
    assert 50 <= len(page.find("meta", attrs={"name": "description"})["content"]) <= 300
    assert page.find(class_="sim-badge").get_text()
    assert "not medical advice" in page.select_one(".sim-body > .sim-note").get_text()
    assert page.footer.get_text() == f"From the lesson {lesson} of How Breast Cancer Spreads."


def test_the_file_weighs_what_the_share_panel_says(site, shown):
    assert 1.5 * MEGABYTE <= (site / "embed" / f"{shown.name}.html").stat().st_size <= 1.75 * MEGABYTE
    assert "one file of about 1.6 MB" in (site / shown.page).read_text("utf-8")


def test_each_simulation_has_its_file_and_there_is_no_other(site):
    assert {path.name for path in (site / "embed").iterdir()} == {f"{shown.name}.html" for shown in simulations}
