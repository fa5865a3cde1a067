"""Run the lessons' code cells as a static page needs them, and never show a stale result.

jupyter-cache knows a notebook by its code cells alone: after a change in the package it would serve the old outputs. So
the cache lives in a folder named by everything else that a cell's output depends on: the package, the bibliography, and
what is installed. Scripts and styles of the view are no part of it: a static cell does not read them.
"""

import hashlib
import importlib.metadata
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from .settings import core, package_folder

logger = logging.getLogger(__name__)

NOT_READ = frozenset({".css", ".js", ".md", ".pyc", ".ts"})  # suffixes of files that no cell of a static page reads


def setup_execution(app: Sphinx) -> None:
    """Prepare the kernels' environment and the place of their cached outputs."""
    app.connect("config-inited", prepare_kernels, priority=10)
    app.connect("env-before-read-docs", run_ahead)


def prepare_kernels(app: Sphinx, config: Config) -> None:
    """Let kernels import the package and show static pages; name the cache by the package's content."""
    settings, package = core(config, "settings"), package_folder(config)
    os.environ[settings.STATIC] = "1"
    paths = [str(package.parent), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))

    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / fingerprint(package, settings.course().bibliography)
    for stale in caches.glob("*"):
        if stale != cache:
            shutil.rmtree(stale, ignore_errors=True)
    config["nb_execution_cache_path"] = str(cache)


def run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the lessons whose outputs are not known, one for each core at a time; MyST-NB then finds them in the cache.

    A lesson that fails is left to MyST-NB, which runs it again and says where it failed.
    """
    cache = get_cache(app.config.nb_execution_cache_path)
    lessons = dict(unknown(app, cache, docnames))
    if not lessons:
        return
    logger.info("running %d lessons, %d at a time", len(lessons), os.cpu_count())

    def run(path: Path) -> float | None:
        done = single_nb_execution(lessons[path], str(path.parent), app.config.nb_execution_timeout, False)
        return None if done.err else done.time

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, seconds in zip(lessons, pool.map(run, lessons), strict=True):
            if seconds is not None:
                bundle = CacheBundleIn(lessons[path], str(path), data={"execution_seconds": seconds})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def unknown(app: Sphinx, cache: JupyterCacheAbstract, docnames: list[str]) -> Iterator[tuple[Path, NotebookNode]]:
    """Yield the notebooks among the pages whose outputs the cache does not have."""
    for name in docnames:
        path = Path(app.env.doc2path(name))
        text = path.read_text("utf-8")
        reader = create_nb_reader(str(path), app.env.myst_config, app.env.mystnb_config, text)
        if reader is None:
            continue
        notebook = reader.read(text)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            yield path, notebook


def fingerprint(package: Path, bibliography: Path | None = None) -> str:
    """Return a short hash of all that can change what a code cell shows."""
    digest = hashlib.sha256(installed().encode())
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix not in NOT_READ:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    if bibliography and bibliography.is_file():
        digest.update(bibliography.read_bytes())
    return digest.hexdigest()[:16]


def installed() -> str:
    """Return Python and every distribution that is installed, with their versions: a lock says only what should be."""
    found = {(each.name, each.version) for each in importlib.metadata.distributions()}
    return repr((sys.version_info, sys.platform, sorted(found)))
