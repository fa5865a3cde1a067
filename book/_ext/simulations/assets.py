"""The files that simulations, questions and the glossary need in the page, one copy of each for the whole book.

`file://` forbids external modules, so each is written as a classic script, joined with what it imports. Plotly lies
beside them: a page with a simulation fetches it early and quietly, and the view runs it when a simulation comes near.
"""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from .settings import core

OWN = Path(__file__).parent
PLOTLY = "plotly.min.js"
# A page that is opened at a simulation fetches Plotly at once, behind what the first paint needs; others when one is near.
EARLY = r"""<script>if (/^#(?:{names})(?![\w-])/.test(location.hash)) document.head.append(Object.assign(
  document.createElement("link"), {{rel: "preload", as: "script", fetchPriority: "low", href: "{address}"}}));</script>
"""
# a comment with lines of its own, as our scripts have them: readers of a page need not load it
COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/)[ \t]*\n", re.MULTILINE | re.DOTALL)


def setup_assets(app: Sphinx) -> None:
    """Gather the files, and add the view to the pages that show a simulation."""
    app.add_config_value("simulations_look", "", "html")  # another value: every page is written anew
    app.connect("config-inited", collect, priority=20)
    app.connect("html-page-context", link)


def collect(app: Sphinx, config: Config) -> None:
    """Gather the assets in a folder that Sphinx copies into `_static`."""
    folder = Path(app.outdir).parent / ".assets"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    player = core(config, "view.player")
    for name, module in {"player.js": player.FOLDER / "book.js", **{each.name: each for each in OWN.glob("*.js")}}.items():
        (folder / name).write_text(COMMENT.sub("", player.classic_script(module)), "utf-8")
    for style in OWN.glob("*.css"):
        shutil.copyfile(style, folder / style.name)
    (folder / "card.css").write_text(core(config, "view.style").style(), "utf-8")
    plotly = Path(app.srcdir) / config.simulations_plotly
    if not plotly.is_file():
        raise ExtensionError(f"{plotly} is missing: npm fetches it, or simulations_plotly says where it is")
    shutil.copyfile(plotly, folder / PLOTLY)
    config["html_static_path"] = [*config["html_static_path"], str(folder)]
    config["simulations_look"] = fingerprint(OWN, *(Path(app.srcdir) / path for path in config["html_static_path"]))


def fingerprint(*folders: Path) -> str:
    """Return a hash of all that decides how a page is written: Sphinx itself knows only the texts and its settings."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Link the view and its style from a page that has a simulation, and from no other."""
    if cards := core(app.config, "view.cards").read_cards(context.get("body", "")):
        app.add_css_file("card.css")  # the page has it once, however many ask for it
        for script in ("player.js", "in_sight.js"):
            app.add_js_file(script, loading_method="defer")
        context["metatags"] = context.get("metatags", "") + EARLY.format(
            names="|".join(sorted({card.name for card in cards})), address=context["pathto"](f"_static/{PLOTLY}", 1)
        )
