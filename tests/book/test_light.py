"""Pages open soon: one style sheet, icons without a font's file, no script before the first paint, little to load."""

import gzip
import re
from importlib import import_module

import pytest

from book.lessons import ROOT, listed_pages
from tests.conftest import SITE

light = import_module("book._ext.simulations.light")

PAGE = """<head>
<link href="../_static/styles/theme.css?digest=1" rel="stylesheet" />
<link rel="stylesheet" type="text/css" href="../_static/card.css?v=1" />
<link rel="stylesheet" type="text/css" href="../_static/course.css?v=1" />
<link rel="stylesheet" type="text/css" href="../_static/card.css?v=1" />
<link rel="icon" href="../_static/logo.svg"/>
<script src="../_static/documentation_options.js?v=1"></script>
<script src="../_static/doctools.js?v=1"></script>
<script src="../searchindex.js"></script>
<script>let early = 1;</script>
<script defer="defer" src="../_static/player.js?v=1"></script>
</head>"""
EARLY = re.compile(r'rel: "preload", as: "script", fetchPriority: "low", href: "([^"]+)"')
LOADED = re.compile(r'(?:src|rel="stylesheet"[^>]* href)="([^"]+?)(?:\?[^"]*)?"')
PURGECSS = ROOT / "node_modules" / "purgecss" / "bin" / "purgecss.js"
MOST = 150_000  # bytes of a lesson and all that it loads, compressed, without Plotly


def test_style_sheets_are_joined_in_the_order_of_the_pages():
    assert light.sheets_of(PAGE) == ["styles/theme.css", "course.css", "card.css"]
    assert light.in_order([["a", "c"], ["a", "b", "c"], ["c", "d"]]) == ["a", "b", "c", "d"]


def test_a_page_links_one_sheet_and_remembers_what_it_holds():
    names = ["styles/theme.css", "course.css", "card.css"]
    once = light.link_sheet(PAGE, names)
    assert once.count('rel="stylesheet"') == 1
    assert 'rel="icon"' in once
    assert light.sheets_of(once) == names, "a page that is not written anew must not forget its sheets"
    assert light.link_sheet(once, names) == once


def test_scripts_wait_in_their_order_but_for_what_they_need_at_once():
    page = light.wait_with_scripts(PAGE, "const DOCUMENTATION_OPTIONS = {};")
    assert "<script>const DOCUMENTATION_OPTIONS = {};</script>" in page
    assert '<script defer src="../_static/doctools.js?v=1">' in page
    assert '<script defer src="../searchindex.js">' in page, "what it calls is in a script that waits, too"
    assert "<script>let early = 1;</script>" in page
    assert light.wait_with_scripts(page, "") == page


def test_a_rule_that_no_page_uses_is_left_out_and_others_stay(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<p class="used">words</p>', "utf-8")
    assert light.purge(".used { color: red } .unused { color: blue }", [page], PURGECSS).split() == [".used", "{", "color:", "red", "}"]


@pytest.fixture(scope="module")
def lessons(site):
    return {path: path.read_text("utf-8") for path in
            (site / page.relative_to(ROOT).with_suffix(".html") for page in listed_pages())}  # fmt: skip


def test_every_page_has_one_style_sheet_and_no_script_that_blocks(lessons):
    for path, text in lessons.items():
        assert text.count('rel="stylesheet"') == 1, path
        assert not light.BLOCKING.search(text), path


def test_a_page_with_a_simulation_fetches_the_drawing_library_early_and_no_other_does(site, lessons):
    others = [site / "book" / "how_to_use.html", site / "book" / "glossary.html"]
    for path, text in (lessons | {path: path.read_text("utf-8") for path in others}).items():
        early = EARLY.findall(text)
        assert len(early) == ("player.js" in text), path
        assert [(path.parent / name).resolve() for name in early] == [SITE / "_static" / "plotly.min.js"] * len(early)


def test_plotly_is_fetched_early_only_where_a_page_is_opened_at_a_simulation(site, visit, witness):
    early = "document.querySelectorAll('link[rel=preload][href*=plotly]').length"
    lesson = (site / "chapters" / "immune" / "three_es.html").as_uri()
    for part, links in (("", 0), ("#sources", 0), ("#surveillance", 1), ("#surveillance?supply=5000", 1)):
        assert visit(lesson + part).evaluate(early) == links, part
    assert witness.errors == []


def test_icons_come_with_the_sheet(site):
    css = (site / "_static" / light.SHEET).read_text("utf-8")
    assert not light.FACE_FILE.search(css)
    assert css.count("data:font/woff2;base64,") >= 1
    assert len(light.ICON.findall(css)) >= 8


def test_a_lesson_weighs_little(site, lessons):
    for path, text in lessons.items():
        files = {(path.parent / name).resolve() for name in LOADED.findall(text)} - {SITE / "_static" / "plotly.min.js"}
        weights = {file.name: len(gzip.compress(file.read_bytes())) for file in (path, *files)}
        assert sum(weights.values()) <= MOST, weights
