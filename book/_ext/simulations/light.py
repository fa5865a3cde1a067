"""Pages that open soon: one style sheet that holds what the pages use, and no script in the way of the first paint.

The theme and its extensions link a dozen style sheets, most of whose rules no page of ours uses, fonts of thousands of
icons, and scripts that each stop the page from being drawn. When all pages are written, PurgeCSS keeps the rules that
some page or script can use, fontTools the few icons that these rules draw, and scripts wait until the page is there.
"""

import base64
import hashlib
import io
import itertools
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

SHEET = "book.css"
# Rules for states that only a script of the theme brings about, under names that it puts together.
KEPT = ("show", "showing", "hiding", "collapsing", "scrolled", "modal-backdrop", "fade", "tooltip")
LINKS = re.compile(r'\s*<link\b[^>]*?href="(?P<root>[^"]*?)_static/(?P<name>[^"?]+\.css)[^"]*"[^>]*?>')
LINKED = re.compile(rf'data-of="(?P<names>[^"]*)" href="[^"]*{re.escape(SHEET)}')
IMPORT = re.compile(r'@import (?:url\()?"(?P<name>[^"]+)"\)?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FACE_FILE = re.compile(r"""url\(["']?(?P<name>[^"')]+\.woff2)["']?\)""")
ICON = re.compile(r"\\(f[0-9a-f]{3})\b", re.IGNORECASE)
BLOCKING = re.compile(r'<script((?:(?!\bdefer\b|\basync\b)[^>])*?\bsrc="[^"]*"[^>]*)>')
OPTIONS = re.compile(r'<script [^>]*src="[^"]*documentation_options\.js[^"]*"></script>')
TABS = re.compile(r'\s*<script [^>]*src="[^"]*design-tabs\.js[^"]*"></script>')


def setup_light(app: Sphinx) -> None:
    """Make the pages light when all are written and repaired, before single simulations are taken out of them."""
    app.connect("build-finished", make_light, priority=700)


def make_light(app: Sphinx, exception: Exception | None) -> None:
    """Write the one style sheet and link it, in place of the others, from every page."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    pages = {path: path.read_text("utf-8") for path in sorted(out.rglob("*.html")) if path.parent.name != "embed"}
    names = in_order(map(sheets_of, pages.values()))
    options = (static / "documentation_options.js").read_text("utf-8")
    for path, text in pages.items():
        path.write_text(wait_with_scripts(link_sheet(text, names), options), "utf-8")
    css = "\n".join(read_sheet(static / name) for name in names)
    if app.config.simulations_purgecss:
        css = purge(css, [*pages, *static.rglob("*.js")], Path(app.srcdir) / app.config.simulations_purgecss)
    css = draw_icons(css, static / "styles")
    (static / SHEET).write_text(css, "utf-8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]  # a browser that knows an older sheet asks for this one
    for path in pages:
        path.write_text(path.read_text("utf-8").replace(f'_static/{SHEET}"', f'_static/{SHEET}?v={version}"'), "utf-8")
    logger.info("one style sheet of %d kB for %d pages", len(css) // 1000, len(pages))


def sheets_of(page: str) -> list[str]:
    """Return the style sheets that a page links, each where it stands last; or did, before it was made light."""
    if already := LINKED.search(page):
        return already["names"].split()
    names = [link["name"] for link in LINKS.finditer(page)]
    return list(dict.fromkeys(reversed(names)))[::-1]


def in_order(lists: Iterable[list[str]]) -> list[str]:
    """Join lists into one that keeps the order of each: what is new stands behind its neighbour."""
    joined: list[str] = []
    for names in lists:
        at = 0
        for name in names:
            if name in joined:
                at = joined.index(name) + 1
            else:
                joined.insert(at, name)
                at += 1
    return joined


def read_sheet(path: Path) -> str:
    """Return a style sheet with those that it imports in their place, without comments."""
    css = COMMENT.sub("", path.read_text("utf-8"))
    return IMPORT.sub(lambda found: read_sheet((path.parent / found["name"]).resolve()), css)


def purge(css: str, users: Iterable[Path], program: Path) -> str:
    """Return the rules that a page or a script can use; `program` is PurgeCSS, which Node runs."""
    if not program.is_file():
        raise ExtensionError(f"{program} is missing: npm fetches it, or simulations_purgecss says where it is")
    with TemporaryDirectory() as folder:
        whole, kept = Path(folder, SHEET), Path(folder, "kept")
        whole.write_text(css, "utf-8")
        command = ["node", program, "--css", whole, "--output", kept, "--font-face", "--keyframes",
                   "--content", *users, "--safelist", *KEPT]  # fmt: skip
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        if done.returncode:
            raise ExtensionError(f"PurgeCSS failed: {done.stderr.strip() or done.stdout.strip()}")
        return (kept / SHEET).read_text("utf-8")


def draw_icons(css: str, beside: Path) -> str:
    """Put the icons that the rules draw into the sheet itself; `beside` is where its addresses of fonts start."""
    icons = {int(code, 16) for code in ICON.findall(css)}

    def small(face: re.Match[str]) -> str:
        name = FACE_FILE.search(face[0])
        font = name and subset_font((beside / name["name"]).resolve(), icons)
        if not font:
            return ""
        source = f'src:url("data:font/woff2;base64,{base64.b64encode(font).decode()}") format("woff2")'
        return re.sub(r"src:[^;}]*", lambda _: source, face[0])

    return FACE.sub(small, css)


def subset_font(path: Path, wanted: set[int]) -> bytes:
    """Return a font with the wanted characters alone; nothing if it has none of them."""
    font = TTFont(path, recalcTimestamp=False)  # the same bytes at every build
    if not wanted & font.getBestCmap().keys():
        return b""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=[], name_IDs=[])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff2"
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def link_sheet(page: str, names: list[str]) -> str:
    """Return a page with one link to the one sheet, where the first of the others stood."""
    first = LINKS.search(page)
    if first is None:
        return page
    link = f'\n<link rel="stylesheet" data-of="{" ".join(names)}" href="{first["root"]}_static/{SHEET}">'
    links = itertools.chain([link], itertools.repeat(""))
    return LINKS.sub(lambda _: next(links), page)


def wait_with_scripts(page: str, options: str) -> str:
    """Return a page whose scripts run, in their order, when it has been read; the few options stand in the page."""
    page = OPTIONS.sub(lambda _: f"<script>{options.strip()}</script>", page)
    if "sd-tab-set" not in page:
        page = TABS.sub("", page)
    return BLOCKING.sub(r"<script defer\1>", page)
