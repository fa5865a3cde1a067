"""The book as a whole: the size of its lessons, and the time that building takes, in a copy of the tree."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from playwright.sync_api import Browser

from book.lessons import ROOT, listed_lessons
from tests.bench.pages import SITE
from tests.bench.report import Row

MARK = "A sentence that the bench has added."


def measure(_: Browser, __: Collection[str] = ()) -> Iterator[Row]:
    """Give the sizes of the lessons and the times of two builds."""
    for lesson in listed_lessons():
        built = SITE / lesson.relative_to(ROOT).with_suffix(".html")
        yield Row("a lesson's HTML with its simulations, Plotly apart", lesson.stem, (built.stat().st_size / 1000,), (300,), "kB", 0)
    shared = [path for path in (SITE / "_static").glob("*") if path.name in ("player.js", "card.css")]
    yield Row("the view, once for the book: player.js, card.css", "the book", (sum(path.stat().st_size for path in shared) / 1000,), unit="kB", digits=0)
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "tree"
        copy_tree(copy)
        yield Row("book built cold, kernels compiled", f"{len(listed_lessons())} lessons", (build(copy),), (60,), "s")
        lesson = copy / listed_lessons()[0].relative_to(ROOT)
        with lesson.open("a", encoding="utf-8") as text:
            text.write(f"\n{MARK}\n")
        seconds = build(copy)
        page = copy / "_build" / "html" / lesson.relative_to(copy).with_suffix(".html")
        if MARK not in page.read_text("utf-8"):
            raise RuntimeError(f"the build did not notice that {lesson.name} has changed")
        yield Row("book built after a lesson's text has changed", lesson.stem, (seconds,), (15,), "s")


def copy_tree(copy: Path) -> None:
    """Copy what git knows or would take, as it is on the disk, and link what npm has fetched."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        source, target = ROOT / name, copy / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    (copy / "node_modules").symlink_to((ROOT / "node_modules").resolve())


def build(tree: Path) -> float:
    """Build the book of a tree as `make book` does, without its set-up; return the seconds."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = ["jupyter-book", "build", "-W", "-n", "--keep-going", "."]
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=tree, env=environment, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the book of a copy of the tree was not built:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return time.perf_counter() - begin
