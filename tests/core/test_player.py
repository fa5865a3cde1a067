"""The view's modules joined into one text: for a page as a classic script, for Jupyter as one module."""

import re
import subprocess
from pathlib import Path

import pytest

from widgets.core.view import player

LINES = 250
ENTRIES = [player.FOLDER / "book.js", player.FOLDER / "jupyter.js"]
MODULES = sorted(player.FOLDER.glob("*.js"))
DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


@pytest.fixture
def write(tmp_path):
    """Write a module and return its path."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_can_be_read_at_once(module):
    assert len(module.read_text("utf-8").splitlines()) <= LINES


def test_every_module_is_part_of_a_view():
    assert {module for entry in ENTRIES for module in player.modules(entry)} == set(MODULES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_joining_gives_no_name_twice(entry):
    names = DECLARED.findall(player.join(entry))
    assert len(names) > 40 and len(names) == len(set(names))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_what_a_module_imports_stands_before_it(entry):
    order = player.modules(entry)
    for at, module in enumerate(order):
        imported = {module.with_name(name) for name in re.findall(r'from "\./(\w+\.js)"', module.read_text("utf-8"))}
        assert imported <= set(order[:at])


def test_a_browser_can_read_what_was_joined(write):
    book, jupyter = ENTRIES
    for text in (write("book.js", player.classic_script(book)), write("jupyter.mjs", player.es_module(jupyter))):
        subprocess.run(["node", "--check", text], check=True)


def test_an_imported_module_is_joined_once_and_first(write):
    write("a.js", "export const one = 1;\n")
    write("b.js", 'import { one } from "./a.js";\n\nexport const two = one + one;\n')
    entry = write("c.js", 'import { one } from "./a.js";\nimport { two } from "./b.js";\n\nexport function start() { globalThis.sum = one + two; }\n')
    script = player.classic_script(entry) + "console.log(sum);"
    assert script.count("const one") == 1
    assert subprocess.run(["node", "-e", script], check=True, capture_output=True, text=True).stdout == "3\n"


def test_a_name_declared_twice_is_refused(write):
    write("a.js", "const size = 1;\nexport const one = size;\n")
    entry = write("b.js", 'import { one } from "./a.js";\n\nconst size = one;\n')
    with pytest.raises(ValueError, match=r"b\.js cannot be joined: declared twice is size"):
        player.join(entry)


@pytest.mark.parametrize("line", ['import x from "./a.js";', 'import * as a from "./a.js";', "export { a };", "export default a;"])
def test_a_line_that_joining_does_not_know_is_refused(write, line):
    with pytest.raises(ValueError, match=r"a\.js cannot be joined for this line: " + re.escape(line)):
        player.join(write("a.js", f"{line}\n"))


def test_modules_that_import_each_other_are_refused(write):
    write("a.js", 'import { b } from "./b.js";\nexport const a = 1;\n')
    with pytest.raises(ValueError, match=r"b\.js imports itself, by way of b\.js, a\.js"):
        player.join(write("b.js", 'import { a } from "./a.js";\nexport const b = 1;\n'))
