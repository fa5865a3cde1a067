"""Firefox and WebKit for a smoke test, as Debian ships them, each with the little that the test needs.

Firefox speaks WebDriver BiDi by itself: JSON over a web socket, without a driver program. WebKitGTK has a driver and
needs a screen, here a virtual one. (Chromium, which all other tests of pages use, is in `chromium.py`.)
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import websocket  # comes with Selenium
from selenium import webdriver
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

SECONDS = 60
INSTALL = {
    "Firefox": "sudo apt-get install firefox-esr",
    "WebKit": "sudo apt-get install --no-install-recommends webkit2gtk-driver xvfb",
}


@dataclass
class Engine:
    """A running browser: how to open an address, how to call a JavaScript function in its page, and its errors."""

    open: Callable[[str], object]
    call: Callable[[str, str], Any]
    errors: list[str] = field(default_factory=list)


class MissingError(Exception):
    """A browser is not on this machine; the message is the command that installs it."""


@contextmanager
def firefox() -> Iterator[Engine]:
    """Start Firefox without a window."""
    with TemporaryDirectory() as home:
        command = [program("firefox-esr", "firefox", of="Firefox"), "--headless", "--no-remote"]
        process = subprocess.Popen(
            [*command, "--profile", home, "--remote-debugging-port", "0", "about:blank"],
            env={**os.environ, "HOME": home}, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            address = next(
                found[1] for line in process.stderr if (found := re.search(r"BiDi listening on (\S+)", line))
            )
            socket = websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=SECONDS)
            with closing(socket):
                browser = Bidi(socket)
                browser.ask("session.new", capabilities={})
                browser.ask("session.subscribe", events=["log.entryAdded"])
                (tab,) = (each["context"] for each in browser.ask("browsingContext.getTree")["contexts"])
                yield Engine(
                    lambda url: browser.ask("browsingContext.navigate", context=tab, url=url, wait="complete"),
                    lambda function, argument: browser.call(tab, function, argument),
                    browser.errors,
                )
        finally:
            stop(process)


class Bidi:
    """The few words of WebDriver BiDi that are needed; https://w3c.github.io/webdriver-bidi/."""

    def __init__(self, socket: websocket.WebSocket):
        self.socket = socket
        self.asked = 0
        self.errors: list[str] = []

    def ask(self, method: str, **parameters: Any) -> Any:
        """Send a command; return its result, and note on the way what the console says."""
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("method") == "log.entryAdded" and answer["params"]["level"] in ("error", "warn"):
                self.errors.append(answer["params"]["text"])
            if answer.get("id") == self.asked:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def call(self, context: str, function: str, argument: str) -> Any:
        """Call a function of JavaScript that gives JSON."""
        done = self.ask(
            "script.callFunction", target={"context": context}, functionDeclaration=function, awaitPromise=True,
            arguments=[{"type": "string", "value": argument}],
        )  # fmt: skip
        if done["type"] == "exception":
            raise RuntimeError(done["exceptionDetails"]["text"])
        return json.loads(done["result"]["value"])


@contextmanager
def webkit() -> Iterator[Engine]:
    """Start WebKitGTK's test browser on a screen of its own."""
    driver, screen = program("WebKitWebDriver", of="WebKit"), program("Xvfb", of="WebKit")
    options = Options()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    with virtual_screen(screen) as display:
        service = Service(driver, env={**os.environ, "DISPLAY": display}, log_output=subprocess.DEVNULL)
        service.start()
        try:
            connection = RemoteConnection(client_config=ClientConfig(service.service_url))
            browser = webdriver.Remote(connection, options=options)
            browser.set_script_timeout(SECONDS)
            browser.set_page_load_timeout(SECONDS)
            yield Engine(browser.get, lambda function, argument: call_with_selenium(browser, function, argument))
            browser.quit()
            connection.close()
        finally:
            service.stop()


def call_with_selenium(browser: webdriver.Remote, function: str, argument: str) -> Any:
    """Call an asynchronous function of JavaScript that gives JSON."""
    then = ".then(text => done({text}), error => done({error: String(error)}));"
    done = browser.execute_async_script(f"const done = arguments[1]; ({function})(arguments[0]){then}", argument)
    if "error" in done:
        raise RuntimeError(done["error"])
    return json.loads(done["text"])


@contextmanager
def virtual_screen(program: str) -> Iterator[str]:
    """Start a screen in memory; give its name."""
    arguments = [program, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(arguments, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield f":{process.stdout.readline().strip()}"
    finally:
        stop(process)


def program(*names: str, of: str) -> str:
    """Return the path of the first program that is there; raise MissingError if none is."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise MissingError(INSTALL[of])
    return path


def stop(process: subprocess.Popen[str]) -> None:
    """End a process that was started here."""
    process.terminate()
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in filter(None, (process.stdout, process.stderr)):
        stream.close()
