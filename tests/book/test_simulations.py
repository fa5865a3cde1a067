"""Every simulation of the built book, moved by hand in Chromium, from `file://` and without a network."""

import base64
import random
import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from bs4 import BeautifulSoup

from tests.book.cards import (
    SCRIPT,
    declared,
    figures,
    find_card,
    follow,
    move,
    moving,
    read,
    settle,
    shows,
    simulations,
    views,
)
from tests.chromium import wake
from tests.conftest import SITE

SETTINGS = 12  # drawn by chance, beside the declared one
ROUNDING = 32  # of 255: the edge of a curve, painted in another piece of the window; a word or a mark is beyond 100

DIFFERENCE = """async pictures => {
  const [one, other] = await Promise.all(pictures.map(async picture => {
    const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  }));
  return one.length === other.length ? one.reduce((most, each, i) => Math.max(most, Math.abs(each - other[i])), 0) : 255;
}"""


def test_there_are_simulations():
    assert simulations


def test_every_control_changes_the_figure(card, shown):
    before = views(card)
    assert "var(--" not in before, "a colour was not read"
    for name, declaration in shown.settable.items():
        with moving(card):
            move(card, name, declaration["kind"])
        if figures(card) == before:  # nothing in the view in sight
            assert views(card) != before, f"{name} changes nothing that is drawn"
        with moving(card):
            card.locator(".sim-reset").click()


def test_what_moves_leave_is_what_a_whole_drawing_shows(card, shown):
    """A move redraws only what it has changed; Plotly draws the whole figure anew, and they agree but for ROUNDING."""
    for index, view in enumerate(shown.spec["views"]):
        tab = card.get_by_role("tab").nth(index)
        if len(shown.spec["views"]) > 1 and tab.get_attribute("aria-selected") != "true":
            with moving(card):
                tab.click()
        for name, declaration in shown.settable.items():
            with moving(card, wholly=False):
                move(card, name, declaration["kind"])
        figure = card.locator(".sim-figure").nth(index)
        card.evaluate("card => atRest(card)")
        left = figure.screenshot()
        figure.evaluate("async figure => { await Plotly.redraw(figure); }")
        assert difference(card.page, left, figure.screenshot()) <= ROUNDING, view["name"]


def difference(page, left, right):
    """Return by how much, of 255, the colour of any pixel differs between two pictures."""
    return (
        0 if left == right else page.evaluate(DIFFERENCE, [base64.b64encode(each).decode() for each in (left, right)])
    )


def test_every_preset_sets_its_values_and_reset_takes_them_back(card, shown):
    for (label, values), button in zip(shown.spec["presets"], card.locator(".sim-presets button").all(), strict=True):
        assert button.inner_text() == label
        with moving(card):
            button.click()
        assert read(card, shown.settable) == shown.defaults | values
        assert button.get_attribute("aria-pressed") == "true"
        with moving(card):
            card.locator(".sim-reset").click()
        assert read(card, shown.settable) == shown.defaults


def test_numbers_in_the_page_are_those_of_python_bit_for_bit(card, shown):
    simulation = declared()[shown.name]
    chance = random.Random(shown.name)
    for setting in [shown.defaults, *(shown.draw(chance) for _ in range(SETTINGS))]:
        follow(card, shown, setting)
        inputs, outputs = shows(card, shown)
        assert inputs == setting
        native = simulation.run(**setting)
        assert outputs.keys() == shown.outputs.keys()
        differing = [name for name, array in outputs.items() if not same_bits(array, np.asarray(native[name]))]
        assert differing == [], setting


def same_bits(in_page, native):
    return in_page.shape == native.shape and in_page.astype(native.dtype).tobytes() == native.tobytes()


def test_tab_reaches_every_control_and_nothing_is_hidden_under_another(card):
    wanted = card.evaluate(
        """card => [...card.querySelectorAll('button, input, select, a[href], summary')]
             .filter(each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0)
             .map((each, index) => { each.dataset.stop = index; return index; })"""
    )
    card.evaluate("card => { card.tabIndex = -1; card.focus(); }")
    reached = []
    for _ in range(3 * len(wanted)):
        card.page.keyboard.press("Tab")
        stop, is_inside = card.evaluate(
            "card => [document.activeElement.dataset.stop, card.contains(document.activeElement)]"
        )
        if not is_inside:
            break
        if stop is not None:
            reached.append(int(stop))
    assert reached == wanted


def test_readouts_stand_flush_with_the_card(card, shown):
    margins = card.evaluate(
        """card => [...card.querySelectorAll('.sim-readouts, .sim-readouts dd')].map(each => getComputedStyle(each))
             .flatMap(style => [style.marginLeft, style.marginBottom])"""
    )
    assert set(margins) == ({"0px"} if shown.spec["readouts"] else set())


def test_the_table_of_numbers_follows_the_controls(card, shown):
    card.get_by_role("button", name="Numbers").click()
    before = card.locator(".sim-numbers tbody").inner_text()
    for name, declaration in shown.settable.items():
        with moving(card):
            move(card, name, declaration["kind"])
        if card.locator(".sim-numbers tbody").inner_text() != before:
            return
    pytest.fail("no control changes the table")


def test_an_address_changed_by_hand_is_clamped_and_never_run(alive, witness, shown):
    name, declaration = next(
        ((name, each) for name, each in shown.settable.items() if each["kind"] == "slider"), (None, None)
    )
    if name is None:
        return
    top = max(declaration["stops"]) if declaration["stops"] else declaration["high"]
    card = alive(
        shown,
        f"#{shown.name}?{name}=1e99&nobody=1&__proto__=2&constructor=3&view=9&{name}x=<img src=x onerror=alert(1)>",
    )
    assert read(card, [name])[name] == top
    assert card.locator("img").count() == 0
    for text in ("NaN", "Infinity", "abc", "'"):
        with moving(card):
            card.page.evaluate("hash => { location.hash = hash; }", f"#{shown.name}?{name}={text}")
    assert np.isfinite(list(read(card, shown.settable).values())).all()
    assert witness.errors == []


def test_the_html_that_is_shared_shows_the_setting_in_another_page(site, visit, card, shown, tmp_path):
    ((name, value),) = shown.another().items()
    follow(card, shown, shown.another())
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
    plain.write_text(f"<!doctype html><title>A course elsewhere</title><h1>Week 3</h1>{html}", "utf-8")
    framed = visit(plain, script=SCRIPT).frames[1].locator("section.sim")
    framed.locator("xpath=self::*[@data-ready]").wait_for()
    settle(framed)
    (inputs, outputs), (here, numbers) = shows(framed, shown), shows(card, shown)
    assert inputs == here
    assert [name for name, array in numbers.items() if not same_bits(array, outputs[name])] == []


def test_the_copy_buttons_say_what_they_did_until_the_setting_changes(card, shown):
    name, declaration = next(iter(shown.settable.items()))
    card.get_by_role("button", name="Share").click()
    buttons = card.locator(".sim-copy button")
    for button in buttons.all():
        button.click()
        button.and_(card.get_by_text(re.compile("^(Copied|Selected)$"))).wait_for()
    with moving(card):
        move(card, name, declaration["kind"])
    assert buttons.all_inner_texts() == ["Copy link", "Copy HTML"]


def test_without_webassembly_the_page_says_so_and_reads_on(site, visit, witness, shown):
    page = visit(site / shown.page, script="delete globalThis.WebAssembly;")
    wake(page)
    card = find_card(page, shown)
    assert card.get_attribute("data-failed") is not None
    assert "WebAssembly" in card.locator(".sim-message").inner_text()
    assert card.locator(".sim-say").inner_text().strip()
    assert card.locator(".sim-numbers").is_visible()
    assert not [control for control in card.locator(".sim-controls input").all() if control.is_visible()]
    assert witness.requests == []


def links_in_prose():
    return sorted({shown.page for shown in simulations if 'class="sim-link ' in (SITE / shown.page).read_text("utf-8")})


@pytest.mark.parametrize("name", links_in_prose())
def test_links_in_the_prose_set_their_simulation(site, visit, witness, name):
    page = visit(site / name, script=SCRIPT)
    wake(page)
    links = page.locator("a.sim-link[href^='#']").all()
    assert links
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    for link in links:
        target, _, query = link.get_attribute("href").removeprefix("#").partition("?")
        card = page.locator(f'section.sim[data-sim="{target}"]').first
        wanted = {key: float(value) for key, value in (setting.split("=") for setting in query.split("&"))}
        with moving(card):
            link.click()
        assert read(card, wanted) == pytest.approx(wanted)
    assert witness.errors == []


def test_plotly_comes_once_and_only_when_a_simulation_is_near(site, visit):
    page = visit(site / "book" / "how_to_use.html")
    assert page.evaluate("typeof Plotly") == "undefined"
    page = visit(site / simulations[0].page, height=700)
    wake(page)
    assert page.evaluate("document.querySelectorAll('script[src*=plotly]').length") <= 1
