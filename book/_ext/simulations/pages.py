"""The theme's pages, made light, silent and accessible; and raw HTML that names a lesson, linked to it.

What the theme gets wrong has no setting and its templates cannot be overridden piece by piece, so each
repair is one replacement in the finished page. `tests/book` says which rule each one serves.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

REPAIRS = [
    # 1.5 MB of icons as a script that stops the page from drawing; the same icons come with the style sheet
    (r'<script(?: defer)? src="[^"]*scripts/fontawesome\.js[^"]*"></script>\n?', ""),
    # an accessible name must contain the visible words
    (r'(<button class="btn search-button-field[^>]*?) title="[^"]*" aria-label="[^"]*"', r"\1"),
    (r'(<i class="theme-switch [^>]*?) title="[^"]*"', r'\1 aria-hidden="true"'),
    (r'<summary aria-label="Toggle hidden content">', "<summary>"),
    # everything in a page belongs to a landmark
    (
        r'<div id="pst-primary-sidebar" class',
        '<div id="pst-primary-sidebar" role="complementary" aria-label="Contents" class',
    ),
    # the scroll spy watches the contents of this page; of a list that is not there it watches every link
    (r'data-bs-target="\.bd-toc-nav"', 'data-bs-target="#pst-secondary-sidebar"'),
    # the title stands once, on paper too
    (r'(?s)<div id="jb-print-docs-body" class="onlyprint">.*?(?=<div id="searchbox">)', ""),
    # a list holds list items
    (r' role="doc-biblioentry"', ' role="listitem"'),
    # light without JavaScript, the system's choice with it
    (r'localStorage\.getItem\("mode"\) \|\| "light"', 'localStorage.getItem("mode") || "auto"'),
    (
        r'localStorage\.getItem\("theme"\) \|\| "light"',
        'localStorage.getItem("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
    ),
]
LESSON = re.compile(r'(<a\b[^>]*?) data-lesson="([^"]+)"')
OTHERS = re.compile(r"_static/|embed/|(index|genindex|search)\Z")  # pages that are made of no document
UNUSED = ("locales", "*webpack-macros.html", "**/*.map", "**/*.ttf", "**/fontawesome.js*")


def setup_pages(app: Sphinx) -> None:
    """Keep Thebe out, link the lessons, and repair the pages when all are written."""
    app.connect("config-inited", begin_light)
    app.connect("builder-inited", drop_thebe, priority=1)
    app.connect("doctree-resolved", link_lessons)
    app.connect("build-finished", repair)


def begin_light(app: Sphinx, config: Config) -> None:
    """Let pages be light, and so readable, until a script follows the system's choice."""
    config["html_context"] = {"default_mode": "light", **config["html_context"]}


def drop_thebe(app: Sphinx) -> None:
    """Disconnect the extension that Jupyter Book brings along: it asks another host for code to run kernels there."""
    for listeners in app.events.listeners.values():
        for listener in list(listeners):
            if listener.handler.__module__ == "sphinx_thebe" and listener.handler.__name__ != "st_static_path":
                app.disconnect(listener.id)


def link_lessons(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give `<a data-lesson="...">` its address if the book has the lesson; else it stays a place for a link."""

    def linked(match: re.Match[str]) -> str:
        known = match[2] in app.env.found_docs
        return f'{match[1]} href="{app.builder.get_relative_uri(docname, match[2])}"' if known else match[1]

    for node in list(doctree.findall(nodes.raw)):
        if "data-lesson" in node.astext():
            node.replace_self(nodes.raw("", LESSON.sub(linked, node.astext()), format="html"))


def repair(app: Sphinx, exception: Exception | None) -> None:
    """Repair every page and drop the theme's files that no page uses."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for page in out.rglob("*.html"):
        name = page.relative_to(out).with_suffix("").as_posix()
        if name not in app.env.found_docs and not OTHERS.match(name):
            page.unlink()  # it has left _toc.yml
    for page in out.rglob("*.html"):
        text = before = page.read_text("utf-8")
        for pattern, replacement in REPAIRS:
            text = re.sub(pattern, replacement, text)
        if text != before:
            page.write_text(text, "utf-8")
    for pattern in UNUSED:
        for path in (out / "_static").glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
