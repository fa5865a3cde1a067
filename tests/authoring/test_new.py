"""The commands that start a simulation or a lesson, in a copy of the course's skeleton."""

import pytest

from widgets.authoring import new

LESSONS = "root: book/index\nparts:\n  - caption: Immunity\n    chapters:\n      - file: chapters/immune/three_es\n"
ABOUT = "  - caption: About this book\n    chapters:\n      - file: book/how_to_use\n"
CONTENTS = LESSONS + ABOUT


@pytest.fixture
def root(tmp_path):
    for part in ("core", "immune", "spread"):
        (tmp_path / "widgets" / part).mkdir(parents=True)
        (tmp_path / "widgets" / part / "__init__.py").touch()
    (tmp_path / "_toc.yml").write_text(CONTENTS, "utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "references.bib").write_text("@book{a1999, title={A}, year={1999}, doi={10.1000/a}}\n", "utf-8")
    return tmp_path


def test_a_simulation_is_a_folder_of_three_rooms_and_its_tests(root):
    made = new.new_simulation("immune/relay", root)
    assert [str(path.relative_to(root)) for path in made] == [
        "widgets/immune/relay/model.py", "widgets/immune/relay/figures.py", "widgets/immune/relay/__init__.py",
        "tests/models/immune/test_relay.py",
    ]  # fmt: skip
    assert 'title="Relay?"' in made[2].read_text("utf-8")


def test_a_lesson_is_listed_after_the_others_of_its_part(root):
    new.new_simulation("immune/relay", root)
    made = new.new_lesson("immune/turncoats", "immune/relay", root)
    assert [str(path.relative_to(root)) for path in made] == [
        "chapters/immune/turncoats.md", "chapters/immune/turncoats.questions.yml", "_toc.yml",
    ]  # fmt: skip
    assert (root / "_toc.yml").read_text("utf-8") == LESSONS + "      - file: chapters/immune/turncoats\n" + ABOUT
    assert "{cite:p}`a1999`" in made[0].read_text("utf-8")


def test_a_part_without_lessons_is_opened(root):
    new.new_simulation("spread/speed", root)
    new.new_lesson("spread/speed", "spread/speed", root)
    assert (root / "_toc.yml").read_text("utf-8") == (
        LESSONS + "  - caption: Spread\n    chapters:\n      - file: chapters/spread/speed\n" + ABOUT
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("relay", "should read part/name"),
        ("lungs/relay", "the parts are immune, spread"),
        ("core/relay", "the parts are immune, spread"),
        ("immune/Relay", "in lower case"),
        ("immune/../x", "should read part/name"),
        ("immune/while", "a word of Python's own"),
    ],
)
def test_a_name_that_is_no_good_is_refused(root, name, message):
    with pytest.raises(ValueError, match=message):
        new.new_simulation(name, root)


def test_a_name_is_used_once_in_the_course(root):
    new.new_simulation("immune/relay", root)
    with pytest.raises(ValueError, match="there is a simulation relay in immune"):
        new.new_simulation("spread/relay", root)


def test_a_lesson_needs_its_simulation(root):
    with pytest.raises(ValueError, match="there is no simulation immune/relay: make it first"):
        new.new_lesson("immune/turncoats", "immune/relay", root)
    assert (root / "_toc.yml").read_text("utf-8") == CONTENTS


def test_no_file_is_overwritten(root):
    new.new_simulation("immune/relay", root)
    lesson = root / "chapters" / "immune" / "turncoats.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("mine", "utf-8")
    with pytest.raises(ValueError, match=r"turncoats\.md: already there"):
        new.new_lesson("immune/turncoats", "immune/relay", root)
    assert lesson.read_text("utf-8") == "mine"
    assert not lesson.with_suffix(".questions.yml").exists()
    assert (root / "_toc.yml").read_text("utf-8") == CONTENTS


def test_the_command_says_in_one_line_what_is_wrong(capsys):
    with pytest.raises(SystemExit):
        new.main(["simulation", "nowhere/relay"])
    assert "'nowhere/relay' should read part/name" in capsys.readouterr().err
