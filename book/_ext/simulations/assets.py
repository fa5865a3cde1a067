"""The files that simulations, questions and the glossary need in the page, one copy of each for the whole book.

`file://` forbids external modules, so each is written as a classic script, joined with what it imports. Plotly lies
beside them, and the view loads it when a simulation comes near.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from widgets.core.view import player, style

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = {"player.js": player.FOLDER / "book.js", **{path.name: path for path in Path(__file__).parent.glob("*.js")}}
PLOTLY = ROOT / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
WRITTEN_BY = ("book/_ext/**/*", "book/_static/**/*", "widgets/core/view/**/*.js", "widgets/core/view/*.css",
              "widgets/core/view/*.py", "widgets/core/figures/look.py", "widgets/course.py")  # fmt: skip


def setup_assets(app: Sphinx) -> None:
    """Gather the files, and add the view to the pages that show a simulation."""
    app.add_config_value("simulations_look", "", "html")  # another value: every page is written anew
    app.connect("config-inited", collect, priority=20)
    app.connect("html-page-context", link)


def collect(app: Sphinx, config: Config) -> None:
    """Gather the assets in a folder that Sphinx copies into `_static`."""
    folder = Path(app.outdir).parent / ".assets"
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in SCRIPTS.items():
        (folder / name).write_text(player.classic_script(module), "utf-8")
    (folder / "card.css").write_text(style.style(), "utf-8")
    if not PLOTLY.is_file():
        raise ExtensionError(f"{PLOTLY.relative_to(ROOT)} is missing: run `make book`, which fetches it")
    shutil.copyfile(PLOTLY, folder / "plotly.min.js")
    config["html_static_path"] = [*config["html_static_path"], str(folder)]
    config["simulations_look"] = fingerprint()


def fingerprint() -> str:
    """Return a hash of all that decides how a page is written: Sphinx itself knows only the texts and its settings."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in WRITTEN_BY for path in ROOT.glob(pattern)):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def link(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Link the view from a page that has a simulation, and from no other."""
    if "sim-spec" in context.get("body", ""):
        app.add_js_file("player.js", loading_method="defer")
