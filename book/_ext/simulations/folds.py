"""A page in two layers: the sections that a book names fold under their headings, below a line that says what is inside.

The heading stays what it is: in the list of headings, as the target of links, in the Markdown that Jupyter shows. What
follows it becomes a `<details>`, which works without JavaScript. `folds.js` opens it for who comes by a link or from the
search, and for paper.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

# What a book's own HTML says of itself: tables with their number of rows, the code, questions.
TABLE = re.compile(r'class="sim-table sim-(?P<kind>\w+)"[^>]*? data-rows="(?P<rows>\d+)"')
CODE = re.compile(r"class=['\"]sim-code\b")
QUESTION = re.compile(r'<form class="question"')


class fold(nodes.General, nodes.Element):
    """What is folded under a heading; `holds` says what it is."""


def setup_folds(app: Sphinx) -> None:
    """Fold the sections that the setting `simulations_folded` names."""
    app.add_node(fold, html=(visit, depart))
    app.connect("doctree-resolved", wrap)  # after the headings have been listed
    app.connect("html-page-context", link)


def wrap(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put what follows the heading of each such section into a fold."""
    if app.builder.format != "html":
        return
    named = {nodes.fully_normalize_name(title) for title in app.config.simulations_folded}
    for section in list(doctree.findall(nodes.section)):
        heading = section.next_node(nodes.title, descend=True)
        if heading and heading.parent is section and nodes.fully_normalize_name(heading.astext()) in named:
            inside = fold("", *section.children[1:], holds=", ".join(contents(section)))
            section.children = section.children[:1]
            section += inside


def contents(section: nodes.section) -> Iterator[str]:
    """Say what is in a section, each kind once, with its number."""
    markup = "".join(node.astext() for node in section.findall(nodes.raw) if "html" in node["format"])
    rows = {"parameters": 0, "matches": 0}
    for table in TABLE.finditer(markup):
        rows[table["kind"]] += int(table["rows"])
    boxes = [kind for node in section.findall(nodes.Element) for kind in node.get("classes", ())]
    counted = [
        (sum(1 for _ in section.findall(nodes.math_block)), "equation", "equations"),
        (rows["parameters"], "parameter with its source", "parameters with their sources"),
        (rows["matches"], "number beside what the model gives", "numbers beside what the model gives"),
        (sum(1 for _ in section.findall(nodes.table)), "table", "tables"),
        (boxes.count("exercise"), "exercise with a solution", "exercises with solutions"),
        (len(QUESTION.findall(markup)), "question with reasons for its answer", "questions with reasons for their answers"),
        (sum(1 for _ in section.findall(nodes.citation)), "source", "sources"),
    ]
    for number, one, more in counted:
        if number:
            yield f"{number} {one if number == 1 else more}"
    if CODE.search(markup):
        yield "the code"
    elif not any(number for number, *_ in counted):
        yield f"about {round(len(section.astext().split()), -1)} words"


def visit(translator: HTML5Translator, node: fold) -> None:
    """Begin a fold."""
    translator.body.append(f'<details class="fold"><summary>{translator.encode(node["holds"])}</summary>\n')


def depart(translator: HTML5Translator, node: fold) -> None:
    """End a fold."""
    translator.body.append("</details>\n")


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Link the style and the script from a page that has a fold, and from no other."""
    if '<details class="fold"' in context.get("body", ""):
        app.add_css_file("card.css")  # the tokens
        app.add_css_file("folds.css")
        app.add_js_file("folds.js", loading_method="defer")
