"""Each simulation of the book as one file, `embed/<name>.html`, for a frame in a page elsewhere.

The file holds all that it needs, Plotly too, and its content policy forbids it to ask any host for anything. It works
from a disk, from a book on a server, and where it is the only file that was uploaded.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

CARD = re.compile(r'<section class="sim" id="[^"]*" data-sim="(?P<name>\w+)".*?</section>', re.DOTALL)
HEADING = re.compile(r"(</?)h[1-6]\b")
TITLE = re.compile(r'class="sim-title"[^>]*>(.*?)</h')
CAPTION = re.compile(r'<p class="sim-caption">(.*?) <span')
SPEC = re.compile(r'<script type="application/json" class="sim-spec">.*?</script>', re.DOTALL)
STYLES = ("card.css",)
SCRIPTS = ("plotly.min.js", "player.js")


@dataclass(frozen=True)
class Shown:
    """A simulation as the page of a lesson shows it."""

    name: str
    docname: str
    card: str

    @property
    def spec(self) -> str:
        """What the view runs and draws."""
        return SPEC.findall(self.card)[0]


def setup_embed(app: Sphinx) -> None:
    """Write the files when all pages are written and repaired."""
    app.connect("build-finished", write, priority=900)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write a file for each simulation, and remove those whose simulation has left the book."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "embed"
    folder.mkdir(exist_ok=True)
    found: dict[str, Shown] = {}
    for shown in simulations(app):
        first = found.setdefault(shown.name, shown)
        if first.spec != shown.spec:
            logger.warning(
                "%s is another simulation than that of this name in %s: only one can be embedded, so rename it",
                shown.name, first.docname, location=shown.docname,
            )  # fmt: skip
    for stale in {path.name for path in folder.iterdir()} - {f"{name}.html" for name in found}:
        (folder / stale).unlink()
    for name, shown in found.items():
        (folder / f"{name}.html").write_text(render(app, shown), "utf-8")


def simulations(app: Sphinx) -> Iterator[Shown]:
    """Give the simulations in the written pages; those of lessons before those of other pages."""
    for docname in sorted(app.env.found_docs, key=lambda name: (not name.startswith("chapters/"), name)):
        page = Path(app.builder.get_outfilename(docname)).read_text("utf-8")
        for match in CARD.finditer(page):
            yield Shown(match["name"], docname, match[0])


def render(app: Sphinx, shown: Shown) -> str:
    """Return the whole file of a simulation."""
    static = Path(app.outdir) / "_static"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("embed.html").render(
        language=app.config.language,
        book=app.config.html_title,
        lesson=app.env.titles[shown.docname].astext(),
        address=f"../{app.builder.get_target_uri(shown.docname)}",
        title=html.unescape(TITLE.findall(shown.card)[0]),
        caption=html.unescape(CAPTION.findall(shown.card)[0]),
        card=Markup(HEADING.sub(r"\1h1", shown.card)),
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
