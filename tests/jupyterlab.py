"""A real JupyterLab for the tests and the bench: started in a folder, driven in Chromium."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page

from book.lessons import ROOT

QUIET = ("--no-browser", "--ServerApp.port=0", "--IdentityProvider.token=", "--ServerApp.allow_root=True",
         "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")  # fmt: skip
LISTENING = re.compile(r"https?://(?:localhost|127\.0\.0\.1):(\d+)/")

# A kernel that has just been asked for looks idle, then starting, connecting, unknown, and idle once it is there.
STILL_IDLE = """() => {
  const status = document.querySelector('.jp-NotebookPanel-toolbar [data-status]')?.dataset.status;
  globalThis.idleSince = status === 'idle' ? globalThis.idleSince ?? performance.now() : null;
  return globalThis.idleSince !== null && performance.now() - globalThis.idleSince > 1500;
}"""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Start JupyterLab for the notebooks in a folder, with settings and state of its own; give its address."""
    state = folder / ".state"
    environment = {name: value for name, value in os.environ.items() if name != "COURSE_STATIC"}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
                 "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR"):  # fmt: skip
        environment[name] = str(state / name.lower())
    environment["PYTHONPATH"] = str(ROOT)
    command = [sys.executable, "-m", "jupyterlab", *QUIET, f"--ServerApp.root_dir={folder}"]
    state.mkdir(exist_ok=True)
    log = state / "server.log"  # a pipe that nobody reads fills up, and the server would wait for ever
    with log.open("w", encoding="utf-8") as writing:
        server = subprocess.Popen(
            command, env=environment, stderr=writing, stdout=subprocess.DEVNULL, start_new_session=True
        )
    try:
        while not (found := LISTENING.search(log.read_text("utf-8"))):
            if server.poll() is not None:
                raise RuntimeError("JupyterLab did not start:\n" + log.read_text("utf-8"))
            time.sleep(0.1)
        address = f"http://127.0.0.1:{found[1]}"
        wait_for_answer(f"{address}/api")
        yield address
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def wait_for_answer(url: str, seconds: float = 30) -> None:
    """Ask until the server answers: it names its address a moment before it listens."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                json.load(answer)
            return
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def open_notebook(page: Page, address: str, name: str) -> None:
    """Open a notebook and wait for its kernel."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_function(STILL_IDLE, polling=100)


def run_all(page: Page) -> None:
    """Run all cells of the open notebook."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def run_cell(page: Page, number: int) -> Locator:
    """Run one cell and return its output when the kernel has finished."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def press() -> None:
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")

    press_until_it_ran(press, cell)
    return cell.locator(".jp-OutputArea")


def press_until_it_ran(press: Callable[[], None], cell: Locator, seconds: float = 90) -> None:
    """Run a cell, again if need be: JupyterLab forgets the first run of a notebook whose kernel has just started.

    The prompt then goes from "[ ]" to "[*]" and back to "[ ]"; of a run that has ended it shows another number.
    """
    prompt = cell.locator(".jp-InputPrompt").first
    before, end = prompt.inner_text(), time.monotonic() + seconds
    while time.monotonic() < end:
        press()
        cell.page.wait_for_timeout(1000)
        while "*" in prompt.inner_text() and time.monotonic() < end:
            cell.page.wait_for_timeout(100)
        if re.search(r"\d", prompt.inner_text()) and prompt.inner_text() != before:
            return
    raise RuntimeError(f"the cell was not run within {seconds} seconds")
