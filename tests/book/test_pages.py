"""Every page of the built book, from `file://` and without a network."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from book.lessons import ROOT, listed_lessons, listed_pages
from tests.book.cards import SCRIPT, settle
from tests.chromium import wake

DISCLAIMER = (
    "This is a teaching model. It is not medical advice, not a prediction for any person, and it cannot tell you what "
    "treatment is right. If you have questions about your own health, talk with your care team."
)
KILOBYTE = 1000

listed = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_pages()]
lessons = [page.relative_to(ROOT).with_suffix(".html").as_posix() for page in listed_lessons()]
every_page = pytest.mark.parametrize("name", [*listed, "search.html", "genindex.html"])
every_lesson = pytest.mark.parametrize("name", lessons)


@cache
def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def unfold(page):
    """Open all that a page folds under its headings."""
    page.evaluate("for (const fold of document.querySelectorAll('.fold, .sim-code')) fold.open = true")


@every_page
def test_a_page_is_offline_silent_and_accessible_in_both_themes(site, visit, witness, name):
    page = visit(site / name, script=SCRIPT, color_scheme="light")
    wake(page)
    unfold(page)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.locator(f"html[data-theme={theme}]").wait_for(state="attached")
        for card in page.locator("section.sim[data-ready]").all():
            settle(card)
        assert witness.requests == []
        assert witness.errors == []  # before axe, which looks for style sheets on its own
        violations = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations] == [], theme
        witness.errors.clear()
        witness.requests.clear()


# What a finger cannot meet, and what an eye cannot read.
SMALL = """card => [...card.querySelectorAll('button, input:not([type=checkbox]), select')].filter(each => each.checkVisibility())
  .filter(each => { const box = (each.type === 'radio' ? each.closest('label') : each).getBoundingClientRect(), more = getComputedStyle(each, '::after');
    const extra = more.content === 'none' ? 0 : -2 * parseFloat(more.top || '0');
    return box.height + (more.position === 'absolute' ? extra : 0) < 43.5; }).map(each => each.outerHTML.slice(0, 100))"""
TINY = """card => [...card.querySelectorAll('*')].filter(each => each.checkVisibility() && !each.closest('.sim-sr')
  && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  && parseFloat(getComputedStyle(each).fontSize) < 13).map(each => each.outerHTML.slice(0, 100))"""


@every_page
def test_a_page_fits_a_phone_and_its_controls_a_finger(site, visit, name):
    """Presets and views are strips that a finger pushes: a strip fits, what stands in it may reach past the edge."""
    page = visit(site / name, script=SCRIPT, width=360, height=640, has_touch=True, is_mobile=True)
    wake(page)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    wide = page.evaluate(
        """[...document.querySelectorAll('main *')].filter(each => each.checkVisibility()
             && each.getBoundingClientRect().right > 361 && !each.closest('#pst-secondary-sidebar, [tabindex="0"], pre, svg, .sim-sr')
             && !each.parentElement.closest('.sim-presets, .sim-tabs'))
             .map(each => each.outerHTML.slice(0, 120))"""
    )
    assert wide == []
    for card in page.locator("section.sim").all():
        settle(card)
        assert card.evaluate(SMALL) == []
        assert card.evaluate(TINY) == []


def test_the_first_page_opens_from_the_folder(site, visit):
    page = visit(site / "index.html")
    page.wait_for_url("**/book/index.html")


def test_search_finds_a_word_from_disk(site, visit, witness):
    page = visit((site / "search.html").as_uri() + "?q=tumour")
    page.locator("#search-results li").first.wait_for()
    assert witness.errors == []


def test_links_and_files_of_all_pages_exist(site):
    pages = {path: read(path) for path in site.rglob("*.html")}
    targets = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for tag in page.find_all(["a", "link", "script", "img", "iframe"]):
            address = urlsplit(tag.get("href") or tag.get("src") or "")
            if address.scheme or address.netloc:
                continue
            file = (path.parent / unquote(address.path)).resolve() if address.path else path
            anchor = unquote(address.fragment).partition("?")[0]
            if not file.is_file() or (anchor and file in targets and anchor not in targets[file]):
                dead.append(f"{path.relative_to(site)}: {address.geturl()}")
    assert dead == []


def test_no_page_loads_anything_from_another_host(site):
    loaded = [
        f"{path.relative_to(site)}: {tag}"[:200]
        for path in site.rglob("*.html")
        for tag in read(path).find_all(["script", "link", "img", "iframe"])
        if urlsplit(tag.get("src") or tag.get("href") or "").netloc and tag.get("rel") != ["canonical"]
    ]
    assert loaded == []


@pytest.mark.parametrize("name", listed)
def test_a_page_says_what_it_is_about(site, name):
    page = read(site / name)
    assert 50 <= len(page.find("meta", attrs={"name": "description"})["content"]) <= 300
    assert page.html["lang"].startswith("en")
    assert len(page.find_all("h1")) == 1


def test_the_site_has_the_listed_pages_and_no_others(site):
    built = {
        path.relative_to(site).as_posix()
        for folder in ("book", "chapters")
        for path in site.glob(f"{folder}/**/*.html")
    }
    assert built == set(listed)


def test_unused_weight_is_gone_and_nothing_is_there_twice(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert [
        path for path in files if path.suffix in (".map", ".ttf", ".ipynb", ".md") or path.name == "fontawesome.js"
    ] == []
    assert [path.name for path in files if "plotly" in path.name] == ["plotly.min.js"]
    assert sorted(path.name for path in files if path.name in ("player.js", "card.css")) == ["card.css", "player.js"]
    scripts = [
        script.get("src", "") for path in files if path.suffix == ".html" for script in read(path).find_all("script")
    ]
    assert not [source for source in scripts if re.search("plotly|require|mathjax|thebe", source, re.IGNORECASE)]


@every_lesson
def test_a_lesson_weighs_at_most_300_kilobytes(site, name):
    assert (site / name).stat().st_size <= 300 * KILOBYTE


def test_the_first_page_says_who_why_and_what_it_is_not(site):
    text = " ".join(read(site / "book/index.html").get_text().split())
    assert DISCLAIMER in text
    for words in ("Who wrote it", "Last review of the evidence", "Funding", "Found an error?", "in men"):
        assert words in text


def test_the_picture_on_the_first_page_links_only_lessons_of_the_book(site):
    picture = read(site / "book/index.html").find_all(class_="cascade")
    links = [link for part in picture for link in part.find_all("a")]
    assert len(links) == 8
    assert not [link for link in links if link.get("data-lesson")]
    linked = {(site / "book" / link["href"]).resolve() for link in links if link.get("href")}
    assert linked
    assert linked <= {(site / lesson).resolve() for lesson in lessons}


@pytest.mark.parametrize("name", listed)
def test_a_page_reads_without_javascript(site, visit, name):
    page = visit(site / name, java_script_enabled=False)
    assert page.locator("html").get_attribute("data-theme") == "light"
    for section in page.locator("section.sim").all():
        assert section.locator(".sim-say").inner_text().strip()
        assert section.locator("table").first.is_visible()
        assert not [control for control in section.locator("input, select, button").all() if control.is_visible()]
