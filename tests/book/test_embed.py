"""Each simulation as one file: alone on a disk, and in a frame of a page elsewhere."""

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from tests.book.test_simulations import SCRIPT, move, moving, settle, simulations, state, views
from tests.chromium import wake

# a file is made from a lesson, not from the first page, which may show the same simulation
files = {
    shown.name: shown for shown in sorted(simulations, key=lambda shown: not shown.page.startswith("chapters/"))[::-1]
}
every_card = pytest.mark.parametrize("shown", simulations, ids=str)
every_file = pytest.mark.parametrize("shown", files.values(), ids=lambda shown: shown.name)
MEGABYTE = 1_000_000
PLAIN = "<!doctype html><html lang=en><title>A course elsewhere</title><h1>Week 3</h1>"


@pytest.fixture
def alone(site, tmp_path):
    """Return a function that copies a simulation's file to where nothing else is."""

    def copy(shown):
        return Path(shutil.copy(site / "embed" / f"{shown.name}.html", tmp_path))

    return copy


def card_of(page):
    """Return the card of a page or frame when it moves."""
    card = page.locator("section.sim")
    card.locator("xpath=self::*[@data-ready]").wait_for()
    settle(page, card)
    return card


def another(shown):
    """Return an input and a value of it that is not its default."""
    name, each = next(iter(shown.settable.items()))
    values = {
        "slider": each.get("stops") or [each.get("low"), each.get("high")],
        "choice": [option["value"] for option in each.get("options", [])],
        "switch": [0, 1],
        "seed": [7],
    }[each["kind"]]
    return name, next(value for value in values if value != each["default"])


def test_each_simulation_has_its_file_and_there_is_no_other(site):
    assert {path.name for path in (site / "embed").iterdir()} == {f"{shown.name}.html" for shown in simulations}


@every_file
def test_the_file_alone_moves_without_a_request_or_an_error(visit, witness, alone, shown):
    page = visit(alone(shown), script=SCRIPT)
    card = card_of(page)
    name, declaration = next(iter(shown.settable.items()))
    before = views(page, card)
    with moving(page, card):
        move(page, card.locator(f'[data-input="{name}"]'), declaration["kind"])
    assert state(card)[name] != declaration["default"]
    assert views(page, card) != before
    assert witness.requests == []
    assert witness.errors == []


@every_file
def test_the_file_forbids_itself_to_ask_another_host(visit, alone, shown):
    page = visit(alone(shown), script=SCRIPT)
    card_of(page)
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


@every_file
def test_a_setting_in_the_link_is_honoured(visit, alone, shown):
    name, value = another(shown)
    page = visit(f"{alone(shown).as_uri()}#{shown.name}?{name}={value!r}", script=SCRIPT)
    assert state(card_of(page))[name] == value


@every_file
def test_it_fits_into_a_narrow_frame_of_a_plain_page(visit, witness, alone, tmp_path, shown):
    plain = tmp_path / "course.html"
    plain.write_text(f'{PLAIN}<iframe src="{alone(shown).name}" title="A" width="360" height="640"></iframe>', "utf-8")
    page = visit(plain, script=SCRIPT)
    frame = page.frames[1]
    card_of(frame)
    assert frame.evaluate("innerWidth") == 360
    assert frame.evaluate("document.documentElement.scrollWidth") <= 360
    assert witness.requests == []
    assert witness.errors == []


@every_file
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_follows_the_system_and_is_accessible(visit, alone, shown, theme):
    page = visit(alone(shown), script=SCRIPT, color_scheme=theme)
    card_of(page)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    page.get_by_role("button", name="Share").click()
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == []
    other = {"light": "dark", "dark": "light"}[theme]
    page.emulate_media(color_scheme=other)
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=other)


@every_file
def test_the_file_says_what_it_is_and_where_it_is_from(site, visit, alone, shown):
    file = alone(shown)
    page = BeautifulSoup(file.read_text("utf-8"), "html.parser")
    title = page.h1.get_text()
    lesson = BeautifulSoup((site / shown.page).read_text("utf-8"), "html.parser").h1.find(string=True)
    assert page.title.get_text() == f"{title} - How Breast Cancer Spreads"
    assert 50 <= len(page.find("meta", attrs={"name": "description"})["content"]) <= 300
    assert page.find(class_="sim-badge").get_text()
    assert "not medical advice" in page.select_one(".sim-body > .sim-note").get_text()
    assert page.footer.get_text() == f"From the lesson {lesson} of How Breast Cancer Spreads."
    in_book, elsewhere = visit(site / "embed" / file.name), visit(file)
    link = in_book.get_by_role("link", name=lesson)
    assert link.evaluate("link => link.href") == (site / shown.page).as_uri()
    assert elsewhere.get_by_role("link").count() == 0


@every_file
def test_the_file_weighs_what_the_share_panel_says(site, shown):
    assert 1.5 * MEGABYTE <= (site / "embed" / f"{shown.name}.html").stat().st_size <= 1.75 * MEGABYTE
    assert "one file of about 1.6 MB" in (site / shown.page).read_text("utf-8")


@every_file
def test_the_file_reads_without_javascript(visit, alone, shown):
    page = visit(alone(shown), java_script_enabled=False)
    assert page.locator(".sim-say").inner_text().strip()
    assert page.locator("table").first.is_visible()
    assert not [control for control in page.locator("input, select, button, textarea").all() if control.is_visible()]


@every_card
def test_the_html_that_is_shared_shows_the_setting_in_another_page(site, visit, tmp_path, shown):
    name, value = another(shown)
    page = visit(f"{(site / shown.page).as_uri()}#{shown.name}?{name}={value!r}", script=SCRIPT)
    wake(page)
    card = page.locator(f'section.sim[data-sim="{shown.name}"]').first
    card.get_by_role("button", name="Share").click()
    link = card.get_by_label("Link to this setting").input_value()
    html = card.get_by_label("HTML that shows it").input_value()
    hash_ = urlsplit(link).fragment
    assert parse_qs(hash_.partition("?")[2])[name] == [f"{value:.10g}"]
    assert html == (
        f'<iframe src="{(site / "embed" / shown.name).as_uri()}.html#{hash_.replace("&", "&amp;")}"'
        f' title="{card.locator(".sim-title").inner_html()}" width="100%" height="1200"></iframe>'
    )
    assert BeautifulSoup(html, "html.parser").iframe["title"] == card.locator(".sim-title").inner_text()
    plain = tmp_path / "course.html"
    plain.write_text(PLAIN + html, "utf-8")
    framed = visit(plain, script=SCRIPT)
    assert state(card_of(framed.frames[1])) == state(card)


@every_card
def test_the_copy_buttons_say_what_they_did_until_the_setting_changes(site, visit, shown):
    page = visit(site / shown.page, script=SCRIPT)
    wake(page)
    card = page.locator(f'section.sim[data-sim="{shown.name}"]').first
    name, declaration = next(iter(shown.settable.items()))
    card.get_by_role("button", name="Share").click()
    buttons = card.locator(".sim-copy button")
    for button in buttons.all():
        button.click()
        button.and_(card.get_by_text(re.compile("^(Copied|Selected)$"))).wait_for()
    with moving(page, card):
        move(page, card.locator(f'[data-input="{name}"]'), declaration["kind"])
    assert buttons.all_inner_texts() == ["Copy link", "Copy HTML"]
