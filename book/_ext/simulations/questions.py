"""Set a lesson's questions at its end, as self-checks that need no server.

The questions come from the YAML file beside the lesson (`question_bank.py`). The page holds them with their answers
folded: so they read without JavaScript and print without answers. `questions.js` takes the words of its feedback out
of the folded answers, so that each reason stands in the page once.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging

from .entries import BankError
from .question_bank import Bank, bank_path, read_bank, read_misconceptions

logger = logging.getLogger(__name__)

TITLE = "Check yourself"
BEFORE = "sources"  # the section that the questions stand before, if a lesson has it


def setup_questions(app: Sphinx) -> None:
    """Add the questions to the lessons that have some, and their style and script to those pages."""
    # before the contents of the page are collected (500), so that the section is listed there
    app.connect("doctree-read", insert, priority=400)
    app.connect("html-page-context", link)


def insert(app: Sphinx, doctree: nodes.document) -> None:
    """Put the section with the questions into a lesson as it is read."""
    path = bank_path(Path(app.env.doc2path(app.env.docname)))
    if not path.is_file():
        return
    app.env.note_dependency(str(path))
    try:
        bank = read_bank(path, misconceptions(app))
    except BankError as error:
        logger.warning("%s", error)
        return
    place(doctree, to_section(bank))


def misconceptions(app: Sphinx) -> Mapping[str, str] | None:
    """Return the wrong ideas that the book lists, if it does."""
    if not app.config.simulations_misconceptions:
        return None
    listed = Path(app.srcdir) / app.config.simulations_misconceptions
    app.env.note_dependency(str(listed))
    return read_misconceptions(listed)


def place(doctree: nodes.document, section: nodes.section) -> None:
    """Put a section before the sources of a page, else at its end."""
    page = next(doctree.findall(nodes.section), doctree)
    sources = [child for child in page.children if isinstance(child, nodes.section) and BEFORE in child["ids"]]
    at = page.index(sources[0]) if sources else len(page)
    page.insert(at, section)


def to_section(bank: Bank) -> nodes.section:
    """Return the questions as a section of the page."""
    section = nodes.section(ids=[nodes.make_id(TITLE)], names=[nodes.fully_normalize_name(TITLE)])
    section += nodes.title("", TITLE)
    section += nodes.raw("", to_html(bank), format="html")
    return section


def to_html(bank: Bank) -> str:
    """Return the questions as markup that is complete without JavaScript."""
    return _template().render(bank=bank)


def to_inline(text: str) -> Markup:
    """Return a line of text as HTML: `**bold**` and `*italics*` are marked, all else is escaped."""
    return Markup(_inline().renderInline(text))


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Link the style and the script from a page with questions, and from no other."""
    if 'class="question"' in context.get("body", ""):
        app.add_css_file("card.css")  # the tokens; the page has it once, however many ask for it
        app.add_css_file("questions.css")
        app.add_js_file("questions.js", loading_method="defer")


@cache
def _inline() -> MarkdownIt:
    return MarkdownIt("zero").enable(["emphasis", "escape"])


@cache
def _template() -> Any:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["inline"] = to_inline
    return environment.get_template("questions.html")
