"""Show what a term means where it stands: on hover, on focus, at a tap.

A `{term}` is a link to the glossary, and stays one without JavaScript. Each page also carries the definitions of the
terms that it links, hidden; `glossary.js` shows them beside the link.
"""

from typing import Any

from docutils import nodes
from jinja2 import Environment
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

DEFINITIONS = Environment(autoescape=True).from_string(
    '<div class="definitions">\n'
    '{% for target, text in definitions %}<div class="definition" id="definition-{{ target }}" role="tooltip" '
    'popover="manual" hidden>{{ text }}</div>\n{% endfor %}</div>\n'
)


def setup_glossary(app: Sphinx) -> None:
    """Collect the definitions when all pages are read, and put them into the pages that link them."""
    app.connect("env-updated", collect)
    app.connect("html-page-context", embed)


def collect(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Keep all definitions; name every page to be written again when one has changed."""
    before = stored(env)
    env.glossary_definitions = {}
    for docname in {docname for kind, docname in terms(env) if kind == "term"}:
        env.glossary_definitions.update(read_definitions(env.get_doctree(docname)))
    return [] if before == stored(env) else sorted(env.found_docs)


def stored(env: BuildEnvironment) -> dict[str, str]:
    """Return the definitions that the environment keeps, by the target of the glossary's entry."""
    definitions: dict[str, str] = getattr(env, "glossary_definitions", {})
    return definitions


def terms(env: BuildEnvironment) -> list[tuple[str, str]]:
    """List kind and page of everything that Sphinx's standard domain knows."""
    return [(kind, docname) for _, _, kind, docname, _, _ in env.get_domain("std").get_objects()]


def read_definitions(doctree: nodes.document) -> dict[str, str]:
    """Return the first paragraph of every definition in a glossary, by the targets of its terms."""
    definitions = {}
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            paragraph = next(item.findall(nodes.paragraph), None)
            for term in item.findall(nodes.term):
                for target in term["ids"]:
                    definitions[target] = " ".join(paragraph.astext().split()) if paragraph else ""
    return definitions


def embed(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Add the definitions of a page's terms to its end, with the style and the script that show them."""
    linked = linked_terms(doctree) if doctree else []
    definitions = [(target, stored(app.env)[target]) for target in linked if stored(app.env).get(target)]
    if definitions:
        context["body"] += DEFINITIONS.render(definitions=definitions)
        app.add_css_file("card.css")  # the tokens
        app.add_css_file("glossary.css")
        app.add_js_file("glossary.js", loading_method="defer")


def linked_terms(doctree: nodes.document) -> list[str]:
    """List the targets of a page's links to the glossary, each once, in the order of the page."""
    links = [
        link["refuri"].rpartition("#")[2]
        for link in doctree.findall(nodes.reference)
        if "refuri" in link and any("std-term" in child["classes"] for child in link.findall(nodes.inline))
    ]
    return list(dict.fromkeys(links))
