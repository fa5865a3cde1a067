"""The figure is the hero of a card: how much room it has, and that what belongs together is in sight together."""

import pytest

from book.lessons import ROOT, listed_lessons
from tests.chromium import wake

LESSONS = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_lessons()]

HIGHEST = 1000  # pixels of a whole card
LEAST = {(1280, 800): 560, (1440, 900): 680, (1920, 1080): 680}  # pixels that a figure is wide at least
MOST_OF_IT = 0.5  # of a figure's width or, where a drawing keeps its shape, of its height is its plot

# The boxes of what belongs together in the view that is shown.
BOXES = """card => {
  const box = element => element?.getBoundingClientRect();
  const figure = [...card.querySelectorAll('.sim-figure')].find(each => each.offsetParent);
  const [shown, say, controls, plot] = [figure, card.querySelector('.sim-say'), card.querySelector('.sim-controls'), figure.querySelector('.nsewdrag')].map(box);
  return {width: shown.width, plot: plot ? Math.max(plot.width / shown.width, plot.height / shown.height) : 0, card: box(card).height, page: document.documentElement.scrollWidth,
          together: Math.max(shown.bottom, say.bottom, controls.bottom) - Math.min(shown.top, controls.top)};
}"""
HEADER = 51  # pixels of the theme's bar that stays at the top


# The figure in sight has been drawn for the size that it has now.
DRAWN = """card => {
  const figure = [...card.querySelectorAll('.sim-figure')].find(each => each.offsetParent);
  return Math.abs(figure.querySelector('.main-svg').getBoundingClientRect().width - figure.clientWidth) < 2;
}"""


@pytest.mark.parametrize("name", LESSONS)
def test_figure_controls_and_sentence_are_in_sight_together(site, visit, name):
    page = visit(site / name)
    wake(page)
    for (width, height), least in LEAST.items():
        page.set_viewport_size({"width": width, "height": height})
        for card in page.locator("section.sim").all():
            for tab in card.get_by_role("tab").all() or [None]:
                if tab:
                    tab.click()
                page.wait_for_function(DRAWN, arg=card.element_handle())
                boxes = card.evaluate(BOXES)
                where = f"{card.get_attribute('data-sim')}, {tab.inner_text() if tab else 'its view'}, {width} wide: {boxes}"
                assert boxes["width"] >= least, where
                assert boxes["plot"] >= MOST_OF_IT, where
                assert boxes["together"] <= height - HEADER, where
                assert boxes["card"] <= HIGHEST, where
                assert boxes["page"] <= width, where


# Bring each control before the reader as Tab or a finger does; give those with which the figure is not in sight.
ON_A_PHONE = """async (card, header) => {
  const figure = [...card.querySelectorAll('.sim-figure')].find(each => each.offsetParent), lost = [];
  for (const control of card.querySelectorAll('.sim-control')) {
    const field = control.querySelector('input, select, button');
    field.scrollIntoView({behavior: 'instant', block: 'nearest'});
    field.focus({preventScroll: true});
    await new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)));
    const [seen, say, touched] = [figure, card.querySelector('.sim-say'), field].map(each => each.getBoundingClientRect());
    const isSeen = seen.top >= header - 1 && seen.bottom <= innerHeight, isFree = touched.top >= say.bottom - 1 && touched.bottom <= innerHeight + 1;
    if (!isSeen || !isFree) lost.push([control.dataset.input, [seen.top, seen.bottom, say.bottom, touched.top, touched.bottom].map(Math.round)]);
  }
  return lost;
}"""


@pytest.mark.parametrize("name", LESSONS)
def test_on_a_phone_the_figure_stays_in_sight_while_any_control_is_moved(site, visit, name):
    page = visit(site / name, width=360, height=740, has_touch=True, is_mobile=True)
    wake(page)
    page.evaluate("document.querySelectorAll('.sim-more').forEach(each => { each.open = true; })")
    for card in page.locator("section.sim").all():
        for tab in card.get_by_role("tab").all() or [None]:
            if tab:
                tab.click()
            assert card.evaluate(ON_A_PHONE, HEADER) == [], (card.get_attribute("data-sim"), tab and tab.inner_text())


def test_the_list_of_headings_gives_way_to_a_simulation_in_sight(site, visit):
    page = visit(site / LESSONS[0], width=1280, height=800)
    headings = page.locator(".bd-sidebar-secondary")
    assert headings.is_visible()
    page.locator("section.sim").first.scroll_into_view_if_needed()
    headings.wait_for(state="hidden")
    page.evaluate("scrollTo(0, 0)")
    headings.wait_for(state="visible")


def test_long_lists_of_controls_fold_and_notes_on_sources_open_on_demand(site, visit):
    page = visit(site / "chapters" / "cascade" / "dormancy.html")
    wake(page)
    card = page.locator("section.sim").first
    inside = card.locator(".sim-more .sim-control").first
    assert not inside.is_visible()
    card.locator(".sim-more > summary").click()
    assert inside.is_visible()
    note = card.locator(".sim-control small").first
    assert not note.is_visible()
    card.get_by_role("button", name="Sources").click()
    assert note.is_visible()
