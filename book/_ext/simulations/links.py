"""Links that set a simulation: `[weak immunity](#surveillance?killing=0.4)`, also `[...](lesson.md#name?...)`.

MyST would look for a heading of that name. Here such a link becomes an ordinary one that the view follows,
and the build checks it against the simulations as they stand in the page.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from .settings import core

logger = logging.getLogger(__name__)

SETTING = re.compile(r"(?P<name>[a-z]\w*)\?(?P<query>.*)", re.DOTALL)


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
    whole = re.compile(re.escape(target) + r"(?![\w=&.-])")  # not the beginning of a longer one
    return next((n for n in range(place.line, len(lines) + 1) if whole.search(lines[n - 1])), place.line)


class Settings(EnvironmentCollector):
    """Keep for each page its simulations (their controls) and its links with a setting."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a page that is read again."""
        stored(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        """Take over what another process has read."""
        stored(env).update({docname: stored(other)[docname] for docname in docnames if docname in stored(other)})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Read a page's simulations out of its outputs, and its links."""
        read_cards = core(app.config, "view.cards").read_cards
        cards = [card for node in doctree.findall(nodes.raw) for card in read_cards(node.astext())]
        links = [node["setting"] for node in doctree.findall(nodes.reference) if "setting" in node]
        stored(app.env)[app.env.docname] = ({card.name: card.settable for card in cards}, links)


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
            for fault in faults(link, simulations, core(app.config, "view.links").faults):
                logger.warning("%s: %s", link.text, fault, location=(link.docname, link.line))


def faults(link: Setting, simulations: dict[str, Any], find: Callable[..., Iterable[str]]) -> Iterable[str]:
    """Say what is wrong with a link, given the simulations of the page to which it leads; `find` is the core's."""
    if link.name not in simulations:
        known = ", ".join(simulations) or "none"
        return [f"no simulation {link.name!r} in {link.page} (there: {known})"]
    return find(link.query, simulations[link.name])
