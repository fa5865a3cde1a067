"""What a course tells the core, and that the core would know nothing of it without."""

import dataclasses
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from book.lessons import ROOT
from widgets.core import Number, settings
from widgets.core.figures import look
from widgets.core.settings import Colour, Course, Role
from widgets.core.view.style import style

CORE = Path(settings.__file__).parent
GREEN = Colour("#007700", "#00ff00")


@pytest.fixture
def epidemic(monkeypatch):
    """Return another course, in use."""
    course = Course(roles={"infected": Role(GREEN, Colour("#004400", "#88ff88"), GREEN)}, disclaimer="Not a forecast.")
    monkeypatch.setattr(settings, "_course", course)
    return course


def test_a_role_is_one_of_the_course_in_use(epidemic):
    assert Number(role="infected").role == "infected"
    with pytest.raises(ValueError, match="role 'tumour' is none of infected"):
        Number(role="tumour")


def test_figures_have_the_colours_of_the_course_and_of_the_interface(epidemic):
    assert look.palette("dark")["infected"] == "#00ff00"
    assert look.palette("dark")["ink"] == look.INTERFACE["ink"].dark
    assert "tumour" not in look.palette()
    assert look.inked("var(--infected)") == "var(--infected-ink)"
    assert look.inked("var(--quiet)") == "var(--quiet)"


def test_the_style_sheet_has_each_colour_in_the_light_and_in_the_dark_and_no_other(epidemic):
    css = style()
    for name in look.palette():
        values = re.findall(rf"--sim-{name}: (.*);", css)
        assert values == [look.palette(theme)[name] for theme in look.THEMES]
    assert '.sim [data-role="infected"] { --role: var(--sim-infected)' in css
    assert "tumour" not in css
    asked = set(re.findall(r"var\(--sim-([\w-]+)", css))
    assert asked <= {"font", "sticky-top", "gutter", *look.palette()}


def test_a_copy_of_the_core_works_under_another_name(tmp_path):
    """Nothing in it imports by the name of this package, and nothing reads a file outside it."""
    copy = tmp_path / "somewhere" / "machinery"
    (tmp_path / "somewhere").mkdir()
    (tmp_path / "somewhere" / "__init__.py").write_text("", "utf8")
    shutil.copytree(CORE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    script = (
        "from somewhere.machinery import Inputs, Outputs, Slider, kernel\n"
        "import sys\n"
        "inputs = Inputs(x=Slider('X', 1.0, low=0.0, high=2.0, step=0.5, source='assumed'))\n"
        "from somewhere.machinery.view import page, player, style, widget\n"
        "assert not [name for name in sys.modules if name.partition('.')[0] == 'widgets']\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path)},
                          text=True, capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_page_for_other_books_names_every_setting():
    text = (ROOT / "docs" / "using_it_in_another_book.md").read_text("utf8")
    assert {each.name for each in dataclasses.fields(Course)} <= set(re.findall(r"`(\w+)`", text))
    extension = (ROOT / "book" / "_ext" / "simulations" / "settings.py").read_text("utf8")
    declared = re.findall(r'add_config_value\("(\w+)"', extension)
    assert len(declared) >= 4
    assert [name for name in declared if f"{name}:" not in text] == []
