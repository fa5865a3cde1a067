"""A question that a card asks before it answers: by mouse, touch and keys, in the address, on paper, without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.view.conftest import PAGE
from widgets.cascade.invasion import simulation as drawn
from widgets.core.view import page as pages
from widgets.immune.surveillance import simulation as picked


@pytest.fixture(scope="module")
def questions(folder):
    """Return the folder with a page for a pick and one for a sketch."""
    for each in (picked, drawn):
        (folder / f"{each.name}.html").write_text(PAGE.format(card=pages.html(each, level=1)), "utf-8")
    return folder


@pytest.fixture
def ask(visit, questions, witness):
    def start(simulation, link="", **options):
        page = visit(f"{(questions / f'{simulation.name}.html').as_uri()}{link}", **options)
        card = page.locator("section.sim")
        card.locator("xpath=self::*[@data-ready]").wait_for(state="attached")
        card.locator(".sim-figure:visible .nsewdrag").first.wait_for(state="attached")
        return page, card

    yield start
    assert witness.errors == []


def heights(card):
    """Return how many points of the answer, and of the guess, are in the figure."""
    return card.evaluate("""card => ['At the end', 'Your guess'].map(name => [...card.querySelectorAll('.sim-figure')]
      .flatMap(figure => figure.data ?? []).filter(trace => trace.name === name).flatMap(trace => [...trace.y]).filter(y => y !== null).length)""")


def commit(card):
    card.get_by_role("button", name="That is my guess").click()
    expect(card).to_have_attribute("data-guess", "committed")


def test_a_pick_is_compared_kept_in_the_address_and_taken_back(ask):
    page, card = ask(picked)
    assert card.locator(".sim-slider, .sim-links, .sim-presets").filter(visible=True).count() == 0
    button = card.get_by_role("button", name="That is my guess")
    expect(button).to_be_disabled()
    card.get_by_role("radio", name="It grows without end.").check()
    before = card.bounding_box()["height"]
    commit(card)
    said = card.locator(".sim-compared")
    expect(said).to_have_text(picked.compare(2))
    assert card.bounding_box()["height"] == before, "nothing jumps"
    assert card.locator(".sim-aloud").inner_text() == said.inner_text()
    assert "supply=6500" in page.url and page.url.endswith("&guess=2")
    page.reload()
    expect(said).to_have_text(picked.compare(2))
    card.get_by_role("button", name="Take my guess back").click()
    expect(card).to_have_attribute("data-guess", "asked")
    assert "guess" not in page.url
    expect(card.locator('[data-input="supply"] output')).to_contain_text("13,000")


def test_what_an_address_says_is_no_guess_unless_it_is_one(ask):
    _, card = ask(picked, "#surveillance?supply=20000&guess=%3Cb%3E")
    expect(card).to_have_attribute("data-guess", "shown")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_line_is_drawn_with_the_mouse(ask, width):
    page, card = ask(drawn, width=width)
    assert heights(card) == [0, 0]
    box = card.locator(".sim-pad").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    commit(card)
    expect(card.locator(".sim-compared")).to_contain_text("you drew 40 of 100")
    page.wait_for_function("document.querySelector('.sim-figure[aria-busy=false]')")
    page.wait_for_timeout(1000)
    assert heights(card) == [14, 14]


def test_a_line_is_drawn_with_a_finger(ask):
    page, card = ask(drawn, width=360, has_touch=True, is_mobile=True)
    card.locator(".sim-pad").scroll_into_view_if_needed()
    box = card.locator(".sim-pad").bounding_box()
    finger = page.context.new_cdp_session(page)
    y, top = box["y"] + box["height"] / 4, page.evaluate("scrollY")
    for i, kind in enumerate(["touchStart", "touchMove", "touchMove", "touchMove"]):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": box["x"] + 3 + i * (box["width"] - 6) / 3, "y": y + i * 10}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == top, "a finger that draws does not scroll"
    assert heights(card) == [0, 14]
    commit(card)


def test_a_line_is_drawn_with_keys(ask):
    page, card = ask(drawn)
    pad = card.get_by_role("slider", name="Your line")
    pad.focus()
    for key in ["ArrowUp", *["ArrowRight"] * 4]:
        page.keyboard.press(key)
    expect(pad).to_have_attribute("aria-valuetext", "0.10\u00a0times the published enzyme: 40\u00a0of 100 cells")
    page.keyboard.press("ArrowUp")
    expect(pad).to_have_attribute("aria-valuetext", "0.10\u00a0times the published enzyme: 42\u00a0of 100 cells")
    card.get_by_role("button", name="That is my guess").press("Enter")
    expect(card.locator(".sim-compared")).to_have_text(drawn.compare([*[40.0] * 4, *[42.0] * 10]))
    expect(card.get_by_role("button", name="Take my guess back")).to_be_focused()


@pytest.mark.parametrize("simulation", [picked, drawn], ids=lambda each: each.name)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_accessible(ask, witness, simulation, theme):
    page, card = ask(simulation)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; document.body.style.background = 'var(--sim-page)'; }", theme)

    def look(state):
        violations = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == [], state

    look("asked")
    card.get_by_role("button", name="Show me without a guess").click()
    look("shown")
    card.get_by_role("button", name="Make a guess after all").click()
    if simulation is picked:
        card.get_by_role("radio").first.check()
    else:
        for key in ["ArrowUp", "ArrowRight"]:
            card.locator(".sim-pad").press(key)
    commit(card)
    look("committed")
    witness.errors.clear()  # axe looks for style sheets on its own, and may not from a file


def test_on_paper_a_line_is_an_empty_frame_and_a_pick_a_list(ask):
    page, card = ask(drawn)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert card.locator(".sim-question, .sim-pencil, .sim-figure").filter(visible=True).count() == 3
    assert heights(card) == [0, 0]
    page, card = ask(picked)
    page.emulate_media(media="print")
    assert card.locator(".sim-plain li").filter(visible=True).count() == 3


def test_without_javascript_it_is_a_question_and_a_list(visit, questions):
    card = visit(questions / "surveillance.html", java_script_enabled=False).locator("section.sim")
    assert card.locator(".sim-question").is_visible()
    assert card.locator(".sim-plain li").filter(visible=True).count() == 3
    assert card.locator("input, button").filter(visible=True).count() == 0
