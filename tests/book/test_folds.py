"""A page in two layers: what folds under its headings is out of a plain reader's way, and lost to nobody."""

import re
from functools import cache

import pytest
from bs4 import BeautifulSoup
from sphinx.search.en import SearchEnglish

from book.lessons import ROOT, listed_lessons
from tests.chromium import wake

LESSONS = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_lessons()]
HIGHEST = {(1280, 800): 9_500, (360, 740): 15_000}  # pixels of a page as it opens: half of what it is unfolded
FOLDED = ["the-model", "does-it-match", "what-can-you-find-out-yourself", "check-yourself", "sources"]
LESSON = "chapters/immune/three_es.html"

every_lesson = pytest.mark.parametrize("name", LESSONS)


@cache
def read(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def fold_of(page, heading):
    return page.locator(f"section#{heading} > details.fold")


@pytest.mark.parametrize(("width", "height"), HIGHEST)
@every_lesson
def test_a_plain_readers_page_is_half_as_long(site, visit, name, width, height):
    page = visit(site / name, width=width, height=height)
    wake(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= HIGHEST[width, height]


@every_lesson
def test_each_fold_stands_under_a_heading_and_says_what_is_inside(site, name):
    page = read(site / name)
    folds = page.find_all("details", class_="fold")
    assert [fold.parent["id"] for fold in folds] == FOLDED
    for fold in folds:
        assert fold.find_previous_sibling().name == "h2"
        said = fold.find("summary").get_text()
        assert re.fullmatch(r"(\d+ [a-z ]+|the code)(, (\d+ [a-z ]+|the code))*", said), said
    counts = {kind: len(page.select(selector)) for kind, selector in {
        "parameters? with": ".sim-parameters tbody tr", "numbers? beside": ".sim-matches tbody tr", "exercises": ".exercise",
        "questions": "form.question", "sources": ".citation"}.items()}  # fmt: skip
    summaries = " ".join(fold.find("summary").get_text() + "." for fold in folds)
    assert {kind: int(re.search(rf"(\d+) {kind}", summaries)[1]) for kind in counts} == counts


@every_lesson
def test_headings_are_listed_and_folded_words_are_in_the_search(site, name):
    page = read(site / name)
    listed = {link["href"] for link in page.select("#pst-page-navigation-heading-2 ~ nav a, .bd-toc-nav a")}
    assert {f"#{heading}" for heading in FOLDED} <= listed
    index = (site / "searchindex.js").read_text("utf-8")
    docnames = re.findall(r'"([^"]*)"', re.search(r'"?docnames"?:\s*\[([^\]]*)\]', index)[1])
    number, engine = docnames.index(name.removesuffix(".html")), SearchEnglish({})
    held = {match[1] for match in re.finditer(r'"(\w+)":\s*(?=(\d+|\[[\d,\s]*\]))', index) if str(number) in re.findall(r"\d+", match[2])}
    words = {word for part in page.select("details.fold p") for word in re.findall(r"\b[a-z]{6,}\b", part.get_text())}
    assert len(words) > 50
    missing = {word for word in words if engine.word_filter(word) and engine.stem(word) not in held}
    assert missing == set()


@pytest.fixture
def page(site, visit):
    return visit(site / LESSON)


@pytest.mark.parametrize("heading", FOLDED)
def test_an_address_opens_what_it_names(site, visit, heading):
    page = visit(f"{(site / LESSON).as_uri()}#{heading}")
    fold_of(page, heading).locator("xpath=self::*[@open]").wait_for()
    assert page.locator("details.fold[open]").count() == 1


def test_a_link_into_a_fold_opens_it_each_time(page):
    link = page.locator('section:not(:has(> .fold)) > p a.reference.internal[href^="#"]').first
    name = link.get_attribute("href")[1:]
    for _ in range(2):
        assert not page.locator(f'[id="{name}"]').is_visible()
        link.click()
        source = page.locator(f'[id="{name}"]')
        source.wait_for(state="visible")
        assert 0 <= source.bounding_box()["y"] < 900
        fold_of(page, "sources").locator("summary").click()


def test_the_list_of_headings_opens_a_fold(page):
    page.locator('.bd-sidebar-secondary a[href="#the-model"]').click()
    page.locator("#the-model .sim-parameters").wait_for(state="visible")


def test_an_address_of_something_else_opens_nothing(page):
    for address in ("surveillance?supply=6500", "%E0%A4%A", "nowhere"):
        page.evaluate("address => { location.hash = address; }", address)
    assert page.locator("details.fold[open]").count() == 0


def test_who_comes_from_the_search_sees_the_word(site, visit):
    page = visit((site / "search.html").as_uri() + "?q=saddle")
    page.locator("#search-results a", has_text="Elimination").first.click()
    page.locator("#the-model .highlighted").first.wait_for(state="visible")


def test_a_fold_opens_by_keyboard(page):
    summary = fold_of(page, "the-model").locator("> summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#the-model .sim-parameters").is_visible()
    assert summary.bounding_box()["height"] >= 44


@pytest.mark.parametrize("has_script", [True, False])
def test_on_paper_all_is_open_and_answers_are_not(site, visit, has_script):
    page = visit(site / LESSON, java_script_enabled=has_script)
    page.emulate_media(media="print")
    for selector in ("#the-model .sim-parameters td", "#the-model .sim-code .highlight", ".sim-matches td", ".exercise p", "form.question legend", ".citation"):
        assert all(part.is_visible() for part in page.locator(selector).all()), selector
    assert page.locator("details.fold > summary").filter(visible=True).count() == 0
    assert page.locator(".question-answer li").filter(visible=True).count() == 0


def test_after_printing_the_page_is_folded_as_before(page):
    fold_of(page, "sources").locator("summary").click()
    folds = "[...document.querySelectorAll('.fold, .sim-code')].map(fold => fold.open)"
    before = page.evaluate(folds)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert all(page.evaluate(folds))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folds) == before


def test_without_javascript_a_fold_opens_by_its_line(site, visit):
    page = visit(site / LESSON, java_script_enabled=False)
    assert not page.locator(".sim-matches").is_visible()
    fold_of(page, "does-it-match").locator("> summary").click()
    assert page.locator(".sim-matches").is_visible()


@pytest.mark.parametrize("width", [360, 700, 1280])
@every_lesson
def test_tables_need_no_sideways_scrolling_and_stay_tables(site, visit, name, width):
    page = visit(site / name, width=width)
    page.evaluate("for (const fold of document.querySelectorAll('.fold')) fold.open = true")
    boxes = page.locator(".sim-table, .pst-scrollable-table-container")
    assert boxes.evaluate_all("all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.outerHTML.slice(0, 200))") == []
    table = page.locator(".sim-parameters").first.get_by_role("table")
    assert table.get_by_role("columnheader").count() == 4
    row = table.get_by_role("row").nth(1)
    assert (row.get_by_role("rowheader").count(), row.get_by_role("cell").count()) == (1, 3)
    label = "getComputedStyle(element, '::before').content"
    assert (row.get_by_role("cell").first.evaluate(f"element => {label}") != "none") == (width == 360)
