"""The view as one text: its small ES modules joined, so that a page loads one script and Jupyter one module.

Modules import by name from files beside them, one line each, and export where they declare. Joining writes every module
once, after those that it imports, without these lines. Nothing is renamed: no two modules may declare the same name.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).with_name("player")

_IMPORT = re.compile(r'^import \{ [\w, ]+ \} from "\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) )", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def modules(entry: Path) -> list[Path]:
    """Return `entry` and all that it imports, each once and after those that it imports itself."""
    order: list[Path] = []

    def visit(module: Path, above: tuple[Path, ...]) -> None:
        if module in above:
            raise ValueError(f"{module.name} imports itself, by way of {', '.join(each.name for each in above)}")
        if module not in order:
            for name in _IMPORT.findall(module.read_text("utf-8")):
                visit(module.with_name(name), (*above, module))
            order.append(module)

    visit(entry, ())
    return order


def join(entry: Path) -> str:
    """Return `entry` with all that it imports as one text, without imports and exports."""
    text = "\n".join(_EXPORT.sub("", _IMPORT.sub("", module.read_text("utf-8"))) for module in modules(entry))
    if left := _LEFT.search(text):
        raise ValueError(f"{entry.name} cannot be joined for this line: {left[0]}")
    if twice := [name for name, times in Counter(_DECLARED.findall(text)).items() if times > 1]:
        raise ValueError(f"{entry.name} cannot be joined: declared twice is {', '.join(twice)}")
    return text


def classic_script(entry: Path) -> str:
    """Return `entry`, joined, as a script that calls the module's `start` by itself: `file://` forbids modules."""
    return f'(() => {{\n"use strict";\n{join(entry)}start();\n}})();\n'


def es_module(entry: Path) -> str:
    """Return `entry`, joined, as the module that anywidget loads."""
    return f"{join(entry)}export default {{ render }};\n"
