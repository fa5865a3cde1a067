"""The figure is the hero of a card: how much room it has, and that what belongs together is in sight together."""

import pytest

from book.lessons import ROOT, listed_lessons
from tests.chromium import wake

LESSONS = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_lessons()]

HIGHEST = 1000  # pixels of a whole card
LEAST = {(1280, 800): 560, (1440, 900): 680}  # pixels that a figure is wide at least
MOST_OF_IT = 0.5  # of a figure's width is its plot; a map that keeps its shape is as wide as it is high

# The boxes of what belongs together in the view that is shown.
BOXES = """card => {
  const box = element => element?.getBoundingClientRect();
  const figure = [...card.querySelectorAll('.sim-figure')].find(each => each.offsetParent);
  const [shown, say, controls, plot] = [figure, card.querySelector('.sim-say'), card.querySelector('.sim-controls'), figure.querySelector('.nsewdrag')].map(box);
  return {width: shown.width, plot: plot ? Math.max(plot.width, plot.height) : 0, card: box(card).height, page: document.documentElement.scrollWidth,
          together: Math.max(shown.bottom, say.bottom, controls.bottom) - Math.min(shown.top, controls.top)};
}"""
HEADER = 51  # pixels of the theme's bar that stays at the top


@pytest.mark.parametrize("name", LESSONS)
def test_figure_controls_and_sentence_are_in_sight_together(site, visit, name):
    for (width, height), least in LEAST.items():
        page = visit(site / name, width=width, height=height)
        wake(page)
        for card in page.locator("section.sim").all():
            for tab in card.get_by_role("tab").all() or [None]:
                if tab:
                    tab.click()
                boxes = card.evaluate(BOXES)
                where = f"{name}: {card.get_attribute('data-sim')}, {tab.inner_text() if tab else 'its view'}: {boxes}"
                assert boxes["width"] >= least, where
                assert boxes["plot"] >= MOST_OF_IT * boxes["width"], where
                assert boxes["together"] <= height - HEADER, where
                assert boxes["card"] <= HIGHEST, where
                assert boxes["page"] <= width, where
        page.close()


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
