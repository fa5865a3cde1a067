"""A lesson on paper, printed by a reader whose screen is dark: what is there, what is not, and in which colours."""

from itertools import pairwise

import pytest

from book.lessons import ROOT, listed_lessons
from tests.book.cards import SCRIPT
from tests.chromium import Witness, wake
from tests.conftest import visitor

lessons = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_lessons()]
PAPER_WIDTH = 680  # pixels of a sheet of A4 between usual margins
FIGURE_WIDTH = 600
SCREEN_WIDTH = 1280

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


# How large the figures are that are in sight, and in what colour they write.
LOOK = """() => [...document.querySelectorAll('.sim-picture:not([data-away]) .sim-figure')].map(figure =>
  [figure.layout.width, figure.layout.height, figure.layout.template.layout.font.color, figure.querySelector('.main-svg').getBoundingClientRect().width])"""

# Every figure of every view.
FIGURES = """pictures => pictures.map(picture => {
  const svg = picture.querySelector('.main-svg'), [outer, inner] = [picture, svg].map(each => each.getBoundingClientRect());
  return {top: outer.top, bottom: outer.bottom, inside: inner.top >= outer.top && inner.bottom <= outer.bottom + 0.5 && inner.right <= innerWidth,
          width: inner.width, traces: picture.querySelectorAll('.trace, .hm, .shapelayer path').length};
})"""


class Sheet:
    """A lesson in a dark window. `print` lays it on paper, `put_away` takes it back to the screen."""

    def __init__(self, page):
        self.page = page
        self.is_printed = False
        wake(page)
        for card in page.locator("section.sim").all():
            card.evaluate("card => settled(card)")

    def print(self):
        if self.is_printed:
            return
        self.is_printed = True
        self.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        self.page.emulate_media(media="print")
        self.page.set_viewport_size({"width": PAPER_WIDTH, "height": 1000})

    def put_away(self):
        if not self.is_printed:
            return
        self.is_printed = False
        self.page.set_viewport_size({"width": SCREEN_WIDTH, "height": 900})
        self.page.emulate_media(media="screen")
        self.page.evaluate("dispatchEvent(new Event('afterprint'))")

    def look(self):
        return self.page.evaluate(LOOK)

    def find(self, selector):
        return self.page.locator(selector)

    def visible(self, selector):
        return self.find(selector).filter(visible=True)


@pytest.fixture(scope="module", params=lessons)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def sheet(site, browser, name):
    """Return a lesson that stays open while tests look at it, on paper or on the screen."""
    with visitor(browser, Witness()) as visit:
        yield Sheet(visit(site / name, script=SCRIPT, color_scheme="dark", width=SCREEN_WIDTH))


@pytest.fixture
def printed(sheet):
    sheet.print()
    return sheet


@pytest.fixture
def on_screen(sheet):
    sheet.put_away()
    return sheet


def assert_views_are_drawn_one_below_the_other(sheet):
    boxes = sheet.find(".sim-picture").evaluate_all(FIGURES)
    assert boxes
    for box in boxes:
        assert box["inside"]
        assert box["width"] == FIGURE_WIDTH
        assert box["traces"] > 0
    assert all(above["bottom"] <= below["top"] for above, below in pairwise(boxes))


def test_every_view_is_drawn_one_below_the_other(printed):
    assert_views_are_drawn_one_below_the_other(printed)


def test_every_view_is_drawn_from_a_phone_too(site, visit, name):
    sheet = Sheet(visit(site / name, script=SCRIPT, color_scheme="dark", width=360))
    sheet.print()
    assert_views_are_drawn_one_below_the_other(sheet)


def test_paper_is_white_and_its_words_are_dark(printed):
    found = printed.page.evaluate(COLOURS)
    assert found["grounds"] == []
    assert found["pale"] == []


def test_there_is_nothing_to_press_and_nothing_to_go_to(printed):
    to_press = "button, input[type=range], input[type=search], summary, nav, aside, .headerlink"
    to_come_later = ".solution, .sim-share, .definition, .question-answer, .question-feedback"
    for selector in (to_press, to_come_later):
        assert printed.visible(selector).evaluate_all("all => all.map(each => each.outerHTML.slice(0, 150))") == []
    assert printed.page.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH


def test_the_text_is_there_with_its_title_tables_and_questions(printed):
    assert printed.visible("h1").count() == 1
    assert printed.visible(".sim-say").count() == printed.find("section.sim").count()
    assert printed.visible(".sim-parameters table, .sim-matches table").count() >= 2
    assert printed.visible(".question legend").count() == printed.find(".question").count() > 0
    assert printed.visible(".question-option label").count() == printed.find(".question-option").count()
    assert all(each.bounding_box()["height"] >= 100 for each in printed.find(".question textarea").all())


def test_what_is_set_is_printed(printed):
    for control in printed.find(".sim-slider").all():
        assert control.locator("label").is_visible()
        assert control.locator("output").inner_text().strip()


def test_what_is_open_is_printed(on_screen):
    def press():
        for button in on_screen.page.get_by_role("button", name="Numbers").all():
            button.click()

    press()
    on_screen.print()
    assert on_screen.visible(".sim-numbers table").count() == on_screen.find(".sim-numbers").count() > 0
    assert on_screen.visible(".sim-sources").count() == 0
    on_screen.put_away()
    press()


def test_afterwards_the_screen_is_as_before(on_screen):
    before = on_screen.look()
    on_screen.print()
    assert on_screen.look() != before
    on_screen.put_away()
    assert on_screen.look() == before


def test_a_card_that_never_came_near_prints_its_words_and_numbers(site, visit, name):
    page = visit(site / name, script="globalThis.IntersectionObserver = class { observe() {} disconnect() {} };")
    page.emulate_media(media="print")
    for card in page.locator("section.sim").all():
        for part in (".sim-say", ".sim-numbers table"):  # what would tell the answer to a question stays away
            told = card.locator(f"{part}[data-tells], [data-tells] {part}").count() > 0
            assert card.locator(part).is_visible() != told
        assert card.locator(".sim-question").filter(visible=True).count() == card.locator(".sim-question").count()
        assert card.locator(".sim-figure, .sim-controls, button").filter(visible=True).count() == 0


def test_a_card_that_stays_far_away_comes_to_life_when_the_page_is_at_rest(site, visit):
    """So that paper shows its figure, also for who prints without having scrolled."""
    page = visit(site / lessons[0], height=200)
    card = page.locator("section.sim").last
    assert card.get_attribute("data-pending") is not None
    page.wait_for_function("card => card.hasAttribute('data-ready')", arg=card.element_handle(), timeout=20_000)
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("place", ["book/index.html", "book/how_to_use.html", *lessons])
def test_links_to_other_places_say_where_they_lead(site, visit, place):
    page = visit(site / place)
    page.emulate_media(media="print")
    links = page.locator('.bd-article a[href^="http"]').evaluate_all(
        "links => links.map(link => [link.getAttribute('href'), getComputedStyle(link, '::after').content + link.innerText])"
    )
    assert [address for address, said in links if address.removeprefix("https://doi.org/") not in said] == []
    assert links or not place.startswith("chapters/")
