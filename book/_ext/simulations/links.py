"""Links that set a simulation: `[weak immunity](#surveillance?killing=0.4)`, also `[...](lesson.md#name?...)`.

MyST would look for a heading of that name. Here such a link becomes an ordinary one that the view follows,
and the build checks it against the simulations as they stand in the page.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)

SETTING = re.compile(r"(?P<name>[a-z]\w*)\?(?P<query>.*)", re.DOTALL)
SPEC = re.compile(r'<script type="application/json" class="sim-spec">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Setting:
    """One link: where it stands, which simulation of which page it sets, and to what."""

    docname: str
    line: int | None
    page: str
    name: str
    query: str

    @property
    def text(self) -> str:
        """The link's target, as in the address bar."""
        return f"#{self.name}?{self.query}"


def setup_links(app: Sphinx) -> None:
    """Turn such links into references, remember them, and check them when all pages are read."""
    app.add_transform(SettingLinks)
    app.add_env_collector(Settings)
    app.connect("env-check-consistency", check)


class SettingLinks(SphinxTransform):
    """Replace what MyST made of a link with a setting by a plain reference, before MyST looks for a target."""

    default_priority = 870  # MyST resolves `#name` at 879

    def apply(self, **kwargs: Any) -> None:
        """Go through the links of one page."""
        for node in list(self.document.findall(nodes.reference)):
            if node.get("id_link") and (setting := SETTING.fullmatch(unquote(node["refuri"][1:]))):
                del node["id_link"]
                self.mark(node, self.env.docname, setting)
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("reftargetid") and (setting := SETTING.fullmatch(unquote(node["reftargetid"]))):
                page = node["reftarget"]
                link = nodes.reference("", "", *node.children, internal=True)
                link["refuri"] = f"{self.app.builder.get_relative_uri(self.env.docname, page)}#{setting[0]}"
                link.source, link.line = node.source, node.line
                node.replace_self(link)
                self.mark(link, page, setting)

    def mark(self, node: nodes.reference, page: str, setting: re.Match[str]) -> None:
        """Note on a link what it sets."""
        line = find_line(node, setting[0])
        node["setting"] = Setting(self.env.docname, line, page, setting["name"], setting["query"])
        node["classes"].append("sim-link")


def find_line(node: nodes.Element, target: str) -> int | None:
    """Return the line of a link: the parser knows only where its paragraph starts."""
    place = node
    while place.line is None and place.parent is not None:
        place = place.parent
    if place.line is None:
        return None
    env = node.document.settings.env
    lines = Path(env.doc2path(env.docname)).read_text("utf-8").splitlines()
    return next((n for n in range(place.line, len(lines) + 1) if target in lines[n - 1]), place.line)


class Settings(EnvironmentCollector):
    """Keep for each page its simulations (their inputs) and its links with a setting."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again."""
        stored(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        """Take over what another process has read."""
        stored(env).update({docname: stored(other)[docname] for docname in docnames if docname in stored(other)})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page's simulations out of its outputs, and its links."""
        specs = [json.loads(spec) for node in doctree.findall(nodes.raw) for spec in SPEC.findall(node.astext())]
        links = [node["setting"] for node in doctree.findall(nodes.reference) if "setting" in node]
        stored(app.env)[app.env.docname] = ({spec["name"]: spec["inputs"] for spec in specs}, links)


def stored(env: BuildEnvironment) -> dict[str, Any]:
    """Return what the environment keeps for this module."""
    if not hasattr(env, "simulation_settings"):
        env.simulation_settings = {}
    settings: dict[str, Any] = env.simulation_settings
    return settings


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of each link whose simulation, input or value does not exist."""
    for _, links in stored(env).values():
        for link in links:
            simulations, _ = stored(env).get(link.page, ({}, []))
            for fault in faults(link, simulations):
                logger.warning("%s: %s", link.text, fault, location=(link.docname, link.line))


def faults(link: Setting, simulations: dict[str, Any]) -> list[str]:
    """Say what is wrong with a link, given the simulations of the page to which it leads."""
    if link.name not in simulations:
        known = ", ".join(simulations) or "none"
        return [f"no simulation {link.name!r} in {link.page} (there: {known})"]
    inputs = {key: value for key, value in simulations[link.name].items() if value["kind"] not in ("constant", "data")}
    found = []
    for key, text in parse_qsl(link.query, keep_blank_values=True, strict_parsing=bool(link.query)):
        if key not in inputs:
            found.append(f"no input {key!r} (there: {', '.join(inputs)})")
        elif not (allowed := describe(inputs[key])).holds(text):
            found.append(f"{key} = {text} is not {allowed.words}")
    return found


@dataclass(frozen=True)
class Allowed:
    """The values that an input takes: a range, or a list."""

    words: str
    low: float
    high: float
    values: tuple[float, ...] = ()

    def holds(self, text: str) -> bool:
        """Tell whether a text of the address bar is one of the values."""
        try:
            value = float(text)
        except ValueError:
            return False
        return value in self.values if self.values else self.low <= value <= self.high


def describe(declared: dict[str, Any]) -> Allowed:
    """Return what a declared input allows."""
    if declared["kind"] == "choice":
        values = tuple(option["value"] for option in declared["options"])
        return Allowed(f"one of {', '.join(map(str, values))}", min(values), max(values), values)
    if declared["kind"] == "switch":
        return Allowed("0 or 1", 0, 1, (0, 1))
    if declared["kind"] == "seed":
        return Allowed("0 to 4294967295", 0, 2**32 - 1)
    return Allowed(f"{declared['low']} to {declared['high']}", declared["low"], declared["high"])
