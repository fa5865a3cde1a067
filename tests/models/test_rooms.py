"""Every simulation is a folder of the same rooms, and each room knows only what it may."""

import ast
import pickle
from importlib.util import resolve_name
from pathlib import Path

import pytest

import widgets

FOLDERS = [
    file.parent for part in widgets.PARTS for file in sorted(Path(widgets.__file__).parent.glob(f"{part}/*/__init__.py"))
]
every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def package_of(folder):
    return f"widgets.{folder.parent.name}.{folder.name}"


def imported_by(file):
    """Return the full names of all modules of this package that a file imports, at its top or later."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = resolve_name("." * node.level + (node.module or ""), package_of(file.parent))
            names |= {start} if node.module else {f"{start}.{alias.name}" for alias in node.names}
    return names


def is_science(module):
    """Say whether a module is numbers and laws: a file of a part that is neither views nor words, or a library."""
    if not module.startswith("widgets."):
        return not module.startswith(("plotly", "ipywidgets", "anywidget"))
    _, part, *rest = module.split(".")
    file = Path(widgets.__file__).parent.joinpath(part, *rest).with_suffix(".py")
    return part in widgets.PARTS and file.is_file() and file.stem != "figures"


def test_every_simulation_is_a_folder():
    assert {f"{folder.parent.name}/{folder.name}" for folder in FOLDERS} == {name for name, _ in widgets.find_simulations()}


@every_folder
def test_a_simulation_has_a_model_figures_and_a_declaration(folder):
    assert {"__init__.py", "figures.py", "model.py"} <= {file.name for file in folder.glob("*")}
    declared = dict(widgets.find_simulations())[f"{folder.parent.name}/{folder.name}"]
    assert declared.name == folder.name
    assert pickle.loads(pickle.dumps(declared)) is declared  # by reference: worker processes import it


@every_folder
def test_science_imports_the_core_and_science(folder):
    for file in folder.glob("*.py"):
        if file.name not in ("__init__.py", "figures.py"):
            strangers = {name for name in imported_by(file) if not is_science(name)}
            assert strangers <= {"widgets.core", "widgets.core.kernels.numerics"}


@every_folder
def test_figures_import_their_own_model(folder):
    own = f"{package_of(folder)}."
    for module in imported_by(folder / "figures.py"):
        assert not module.startswith("widgets.") or module.startswith(("widgets.core", own))


@every_folder
def test_a_declaration_shows_its_own_figures(folder):
    figures = {module for module in imported_by(folder / "__init__.py") if module.endswith(".figures")}
    assert figures <= {f"{package_of(folder)}.figures"}


@pytest.mark.parametrize(("kind", "most"), [("py", 350), ("js", 250)])
def test_no_file_is_longer_than_can_be_held_in_the_head(kind, most):
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in Path(widgets.__file__).parent.rglob(f"*.{kind}")}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > most} == {}
