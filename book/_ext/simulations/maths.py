"""Formulas as MathML, made while the book is built: every browser draws it and no script is needed."""

import html
from xml.etree import ElementTree as ET

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


def setup_maths(app: Sphinx) -> None:
    """Register the renderer that `html_math_renderer: mathml` names."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    translator.body.append(f'<span class="math">{to_mathml(node, "inline")}</span>')
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on its own line, with the number and the target that references need."""
    target = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    # a wide formula scrolls sideways, and what scrolls must be within the keyboard's reach
    translator.body.append(f'<div class="math"{target} tabindex="0">{to_mathml(node, "block")}{number}</div>')
    raise nodes.SkipNode


def to_mathml(node: nodes.Element, display: str) -> str:
    """Convert the TeX of a node; a formula that the converter does not know is a warning with its place."""
    tex = node.astext()
    try:
        mathml: str = convert(tex, display=display)
        words = [word for word in ET.fromstring(mathml).itertext() if word.startswith("\\")]
    except Exception as error:  # noqa: BLE001 - the converter lets any exception through
        words = [f"{type(error).__name__}: {error}"]
        mathml = f"<code>{html.escape(tex)}</code>"
    if words:
        logger.warning("a formula cannot be written as MathML: %s (%s)", tex, ", ".join(words), location=node)
    return mathml
