"""Run the lessons' code cells as a static page needs them, and never show a stale result.

jupyter-cache knows a notebook by its code cells alone: after a change in `widgets/` it would serve the old
outputs. So the cache lives in a folder named by everything else that a cell's output depends on.
"""

import hashlib
import os
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

ROOT = Path(__file__).resolve().parents[3]

INPUTS = ("widgets/**/*.py", "widgets/**/*.js", "widgets/**/*.css", "widgets/**/*.html")
FILES = ("requirements.lock", "book/references.bib")


def setup_execution(app: Sphinx) -> None:
    """Prepare the kernels' environment and the place of their cached outputs."""
    app.connect("config-inited", prepare_kernels, priority=10)


def prepare_kernels(app: Sphinx, config: Config) -> None:
    """Let kernels import the package and show static pages; name the cache by the package's content."""
    os.environ["COURSE_STATIC"] = "1"
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))

    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / fingerprint(ROOT)
    for stale in caches.glob("*"):
        if stale != cache:
            shutil.rmtree(stale, ignore_errors=True)
    config["nb_execution_cache_path"] = str(cache)


def fingerprint(root: Path) -> str:
    """Return a short hash of every file that can change what a code cell shows."""
    files = {root / name for name in FILES}
    files.update(path for pattern in INPUTS for path in root.glob(pattern))
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
