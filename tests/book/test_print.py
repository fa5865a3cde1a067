"""A lesson on paper, printed by a reader whose screen is dark: what is there, what is not, and in which colours."""

from itertools import pairwise

import pytest

from book.lessons import ROOT, listed_lessons
from tests.book.test_simulations import SCRIPT
from tests.chromium import wake

lessons = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_lessons()]
every_lesson = pytest.mark.parametrize("name", lessons)
PAPER_WIDTH = 680  # pixels of a sheet of A4 between usual margins
FIGURE_WIDTH = 600

# How much darker than white a colour is, by the formula of WCAG; and every text that can be seen, with its colours.
COLOURS = """() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = part => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const contrast = colour => { const [r, g, b] = channels(colour).map(linear); return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05); };
  const isClear = colour => channels(colour)[3] === 0 || channels(colour).slice(0, 3).every(part => part === 255);
  const seen = [...document.body.querySelectorAll('*')].filter(each => each.checkVisibility({visibilityProperty: true, opacityProperty: true}));
  const hasText = each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return {
    pale: seen.filter(hasText).filter(each => contrast(each instanceof SVGElement ? getComputedStyle(each).fill : getComputedStyle(each).color) < 4.5)
      .map(each => each.outerHTML.slice(0, 150)),
    grounds: [document.documentElement, document.body, ...seen].filter(each => !(each instanceof SVGElement) && !isClear(getComputedStyle(each).backgroundColor))
      .map(each => each.outerHTML.slice(0, 150)) };
}"""


@pytest.fixture
def printed(site, visit):
    """Return a function that opens a page in the dark, does something, and prepares the page for paper."""

    def prepare(name, action=lambda page: None, width=1280, **options):
        page = visit(site / name, script=SCRIPT, color_scheme="dark", width=width, **options)
        wake(page)
        for card in page.locator("section.sim").all():
            page.wait_for_function("card => card.pendingKernels === 0", arg=card.element_handle())
        action(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER_WIDTH, "height": 1000})
        return page

    return prepare


def visible(page, selector):
    return [each for each in page.locator(selector).all() if each.is_visible()]


@every_lesson
@pytest.mark.parametrize("width", [1280, 360])
def test_every_view_is_drawn_one_below_the_other(printed, name, width):
    page = printed(name, width=width)
    pictures = page.locator(".sim-picture")
    boxes = pictures.evaluate_all(
        """pictures => pictures.map(picture => { const svg = picture.querySelector('.main-svg');
             const [outer, inner] = [picture, svg].map(each => each.getBoundingClientRect());
             return {top: outer.top, bottom: outer.bottom, inside: inner.top >= outer.top && inner.bottom <= outer.bottom + 0.5 && inner.right <= innerWidth,
                     width: inner.width, traces: picture.querySelectorAll('.trace, .hm, .shapelayer path').length}; })"""
    )
    assert len(boxes) == pictures.count() > 0
    for box in boxes:
        assert box["inside"]
        assert box["width"] == FIGURE_WIDTH
        assert box["traces"] > 0
    assert all(above["bottom"] <= below["top"] for above, below in pairwise(boxes))


@every_lesson
def test_paper_is_white_and_its_words_are_dark(printed, name):
    found = printed(name).evaluate(COLOURS)
    assert found["grounds"] == []
    assert found["pale"] == []


@every_lesson
def test_there_is_nothing_to_press_and_nothing_to_go_to(printed, name):
    page = printed(name)
    assert visible(page, "button, input[type=range], input[type=search], summary, nav, aside, .headerlink") == []
    assert visible(page, ".solution, .sim-share, .definition, .question-answer, .question-feedback") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH


@every_lesson
def test_the_text_is_there_with_its_title_tables_and_questions(printed, name):
    page = printed(name)
    assert len(visible(page, "h1")) == 1
    assert len(visible(page, ".sim-say")) == page.locator("section.sim").count()
    assert len(visible(page, ".sim-parameters table, .sim-matches table")) >= 2
    assert len(visible(page, ".question legend")) == page.locator(".question").count() > 0
    assert len(visible(page, ".question-option label")) == page.locator(".question-option").count()
    assert all(each.bounding_box()["height"] >= 100 for each in page.locator(".question textarea").all())


@every_lesson
def test_what_is_set_and_what_is_open_is_printed(printed, name):
    def open_numbers(page):
        for button in page.get_by_role("button", name="Numbers").all():
            button.click()

    page = printed(name, open_numbers)
    tables = page.locator(".sim-numbers")
    assert len(visible(page, ".sim-numbers table")) == tables.count()
    assert visible(page, ".sim-sources") == []
    for control in page.locator(".sim-slider").all():
        assert control.locator("label").is_visible()
        assert control.locator("output").inner_text().strip()


@every_lesson
def test_afterwards_the_screen_is_as_before(site, visit, name):
    page = visit(site / name, script=SCRIPT, color_scheme="dark")
    wake(page)
    look = """() => [...document.querySelectorAll('.sim-picture:not([data-away]) .sim-figure')].map(figure =>
        [figure.layout.width, figure.layout.height, figure.layout.template.layout.font.color, figure.querySelector('.main-svg').getBoundingClientRect().width])"""
    page.wait_for_function("() => [...document.querySelectorAll('.sim')].every(card => card.pendingKernels === 0)")
    before = page.evaluate(look)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(look) != before
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(look) == before


@every_lesson
def test_a_card_that_never_came_near_prints_its_words_and_numbers(site, visit, name):
    page = visit(site / name, script="globalThis.IntersectionObserver = class { observe() {} disconnect() {} };")
    page.emulate_media(media="print")
    for card in page.locator("section.sim").all():
        assert card.locator(".sim-say").is_visible()
        assert card.locator(".sim-numbers table").is_visible()
        assert visible(card, ".sim-figure, .sim-controls, button") == []


def test_a_card_that_stays_far_away_comes_to_life_when_the_page_is_at_rest(site, visit):
    """So that paper shows its figure, also for who prints without having scrolled."""
    page = visit(site / lessons[0], height=200)
    card = page.locator("section.sim").last
    assert card.get_attribute("data-pending") is not None
    page.wait_for_function("card => card.hasAttribute('data-ready')", arg=card.element_handle(), timeout=20_000)
    assert page.evaluate("scrollY") == 0


def test_links_to_other_places_say_where_they_lead(site, visit):
    told = 0
    for name in ["book/index.html", "book/how_to_use.html", *lessons]:
        page = visit(site / name)
        page.emulate_media(media="print")
        for link in page.locator('.bd-article a[href^="http"]').all():
            said = link.evaluate("link => getComputedStyle(link, '::after').content") + link.inner_text()
            address = link.get_attribute("href")
            assert address.removeprefix("https://doi.org/") in said
            told += 1
    assert told
