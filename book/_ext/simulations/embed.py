"""Each simulation of the book as one file, `embed/<name>.html`, for a frame in a page elsewhere.

The file holds all that it needs, Plotly too, and its content policy forbids it to ask any host for anything. It works
from a disk, from a book on a server, and where it is the only file that was uploaded.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging

from .settings import core

logger = logging.getLogger(__name__)

HEADING = re.compile(r"(</?)h[1-6]\b")
STYLES = ("card.css",)
SCRIPTS = ("plotly.min.js", "player.js")


def setup_embed(app: Sphinx) -> None:
    """Write the files when all pages are written and repaired."""
    app.connect("build-finished", write, priority=900)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write a file for each simulation, and remove those whose simulation has left the book."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "embed"
    folder.mkdir(exist_ok=True)
    found: dict[str, tuple[str, Any]] = {}
    for docname, card in simulations(app):
        first, known = found.setdefault(card.name, (docname, card))
        if known.spec != card.spec:
            logger.warning(
                "%s is another simulation than that of this name in %s: only one can be embedded, so rename it",
                card.name, first, location=docname,
            )  # fmt: skip
    for stale in {path.name for path in folder.iterdir()} - {f"{name}.html" for name in found}:
        (folder / stale).unlink()
    for name, (docname, card) in found.items():
        (folder / f"{name}.html").write_text(render(app, docname, card), "utf-8")


def simulations(app: Sphinx) -> Iterator[tuple[str, Any]]:
    """Give the cards in the written pages, each with its page's name; those of lessons before those of other pages."""
    lessons, read_cards = f"{app.config.simulations_lessons}/", core(app.config, "view.cards").read_cards
    for docname in sorted(app.env.found_docs, key=lambda name: (not name.startswith(lessons), name)):
        for card in read_cards(Path(app.builder.get_outfilename(docname)).read_text("utf-8")):
            yield docname, card


def render(app: Sphinx, docname: str, card: Any) -> str:
    """Return the whole file of a simulation."""
    static = Path(app.outdir) / "_static"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("embed.html").render(
        language=app.config.language,
        book=app.config.html_title,
        lesson=app.env.titles[docname].astext(),
        address=f"../{app.builder.get_target_uri(docname)}",
        title=card.title,
        caption=card.caption,
        card=Markup(HEADING.sub(r"\1h1", card.markup)),
        styles=[Markup((static / name).read_text("utf-8")) for name in STYLES],
        scripts=[inline((static / name).read_text("utf-8")) for name in SCRIPTS],
        digest=digest,
    )


def inline(script: str) -> Markup:
    """Return a script as it can stand in a page."""
    return Markup(script.replace("</script", r"<\/script"))


def digest(script: str) -> Markup:
    """Return the name under which a content policy allows a script."""
    return Markup(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'")
